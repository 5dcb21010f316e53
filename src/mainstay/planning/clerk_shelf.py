"""One stock with a rate as the spreadsheet rule sees it: what each step lacks, and how much more the store takes."""

from __future__ import annotations

import math

from mainstay.model import Consignment, Scenario, Stock, StockLevel
from mainstay.model.demands import steps, wanted

from .grid import Grid
from .stock_book import stock_levels

SPECK = 1e-6
"""Share of what a step wants below which nothing is missing."""


class Shelf:
    """Levels of one stock, with all that is on its way."""

    def __init__(self, scenario: Scenario, grid: Grid, stock: Stock):
        self.stock, self.grid = stock, grid
        self.cut = steps(scenario.settings)
        self.wants = wanted(stock, scenario.settings)
        self._alone = scenario.replace(stocks=(stock,))
        self._arrived: list[Consignment] = []
        self._levels: tuple[StockLevel, ...] = stock_levels(self._alone, ())[0]
        self._end_of = [grid.last_day(t) for t in range(grid.periods)]

    def missing(self, k: int) -> float:
        """What a step wants and does not find."""
        short = self.wants[k] - self._levels[k].issued
        return short if short > SPECK * self.wants[k] else 0.0

    def limit(self, k: int) -> int:
        """Last period whose arrivals a step can still issue; -1 if there is none."""
        first = self.cut[k][0]
        return max((t for t, day in enumerate(self._end_of) if day < first), default=-1)

    def early(self, k: int) -> int:
        """First period whose arrivals last until a step."""
        if self.stock.shelf_life_days is None:
            return 0
        last = self.cut[k][1]
        lasting = (a for a in range(k) if (last - self.cut[a][1]).days <= self.stock.shelf_life_days)
        return self._begins(min(lasting, default=k))

    def room(self, t: int, k: int) -> float:
        """How much may arrive in a period for a step, with the ceiling kept at the end of every step between."""
        if self.stock.ceiling is None:
            return math.inf
        between = range(self._step(t), k)
        return max(0.0, min((self.stock.ceiling - self._levels[j].closing for j in between), default=math.inf))

    def later(self, t: int, k: int) -> int:
        """First period after the step, of those between, in which the store is fullest; never before the next period."""
        between = range(self._step(t), k)
        fullest = max(between, key=lambda j: (self._levels[j].closing, j), default=k)
        return max(t + 1, self._begins(fullest + 1))

    def add(self, row: Consignment) -> None:
        """Take note of what is on its way."""
        self._arrived.append(row)
        self._levels = stock_levels(self._alone, self._arrived)[0]

    def _step(self, t: int) -> int:
        return next(k for k, (_, last) in enumerate(self.cut) if self._end_of[t] <= last)

    def _begins(self, k: int) -> int:
        """First period that ends in a step or after it."""
        if k >= len(self.cut):
            return self.grid.periods
        return next((t for t, day in enumerate(self._end_of) if day >= self.cut[k][0]), self.grid.periods)
