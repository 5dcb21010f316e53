"""Training: runs start when they are offered, and have the seats, instructors and equipment that they need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from mainstay.model import Problem, Serves, Site

from .calendar import days
from .figures import counted
from .repair import kept
from .school import Run, School
from .written import Written, doubles, over

of_run = partial(Problem, "runs.csv")


def training(plan: Written) -> Iterator[Problem]:
    """Find runs that nobody offers, runs that are too full or too empty, and sites without enough for them."""
    school = School(plan)
    trainings = plan.scenario.by_key("trainings")
    for row, twice, first in doubles(plan.runs, lambda run: run.run):
        yield of_run(row, "run", f"'{twice.run}' stands in row {first} already")
    for row, twice, first in doubles(plan.runs, lambda run: (run.training, run.starts)):
        yield of_run(row, "starts", f"training '{twice.training}' starts on {twice.starts} in row {first} already")
    for row, run in plan.runs:
        if run.training not in trainings:
            yield of_run(row, "training", f"the scenario has no training '{run.training}'")
    for offered in school.runs.values():
        yield from _offered(offered)
        yield from _full(offered, school.people(offered))
    for site in plan.scenario.sites:
        yield from _site(plan, school, site)
        yield from _equipment(plan, school, site)


def _offered(run: Run) -> Iterator[Problem]:
    """It starts on one of the days of its training, no more often than that allows, and its names and figures follow."""
    written, offer, course = run.written, run.training, run.course
    rights = {
        "course": course.course,
        "site": run.site.site,
        "skill": course.skill,
        "ends": run.ends,
        "seats": course.seats * written.runs,
        "instructors": course.instructors * written.runs,
    }
    for column, right in rights.items():
        if (stated := getattr(written, column)) != right:
            yield of_run(run.row, column, f"{stated} is stated, {right} is right for training '{offer.training}'")
    late = (written.starts - offer.first_day).days
    if late < 0 or late % offer.every_days or written.starts > offer.last_day:
        yield of_run(
            run.row,
            "starts",
            f"{written.starts} is no start of '{offer.training}': it starts every {offer.every_days} days from"
            f" {offer.first_day} to {offer.last_day}",
        )
    if not 0 <= written.runs <= offer.most_runs:
        yield of_run(run.row, "runs", f"'{offer.training}' runs {written.runs} times in parallel, of at most {offer.most_runs}")


def _full(run: Run, people: int) -> Iterator[Problem]:
    written, course = run.written, run.course
    if written.people != people:
        yield of_run(run.row, "people", f"{written.people} is stated, {people} attend it")
    for verb, limit, wrong in (
        ("takes at most", course.seats * written.runs, people > course.seats * written.runs),
        ("needs at least", course.least * written.runs, people < course.least * written.runs),
    ):
        if wrong:
            yield of_run(run.row, "people", f"{people} attend run '{written.run}', which {verb} {limit}")


def _site(plan: Written, school: School, site: Site) -> Iterator[Problem]:
    """Seats and instructors in force are enough on each day; the first day on which they are not is told."""
    runs = [run for run in school.runs.values() if run.site is site]
    if not runs:
        return
    told: set[str] = set()
    for day in days(min(run.written.starts for run in runs), max(run.ends for run in runs)):
        there = [run for run in runs if run.under_way(day)]
        force = [row for row in plan.scenario.intakes if row.site == site.site and row.first_day <= day <= row.last_day]
        people, seats = sum(school.people(run) for run in there), sum(row.seats for row in force)
        needed = sum(run.course.instructors * run.written.runs for run in there)
        instructors = sum(row.instructors for row in force)
        for column, load, limit in (("seats", people, seats), ("instructors", needed, instructors)):
            if load > limit and column not in told:
                told.add(column)
                what = "people on course" if column == "seats" else "instructors needed"
                yield of_run(
                    there[0].row,
                    column,
                    f"{load} {what} at '{site.site}' on {day}, {load - limit} more than the {limit} {column} there",
                )


def _equipment(plan: Written, school: School, site: Site) -> Iterator[Problem]:
    """What courses use is there on each start day; of each item the first day on which it is not is told."""
    runs = [run for run in school.runs.values() if run.site is site and run.course.item]
    for item in sorted({run.course.item for run in runs}):
        users = sorted((run for run in runs if run.course.item == item), key=lambda run: (run.written.starts, run.row))
        for run in users:
            day = run.written.starts
            need = sum(other.course.item_quantity * other.written.runs for other in users if other.under_way(day))
            has = kept(plan, item, site.place) + _come(plan, site, item, day)
            if over(need, has):
                yield of_run(
                    run.row,
                    "starts",
                    f"courses at '{site.site}' need {need:g} of '{item}' on {day}, {need - has:g} more than the {has:g} there",
                )
                break


def _come(plan: Written, site: Site, item: str, day: dt.date) -> float:
    key = (Serves.TRAINING, site.site, item)
    return sum(
        counted(plan, shipment)
        for shipment in plan.shipments
        if (shipment.demand.serves, shipment.demand.code, shipment.demand.component) == key and shipment.arrival <= day
    )
