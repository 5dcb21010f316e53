"""
The published airlift problems, solved by the planner's own column generation and checked row by row.

``python -m benchmarks.pds [--only 02]`` prints one line for each, with the simplex method on the whole programme beside it. An
arc that leaves a source becomes an offer, an arc that enters a sink a requirement, a commodity's supply a fund that every unit
draws on, a joint capacity a corridor. ``mainstay.planning.levels.solve`` solves what comes of it, as any other problem.
"""

from __future__ import annotations

import argparse
import csv
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mainstay.planning.levels import solve
from mainstay.planning.problem import Network, Problem
from mainstay.planning.ways import Ways
from mainstay.solve import Method, Programme
from mainstay.solve import solve as solve_whole

from .pds_mps import Floats, Linear, read_mps
from .pds_network import Flows, recover

FOLDER = Path(__file__).parents[2] / "shared" / "data" / "instances"
NAMES = ("02", "06", "10", "20")

GAP = 1e-7
"""Relative gap at which the planner stops, of what is saved over the dearest way."""


@dataclass(frozen=True)
class Result:
    """What came of one programme.

    Attributes
    ----------
    objective
        Cost of ``x``.
    bound
        What no flow costs less than, by weak duality.
    x : (columns,)
        A flow, in the columns of the programme.
    violation
        Greatest amount by which it breaks a row or a bound, relative to the largest right-hand side.
    rounds, columns
        Masters solved and ways found.
    """

    objective: float
    bound: float
    x: Floats
    violation: float
    rounds: int
    columns: int

    @property
    def gap(self) -> float:
        """Certified relative distance between cost and bound."""
        return (self.objective - self.bound) / self.objective


@dataclass(frozen=True)
class Adapter:
    """A flow of least cost as a planning problem on one period.

    Every unit that reaches its sink earns ``value`` less what its way costs. Where an arc leads from source to sink and nothing
    limits it, its cost is the value: what can save nothing goes there, and the arc itself is left out of the problem. Without
    such an arc the value is more than all arcs cost together, and a unit that stays behind is an error.

    Attributes
    ----------
    problem
        Its links are the other arcs.
    link : (links,)
        Arc of each link.
    direct : (commodities,)
        Arc from source to sink that nothing limits, or -1.
    value : (commodities,)
    """

    flows: Flows
    problem: Problem
    link: np.ndarray
    direct: np.ndarray
    value: Floats

    def arc_flow(self, ways: Ways, lots: Floats) -> Floats:
        """
        Return what flows over each arc: (arcs,).

        Raises
        ------
        ValueError
            If some of a supply stays behind.
        """
        problem = self.problem
        used = ways.link >= 0
        flow = np.zeros(len(self.flows.arcs))
        np.add.at(flow, self.link[ways.link[used]], np.repeat(lots, used.sum(axis=1)))
        commodity = problem.budget[problem.pair_offer[ways.pair]]
        left = self.flows.supply - np.bincount(commodity, lots, minlength=len(self.flows.supply))
        undone = (self.direct < 0) & (left > 1e-7 * self.flows.supply)
        if undone.any():
            raise ValueError(f"{left[undone].sum():g} units of what is supplied find no way")
        there = self.direct >= 0
        flow[self.direct[there]] = np.maximum(0.0, left[there])
        return flow


