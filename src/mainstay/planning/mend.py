"""A large plan with whole numbers, made good again where something has fallen away: what it chose stays, its goods go anew.

To choose packages, courses and people once more takes a minute; to send goods otherwise for those that are still chosen takes
seconds, and the bound is as good as that of a whole solve.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from . import fill
from .bound import calm
from .clock import Clock
from .columns import entries
from .labels import Labels
from .levels import block_length
from .narrow import narrowed
from .onward import averaged
from .outcome import Outcome, relative_gap
from .prices import restated
from .problem import Floats, Problem
from .settle import SHARE, crewed_again, prove, put_together, settle
from .ways import Ways
from .whole import Whole

MASTERS = 2
"""Masters in which goods are sent anew."""


@dataclass(frozen=True)
class Known:
    """What is known of a problem before it is solved: a plan of it, ways, and prices of its rows."""

    ways: Ways
    lots: Floats
    taken: Floats
    pool: Ways
    price: Floats


def mend(problem: Problem, known: Known, gap: float, clock: Clock, *, thorough: bool = False) -> Outcome:
    """
    Improve a plan of a large problem with whole numbers, and bound all plans of it.

    Parameters
    ----------
    known
        A plan that keeps every rule; what comes back earns no less.
    thorough
        Whether to choose packages, courses and people anew, which takes as long as planning.
    """
    free, points, least = set_aside(problem)
    held = known.taken - least
    if thorough:
        found = settle(free, gap, clock, block_length(free), known.price)
    else:
        found = _goods_anew(free, replace(known, taken=held), gap, clock)
    mine = float(_gain(free, known) + free.choices.gain @ held)
    if mine > found.points:
        found = replace(found, ways=known.ways, lots=known.lots, taken=held, points=mine, bound=max(found.bound, mine))
    found = replace(found, points=found.points + points, bound=found.bound + points, taken=found.taken + least)
    reached = relative_gap(found.points, found.bound)
    return replace(found, status=clock.stopped or ("within the gap" if reached <= gap else "stalled"))


def set_aside(problem: Problem) -> tuple[Problem, float, Floats]:
    """
    Take choices that must be taken out of a problem.

    Returns
    -------
    problem
        The same with what they take and feed counted in its capacities, and no choice that must be taken.
    points
        What they earn.
    least : (choices,)
        How many of each.
    """
    choices, rows = problem.choices, problem.rows
    least = choices.lower
    if not least.any():
        return problem, 0.0, least
    load = choices.matrix @ least
    budgets = rows.shared - rows.budget
    part = replace(
        choices,
        upper=np.maximum(0.0, choices.upper - least),
        capacity=np.maximum(0.0, choices.capacity - load[budgets:]),
        least=None,
    )
    money = np.maximum(0.0, problem.budget_eur - load[:budgets])
    return replace(problem, known=part, budget_eur=money), float(choices.gain @ least), least


def _gain(problem: Problem, known: Known) -> float:
    """Points that the ways of a plan earn, less what they cost."""
    return float(entries(problem, known.ways)[0] @ known.lots) if len(known.ways) else 0.0


def _goods_anew(problem: Problem, known: Known, gap: float, clock: Clock) -> Outcome:
    """Send goods anew for what was chosen, while the bound is proven on the other core."""
    length = block_length(problem)
    coarse = problem.in_blocks(length) if length > 1 else problem
    labels, price = Labels(coarse), averaged(problem, known.price, coarse)
    with ThreadPoolExecutor(1) as other:
        proof = other.submit(prove, coarse, labels, price, gap, clock)
        narrow = narrowed(problem, crewed_again(problem, known.taken, gap))
        engine = fill.engine_of(narrow, clock, 1, float("inf"))
        engine.add(known.pool)
        engine.add(known.ways)
        engine.look(calm(engine.problem, restated(known.price, problem, narrow.problem)), 2)
        fill.improve(engine, gap, "filling", MASTERS)
        rounding = Whole(engine, gap * SHARE)
        rounding.finish()
        taken = np.zeros(len(problem.choices))
        taken[narrow.column] = rounding.best.x[: engine.known]
        taken = crewed_again(problem, taken, gap)
        bound = proof.result().bound
    return put_together(problem, coarse, price, gap, clock, bound, engine, rounding.best.x, taken, 0)
