"""A certified interval always holds what the best plan of the case earns, and is as narrow as was asked."""

from __future__ import annotations

import pytest
from tests.planning.capability_cases import tiny_capability_scenario
from tests.planning.hitting import best_plan, excess, hits, problems
from tests.planning.proofs import LONG, NEAR
from tests.planning.strategies import random_scenario

from mainstay.contingency.certify import certify
from mainstay.planning.clock import Clock
from mainstay.planning.hits import of_offers, removed
from mainstay.planning.oracle import arc_flow
from mainstay.planning.problem import Problem

GAP = 1e-3
GOODS = [range(first, first + 50) for first in range(0, 200, 50)]


def assert_certified(problem: Problem, seed: int, number: int) -> int:
    """Certify some cases of a problem; returns how many of these lost something."""
    base, lost = best_plan(problem, by_flows=bool(seed % 2)), 0
    for hit in hits(problem, seed, number):
        case = removed(problem, hit)
        found, best = certify(problem, hit, base, GAP), arc_flow(case).points
        near = NEAR * max(1.0, abs(best))
        assert found.points - near <= best <= found.bound + near
        assert found.bound - found.points <= GAP * max(1.0, abs(best)) + near
        assert excess(case, found.ways, found.lots, found.taken) <= NEAR
        lost += best < base.points - near
    return lost


@pytest.mark.parametrize("seeds", GOODS, ids=str)
def test_an_interval_holds_the_best_plan_of_a_case_of_goods(seeds: range):
    """Warm from the base plan, whatever solved it, the plan found keeps every rule of the case."""
    assert sum(assert_certified(problem, seed, 3) for seed, problem in problems(random_scenario, seeds)) > 10


def test_an_interval_holds_the_best_plan_of_a_case_of_capabilities():
    """Small cases in whole numbers are solved exactly."""
    seeds = range(60 if LONG else 12)
    assert sum(assert_certified(problem, seed, 2) for seed, problem in problems(tiny_capability_scenario, seeds)) > 3


def test_a_case_may_be_given_as_its_own_problem():
    """Solved from the same base plan, the case's arrays give the same answer as what is hit."""
    for seed, problem in problems(random_scenario, range(30)):
        base = best_plan(problem, by_flows=True)
        for hit in hits(problem, seed, 2):
            whole = certify(problem, removed(problem, hit), base, 1e-6)
            assert whole.points == pytest.approx(certify(problem, hit, base, 1e-6).points, rel=1e-5, abs=1e-5)


def test_a_case_that_loses_nothing_is_not_solved():
    """The plan as it stands is within the gap of the base bound, so that no master is asked."""
    for _, problem in problems(random_scenario, range(10)):
        base = best_plan(problem, by_flows=True)
        found = certify(problem, of_offers(problem, []), base, GAP)
        assert found.points == pytest.approx(base.points, rel=NEAR)
        assert found.rounds == base.rounds


def test_a_solve_that_is_stopped_gives_back_the_trimmed_plan_with_a_bound():
    """Somebody asks to stop at once: what is left of the base plan is a plan, and the base bound holds for it."""
    for seed, problem in problems(random_scenario, range(20)):
        base = best_plan(problem, by_flows=True)
        for hit in hits(problem, seed, 2):
            found = certify(problem, hit, base, 1e-9, Clock(watch=lambda _: True))
            best = arc_flow(removed(problem, hit)).points
            assert found.points <= best + NEAR * max(1.0, best)
            assert found.bound >= best - NEAR * max(1.0, best)
