"""From coarse to fine: the path that large scenarios take, forced on small ones where the best is known."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from mainstay.planning import engine, levels, plan
from mainstay.planning.labels import Labels
from mainstay.planning.oracle import arc_flow

from .proofs import LONG, NEAR, above, assert_sound, case_of, oracle, random_prices
from .strategies import random_scenario

CHUNK = 6
RANDOM = 300 if LONG else 30


@pytest.mark.parametrize("blocks", [2, 4, 100])
@pytest.mark.parametrize("first", range(0, RANDOM, CHUNK))
def test_on_two_levels_a_plan_is_within_its_gap_of_the_best(first: int, blocks: int, monkeypatch: pytest.MonkeyPatch):
    """Steps, interior masters on few rows, blocks of time and moved ways: the plan keeps the rules, its gap, and its bound.

    With 100 blocks a block is a period and the fine grid is priced from the start.
    """
    monkeypatch.setattr(engine, "SMALL", 0)
    monkeypatch.setattr(levels, "BLOCKS", blocks)
    monkeypatch.setattr(levels, "STEPPED", blocks)
    came = Counter()
    for seed in range(first, first + CHUNK):
        scenario = random_scenario(seed)
        best = oracle(scenario)
        made = plan(scenario, gap=1e-4, method="columns")
        assert_sound(scenario, made)
        assert best.score <= above(made.bound) + NEAR
        assert made.score <= above(best.bound) + NEAR
        assert best.score - made.score <= 1e-4 * made.score + NEAR
        assert made.gap <= 1e-4 + NEAR
        came[made.status] += 1
    assert set(came) <= {"optimal", "within the gap"}


@pytest.mark.parametrize("seed", range(25))
def test_counting_capacity_by_blocks_relaxes_the_problem(seed: int):
    """A solve on blocks of time earns at least what one by periods does, so its bound holds for both."""
    problem = case_of(seed).problem
    if not problem.pairs:
        return
    best = arc_flow(problem).points
    coarse = levels.solve(problem.in_blocks(4), 1e-9)
    assert best <= above(coarse.points) + NEAR
    assert best <= above(coarse.bound)


def test_prices_of_blocks_are_spread_over_their_periods():
    """Every period gets the price of its block, and what nothing limits gets none; the fine bound is the coarse one."""
    from mainstay.planning.bound import upper_bound

    for seed in range(30):
        fine = case_of(seed).problem
        coarse = fine.in_blocks(3)
        price = random_prices(coarse, seed)
        spread = levels.expand(coarse, price, fine)
        assert (spread[~np.isfinite(fine.capacity)] == 0).all()
        both = []
        for problem, prices in ((coarse, price), (fine, spread)):
            labels = Labels(problem)
            profit, *_ = labels.best(labels.prices(prices))
            both.append(upper_bound(problem, prices, profit))
        # a store has room for each period, and by block for the sum of them, so both sides add up to the same
        assert both[1] == pytest.approx(both[0])


def test_moved_ways_can_be_gone():
    """Each way is kept as it is, and moved only to where its offer is open, its links are, and it is still useful."""
    from .test_labels import assert_can_be_gone

    moved = 0
    for seed in range(40):
        problem = case_of(seed).problem
        labels = Labels(problem)
        prices = labels.prices(np.zeros(len(problem.capacity)))
        profit, arrival, _ = labels.best(prices)
        ways = labels.trace(prices, np.flatnonzero(np.isfinite(profit)).astype(np.int32), arrival)
        all_of_them = levels.moved(problem, ways, 2)
        assert all_of_them.names()[: len(ways)] == ways.names()
        assert len(set(all_of_them.names())) == len(all_of_them)
        for w in range(len(all_of_them)):
            assert_can_be_gone(problem, all_of_them, w)
        moved += len(all_of_them) - len(ways)
    assert moved > 20


def test_a_start_from_known_ways_and_prices_ends_at_the_same_score():
    """Solved again from what a solve found, the same problem gives the same points, in hardly any rounds."""
    for seed in range(30):
        problem = case_of(seed).problem
        cold = levels.solve(problem, 1e-9)
        warm = levels.solve(problem, 1e-9, start=cold.pool, price=cold.price)
        assert warm.points == pytest.approx(cold.points, rel=NEAR, abs=NEAR)
        assert warm.bound >= cold.points - NEAR
        assert warm.rounds <= max(2, cold.rounds)


def test_blocks_are_about_as_many_as_wanted():
    """A year of days is cut into weeks or so; a grid of hardly more periods than blocks is left as it is."""
    problem = case_of(0).problem
    assert levels.block_length(problem) == 1
    from dataclasses import replace

    for periods, length in ((10, 1), (38, 1), (52, 2), (180, 7), (364, 14)):
        wide = replace(problem, network=replace(problem.network, link_t=np.ones((problem.network.links, periods))))
        assert levels.block_length(wide) == length
