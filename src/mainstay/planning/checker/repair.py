"""Repair: what needs it passes one shop that can do it, in bays and with spares that are there."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from mainstay.model import ComponentKind, Condition, Problem, Repair, Requirement, Serves

from .figures import counted
from .written import Shipment, Written, of_consignment, of_leg, over

of_reservation = partial(Problem, "reservations.csv")


def repair(plan: Written) -> Iterator[Problem]:
    """Find what goes unrepaired or is repaired without need, and shops with too few bays or spares."""
    for shipment in plan.shipments:
        yield from _once(shipment)
    yield from _reservations(plan)
    for shop in plan.shops.values():
        yield from _bays(plan, shop)
        if shop.spares:
            yield from _spares(plan, shop)


def _once(shipment: Shipment) -> Iterator[Problem]:
    """One repair of what needs it, none of what does not, at a shop that repairs the item."""
    offer, repairs = shipment.offer, shipment.repaired
    if offer.condition == Condition.NEEDS_REPAIR and not repairs:
        yield of_consignment(shipment.row, "offer", f"'{offer.offer}' needs repair, but passes no repair shop")
    if offer.condition != Condition.NEEDS_REPAIR and repairs:
        yield of_leg(repairs[0][0].row, "link", f"'{offer.offer}' needs no repair")
    elif len(repairs) > 1:
        hop, shop = repairs[1]
        yield of_leg(hop.row, "link", f"'{offer.offer}' is repaired a second time, at '{shop.repair}'")
    for hop, shop in repairs:
        if offer.item not in shop.items:
            yield of_leg(hop.row, "link", f"repair shop '{shop.repair}' does not repair '{offer.item}'")


def _reservations(plan: Written) -> Iterator[Problem]:
    """Bays are reserved for a repair chain, at a shop that can do it, from a milestone on."""
    components = plan.scenario.by_key("components")
    for row, reservation in plan.reservations:
        requirement = plan.requirements.get(reservation.requirement)
        part, shop = components.get(reservation.component), plan.shops.get(reservation.repair)
        if requirement is None:
            yield of_reservation(row, "requirement", f"the scenario has no requirement '{reservation.requirement}'")
        if part is None:
            yield of_reservation(row, "component", f"the scenario has no component '{reservation.component}'")
        elif requirement is not None and (part.package != requirement.package or part.kind != ComponentKind.REPAIR_CHAIN):
            yield of_reservation(
                row, "component", f"'{part.component}' is no repair chain of what '{requirement.requirement}' asks for"
            )
        if shop is None:
            yield of_reservation(row, "repair", f"the scenario has no repair shop '{reservation.repair}'")
        elif part is not None and part.item not in shop.items:
            yield of_reservation(row, "repair", f"repair shop '{shop.repair}' does not repair '{part.item}'")
        if requirement is not None and reservation.day not in reserving_days(plan, requirement):
            yield of_reservation(
                row,
                "day",
                f"{reservation.day} is not the first day of a period with a milestone of '{requirement.requirement}'",
            )
        if not (math.isfinite(reservation.bays) and reservation.bays >= 0):
            yield of_reservation(row, "bays", f"{reservation.bays:g} is no number of bays: it must be 0 or more")


def reserving_days(plan: Written, requirement: Requirement) -> list[dt.date]:
    """First days of the periods with a milestone of a requirement."""
    return [plan.calendar.begins(period) for period in plan.calendar.milestones(requirement)]


def _bays(plan: Written, shop: Repair) -> Iterator[Problem]:
    """Pieces under repair and bays reserved are no more than the shop has; the first period in which they are is told."""
    lead, last = plan.calendar.lead(24.0 * shop.days), plan.calendar.last_over_by(plan.calendar.last)
    begun: dict[int, float] = defaultdict(float)
    finding = {}
    for shipment in plan.shipments:
        for hop, at in shipment.repaired:
            if at.repair == shop.repair and hop.leaves is not None:
                begun[hop.leaves] += shipment.written.quantity
                finding[hop.leaves] = partial(of_leg, hop.row, "departs")
    reserved: dict[int, float] = defaultdict(float)
    for row, reservation in plan.reservations:
        period = plan.calendar.period(reservation.day)
        if reservation.repair == shop.repair and period is not None:
            reserved[period] += reservation.bays
            finding[period] = partial(of_reservation, row, "bays")
    for period in range(last + 1):
        pieces = sum(begun[t] for t in range(period - lead + 1, period + 1) if t in begun)
        bays = sum(number for t, number in reserved.items() if t <= period)
        if over(pieces + bays, shop.bays):
            told = finding[max(t for t in finding if t <= period)]
            yield told(
                f"{pieces:g} pieces under repair and {bays:g} bays reserved at '{shop.repair}' on"
                f" {plan.calendar.begins(period)} are {pieces + bays - shop.bays:g} more than its {shop.bays:g} bays"
            )
            return


def _spares(plan: Written, shop: Repair) -> Iterator[Problem]:
    """Repairs begun have used no more spares than have come; the first period in which they have is told."""
    there = kept(plan, shop.spares, shop.place)
    coming = [
        (period, counted(plan, shipment))
        for shipment in plan.shipments
        if (shipment.demand.serves, shipment.demand.code) == (Serves.REPAIR, shop.repair)
        and (period := plan.calendar.period(shipment.arrival)) is not None
    ]
    begun = [
        (hop.leaves, hop.row, shipment.written.quantity)
        for shipment in plan.shipments
        for hop, at in shipment.repaired
        if at.repair == shop.repair and hop.leaves is not None
    ]
    used = 0.0
    for period, row, pieces in sorted(begun):
        used += pieces * shop.spares_quantity
        has = there + sum(quantity for arrives, quantity in coming if arrives <= period)
        if over(used, has):
            yield of_leg(
                row,
                "departs",
                f"{used:g} of spares '{shop.spares}' are used at '{shop.repair}' by {plan.calendar.ends(period)},"
                f" {used - has:g} more than the {has:g} that have come",
            )
            return


def kept(plan: Written, item: str, place: str) -> float:
    """What stocks without a rate hold of an item at a place."""
    return sum(row.quantity for row in plan.scenario.stocks if (row.item, row.place) == (item, place) and row.per_day <= 0)
