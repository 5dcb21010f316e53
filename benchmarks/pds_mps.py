"""Reads linear programmes in the MPS form, as far as the published multicommodity problems use it."""

from __future__ import annotations

import bz2
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Linear:
    """Minimise ``cost @ x`` subject to ``matrix @ x`` equal to, or at most, ``right`` and ``0 <= x <= upper``.

    Attributes
    ----------
    cost, upper : (columns,)
    matrix : (rows, columns), compressed by column
    right : (rows,)
    equal : (rows,)
        Which rows are equations; the others are "at most".
    """

    cost: Floats
    upper: Floats
    matrix: csc_matrix
    right: Floats
    equal: Bools


def read_mps(path: Path) -> Linear:
    """
    Read a file, compressed by bzip2 if its name ends in ``.bz2``.

    Raises
    ------
    ValueError
        At a kind of row or bound, or a section, that the published problems do not have; names file and line.
    """
    raw = path.read_bytes()
    text = (bz2.decompress(raw) if path.suffix == ".bz2" else raw).decode("ascii")
    section, objective = "", ""
    row: dict[str, int] = {}
    equal: list[bool] = []
    column: dict[str, int] = {}
    entries: list[tuple[int, int, float]] = []
    cost: list[float] = []
    right: dict[int, float] = {}
    upper: dict[int, float] = {}
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split()
        if not cells or line.startswith("*"):
            continue
        if not line.startswith(" "):
            section = cells[0]
            if section not in ("NAME", "ROWS", "COLUMNS", "RHS", "BOUNDS", "ENDATA"):
                raise ValueError(f"{path}, line {number}: no section {section!r} is expected here")
        elif section == "ROWS":
            kind, name = cells
            if kind == "N":
                objective = name
            elif kind in "EL":
                row[name] = len(row)
                equal.append(kind == "E")
            else:
                raise ValueError(f"{path}, line {number}: rows are E, L or N, not {kind!r}")
        elif section == "COLUMNS":
            j = column.setdefault(cells[0], len(column))
            if j == len(cost):
                cost.append(0.0)
            for name, value in zip(cells[1::2], cells[2::2], strict=True):
                if name == objective:
                    cost[j] = float(value)
                else:
                    entries.append((row[name], j, float(value)))
        elif section == "RHS":
            right |= {row[name]: float(value) for name, value in zip(cells[1::2], cells[2::2], strict=True)}
        elif section == "BOUNDS":
            if cells[0] != "UP" or float(cells[-1]) < 0:
                raise ValueError(f"{path}, line {number}: bounds are UP and at least 0, not {line.strip()!r}")
            upper[column[cells[-2]]] = float(cells[-1])
    at, of, value = zip(*entries, strict=True)
    matrix = csc_matrix((value, (at, of)), shape=(len(row), len(column)))
    return Linear(
        np.array(cost),
        np.array([upper.get(j, np.inf) for j in range(len(column))]),
        matrix,
        np.array([right.get(i, 0.0) for i in range(len(row))]),
        np.array(equal, dtype=bool),
    )
