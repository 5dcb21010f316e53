"""Bays and spares of the repair shops, as the spreadsheet rule uses them up."""

from __future__ import annotations

import math
from collections import defaultdict

from mainstay.model import Repair, Scenario

from .clerk_purse import rest_of
from .grid import Grid
from .shops import duration


class Workshops:
    """What each shop has free by period: bays, and spares that no repair begun by then has used."""

    def __init__(self, scenario: Scenario, grid: Grid):
        self.grid = grid
        self.shops: dict[str, Repair] = {row.repair: row for row in sorted(scenario.repairs, key=lambda row: row.repair)}
        self.takes = {code: duration(shop, grid) for code, shop in self.shops.items()}
        self.of: dict[str, list[Repair]] = defaultdict(list)
        self._bays: dict[str, list[float]] = {}
        self._spares: dict[str, list[float]] = {}
        for code, shop in self.shops.items():
            for item in shop.items:
                self.of[item].append(shop)
            self._bays[code] = [shop.bays] * grid.periods
            there = opening(scenario, shop.place, shop.spares) if shop.spares else 0.0
            self._spares[code] = [there] * grid.periods

    def pieces(self, shop: Repair, t: int) -> float:
        """How many pieces may go under repair in a period."""
        bays = self._bays[shop.repair]
        end = t + self.takes[shop.repair]
        if end >= self.grid.periods:
            return 0.0
        room = min(bays[t:end])
        if shop.spares and shop.spares_quantity > 0:
            room = min(room, min(self._spares[shop.repair][t:]) / shop.spares_quantity)
        return max(0.0, room)

    def first(self, shop: Repair, t: int, least: float) -> int | None:
        """First period from one on in which so many pieces, or any part of one, may go under repair; None if none is."""
        for period in range(t, self.grid.periods - self.takes[shop.repair]):
            room = self.pieces(shop, period)
            if room > 0 and room >= least * (1 - 1e-9):
                return period
        return None

    def repair(self, shop: Repair, t: int, pieces: float) -> None:
        """Take bays, and spares from then on."""
        bays, spares = self._bays[shop.repair], self._spares[shop.repair]
        for period in range(t, t + self.takes[shop.repair]):
            bays[period] = rest_of(bays[period], pieces, shop.bays)
        used = pieces * shop.spares_quantity
        for period in range(t, self.grid.periods):
            spares[period] = rest_of(spares[period], used, max(spares[period], used))

    def bring(self, code: str, t: int, quantity: float) -> None:
        """Put down spares that arrive in a period."""
        for period in range(t, self.grid.periods):
            self._spares[code][period] += quantity

    def free(self, code: str, t: int) -> float:
        """Bays that stay free from a period on to the end."""
        return min(self._bays[code][t:], default=0.0)

    def reserve(self, code: str, t: int, bays: float) -> None:
        """Take bays from a period on to the end."""
        for period in range(t, self.grid.periods):
            self._bays[code][period] = rest_of(self._bays[code][period], bays, self.shops[code].bays)


def opening(scenario: Scenario, place: str, item: str) -> float:
    """What lies at a place from the start, in stocks without a rate."""
    there = (row.quantity for row in scenario.stocks if (row.place, row.item) == (place, item) and row.per_day <= 0)
    return math.fsum(there)
