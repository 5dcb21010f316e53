"""Course runs of a written plan in arrays: what each needs, who learns in it what they are counted on for later."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Attendance, Serves, TrainingRun
from mainstay.model.schooling import Schooling
from mainstay.planning.build import Case
from mainstay.planning.problem import Floats, Ints
from mainstay.planning.shops import lot_of

NEVER = 1 << 20
"""Day on which what does not fade has faded."""


class School(NamedTuple):
    """Runs by their start, and attendances by the day on which they leave. Days are counted from the first of the plan.

    Attributes
    ----------
    starts, ends : (runs,) days
    need : (runs,)
        Demand for the equipment it needs, or -1 if none could be sent.
    takes : (runs,) lots
        Equipment that it needs; 0 if none.
    lying : (runs,) lots
        Equipment of the kind that lies at the site from the start.
    store : (runs,)
        The same number for runs that share equipment.
    run : (attendances,)
    ready : (attendances,) days
    before, before_start : (...,), (attendances + 1,)
        Earlier attendances that taught what this one presupposes.
    """

    starts: Ints
    ends: Ints
    need: Ints
    takes: Floats
    lying: Floats
    store: Ints
    run: Ints
    ready: Ints
    before: Ints
    before_start: Ints


def school(case: Case, tables: PlanTables) -> School:
    """Put the runs and attendances of a plan into arrays."""
    scenario, start = case.scenario, case.grid.start
    rules, sites = Schooling(scenario), scenario.by_key("sites")
    demand = {(d.of, d.component): n for n, d in enumerate(case.demands) if d.serves == Serves.TRAINING}
    stores: dict[tuple[str, str], int] = {}
    need, takes, lying, store = [], [], [], []
    runs = sorted_runs(tables)
    for run in runs:
        course = rules.courses[run.course]
        lots = lot_of(case.rules.items[course.item]) if course.item else 1.0
        place = sites[run.site].place
        there = sum(s.quantity for s in scenario.stocks if (s.place, s.item) == (place, course.item) and s.per_day <= 0)
        need.append(demand.get((run.site, course.item), -1))
        takes.append(course.item_quantity * run.runs * lots if course.item else 0.0)
        lying.append(there * lots)
        store.append(stores.setdefault((run.site, course.item), len(stores)))
    number = {run.run: i for i, run in enumerate(runs)}
    rows = sorted_attendances(tables)
    of = {row.attendance: i for i, row in enumerate(rows)}
    before: list[int] = []
    before_start = [0]
    for row in rows:
        course = rules.courses[runs[number[row.run]].course]
        asked = set(course.prerequisites) - set(rules.cohorts[row.cohort].skills)
        before += [of[past.attendance] for past in _past(tables, row)[1:] if past.skill in asked]
        before_start.append(len(before))
    return School(
        starts=_ints((run.starts - start).days for run in runs),
        ends=_ints((run.ends - start).days for run in runs),
        need=_ints(need),
        takes=np.array(takes, dtype=np.float64),
        lying=np.array(lying, dtype=np.float64),
        store=_ints(store),
        run=_ints(number[row.run] for row in rows),
        ready=_ints((row.ready - start).days for row in rows),
        before=_ints(before),
        before_start=_ints(before_start),
    )


class Crews(NamedTuple):
    """People assigned to packages; those who lose their skill first stand first.

    Attributes
    ----------
    day : (crews,) days
        From which they are assigned.
    people : (crews,)
    learnt, last : (crews,)
        Attendance that taught the skill, and the one they come from; -1 if they knew it from the start.
    fades, fades_alone : (crews,) days
        Last day on which they know it; and if the attendance they come from does not take place.
    """

    day: Ints
    people: Floats
    learnt: Ints
    last: Ints
    fades: Ints
    fades_alone: Ints


def crews(case: Case, tables: PlanTables) -> dict[tuple[str, str], list[tuple[int, float, int, int, int, int]]]:
    """Rows of :class:`Crews` by requirement and skill, in their order."""
    rules, start = Schooling(case.scenario), case.grid.start
    of = {row.attendance: i for i, row in enumerate(sorted_attendances(tables))}
    rows = {row.attendance: row for row in tables.attendances}
    out: dict[tuple[str, str], list[tuple[int, float, int, int, int, int]]] = {}
    for crew in sorted(tables.assignments, key=lambda row: row.assignment):
        learnt, last, fades, alone = -1, -1, NEVER, NEVER
        if crew.skill not in rules.cohorts[crew.cohort].skills and crew.attendance:
            past = _past(tables, rows[crew.attendance])
            taught = next(row for row in past if row.skill == crew.skill)
            learnt, last = of[taught.attendance], of[crew.attendance]
            keeps = rules.fade.get(crew.skill)
            if keeps is not None:
                fades, alone = ((row.ready - start).days + keeps for row in (past[0], taught))
        entry = ((crew.day - start).days, float(crew.people), learnt, last, fades, alone)
        out.setdefault((crew.requirement, crew.skill), []).append(entry)
    return {key: sorted(group, key=lambda entry: (entry[4], entry[0])) for key, group in out.items()}


def sorted_runs(tables: PlanTables) -> list[TrainingRun]:
    """Runs by their start."""
    return sorted(tables.runs, key=lambda run: (run.starts, run.run))


def sorted_attendances(tables: PlanTables) -> list[Attendance]:
    """Attendances by the day on which they leave."""
    return sorted(tables.attendances, key=lambda row: (row.leaves, row.attendance))


def _past(tables: PlanTables, row: Attendance) -> list[Attendance]:
    """An attendance, and those that its people come from, the latest first."""
    rows = {other.attendance: other for other in tables.attendances} if row.after else {}
    out = [row]
    while out[-1].after:
        out.append(rows[out[-1].after])
    return out


def _ints(numbers: Iterable[int]) -> Ints:
    return np.array(list(numbers), dtype=np.int32)
