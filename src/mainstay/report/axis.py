"""The days of a plan along an axis: where a day stands, and which days are named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mainstay.model import Scenario

from .words import Words

MOST_COLUMNS = 30
"""Columns of a calendar that fit beside each other."""
WEEK = 7


@dataclass(frozen=True)
class Axis:
    """Days from ``first`` to ``last`` (both shown whole) between ``left`` and ``right``, points."""

    first: dt.date
    last: dt.date
    left: float
    right: float

    @property
    def per_day(self) -> float:
        """Points a day."""
        return (self.right - self.left) / ((self.last - self.first).days + 1)

    def begin(self, day: dt.date) -> float:
        """Where a day begins; a day outside of the axis stands at its end."""
        return min(max(self.left + self.per_day * (day - self.first).days, self.left), self.right)

    def end(self, day: dt.date) -> float:
        """Where a day ends."""
        return self.begin(day + dt.timedelta(days=1))


def last_day(scenario: Scenario) -> dt.date:
    """Last day of the plan."""
    return scenario.end - dt.timedelta(days=1)


def columns(scenario: Scenario, days: int) -> list[tuple[dt.date, dt.date]]:
    """First and last day of columns of ``days`` days, several times as wide where a plan has more than fit."""
    length = scenario.settings.days
    wide = days * -(-length // (days * MOST_COLUMNS))
    return [
        (
            scenario.settings.start + dt.timedelta(days=at),
            scenario.settings.start + dt.timedelta(days=min(at + wide, length) - 1),
        )
        for at in range(0, length, wide)
    ]


def ticks(first: dt.date, last: dt.date) -> list[dt.date]:
    """Return at most eight days: firsts of months, or weeks or days where the plan is short."""
    length = (last - first).days
    if length > 70:
        firsts = [first + dt.timedelta(days=n) for n in range(length + 1)]
        firsts = [day for day in firsts if day.day == 1]
        step = -(-len(firsts) // 8)
        return firsts[::step]
    step = 1 if length <= 7 else 7 if length <= 56 else 14
    step = max(step, -(-length // 8))
    return [first + dt.timedelta(days=n) for n in range(0, length + 1, step)]


def tick_label(day: dt.date, days: list[dt.date], words: Words) -> tuple[str, str]:
    """Name of a tick, and its year where it is the first of the ticks in that year, else nothing."""
    text = words.day(day)
    if all(each.day == 1 for each in days):
        text = text.split("\N{NO-BREAK SPACE}")[1]
    years = [each.year for each in days]
    return text, str(day.year) if years.index(day.year) == days.index(day) else ""
