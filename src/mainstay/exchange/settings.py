"""The settings of a scenario as ``scenario.toml``."""

from __future__ import annotations

import datetime as dt
import json
import tomllib
from pathlib import Path
from typing import Any

from mainstay.model import Field, Problem, Settings, fields

from .cells import as_text, limits, unfit, words
from .draft import Table, settings_from

FILE = "scenario.toml"


def read_settings(file: Path, table: Table) -> Table:
    """Fill the settings from a TOML file; never raises for what is in the file."""
    values: dict[str, str] = {}
    try:
        found = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
        values = {name: as_text(value) for name, value in found.items()}
    except FileNotFoundError:
        message = "missing. It says at least name, supported and start; `mainstay new` writes one."
        table.problems.append(Problem(table.file, 0, "", message))
    except UnicodeDecodeError:
        table.problems.append(Problem(table.file, 0, "", "not in UTF-8. Save it in UTF-8."))
    except OSError as error:
        table.problems.append(Problem(table.file, 0, "", f"cannot be read ({error.strerror}). It is a text file."))
    except (ValueError, RecursionError) as error:  # not its grammar, figures beyond any length, lists in lists without end
        message = f'not in the form of TOML: {error}. Texts and dates are in quotes, as in start = "2026-03-01".'
        table.problems.append(Problem(table.file, 0, "", message))
    failed = len(table.problems)
    settings_from(table, values)
    if failed:  # that every setting is missing follows from it
        del table.problems[failed:]
    return table


def settings_toml(settings: Settings, *, commented: bool = False) -> str:
    """Write settings as TOML; ``commented`` puts what each means and may be above it."""
    lines = []
    for field in fields(Settings):
        if commented:
            allowed = limits(_single(field))
            lines.append(f"# {words(field)}" + (f"; {allowed}" if allowed else ""))
        lines.append(f"{field.name} = {_toml(getattr(settings, field.name), field)}")
        if commented:
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def unwritable_settings(settings: Settings) -> list[Problem]:
    """Settings that no cell can carry."""
    return [
        Problem(FILE, 0, field.name, why) for field in fields(Settings) if (why := unfit(getattr(settings, field.name), field))
    ]


def _toml(value: Any, field: Field) -> str:
    if field.many:
        return "[" + ", ".join(_toml(entry, _single(field)) for entry in value) + "]"
    if field.kind in ("number", "integer") or isinstance(value, dt.date):
        return as_text(value)
    # JSON's escapes are TOML's, but for the slash that neither needs
    return json.dumps(as_text(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _single(field: Field) -> Field:
    return Field(field.name, field.kind, field.column, field.choices)
