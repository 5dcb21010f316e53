"""Journeys: legs that join in place and time, in the window of the offer, over links that may carry it."""

from __future__ import annotations

from collections.abc import Iterator

from mainstay.model import CaveatKind, ClosureOf, Link, Node, Problem, Scope

from .terms import caveats_on, filters_match, opening
from .written import Hop, Shipment, Written, of_consignment, of_leg


def journeys(plan: Written) -> Iterator[Problem]:
    """Find ways that nothing can take: broken, too quick, too early, too late, forbidden or shut."""
    for shipment in plan.shipments:
        yield from _joined(shipment)
        yield from _timed(plan, shipment)
        yield from _window(plan, shipment)
        yield from _waits(plan, shipment)
        yield from _useful(shipment)
        yield from _permitted(plan, shipment)
        for hop, link in shipment.carried:
            yield from _shut(plan, hop, link)


def _joined(shipment: Shipment) -> Iterator[Problem]:
    """Legs numbered from 1 lead over their links from the offer's place to that of the demand; a repair stays where it is."""
    here, row = shipment.offer.place, shipment.row
    for number, hop in enumerate(shipment.hops, start=1):
        leg, link = hop.leg, hop.link
        if leg.leg != number:
            yield of_leg(hop.row, "leg", f"{leg.leg} follows {number - 1} in '{leg.consignment}': leg {number} is missing")
            return
        if hop.origin != here:
            starts = "starts" if link else "stands"
            yield of_leg(hop.row, "link", f"'{leg.link}' {starts} at '{hop.origin}', but '{leg.consignment}' is at '{here}'")
        of = "link" if link else "repair shop"
        right = {"mode": link.mode if link else leg.mode, "origin": hop.origin, "destination": hop.destination}
        for column, name in right.items():
            if (stated := getattr(leg, column)) != name:
                yield of_leg(hop.row, column, f"'{stated}' is not that of {of} '{leg.link}', '{name}'")
        here = hop.destination
    if here != shipment.demand.place:
        yield of_consignment(
            row, "destination", f"its legs end at '{here}', not at '{shipment.demand.place}' where it is asked for"
        )


