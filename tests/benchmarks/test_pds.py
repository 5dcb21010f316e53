"""Claims on multicommodity flows handed to the planner: it finds the least cost of their programmes, and proves it."""

from __future__ import annotations

import os
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.pds import FOLDER, adapt, published, read, simplex, solve_flow, violation
from benchmarks.pds_mps import Linear, read_mps
from benchmarks.pds_network import recover
from scipy.sparse import csc_matrix, hstack

from mainstay.planning.engine import Engine

LONG = bool(os.environ.get("MAINSTAY_LONG"))

# Two commodities from a over b to c, which share 8 from b to c; straight from a to c costs 10 for one and 4 for the other.
SMALL = """\
NAME          SMALL
ROWS
 E  A1
 E  B1
 E  C1
 E  A2
 E  B2
 E  C2
 L  SHARED
 N  COST
COLUMNS
    AB1       A1                  1.   B1                 -1.
    AB1       COST                1.
    BC1       B1                  1.   C1                 -1.
    BC1       SHARED              1.   COST               1.
    AC1       A1                  1.   C1                 -1.
    AC1       COST               10.
    AB2       A2                  1.   B2                 -1.
    AB2       COST                1.
    BC2       B2                  1.   C2                 -1.
    BC2       SHARED              1.   COST               1.
    AC2       A2                  1.   C2                 -1.
    AC2       COST                4.
RHS
    RIGHT     A1                 10.   C1                -10.
    RIGHT     A2                  6.   C2                 -6.
    RIGHT     SHARED              8.
BOUNDS
 UP LIMIT     AB1                 7.
ENDATA
"""


@pytest.fixture
def small(tmp_path):
    path = tmp_path / "small.mps"
    path.write_text(SMALL)
    return path


def drawn(seed: int) -> Linear:
    """Draw flows with joint capacities, bounds, cycles of two nodes, and several supplies and demands in some commodities."""
    rng = np.random.default_rng(seed)
    nodes, commodities = 9, 4
    roads = [(i, j) for i in range(nodes) for j in range(i + 1, nodes) if rng.random() < 0.45]
    roads += [(3, 2), (7, 6)]  # one way or the other, these close cycles
    shared = {road: r for r, road in enumerate(road for road in roads if rng.random() < 0.6)}
    entries, cost, upper, right = [], [], [], np.zeros(nodes * commodities + len(shared))
    for k in range(commodities):
        first, many = k * nodes, k % 2
        gives, takes = [0, 1][: 1 + many], [nodes - 1, nodes - 2][: 1 + many]
        right[[first + v for v in gives]] = 20 // (1 + many)
        right[[first + v for v in takes]] = -20 // (1 + many)
        dear = [(i, j) for i in gives for j in takes]
        for number, (i, j) in enumerate(roads + dear):
            entries += [(first + i, len(cost), 1.0), (first + j, len(cost), -1.0)]
            if number < len(roads) and (i, j) in shared:
                entries.append((nodes * commodities + shared[i, j], len(cost), 1.0))
            cost.append(500.0 if number >= len(roads) else float(rng.integers(0, 30)))
            upper.append(float(rng.integers(0, 12)) if number < len(roads) and rng.random() < 0.4 else np.inf)
    right[nodes * commodities :] = rng.integers(2, 25, len(shared))
    row, column, value = zip(*entries, strict=True)
    equal = np.arange(len(right)) < nodes * commodities
    return Linear(np.array(cost), np.array(upper), csc_matrix((value, (row, column))), right, equal)


def test_a_small_file_is_solved_to_the_optimum_that_can_be_told_by_hand(small):
    programme = read_mps(small)
    result = solve_flow(programme)
    # over b, where there is room for 8, go 7 of the first commodity, as many as get there, and 1 of the second
    assert result.x == pytest.approx([7, 7, 3, 1, 1, 5])
    assert result.objective == pytest.approx(66)
    assert result.bound == pytest.approx(66)


@pytest.mark.parametrize("seed", range(200 if LONG else 12))
def test_drawn_flows_cost_what_the_simplex_method_says_and_break_no_row(seed):
    programme = drawn(seed)
    result = solve_flow(programme, 1e-9)
    assert result.objective == pytest.approx(simplex(programme), rel=1e-7)
    assert abs(result.gap) < 1e-6
    assert result.violation < 1e-9


