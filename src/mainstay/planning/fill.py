"""Ways for what was chosen: the goods of a large problem, first on blocks of time, then by period.

Most rows of the network can bind in such a problem, and masters that do not know them break them all over: so the masters here
take every row that their columns could fill.
"""

from __future__ import annotations

import numpy as np

from mainstay.solve import Method

from .bound import calm
from .engine import INWARD, Clock, Engine
from .lattice import relaxed
from .narrow import Narrow
from .problem import Floats
from .ways import Ways, moved

BLOCKS_AWAY = (-2, -1, 1, 2, 3, 4)
"""Blocks by which ways are tried earlier (later, if below 0) from the start."""

AWAY = 6
"""Periods at the most by which what the blocks found is moved about."""

MOST = 24_000
"""Columns that a master by period starts with, about: ways are moved about no further than that allows."""

ROUNDS = 8
"""Masters on blocks, and by period, at the most."""

LITTLE = 0.1
"""Share of the gap below which what one master gains on the one before is too little for another."""


def by_blocks(narrow: Narrow, price: Floats, known: Ways | None, clock: Clock, gap: float, length: int, bound: float) -> Engine:
    """
    Fill what was chosen on blocks of so many periods, as if capacity could be used at any time in a block.

    Parameters
    ----------
    price : (rows of the narrow problem by block,)
        Prices of the network to start from.
    known
        Ways found for another choice.
    gap
        Relative gap asked for in all; decides when another master is not worth its time.
    bound
        Points that no plan can exceed, to be told to whoever watches.
    """
    engine = engine_of(narrow, clock, length, bound)
    if known is not None:
        engine.add(known)
    start = relaxed(engine.problem, engine.labels, price)
    if start is not None:
        engine.add(moved(engine.problem, start.ways, 0, tuple(length * away for away in BLOCKS_AWAY)))
        engine.look(calm(engine.problem, start.price), 2)
    improve(engine, gap, "weeks" if length == 7 else "blocks")
    return engine


def by_periods(narrow: Narrow, blocks: Engine, price: Floats, clock: Clock, gap: float, bound: float) -> Engine:
    """
    Fill what was chosen by period, from the ways that blocks found, moved about.

    Parameters
    ----------
    price : (rows of the narrow problem,)
        Those of the blocks, by period.
    gap, bound
        As of :func:`by_blocks`.
    """
    engine = engine_of(narrow, clock, 1, bound)
    ways, _ = blocks.vertex_ways()
    away = min(AWAY, int(max(1, (MOST / max(1, len(ways)) - 1) // 2)))
    engine.add(moved(engine.problem, ways, away))
    engine.look(calm(engine.problem, price), 2)
    improve(engine, gap, "filling")
    return engine


def engine_of(narrow: Narrow, clock: Clock, length: int, bound: float) -> Engine:
    """Return an engine for a problem of goods alone, on blocks of so many periods."""
    engine = Engine(narrow.problem.in_blocks(length) if length > 1 else narrow.problem, clock)
    engine.proven, engine.aside = bound, narrow.aside
    return engine


def improve(engine: Engine, gap: float, stage: str, most: int = ROUNDS) -> None:
    """Solve masters and price in turn until one gains too little on the one before, or there were so many."""
    for _ in range(most):
        before = engine.points
        engine.tight |= engine.can_bind(np.ones(len(engine.pool), dtype=bool))
        price = engine.master(Method.INTERIOR)
        if price is None:
            break
        near = INWARD * engine.price + (1 - INWARD) * price if np.isfinite(engine.bound) else price
        added = engine.look(near, 2) or engine.look(price, 2)
        bound = min(engine.bound - engine.aside, engine.proven)
        if engine.clock.tell(stage, engine.points - engine.aside, bound, always=True) or not added:
            break
        if engine.points - before <= LITTLE * gap * max(1e-12, engine.points - engine.aside):
            break
