"""A problem of goods alone: what is left when packages are chosen and people are settled for them."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import lil_matrix, vstack

from .choices import Choices
from .problem import Floats, Problem
from .tidy import ROWS


@dataclass(frozen=True)
class Narrow:
    """A problem of goods alone: packages limited to those that people can crew, and nobody trained any more.

    Attributes
    ----------
    problem
    column : (its choices,)
        Number of each of its choices in the problem that it came from.
    aside
        Points of courses held, which stand for what they are held for and are not earned.
    """

    problem: Problem
    column: np.ndarray
    aside: float


def narrowed(problem: Problem, taken: Floats) -> Narrow:
    """Leave out people; ``taken`` (choices,) holds packages and runs that people are settled for."""
    choices = problem.choices
    kinds = np.array([str(key[0]) for key in choices.what], dtype=np.str_)
    names = np.array([str(name[0]) for name in choices.row_names], dtype=np.str_)
    equipped = np.zeros(len(kinds), dtype=bool)  # runs matter for goods where they need equipment on site
    rows = np.flatnonzero(names == "equipment")
    by_row = choices.matrix.tocsr()[len(problem.budget_eur) :]
    equipped[by_row[rows].indices] = True
    keep = ~np.isin(kinds, ("attend", "crew", "run")) | ((kinds == "run") & equipped & (taken > 0.5))
    kept = ~(np.isin(names, ROWS) & ~np.isin(names, ("asked", "equipment")))
    upper, capacity = choices.upper.copy(), choices.capacity.copy()
    posted = {name[1] for name in choices.row_names if name[0] == "post"}
    by_requirement: dict[object, list[tuple[int, int]]] = {}
    for j, key in enumerate(choices.what):
        if key[0] == "package" and key[1] in posted:
            by_requirement.setdefault(key[1], []).append((int(key[2]), j))  # type: ignore[call-overload]
    by_milestone: list[tuple[tuple[object, ...], list[int], float]] = []  # no more packages than people are settled for
    for code, mine in by_requirement.items():
        so_far = 0.0
        columns: list[int] = []
        for t, j in sorted(mine):
            so_far += round(taken[j])
            upper[j] = min(upper[j], so_far)
            columns = [*columns, j]
            by_milestone.append((("crewed", code, t), columns, so_far))
    for r in np.flatnonzero(names == "asked"):
        code = choices.row_names[r][1]
        if code in by_requirement:
            capacity[r] = sum(round(taken[j]) for _, j in by_requirement[code])
    held = (kinds == "run") & keep
    upper[held] = np.round(taken[held])
    gain = choices.gain.copy()
    gain[held] = gain.max(initial=0.0)  # what courses are held for is not in this problem: it stands for that
    number = np.append(np.where(kept, np.cumsum(kept) - 1, -1), -1)

    def renumbered(of: np.ndarray) -> np.ndarray:
        return np.asarray(number[of], dtype=np.int32)  # -1: the last, which is -1 again

    crewed = lil_matrix((len(by_milestone), len(kinds)))
    for row, (_, together, _) in enumerate(by_milestone):
        crewed[row, together] = 1.0
    rows_kept = np.concatenate((np.ones(len(problem.budget_eur), dtype=bool), kept))
    part = Choices(
        gain=gain[keep],
        upper=upper[keep],
        whole=choices.whole[keep],
        matrix=vstack((choices.matrix[rows_kept], crewed), format="csc")[:, keep],
        capacity=np.concatenate((capacity[kept], [people for *_, people in by_milestone])),
        arrival=renumbered(choices.arrival),
        order=renumbered(choices.order),
        fleet=renumbered(choices.fleet),
        spares=renumbered(choices.spares),
        bays=renumbered(choices.bays),
        what=tuple(key for key, use in zip(choices.what, keep, strict=True) if use),
        row_names=(
            *(name for name, use in zip(choices.row_names, kept, strict=True) if use),
            *(name for name, *_ in by_milestone),
        ),
    )
    return Narrow(replace(problem, known=part), np.flatnonzero(keep), float((gain * upper)[held].sum()))