def adapt(flows: Flows) -> Adapter:
    """Make a planning problem of a flow: offers at the arcs that leave a source, requirements at those that enter a sink."""
    arcs, cost, commodities = flows.arcs, flows.cost, len(flows.supply)
    commodity = np.full(flows.nodes, -1, dtype=np.int32)
    commodity[flows.source] = commodity[flows.sink] = np.arange(commodities)
    direct, value = np.full(commodities, -1), np.full(commodities, 1.0 + cost.sum())
    straight = np.flatnonzero(arcs.free & (commodity[arcs.tail] >= 0) & (commodity[arcs.head] >= 0))
    for a in straight[np.argsort(-cost[straight], kind="stable")]:
        direct[commodity[arcs.tail[a]]], value[commodity[arcs.tail[a]]] = a, cost[a]
    link = np.setdiff1d(np.arange(len(arcs)), straight)
    arcs, cost = arcs.take(link), cost[link]

    gives, takes = commodity[arcs.tail] >= 0, commodity[arcs.head] >= 0
    of_offer, of_need = commodity[arcs.tail[gives]], commodity[arcs.head[takes]]
    offers, needs = len(of_offer), len(of_need)
    nodes = offers + flows.nodes + needs
    tail, head = arcs.tail + offers, arcs.head + offers
    tail[gives], head[takes] = np.arange(offers), offers + flows.nodes + np.arange(needs)
    own = np.where(gives | takes, np.inf, arcs.bound)  # the others' bounds stand on offers and requirements
    pair_offer, pair_need = np.nonzero(of_offer[:, None] == of_need[None, :])
    network = Network(
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        lead=np.zeros(len(arcs), dtype=np.int32),
        cost=cost,
        gate=arcs.joint.astype(np.int32),
        link_t=own[:, None],
        node_t=np.full((nodes, 1), np.inf),
        gate_t=flows.capacity[:, None],
        store_t=np.zeros(nodes),
        wait_cost=0.0,
        shut=np.zeros((len(arcs), 1), dtype=bool),
    )
    none = np.zeros(offers, dtype=np.int32)
    problem = Problem(
        network=network,
        permitted=np.ones((1, len(arcs)), dtype=bool),
        origin=np.arange(offers, dtype=np.int32),
        ready=none,
        last=none,
        klass=none,
        load=np.ones(offers),
        source=np.arange(offers, dtype=np.int32),
        amount=np.minimum(arcs.bound[gives], flows.supply[of_offer]),
        place=np.arange(nodes - needs, nodes, dtype=np.int32),
        asked=arcs.bound[takes],
        worth=np.ones((needs, 1)),
        pair_offer=pair_offer.astype(np.int32),
        pair_need=pair_need.astype(np.int32),
        rate=np.ones(len(pair_offer)),
        value=value[of_offer[pair_offer]],
        budget=of_offer,
        budget_end=of_offer + 1,
        price=np.ones(offers),
        budget_eur=flows.supply,
        block=np.zeros(1, dtype=np.int32),
    )
    return Adapter(flows, problem, link, direct, value)


def solve_flow(programme: Linear, gap: float = GAP) -> Result:
    """
    Solve a programme that is a multicommodity flow by the planner.

    Raises
    ------
    ValueError
        If it is no such flow, or has no solution.
    """
    adapter = adapt(recover(programme))
    outcome = solve(adapter.problem, gap, vertex=False)
    x = np.asarray(adapter.flows.arcs.made_of.T @ adapter.arc_flow(outcome.ways, outcome.lots))
    whole = float(adapter.value @ adapter.flows.supply)
    objective, bound = float(programme.cost @ x), whole - outcome.bound
    return Result(objective, bound, x, violation(programme, x), outcome.rounds, outcome.columns)


def violation(programme: Linear, x: Floats) -> float:
    """Return the greatest amount by which ``x`` breaks a row or a bound, relative to the largest right-hand side."""
    over = np.asarray(programme.matrix @ x) - programme.right
    rows = np.where(programme.equal, np.abs(over), np.maximum(0.0, over))
    bounds = np.maximum(0.0, np.maximum(-x, x - programme.upper))
    return float(max(rows.max(), bounds.max()) / np.abs(programme.right).max())


def simplex(programme: Linear) -> float:
    """Return the least cost according to the simplex method on the whole programme."""
    lower = np.where(programme.equal, programme.right, -np.inf)
    return solve_whole(
        Programme(programme.cost, programme.matrix, programme.right, row_lower=lower, upper=programme.upper), Method.SIMPLEX
    ).objective


def published(name: str) -> float:
    """Return the published least cost of a problem."""
    with (FOLDER / "known_optima.csv").open(newline="") as file:
        return {row["problem"]: float(row["optimal_objective"]) for row in csv.DictReader(file)}[f"PDS-{name}"]


def read(name: str) -> Linear:
    """Read a problem by its number of days."""
    return read_mps(FOLDER / f"pds-{name}.mps.bz2")


def main() -> None:
    """Solve the problems and print what came of it."""
    parser = argparse.ArgumentParser(description="The published airlift problems by the planner's column generation.")
    parser.add_argument("--only", choices=NAMES, help="solve one of them only")
    only = parser.parse_args().only
    print("| PDS | objective | off published | certified gap | violation | rounds | columns | CPU s | simplex: off | CPU s |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for name in (only,) if only else NAMES:
        programme, known = read(name), published(name)
        began = time.process_time()
        result = solve_flow(programme)
        between = time.process_time()
        peer = simplex(programme)
        ended = time.process_time()
        cells = (
            *(name, f"{result.objective:.1f}", f"{result.objective / known - 1:.1e}", f"{result.gap:.1e}"),
            *(f"{result.violation:.1e}", str(result.rounds), f"{result.columns:,}", f"{between - began:.2f}"),
            *(f"{peer / known - 1:.1e}", f"{ended - between:.2f}"),
        )
        print("|", " | ".join(cells), "|", flush=True)


if __name__ == "__main__":
    main()
