"""A bracket always holds what the best plan of the case earns, planned anew by the arc-flow model."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.instances import instance
from scipy.stats import spearmanr
from tests.planning.capability_cases import random_capability_scenario, tiny_capability_scenario
from tests.planning.hitting import best_plan, hits, problems
from tests.planning.proofs import LONG, NEAR, random_prices
from tests.planning.strategies import random_scenario

from mainstay.contingency.certify import certify
from mainstay.contingency.screen import Screen
from mainstay.planning.bound import upper_bound
from mainstay.planning.hits import Hit, of_node, of_offers, of_road, removed
from mainstay.planning.labels import Labels
from mainstay.planning.levels import solve
from mainstay.planning.oracle import arc_flow
from mainstay.planning.problem import Problem

GOODS = [range(first, first + 50) for first in range(0, 200, 50)]
CAPABILITIES = [range(first, first + 10) for first in range(0, 100 if LONG else 20, 10)]


def assert_contains(problem: Problem, seed: int, number: int) -> int:
    """Bracket some cases of a problem; returns how many of these lost something."""
    base = best_plan(problem, by_flows=bool(seed % 2))
    screen, lost = Screen(problem, base), 0
    for hit in hits(problem, seed, number):
        found, best = screen.bracket(hit), arc_flow(removed(problem, hit)).points
        near = NEAR * max(1.0, abs(best))
        assert found.low - near <= best <= found.high + near
        assert found.low <= found.estimate <= found.high
        lost += best < base.points - near
    return lost


@pytest.mark.parametrize("seeds", GOODS, ids=str)
def test_a_bracket_holds_the_best_plan_of_a_case_of_goods(seeds: range):
    """Offers, links, nodes, corridors, money, two at once."""
    assert sum(assert_contains(problem, seed, 3) for seed, problem in problems(random_scenario, seeds)) > 10


@pytest.mark.parametrize("seeds", CAPABILITIES, ids=str)
@pytest.mark.parametrize("make", [random_capability_scenario, tiny_capability_scenario])
def test_a_bracket_holds_the_best_plan_of_a_case_of_capabilities(make, seeds: range):
    """The same with packages, courses, stocks, repair and orders in whole numbers, which may be forbidden too."""
    assert sum(assert_contains(problem, seed, 3) for seed, problem in problems(make, seeds)) > 3


def test_the_upper_end_is_the_whole_bound_priced_anew():
    """Labels of a few sources give what a pricing of everything gives at the same prices, or less where offers are few."""
    for seed, problem in problems(random_scenario, range(40)):
        base = best_plan(problem, by_flows=True)
        for price in (base.price, random_prices(problem, seed)):
            labels = Labels(problem)
            profit, *_ = labels.best(labels.prices(price))
            known = type(base)(**{**base.__dict__, "price": price, "bound": upper_bound(problem, price, profit)})
            screen = Screen(problem, known)
            for road in range(problem.network.roads):
                hit = of_road(problem, road)
                case = removed(problem, hit)
                labels = Labels(case)
                profit, *_ = labels.best(labels.prices(price))
                whole = upper_bound(case, price, profit)
                assert screen.bound_of(hit) <= whole + NEAR * max(1.0, whole)
                assert screen.bound_of(hit) - screen.bound_of(Hit()) == pytest.approx(whole - known.bound, rel=NEAR, abs=NEAR)


def test_where_nothing_is_hit_a_bracket_is_the_base_plan_and_its_bound():
    """Nothing is lost; where all offers are gone, nothing is left for certain."""
    for _, problem in problems(random_scenario, range(20)):
        base = best_plan(problem, by_flows=True)
        screen = Screen(problem, base)
        calm = screen.bracket(Hit())
        assert calm.low == pytest.approx(base.points, rel=NEAR, abs=NEAR)
        assert calm.high == pytest.approx(base.bound, rel=NEAR, abs=NEAR)
        assert screen.bracket(of_offers(problem, np.arange(problem.offers))).low == 0


def test_one_case_leaves_nothing_behind_for_the_next():
    """Asked twice, in another order, every case is bracketed the same."""
    for seed, problem in problems(random_scenario, range(20)):
        screen = Screen(problem, best_plan(problem, by_flows=True))
        cases = [*hits(problem, seed, 6), of_node(problem, 0)]
        once = [screen.bracket(hit) for hit in cases]
        assert [screen.bracket(hit) for hit in reversed(cases)][::-1] == once


def test_estimates_put_cases_in_the_order_of_their_losses():
    """On a seeded instance of 150 offers, contributors and links rank by estimate nearly as by their certified losses."""
    problem = instance("S", 1)
    base = solve(problem, 1e-3, vertex=False)
    screen = Screen(problem, base)
    owner = np.random.default_rng(1).integers(0, 12, problem.offers)
    listed = [of_offers(problem, np.flatnonzero(owner == i).astype(np.int32)) for i in range(6)]
    listed += [of_road(problem, road) for road in range(0, problem.network.roads, 7)]
    found = [screen.bracket(hit) for hit in listed]
    solved = [certify(problem, hit, base, 1e-3) for hit in listed]
    for bracket, plan in zip(found, solved, strict=True):
        assert bracket.low <= plan.bound
        assert plan.points <= bracket.high
    points = [plan.points for plan in solved]
    rank = {end: spearmanr([getattr(b, end) for b in found], points).statistic for end in ("estimate", "low", "high")}
    assert rank["estimate"] > max(0.9, rank["low"], rank["high"])
