"""The grid of a plan, with sums over its periods."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mainstay.model.grid import Grid as Days


class Grid(Days):
    """Equal periods from the first day of the plan; see :class:`mainstay.model.grid.Grid`."""

    def sums(self, per_day: NDArray[np.float64]) -> NDArray[np.float64]:
        """Add up a figure of each day over the periods: (..., days) to (..., periods)."""
        return np.add.reduceat(per_day, np.arange(0, self.days, self.period_days), axis=-1)
