"""A plan picked up again from its folder, with all that its solve had found, so that questions need no new solve."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from mainstay.exchange import read
from mainstay.exchange.plan_folder import WrittenPlan, read_plan
from mainstay.model import Problem as Fault
from mainstay.model import ScenarioError

from .build import Case, build
from .engine import Outcome
from .kept import FILE, unpacked, within_range
from .plan import Plan, assemble
from .problem import Floats, Ints
from .rebuilt import as_choices, as_ways
from .unfinished import described, is_unfinished
from .ways import Ways

TOLD = ("package", "run", "attend", "crew", "reserve", "reserved", "order", "placed")
"""Choices that the tables of a plan tell of."""


def resume(folder: str | Path) -> Plan:
    """
    Read a plan folder, so that its plan answers questions as if it had just been made.

    Questions are solved from the ways and prices kept beside the plan; without them the first one takes as long as planning.

    Raises
    ------
    ScenarioError
        If the folder is not a plan's, or its scenario was changed since.
    """
    folder = Path(folder)
    if is_unfinished(folder):
        raise ScenarioError([Fault(str(folder), 0, "", described(folder))])
    written = read_plan(folder)
    scenario = read(folder / "scenario")
    case = build(scenario)
    kept = _kept(folder, case)
    ways, lots, taken = _read(case, written, kept.used if kept else None, kept.taken if kept else None)
    points_per_score = case.asked_points / 100.0
    outcome = Outcome(
        ways=ways,
        lots=lots,
        points=written.score * points_per_score,
        bound=written.bound * points_per_score,
        price=np.zeros(len(case.problem.capacity)) if kept is None else kept.price,
        status=written.status,
        pool=ways if kept is None else Ways.join([ways, kept.pool]),
        rounds=0 if kept is None else 1,
        columns=len(ways),
        taken=taken,
    )
    told = written.said.get("greedy_score")
    rule = float(told) if isinstance(told, int | float) else None
    plan = assemble(case, outcome, str(written.said.get("method", "columns")), written.seconds, greedy_score=rule)
    if abs(plan.score - written.score) > 1e-6 * max(1.0, abs(written.score)):
        said = f"{written.score:g}, but its consignments and scenario give {plan.score:g}: one was changed. Plan it again"
        raise ScenarioError([Fault("summary.json", 0, "score", said)])
    return plan.with_bottlenecks(written.tables.bottlenecks)


def _read(case: Case, written: WrittenPlan, used: Ints | None, taken: Floats | None) -> tuple[Ways, Floats, Floats]:
    """Ways, lots and choices that the tables of a plan tell of; of other choices what was kept."""
    table = "consignments.csv"
    try:
        ways, lots = as_ways(case, written, used)
        table = "capabilities.csv"
        said = as_choices(case, written.tables)
    except KeyError as missing:
        text = f"the scenario beside it has no {missing} that a plan could use: it was changed since. Plan it again"
        raise ScenarioError([Fault(table, 0, "", text)]) from None
    told = np.array([str(what[0]) in TOLD for what in case.problem.choices.what], dtype=bool)
    return ways, lots, said if taken is None else np.where(told, said, taken)


@dataclass(frozen=True)
class Kept:
    """Ways found, pairs used, prices of rows, and choices taken, as they were kept beside a plan."""

    pool: Ways
    used: Ints
    price: Floats
    taken: Floats


def _kept(folder: Path, case: Case) -> Kept | None:
    """What was kept beside a plan; None if there is nothing, or if it belongs to another problem."""
    file = folder / FILE
    if not file.is_file():
        return None
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            data = {name: kept[name] for name in kept.files}
        found = Kept(unpacked(data), data["used"], data["price"], data["taken"])
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError):
        return None
    problem = case.problem
    fits = len(found.price) == len(problem.capacity) and len(found.taken) == len(problem.choices) and len(found.pool) > 0
    return found if fits and within_range(found.pool, problem) else None
