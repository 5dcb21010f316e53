"""The quickest permitted way that still has room, over a repair shop where the cargo needs one: for the spreadsheet rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mainstay.model import Item, Link, Repair

from .clerk_shops import Workshops
from .quickest import Start, Way, Ways
from .room import Room, Taken


@dataclass(frozen=True)
class Repaired:
    """A repair on a way: where, the period in which it begins, and the way on from the shop."""

    shop: Repair
    begins: int
    onward_from: Start
    onward: Way


@dataclass(frozen=True)
class Trip:
    """A way from where cargo stands, to its place or to a shop and from there to its place."""

    start: Start
    way: Way
    repaired: Repaired | None = None

    @property
    def arrives(self) -> int:
        """Period in which it is at its place."""
        return self.repaired.onward.arrives if self.repaired else self.way.arrives


class Routes:
    """Searches trips, and keeps count of the room that they take."""

    def __init__(self, room: Room, links: Sequence[Link], nodes: dict[str, int], shops: Workshops):
        self.room, self.shops, self.number = room, shops, nodes
        self.ways = Ways(room, links, len(nodes))

    def quickest(self, start: Start, item: Item, broken: bool, place: int, limit: int, early: int = 0) -> Trip | None:
        """Find the trip that arrives first, from period ``early`` to ``limit``; None if there is none.

        What would arrive too early leaves so much later.
        """
        while True:
            trip = self._repaired(start, item, place, limit) if broken else self._plain(start, place, limit)
            if trip is None or trip.arrives >= early:
                return trip
            later = start.ready + max(1, early - trip.arrives)
            if later > start.last:
                return None
            start = replace(start, ready=later)

    def _plain(self, start: Start, place: int, limit: int) -> Trip | None:
        way = self.ways.quickest(start, place, limit)
        return None if way is None else Trip(start, way)

    def _repaired(self, start: Start, item: Item, place: int, limit: int) -> Trip | None:
        trips = (self._over(start, shop, 1.0 if item.whole else 0.0, place, limit) for shop in self.shops.of[item.item])
        found = [trip for trip in trips if trip is not None]
        return min(found, key=lambda trip: trip.arrives, default=None)  # of equals that of the first code

    def _over(self, start: Start, shop: Repair, least: float, place: int, limit: int) -> Trip | None:
        """The quickest trip over one shop."""
        there, takes = self.number[shop.place], self.shops.takes[shop.repair]
        while True:
            way = self.ways.quickest(start, there, limit - takes)
            if way is None or (begins := self.shops.first(shop, way.arrives, least)) is None:
                return None
            if not way.legs:  # it stands there, with its owner for as long as it may
                stays = min(begins, start.last)
                way = Way(stays, stays, ())
            if not any(self.room.packed[start.size][there][way.arrives : begins]):
                onward_from = Start(there, begins + takes, begins + takes, start.mask, start.size)
                onward = self.ways.quickest(onward_from, place, limit)
                return None if onward is None else Trip(start, way, Repaired(shop, begins, onward_from, onward))
            later = start.ready + max(1, begins - way.arrives)  # it cannot wait for a bay there: it leaves later
            if later > start.last:
                return None
            start = replace(start, ready=later)

    def taken(self, trip: Trip) -> Taken:
        """What a trip takes room of."""
        first = self.ways.taken(trip.start, trip.way)
        if trip.repaired is None:
            return first
        there = trip.repaired.onward_from.node
        waits = tuple((there, t) for t in range(trip.way.arrives, trip.repaired.begins))
        then = self.ways.taken(trip.repaired.onward_from, trip.repaired.onward)
        return Taken(first.legs + then.legs, first.stays + waits + then.stays)

    def fits(self, trip: Trip, taken: Taken, mass: float) -> float:
        """How many units still fit."""
        room = self.room.of(taken) / mass if mass > 0 else float("inf")
        return min(room, self.shops.pieces(trip.repaired.shop, trip.repaired.begins)) if trip.repaired else room

    def take(self, trip: Trip, taken: Taken, quantity: float, mass: float) -> None:
        """Take the room of a quantity."""
        self.room.take(taken, quantity * mass)
        if trip.repaired:
            self.shops.repair(trip.repaired.shop, trip.repaired.begins, quantity)
