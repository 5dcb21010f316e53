"""Training among the choices: course runs, who attends them, and who crews what."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable

import numpy as np

from mainstay.model import Scenario
from mainstay.model.grid import Grid
from mainstay.model.schooling import Pool, Schooling, Seat

from .choices import Draft

DAY = dt.timedelta(days=1)


class School:
    """Writes the choices of training into a draft.

    Parameters
    ----------
    posts
        Skills that requirements wait for: for each requirement and skill the milestones (last days) and the row of each that
        people must feed.
    people
        How many people all packages of each requirement take of each skill.
    """

    def __init__(
        self,
        scenario: Scenario,
        draft: Draft,
        posts: dict[tuple[str, str], list[tuple[dt.date, int]]],
        people: dict[tuple[str, str], float],
    ):
        self.scenario, self.draft, self.posts, self.people = scenario, draft, posts, people
        self.rules = Schooling(scenario)
        self.unit_of = {row.cohort: row.unit for row in scenario.cohorts}
        units = {row.requirement: row.for_unit for row in scenario.requirements}
        self.open_to: dict[str, list[tuple[str, str]]] = defaultdict(list)  # unit -> (requirement, skill)
        for requirement, skill in sorted(posts):
            for unit in [units[requirement]] if units[requirement] else sorted({row.unit for row in scenario.cohorts}):
                self.open_to[unit].append((requirement, skill))
        self.by_start: dict[tuple[str, dt.date], list[tuple[Seat, int]]] = defaultdict(list)
        self.runs: dict[tuple[str, dt.date], int] = {}

    def write(self, on_site: Callable[[str, str, list[dt.date]], tuple[float, list[int]]]) -> None:
        """
        Add all columns and rows.

        ``on_site`` says what a site has of an item: at first, and the columns of what arrived by some days.
        """
        for cohort in self.scenario.cohorts:
            self._people(cohort.cohort)
        self._write_runs()
        self._write_sites()
        self._write_units()
        self._write_equipment(on_site)

    # --- people -----------------------------------------------------------------------------------------------

    def _useful(self, unit: str) -> tuple[set[str], set[str]]:
        """Skills that posts open to a unit need, and those that lead there."""
        asked = {skill for _, skill in self.open_to[unit]}
        leading: set[str] = set()
        while True:
            more = {p for c in self.rules.courses.values() if c.skill in asked | leading for p in c.prerequisites} - leading
            if not more:
                return asked, leading
            leading |= more

    def _wanted(self, unit: str, skill: str, above: frozenset[str] = frozenset()) -> float:
        """People whom the packages open to a unit could ever use with a skill, or with one that it leads to."""
        direct = sum(self.people[post] for post in self.open_to[unit] if post[1] == skill)
        onward = {c.skill for c in self.rules.courses.values() if skill in c.prerequisites} - above - {skill}
        return direct + sum(self._wanted(unit, more, above | {skill}) for more in sorted(onward))

    def _people(self, code: str) -> None:
        """Follow the people of a cohort through the courses that may make them useful."""
        cohort = self.rules.cohorts[code]
        asked, leading = self._useful(cohort.unit)
        trainings = [t for t in sorted(self.rules.trainings) if self.rules.course_of(t).skill in asked | leading]
        origin = self.rules.origin(cohort)
        self.draft.row("people", origin, capacity=float(cohort.people))
        frontier, seen = [origin], {origin}
        while frontier:
            pool = frontier.pop(0)
            self._assign(pool, cohort.unit, float(cohort.people))
            onward = trainings if not pool.taught or pool.taught & leading else []
            for seat in self.rules.attendances(pool, onward):
                self._attend(seat, cohort.unit, float(cohort.people))
                if seat.after not in seen:
                    seen.add(seat.after)
                    frontier.append(seat.after)

    def _attend(self, seat: Seat, unit: str, people: float) -> None:
        """Add the choice of how many take up an attendance: no more than could be used, or than it takes to hold the course."""
        course, runs = self.rules.course_of(seat.training), self.rules.trainings[seat.training].most_runs
        useful = max(self._wanted(unit, course.skill), float(course.least * runs))
        most = min(people, float(course.seats * runs), useful)
        column = self.draft.column("attend", seat, upper=most, whole=True)
        self.draft.put(self.draft.row("people", seat.before), column, 1.0)
        self.draft.put(self.draft.row("people", seat.after), column, -1.0)
        self.by_start[seat.training, seat.start].append((seat, column))

    def _assign(self, pool: Pool, unit: str, people: float) -> None:
        """Add the choices of where the people of a pool may crew."""
        known = self.rules.knows(pool)
        for requirement, skill in self.open_to[unit]:
            if skill not in known:
                continue
            for day, row in self.posts[requirement, skill]:
                if pool.ready <= day and self.rules.fresh(pool, skill, day):
                    column = self.draft.column("crew", pool, requirement, skill, day, upper=people, whole=True)
                    self.draft.put(self.draft.row("people", pool), column, 1.0)
                    self.draft.put(row, column, -1.0)

    # --- runs -------------------------------------------------------------------------------------------------

    def _write_runs(self) -> None:
        """Tie attendances to whole runs."""
        for (code, start), seats in sorted(self.by_start.items()):
            course = self.rules.course_of(code)
            run = self.draft.column("run", code, start, upper=float(self.rules.trainings[code].most_runs), whole=True)
            self.runs[code, start] = run
            most = self.draft.row("run seats", code, start)
            self.draft.put(most, run, -float(course.seats))
            for seat, column in seats:
                self.draft.put(most, column, 1.0)
                # implied by whole runs, and worth much where runs are not yet whole
                if self.draft.upper[column] < course.seats:
                    held = self.draft.row("run held", seat)
                    self.draft.put(held, column, 1.0)
                    self.draft.put(held, run, -self.draft.upper[column])
            if course.least > 0:
                least = self.draft.row("run least", code, start)
                self.draft.put(least, run, float(course.least))
                for _, column in seats:
                    self.draft.put(least, column, -1.0)

    def _write_sites(self) -> None:
        """Limit people and instructors of each site on each day."""
        for site in sorted(self.rules.sites):
            stays: list[tuple[dt.date, dt.date, int, float, int]] = []
            for (code, start), run in self.runs.items():
                if self.rules.trainings[code].site != site:
                    continue
                course = self.rules.course_of(code)
                end = start + (course.days - 1) * DAY
                stays += [(start, end, column, 1.0, 0) for _, column in self.by_start[code, start]]
                if course.instructors:
                    stays.append((start, end, run, float(course.instructors), 1))
            for kind, name in enumerate(("seats", "instructors")):
                mine = [(a, b, column, takes) for a, b, column, takes, of in stays if of == kind]
                self._limit(name, site, mine, lambda day, k=kind, s=site: float(self.rules.in_force(s, day)[k]))  # type: ignore[misc]

    def _write_units(self) -> None:
        """Limit how many of a unit are away on each day."""
        for unit in self.scenario.units:
            mine = [
                (seat.leaves, seat.after.ready, column, 1.0)
                for seats in self.by_start.values()
                for seat, column in seats
                if self.unit_of[seat.before.cohort] == unit.unit
            ]
            room = unit.away_share * unit.people
            self._limit("away", unit.unit, mine, lambda _, room=room: room)  # type: ignore[misc]

    def _limit(
        self,
        name: str,
        code: str,
        stays: list[tuple[dt.date, dt.date, int, float]],
        room: Callable[[dt.date], float],
    ) -> None:
        """
        Add a row for each day on which something is taken.

        Of days that say the same, and of those that say less, one stands for all.
        """
        if not stays:
            return
        rows: dict[frozenset[tuple[int, float]], tuple[float, dt.date]] = {}
        day, end = min(a for a, *_ in stays), max(b for _, b, *_ in stays)
        while day <= end:
            taking = frozenset((column, takes) for a, b, column, takes in stays if a <= day <= b)
            limit = room(day)
            if taking and (taking not in rows or limit < rows[taking][0]):
                rows[taking] = (limit, day)
            day += DAY
        for taking, (limit, on) in sorted(rows.items(), key=lambda item: item[1][1]):
            if any(taking < other and limit >= stricter for other, (stricter, _) in rows.items()):
                continue
            row = self.draft.row(name, code, on, capacity=limit)
            for column, takes in sorted(taking):
                self.draft.put(row, column, takes)

    def _write_equipment(self, on_site: Callable[[str, str, list[dt.date]], tuple[float, list[int]]]) -> None:
        """Limit runs under way by the equipment on site, on each day on which one starts."""
        users: dict[tuple[str, str], list[tuple[dt.date, dt.date, float, int]]] = defaultdict(list)
        for (code, start), run in self.runs.items():
            course = self.rules.course_of(code)
            if course.item and course.item_quantity > 0:
                end = start + (course.days - 1) * DAY
                users[self.rules.trainings[code].site, course.item].append((start, end, course.item_quantity, run))
        for (site, item), mine in sorted(users.items()):
            days = sorted({start for start, *_ in mine})
            opening, stocked = on_site(site, item, days)
            for day, arrived in zip(days, stocked, strict=True):
                row = self.draft.row("equipment", site, item, day, capacity=opening)
                for start, end, takes, run in mine:
                    if start <= day <= end:
                        self.draft.put(row, run, takes)
                if arrived >= 0:
                    self.draft.put(row, arrived, -1.0)


def last_before(grid: Grid, day: dt.date) -> int:
    """Last period whose last day is not after a day; -1 if none."""
    ends = np.array([grid.last_day(t) <= day for t in range(grid.periods)])
    return int(ends.sum()) - 1
