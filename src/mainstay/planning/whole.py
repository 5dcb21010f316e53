"""Whole numbers: packages, course runs, orders and pieces, chosen on the ways found, then filled with the best for them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mainstay.solve import Method

from .engine import Engine, Outcome, relative_gap
from .lattice import lattice
from .problem import Bools, Floats
from .tidy import tidy

WAYS = 8_000
"""Ways that a mixed-integer master takes at the most: those that carry something, and the most promising others."""

FULL = 0.7
"""Share of its capacity from which a row is taken into the next master with those that were broken."""

PASSES = 14
"""How often a mixed-integer master is solved again with the rows that its answer breaks."""

NODES = 2_000
"""Nodes after which a mixed-integer master is left with what it has."""

SPREAD = 1_000
"""Ways added for each stretch of arrivals before choosing, the cheapest first."""

LAST = 0.5
"""Share of the gap that is left to the last master of a large problem."""

TRIES = 4
"""How often packages and runs are chosen anew, each time on the ways that the last choice asked for."""

ROUNDS = 6
"""Masters that fill one choice of packages and runs with ways."""


@dataclass
class Best:
    """The best plan in whole numbers so far."""

    points: float
    x: Floats


class Whole:
    """An engine whose relaxation is solved, on its way to whole numbers."""

    def __init__(self, engine: Engine, gap: float):
        self.engine, self.gap = engine, gap
        self.problem, self.pool, self.clock = engine.problem, engine.pool, engine.clock
        self.bound = engine.bound
        choices = self.problem.choices
        self.kinds = np.array([str(key[0]) for key in choices.what])
        self.step = np.where(choices.whole & (self.kinds != "crew"), 1.0, 0.0)
        self.best = Best(0.0, np.zeros(engine.known))

    def run(self) -> None:
        """Choose, fill and round until the gap is reached or nothing improves."""
        engine = self.engine
        self._certify(engine.price)
        engine.spread(engine.price, None if engine.small else SPREAD)
        if engine.small:
            engine.spread(np.zeros(len(engine.price)), None)
        idle = 0
        for _ in range(TRIES):
            before = self.best.points
            chosen = self._choose()
            if chosen is None:
                break
            self._fill(chosen)
            self._round()
            if self.clock.tell("whole numbers", self.best.points, self.bound, always=True):
                break
            idle = 0 if self.best.points > before * (1 + 1e-9) else idle + 1
            if relative_gap(self.best.points, self.bound) <= self.gap or idle > int(engine.small):
                break
        self._free()
        engine.bound, engine.points, engine.x = self._finished()

    def _finished(self) -> tuple[float, float, Floats]:
        """Bound, points and tidy amounts of the best plan so far."""
        x = np.zeros(len(self.pool))
        x[: len(self.best.x)] = self.best.x
        x[: self.engine.known] = tidy(self.problem, self.pool, x)
        return max(self.bound, self.best.points), self.best.points, x

    def _plan(self) -> Outcome:
        """Put the best plan so far together, for whoever keeps it."""
        engine = self.engine
        before = engine.bound, engine.points, engine.x
        engine.bound, engine.points, engine.x = self._finished()
        out = engine.outcome(self.gap)
        engine.bound, engine.points, engine.x = before
        return out

    def finish(self) -> None:
        """
        Round the engine's answer as it stands, for a large problem whose packages have been chosen.

        First what travels in whole pieces, then, with these held, all other goods on every way there is, and at last the
        packages that the goods allow.
        """
        engine, pool, known = self.engine, self.pool, self.engine.known
        everything = engine.promising()
        answer, x, price = pool.master(engine.tight, everything, Method.CROSSOVER, time_limit=self.clock.left())
        if not answer.usable:
            return
        pieces = self._pieces()
        steps = np.zeros(len(pool))
        steps[:known], steps[known:] = self.step, pieces
        if (pieces > 0).any():
            columns = self._columns(WAYS, x, price)
            alone = np.zeros(len(pool), dtype=bool)
            alone[known:] = pieces > 0
            engine.tight |= engine.can_bind(columns & alone)  # pieces are held at what comes of this, so they must fit together
            left = self.clock.left()
            answer, rounded, _ = pool.master(
                engine.tight, columns, Method.CROSSOVER, time_limit=left, whole=steps, gap=self.gap, nodes=NODES
            )
            if not answer.usable:
                return
            held = known + np.flatnonzero(pieces > 0)
            pool.lower[held] = pool.upper[held] = np.round(rounded[held] / steps[held]) * steps[held]
            steps[known:] = 0.0
            packages = self.kinds == "package"
            pool.upper[:known][packages] = np.round(rounded[:known][packages])
        columns = self._columns(2 * WAYS, x, price)
        engine.tight |= engine.can_bind(columns)
        found = self._master(steps, columns, self.gap * LAST, rest=True)
        self._free()
        if found is not None:
            self.best = Best(float(pool.gain @ found), found)

    def _certify(self, price: Floats) -> None:
        """Lower the bound by what whole numbers cost at prices of the network."""
        if relative_gap(self.best.points, self.bound) > self.gap:
            engine, left = self.engine, self.clock.left()
            answer = lattice(self.problem, engine.labels, price, gap=self.gap / 4, nodes=NODES, time_limit=left)
            self.bound = min(self.bound, answer.bound)

    # --- steps ------------------------------------------------------------------------------------------------

    def _choose(self) -> Floats | None:
        """Choose whole packages, runs and orders on the ways found; ways may still carry parts, unless there are few."""
        steps = np.zeros(len(self.pool))
        steps[: self.engine.known] = self.step
        if self.engine.small:
            steps[self.engine.known :] = self._pieces()
        return self._master(steps, self._columns(WAYS), self.gap / 4)

    def _fill(self, chosen: Floats) -> None:
        """Find the best ways for what was chosen."""
        engine = self.engine
        fixed = np.flatnonzero(self.step > 0)
        value = np.round(chosen[fixed])
        self.pool.lower[fixed], self.pool.upper[fixed] = value, value
        engine.points, engine.x = -1.0, np.zeros(len(self.pool))
        rounds, engine.most_rounds = engine.most_rounds, engine.rounds + ROUNDS
        engine.improve(0.0, "filling")
        engine.most_rounds = rounds
        exact = self._master(None, self._columns(WAYS), 0.0)
        if exact is None:
            exact = chosen
        self.filled = exact

    def _round(self, price: Floats | None = None) -> None:
        """Let what travels in pieces travel in whole ones, and keep the plan if it is the best so far."""
        pool, known = self.pool, self.engine.known
        x = self.filled
        self._free()
        pieces = self._pieces()
        steps = np.zeros(len(pool))
        steps[known:] = pieces
        if (pieces > 0).any() or (self.step > 0).any():
            at = known + np.flatnonzero(pieces > 0)
            size = steps[at]
            steps[:known] = self.step
            rounded = self._master(steps, self._columns(WAYS, x, price), self.gap)
            self._free()
            if rounded is None:
                return
            x = rounded
            x[at] = np.round(x[at] / size) * size
        whole = np.flatnonzero(self.step > 0)
        x[whole] = np.round(x[whole])
        points = float(pool.gain @ x)
        if points > self.best.points:
            self.best = Best(points, x)
            self.clock.better(points, self._plan)

    def _pieces(self) -> Floats:
        """Lots of a piece of each way, 0 where any amount may travel: (ways,)."""
        return self.problem.pieces[self.problem.pair_offer[self.engine.all_ways().pair]]

    # --- parts ------------------------------------------------------------------------------------------------

    def _free(self) -> None:
        """Take back all limits that were set for one step."""
        known = self.engine.known
        self.pool.lower[:known], self.pool.upper[:known] = self.problem.choices.lower, self.problem.choices.upper
        self.pool.lower[known:], self.pool.upper[known:] = 0.0, np.inf

    def _columns(self, most: int, x: Floats | None = None, price: Floats | None = None) -> Bools:
        """
        Choices, and the ways worth a mixed-integer master.

        These are those that carry something, and those that lose least by carrying all they can.
        """
        engine, pool, problem = self.engine, self.pool, self.problem
        x, price = engine.x if x is None else x, engine.last if price is None else price
        out = np.ones(len(pool), dtype=bool)
        if len(pool) - engine.known <= most or price is None:
            return out
        pair = engine.all_ways().pair
        lots = np.minimum(problem.amount[problem.pair_offer[pair]], problem.asked[problem.pair_need[pair]] / problem.rate[pair])
        loss = -pool.worths(price)
        loss[engine.known :] *= lots
        loss[: len(x)][x > 0] = -np.inf
        loss[: engine.known] = -np.inf
        out[:] = False
        out[np.argsort(loss, kind="stable")[: most + engine.known]] = True
        return out

    def _master(self, steps: Floats | None, columns: Bools, gap: float, *, rest: bool = False) -> Floats | None:
        """
        Solve a master until it breaks no row; ``None`` if it fails.

        With ``rest``, what is still too much is taken off goods at the end.
        """
        engine, pool, capacity = self.engine, self.pool, self.problem.capacity
        for _ in range(PASSES):
            left = self.clock.left()
            answer, x, _ = pool.master(
                engine.tight, columns, Method.CROSSOVER, time_limit=left, whole=steps, gap=gap, nodes=NODES
            )
            if not answer.usable:
                return None
            load = pool.loads(x)
            broken = np.isfinite(capacity) & (load > capacity * (1 + 1e-9) + 1e-12) & ~engine.tight
            if not broken.any():
                return x
            engine.tight |= np.isfinite(capacity) & (load > FULL * capacity) & (capacity > 0)
        return self._trimmed(x) if rest else None

    def _trimmed(self, x: Floats) -> Floats | None:
        """Take off ways what breaks a row, and the packages that then lack something."""
        engine, pool, known = self.engine, self.pool, self.engine.known
        trimmed = engine._within(x, pool.loads(x))
        held = known + np.flatnonzero(self._pieces() > 0)
        trimmed[held] = x[held]
        pool.lower[known:], pool.upper[known:] = trimmed[known:], trimmed[known:]
        steps = np.zeros(len(pool))
        steps[:known] = self.step
        taken = np.arange(len(pool)) < known
        answer, found, _ = pool.master(engine.tight, taken | (trimmed > 0), Method.CROSSOVER, whole=steps, gap=self.gap)
        if not answer.usable:
            return None
        found[known:] = trimmed[known:]
        return found


def choose(engine: Engine, gap: float) -> None:
    """Turn an engine's relaxed answer into one in whole numbers; its bound stays what it was or falls."""
    Whole(engine, gap).run()
