"""What a plan has done by a day, and the problem of what is left: in a world that has changed, with the facts as they are.

What was handed over before the day counts; what was on its way stands at the end of the leg it is on, and is offered from there
to whom its offer may serve; what was decided stays decided. Everything else may be planned anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csc_matrix

from .build import Case
from .columns import entries
from .further import Further, later_orders, under_way
from .held import held
from .outcome import Outcome
from .problem import Bools, Floats, Ints, Problem
from .ways import LEGS, Ways, empty_ways


@dataclass(frozen=True)
class Rest:
    """Facts at the beginning of a period, and the problem of all that is still to be decided.

    Attributes
    ----------
    case
        The case whose rules hold from then on.
    problem
        What is left. Its offers and pairs are those of the case, then *further* ones: cargo on its way, and what can be ordered
        only from that day on. Its choices are those of the case; amounts of them come on top of the facts.
    period
        Period at whose beginning facts end.
    points
        What the facts earn, less what their transport cost.
    sunk
        Part of that cost that cargo on its way has caused so far; a written plan is not charged for cargo that goes no further.
    ways, lots : (ways,)
        What was handed over, and what is committed.
    taken : (choices,)
        What was chosen.
    cargo, cargo_lots : (cargo,)
        What is on its way, as the legs it has left on; its pair is the one it was meant for.
    lost, lost_lots : (lost,)
        What was on its way and is lost, as it was planned.
    pair_of : (pairs of the problem,)
        Pair of the case.
    cargo_of : (offers of the problem,)
        Which cargo a further offer is; -1 for what stands with its owner.
    """

    case: Case
    problem: Problem
    period: int
    points: float
    sunk: float
    ways: Ways
    lots: Floats
    taken: Floats
    cargo: Ways
    cargo_lots: Floats
    lost: Ways
    lost_lots: Floats
    pair_of: Ints
    cargo_of: Ints

    def join(self, outcome: Outcome) -> Outcome:
        """
        Put facts and what was planned for the rest together: a plan of the case, with a bound on all plans that have its facts.

        Cargo on its way that goes no further is not among its ways.
        """
        problem, choices = self.case.problem, self.case.problem.choices
        going, lots = self.joined(outcome.ways, outcome.lots)
        ways = Ways.join([self.ways, going])
        lots = np.concatenate((self.lots, lots))
        taken = self.taken + outcome.taken
        taken[choices.whole] = np.round(taken[choices.whole])
        gain, *_ = entries(problem, ways)
        points = float(gain @ lots + choices.gain @ taken)
        bound = max(points, self.points + self.sunk + outcome.bound)
        further = self.problem.offers
        price = np.concatenate((outcome.price[: problem.offers], outcome.price[further:]))
        price[~np.isfinite(problem.capacity)] = 0.0
        pool, _ = self.joined(outcome.pool, np.ones(len(outcome.pool)))
        return replace(
            outcome,
            ways=ways,
            lots=lots,
            points=points,
            bound=bound,
            price=price,
            pool=Ways.join([self.ways, pool]),
            taken=taken,
        )

    def joined(self, ways: Ways, lots: Floats) -> tuple[Ways, Floats]:
        """Turn ways of the rest into ways of the case: those of cargo on its way with the legs that it has left on."""
        if not len(ways):
            return ways, lots
        which = self.cargo_of[self.problem.pair_offer[ways.pair]]
        fits = np.ones(len(ways), dtype=bool)
        rest = (getattr(ways, name).copy() for name in ("begins", "arrives", "legs", "link", "leaves"))
        out = Ways(self.pair_of[ways.pair], *rest)
        for w in np.flatnonzero(which >= 0).tolist():
            c, more = int(which[w]), int(ways.legs[w])
            gone = int(self.cargo.legs[c])
            fits[w] = gone + more <= LEGS
            if not fits[w]:
                continue
            out.begins[w], out.legs[w] = self.cargo.begins[c], gone + more
            for table, name in ((out.link, "link"), (out.leaves, "leaves")):
                table[w, :gone] = getattr(self.cargo, name)[c, :gone]
                table[w, gone : gone + more] = getattr(ways, name)[w, :more]
        return out.take(fits), lots[fits]

    def onward(self, ways: Ways, moving: Ints) -> tuple[Ways, Ints]:
        """What is left to go of ways under way, in the numbers of the rest; and which of the ways given each is."""
        problem, cargo = self.problem, self.cargo
        number: dict[tuple[object, ...], int] = {}
        offers = self.case.problem.pair_offer
        for c in range(len(cargo)):
            n = int(cargo.legs[c])
            key = (int(offers[cargo.pair[c]]), int(cargo.begins[c]), cargo.link[c, :n].tobytes(), cargo.leaves[c, :n].tobytes())
            number[key] = c
        offer_of = {int(c): o for o, c in enumerate(self.cargo_of.tolist()) if c >= 0}
        first = np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1))
        out = ways.take(moving)
        found = np.zeros(len(moving), dtype=bool)
        for i, w in enumerate(moving.tolist()):
            gone = int(((ways.leaves[w] >= 0) & (ways.leaves[w] < self.period)).sum())
            begins = int(ways.begins[w])
            last = int(self.case.problem.last[self.case.problem.source[offers[ways.pair[w]]]])
            start = int(ways.leaves[w, 0]) if ways.legs[w] else int(ways.arrives[w])
            begins = max(begins, min(start, last))
            key = (int(offers[ways.pair[w]]), begins, ways.link[w, :gone].tobytes(), ways.leaves[w, :gone].tobytes())
            if key not in number:
                continue
            o = offer_of[number[key]]
            mine = range(int(first[o]), int(first[o + 1]))
            pair = next((p for p in mine if self.pair_of[p] == ways.pair[w]), -1)
            legs = int(ways.legs[w]) - gone
            source = problem.source[o]
            if not legs and problem.origin[source] != problem.place[problem.pair_need[pair]]:  # it has not gone on as planned
                continue
            if pair < 0 or ways.arrives[w] < problem.ready[source] or (legs and ways.leaves[w, gone] < problem.ready[source]):
                continue
            found[i] = True
            out.pair[i], out.begins[i], out.legs[i] = pair, problem.ready[source], legs
            for table, whole in ((out.link, ways.link), (out.leaves, ways.leaves)):
                table[i] = -1
                table[i, :legs] = whole[w, gone : gone + legs]
        return out.take(found), moving[found]


def rest(
    to: Case,
    ways: Ways,
    lots: Floats,
    taken: Floats,
    period: int,
    gone: Mapping[str, int] | None = None,
    shops: Mapping[str, int] | None = None,
    stay: Bools | None = None,
) -> Rest:
    """
    Take what a plan has done before a period as facts, and return the problem of the rest.

    Parameters
    ----------
    to
        The case whose rules hold from the period on.
    ways
        The plan's, in the numbers of ``to`` (see :func:`.carry.translated`), whatever rules of later periods they break.
    lots : (ways,)
    taken : (choices,)
    gone
        Offers that are gone, each with a period: from the one given on if that is not after ``period``, whatever of them is not
        handed over is lost.
    shops
        Repair shops in which no repair begins from a period on.
    stay : (ways,)
        Ways that are committed: they stay as they are though they leave later. They must keep the rules, pass no shop later on,
        and come from no order that is still to be placed.
    """
    to = without_shops(to, shops or {})
    problem = to.problem
    if period <= 0 and stay is None:
        return _nothing(to)
    ways = _begun(problem, ways)
    period = min(period, to.grid.periods)
    carries = lots > 0
    done = carries & (ways.arrives < period)
    done |= False if stay is None else carries & stay
    begun = carries & ~done & (ways.begins < period)
    away = frozenset(offer for offer, since in (gone or {}).items() if since <= period)
    cargo, lost = under_way(to, ways, lots, begun, period, away)

    planned, gone_out = np.zeros(problem.offers), np.zeros(problem.offers)
    np.add.at(planned, problem.pair_offer[ways.pair], np.where(carries, lots, 0.0))
    np.add.at(gone_out, problem.pair_offer[ways.pair], np.where(done | begun, lots, 0.0))
    orders = later_orders(to, planned, taken, gone_out, period)

    fact = Ways.join([ways.take(done), cargo.ways])
    fact_lots = np.concatenate((lots[done], cargo.lots))
    gain, start, row, value = entries(problem, fact)
    rows = problem.rows
    owner = np.repeat(np.arange(len(fact)), np.diff(start))
    need = problem.pair_need[fact.pair]
    arrived = np.arange(len(fact)) < int(done.sum())
    fleet_row, arrival_row = problem.choices.fleet[fact.pair], problem.choices.arrival[need, fact.arrives]
    shared = row - rows.shared
    on_arrival = (row == rows.need + need[owner]) | ((fleet_row[owner] >= 0) & (shared == fleet_row[owner]))
    on_arrival |= (arrival_row[owner] >= 0) & (shared == arrival_row[owner])
    paid = (row >= rows.budget) & (row < rows.shared) & orders.settled[problem.pair_offer[fact.pair]][owner]
    counts = (arrived[owner] | ~on_arrival) & ~paid
    load = np.bincount(row[counts], (value * fact_lots[owner])[counts], minlength=rows.end).astype(np.float64)
    np.add.at(load, problem.pair_offer[lost.ways.pair], lost.lots)
    moving = gain - problem.value[fact.pair] * problem.worth[need, fact.arrives]
    sunk = -float((moving * fact_lots)[~arrived].sum())

    load[rows.budget : rows.shared] += orders.paid
    choices, budgets = problem.choices, len(problem.budget_eur)
    left = np.concatenate((problem.budget_eur, choices.capacity)) - load[rows.budget : rows.link]
    fleets = np.zeros(len(choices.capacity))
    rows_of_fleets = np.unique(choices.fleet[choices.fleet >= 0])
    fleets[rows_of_fleets] = np.maximum(0.0, load[rows.shared : rows.link][rows_of_fleets])
    facts, closed = held(to, taken, period, left, fleets)
    left = left - choices.matrix @ facts
    points = float(gain[arrived] @ fact_lots[arrived] + choices.gain @ facts) - sunk
    settled = choices.order[orders.settled & (choices.order >= 0)]
    left[budgets + settled] = 0.0  # what was ordered is there to leave, for nothing else
    further = Further.joined(to, cargo, orders, away, load[: problem.offers])
    return Rest(
        case=to,
        problem=_left_over(to, period, load, np.maximum(left, 0.0), facts, closed, further),
        period=period,
        points=points,
        sunk=sunk,
        ways=ways.take(done),
        lots=lots[done],
        taken=facts,
        cargo=cargo.ways,
        cargo_lots=cargo.lots,
        lost=lost.ways,
        lost_lots=lost.lots,
        pair_of=further.pair_of,
        cargo_of=further.cargo_of,
    )


def _nothing(to: Case) -> Rest:
    """The rest where nothing is a fact: everything."""
    problem, none = to.problem, np.zeros(0)
    return Rest(
        *(to, problem, 0, 0.0, 0.0, empty_ways(), none, np.zeros(len(problem.choices)), empty_ways(), none, empty_ways(), none),
        *(np.arange(problem.pairs, dtype=np.int32), np.full(problem.offers, -1, dtype=np.int32)),
    )


def without_shops(to: Case, shops: Mapping[str, int]) -> Case:
    """Let no repair begin in some shops from a period on."""
    net = to.problem.network
    if not shops:
        return to
    since = np.full(net.links, net.periods)
    for a in np.flatnonzero(net.shop_of >= 0).tolist():
        since[a] = shops.get(to.scenario.repairs[net.shop_of[a]].repair, net.periods)
    shut = net.shut | (np.arange(net.periods)[None, :] >= since[:, None])
    return replace(to, problem=replace(to.problem, network=replace(net, shut=shut)))


def _begun(problem: Problem, ways: Ways) -> Ways:
    """Let every way begin as late as it can: what its owner still keeps has not begun."""
    last = problem.last[problem.source[problem.pair_offer[ways.pair]]]
    first = np.where(ways.legs > 0, ways.leaves[:, 0], ways.arrives) if len(ways) else ways.begins
    return replace(ways, begins=np.maximum(ways.begins, np.minimum(first, last)).astype(np.int32))


def _left_over(to: Case, period: int, load: Floats, left: Floats, facts: Floats, closed: Bools, further: Further) -> Problem:
    """Put together what is left of a problem."""
    problem, net, rows = to.problem, to.problem.network, to.problem.rows
    part = rows.split(load)

    def room(capacity: Floats, taken: Floats) -> Floats:
        out = np.maximum(capacity - taken, 0.0)
        out[:, :period] = np.where(np.isfinite(capacity[:, :period]), 0.0, np.inf)
        return np.where(np.isfinite(capacity) & (out <= 1e-9 * capacity), 0.0, out)

    waits = part["store"][:, period:].max(axis=1, initial=0.0)  # what is committed and waits takes its room all the time
    budgets = len(problem.budget_eur)
    choices = problem.choices
    known = replace(
        choices,
        upper=np.where(closed, 0.0, np.maximum(choices.upper - facts, 0.0)),
        least=None,
        capacity=left[budgets:],
        matrix=csc_matrix(choices.matrix),
        order=further.order,
        fleet=choices.fleet[further.pair_of],
    )
    return replace(
        problem,
        network=replace(
            net,
            link_t=room(net.link_t, part["link"]),
            node_t=room(net.node_t, part["node"]),
            gate_t=room(net.gate_t, part["gate"]),
            store_t=np.maximum(net.store_t - waits, 0.0),
        ),
        origin=further.origin,
        ready=np.minimum(np.maximum(further.ready, period), to.grid.periods - 1).astype(np.int32),
        last=further.last,
        klass=further.klass,
        load=further.load,
        source=further.source,
        amount=further.amount if period < to.grid.periods else np.zeros(len(further.amount)),
        asked=_cleared(problem.asked - part["need"], problem.asked),
        pair_offer=further.pair_offer,
        pair_need=problem.pair_need[further.pair_of],
        rate=problem.rate[further.pair_of],
        value=problem.value[further.pair_of],
        budget=further.budget,
        budget_end=problem.budget_end[further.offer_of],
        price=problem.price[further.offer_of],
        budget_eur=left[:budgets],
        known=known,
        piece=problem.pieces[further.offer_of],
    )


def _cleared(left: Floats, whole: Floats) -> Floats:
    """What is left, 0 where it is no more than a rounding of the whole."""
    return np.where(left <= 1e-9 * whole, 0.0, left)
