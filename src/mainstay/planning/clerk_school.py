"""Training by the spreadsheet rule: cohorts are enrolled first come, first served, whatever equipment will be there."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from mainstay.model import Attendance, Requirement, Scenario, TrainingRun
from mainstay.model.schooling import Pool, Schooling, Seat

DAY = dt.timedelta(days=1)


@dataclass(eq=False)
class Group:
    """People of one attendance, or of a cohort, how many are free, and the day on which they were ready with each skill."""

    pool: Pool
    attendance: str
    people: int
    learnt: Mapping[str, dt.date] = field(default_factory=dict)


@dataclass(frozen=True)
class Chain:
    """Courses in a row for so many people of a group."""

    group: Group
    seats: tuple[Seat, ...]
    people: int

    @property
    def after(self) -> Pool:
        """People after the last course."""
        return self.seats[-1].after


class Enrolment:
    """Who attends what, and for which requirement.

    Parameters
    ----------
    gear
        How much of an item there is at a site on a day: ``gear(site, item, day)``.
    """

    def __init__(self, scenario: Scenario, gear: Callable[[str, str, dt.date], float]):
        self.rules, self.gear = Schooling(scenario), gear
        cohorts = sorted(scenario.cohorts, key=lambda row: row.cohort)
        self.unit = {row.cohort: row.unit for row in cohorts}
        self.groups = [Group(self.rules.origin(row), "", row.people) for row in cohorts]
        self.promised: dict[tuple[str, str], list[tuple[Group, int]]] = defaultdict(list)
        self._may_leave = {row.unit: int(row.away_share * row.people + 1e-9) for row in scenario.units}
        self._teaching: dict[str, list[str]] = defaultdict(list)
        for code in sorted(self.rules.trainings):
            self._teaching[self.rules.course_of(code).skill].append(code)
        self._held: dict[tuple[str, dt.date], tuple[int, int]] = {}  # training and start: parallel runs, people
        self._seated: dict[tuple[str, dt.date], int] = defaultdict(int)
        self._teach: dict[tuple[str, dt.date], int] = defaultdict(int)
        self._away: dict[tuple[str, dt.date], int] = defaultdict(int)
        self._rows: list[tuple[str, Seat, str, int]] = []  # code, seat, after, people

    def serve(self, requirement: Requirement, skill: str, people: int, ends: list[dt.date]) -> None:
        """Promise people with a skill to a requirement: those who know it, then those who can learn it for a milestone."""
        missing = people
        known = [g for g in self._open(requirement) if g.people > 0 and self._useful(g.pool, g.learnt, skill, ends)]
        for group in sorted(known, key=lambda g: g.pool.ready):
            missing -= self._promise(requirement, skill, group, missing)
        while missing > 0 and (chain := self._soonest(requirement, skill, missing, ends)) is not None:
            missing -= self._promise(requirement, skill, self._enrol(chain), missing)

    def _open(self, requirement: Requirement) -> list[Group]:
        """Groups whose unit may have the packages of a requirement."""
        unit = requirement.for_unit
        return [g for g in self.groups if not unit or self.unit[g.pool.cohort] == unit]

    def _promise(self, requirement: Requirement, skill: str, group: Group, most: int) -> int:
        number = min(most, group.people)
        if number > 0:
            group.people -= number
            self.promised[requirement.requirement, skill].append((group, number))
        return number

    def fresh(self, pool: Pool, learnt: Mapping[str, dt.date], skill: str, day: dt.date) -> bool:
        """Whether people know a skill on a day, and it has not faded since they were ready with it."""
        fade = self.rules.fade.get(skill)
        return self.rules.fresh(pool, skill, day) and (
            fade is None or skill not in learnt or (day - learnt[skill]).days <= fade
        )

    def _useful(self, pool: Pool, learnt: Mapping[str, dt.date], skill: str, ends: list[dt.date]) -> bool:
        """Whether people know a skill on the first milestone for which they are ready."""
        day = next((day for day in ends if day >= pool.ready), None)
        return day is not None and self.fresh(pool, learnt, skill, day)

    # --- the soonest courses ------------------------------------------------------------------------------------

    def _soonest(self, requirement: Requirement, skill: str, want: int, ends: list[dt.date]) -> Chain | None:
        """Find the courses after which people are ready first; of equals, those of the first cohort."""
        best: Chain | None = None
        for group in self._open(requirement):
            if group.people > 0 and skill not in self.rules.knows(group.pool):
                chain = self._chain(group, group.pool, group.learnt, skill, want, ends, frozenset())
                if chain and (best is None or chain.after.ready < best.after.ready):
                    best = chain
        return best

    def _chain(
        self,
        group: Group,
        pool: Pool,
        learnt: Mapping[str, dt.date],
        skill: str,
        want: int,
        ends: list[dt.date],
        seeking: frozenset[str],
    ) -> Chain | None:
        """Find the soonest course of a skill for people of a pool, with the courses that they lack for it before."""
        best: Chain | None = None
        for training in self._teaching[skill]:
            before: tuple[Seat, ...] = ()
            now, known, number = pool, learnt, want
            for lacks in sorted(set(self.rules.course_of(training).prerequisites) - self.rules.knows(pool)):
                part = None
                if lacks not in seeking | {skill}:
                    part = self._chain(group, now, known, lacks, number, [], seeking | {skill})
                if part is None:
                    break
                before, number, now = before + part.seats, part.people, part.after
                known = _with(known, part.seats, self.rules)
            else:
                last = self._seat(group, now, known, training, number, ends)
                if last:
                    found = Chain(group, (*before, last[0]), last[1])
                    sooner = best is None or found.after.ready < best.after.ready
                    if sooner and all(self._takes(seat, found.people, found.people)[0] == found.people for seat in before):
                        best = found
        return best

    def _seat(
        self, group: Group, pool: Pool, learnt: Mapping[str, dt.date], training: str, want: int, ends: list[dt.date]
    ) -> tuple[Seat, int] | None:
        """First start of a training that people of a pool can take up, and how many of them; with ``ends``, in time for one."""
        needs = self.rules.course_of(training).prerequisites
        for seat in self.rules.attendances(pool, [training]):
            skill = self.rules.course_of(training).skill
            if ends and not self._useful(seat.after, {}, skill, ends):
                continue
            if all(self.fresh(pool, learnt, lacks, seat.start) for lacks in needs):
                number, _ = self._takes(seat, want, group.people)
                if number > 0:
                    return seat, number
        return None

    # --- room in a course ---------------------------------------------------------------------------------------

    def _takes(self, seat: Seat, want: int, there: int) -> tuple[int, int]:
        """How many may join a course, and how many parallel runs it then has; more than wanted if it takes so many to begin."""
        training, course = self.rules.trainings[seat.training], self.rules.course_of(seat.training)
        runs, people = self._held.get((seat.training, seat.start), (0, 0))
        unit = self.unit[seat.before.cohort]
        lim = min(there, *(self._may_leave[unit] - self._away[unit, day] for day in _days(seat.leaves, seat.after.ready)))
        staff = 10**9
        for day in _days(seat.start, self._end(seat.training, seat.start)):
            seats, instructors = self.rules.in_force(training.site, day)
            lim = min(lim, seats - self._seated[training.site, day])
            staff = min(staff, instructors - self._teach[training.site, day])
            if lim <= 0:
                return 0, runs
        more = training.most_runs - runs
        if course.instructors:
            more = min(more, staff // course.instructors)
        if course.item and course.item_quantity > 0 and more > 0:
            more = min(more, self._equipped(seat))
        best = (0, runs)
        for number in range(runs, runs + max(0, more) + 1):
            joins = min(want, lim, course.seats * number - people)
            if joins > best[0] and people + joins >= course.least * number:
                best = (joins, number)
        if best[0] == 0 and more > 0 and want < course.least * (runs + 1) - people <= lim:
            return course.least * (runs + 1) - people, runs + 1
        return best

    def _equipped(self, seat: Seat) -> int:
        """How many more runs of a course the equipment on site allows from a day on."""
        course, site = self.rules.course_of(seat.training), self.rules.trainings[seat.training].site
        users = [
            (start, self._end(code, start), self.rules.course_of(code).item_quantity * runs)
            for (code, start), (runs, _) in self._held.items()
            if self.rules.trainings[code].site == site and self.rules.course_of(code).item == course.item
        ]
        end = self._end(seat.training, seat.start)
        days = {seat.start, *(start for start, *_ in users if seat.start <= start <= end)}
        free = (
            self.gear(site, course.item, day) - sum(takes for first, last, takes in users if first <= day <= last)
            for day in days
        )
        return int(min(free) / course.item_quantity + 1e-9)

    def _end(self, training: str, start: dt.date) -> dt.date:
        return start + (self.rules.course_of(training).days - 1) * DAY

    def _enrol(self, chain: Chain) -> Group:
        """Enrol the people of a chain in its courses; they are free afterwards."""
        group, number = chain.group, chain.people
        for seat in chain.seats:
            joins, runs = self._takes(seat, number, number)
            assert joins == number
            training, course = self.rules.trainings[seat.training], self.rules.course_of(seat.training)
            before, people = self._held.get((seat.training, seat.start), (0, 0))
            self._held[seat.training, seat.start] = (runs, people + number)
            for day in _days(seat.start, self._end(seat.training, seat.start)):
                self._seated[training.site, day] += number
                self._teach[training.site, day] += course.instructors * (runs - before)
            for day in _days(seat.leaves, seat.after.ready):
                self._away[self.unit[seat.before.cohort], day] += number
            code = f"A-{len(self._rows) + 1:04d}"
            self._rows.append((code, seat, group.attendance, number))
            group.people -= number
            group = Group(seat.after, code, number, _with(group.learnt, (seat,), self.rules))
            self.groups.append(group)
        return group

    # --- records ------------------------------------------------------------------------------------------------

    def tables(self) -> tuple[tuple[TrainingRun, ...], tuple[Attendance, ...]]:
        """Write the runs that are held, in the order of their start, and who attends them."""
        code_of = {key: f"T-{n:04d}" for n, key in enumerate(sorted(self._held, key=lambda key: (key[1], key[0])), 1)}
        runs = []
        for (code, start), run in code_of.items():
            course, (parallel, people) = self.rules.course_of(code), self._held[code, start]
            runs.append(
                TrainingRun(
                    run=run,
                    training=code,
                    course=course.course,
                    site=self.rules.trainings[code].site,
                    skill=course.skill,
                    starts=start,
                    ends=self._end(code, start),
                    runs=parallel,
                    people=people,
                    seats=parallel * course.seats,
                    instructors=parallel * course.instructors,
                )
            )
        attendances = tuple(
            Attendance(
                attendance=code,
                run=code_of[seat.training, seat.start],
                cohort=seat.before.cohort,
                unit=self.unit[seat.before.cohort],
                skill=self.rules.course_of(seat.training).skill,
                after=after,
                people=people,
                leaves=seat.leaves,
                ready=seat.after.ready,
            )
            for code, seat, after, people in self._rows
        )
        return tuple(runs), attendances


def _with(learnt: Mapping[str, dt.date], seats: tuple[Seat, ...], rules: Schooling) -> dict[str, dt.date]:
    """Skills learnt, with those of some more courses."""
    return {**learnt, **{rules.course_of(seat.training).skill: seat.after.ready for seat in seats}}


def _days(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Yield the days from one to another."""
    for n in range((last - first).days + 1):
        yield first + n * DAY
