"""A mixed-integer programme under construction, by names, and its best answer."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_matrix

SCALE = 1000.0
"""Objective per point of score, so that the solver's absolute gap of 1e-6 is nothing."""

Name = tuple[Hashable, ...]


class Best(NamedTuple):
    """Best score of 100, and what is done (its name: how much of it)."""

    score: float
    chosen: dict[Name, float]


@dataclass
class Programme:
    """Columns and rows under construction, by name. A row reads ``sum of entries <= limit`` (``==`` for a balance)."""

    gain: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    rows: dict[Name, int] = field(default_factory=dict)
    entries: list[tuple[int, int, float]] = field(default_factory=list)
    limits: dict[int, float] = field(default_factory=dict)
    balances: set[int] = field(default_factory=set)

    def add(self, *name: Hashable, gain: float = 0.0, upper: float = math.inf, whole: bool = False) -> int:
        """Add a column; return its number."""
        self.gain.append(gain)
        self.upper.append(upper)
        self.whole.append(whole)
        self.names.append(name)
        return len(self.gain) - 1

    def put(self, column: int, value: float, *row: Hashable) -> None:
        """Let one unit of a column take so much of a row."""
        self.entries.append((self.rows.setdefault(row, len(self.rows)), column, value))

    def limit(self, value: float, *row: Hashable) -> None:
        """Give a row its right-hand side; 0 if none is given."""
        self.limits[self.rows.setdefault(row, len(self.rows))] = value

    def solve(self, asked: float, whole: bool = True) -> Best:
        """Maximise; the whole numbers found are rounded and the rest worked out again, so that the score is attained."""
        first, x = self._run(asked, np.array(self.whole, dtype=int) * whole, np.zeros(len(self.gain)), np.array(self.upper))
        if whole and any(self.whole):
            fixed = np.array(self.whole)
            low, high = np.where(fixed, np.round(x), 0.0), np.where(fixed, np.round(x), np.array(self.upper))
            second, x = self._run(asked, np.zeros(len(self.gain), dtype=int), low, high)
            assert second >= first - 1e-7 * max(1.0, abs(first)), (first, second)
            first = second
        return Best(first, {name: float(v) for name, v in zip(self.names, x, strict=True) if abs(v) > 1e-9})

    def _run(self, asked: float, integral: np.ndarray, low: np.ndarray, high: np.ndarray) -> tuple[float, np.ndarray]:
        row, column, value = zip(*self.entries, strict=True)
        matrix = coo_matrix((value, (row, column)), shape=(len(self.rows), len(self.gain))).tocsc()
        top = np.array([self.limits.get(r, 0.0) for r in range(len(self.rows))])
        bottom = np.array([0.0 if r in self.balances else -np.inf for r in range(len(self.rows))])
        made = milp(
            -np.array(self.gain) * 100 / asked * SCALE,
            integrality=integral,
            bounds=Bounds(low, high),
            constraints=LinearConstraint(matrix, bottom, top),
            options={"mip_rel_gap": 0.0, "time_limit": 120.0},
        )
        if made.status != 0:
            raise RuntimeError(f"the oracle ended: {made.message}")
        return -made.fun / SCALE, made.x
