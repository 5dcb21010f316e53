"""A large plan with whole numbers, made good again where something has fallen away: what it chose stays, its goods go anew.

To choose packages, courses and people once more takes a minute; to send goods otherwise for those that are still chosen takes
seconds, and the bound is as good as that of a whole solve.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from . import fill
from .bound import calm
from .clock import Clock
from .columns import entries
from .labels import Labels
from .lattice import NODES, lattice
from .levels import block_length
from .narrow import narrowed
from .onward import averaged
from .outcome import Outcome, relative_gap
from .prices import restated
from .problem import Floats, Problem
from .settle import CHOOSING, LOOSE, SHARE, crewed_again, people, prove, put_together, settle
from .ways import Ways
from .whole import Whole

How = Literal["hold", "choose", "settle"]

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


def mend(problem: Problem, known: Known, gap: float, clock: Clock, how: How = "hold") -> Outcome:
    """
    Improve a plan of a large problem with whole numbers, and bound all plans of it.

    Parameters
    ----------
    known
        A plan that keeps every rule; what comes back earns no less.
    how
        ``hold`` keeps the packages, courses and people of the known plan; ``choose`` chooses them anew at the known prices,
        once; ``settle`` takes as long as planning does.
    """
    if how == "settle":
        found = settle(problem, gap, clock, block_length(problem), known.price)
    else:
        found = _goods_anew(problem, known, gap, clock, choose=how == "choose")
    mine = _gain(problem, known)
    if mine > found.points:
        found = replace(found, ways=known.ways, lots=known.lots, taken=known.taken, points=mine, bound=max(found.bound, mine))
    reached = relative_gap(found.points, found.bound)
    return replace(found, status=clock.stopped or ("within the gap" if reached <= gap else "stalled"))


def _gain(problem: Problem, known: Known) -> float:
    """Points that a plan earns, less what it costs."""
    return float(entries(problem, known.ways)[0] @ known.lots + problem.choices.gain @ known.taken)


def _goods_anew(problem: Problem, known: Known, gap: float, clock: Clock, *, choose: bool) -> Outcome:
    """Send goods anew for what was or is chosen, while the bound is proven on the other core."""
    length = block_length(problem)
    coarse = problem.in_blocks(length) if length > 1 else problem
    labels, price = Labels(coarse), averaged(problem, known.price, coarse)
    with ThreadPoolExecutor(1) as other:
        proof = other.submit(prove, coarse, labels, price, gap, clock)
        if choose:
            left = clock.left()
            chosen = lattice(coarse, labels, price, gap=gap * LOOSE, kinds=CHOOSING, nodes=NODES, time_limit=left)
            taken = people(problem, chosen, gap)
        else:
            taken = crewed_again(problem, known.taken, gap)
        narrow = narrowed(problem, taken)
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
