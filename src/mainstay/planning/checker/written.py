"""A written plan with its references resolved: what every family of checks reads."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.model import Closure, ClosureOf, Consignment, Item, Leg, Link, Node, Offer, Problem, Requirement, Scenario

TOLERANCE = 1e-6


def over(load: float, limit: float) -> bool:
    """Whether a load passes its limit by more than rounding; what is no number does."""
    return not load <= limit + TOLERANCE * abs(limit) + TOLERANCE


def differ(stated: float, right: float) -> bool:
    """Whether a stated figure is another than the right one by more than rounding."""
    return not abs(stated - right) <= TOLERANCE * max(abs(stated), abs(right)) + TOLERANCE


def of_consignment(row: int, column: str, message: str) -> Problem:
    """Return a finding in consignments.csv."""
    return Problem("consignments.csv", row, column, message)


def of_leg(row: int, column: str, message: str) -> Problem:
    """Return a finding in legs.csv."""
    return Problem("legs.csv", row, column, message)


@dataclass(frozen=True)
class Calendar:
    """Days and periods of a plan."""

    start: dt.date
    days: int
    period_days: int

    def period(self, day: dt.date) -> int | None:
        """Period that holds a day; None outside the plan."""
        offset = (day - self.start).days
        return offset // self.period_days if 0 <= offset < self.days else None

    def begins(self, period: int) -> dt.date:
        """First day of a period."""
        return self.start + dt.timedelta(days=period * self.period_days)

    def ends(self, period: int) -> dt.date:
        """Last day of a period; the last period ends with the plan."""
        return self.start + dt.timedelta(days=min((period + 1) * self.period_days, self.days) - 1)

    def days_of(self, period: int) -> list[dt.date]:
        """All days of a period."""
        first, last = self.begins(period), self.ends(period)
        return [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]

    def lead(self, hours: float) -> int:
        """Periods that a way of so many hours takes, at least one; a millionth of an hour too many is rounding."""
        return max(1, math.ceil((hours - TOLERANCE) / (24 * self.period_days)))

    def last_beginning_by(self, day: dt.date) -> int:
        """Last period of the plan whose first day is ``day`` or earlier; -1 if none is."""
        offset = min((day - self.start).days, self.days - 1)
        return offset // self.period_days if offset >= 0 else -1


@dataclass(frozen=True)
class Hop:
    """One leg with its link and its periods; a period is None where the day lies outside the plan."""

    row: int
    leg: Leg
    link: Link
    leaves: int | None
    arrives: int | None


@dataclass(frozen=True)
class Wait:
    """Cargo that stays at a node from period ``first`` to period ``until``."""

    node: str
    first: int
    until: int


@dataclass(frozen=True)
class Shipment:
    """A consignment whose offer and requirement exist, with its legs in the order of their numbers.

    ``leaves`` is the period of its first departure, or in which it is at its place if it has no legs; None outside the plan.
    """

    row: int
    written: Consignment
    offer: Offer
    requirement: Requirement
    item: Item
    hops: tuple[Hop, ...]
    leaves: int | None
    waits: tuple[Wait, ...]

    @property
    def tonnes(self) -> float:
        """Mass, worked out from the quantity."""
        return self.written.quantity * self.item.mass_t

    @property
    def arrival(self) -> dt.date:
        """Day on which the last leg arrives, or on which it is there if it has no legs."""
        return self.hops[-1].leg.arrives if self.hops else self.written.arrives


class Written:
    """A written plan and the scenario for which it was made."""

    def __init__(self, scenario: Scenario, consignments: Sequence[Consignment], legs: Sequence[Leg]):
        self.scenario = scenario
        settings = scenario.settings
        self.calendar = Calendar(settings.start, settings.days, settings.period_days)
        self.items: dict[str, Item] = scenario.by_key("items")
        self.offers: dict[str, Offer] = scenario.by_key("offers")
        self.requirements: dict[str, Requirement] = scenario.by_key("requirements")
        self.nodes: dict[str, Node] = scenario.by_key("nodes")
        self.links: dict[str, Link] = scenario.by_key("links")
        self._closures: dict[tuple[ClosureOf, str], list[Closure]] = defaultdict(list)
        for closure in scenario.closures:
            self._closures[closure.of, closure.closes].append(closure)
        self.consignments = list(enumerate(consignments, start=2))
        self.legs = list(enumerate(legs, start=2))
        ways: dict[str, list[tuple[int, Leg]]] = defaultdict(list)
        for row, leg in self.legs:
            ways[leg.consignment].append((row, leg))
        for way in ways.values():
            way.sort(key=lambda entry: entry[1].leg)
        # of two consignments with one code only the first has legs: which are whose cannot be told
        self.shipments = [
            self._shipment(row, consignment, ways.pop(consignment.consignment, []))
            for row, consignment in self.consignments
            if consignment.offer in self.offers and consignment.requirement in self.requirements
        ]

    def _shipment(self, row: int, consignment: Consignment, way: list[tuple[int, Leg]]) -> Shipment:
        offer = self.offers[consignment.offer]
        period = self.calendar.period
        hops = tuple(
            Hop(number, leg, self.links[leg.link], period(leg.departs), period(leg.arrives))
            for number, leg in way
            if leg.link in self.links
        )
        leaves = hops[0].leaves if hops else period(consignment.arrives)
        return Shipment(
            row=row,
            written=consignment,
            offer=offer,
            requirement=self.requirements[consignment.requirement],
            item=self.items[offer.item],
            hops=hops,
            leaves=leaves,
            waits=tuple(self._waits(offer, hops, leaves)),
        )

    def _waits(self, offer: Offer, hops: tuple[Hop, ...], leaves: int | None) -> list[Wait]:
        """Where a consignment waits: with its owner for nothing until the offer shuts, afterwards as cargo on its way."""
        out = []
        if offer.until is not None and leaves is not None:
            last = self.calendar.last_beginning_by(offer.until)
            if 0 <= last < leaves:
                out.append(Wait(offer.place, last, leaves))
        for before, after in itertools.pairwise(hops):
            if before.arrives is not None and after.leaves is not None and before.arrives < after.leaves:
                out.append(Wait(before.link.destination, before.arrives, after.leaves))
        return out

    def open_shares(self, of: ClosureOf, code: str, period: int) -> list[float]:
        """Share of a link, node or corridor that the closures leave open, for each day of a period."""
        closures = self._closures.get((of, code), ())
        return [
            math.prod(c.share_open for c in closures if c.first_day <= day <= c.last_day)
            for day in self.calendar.days_of(period)
        ]
