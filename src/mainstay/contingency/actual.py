"""What is known on the day of planning again: tables that have changed, and what really moved."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mainstay.exchange import check, nearest, read_table
from mainstay.exchange.draft import Table
from mainstay.exchange.settings import FILE, read_settings
from mainstay.model import TABLES, Problem, Scenario, ScenarioError, Settings
from mainstay.model.grid import Grid
from mainstay.model.movements import Movement
from mainstay.planning import Plan
from mainstay.planning.build import Case
from mainstay.planning.problem import Floats, Ints
from mainstay.planning.ways import LEGS, Ways

MOVEMENTS = "movements"
"""Table of what really moved."""

SAME = ("start", "days", "period_days", "step_days")
"""Settings that a plan made anew has in common with the plan before, so that the days of both are the same."""


@dataclass(frozen=True)
class Actual:
    """
    What is known on the day.

    Attributes
    ----------
    tables
        Tables of the scenario that replace those of the plan, by name, and ``settings`` if they have changed.
    movements
        What really moved; ``None``: all that was planned before the day.
    """

    tables: Mapping[str, Any] = field(default_factory=dict)
    movements: tuple[Movement, ...] | None = None

    def scenario(self, before: Scenario) -> Scenario:
        """Return the scenario as it is now."""
        return before.replace(**self.tables)


def read_actual(folder: str | Path, before: Plan) -> Actual:
    """
    Read what is known from a folder: any tables of the scenario, ``scenario.toml`` and ``movements.csv``.

    Raises
    ------
    ScenarioError
        With every problem found: files that are no tables, faulty rows, tables that do not hold together with those that have
        not changed, movements of what was not planned.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ScenarioError([Problem(str(folder), 0, "", "no such folder. Name one with the tables that have changed.")])
    problems: list[Problem] = []
    tables: dict[str, Any] = {}
    movements: tuple[Movement, ...] | None = None
    for file in sorted(file for file in folder.iterdir() if file.suffix.lower() == ".csv" and file.is_file()):
        if file.stem == MOVEMENTS:
            movements, found = read_table(file, Movement)
        elif file.stem in TABLES:
            tables[file.stem], found = read_table(file, TABLES[file.stem])
        else:
            near = nearest(file.stem, {*TABLES, MOVEMENTS})
            remedy = f"Did you mean '{near}.csv'?" if near else "Move it out of the folder."
            found = [Problem(file.name, 0, "", f"no such table. {remedy}")]
        problems += found
    if (folder / FILE).is_file():
        settings = read_settings(folder / FILE, Table("settings", FILE, Settings))
        problems += settings.problems
        if not settings.problems:
            (tables["settings"],) = settings.rows
            problems += _other_days(tables["settings"], before.scenario.settings)
    if not any(problem.blocks for problem in problems):
        now = before.scenario.replace(**tables)
        known = set(check(before.scenario))
        problems += [problem for problem in check(now) if problem.blocks and problem not in known]
        problems += faults_of(movements or (), before)
    if any(problem.blocks for problem in problems):
        raise ScenarioError(problems)
    return Actual(tables, movements)


def _other_days(now: Settings, before: Settings) -> list[Problem]:
    """Settings that differ though they must not."""
    return [
        Problem(FILE, 0, name, f"{getattr(now, name)} is not that of the plan. Leave it at {getattr(before, name)}.")
        for name in SAME
        if getattr(now, name) != getattr(before, name)
    ]


def faults_of(movements: Sequence[Movement], before: Plan) -> list[Problem]:
    """Movements that cannot have been: of what was not planned, in the wrong order, of more than there was."""
    file, out, grid = f"{MOVEMENTS}.csv", [], Grid.of(before.scenario.settings)
    planned = {row.consignment: row for row in before.tables.consignments}
    legs = {(leg.consignment, leg.leg) for leg in before.tables.legs}
    said: dict[tuple[str, int], tuple[int, Movement]] = {}
    for number, row in enumerate(movements, 2):
        if row.consignment not in planned:
            near = nearest(row.consignment, set(planned))
            remedy = f"Did you mean '{near}'?" if near else "Name a code of its consignments.csv."
            out.append(Problem(file, number, "consignment", f"the plan has no '{row.consignment}'. {remedy}"))
        elif (row.consignment, row.leg) not in legs:
            most = sum(code == row.consignment for code, _ in legs)
            text = f"'{row.consignment}' has no leg {row.leg}, but {most} in all. See legs.csv of the plan"
            out.append(Problem(file, number, "leg", text))
        elif (row.consignment, row.leg) in said:
            first = said[row.consignment, row.leg][0]
            out.append(Problem(file, number, "leg", f"told of in row {first} already. Leave one of the two"))
        else:
            said[row.consignment, row.leg] = (number, row)
    for (code, leg), (number, row) in said.items():
        if row.arrived is not None and row.arrived < row.departed:
            out.append(Problem(file, number, "arrived", f"{row.arrived} is before it left. Put the later day here"))
        if row.departed < before.scenario.settings.start or row.departed >= before.scenario.end:
            out.append(Problem(file, number, "departed", f"{row.departed} is outside of the plan. Leave the row out"))
        earlier = said.get((code, leg - 1))
        if leg > 1 and earlier is None:
            out.append(Problem(file, number, "leg", f"leg {leg - 1} of '{code}' is not told of. Add a row for it"))
        elif earlier is not None and not _there(grid, earlier[1].arrived, row.departed):
            text = f"left on {row.departed}, but leg {leg - 1} (row {earlier[0]}) was not there by then. Mend one of the two"
            out.append(Problem(file, number, "departed", text))
        there = _quantity(said, code, leg - 1, planned[code].quantity)
        if row.quantity is not None and row.quantity > there * (1 + 1e-9):
            text = f"{row.quantity:g} is more than the {there:g} that were there to leave. Put no more here"
            out.append(Problem(file, number, "quantity", text))
    return out


