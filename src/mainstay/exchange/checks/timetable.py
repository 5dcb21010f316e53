"""When cargo can be where at the earliest, without regard to how much of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from mainstay.model import Closure, ClosureOf, Scenario
from mainstay.model.grid import Grid

Bools = NDArray[np.bool_]
Start = tuple[int, int, int]
"""Node, first and last period in which cargo may leave it."""


class Timetable:
    """Links and closures of a scenario on the grid of its periods, as ``docs/rules.md`` says.

    Attributes
    ----------
    tail, head, lead : (links,)
        Ends of each link, and periods from leaving to arriving.
    open : (periods, links)
        Whether what leaves on a link in a period may leave there and arrive where and when it leads.
    stores : (nodes,)
        Whether cargo may wait there.
    """

    def __init__(self, scenario: Scenario, closures: Iterable[Closure] = ()):
        self.grid = Grid.of(scenario.settings)
        self.start, self.days, self.periods = self.grid.start, self.grid.days, self.grid.periods
        self.number = {node.node: i for i, node in enumerate(scenario.nodes)}
        nodes, links = scenario.by_key("nodes"), scenario.links
        self.links = links
        self.tail = np.array([self.number[link.origin] for link in links], dtype=np.int64)
        self.head = np.array([self.number[link.destination] for link in links], dtype=np.int64)
        hours = [link.hours + nodes[link.destination].handling_hours for link in links]
        # what takes as long as the plan does not arrive, however much longer it takes
        self.lead = np.array([min(self.grid.lead(h), self.periods) for h in hours], dtype=np.int64)
        self.stores = np.array([bool(node.storage_t) for node in scenario.nodes], dtype=bool)
        self.open = np.ones((self.periods, len(links)), dtype=bool)
        self._close(closures)

    def _close(self, closures: Iterable[Closure]) -> None:
        shut: dict[tuple[str, str], Bools] = {}
        for closure in closures:
            if closure.share_open == 0:
                first = max(0, (closure.first_day - self.start).days)
                end = max(first, min(self.days, (closure.last_day - self.start).days + 1))
                days = shut.setdefault((closure.of, closure.closes), np.zeros(self.days, dtype=bool))
                days[first:end] = True
        periods = {what: self._whole_periods(days) for what, days in shut.items()}
        for at, link in enumerate(self.links):
            for what in ((ClosureOf.LINK, link.link), (ClosureOf.NODE, link.origin)):
                if what in periods:
                    self.open[:, at] &= ~periods[what]
            for what in ((ClosureOf.NODE, link.destination), (ClosureOf.CORRIDOR, link.corridor)):
                if what in periods:
                    lead = int(self.lead[at])
                    self.open[: self.periods - lead, at] &= ~periods[what][lead:]

    def _whole_periods(self, days: Bools) -> Bools:
        """Periods of which every day is among these."""
        return np.logical_and.reduceat(days, np.arange(0, self.days, self.grid.period_days))

    def last_until(self, day: dt.date | None) -> int:
        """Last period that begins on a day or earlier; the last of all without a day."""
        return self.periods - 1 if day is None else self.grid.last_until(day)

    def earliest(self, starts: Iterable[Start], allowed: Bools) -> NDArray[np.int64]:
        """First period in which cargo can be at each node: (nodes,); the number of periods where it cannot be."""
        here = np.zeros((self.periods, len(self.number)), dtype=bool)
        for node, first, last in starts:
            here[first : max(first, last + 1), node] = True
        tail, head, lead, open_ = self.tail[allowed], self.head[allowed], self.lead[allowed], self.open[:, allowed]
        for period in range(self.periods):
            at = here[period]
            if period + 1 < self.periods:
                here[period + 1] |= at & self.stores
            going = np.flatnonzero(at[tail] & open_[period])
            arrives = period + lead[going]
            inside = arrives < self.periods
            here[arrives[inside], head[going][inside]] = True
        return np.where(here.any(axis=0), here.argmax(axis=0), self.periods)

    def ever(self, starts: Iterable[int], allowed: Bools) -> Bools:
        """Whether a node can be reached at all, if time does not matter: (nodes,)."""
        here = np.zeros(len(self.number), dtype=bool)
        here[list(starts)] = True
        tail, head = self.tail[allowed], self.head[allowed]
        before = -1
        while before != (before := int(here.sum())):
            here[head[here[tail]]] = True
        return here
