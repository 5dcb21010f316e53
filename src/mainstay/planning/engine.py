"""Column generation: a dual phase to begin with, then masters and pricings until the bound is near enough."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

import numpy as np

from mainstay.solve import Method, Pool, Status

from .ascent import Climb, Climber
from .bound import best_of_offer, upper_bound
from .columns import entries
from .labels import Labels, Ways
from .problem import Floats, Ints, Problem
from .progress import Progress, Watch, silent

SMALL = 400
"""Pairs up to which the masters are solved by simplex and every improving way is taken."""

POOL = 60_000
"""Columns that a master takes at the most, the most promising first."""


@dataclass(frozen=True)
class Outcome:
    """A plan in arrays, with its proof.

    Attributes
    ----------
    ways
        Ways that carry something.
    lots : (ways,)
        How much each carries.
    points
        What it earns, less the cost of transport.
    bound
        What no plan can exceed.
    price : (rows,)
        Prices at which the bound was found.
    status
        ``optimal``, ``within the gap``, ``time limit`` or ``stopped``.
    pool
        All ways found, for whoever wants to start from here.
    rounds, columns
        Masters solved and columns found.
    """

    ways: Ways
    lots: Floats
    points: float
    bound: float
    price: Floats
    status: str
    pool: Ways
    rounds: int
    columns: int

    @property
    def gap(self) -> float:
        """Relative distance between bound and points; infinity if there is no bound."""
        return relative_gap(self.points, self.bound)


def relative_gap(points: float, bound: float) -> float:
    """Distance between a bound and what is attained, relative to what is attained."""
    if not np.isfinite(bound):
        return float("inf")
    if bound <= 0:
        return 0.0
    return max(0.0, bound - points) / max(points, 1e-9 * bound)


@dataclass
class Engine:
    """One problem being solved.

    ``scale`` turns points into the score that is shown while it runs.
    """

    problem: Problem
    scale: float = 1.0
    watch: Watch = silent
    deadline: float | None = None
    began: float = field(default_factory=time.perf_counter)

    def __post_init__(self) -> None:
        self.labels = Labels(self.problem)
        self.pool = Pool(self.problem.capacity)
        self.ways: list[Ways] = []
        self.bound = float("inf")
        self.price = np.zeros(len(self.problem.capacity))
        self.points = 0.0
        self.x = np.zeros(0)
        self.rounds = 0
        self.stopped = ""
        self._told = 0.0

    # --- telling and stopping ---------------------------------------------------------------------------------

    def tell(self, stage: str, *, done: float = float("nan"), always: bool = False) -> bool:
        """Tell whoever watches; returns whether to stop."""
        now = time.perf_counter()
        if always or now - self._told >= 0.5:
            self._told = now
            gap = relative_gap(self.points, self.bound)
            said = Progress(stage, now - self.began, self.points * self.scale, self.bound * self.scale, gap, done)
            if self.watch(said):
                self.stopped = "stopped"
        if self.deadline is not None and now >= self.deadline:
            self.stopped = self.stopped or "time limit"
        return bool(self.stopped)

    def _left(self) -> float | None:
        return None if self.deadline is None else max(0.5, self.deadline - time.perf_counter())

    # --- columns ----------------------------------------------------------------------------------------------

    def add(self, ways: Ways) -> int:
        """Add ways to the pool; returns how many were new."""
        ways = ways.take(ways.begins >= 0)
        if not len(ways):
            return 0
        fresh = self.pool.add(*entries(self.problem, ways), ways.names())
        self.ways.append(ways.take(fresh))
        self.x = np.concatenate((self.x, np.zeros(int(fresh.sum()))))
        return int(fresh.sum())

    def ascend(self, climb: Climb) -> None:
        """Run the dual phase and keep its bound, prices and ways."""
        climber = Climber(self.problem, self.labels, climb)
        while climber.done < climb.iterations:
            climber.step()
            self.bound, self.price = climber.state.bound, climber.state.price
            if self.tell("pricing", done=climber.done / climb.iterations):
                break
        if climber.state.kept:
            self.add(Ways.join(climber.state.kept))

    def look(self, price: Floats, most: int | None) -> int:
        """Price at ``price`` (rows,): note the bound, add improving ways, at the most so many per offer and requirement."""
        problem = self.problem
        prices = self.labels.prices(price)
        profit, arrival, _ = self.labels.best(prices)
        bound = upper_bound(problem, price, profit)
        if bound < self.bound:
            self.bound, self.price = bound, price
        gain = profit - price[problem.pair_offer]
        least = 1e-9 * np.maximum(1.0, np.abs(problem.value))
        better = np.flatnonzero((gain > least) & (problem.amount[problem.pair_offer] > 0)).astype(np.int32)
        if most is not None:
            lots = np.minimum(problem.amount[problem.pair_offer], problem.asked[problem.pair_need] / problem.rate)
            better = _most(problem, better, np.where(np.isfinite(gain), gain, 0.0) * lots, most)
        return self.add(self.labels.trace(prices, better, arrival)) if len(better) else 0

    # --- masters ----------------------------------------------------------------------------------------------

    def can_bind(self) -> np.ndarray:
        """Rows that the columns of the pool could fill beyond their capacity: (rows,)."""
        pool, problem = self.pool, self.problem
        offer = pool.row[pool.start[:-1]]  # each column's first entry is its offer
        owner = np.repeat(offer, np.diff(pool.start))
        pair, where = np.unique(pool.row * problem.offers + owner, return_index=True)
        most = pool.value[where] * problem.amount[owner[where]]
        load = np.bincount(pair // problem.offers, most, minlength=len(problem.capacity))
        out = load > problem.capacity * (1 - 1e-9)
        out[: problem.rows.need] = True
        return out & np.isfinite(problem.capacity)

    def promising(self) -> np.ndarray:
        """Columns worth taking into the master: those that carry something, and the best of the others."""
        pool = self.pool
        if len(pool) <= POOL or not np.isfinite(self.bound):
            return np.ones(len(pool), dtype=bool)
        price = self.price.copy()
        profit, _, _ = self.labels.best(self.labels.prices(price))
        price[: self.problem.offers] = np.maximum(0.0, best_of_offer(self.problem, profit))
        offer = pool.row[pool.start[:-1]]
        reduced = pool.worths(price) * self.problem.amount[offer]
        reduced[self.x > 0] = np.inf  # a column that carries something is never dropped
        out = np.zeros(len(pool), dtype=bool)
        out[np.argsort(-reduced, kind="stable")[:POOL]] = True
        return out

    def solve_master(self, method: Method) -> Floats | None:
        """Solve the master on the pool; keeps its amounts if they are better; returns its prices, None if it failed."""
        answer, x, price = self.pool.master(self.can_bind(), self.promising(), method, time_limit=self._left())
        self.rounds += 1
        if not answer.usable:
            if answer.status is not Status.STOPPED:
                self.stopped = self.stopped or "solver failed"
            return None
        x = self._within(x)
        points = float(self.pool.gain @ x)
        if points >= self.points:
            self.points, self.x = points, x
        return price

    def _within(self, x: Floats) -> Floats:
        """Shrink amounts by the little that a solver's tolerance lets them exceed what there is."""
        load, capacity = self.pool.loads(x), self.problem.capacity
        over = np.ones(len(capacity))
        used = np.isfinite(capacity) & (load > capacity)
        over[used] = capacity[used] / load[used]
        return x * np.minimum.reduceat(over[self.pool.row], self.pool.start[:-1]) if len(x) else x

    # --- the whole of it --------------------------------------------------------------------------------------

    def run(self, gap: float, *, start: Ways | None = None, price: Floats | None = None, climb: Climb | None = None) -> Outcome:
        """Solve to a relative gap; from ways and prices that are already known, if there are any."""
        problem = self.problem
        small = problem.pairs <= SMALL
        if not problem.pairs:
            self.bound = 0.0
        else:
            if start is not None:
                self.add(start)
            if price is not None:
                self.look(price, None if small else 2)
            elif not small:
                self.ascend(climb or Climb())
            if not len(self.pool):
                self.look(np.zeros(len(problem.capacity)), None)
            self._improve(gap, small)
            self._finish(gap)
        joined = Ways.join(self.ways) if self.ways else empty_ways()
        carries = self.x > 1e-9 * max(1.0, float(problem.amount.max(initial=0.0)))
        status = self.stopped or ("optimal" if relative_gap(self.points, self.bound) <= 1e-9 else "within the gap")
        return Outcome(
            *(joined.take(carries), self.x[carries], self.points, self.bound, self.price, status, joined),
            *(self.rounds, len(self.pool)),
        )

    def _improve(self, gap: float, small: bool) -> None:
        """Solve masters and add columns until the gap is reached, nothing improves, or somebody asks to stop."""
        while len(self.pool) and not self.tell("master", always=True):
            price = self.solve_master(Method.SIMPLEX if small else Method.INTERIOR)
            if price is None:
                break
            added = self.look(price, None if small else 2)
            if relative_gap(self.points, self.bound) <= gap or not added:
                break

    def _finish(self, gap: float) -> None:
        """End at a vertex, so that a plan has few consignments and the same input gives the same plan."""
        if not len(self.pool) or self.stopped == "solver failed":
            return
        self.tell("last master", always=True)
        keep = self.x
        before, self.points = self.points, -1.0
        if self.solve_master(Method.CROSSOVER) is None or self.points < before * (1 - gap):
            self.points, self.x = before, keep
        self.tell("done", always=True)


def empty_ways() -> Ways:
    """Return no ways at all."""
    from .labels import LEGS

    none, table = np.zeros(0, dtype=np.int32), np.zeros((0, LEGS), dtype=np.int32)
    return Ways(none, none, none, none, table, table)


def _most(problem: Problem, pairs: Ints, gain: Floats, most: int) -> Ints:
    """Keep the ``most`` pairs of greatest gain of each offer and of each requirement, in their order."""
    keep = np.zeros(problem.pairs, dtype=bool)
    for group in (problem.pair_offer, problem.pair_need):
        order = pairs[np.lexsort((pairs, -gain[pairs], group[pairs]))]
        first = np.flatnonzero(np.diff(group[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
        keep[order[rank < most]] = True
    return np.flatnonzero(keep).astype(np.int32)
