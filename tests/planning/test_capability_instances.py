"""Seeded instances with packages and courses: drawn alike each time, and solved soundly at scale."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks.capability_instances import FILLED, with_packages
from benchmarks.instances import instance

from mainstay.planning.levels import solve

EXACT = 1e-6
GAP = 2e-2


def test_the_same_seed_draws_the_same_packages_and_courses_and_another_seed_others():
    """Choices, rows and all figures follow from the seed alone."""
    plain = instance("S", 0)
    first, again, other = (with_packages(plain, seed, 10, 24).choices for seed in (3, 3, 4))
    assert first.what == again.what
    assert first.row_names == again.row_names
    for name in ("gain", "upper", "whole", "capacity", "arrival"):
        assert np.array_equal(getattr(first, name), getattr(again, name))
    assert (first.matrix != again.matrix).nnz == 0
    assert not np.array_equal(first.gain, other.gain)
    kinds = [key[0] for key in first.what]
    assert len({key[1] for key in first.what if key[0] == "package"}) == 10
    assert kinds.count("run") == 24


@pytest.fixture(scope="module")
def solved():
    """A small instance with ten packages and 24 course runs, and its plan."""
    problem = with_packages(instance("S", 0), 0, 10, 24)
    return problem, solve(problem, GAP)


def test_a_plan_of_packages_and_courses_is_within_its_gap(solved):
    """Points are what ways and choices earn, the bound is above them, and the gap asked for is reached."""
    problem, made = solved
    assert made.bound >= made.points > 0
    assert made.gap <= GAP
    assert made.taken @ problem.choices.gain <= made.points


def test_every_package_planned_is_filled_and_crewed_by_its_milestone(solved):
    """Counted from the ways and runs alone: goods that arrived and people who were ready by then."""
    problem, made = solved
    choices, entries = problem.choices, problem.choices.matrix.tocoo()
    taken = np.round(made.taken)
    carried = made.lots * problem.rate[made.ways.pair]
    need = problem.pair_need[made.ways.pair]
    whole = [j for j, key in enumerate(choices.what) if key[0] == "package" and taken[j]]
    assert whole
    for r, j in zip(entries.row, entries.col, strict=True):
        name = choices.row_names[r]
        if j in whole and name[0] == "part":
            came = carried[(need == name[1]) & (made.ways.arrives <= name[2])].sum()
            assert came >= FILLED * problem.asked[name[1]] - EXACT
        if j in whole and name[0] == "post":
            assigned = sum(
                made.taken[i]
                for i, key in enumerate(choices.what)
                if key[0] == "crew" and key[2] == name[1] and key[1].ready <= key[4]
            )
            takes = choices.matrix[r, j]
            assert assigned >= takes - EXACT
    load = choices.matrix @ made.taken
    people = np.array([name[0] in ("people", "instructors") for name in choices.row_names])
    assert (load[people] <= choices.capacity[people] + EXACT).all()
    assert np.abs(made.taken - taken)[choices.whole].max() <= EXACT
