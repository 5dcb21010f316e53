"""Column generation on one grid of capacities: masters and pricings in turn, until the bound is near enough."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mainstay.solve import Method, Pool, Status

from .ascent import Climb, Climber
from .bound import best_of_offer, calm, upper_bound
from .clock import Clock
from .columns import entries
from .labels import Labels
from .lattice import stretches, within
from .outcome import Outcome, relative_gap
from .problem import Bools, Floats, Ints, Problem
from .ways import Ways, empty_ways, moved

__all__ = ["Clock", "Engine", "Outcome", "relative_gap"]

SMALL = 400
"""Pairs up to which the masters are solved by simplex on all rows, and every improving way is taken."""

POOL = 40_000
"""Columns that a master takes at the most, the most promising first."""

KEPT = 12_000
"""Columns that an outcome hands on."""

PASSES = 6
"""How often a master is solved again with the rows that its answer breaks, before the next pricing."""

FAR = 0.01
"""Gap above which a master is not solved again: its prices are good enough to find ways by."""

INWARD = 0.3
"""How far a pricing steps back from a master's prices towards those of the best bound."""

ALWAYS = 1 << 40
"""Round in which a choice was last asked for: always the one to come."""

LAZY = ("bays", "seats", "instructors", "away", "run held")
"""Shared rows that seldom bind: they are taken into masters when an answer breaks them."""

IDLE = 4
"""Rounds without any progress after which a solve has stalled."""

SHRUNK = 2e-4
"""Share of the points that shrinking may cost before broken rows are taken in once more."""


