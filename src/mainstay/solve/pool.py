"""The pool of a column generation: columns over sparse rows, and the restricted master on them."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from .lp import Answer, Floats, Method, Programme, solve

Rows = NDArray[np.int64]
Bools = NDArray[np.bool_]

EXACT, FEW = 1e-9, 2_000
"""Tolerance of mixed-integer masters of at most so many columns; larger ones take the solver's own."""


class Pool:
    """Columns that only ever grow, each with a gain, limits and its entries in the rows.

    Maximises ``gain @ x`` subject to ``rows @ x <= capacity`` and ``lower <= x <= upper``.

    Parameters
    ----------
    capacity : (rows,)
        Right-hand sides; infinity where nothing limits.
    shared : (first, end)
        Rows in which entries may be below 0, so that a capacity of 0 does not shut out what takes from them.

    Attributes
    ----------
    lower, upper : (columns,)
        Limits of each column: 0 and infinity unless somebody sets them.
    """

    def __init__(self, capacity: Floats, shared: tuple[int, int] = (0, 0)):
        self.capacity = capacity
        self.signed = np.zeros(len(capacity), dtype=bool)
        self.signed[shared[0] : shared[1]] = True
        self.lower: Floats = np.zeros(0)
        self.upper: Floats = np.zeros(0)
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
            self.lower = np.concatenate((self.lower, np.zeros(int(fresh.sum()))))
            self.upper = np.concatenate((self.upper, np.full(int(fresh.sum()), np.inf)))
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
        whole: Floats | None = None,
        gap: float = 0.0,
        nodes: int | None = None,
    ) -> tuple[Answer, Floats, Floats]:
        """
        Solve the master restricted to some rows and columns.

        Parameters
        ----------
        rows : (rows,)
            Rows to take; the others must not be able to bind, or are checked by the caller.
        columns : (columns,)
            Columns to take; of the others, those with a lower limit are taken all the same.
        gain : (columns,)
            Gains to solve with instead of the pool's own.
        whole : (columns,)
            Step of each column that must be a whole number of steps, 0 for the others: a mixed-integer master, without prices.
        gap, nodes
            Relative gap and nodes at which a mixed-integer master stops.

        Returns
        -------
        answer, x, price
            ``x`` (columns of the pool,) and ``price`` (all rows,), 0 where not taken and never below 0.
        """
        # Rows are scaled to a capacity of 1 and columns to at most 1, so that a tolerance means the same everywhere.
        binding = (self.value > 0) & ~(self.signed[self.row] & (self.capacity[self.row] <= 0))
        with np.errstate(divide="ignore", invalid="ignore"):
            room = np.where(binding, self.capacity[self.row] / self.value, np.inf)
        most = np.minimum.reduceat(np.append(room, np.inf), self.start[:-1]) if len(self) else np.zeros(0)
        most[np.diff(self.start) == 0] = np.inf  # a choice may be in no row at all
        most = np.minimum(most, self.upper)
        columns = (columns | (self.lower > 0)) & (most > 0)
        if whole is not None:
            most = np.where(whole > 0, whole, most)
        rows = rows & ((self.capacity > 0) | self.signed)
        if self.signed.any():
            earns = self.gain if gain is None else gain
            columns, rows = columns.copy(), rows.copy()
            _leave_out(self.start, self.row, self.value, (earns > 0) | (self.lower > 0), columns, rows, self.signed)
        entry = np.repeat(columns, np.diff(self.start)) & rows[self.row]
        rows = np.bincount(self.row[entry], minlength=len(rows)) > 0
        number = np.cumsum(rows) - 1
        length = np.bincount(np.repeat(np.arange(len(self)), np.diff(self.start))[entry], minlength=len(self))
        start = np.concatenate(([0], np.cumsum(length[columns])))
        shape = (int(rows.sum()), int(columns.sum()))
        weight = self.value[entry] * np.repeat(most, np.diff(self.start))[entry]
        scale = self.capacity.copy()
        if (self.signed & rows).any():
            largest = np.zeros(len(scale))
            np.maximum.at(largest, self.row[entry], np.abs(weight))
            scale[self.signed] = np.where(self.capacity[self.signed] > 0, self.capacity[self.signed], largest[self.signed])
            scale[scale <= 0] = 1.0  # a row of nothing but zeros
        matrix = csc_matrix((weight / scale[self.row[entry]], number[self.row[entry]], start), shape=shape)
        matrix.sum_duplicates()
        earns = self.gain if gain is None else gain
        with np.errstate(invalid="ignore", divide="ignore"):
            limits = {"lower": (self.lower / most)[columns], "upper": (self.upper / most)[columns]}
        right = np.where(self.signed & (self.capacity <= 0), 0.0, 1.0)[rows]
        integer = None if whole is None else whole[columns] > 0
        programme = Programme(-earns[columns] * most[columns], matrix, right, whole=integer, **limits)
        exact = EXACT if whole is not None and shape[1] <= FEW else None
        answer = solve(programme, method, time_limit=time_limit, gap=gap, nodes=nodes, tolerance=exact)
        x = np.zeros(len(self))
        x[columns] = np.clip(answer.x, limits["lower"], limits["upper"]) * most[columns]
        price = np.zeros(len(self.capacity))
        price[rows] = np.maximum(answer.price, 0.0)
        np.divide(price, scale, out=price, where=price > 0)
        return answer, x, price


@njit(cache=True)
def _leave_out(start: Rows, row: Rows, value: Floats, wanted: Bools, columns: Bools, rows: Bools, signed: Bools) -> None:
    """Leave out signed rows from which nothing takes, and columns that only take and earn nothing, until none is left."""
    takers = np.zeros(len(rows), dtype=np.int64)
    for j in range(len(columns)):
        if columns[j]:
            for i in range(start[j], start[j + 1]):
                if value[i] > 0.0:
                    takers[row[i]] += 1
    changed = True
    while changed:
        changed = False
        for r in range(len(rows)):
            if rows[r] and signed[r] and takers[r] == 0:
                rows[r] = False
                changed = True
        for j in range(len(columns) - 1, -1, -1):
            if not columns[j] or wanted[j]:
                continue
            feeds = False
            for i in range(start[j], start[j + 1]):
                if value[i] < 0.0 and rows[row[i]]:
                    if takers[row[i]] == 0:
                        rows[row[i]] = False
                    else:
                        feeds = True
                        break
            if not feeds:
                columns[j] = False
                changed = True
                for i in range(start[j], start[j + 1]):
                    if value[i] > 0.0:
                        takers[row[i]] -= 1
