"""The pool of a column generation: columns only grow, and its master is the programme it says."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linprog
from scipy.sparse import csc_matrix

from mainstay.solve import Method, Pool, Status

METHODS = tuple(Method)


def random_columns(seed: int, rows: int, columns: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, list[bytes]]:
    """Gains, starts, rows, values and names of columns; some take from a row twice, as a way that comes back does."""
    rng = np.random.default_rng(seed)
    gain = rng.uniform(-0.5, 3.0, columns)
    length = rng.integers(1, 5, columns)
    row = rng.integers(0, rows, length.sum())
    first = np.concatenate(([0], np.cumsum(length)[:-1]))
    row[first] = np.arange(columns) % rows  # every column is limited by some row
    return (
        gain,
        np.concatenate(([0], np.cumsum(length))),
        row,
        rng.choice((0.5, 1.0, 1.0, 20.0), length.sum()),
        [f"{seed}-{i}".encode() for i in range(columns)],
    )


def random_pool(seed: int, rows: int = 12, columns: int = 30) -> Pool:
    """A pool whose rows differ a thousandfold, as tonnes and euros do; some have nothing, some no limit."""
    rng = np.random.default_rng(seed + 1000)
    capacity = rng.uniform(1.0, 5.0, rows) * rng.choice((1.0, 1000.0), rows)
    capacity[0] = 0.0
    capacity[-1] = np.inf
    pool = Pool(capacity)
    gain, start, row, value, names = random_columns(seed, rows, columns)
    length = np.diff(start)
    endless = np.minimum.reduceat(row, start[:-1]) == rows - 1
    row[np.repeat(endless, length)] = rows - 2
    pool.add(gain, start, row, value, names)
    return pool


def matrix(pool: Pool) -> csc_matrix:
    made = csc_matrix((pool.value, pool.row, pool.start), shape=(len(pool.capacity), len(pool)), copy=True)
    made.sum_duplicates()
    return made


def everything(pool: Pool) -> tuple[np.ndarray, np.ndarray]:
    return np.isfinite(pool.capacity), np.ones(len(pool), dtype=bool)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("seed", range(15))
def test_the_master_attains_what_another_library_does_and_its_prices_prove_it(seed: int, method: Method):
    """On all rows and columns: the same objective, amounts that keep every row, and prices of equal worth."""
    pool = random_pool(seed)
    rows, columns = everything(pool)
    whole = matrix(pool)
    best = -linprog(-pool.gain, A_ub=whole[rows], b_ub=pool.capacity[rows], bounds=(0, None), method="highs").fun
    answer, x, price = pool.master(rows, columns, method)
    tolerance = 1e-4 if method is Method.INTERIOR else 1e-7
    assert answer.usable
    assert pool.gain @ x == pytest.approx(best, rel=tolerance)
    assert (x >= 0).all()
    assert (whole[rows] @ x <= pool.capacity[rows] * (1 + 1e-6) + 1e-9).all()
    assert (price >= 0).all()
    assert (price[~rows] == 0).all()
    assert price[rows] @ pool.capacity[rows] == pytest.approx(best, rel=tolerance)
    usable = (np.where(np.isin(pool.row, np.flatnonzero(pool.capacity == 0)), 1, 0) @ entry_of(pool)) == 0
    assert (pool.worths(price)[usable] <= tolerance * 10).all()


def entry_of(pool: Pool) -> np.ndarray:
    """Which entries belong to which column: (entries, columns)."""
    return np.repeat(np.eye(len(pool), dtype=int), np.diff(pool.start), axis=0)


@pytest.mark.parametrize("seed", range(10))
def test_fewer_columns_and_rows_are_taken_as_asked(seed: int):
    """Columns left out carry nothing and fewer columns never earn more; rows left out have no price and fewer never less."""
    pool = random_pool(seed)
    rows, columns = everything(pool)
    all_in, _, _ = pool.master(rows, columns, Method.SIMPLEX)
    some = np.random.default_rng(seed).random(len(pool)) < 0.5
    fewer, x, _ = pool.master(rows, some, Method.SIMPLEX)
    assert (x[~some] == 0).all()
    assert -fewer.objective <= -all_in.objective + 1e-7
    dropped = np.flatnonzero(np.isfinite(pool.capacity) & (pool.capacity > 0))[:1]
    looser = rows.copy()
    looser[dropped] = False
    answer, _, price = pool.master(looser, columns, Method.SIMPLEX)
    assert price[dropped] == 0
    assert answer.status is Status.UNBOUNDED or not answer.usable or -answer.objective >= -all_in.objective - 1e-7


def test_a_column_is_added_once_and_none_is_lost():
    """Known names are not added again, whether from before or from the same call; the numbers given are those in the pool."""
    gain, start, row, value, names = random_columns(1, 6, 8)
    pool = Pool(np.ones(6))
    fresh, number = pool.add(gain, start, row, value, names)
    assert fresh.all()
    assert number.tolist() == list(range(8))
    more = random_columns(2, 6, 5)
    both = np.concatenate((gain[:3], more[0], more[0][:1]))
    starts = np.concatenate((start[:3], start[3] + more[1], [start[3] + more[1][-1] + more[1][1]]))
    entries = [np.concatenate((old[: start[3]], new, new[: more[1][1]])) for old, new in ((row, more[2]), (value, more[3]))]
    fresh, number = pool.add(both, starts, *entries, names[:3] + more[4] + more[4][:1])
    assert fresh.tolist() == [False] * 3 + [True] * 5 + [False]
    assert number.tolist() == [0, 1, 2, 8, 9, 10, 11, 12, 8]
    assert len(pool) == 13
    assert pool.gain == pytest.approx(np.concatenate((gain, more[0])))
    assert (pool.row == np.concatenate((row, more[2]))).all()
    assert (pool.value == np.concatenate((value, more[3]))).all()
    assert (np.diff(pool.start) == np.concatenate((np.diff(start), np.diff(more[1])))).all()
    x = np.random.default_rng(0).random(13)
    assert pool.loads(x) == pytest.approx(matrix(pool) @ x)
    price = np.random.default_rng(1).random(6)
    assert pool.worths(price) == pytest.approx(pool.gain - matrix(pool).T @ price)


def test_an_empty_pool_has_an_empty_master():
    """Nothing to choose from: nothing earned, no loads, no prices."""
    pool = Pool(np.ones(3))
    answer, x, price = pool.master(*everything(pool), Method.SIMPLEX)
    assert (answer.status, answer.objective, len(x), price.tolist()) == (Status.OPTIMAL, 0.0, 0, [0.0] * 3)
    assert pool.loads(x).tolist() == [0.0] * 3
    assert len(pool.worths(price)) == 0


def test_what_takes_from_a_row_with_nothing_carries_nothing():
    """A capacity of 0 shuts its columns out, and asks no price."""
    pool = Pool(np.array([0.0, 2.0]))
    pool.add(np.array([5.0, 1.0]), np.array([0, 2, 3]), np.array([0, 1, 1]), np.ones(3), [b"shut", b"open"])
    answer, x, price = pool.master(*everything(pool), Method.SIMPLEX)
    assert answer.status is Status.OPTIMAL
    assert x == pytest.approx([0.0, 2.0])
    assert price == pytest.approx([0.0, 1.0])
