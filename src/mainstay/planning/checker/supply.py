"""Supply: offers give what is left of them, requirements take what they ask, funds pay what they have."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator

from mainstay.model import Channel, Problem

from .terms import counts, opening, ratio
from .written import Shipment, Written, of_consignment, over


def supply(plan: Written) -> Iterator[Problem]:
    """Find more taken from an offer, counted for a requirement or spent of a fund than there is."""
    by_offer: dict[str, list[Shipment]] = defaultdict(list)
    by_requirement: dict[str, list[Shipment]] = defaultdict(list)
    by_fund: dict[str, list[Shipment]] = defaultdict(list)
    for shipment in plan.shipments:
        by_offer[shipment.offer.offer].append(shipment)
        by_requirement[shipment.requirement.requirement].append(shipment)
        if shipment.offer.channel == Channel.PURCHASE:
            by_fund[shipment.offer.fund].append(shipment)
    for code, shipments in by_offer.items():
        offer = shipments[0].offer
        left = max(0.0, (offer.quantity or 0.0) - offer.handed_over)
        taken = sum(shipment.written.quantity for shipment in shipments)
        if over(taken, left):
            yield of_consignment(
                shipments[-1].row,
                "quantity",
                f"{taken:g} {offer.unit} leave offer '{code}', {taken - left:g} more than the {left:g} that are left of it",
            )
    for code, shipments in by_requirement.items():
        asked = shipments[0].requirement.quantity
        got = sum(s.written.quantity * (ratio(plan.scenario, s.offer.item, s.requirement.item) or 0.0) for s in shipments)
        if over(got, asked):
            yield of_consignment(
                shipments[-1].row,
                "counts_for",
                f"{got:g} count for requirement '{code}', {got - asked:g} more than the {asked:g} it asks for",
            )
    for code, shipments in by_fund.items():
        yield from _spending(plan, code, shipments)


def _spending(plan: Written, fund: str, shipments: list[Shipment]) -> Iterator[Problem]:
    """Purchases are paid on the day their offer opens, with what has come in by then."""
    paid = sorted(((_paid_on(plan, shipment), shipment) for shipment in shipments), key=lambda entry: (entry[0], entry[1].row))
    spent = 0.0
    for number, (day, shipment) in enumerate(paid):
        spent += shipment.written.quantity * (shipment.offer.unit_cost_eur or 0.0)
        if number + 1 < len(paid) and paid[number + 1][0] == day:
            continue  # judged at the end of the day
        has = sum(
            row.amount_eur
            for row in plan.scenario.contributions
            if row.fund == fund and row.available <= day and counts(row.rung, plan.scenario)
        )
        if over(spent, has):
            yield of_consignment(
                shipment.row,
                "purchase_eur",
                f"fund '{fund}' has paid EUR {spent:.2f} by {day}, EUR {spent - has:.2f} more than the"
                f" {has:.2f} it has by then",
            )


def _paid_on(plan: Written, shipment: Shipment) -> dt.date:
    return opening(plan, shipment.offer)
