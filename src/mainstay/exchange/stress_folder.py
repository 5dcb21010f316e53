"""Results of stress tests, simulations, re-plans and comparisons as folders: CSV tables and a summary."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mainstay.model import RESULT_TABLES, Problem, Record, ScenarioError

from .atomic import staging
from .datapackage import as_json, resource, slug
from .summary import RUN_ONLY, as_summary, listed_in, read_json, timeless, versions
from .tables import read_table, write_table

ANEW = "Write the results anew."


def write_tables(
    folder: str | Path,
    tables: Mapping[str, Sequence[Record]],
    summary: Mapping[str, Any],
    *,
    files: Iterable[str] = (),
) -> list[Path]:
    """
    Write tables of results, ``summary.json``, ``datapackage.json`` and ``run.json``.

    All of them are written beside the folder and take their places in it when the last one is whole. The same results give the
    same bytes; only ``run.json`` tells how long they took. Files which an earlier summary in the folder lists, and these
    results no longer have, are removed.

    Parameters
    ----------
    folder
        Made if need be.
    tables
        Rows by the name of their table, one of :data:`mainstay.model.RESULT_TABLES`; a table without rows is written too.
    summary
        What is said beside the tables; figures that are not finite become null.
    files
        Other files written for these results, relative to the folder, to be listed in the summary.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    KeyError
        If there is no table of a name.
    ScenarioError
        If a value cannot be written into a table; nothing is written.
    """
    folder = Path(folder)
    earlier = listed_in(folder)
    names = [name for name in RESULT_TABLES if name in tables]
    for name in tables:
        RESULT_TABLES[name]
    package = {
        "profile": "tabular-data-package",
        "name": slug("-".join(("results", *names))),
        "resources": [resource(name, RESULT_TABLES[name], RESULT_TABLES, ()) for name in names],
    }
    written = [*(f"{name}.csv" for name in names), "datapackage.json", "run.json", "summary.json"]
    listed = sorted({*written, *files})
    said = {
        **timeless(summary),
        "rows": {name: len(tables[name]) for name in names},
        "versions": versions(),
        "files": listed,
    }
    with staging(folder) as partial:
        for name in names:
            write_table(partial / f"{name}.csv", tables[name], RESULT_TABLES[name])
        (partial / "datapackage.json").write_text(as_json(package), "utf-8")
        (partial / "run.json").write_text(as_summary({key: summary[key] for key in RUN_ONLY if key in summary}), "utf-8")
        (partial / "summary.json").write_text(as_summary(said), "utf-8")
    for name in sorted(earlier - set(listed)):
        (folder / name).unlink(missing_ok=True)
    return [folder / name for name in written]


def read_tables(folder: str | Path) -> tuple[dict[str, tuple[Any, ...]], dict[str, Any]]:
    """
    Read a folder of results.

    Returns
    -------
    tables, summary
        Rows by the name of their table, for those that the summary lists, and what it says.

    Raises
    ------
    ScenarioError
        If ``summary.json`` or a table that it lists is missing or faulty; with every problem found.
    """
    folder = Path(folder)
    problems: list[Problem] = []
    said = read_json(folder / "summary.json", problems, ANEW)
    listed = listed_in(folder)
    tables: dict[str, tuple[Any, ...]] = {}
    for name, record in RESULT_TABLES.items():
        file = folder / f"{name}.csv"
        if file.name not in listed:
            continue
        if not file.is_file():
            problems.append(Problem(file.name, 0, "", f"not in {folder}. {ANEW}"))
            continue
        tables[name], found = read_table(file, record)
        problems += found
    if problems:
        raise ScenarioError(problems)
    return tables, said
