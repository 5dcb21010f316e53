"""What a solve hands back: a plan in arrays, with its proof."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from .problem import Floats
from .ways import Ways


@dataclass(frozen=True)
class Outcome:
    """A plan in arrays, with its proof.

    Attributes
    ----------
    ways
        Ways that carry something.
    lots : (ways,)
        How much each carries.
    points
        What it earns, less the cost of transport.
    bound
        What no plan can exceed.
    price : (rows,)
        Prices of the last pricing that improved the bound, for whoever wants to start from here.
    status
        ``optimal``, ``within the gap``, ``stalled``, ``time limit``, ``stopped`` or ``solver failed``.
    pool
        The best of all ways found, for whoever wants to start from here.
    rounds, columns
        Masters solved and columns found.
    taken : (choices,)
        How much of each choice the plan takes.
    """

    ways: Ways
    lots: Floats
    points: float
    bound: float
    price: Floats
    status: str
    pool: Ways
    rounds: int
    columns: int
    taken: Floats = field(default_factory=lambda: np.zeros(0))

    @property
    def gap(self) -> float:
        """Relative distance between bound and points; infinity if there is no bound."""
        return relative_gap(self.points, self.bound)


def relative_gap(points: float, bound: float) -> float:
    """Distance between a bound and what is attained, relative to what is attained."""
    if not np.isfinite(bound):
        return float("inf")
    if bound <= 0:
        return 0.0
    return max(0.0, bound - points) / max(points, 1e-9 * bound)
