"""A first-order method for the master of a column generation: prices and amounts approach each other, without any factoring.

Primal-dual hybrid gradient with reflected Halpern steps and restarts (Lu and Yang, "Restarted Halpern PDHG for linear
programming", 2024), with step lengths by row and column (Pock and Chambolle 2011). A few hundred steps cost less than one
interior point, they start from what the last ones found, and columns may come in between.
"""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .lp import Floats, Ints
from .pool import Bools, Pool, Rows

WEIGHT = 0.35
"""How much longer the steps of prices are than those of amounts, both counted in their usual size."""

LEAST = 0.1
"""Least share of its usual size that a price or amount counts with when steps are laid out."""


class Saddle:
    """Amounts and prices of a pool, on their way to a saddle point.

    For pools whose entries are all above 0, whose columns have no limits of their own, and each of which takes from some row
    of finite capacity.

    Attributes
    ----------
    x : (columns,)
        Amounts; may exceed rows a little.
    price : (rows,)
        At least 0.
    """

    def __init__(self, pool: Pool, price: Floats, x: Floats | None = None):
        self.pool = pool
        self.price = price.copy()
        self.x: Floats = np.zeros(len(pool)) if x is None else x.copy()
        self._run = x is not None

    def room(self) -> Floats:
        """Greatest amount of each column that no row forbids: (columns,); follows the pool as it grows."""
        self.x = np.concatenate((self.x, np.zeros(len(self.pool) - len(self.x))))
        return np.minimum.reduceat(self.pool.capacity[self.pool.row] / self.pool.value, self.pool.start[:-1])

    def advance(self, columns: Bools, steps: int) -> None:
        """
        Take so many steps.

        Parameters
        ----------
        columns : (columns,)
            Columns to take; amounts of the others become 0.
        steps
            Number of steps.
        """
        pool, room = self.pool, self.room()
        use = np.flatnonzero(columns & (room > 0))
        if not len(use):
            return
        start, entry = _slices(pool.start, use)
        length = np.diff(start)
        value = pool.value[entry] * np.repeat(room[use], length) / pool.capacity[pool.row[entry]]
        row = pool.row[entry]
        # a row that its columns cannot fill does not bind; the narrowest row of a column stays, as it has an entry of 1
        able = np.bincount(row, value, minlength=len(pool.capacity)) >= 1 - 1e-9
        start = np.concatenate(([0], np.cumsum(np.add.reduceat(able[row].astype(np.int64), start[:-1]))))
        value, row = value[able[row]], row[able[row]]
        length = np.diff(start)
        rows = np.flatnonzero(able)
        number = (np.cumsum(able) - 1).astype(np.int32)[row]
        gain = pool.gain[use] * room[use]
        scale = float(np.sqrt(np.mean(gain**2))) or 1.0
        x, price = self.x[use] / room[use], self.price[rows] * pool.capacity[rows] / scale
        # what is large may move far: step lengths that keep the iteration firm for any sizes above 0 (Schur's test)
        size_x = np.clip(x, LEAST, 1.0) if self._run else np.ones(len(use))
        size_y = np.clip(price, LEAST, 1.0)
        step_x = size_x / np.add.reduceat(value * size_y[number], start[:-1]) / WEIGHT
        step_y = size_y / np.bincount(number, value * np.repeat(size_x, length), minlength=len(rows)) * WEIGHT
        _steps(start, number, value, gain / scale, step_x, step_y, x, price, steps)
        self._run = True
        self.x[:], self.price[:] = 0.0, 0.0
        self.x[use], self.price[rows] = x * room[use], price * scale / pool.capacity[rows]

    def repaired(self) -> Floats:
        """
        Shrink the amounts until no row is exceeded, then fill up what is left of the rows, the most profitable columns first.

        Returns
        -------
        x : (columns,)
            Amounts that keep every row.
        """
        pool, room = self.pool, self.room()
        load = pool.loads(self.x)
        share = np.ones(len(load))
        over = load > pool.capacity
        share[over] = pool.capacity[over] / load[over]
        x = self.x * np.minimum.reduceat(share[pool.row], pool.start[:-1])
        left = np.maximum(0.0, pool.capacity - pool.loads(x))
        profit = pool.worths(self.price) / np.maximum(np.abs(pool.gain), 1e-300)
        order = np.argsort(-profit, kind="stable")
        _fill(pool.start, pool.row, pool.value, order[(pool.gain[order] > 0) & (room[order] > 0)], left, x, room)
        return x


