"""Large plans on a full network of few periods: prices first, by first-order steps, then packages, people and goods.

Where most of the network is full, packages chosen as if it were free are the wrong ones. Here each arrival that a package
waits for earns its share of it at once: a problem without choices, which first-order steps solve in seconds (:mod:`.approach`).
At the prices that come of it, packages are chosen and rewarded anew, courses are settled, and packages, people and goods share
masters in parts; what these take is rounded and filled once more.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mainstay.solve import Method

from .approach import approach
from .ascent import Climb
from .bound import calm
from .engine import Clock, Engine
from .labels import Labels
from .lattice import BOUNDING, NODES, lattice, relaxed, relaxed_bound
from .narrow import Narrow, narrowed
from .prices import restated
from .problem import Bools, Floats, Problem
from .tidy import crewed

PERIODS = 52
"""Periods up to which nothing is counted by blocks."""

STEEP = Climb(iterations=80, decay=0.95, harvest=50)
"""Dual phase before first-order steps."""

STEPPED = 5e-3
"""Gap to which first-order steps go."""

CHOSEN = 2e-3
"""Gap to which packages are chosen at given prices."""

SETTLED = frozenset(("package", "run", "crew", "attend"))
"""Kinds of choices that are settled in whole numbers here."""

POOR = 3e-3
"""Share of its gain that a way may lose at the prices and still be taken into a master."""

TRACE = 1e-3
"""Lots below which an amount of a master without vertex counts for nothing."""

MASTERS, LAST = 3, 1
"""Masters of packages, people and goods at once, and of goods for what was rounded."""

MIXED = 0.5
"""How far prices step from the best ones towards those of the last master."""

INWARD = 0.3
"""How far a pricing steps back from a master's prices towards the best ones."""

HALF, SOME = 0.5, 0.3
"""Part of a package from which it is taken whole, and from which people may decide that it is."""

WHOLE, NEVER = 0.99, 2.0
"""Part of a package in the last but one master from which it is whole in the last one; and where that one fails."""

PUSH = 3.0
"""How many times as much a package earns that is whole but for a part, so that it becomes whole where it can."""

SLACK = 1e-8
"""Share of every capacity that the last master leaves, so that its tolerance breaks no row."""


@dataclass(frozen=True)
class Start:
    """Where first-order steps ended: a choice-free engine, and prices of the network for the problem itself, (rows,)."""

    engine: Engine
    price: Floats


@dataclass(frozen=True)
class Crowd:
    """A plan for a crowded network.

    Attributes
    ----------
    narrow
        What was left when packages and people had been settled.
    engine
        Its engine; ``x`` are the amounts, packages in whole numbers.
    price : (rows of the whole problem,)
        Prices at which the bound in parts is the least found.
    bound
        Points that no plan can exceed.
    """

    narrow: Narrow
    engine: Engine
    price: Floats
    bound: float


def is_small_enough(problem: Problem) -> bool:
    """Whether this is the way to go: periods are few, and nothing is whole but packages and people."""
    choices = problem.choices
    other = choices.whole & np.array([key[0] not in SETTLED for key in choices.what], dtype=bool)
    return problem.network.periods <= PERIODS and not (problem.pieces > 0).any() and not other.any()


