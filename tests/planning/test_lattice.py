"""The programme over pairs and stretches bounds every plan in whole numbers, at whatever prices of the network."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mainstay.planning.build import build
from mainstay.planning.labels import Labels
from mainstay.planning.lattice import lattice, relaxed_bound
from mainstay.planning.oracle import arc_flow
from mainstay.planning.settle import BOUNDING, CHOOSING

from .capability_cases import random_capability_scenario
from .test_capability_monotone import less, more

NEAR = 1e-6


def seeds_with_pieces(most: int) -> list[int]:
    """First seeds whose scenarios have goods in whole pieces beside goods in any amount."""
    out = []
    for seed in range(200):
        pieces = build(random_capability_scenario(seed)).problem.pieces
        if (pieces > 0).any() and (pieces == 0).any():
            out.append(seed)
        if len(out) == most:
            break
    return out


@pytest.mark.parametrize("seed", seeds_with_pieces(8))
@pytest.mark.parametrize("kinds", [None, BOUNDING, CHOOSING], ids=["all", "bounding", "choosing"])
def test_no_plan_in_whole_numbers_earns_more_than_the_bound_whatever_the_prices(seed, kinds):
    problem = build(random_capability_scenario(seed)).problem
    best = arc_flow(problem).points
    labels = Labels(problem)
    rng = np.random.default_rng(seed)
    high = 2.0 * float(np.max(problem.value, initial=1.0))
    some = np.where(rng.random(len(problem.capacity)) < 0.2, rng.random(len(problem.capacity)) * high, 0.0)
    for price in (np.zeros(len(problem.capacity)), np.where(np.isfinite(problem.capacity), some, 0.0)):
        answer = lattice(problem, labels, price, gap=0.0, kinds=kinds)
        assert answer.bound >= best - NEAR * max(1.0, abs(best))
        assert answer.points <= answer.bound + NEAR * max(1.0, abs(answer.bound))


@pytest.mark.parametrize("seed", seeds_with_pieces(4))
def test_what_is_kept_whole_brings_the_bound_down_and_never_up(seed):
    problem = build(random_capability_scenario(seed)).problem
    labels, price = Labels(problem), np.zeros(len(problem.capacity))
    in_parts = relaxed_bound(problem, labels, price)
    some = lattice(problem, labels, price, gap=0.0, kinds=BOUNDING).bound
    every = lattice(problem, labels, price, gap=0.0).bound
    slack = NEAR * max(1.0, in_parts)
    assert every <= some + slack
    assert some <= in_parts + slack


def bounds(scenario) -> tuple[float, float]:
    """The two bounds of large plans, of 100 points: in parts, and in whole numbers."""
    case = build(scenario)
    price, labels = np.zeros(len(case.problem.capacity)), Labels(case.problem)
    in_parts = relaxed_bound(case.problem, labels, price)
    whole = lattice(case.problem, labels, price, gap=0.0, kinds=BOUNDING).bound
    return in_parts * 100 / case.asked_points, whole * 100 / case.asked_points


@pytest.mark.parametrize("seed", range(10))
def test_more_never_lowers_the_bounds_of_large_plans_and_less_never_raises_them(seed):
    """An offer, a seat, an instructor or a bay more; an offer, an intake, a training, a cohort or half a bay less."""
    scenario = random_capability_scenario(seed)
    before = bounds(scenario)
    for richer in more(scenario, random.Random(seed)):
        assert all(a <= b + NEAR * max(1.0, a) for a, b in zip(before, bounds(richer), strict=True))
    for poorer in less(scenario, random.Random(seed)):
        assert all(b <= a + NEAR * max(1.0, a) for a, b in zip(before, bounds(poorer), strict=True))
