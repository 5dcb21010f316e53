"""Labels find the cheapest ways there are: compared with a list of every way, made by hand from the arrays."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.model import Scenario
from mainstay.planning.build import build
from mainstay.planning.columns import entries
from mainstay.planning.labels import Labels
from mainstay.planning.problem import Problem
from mainstay.planning.ways import LEGS, Ways, empty_ways

from .proofs import LONG, case_of, random_prices
from .strategies import small_scenarios

EXAMPLES = 400 if LONG else 80
Floats = np.ndarray
Step = tuple[int, int]
"""A link and the period in which it is left on."""


class Journeys:
    """Every state that cargo of one source can reach, told by the rules of the arrays alone, and what it paid till there."""

    def __init__(self, problem: Problem, source: int, price: Floats):
        self.problem, self.source = problem, source
        self.net, self.load = problem.network, float(problem.load[source])
        self.part = problem.rows.split(price)
        self.links = np.flatnonzero(problem.permitted[problem.klass[source]]).tolist()

    def move(self, a: int, t: int) -> tuple[int, int, float] | None:
        """Where a departure leads, when, and what it pays; None if nothing may leave then."""
        net, there = self.net, t + int(self.net.lead[a])
        if there >= net.periods or net.shut[a, t]:
            return None
        head, gate = int(net.head[a]), int(net.gate[a])
        if not self.load:
            return head, there, 0.0
        room = [net.link_t[a, t], net.node_t[head, there]] + ([net.gate_t[gate, there]] if gate >= 0 else [])
        if min(room) <= 0:
            return None
        paid = net.cost[a] + self.part["link"][a, t] + self.part["node"][head, there]
        return head, there, paid + (self.part["gate"][gate, there] if gate >= 0 else 0.0)

    def cheapest(self) -> dict[Step, float]:
        """Least paid to be at a node in a period: relaxed over and over until nothing changes."""
        problem, net, s = self.problem, self.net, self.source
        paid = {(int(problem.origin[s]), t): 0.0 for t in range(int(problem.ready[s]), int(problem.last[s]) + 1)}
        while True:
            before = dict(paid)
            for (v, t), so_far in before.items():
                onward = [self.move(a, t) for a in self.links if net.tail[a] == v]
                if net.store_t[v] > 0 and t + 1 < net.periods:
                    onward.append((v, t + 1, self.load * (net.wait_cost + self.part["store"][v, t])))
                for step in onward:
                    if step and so_far + step[2] < paid.get(step[:2], np.inf) - 1e-15:
                        paid[step[:2]] = so_far + step[2]
            if paid == before:
                return paid


def profit_by_hand(problem: Problem, price: Floats) -> Floats:
    """Greatest profit of each pair, before the price of its offer."""
    at = [Journeys(problem, s, price).cheapest() for s in range(len(problem.origin))]
    part, out = problem.rows.split(price), np.full(problem.pairs, -np.inf)
    for p in range(problem.pairs):
        o, n = int(problem.pair_offer[p]), int(problem.pair_need[p])
        fixed = problem.rate[p] * part["need"][n]
        if problem.budget[o] >= 0:
            fixed += problem.price[o] * part["budget"][problem.budget[o] : problem.budget_end[o]].sum()
        for (v, t), paid in at[problem.source[o]].items():
            if v == problem.place[n] and problem.worth[n, t] >= 0:
                out[p] = max(out[p], problem.value[p] * problem.worth[n, t] - fixed - paid)
    return out


def assert_best(problem: Problem, price: Floats) -> None:
    """Profits and arrivals are the best by hand; the ways traced can be gone, and earn exactly what was said."""
    labels = Labels(problem)
    prices = labels.prices(price)
    profit, arrival, best = labels.best(prices)
    by_hand = profit_by_hand(problem, price)
    assert (np.isfinite(profit) == np.isfinite(by_hand)).all()
    found = np.flatnonzero(np.isfinite(profit)).astype(np.int32)
    assert profit[found] == pytest.approx(by_hand[found], rel=1e-9, abs=1e-9)
    ways = labels.trace(prices, found, arrival)
    assert sorted(ways.pair.tolist()) == found.tolist()
    assert (ways.arrives == arrival[ways.pair]).all()
    for some in (ways, best):
        for w in range(len(some)):
            assert_can_be_gone(problem, some, w)
        gain, start, row, value = entries(problem, some)
        paid = np.array([price[row[i:j]] @ value[i:j] for i, j in pairwise(start)])
        assert gain - paid == pytest.approx(profit[some.pair], rel=1e-9, abs=1e-9)
    for o in range(problem.offers):
        mine = profit[problem.pair_offer == o]
        chosen = best.pair[problem.pair_offer[best.pair] == o]
        if mine.max(initial=-np.inf) > 0:
            assert profit[chosen] == pytest.approx([mine.max()], rel=1e-12)
        else:
            assert len(chosen) == 0


def assert_can_be_gone(problem: Problem, ways: Ways, w: int) -> None:
    """A way leaves in the offer's window, over permitted and open links, waits only in stores, and ends at its place."""
    net, pair = problem.network, int(ways.pair[w])
    s = int(problem.source[problem.pair_offer[pair]])
    journeys = Journeys(problem, s, np.zeros(len(problem.capacity)))
    v, t = int(problem.origin[s]), int(ways.begins[w])
    assert problem.ready[s] <= t <= problem.last[s]
    steps = [(int(ways.link[w, i]), int(ways.leaves[w, i])) for i in range(ways.legs[w])]
    assert (ways.link[w, ways.legs[w] :] == -1).all()
    assert (ways.leaves[w, ways.legs[w] :] == -1).all()
    for a, leaves in steps:
        assert net.tail[a] == v
        assert a in journeys.links
        assert leaves >= t
        assert leaves == t or net.store_t[v] > 0
        step = journeys.move(a, leaves)
        assert step is not None
        v, t = step[:2]
    assert v == problem.place[problem.pair_need[pair]]
    assert t <= ways.arrives[w]
    assert t == ways.arrives[w] or net.store_t[v] > 0
    assert problem.worth[problem.pair_need[pair], ways.arrives[w]] >= 0


