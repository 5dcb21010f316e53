"""A written plan with its references resolved: what every family of checks reads."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from mainstay.model import (
    Assignment,
    Attendance,
    Capability,
    Closure,
    ClosureOf,
    Consignment,
    Item,
    Leg,
    Link,
    Node,
    Offer,
    Order,
    Problem,
    Readiness,
    Repair,
    Requirement,
    Reservation,
    Scenario,
    StockLevel,
    TrainingRun,
)

from .calendar import Calendar
from .demands import Demand, Demands

REPAIR = "repair"
"""Mode of a leg that is a repair."""

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


T = TypeVar("T")
Rows = list[tuple[int, T]]
"""Rows of a table, each with its number as a spreadsheet counts."""


def doubles(rows: Rows[T], key: Callable[[T], Hashable]) -> Iterator[tuple[int, T, int]]:
    """Rows whose key an earlier row has already, each with the number of that row."""
    seen: dict[Hashable, int] = {}
    for number, row in rows:
        if key(row) in seen:
            yield number, row, seen[key(row)]
        seen.setdefault(key(row), number)


class Rest(Protocol):
    """What a plan says besides consignments and legs: its tables of capabilities, training, repair, stocks and orders."""

    @property
    def capabilities(self) -> Sequence[Capability]:
        """Packages that come into service."""

    @property
    def readiness(self) -> Sequence[Readiness]:
        """Each part of each package."""

    @property
    def runs(self) -> Sequence[TrainingRun]:
        """Courses that take place."""

    @property
    def attendances(self) -> Sequence[Attendance]:
        """Who attends them."""

    @property
    def assignments(self) -> Sequence[Assignment]:
        """Who serves in which packages."""

    @property
    def reservations(self) -> Sequence[Reservation]:
        """Bays that packages keep."""

    @property
    def stock_levels(self) -> Sequence[StockLevel]:
        """Each step of each stock."""

    @property
    def orders(self) -> Sequence[Order]:
        """What is bought."""


@dataclass(frozen=True)
class Hop:
    """One leg with its link, or its repair shop, and its periods; a period is None where the day lies outside the plan."""

    row: int
    leg: Leg
    link: Link | None
    shop: Repair | None
    leaves: int | None
    arrives: int | None

    @property
    def origin(self) -> str:
        """Where it starts."""
        return self.link.origin if self.link else self.destination

    @property
    def destination(self) -> str:
        """Where it ends."""
        if self.link:
            return self.link.destination
        assert self.shop is not None
        return self.shop.place


@dataclass(frozen=True)
class Wait:
    """Cargo that stays at a node from period ``first`` to period ``until``."""

    node: str
    first: int
    until: int


@dataclass(frozen=True)
class Shipment:
    """A consignment whose offer and demand exist, with its legs in the order of their numbers.

    ``leaves`` is the period of its first departure, or in which it is at its place if it has no legs; None outside the plan.
    """

    row: int
    written: Consignment
    offer: Offer
    demand: Demand
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
        """Day on which it is handed over: that of the last leg, or later if it waits at its destination."""
        return self.written.arrives

    @property
    def departure(self) -> dt.date:
        """Day on which the first leg leaves, or on which it is there if it has no legs."""
        return self.hops[0].leg.departs if self.hops else self.written.arrives

    @property
    def carried(self) -> list[tuple[Hop, Link]]:
        """Legs over links, without repairs."""
        return [(hop, hop.link) for hop in self.hops if hop.link]

    @property
    def repaired(self) -> list[tuple[Hop, Repair]]:
        """Legs that are repairs."""
        return [(hop, hop.shop) for hop in self.hops if hop.shop]


class Written:
    """
    A written plan and the scenario for which it was made.

    ``complete`` tells that all tables of the plan are there, so that a row that ought to be in one of them is missed.
    """

    def __init__(self, scenario: Scenario, consignments: Sequence[Consignment], legs: Sequence[Leg], rest: Rest | None = None):
        self.scenario = scenario
        settings = scenario.settings
        self.calendar = Calendar(settings.start, settings.days, settings.period_days, settings.step_days)
        self.items: dict[str, Item] = scenario.by_key("items")
        self.offers: dict[str, Offer] = scenario.by_key("offers")
        self.requirements: dict[str, Requirement] = scenario.by_key("requirements")
        self.nodes: dict[str, Node] = scenario.by_key("nodes")
        self.links: dict[str, Link] = scenario.by_key("links")
        self.shops: dict[str, Repair] = scenario.by_key("repairs")
        self._closures: dict[tuple[ClosureOf, str], list[Closure]] = defaultdict(list)
        for closure in scenario.closures:
            self._closures[closure.of, closure.closes].append(closure)
        self.complete = rest is not None
        self.consignments = _numbered(consignments)
        self.legs = _numbered(legs)
        self.capabilities = _numbered(rest.capabilities if rest else ())
        self.readiness = _numbered(rest.readiness if rest else ())
        self.runs = _numbered(rest.runs if rest else ())
        self.attendances = _numbered(rest.attendances if rest else ())
        self.assignments = _numbered(rest.assignments if rest else ())
        self.reservations = _numbered(rest.reservations if rest else ())
        self.stock_levels = _numbered(rest.stock_levels if rest else ())
        self.orders = _numbered(rest.orders if rest else ())
        self.demands = Demands(scenario, self.calendar)
        ways: dict[str, Rows[Leg]] = defaultdict(list)
        for row, leg in self.legs:
            ways[leg.consignment].append((row, leg))
        for way in ways.values():
            way.sort(key=lambda entry: entry[1].leg)
        # of two consignments with one code only the first has legs: which are whose cannot be told
        self.shipments = [
            self._shipment(row, consignment, demand, ways.pop(consignment.consignment, []))
            for row, consignment in self.consignments
            if consignment.offer in self.offers and isinstance(demand := self.demands.of(consignment), Demand)
        ]

    def _shipment(self, row: int, consignment: Consignment, demand: Demand, way: Rows[Leg]) -> Shipment:
        offer = self.offers[consignment.offer]
        hops = tuple(hop for number, leg in way if (hop := self._hop(number, leg)))
        leaves = hops[0].leaves if hops else self.calendar.period(consignment.arrives)
        return Shipment(
            row=row,
            written=consignment,
            offer=offer,
            demand=demand,
            item=self.items[offer.item],
            hops=hops,
            leaves=leaves,
            waits=tuple(self._waits(offer, hops, leaves, self.calendar.period(consignment.arrives))),
        )

    def _hop(self, row: int, leg: Leg) -> Hop | None:
        link = self.links.get(leg.link) if leg.mode != REPAIR else None
        shop = self.shops.get(leg.link) if leg.mode == REPAIR else None
        period = self.calendar.period
        return Hop(row, leg, link, shop, period(leg.departs), period(leg.arrives)) if link or shop else None

    def _waits(self, offer: Offer, hops: tuple[Hop, ...], leaves: int | None, handed_over: int | None) -> list[Wait]:
        """Where a consignment waits: with its owner for nothing until the offer shuts, afterwards as cargo on its way."""
        out = []
        if offer.until is not None and leaves is not None:
            last = self.calendar.last_beginning_by(offer.until)
            if 0 <= last < leaves:
                out.append(Wait(offer.place, last, leaves))
        for before, after in itertools.pairwise(hops):
            if before.arrives is not None and after.leaves is not None and before.arrives < after.leaves:
                out.append(Wait(before.destination, before.arrives, after.leaves))
        there = hops[-1].arrives if hops else None
        if there is not None and handed_over is not None and there < handed_over:
            out.append(Wait(hops[-1].destination, there, handed_over))
        return out

    def open_shares(self, of: ClosureOf, code: str, period: int) -> list[float]:
        """Share of a link, node or corridor that the closures leave open, for each day of a period."""
        closures = self._closures.get((of, code), ())
        return [
            math.prod(c.share_open for c in closures if c.first_day <= day <= c.last_day)
            for day in self.calendar.days_of(period)
        ]


def _numbered(rows: Sequence[T]) -> Rows[T]:
    return list(enumerate(rows, start=2))
