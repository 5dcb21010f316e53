"""Writes docs/scenario.md, the reference of every table and column, from the fields of the records.

python tools/scenario_reference.py
"""

from __future__ import annotations

from pathlib import Path

from mainstay.exchange import readme
from mainstay.model import PLAN_TABLES, RESULT_TABLES, TABLES, fields

PAGE = Path(__file__).parents[1] / "docs" / "scenario.md"

HEAD = """# The tables of a scenario

<!-- Written by tools/scenario_reference.py from src/mainstay/model/. Change the words there, then run it again. -->

A scenario is a folder: `scenario.toml` with the settings, one CSV file for each table, and a description of them,
`datapackage.json`, that other programs read (Frictionless Data Package). The same tables make one workbook, a sheet each.
`mainstay new FOLDER` writes an empty scenario with all headers. What the words mean is said in [concepts](concepts.md), what
a plan may do with them in [the rules](rules.md).
"""

PLAN_HEAD = """
# The tables of a plan

A plan folder holds these tables and the scenario that was planned, in `scenario/`. Nothing in them needs to be filled.
"""

RESULT_HEAD = """
# The tables of results

What stress tests, simulations, re-plans and comparisons write; each folder holds those that belong to it, and `summary.json`.
What the figures mean is said in [contingencies](contingency.md).
"""


def page() -> str:
    """Put the page together: an overview, the tables of a scenario, those of a plan, and those of results."""
    _, body = readme().split("\n", 1)
    rules, tables = body.split("\n## ", 1)
    parts = [HEAD, "\n## Rules for all tables\n", rules, "\n## Overview\n\n", "| table | a row is | key |\n|---|---|---|\n"]
    for name, record in TABLES.items():
        key = next((f"`{field.name}`" for field in fields(record) if field.column.key), "")
        parts.append(f"| [{name}](#{name}csv) | {_first(record)} | {key} |\n")
    parts += ["\n## ", tables, PLAN_HEAD]
    parts += [part for name, record in PLAN_TABLES.items() for part in _table(f"{name}.csv in a plan", record)]
    parts.append(RESULT_HEAD)
    parts += [part for name, record in RESULT_TABLES.items() for part in _table(f"{name}.csv of results", record)]
    return "".join(parts)


def _table(title: str, record: type) -> list[str]:
    head = f"\n## {title}\n\n{_first(record)}\n\n| column | what it says | unit | kind |\n|---|---|---|---|\n"
    return [head, *(f"| {f.name} | {f.column.en} | {f.column.unit} | {f.kind} |\n" for f in fields(record))]


def _first(record: type) -> str:
    return (record.__doc__ or "").strip().split("\n")[0]


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(f"wrote {PAGE.name}")
