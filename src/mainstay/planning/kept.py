"""What a solve found, kept beside its plan for questions asked later."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from .engine import Outcome

FILE = "start.npz"
"""Ways, prices and choices of a solve, in a plan folder."""


def keep(outcome: Outcome, folder: Path) -> Path:
    """Write what a solve found beside its plan: the pool of its ways, the pairs of those used, prices, and choices taken."""
    pool, file = outcome.pool, folder / FILE
    longest = int(pool.legs.max(initial=1))
    small = {name: getattr(pool, name).astype(np.int32) for name in ("pair", "begins", "arrives", "legs")}
    with file.open("wb") as stream:
        np.savez_compressed(
            stream,
            **small,
            link=pool.link[:, :longest].astype(np.int16),
            leaves=pool.leaves[:, :longest].astype(np.int16),
            price=outcome.price,
            used=outcome.ways.pair.astype(np.int32),
            taken=outcome.taken,
        )
    return file
