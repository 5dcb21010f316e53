"""When each part of what packages need is there: goods in place, crews assigned, bays reserved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from mainstay.model import Consignment, CrewRole, Readiness, Requirement, Scenario, Serves

from .attained import Attained
from .record import rounded

ENOUGH = 1 - 1e-6
"""Share of a quantity from which it counts as there."""


def readiness(scenario: Scenario, attained: Attained, consignments: Iterable[Consignment]) -> tuple[Readiness, ...]:
    """Tell for every part of every requirement that asks for packages what is planned, and the days on which it suffices."""
    arrivals: dict[tuple[str, str], list[tuple[dt.date, float]]] = defaultdict(list)
    for row in consignments:
        if row.serves == Serves.COMPONENT:
            arrivals[row.requirement, row.component].append((row.arrives, row.counts_for))
    for booked in attained.reservations:
        arrivals[booked.requirement, booked.component].append((booked.day, booked.bays))
    ready = {row.attendance: row.ready for row in attained.attendances}
    begins = {row.cohort: max(row.first_day, scenario.settings.start) for row in scenario.cohorts}
    for crew in attained.assignments:
        day = ready[crew.attendance] if crew.attendance else begins[crew.cohort]
        arrivals[crew.requirement, crew.skill].append((day, float(crew.people)))
    out: list[Readiness] = []
    for requirement in sorted(scenario.requirements, key=lambda row: row.requirement):
        if requirement.package:
            for part, kind, name, each in _parts(scenario, requirement):
                came = sorted(arrivals[requirement.requirement, part])
                out.append(_row(requirement, part, kind, name, each, came))
    return tuple(out)


def _parts(scenario: Scenario, requirement: Requirement) -> list[tuple[str, str, str, float]]:
    """Code, kind, item or skill, and amount for one package, of all that a package needs."""
    out = [
        (row.component, str(row.kind), row.item, row.quantity)
        for row in sorted(scenario.components, key=lambda row: row.component)
        if row.package == requirement.package
    ]
    people: dict[str, float] = defaultdict(float)
    role: dict[str, CrewRole] = {}
    for row in scenario.crews:
        if row.package == requirement.package:
            people[row.skill] += row.people
            role[row.skill] = CrewRole.CREW if CrewRole.CREW in (row.role, role.get(row.skill)) else row.role
    return out + [(skill, str(role[skill]), skill, number) for skill, number in sorted(people.items())]


def _row(
    requirement: Requirement, part: str, kind: str, name: str, each: float, came: list[tuple[dt.date, float]]
) -> Readiness:
    """Add up what came, and find the days on which it was enough for one package and for all."""
    total, first, last = 0.0, None, None
    for day, amount in came:
        total += amount
        if first is None and total >= each * ENOUGH:
            first = day
        if last is None and total >= each * requirement.quantity * ENOUGH:
            last = day
    return Readiness(
        requirement=requirement.requirement,
        package=requirement.package,
        part=part,
        kind=kind,
        item_or_skill=name,
        asked=rounded(each * requirement.quantity),
        planned=rounded(total),
        first_whole=first,
        all_whole=last,
    )
