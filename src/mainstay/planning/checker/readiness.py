"""Readiness: what a plan says of each part of each package follows from what arrives, is assigned and is reserved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from mainstay.model import ComponentKind, CrewRole, Problem, Requirement

from .figures import parts_of
from .packages import arrivals, crews_of
from .school import School
from .written import Written, differ, doubles, over

of_readiness = partial(Problem, "readiness.csv")


@dataclass(frozen=True)
class Part:
    """One part of the packages of a requirement: a component, or people with a skill."""

    package: str
    part: str
    kind: str
    item_or_skill: str
    one: float
    asked: float
    there: list[tuple[dt.date, float]]

    @property
    def planned(self) -> float:
        """What is there in the end."""
        return sum(quantity for _, quantity in self.there)

    def day_of(self, quantity: float) -> dt.date | None:
        """Day on which so much is there; None if it never is."""
        so_far = 0.0
        for day, more in sorted(self.there):
            so_far += more
            if not over(quantity, so_far):
                return day
        return None


def readiness(plan: Written) -> Iterator[Problem]:
    """Find parts of packages of which nothing or something wrong is said."""
    parts = {
        (requirement.requirement, part.part): part
        for requirement in plan.scenario.requirements
        if requirement.package
        for part in _parts(plan, requirement)
    }
    for row, twice, first in doubles(plan.readiness, lambda row: (row.requirement, row.part)):
        yield of_readiness(row, "part", f"part '{twice.part}' of '{twice.requirement}' stands in row {first} already")
    said = set()
    for row, stated in plan.readiness:
        key = (stated.requirement, stated.part)
        said.add(key)
        if stated.requirement not in plan.requirements:
            yield of_readiness(row, "requirement", f"the scenario has no requirement '{stated.requirement}'")
            continue
        if key not in parts:
            yield of_readiness(row, "part", f"'{stated.part}' is no part of what '{stated.requirement}' asks for")
            continue
        part = parts[key]
        for column in ("package", "kind", "item_or_skill"):
            if (name := getattr(stated, column)) != (right := getattr(part, column)):
                yield of_readiness(row, column, f"'{name}' is not that of part '{part.part}', '{right}'")
        for column in ("asked", "planned"):
            if differ(figure := getattr(stated, column), right := getattr(part, column)):
                yield of_readiness(row, column, f"{figure:.9g} is stated, {right:.9g} is right")
        for column, quantity in (("first_whole", part.one), ("all_whole", part.asked)):
            if (day := getattr(stated, column)) != (right := part.day_of(quantity)):
                yield of_readiness(row, column, f"{day or 'no day'} is stated, {right or 'no day'} is right")
    if plan.complete:
        for code, name in parts:
            if (code, name) not in said:
                yield of_readiness(0, "part", f"no row tells of part '{name}' of '{code}'")


def _parts(plan: Written, requirement: Requirement) -> Iterator[Part]:
    code, package = requirement.requirement, requirement.package
    for row in parts_of(plan, requirement):
        if row.kind == ComponentKind.REPAIR_CHAIN:
            there = [(r.day, r.bays) for _, r in plan.reservations if (r.requirement, r.component) == (code, row.component)]
        else:
            there = arrivals(plan, requirement, row.component)
        asked = row.quantity * requirement.quantity
        yield Part(package, row.component, row.kind, row.item, row.quantity, asked, there)
    for skill, people in crews_of(plan, requirement).items():
        roles = {row.role for row in plan.scenario.crews if (row.package, row.skill) == (package, skill)}
        role = CrewRole.CREW if CrewRole.CREW in roles else CrewRole.MAINTAINER
        yield Part(package, skill, role, skill, people, people * requirement.quantity, _ready(plan, code, skill))


def _ready(plan: Written, requirement: str, skill: str) -> list[tuple[dt.date, float]]:
    """Days on which people assigned for a skill were ready for it, and how many."""
    school = School(plan)
    out = []
    for _, row in plan.assignments:
        seats, cohort = school.seats.get(row.attendance), school.cohorts.get(row.cohort)
        day = seats.ready if seats else cohort.first_day if cohort else row.day
        if (row.requirement, row.skill) == (requirement, skill):
            out.append((max(day, plan.calendar.start), float(row.people)))
    return out
