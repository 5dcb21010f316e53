"""What each offer could do for each demand if it had the network to itself: arrival, way, and what is full on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
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
    _ways: list[Ways] = field(default_factory=list, repr=False)

    def way(self, pair: int) -> Ways:
        """Return the quickest way of a pair that arrives in time to be useful."""
        if not len(self._ways):
            known = np.flatnonzero(self.arrival >= 0).astype(np.int32)
            self._ways.append(self.labels.trace(self.prices, known, self.arrival))
        (ways,) = self._ways
        return ways.take(ways.pair == pair)

    def reached(self, pair: int) -> bool:
        """Whether any permitted links lead from the offer to the place of the demand, whatever the day."""
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
    end = problem.network.periods
    sooner = 2.0 - np.arange(end) / end  # what comes sooner is better, whatever it earns
    free = replace(
        problem,
        network=replace(problem.network, cost=np.zeros(problem.network.links), wait_cost=0.0),
        value=np.ones(problem.pairs),
        worth=np.where(problem.worth >= 0, sooner, -1.0),
    )
    labels = Labels(free)
    prices = labels.prices(np.zeros(len(problem.capacity)))
    profit, arrival, _ = labels.best(prices)
    return Alone(case, labels, prices, np.where(np.isfinite(profit), arrival, -1).astype(np.int32))


def stops(case: Case, way: Ways) -> tuple[str, ...]:
    """Nodes of a way in the order of travel, with the repair shops that it passes."""
    problem = case.problem
    net = problem.network
    source = problem.source[problem.pair_offer[way.pair[0]]]
    out = [case.nodes[net.spot_of[problem.origin[source]]].node]
    for a in way.link[0, : way.legs[0]].tolist():
        shop, road = int(net.shop_of[a]), int(net.road_of[a])
        out.append(f"repair at {case.scenario.repairs[shop].repair}" if shop >= 0 else case.links[road].destination)
    return tuple(out)


@dataclass(frozen=True)
class Loads:
    """
    What a plan puts on links, nodes, gates and stores, (things, periods) t each, on budgets (EUR) and on shared rows.

    ``fed`` is what its ways alone put on the shared rows; below 0 where they feed them.
    """

    link: Floats
    node: Floats
    gate: Floats
    store: Floats
    budget: Floats
    shared: Floats
    fed: Floats


def loads_of(case: Case, ways: Ways, lots: Floats, taken: Floats) -> Loads:
    """Add up what amounts on ways, and choices taken (choices,), put on everything."""
    problem = case.problem
    _, start, row, value = entries(problem, ways)
    load = np.bincount(row, value * np.repeat(lots, np.diff(start)), minlength=len(problem.capacity)).astype(np.float64)
    rows = problem.rows
    fed = load[rows.shared : rows.link].copy()
    load[rows.budget : rows.link] += problem.choices.matrix @ taken
    part = rows.split(load)
    return Loads(part["link"], part["node"], part["gate"], part["store"], part["budget"], part["shared"], fed)


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


def full_on(case: Case, loads: Loads, way: Ways, first: int, last: int, need: float = 0.0) -> list[Full]:
    """
    Return what is full, and when between two periods, on the links, nodes, gates and repair shops of a way.

    Where what is left over all these periods is less than ``need`` (t), the whole of them counts as full.
    """
    net = case.problem.network
    out: list[Full] = []
    for i in range(int(way.legs[0])):
        a = int(way.link[0, i])
        if net.shop_of[a] >= 0:
            out += _shop_full(case, loads, a, first, last)
            continue
        road, end = int(net.road_of[a]), int(net.spot_of[net.head[a]])
        here = [
            ("link", case.links[road].link, loads.link[road], net.link_t[road], 0),
            ("node", case.links[road].destination, loads.node[end], net.node_t[end], int(net.lead[a])),
        ]
        if net.gate[a] >= 0:
            g = int(net.gate[a])
            here.append(("corridor", case.scenario.corridors[g].corridor, loads.gate[g], net.gate_t[g], int(net.lead[a])))
        for kind, key, load, room, lag in here:
            span = np.arange(min(first + lag, net.periods), min(last + lag + 1, net.periods))
            tight = span[np.isfinite(room[span]) & (load[span] >= room[span] * FULL)]
            if need > 0 and float((room[span] - load[span]).sum()) < need * FULL:
                tight = span
            out += stretches(case, kind, key, tight)
    return out


def _shop_full(case: Case, loads: Loads, a: int, first: int, last: int) -> list[Full]:
    """When the bays or the spares of a repair shop are used up."""
    problem = case.problem
    choices, shop = problem.choices, int(problem.network.shop_of[a])
    code, end = case.scenario.repairs[shop].repair, problem.network.periods
    out: list[Full] = []
    for kind, rows in (("bays of shop", choices.bays[shop]), ("spares of shop", choices.spares[shop])):
        if (rows < 0).all():
            continue
        room = choices.capacity[rows]
        # of spares: what opened there and came, less what was used by then
        left = room - loads.shared[rows] if kind.startswith("bays") else np.cumsum(room - loads.fed[rows])
        when = np.arange(first, min(last + 1, end))
        out += stretches(case, kind, code, when[left[when] <= (1 - FULL) * np.maximum(1.0, room[when])])
    return out


def stretches(case: Case, kind: str, key: str, periods: np.ndarray) -> list[Full]:
    """Join neighbouring periods into stretches of days."""
    out = []
    for _, run in groupby(enumerate(periods.tolist()), key=lambda pair: pair[1] - pair[0]):
        members = [t for _, t in run]
        out.append(Full(kind, key, case.grid.first_day(members[0]), case.grid.last_day(members[-1])))
    return out


def planned(case: Case, record: Record) -> tuple[Floats, Floats, Floats]:
    """Quantities planned for each requirement of an item: arriving usefully, arriving by the due day, and points earned."""
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
