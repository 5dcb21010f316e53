"""A plan that asks for too much, made smaller until it keeps every rule; and what is free then, filled up again."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csc_matrix, csr_matrix

from .columns import entries
from .problem import Bools, Floats, Problem
from .ways import Ways

Longs = NDArray[np.int64]

CLOSE = 1e-9
"""Relative excess of a row that is let be."""

WHOLE = 1e-6
"""Share of a whole one that may be missing, as answers of solvers are true to about that."""

OFTEN = 50
"""How often a row is brought down by what exceeds it before all that takes from it falls away."""


def trim(problem: Problem, ways: Ways, lots: Floats, taken: Floats, price: Floats | None = None) -> tuple[Floats, Floats]:
    """
    Shrink a plan until it keeps every row of a problem.

    Nothing ever grows. Ways that may not be gone any more (shut links, offers that are gone or open later) fall away; then, row
    by row, what earns least for what it takes of the row. What is taken in whole numbers or pieces falls by whole ones, and
    what others fed is let go with them. What must be taken (``lower`` of the choices) stays.

    Parameters
    ----------
    ways
        Pairs and links are those of the problem.
    lots : (ways,)
    taken : (choices,)
    price : (rows,)
        What the rows are worth to judge by, as of the plan's own bound; ``None``: only what a column earns by itself counts.

    Returns
    -------
    lots : (ways,)
    taken : (choices,)
    """
    ledger = Ledger(problem, ways, price)
    x = np.concatenate(
        (np.clip(taken, 0.0, problem.choices.upper), np.where(can_go(problem, ways), np.maximum(lots, 0.0), 0.0))
    )
    ledger.cut(x, ledger.loads(x), ledger.capacity)
    known = len(problem.choices)
    return x[known:], x[:known]


def can_go(problem: Problem, ways: Ways) -> Bools:
    """Whether each way leaves when its offer is open, over links that are permitted and open, and ends in time and in place."""
    net, periods = problem.network, problem.network.periods
    source = problem.source[problem.pair_offer[ways.pair]]
    used = ways.link >= 0
    leaves = np.where(used, ways.leaves, 0)
    last = np.maximum(ways.legs - 1, 0)[:, None]
    ends = np.where(ways.legs > 0, net.head[np.take_along_axis(ways.link, last, axis=1)[:, 0]], problem.origin[source])
    there = (ways.arrives < periods) & (ends == problem.place[problem.pair_need[ways.pair]])
    shut = net.shut[ways.link, leaves] | ~problem.permitted[problem.klass[source][:, None], ways.link]
    when = (ways.begins >= problem.ready[source]) & (ways.begins <= problem.last[source])
    useful = problem.worth[problem.pair_need[ways.pair], np.minimum(ways.arrives, periods - 1)] >= 0
    return np.asarray(there & when & useful & ~(shut & used).any(axis=1))


class Ledger:
    """Choices and ways as columns, choices first, with what each takes of and feeds into every row.

    Attributes
    ----------
    capacity : (rows,)
    gain, lower, upper : (columns,)
    step : (columns,)
        What it is taken in multiples of: 1 for whole choices, the piece of ways in pieces, 0 for any amount.
    start, row, value
        Entries by column.
    """

    def __init__(self, problem: Problem, ways: Ways, price: Floats | None = None):
        choices, rows = problem.choices, problem.rows
        self.capacity = problem.capacity
        gain, start, row, value = entries(problem, ways)
        matrix = choices.matrix
        self.gain: Floats = np.concatenate((choices.gain, gain))
        none, endless = np.zeros(len(ways)), np.full(len(ways), np.inf)
        self.lower: Floats = np.concatenate((choices.lower, none))
        self.upper: Floats = np.concatenate((choices.upper, endless))
        self.step: Floats = np.concatenate((choices.whole.astype(np.float64), problem.pieces[problem.pair_offer[ways.pair]]))
        shape = (len(self.capacity), len(self.gain))
        columns = csc_matrix(
            (
                np.concatenate((matrix.data, value)),
                np.concatenate((matrix.indices.astype(np.int64) + rows.budget, row)),
                np.concatenate((matrix.indptr.astype(np.int64), matrix.indptr[-1] + start[1:])),
            ),
            shape=shape,
        )
        columns.sum_duplicates()
        limited = np.isfinite(self.capacity)
        columns.data[~limited[columns.indices]] = 0.0
        columns.eliminate_zeros()
        self.start, self.row, self.value = columns.indptr.astype(np.int64), columns.indices.astype(np.int64), columns.data
        self._rank(columns, np.zeros(len(self.capacity)) if price is None else price)

    def _rank(self, columns: csc_matrix, price: Floats) -> None:
        """Put what takes from each row in order: what earns least, for itself and by what it feeds, for what it takes."""
        feeds = columns.copy()
        feeds.data = np.where(feeds.data < 0, -feeds.data, 0.0)
        worth = self.gain + feeds.T @ price
        takes = csr_matrix(columns)
        takes.data = np.where(takes.data > 0, takes.data, 0.0)
        takes.eliminate_zeros()
        owner = np.repeat(np.arange(takes.shape[0]), np.diff(takes.indptr))
        order = np.lexsort((takes.indices, worth[takes.indices] / takes.data, owner))
        self._first = takes.indptr.astype(np.int64)
        self._taker, self._takes = takes.indices[order].astype(np.int64), takes.data[order]
        most = np.where(self.capacity > 0, self.capacity, np.inf)
        with np.errstate(divide="ignore"):
            room = np.where(columns.data > 0, most[columns.indices] / np.maximum(columns.data, 1e-300), np.inf)
        self._size = np.minimum(self.upper, np.minimum.reduceat(np.append(room, np.inf), columns.indptr[:-1]))
        self._size[np.diff(columns.indptr) == 0] = self.upper[np.diff(columns.indptr) == 0]
        paid = np.asarray(columns.T @ price)
        order = np.argsort(-(self.gain - paid) / np.maximum(np.abs(self.gain), 1e-300), kind="stable")
        self._order = order[self.gain[order] > 0].astype(np.int64)

    def loads(self, x: Floats) -> Floats:
        """Return what amounts (columns,) put on each row, less what they feed: (rows,)."""
        weights = self.value * np.repeat(x, np.diff(self.start))
        return np.bincount(self.row, weights, minlength=len(self.capacity)).astype(np.float64)

    def release(self, columns: Longs, x: Floats, load: Floats) -> Longs:
        """Take columns at ``x`` off the loads, in place; returns the rows that they fed, with repetitions."""
        length = self.start[columns + 1] - self.start[columns]
        first = np.repeat(self.start[columns] - np.concatenate(([0], np.cumsum(length)[:-1])), length)
        entry = first + np.arange(int(length.sum()))
        np.subtract.at(load, self.row[entry], self.value[entry] * np.repeat(x[columns], length))
        fed: Longs = self.row[entry][self.value[entry] < 0]
        return fed

    def cut(self, x: Floats, load: Floats, capacity: Floats, rows: Longs | None = None) -> None:
        """
        Shrink amounts, in place, until no row is exceeded.

        Parameters
        ----------
        x : (columns,)
        load : (rows,)
            What they put on the rows; kept up.
        capacity : (rows,)
        rows
            Rows that may be exceeded; ``None``: any.
        """
        rows = np.flatnonzero(load > capacity) if rows is None else rows
        _cut(
            *(self.start, self.row, self.value, self._first, self._taker, self._takes),
            *(self.lower, self.step, capacity, load, x, rows),
        )

    def fill(self, x: Floats, load: Floats, capacity: Floats, barred: Bools) -> None:
        """
        Raise amounts, in place, one column after the other as far as rows allow, the most profitable first.

        Parameters
        ----------
        x : (columns,)
        load, capacity : (rows,)
        barred : (columns,)
            What may not grow.
        """
        _fill(
            *(self.start, self.row, self.value, self._order, barred),
            *(self.upper, self.step, self._size, capacity, load, x),
        )


def fill_up(problem: Problem, ways: Ways, capacity: Floats, load: Floats) -> float:
    """
    Send what goods may still go over some ways, one after the other; returns the points that they earn.

    Parameters
    ----------
    ways
        The best first.
    capacity, load : (rows,)
        Loads are kept up, in place.
    """
    gain, start, row, value = entries(problem, ways)
    columns = csc_matrix((value, row, start), shape=(len(capacity), len(ways)))
    columns.sum_duplicates()
    x, order = np.zeros(len(ways)), np.flatnonzero(gain > 0).astype(np.int64)
    most = np.minimum(problem.amount[problem.pair_offer[ways.pair]], problem.asked[problem.pair_need[ways.pair]])
    _fill(
        *(columns.indptr.astype(np.int64), columns.indices.astype(np.int64), columns.data, order, np.zeros(len(x), dtype=bool)),
        *(np.full(len(x), np.inf), problem.pieces[problem.pair_offer[ways.pair]], most, capacity, load, x),
    )
    return float(gain @ x)


@njit(cache=True)
def _cut(
    start: Longs,
    row: Longs,
    value: Floats,
    first: Longs,
    taker: Longs,
    takes: Floats,
    lower: Floats,
    step: Floats,
    capacity: Floats,
    load: Floats,
    x: Floats,
    rows: Longs,
) -> None:
    """Bring down the rows in the queue, and those that what fell fed, one after the other."""
    size = len(capacity) + 1
    queue = np.empty(size, dtype=np.int64)
    waits = np.zeros(size, dtype=np.bool_)
    times = np.zeros(size, dtype=np.int32)
    head, tail = 0, 0
    for r in rows:
        if not waits[r]:
            queue[tail], waits[r] = r, True
            tail += 1
    while head != tail:
        r = queue[head]
        head = (head + 1) % size
        waits[r] = False
        close = CLOSE * max(capacity[r], 1e-3)
        if load[r] <= capacity[r] + close:
            continue
        times[r] += 1
        for k in range(first[r], first[r + 1]):
            j = taker[k]
            more = x[j] - lower[j]
            if more <= 0.0:
                continue
            by = (load[r] - capacity[r]) / takes[k]
            if times[r] > OFTEN:
                by = more
            elif step[j] > 0.0:
                by = np.ceil(by / step[j] - WHOLE) * step[j]
                if by <= 0.0:
                    break
            by = min(by, more)
            if more - by < 1e-12 * more:
                by = more
            x[j] -= by
            for i in range(start[j], start[j + 1]):
                q = row[i]
                load[q] -= value[i] * by
                if value[i] < 0.0 and not waits[q] and load[q] > capacity[q]:
                    queue[tail], waits[q] = q, True
                    tail = (tail + 1) % size
            if load[r] <= capacity[r] + 1e-3 * close:
                break


@njit(cache=True)
def _fill(
    start: Longs,
    row: Longs,
    value: Floats,
    order: Longs,
    barred: Bools,
    upper: Floats,
    step: Floats,
    size: Floats,
    capacity: Floats,
    load: Floats,
    x: Floats,
) -> None:
    """Raise columns in order as far as their rows go."""
    for j in order:
        if barred[j]:
            continue
        least = 1e-9 * size[j]
        more = upper[j] - x[j]
        for i in range(start[j], start[j + 1]):
            if value[i] > 0.0:
                more = min(more, (capacity[row[i]] - load[row[i]]) / value[i])
                if more <= least:
                    break
        if step[j] > 0.0:
            more = np.floor(more / step[j] + 1e-9) * step[j]
        if more > least and more < np.inf:
            x[j] += more
            for i in range(start[j], start[j + 1]):
                load[row[i]] += value[i] * more
