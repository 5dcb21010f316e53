"""From a scenario to the arrays of its planning problem, and back by name."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mainstay.model import (
    TABLES,
    Channel,
    ClosureOf,
    ComponentKind,
    Link,
    Node,
    Offer,
    Requirement,
    Scenario,
    Serves,
    Settings,
    key_of,
)
from mainstay.model.assistance import Condition
from mainstay.model.demands import Demand, demands, milestones
from mainstay.model.rules import Rules, firm_enough
from mainstay.model.worth import worth

from .complete import Goods, complete
from .grid import Grid
from .problem import Floats, Network, Problem
from .shops import lot_of, with_shops


@dataclass(frozen=True)
class Case:
    """A scenario, its arrays, and the records that the numbers of the arrays stand for.

    ``offers`` and ``demands`` are those that the arrays hold, in their order; an offer that nobody may have is not among
    them, and one that is produced over time is there once for each ``tranche``. ``requirements`` are those that ask for an
    item: the first of the demands. ``lot`` says how many lots one unit of an offer's item makes: its mass, or 1 where it weighs
    nothing.
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
    demands: tuple[Demand, ...]
    tranche: tuple[int, ...]

    @property
    def asked_points(self) -> float:
        """Points of all that is asked."""
        return self.scenario.asked_points

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
    wants = demands(scenario)
    requirements = tuple(row for row in scenario.requirements if row.item)
    items = rules.items
    plain = _network(scenario, grid, node_of)
    shops = with_shops(plain, nodes, scenario.repairs, scenario.offers, items, grid, points_per_eur(scenario.settings))
    network = shops.network

    served: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for n, demand in enumerate(wants):
        for offer, rate in rules.suppliers(demand):
            served[offer.offer].append((n, rate))

    classes: dict[tuple[frozenset[str], str | None], int] = {}
    sources: dict[tuple[int, int, int, int, float], int] = {}
    source: list[int] = []
    rows: list[tuple[Offer, int, dt.date, float]] = []  # offer, tranche, day on which it opens, units
    for offer in scenario.offers:
        if offer.offer not in served:
            continue
        rows += [(offer, *tranche) for tranche in rules.tranches(offer)]
    offers = tuple(row[0] for row in rows)
    for offer, _, opens, _ in rows:
        broken = offer.condition == Condition.NEEDS_REPAIR
        klass = classes.setdefault((rules.forbidden(offer), offer.item if broken else None), len(classes))
        last = grid.periods - 1 if offer.until is None else grid.last_until(offer.until)
        load = 1.0 if items[offer.item].mass_t > 0 else 0.0
        place = int(shops.copy[node_of[offer.place]]) if broken else node_of[offer.place]
        source.append(sources.setdefault((place, grid.first_from(opens), last, klass, load), len(sources)))
    permitted = np.array([shops.permitted(banned, links, item) for banned, item in classes], dtype=bool)

    lot = np.array([lot_of(items[offer.item]) for offer in offers])
    parts = parts_of(scenario)
    pair_offer: list[int] = []
    pair_need: list[int] = []
    rates: list[float] = []
    value: list[float] = []
    for o, offer in enumerate(offers):
        for n, ratio in served[offer.offer]:
            demand = wants[n]
            lots_asked_per_lot = ratio * lot_of(items[demand.item]) / lot[o]
            pair_offer.append(o)
            pair_need.append(n)
            rates.append(lots_asked_per_lot)
            asked = demand.quantity * lot_of(items[demand.item])
            value.append(parts.get((demand.of, demand.component), 0.0) * lots_asked_per_lot / asked if asked > 0 else 0.0)

    units = np.array([row[3] for row in rows], dtype=np.float64)
    budget, budget_end, money_per_lot, money = _budgets(scenario, rules, offers, lot)
    amount = _amount(units, lot, budget, budget_end, money_per_lot, money)
    pairs = (np.array(pair_offer, dtype=np.int32), np.array(pair_need, dtype=np.int32))
    goods = Goods(offers, amount, money_per_lot, budget, budget_end, len(money), *pairs)
    choices = complete(scenario, grid, wants, goods)
    budget = np.where(choices.order >= 0, -1, budget).astype(np.int32)  # what is ordered is paid by the order
    problem = Problem(
        network=network,
        permitted=permitted.reshape(len(classes), network.links),
        **{
            name: np.array([key[i] for key in sources], dtype=np.int32)
            for i, name in enumerate(("origin", "ready", "last", "klass"))
        },
        load=np.array([key[4] for key in sources], dtype=np.float64),
        source=np.array(source, dtype=np.int32),
        amount=amount,
        place=np.array([node_of[row.place] for row in wants], dtype=np.int32),
        asked=np.array([row.quantity * lot_of(items[row.item]) for row in wants], dtype=np.float64),
        worth=_worth(scenario, wants, grid),
        pair_offer=pairs[0],
        pair_need=pairs[1],
        rate=np.array(rates, dtype=np.float64),
        value=np.array(value, dtype=np.float64),
        budget=budget,
        budget_end=budget_end,
        price=money_per_lot,
        budget_eur=money,
        block=np.arange(grid.periods, dtype=np.int32),
        known=choices,
        piece=np.array([lot[o] if items[offer.item].whole else 0.0 for o, offer in enumerate(offers)], dtype=np.float64),
    )
    tranches = tuple(row[1] for row in rows)
    return Case(scenario, rules, grid, problem, offers, requirements, nodes, links, lot, wants, tranches)


