"""The value of a case, certified: solved to a gap from what the base plan left, its ways, amounts and prices."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from mainstay.planning.clock import Clock
from mainstay.planning.columns import entries
from mainstay.planning.hits import Hit, removed
from mainstay.planning.levels import solve
from mainstay.planning.oracle import LIMIT, arc_flow, size
from mainstay.planning.outcome import Outcome, relative_gap
from mainstay.planning.problem import Problem
from mainstay.planning.trim import can_go, trim


def certify(problem: Problem, hit: Hit | Problem, base: Outcome, gap: float = 1e-3, clock: Clock | None = None) -> Outcome:
    """
    Solve a case to a relative gap, warm from the base plan.

    Whatever the base plan is, points are attained by the plan that comes back, and no plan of the case exceeds its bound.

    Parameters
    ----------
    problem
        The base problem.
    hit
        What the case takes from it, or the case's own problem over the same pairs, links and rows.
    base
        What the base problem's solve left.
    gap, clock
        When to stop, and who watches.

    Notes
    -----
    Small cases with whole numbers are solved exactly, as one programme over all flows. A large one with whole numbers is
    planned anew, from the base prices: that takes as long as planning does.
    """
    clock = clock or Clock()
    case = removed(problem, hit) if isinstance(hit, Hit) else hit
    if case.whole and case.pairs and size(case) <= LIMIT:
        return _exactly(case)
    known = _start(case, base)
    if isinstance(hit, Hit):  # less is never worth more
        known = replace(known, bound=base.bound)
    if relative_gap(known.points, known.bound) <= gap:
        return replace(known, status="within the gap")
    best = known
    if base.rounds:
        best = _best(known, solve(case, gap, clock, vertex=False, known=known), gap)
    if best.gap > gap and not clock.stopped:  # what is known may hold too little of the case to go on from
        best = _best(best, solve(case, gap, clock, vertex=False), gap)
    return best


def _start(case: Problem, base: Outcome) -> Outcome:
    """Return the base plan trimmed to the case, with the ways and prices that still hold there."""
    lots, taken = trim(case, base.ways, base.lots, base.taken, base.price)
    carries = lots > 0
    ways, lots = base.ways.take(carries), lots[carries]
    gain, *_ = entries(case, ways)
    points = float(gain @ lots) + float(case.choices.gain @ taken)
    price = np.where(np.isfinite(case.capacity), base.price, 0.0)
    pool = base.pool.take(can_go(case, base.pool))
    return Outcome(ways, lots, points, float("inf"), price, "trimmed", pool, base.rounds, len(pool), taken)


def _best(known: Outcome, found: Outcome, gap: float) -> Outcome:
    """Return the better plan of both, with the lower bound."""
    bound = min(known.bound, found.bound)
    plan = found if found.points >= known.points else replace(known, price=found.price, status=found.status)
    status, reached = plan.status, relative_gap(plan.points, bound)
    if reached <= max(gap, 1e-9):
        status = "optimal" if reached <= 1e-9 else "within the gap"
    return replace(plan, bound=max(bound, plan.points), status=status)


def _exactly(case: Problem) -> Outcome:
    """Solve a small case as one programme."""
    flow = arc_flow(case)
    bound = max(flow.points, flow.bound)
    return Outcome(*(flow.ways, flow.lots, flow.points, bound, flow.price, "optimal", flow.ways, 1, len(flow.ways)), flow.taken)
