"""A written plan in arrays that can be carried out: what travels when, who is trained, which packages and stocks wait for it.

Everything that a rule decides comes from :func:`mainstay.planning.build.build`; what the plan decides, from its tables. The
arrays hold numbers only, so that a process is handed them once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Serves
from mainstay.planning.build import Case
from mainstay.planning.problem import Bools, Floats, Ints
from mainstay.planning.rebuilt import as_ways

from .byways import Byways, byways
from .classroom import School, school
from .readied import Packages, Stocks, packages, stocks

OPEN = np.int32(1 << 20)
"""Period from which a link that is never shut would be known to be shut."""


class Net(NamedTuple):
    """The network; see :class:`mainstay.planning.problem.Network`.

    Attributes
    ----------
    tail, head, lead, gate, road, shop : (links,)
    copy : (roads,)
        Copy of a road for cargo before its repair, or -1.
    spot : (nodes,)
    stays : (nodes,)
        Whether cargo may wait there.
    cost : (links,) points per t, of a repair per lot
    pieces, spares : (links,)
    link_t, node_t, gate_t : (roads, spots, gates; periods) t
    shut : (links, periods)
        Period from which on it is known that nothing leaves then: 0, or ``OPEN``.
    bays : (shops, periods)
        Bays that packages have not reserved; infinity where there is no such limit.
    lying : (shops,) lots
        Spares that lie there from the start; infinity where none are needed.
    wait_cost : points per t and period
    """

    tail: Ints
    head: Ints
    lead: Ints
    gate: Ints
    road: Ints
    shop: Ints
    copy: Ints
    spot: Ints
    stays: Bools
    cost: Floats
    pieces: Floats
    spares: Floats
    link_t: Floats
    node_t: Floats
    gate_t: Floats
    shut: Ints
    bays: Floats
    lying: Floats
    wait_cost: float


class Goods(NamedTuple):
    """Offers, what they may serve, and the demands; see :class:`mainstay.planning.problem.Problem`.

    Attributes
    ----------
    ready, last : (offers,)
        First and last period of departure, if it comes as promised.
    origin : (offers,)
    load : (offers,) t per lot
    piece : (offers,) lots
    unused : (offers,) lots
        What the plan leaves of it.
    until : (offers,)
        Last period in which it can still be ordered.
    budget, budget_end, price : (offers,)
    money : (budget rows,) EUR
        What the plan leaves of it.
    pair_offer, pair_need, rate, value : (pairs,)
    kind, type : (pairs,)
        Fleet that a lot joins, and number of its type among all types of all fleets; -1 for none.
    fleet : (types,)
    need_start, need_pair : (needs + 1,), (pairs,)
        Pairs of each demand.
    rank : (needs,)
        Place of a demand among all: by priority, points (most first), due day, code; what courses and repairs need comes first.
    worth : (needs, periods)
    asked : (needs,) lots
    shop : (needs,)
        Repair shop whose spares these are, or -1.
    row : (needs,)
        Requirement or stock that its points go to, or -1.
    alone : (needs,)
        Whether the requirement is met by what arrives alone.
    mixing : points for each further type in a fleet
    """

    ready: Ints
    last: Ints
    origin: Ints
    load: Floats
    piece: Floats
    unused: Floats
    until: Ints
    budget: Ints
    budget_end: Ints
    price: Floats
    money: Floats
    pair_offer: Ints
    pair_need: Ints
    rate: Floats
    value: Floats
    kind: Ints
    type: Ints
    fleet: Ints
    need_start: Ints
    need_pair: Ints
    rank: Ints
    worth: Floats
    asked: Floats
    shop: Ints
    row: Ints
    alone: Bools
    mixing: float


class Moves(NamedTuple):
    """Consignments, in the order of the plan.

    Attributes
    ----------
    pair, arrives, legs : (consignments,)
    lots : (consignments,)
    link, leaves : (consignments, most legs)
    """

    pair: Ints
    arrives: Ints
    legs: Ints
    lots: Floats
    link: Ints
    leaves: Ints


@dataclass(frozen=True)
class Programme:
    """All arrays of a plan.

    Attributes
    ----------
    asked : (rows,) points
        Of each requirement and, behind them, each stock with a rate.
    """

    net: Net
    goods: Goods
    moves: Moves
    school: School
    packages: Packages
    stocks: Stocks
    byways: Byways
    asked: Floats
    period_days: int
    days: int


def programme(case: Case, tables: PlanTables, used: Ints | None = None) -> Programme:
    """
    Put a written plan into arrays.

    Parameters
    ----------
    case
        Arrays of the plan's scenario.
    tables
        What the plan says.
    used
        Pairs that the plan is known to use, if they are known; see :func:`mainstay.planning.rebuilt.as_ways`.

    Raises
    ------
    KeyError
        If a row names what the scenario does not have.
    """
    ways, lots = as_ways(case, tables, used)
    most = max(1, int(ways.legs.max(initial=0)))
    moves = Moves(ways.pair, ways.arrives, ways.legs, lots, ways.link[:, :most].copy(), ways.leaves[:, :most].copy())
    scenario = case.scenario
    asked = [scenario.points(row) for row in scenario.requirements]
    asked += [scenario.points(row) for row in scenario.stocks if row.per_day > 0]
    return Programme(
        net=_net(case, tables),
        goods=_goods(case, tables, moves),
        moves=moves,
        school=school(case, tables),
        packages=packages(case, tables),
        stocks=stocks(case),
        byways=byways(case.problem),
        asked=np.array(asked, dtype=np.float64),
        period_days=case.grid.period_days,
        days=case.grid.days,
    )


def row_codes(case: Case) -> tuple[str, ...]:
    """Codes of the requirements and, behind them, of the stocks with a rate."""
    stocked = (row.stock for row in case.scenario.stocks if row.per_day > 0)
    return (*(row.requirement for row in case.scenario.requirements), *stocked)


def _net(case: Case, tables: PlanTables) -> Net:
    net, choices = case.problem.network, case.problem.choices
    copy = np.full(net.roads, -1, dtype=np.int32)
    for a in range(net.roads, net.links):
        if net.road_of[a] >= 0:
            copy[net.road_of[a]] = a
    shops = len(choices.bays)
    room = np.append(choices.capacity, np.inf)
    bays = room[choices.bays].reshape(shops, net.periods)
    number = {row.repair: s for s, row in enumerate(case.scenario.repairs)}
    for booked in tables.reservations:
        bays[number[booked.repair], case.grid.last_until(booked.day) :] -= booked.bays
    return Net(
        tail=net.tail,
        head=net.head,
        lead=net.lead,
        gate=net.gate,
        road=net.road_of,
        shop=net.shop_of,
        copy=copy,
        spot=net.spot_of,
        stays=net.store_t[net.spot_of] > 0,
        cost=net.cost,
        pieces=net.pieces_of,
        spares=net.spares_of,
        link_t=net.link_t,
        node_t=net.node_t,
        gate_t=net.gate_t.reshape(-1, net.periods),
        shut=np.where(net.shut, np.int32(0), OPEN).astype(np.int32),
        bays=bays,
        lying=room[choices.spares[:, 0]] if net.periods else np.zeros(shops),
        wait_cost=float(net.wait_cost),
    )


def _goods(case: Case, tables: PlanTables, moves: Moves) -> Goods:
    problem, scenario, rules = case.problem, case.scenario, case.rules
    source, pair_offer = problem.source, problem.pair_offer
    used = np.zeros(problem.offers)
    np.add.at(used, pair_offer[moves.pair], moves.lots)
    money = problem.budget_eur.copy()
    for bought in np.flatnonzero((problem.budget >= 0) & (used > 0)):
        money[problem.budget[bought] : problem.budget_end[bought]] -= used[bought] * problem.price[bought]
    amount = problem.amount.copy()
    amount[problem.choices.order >= 0] = 0.0  # of what is ordered in lots, no more than was ordered
    number = {what: j for j, what in enumerate(problem.choices.what)}
    mine: dict[str, list[int]] = {}
    for o, offer in enumerate(case.offers):
        mine.setdefault(offer.offer, []).append(o)
    for order in tables.orders:
        if (j := number.get(("order", order.offer), -1)) >= 0:
            left = float(order.ordered * case.lot[mine[order.offer][0]])
            money -= left * problem.choices.matrix[: len(money), [j]].toarray().ravel()
            for o in mine[order.offer]:
                amount[o] = min(left, float(problem.amount[o]))
                left -= float(amount[o])
    until = np.full(problem.offers, case.grid.periods, dtype=np.int32)
    for o, offer in enumerate(case.offers):
        if problem.budget[o] >= 0 and offer.lead_days > 0:
            until[o] = case.grid.last_until(rules.ordered(offer))
    by_need = np.argsort(problem.pair_need, kind="stable").astype(np.int32)
    kind, kinds, fleet = _types(case)
    return Goods(
        ready=problem.ready[source],
        last=problem.last[source],
        origin=problem.origin[source],
        load=problem.load[source],
        piece=problem.pieces,
        unused=np.maximum(amount - used, 0.0),
        until=until,
        budget=problem.budget,
        budget_end=problem.budget_end,
        price=problem.price,
        money=np.maximum(money, 0.0),
        pair_offer=pair_offer,
        pair_need=problem.pair_need,
        rate=problem.rate,
        value=problem.value,
        kind=kind,
        type=kinds,
        fleet=fleet,
        need_start=np.searchsorted(problem.pair_need[by_need], np.arange(problem.needs + 1)).astype(np.int32),
        need_pair=by_need,
        **_ranked(case),
        worth=problem.worth,
        asked=problem.asked,
        mixing=scenario.settings.mixing_points,
    )


def _ranked(case: Case) -> dict[str, np.ndarray]:
    """What is known of each demand besides its arrays."""
    scenario, start = case.scenario, case.scenario.settings.start
    requirements, stocked = scenario.by_key("requirements"), scenario.by_key("stocks")
    code_of = {code: i for i, code in reversed(list(enumerate(row_codes(case))))}
    first_stock = len(scenario.requirements)
    stock_of = {code: first_stock + i for i, code in enumerate(row_codes(case)[first_stock:])}
    shop_of = {row.repair: s for s, row in enumerate(scenario.repairs)}
    keys, row, shop, alone = [], [], [], []
    for n, demand in enumerate(case.demands):
        shop.append(shop_of[demand.of] if demand.serves == Serves.REPAIR else -1)
        alone.append(demand.serves == Serves.REQUIREMENT)
        if demand.serves in (Serves.REQUIREMENT, Serves.COMPONENT):
            asks = requirements[demand.of]
            keys.append((asks.priority, -scenario.points(asks), asks.due, demand.code, n))
            row.append(code_of[demand.of])
        elif demand.serves == Serves.STOCK:
            stock = stocked[demand.of]
            keys.append((stock.priority, -scenario.points(stock), scenario.end, demand.code, n))
            row.append(stock_of[demand.of])
        else:
            keys.append((0, 0.0, start, demand.code, n))
            row.append(-1)
    rank = np.zeros(len(keys), dtype=np.int32)
    rank[[key[-1] for key in sorted(keys)]] = np.arange(len(keys), dtype=np.int32)
    return {
        "rank": rank,
        "shop": np.array(shop, dtype=np.int32),
        "row": np.array(row, dtype=np.int32),
        "alone": np.array(alone, dtype=bool),
    }


def _types(case: Case) -> tuple[Ints, Ints, Ints]:
    """Fleet and type of each pair, and the fleet of each type."""
    scenario = case.scenario
    wanted = {row.component: row.item for row in scenario.components if row.fleet}
    units = {row.requirement: row.for_unit for row in scenario.requirements}
    fleets: dict[tuple[str, str, str], int] = {}
    types: dict[tuple[int, str], int] = {}
    kind: list[int] = []
    kinds: list[int] = []
    for o, n in zip(case.problem.pair_offer.tolist(), case.problem.pair_need.tolist(), strict=True):
        demand = case.demands[n]
        if demand.serves != Serves.COMPONENT or demand.component not in wanted:
            kind.append(-1)
            kinds.append(-1)
            continue
        unit = units[demand.of]
        whose = ("unit" if unit else "requirement", unit or demand.of, wanted[demand.component])
        kind.append(fleets.setdefault(whose, len(fleets)))
        kinds.append(types.setdefault((kind[-1], case.offers[o].item), len(types)))
    of = np.array([fleet for fleet, _ in types], dtype=np.int32)
    return np.array(kind, dtype=np.int32), np.array(kinds, dtype=np.int32), of
