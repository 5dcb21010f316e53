"""Large problems, from the dual phase to the gap: first-order steps, a plan made of them, and a pricing, in turn.

An interior point on a master of thirty thousand columns takes as long as thousands of first-order steps, and starts afresh
each time. Here the steps go on from where the last ones were while columns come in, and every round gives a plan and a bound.
"""

from __future__ import annotations

import numpy as np

from mainstay.solve import Saddle

from .bound import best_of_offer
from .engine import Engine, relative_gap
from .problem import Floats

STEPS, LONGER, MOST = 100, 1.05, 1000
"""Steps of the first round, how many times as many each next one has, and how many at the most."""

POOR = 0.3
"""Share of its gain that a column may lose at the prices and still be taken."""

NEW = 4
"""Ways that a pricing adds for each offer and for each requirement."""

PATIENCE, BETTER = 12, 0.8
"""Rounds in which the gap must fall to this share; otherwise other means are called for."""


def approach(engine: Engine, gap: float, stage: str = "steps", *, start: Floats | None = None) -> None:
    """
    Bring a problem without choices to a relative gap, or as near to it as these steps go in reasonable time.

    Parameters
    ----------
    start : (columns of the pool,)
        Amounts to start from; ``None``: none.
    """
    problem, pool = engine.problem, engine.pool
    price = (engine.price if engine.last is None else engine.last).copy()
    profit, _, _ = engine.labels.best(engine.labels.prices(price))
    price[: problem.offers] = np.maximum(0.0, best_of_offer(problem, profit))
    saddle = Saddle(pool, price, start)
    steps, gaps = float(STEPS), [relative_gap(engine.points, engine.bound)]
    while len(pool):
        room = saddle.room()
        good = (pool.worths(saddle.price) > -POOR * np.abs(pool.gain)) | (saddle.x > 0)
        saddle.advance(good & (room > 0), int(steps))
        steps = min(MOST, steps * LONGER)
        x = saddle.repaired()
        points = float(pool.gain @ x)
        if points > engine.points:
            engine.points, engine.x = points, x
        engine.look(saddle.price, NEW)
        engine.last = saddle.price.copy()
        engine.rounds += 1
        engine.keep()
        gaps.append(relative_gap(engine.points, engine.bound))
        if engine.clock.tell(stage, engine.points, engine.bound, always=True) or gaps[-1] <= gap:
            break
        if len(gaps) > PATIENCE and gaps[-1] > BETTER * gaps[-1 - PATIENCE]:
            break
    engine.note(saddle.price)
    engine.stepped = True
