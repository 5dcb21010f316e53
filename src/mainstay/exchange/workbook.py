"""A scenario as one Excel workbook, written: a sheet per table, with lists to choose from and notes on the headers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from mainstay.model import TABLES, Field, Problem, Record, Scenario, ScenarioError, Settings, fields, key_of

from .atomic import replacing
from .cells import FIRST_YEAR, as_text, limits, words
from .settings import unwritable_settings
from .tables import unwritable
from .template import RULES, guide, meaning_of_empty

SETTINGS, README = "scenario", "read me"
SHEET = "sheet {}"
"""How messages call a sheet."""

MARKS = ("_x000D_", "x005F_")
"""With these a workbook writes a carriage return and an underscore that could be mistaken; readers differ on them."""
SPARE_ROWS = 1000
"""Rows below the last one that already offer lists and check figures."""
LONGEST_TEXT, MOST_ROWS, LONGEST_LIST = 32_767, 1_048_576, 255
"""What a cell, a sheet and a drop-down list can hold."""
EARLIEST = dt.date(FIRST_YEAR, 1, 1)


class _Exact(float):
    """A figure that is written with all of its digits, where the writer would stop at sixteen."""

    def __format__(self, spec: str) -> str:
        return repr(float(self))


def write_workbook(scenario: Scenario, file: str | Path, *, language: str = "en") -> None:
    """
    Write a scenario as one workbook, whole or not at all.

    Parameters
    ----------
    scenario
        Tables and settings; they need not hold together.
    file
        Ends in ``.xlsx``.
    language
        Of the notes on the headers: ``en``, ``fr`` or ``uk``. Names of sheets and columns are the same in all.

    Raises
    ------
    ScenarioError
        If a value cannot be written into a cell and read back; every one is named, and nothing is written.
    """
    file = Path(file)
    problems = unwritable_settings(scenario.settings) + _unfit(SETTINGS, (scenario.settings,), Settings)
    for name, record in TABLES.items():
        rows = getattr(scenario, name)
        problems += unwritable(SHEET.format(name), rows, record)
        problems += _unfit(name, rows, record)
    if problems:
        raise ScenarioError(problems)
    with replacing(file) as partial:
        book = xlsxwriter.Workbook(partial, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
        # A day of the scenario, not of the writing: the same scenario makes the same file.
        book.set_properties({"created": dt.datetime(2026, 1, 1), "title": scenario.settings.title})
        with book:
            formats = {
                "head": book.add_format({"bold": True, "bg_color": "#DDE6EE", "bottom": 1, "valign": "top"}),
                "text": book.add_format({"num_format": "@", "valign": "top"}),
                "date": book.add_format({"num_format": "yyyy-mm-dd", "align": "left", "valign": "top"}),
                "number": book.add_format({"valign": "top"}),
                "wrapped": book.add_format({"text_wrap": True, "valign": "top"}),
                "title": book.add_format({"bold": True, "font_size": 14}),
            }
            sheet = book.add_worksheet(README)
            _write_readme(sheet, formats, language)
            _write_settings(book.add_worksheet(SETTINGS), scenario, formats, language)
            last = {name: len(getattr(scenario, name)) + SPARE_ROWS for name in TABLES}
            for name, record in TABLES.items():
                sheet = book.add_worksheet(name)
                _write_sheet(sheet, getattr(scenario, name), record, formats, last, last[name], language)
            book.get_worksheet_by_name(SETTINGS).activate()


def _write_sheet(
    sheet: Any,
    rows: tuple[Record, ...],
    record: type[Record],
    formats: dict[str, Any],
    last: dict[str, int],
    end: int,
    language: str,
) -> None:
    sheet.freeze_panes(1, 1)
    for at, field in enumerate(fields(record)):
        values = [getattr(row, field.name) for row in rows]
        sheet.write_string(0, at, field.name, formats["head"])
        sheet.write_comment(0, at, _note(field, language), {"x_scale": 2, "y_scale": 1.4, "font_size": 9})
        sheet.set_column(at, at, _width(field, values), _format(field, formats))
        if rule := _validation(field, last):
            sheet.data_validation(1, at, end, at, rule)
        for number, value in enumerate(values, 1):
            _write_cell(sheet, number, at, value, field, formats)
    sheet.autofilter(0, 0, max(1, len(rows)), len(fields(record)) - 1)


def _write_cell(sheet: Any, row: int, at: int, value: Any, field: Field, formats: dict[str, Any]) -> None:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and not field.many:
        sheet.write_number(row, at, _Exact(value) if isinstance(value, float) else value, formats["number"])
    elif isinstance(value, dt.date) and value >= EARLIEST:
        sheet.write_datetime(row, at, value, formats["date"])
    elif text := as_text(value):
        if text.startswith("<r>") and text.endswith("</r>"):  # the writer would take it for marked-up text
            sheet.write_rich_string(row, at, text[:1], text[1:2], text[2:], formats["text"])
        else:
            sheet.write_string(row, at, text, formats["text"])


def _write_settings(sheet: Any, scenario: Scenario, formats: dict[str, Any], language: str) -> None:
    sheet.freeze_panes(1, 1)
    for at, (title, width) in enumerate((("setting", 24), ("value", 32), ("what it says", 80))):
        sheet.write_string(0, at, title, formats["head"])
        sheet.set_column(at, at, width)
    last = {name: len(getattr(scenario, name)) + SPARE_ROWS for name in TABLES}
    for row, field in enumerate(fields(Settings), 1):
        allowed = limits(field)
        sheet.write_string(row, 0, field.name, formats["head"])
        value = getattr(scenario.settings, field.name)
        _write_cell(sheet, row, 1, value, field, formats)
        if not as_text(value):
            sheet.write_blank(row, 1, None, _format(field, formats))
        said = words(field, language) + (f"; {allowed}" if allowed else "")
        sheet.write_string(row, 2, said, formats["wrapped"])
        if rule := _validation(field, last):
            sheet.data_validation(row, 1, row, 1, rule)


def _write_readme(sheet: Any, formats: dict[str, Any], language: str) -> None:
    sheet.write_string(0, 0, "How to fill this scenario", formats["title"])
    for row, rule in enumerate(RULES, 1):
        sheet.write_string(row, 0, rule.replace("`", ""))
    row = len(RULES) + 2
    for at, (title, width) in enumerate(
        (("sheet", 15), ("column", 24), ("what it says", 72), ("kind", 10), ("allowed", 60), ("if empty", 18))
    ):
        sheet.write_string(row, at, title, formats["head"])
        sheet.set_column(at, at, width)
    for name, field, said, allowed, empty in guide(language):
        row += 1
        for at, text in enumerate((name, field.name, said, field.kind, allowed, empty)):
            sheet.write_string(row, at, text, formats["wrapped"])


def _note(field: Field, language: str) -> str:
    lines = [words(field, language), limits(field)]
    empty = meaning_of_empty(field)
    lines.append({"needed": "Needed.", "may stay empty": "May stay empty."}.get(empty, f"Empty: {empty}."))
    return "\n".join(line for line in lines if line)


def _width(field: Field, values: list[Any]) -> float:
    longest = max((len(line) for value in values[:500] for line in as_text(value).split("\n")), default=0)
    return min(60, max(len(field.name) + 3, longest + 1, 11 if field.kind == "date" else 6))


def _format(field: Field, formats: dict[str, Any]) -> Any:
    """Format of a whole column: text stays text, so that no code turns into a figure or a date."""
    if field.many or field.kind not in ("number", "integer", "date"):
        return formats["text"]
    return formats["date"] if field.kind == "date" else formats["number"]


def _validation(field: Field, last: dict[str, int]) -> dict[str, Any] | None:
    """What a column offers and refuses while it is filled in; lists of several entries cannot be offered."""
    if field.many:
        return None
    column = field.column
    if column.refers:
        key = key_of(TABLES[column.refers])
        letter = xl_col_to_name([f.name for f in fields(TABLES[column.refers])].index(key))
        return {
            "validate": "list",
            "source": f"='{column.refers}'!${letter}$2:${letter}${last[column.refers] + 1}",
            "error_type": "warning",  # a row may be written before the one that it refers to
            "error_title": "No such code",
            "error_message": f"It is not in the sheet '{column.refers}' yet.",
        }
    choices = ("yes", "no") if field.kind == "yes/no" else field.choices
    if choices and len(",".join(choices)) <= LONGEST_LIST:
        return {"validate": "list", "source": list(choices), "error_message": "Choose one of the list."}
    if field.kind in ("number", "integer"):
        return {"validate": "integer" if field.kind == "integer" else "decimal", **_bounds(field)}
    if field.kind == "date":
        return {
            "validate": "date",
            "criteria": ">=",
            "value": EARLIEST,
            "error_type": "warning",
            "error_message": "Give a date, as in 2026-03-31.",
        }
    return None


def _bounds(field: Field) -> dict[str, Any]:
    column = field.column
    message = {"error_message": f"Give a figure {limits(field)}.".replace(" .", ".")}
    if column.least is not None and column.most is not None:
        return {"criteria": "between", "minimum": column.least, "maximum": column.most, **message}
    if column.above is not None:
        return {"criteria": ">", "value": column.above, **message}
    if column.least is not None:
        return {"criteria": ">=", "value": column.least, **message}
    return {"criteria": "between", "minimum": -1e15, "maximum": 1e15, **message}


def _unfit(name: str, rows: tuple[Record, ...], record: type[Record]) -> list[Problem]:
    """What a folder can hold and a workbook cannot."""
    file, out = SHEET.format(name), []
    for field in fields(record):
        for number, row in enumerate(rows, 2) if field.kind == "text" else ():
            text = as_text(getattr(row, field.name))
            if len(text) > LONGEST_TEXT:
                why = f"{len(text)} letters; a cell holds {LONGEST_TEXT}. Write a folder instead."
                out.append(Problem(file, number, field.name, why))
            if mark := next((mark for mark in MARKS if mark in text), None):
                why = f"'{mark}' has a meaning of its own in workbooks. Take it out, or write a folder instead."
                out.append(Problem(file, number, field.name, why))
    if len(rows) >= MOST_ROWS:
        out.append(Problem(file, 0, "", f"{len(rows)} rows; a sheet holds {MOST_ROWS}. Write a folder instead."))
    return out
