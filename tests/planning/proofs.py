"""What every plan must satisfy, whatever made it; shared by the tests of the planner."""

from __future__ import annotations

import os
import random
from functools import cache

import numpy as np
import pytest

from mainstay.model import TABLES, Scenario
from mainstay.planning import Plan, plan
from mainstay.planning.build import Case, build
from mainstay.planning.checker import check_plan
from mainstay.planning.problem import Problem

from .strategies import random_scenario

LONG = bool(os.environ.get("MAINSTAY_LONG"))

EXACT = 1e-9
"""Gap at which a small scenario counts as solved."""

NEAR = 1e-6
"""Relative difference at which two ways of working out the same figure agree."""


def assert_sound(scenario: Scenario, made: Plan) -> None:
    """The checker finds nothing in a plan, and no score stands above its bound."""
    assert check_plan(scenario, made.tables.consignments, made.tables.legs, score=made.score) == []
    assert made.score <= made.bound
    assert made.greedy_score <= above(made.bound)
    assert made.score <= above(made.attained)


def above(figure: float) -> float:
    """A figure and a hair: what a sum in another order may come to."""
    return figure + 1e-9 * max(1.0, abs(figure))


def same(figure: float) -> object:
    """What equals a score that was worked out in another way."""
    return pytest.approx(figure, rel=NEAR, abs=NEAR)


def oracle(scenario: Scenario) -> Plan:
    """Plan a scenario as one programme over all flows."""
    return plan(scenario, gap=EXACT, method="arc-flow")


@cache
def case_of(seed: int) -> Case:
    """Arrays of a random scenario."""
    return build(random_scenario(seed))


def shuffled(scenario: Scenario, seed: int) -> Scenario:
    """The same scenario with the rows of every table in another order."""
    rng = random.Random(seed)
    return scenario.replace(
        **{name: tuple(rng.sample(getattr(scenario, name), len(getattr(scenario, name)))) for name in TABLES}
    )


def random_prices(problem: Problem, seed: int, *, share: float = 0.4) -> np.ndarray:
    """Prices on some of the rows that anything limits, none on offers; of the size of what a tonne earns."""
    rng = np.random.default_rng(seed)
    price = rng.exponential(0.3, len(problem.capacity)) * (rng.random(len(problem.capacity)) < share)
    price *= float((problem.value / problem.rate).max(initial=1.0))
    price[~np.isfinite(problem.capacity)] = 0.0
    price[: problem.rows.need] = 0.0
    return price