def crowded(problem: Problem, labels: Labels, gap: float, clock: Clock, price: Floats | None = None) -> Crowd:
    """
    Plan a large problem whose packages are to be chosen in whole numbers while the network is full.

    Parameters
    ----------
    gap
        Relative gap asked for in all; decides how exactly people are settled.
    price : (rows,)
        Prices known to be good.
    """
    kinds = np.array([str(key[0]) for key in problem.choices.what])
    best = Lowest(problem, labels)
    if price is not None:
        best.note(price)
    start = _stepped(problem, problem.alike(), None, clock)
    best.note(start.price)
    for again in range(2):
        clock.tell("choosing", 0.0, best.bound, always=True)
        chosen = lattice(problem, labels, best.price, gap=CHOSEN, kinds=BOUNDING, nodes=NODES, time_limit=clock.left())
        best.bound = min(best.bound, chosen.bound)
        if chosen.taken is None or again:
            break
        start = _stepped(problem, rewarded(problem, chosen.taken), start.engine, clock)
        best.note(start.price)
    taken = np.zeros(len(problem.choices)) if chosen.taken is None else chosen.taken
    settled = crewed(problem, np.where(problem.choices.whole, np.round(taken), taken), gap / 5)
    runs = kinds == "run"
    upper = problem.choices.upper.copy()
    upper[runs] = 0.0 if settled is None else settled[runs]
    held = replace(problem, known=replace(problem.choices, upper=upper))
    together = _together(held, labels, start.engine, best, clock)
    most = np.where(kinds == "package", np.floor(together.x[: together.known] + 1 - SOME), together.x[: together.known])
    people = crewed(problem, np.where(problem.choices.whole, np.round(most), most), gap / 50)
    narrow = narrowed(problem, np.zeros(len(problem.choices)) if people is None else people)
    engine = _last(narrow, labels, together, best, clock)
    return Crowd(narrow, engine, best.price, best.bound)


class Lowest:
    """Prices of the network at which the bound in parts is the lowest so far."""

    def __init__(self, problem: Problem, labels: Labels):
        self.problem, self.labels = problem, labels
        self.price = np.zeros(len(problem.capacity))
        self.bound = float("inf")
        self._parts = float("inf")

    def note(self, price: Floats) -> None:
        """Keep prices (rows,) if they are better than those before."""
        bound = relaxed_bound(self.problem, self.labels, price)
        if bound < self._parts:
            self._parts, self.price = bound, price
            self.bound = min(self.bound, bound)

    def towards(self, price: Floats) -> None:
        """Try prices, and those between them and the best."""
        between = (1 - MIXED) * self.price + MIXED * price
        self.note(price)
        self.note(between)


def rewarded(problem: Problem, taken: Floats) -> Problem:
    """
    Return a problem without choices in which arrivals that chosen packages wait for earn their share of them.

    Not a relaxation: its prices and ways are a start for this one.
    """
    choices = problem.choices
    takes = choices.matrix[len(problem.budget_eur) :].tocoo()
    awaited = np.zeros(len(choices.capacity), dtype=bool)
    awaited[choices.arrival[choices.arrival >= 0]] = True
    uses = (takes.data > 0) & (choices.gain[takes.col] > 0) & (taken[takes.col] > HALF) & awaited[takes.row]
    row, column, amount = takes.row[uses], takes.col[uses], takes.data[uses]
    share = np.zeros(len(choices.capacity) + 1)
    np.maximum.at(share, row, choices.gain[column] / amount / np.bincount(column, minlength=len(choices))[column])
    credit = np.maximum.accumulate(share[choices.arrival][:, ::-1], axis=1)[:, ::-1]  # what comes sooner may wait
    worth = np.zeros(problem.needs)
    np.maximum.at(worth, problem.pair_need, problem.value / problem.rate)
    earns = np.where(problem.worth >= 0, problem.worth * worth[:, None] + credit, 0.0)
    most = earns.max(axis=1, initial=0.0)
    part = np.divide(earns, most[:, None], out=np.zeros_like(earns), where=most[:, None] > 0)
    more = problem.rate * (most - worth)[problem.pair_need]
    return replace(problem, value=problem.value + more, worth=np.where(problem.worth >= 0, part, -1.0), known=None)


def _stepped(problem: Problem, free: Problem, before: Engine | None, clock: Clock) -> Start:
    """Solve a problem without choices by first-order steps, from where another one ended."""
    engine = Engine(free, Clock(clock.scale, deadline=clock.deadline, began=clock.began))
    if before is None:
        engine.ascend(STEEP)
    else:
        last = before.price if before.last is None else before.last
        engine.last = last.copy()
        engine.add(before.all_ways())
        engine.look(last, 2)
    approach(engine, STEPPED)
    price = np.zeros(len(problem.capacity))
    price[problem.rows.link :] = engine.price[free.rows.link :]
    return Start(engine, price)


