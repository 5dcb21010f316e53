"""The pool of a column generation: columns over sparse rows, and the restricted master on them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from .lp import Answer, Floats, Method, Programme, solve

Rows = NDArray[np.int64]


class Pool:
    """Columns that only ever grow, each with a gain, a largest amount and its entries in the rows.

    Maximises ``gain @ x`` subject to ``rows @ x <= capacity`` and ``x >= 0``.

    Parameters
    ----------
    capacity : (rows,)
        Right-hand sides; infinity where nothing limits.
    """

    def __init__(self, capacity: Floats):
        self.capacity = capacity
        self.gain: Floats = np.zeros(0)
        self.start: Rows = np.zeros(1, dtype=np.int64)
        self.row: Rows = np.zeros(0, dtype=np.int64)
        self.value: Floats = np.zeros(0)
        self._number: dict[bytes, int] = {}

    def __len__(self) -> int:
        return len(self.gain)

    def add(self, gain: Floats, start: Rows, row: Rows, value: Floats, names: list[bytes]) -> tuple[NDArray[np.bool_], Rows]:
        """
        Add the columns whose names are new.

        Parameters
        ----------
        gain : (new,)
        start : (new + 1,)
            Where each column's entries begin in ``row`` and ``value``.
        row, value : (entries,)
        names
            What tells two columns apart.

        Returns
        -------
        fresh : (new,)
            Which of them were added, in the order given.
        number : (new,)
            Number of each in the pool, added now or before.
        """
        fresh = np.zeros(len(names), dtype=bool)
        number = np.zeros(len(names), dtype=np.int64)
        for i, name in enumerate(names):
            known = len(self._number)
            number[i] = self._number.setdefault(name, known)
            fresh[i] = number[i] == known
        if fresh.any():
            length = np.diff(start)
            keep = np.repeat(fresh, length)
            self.gain = np.concatenate((self.gain, gain[fresh]))
            self.start = np.concatenate((self.start, self.start[-1] + np.cumsum(length[fresh])))
            self.row = np.concatenate((self.row, row[keep]))
            self.value = np.concatenate((self.value, value[keep]))
        return fresh, number

    def loads(self, x: Floats) -> Floats:
        """Return what amounts ``x`` put on each row: (rows,)."""
        weights = self.value * np.repeat(x, np.diff(self.start))
        return np.bincount(self.row, weights, minlength=len(self.capacity)).astype(np.float64)

    def worths(self, price: Floats) -> Floats:
        """Return the gain of each column less what its entries cost at ``price`` (rows,): (columns,)."""
        paid = np.add.reduceat(price[self.row] * self.value, self.start[:-1]) if len(self) else np.zeros(0)
        return self.gain - np.where(np.diff(self.start) > 0, paid, 0.0)

    def master(
        self,
        rows: NDArray[np.bool_],
        columns: NDArray[np.bool_],
        method: Method,
        *,
        gain: Floats | None = None,
        time_limit: float | None = None,
    ) -> tuple[Answer, Floats, Floats]:
        """
        Solve the master restricted to some rows and columns.

        Parameters
        ----------
        rows : (rows,)
            Rows to take; the others must not be able to bind, or are checked by the caller.
        columns : (columns,)
            Columns to take.
        gain : (columns,)
            Gains to solve with instead of the pool's own.

        Returns
        -------
        answer, x, price
            ``x`` (columns of the pool,) and ``price`` (all rows,), 0 where not taken and never below 0.
        """
        # Rows are scaled to a capacity of 1 and columns to at most 1, so that a tolerance means the same everywhere.
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(self.value > 0, self.capacity[self.row] / self.value, np.inf)
        most = np.minimum.reduceat(room, self.start[:-1]) if len(self) else np.zeros(0)
        columns, rows = columns & (most > 0), rows & (self.capacity > 0)
        number = np.cumsum(rows) - 1
        entry = np.repeat(columns, np.diff(self.start)) & rows[self.row]
        length = np.add.reduceat(rows[self.row].astype(np.int64), self.start[:-1]) if len(self) else self.start[:0]
        start = np.concatenate(([0], np.cumsum(length[columns])))
        shape = (int(rows.sum()), int(columns.sum()))
        scale = np.repeat(most, np.diff(self.start))[entry] / self.capacity[self.row[entry]]
        matrix = csc_matrix((self.value[entry] * scale, number[self.row[entry]], start), shape=shape)
        matrix.sum_duplicates()
        earns = self.gain if gain is None else gain
        programme = Programme(-earns[columns] * most[columns], matrix, np.ones(shape[0]))
        answer = solve(programme, method, time_limit=time_limit)
        x = np.zeros(len(self))
        x[columns] = np.maximum(answer.x, 0.0) * most[columns]
        price = np.zeros(len(self.capacity))
        price[rows] = np.maximum(answer.price, 0.0)
        np.divide(price, self.capacity, out=price, where=price > 0)
        return answer, x, price
