"""The best plan of which as little changes as it is worth: what was planned earns a share more where it stays."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mainstay.planning.bound import best_of_offer, upper_bound
from mainstay.planning.clock import Clock
from mainstay.planning.columns import entries
from mainstay.planning.engine import SMALL, Engine, relative_gap
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Floats, Ints, Problem
from mainstay.planning.ways import Ways
from mainstay.planning.whole import Whole
from mainstay.solve import Method

EXACT = 1e-9
"""Gap to which small problems are solved."""

ROUNDS = 12
"""Masters of a large problem."""

NODES = 2_000
"""Nodes after which the last master in whole pieces is left."""


@dataclass(frozen=True)
class Planned:
    """What was planned and still holds.

    Attributes
    ----------
    ways
        In the numbers of the problem.
    lots : (ways,)
    bonus : (ways,) points per lot
        What a lot earns more where it stays.
    """

    ways: Ways
    lots: Floats
    bonus: Floats

    def kept(self, ways: Ways, lots: Floats) -> float:
        """Points that a plan earns for leaving what was planned as it is."""
        there: dict[bytes, float] = {}
        for name, amount in zip(ways.names(), lots.tolist(), strict=True):
            there[name] = there.get(name, 0.0) + amount
        out = 0.0
        for name, amount, bonus in zip(self.ways.names(), self.lots.tolist(), self.bonus.tolist(), strict=True):
            stays = min(amount, there.get(name, 0.0))
            if stays > 0:
                there[name] -= stays
                out += stays * bonus
        return out


@dataclass(frozen=True)
class Stable:
    """
    A plan that keeps what it is worth keeping.

    Attributes
    ----------
    outcome
        Bounded as every plan is: by the best that could be done without regard to what was planned.
    value, bound
        Points with those for what stays, and what no plan can exceed of these.
    """

    outcome: Outcome
    value: float
    bound: float

    @property
    def gap(self) -> float:
        """Relative distance between the two."""
        return relative_gap(self.value, self.bound)


def settle_down(problem: Problem, best: Outcome, stays: Outcome, planned: Planned, gap: float, clock: Clock) -> Stable:
    """
    Return the plan that earns most together with what it earns for leaving planned ways as they are.

    A problem of few pairs is solved with its whole numbers; in a large one whole choices stay where the best plan has them, or
    where they were planned, whichever of the two earns more so far.

    Parameters
    ----------
    best
        The best plan found without regard to what was planned, with a bound on all plans.
    stays
        What was planned, as far as it still holds.
    """
    known = max((stays, best), key=lambda plan: plan.points + planned.kept(plan.ways, plan.lots))
    worth = known.points + planned.kept(known.ways, known.lots)
    ceiling = max(worth, best.bound + float(planned.lots @ planned.bonus))
    if not len(planned.ways) or not problem.pairs or clock.stopped:
        return Stable(_certified(known, best), worth, ceiling)
    small = problem.pairs <= SMALL
    engine = _Keeping(problem if small or not problem.whole else _held(problem, known.taken), planned, clock)
    engine.most_rounds = 1000 if engine.small else ROUNDS
    for ways in (best.pool, best.ways, stays.ways):
        engine.add(ways)
    engine.promise()
    engine.note(best.price)
    engine.look(best.price, None if engine.small else 2)
    engine.improve(EXACT if engine.small else gap)
    bound = min(ceiling, engine.bound) if small or not problem.whole else ceiling
    if small and problem.whole:
        _Choosing(engine, EXACT).run()
    elif (problem.pieces > 0).any():
        _round(engine, gap)
    ways, lots = _merged(engine.all_ways(), engine.x[engine.known :])
    taken = engine.x[: engine.known].copy()
    gain, *_ = entries(problem, ways)
    points = float(gain @ lots + problem.choices.gain @ taken)
    value = points + planned.kept(ways, lots)
    if value > worth * (1 + 1e-12):
        known, worth = replace(best, ways=ways, lots=lots, points=points, taken=taken), value
    return Stable(_certified(known, best), worth, max(worth, bound))


def _certified(plan: Outcome, best: Outcome) -> Outcome:
    """Give a plan the bound on all plans, and what was found on the way there."""
    return replace(
        best, ways=plan.ways, lots=plan.lots, points=plan.points, taken=plan.taken, bound=max(best.bound, plan.points)
    )


def _held(problem: Problem, taken: Floats) -> Problem:
    """Hold the whole choices of a problem where a plan has them."""
    choices = problem.choices
    at = np.round(taken)
    return replace(
        problem,
        known=replace(
            choices,
            upper=np.where(choices.whole, at, choices.upper),
            least=np.where(choices.whole, at, choices.lower),
        ),
    )


class _Keeping(Engine):
    """An engine with a second column for each planned way, limited to what was planned, that earns more."""

    def __init__(self, problem: Problem, planned: Planned, clock: Clock):
        super().__init__(problem, clock)
        self.planned = planned
        self.promised: Ints = np.zeros(0, dtype=np.int32)

    def promise(self) -> None:
        """Add the second columns."""
        ways = self.planned.ways
        gain, start, row, value = entries(self.problem, ways)
        names = [b"as planned %d" % w for w in range(len(ways))]
        _, number = self.pool.add(gain + self.planned.bonus, start, row, value, names)
        self.ways.append(ways)
        more = len(ways)
        self.x = np.concatenate((self.x, np.zeros(more)))
        self.asked = np.concatenate((self.asked, np.full(more, 1 << 40)))
        self.taken = np.concatenate((self.taken, np.zeros(more, dtype=bool)))
        self.promised = number.astype(np.int32)
        self.limit()

    def limit(self) -> None:
        """Limit the second columns to what was planned."""
        self.pool.upper[self.promised] = self.planned.lots

    def look(self, price: Floats, most: int | None) -> int:
        """Price as ever; the bound counts what planned ways earn more, each as far as it was planned."""
        before, at = self.bound, self.price
        self.bound = float("inf")
        added = super().look(price, most)
        self.bound, self.price = before, at
        profit, _, _ = self.labels.best(self.labels.prices(price))
        offer = np.maximum(0.0, best_of_offer(self.problem, profit))
        paid = price.copy()
        paid[: self.problem.offers] = offer
        more = np.maximum(0.0, self.pool.worths(paid)[self.promised]) @ self.planned.lots if len(self.promised) else 0.0
        bound = upper_bound(self.problem, price, profit) + float(more)
        if bound < self.bound:
            self.bound, self.price = bound, price
        return added


class _Choosing(Whole):
    """Whole numbers, with second columns limited all the while."""

    def _free(self) -> None:
        super()._free()
        assert isinstance(self.engine, _Keeping)
        self.engine.limit()

    def _certify(self, price: Floats) -> None:
        """Bound by the relaxation alone."""


def _round(engine: _Keeping, gap: float) -> None:
    """Let what travels in pieces travel in whole ones."""
    pool, known = engine.pool, engine.known
    piece = engine.problem.pieces[engine.problem.pair_offer[engine.all_ways().pair]]
    steps = np.concatenate((np.zeros(known), piece))
    capacity, columns = engine.problem.capacity, engine.promising()
    for _ in range(8):
        answer, x, _ = pool.master(
            engine.tight, columns, Method.CROSSOVER, time_limit=engine.clock.left(), whole=steps, gap=gap / 4, nodes=NODES
        )
        if not answer.usable:
            break
        whole = steps > 0
        x[whole] = np.round(x[whole] / steps[whole]) * steps[whole]
        load = pool.loads(x)
        over = np.isfinite(capacity) & (load > capacity * (1 + 1e-9) + 1e-12) & ~engine.tight
        if not over.any():
            engine.x, engine.points = x, float(pool.gain @ x)
            return
        engine.tight |= over
    engine.x, engine.points = np.zeros(len(pool)), 0.0


def _merged(ways: Ways, lots: Floats) -> tuple[Ways, Floats]:
    """Put what goes the same way together."""
    carries = np.flatnonzero(lots > 0).astype(np.int32)
    ways, lots = ways.take(carries), lots[carries]
    first: dict[bytes, int] = {}
    number = np.array([first.setdefault(name, w) for w, name in enumerate(ways.names())], dtype=np.int64)
    sums = np.zeros(len(ways))
    np.add.at(sums, number, lots)
    which = np.unique(number).astype(np.int32)
    return ways.take(which), sums[which]