def _timed(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """Days lie on the grid, each leg takes its time, and the next leaves when the one before is there."""
    calendar, written = plan.calendar, shipment.written
    there: Hop | None = None
    for hop in shipment.hops:
        leg = hop.leg
        if hop.leaves is None or leg.departs != calendar.begins(hop.leaves):
            yield of_leg(hop.row, "departs", f"{leg.departs} is not the first day of a period of the plan")
        if hop.arrives is None or leg.arrives != calendar.ends(hop.arrives):
            yield of_leg(hop.row, "arrives", f"{leg.arrives} is not the last day of a period of the plan")
        if hop.leaves is not None and hop.arrives is not None:
            lead = calendar.lead(_hours(plan, hop))
            if hop.arrives - hop.leaves != lead:
                taken = hop.arrives - hop.leaves
                yield of_leg(hop.row, "arrives", f"{leg.arrives} is {taken} periods on: '{leg.link}' takes {lead}")
        if there is not None and None not in (there.arrives, hop.leaves) and hop.leaves < there.arrives:  # type: ignore[operator]
            yield of_leg(hop.row, "departs", f"{leg.departs} is before leg {there.leg.leg} arrives on {there.leg.arrives}")
        there = hop
    first, last = (shipment.hops[0].leg.departs, shipment.hops[-1].leg.arrives) if shipment.hops else (None, None)
    if first and written.departs != first:
        yield of_consignment(shipment.row, "departs", f"{written.departs} is not the day of its first leg, {first}")
    if not first and written.departs != written.arrives:
        yield of_consignment(
            shipment.row, "departs", f"{written.departs} is not {written.arrives}, on which it arrives without a leg"
        )
    handed_over = calendar.period(written.arrives)
    if last and written.arrives < last:
        yield of_consignment(shipment.row, "arrives", f"{written.arrives} is before its last leg arrives on {last}")
    elif written.arrives != last and (handed_over is None or written.arrives != calendar.ends(handed_over)):
        yield of_consignment(shipment.row, "arrives", f"{written.arrives} is not the last day of a period of the plan")


def _hours(plan: Written, hop: Hop) -> float:
    """Hours that a leg takes, with handling at its end; of a repair, those of its days."""
    if hop.shop:
        return 24.0 * hop.shop.days
    return (hop.link.hours if hop.link else 0.0) + plan.nodes[hop.destination].handling_hours


def _window(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """It leaves when its offer is open."""
    calendar, offer, leaves = plan.calendar, shipment.offer, shipment.leaves
    if leaves is None:
        return  # told already: outside the plan
    opens = opening(plan, offer)
    if calendar.begins(leaves) < opens:
        early = (opens - calendar.begins(leaves)).days
        yield of_consignment(shipment.row, "departs", f"{early} days before '{offer.offer}' opens on {opens}")
    elif offer.until is not None:
        last = calendar.last_beginning_by(offer.until)
        if last < 0 or calendar.begins(last) < opens:
            yield of_consignment(
                shipment.row, "departs", f"no period begins between {opens}, when '{offer.offer}' opens, and {offer.until}"
            )


def _waits(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """It waits on its way only where things can be stored."""
    for wait in shipment.waits:
        if not plan.nodes[wait.node].storage_t:
            first, until = plan.calendar.begins(wait.first), plan.calendar.begins(wait.until)
            late = (
                f": '{shipment.offer.offer}' may leave until {shipment.offer.until}"
                if wait.node == shipment.offer.place
                else ""
            )
            yield of_consignment(
                shipment.row,
                "departs" if late else "consignment",
                f"waits at '{wait.node}' from {first} to {until}, where nothing may wait{late}",
            )


def _useful(shipment: Shipment) -> Iterator[Problem]:
    """It arrives on a day on which it still counts."""
    demand, day = shipment.demand, shipment.arrival
    if day > demand.until:
        late = (day - demand.until).days
        yield of_consignment(
            shipment.row, "arrives", f"{day} is {late} days after {demand.until}, the last on which {demand} has a use for it"
        )


def _permitted(plan: Written, shipment: Shipment) -> Iterator[Problem]:
    """No caveat and no missing licence forbids a link of its way."""
    scenario, offer, item = plan.scenario, shipment.offer, shipment.item
    own = caveats_on(scenario, offer, item)
    countries = {party.party: party.country for party in scenario.parties}
    bans = [(c, set(c.values)) for c in own if c.kind == CaveatKind.NO_TRANSIT]
    bans += [
        (c, {countries[c.party]})
        for c in scenario.caveats
        if c.scope == Scope.TERRITORY and c.kind == CaveatKind.NO_TRANSIT and countries[c.party] and filters_match(c, item)
    ]
    for hop, link in shipment.carried:
        for caveat in own:
            if caveat.kind == CaveatKind.NO_MODE and link.mode in caveat.values:
                yield of_leg(hop.row, "mode", f"caveat '{caveat.caveat}' of '{caveat.party}' forbids '{link.mode}'")
        for column, code in (("origin", link.origin), ("destination", link.destination)):
            if column == "origin" and code == offer.place:
                continue  # what already stands there may leave
            node = plan.nodes[code]
            for caveat, closed in bans:
                if {code, node.country} & closed:
                    yield of_leg(
                        hop.row,
                        column,
                        f"caveat '{caveat.caveat}' of '{caveat.party}' forbids transit of '{code}' ({node.country})",
                    )
            if item.hazard and not _licensed(node, item.hazard):
                yield of_leg(hop.row, column, f"'{code}' is not licensed for hazard '{item.hazard}' of '{item.item}'")


def _licensed(node: Node, hazard: str) -> bool:
    without_letter = hazard[:-1] if hazard[-1].isalpha() else hazard
    return any(licence in ("all", hazard, without_letter) for licence in node.hazards)


def _shut(plan: Written, hop: Hop, link: Link) -> Iterator[Problem]:
    """Nothing leaves or arrives over what is shut on every day of the period."""
    gates = [
        ("departs", ClosureOf.LINK, link.link, hop.leaves),
        ("departs", ClosureOf.NODE, link.origin, hop.leaves),
        ("arrives", ClosureOf.NODE, link.destination, hop.arrives),
    ]
    if link.corridor:
        gates.append(("arrives", ClosureOf.CORRIDOR, link.corridor, hop.arrives))
    for column, of, code, period in gates:
        if period is not None and not any(plan.open_shares(of, code, period)):
            yield of_leg(
                hop.row, column, f"{of} '{code}' is shut from {plan.calendar.begins(period)} to {plan.calendar.ends(period)}"
            )
