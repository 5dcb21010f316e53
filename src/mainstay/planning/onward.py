"""On from a plan that is known: its ways, amounts and prices are where a solve begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .approach import approach
from .engine import Engine
from .kept import within_range
from .outcome import Outcome, relative_gap
from .problem import Floats, Problem


def take_up(engine: Engine, known: Outcome, gap: float) -> None:
    """Put what is known of a problem into its engine; a large one without choices goes on by first-order steps from there."""
    engine.enter(known.pool)
    number = engine.enter(known.ways)
    engine.bound, engine.price = known.bound, known.price
    engine.note(known.price)
    start = np.zeros(len(engine.pool))
    np.add.at(start, number, known.lots)
    start[: engine.known] = known.taken
    if not engine.problem.whole:  # else the engine's amounts are of the relaxed problem
        engine.x, engine.points = start, float(engine.pool.gain @ start)
    engine.look(known.price, None if engine.small else 2)
    if not engine.small and not engine.known:
        approach(engine, gap, start=np.concatenate((start, np.zeros(len(engine.pool) - len(start)))))


def suits(known: Outcome, problem: Problem) -> bool:
    """Whether what is known can be a plan of a problem: its amounts, prices and ways are of things that the problem has."""
    sizes = (len(known.price), len(known.taken), len(known.lots))
    fits = sizes == (len(problem.capacity), len(problem.choices), len(known.ways))
    return fits and within_range(known.ways, problem) and within_range(known.pool, problem)


def averaged(problem: Problem, price: Floats, coarse: Problem) -> Floats:
    """Give every block the mean price of its periods: (rows by period,) to (rows by block,)."""
    part = problem.rows.split(price)
    length = np.bincount(coarse.block)
    blocks = [np.zeros((len(part[name]), len(length))) for name in ("link", "node", "gate", "store")]
    for into, name in zip(blocks, ("link", "node", "gate", "store"), strict=True):
        np.add.at(into.T, coarse.block, part[name].T)
    by_block = [(into / length).ravel() for into in blocks]
    out = np.concatenate((part["offer"], part["need"], part["budget"], part["shared"], *by_block))
    out[~np.isfinite(coarse.capacity)] = 0.0
    return out


def better_of(known: Outcome, found: Outcome, gap: float) -> Outcome:
    """Return the plan that earns more, with the lower of the two bounds; on a tie the one found last."""
    plan = known if known.points > found.points else found
    bound = max(plan.points, min(known.bound, found.bound))
    reached, status = relative_gap(plan.points, bound), found.status
    if reached <= max(gap, 1e-9):
        status = "optimal" if reached <= 1e-9 else "within the gap"
    return replace(plan, bound=bound, status=status)
