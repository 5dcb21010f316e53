"""Runs and attendances with their references resolved, and the days that they take."""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mainstay.model import Attendance, Cohort, Course, Site, Training, TrainingRun

from .calendar import ROUNDING_H
from .written import Written


@dataclass(frozen=True)
class Run:
    """A run whose training exists."""

    row: int
    written: TrainingRun
    training: Training
    course: Course
    site: Site

    @property
    def ends(self) -> dt.date:
        """Last day of the course."""
        return self.written.starts + dt.timedelta(days=self.course.days - 1)

    def under_way(self, day: dt.date) -> bool:
        """Whether the course takes place on a day."""
        return self.written.starts <= day <= self.ends


@dataclass(frozen=True)
class Seats:
    """An attendance whose run and cohort exist; ``travel`` is in days, None if no links lead there.

    The days are those that follow from the run; without a way, those written.
    """

    row: int
    written: Attendance
    run: Run
    cohort: Cohort
    travel: int | None

    @property
    def leaves(self) -> dt.date:
        """Day on which they leave their place."""
        return self.written.leaves if self.travel is None else self.run.written.starts - dt.timedelta(days=self.travel)

    @property
    def ready(self) -> dt.date:
        """Day on which they are back."""
        return self.written.ready if self.travel is None else self.run.ends + dt.timedelta(days=self.travel)


class School:
    """All that a plan says of training, and what it refers to."""

    def __init__(self, plan: Written):
        self.plan = plan
        courses, sites = plan.scenario.by_key("courses"), plan.scenario.by_key("sites")
        trainings: dict[str, Training] = plan.scenario.by_key("trainings")
        self.cohorts: dict[str, Cohort] = plan.scenario.by_key("cohorts")
        self.fade: dict[str, int | None] = {row.skill: row.fade_days for row in plan.scenario.skills}
        self.runs: dict[str, Run] = {}
        for row, run in plan.runs:
            if training := trainings.get(run.training):
                self.runs.setdefault(run.run, Run(row, run, training, courses[training.course], sites[training.site]))
        self._onward: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for link in plan.scenario.links:
            self._onward[link.origin].append((link.destination, link.hours))
        self.seats: dict[str, Seats] = {}
        for row, written in plan.attendances:
            at, cohort = self.runs.get(written.run), self.cohorts.get(written.cohort)
            if at and cohort:
                seats = Seats(row, written, at, cohort, self.travel(cohort.place, at.site.place))
                self.seats.setdefault(written.attendance, seats)

    def travel(self, origin: str, destination: str) -> int | None:
        """Days that people travel by the quickest path over any links; None without a path."""
        heap, seen = [(0.0, origin)], set()
        while heap:
            hours, here = heapq.heappop(heap)
            if here == destination:
                return math.ceil((hours - ROUNDING_H) / 24)
            if here not in seen:
                seen.add(here)
                for there, more in self._onward[here]:
                    heapq.heappush(heap, (hours + more, there))
        return None

    def behind(self, after: str) -> list[Seats]:
        """Attendances that lie behind people of one, with it, the last one first; ends where they repeat."""
        out: list[Seats] = []
        while (seats := self.seats.get(after)) and seats not in out:
            out.append(seats)
            after = seats.written.after
        return out

    def known(self, cohort: Cohort, behind: list[Seats]) -> dict[str, dt.date | None]:
        """Skills of people of a cohort with these attendances behind them, each with the day from which it fades."""
        # what they learnt is kept up by whatever course they come from, so all of it fades from the day on which that was over
        last = behind[0].ready if behind else None
        taught: dict[str, dt.date | None] = {seats.run.course.skill: last for seats in behind}
        return taught | dict.fromkeys(cohort.skills)

    def faded(self, skill: str, learnt: dt.date | None, day: dt.date) -> str:
        """Say how long ago a skill was learnt if it has faded by a day; else nothing."""
        keeps = self.fade.get(skill)
        if learnt is None or keeps is None or (day - learnt).days <= keeps:
            return ""
        return f"skill '{skill}', learnt by {learnt}, keeps {keeps} days: it has faded by {day}"

    def under_way(self, site: str, day: dt.date) -> Iterator[Run]:
        """Runs at a site on a day."""
        yield from (run for run in self.runs.values() if run.site.site == site and run.under_way(day))

    def people(self, run: Run) -> int:
        """People who attend a run."""
        return sum(seats.written.people for seats in self.seats.values() if seats.run is run)
