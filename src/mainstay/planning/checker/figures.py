"""Figures: what the plan states of itself is what follows from its quantities and days."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from mainstay.model import Channel, Component, ComponentKind, Problem, Requirement, Stock

from .calendar import days
from .terms import rate
from .written import Shipment, Written, differ, of_consignment, of_leg


def figures(plan: Written) -> Iterator[Problem]:
    """Find stated figures and names that are not what follows from the scenario."""
    for shipment in plan.shipments:
        written, offer = shipment.written, shipment.offer
        names = {
            "party": offer.party,
            "item": offer.item,
            "origin": offer.place,
            "destination": shipment.demand.place,
        }
        for column, right in names.items():
            if getattr(written, column) != right:
                source = str(shipment.demand) if column == "destination" else f"offer '{written.offer}'"
                stated = getattr(written, column)
                yield of_consignment(shipment.row, column, f"'{stated}' is not that of {source}, '{right}'")
        numbers = {
            "mass_t": shipment.tonnes,
            "counts_for": counted(plan, shipment),
            "points": earned(plan, shipment),
            "transport_eur": transport(plan, shipment),
            "purchase_eur": written.quantity * (offer.unit_cost_eur or 0.0) if offer.channel == Channel.PURCHASE else 0.0,
        }
        for column, number in numbers.items():
            stated = getattr(written, column)
            if differ(stated, number):
                yield of_consignment(shipment.row, column, f"{stated:.9g} is stated, {number:.9g} is right")
        for hop in shipment.hops:
            if differ(hop.leg.mass_t, shipment.tonnes):
                yield of_leg(hop.row, "mass_t", f"{hop.leg.mass_t:.9g} is stated, its consignment has {shipment.tonnes:.9g}")


def total(plan: Written, score: float) -> Iterator[Problem]:
    """Find a stated score that the plan does not earn."""
    right = score_of(plan)
    if differ(score, right):
        yield of_consignment(0, "points", f"a score of {score:.9g} is stated, the plan earns {right:.9g}")


def score_of(plan: Written) -> float:
    """Points earned less the cost of moving and of mixed fleets in points, of 100 asked."""
    scenario = plan.scenario
    settings = scenario.settings
    asked = sum(settings.weights[row.priority - 1] * row.points for row in scenario.requirements)
    asked += sum(settings.weights[row.priority - 1] * row.points for row in scenario.stocks if row.per_day > 0)
    points = sum(earned(plan, shipment) for shipment in plan.shipments) + in_service(plan) + issues(plan)
    cost = sum(transport(plan, shipment) for shipment in plan.shipments)
    net = points - cost * settings.points_per_million_eur / 1e6 - settings.mixing_points * further_types(plan)
    return 100 * net / asked if asked else 0.0


def in_service(plan: Written) -> float:
    """Points of all packages that come into service."""
    return sum(
        package_points(plan, plan.requirements[row.requirement], row.day) * row.packages
        for _, row in plan.capabilities
        if row.requirement in plan.requirements
    )


def issues(plan: Written) -> float:
    """Points of all that stocks issue."""
    issued: dict[str, float] = defaultdict(float)
    for _, level in plan.stock_levels:
        issued[level.stock] += level.issued
    out = 0.0
    for stock in plan.scenario.stocks:
        wanted = sum(wants(plan, stock, step) for step in plan.calendar.steps)
        if wanted:
            out += plan.scenario.settings.weights[stock.priority - 1] * stock.points * issued[stock.stock] / wanted
    return out


def further_types(plan: Written) -> int:
    """Types of items in fleets beyond the first of each."""
    types: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for shipment in plan.shipments:
        requirement, part = shipment.demand.requirement, shipment.demand.part
        if requirement and part and part.fleet and shipment.written.quantity > 0:
            alone = "" if requirement.for_unit else requirement.requirement
            types[requirement.for_unit, alone, part.item].add(shipment.item.item)
    return sum(len(items) - 1 for items in types.values())


def worth(day: dt.date, requirement: Requirement) -> float:
    """Share of its points that a unit earns which arrives on a day."""
    due, end = requirement.due, requirement.latest_useful
    if day <= due:
        return 1.0
    return (end - day).days / (end - due).days if day < end else 0.0


def wants(plan: Written, stock: Stock, step: int) -> float:
    """What a stock wants in a step: its rate for each day on which it has one."""
    first = max(plan.calendar.step_begins(step), stock.first_day or plan.calendar.start)
    last = min(plan.calendar.step_ends(step), stock.last_day or plan.calendar.last)
    return stock.per_day * len(days(first, last))


def counted(plan: Written, shipment: Shipment) -> float:
    """How much of what was asked a consignment counts for; 0 if it may not serve it."""
    return shipment.written.quantity * (rate(plan.scenario, shipment.offer.item, shipment.demand) or 0.0)


def earned(plan: Written, shipment: Shipment) -> float:
    """Points that a consignment earns by itself: all of them for an item, the partial share for a component, else none."""
    requirement, part = shipment.demand.requirement, shipment.demand.part
    if requirement is None:
        return 0.0
    whole = plan.scenario.settings.weights[requirement.priority - 1] * requirement.points
    whole *= worth(shipment.arrival, requirement) * counted(plan, shipment) / requirement.quantity
    if part is None:
        return whole
    goods = [row for row in parts_of(plan, requirement) if row.kind != ComponentKind.REPAIR_CHAIN]
    return whole * _partial_share(plan, requirement) / len(goods) / part.quantity


def package_points(plan: Written, requirement: Requirement, day: dt.date) -> float:
    """Points of one package that comes into service on a day."""
    whole = plan.scenario.settings.weights[requirement.priority - 1] * requirement.points
    return (1 - _partial_share(plan, requirement)) * whole / requirement.quantity * worth(day, requirement)


def parts_of(plan: Written, requirement: Requirement) -> list[Component]:
    """Components of what a requirement asks for."""
    return [row for row in plan.scenario.components if requirement.package and row.package == requirement.package]


def _partial_share(plan: Written, requirement: Requirement) -> float:
    return next((row.partial_share for row in plan.scenario.packages if row.package == requirement.package), 0.0)


def transport(plan: Written, shipment: Shipment) -> float:
    """Cost of moving a consignment, of its waiting on the way and of its repair: EUR."""
    settings = plan.scenario.settings
    periods = sum(wait.until - wait.first for wait in shipment.waits)
    per_tonne = sum(link.cost_eur_per_t for _, link in shipment.carried)
    moving = shipment.tonnes * (per_tonne + periods * settings.period_days * settings.waiting_eur_per_t_day)
    return moving + shipment.written.quantity * sum(shop.cost_eur for _, shop in shipment.repaired)
