"""Why two plans differ on one need: what is asked, what is given, what is open, and what stops the one that attains less."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from mainstay.exchange import AnyPlan
from mainstay.model import Closure, ClosureOf, Link, Offer, Record, Requirement, Scenario, Serves, Stock

from .needs import Need

LISTED = 3
"""Most rows of one kind that are named; of others only how many there are."""
SAME = 1e-6
"""Relative difference of quantities below which as much comes in both plans."""
TERMS: dict[type[Record], tuple[str, ...]] = {
    Requirement: ("item", "package", "quantity", "place", "due", "latest_useful", "priority", "points", "recipient"),
    Stock: ("item", "place", "quantity", "per_day", "first_day", "last_day", "floor", "ceiling", "priority", "points"),
    Offer: ("quantity", "place", "available", "until", "per_month", "rung", "condition"),
}
"""Columns whose change explains a difference."""


@dataclass(frozen=True)
class Side:
    """One of two plans with what was asked, and the letter by which it goes."""

    letter: str
    plan: AnyPlan
    scenario: Scenario

    @cached_property
    def offers(self) -> dict[str, Offer]:
        """Offers by code."""
        return self.scenario.by_key("offers")

    @cached_property
    def unmet(self) -> dict[tuple[Serves, str], str]:
        """Why each line is not met whole and on time, in words."""
        rows = self.plan.tables.unmet
        return {(row.serves, row.requirement): f"{row.reason.value}: {row.detail}".removesuffix(": ") for row in rows}

    @cached_property
    def shut(self) -> dict[tuple[ClosureOf, str], tuple[Closure, ...]]:
        """Closures of each link, node and corridor."""
        out: dict[tuple[ClosureOf, str], tuple[Closure, ...]] = {}
        for row in self.scenario.closures:
            out[row.of, row.closes] = (*out.get((row.of, row.closes), ()), row)
        return out

    @cached_property
    def links(self) -> dict[str, Link]:
        """Links by code."""
        return self.scenario.by_key("links")

    @cached_property
    def ways(self) -> dict[str, tuple[str, ...]]:
        """Links of each consignment, in their order."""
        out: dict[str, list[str]] = {}
        for leg in sorted(self.plan.tables.legs, key=lambda leg: (leg.consignment, leg.leg)):
            out.setdefault(leg.consignment, []).append(leg.link)
        return {code: tuple(links) for code, links in out.items()}


def why(more: Side, less: Side, ours: Need, theirs: Need) -> str:
    """
    Say why one plan attains more of a need than another; empty if nothing that the tables tell explains it.

    Parameters
    ----------
    more, less
        The two plans, first the one that attains more of the need.
    ours, theirs
        The need in the one and in the other.
    """
    serves = Serves.STOCK if isinstance(ours.row, Stock) else Serves.REQUIREMENT
    parts = [*terms(more, less, ours, theirs), *_gifts(more, less, ours), *_ways(more, less, ours)]
    if theirs.quantity > 0 and abs(ours.quantity - theirs.quantity) <= SAME * ours.quantity:
        parts.append(f"as much comes, later in {less.letter}")
    elif reason := less.unmet.get((serves, ours.code), ""):
        parts.append(f"in {less.letter}: {reason}")
    return "; ".join(parts)


def terms(one: Side, other: Side, ours: Need, theirs: Need) -> list[str]:
    """Say what is asked on other terms, as the first plan's and as the second's."""
    changed = _changed(ours.row, theirs.row)
    return [f"{name} {_cell(was)} in {one.letter}, {_cell(now)} in {other.letter}" for name, was, now in changed]


def _gifts(more: Side, less: Side, ours: Need) -> Iterator[str]:
    """Say which offers that serve a need in one plan are not there for the other, or on other terms."""
    used = sorted({row.offer for row in ours.consignments})
    gone = [code for code in used if code not in less.offers]
    if gone:
        yield f"not offered in {less.letter}: {_listed([f'{code} of {more.offers[code].party}' for code in gone])}"
    said = []
    for code in used:
        if code in less.offers and code in more.offers:
            for name, was, now in _changed(more.offers[code], less.offers[code]):
                said.append(f"{code} {name} {_cell(was)} in {more.letter}, {_cell(now)} in {less.letter}")
    if said:
        yield _listed(said)


def _ways(more: Side, less: Side, ours: Need) -> Iterator[str]:
    """Say which links taken in one plan are not there for the other, or shut longer."""
    taken = sorted({link for row in ours.consignments for link in more.ways.get(row.consignment, ()) if link in more.links})
    gone = [code for code in taken if code not in less.links]
    if gone:
        yield f"no such link in {less.letter}: {_listed(gone)}"
    places: set[tuple[ClosureOf, str]] = set()
    for code in taken:
        link = more.links[code]
        places.add((ClosureOf.LINK, code))
        places |= {(ClosureOf.NODE, node) for node in (link.origin, link.destination)}
        if link.corridor:
            places.add((ClosureOf.CORRIDOR, link.corridor))
    said = []
    for of, code in sorted(places):
        known = {(row.first_day, row.last_day, row.share_open) for row in more.shut.get((of, code), ())}
        for row in less.shut.get((of, code), ()):
            if (row.first_day, row.last_day, row.share_open) not in known:
                how = "shut" if row.share_open == 0 else f"open to {100 * row.share_open:g} %"
                said.append(f"{of.value} {code} {how} from {row.first_day} to {row.last_day} in {less.letter}")
    if said:
        yield _listed(said)


def _changed(one: Record, other: Record) -> Iterator[tuple[str, object, object]]:
    """Columns that differ, with both values."""
    if type(one) is type(other):
        for name in TERMS[type(one)]:
            was, now = getattr(one, name), getattr(other, name)
            if was != now:
                yield name, was, now


def _cell(value: object) -> str:
    if value is None or value == "":
        return "empty"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _listed(names: list[str]) -> str:
    """Names, the first of them if they are many."""
    more = len(names) - LISTED
    return ", ".join(names) if more <= 1 else f"{', '.join(names[:LISTED])} and {more} more"
