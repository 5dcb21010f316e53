"""``mainstay check``, ``new``, ``convert`` and ``scenarios``: scenarios in files."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Annotated

import typer

from mainstay.exchange import load, new, read, write_folder, write_workbook
from mainstay.model import TABLES, Scenario

from .faults import BAD_INPUT, fault
from .places import HOME, bundled_names, find_scenario, occupied
from .screen import AsJson, Screen, counted, problems_as_rows

CHECK_HELP = """List every problem of SCENARIO at once, with file, row, column and remedy.

A problem that blocks keeps the scenario from being planned with. The others are rows that cannot be used (a place that
nothing can reach in time, an offer that nobody may have): it is planned without them.

\b
Example:
  mainstay check my-scenario

\b
Exit codes: 0 no problem, 2 at least one.
"""
NEW_HELP = """Write an empty scenario that explains itself: settings, every table with its header, and a README.

DIR must be empty or not there yet; nothing is ever written over. Fill the tables, then run `mainstay check DIR`.

\b
Example:
  mainstay new my-scenario
"""
CONVERT_HELP = """Write SCENARIO as a workbook or as a folder.

A TARGET that ends in .xlsx becomes a workbook with a sheet for each table, lists to choose from and notes; any other becomes
a folder of CSV tables. The two hold the same and can be turned into each other without loss. A scenario with problems that
block is not converted.

\b
Examples:
  mainstay convert my-scenario my-scenario.xlsx
  mainstay convert my-scenario.xlsx my-scenario --force
"""
SCENARIOS_HELP = """List the scenarios that come with mainstay.

\b
Example:
  mainstay scenarios
"""

Said = Annotated[str, typer.Argument(metavar="SCENARIO", help="Folder, workbook or bundled name.", show_default=False)]
Force = Annotated[bool, typer.Option("--force", help="Write over what is there.")]


def check_verb(scenario: Said, as_json: AsJson = False) -> None:
    """List the problems of a scenario."""
    screen = Screen(as_json)
    read_, problems = load(find_scenario(scenario))
    blocking = [problem for problem in problems if problem.blocks]
    others = [problem for problem in problems if not problem.blocks]
    for problem in blocking:
        screen.say(str(problem))
    if others:
        screen.say(("\n" if blocking else "") + "Cannot be used, does not block:")
        for problem in others:
            screen.say(f"  {problem}")
    rows = counts(read_) if read_ else {}
    if problems:
        blocks = f"{len(blocking)} of them {'blocks' if len(blocking) == 1 else 'block'}" if blocking else "none of them blocks"
        screen.say(f"\n{counted(len(problems), 'problem')}, {blocks}.")
    else:
        listed = ", ".join(f"{number} {name}" for name, number in rows.items())
        screen.say(f"{scenario}: no problem. {listed}.")
    screen.hand_out(
        {"scenario": scenario, "blocking": len(blocking), "problems": problems_as_rows(problems), "rows": rows or None}
    )
    if problems:
        raise typer.Exit(BAD_INPUT)


def new_verb(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Empty, or not there yet.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write an empty scenario."""
    screen = Screen(as_json)
    new(folder)
    files = sorted(file.name for file in folder.iterdir())
    screen.say(f"{folder}: {counted(len(files), 'file')}. README.md says how to fill them; then: mainstay check {folder}")
    screen.hand_out({"folder": str(folder), "files": files})


def convert_verb(
    scenario: Said,
    target: Annotated[Path, typer.Argument(metavar="TARGET", help="Workbook (.xlsx) or folder.", show_default=False)],
    force: Force = False,
    as_json: AsJson = False,
) -> None:
    """Write a scenario as a workbook or as a folder."""
    screen = Screen(as_json)
    book = target.suffix.lower() == ".xlsx"
    if not book and (target.suffix.lower() in (".xls", ".xlsm", ".ods", ".csv", ".json", ".zip") or target.is_file()):
        raise fault(target, "neither a workbook (.xlsx) nor a folder. Name one of the two.")
    if book and target.is_dir():
        raise fault(target, "a folder whose name ends like a workbook's. Name another one.")
    if not force and (target.is_file() or occupied(target)):
        raise fault(target, "already there. Name another one, or write over it with --force.")
    converted = read(find_scenario(scenario))
    if book:
        write_workbook(converted, target)
    else:
        write_folder(converted, target)
    rows = counts(converted)
    screen.say(f"{target}: {counted(sum(rows.values()), 'row')} in {counted(len(rows), 'table')}.")
    screen.hand_out({"scenario": scenario, "target": str(target), "kind": "workbook" if book else "folder", "rows": rows})


def scenarios_verb(as_json: AsJson = False) -> None:
    """List the bundled scenarios."""
    screen = Screen(as_json)
    found = []
    for name in bundled_names():
        said = tomllib.loads((HOME / name / "scenario.toml").read_text("utf-8"))
        found.append({"name": name, "title": str(said.get("title", "")), "folder": str(HOME / name)})
    wide = max((len(row["name"]) for row in found), default=0)
    for row in found:
        screen.say(f"{row['name']:<{wide}}  {row['title']}")
    screen.hand_out({"scenarios": found})


def counts(scenario: Scenario) -> dict[str, int]:
    """Rows of each table that has any."""
    return {name: len(rows) for name in TABLES if (rows := getattr(scenario, name))}
