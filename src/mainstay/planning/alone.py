"""What each offer could do for each requirement if it had the network to itself: arrival, way, and what is full on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np

from mainstay.model import Serves

from .build import Case
from .columns import entries
from .labels import Labels, Prices
from .problem import Floats, Ints
from .record import Record
from .ways import Ways

FULL = 1 - 1e-6
"""Share of a capacity from which it counts as full."""


@dataclass(frozen=True)
class Alone:
    """Earliest arrivals in an empty network.

    Attributes
    ----------
    arrival : (pairs,)
        Period of the earliest arrival that is still useful; -1 if there is none.
    """

    case: Case
    labels: Labels
    prices: Prices
    arrival: Ints

    def way(self, pair: int) -> Ways:
        """Return the quickest way of a pair that arrives in time to be useful."""
        return self.labels.trace(self.prices, np.array([pair], dtype=np.int32), self.arrival)

    def reached(self, pair: int) -> bool:
        """Whether any permitted links lead from the offer to the requirement, whatever the day."""
        problem, net = self.case.problem, self.case.problem.network
        source = problem.source[problem.pair_offer[pair]]
        permitted = problem.permitted[problem.klass[source]]
        known = np.zeros(net.nodes, dtype=bool)
        known[problem.origin[source]] = True
        for _ in range(net.nodes):
            before = int(known.sum())
            known[net.head[permitted & known[net.tail]]] = True
            if int(known.sum()) == before:
                break
        return bool(known[problem.place[problem.pair_need[pair]]])


def alone(case: Case) -> Alone:
    """Find the earliest useful arrival of every pair in an empty network."""
    problem = case.problem
    free = replace(problem, network=replace(problem.network, cost=np.zeros(problem.network.links), wait_cost=0.0))
    labels = Labels(free)
    prices = labels.prices(np.zeros(len(problem.capacity)))
    profit, arrival, _ = labels.best(prices)
    return Alone(case, labels, prices, np.where(np.isfinite(profit), arrival, -1).astype(np.int32))


@dataclass(frozen=True)
class Loads:
    """What a plan puts on links, nodes, gates and stores: (things, periods) t each."""

    link: Floats
    node: Floats
    gate: Floats
    store: Floats


def loads_of(case: Case, ways: Ways, lots: Floats) -> Loads:
    """Add up what amounts on ways put on the network."""
    problem = case.problem
    _, start, row, value = entries(problem, ways)
    load = np.bincount(row, value * np.repeat(lots, np.diff(start)), minlength=len(problem.capacity))
    part = problem.rows.split(load.astype(np.float64))
    return Loads(part["link"], part["node"], part["gate"], part["store"])


@dataclass(frozen=True)
class Full:
    """A stretch of days on which something is full."""

    kind: str
    key: str
    first_day: dt.date
    last_day: dt.date

    def __str__(self) -> str:
        if self.first_day == self.last_day:
            return f"{self.kind} {self.key} on {self.first_day}"
        return f"{self.kind} {self.key} from {self.first_day} to {self.last_day}"


def full_on(case: Case, loads: Loads, way: Ways, first: int, last: int) -> list[Full]:
    """Return what is full, and when between two periods, on the links, nodes and gates of a way."""
    net = case.problem.network
    out: list[Full] = []
    for i in range(int(way.legs[0])):
        a = int(way.link[0, i])
        here = [
            ("link", case.links[a].link, loads.link[a], net.link_t[a], 0),
            ("node", case.links[a].destination, loads.node[net.head[a]], net.node_t[net.head[a]], int(net.lead[a])),
        ]
        if net.gate[a] >= 0:
            g = int(net.gate[a])
            here.append(("corridor", case.scenario.corridors[g].corridor, loads.gate[g], net.gate_t[g], int(net.lead[a])))
        for kind, key, load, room, lag in here:
            span = np.arange(min(first + lag, net.periods), min(last + lag + 1, net.periods))
            tight = span[np.isfinite(room[span]) & (load[span] >= room[span] * FULL)]
            out += _stretches(case, kind, key, tight)
    return out


def _stretches(case: Case, kind: str, key: str, periods: np.ndarray) -> list[Full]:
    """Join neighbouring periods into stretches of days."""
    out = []
    for _, run in groupby(enumerate(periods.tolist()), key=lambda pair: pair[1] - pair[0]):
        members = [t for _, t in run]
        out.append(Full(kind, key, case.grid.first_day(members[0]), case.grid.last_day(members[-1])))
    return out


def planned(case: Case, record: Record) -> tuple[Floats, Floats, Floats]:
    """Quantities planned for each requirement: arriving usefully, arriving by the due day, and points earned."""
    number = {row.requirement: n for n, row in enumerate(case.requirements)}
    useful, on_time, points = (np.zeros(len(case.requirements)) for _ in range(3))
    for row in record.consignments:
        if row.serves != Serves.REQUIREMENT:
            continue
        n = number[row.requirement]
        useful[n] += row.counts_for
        points[n] += row.points
        if row.arrives <= case.requirements[n].due:
            on_time[n] += row.counts_for
    return useful, on_time, points
