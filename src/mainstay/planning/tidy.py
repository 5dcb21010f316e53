"""The people behind packages: how many can be crewed at all, then the training that leaves crews idle for the fewest days."""

from __future__ import annotations

import datetime as dt

import numpy as np
from scipy.sparse import coo_matrix, csr_matrix

from mainstay.model import schooling
from mainstay.solve import Method, Pool, Programme, solve

from .problem import Floats, Problem

PEOPLE = ("attend", "run", "crew")
"""Kinds of choices that are settled here."""

ROWS = ("asked", "post", "people", "run seats", "run held", "run least", "seats", "instructors", "away", "equipment")
"""Rows that tie packages to people, and people to courses."""

PER_PERSON, PER_RUN = 1.0, 10.0
"""What a person on a course and a run weigh beside a day on which one person is ready and idle."""

TRIES, ENOUGH = 60, 2e-3
"""Nodes after which the packages crewed are what they are, and share of their points that may be missing for it to be well."""

NODES = 500
"""Nodes after which what is found is good enough."""


def tidy(problem: Problem, pool: Pool, x: Floats) -> Floats:
    """
    Settle who is trained and assigned, in whole people, without touching packages and goods.

    Parameters
    ----------
    x : (columns of the pool,)
        A plan in whole packages and runs.

    Returns
    -------
    taken : (choices,)
        The choices with attendances, runs and crews settled anew; as they were if no better way was found.
    """
    choices = problem.choices
    known = len(choices)
    taken = np.array(x[:known])
    people = np.array([key[0] in PEOPLE for key in choices.what], dtype=bool)
    if not people.any():
        return taken
    rows = problem.rows
    fixed = np.array(x)
    fixed[:known][people] = 0.0
    room = (problem.capacity - pool.loads(fixed))[rows.budget : rows.link]
    matrix = csr_matrix(choices.matrix)[:, people]
    used = np.diff(matrix.indptr) > 0
    weight = np.array([_weight(key) for key, mine in zip(choices.what, people, strict=True) if mine])
    programme = Programme(
        weight,
        matrix[used].tocsc(),
        room[used] + 1e-7 * np.maximum(1.0, np.abs(room[used])),
        upper=choices.upper[people],
        whole=np.ones(int(people.sum()), dtype=bool),
    )
    answer = solve(programme, Method.SIMPLEX, gap=1e-3, nodes=NODES)
    if answer.usable:
        taken[people] = np.round(answer.x)
    return taken


def crewed(problem: Problem, taken: Floats, gap: float, *, later: bool = True) -> Floats | None:
    """
    Of packages that goods allow, choose in whole numbers those that people can crew, with the training that it takes.

    Parameters
    ----------
    taken : (choices,)
        Packages that goods allow at each milestone, and equipment on site; the rest of it is not used.
    gap
        Relative gap at which to be content.
    later
        Whether packages may come into service later than given, as long as nothing was reserved for the day.

    Returns
    -------
    taken : (choices,)
        Packages, none sooner than given, runs, attendances and crews in whole numbers; 0 for all other choices. ``None``:
        nothing was found.
    """
    choices, rows = problem.choices, problem.rows
    kinds = np.array([str(key[0]) for key in choices.what], dtype=np.str_)
    allowed = {key[1] for key, amount in zip(choices.what, taken, strict=True) if key[0] == "package" and amount > 0.5}
    if not allowed:
        return np.zeros(len(choices))
    mine = np.isin(kinds, (*PEOPLE, "package"))
    mine &= np.array(
        [
            (key[1] if key[0] == "package" else key[2]) in allowed if key[0] in ("package", "crew") else True
            for key in choices.what
        ]
    )
    names = np.array([str(name[0]) for name in choices.row_names], dtype=np.str_)
    matter = np.concatenate((np.zeros(rows.shared - rows.budget, dtype=bool), np.isin(names, ROWS)))
    fixed = np.where(kinds == "equipment stock", taken, 0.0)
    room = problem.capacity[rows.budget : rows.link] - choices.matrix @ fixed
    matrix = csr_matrix(choices.matrix)[:, mine][matter].tocoo()
    row, column, value = [matrix.row], [matrix.col], [matrix.data]
    right = [np.maximum(0.0, room[matter])]
    number = np.cumsum(mine) - 1
    extra = len(right[0])
    for code in sorted(allowed, key=str):
        at = [(int(key[2]), j) for j, key in enumerate(choices.what) if key[0] == "package" and key[1] == code]  # type: ignore[call-overload]
        so_far: list[int] = []
        total = 0.0
        for _, j in sorted(at):
            so_far.append(j)
            total += round(taken[j])
            row.append(np.full(len(so_far), extra))
            column.append(number[so_far])
            value.append(np.ones(len(so_far)))
            right.append(np.array([total]))
            extra += 1
    shape = (extra, int(mine.sum()))
    entries = (np.concatenate(value), (np.concatenate(row), np.concatenate(column)))
    weight = np.array(
        [_weight(key) if key[0] != "package" else 0.0 for key, use in zip(choices.what, mine, strict=True) if use]
    )
    scale = 1e-5 * float(choices.gain[mine].max(initial=0.0)) / max(1.0, float(weight.max(initial=0.0)))
    whole = choices.whole[mine] & (kinds[mine] != "crew")
    upper = choices.upper if later else np.where(kinds == "package", np.round(taken), choices.upper)
    programme = Programme(
        scale * weight - choices.gain[mine],
        coo_matrix(entries, shape=shape).tocsc(),
        np.concatenate(right),
        upper=upper[mine],
        whole=whole,
    )
    most = sum(gain * round(amount) for gain, amount, kind in zip(choices.gain, taken, kinds, strict=True) if kind == "package")
    answer = solve(programme, Method.SIMPLEX, gap=gap, nodes=TRIES, target=-float(most) * (1 - ENOUGH))
    if not answer.usable:
        return None
    out = np.zeros(len(choices))
    out[mine] = np.where(whole, np.round(answer.x), answer.x)
    return out


def _weight(key: tuple[object, ...]) -> float:
    """What one of a choice weighs: idle days for a crew."""
    match key:
        case ("crew", schooling.Pool() as pool, _, _, dt.date() as day):
            return float((day - pool.ready).days) if pool.taught else 0.0
        case ("run", *_):
            return PER_RUN
    return PER_PERSON
