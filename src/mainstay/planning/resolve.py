"""The value of a change, by solving again from what is already known."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .build import Case
from .engine import SMALL, Clock, Outcome
from .levels import solve
from .problem import Floats
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


@dataclass(frozen=True)
class Gain:
    """Difference between two values, of 100: found, and certified to lie between ``least`` and ``most``."""

    found: float
    least: float
    most: float


def value(case: Case, gap: float, before: Value | None = None, watch: Watch = silent) -> Value:
    """Solve a case to a gap, starting from the ways and prices of another one if it is given."""
    clock = Clock(case.percent(1.0), watch)
    if before is None or before.outcome.rounds == 0:  # no prices to start from
        return Value(case, solve(case.problem, gap, clock, vertex=False))
    ways = carry(before.case, before.outcome.pool, case)
    price = carry_price(before.case, before.outcome.price, case)
    small = case.problem.pairs <= SMALL  # its masters cost next to nothing, so its gains are exact
    rounds = 1000 if small else ROUNDS
    return Value(case, solve(case.problem, gap, clock, start=ways, price=price, vertex=False, rounds=rounds))


def gain(before: Value, after: Value) -> Gain:
    """Return what a change brings, with what is certified of it."""
    percent = before.case.percent
    return Gain(
        percent(after.points - before.points),
        percent(after.points - before.bound),
        percent(after.bound - before.points),
    )


def carry(old: Case, ways: Ways, new: Case) -> Ways:
    """
    Take ways over from one case to another whose network has the same links.

    Pairs are matched by the codes of offer and requirement; a way whose pair is gone, or that leaves before its
    offer opens or over a link that is no longer permitted or open, stays behind.
    """
    offer_no = {offer.offer: i for i, offer in enumerate(new.offers)}
    need_no = {row.requirement: i for i, row in enumerate(new.requirements)}
    problem = new.problem
    pair_no = {(int(o), int(n)): p for p, (o, n) in enumerate(zip(problem.pair_offer, problem.pair_need, strict=True))}
    to_pair = np.array(
        [
            pair_no.get((offer_no.get(old.offers[o].offer, -1), need_no.get(old.requirements[n].requirement, -1)), -1)
            for o, n in zip(old.problem.pair_offer, old.problem.pair_need, strict=True)
        ],
        dtype=np.int32,
    )
    if not len(ways) or not problem.pairs:
        return empty_ways()
    pair = to_pair[ways.pair]
    known = pair >= 0
    ways, pair = ways.take(known), pair[known]
    source = problem.source[problem.pair_offer[pair]]
    used = ways.link >= 0
    allowed = problem.permitted[problem.klass[source]][np.arange(len(pair))[:, None], ways.link] | ~used
    opened = ~problem.network.shut[ways.link, ways.leaves] | ~used
    timely = (ways.begins >= problem.ready[source]) & (ways.begins <= problem.last[source])
    useful = problem.worth[problem.pair_need[pair], ways.arrives] >= 0
    keep = timely & useful & allowed.all(axis=1) & opened.all(axis=1)
    kept = ways.take(keep)
    return Ways(pair[keep], kept.begins, kept.arrives, kept.legs, kept.link, kept.leaves)


def carry_price(old: Case, price: Floats, new: Case) -> Floats:
    """Take prices of rows over from one case to another with the same network and grid; what is new costs nothing."""
    a, b = old.problem.rows, new.problem.rows
    out = np.zeros(len(new.problem.capacity))
    need = {row.requirement: price[a.need + i] for i, row in enumerate(old.requirements)}
    for i, row in enumerate(new.requirements):
        out[b.need + i] = need.get(row.requirement, 0.0)
    if a.link - a.budget == b.link - b.budget:
        out[b.budget : b.link] = price[a.budget : a.link]
    out[b.link :] = price[a.link :]
    out[~np.isfinite(new.problem.capacity)] = 0.0
    return out
