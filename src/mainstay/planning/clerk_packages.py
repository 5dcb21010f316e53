"""Packages counted at the end of the spreadsheet rule: whole where goods, crews and bays happen to be there together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence

from mainstay.model import (
    Assignment,
    Capability,
    Component,
    ComponentKind,
    Consignment,
    Requirement,
    Reservation,
    Scenario,
    Serves,
)
from mainstay.model.demands import milestones
from mainstay.model.worth import worth

from .clerk_school import Enrolment, Group
from .clerk_shops import Workshops
from .grid import Grid

NEARLY = 1e-9
"""Share of a package that counts as nothing."""


class Counter:
    """Counts what is whole, and writes down who and what it takes."""

    def __init__(
        self, scenario: Scenario, grid: Grid, consignments: Sequence[Consignment], school: Enrolment, shops: Workshops
    ):
        self.scenario, self.grid, self.school, self.shops = scenario, grid, school, shops
        self.packages = scenario.by_key("packages")
        self.first_day = {row.cohort: row.first_day for row in scenario.cohorts}
        self.parts: dict[str, list[Component]] = defaultdict(list)
        for part in sorted(scenario.components, key=lambda row: row.component):
            self.parts[part.package].append(part)
        self.crews = people_of(scenario)
        self.arrived: dict[tuple[str, str], list[tuple[dt.date, float]]] = defaultdict(list)
        for row in consignments:
            if row.serves == Serves.COMPONENT:
                self.arrived[row.requirement, row.component].append((row.arrives, row.counts_for))
        self.capabilities: list[Capability] = []
        self.assignments: list[Assignment] = []
        self.reservations: list[Reservation] = []

    def count(self, requirement: Requirement) -> None:
        """Count the packages of a requirement at each of its milestones, with those who crew them and the bays reserved."""
        in_service = 0
        for t in milestones(self.scenario, requirement):
            day = self.grid.last_day(t)
            number = round(requirement.quantity) - in_service
            for part in self.parts[requirement.package]:
                if part.kind != ComponentKind.REPAIR_CHAIN:
                    there = sum(q for arrives, q in self.arrived[requirement.requirement, part.component] if arrives <= day)
                    number = min(number, int(there / part.quantity + NEARLY) - in_service)
            for skill, people in self.crews[requirement.package].items():
                number = min(number, sum(n for _, n in self._ready(requirement, skill, day)) // people)
            booked: dict[tuple[str, str], float] | None = None
            while number > 0 and (booked := self._book(requirement, t, number)) is None:
                number -= 1
            if number > 0 and booked is not None:
                in_service += number
                self._write(requirement, t, number, in_service, booked)

    def _ready(self, requirement: Requirement, skill: str, day: dt.date) -> list[tuple[Group, int]]:
        """Promised people who are ready on a day and still know a skill, those who were ready first at first."""
        rows = [
            (group, n)
            for group, n in self.school.promised[requirement.requirement, skill]
            if n > 0 and self._since(group) <= day and self.school.fresh(group.pool, group.learnt, skill, day)
        ]
        return sorted(rows, key=lambda row: row[0].pool.ready)

    def _since(self, group: Group) -> dt.date:
        """Day from which people count as ready."""
        return group.pool.ready if group.attendance else self.first_day[group.pool.cohort]

    def _book(self, requirement: Requirement, t: int, number: int) -> dict[tuple[str, str], float] | None:
        """Bays by component and shop for so many packages from a period on; None if there are not enough."""
        out: dict[tuple[str, str], float] = {}
        used: dict[str, float] = defaultdict(float)
        for part in self.parts[requirement.package]:
            if part.kind != ComponentKind.REPAIR_CHAIN:
                continue
            missing = part.quantity * number
            for shop in self.shops.of[part.item]:
                bays = min(missing, self.shops.free(shop.repair, t) - used[shop.repair])
                if bays > NEARLY:
                    out[part.component, shop.repair] = bays
                    used[shop.repair] += bays
                    missing -= bays
            if missing > NEARLY * part.quantity:
                return None
        return out

    def _write(
        self, requirement: Requirement, t: int, number: int, in_service: int, booked: dict[tuple[str, str], float]
    ) -> None:
        """Write packages that come into service, and take their people and bays."""
        day, code = self.grid.last_day(t), requirement.requirement
        share = 1 - self.packages[requirement.package].partial_share
        each = share * self.scenario.points(requirement) / requirement.quantity
        self.capabilities.append(
            Capability(
                requirement=code,
                package=requirement.package,
                for_unit=requirement.for_unit,
                day=day,
                packages=number,
                in_service=in_service,
                points=number * each * worth(day, requirement.due, requirement.latest_useful),
            )
        )
        for (component, shop), bays in booked.items():
            self.shops.reserve(shop, t, bays)
            self.reservations.append(
                Reservation(requirement=code, component=component, repair=shop, day=self.grid.first_day(t), bays=bays)
            )
        for skill, people in self.crews[requirement.package].items():
            self._assign(requirement, skill, day, people * number)

    def _assign(self, requirement: Requirement, skill: str, day: dt.date, people: int) -> None:
        promised = self.school.promised[requirement.requirement, skill]
        for group, there in self._ready(requirement, skill, day):
            number = min(there, people)
            if number <= 0:
                return
            people -= number
            at = next(i for i, (other, n) in enumerate(promised) if other is group and n == there)
            promised[at] = (group, there - number)
            self.assignments.append(
                Assignment(
                    assignment=f"K-{len(self.assignments) + 1:04d}",
                    attendance=group.attendance,
                    cohort=group.pool.cohort,
                    unit=self.school.unit[group.pool.cohort],
                    skill=skill,
                    requirement=requirement.requirement,
                    day=day,
                    people=number,
                    idle_days=(day - self._since(group)).days,
                )
            )


def people_of(scenario: Scenario) -> dict[str, dict[str, int]]:
    """People that one package takes, by package and skill, in the order of skills."""
    out: dict[str, dict[str, int]] = defaultdict(dict)
    for crew in sorted(scenario.crews, key=lambda row: row.skill):
        out[crew.package][crew.skill] = out[crew.package].get(crew.skill, 0) + crew.people
    return out
