"""One problem being solved: gaps are honest, amounts are shrunk to what there is, and failures are said."""

from __future__ import annotations

import math

import numpy as np
import pytest

from mainstay.planning.columns import entries
from mainstay.planning.engine import Clock, Engine, relative_gap
from mainstay.planning.levels import solve
from mainstay.planning.progress import Progress

from .proofs import case_of, same

SEEDS = [seed for seed in range(30) if case_of(seed).problem.pairs]


def test_the_gap_is_relative_to_what_is_attained():
    """No bound: infinite. Nothing to attain: none. Nothing attained of something: vast. Never below 0."""
    assert relative_gap(90.0, 99.0) == pytest.approx(0.1)
    assert relative_gap(0.0, math.inf) == math.inf
    assert relative_gap(0.0, 0.0) == 0.0
    assert relative_gap(0.0, 1.0) == pytest.approx(1e9)
    assert relative_gap(1.0 + 1e-12, 1.0) == 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_an_outcome_keeps_every_row_and_earns_what_it_says(seed: int):
    """Amounts over ways: no row is exceeded, the points are theirs, and the pool holds them."""
    problem = case_of(seed).problem
    outcome = solve(problem, 1e-9)
    gain, start, row, value = entries(problem, outcome.ways)
    load = np.bincount(row, value * np.repeat(outcome.lots, np.diff(start)), minlength=len(problem.capacity))
    assert (load <= problem.capacity * (1 + 1e-9)).all()
    assert (outcome.lots > 0).all()
    assert gain @ outcome.lots == same(outcome.points)
    assert set(outcome.ways.names()) <= set(outcome.pool.names())
    assert outcome.gap == relative_gap(outcome.points, outcome.bound)


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_a_plan_has_few_consignments(seed: int):
    """It ends at a vertex: no more ways carry something than there are rows that are full."""
    problem = case_of(seed).problem
    outcome = solve(problem, 1e-9)
    _, start, row, value = entries(problem, outcome.ways)
    load = np.bincount(row, value * np.repeat(outcome.lots, np.diff(start)), minlength=len(problem.capacity))
    assert len(outcome.ways) <= (load >= problem.capacity * (1 - 1e-7)).sum()


def test_ways_known_already_are_not_added_again():
    """The same ways twice are in the pool once."""
    for seed in SEEDS:
        problem = case_of(seed).problem
        engine = Engine(problem)
        engine.look(np.zeros(len(problem.capacity)), None)
        before = len(engine.pool)
        engine.add(engine.all_ways())
        assert len(engine.pool) == before == len(engine.all_ways())


def test_a_problem_without_pairs_is_solved_by_nothing():
    """Bound and points 0, optimal."""
    for seed in range(200):
        problem = case_of(seed).problem
        if not problem.pairs:
            outcome = solve(problem, 1e-3)
            assert (outcome.points, outcome.bound, outcome.status, len(outcome.ways)) == (0.0, 0.0, "optimal", 0)
            return
    raise AssertionError("no such problem among those tried")


def test_the_clock_tells_in_score_and_remembers_who_stopped_it():
    """What is told is scaled to the score; the first reason to stop stays."""
    told: list[Progress] = []
    clock = Clock(2.0, lambda progress: bool(told.append(progress)) or len(told) == 2)
    assert not clock.tell("a", 10.0, 11.0, always=True)
    assert clock.tell("b", 10.0, 11.0, always=True)
    assert [(p.stage, p.score, p.bound) for p in told] == [("a", 20.0, 22.0), ("b", 20.0, 22.0)]
    assert told[0].gap == pytest.approx(0.1)
    clock.deadline = 0.0
    assert clock.tell("c", 10.0, 11.0)
    assert clock.stopped == "stopped"
    late = Clock(deadline=0.0)
    assert late.tell("a", 0.0, 1.0)
    assert late.stopped == "time limit"
