"""The people behind chosen packages: with packages and goods settled, the training that leaves crews idle for the fewest days."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from mainstay.solve import Method, Pool, Programme, solve

from .problem import Floats, Problem

PEOPLE = ("attend", "run", "crew")
"""Kinds of choices that are settled here."""

PER_PERSON, PER_RUN = 1.0, 10.0
"""What a person on a course and a run weigh beside a day on which one person is ready and idle."""

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


def _weight(key: tuple[object, ...]) -> float:
    """What one of a choice weighs: idle days for a crew."""
    if key[0] == "crew":
        _, pool, _, _, day = key
        idle: int = (day - pool.ready).days  # type: ignore[operator, attr-defined]
        return float(idle) if pool.taught else 0.0  # type: ignore[attr-defined]
    return PER_RUN if key[0] == "run" else PER_PERSON
