"""Choices that are facts on a day: what was settled before it, and what has been counted by then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix

from mainstay.model.schooling import Pool, Seat

from .build import Case
from .choices import Choices
from .columns import entries
from .dated import COUNTED, ISSUES, settled, settled_before
from .problem import Bools, Floats, Ints, Problem
from .trim import Ledger
from .ways import Ways, empty_ways

PAID = ("order", "placed")
"""Choices that stay as they were settled, whatever becomes of the money since: what is ordered is paid."""

EVERY_DAY = ("equipment stock", "reserved")
"""Counts that go on: what was there or reserved before a day still is on every later one."""

TRIES = 20
"""How often choices are cut and counted anew at the most."""


def held(case: Case, taken: Floats, period: int, left: Floats, fleet: Floats) -> tuple[Floats, Bools]:
    """
    Return what of the choices is a fact at the beginning of a period.

    A course is settled with all who attend it when the first of them leaves for it, and so is what they attended before. What
    the case no longer allows is broken off: the people of a run at a site that has closed are not trained, and packages that
    wait for them are none.

    Parameters
    ----------
    taken : (choices,)
        How much of each choice the plan took; of what is counted nothing is read.
    left : (budget rows + shared rows,)
        What is left of the rows by what has moved.
    fleet : (shared rows,)
        What has moved on the rows of types in fleets.

    Returns
    -------
    facts : (choices,)
    closed : (choices,)
        Which can grow no more.
    """
    choices = case.problem.choices
    kinds = np.array([str(what[0]) for what in choices.what], dtype=np.str_)
    before = settled_before(case, period)
    counted = np.isin(kinds, COUNTED)
    before |= _courses(case, taken, before)
    decided = before & ~counted
    facts = np.where(decided, np.minimum(taken, choices.upper), 0.0)
    facts[choices.whole] = np.round(facts[choices.whole])
    order = _order(case, counted & (before | np.isin(kinds, EVERY_DAY)), kinds)
    paid = np.isin(kinds, PAID)
    rows = len(case.problem.budget_eur)
    room = left.copy()
    room[:rows] = np.inf  # what is ordered is paid, whatever comes of the money
    matrix = choices.matrix
    for _ in range(TRIES):
        _count(choices, kinds, order, room, facts)
        over = matrix @ facts > room + 1e-9 * np.maximum(1.0, np.abs(room))
        over[rows:][fleet > 0] = False
        if not over.any():
            break
        _cut(case, facts, room, ~paid & ~counted)
    _types(choices, kinds, fleet, facts)
    return facts, (before & ~paid) | (paid & (facts > 0) & (kinds == "placed"))


def _courses(case: Case, taken: Floats, before: Bools) -> Bools:
    """Runs and attendances that are settled because somebody has left for them, or has to be ready for one of these."""
    out = np.zeros(len(before), dtype=bool)
    runs: dict[tuple[str, dt.date], int] = {}
    seats: dict[tuple[str, dt.date], list[int]] = {}
    into: dict[Pool, list[int]] = {}
    for j, what in enumerate(case.problem.choices.what):
        match what:
            case ("run", str(training), dt.date() as start):
                runs[training, start] = j
            case ("attend", Seat() as mine):
                seats.setdefault((mine.training, mine.start), []).append(j)
                if taken[j] > 0.5:
                    into.setdefault(mine.after, []).append(j)
    waiting = [j for column in seats.values() for j in column if before[j] and taken[j] > 0.5]
    waiting += [seats[key][0] for key, j in runs.items() if before[j] and taken[j] > 0.5 and key in seats]
    seen: set[tuple[str, dt.date]] = set()
    while waiting:
        seat = case.problem.choices.what[waiting.pop()][1]
        assert isinstance(seat, Seat)
        key = (seat.training, seat.start)
        if key in seen:
            continue
        seen.add(key)
        out[[runs[key], *seats[key]]] = True
        for j in seats[key]:
            other = case.problem.choices.what[j][1]
            if taken[j] > 0.5 and isinstance(other, Seat):
                waiting += into.get(other.before, [])
    return out


def _order(case: Case, counted: Bools, kinds: np.ndarray) -> Ints:
    """Counts in the order in which one follows from the other."""
    days = settled(case)
    which = [j for j in np.flatnonzero(counted).tolist() if days[j] is not None]
    which.sort(key=lambda j: (days[j], kinds[j] not in ISSUES, j))
    return np.array(which, dtype=np.int32)


def _count(choices: Choices, kinds: np.ndarray, order: Ints, room: Floats, facts: Floats) -> None:
    """Count what there is by what has moved and what was decided, in place: as much as rows leave, and all that is reserved."""
    matrix = csc_matrix(choices.matrix)
    facts[order] = 0.0
    load = matrix @ facts
    for j in order.tolist():
        mine = slice(matrix.indptr[j], matrix.indptr[j + 1])
        row, value = matrix.indices[mine], matrix.data[mine]
        if kinds[j] == "reserved":
            own = row[value < 0]
            amount = float(load[own].max(initial=0.0))
        else:
            takes = value > 0
            amount = float(((room - load)[row[takes]] / value[takes]).min(initial=np.inf))
        facts[j] = min(max(0.0, amount), float(choices.upper[j]))
        np.add.at(load, row, value * facts[j])


def _cut(case: Case, facts: Floats, room: Floats, free: Bools) -> None:
    """Take off decisions that rows no longer allow, and what they fed, in place."""
    problem = case.problem
    rows = len(problem.budget_eur)
    fixed = replace(
        problem.choices,
        capacity=room[rows:],
        least=np.where(free, 0.0, facts),
        upper=np.maximum(problem.choices.upper, facts),
    )
    ledger = Ledger(replace(problem, known=fixed, budget_eur=np.full(rows, np.inf)), empty_ways())
    load = ledger.loads(facts)
    ledger.cut(facts, load, ledger.capacity)


def _types(choices: Choices, kinds: np.ndarray, fleet: Floats, facts: Floats) -> None:
    """Count the types that have moved to fleets, in place: a type that has moved is there."""
    matrix = csr_matrix(choices.matrix)
    rows = matrix.shape[0] - len(choices.capacity)
    for r in np.flatnonzero(fleet > 0).tolist():
        columns = matrix[rows + r].indices
        facts[columns[kinds[columns] == "type"]] = 1.0
    load = matrix @ facts
    for j in np.flatnonzero(kinds == "first type").tolist():
        some = matrix[:, [j]].nonzero()[0]
        facts[j] = min(1.0, max(0.0, float((-load[some]).max(initial=0.0))))


def reckoned(case: Case, problem: Problem, ways: Ways, lots: Floats, taken: Floats) -> Floats:
    """
    Count anew what follows from ways and decisions: what is kept, issued, in stock, reserved, and which types there are.

    Parameters
    ----------
    case
        Whose choices the problem has.
    problem
        All of the case, or what is left of it.
    lots : (ways,)
    taken : (choices,)

    Returns
    -------
    taken : (choices,)
        With what is counted as high as ways and decisions allow.
    """
    choices, rows = problem.choices, problem.rows
    kinds = np.array([str(what[0]) for what in choices.what], dtype=np.str_)
    counted = np.isin(kinds, COUNTED)
    _, start, row, value = entries(problem, ways)
    weight = value * np.repeat(lots, np.diff(start))
    load = np.bincount(row, weight, minlength=rows.end).astype(np.float64)[rows.budget : rows.link]
    room = np.concatenate((problem.budget_eur, choices.capacity)) - load
    out = np.where(counted, 0.0, np.minimum(taken, choices.upper))
    _count(choices, kinds, _order(case, counted, kinds), room, out)
    fleet = np.zeros(len(choices.capacity))
    of_fleets = np.unique(choices.fleet[choices.fleet >= 0])
    fleet[of_fleets] = np.maximum(0.0, -room[len(problem.budget_eur) :][of_fleets])
    fleet[fleet <= 1e-12] = 0.0
    _types(choices, kinds, fleet, out)
    return np.minimum(out, choices.upper)
