"""The value of a change, by solving again from what is already known."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from .build import Case
from .engine import SMALL, Clock, Outcome
from .labels import Labels
from .lattice import relaxed_bound
from .levels import solve
from .oracle import LIMIT, arc_flow, size
from .problem import Floats, Ints, Network
from .progress import Watch, silent
from .ways import Ways, empty_ways

ROUNDS = 6
"""Masters given to a changed case that is not small: what they leave open stands in the certified interval of its gain."""


@dataclass(frozen=True)
class Value:
    """What a case attains, certified: at least ``points``, at most ``bound`` (points, transport paid)."""

    case: Case
    outcome: Outcome

    @property
    def points(self) -> float:
        """Points of the plan found."""
        return self.outcome.points

    @property
    def bound(self) -> float:
        """Points that no plan can exceed."""
        return self.outcome.bound

    @cached_property
    def in_parts(self) -> float:
        """Points that no plan can exceed even if packages and courses came in parts, at the prices that the network has."""
        labels = Labels(self.case.problem)
        return relaxed_bound(self.case.problem, labels, self.outcome.price)


@dataclass(frozen=True)
class Gain:
    """Difference between two values, of 100: found, and certified to lie between ``least`` and ``most``.

    Where a large case has whole numbers, what is found is the difference of two bounds, in which packages may come in parts; an
    addition never harms, so ``least`` is 0 there.
    """

    found: float
    least: float
    most: float


def value(case: Case, gap: float, before: Value | None = None, watch: Watch = silent) -> Value:
    """Solve a case to a gap, from the ways and prices of another one if given; exactly if it is small and in whole numbers."""
    clock = Clock(case.percent(1.0), watch)
    if case.problem.whole and case.problem.pairs and size(case.problem) <= LIMIT:
        return Value(case, exactly(case, clock))
    if before is None or before.outcome.rounds == 0:  # no prices to start from
        return Value(case, solve(case.problem, gap, clock, vertex=False))
    ways = carry(before.case, before.outcome.pool, case)
    price = carry_price(before.case, before.outcome.price, case)
    if too_large(case):
        clock.tell("solving again", before.points, before.bound, always=True)
        none, rounds = np.zeros(len(case.problem.choices)), before.outcome.rounds
        return Value(case, Outcome(empty_ways(), np.zeros(0), 0.0, before.bound, price, "bounded", ways, rounds, 0, none))
    small = case.problem.pairs <= SMALL  # its masters cost next to nothing, so its gains are exact
    rounds = 1000 if small else ROUNDS
    return Value(case, solve(case.problem, gap, clock, start=ways, price=price, vertex=False, rounds=rounds))


def too_large(case: Case) -> bool:
    """Whether a case has whole numbers and is too large to be solved once more for each question: it is bounded instead."""
    return case.problem.whole and case.problem.pairs > SMALL and size(case.problem) > LIMIT


def exactly(case: Case, clock: Clock) -> Outcome:
    """Solve a small case as one programme over all flows."""
    if clock.tell("arc-flow", 0.0, float("inf"), always=True):
        none = np.zeros(len(case.problem.choices))
        return Outcome(
            *(empty_ways(), np.zeros(0), 0.0, float("inf"), np.zeros(len(case.problem.capacity)), "stopped"),
            *(empty_ways(), 0, 0, none),
        )
    flow = arc_flow(case.problem)
    bound = max(flow.points, flow.bound)
    return Outcome(*(flow.ways, flow.lots, flow.points, bound, flow.price, "optimal", flow.ways, 1, len(flow.ways)), flow.taken)


def gain(before: Value, after: Value) -> Gain:
    """Return what a change brings, with what is certified of it."""
    percent = before.case.percent
    if after.outcome.status == "bounded":
        more = max(0.0, after.in_parts - before.in_parts)
        return Gain(percent(more), 0.0, percent(max(more, after.in_parts - before.points)))
    return Gain(
        percent(after.points - before.points),
        percent(after.points - before.bound),
        percent(after.bound - before.points),
    )


def carry(old: Case, ways: Ways, new: Case) -> Ways:
    """
    Take ways over from one case to another with the same nodes, links and repair shops.

    Pairs are matched by the codes of offer and demand, and by tranche; a way whose pair is gone, or that leaves before its
    offer opens or over a link that is no longer permitted or open, stays behind.
    """
    problem = new.problem
    if not len(ways) or not problem.pairs:
        return empty_ways()
    pair_no = {key: p for p, key in enumerate(_pairs(new))}
    to_pair = np.array([pair_no.get(key, -1) for key in _pairs(old)], dtype=np.int32)
    to_link = _links(old.problem.network, problem.network)
    link = np.where(ways.link >= 0, to_link[ways.link], -1)
    pair = to_pair[ways.pair]
    known = (pair >= 0) & ((link >= 0) == (ways.link >= 0)).all(axis=1)
    ways, pair, link = ways.take(known), pair[known], link[known]
    source = problem.source[problem.pair_offer[pair]]
    used = link >= 0
    allowed = problem.permitted[problem.klass[source]][np.arange(len(pair))[:, None], link] | ~used
    opened = ~problem.network.shut[link, ways.leaves] | ~used
    timely = (ways.begins >= problem.ready[source]) & (ways.begins <= problem.last[source])
    useful = problem.worth[problem.pair_need[pair], ways.arrives] >= 0
    keep = timely & useful & allowed.all(axis=1) & opened.all(axis=1)
    kept = ways.take(keep)
    return Ways(pair[keep], kept.begins, kept.arrives, kept.legs, link[keep].astype(np.int32), kept.leaves)


def _pairs(case: Case) -> list[tuple[object, ...]]:
    """Names of pairs: offer, tranche and demand."""
    wants = [(demand.serves, demand.of, demand.component) for demand in case.demands]
    problem = case.problem
    return [
        (case.offers[o].offer, case.tranche[o], *wants[n])
        for o, n in zip(problem.pair_offer.tolist(), problem.pair_need.tolist(), strict=True)
    ]


def _links(old: Network, new: Network) -> Ints:
    """Numbers in one network of the links of another: roads, their copies, and repairs; -1 for what is not there."""
    number = {name: a for a, name in enumerate(_link_names(new))}
    return np.array([number.get(name, -1) for name in _link_names(old)], dtype=np.int32)


def _link_names(net: Network) -> list[tuple[object, ...]]:
    """Names of links that do not depend on which others are copied; repairs of one shop by their number there."""
    out: list[tuple[object, ...]] = []
    at_shop: dict[int, int] = {}
    for a, (road, shop) in enumerate(zip(net.road_of.tolist(), net.shop_of.tolist(), strict=True)):
        if shop >= 0:
            at_shop[shop] = at_shop.get(shop, -1) + 1
            out.append(("repair", shop, at_shop[shop]))
        else:
            out.append(("road" if a < net.roads else "copy", road))
    return out


def carry_price(old: Case, price: Floats, new: Case) -> Floats:
    """Take prices of rows over from one case to another with the same network and grid, by name; what is new costs nothing."""
    a, b = old.problem.rows, new.problem.rows
    out = np.zeros(len(new.problem.capacity))
    need = {(row.serves, row.of, row.component): price[a.need + i] for i, row in enumerate(old.demands)}
    for i, row in enumerate(new.demands):
        out[b.need + i] = need.get((row.serves, row.of, row.component), 0.0)
    if a.shared - a.budget == b.shared - b.budget:
        out[b.budget : b.shared] = price[a.budget : a.shared]
    shared = dict(zip(_row_names(old), price[a.shared : a.link].tolist(), strict=True))
    out[b.shared : b.link] = [shared.get(name, 0.0) for name in _row_names(new)]
    out[b.link :] = price[a.link :]
    out[~np.isfinite(new.problem.capacity)] = 0.0
    return out


NUMBERED = {"part": 1, "equipment stock": 1, "type": -1}
"""Shared rows whose name holds the number of a demand, and where."""


def _row_names(case: Case) -> list[tuple[Hashable, ...]]:
    """Names of the shared rows, with the name of a demand instead of its number."""
    out = []
    for name in case.problem.choices.row_names:
        if (at := NUMBERED.get(str(name[0]))) is not None:
            demand = case.demands[int(str(name[at]))]
            spelt = list(name)
            spelt[at] = (demand.serves, demand.of, demand.component)
            name = tuple(spelt)
        out.append(name)
    return out
