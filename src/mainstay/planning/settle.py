"""Large plans in whole numbers: choose as if the network took its prices, then fill what was chosen with ways.

1. At prices of the network, packages, runs, orders and pieces are chosen in whole numbers (:mod:`.lattice`).
2. People are settled for the packages chosen (:mod:`.tidy`), which may cost a few of them.
3. What is left is a problem of goods alone (:mod:`.narrow`). On blocks of time (:mod:`.fill`) it gives prices of the network;
   if it earns far less than was thought when choosing, the choice is made again at these prices.
4. At the prices that came of it, packages and pieces in whole numbers are bounded over all ways, while goods are filled by
   period and what must be whole is rounded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from .bound import calm
from .crowded import crowded, is_small_enough
from .engine import Clock, Engine, Outcome, relative_gap
from .fill import by_blocks, by_periods
from .labels import Labels
from .lattice import BOUNDING, NODES, Lattice, lattice, relaxed, relaxed_bound
from .narrow import Narrow, narrowed
from .onward import averaged
from .prices import expand, restated
from .problem import Floats, Problem
from .tidy import PEOPLE, crewed
from .whole import Whole

CHOOSING = BOUNDING | {"run"}
"""Choices in whole numbers when they are made."""

FEW_NODES = 30
"""Nodes after which a bound with courses in whole numbers is left."""

SHARE = 1 / 3
"""Share of the gap that each of the three stages may take up."""

PROOF = 1 / 5
"""Share of the gap within which the bound is the best at its prices."""

LOOSE = 1.6
"""Gap at which a choice is left, in gaps asked for: what makes it hard is the bound, which is better proven without courses."""

CHOICES = 3
"""How often a choice is made at the most."""


def settle(problem: Problem, gap: float, clock: Clock, length: int, start: Floats | None = None) -> Outcome:
    """
    Solve a large problem with whole numbers to a relative gap, as near as it goes.

    Parameters
    ----------
    length
        Periods of a block of the coarse grid.
    start : (rows,)
        Prices known to be good.
    """
    if is_small_enough(problem):
        return _by_period(problem, gap, clock, start)
    coarse = problem.in_blocks(length) if length > 1 else problem
    labels = Labels(coarse)
    price = np.zeros(len(coarse.capacity)) if start is None else averaged(problem, start, coarse)
    bound = relaxed_bound(coarse, labels, price)
    clock.prove(bound, expand(coarse, price, problem))
    best: Filled | None = None
    for _ in range(CHOICES):
        clock.tell("choosing", 0.0, bound, always=True)
        chosen = lattice(coarse, labels, price, gap=gap * LOOSE, kinds=CHOOSING, nodes=NODES, time_limit=clock.left())
        bound = min(bound, chosen.bound)
        narrow = narrowed(problem, people(problem, chosen, gap))
        known = None if best is None else best.blocks.all_ways()
        blocks = by_blocks(narrow, restated(price, coarse, narrow.problem.in_blocks(length)), known, clock, gap, length, bound)
        now = Filled(narrow, blocks, restated(blocks.price, blocks.problem, coarse))
        best = now if best is None or now.points > best.points else best
        price = min((price, best.price), key=lambda y: relaxed_bound(coarse, labels, y))
        clock.prove(bound, expand(coarse, price, problem))
        if clock.stopped or now.points >= chosen.points * (1 - gap):
            break
    assert best is not None
    with ThreadPoolExecutor(1) as other:
        proof = other.submit(prove, coarse, labels, price, gap, clock)
        fine, taken = _rounded(problem, best, gap, clock, bound)
        rounded = put_together(problem, coarse, price, gap, clock, bound, fine.engine, fine.best.x, taken, best.blocks.rounds)
        clock.better(rounded.points, lambda: rounded)
        bound = min(bound, proof.result().bound)
    told = relaxed(coarse, labels, price)  # what all other rows are worth at these prices
    price = price if told is None else calm(coarse, told.price)
    outcome = put_together(problem, coarse, price, gap, clock, bound, fine.engine, fine.best.x, taken, best.blocks.rounds)
    clock.tell("done", outcome.points, outcome.bound, always=True)
    return outcome


def _by_period(problem: Problem, gap: float, clock: Clock, start: Floats | None) -> Outcome:
    """Solve a problem of few periods, without blocks of time."""
    labels = Labels(problem)
    found = crowded(problem, labels, gap, clock, start)
    engine, price, left = found.engine, found.price, clock.left()
    clock.prove(found.bound, price)
    taken = np.zeros(len(problem.choices))
    taken[found.narrow.column] = engine.x[: engine.known]
    taken = crewed_again(problem, taken, gap)
    rounded = put_together(problem, problem, price, gap, clock, found.bound, engine, engine.x, taken, 0)
    clock.better(rounded.points, lambda: rounded)
    tight, kinds = gap * PROOF, CHOOSING
    proof = lattice(problem, labels, price, gap=tight, kinds=kinds, nodes=FEW_NODES, time_limit=left, search=False)
    told = relaxed(problem, labels, price)
    price = price if told is None else calm(problem, told.price)
    bound = min(found.bound, proof.bound)
    outcome = put_together(problem, problem, price, gap, clock, bound, engine, engine.x, taken, 0)
    clock.tell("done", outcome.points, outcome.bound, always=True)
    return outcome


@dataclass(frozen=True)
class Filled:
    """A choice filled on blocks, and the prices that came of it, for the rows of the whole problem by block."""

    narrow: Narrow
    blocks: Engine
    price: Floats

    @property
    def points(self) -> float:
        """Points earned on blocks."""
        return self.blocks.points - self.narrow.aside


def _rounded(problem: Problem, filled: Filled, gap: float, clock: Clock, bound: float) -> tuple[Whole, Floats]:
    """Fill a choice by period and round it; returns the rounding, and the choices (choices,) of the whole problem."""
    narrow, blocks = filled.narrow, filled.blocks
    fine = by_periods(narrow, blocks, expand(blocks.problem, blocks.price, narrow.problem), clock, gap, bound)
    clock.tell("whole numbers", 0.0, bound, always=True)
    rounding = Whole(fine, gap * SHARE * _earned(fine))
    rounding.finish()
    taken = np.zeros(len(problem.choices))
    taken[narrow.column] = rounding.best.x[: fine.known]
    return rounding, crewed_again(problem, taken, gap)


def put_together(
    problem: Problem,
    coarse: Problem,
    price: Floats,
    gap: float,
    clock: Clock,
    bound: float,
    fine: Engine,
    x: Floats,
    taken: Floats,
    rounds: int,
) -> Outcome:
    """Put together what was found."""
    ways = fine.all_ways()
    lots = np.zeros(len(ways))
    lots[: len(x) - fine.known] = x[fine.known :]
    points = float(fine.pool.gain[fine.known :] @ lots + problem.choices.gain @ taken)
    bound = max(bound, points)
    reached = relative_gap(points, bound)
    status = clock.stopped or ("optimal" if reached <= 1e-9 else "within the gap" if reached <= gap else "stalled")
    carries, dear = lots > 0, fine.worth_keeping()
    by_period = expand(coarse, price, problem)
    known = (fine.rounds + rounds, len(fine.pool), taken)
    return Outcome(ways.take(carries), lots[carries], points, bound, by_period, status, ways.take(dear), *known)


def prove(problem: Problem, labels: Labels, price: Floats, gap: float, clock: Clock) -> Lattice:
    """Bound all plans at some prices."""
    left = clock.left()
    return lattice(problem, labels, price, gap=gap * PROOF, kinds=BOUNDING, nodes=NODES, time_limit=left, search=False)


def _earned(engine: Engine) -> float:
    """Share of an engine's points that is earned, and does not stand for courses held."""
    return max(1e-3, 1 - engine.aside / max(engine.points, 1e-12 + engine.aside))


def people(problem: Problem, chosen: Lattice, gap: float) -> Floats:
    """Settle people for the packages chosen; nobody, where nothing was chosen."""
    if chosen.taken is None:
        return np.zeros(len(problem.choices))
    taken = np.where(problem.choices.whole, np.round(chosen.taken), chosen.taken)
    found = crewed(problem, taken, gap * SHARE)
    return np.zeros(len(problem.choices)) if found is None else found


def crewed_again(problem: Problem, taken: Floats, gap: float) -> Floats:
    """Settle people once more, for what has become of goods: packages without crews are none."""
    kinds = np.array([str(key[0]) for key in problem.choices.what], dtype=np.str_)
    posted = {name[1] for name in problem.choices.row_names if name[0] == "post"}
    mine = np.isin(kinds, PEOPLE)
    mine |= np.array([key[0] == "package" and key[1] in posted for key in problem.choices.what], dtype=bool)
    found = crewed(problem, taken, gap * SHARE, later=False)  # bays are reserved from the days that goods were there
    return np.where(mine, 0.0 if found is None else found, taken)
