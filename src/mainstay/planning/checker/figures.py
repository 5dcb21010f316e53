"""Figures: what the plan states of itself is what follows from its quantities and days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mainstay.model import Channel, Problem, Requirement

from .terms import ratio
from .written import Shipment, Written, differ, of_consignment, of_leg


def figures(plan: Written) -> Iterator[Problem]:
    """Find stated figures and names that are not what follows from the scenario."""
    for shipment in plan.shipments:
        written, offer = shipment.written, shipment.offer
        names = {
            "party": offer.party,
            "item": offer.item,
            "origin": offer.place,
            "destination": shipment.requirement.place,
        }
        for column, right in names.items():
            if getattr(written, column) != right:
                source = f"requirement '{written.requirement}'" if column == "destination" else f"offer '{written.offer}'"
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
    """Find a stated score that the consignments do not earn."""
    right = score_of(plan)
    if differ(score, right):
        yield of_consignment(0, "points", f"a score of {score:.9g} is stated, the consignments earn {right:.9g}")


def score_of(plan: Written) -> float:
    """Points earned less the cost of moving in points, of 100 asked."""
    scenario = plan.scenario
    asked = sum(scenario.settings.weights[row.priority - 1] * row.points for row in scenario.requirements)
    points = sum(earned(plan, shipment) for shipment in plan.shipments)
    cost = sum(transport(plan, shipment) for shipment in plan.shipments)
    return 100 * (points - cost * scenario.settings.points_per_million_eur / 1e6) / asked if asked else 0.0


def worth(day: dt.date, requirement: Requirement) -> float:
    """Share of its points that a unit earns which arrives on a day."""
    due, end = requirement.due, requirement.latest_useful
    if day <= due:
        return 1.0
    return (end - day).days / (end - due).days if day < end else 0.0


def counted(plan: Written, shipment: Shipment) -> float:
    """How much of what was asked a consignment counts for; 0 if it may not serve it."""
    return shipment.written.quantity * (ratio(plan.scenario, shipment.offer.item, shipment.requirement.item) or 0.0)


def earned(plan: Written, shipment: Shipment) -> float:
    """Points that a consignment earns."""
    requirement = shipment.requirement
    whole = plan.scenario.settings.weights[requirement.priority - 1] * requirement.points
    return whole * counted(plan, shipment) / requirement.quantity * worth(shipment.arrival, requirement)


def transport(plan: Written, shipment: Shipment) -> float:
    """Cost of moving a consignment and of its waiting on the way: EUR."""
    settings = plan.scenario.settings
    periods = sum(wait.until - wait.first for wait in shipment.waits)
    per_tonne = sum(hop.link.cost_eur_per_t for hop in shipment.hops)
    return shipment.tonnes * (per_tonne + periods * settings.period_days * settings.waiting_eur_per_t_day)