def _there(grid: Grid, arrived: dt.date | None, departed: dt.date) -> bool:
    """Whether what arrived on a day may leave on another: in the same period or later."""
    return arrived is not None and grid.last_until(arrived) <= grid.last_until(departed)


def _quantity(said: Mapping[tuple[str, int], tuple[int, Movement]], code: str, leg: int, planned: float) -> float:
    """How much of a consignment a leg moved; of what is not told, as much as the leg before."""
    for at in range(leg, 0, -1):
        if (code, at) in said and said[code, at][1].quantity is not None:
            return float(said[code, at][1].quantity or 0.0)
    return planned


@dataclass(frozen=True)
class Reported:
    """
    A plan as it has really gone, in ways.

    Attributes
    ----------
    ways, lots : (ways,)
        What has left, cut at the leg on which it is, and what has not.
    planned : (ways,)
        Consignment of the plan that each is of.
    late : frozenset of int
        Consignments that should have left by the day, or been further on, and were not.
    """

    ways: Ways
    lots: Floats
    planned: Ints
    late: frozenset[int]


def reported(
    case: Case, plan: Plan, ways: Ways, lots: Floats, movements: tuple[Movement, ...] | None, period: int, day: dt.date
) -> Reported:
    """
    Return what has become of a plan by a day, in the ways of its consignments (in their order).

    What is reported to have left on the day or later is not taken as a fact.
    """
    everyone = np.arange(len(ways), dtype=np.int32)
    if movements is None:
        return Reported(ways, lots, everyone, frozenset())
    told: dict[str, dict[int, Movement]] = defaultdict(dict)
    for row in movements:
        if row.departed < day:
            told[row.consignment][row.leg] = row
    pieces: list[tuple[int, int, float, list[int], int]] = []  # consignment, legs, lots, periods of leaving, there
    late: set[int] = set()
    for w, sent in enumerate(plan.tables.consignments):
        legs, there = int(ways.legs[w]), float(lots[w])
        mine = told[sent.consignment]
        if legs == 0 or (int(ways.leaves[w, 0]) >= period > 0 and not mine):
            pieces.append((w, legs, there, ways.leaves[w, :legs].tolist(), int(ways.arrives[w])))
            continue
        leaves: list[int] = []
        for leg in range(1, legs + 2):
            now = mine.get(leg) if leg <= legs else None
            said = there if now is None or now.quantity is None else now.quantity * float(case.lot[_offer(case, ways, w)])
            goes = 0.0 if now is None else min(there, said)
            if there - goes > 1e-9 * max(1.0, lots[w]):
                _stands(case, ways, w, leaves, leg - 1, there - goes, mine.get(leg - 1), period, pieces)
                if leg <= legs and int(ways.leaves[w, leg - 1]) < period:
                    late.add(w)
            if now is None or goes <= 0:
                break
            leaves, there = [*leaves, case.grid.last_until(now.departed)], goes
    return _pieced(ways, pieces, frozenset(late))


def _offer(case: Case, ways: Ways, w: int) -> int:
    return int(case.problem.pair_offer[ways.pair[w]])


def _stands(
    case: Case,
    ways: Ways,
    w: int,
    leaves: list[int],
    legs: int,
    lots: float,
    last: Movement | None,
    period: int,
    pieces: list[tuple[int, int, float, list[int], int]],
) -> None:
    """Note so many lots of a consignment that have gone so many legs, and no further."""
    whole = int(ways.legs[w])
    planned = ways.leaves[w, :whole].tolist()
    if legs == 0:  # with its owner: as planned, or, if its day is past, on no way at all
        if planned[0] >= period:
            pieces.append((w, whole, lots, planned, int(ways.arrives[w])))
        return
    comes = leaves[-1] + int(case.problem.network.lead[ways.link[w, legs - 1]])
    there = last is not None and last.arrived is not None
    if last is not None and last.arrived is not None:
        comes = max(comes, case.grid.last_until(last.arrived))
    if legs == whole and there and max(comes, int(ways.arrives[w])) < period:
        pieces.append((w, whole, lots, leaves, max(comes, int(ways.arrives[w]))))
        return
    onward = planned[legs:]
    if onward and onward[0] >= max(comes, period):  # goes on as planned
        pieces.append((w, whole, lots, leaves + onward, int(ways.arrives[w])))
        return
    pieces.append((w, legs, lots, leaves, max(comes, period)))


def _pieced(ways: Ways, pieces: list[tuple[int, int, float, list[int], int]], late: frozenset[int]) -> Reported:
    """Put pieces of consignments into ways."""
    planned = np.array([piece[0] for piece in pieces], dtype=np.int32)
    part = ways.take(planned)
    link, leaves = np.full((len(pieces), LEGS), -1, dtype=np.int32), np.full((len(pieces), LEGS), -1, dtype=np.int32)
    begins = part.begins.copy()
    for i, (w, legs, _, when, _) in enumerate(pieces):
        link[i, :legs] = ways.link[w, :legs]
        leaves[i, :legs] = when
        if legs:
            begins[i] = min(int(part.begins[i]), when[0]) if ways.leaves[w, 0] == when[0] else when[0]
    legs_of = np.array([piece[1] for piece in pieces], dtype=np.int32)
    arrives = np.array([piece[4] for piece in pieces], dtype=np.int32)
    lots = np.array([piece[2] for piece in pieces], dtype=np.float64)
    return Reported(Ways(part.pair, begins, arrives, legs_of, link, leaves), lots, planned, late)
