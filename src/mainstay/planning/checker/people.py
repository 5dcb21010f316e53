"""People: who attends what can, is away no longer than the unit can spare, and is counted once."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from mainstay.model import Cohort, Problem, Requirement

from .calendar import days
from .school import School, Seats
from .written import Written, doubles, over

MOST_COURSES = 3

of_attendance = partial(Problem, "attendances.csv")
of_assignment = partial(Problem, "assignments.csv")


def people(plan: Written) -> Iterator[Problem]:
    """Find attendances and assignments of people who could not, and more people than there are."""
    school = School(plan)
    yield from _attendance_codes(plan, school)
    for seats in school.seats.values():
        yield from _names(seats)
        yield from _journey(plan, seats)
        yield from _order(school, seats)
        yield from _fit(school, seats)
    yield from _assignments(plan, school)
    yield from _counted(plan, school)
    yield from _away(plan, school)


def _attendance_codes(plan: Written, school: School) -> Iterator[Problem]:
    runs = {run.run for _, run in plan.runs}
    for row, twice, first in doubles(plan.attendances, lambda attendance: attendance.attendance):
        yield of_attendance(row, "attendance", f"'{twice.attendance}' stands in row {first} already")
    for row, attendance in plan.attendances:
        if attendance.run not in runs:
            yield of_attendance(row, "run", f"runs.csv has no run '{attendance.run}'")
        if attendance.cohort not in school.cohorts:
            yield of_attendance(row, "cohort", f"the scenario has no cohort '{attendance.cohort}'")
        if attendance.people < 0:
            yield of_attendance(row, "people", f"{attendance.people} is no number of people: it must be 0 or more")


def _names(seats: Seats) -> Iterator[Problem]:
    rights = {"unit": seats.cohort.unit, "skill": seats.run.course.skill, "leaves": seats.leaves, "ready": seats.ready}
    for column, right in rights.items():
        if seats.travel is not None and (stated := getattr(seats.written, column)) != right:
            yield of_attendance(seats.row, column, f"'{stated}' is stated, '{right}' is right")


def _journey(plan: Written, seats: Seats) -> Iterator[Problem]:
    """Links lead to the site, and they are there from leaving to coming back."""
    cohort, place = seats.cohort, seats.run.site.place
    if seats.travel is None:
        yield of_attendance(seats.row, "run", f"no links lead from '{cohort.place}' to '{place}', where it is")
        return
    first, last = max(cohort.first_day, plan.calendar.start), min(cohort.last_day, plan.calendar.last)
    if seats.leaves < first:
        yield of_attendance(
            seats.row, "leaves", f"cohort '{cohort.cohort}' leaves on {seats.leaves}, but is there from {first} on"
        )
    if seats.ready > last:
        yield of_attendance(seats.row, "ready", f"cohort '{cohort.cohort}' is back on {seats.ready}, but is there until {last}")


def _order(school: School, seats: Seats) -> Iterator[Problem]:
    """It comes after another of the same cohort, from which they are back; three in a row at the most."""
    written = seats.written
    if not written.after:
        return
    before = school.seats.get(written.after)
    behind = school.behind(written.after)
    if before is None:
        yield of_attendance(seats.row, "after", f"there is no attendance '{written.after}'")
    elif seats in behind:
        yield of_attendance(seats.row, "after", f"'{written.attendance}' comes after itself")
    elif before.cohort is not seats.cohort:
        yield of_attendance(seats.row, "after", f"'{written.after}' is one of cohort '{before.cohort.cohort}'")
    elif before.ready >= seats.leaves:
        yield of_attendance(
            seats.row,
            "after",
            f"they are back from '{written.after}' on {before.ready}, not before they leave on {seats.leaves}",
        )
    elif len(behind) >= MOST_COURSES:
        yield of_attendance(
            seats.row, "after", f"'{written.attendance}' is course {len(behind) + 1} in a row, of at most {MOST_COURSES}"
        )


def _fit(school: School, seats: Seats) -> Iterator[Problem]:
    """They understand the language, know what the course asks for, and not yet what it teaches."""
    cohort, course, offer = seats.cohort, seats.run.course, seats.run.training
    if offer.languages and not offer.interpreters and not set(offer.languages) & set(cohort.languages):
        languages = "; ".join(offer.languages)
        yield of_attendance(seats.row, "cohort", f"cohort '{cohort.cohort}' speaks none of {languages}")
    behind = school.behind(seats.written.after)
    if seats in behind:
        return  # told already: what they know cannot be told
    known = school.known(cohort, behind)
    if course.skill in known:
        yield of_attendance(seats.row, "skill", f"they know skill '{course.skill}' already")
    for skill in course.prerequisites:
        if skill not in known:
            yield of_attendance(
                seats.row, "skill", f"course '{course.course}' asks for skill '{skill}', which they do not know"
            )
        elif faded := school.faded(skill, known[skill], seats.run.written.starts):
            yield of_attendance(seats.row, "skill", faded)


def _assignments(plan: Written, school: School) -> Iterator[Problem]:
    """Who is assigned knows the skill, is ready on the day, and belongs to the unit that is to have the package."""
    for row, twice, first in doubles(plan.assignments, lambda assignment: assignment.assignment):
        yield of_assignment(row, "assignment", f"'{twice.assignment}' stands in row {first} already")
    for row, written in plan.assignments:
        told = partial(of_assignment, row)
        if written.people < 0:
            yield told("people", f"{written.people} is no number of people: it must be 0 or more")
        requirement, cohort = plan.requirements.get(written.requirement), school.cohorts.get(written.cohort)
        seats = school.seats.get(written.attendance)
        if requirement is None:
            yield told("requirement", f"the scenario has no requirement '{written.requirement}'")
        elif written.day not in _milestones(plan, requirement):
            yield told("day", f"{written.day} is no milestone of requirement '{written.requirement}'")
        if cohort is None:
            yield told("cohort", f"the scenario has no cohort '{written.cohort}'")
        if written.attendance and seats is None:
            yield told("attendance", f"there is no attendance '{written.attendance}'")
        if cohort is None or (written.attendance and seats is None):
            continue
        if seats and seats.cohort is not cohort:
            yield told(
                "cohort", f"'{written.cohort}' is not that of attendance '{written.attendance}', '{seats.cohort.cohort}'"
            )
            continue
        if written.unit != cohort.unit:
            yield told("unit", f"'{written.unit}' is not that of cohort '{cohort.cohort}', '{cohort.unit}'")
        if requirement and requirement.for_unit and cohort.unit != requirement.for_unit:
            yield told("requirement", f"'{requirement.requirement}' is for unit '{requirement.for_unit}', not '{cohort.unit}'")
        ready = seats.ready if seats else cohort.first_day
        if ready > written.day:
            yield told("day", f"they are ready on {ready}, after {written.day}")
        if written.idle_days != (idle := (written.day - ready).days):
            yield told("idle_days", f"{written.idle_days} is stated, {idle} is right")
        known = school.known(cohort, school.behind(written.attendance))
        if written.skill not in known:
            yield told("skill", f"they do not know skill '{written.skill}'")
        elif faded := school.faded(written.skill, known[written.skill], written.day):
            yield told("skill", faded)


def _milestones(plan: Written, requirement: Requirement) -> list[dt.date]:
    """Last days of the periods with a milestone; none for an item."""
    return [plan.calendar.ends(period) for period in plan.calendar.milestones(requirement)] if requirement.package else []


def _counted(plan: Written, school: School) -> Iterator[Problem]:
    """No more people leave a cohort or an attendance than there are in it."""
    drawn: dict[tuple[str, str], int] = defaultdict(int)
    last: dict[tuple[str, str], partial[Problem]] = {}
    rows = [
        (seats.written.after, seats.written.cohort, seats.written.people, of_attendance, seats.row)
        for seats in school.seats.values()
    ]
    rows += [(row.attendance, row.cohort, row.people, of_assignment, number) for number, row in plan.assignments]
    for out_of, cohort, number, told, row in rows:
        key = (out_of, "") if out_of else ("", cohort)
        drawn[key] += number
        last[key] = partial(told, row, "people")
    for (attendance, code), number in drawn.items():
        source: Seats | Cohort | None = school.seats.get(attendance) if attendance else school.cohorts.get(code)
        if source is None:
            continue  # told already
        has = source.written.people if isinstance(source, Seats) else source.people
        name = f"attendance '{attendance}'" if attendance else f"cohort '{code}'"
        if number > has:
            yield last[attendance, code](f"{number} people come out of {name}, {number - has} more than the {has} in it")


def _away(plan: Written, school: School) -> Iterator[Problem]:
    """No unit has more people away than it may; the first day on which it has is told."""
    for unit in plan.scenario.units:
        gone: dict[dt.date, int] = defaultdict(int)
        row: dict[dt.date, int] = {}
        for seats in school.seats.values():
            if seats.cohort.unit == unit.unit:
                for day in days(seats.leaves, seats.ready):
                    gone[day] += seats.written.people
                    row[day] = seats.row
        limit = unit.away_share * unit.people
        full = sorted(day for day, number in gone.items() if over(number, limit))
        if full:
            day = full[0]
            yield of_attendance(
                row[day], "people", f"{gone[day]} people of unit '{unit.unit}' are away on {day}, of at most {limit:g}"
            )
