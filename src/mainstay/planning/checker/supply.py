"""Supply: offers give what is left of them, in whole pieces and no faster than they can; demands take what they ask for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator

from mainstay.model import Channel, Offer, Problem

from .terms import opening, rate
from .written import TOLERANCE, Shipment, Written, of_consignment, over

MONTH_DAYS = 30


def supply(plan: Written) -> Iterator[Problem]:
    """Find more taken from an offer or counted for a demand than there is to take, and pieces cut up."""
    by_offer: dict[str, list[Shipment]] = defaultdict(list)
    by_demand: dict[str, list[Shipment]] = defaultdict(list)
    for shipment in plan.shipments:
        by_offer[shipment.offer.offer].append(shipment)
        if shipment.demand.most is not None:
            by_demand[str(shipment.demand)].append(shipment)
        quantity = shipment.written.quantity
        if shipment.item.whole and math.isfinite(quantity) and abs(quantity - round(quantity)) > TOLERANCE * max(1.0, quantity):
            yield of_consignment(
                shipment.row, "quantity", f"{quantity:.9g} is no whole number, and '{shipment.item.item}' goes in whole pieces"
            )
    for code, shipments in by_offer.items():
        offer = shipments[0].offer
        left = left_of(offer)
        taken = sum(shipment.written.quantity for shipment in shipments)
        if over(taken, left):
            yield of_consignment(
                shipments[-1].row,
                "quantity",
                f"{taken:g} {offer.unit} leave offer '{code}', {taken - left:g} more than the {left:g} that are left of it",
            )
        if offer.per_month is not None and offer.channel != Channel.STOCK:
            yield from _pace(plan, offer, offer.per_month, shipments)
    for name, shipments in by_demand.items():
        asked = shipments[0].demand.most or 0.0
        got = sum(s.written.quantity * (rate(plan.scenario, s.offer.item, s.demand) or 0.0) for s in shipments)
        if over(got, asked):
            yield of_consignment(
                shipments[-1].row,
                "counts_for",
                f"{got:g} count for {name}, {got - asked:g} more than the {asked:g} it asks for",
            )


def left_of(offer: Offer) -> float:
    """Quantity that has not been handed over yet; 0 if it is undisclosed."""
    return max(0.0, (offer.quantity or 0.0) - offer.handed_over)


def _pace(plan: Written, offer: Offer, per_month: float, shipments: list[Shipment]) -> Iterator[Problem]:
    """What has left by a day is no more than what has been made by then; a month's output is there when it begins."""
    opens, taken = opening(plan, offer), 0.0
    sent = sorted(shipments, key=lambda shipment: (shipment.departure, shipment.row))
    for number, shipment in enumerate(sent):
        day = shipment.departure
        taken += shipment.written.quantity
        if number + 1 < len(sent) and sent[number + 1].departure == day:
            continue  # judged at the end of the day
        made = per_month * (1 + max(0, (day - opens).days) // MONTH_DAYS)
        if over(taken, made):
            yield of_consignment(
                shipment.row,
                "departs",
                f"{taken:g} {offer.unit} have left offer '{offer.offer}' by {day}, {taken - made:g} more than the {made:g} that"
                f" {per_month:g} a month from {opens} make",
            )
