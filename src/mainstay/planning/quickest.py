"""The quickest permitted way that still has room: a search over nodes and periods, for the spreadsheet rule."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mainstay.model import Link

from .room import Room, Taken

FAR = math.inf
PATIENCE = 1500
"""States after which a search looks at what is full first; costs about as much as that."""


@dataclass(frozen=True)
class Way:
    """A timed path: link and period of departure of each leg; from ``begins`` on it no longer stands with its owner."""

    begins: int
    arrives: int
    legs: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Start:
    """Where cargo stands, the periods in which it may leave, the set of its links, and its size (see :class:`Room`)."""

    node: int
    ready: int
    last: int
    mask: int
    size: int


class Ways:
    """Searches ways through a network whose room only shrinks.

    An earlier answer therefore stays true in one sense: nothing ever arrives earlier, or over fewer periods, than it once did.
    """

    def __init__(self, room: Room, links: Sequence[Link], nodes: int):
        self.room = room
        self.nodes = nodes
        self._metres = [round(1000 * link.km) for link in links]  # whole, so that sums compare exactly
        self._codes = [link.link for link in links]
        self._masks: dict[frozenset[str], int] = {}
        self._out: list[list[list[int]]] = []
        self._into: list[list[list[int]]] = []
        self._far: dict[tuple[int, int, str], list[float]] = {}
        self._soonest: dict[tuple[Start, int], int] = {}
        self._hopes: dict[tuple[int, int, int], memoryview] = {}

    def mask(self, forbidden: frozenset[str]) -> int:
        """Return the number of the set of links that are left when some are forbidden."""
        if forbidden not in self._masks:
            self._masks[forbidden] = len(self._masks)
            out: list[list[int]] = [[] for _ in range(self.nodes)]
            into: list[list[int]] = [[] for _ in range(self.nodes)]
            for a, code in enumerate(self._codes):
                if code not in forbidden:
                    out[self.room.tail[a]].append(a)
                    into[self.room.head[a]].append(a)
            self._out.append(out)
            self._into.append(into)
        return self._masks[forbidden]

    def km(self, mask: int, node: int, place: int) -> float:
        """Kilometres of the shortest path from a node to a place, whether or not it has room."""
        return self._shortest(mask, place, "metres")[node] / 1000

    def forget(self) -> None:
        """Drop what was worked out for one place; the next one needs the memory."""
        self._hopes.clear()

    def taken(self, start: Start, way: Way) -> Taken:
        """What a way takes room of."""
        stays: list[tuple[int, int]] = []
        node, t = start.node, way.begins
        for a, leaves in way.legs:
            stays += [(node, p) for p in range(t, leaves)]
            node, t = self.room.head[a], leaves + self.room.lead[a]
        return Taken(way.legs, tuple(stays))

    def quickest(self, start: Start, place: int, limit: int) -> Way | None:
        """Find the way that arrives first, and not after period ``limit``; None if there is no room for one.

        Of ways that arrive together the one that leaves first counts, then the shorter, that of fewer legs, and codes.
        """
        if start.ready > start.last or self._soonest.get((start, place), start.ready) > limit:
            return None
        if start.node == place:
            return Way(start.ready, start.ready, ())
        way = self._search(start, place, limit, PATIENCE)
        if way == "lost patience":
            self._look(start.mask, place, start.size)
            way = self._search(start, place, limit, None)
        assert not isinstance(way, str)
        self._soonest[start, place] = limit + 1 if way is None else way.arrives
        return way

    def _search(self, start: Start, place: int, limit: int, patience: int | None) -> Way | str | None:
        hopes = self._hope(start.mask, place, start.size)
        room, periods, origin, last = self.room, self.room.periods, start.node, start.last
        metres, far = self._metres, self._shortest(start.mask, place, "metres")
        full, packed = room.full[start.size], room.packed[start.size]
        lead, head, out = room.lead, room.head, self._out[start.mask]
        # a standing offer may wait for nothing: the best it can hope for in a period or later, up to its last
        standing = list(hopes[origin * periods : origin * periods + last + 1])
        for t in range(last - 1, start.ready - 1, -1):
            standing[t] = min(standing[t], standing[t + 1])
        # entries: arrival hoped for, departure, metres at least, legs, state, link taken, state before; an offer that
        # stands with its owner has the state -1 - period
        heap: list[tuple[int, int, float, int, int, int, int]] = []
        if standing[start.ready] <= limit:
            heap.append((standing[start.ready], start.ready, far[origin], 0, -1 - start.ready, -1, 0))
        came: dict[int, tuple[int, int]] = {}
        while heap:
            _, departs, length, legs, state, link, before = heapq.heappop(heap)
            if state in came:
                continue
            came[state] = (before, link)
            if len(came) == patience:
                return "lost patience"
            if state < 0:
                node, t = origin, -1 - state
                if t < last and standing[t + 1] <= limit:
                    heapq.heappush(heap, (standing[t + 1], t + 1, length, 0, state - 1, -1, state))
            else:
                node, t = divmod(state, periods)
                if node == place:
                    return self._trace(came, state, t)
            gone = length - far[node]
            for a in out[node]:
                if not full[a][t]:
                    there = head[a] * periods + t + lead[a]
                    if hopes[there] <= limit and there not in came:
                        least = gone + metres[a] + far[head[a]]
                        heapq.heappush(heap, (hopes[there], departs, least, legs + 1, there, a, state))
            # what stands with its owner becomes cargo on its way only when it may no longer stand
            if t + 1 < periods and (state >= 0 or t == last) and not packed[node][t]:
                there = node * periods + t + 1
                if hopes[there] <= limit and there not in came:
                    heapq.heappush(heap, (hopes[there], departs if legs else t + 1, length, legs, there, -1, state))
        return None

    def _trace(self, came: dict[int, tuple[int, int]], state: int, arrives: int) -> Way:
        legs = []
        while state >= 0:
            before, a = came[state]
            if a >= 0:
                legs.append((a, -1 - before if before < 0 else before % self.room.periods))
            state = before
        return Way(-1 - state, arrives, tuple(reversed(legs)))

    # --- what can be hoped for -------------------------------------------------------------------------------------

    def _hope(self, mask: int, place: int, size: int) -> memoryview:
        """Period before which cargo cannot arrive, by node and period at which it is; at first as if there were room."""
        if (mask, place, size) not in self._hopes:
            periods = self.room.periods
            togo = np.minimum(self._shortest(mask, place, "lead"), 2.0 * periods)
            table = (togo[:, None] + np.arange(periods)).astype(np.int32)
            self._hopes[mask, place, size] = table.ravel().data
        return self._hopes[mask, place, size]

    def _look(self, mask: int, place: int, size: int) -> None:
        """Work out the same with what is full by now, from the last period backwards."""
        room, periods = self.room, self.room.periods
        links = np.array([a for node in self._out[mask] for a in node])
        lead, head, tail = (np.array(of)[links] for of in (room.lead, room.head, room.tail))
        full = _matrix(room.full[size])[links]
        packed = _matrix(room.packed[size])
        first = np.flatnonzero(np.diff(tail, prepend=-1))  # links stand in the order of their origins
        never = 2 * periods
        table = np.full((self.nodes, periods), never, dtype=np.int32)
        there = np.minimum(np.arange(periods)[:, None] + lead, periods - 1)  # beyond it a link is full
        table[place] = np.arange(periods)
        for t in range(periods - 1, -1, -1):
            best = np.full(self.nodes, never, dtype=np.int32)
            arrives = np.where(full[:, t], never, table[head, there[t]])
            best[tail[first]] = np.minimum.reduceat(arrives, first)
            if t + 1 < periods:
                best = np.where(packed[:, t], best, np.minimum(best, table[:, t + 1]))
            table[:, t] = np.minimum(best, table[:, t])
        self._hopes[mask, place, size] = table.ravel().data

    def _shortest(self, mask: int, place: int, by: str) -> list[float]:
        """Fewest metres, or periods, from every node to a place over the links of a mask."""
        if (mask, place, by) in self._far:
            return self._far[mask, place, by]
        length = self._metres if by == "metres" else self.room.lead
        into, tail = self._into[mask], self.room.tail
        best = [FAR] * self.nodes
        best[place] = 0.0
        heap = [(0.0, place)]
        while heap:
            far, node = heapq.heappop(heap)
            if far > best[node]:
                continue
            for a in into[node]:
                if far + length[a] < best[tail[a]]:
                    best[tail[a]] = far + length[a]
                    heapq.heappush(heap, (best[tail[a]], tail[a]))
        self._far[mask, place, by] = best
        return best


def _matrix(flags: Sequence[bytearray]) -> NDArray[np.bool_]:
    return np.frombuffer(b"".join(flags), dtype=np.bool_).reshape(len(flags), -1)
