"""Terms: whether an offer may serve a demand at all, and from when it may leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from mainstay.model import (
    Caveat,
    CaveatKind,
    Channel,
    Consent,
    ConsentState,
    Item,
    Offer,
    Problem,
    Rung,
    Scenario,
    Scope,
    Serves,
)

from .demands import Demand
from .written import Shipment, Written, of_consignment

FIRMNESS = {Rung.OFFER: 0, Rung.PLEDGE: 1, Rung.COMMITMENT: 2, Rung.ALLOCATION: 3}


def terms(plan: Written) -> Iterator[Problem]:
    """Find consignments of offers that may not serve what they are for."""
    for shipment in plan.shipments:
        yield from _match(plan, shipment)
        yield from _caveats(plan, shipment)
        yield from _consents(plan, shipment)
        yield from _purchase(plan, shipment)


def counts(firmness: Rung, scenario: Scenario) -> bool:
    """Whether what is so firm is planned with."""
    return FIRMNESS[firmness] >= FIRMNESS[scenario.settings.lowest_rung]


def ratio(scenario: Scenario, given: str, asked: str) -> float | None:
    """How many of what was asked one unit given counts for; None if it is no substitute."""
    if given == asked:
        return 1.0
    rows = [row.ratio for row in scenario.equivalences if (row.item, row.serves) == (given, asked) and row.allowed]
    return max(rows, default=None)


def rate(scenario: Scenario, given: str, demand: Demand) -> float | None:
    """How much of a demand one unit of an item counts for; None if it may not serve it."""
    if not demand.substitutes and given != demand.item:
        return None
    return ratio(scenario, given, demand.item)


def caveats_on(scenario: Scenario, offer: Offer, item: Item) -> list[Caveat]:
    """Gift caveats of the offer's party whose filters all match the offer."""
    return [
        caveat
        for caveat in scenario.caveats
        if caveat.scope == Scope.GIFT
        and caveat.party == offer.party
        and offer.offer in (caveat.offers or (offer.offer,))
        and filters_match(caveat, item)
    ]


def filters_match(caveat: Caveat, item: Item) -> bool:
    """Whether the filters of a caveat that look at the item match it."""
    if caveat.items and item.item not in caveat.items:
        return False
    if caveat.supply_classes and item.supply_class not in caveat.supply_classes:
        return False
    return item.lethal or not caveat.lethal_only


def consents_on(scenario: Scenario, offer: Offer) -> list[Consent]:
    """Consents whose filters all match the offer."""
    filtered = (("offers", offer.offer), ("donors", offer.party), ("items", offer.item))
    return [
        consent
        for consent in scenario.consents
        if all(not getattr(consent, name) or code in getattr(consent, name) for name, code in filtered)
    ]


def opening(plan: Written, offer: Offer) -> dt.date:
    """Day on which an offer opens, leaving aside what shuts it out for good."""
    start = plan.calendar.start
    days = [offer.available]
    for caveat in caveats_on(plan.scenario, offer, plan.items[offer.item]):
        if caveat.kind in (CaveatKind.NOT_BEFORE, CaveatKind.AFTER_BACKFILL) and caveat.day is not None:
            days.append(caveat.day)
    for consent in consents_on(plan.scenario, offer):
        lead = dt.timedelta(days=consent.lead_days)
        if consent.state == ConsentState.GIVEN:
            days.append(start if consent.decided is None else consent.decided)
        elif consent.state == ConsentState.NOT_ASKED:
            days.append(start + lead)
        elif consent.state == ConsentState.PENDING:
            days.append(max(start, (start if consent.asked is None else consent.asked) + lead))
    if offer.channel == Channel.PURCHASE and offer.lead_days > 0:
        days.append(start + dt.timedelta(days=offer.lead_days))  # it is ordered on the first day of the plan, at the earliest
    return max(days)


def _match(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """Rung, item and reservation."""
    offer, demand, row = shipment.offer, shipment.demand, shipment.row
    if not counts(offer.rung, plan.scenario):
        lowest = plan.scenario.settings.lowest_rung
        yield of_consignment(row, "offer", f"'{offer.offer}' is on rung '{offer.rung}', below '{lowest}'")
    if rate(plan.scenario, offer.item, demand) is None:
        alone = "" if demand.substitutes else " alone"
        yield of_consignment(
            row, "requirement", f"{demand} asks for '{demand.item}'{alone}, which '{offer.item}' may not serve"
        )
    has_it = demand.serves in (Serves.REQUIREMENT, Serves.COMPONENT) and demand.code in offer.reserved_for
    if offer.reserved_for and not has_it:
        reserved = "; ".join(offer.reserved_for)
        yield of_consignment(row, "requirement", f"'{offer.offer}' is reserved for {reserved}")


def _caveats(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """Caveats on the gift that shut out what it is for, or everyone."""
    for caveat in caveats_on(plan.scenario, shipment.offer, shipment.item):
        if reason := _forbids(plan, caveat, shipment.demand):
            column, text = reason
            yield of_consignment(shipment.row, column, f"caveat '{caveat.caveat}' of '{caveat.party}': {text}")


def _forbids(plan: Written, caveat: Caveat, demand: Demand) -> tuple[str, str] | None:
    allowed = "; ".join(caveat.values)
    match caveat.kind:
        case CaveatKind.ONLY_RECIPIENT if demand.recipient not in caveat.values:
            return "requirement", f"recipient '{demand.recipient}' is none of {allowed}"
        case CaveatKind.ONLY_PLACE if not {demand.place, plan.nodes[demand.place].country} & set(caveat.values):
            return "destination", f"'{demand.place}' is not in {allowed}"
        case CaveatKind.PERSON if not caveat.cleared:
            return "offer", "no person has cleared it"
        case CaveatKind.AFTER_BACKFILL if caveat.day is None:
            return "offer", f"no day is known for the backfill {allowed}"
    return None


def _consents(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    for consent in consents_on(plan.scenario, shipment.offer):
        if consent.state == ConsentState.REFUSED:
            yield of_consignment(
                shipment.row, "offer", f"consent '{consent.consent}' of '{consent.holder}' was refused: it may not move"
            )


def _purchase(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    offer, row = shipment.offer, shipment.row
    if offer.channel != Channel.PURCHASE:
        return
    fund = next((fund for fund in plan.scenario.funds if fund.fund == offer.fund), None)
    if fund is None:
        yield of_consignment(row, "offer", f"purchase '{offer.offer}' names no fund that pays")
    elif fund.items and offer.item not in fund.items:
        yield of_consignment(row, "item", f"fund '{fund.fund}' may not buy '{offer.item}'")
    if offer.unit_cost_eur is None:
        yield of_consignment(row, "offer", f"purchase '{offer.offer}' states no unit cost")
