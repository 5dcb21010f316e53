"""Cases in words."""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import CaseKind, Event, EventOf, Scenario

TABLES = {
    EventOf.PARTY: "parties",
    EventOf.OFFER: "offers",
    EventOf.NODE: "nodes",
    EventOf.CORRIDOR: "corridors",
    EventOf.FUND: "funds",
    EventOf.SITE: "sites",
    EventOf.ITEM: "items",
}
"""Where the name of what an event hits is found."""


def name_of(scenario: Scenario, of: EventOf, code: str) -> str:
    """Return the name of what an event hits, or its code if it has none."""
    if of == EventOf.LINK:
        link = scenario.by_key("links").get(code)
        nodes = scenario.by_key("nodes")
        if link is not None and link.origin in nodes and link.destination in nodes:
            return f"{nodes[link.origin].name} to {nodes[link.destination].name} by {link.mode.value}"
    row = scenario.by_key(TABLES[of]).get(code) if of in TABLES else None
    return str(getattr(row, "name", "") or code)


def said(scenario: Scenario, events: Sequence[Event]) -> str:
    """Return what happens in a case, in words."""
    texts = [event.text for event in events if event.text]
    return "; ".join(dict.fromkeys(texts)) or "; ".join(_one(scenario, event) for event in events)


def _one(scenario: Scenario, event: Event) -> str:
    name = name_of(scenario, event.of, event.hits)
    left = f", {event.share_left:.0%} left" if event.share_left else ""
    day = f" from {event.first_day}" if event.first_day else ""
    day += f" until {event.last_day}" if event.last_day else ""
    if event.slip_days:
        return f"{name} slips by {event.slip_days} days{day}"
    match event.of:
        case EventOf.PARTY:
            return f"{name} leaves{day}"
        case EventOf.FUND:
            return f"{name} runs dry{left}{day}"
        case EventOf.CONSENT:
            return f"consent {event.hits} is refused{day}"
        case EventOf.OFFER:
            return f"offer {event.hits} falls away{left}{day}"
        case _:
            return f"{name} closes{left}{day}"


def kind_of(events: Sequence[Event], *, named: bool, pair: bool) -> CaseKind:
    """Return the kind of a case."""
    if pair:
        return CaseKind.PAIR
    if named or len(events) != 1 or events[0].of.value not in {kind.value for kind in CaseKind}:
        return CaseKind.NAMED
    return CaseKind(events[0].of.value)
