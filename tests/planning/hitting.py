"""Small problems with their best plans, and what may hit them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from mainstay.model import Scenario
from mainstay.planning.build import build
from mainstay.planning.columns import entries
from mainstay.planning.hits import Hit, of_gate, of_node, of_offers, of_road
from mainstay.planning.levels import solve
from mainstay.planning.oracle import LIMIT, arc_flow, size
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Problem
from mainstay.planning.ways import Ways


def problems(make: Callable[[int], Scenario], seeds: range) -> Iterator[tuple[int, Problem]]:
    """Problems of seeded scenarios that have pairs and that the arc-flow model can take."""
    for seed in seeds:
        problem = build(make(seed)).problem
        if problem.pairs and size(problem) <= LIMIT:
            yield seed, problem


def best_plan(problem: Problem, *, by_flows: bool) -> Outcome:
    """The best plan, by flows over the network or by columns (by flows in any case, if anything must be whole)."""
    if not (problem.whole or by_flows):
        return solve(problem, 1e-9)
    flow = arc_flow(problem)
    bound = max(flow.points, flow.bound) if problem.whole else flow.points
    return Outcome(*(flow.ways, flow.lots, flow.points, bound, flow.price, "optimal", flow.ways, 1, len(flow.ways)), flow.taken)


def hits(problem: Problem, seed: int, number: int) -> list[Hit]:
    """Some of the things that may happen: offers, links, nodes, gates, money or choices fall away, or two of these at once."""
    rng = np.random.default_rng(seed)
    net = problem.network

    def one() -> Hit:
        kinds = ["offers", "road", "node"]
        kinds += (
            ["gate"] * bool(len(net.gate_t))
            + ["money"] * bool(len(problem.budget_eur))
            + ["choices"] * bool(len(problem.choices))
        )
        match rng.choice(kinds):
            case "offers":
                return of_offers(problem, rng.integers(problem.offers, size=rng.integers(1, 4)).astype(np.int32))
            case "road":
                return of_road(problem, int(rng.integers(net.roads)))
            case "node":
                return of_node(problem, int(rng.integers(net.spots)))
            case "gate":
                return of_gate(problem, int(rng.integers(len(net.gate_t))))
            case "money":
                return Hit(budget_eur=problem.budget_eur * rng.choice((0.0, 0.3, 0.7)))
        return Hit(choices=rng.random(len(problem.choices)) < rng.choice((0.02, 0.2)))

    return [one() | one() if rng.random() < 0.25 else one() for _ in range(number)]


def excess(problem: Problem, ways: Ways, lots: np.ndarray, taken: np.ndarray) -> float:
    """By how much a plan exceeds the row that it exceeds most, relative to the row's capacity or to 1."""
    _, start, row, value = entries(problem, ways)
    load = np.bincount(row, value * np.repeat(lots, np.diff(start)), minlength=len(problem.capacity)).astype(float)
    load[problem.rows.budget : problem.rows.link] += problem.choices.matrix @ taken
    limited = np.isfinite(problem.capacity)
    over = (load - problem.capacity)[limited] / np.maximum(1.0, problem.capacity[limited])
    return float(over.max(initial=0.0))
