"""Screening: between which values a case lies, from the base plan's ways and prices, without solving anything."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mainstay.planning.bound import best_of_offer, choice_profit
from mainstay.planning.hits import Hit, gone_offers, idle
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Bools, Floats, Problem
from mainstay.planning.reprice import Repricing
from mainstay.planning.trim import Ledger, fill_up
from mainstay.planning.ways import LEGS, Ways

LEAN = 0.05
"""What the drop to the lower end counts for in an estimate, against what the bound at the base prices drops by."""


@dataclass(frozen=True)
class Bracket:
    """What the best plan of a case earns, in points: certainly at least ``low`` and at most ``high``.

    ``estimate`` lies between both: good for putting cases in order, not for reporting.
    """

    low: float
    high: float
    estimate: float


class Screen:
    """A base plan, its proof and all ways known, ready to bracket one case after the other.

    ``low`` of a case is what the base plan earns without what is hit, trimmed, and filled up with ways known and with the best
    ways around what is hit. ``high`` is the bound of weak duality at the base prices with what is hit taken out: the prices of
    rows that nothing can fill any more fall away, and offers whose best way passes what is hit are priced anew, all others
    keep what they earn.
    """

    def __init__(self, problem: Problem, outcome: Outcome):
        self.problem = problem
        self._repricing = Repricing(problem, outcome.price)
        profit, _, ways = self._repricing.everywhere()
        self._profit = np.maximum(0.0, best_of_offer(problem, profit))
        self._prove(outcome, ways)
        price = outcome.price.copy()
        price[: problem.offers] = self._profit
        self._hold(outcome, price)

    def _prove(self, outcome: Outcome, ways: Ways) -> None:
        """Keep the bound at the base prices, part by part."""
        problem, rows = self.problem, self.problem.rows
        paid = np.where(outcome.price > 0, outcome.price, 0.0)
        self._money = paid[rows.budget : rows.shared].copy()
        paid[: rows.need] = 0.0
        used = paid > 0
        paid[used] *= problem.capacity[used]
        part = rows.split(paid)
        self._of_road, self._of_spot, self._of_gate = (part[name].sum(axis=1) for name in ("link", "node", "gate"))
        # no requirement takes in more than all its offers could bring
        self._brings = problem.rate * problem.amount[problem.pair_offer]
        self._supply = np.bincount(problem.pair_need, self._brings, minlength=problem.needs)
        self._need_price = outcome.price[rows.need : rows.budget]
        paid[rows.need : rows.budget] = self._need_price * np.minimum(problem.asked, self._supply)
        self._gift = problem.amount * self._profit
        earns, choices = choice_profit(problem, outcome.price), problem.choices
        self._chosen = choices.upper * np.maximum(0.0, earns) + choices.lower * np.minimum(0.0, earns)
        self._proven = float(paid.sum()) + float(self._gift.sum()) + float(self._chosen.sum())
        self.bound = min(outcome.bound, self._proven)
        # offers by the links of their best way; those whose way could not be traced count with every link
        self._passes = np.zeros((problem.network.links, problem.offers), dtype=bool)
        offer = np.repeat(problem.pair_offer[ways.pair][:, None], LEGS, axis=1)
        on = ways.link >= 0
        self._passes[ways.link[on], offer[on]] = True
        traced = np.zeros(problem.offers, dtype=bool)
        traced[problem.pair_offer[ways.pair]] = True
        self._passes[:, (self._profit > 0) & ~traced] = True

    def _hold(self, outcome: Outcome, price: Floats) -> None:
        """Keep the base plan and all ways known as columns, filled up."""
        problem, known = self.problem, len(self.problem.choices)
        ways = Ways.join([outcome.ways, outcome.pool])
        first: dict[bytes, int] = {}
        for w, name in enumerate(ways.names()):
            first.setdefault(name, known + w)
        self._ledger = ledger = Ledger(problem, ways, price)
        self._barred = np.ones(len(ledger.gain), dtype=bool)
        self._barred[:known] = False
        self._barred[list(first.values())] = False  # each way once
        x = np.zeros(len(ledger.gain))
        x[: len(outcome.taken)] = outcome.taken
        x[known : known + len(outcome.ways)] = outcome.lots
        load = ledger.loads(x)
        ledger.cut(x, load, ledger.capacity)
        self._planned, self._planned_load, self._ways = x.copy(), load.copy(), len(outcome.ways)
        ledger.fill(x, load, ledger.capacity, self._barred)
        self._x, self._load = x, load
        self.points = max(outcome.points, float(ledger.gain @ x))
        self._offer = np.concatenate((np.full(known, -1), problem.pair_offer[ways.pair]))
        on = ways.link >= 0
        way = np.repeat(np.arange(len(ways))[:, None], LEGS, axis=1)
        order = np.argsort(ways.link[on], kind="stable")
        self._on_link = known + way[on][order]
        self._link_start = np.searchsorted(ways.link[on][order], np.arange(problem.network.links + 1))

    def bracket(self, hit: Hit) -> Bracket:
        """Bracket what the best plan earns when something is hit."""
        bound, around = self._bound(hit)
        low = self._low(hit, around)
        high = max(low, min(bound, self.bound))
        drop = (1 - LEAN) * (self._proven - bound) + LEAN * (self.points - low)
        return Bracket(low, high, float(np.clip(self.points - drop, low, high)))

    def bound_of(self, hit: Hit) -> float:
        """Bound of weak duality at the base prices, in points: what the upper end is made of."""
        return self._bound(hit)[0]

    # --- upper end --------------------------------------------------------------------------------------------

    def _bound(self, hit: Hit) -> tuple[float, Ways | None]:
        """Bound of weak duality at the base prices; and the best ways of offers that must go around what is hit."""
        bound, around = self._proven, None
        gone = gone_offers(self.problem, hit)
        if gone.any():
            bound -= float(self._gift[gone].sum()) + self._unwanted(gone)
        if hit.budget_eur is not None:
            bound -= float(np.sum(self._money * np.maximum(0.0, self.problem.budget_eur - hit.budget_eur)))
        if hit.choices is not None:
            bound -= float(self._chosen[hit.choices].sum())
        if hit.links is not None and hit.links.any():
            roads, spots, gates = idle(self.problem.network, hit.links)
            bound -= float(self._of_road[roads].sum() + self._of_spot[spots].sum() + self._of_gate[gates].sum())
            touched = self._passes[hit.links].any(axis=0) & ~gone
            if touched.any():
                earns, around = self._repricing.around(touched, hit.links)
                bound += float(self.problem.amount[touched] @ earns[touched]) - float(self._gift[touched].sum())
        return bound, around

    def _unwanted(self, gone: Bools) -> float:
        """What the prices of requirements fall by that can no longer be filled, as so many offers are gone."""
        problem = self.problem
        lost = gone[problem.pair_offer]
        left = self._supply - np.bincount(problem.pair_need[lost], self._brings[lost], minlength=problem.needs)
        less = np.minimum(problem.asked, self._supply) - np.minimum(problem.asked, left)
        return float(np.sum(self._need_price * np.maximum(0.0, less)))

    # --- lower end --------------------------------------------------------------------------------------------

    def _low(self, hit: Hit, around: Ways | None) -> float:
        """What the base plan earns without what is hit, trimmed and filled up."""
        x, load, capacity, gone = self._left(hit, self._x, self._load)
        ledger = self._ledger
        ledger.fill(x, load, capacity, self._barred | gone)
        points = float(np.sum(ledger.gain * x))
        if around is not None and len(around):
            points += fill_up(self.problem, around, capacity, load)
        return points

    def standing(self, hit: Hit) -> tuple[float, Floats, Floats]:
        """
        What of the base plan stands if nothing is planned again.

        Returns
        -------
        points
        lots : (ways of the base plan,)
        taken : (choices,)
        """
        x, *_ = self._left(hit, self._planned, self._planned_load)
        known = len(self.problem.choices)
        return float(np.sum(self._ledger.gain * x)), x[known : known + self._ways], x[:known]

    def _left(self, hit: Hit, x: Floats, load: Floats) -> tuple[Floats, Floats, Floats, Bools]:
        """Take what is hit out of amounts; returns amounts, loads, capacities, and the columns that are gone."""
        problem, ledger = self.problem, self._ledger
        known, capacity = len(problem.choices), ledger.capacity
        gone = np.zeros(len(x), dtype=bool)
        if hit.offers is not None:
            gone[known:] = hit.offers[self._offer[known:]]
        if hit.links is not None:
            for a in np.flatnonzero(hit.links):
                gone[self._on_link[self._link_start[a] : self._link_start[a + 1]]] = True
        if hit.choices is not None:
            gone[:known] |= hit.choices
        before = x
        x, load = np.where(gone, 0.0, x), load.copy()
        over = ledger.release(np.flatnonzero(gone & (before > 0)), before, load)
        if hit.budget_eur is not None:
            capacity = capacity.copy()
            first = problem.rows.budget
            capacity[first : problem.rows.shared] = np.minimum(problem.budget_eur, hit.budget_eur)
            over = np.concatenate((over, np.arange(first, problem.rows.shared)))
        ledger.cut(x, load, capacity, over)
        return x, load, capacity, gone