@pytest.mark.parametrize("seed", range(EXAMPLES))
def test_profits_are_the_best_of_all_ways(seed: int):
    """At random prices the profit of every pair is that of the best way in time, and the way traced earns it to the digit."""
    problem = case_of(seed).problem
    assert_best(problem, random_prices(problem, seed))


@settings(max_examples=EXAMPLES, deadline=None)
@given(small_scenarios(), st.integers(0, 99), st.sampled_from((0.0, 0.1, 1.0)))
def test_profits_are_the_best_of_all_ways_on_any_scenario(scenario: Scenario, seed: int, share: float):
    """As above, on scenarios and prices that are looked for where they could differ."""
    problem = build(scenario).problem
    assert_best(problem, random_prices(problem, seed, share=share))


def test_what_is_in_blocks_is_priced_by_block():
    """With capacities by block, every period of a block pays the block's price."""
    for seed in range(30):
        problem = case_of(seed).problem.in_blocks(3)
        fine = case_of(seed).problem
        price = random_prices(problem, seed)
        part = problem.rows.split(price)
        spread = [part[name][:, problem.block].ravel() for name in ("link", "node", "gate", "store")]
        whole = np.concatenate((part["offer"], part["need"], part["budget"], *spread))
        profit, *_ = Labels(problem).best(Labels(problem).prices(price))
        same, *_ = Labels(fine).best(Labels(fine).prices(whole))
        assert profit == pytest.approx(same, rel=1e-12, abs=1e-12)
        on, *_ = Labels(fine).on(problem).best(Labels(fine).on(problem).prices(price))
        assert (on == profit).all()


def test_names_tell_ways_apart_and_join_keeps_their_order():
    """Two ways have one name only if they are the same way."""
    problem = next(case_of(seed).problem for seed in range(50) if case_of(seed).problem.pairs > 4)
    labels = Labels(problem)
    prices = labels.prices(np.zeros(len(problem.capacity)))
    profit, arrival, _ = labels.best(prices)
    ways = labels.trace(prices, np.flatnonzero(np.isfinite(profit)).astype(np.int32), arrival)
    assert len(ways) > 1
    assert len(set(ways.names())) == len(ways)
    twice = Ways.join([ways, empty_ways(), ways])
    assert twice.names() == ways.names() * 2
    assert twice.take(np.arange(len(ways), 2 * len(ways))).names() == ways.names()
    assert empty_ways().names() == []
    assert empty_ways().link.shape == (0, LEGS)


def test_random_problems_have_ways_worth_comparing():
    """At least half of the random problems have a pair that can be served, so that the tests above are worth their time."""
    reached = 0
    for seed in range(EXAMPLES):
        problem = case_of(seed).problem
        reached += bool(np.isfinite(profit_by_hand(problem, np.zeros(len(problem.capacity)))).any())
    assert reached >= EXAMPLES / 2
    assert any((case_of(seed).problem.load == 0).any() for seed in range(EXAMPLES))
