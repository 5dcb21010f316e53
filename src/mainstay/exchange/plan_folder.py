"""A plan as a folder: its tables, what it attains, and what was asked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from mainstay.model import (
    PLAN_TABLES,
    Assignment,
    Attendance,
    Bottleneck,
    Capability,
    Consignment,
    Flow,
    Leg,
    NodeDay,
    Order,
    Problem,
    Readiness,
    Reservation,
    Scenario,
    ScenarioError,
    StockLevel,
    Task,
    TrainingRun,
    Unmet,
)

from .atomic import replacing
from .datapackage import as_json, resource, slug
from .summary import as_summary, listed_in, read_json, timeless, versions
from .tables import read_table, write_table


@dataclass(frozen=True)
class PlanTables:
    """The tables of a plan, by the names of their files."""

    consignments: tuple[Consignment, ...] = ()
    legs: tuple[Leg, ...] = ()
    unmet: tuple[Unmet, ...] = ()
    bottlenecks: tuple[Bottleneck, ...] = ()
    tasking: tuple[Task, ...] = ()
    flows: tuple[Flow, ...] = ()
    node_days: tuple[NodeDay, ...] = ()
    capabilities: tuple[Capability, ...] = ()
    readiness: tuple[Readiness, ...] = ()
    runs: tuple[TrainingRun, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    stock_levels: tuple[StockLevel, ...] = ()
    orders: tuple[Order, ...] = ()


class AnyPlan(Protocol):
    """
    A plan: one just made, or one read from its folder.

    Attributes
    ----------
    tables
        Has the attributes of :class:`PlanTables`.
    score, bound, attained, greedy_score
        Of 100; not finite, or None, where unknown.
    gap
        Relative distance of score and bound.
    status
        How the computation ended.
    seconds
        How long it took.
    """

    @property
    def tables(self) -> Any: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def bound(self) -> float: ...  # noqa: D102
    @property
    def gap(self) -> float: ...  # noqa: D102
    @property
    def attained(self) -> float: ...  # noqa: D102
    @property
    def greedy_score(self) -> float | None: ...  # noqa: D102
    @property
    def status(self) -> Any: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    def summary(self) -> Mapping[str, Any]:
        """Return what the plan says of itself in figures."""


@dataclass(frozen=True)
class WrittenPlan:
    """A plan as its folder tells it.

    Attributes
    ----------
    scenario
        Name of the scenario that it plans.
    tables
        Its records.
    score, bound, attained, greedy_score
        Of 100; NaN where the folder does not say.
    gap
        Relative distance of score and bound; infinite without a bound.
    status
        How the computation ended.
    seconds
        How long it took; NaN if ``run.json`` is gone.
    said
        The whole of ``summary.json``.
    """

    scenario: str
    tables: PlanTables
    score: float
    bound: float
    gap: float
    attained: float
    greedy_score: float
    status: str
    seconds: float
    said: Mapping[str, Any]

    @property
    def consignments(self) -> tuple[Consignment, ...]:
        """Parts of offers that travel."""
        return self.tables.consignments

    @property
    def legs(self) -> tuple[Leg, ...]:
        """Links of their ways."""
        return self.tables.legs

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        """Requirements that are not met whole and on time."""
        return self.tables.unmet

    def summary(self) -> dict[str, Any]:
        """Return what the plan said of itself when it was written."""
        return dict(self.said)


def write_plan(plan: AnyPlan, scenario: Scenario, folder: str | Path, *, files: Iterable[str] = ()) -> list[Path]:
    """
    Write the tables of a plan, ``summary.json``, ``datapackage.json`` and ``run.json``.

    The same plan gives the same bytes; only ``run.json`` tells how long the computation took. ``summary.json`` comes last, so
    that a folder with one is whole. Files which an earlier summary in the folder lists, and this plan no longer has, are
    removed.

    Parameters
    ----------
    plan
        Its tables, and what its ``summary()`` says.
    scenario
        What is planned; name, title and settings go into the summary.
    folder
        Made if need be.
    files
        Other files written for this plan, relative to the folder, to be listed in the summary.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    ScenarioError
        If a value cannot be written into a table; nothing of that table is written.
    """
    folder = Path(folder)
    earlier = listed_in(folder)
    rows = {name: tuple(getattr(plan.tables, name)) for name in PLAN_TABLES}
    written = []
    for name, record in PLAN_TABLES.items():
        write_table(folder / f"{name}.csv", rows[name], record)
        written.append(folder / f"{name}.csv")
    package = {
        "profile": "tabular-data-package",
        "name": slug(f"{scenario.settings.name}-plan"),
        "title": f"Plan: {scenario.settings.title or scenario.settings.name}",
        "resources": [resource(name, record, PLAN_TABLES, ()) for name, record in PLAN_TABLES.items()],
    }
    _put(folder / "datapackage.json", as_json(package))
    _put(folder / "run.json", as_summary({"seconds": plan.seconds}))
    written += [folder / "datapackage.json", folder / "run.json", folder / "summary.json"]
    listed = sorted({*(file.name for file in written), *files})
    for name in sorted(earlier - set(listed)):
        (folder / name).unlink(missing_ok=True)
    said = {
        **timeless(plan.summary()),
        "score": plan.score,
        "bound": plan.bound,
        "gap": plan.gap,
        "attained": plan.attained,
        "greedy_score": plan.greedy_score,
        "status": str(plan.status),
        "scenario": scenario.settings.name,
        "title": scenario.settings.title,
        "rows": {name: len(rows[name]) for name in PLAN_TABLES},
        "settings": msgspec.to_builtins(scenario.settings),
        "versions": versions(),
        "files": listed,
    }
    _put(folder / "summary.json", as_summary(said))
    return written


def read_plan(folder: str | Path) -> WrittenPlan:
    """
    Read a plan folder.

    A table that its summary does not list did not exist when the plan was written, and is empty.

    Raises
    ------
    ScenarioError
        If ``summary.json`` or a table is missing or faulty; with every problem found.
    """
    folder = Path(folder)
    listed = listed_in(folder)
    problems: list[Problem] = []
    tables: dict[str, Any] = {}
    for name, record in PLAN_TABLES.items():
        file = folder / f"{name}.csv"
        if file.is_file():
            tables[name], found = read_table(file, record)
            problems += found
        elif file.name in listed or not listed:
            problems.append(Problem(file.name, 0, "", f"not in {folder}. Write the plan anew."))
    said = read_json(folder / "summary.json", problems)
    if problems:
        raise ScenarioError(problems)
    run = read_json(folder / "run.json", []) or {}
    return WrittenPlan(
        scenario=str(said.get("scenario", "")),
        tables=PlanTables(**tables),
        score=_figure(said.get("score")),
        bound=_figure(said.get("bound")),
        gap=_figure(said.get("gap"), math.inf),
        attained=_figure(said.get("attained")),
        greedy_score=_figure(said.get("greedy_score")),
        status=str(said.get("status", "")),
        seconds=_figure(run.get("seconds")),
        said=said,
    )


def _put(file: Path, text: str) -> None:
    with replacing(file) as partial:
        partial.write_text(text, "utf-8")


def _figure(value: Any, otherwise: float = math.nan) -> float:
    try:
        return float(value) if isinstance(value, int | float) else otherwise
    except OverflowError:  # a figure of hundreds of digits
        return otherwise
