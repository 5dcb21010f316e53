"""The certificate holds at any prices, and is tight at the right ones."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mainstay.model import Scenario
from mainstay.planning.bound import best_of_offer, upper_bound
from mainstay.planning.build import build
from mainstay.planning.labels import Labels
from mainstay.planning.oracle import arc_flow
from mainstay.planning.problem import Problem

from .proofs import LONG, above, case_of, random_prices, same
from .strategies import small_scenarios

EXAMPLES = 300 if LONG else 60


def bound_at(problem: Problem, price: np.ndarray) -> float:
    """The bound at some prices of the rows."""
    labels = Labels(problem)
    profit, *_ = labels.best(labels.prices(price))
    return upper_bound(problem, price, profit)


@settings(max_examples=EXAMPLES, deadline=None)
@given(small_scenarios(), st.integers(0, 2**32 - 1), st.floats(0.0, 1.0), st.floats(0.0, 10.0))
def test_no_plan_exceeds_the_bound_whatever_the_prices(scenario: Scenario, seed: int, share: float, size: float):
    """Any prices at all, on as many rows as you like, give a bound on what the arc-flow model attains."""
    problem = build(scenario).problem
    if not problem.pairs:
        return
    best = arc_flow(problem).points
    assert best <= above(bound_at(problem, size * random_prices(problem, seed, share=share)))


def test_at_the_prices_of_the_best_plan_the_bound_is_what_it_earns():
    """Strong duality: priced by the arc-flow model's own prices, the bound meets its points."""
    met = 0
    for seed in range(200 if LONG else 60):
        problem = case_of(seed).problem
        if problem.pairs:
            flow = arc_flow(problem)
            best, price = flow.points, flow.price
            assert bound_at(problem, price) == same(best)
            met += best > 0
    assert met > 10


def test_without_prices_every_offer_is_bounded_by_its_best_pair():
    """With no prices the bound is what all offers could earn if each had the world to itself."""
    for seed in range(30):
        problem = case_of(seed).problem
        labels = Labels(problem)
        profit, *_ = labels.best(labels.prices(np.zeros(len(problem.capacity))))
        alone = [
            problem.amount[o]
            * max(0.0, max((profit[p] for p in range(problem.pairs) if problem.pair_offer[p] == o), default=0))
            for o in range(problem.offers)
        ]
        assert bound_at(problem, np.zeros(len(problem.capacity))) == pytest.approx(sum(alone))


def test_prices_on_offers_change_nothing():
    """What stands on the rows of the offers is not used: their prices follow from the profits."""
    problem = case_of(next(s for s in range(50) if case_of(s).problem.pairs)).problem
    price = random_prices(problem, 1)
    dear = price.copy()
    dear[: problem.offers] = 1e6
    assert bound_at(problem, dear) == bound_at(problem, price)


def test_the_best_of_an_offer_is_the_greatest_profit_of_its_pairs():
    """Offers without pairs have minus infinity."""
    problem = case_of(next(s for s in range(50) if case_of(s).problem.pairs > 3)).problem
    profit = np.random.default_rng(0).normal(size=problem.pairs)
    for o, best in enumerate(best_of_offer(problem, profit)):
        assert best == max((profit[p] for p in range(problem.pairs) if problem.pair_offer[p] == o), default=-np.inf)
