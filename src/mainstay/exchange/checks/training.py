"""Courses, sites and cohorts: figures that fit together, and trainings that can take place."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

from mainstay.model import Course, Settings, Training

from ..draft import Draft

LENT = ("site", "first_day", "last_day", "seats", "instructors")


def check_training(draft: Draft) -> None:
    """Figures of courses and cohorts fit together; what is taught can be taught, and to somebody."""
    _courses(draft)
    _prerequisites(draft)
    _cohorts(draft)
    _intakes(draft)


def _courses(draft: Draft) -> None:
    courses = draft.tables["courses"]
    for index, row in courses.each("seats", "least"):
        if row.least > row.seats:
            courses.say(index, "least", f"{row.least} is more than the seats of a run, {row.seats}.")
    for index, row in courses.each("item", "item_quantity"):
        if row.item and not row.item_quantity:
            message = f"0, but a run needs '{row.item}' on site. Say how much, or leave the item empty."
            courses.say(index, "item_quantity", message)
        elif row.item_quantity and not row.item:
            courses.say(index, "item", "empty, but item_quantity says that a run needs some of it. Name the item.")


def _prerequisites(draft: Draft) -> None:
    courses, cohorts = draft.tables["courses"], draft.tables["cohorts"]
    complete = courses.whole("skill") and cohorts.whole("skills")
    had = {row.skill for row in courses.rows} | {skill for row in cohorts.rows for skill in row.skills}
    for index, row in courses.each("prerequisites"):
        if row.skill in row.prerequisites and courses.sound(index, "skill"):
            message = f"'{row.skill}' is what the course teaches: who has it does not attend. Take it out."
            courses.say(index, "prerequisites", message)
        for skill in row.prerequisites if complete else ():
            if skill not in had:
                message = (
                    f"no course teaches '{skill}' and no cohort knows it: nobody can attend."
                    f" Add a course to {courses.file}, or the skill to a cohort."
                )
                courses.say(index, "prerequisites", message, blocks=False)


def _cohorts(draft: Draft) -> None:
    cohorts, units = draft.tables["cohorts"], draft.tables["units"]
    strength = {row.unit: (row.people, units.numbers[index]) for index, row in units.each("unit", "people")}
    for index, row in cohorts.each("unit", "people"):
        people, number = strength.get(row.unit, (row.people, 0))
        if row.people > people:
            message = f"{row.people} is more than the people of {row.unit}, {people} ({units.file}, row {number})."
            cohorts.say(index, "people", message)


def _intakes(draft: Draft) -> None:
    """Trainings at sites to which nobody lends seats, or never enough for one run."""
    trainings, intakes, courses = (draft.tables[name] for name in ("trainings", "intakes", "courses"))
    if not intakes.whole("site"):
        return
    lent = {row.site for row in intakes.rows}
    known = {row.course: row for _, row in courses.each("course", "days", "least", "instructors")}
    sized = intakes.whole(*LENT) and draft.settings.sound(0, "start", "days")
    for index, row in trainings.each("site"):
        if row.site not in lent:
            message = f"nobody lends seats to '{row.site}': the training cannot take place. Add a row to {intakes.file}."
            trainings.say(index, "site", message, blocks=False)
            continue
        course = known.get(row.course)
        if sized and course and trainings.sound(index, "first_day", "last_day", "every_days", "course"):
            for column in ("instructors", "seats"):
                if message := _never_enough(draft, row, course, column):
                    trainings.say(index, "site", message, blocks=False)


def _never_enough(draft: Draft, training: Training, course: Course, column: str) -> str:
    """Say that a site has what one run needs in no possible run of a training; empty if it has, or no run fits in the plan."""
    settings: Settings = draft.settings.rows[0]
    needed = course.instructors if column == "instructors" else course.least
    change = [0] * (settings.days + 1)
    for row in draft.tables["intakes"].rows:
        first = max(0, (row.first_day - settings.start).days)
        end = min(settings.days, (row.last_day - settings.start).days + 1)
        if row.site == training.site and first < end:
            change[first] += getattr(row, column)
            change[end] -= getattr(row, column)
    there = list(accumulate(change[:-1]))
    short = [0, *accumulate(int(have < needed) for have in there)]
    starts = [at for at in _starts(training, settings.start, settings.days) if at + course.days <= settings.days]
    if not starts or any(short[at + course.days] == short[at] for at in starts):
        return ""
    best = max(min(there[at : at + course.days]) for at in starts)
    return (
        f"a run of {course.course} needs {needed} {column} at '{training.site}', where there are never more than {best} for"
        f" all of its days: the training cannot take place. Add {column} to {draft.tables['intakes'].file}."
    )


def _starts(training: Training, start: dt.date, days: int) -> range:
    """Days of the plan, counted from 0, on which a training may start."""
    first, last = (training.first_day - start).days, min((training.last_day - start).days, days - 1)
    return range(first if first >= 0 else first % training.every_days, last + 1, training.every_days)
