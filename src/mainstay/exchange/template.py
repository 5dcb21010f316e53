"""An empty scenario that explains itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from mainstay.model import TABLES, Field, Problem, ScenarioError, Settings, fields

from .atomic import staging
from .cells import as_text, limits, words
from .datapackage import as_json, describe
from .settings import FILE, settings_toml
from .tables import write_csv

EMPTY = Settings(name="scenario", supported="", start=dt.date(2026, 1, 1))
RULES = (
    "Every row says where it comes from: `source` is a row of `sources`, `basis` is fact, estimate or assumption.",
    "A figure without a source that was opened is an assumption, and its source has the reliability F.",
    "Dates are written as 2026-03-31, figures with a dot, yes and no in words, several entries joined with '; '.",
    "An empty cell means the default that stands beside its column.",
    "A scenario needs only the tables that its question needs; the others may stay empty or be left out.",
)


def new(folder: str | Path) -> None:
    """
    Write an empty, documented scenario: settings with comments, every table with its header, and a README.

    Parameters
    ----------
    folder
        Made if it is not there; refused if it holds anything, so that nothing is ever written over.

    Raises
    ------
    ScenarioError
        If the folder is not empty, or is a file.
    """
    folder = Path(folder)
    if folder.exists() and not folder.is_dir():
        raise ScenarioError([Problem(str(folder), 0, "", "a file, not a folder. Name another one.")])
    if folder.exists() and any(folder.iterdir()):
        raise ScenarioError([Problem(str(folder), 0, "", "not empty. Name a folder that is not there yet.")])
    with staging(folder) as partial:
        head = "# The settings of the scenario. Lines that begin with # explain and are not read.\n\n"
        toml = head + settings_toml(EMPTY, commented=True)
        (partial / FILE).write_text(toml, encoding="utf-8", newline="\n")
        for name, record in TABLES.items():
            write_csv(partial / f"{name}.csv", (), record)
        (partial / "README.md").write_text(readme(), encoding="utf-8", newline="\n")
        package = as_json(describe(TABLES, EMPTY))
        (partial / "datapackage.json").write_text(package, encoding="utf-8", newline="\n")


def readme(language: str = "en") -> str:
    """Explain every table and column in Markdown: what it means, its unit, what is allowed, what an empty cell means."""
    lines = ["# How to fill this scenario", ""]
    lines += [f"- {rule}" for rule in RULES]
    lines += ["", f"## {FILE}", "", *_grid(Settings, language)]
    for name, record in TABLES.items():
        lines += ["", f"## {name}.csv", "", *(record.__doc__ or "").replace("\n    ", "\n").strip().split("\n"), ""]
        lines += _grid(record, language)
    return "\n".join(lines) + "\n"


def guide(language: str = "en") -> Iterator[tuple[str, Field, str, str, str]]:
    """Table, column, its words, what is allowed, and what an empty cell means, for every column of every table."""
    for name, record in {"scenario": Settings, **TABLES}.items():
        for field in fields(record):
            yield name, field, words(field, language), limits(field), meaning_of_empty(field)


def meaning_of_empty(field: Field) -> str:
    """What an empty cell of a column means."""
    if field.required:
        return "needed"
    return as_text(field.default) or "may stay empty"


def _grid(record: type, language: str) -> Iterator[str]:
    yield "| column | what it says | kind | allowed | if empty |"
    yield "|---|---|---|---|---|"
    for field in fields(record):
        cells = (field.name, words(field, language), field.kind, limits(field), meaning_of_empty(field))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
