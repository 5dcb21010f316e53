"""From a scenario to the arrays of its planning problem, and back by name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mainstay.model import TABLES, Channel, ClosureOf, Item, Link, Node, Offer, Requirement, Scenario, Settings, key_of
from mainstay.model.rules import Rules, firm_enough, left

from .grid import Grid
from .problem import Floats, Network, Problem


@dataclass(frozen=True)
class Case:
    """A scenario, its arrays, and the records that the numbers of the arrays stand for.

    ``offers`` and ``requirements`` are those that the arrays hold, in their order; an offer that nobody may have is not among
    them. ``lot`` says how many lots one unit of an offer's item makes: its mass, or 1 where it weighs nothing.
    """

    scenario: Scenario
    rules: Rules
    grid: Grid
    problem: Problem
    offers: tuple[Offer, ...]
    requirements: tuple[Requirement, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    lot: Floats

    @property
    def asked_points(self) -> float:
        """Points of all requirements together."""
        return sum(self.scenario.points(requirement) for requirement in self.requirements)

    def percent(self, points: float) -> float:
        """Turn points into score: of 100."""
        return 100.0 * points / self.asked_points if self.asked_points else 0.0


def canonical(scenario: Scenario) -> Scenario:
    """Return the scenario with every table in the order of its keys, so that the order of rows decides nothing."""
    tables = {}
    for name, record in TABLES.items():
        key = key_of(record)
        tables[name] = tuple(sorted(getattr(scenario, name), key=lambda row, key=key: str(getattr(row, key))))  # type: ignore[misc]
    return scenario.replace(**tables)


def build(scenario: Scenario) -> Case:
    """
    Put a scenario that holds together into arrays.

    Raises
    ------
    KeyError
        If a row names something that is not there; :func:`mainstay.check` would have said so.
    """
    scenario = canonical(scenario)
    grid, rules = Grid.of(scenario.settings), Rules(scenario)
    nodes, links = scenario.nodes, scenario.links
    node_of = {node.node: i for i, node in enumerate(nodes)}
    requirements = scenario.requirements
    need_of = {row.requirement: i for i, row in enumerate(requirements)}
    network = _network(scenario, grid, node_of)

    served: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for requirement in requirements:
        for offer, rate in rules.suppliers(requirement):
            served[offer.offer].append((need_of[requirement.requirement], rate))
    offers = tuple(offer for offer in scenario.offers if offer.offer in served)
    items = rules.items

    classes: dict[frozenset[str], int] = {}
    sources: dict[tuple[int, int, int, int, float], int] = {}
    source, opens = [], []
    for offer in offers:
        klass = classes.setdefault(rules.forbidden(offer), len(classes))
        day = rules.opens(offer)
        assert day is not None  # an offer that is shut serves nobody, so it is not here
        opens.append(day)
        ready = grid.first_from(day)
        last = grid.periods - 1 if offer.until is None else grid.last_until(offer.until)
        load = 1.0 if items[offer.item].mass_t > 0 else 0.0
        source.append(sources.setdefault((node_of[offer.place], ready, last, klass, load), len(sources)))
    permitted = np.array([[link.link not in banned for link in links] for banned in classes], dtype=bool)

    lot = np.array([_lot(items[offer.item]) for offer in offers])
    pair_offer: list[int] = []
    pair_need: list[int] = []
    rates: list[float] = []
    value: list[float] = []
    for o, offer in enumerate(offers):
        for n, ratio in served[offer.offer]:
            requirement = requirements[n]
            lots_asked_per_lot = ratio * _lot(items[requirement.item]) / lot[o]
            pair_offer.append(o)
            pair_need.append(n)
            rates.append(lots_asked_per_lot)
            asked = requirement.quantity * _lot(items[requirement.item])
            value.append(scenario.points(requirement) * lots_asked_per_lot / asked)

    budget, budget_end, money_per_lot, money = _budgets(scenario, offers, opens, lot)
    problem = Problem(
        network=network,
        permitted=permitted.reshape(len(classes), len(links)),
        **{
            name: np.array([key[i] for key in sources], dtype=np.int32)
            for i, name in enumerate(("origin", "ready", "last", "klass"))
        },
        load=np.array([key[4] for key in sources], dtype=np.float64),
        source=np.array(source, dtype=np.int32),
        amount=_amount(offers, lot, budget, budget_end, money_per_lot, money),
        place=np.array([node_of[row.place] for row in requirements], dtype=np.int32),
        asked=np.array([row.quantity * _lot(items[row.item]) for row in requirements], dtype=np.float64),
        worth=_worth(requirements, grid),
        pair_offer=np.array(pair_offer, dtype=np.int32),
        pair_need=np.array(pair_need, dtype=np.int32),
        rate=np.array(rates, dtype=np.float64),
        value=np.array(value, dtype=np.float64),
        budget=budget,
        budget_end=budget_end,
        price=money_per_lot,
        budget_eur=money,
        block=np.arange(grid.periods, dtype=np.int32),
    )
    return Case(scenario, rules, grid, problem, offers, requirements, nodes, links, lot)


def worth(arrival: dt.date, due: dt.date, latest: dt.date) -> float:
    """Share of its points that a unit earns on arrival: 1 until due, then falling in a line to 0 at latest; -1 if too late."""
    if arrival <= due:
        return 1.0
    if arrival >= latest:
        return -1.0
    return (latest - arrival).days / (latest - due).days


def points_per_eur(settings: Settings) -> float:
    """What a euro of transport is worth in points."""
    return settings.points_per_million_eur / 1e6


def _lot(item: Item) -> float:
    """Lots of one unit: tonnes, or 1 for what weighs nothing."""
    return item.mass_t if item.mass_t > 0 else 1.0


def _worth(requirements: tuple[Requirement, ...], grid: Grid) -> Floats:
    """Share of its points by period of arrival, counted on the last day of the period: (requirements, periods)."""
    last = [grid.last_day(t) for t in range(grid.periods)]
    out = [[worth(day, row.due, row.latest_useful) for day in last] for row in requirements]
    return np.array(out, dtype=np.float64).reshape(len(requirements), grid.periods)


def _network(scenario: Scenario, grid: Grid, node_of: dict[str, int]) -> Network:
    """Put nodes, links, corridors and closures on the grid."""
    settings, nodes, links = scenario.settings, scenario.nodes, scenario.links
    gate_of = {row.corridor: i for i, row in enumerate(scenario.corridors)}
    opened = {
        ClosureOf.LINK: _open({row.link: i for i, row in enumerate(links)}, ClosureOf.LINK, scenario, grid),
        ClosureOf.NODE: _open(node_of, ClosureOf.NODE, scenario, grid),
        ClosureOf.CORRIDOR: _open(gate_of, ClosureOf.CORRIDOR, scenario, grid),
    }
    inf = float("inf")

    def limit(per_day: list[float], of: ClosureOf) -> Floats:
        each = np.array(per_day, dtype=np.float64).reshape(-1, 1)
        days = np.where(np.isinf(each), 1.0, each) * opened[of]
        return np.where(np.isinf(each), inf, grid.sums(days))

    shut = {of: grid.sums(days) <= 0.0 for of, days in opened.items()}
    tail = np.array([node_of[link.origin] for link in links], dtype=np.int32)
    head = np.array([node_of[link.destination] for link in links], dtype=np.int32)
    handling = np.array([node.handling_hours for node in nodes])
    lead = np.array([grid.lead(link.hours + handling[h]) for link, h in zip(links, head, strict=True)], dtype=np.int32)
    gate = np.array([gate_of[link.corridor] if link.corridor else -1 for link in links], dtype=np.int32)
    arrival = np.minimum(np.arange(grid.periods)[None, :] + lead[:, None], grid.periods - 1)
    barred = shut[ClosureOf.LINK] | shut[ClosureOf.NODE][tail]
    barred |= shut[ClosureOf.NODE][head[:, None], arrival]
    gated = gate >= 0
    if gated.any():
        barred[gated] |= shut[ClosureOf.CORRIDOR][gate[gated][:, None], arrival[gated]]
    return Network(
        tail=tail,
        head=head,
        lead=lead,
        cost=np.array([link.cost_eur_per_t for link in links], dtype=np.float64) * points_per_eur(settings),
        gate=gate,
        link_t=limit([link.capacity_t_per_day for link in links], ClosureOf.LINK),
        node_t=limit([inf if n.handling_t_per_day is None else n.handling_t_per_day for n in nodes], ClosureOf.NODE),
        gate_t=limit([row.capacity_t_per_day for row in scenario.corridors], ClosureOf.CORRIDOR),
        store_t=np.array([node.storage_t or 0.0 for node in nodes], dtype=np.float64),
        wait_cost=settings.waiting_eur_per_t_day * grid.period_days * points_per_eur(settings),
        shut=barred,
    )


def _open(numbers: dict[str, int], of: ClosureOf, scenario: Scenario, grid: Grid) -> Floats:
    """Share of each thing that closures leave open on each day: (things, days)."""
    out = np.ones((len(numbers), grid.days))
    for row in scenario.closures:
        if row.of == of:
            first = max(0, (row.first_day - grid.start).days)
            end = max(first, min(grid.days, (row.last_day - grid.start).days + 1))
            out[numbers[row.closes], first:end] *= row.share_open
    return out


def _budgets(
    scenario: Scenario, offers: tuple[Offer, ...], opens: list[dt.date], lot: Floats
) -> tuple[np.ndarray, np.ndarray, Floats, Floats]:
    """Rows of money: for each fund and each day on which something is paid, what has come in until then."""
    first = np.full(len(offers), -1, dtype=np.int32)
    end = np.zeros(len(offers), dtype=np.int32)
    price = np.zeros(len(offers))
    money: list[float] = []
    buys: dict[str, list[int]] = defaultdict(list)
    for o, offer in enumerate(offers):
        if offer.channel == Channel.PURCHASE:
            buys[offer.fund].append(o)
            price[o] = (offer.unit_cost_eur or 0.0) / lot[o]
    for fund in sorted(buys):
        days = sorted({opens[o] for o in buys[fund]})
        base = len(money)
        paid_in = [
            row for row in scenario.contributions if row.fund == fund and firm_enough(row.rung, scenario.settings.lowest_rung)
        ]
        money += [sum(row.amount_eur for row in paid_in if row.available <= day) for day in days]
        for o in buys[fund]:
            first[o] = base + days.index(opens[o])
            end[o] = len(money)
    return first, end, price, np.array(money, dtype=np.float64)


def _amount(offers: tuple[Offer, ...], lot: Floats, first: np.ndarray, end: np.ndarray, price: Floats, money: Floats) -> Floats:
    """Lots of each offer: what is left of it, and for a purchase no more than all the money could buy."""
    out = np.array([left(offer) for offer in offers], dtype=np.float64) * lot
    for o in np.flatnonzero((first >= 0) & (price > 0)):
        out[o] = min(out[o], money[first[o] : end[o]].min() / price[o])
    return out
