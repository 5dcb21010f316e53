"""The rules of training: which days a course takes from whom, and who may attend it. See "Training" in ``docs/rules.md``."""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .scenario import Scenario
from .training import Cohort, Course, Intake, Training

CHAIN = 3
"""Courses in a row that one person attends at the most."""


@dataclass(frozen=True)
class Pool:
    """People of one cohort who know the same and became ready on the same day; with nothing ``taught``, the cohort itself."""

    cohort: str
    taught: frozenset[str]
    ready: dt.date


@dataclass(frozen=True)
class Seat:
    """A possible attendance: out of which pool, in which training from which day, and into which pool."""

    training: str
    start: dt.date
    leaves: dt.date
    before: Pool
    after: Pool


class Schooling:
    """What the rules of training say for one scenario.

    Parameters
    ----------
    scenario
        Tables that hold together; a code that names nothing raises ``KeyError``.
    """

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.first = scenario.settings.start
        self.last = scenario.end - dt.timedelta(days=1)
        self.courses: dict[str, Course] = scenario.by_key("courses")
        self.trainings: dict[str, Training] = scenario.by_key("trainings")
        self.cohorts: dict[str, Cohort] = scenario.by_key("cohorts")
        self.sites = scenario.by_key("sites")
        self.fade: dict[str, int | None] = {row.skill: row.fade_days for row in scenario.skills}
        self._onward: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for link in scenario.links:
            self._onward[link.origin].append((link.destination, link.hours))
        self._hours: dict[str, dict[str, float]] = {}

    def course_of(self, training: str) -> Course:
        """Return the course of a training."""
        return self.courses[self.trainings[training].course]

    def travel(self, origin: str, place: str) -> int | None:
        """Days that people travel from one node to another; None if no links lead there."""
        if origin not in self._hours:
            self._hours[origin] = self._quickest(origin)
        hours = self._hours[origin].get(place)
        return None if hours is None else math.ceil(hours / 24 - 1e-9)

    def _quickest(self, origin: str) -> dict[str, float]:
        """Hours of the quickest paths from a node."""
        known: dict[str, float] = {}
        heap = [(0.0, origin)]
        while heap:
            hours, node = heapq.heappop(heap)
            if node in known:
                continue
            known[node] = hours
            for there, more in self._onward[node]:
                if there not in known:
                    heapq.heappush(heap, (hours + more, there))
        return known

    def starts(self, training: Training) -> Iterator[dt.date]:
        """Yield the days on which a training may start inside the plan."""
        day = training.first_day
        while day <= min(training.last_day, self.last):
            if day >= self.first:
                yield day
            day += dt.timedelta(days=training.every_days)

    def speaks(self, training: Training, cohort: Cohort) -> bool:
        """Whether a cohort can follow a training."""
        return training.interpreters or not training.languages or bool(set(training.languages) & set(cohort.languages))

    def knows(self, pool: Pool) -> frozenset[str]:
        """Skills of the people of a pool."""
        return pool.taught | frozenset(self.cohorts[pool.cohort].skills)

    def fresh(self, pool: Pool, skill: str, day: dt.date) -> bool:
        """Whether people of a pool know a skill on a day, and it has not faded; what they knew from the start does not."""
        if skill in self.cohorts[pool.cohort].skills:
            return True
        days = self.fade.get(skill)
        return skill in pool.taught and (days is None or (day - pool.ready).days <= days)

    def origin(self, cohort: Cohort) -> Pool:
        """Return the pool of a cohort's own people: ready on its first day or the plan's."""
        return Pool(cohort.cohort, frozenset(), max(cohort.first_day, self.first))

    def attendances(self, before: Pool, trainings: Iterable[str]) -> Iterator[Seat]:
        """Yield the attendances that people of a pool may take up next, in these trainings."""
        cohort = self.cohorts[before.cohort]
        if len(before.taught) >= CHAIN:
            return
        known = self.knows(before)
        for code in trainings:
            training, course = self.trainings[code], self.course_of(code)
            if course.skill in known or not set(course.prerequisites) <= known or not self.speaks(training, cohort):
                continue
            travel = self.travel(cohort.place, self.sites[training.site].place)
            if travel is None:
                continue
            for start in self.starts(training):
                leaves = start - dt.timedelta(days=travel)
                ready = start + dt.timedelta(days=course.days - 1 + travel)
                if leaves < max(cohort.first_day, self.first) or ready > min(cohort.last_day, self.last):
                    continue
                if before.taught and leaves <= before.ready:
                    continue
                if all(self.fresh(before, skill, start) for skill in course.prerequisites):
                    yield Seat(code, start, leaves, before, Pool(before.cohort, before.taught | {course.skill}, ready))

    def in_force(self, site: str, day: dt.date) -> tuple[int, int]:
        """Seats and instructors of a site on a day."""
        rows = [row for row in self.scenario.intakes if row.site == site and row.first_day <= day <= row.last_day]
        return _sums(rows)


def _sums(rows: list[Intake]) -> tuple[int, int]:
    """Seats and instructors of some intakes."""
    return sum(row.seats for row in rows), sum(row.instructors for row in rows)