class Engine:
    """One problem being solved."""

    def __init__(self, problem: Problem, clock: Clock | None = None, labels: Labels | None = None):
        self.problem = problem
        self.clock = clock or Clock()
        self.labels = labels or Labels(problem)
        rows = problem.rows
        self.pool = Pool(problem.capacity, (rows.shared, rows.link))
        self.known = len(problem.choices)
        self._add_choices()
        self.ways: list[Ways] = []
        self.bound = float("inf")
        self.price = np.zeros(len(problem.capacity))
        self.network_price = self.price  # of the best bound, or of one of a problem alike
        self.points = 0.0
        self.x = np.zeros(self.known)
        self.asked = np.full(self.known, ALWAYS, dtype=np.int64)
        self.taken = np.zeros(self.known, dtype=bool)
        self.rounds = 0
        self.broke = False
        self.most_rounds = 1000
        self.aside = 0.0  # points of this problem that stand for something else, and are not shown
        self.proven = float("inf")  # what is known to bound the plan asked for, whatever this problem's bound is
        self.neighbours = 0  # periods by which new ways are also moved
        self.last: Floats | None = None  # prices of the last master
        self.small = problem.pairs <= SMALL
        self.stepped = False  # whether the plan was made of first-order steps
        self.plans = False  # whether what it finds are plans of the problem asked for, to be kept
        self.tight = np.zeros(len(problem.capacity), dtype=bool)
        self.tight[: rows.link] = np.isfinite(problem.capacity[: rows.link])
        if not self.small:
            late = np.array([name[0] in LAZY for name in problem.choices.row_names], dtype=bool)
            self.tight[rows.shared : rows.link] &= ~late

    def _add_choices(self) -> None:
        """Put the choices into the pool, before any way."""
        choices, rows = self.problem.choices, self.problem.rows
        matrix = choices.matrix
        names = [f"choice {j}".encode() for j in range(self.known)]
        start, row = matrix.indptr.astype(np.int64), matrix.indices.astype(np.int64) + rows.budget
        self.pool.add(choices.gain, start, row, matrix.data, names)
        self.pool.lower[:], self.pool.upper[:] = choices.lower, choices.upper

    # --- columns ----------------------------------------------------------------------------------------------

    def add(self, ways: Ways) -> int:
        """Add ways to the pool; returns how many the last master did not have."""
        ways = ways.take(ways.begins >= 0)
        if not len(ways):
            return 0
        number = self.enter(ways)
        return int((~self.taken[number]).sum())

    def enter(self, ways: Ways) -> NDArray[np.int64]:
        """Return the numbers that ways have in the pool, added now or before: (ways,)."""
        fresh, number = self.pool.add(*entries(self.problem, ways), ways.names())
        new = int(fresh.sum())
        self.ways.append(ways.take(fresh))
        self.x = np.concatenate((self.x, np.zeros(new)))
        self.asked = np.concatenate((self.asked, np.full(new, self.rounds)))
        self.taken = np.concatenate((self.taken, np.zeros(new, dtype=bool)))
        self.asked[number] = self.rounds
        return number

    def all_ways(self) -> Ways:
        """Return the ways of the pool, in its order; they stand behind the choices."""
        return Ways.join(self.ways) if self.ways else empty_ways()

    def ascend(self, climb: Climb) -> None:
        """Run the dual phase and keep its bound, prices and ways."""
        alike = self.problem.alike()
        climber = Climber(alike, self.labels.on(alike), climb)
        while climber.done < climb.iterations:
            climber.step()
            if alike is self.problem:
                self.bound, self.price = climber.state.bound, climber.state.price
            if self.clock.tell("pricing", self.points, self.bound, climber.done / climb.iterations):
                break
        self.add(Ways.join(climber.state.kept or [climber.latest]))
        if alike is not self.problem:
            rows, price = alike.rows, climber.state.price
            none = np.zeros(len(self.problem.choices.capacity))
            self.network_price = np.concatenate((price[: rows.link], none, price[rows.link :]))
            self.look(self.network_price, None if self.small else 2)
        else:
            self.network_price = self.price
        self.note(self.price)

    def note(self, price: Floats) -> None:
        """Take rows into the masters from now on that matter at these prices."""
        amount = price * np.where(np.isfinite(self.problem.capacity), self.problem.capacity, 0.0)
        self.tight |= amount > 1e-12 * max(1.0, float(amount.sum()))

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

    def spread(self, price: Floats, most: int | None) -> int:
        """
        Add, for each pair, the best way of each stretch of arrivals that choices tell apart, at prices of the network.

        Parameters
        ----------
        price : (rows,)
        most
            Greatest number of ways of one stretch; the dearest are left out. ``None``: all of them, of all pairs.
        """
        problem, choices = self.problem, self.problem.choices
        bucket, start = stretches(problem)
        prices = self.labels.prices(np.where(within(problem), price, 0.0))
        profit, arrival = self.labels.by_bucket(prices, bucket, start)
        awaited = (choices.arrival[problem.pair_need] >= 0).any(axis=1)
        before = len(self.pool)
        for j in range(int(np.diff(start).max(initial=0))):
            pairs = np.flatnonzero((np.diff(start) > j) & (awaited | (most is None))).astype(np.int32)
            pairs = pairs[arrival[start[pairs] + j] >= 0]
            if most is not None:
                pairs = np.sort(pairs[np.argsort(-profit[start[pairs] + j] / problem.rate[pairs], kind="stable")[:most]])
            when = np.zeros(problem.pairs, dtype=np.int32)
            when[pairs] = arrival[start[pairs] + j]
            if len(pairs):
                self.add(self.labels.trace(prices, pairs, when))
        return len(self.pool) - before

    def promising(self) -> Bools:
        """Columns worth taking into the master: those that carry something, were just asked for, or are dear at the prices."""
        pool = self.pool
        if len(pool) <= POOL or not np.isfinite(self.bound):
            return np.ones(len(pool), dtype=bool)
        if self.last is not None:
            price = self.last
        else:
            price = self.price.copy()
            profit, _, _ = self.labels.best(self.labels.prices(price))
            price[: self.problem.offers] = np.maximum(0.0, best_of_offer(self.problem, profit))
        reduced = pool.worths(price)
        reduced[(self.x > 0) | (self.asked >= self.rounds - 3)] = np.inf  # dropping one of these would undo a master's work
        out = np.zeros(len(pool), dtype=bool)
        out[np.argsort(-reduced, kind="stable")[:POOL]] = True
        return out

    # --- masters ----------------------------------------------------------------------------------------------

    def master(self, method: Method, columns: Bools | None = None) -> Floats | None:
        """
        Solve the master, taking in rows that its answer breaks until shrinking costs next to nothing.

        Takes the promising columns unless it is told which. Keeps the shrunk amounts where they are the best so far. Returns
        the prices of its rows, None if it failed.
        """
        capacity = self.problem.capacity
        columns = self.promising() if columns is None else columns
        for _ in range(1000 if self.small else PASSES if relative_gap(self.points, self.bound) < FAR else 1):
            answer, x, price = self.pool.master(self.tight, columns, method, time_limit=self.clock.left())
            if not answer.usable:
                if answer.status is not Status.STOPPED:
                    self.clock.stopped = self.clock.stopped or "solver failed"
                return None
            load = self.pool.loads(x)
            broken = np.isfinite(capacity) & (load > capacity * (1 + 1e-9)) & ~self.tight
            asked = float(self.pool.gain @ x)
            x = self._within(x, load)
            points = float(self.pool.gain @ x)
            if points >= self.points:
                self.points, self.x = points, x
            self.tight |= broken
            if not broken.any() or (not self.small and points >= asked * (1 - SHRUNK)):
                break
        self.rounds += 1
        price = calm(self.problem, price)
        self.taken, self.broke, self.last = columns, bool(broken.any()), price
        return price

    def _within(self, x: Floats, load: Floats) -> Floats:
        """Shrink amounts until nothing exceeds what there is."""
        capacity = self.problem.capacity
        over = np.ones(len(capacity))
        used = np.isfinite(capacity) & (load > capacity) & ~self.pool.signed
        over[used] = capacity[used] / load[used]
        if len(x) <= self.known:
            return x
        least = np.minimum.reduceat(over[self.pool.row], np.minimum(self.pool.start[self.known : -1], len(self.pool.row) - 1))
        return np.concatenate((x[: self.known], x[self.known :] * least))

    def improve(self, gap: float, stage: str = "master") -> None:
        """Solve masters and add columns until the gap is reached, nothing improves, or somebody asks to stop."""
        before, idle = (-1.0, float("inf")), 0
        while len(self.pool) and idle < IDLE and self.rounds < self.most_rounds:
            price = self.master(Method.SIMPLEX if self.small else Method.INTERIOR)
            if price is None:
                break
            added = self.separate(price, gap)
            self.keep()
            stop = self.clock.tell(stage, self.points - self.aside, min(self.bound - self.aside, self.proven), always=True)
            if relative_gap(self.points, self.bound) <= gap or not (added or self.broke) or stop:
                break
            moved = self.points > before[0] * (1 + 1e-7) or self.bound < before[1] * (1 - 1e-7)
            before, idle = (self.points, self.bound), 0 if moved else idle + 1

    def separate(self, price: Floats, gap: float) -> int:
        """
        Price near a master's prices; returns how many columns its next one gains.

        Between the prices of the best bound and those of the master, ways are found that the next masters keep, and bounds come
        down sooner; only when nothing improves there is the master's own price asked. On a grid of short periods each new way
        is taken with its neighbours in time, since capacity on the days around it is as likely to be wanted.
        """
        if self.small:
            return self.look(price, None)
        before, added = len(self.pool), 0
        if self.neighbours and np.isfinite(self.bound):
            added = self.look(INWARD * self.price + (1 - INWARD) * price, 2)
        if not added and relative_gap(self.points, self.bound) > gap:
            added = self.look(price, 2)
        if self.neighbours and len(self.pool) > before:
            fresh = self.all_ways().take(np.arange(before, len(self.pool), dtype=np.int32) - self.known)
            self.add(moved(self.problem, fresh, self.neighbours))
        return added

    def vertex_ways(self) -> tuple[Ways, Floats]:
        """Return the ways that carry something at a vertex of the master, and how much; rows it breaks are let be."""
        _, x, _ = self.pool.master(self.tight, self.promising(), Method.CROSSOVER, time_limit=self.clock.left())
        x = x[self.known :]
        return self.all_ways().take(x > 0), x[x > 0]

    def worth_keeping(self) -> Bools:
        """Ways that a solve of a slightly other problem would want: those that carry something, and the dearest others."""
        out = np.ones(len(self.pool), dtype=bool)
        if len(self.pool) > KEPT and self.last is not None:
            reduced = self.pool.worths(self.last) / np.maximum(1e-12, np.abs(self.pool.gain))
            reduced[self.x > 0] = np.inf
            out[:] = False
            out[np.argsort(-reduced, kind="stable")[:KEPT]] = True
        return out[self.known :]

    def can_bind(self, columns: Bools) -> Bools:
        """Rows that some columns could fill beyond their capacity: (rows,)."""
        pool, problem = self.pool, self.problem
        length = np.diff(pool.start)
        ways = columns & (np.arange(len(pool)) >= self.known)
        offer = np.zeros(len(pool), dtype=np.int64)
        offer[self.known :] = pool.row[pool.start[self.known : -1]]  # a way's first entry is its offer
        entry = np.repeat(ways, length) & (pool.value > 0)
        owner, row = np.repeat(offer, length)[entry], pool.row[entry]
        pair, where = np.unique(row * problem.offers + owner, return_index=True)
        most = pool.value[entry][where] * problem.amount[owner[where]]
        load = np.bincount(pair // problem.offers, most, minlength=len(problem.capacity))
        load[problem.rows.budget : problem.rows.link] = np.inf  # choices take from these too
        return np.asarray((load > problem.capacity * (1 - 1e-9)) & np.isfinite(problem.capacity))

    def keep(self) -> None:
        """Hand the best plan so far to whoever keeps it."""
        if self.plans:
            self.clock.better(self.points, lambda: self.outcome(0.0))
            self.clock.prove(self.bound, self.price)

    def outcome(self, gap: float) -> Outcome:
        """Put together what was found."""
        ways, dear = self.all_ways(), self.worth_keeping()
        carries, lots = self.x[self.known :] > 0, self.x[self.known :]
        reached = relative_gap(self.points, self.bound)
        status = self.clock.stopped or "stalled"
        if reached <= max(gap, 1e-9):
            status = "optimal" if reached <= 1e-9 else "within the gap"
        return Outcome(
            *(ways.take(carries), lots[carries], self.points, self.bound, self.price, status, ways.take(dear)),
            *(self.rounds, len(self.pool), self.x[: self.known]),
        )


def _most(problem: Problem, pairs: Ints, gain: Floats, most: int) -> Ints:
    """Keep the ``most`` pairs of greatest gain of each offer and of each requirement, in their order."""
    keep = np.zeros(problem.pairs, dtype=bool)
    for group in (problem.pair_offer, problem.pair_need):
        order = pairs[np.lexsort((pairs, -gain[pairs], group[pairs]))]
        first = np.flatnonzero(np.diff(group[order], prepend=-1))
        rank = np.arange(len(order)) - np.repeat(first, np.diff(np.append(first, len(order))))
        keep[order[rank < most]] = True
    return np.flatnonzero(keep).astype(np.int32)
