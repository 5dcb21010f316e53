"""Demands: what a consignment may be for, and what of it counts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mainstay.model import Component, ComponentKind, Consignment, Requirement, Scenario, Serves

from .calendar import Calendar


@dataclass(frozen=True)
class Demand:
    """
    What a consignment is for.

    Attributes
    ----------
    serves, code, component
        As the consignment names it.
    item, place, recipient
        What is asked for, where, and by whom.
    until
        Last day on which an arrival counts.
    most
        How much counts; None: any quantity.
    substitutes
        Whether other items may stand in.
    requirement, part
        Requirement and component of a package, if it is for one.
    """

    serves: Serves
    code: str
    item: str
    place: str
    recipient: str
    until: dt.date
    component: str = ""
    most: float | None = None
    substitutes: bool = True
    requirement: Requirement | None = None
    part: Component | None = None

    def __str__(self) -> str:
        match self.serves:
            case Serves.REQUIREMENT:
                return f"requirement '{self.code}'"
            case Serves.COMPONENT:
                return f"component '{self.component}' of requirement '{self.code}'"
            case Serves.STOCK:
                return f"stock '{self.code}'"
            case Serves.TRAINING:
                return f"training at '{self.code}'"
            case _:
                return f"repair shop '{self.code}'"


Fault = tuple[str, str]
"""Column and message."""


class Demands:
    """All demands of a scenario, as consignments name them."""

    def __init__(self, scenario: Scenario, calendar: Calendar):
        self.scenario = scenario
        self.calendar = calendar
        self.requirements: dict[str, Requirement] = scenario.by_key("requirements")
        self.components: dict[str, Component] = scenario.by_key("components")
        self.stocks = scenario.by_key("stocks")
        self.sites = scenario.by_key("sites")
        self.shops = scenario.by_key("repairs")
        courses = scenario.by_key("courses")
        taught = [(row.site, courses[row.course]) for row in scenario.trainings]
        self.used = {(site, course.item) for site, course in taught if course.item and course.item_quantity}
        self.found: dict[tuple[str, str, str], Demand | Fault] = {}

    def of(self, consignment: Consignment) -> Demand | Fault:
        """Demand that a consignment names; column and message if there is none."""
        key = (str(consignment.serves), consignment.requirement, consignment.component)
        if key not in self.found:
            self.found[key] = self._find(consignment.serves, consignment.requirement, consignment.component)
        return self.found[key]

    def _find(self, serves: Serves, code: str, component: str) -> Demand | Fault:
        match serves:
            case Serves.REQUIREMENT | Serves.STOCK if component:
                return "component", f"'{component}' is named, but what serves a {serves} is for no component"
            case Serves.REQUIREMENT:
                return self._requirement(code)
            case Serves.COMPONENT:
                return self._component(code, component)
            case Serves.STOCK:
                return self._stock(code)
            case Serves.TRAINING:
                return self._training(code, component)
            case _:
                return self._repair(code, component)

    def _requirement(self, code: str) -> Demand | Fault:
        if (row := self.requirements.get(code)) is None:
            return "requirement", f"the scenario has no requirement '{code}'"
        if row.package:
            return "requirement", f"'{code}' asks for packages: what serves it is for one of their components"
        return Demand(
            serves=Serves.REQUIREMENT,
            code=code,
            item=row.item,
            place=row.place,
            recipient=row.recipient,
            until=max(row.due, row.latest_useful - dt.timedelta(days=1)),
            most=row.quantity,
            requirement=row,
        )

    def _component(self, code: str, component: str) -> Demand | Fault:
        if (row := self.requirements.get(code)) is None:
            return "requirement", f"the scenario has no requirement '{code}'"
        part = self.components.get(component)
        if part is None:
            return "component", f"the scenario has no component '{component}'"
        if part.package != row.package:
            return "component", f"'{component}' is no component of what '{code}' asks for"
        if part.kind == ComponentKind.REPAIR_CHAIN:
            return "component", f"'{component}' is a repair chain: it takes bays, not goods"
        milestones = self.calendar.milestones(row)
        return Demand(
            serves=Serves.COMPONENT,
            code=code,
            component=component,
            item=part.item,
            place=row.place,
            recipient=row.recipient,
            until=self.calendar.ends(milestones[-1]) if milestones else self.calendar.start - dt.timedelta(days=1),
            most=part.quantity * row.quantity,
            substitutes=part.substitutes,
            requirement=row,
            part=part,
        )

    def _stock(self, code: str) -> Demand | Fault:
        if (row := self.stocks.get(code)) is None:
            return "requirement", f"the scenario has no stock '{code}'"
        if row.per_day <= 0:
            return "requirement", f"stock '{code}' has no rate: it asks for nothing"
        recipient = row.recipient or self.scenario.settings.supported
        return Demand(Serves.STOCK, code, row.item, row.place, recipient, self.calendar.last)

    def _training(self, code: str, item: str) -> Demand | Fault:
        if (row := self.sites.get(code)) is None:
            return "requirement", f"the scenario has no site '{code}'"
        if (code, item) not in self.used:
            return "component", f"no course at '{code}' needs '{item}'"
        return Demand(Serves.TRAINING, code, item, row.place, self.scenario.settings.supported, self.calendar.last, item)

    def _repair(self, code: str, item: str) -> Demand | Fault:
        if (row := self.shops.get(code)) is None:
            return "requirement", f"the scenario has no repair shop '{code}'"
        if not item or item != row.spares:
            return "component", f"repair shop '{code}' does not use '{item}' as spares"
        return Demand(Serves.REPAIR, code, item, row.place, self.scenario.settings.supported, self.calendar.last, item)
