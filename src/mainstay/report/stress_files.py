"""The entries: everything that comes out of cases, executions, a plan made anew, or two plans, each in one folder."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec

from mainstay.exchange.stress_folder import write_tables
from mainstay.exchange.tables import write_table
from mainstay.model import RESULT_TABLES, CaseLoss, Scenario

from .change_page import replan_page
from .comparison_chart import differing, draw_differences
from .comparison_page import comparison_page
from .dependence_map import carriers, draw_dependence
from .fan_chart import MOST as MOST_FANS
from .fan_chart import draw_package_fans, draw_score_fans, fans_of, packages_of
from .fan_page import planned, simulation_page
from .fan_service import draw_services
from .page import write_page
from .stress_books import comparison_book, replan_book, simulation_book, stress_book
from .stress_case import case_page
from .stress_curve import draw_curve
from .stress_index import index_page
from .stress_kinds import AnyComparison, AnyReplan, AnySimulation, AnyStress, ScenarioPlan
from .stress_names import Names
from .stress_words import StressWords
from .tornado import caption_of, draw_tornado, drawn, ranked


def write_stress(folder: str | Path, stress: AnyStress, language: str = "en") -> list[Path]:
    """
    Write pages, charts, a workbook and tables of what cases cost.

    ``index.html`` ranks all cases and leads to a page of its own for each that was solved or has its losses by requirement;
    where there is but one case, ``index.html`` is its page. The same results give the same bytes, but for ``run.json``.

    Parameters
    ----------
    folder
        Made if need be.
    stress
        Anything with the attributes of :class:`~mainstay.report.stress_kinds.AnyStress`.
    language
        Of pages, charts and workbook: ``en``, ``fr`` or ``uk``.

    Returns
    -------
    list of Path
        The files written, in the order of their names.

    Raises
    ------
    ValueError
        If there is no such language.
    ScenarioError
        If a value cannot be written into a table.
    """
    folder, names = Path(folder), Names(stress.scenario, StressWords(language))
    words, written = names.words, []
    hit = {row.case for row in stress.hits} | set(stress.curves)
    own = [row for row in ranked(stress.cases) if row.solved or row.case in hit]
    addresses = _addresses(own)
    if len(stress.cases) == 1:
        written.append(write_page(folder / "index.html", case_page(stress, stress.cases[0], names)))
    else:
        written.append(write_page(folder / "index.html", index_page(stress, names, addresses)))
        for row in own:
            text = case_page(stress, row, names, home="index.html")
            written.append(write_page(folder / addresses[row.case], text))
    if drawn(stress.cases):
        chart = draw_tornado(stress.cases, names)
        written.append(chart.write(folder / "tornado.svg", words("cases title"), caption_of(stress.cases, names)))
    if carriers(stress.dependence):
        caption = words("dependence caption", level=words.number(stress.level))
        chart = draw_dependence(stress.dependence, names)
        written.append(chart.write(folder / "dependence.svg", words("dependence"), caption))
    for row in own:
        if row.case in stress.curves:
            file = folder / f"{Path(addresses[row.case]).stem}-points.svg"
            chart = draw_curve(stress.curves[row.case], row, names)
            written.append(chart.write(file, names.case(row), words("curve caption")))
    written.append(stress_book(stress, names, folder / "stress.xlsx"))
    tables = {
        "cases": stress.cases,
        "case_hits": stress.hits,
        "substitutes": stress.substitutes,
        "dependence": stress.dependence,
        "guards": stress.guards,
    }
    return sorted(written + write_tables(folder, tables, stress.summary(), files=_listed(written)))


def write_simulation(
    folder: str | Path, simulation: AnySimulation, language: str = "en", *, plan: ScenarioPlan | None = None
) -> list[Path]:
    """
    Write the page, charts, a workbook and tables of simulated executions.

    Parameters
    ----------
    folder, language
        As in :func:`write_stress`.
    simulation
        Anything with the attributes of :class:`~mainstay.report.stress_kinds.AnySimulation`.
    plan
        What was carried out, to draw its own points by day; ``None``: they are left out.

    Returns
    -------
    list of Path
        The files written, in the order of their names.
    """
    folder, names = Path(folder), Names(simulation.scenario, StressWords(language))
    words, lines = names.words, planned(simulation, plan)
    written = [write_page(folder / "index.html", simulation_page(simulation, names, lines))]
    fans = fans_of(simulation.fans)
    if any(what == "score" for what, _ in fans):
        chart = draw_score_fans(simulation.fans, lines, names)
        written.append(chart.write(folder / "score.svg", words("fan score"), words("fan caption")))
    if codes := packages_of(fans, lines)[:MOST_FANS]:
        chart = draw_package_fans(simulation.fans, lines, names, codes)
        written.append(chart.write(folder / "packages.svg", words("fan packages"), words("fan caption")))
    if simulation.services:
        chart = draw_services(simulation.services, names)
        written.append(chart.write(folder / "service-days.svg", words("service days"), words("service days caption")))
    written.append(simulation_book(simulation, names, folder / "simulation.xlsx"))
    tables = {
        "fans": simulation.fans,
        "requirement_chances": simulation.requirements,
        "service_chances": simulation.services,
    }
    return sorted(written + write_tables(folder, tables, simulation.summary(), files=_listed(written)))


def write_replan(folder: str | Path, replan: AnyReplan, language: str = "en", *, day: dt.date | None = None) -> list[Path]:
    """
    Write the page, a workbook and tables of what a plan made anew changes.

    The plan itself is written by :func:`mainstay.report.write`, into a folder of its own.

    Parameters
    ----------
    folder, language
        As in :func:`write_stress`.
    replan
        Anything with the attributes of :class:`~mainstay.report.stress_kinds.AnyReplan`.
    day
        From which was planned again, if it is to be said.

    Returns
    -------
    list of Path
        The files written, in the order of their names.
    """
    folder, names = Path(folder), Names(replan.plan.scenario, StressWords(language))
    written = [write_page(folder / "index.html", replan_page(replan, names, day=day))]
    written.append(replan_book(replan, names, folder / "changes.xlsx"))
    return sorted(written + write_tables(folder, {"changes": replan.changes}, replan.summary(), files=_listed(written)))


def write_comparison(folder: str | Path, comparison: AnyComparison, language: str = "en") -> list[Path]:
    """
    Write the page, a chart, a workbook and tables of two plans side by side.

    Parameters
    ----------
    folder, language
        As in :func:`write_stress`.
    comparison
        Anything with the attributes of :class:`~mainstay.report.stress_kinds.AnyComparison`.

    Returns
    -------
    list of Path
        The files written, in the order of their names.
    """
    folder = Path(folder)
    words = StressWords(language)
    names = Names(_joined(comparison.a.scenario, comparison.b.scenario), words)
    written = [write_page(folder / "index.html", comparison_page(comparison, names))]
    if differing(comparison.differences):
        a, b = comparison.names
        chart = draw_differences(comparison.differences, names, words("compare chart"))
        caption = words("compare caption", a=a, b=b)
        written.append(chart.write(folder / "differences.svg", words("compare chart"), caption))
    written.append(comparison_book(comparison, names, folder / "comparison.xlsx"))
    tables = comparison.tables()
    for name, rows in tables.items():
        if name not in RESULT_TABLES and rows:
            write_table(folder / f"{name}.csv", rows, type(rows[0]))
            written.append(folder / f"{name}.csv")
    known = {name: rows for name, rows in tables.items() if name in RESULT_TABLES}
    return sorted(written + write_tables(folder, known, comparison.summary(), files=_listed(written)))


def _joined(one: Scenario, other: Scenario) -> Scenario:
    """Return a scenario in which every code of either has its name; where both have it, that of the first counts."""
    if one is other:
        return one
    more = {}
    for table in ("parties", "items", "packages", "nodes", "requirements", "stocks", "offers"):
        known = one.by_key(table)
        more[table] = (*getattr(one, table), *(row for key, row in other.by_key(table).items() if key not in known))
    return msgspec.structs.replace(one, **more)


def _addresses(rows: Sequence[CaseLoss]) -> dict[str, str]:
    """Name of the page of each case: its own in letters that any system takes, and a number where two would be the same."""
    out: dict[str, str] = {}
    taken: set[str] = set()
    for row in rows:
        plain = re.sub(r"[^a-z0-9]+", "-", row.case.casefold()).strip("-")[:60] or "case"
        name, number = f"case-{plain}", 2
        while name in taken:
            name, number = f"case-{plain}-{number}", number + 1
        taken.add(name)
        out[row.case] = f"{name}.html"
    return out


def _listed(files: Sequence[Path]) -> list[str]:
    return [file.name for file in files]
