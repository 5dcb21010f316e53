"""The first-order method for masters: it nears what simplex finds, its repaired amounts keep every row, and it goes on."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.solve import Method, Pool, Saddle

from .test_pool import everything, random_pool

SEEDS = range(15)


def taken(pool: Pool) -> np.ndarray:
    return np.ones(len(pool), dtype=bool)


@pytest.mark.parametrize("seed", SEEDS)
def test_amounts_and_prices_come_near_those_of_simplex(seed: int):
    """After many steps: the same objective, and prices of the same worth, both within a thousandth."""
    pool = random_pool(seed)
    best = -pool.master(*everything(pool), Method.SIMPLEX)[0].objective
    saddle = Saddle(pool, np.zeros(len(pool.capacity)))
    saddle.advance(taken(pool), 20_000)
    finite = np.isfinite(pool.capacity)
    assert pool.gain @ saddle.repaired() == pytest.approx(best, rel=1e-3)
    assert saddle.price[finite] @ pool.capacity[finite] == pytest.approx(best, rel=1e-3)
    assert (saddle.price >= 0).all()
    assert (saddle.price[~finite] == 0).all()
    assert np.maximum(0.0, pool.worths(saddle.price)) @ saddle.room() <= 1e-3 * best


@pytest.mark.parametrize("steps", [1, 3, 30])
@pytest.mark.parametrize("seed", SEEDS)
def test_repaired_amounts_keep_every_row_after_any_number_of_steps(seed: int, steps: int):
    """No row is exceeded, no amount is below 0, and no column of some profit could still grow."""
    pool = random_pool(seed)
    saddle = Saddle(pool, np.zeros(len(pool.capacity)))
    saddle.advance(taken(pool), steps)
    x = saddle.repaired()
    assert (x >= 0).all()
    load = pool.loads(x)
    assert (load <= pool.capacity * (1 + 1e-9)).all()
    left = np.where(load < pool.capacity * (1 - 1e-6), pool.capacity, 0.0)
    could = np.minimum.reduceat(left[pool.row], pool.start[:-1]) > 0
    assert not (could & (pool.gain > 0)).any()


def test_steps_go_on_where_the_last_ones_ended_when_columns_come_in():
    """With half of the columns first, then all: the end is that of all, and columns left out carry nothing."""
    for seed in SEEDS:
        pool = random_pool(seed)
        best = -pool.master(*everything(pool), Method.SIMPLEX)[0].objective
        half = np.arange(len(pool)) % 2 == 0
        saddle = Saddle(pool, np.zeros(len(pool.capacity)))
        saddle.advance(half, 500)
        assert (saddle.x[~half] == 0).all()
        for _ in range(20):
            saddle.advance(taken(pool), 1000)
        assert pool.gain @ saddle.repaired() == pytest.approx(best, rel=1e-3)


def test_a_start_at_the_best_amounts_and_prices_stays_there():
    """From what simplex found, steps lead nowhere else."""
    for seed in SEEDS:
        pool = random_pool(seed)
        answer, x, price = pool.master(*everything(pool), Method.SIMPLEX)
        saddle = Saddle(pool, price, x)
        saddle.advance(taken(pool), 200)
        assert pool.gain @ saddle.x == pytest.approx(-answer.objective, rel=1e-6)


def test_the_same_steps_give_the_same_bytes():
    """Twice the same, to the last bit."""
    both = []
    for _ in range(2):
        pool = random_pool(3)
        saddle = Saddle(pool, np.zeros(len(pool.capacity)))
        saddle.advance(taken(pool), 100)
        both.append((saddle.x.tobytes(), saddle.price.tobytes(), saddle.repaired().tobytes()))
    assert both[0] == both[1]
