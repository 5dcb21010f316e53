"""Ways through the network in time: which pair, from when to when, over which links."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .problem import Bools, Ints, Problem

LEGS = 64
"""Longest way kept, in legs; no way of a real network comes near it."""


@dataclass(frozen=True)
class Ways:
    """Ways found for pairs.

    Attributes
    ----------
    pair : (ways,)
    begins : (ways,)
        Period in which the way leaves its owner's hands.
    arrives : (ways,)
    legs : (ways,)
        Number of legs.
    link, leaves : (ways, LEGS)
        Link and period of departure of each leg, in the order of travel; -1 behind the last.
    """

    pair: Ints
    begins: Ints
    arrives: Ints
    legs: Ints
    link: Ints
    leaves: Ints

    def __len__(self) -> int:
        return len(self.pair)

    def take(self, which: Bools | Ints) -> Ways:
        """Return some of them."""
        return Ways(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def names(self) -> list[bytes]:
        """Return what tells two ways apart."""
        table = np.concatenate(
            (self.pair[:, None], self.begins[:, None], self.arrives[:, None], self.link, self.leaves), axis=1
        )
        return [row.tobytes() for row in np.ascontiguousarray(table)]

    @staticmethod
    def join(parts: list[Ways]) -> Ways:
        """Put several lists of ways one behind the other."""
        return Ways(*(np.concatenate([getattr(p, name) for p in parts]) for name in Ways.__dataclass_fields__))


def empty_ways() -> Ways:
    """Return no ways at all."""
    none, table = np.zeros(0, dtype=np.int32), np.zeros((0, LEGS), dtype=np.int32)
    return Ways(none, none, none, none, table, table)


def moved(problem: Problem, ways: Ways, most: int, earlier: tuple[int, ...] = ()) -> Ways:
    """Return the ways, each also moved to begin up to ``most`` periods sooner or later, or so many earlier, where allowed."""
    shifts = [s for s in range(-most, most + 1) if s] + [-by for by in earlier]
    return Ways.join([ways, *(shifted(problem, ways, shift)[0] for shift in shifts)])


def shifted(problem: Problem, ways: Ways, by: int) -> tuple[Ways, Bools]:
    """Return those ways that may be gone so many periods later (sooner: below 0), moved by these; and which they are."""
    source = problem.source[problem.pair_offer[ways.pair]]
    need = problem.pair_need[ways.pair]
    used = ways.link >= 0
    end = problem.network.periods - 1
    begins, arrives = ways.begins + by, ways.arrives + by
    leaves = np.where(used, ways.leaves + by, -1)
    fits = (begins >= problem.ready[source]) & (begins <= problem.last[source]) & (arrives <= end) & (begins >= 0)
    fits &= problem.worth[need, np.clip(arrives, 0, end)] >= 0
    fits &= (~problem.network.shut[ways.link, np.clip(leaves, 0, end)] | ~used).all(axis=1)
    return replace(ways, begins=begins, arrives=arrives, leaves=leaves).take(fits), fits