@pytest.mark.parametrize("seed", range(6))
def test_no_prices_prove_more_than_the_least_cost(seed):
    programme = drawn(seed)
    adapter = adapt(recover(programme))
    problem, least = adapter.problem, simplex(programme)
    rng = np.random.default_rng(seed)
    for scale in (0.0, 1.0, 10.0, 100.0):
        engine = Engine(problem)
        engine.look(np.where(np.isfinite(problem.capacity), rng.exponential(scale, len(problem.capacity)), 0.0), None)
        assert adapter.value @ adapter.flows.supply - engine.bound <= least * (1 + 1e-9)


def test_signs_the_other_way_about_mean_the_same():
    programme = drawn(3)
    other = replace(programme, matrix=programme.matrix.copy(), right=np.where(programme.equal, -1, 1) * programme.right)
    other.matrix.data[other.equal[other.matrix.indices]] *= -1
    assert solve_flow(other, 1e-9).objective == pytest.approx(solve_flow(programme, 1e-9).objective)


def test_violation_tells_what_a_flow_breaks(small):
    programme = read_mps(small)
    assert violation(programme, np.array([7.0, 7, 3, 2, 2, 4])) == pytest.approx(1 / 10)  # the shared capacity, by 1
    assert violation(programme, np.array([8.0, 8, 2, 0, 0, 6])) == pytest.approx(1 / 10)  # a bound, by 1
    assert violation(programme, np.array([7.0, 7, 2, 1, 1, 5])) == pytest.approx(1 / 10)  # two equations, by 1


def test_a_supply_that_finds_no_way_is_an_error(small):
    text = SMALL.replace(
        "    AC1       A1                  1.   C1                 -1.\n    AC1       COST               10.\n", ""
    )
    small.write_text(text)
    with pytest.raises(ValueError, match="3 units of what is supplied find no way"):
        solve_flow(read_mps(small))


def test_a_supply_that_nobody_asks_for_is_an_error(small):
    programme = read_mps(small)
    programme.right[0] += 1
    with pytest.raises(ValueError, match="what is supplied of a commodity"):
        recover(programme)


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [(0, 0, 2.0), (6, 1, 3.0), (2, 0, -1.0)],
    ids=["gains on the way", "takes three times its share", "arrives in two places"],
)
def test_what_is_no_flow_is_an_error(small, row, column, value):
    programme = read_mps(small)
    matrix = programme.matrix.tolil()
    matrix[row, column] = value
    with pytest.raises(ValueError, match="a column must"):
        recover(replace(programme, matrix=csc_matrix(matrix)))


def test_a_cycle_of_three_nodes_is_an_error():
    programme = drawn(0)
    round_it = ([1.0, -1.0, 1.0, -1.0, 1.0, -1.0], ([4, 3, 3, 2, 2, 4], [0, 0, 1, 1, 2, 2]))
    matrix = csc_matrix(hstack((programme.matrix, csc_matrix(round_it, shape=(len(programme.right), 3)))))
    cost, upper = np.append(programme.cost, [1.0] * 3), np.append(programme.upper, [3.0] * 3)
    with pytest.raises(ValueError, match="more than two nodes"):
        recover(replace(programme, matrix=matrix, cost=cost, upper=upper))


@pytest.mark.parametrize(
    ("line", "instead", "message"),
    [
        (" L  SHARED", " G  SHARED", "line 9: rows are E, L or N, not 'G'"),
        (" UP LIMIT", " FX LIMIT", "line 29: bounds are UP and at least 0"),
        ("BOUNDS", "RANGES", "line 28: no section 'RANGES'"),
    ],
)
def test_what_the_reader_does_not_know_is_named_by_line(small, line, instead, message):
    small.write_text(SMALL.replace(line, instead))
    with pytest.raises(ValueError, match=message):
        read_mps(small)


@pytest.mark.skipif(not FOLDER.exists(), reason="the published problems are not part of the repository")
@pytest.mark.parametrize(
    "name",
    ["02", *(pytest.param(n, marks=pytest.mark.skipif(not LONG, reason="set MAINSTAY_LONG=1")) for n in ("06", "10", "20"))],
)
def test_published_airlift_problems_are_solved_to_a_millionth_of_the_published_cost(name):
    programme = read(name)
    result = solve_flow(programme)
    assert result.objective == pytest.approx(published(name), rel=1e-6)
    assert result.bound == pytest.approx(published(name), rel=1e-6)
    assert result.violation < 1e-9