def _together(held: Problem, labels: Labels, start: Engine, best: Lowest, clock: Clock) -> Engine:
    """Solve packages, people and goods in parts, with courses held, from the ways that first-order steps found."""
    engine = Engine(held, clock, labels.on(held))
    engine.proven = best.bound
    told = relaxed(held, labels, best.price)
    price = best.price if told is None else calm(held, told.price)
    engine.add(start.all_ways())
    near = engine.pool.worths(price)[engine.known :] > -POOR * np.abs(engine.pool.gain[engine.known :])
    ways = start.all_ways().take(near | (start.x > 0))
    engine = Engine(held, clock, labels.on(held))
    engine.add(ways)
    if told is not None:
        engine.add(told.ways)
    engine.look(price, 2)

    def between(price: Floats) -> Floats:
        best.towards(price)
        engine.proven = best.bound
        told = relaxed(held, labels, best.price)
        if told is not None:
            engine.add(told.ways)
        return best.price

    _masters(engine, MASTERS, between, "filling")
    return engine


def _last(narrow: Narrow, labels: Labels, together: Engine, best: Lowest, clock: Clock) -> Engine:
    """Fill what was rounded, and decide the packages that are still in parts."""
    problem = narrow.problem
    engine = Engine(problem, clock, labels.on(problem))
    engine.proven, engine.aside = best.bound, narrow.aside
    engine.add(together.all_ways().take(_wanted(together)))

    def between(price: Floats) -> Floats:
        best.towards(restated(price, problem, best.problem))
        engine.proven = best.bound
        return price

    _masters(engine, LAST, between, "whole numbers")
    whole = np.flatnonzero(problem.choices.whole)
    pool, capacity, gain, stopped = engine.pool, problem.capacity, engine.pool.gain, engine.clock.stopped
    part, upper = engine.x[whole], pool.upper[whole].copy()
    pool.upper[whole] = np.where(part < HALF, 0.0, upper)
    pool.gain = gain.copy()
    pool.gain[whole] *= np.where(part < upper - TRACE, PUSH, 1.0)  # whoever is nearly whole becomes whole if it can
    columns = np.concatenate((np.ones(engine.known, dtype=bool), _wanted(engine)))
    engine.points, engine.x = -np.inf, np.zeros(len(pool))
    price = engine.master(Method.INTERIOR, columns)
    part, pool.gain = engine.x[whole], gain
    columns = np.concatenate((columns, np.ones(len(pool) - len(columns), dtype=bool)))
    if price is not None:
        engine.look(price, 2)
        columns = np.concatenate((columns, np.ones(len(pool) - len(columns), dtype=bool)))
    pool.capacity = np.where(pool.signed, capacity, capacity * (1 - SLACK))
    engine.tight |= engine.can_bind(columns)
    for least in (WHOLE, NEVER):
        engine.points, engine.x = -np.inf, np.zeros(len(pool))
        pool.lower[whole] = pool.upper[whole] = np.minimum(np.floor(part + 1 - least), upper)
        if engine.master(Method.INTERIOR, columns) is not None:
            break
        engine.clock.stopped = stopped
    pool.capacity = capacity
    return engine


def _masters(engine: Engine, most: int, between: Callable[[Floats], Floats], stage: str) -> None:
    """Solve masters and price in turn."""
    for _ in range(most):
        engine.tight |= engine.can_bind(np.ones(len(engine.pool), dtype=bool))
        price = engine.master(Method.INTERIOR)
        if price is None:
            break
        near = between(price)
        added = engine.look(price, 2) + engine.look(INWARD * near + (1 - INWARD) * price, 2)
        if engine.clock.tell(stage, engine.points - engine.aside, engine.proven, always=True) or not added:
            break


def _wanted(engine: Engine) -> Bools:
    """Ways that carry something, or lose little at the last prices: (ways,)."""
    pool, known = engine.pool, engine.known
    if engine.last is None:
        return np.ones(len(pool) - known, dtype=bool)
    loses = pool.worths(engine.last)[known:] < -POOR * np.abs(pool.gain[known:])
    return np.asarray((engine.x[known:] > TRACE) | ~loses)
