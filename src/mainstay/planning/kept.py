"""What a solve found, kept beside its plan for questions asked later."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .engine import Outcome
from .problem import Problem
from .ways import LEGS, Ways

FILE = "start.npz"
"""Ways, prices and choices of a solve, in a plan folder."""

Arrays = dict[str, NDArray[np.generic]]


def keep(outcome: Outcome, folder: Path) -> Path:
    """Write what a solve found beside its plan: the pool of its ways, the pairs of those used, prices, and choices taken."""
    file = folder / FILE
    with file.open("wb") as stream:
        np.savez_compressed(
            stream,
            allow_pickle=False,
            **packed(outcome.pool),
            price=outcome.price,
            used=outcome.ways.pair.astype(np.int32),
            taken=outcome.taken,
        )
    return file


def packed(ways: Ways, prefix: str = "") -> Arrays:
    """Return ways as arrays no larger than they need to be, by name."""
    longest = int(ways.legs.max(initial=1))
    small: Arrays = {name: getattr(ways, name).astype(np.int32) for name in ("pair", "begins", "arrives", "legs")}
    small |= {name: getattr(ways, name)[:, :longest].astype(np.int16) for name in ("link", "leaves")}
    return {prefix + name: array for name, array in small.items()}


def unpacked(data: Mapping[str, NDArray[np.generic]], prefix: str = "") -> Ways:
    """
    Return the ways that were packed.

    Raises
    ------
    KeyError, TypeError, ValueError
        If these are not the arrays of ways.
    """
    number, longest = data[f"{prefix}link"].shape
    table = {name: np.full((number, LEGS), -1, dtype=np.int32) for name in ("link", "leaves")}
    for name, wide in table.items():
        wide[:, :longest] = data[prefix + name]
    pair, begins, arrives, legs = (data[prefix + name].astype(np.int32) for name in ("pair", "begins", "arrives", "legs"))
    return Ways(pair, begins, arrives, legs, table["link"], table["leaves"])


def within_range(ways: Ways, problem: Problem) -> bool:
    """Whether ways name only pairs and links that a problem has."""
    return int(ways.pair.max(initial=-1)) < problem.pairs and int(ways.link.max(initial=-1)) < problem.network.links
