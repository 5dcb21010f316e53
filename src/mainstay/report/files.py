"""The entry: everything that comes out of one plan, in one folder."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan, PlanTables, write_plan
from mainstay.model import Scenario, Serves
from mainstay.planning.progress import Progress, Watch, silent

from .calendars import write_calendars
from .capabilities import asking
from .chart import draw_fulfilment
from .figures import Made, tables_of
from .flowmap import draw_map
from .gantt import draw_gantt
from .geojson import write_geojson
from .service_chart import draw_service
from .service_table import write_service
from .site_calendars import write_site_calendars
from .stock_chart import draw_stocks
from .training_chart import draw_training
from .words import Words
from .workbook import write_workbook


def write(
    plan: AnyPlan,
    scenario: Scenario,
    folder: str | Path,
    *,
    greedy: Made | None = None,
    language: str = "en",
    watch: Watch = silent,
) -> list[Path]:
    """
    Write tables, workbook, GeoJSON, calendars, map and charts of a plan.

    What a plan has of capabilities, training and stocks gets its own charts and calendars: packages in service, crews and
    equipment, training, days of supply.

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
        Tables, or consignments, of the spreadsheet rule to compare with; ``None``: those that the plan carries, if it does.
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
        greedy = getattr(plan, "greedy_tables", None)
        greedy = None if greedy == PlanTables() else greedy
    rule = None if greedy is None else tables_of(greedy)
    steps: list[tuple[str, Callable[[], list[Path]]]] = [
        ("workbook", lambda: [write_workbook(plan, scenario, folder / "plan.xlsx", greedy=rule, language=language)]),
        ("GeoJSON", lambda: write_geojson(plan, scenario, folder)),
        ("calendars", lambda: write_calendars(plan, scenario, folder, language=language)),
        ("map", lambda: draw_map(plan, scenario, folder / "map", language=language)),
        ("chart", lambda: draw_fulfilment(plan, scenario, folder / "fulfilment", greedy=rule, language=language)),
    ]
    if asking(scenario):
        steps += [
            ("capability calendar", lambda: draw_service(plan, scenario, folder / "in-service", language=language)),
            ("capability table", lambda: [write_service(plan, scenario, folder / "in-service.csv")]),
            ("crews and equipment", lambda: draw_gantt(plan, scenario, folder / "crews-and-equipment", language=language)),
        ]
    if plan.tables.runs:
        steps += [("training", lambda: draw_training(plan, scenario, folder / "training", language=language))]
    if plan.tables.stock_levels:
        steps += [("stocks", lambda: draw_stocks(plan, scenario, folder / "days-of-supply", language=language))]
    if plan.tables.runs or any(row.serves is Serves.TRAINING for row in plan.tables.consignments):
        steps += [("site calendars", lambda: write_site_calendars(plan, scenario, folder, language=language))]
    written: list[Path] = []
    for done, (stage, step) in enumerate(steps):
        if watch(Progress(stage, time.perf_counter() - began, done=done / (len(steps) + 1))):
            break
        written += step()
    watch(Progress("tables", time.perf_counter() - began, done=len(steps) / (len(steps) + 1)))
    others = [file.relative_to(folder).as_posix() for file in written]
    written += write_plan(plan, scenario, folder, files=others)
    return sorted(written)