def _slices(start: Rows, columns: NDArray[np.int64]) -> tuple[Rows, Rows]:
    """Where the entries of some columns begin among those taken, and the numbers of these entries."""
    length = start[columns + 1] - start[columns]
    first = np.concatenate(([0], np.cumsum(length)))
    return first, np.repeat(start[columns] - first[:-1], length) + np.arange(first[-1])


@njit(cache=True)
def _fill(start: Rows, row: Rows, value: Floats, order: Rows, left: Floats, x: Floats, room: Floats) -> None:
    """Raise columns in order as far as what is left of their rows goes; ``left`` and ``x`` change."""
    for j in order:
        more = room[j]
        for i in range(start[j], start[j + 1]):
            takes = 0.0
            for k in range(start[j], start[j + 1]):
                if row[k] == row[i]:  # a column may take from a row more than once
                    takes += value[k]
            more = min(more, left[row[i]] / takes)
        if more > 1e-9 * room[j]:
            x[j] += more
            for i in range(start[j], start[j + 1]):
                left[row[i]] = max(0.0, left[row[i]] - value[i] * more)


@njit(cache=True)
def _steps(
    start: Rows,
    row: Ints,
    value: Floats,
    gain: Floats,
    step_x: Floats,
    step_y: Floats,
    x: Floats,
    y: Floats,
    steps: int,
) -> None:
    """
    Maximise ``gain @ x`` over rows of capacity 1: so many steps from ``x`` and ``y``, which change.

    Restarts where the distance to the next point has fallen to a fifth, or to four fifths and no longer falls, or after a
    stretch as long as a third of all steps so far.
    """
    columns, rows = len(gain), len(y)
    x_first, y_first = x.copy(), y.copy()
    x_next, y_next, load = np.zeros(columns), np.zeros(rows), np.zeros(rows)
    since, first, last = 0, 0.0, np.inf
    for step in range(steps):
        load[:] = 0.0
        far = 0.0
        for j in range(columns):
            paid = 0.0
            for i in range(start[j], start[j + 1]):
                paid += value[i] * y[row[i]]
            x_next[j] = max(0.0, x[j] + step_x[j] * (gain[j] - paid))
            by = x_next[j] - x[j]
            far += by * by / step_x[j]
            ahead = x_next[j] + by
            if ahead != 0.0:
                for i in range(start[j], start[j + 1]):
                    load[row[i]] += value[i] * ahead
        for r in range(rows):
            y_next[r] = max(0.0, y[r] + step_y[r] * (load[r] - 1.0))
            by = y_next[r] - y[r]
            far += by * by / step_y[r]
        far = np.sqrt(far)
        if since == 0:
            first = far
            again = False
        else:
            again = far <= 0.2 * first or (far <= 0.8 * first and far > last) or since >= 0.36 * step + 50
        last = far
        if again:
            x[:], y[:] = x_next, y_next
            x_first[:], y_first[:] = x_next, y_next
            since, last = 0, np.inf
        else:
            share = (since + 1.0) / (since + 2.0)
            for j in range(columns):
                x[j] = share * (2.0 * x_next[j] - x[j]) + (1.0 - share) * x_first[j]
            for r in range(rows):
                y[r] = share * (2.0 * y_next[r] - y[r]) + (1.0 - share) * y_first[r]
            since += 1
    x[:], y[:] = x_next, y_next
