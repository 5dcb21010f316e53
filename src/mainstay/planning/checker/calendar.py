"""Days, periods and steps of a plan."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass

from mainstay.model import Requirement

ROUNDING_H = 1e-6
"""Hours too many that are rounding."""


@dataclass(frozen=True)
class Calendar:
    """Days, periods and steps of a plan."""

    start: dt.date
    days: int
    period_days: int
    step_days: int

    @property
    def last(self) -> dt.date:
        """Last day of the plan."""
        return self.start + dt.timedelta(days=self.days - 1)

    def period(self, day: dt.date) -> int | None:
        """Period that holds a day; None outside the plan."""
        offset = (day - self.start).days
        return offset // self.period_days if 0 <= offset < self.days else None

    def begins(self, period: int) -> dt.date:
        """First day of a period."""
        return self.start + dt.timedelta(days=period * self.period_days)

    def ends(self, period: int) -> dt.date:
        """Last day of a period; the last period ends with the plan."""
        return self.start + dt.timedelta(days=min((period + 1) * self.period_days, self.days) - 1)

    def days_of(self, period: int) -> list[dt.date]:
        """All days of a period."""
        return days(self.begins(period), self.ends(period))

    def lead(self, hours: float) -> int:
        """Periods that a way of so many hours takes, at least one; a millionth of an hour too many is rounding."""
        return max(1, math.ceil((hours - ROUNDING_H) / (24 * self.period_days)))

    def last_beginning_by(self, day: dt.date) -> int:
        """Last period of the plan whose first day is ``day`` or earlier; -1 if none is."""
        offset = min((day - self.start).days, self.days - 1)
        return offset // self.period_days if offset >= 0 else -1

    def last_over_by(self, day: dt.date) -> int:
        """Last period of the plan whose last day is ``day`` or earlier; negative if none is."""
        if day >= self.last:
            return (self.days - 1) // self.period_days
        return ((day - self.start).days + 1) // self.period_days - 1

    def milestones(self, requirement: Requirement) -> list[int]:
        """Periods at whose end packages of a requirement may come into service."""
        out: list[int] = []
        day, last = requirement.due, self.last_over_by(self.last)
        while True:
            period = self.last_over_by(day)
            if period >= 0 and period not in out:
                out.append(period)
            day += dt.timedelta(days=self.step_days)
            if day >= requirement.latest_useful or period == last:
                return out

    @property
    def steps(self) -> range:
        """Numbers of the steps."""
        return range(math.ceil(self.days / self.step_days))

    def step(self, day: dt.date) -> int:
        """Step that holds a day of the plan."""
        return (day - self.start).days // self.step_days

    def step_begins(self, step: int) -> dt.date:
        """First day of a step."""
        return self.start + dt.timedelta(days=step * self.step_days)

    def step_ends(self, step: int) -> dt.date:
        """Last day of a step; the last step ends with the plan. Steps before and after the plan have their full length."""
        end = self.step_begins(step + 1) - dt.timedelta(days=1)
        return min(end, self.last) if step in self.steps else end


def days(first: dt.date, last: dt.date) -> list[dt.date]:
    """All days from the first to the last, both counted."""
    return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
