"""Training as a plan has it: seats taken by site and week, and what runs when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario, Site, TrainingRun

from .axis import WEEK, columns


@dataclass(frozen=True)
class SiteWeek:
    """Seats of a site in one column of a calendar, in seat-days.

    Attributes
    ----------
    first, last
        Days of the column.
    taken, in_force
        Seat-days on which somebody is on course, and of the intakes in force.
    peak
        Most people on course on one day.
    """

    first: dt.date
    last: dt.date
    taken: int
    in_force: int
    peak: int

    @property
    def share(self) -> float | None:
        """Taken of in force; None where nothing is in force."""
        return self.taken / self.in_force if self.in_force else None


@dataclass(frozen=True)
class SiteCalendar:
    """A training site in a plan: its weeks and the runs of each course."""

    site: Site | None
    code: str
    weeks: tuple[SiteWeek, ...]
    courses: tuple[tuple[str, tuple[TrainingRun, ...]], ...]

    @property
    def people(self) -> int:
        """People on its courses, each counted once for a course."""
        return sum(run.people for _, runs in self.courses for run in runs)

    @property
    def runs(self) -> int:
        """Runs, parallel ones counted each."""
        return sum(run.runs for _, runs in self.courses for run in runs)


def site_calendars(plan: AnyPlan, scenario: Scenario) -> tuple[SiteCalendar, ...]:
    """Return the calendar of every site at which something runs, those with most people first."""
    sites = scenario.by_key("sites")
    runs: dict[str, dict[str, list[TrainingRun]]] = defaultdict(lambda: defaultdict(list))
    for run in plan.tables.runs:
        runs[run.site][run.course].append(run)
    spans = columns(scenario, WEEK)
    out = []
    for code, courses in runs.items():
        every = [run for mine in courses.values() for run in mine]
        ordered = sorted(courses.items(), key=lambda entry: (min(run.starts for run in entry[1]), entry[0]))
        out.append(
            SiteCalendar(
                sites.get(code),
                code,
                tuple(_week(scenario, code, every, first, last) for first, last in spans),
                tuple((course, tuple(sorted(mine, key=lambda run: (run.starts, run.run)))) for course, mine in ordered),
            )
        )
    return tuple(sorted(out, key=lambda site: (-site.people, site.code)))


def _week(scenario: Scenario, site: str, runs: list[TrainingRun], first: dt.date, last: dt.date) -> SiteWeek:
    days = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    taken = [sum(run.people for run in runs if run.starts <= day <= run.ends) for day in days]
    in_force = sum(seats_in_force(scenario, site, day) for day in days)
    return SiteWeek(first, last, sum(taken), in_force, max(taken))


def seats_in_force(scenario: Scenario, site: str, day: dt.date) -> int:
    """Seats of the intakes of a site that are in force on a day."""
    return sum(row.seats for row in scenario.intakes if row.site == site and row.first_day <= day <= row.last_day)


def packed(runs: tuple[TrainingRun, ...]) -> list[tuple[int, TrainingRun]]:
    """Give each run, in order of its start, the first line on which it overlaps none before it."""
    free: list[dt.date] = []
    out = []
    for run in runs:
        line = next((at for at, day in enumerate(free) if day < run.starts), len(free))
        free[line : line + 1] = [run.ends]
        out.append((line, run))
    return out
