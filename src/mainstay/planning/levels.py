"""From coarse to fine: first with capacities counted by blocks of time, then by period, starting from what that found.

Counting capacity by blocks relaxes the problem, so the coarse bound holds for the fine one; and because cargo may leave a
little sooner or later at no cost, it is nearly tight. The coarse masters are small, and their prices and ways, moved about
within a block, are an excellent start for the fine ones.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .approach import approach
from .ascent import Climb
from .endings import hasten, to_vertex
from .engine import SMALL, Clock, Engine, Outcome, relative_gap
from .onward import take_up
from .prices import expand
from .problem import Floats, Problem
from .settle import settle
from .ways import Ways, moved, shifted
from .whole import choose

BLOCKS = 26
"""Blocks that the coarse grid has, about; a fine grid of hardly more periods is solved directly."""

COARSE = Climb(iterations=60, decay=0.95, harvest=15)
"""Dual phase on the coarse grid."""

STEPPED, FEWEST = 52, 10
"""Blocks of the coarse grid where it is solved by first-order steps: about, and at least."""

COARSELY = 1e-2
"""Gap to which blocks of time are solved at the most by these."""

STEEP = Climb(iterations=80, decay=0.95, harvest=50)
"""Dual phase before first-order steps."""


def solve(
    problem: Problem,
    gap: float,
    clock: Clock | None = None,
    *,
    start: Ways | None = None,
    price: Floats | None = None,
    vertex: bool = True,
    rounds: int = 1000,
    known: Outcome | None = None,
) -> Outcome:
    """
    Solve a problem to a relative gap.

    Parameters
    ----------
    start, price
        Ways and prices of rows that are already known, as from a case that differs in little.
    vertex
        Whether to end at a vertex: a plan that people read should, a figure need not.
    rounds
        Masters after which to be content with the gap there is.
    known
        A plan of this very problem to go on from.
    """
    clock = clock or Clock()
    if problem.whole and start is None and problem.pairs > SMALL:
        return settle(problem, gap, clock, block_length(problem), None if known is None else known.price)
    engine = Engine(problem, clock)
    engine.most_rounds, engine.plans = rounds, not problem.whole
    engine.neighbours = 2 if block_length(problem) > 2 else 0
    if not problem.pairs:
        engine.bound = 0.0
        return engine.outcome(gap)
    if start is not None and price is not None:
        engine.add(start)
        engine.note(price)
        engine.look(price, None if engine.small else 2)
    elif known is not None and known.rounds:
        take_up(engine, known, gap)
    elif engine.small:
        engine.look(np.zeros(len(problem.capacity)), None)
    else:
        _descend(problem, engine, gap)
    if not engine.stepped or (relative_gap(engine.points, engine.bound) > gap and not clock.stopped):
        engine.improve(gap)
    if problem.whole and engine.small:
        choose(engine, gap)
        clock.tell("done", engine.points, engine.bound, always=True)
        return engine.outcome(gap)
    if vertex:
        clock.tell("vertex", engine.points, engine.bound, always=True)
        to_vertex(engine)
    if relative_gap(engine.points, engine.bound) > gap and not clock.stopped:
        engine.improve(gap)
    if vertex:
        clock.tell("sooner", engine.points, engine.bound, always=True)
        hasten(engine)
    clock.tell("done", engine.points, engine.bound, always=True)
    return engine.outcome(gap)


def block_length(problem: Problem) -> int:
    """Periods of a block of the coarse grid."""
    return max(1, round(problem.network.periods / BLOCKS))


def _descend(problem: Problem, fine: Engine, gap: float) -> None:
    """Solve on blocks of time, and hand prices, ways and bound to the fine engine."""
    length = block_length(problem)
    if not len(problem.choices):
        _step_down(problem, fine, gap)
        return
    if length == 1:
        fine.ascend(replace(COARSE, iterations=200, decay=0.98, harvest=40))
        return
    coarse = Engine(problem.in_blocks(length), fine.clock, fine.labels.on(problem.in_blocks(length)))
    coarse.ascend(COARSE)
    coarse.improve(gap / 4, "weeks" if length == 7 else "blocks")
    ways, lots = coarse.vertex_ways()
    price = expand(coarse.problem, coarse.price, problem)
    fine.bound, fine.price = coarse.bound, price
    fine.note(price)
    fine.add(ways)
    if len(ways):  # what the blocks allow, shrunk to what the periods do: a first plan
        fine.x[: fine.known] = coarse.x[: fine.known]
        fine.x[fine.known :] = lots
        fine.x = fine._within(fine.x, fine.pool.loads(fine.x))
        fine.points = float(fine.pool.gain @ fine.x)
        fine.keep()
        fine.clock.tell("first plan", fine.points, fine.bound, always=True)
    fine.add(moved(problem, ways, length - 1))
    fine.look(price, 2)


def _step_down(problem: Problem, fine: Engine, gap: float) -> None:
    """Come near the best by first-order steps, on blocks of two or more periods first."""
    periods = problem.network.periods
    length = max(2 if periods >= 2 * FEWEST else 1, round(periods / STEPPED))
    if length == 1:
        fine.ascend(STEEP)
        approach(fine, gap)
        return
    blocks = problem.in_blocks(length)
    coarse = Engine(blocks, fine.clock, fine.labels.on(blocks))
    coarse.ascend(STEEP)
    approach(coarse, max(gap, COARSELY), "weeks" if length == 7 else "blocks")
    carries = coarse.x > 0
    ways, lots = coarse.all_ways().take(carries), coarse.x[carries]
    fine.bound, fine.price = coarse.bound, expand(blocks, coarse.price, problem)
    fine.last = None if coarse.last is None else expand(blocks, coarse.last, problem)
    # what a block carries on any of its days goes in equal parts around the day on which it was found
    shifts = [shifted(problem, ways, by) for by in range(-(length // 2), length // 2 + 1)]
    parts = np.sum([fits for _, fits in shifts], axis=0)
    for part, fits in shifts:
        number = fine.enter(part)
        np.add.at(fine.x, number, (lots / parts)[fits])
    start, fine.x = fine.x, np.zeros(len(fine.pool))
    approach(fine, gap, start=start)
