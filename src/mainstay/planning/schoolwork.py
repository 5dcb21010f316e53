"""Tasks of training: who goes on which course, who hosts it, and who lends instructors."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from mainstay.model import Scenario, Task, TrainingRun

from .attained import Attained


def schoolwork(scenario: Scenario, attained: Attained) -> list[Task]:
    """Return the tasks of the course runs of a plan: attend, host, lend."""
    courses, sites = scenario.by_key("courses"), scenario.by_key("sites")
    units, cohorts = scenario.by_key("units"), scenario.by_key("cohorts")
    runs = {run.run: run for run in attained.runs}
    out: list[Task] = []
    for row in attained.attendances:
        run, unit = runs[row.run], units[row.unit]
        said = f"{row.people} people of {unit.name} ({row.cohort}) to {courses[run.course].name} at {sites[run.site].name}"
        text = f"{said}, {run.starts} to {run.ends}; back on {row.ready}"
        out.append(
            Task(
                party=unit.party,
                by=row.leaves,
                action="attend",
                item=run.course,
                quantity=float(row.people),
                place=cohorts[row.cohort].place,
                text=text,
            )
        )
    for run in attained.runs:
        site = sites[run.site]
        times = f"{run.runs} times " if run.runs > 1 else ""
        text = f"{times}{courses[run.course].name} at {site.name}, {run.starts} to {run.ends}: {run.people} people"
        out.append(
            Task(
                party=site.party,
                by=run.starts,
                action="host",
                item=run.course,
                quantity=float(run.people),
                place=site.place,
                text=text,
            )
        )
    return out + _lend(scenario, attained)


def _lend(scenario: Scenario, attained: Attained) -> list[Task]:
    """Instructors of each lending party: those that the runs of a site need beyond what the parties before it lend."""
    sites = scenario.by_key("sites")
    at: dict[str, list[TrainingRun]] = defaultdict(list)
    for run in attained.runs:
        if run.instructors:
            at[run.site].append(run)
    most: dict[str, tuple[int, dt.date, dt.date]] = {}
    lends = sorted(scenario.intakes, key=lambda row: row.intake)
    for site, runs in sorted(at.items()):
        day, end = min(run.starts for run in runs), max(run.ends for run in runs)
        while day <= end:
            needed = sum(run.instructors for run in runs if run.starts <= day <= run.ends)
            for row in lends:
                if row.site == site and row.instructors and row.first_day <= day <= row.last_day and needed > 0:
                    part = min(needed, row.instructors)
                    needed -= part
                    number, first, _ = most.get(row.intake, (0, day, day))
                    most[row.intake] = (max(number, part), first, day)
            day += dt.timedelta(days=1)
    out = []
    for row in lends:
        if row.intake in most:
            number, first, last = most[row.intake]
            text = f"up to {number} instructors to {sites[row.site].name}, {first} to {last}"
            place = sites[row.site].place
            out.append(Task(party=row.party, by=first, action="lend", quantity=float(number), place=place, text=text))
    return out
