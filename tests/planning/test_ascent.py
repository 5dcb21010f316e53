"""The dual phase: every bound holds, the best is kept, and it comes near what can be attained."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.planning.ascent import Climb, Climber, level
from mainstay.planning.bound import upper_bound
from mainstay.planning.labels import Labels
from mainstay.planning.oracle import arc_flow

from .proofs import above, case_of, same

SEEDS = [seed for seed in range(40) if case_of(seed).problem.pairs]


@pytest.mark.parametrize("seed", SEEDS)
def test_its_bound_holds_is_kept_with_its_prices_and_comes_down(seed: int):
    """After any number of steps no plan exceeds the bound, which never rises, and which its prices give again."""
    problem = case_of(seed).problem
    best = arc_flow(problem).points
    climber = Climber(problem, Labels(problem), Climb(iterations=80, harvest=20))
    bounds = []
    for _ in range(80):
        climber.step()
        bounds.append(climber.state.bound)
        assert (climber.price >= 0).all()
    assert best <= above(bounds[-1])
    assert bounds == sorted(bounds, reverse=True)
    price = climber.state.price
    assert (price[: problem.offers] == 0).all()
    assert (price[~np.isfinite(problem.capacity)] == 0).all()
    profit, *_ = Labels(problem).best(Labels(problem).prices(price))
    assert upper_bound(problem, price, profit) == same(bounds[-1])
    assert len(climber.state.kept) == 60


def test_it_closes_much_of_the_gap():
    """Over random problems the prices take away at least half of what lies between no prices and the best plan."""
    before = after = 0.0
    for seed in SEEDS:
        problem = case_of(seed).problem
        best = arc_flow(problem).points
        climber = Climber(problem, Labels(problem), Climb(iterations=200))
        climber.step()
        before += climber.state.bound - best
        for _ in range(199):
            climber.step()
        after += climber.state.bound - best
    assert after <= 0.5 * before


def test_the_level_is_points_per_tonne_of_something_asked():
    """It lies between the least and the greatest value of a tonne; 1 where nothing weighs anything."""
    for seed in SEEDS:
        problem = case_of(seed).problem
        loaded = problem.load[problem.source[problem.pair_offer]] > 0
        worth = (problem.value / problem.rate)[loaded]
        assert worth.min() <= level(problem) <= worth.max() if len(worth) else level(problem) == 1.0
