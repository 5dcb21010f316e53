"""The last steps of a solve: few consignments, and cargo that arrives sooner where that costs nothing."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from mainstay.solve import Method

from .columns import entries
from .engine import SHRUNK, Engine
from .problem import Bools, Floats
from .ways import Ways, moved, shifted

Longs = NDArray[np.int64]

TRIFLE = 2e-5
"""Share of its points that a way pays at the most for arriving late, when plans that earn the same are told apart."""

EARLIER = (1, 2, 3, 5, 8, 13, 21, 34, 55)
"""Periods by which ways are tried earlier."""

CROSSED = 17_000
"""Ways in a plan up to which it is brought to a vertex; beyond, that takes longer than all before."""

SISTERS = 20_000
"""Ways and earlier sisters up to which a master settles who goes earlier; beyond, one way is moved after the other."""


def to_vertex(engine: Engine) -> None:
    """End at a vertex, so that a plan has few consignments; never for a worse one."""
    if not len(engine.pool) or engine.clock.stopped == "solver failed":
        return
    columns = engine.promising()
    if engine.stepped:  # a plan made of steps is nearly the best there is, so the best of its own ways will do
        columns = engine.x > 0
        if columns.sum() > CROSSED:
            return
    best, amounts = engine.points, engine.x
    engine.points = -1.0
    engine.tight |= engine.can_bind(columns)
    failed = engine.master(Method.CROSSOVER, columns) is None
    if failed or engine.points < best * (1 - SHRUNK):
        engine.points, engine.x = best, amounts


def hasten(engine: Engine) -> None:
    """
    Of plans that earn the same, take one whose cargo arrives sooner, as far as the ways found and their earlier sisters go.

    Arrival by the due day earns the same whenever it is, so a master has no reason to hurry; here each way pays a trifle for
    its day of arrival. The trifle never costs more than ``TRIFLE`` of the points.
    """
    if engine.small or not len(engine.pool) or engine.clock.stopped:
        return
    carries = np.flatnonzero(engine.x > 0)
    carries = carries[carries >= engine.known]
    ways = engine.all_ways().take((carries - engine.known).astype(np.int32))
    if len(ways) * (1 + len(EARLIER)) > SISTERS:
        _one_by_one(engine, carries, ways)
        return
    engine.add(moved(engine.problem, ways, 0, EARLIER))
    columns = (engine.x > 0) | (engine.asked >= engine.rounds)
    engine.tight |= engine.can_bind(columns)
    late = np.concatenate((np.zeros(engine.known), engine.all_ways().arrives / engine.problem.network.periods))
    gain = engine.pool.gain * (1 - TRIFLE * late)
    _, x, _ = engine.pool.master(engine.tight, columns, Method.CROSSOVER, gain=gain, time_limit=engine.clock.left())
    x = engine._within(x, engine.pool.loads(x))
    points = float(engine.pool.gain @ x)
    if points >= engine.points * (1 - TRIFLE):
        engine.points, engine.x = points, x


def _one_by_one(engine: Engine, carries: Longs, ways: Ways) -> None:
    """Move whole ways earlier, as far as there is room beside the others; none earns less by it."""
    problem = engine.problem
    left = problem.capacity - engine.pool.loads(engine.x)
    amount = engine.x[carries]
    chosen = carries.copy()
    for by in reversed(EARLIER):
        stay = np.flatnonzero(chosen == carries).astype(np.int32)
        earlier, fits = shifted(problem, ways.take(stay), -by)
        stay = stay[fits]
        if not len(stay):
            continue
        gain, start, row, value = entries(problem, earlier)
        was, old_start, old_row, old_value = entries(problem, ways.take(stay))
        goes = np.zeros(len(stay), dtype=bool)
        _move(amount[stay], gain >= was, start, row, value, old_start, old_row, old_value, left, goes)
        if goes.any():
            chosen[stay[goes]] = engine.enter(earlier.take(goes))
    engine.x[carries] = 0.0
    np.add.at(engine.x, chosen, amount)
    engine.points = float(engine.pool.gain @ engine.x)


@njit(cache=True)
def _move(
    amount: Floats,
    worth_it: Bools,
    start: Longs,
    row: Longs,
    value: Floats,
    old_start: Longs,
    old_row: Longs,
    old_value: Floats,
    left: Floats,
    goes: Bools,
) -> None:
    """Move amounts from old columns to new ones, one after the other, where all of it fits; ``left`` and ``goes`` change."""
    for k in range(len(amount)):
        if not worth_it[k]:
            continue
        for i in range(old_start[k], old_start[k + 1]):
            left[old_row[i]] += old_value[i] * amount[k]
        goes[k] = True
        for i in range(start[k], start[k + 1]):
            left[row[i]] -= value[i] * amount[k]
        for i in range(start[k], start[k + 1]):
            if left[row[i]] < 0.0:
                goes[k] = False
        if not goes[k]:
            for i in range(start[k], start[k + 1]):
                left[row[i]] += value[i] * amount[k]
            for i in range(old_start[k], old_start[k + 1]):
                left[old_row[i]] -= old_value[i] * amount[k]
