"""Answers are walked again: what cannot be carried out is found."""

from __future__ import annotations

from dataclasses import replace

import pytest
from benchmarks.capability_instances import with_packages
from benchmarks.instances import Size, draw
from benchmarks.recheck import NotAPlanError, certified, recheck

from mainstay.planning.engine import Outcome
from mainstay.planning.levels import solve
from mainstay.planning.problem import Problem

SMALL = Size(60, 60, 16, 36, 26, 4)


@pytest.fixture(scope="module")
def solved() -> tuple[Problem, Outcome]:
    problem = draw(SMALL, 0)
    return problem, solve(problem, 1e-3)


def test_a_plan_earns_what_it_says_and_takes_no_more_than_there_is(solved):
    problem, outcome = solved
    points, excess = recheck(problem, outcome)
    assert points == pytest.approx(outcome.points, rel=1e-9)
    assert excess < 1e-9
    assert certified(problem, outcome.price) <= outcome.bound * (1 + 1e-9)


def test_a_plan_with_packages_earns_what_it_says():
    problem = with_packages(draw(Size(14, 12, 12, 26, 12, 2), 1), 1, 1, 4)
    outcome = solve(problem, 1e-2)
    points, excess = recheck(problem, outcome)
    assert points == pytest.approx(outcome.points, rel=1e-6)
    assert excess < 1e-6


def test_more_than_there_is_shows_as_excess(solved):
    problem, outcome = solved
    assert recheck(problem, replace(outcome, lots=outcome.lots * 2.0))[1] > 0.1


@pytest.mark.parametrize(
    ("part", "change", "why"),
    [
        ("begins", -1, "before its offer is ready"),
        ("arrives", -1, "waiting"),
        ("leaves", -1, "departure"),
        ("link", 1, "link"),
    ],
)
def test_ways_that_are_none_are_refused(solved, part: str, change: int, why: str):
    """Each of them is moved to where it cannot be."""
    problem, outcome = solved
    changed = getattr(outcome.ways, part).copy()
    if part == "begins":
        changed[:] = problem.ready[problem.source[problem.pair_offer[outcome.ways.pair]]] + change
    elif part == "link":
        changed[:] = (changed + change) % problem.network.links
    else:
        changed = changed + change
    with pytest.raises(NotAPlanError, match=why):
        recheck(problem, replace(outcome, ways=replace(outcome.ways, **{part: changed})))
