"""Days and periods: the grid on which a plan is made."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Self

from .scenario import Settings


@dataclass(frozen=True)
class Grid:
    """Equal periods of ``period_days`` from ``start``; the last one ends with the plan and may be shorter."""

    start: dt.date
    days: int
    period_days: int

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Return the grid of a scenario."""
        return cls(settings.start, settings.days, settings.period_days)

    @property
    def periods(self) -> int:
        """Number of periods."""
        return math.ceil(self.days / self.period_days)

    def first_day(self, period: int) -> dt.date:
        """First day of a period."""
        return self.start + dt.timedelta(days=period * self.period_days)

    def last_day(self, period: int) -> dt.date:
        """Last day of a period."""
        return self.start + dt.timedelta(days=min((period + 1) * self.period_days, self.days) - 1)

    def first_from(self, day: dt.date) -> int:
        """First period that begins on ``day`` or later."""
        return max(0, math.ceil((day - self.start).days / self.period_days))

    def last_until(self, day: dt.date) -> int:
        """Last period that begins on ``day`` or earlier; -1 if none does, the last period if all do."""
        return min(self.periods - 1, math.floor((day - self.start).days / self.period_days))

    def lead(self, hours: float) -> int:
        """Periods between leaving and arriving: at least one, so that what is planned can be done."""
        return max(1, math.ceil(hours / (24 * self.period_days) - 1e-9))
