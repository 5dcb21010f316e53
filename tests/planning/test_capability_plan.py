"""The planner attains, by both of its methods, what one programme over everything attains, and the checker finds nothing."""

from __future__ import annotations

import pytest

from mainstay.model import Scenario
from mainstay.planning import Plan, plan
from mainstay.planning.checker import check_plan, score_plan

from .capability_cases import random_capability_scenario, tiny_capability_scenario
from .capability_mip import full_mip
from .proofs import LONG, NEAR, above, same

CHUNK = 10
SEEDS = 400 if LONG else 100
METHODS = ("arc-flow", "columns")
TIME = 60.0
"""Seconds after which a plan of a small scenario may stop with a gap."""


def planned(scenario: Scenario, method: str) -> Plan:
    """Plan to the end, or for as long as a test may take."""
    return plan(scenario, gap=0.0, method=method, time_limit=TIME)


def assert_best(scenario: Scenario, method: str) -> None:
    """The best score lies where the plan says, and what is written keeps every rule and earns what it says."""
    best, made = full_mip(scenario).score, planned(scenario, method)
    tables = made.tables
    assert check_plan(scenario, tables.consignments, tables.legs, rest=tables, score=made.score) == []
    assert score_plan(scenario, tables.consignments, tables.legs, rest=tables) == same(made.score)
    assert made.score <= above(made.bound)
    assert made.score <= best + NEAR * max(1.0, best)
    assert best <= made.bound + NEAR * max(1.0, best)
    if made.gap <= NEAR:
        assert made.score == same(best)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("first", range(0, SEEDS, CHUNK))
def test_the_planner_attains_what_one_programme_over_everything_attains(first: int, method: str):
    """On small scenarios of packages, courses, stocks, repair and procurement the planner's score is the best there is."""
    for seed in range(first, first + CHUNK):
        assert_best(random_capability_scenario(seed), method)


@pytest.mark.parametrize("method", METHODS)
def test_the_planner_attains_the_best_of_tiny_scenarios(method: str):
    """As above, where every choice could be listed."""
    for seed in range(30):
        assert_best(tiny_capability_scenario(seed), method)


def test_small_scenarios_are_solved_to_the_end():
    """Where whole numbers are few, nearly every plan is proven the best."""
    closed = sum(planned(tiny_capability_scenario(seed), "arc-flow").gap <= NEAR for seed in range(30))
    assert closed >= 27
