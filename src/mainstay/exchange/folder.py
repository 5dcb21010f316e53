"""A scenario as a folder: CSV tables, ``scenario.toml`` and a generated ``datapackage.json``."""

from __future__ import annotations

from pathlib import Path

from mainstay.model import TABLES, Problem, Scenario, ScenarioError

from .atomic import staging
from .datapackage import as_json, describe
from .draft import Draft
from .settings import FILE, read_settings, settings_toml, unwritable_settings
from .suggest import nearest
from .tables import read_csv, unwritable, write_csv


def read_folder(folder: Path) -> Draft:
    """Read every table of a folder, with what is wrong in it; never raises for what is in the files."""
    draft = Draft.empty(FILE, "{}.csv")
    read_settings(folder / FILE, draft.settings)
    files = {file.name for file in folder.iterdir() if file.suffix.lower() == ".csv" and file.is_file()}
    for table in draft.tables.values():
        if table.file in files:
            read_csv(folder / table.file, table)
    for name in sorted(files - {table.file for table in draft.tables.values()}):
        near = nearest(Path(name).stem, set(TABLES))
        remedy = f"Did you mean '{near}.csv'?" if near else "Move it out of the folder."
        draft.problems.append(Problem(name, 0, "", f"no such table. {remedy}"))
    return draft


def write_folder(scenario: Scenario, folder: str | Path) -> None:
    """
    Write a scenario as a folder, whole or not at all.

    Tables without rows get no file, unless the folder has one already. Other files of the folder stay as they are.

    Parameters
    ----------
    scenario
        Tables and settings; they need not hold together.
    folder
        Made if it is not there.

    Raises
    ------
    ScenarioError
        If a value cannot be written into a cell and read back, such as a list entry with a semicolon; every one is named,
        and nothing is written.
    """
    folder = Path(folder)
    problems = unwritable_settings(scenario.settings)
    for name, record in TABLES.items():
        problems += unwritable(f"{name}.csv", getattr(scenario, name), record)
    if problems:
        raise ScenarioError(problems)
    present = [name for name in TABLES if getattr(scenario, name) or (folder / f"{name}.csv").exists()]
    with staging(folder) as partial:
        (partial / FILE).write_text(settings_toml(scenario.settings), encoding="utf-8", newline="\n")
        for name in present:
            write_csv(partial / f"{name}.csv", getattr(scenario, name), TABLES[name])
        package = describe(present, scenario.settings, scenario.sources)
        (partial / "datapackage.json").write_text(as_json(package), encoding="utf-8", newline="\n")
