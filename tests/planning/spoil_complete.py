"""Ways of breaking the battery that is given whole, each in one respect, by the plan or by the scenario."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Record, Scenario
from mainstay.planning.checker import check_plan

from .complete import battery, given_whole, row, with_
from .tiny import day

change = msgspec.structs.replace
Case = tuple[Scenario, PlanTables]
Spoil = Callable[[Scenario, PlanTables], Case]
Fault = tuple[Spoil, str, str]
"""How it comes about, the file and column in which it is to be found, and what of the message fits nothing else."""


def assert_found(fault: Fault) -> None:
    """The checker finds this fault, and nothing else."""
    spoil, place, words = fault
    scenario, tables = spoil(battery(), given_whole())
    found = check_plan(scenario, tables.consignments, tables.legs, rest=tables)
    assert [f"{p.file.removesuffix('.csv')} {p.column}" for p in found] == [place], [str(p) for p in found]
    assert words in found[0].message


def said(table: str, number: int, **fields: object) -> Spoil:
    """The plan says something else in one row."""
    return lambda s, t: (s, row(t, table, number, **fields))


def without(table: str, number: int) -> Spoil:
    """The plan lacks one row."""
    return lambda s, t: (s, with_(t, **{table: tuple(r for i, r in enumerate(getattr(t, table)) if i != number)}))


def doubled(table: str, number: int, **fields: object) -> Spoil:
    """The plan has one row again, with some other fields."""

    def spoil(s: Scenario, t: PlanTables) -> Case:
        rows = getattr(t, table)
        return s, with_(t, **{table: (*rows, change(rows[number], **fields))})

    return spoil


def made(table: str, code: str, **fields: object) -> Spoil:
    """The scenario says something else of one row."""
    return lambda s, t: (asked(s, table, code, **fields), t)


def asked(scenario: Scenario, table: str, code: str, **fields: object) -> Scenario:
    rows = getattr(scenario, table)
    return scenario.replace(**{table: tuple(change(r, **fields) if code in key(r) else r for r in rows)})


def key(record: Record) -> tuple[object, ...]:
    return tuple(getattr(record, name) for name in record.__struct_fields__ if isinstance(getattr(record, name), str))


def then(*spoils: Spoil) -> Spoil:
    """Several changes that together are one fault."""

    def spoil(s: Scenario, t: PlanTables) -> Case:
        for one in spoils:
            s, t = one(s, t)
        return s, t

    return spoil


def level(number: int, **fields: float) -> Spoil:
    """Change a step of a stock with all figures that follow from it, in the steps after it too."""

    def spoil(s: Scenario, t: PlanTables) -> Case:
        rows = list(t.stock_levels)
        rows[number] = change(rows[number], **fields)
        for i in range(number, len(rows)):
            if i > number and rows[i].stock != rows[number].stock:
                break
            opening = rows[i - 1].closing if i > number else rows[i].opening
            closing = opening + rows[i].arrived - rows[i].issued - rows[i].expired
            supply = closing / s.by_key("stocks")[rows[i].stock].per_day
            rows[i] = change(rows[i], opening=opening, closing=closing, days_of_supply=supply)
        return s, with_(t, stock_levels=tuple(rows))

    return spoil


def named(**fields: object) -> Spoil:
    """One consignment more, of nothing, that is for something else."""
    return doubled("consignments", 5, consignment="C-9", **fields)


def sent_too(number: int, later: int = 0, **fields: object) -> Spoil:
    """A consignment more of nothing, with its leg, some days later, that may be for something else."""

    def spoil(s: Scenario, t: PlanTables) -> Case:
        like = t.consignments[number]
        leg = next(leg for leg in t.legs if leg.consignment == like.consignment)
        days = {name: getattr(leg, name) + dt.timedelta(days=later) for name in ("departs", "arrives")}
        nothing = dict.fromkeys(("quantity", "counts_for", "mass_t", "points", "transport_eur", "purchase_eur"), 0.0)
        new = change(like, consignment="C-9", **(nothing | days | fields))
        return s, with_(
            t, consignments=(*t.consignments, new), legs=(*t.legs, change(leg, consignment="C-9", mass_t=0.0, **days))
        )

    return spoil


def bare(packages: int) -> Spoil:
    """A requirement more, for one package that needs nothing, of which so many come into service."""

    def spoil(s: Scenario, t: PlanTables) -> Case:
        package, requirement = change(s.packages[0], package="Q", partial_share=0.0), s.requirements[0]
        more = change(requirement, requirement="R2", package="Q", quantity=1.0)
        row = change(
            t.capabilities[0], requirement="R2", package="Q", packages=packages, in_service=packages, points=100.0 * packages
        )
        scenario = s.replace(packages=(*s.packages, package), requirements=(requirement, more))
        return scenario, with_(t, capabilities=(*t.capabilities, row))

    return spoil


def more_intake(s: Scenario, t: PlanTables) -> Case:
    """From day 15 on there are five seats and all instructors."""
    row = change(s.intakes[0], intake="IN-2", first_day=day(15), last_day=day(41), seats=5)
    return s.replace(intakes=(*s.intakes, row)), t


def stranded(s: Scenario, t: PlanTables) -> Case:
    """A cohort at a place without links attends."""
    cohorts = (*s.cohorts, change(s.cohorts[0], cohort="N", place="C2"))
    nodes = (*s.nodes, change(s.nodes[2], node="C2"))
    return doubled("attendances", 0, attendance="AT-3", cohort="N", people=0)(s.replace(cohorts=cohorts, nodes=nodes), t)


def not_back(s: Scenario, t: PlanTables) -> Case:
    """The first course starts a week later, and overlaps with the second; there are seats for both."""
    return then(
        made("intakes", "IN", seats=12, instructors=4),
        made("units", "U", away_share=1.0),
        said("runs", 0, starts=day(9), ends=day(11)),
        said("attendances", 0, leaves=day(7), ready=day(13)),
    )(s, t)


def other_shop(s: Scenario, t: PlanTables) -> Case:
    return s.replace(repairs=(*s.repairs, change(s.repairs[0], repair="V", items=("ROUND",)))), t


def repaired_twice(s: Scenario, t: PlanTables) -> Case:
    """What came out of the shop goes in again, with half the spares each time."""
    again = change(t.legs[2], leg=3, departs=day(4), arrives=day(7))
    on = change(t.legs[3], leg=4, departs=day(7), arrives=day(8))
    tables = with_(t, legs=(*t.legs[:3], again, on, *t.legs[4:]))
    tables = row(row(tables, "consignments", 1, arrives=day(8), transport_eur=4040.0), "readiness", 0, all_whole=day(8))
    return asked(s, "repairs", "W", spares_quantity=0.25), tables


def language(s: Scenario, t: PlanTables) -> Case:
    return asked(s, "cohorts", "H", languages=("fr",)), t


def third_course(s: Scenario, t: PlanTables) -> Case:
    """Four courses in a row, none of which the next needs."""
    skills = ("BASIC", "S2", "S3", "GUNNER")
    course = s.courses[0]
    courses = [change(course, course=f"X{i}", skill=skill, days=1) for i, skill in enumerate(skills)]
    offered = s.trainings[0]
    trainings = [
        change(offered, training=f"T{i}", course=f"X{i}", first_day=day(2 + 5 * i), last_day=day(40)) for i in range(4)
    ]
    runs, attendances, run, attendance = [], [], t.runs[0], t.attendances[0]
    for i, skill in enumerate(skills):
        on = day(2 + 5 * i)
        runs.append(
            change(run, run=f"RUN-{i}", training=f"T{i}", course=f"X{i}", skill=skill, starts=on, ends=on),
        )
        before = f"AT-{i}" if i else ""
        attendances.append(
            change(
                attendance,
                attendance=f"AT-{i + 1}",
                run=f"RUN-{i}",
                skill=skill,
                after=before,
                leaves=day(5 * i),
                ready=day(5 * i + 4),
            )
        )
    assignments = [
        change(a, attendance="AT-4", idle_days=(a.day - day(19)).days) if a.cohort == "H" else a for a in t.assignments
    ]
    scenario = s.replace(courses=tuple(courses), trainings=tuple(trainings))
    without_sim = tuple(c for c in t.consignments if c.consignment != "C-5")
    legs = tuple(leg for leg in t.legs if leg.consignment != "C-5")
    tables = with_(t, runs=tuple(runs), attendances=tuple(attendances), assignments=tuple(assignments))
    tables = row(tables, "readiness", 3, first_whole=day(19), all_whole=day(19))
    return scenario, with_(tables, consignments=without_sim, legs=legs)
