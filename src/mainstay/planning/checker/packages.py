"""Packages: what comes into service is there as a whole, with its crews and its place in a repair shop."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from mainstay.model import Capability, ComponentKind, Problem, Requirement, Serves

from .figures import counted, package_points, parts_of
from .written import Rows, Written, differ, doubles, over

of_capability = partial(Problem, "capabilities.csv")


def packages(plan: Written) -> Iterator[Problem]:
    """Find packages in service that are not whole, and figures of them that do not follow."""
    for row, twice, first in doubles(plan.capabilities, lambda row: (row.requirement, row.day)):
        yield of_capability(row, "day", f"'{twice.requirement}' has packages on {twice.day} in row {first} already")
    by_requirement: dict[str, Rows[Capability]] = defaultdict(list)
    for row, capability in plan.capabilities:
        requirement = plan.requirements.get(capability.requirement)
        if requirement is None:
            yield of_capability(row, "requirement", f"the scenario has no requirement '{capability.requirement}'")
        elif not requirement.package:
            yield of_capability(row, "requirement", f"'{capability.requirement}' asks for an item, not for packages")
        else:
            by_requirement[requirement.requirement].append((row, capability))
    for code, rows in by_requirement.items():
        yield from _in_service(plan, plan.requirements[code], sorted(rows, key=lambda entry: (entry[1].day, entry[0])))


def _in_service(plan: Written, requirement: Requirement, rows: Rows[Capability]) -> Iterator[Problem]:
    code, so_far = requirement.requirement, 0
    periods = {plan.calendar.ends(period): period for period in plan.calendar.milestones(requirement)}
    for row, capability in rows:
        so_far += capability.packages
        for column in ("package", "for_unit"):
            if (stated := getattr(capability, column)) != (right := getattr(requirement, column)):
                yield of_capability(row, column, f"'{stated}' is not that of requirement '{code}', '{right}'")
        if capability.packages < 0:
            yield of_capability(row, "packages", f"{capability.packages} is no number of packages: it must be 0 or more")
        if capability.in_service != so_far:
            yield of_capability(row, "in_service", f"{capability.in_service} is stated, {so_far} is right")
        points = package_points(plan, requirement, capability.day) * capability.packages
        if differ(capability.points, points):
            yield of_capability(row, "points", f"{capability.points:.9g} is stated, {points:.9g} is right")
        if capability.day not in periods:
            yield of_capability(row, "day", f"{capability.day} is no milestone of requirement '{code}'")
        elif capability.packages > 0:
            where = f"{so_far} packages for '{code}' in service on {capability.day}"
            yield from (
                of_capability(row, "packages", f"{where}: {lack}") for lack in _goods(plan, requirement, capability.day, so_far)
            )
            where = f"{capability.packages} packages for '{code}' come into service on {capability.day}"
            lacks = [*_crews(plan, requirement, capability), *_chains(plan, requirement, capability, periods[capability.day])]
            yield from (of_capability(row, "packages", f"{where}: {lack}") for lack in lacks)
    if over(so_far, requirement.quantity):
        yield of_capability(
            rows[-1][0], "packages", f"{so_far} packages are in service for '{code}', which asks for {requirement.quantity:g}"
        )


def _goods(plan: Written, requirement: Requirement, day: dt.date, number: int) -> Iterator[str]:
    """What components lack of what so many packages in service need."""
    for part in parts_of(plan, requirement):
        if part.kind == ComponentKind.REPAIR_CHAIN:
            continue
        there = sum(quantity for arrives, quantity in arrivals(plan, requirement, part.component) if arrives <= day)
        if over(need := part.quantity * number, there):
            yield f"{there:g} of component '{part.component}' are there, of {need:g}"


def arrivals(plan: Written, requirement: Requirement, component: str) -> list[tuple[dt.date, float]]:
    """Day and quantity of all that arrives for a component."""
    key = (Serves.COMPONENT, requirement.requirement, component)
    return [
        (shipment.arrival, counted(plan, shipment))
        for shipment in plan.shipments
        if (shipment.demand.serves, shipment.demand.code, shipment.demand.component) == key
    ]


def _crews(plan: Written, requirement: Requirement, capability: Capability) -> Iterator[str]:
    """Which skills are short of people for what comes into service at one milestone."""
    for skill, people in crews_of(plan, requirement).items():
        has = sum(
            row.people
            for _, row in plan.assignments
            if (row.requirement, row.skill, row.day) == (requirement.requirement, skill, capability.day)
        )
        if (need := people * capability.packages) > has:
            yield f"{has} people with skill '{skill}' are assigned, of {need}"


def crews_of(plan: Written, requirement: Requirement) -> dict[str, int]:
    """People that one package needs, by skill."""
    out: dict[str, int] = defaultdict(int)
    for crew in plan.scenario.crews:
        if requirement.package and crew.package == requirement.package:
            out[crew.skill] += crew.people
    return out


def _chains(plan: Written, requirement: Requirement, capability: Capability, period: int) -> Iterator[str]:
    """Which repair chains are short of bays for what comes into service at one milestone."""
    day = plan.calendar.begins(period)
    for part in parts_of(plan, requirement):
        if part.kind == ComponentKind.REPAIR_CHAIN:
            bays = sum(
                row.bays
                for _, row in plan.reservations
                if (row.requirement, row.component, row.day) == (requirement.requirement, part.component, day)
            )
            if over(need := part.quantity * capability.packages, bays):
                yield f"{bays:g} bays are reserved for component '{part.component}', of {need:g}"
