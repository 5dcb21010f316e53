"""What a plan brings into service: packages by requirement and by day, what they waited for, and what waited for them."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Capability, Component, ComponentKind, Consignment, Package, Readiness, Requirement, Scenario, Serves

from .axis import columns, last_day

TINY = 1e-6
PEOPLE = ("crew", "maintainer")
"""Kinds of parts that are people; they are assigned only to packages that come into service."""


@dataclass(frozen=True)
class PackageLine:
    """A requirement that asks for packages, and what the plan brings for it.

    Attributes
    ----------
    requirement, package
        What is asked.
    served
        Packages that come into service, by day, in order.
    parts
        How complete each component and skill is.
    goods_wait, people_wait
        Days that goods in place and people ready wait for the rest, on average; None where none wait or work.
    """

    requirement: Requirement
    package: Package | None
    served: tuple[tuple[dt.date, int], ...]
    parts: tuple[Readiness, ...]
    goods_wait: float | None
    people_wait: float | None

    @property
    def asked(self) -> int:
        """Packages asked for."""
        return round(self.requirement.quantity)

    @property
    def in_service(self) -> int:
        """Packages in service at the end."""
        return sum(count for _, count in self.served)

    @property
    def day(self) -> dt.date | None:
        """Day on which the last of them comes into service; None if none does."""
        return self.served[-1][0] if self.served else None

    def by(self, day: dt.date) -> int:
        """Packages in service on a day."""
        return sum(count for when, count in self.served if when <= day)

    def missing(self) -> tuple[Readiness, ...]:
        """Parts of which there is not enough for the first package, or for all; goods first, then the least complete."""
        if self.in_service >= self.asked:
            return ()
        nothing = [part for part in self.parts if part.first_whole is None]
        parts = nothing if not self.in_service and nothing else [part for part in self.parts if part.all_whole is None]
        return tuple(sorted(parts, key=_completeness))

    def deciding(self) -> tuple[Readiness, ...]:
        """Parts that are missing, or else those that come last and so decide the day."""
        missing = self.missing()
        if missing:
            return missing
        dated = [(part.all_whole or part.first_whole, part) for part in self.parts]
        days = [day for day, _ in dated if day is not None]
        return tuple(part for day, part in dated if day is not None and day == max(days))


def _completeness(part: Readiness) -> tuple[bool, float, str]:
    return part.kind in PEOPLE, part.planned / part.asked if part.asked else 1.0, part.part


def package_lines(plan: AnyPlan, scenario: Scenario) -> tuple[PackageLine, ...]:
    """Return every requirement that asks for packages, by due day, priority and code."""
    packages = scenario.by_key("packages")
    served: dict[str, list[Capability]] = defaultdict(list)
    for row in plan.tables.capabilities:
        if row.packages > 0:
            served[row.requirement].append(row)
    parts: dict[str, list[Readiness]] = defaultdict(list)
    for part in plan.tables.readiness:
        parts[part.requirement].append(part)
    arrived = arrivals(plan.tables.consignments)
    components = goods_of(scenario)
    people: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for assigned in plan.tables.assignments:
        people[assigned.requirement].append((assigned.people, assigned.idle_days))
    end, out = last_day(scenario), []
    for line in asking(scenario):
        key = line.requirement
        came = tuple((row.day, row.packages) for row in sorted(served[key], key=lambda row: row.day))
        waits = [
            wait
            for component in components[line.package]
            if (wait := goods_wait(arrived.get((key, component.component), []), came, component.quantity, end)) is not None
        ]
        heads = sum(count for count, _ in people[key])
        out.append(
            PackageLine(
                line,
                packages.get(line.package),
                came,
                tuple(parts[key]),
                sum(waits) / len(waits) if waits else None,
                sum(count * days for count, days in people[key]) / heads if heads else None,
            )
        )
    return tuple(out)


def asking(scenario: Scenario) -> list[Requirement]:
    """Requirements that ask for packages, by due day, priority and code."""
    lines = [line for line in scenario.requirements if line.package]
    return sorted(lines, key=lambda line: (line.due, line.priority, line.requirement))


def goods_of(scenario: Scenario) -> dict[str, list[Component]]:
    """Components of each package that are goods."""
    out: dict[str, list[Component]] = defaultdict(list)
    for component in scenario.components:
        if component.kind != ComponentKind.REPAIR_CHAIN:
            out[component.package].append(component)
    return out


def arrivals(consignments: Iterable[Consignment]) -> dict[tuple[str, str], list[Consignment]]:
    """Consignments for components, by requirement and component, in the order of their arrival."""
    out: dict[tuple[str, str], list[Consignment]] = defaultdict(list)
    for row in sorted(consignments, key=lambda row: (row.arrives, row.consignment)):
        if row.serves == Serves.COMPONENT:
            out[row.requirement, row.component].append(row)
    return out


def goods_wait(
    arrived: Iterable[Consignment], served: Iterable[tuple[dt.date, int]], per_package: float, end: dt.date
) -> float | None:
    """
    Return how many days goods of one component wait in place for their package, on average over their quantity.

    What came first is used first; what no package takes waits until ``end``. None if nothing came.
    """
    came = [(row.arrives, row.counts_for) for row in arrived if row.counts_for > TINY]
    whole = sum(quantity for _, quantity in came)
    if whole <= TINY:
        return None
    waited, at, left = 0.0, 0, came[0][1]
    for used, wanted in [*((day, count * per_package) for day, count in served), (end, whole)]:
        while wanted > TINY and at < len(came):
            taken = min(wanted, left)
            waited += taken * max((used - came[at][0]).days, 0)
            wanted, left = wanted - taken, left - taken
            if left <= TINY:
                at += 1
                left = came[at][1] if at < len(came) else 0.0
    return waited / whole


@dataclass(frozen=True)
class KindRow:
    """Packages of one kind asked for and in service at the end of each column of a calendar; kind "" is all of them."""

    kind: str
    asked: tuple[int, ...]
    in_service: tuple[int, ...]
    total: int


def calendar(lines: Iterable[PackageLine], scenario: Scenario) -> tuple[list[tuple[dt.date, dt.date]], tuple[KindRow, ...]]:
    """
    Count packages in service by step of the plan and kind.

    Returns
    -------
    columns
        First and last day of each column: the steps of the plan, or several together where there are many.
    rows
        One for each kind of package asked for, in the order of the table of packages, and last that of all. ``asked`` counts
        what is due by the last day of a column, ``total`` what is due at any time.
    """
    lines = tuple(lines)
    spans = columns(scenario, scenario.settings.step_days)
    order = [row.package for row in scenario.packages]
    asked = {line.requirement.package for line in lines}
    kinds = [*(kind for kind in order if kind in asked), *sorted(asked - set(order))]
    rows = []
    for kind in [*kinds, ""]:
        mine = [line for line in lines if kind in ("", line.requirement.package)]
        rows.append(
            KindRow(
                kind,
                tuple(sum(line.asked for line in mine if line.requirement.due <= last) for _, last in spans),
                tuple(sum(line.by(last) for line in mine) for _, last in spans),
                sum(line.asked for line in mine),
            )
        )
    return spans, tuple(rows)


@dataclass(frozen=True)
class Waits:
    """Days that goods in place and people ready wait for the rest of their package, on average."""

    goods: float | None
    people: float | None


def waits(lines: Iterable[PackageLine], plan: AnyPlan) -> Waits:
    """Return the mean over all packages of the wait of goods, and over all people of theirs."""
    goods = [line.goods_wait for line in lines if line.goods_wait is not None]
    heads = sum(row.people for row in plan.tables.assignments)
    days = sum(row.people * row.idle_days for row in plan.tables.assignments)
    return Waits(sum(goods) / len(goods) if goods else None, days / heads if heads else None)
