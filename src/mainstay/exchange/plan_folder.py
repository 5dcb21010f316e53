"""A plan as a folder: its tables, what it attains, and what was asked."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, version
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
from .tables import read_table, write_table

RUN_ONLY = ("seconds", "started", "finished")
"""Entries of a summary that differ from run to run: they go to ``run.json``."""


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
    earlier = _listed(folder)
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
    _put(folder / "run.json", _json({"seconds": plan.seconds}))
    written += [folder / "datapackage.json", folder / "run.json", folder / "summary.json"]
    listed = sorted({*(file.name for file in written), *files})
    for name in sorted(earlier - set(listed)):
        (folder / name).unlink(missing_ok=True)
    said = {
        **_timeless(plan.summary()),
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
    _put(folder / "summary.json", _json(said))
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
    listed = _listed(folder)
    problems: list[Problem] = []
    tables: dict[str, Any] = {}
    for name, record in PLAN_TABLES.items():
        file = folder / f"{name}.csv"
        if file.is_file():
            tables[name], found = read_table(file, record)
            problems += found
        elif file.name in listed or not listed:
            problems.append(Problem(file.name, 0, "", f"not in {folder}. Write the plan anew."))
    said = _read_json(folder / "summary.json", problems)
    if problems:
        raise ScenarioError(problems)
    run = _read_json(folder / "run.json", []) or {}
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


def versions() -> dict[str, str]:
    """Versions of what a plan depends on."""
    out = {"python": platform.python_version()}
    for name in ("mainstay", "highspy", "numpy", "scipy", "numba"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


def _listed(folder: Path) -> set[str]:
    """Files that an earlier summary lists, without any that would lie outside of the folder."""
    said = _read_json(folder / "summary.json", []) if (folder / "summary.json").is_file() else {}
    names = said.get("files", [])
    if not isinstance(names, list):
        return set()
    return {name for name in names if isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts}


def _read_json(file: Path, problems: list[Problem]) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        problems.append(Problem(file.name, 0, "", f"not in {file.parent}. Write the plan anew."))
        return {}
    except OSError as error:
        problems.append(Problem(file.name, 0, "", f"cannot be read ({error.strerror}). Write the plan anew."))
        return {}
    except (ValueError, RecursionError) as error:  # not its grammar or not UTF-8, figures beyond any length, endless lists
        problems.append(Problem(file.name, 0, "", f"not JSON: {error}. Write the plan anew."))
        return {}
    if not isinstance(found, dict):
        problems.append(Problem(file.name, 0, "", "holds no object. Write the plan anew."))
        return {}
    return found


def _put(file: Path, text: str) -> None:
    with replacing(file) as partial:
        partial.write_text(text, "utf-8")


def _json(value: Any) -> str:
    return json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Value as JSON can carry it: what is no finite figure becomes null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "item"):  # a NumPy figure
        return _plain(value.item())
    return msgspec.to_builtins(value)


def _timeless(said: Mapping[str, Any]) -> dict[str, Any]:
    """Summary without what differs from run to run."""
    return {
        key: _timeless(value) if isinstance(value, Mapping) else value
        for key, value in said.items()
        if key not in RUN_ONLY and not key.endswith("_seconds")
    }


def _figure(value: Any, otherwise: float = math.nan) -> float:
    try:
        return float(value) if isinstance(value, int | float) else otherwise
    except OverflowError:  # a figure of hundreds of digits
        return otherwise
