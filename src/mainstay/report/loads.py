"""What links, gates and nodes carry in a plan, in all and where it is most."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from mainstay.model import Flow, Leg, NodeDay, Scenario

WEEK = 7
"""Days over which a share of capacity is judged: one full day is no bottleneck, a full week is."""
FULL = 0.99
"""Share of capacity from which a link counts as full."""
NARROW = 4
"""A gate of links between so many pairs of nodes is a place on the way, and full links show it. A wider one is the entry to
the nodes where its links end, and those show it: none of the many links into it is full itself."""


@dataclass(frozen=True)
class Load:
    """Load of a link or node.

    Attributes
    ----------
    total_t
        Tonnes that leave on the link, or arrive at the node.
    mean_t_per_day
        The same by the days of the plan.
    peak_t, peak_day
        Most in one period, and the first day of that.
    peak_share
        Highest share of capacity in one period; None if no capacity is stated.
    week_share
        Highest share over seven days in a row (one period, if that is longer); that of its gate, if higher.
    out_t, waiting_t
        Nodes: tonnes that leave, and most tonnes that wait at once.
    """

    code: str
    total_t: float
    mean_t_per_day: float
    peak_t: float
    peak_day: dt.date
    peak_share: float | None
    week_share: float | None
    out_t: float = 0.0
    waiting_t: float = 0.0

    @property
    def full(self) -> bool:
        """Whether it is full for a week."""
        return self.week_share is not None and self.week_share >= FULL


def window_days(scenario: Scenario) -> int:
    """Length in days of the window over which ``week_share`` is taken."""
    step = scenario.settings.period_days
    return max(1, WEEK // step) * step


def link_loads(scenario: Scenario, flows: Iterable[Flow], legs: Iterable[Leg] = ()) -> dict[str, Load]:
    """Loads of the links that carry something; ``legs`` tell the loads of the gates that they share."""
    links = scenario.by_key("links")
    grid = _Grid(scenario)
    loads: dict[str, np.ndarray] = defaultdict(grid.empty)
    capacities: dict[str, np.ndarray] = {}
    for flow in flows:
        if flow.link not in links:
            continue
        if flow.link not in capacities:
            capacities[flow.link] = grid.lengths * links[flow.link].capacity_t_per_day
        at = grid.period(flow.day)
        loads[flow.link][at] += flow.load_t
        capacities[flow.link][at] = flow.capacity_t
    gates = _gate_shares(scenario, grid, legs)
    narrow = {gate for gate, pairs in _gate_pairs(scenario).items() if len(pairs) <= NARROW}
    out = {}
    for code in sorted(loads):
        if loads[code].sum() <= 0:
            continue
        load = grid.load(code, loads[code], capacities[code])
        gate = links[code].corridor
        if gate in narrow and gate in gates:
            load = replace(load, week_share=max(gates[gate], load.week_share or 0.0))
        out[code] = load
    return out


def node_loads(scenario: Scenario, days: Iterable[NodeDay], legs: Iterable[Leg] = ()) -> dict[str, Load]:
    """Loads of the nodes at which something happens; ``legs`` tell the loads of the gates by which links enter them."""
    grid = _Grid(scenario)
    arrived: dict[str, np.ndarray] = defaultdict(grid.empty)
    handling: dict[str, np.ndarray] = {}
    stated = {node.node: node.handling_t_per_day for node in scenario.nodes}
    left: dict[str, float] = defaultdict(float)
    waiting: dict[str, float] = defaultdict(float)
    for day in days:
        at = grid.period(day.day)
        arrived[day.node][at] += day.arrived_t
        left[day.node] += day.departed_t
        waiting[day.node] = max(waiting[day.node], day.waiting_t)
        per_day = stated.get(day.node)
        if per_day is not None:
            limits = handling.setdefault(day.node, grid.lengths * per_day)
            if day.handling_t is not None:
                limits[at] = day.handling_t
    out = {
        node: grid.load(node, arrived[node], handling.get(node), left[node], waiting[node])
        for node in sorted(arrived)
        if arrived[node].sum() + left[node] + waiting[node] > 0
    }
    pairs = _gate_pairs(scenario)
    for gate, share in _gate_shares(scenario, grid, legs).items():
        for node in {end for _, end in pairs[gate]} & set(out) if len(pairs[gate]) > NARROW else ():
            out[node] = replace(out[node], week_share=max(share, out[node].week_share or 0.0))
    return out


class _Grid:
    """Periods of a scenario."""

    def __init__(self, scenario: Scenario):
        settings = scenario.settings
        self.start, self.step, self.days = settings.start, settings.period_days, settings.days
        self.count = -(-settings.days // settings.period_days)
        edges = [min(t * self.step, self.days) for t in range(self.count + 1)]
        self.lengths = np.array([b - a for a, b in pairwise(edges)], dtype=float)
        """Days of each period, shape (periods,)."""

    def empty(self) -> np.ndarray:
        return np.zeros(self.count)

    def period(self, day: dt.date) -> int:
        return min(max((day - self.start).days // self.step, 0), self.count - 1)

    def load(
        self, code: str, load: np.ndarray, capacity: np.ndarray | None, out_t: float = 0.0, waiting_t: float = 0.0
    ) -> Load:
        """Sum up loads and capacities in t, shape (periods,)."""
        at = int(load.argmax())
        shares = None if capacity is None else _share(load, capacity)
        total = float(load.sum())
        return Load(
            code,
            total,
            total / self.days,
            float(load[at]),
            self.start + dt.timedelta(days=at * self.step),
            None if shares is None else float(shares.max()),
            None if capacity is None else self.week(load, capacity),
            out_t,
            waiting_t,
        )

    def week(self, load: np.ndarray, capacity: np.ndarray) -> float:
        """Highest share over a week."""
        width = min(max(1, WEEK // self.step), self.count)
        ones = np.ones(width)
        return float(_share(np.convolve(load, ones, "valid"), np.convolve(capacity, ones, "valid")).max())


def _share(load: np.ndarray, capacity: np.ndarray) -> np.ndarray:
    """Load by capacity; 0 where nothing is carried, 1 where something is carried against no stated capacity."""
    carried = load > 1e-9
    return np.where(carried, np.where(capacity > 1e-9, load / np.maximum(capacity, 1e-9), 1.0), 0.0)


def _gate_shares(scenario: Scenario, grid: _Grid, legs: Iterable[Leg]) -> dict[str, float]:
    """Highest weekly share of each gate, counted on arrival; closures leave part of it open."""
    links = scenario.by_key("links")
    capacities = {
        corridor.corridor: np.full(grid.days, corridor.capacity_t_per_day, dtype=float) for corridor in scenario.corridors
    }
    for closure in scenario.closures:
        if str(closure.of) == "corridor" and closure.closes in capacities:
            first = max((closure.first_day - grid.start).days, 0)
            capacities[closure.closes][first : max((closure.last_day - grid.start).days + 1, 0)] *= closure.share_open
    loads: dict[str, np.ndarray] = defaultdict(grid.empty)
    for leg in legs:
        link = links.get(leg.link)
        if link is not None and link.corridor:
            loads[link.corridor][grid.period(leg.arrives)] += leg.mass_t
    starts = np.arange(grid.count) * grid.step
    return {
        gate: grid.week(load, np.add.reduceat(capacities[gate], starts)) for gate, load in loads.items() if gate in capacities
    }


def _gate_pairs(scenario: Scenario) -> dict[str, set[tuple[str, str]]]:
    """Between which nodes the links of each gate run, as origin and destination."""
    out: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for link in scenario.links:
        if link.corridor:
            out[link.corridor].add((link.origin, link.destination))
    return out
