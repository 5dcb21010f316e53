"""Decisions besides ways: whole packages, course runs, people, issues, orders, and the rows they share with ways."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Choices:
    """Columns that are all known from the start, as ways are not, and the rows that tie them to ways and to one another.

    Every row reads ``sum of its entries <= capacity``. Ways *feed* a row (entry below 0) or *take* from it.

    Attributes
    ----------
    gain, upper : (choices,)
        Points of one, and how many there may be at the most (finite).
    whole : (choices,)
        Whether it is taken in whole numbers only.
    matrix : (budget rows + shared rows, choices)
        What one of each takes from the rows of the budgets and from the shared rows behind them.
    capacity : (shared rows,)
        Right-hand sides, at least 0.
    arrival : (requirements, periods)
        Shared row that an arrival feeds with what it counts for, or -1.
    order : (offers,)
        Shared row from which a lot takes 1, or -1.
    fleet : (pairs,)
        Shared row from which a lot takes what it counts for, or -1.
    spares, bays : (shops, periods)
        Shared rows from which a repair takes spares as it begins, and a bay in each of its periods, or -1.
    what, row_names
        What each choice and each shared row is: the kind first.
    least : (choices,)
        How many of each there must be; ``None``: none need be.
    """

    gain: Floats
    upper: Floats
    whole: Bools
    matrix: csc_matrix
    capacity: Floats
    arrival: Ints
    order: Ints
    fleet: Ints
    spares: Ints
    bays: Ints
    what: tuple[tuple[Hashable, ...], ...] = ()
    row_names: tuple[tuple[Hashable, ...], ...] = ()
    least: Floats | None = None

    @cached_property
    def lower(self) -> Floats:
        """How many of each there must be at the least: 0, unless something is settled already."""
        return np.zeros(len(self)) if self.least is None else self.least

    def __len__(self) -> int:
        return len(self.gain)


@dataclass
class Draft:
    """Choices under construction: columns and rows are added by name, in any order."""

    budgets: int
    gain: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    what: list[tuple[Hashable, ...]] = field(default_factory=list)
    entry_row: list[int] = field(default_factory=list)
    entry_column: list[int] = field(default_factory=list)
    entry_value: list[float] = field(default_factory=list)
    capacity: list[float] = field(default_factory=list)
    rows: dict[tuple[Hashable, ...], int] = field(default_factory=dict)

    def row(self, *name: Hashable, capacity: float = 0.0) -> int:
        """Return the number of a shared row; it is made, with this capacity, when it is first named."""
        if name not in self.rows:
            self.rows[name] = len(self.capacity)
            self.capacity.append(capacity)
        return self.rows[name]

    def column(self, *what: Hashable, gain: float = 0.0, upper: float, whole: bool = False) -> int:
        """Add a choice and return its number."""
        self.gain.append(gain)
        self.upper.append(upper)
        self.whole.append(whole)
        self.what.append(what)
        return len(self.gain) - 1

    def put(self, row: int, column: int, value: float) -> None:
        """Let a choice take so much from a shared row (feed it, if below 0)."""
        self.entry_row.append(self.budgets + row)
        self.entry_column.append(column)
        self.entry_value.append(value)

    def pay(self, budget: int, column: int, eur: float) -> None:
        """Let a choice take money from a row of the budgets."""
        self.entry_row.append(budget)
        self.entry_column.append(column)
        self.entry_value.append(eur)

    def done(self, arrival: Ints, order: Ints, fleet: Ints, spares: Ints, bays: Ints) -> Choices:
        """Put the draft into arrays."""
        shape = (self.budgets + len(self.capacity), len(self.gain))
        matrix = csc_matrix((self.entry_value, (self.entry_row, self.entry_column)), shape=shape)
        return Choices(
            gain=np.array(self.gain, dtype=np.float64),
            upper=np.array(self.upper, dtype=np.float64),
            whole=np.array(self.whole, dtype=bool),
            matrix=matrix,
            capacity=np.array(self.capacity, dtype=np.float64),
            arrival=arrival,
            order=order,
            fleet=fleet,
            spares=spares,
            bays=bays,
            what=tuple(self.what),
            row_names=tuple(self.rows),
        )


def no_choices(budgets: int, needs: int, periods: int, offers: int, pairs: int, shops: int) -> Choices:
    """Return no choices at all for a problem of that size."""
    none = np.full((shops, periods), -1, dtype=np.int32)
    return Draft(budgets).done(
        np.full((needs, periods), -1, dtype=np.int32),
        np.full(offers, -1, dtype=np.int32),
        np.full(pairs, -1, dtype=np.int32),
        none,
        none,
    )
