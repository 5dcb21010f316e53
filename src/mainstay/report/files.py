"""The entry: everything that comes out of one plan, in one folder."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan, write_plan
from mainstay.model import Consignment, Scenario
from mainstay.planning.progress import Progress, Watch, silent

from .calendars import write_calendars
from .chart import draw_fulfilment
from .flowmap import draw_map
from .geojson import write_geojson
from .words import Words
from .workbook import write_workbook


def write(
    plan: AnyPlan,
    scenario: Scenario,
    folder: str | Path,
    *,
    greedy: Iterable[Consignment] | None = None,
    language: str = "en",
    watch: Watch = silent,
) -> list[Path]:
    """
    Write tables, workbook, GeoJSON, calendars, map and chart of a plan.

    The same plan gives the same bytes, but for ``run.json``. ``summary.json`` is written last and lists every file; files
    that an earlier plan left in the folder and this one has not are removed, and nothing else is.

    Parameters
    ----------
    plan
        One just made or one read with :func:`mainstay.exchange.read_plan`.
    scenario
        What it plans.
    folder
        Made if need be.
    greedy
        Consignments of the spreadsheet rule to compare with; ``None``: those that the plan carries, if it does.
    language
        Of sentences, headings and captions: ``en``, ``fr`` or ``uk``. Tables and their columns stay as they are.
    watch
        Called before each step; answering True leaves out what was not begun, except the tables.

    Returns
    -------
    list of Path
        The files written, in the order of their names.

    Raises
    ------
    ValueError
        If there is no such language.
    ScenarioError
        If a value of the plan cannot be written into a table.
    """
    Words(language)  # a wrong language is found before anything is written
    folder, began = Path(folder), time.perf_counter()
    if greedy is None:
        greedy = getattr(plan, "greedy_consignments", None) or None
    rule = None if greedy is None else tuple(greedy)
    steps: list[tuple[str, Callable[[], list[Path]]]] = [
        ("workbook", lambda: [write_workbook(plan, scenario, folder / "plan.xlsx", greedy=rule, language=language)]),
        ("GeoJSON", lambda: write_geojson(plan, scenario, folder)),
        ("calendars", lambda: write_calendars(plan, scenario, folder, language=language)),
        ("map", lambda: draw_map(plan, scenario, folder / "map", language=language)),
        ("chart", lambda: draw_fulfilment(plan, scenario, folder / "fulfilment", greedy=rule, language=language)),
    ]
    written: list[Path] = []
    for done, (stage, step) in enumerate(steps):
        if watch(Progress(stage, time.perf_counter() - began, done=done / (len(steps) + 1))):
            break
        written += step()
    watch(Progress("tables", time.perf_counter() - began, done=len(steps) / (len(steps) + 1)))
    others = [file.relative_to(folder).as_posix() for file in written]
    written += write_plan(plan, scenario, folder, files=others)
    return sorted(written)