def points_per_eur(settings: Settings) -> float:
    """What a euro of transport is worth in points."""
    return settings.points_per_million_eur / 1e6


def parts_of(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Points that whole demands earn by arrival alone, by what they are of and component: requirements, parts of packages."""
    out = {(row.requirement, ""): scenario.points(row) for row in scenario.requirements if row.item}
    packages = scenario.by_key("packages")
    goods: dict[str, list[str]] = defaultdict(list)
    for component in scenario.components:
        if component.kind != ComponentKind.REPAIR_CHAIN:
            goods[component.package].append(component.component)
    for row in scenario.requirements:
        if row.package and packages[row.package].partial_share > 0:
            each = packages[row.package].partial_share * scenario.points(row) / max(1, len(goods[row.package]))
            out |= {(row.requirement, component): each for component in goods[row.package]}
    return out


def _worth(scenario: Scenario, wants: tuple[Demand, ...], grid: Grid) -> Floats:
    """
    Share of its points by period of arrival, counted on the last day of the period: (demands, periods).

    0 where arrival alone earns nothing.
    """
    last = [grid.last_day(t) for t in range(grid.periods)]
    rows = scenario.by_key("requirements")
    out = np.zeros((len(wants), grid.periods))
    for n, demand in enumerate(wants):
        if demand.serves in (Serves.REQUIREMENT, Serves.COMPONENT):
            row = rows[demand.of]
            out[n] = [worth(day, row.due, row.latest_useful) for day in last]
            if demand.serves == Serves.COMPONENT:  # what comes after the last milestone is of no use
                out[n, max(milestones(scenario, row), default=-1) + 1 :] = -1.0
    return out


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
    scenario: Scenario, rules: Rules, offers: tuple[Offer, ...], lot: Floats
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
        pays = {o: rules.ordered(offers[o]) for o in buys[fund]}
        days = sorted(set(pays.values()))
        base = len(money)
        paid_in = [
            row for row in scenario.contributions if row.fund == fund and firm_enough(row.rung, scenario.settings.lowest_rung)
        ]
        money += [sum(row.amount_eur for row in paid_in if row.available <= day) for day in days]
        for o in buys[fund]:
            first[o] = base + days.index(pays[o])
            end[o] = len(money)
    return first, end, price, np.array(money, dtype=np.float64)


def _amount(units: Floats, lot: Floats, first: np.ndarray, end: np.ndarray, price: Floats, money: Floats) -> Floats:
    """Lots of each offer: what is left of it, and for a purchase no more than all the money could buy."""
    out = units * lot
    for o in np.flatnonzero((first >= 0) & (price > 0)):
        out[o] = min(out[o], money[first[o] : end[o]].min() / price[o])
    return np.asarray(out)
