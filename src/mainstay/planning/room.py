"""Room that is left on links, at nodes, in corridors and stores while consignments are added one by one."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mainstay.model import ClosureOf, Corridor, Link, Node, Scenario

from .grid import Grid

SPECK = 1e-9
"""Share of a capacity below which what is left of it is nothing."""


@dataclass(frozen=True)
class Taken:
    """What a way takes room of: (link, period of departure) of its legs, and (node, period) of its stays."""

    legs: tuple[tuple[int, int], ...]
    stays: tuple[tuple[int, int], ...]


class Room:
    """Tonnes that still fit, by link, node, corridor or store and period; numbered as ``links`` and ``nodes`` are given.

    Cargo has a *size*: 0 if it weighs nothing, 1 if it can be cut to any weight, from 2 on if it goes in pieces, in the order
    of their masses.

    Attributes
    ----------
    tail, head, lead : (links,)
        Nodes, and periods between leaving and arriving.
    full : (sizes,) of (links,) of (periods,)
        Whether nothing more of a size may leave in a period: for the link's own sake or that of where it arrives.
    packed : (sizes,) of (nodes,) of (periods,)
        Whether nothing more of a size may wait from a period to the next.
    """

    def __init__(
        self, scenario: Scenario, grid: Grid, links: Sequence[Link], nodes: Sequence[Node], pieces: Iterable[float] = ()
    ):
        self.periods = periods = grid.periods
        self._pieces = sorted({mass for mass in pieces if mass > 0})
        self._fit_from = [mass * (1 - SPECK) for mass in self._pieces]
        number = {node.node: i for i, node in enumerate(nodes)}
        gates = sorted(scenario.corridors, key=lambda row: row.corridor)
        gate_number = {gate.corridor: i for i, gate in enumerate(gates)}
        self.tail = [number[link.origin] for link in links]
        self.head = [number[link.destination] for link in links]
        self.gate = [gate_number[link.corridor] if link.corridor else -1 for link in links]
        self.lead = [grid.lead(link.hours + nodes[v].handling_hours) for link, v in zip(links, self.head, strict=True)]
        shares = Shares(scenario, grid)
        self._link = [shares.limit(ClosureOf.LINK, link.link, link.capacity_t_per_day) for link in links]
        self._node = [shares.limit(ClosureOf.NODE, node.node, node.handling_t_per_day) for node in nodes]
        self._gate = [shares.limit(ClosureOf.CORRIDOR, gate.corridor, gate.capacity_t_per_day) for gate in gates]
        self._store = [[node.storage_t or 0.0] * periods for node in nodes]
        self._whole = {id(row): list(row) for table in (self._link, self._node, self._gate, self._store) for row in table}
        self._into: dict[tuple[str, int], list[int]] = defaultdict(list)
        for a, v in enumerate(self.head):
            self._into["node", v].append(a)
            if self.gate[a] >= 0:
                self._into["gate", self.gate[a]].append(a)
        self.full = self._flags(self._fitting(self._barred(shares, links, nodes, gates)))
        stored = [-1 if not node.storage_t else self._sizes(node.storage_t) for node in nodes]
        self.packed = self._flags(np.repeat(np.array(stored, dtype=np.int16)[:, None], periods, axis=1))

    def _barred(
        self, shares: Shares, links: Sequence[Link], nodes: Sequence[Node], gates: Sequence[Corridor]
    ) -> list[bytearray]:
        """Whether nothing at all may leave on a link in a period: (links,) of (periods,)."""
        dark_link = [shares.shut(ClosureOf.LINK, link.link) for link in links]
        dark_node = [shares.shut(ClosureOf.NODE, node.node) for node in nodes]
        dark_gate = [shares.shut(ClosureOf.CORRIDOR, gate.corridor) for gate in gates]
        out = [bytearray(self.periods) for _ in links]
        for a, row in enumerate(out):
            for t in range(self.periods):
                there = t + self.lead[a]
                barred = there >= self.periods or t in dark_link[a] or t in dark_node[self.tail[a]]
                barred = barred or there in dark_node[self.head[a]]
                row[t] = barred or (self.gate[a] >= 0 and there in dark_gate[self.gate[a]])
        return out

    def _fitting(self, barred: list[bytearray]) -> NDArray[np.int16]:
        """Largest size that may leave on each link in each period, -1 if none: (links, periods)."""
        out = np.full((len(barred), self.periods), -1, dtype=np.int16)
        for a, row in enumerate(barred):
            for t in range(self.periods):
                if not row[t]:
                    out[a, t] = self._sizes(self._fits(a, t))
        return out

    def _flags(self, fitting: NDArray[np.int16]) -> list[list[bytearray]]:
        """Flags by size, of what does not fit."""
        return [[bytearray(row.tobytes()) for row in fitting < size] for size in range(len(self._pieces) + 2)]

    def size(self, mass: float, whole: bool) -> int:
        """Size of cargo whose pieces, or units, weigh so many tonnes."""
        if mass <= 0:
            return 0
        return 2 + bisect_left(self._pieces, mass) if whole else 1

    def _sizes(self, tonnes: float) -> int:
        """Largest size of which something fits into so many tonnes."""
        return 1 + bisect_right(self._fit_from, tonnes) if tonnes > 0 else 0

    def _fits(self, a: int, t: int) -> float:
        """Tonnes that may leave on a link in a period and arrive at its end."""
        there = t + self.lead[a]
        fits = min(self._link[a][t], self._node[self.head[a]][there])
        return min(fits, self._gate[self.gate[a]][there]) if self.gate[a] >= 0 else fits

    def of(self, taken: Taken) -> float:
        """Tonnes that still fit on a way."""
        legs = min((self._fits(a, t) for a, t in taken.legs), default=math.inf)
        return min(legs, min((self._store[v][t] for v, t in taken.stays), default=math.inf))

    def take(self, taken: Taken, tonnes: float) -> None:
        """Take room on a way."""
        if tonnes <= 0:
            return
        for a, t in taken.legs:
            there = t + self.lead[a]
            for size in self._less(self._link[a], t, tonnes):
                self.full[size][a][t] = True
            self._arrive("node", self._node, self.head[a], there, tonnes)
            if self.gate[a] >= 0:
                self._arrive("gate", self._gate, self.gate[a], there, tonnes)
        for v, t in taken.stays:
            for size in self._less(self._store[v], t, tonnes):
                self.packed[size][v][t] = True

    def _arrive(self, kind: str, table: list[list[float]], i: int, there: int, tonnes: float) -> None:
        for size in self._less(table[i], there, tonnes):
            for a in self._into[kind, i]:
                if there >= self.lead[a]:
                    self.full[size][a][there - self.lead[a]] = True

    def _less(self, row: list[float], t: int, tonnes: float) -> range:
        """Take tonnes from one capacity; the sizes that fitted before and no longer do. A speck of the whole is nothing."""
        before = row[t]
        if before == math.inf:
            return range(0)
        rest = before - tonnes
        row[t] = rest if rest > SPECK * self._whole[id(row)][t] else 0.0
        return range(self._sizes(row[t]) + 1, self._sizes(before) + 1)


class Shares:
    """What closures leave open, by period."""

    def __init__(self, scenario: Scenario, grid: Grid):
        self._grid = grid
        self._open: dict[tuple[ClosureOf, str], list[float]] = {}
        # by code, so that the order of rows does not even change a rounding
        for row in sorted(scenario.closures, key=lambda row: row.closure):
            days = self._open.setdefault((row.of, row.closes), [1.0] * grid.days)
            first = max(0, (row.first_day - grid.start) // dt.timedelta(days=1))
            end = min(grid.days, (row.last_day - grid.start) // dt.timedelta(days=1) + 1)
            for day in range(first, end):
                days[day] *= row.share_open

    def _days(self, of: ClosureOf, code: str, period: int) -> list[float]:
        first = period * self._grid.period_days
        end = min(first + self._grid.period_days, self._grid.days)
        days = self._open.get((of, code))
        return days[first:end] if days else [1.0] * (end - first)

    def limit(self, of: ClosureOf, code: str, per_day: float | None) -> list[float]:
        """Tonnes that fit in each period; infinite where none are stated."""
        if per_day is None:
            return [math.inf] * self._grid.periods
        return [sum(per_day * share for share in self._days(of, code, t)) for t in range(self._grid.periods)]

    def shut(self, of: ClosureOf, code: str) -> set[int]:
        """Periods on every day of which it is shut."""
        if (of, code) not in self._open:
            return set()
        return {t for t in range(self._grid.periods) if not any(self._days(of, code, t))}
