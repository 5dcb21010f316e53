"""One linear programme: what comes of it, whichever method solves it, and prices that can be trusted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

from mainstay.solve import Method, Programme, Status, solve

METHODS = tuple(Method)


def programme(cost, rows, row_upper, **more) -> Programme:
    given = {name: np.array(value, dtype=float) for name, value in more.items()}
    return Programme(
        np.array(cost, dtype=float), csc_matrix(np.array(rows, dtype=float)), np.array(row_upper, dtype=float), **given
    )


def random_programme(seed: int, *, rows: int = 12, columns: int = 20) -> Programme:
    """A packing programme with redundant rows, a row twice, an empty one, and columns that are fixed or bounded."""
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(0.1, 2.0, (rows, columns)) * (rng.random((rows, columns)) < 0.4)
    capacity = rng.uniform(1.0, 5.0, rows)
    extra = np.vstack((matrix[0], matrix[0], 2 * matrix[1], np.zeros(columns), matrix.sum(axis=0)))
    room = np.array([capacity[0], 2 * capacity[0], 2 * capacity[1], 1.0, capacity.sum() * 3])
    upper = np.where(rng.random(columns) < 0.3, rng.uniform(0.0, 2.0, columns), 4.0)
    upper[rng.random(columns) < 0.1] = 0.0
    return Programme(
        -rng.uniform(0.5, 3.0, columns),
        csc_matrix(np.vstack((matrix, extra))),
        np.concatenate((capacity, room)),
        lower=np.where(rng.random(columns) < 0.1, 0.2 * upper, 0.0) * (capacity.min() > 3),
        upper=upper,
    )


def reference(given: Programme) -> float:
    """The same programme by another library's interface."""
    bounds = np.column_stack((given.lower, given.upper))
    found = linprog(given.cost, A_ub=given.matrix, b_ub=given.row_upper, bounds=bounds, method="highs")
    assert found.status == 0
    return float(found.fun)


def dual_value(given: Programme, price: np.ndarray) -> float:
    """What prices prove: no solution costs less than this."""
    reduced = given.cost + given.matrix.T @ price
    return float(-price @ given.row_upper + np.where(reduced > 0, reduced * given.lower, reduced * given.upper).sum())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(15))
def test_every_method_finds_the_optimum_and_prices_that_prove_it(seed: int, method: Method):
    """Objective, solution and prices: feasible on both sides, and equal, also where rows are redundant and columns fixed."""
    given = random_programme(seed)
    answer = solve(given, method)
    best = reference(given)
    tolerance = 1e-5 if method is Method.INTERIOR else 1e-7
    assert answer.usable
    assert answer.objective == pytest.approx(best, rel=tolerance)
    assert given.cost @ answer.x == pytest.approx(best, rel=tolerance)
    assert (given.matrix @ answer.x <= given.row_upper + 1e-6).all()
    assert (answer.x >= given.lower - 1e-6).all()
    assert (answer.x <= given.upper + 1e-6).all()
    assert (answer.price >= -1e-6).all()
    price = np.maximum(0.0, answer.price)
    assert dual_value(given, price) <= best + 1e-6 * abs(best)
    assert dual_value(given, price) == pytest.approx(best, rel=tolerance)


@pytest.mark.parametrize("method", METHODS)
def test_prices_are_right_where_a_presolve_takes_most_of_it_apart(method: Method):
    """Programmes as masters are: a few entries of 1 in each column, every row up to 1.

    Prices of rows that presolve had taken out once came back half as large again, which breaks the last equality.
    """
    for seed in range(20):
        rng = np.random.default_rng(seed)
        columns = [rng.choice(12, rng.integers(1, 4), replace=False) for _ in range(30)]
        start = np.concatenate(([0], np.cumsum([len(rows) for rows in columns])))
        matrix = csc_matrix((np.ones(start[-1]), np.concatenate(columns), start), shape=(12, 30))
        given = Programme(-rng.uniform(0.5, 3.0, 30), matrix, np.ones(12), lower=np.zeros(30), upper=np.ones(30))
        answer = solve(Programme(given.cost, matrix, given.row_upper), method)
        best = reference(given)
        assert answer.objective == pytest.approx(best, rel=1e-5)
        assert dual_value(given, np.maximum(0.0, answer.price)) == pytest.approx(best, rel=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_it_says_what_came_of_a_solve(method: Method):
    """Optimal, infeasible and unbounded are told apart, and only the first has numbers."""
    assert solve(programme([-1, -1], [[1, 2]], [4]), method).status is Status.OPTIMAL
    impossible = solve(programme([1, 1], [[1, 1]], [1], row_lower=[0.5], lower=[2, 2]), method)
    assert impossible.status is Status.INFEASIBLE
    endless = solve(programme([-1, -1], [[1, -1]], [1]), method)
    assert endless.status in (Status.UNBOUNDED, Status.INFEASIBLE)  # a solver may stop at "one of the two"
    for answer in (impossible, endless):
        assert not answer.usable
        assert np.isnan(answer.objective)
        assert not answer.x.any()
        assert not answer.price.any()


def test_the_simplex_method_ends_at_a_vertex():
    """Simplex and crossover end with no more positive columns than rows; the interior point between equals does not."""
    flat = programme([-1] * 6, [[1] * 6], [3.0], upper=[2.0] * 6)
    positive = {method: int(((x := solve(flat, method).x) > 1e-6).sum() - (x > 2 - 1e-6).sum()) for method in METHODS}
    assert positive[Method.SIMPLEX] <= 1
    assert positive[Method.CROSSOVER] <= 1
    assert positive[Method.INTERIOR] == 6


@pytest.mark.parametrize("method", METHODS)
def test_the_price_is_what_one_more_unit_brings(method: Method):
    """At least 0 where only the upper side binds, 0 where nothing does, and the sign is that of the row's upper side."""
    answer = solve(programme([-3, -1], [[1, 1], [1, 0], [0, 1]], [4, 3, 9]), method)
    assert answer.x == pytest.approx([3, 1], abs=1e-5)
    assert answer.price == pytest.approx([1, 2, 0], abs=1e-5)


@pytest.mark.parametrize("method", METHODS)
def test_the_same_arrays_give_the_same_answer(method: Method):
    """To the last bit, so that plans are reproducible."""
    first, again = (solve(random_programme(3, rows=40, columns=90), method) for _ in range(2))
    assert (first.x == again.x).all()
    assert (first.price == again.price).all()
    assert first.objective == again.objective


def test_a_programme_without_columns_is_optimal_at_nothing():
    """No columns: objective 0, no prices."""
    answer = solve(Programme(np.zeros(0), csc_matrix((3, 0)), np.ones(3)))
    assert (answer.status, answer.objective, answer.price.tolist()) == (Status.OPTIMAL, 0.0, [0.0] * 3)


def test_without_time_it_says_that_it_was_stopped():
    """A limit of no time at all gives no numbers to rely on."""
    rng = np.random.default_rng(0)
    matrix = csc_matrix(rng.uniform(0.1, 2.0, (300, 400)) * (rng.random((300, 400)) < 0.2))
    answer = solve(Programme(-rng.uniform(1, 2, 400), matrix, np.ones(300)), Method.SIMPLEX, time_limit=0.0)
    assert answer.status is Status.STOPPED
    assert not answer.usable
