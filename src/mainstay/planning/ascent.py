"""The dual phase: prices rise where loads exceed what there is, and the ways found on the way are kept."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .bound import upper_bound
from .columns import entries
from .labels import Labels
from .problem import Floats, Problem
from .ways import Ways, empty_ways


@dataclass(frozen=True)
class Climb:
    """How to climb; what was tried stands in ``benchmarks/NOTES.md``.

    Attributes
    ----------
    iterations
        How many pricings.
    memory
        Share of the old average kept when a new load comes in.
    step, decay
        First step and its factor from one iteration to the next.
    harvest
        Iteration from which the ways are kept.
    """

    iterations: int = 300
    memory: float = 0.7
    step: float = 1.0
    decay: float = 0.98
    harvest: int = 60


@dataclass
class Ascent:
    """State of a dual phase: the best bound so far, its prices, and the ways kept."""

    bound: float
    price: Floats
    kept: list[Ways]


def level(problem: Problem) -> float:
    """Points per tonne in the middle of what is asked, by weight: the scale on which capacity is priced."""
    loaded = problem.load[problem.source[problem.pair_offer]] > 0
    value, tonnes = (problem.value / problem.rate)[loaded], problem.asked[problem.pair_need[loaded]]
    if not len(value):
        return 1.0
    order = np.argsort(value)
    middle = np.searchsorted(np.cumsum(tonnes[order]), tonnes.sum() / 2)
    return float(value[order][min(middle, len(value) - 1)])


class Climber:
    """Runs a dual phase one pricing at a time, so that whoever watches can stop it."""

    def __init__(self, problem: Problem, labels: Labels, climb: Climb, price: Floats | None = None):
        self.problem, self.labels, self.climb = problem, labels, climb
        rows, capacity = problem.rows, problem.capacity
        self.scale = np.full(len(capacity), level(problem))
        self.scale[: rows.need] = 0.0
        best = np.zeros(problem.needs)
        np.maximum.at(best, problem.pair_need, problem.value / problem.rate)
        self.scale[rows.need : rows.budget] = best
        dearest = np.zeros(len(problem.budget_eur))
        worth = np.zeros(problem.offers)
        np.maximum.at(worth, problem.pair_offer, problem.value)
        for o in np.flatnonzero((problem.budget >= 0) & (problem.price > 0)):
            span = slice(problem.budget[o], problem.budget_end[o])
            dearest[span] = np.maximum(dearest[span], worth[o] / problem.price[o])
        self.scale[rows.budget : rows.link] = dearest
        self.limited = np.isfinite(capacity) & (capacity > 0)
        self.limited[: rows.need] = False
        self.price = np.zeros(len(capacity)) if price is None else price
        self.average: Floats = self.price
        self.theta = climb.step
        self.done = 0
        self.latest = empty_ways()
        self.state = Ascent(np.inf, self.price, [])

    def step(self) -> None:
        """Price once, note the bound, and move the prices."""
        problem, climb = self.problem, self.climb
        profit, _, ways = self.labels.best(self.labels.prices(self.price))
        self.latest = ways
        bound = upper_bound(problem, self.price, profit)
        if bound < self.state.bound:
            self.state.bound, self.state.price = bound, self.price
        if self.done >= climb.harvest:
            self.state.kept.append(ways)
        _, start, row, value = entries(problem, ways)
        amount = problem.amount[problem.pair_offer[ways.pair]]
        load = np.bincount(row, value * np.repeat(amount, np.diff(start)), minlength=len(self.price)).astype(np.float64)
        self.average = climb.memory * self.average + (1 - climb.memory) * load if self.done else load
        at = self.limited
        excess = np.clip((self.average[at] - problem.capacity[at]) / problem.capacity[at], -1.0, 2.0)
        price = self.price.copy()
        price[at] = np.maximum(0.0, price[at] + self.theta * self.scale[at] * 0.2 * excess)
        self.price = price
        self.theta *= climb.decay
        self.done += 1
