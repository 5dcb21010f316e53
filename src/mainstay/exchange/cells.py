"""One cell: from text to a value and back, within the limits of its column."""

from __future__ import annotations

import datetime as dt
import enum
import math
import re
from typing import Any

from mainstay.model import Field

from .suggest import did_you_mean

SEPARATOR = ";"
YES = {"yes": True, "true": True, "no": False, "false": False}
FIRST_YEAR, LAST_YEAR = 1950, 2199
"""Years beyond them are slips; a workbook could not hold the early ones as dates."""
UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""What neither a CSV file nor a workbook can carry from one program to another."""


class CellError(ValueError):
    """A cell that cannot be read; ``stand_in`` lets the checks of other cells go on."""

    def __init__(self, message: str, stand_in: Any = None):
        super().__init__(message)
        self.stand_in = stand_in


def tidy(text: str) -> str:
    """Text as cells hold it: without space around it, with plain line breaks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def as_text(value: Any) -> str:
    """Write any value that a workbook or a TOML file may hold as the text that a CSV cell would hold.

    Whole numbers lose their ``.0``, midnight its hour: a spreadsheet turns codes, counts and dates into such values.
    """
    match value:
        case None:
            return ""
        case enum.Enum():
            return str(value.value)
        case str():
            return tidy(value)
        case bool():
            return "yes" if value else "no"
        case int():
            return str(value)
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
        case dt.datetime():
            midnight = value.time() == dt.time()
            return value.date().isoformat() if midnight else value.isoformat(" ")
        case dt.date():
            return value.isoformat()
        case list() | tuple():
            return f"{SEPARATOR} ".join(as_text(entry) for entry in value)
        case _:
            return tidy(str(value))


def unfit(value: Any, field: Field) -> str | None:
    """Say why a value cannot be written into a cell and read back; None if it can."""
    entries = value if field.many else (value,)
    for entry in entries:
        text = as_text(entry)
        if bad := UNFIT.search(text):
            return f"{text!r} holds the control character U+{ord(bad.group()):04X}. Take it out."
        if field.many and (SEPARATOR in text or not text):
            return f"the list entry '{text}' cannot be written: lists are joined with semicolons. Write it without."
        if isinstance(entry, float) and not math.isfinite(entry):
            return f"{entry} is not a figure. Leave the cell empty or give a number."
    return None


def parse(text: str, field: Field) -> Any:
    """
    Read one cell.

    Raises
    ------
    CellError
        If the cell is empty but needed, not of its kind, no allowed choice, or outside of its limits. The message says
        what is wrong and what would be right; the column and row are for the caller to add.
    """
    text = tidy(text)
    if not text:
        if field.required:
            raise CellError(f"empty, but needed: {words(field)}.", stand_in(field))
        return field.default
    if bad := UNFIT.search(text):
        raise CellError(f"{text!r} holds the control character U+{ord(bad.group()):04X}. Take it out.", stand_in(field))
    if not field.many:
        return _one(text, field)
    entries = [entry for part in text.split(SEPARATOR) if (entry := part.strip())]
    try:
        return tuple(_one(entry, field) for entry in entries)
    except CellError as error:
        raise CellError(str(error), stand_in(field)) from None


def _one(text: str, field: Field) -> Any:
    match field.kind:
        case "number":
            return _limited(_number(text, field), text, field)
        case "integer":
            number = _number(text, field)
            if not number.is_integer():
                raise CellError(f"{text} is not a whole number.", stand_in(field))
            return _limited(int(number), text, field)
        case "date":
            return _date(text, field)
        case "yes/no":
            if text.casefold() not in YES:
                raise CellError(f"'{text}' is neither 'yes' nor 'no'.", stand_in(field))
            return YES[text.casefold()]
        case "choice":
            if text not in field.choices:
                allowed = f"It is one of: {', '.join(field.choices)}."
                remedy = did_you_mean(text, field.choices, allowed)
                raise CellError(f"no {field.name} '{text}'. {remedy}", stand_in(field))
            return text
        case _:
            return text


def _number(text: str, field: Field) -> float:
    try:
        number = float(text) if "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    if re.fullmatch(r"[+-]?\d+,\d+", text):
        raise CellError(f"'{text}' is not a number. Write it with a dot: {text.replace(',', '.')}.", stand_in(field))
    raise CellError(f"'{text}' is not a number. Write the figure alone, as in 12.5.", stand_in(field))


def _limited(number: float, text: str, field: Field) -> float:
    column = field.column
    if column.least is not None and number < column.least:
        raise CellError(f"{text} is below {as_text(column.least)}.", number)
    if column.most is not None and number > column.most:
        raise CellError(f"{text} is above {as_text(column.most)}.", number)
    if column.above is not None and number <= column.above:
        raise CellError(f"{text} is not above {as_text(column.above)}.", number)
    return number


def _date(text: str, field: Field) -> dt.date:
    if re.fullmatch(r"\d{4}-\d\d-\d\d( 00:00:00)?", text):
        try:
            day = dt.date.fromisoformat(text[:10])
        except ValueError:
            raise CellError(f"'{text}' is not in the calendar.", stand_in(field)) from None
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise CellError(f"{day} is not between {FIRST_YEAR} and {LAST_YEAR}.", stand_in(field))
        return day
    remedy = "Write year, month and day, as in 2026-03-31."
    if dotted := re.fullmatch(r"(\d{1,2})\.(\d{1,2})\.(\d{4})", text):
        remedy = f"Write it as {dotted[3]}-{dotted[2]:0>2}-{dotted[1]:0>2}."
    raise CellError(f"'{text}' is not a date. {remedy}", stand_in(field))


def stand_in(field: Field) -> Any:
    """Stand-in for a cell that cannot be read: good enough to build a row, never to judge it."""
    if not field.required:
        return field.default
    if field.many:
        return ()
    match field.kind:
        case "number" | "integer":
            return 1
        case "date":
            return dt.date(2000, 1, 1)
        case "yes/no":
            return False
        case "choice":
            return field.choices[0]
        case _:
            return ""


def words(field: Field, language: str = "en") -> str:
    """What a column says, with its unit, in ``en``, ``fr`` or ``uk``; in English where the words are missing."""
    said: str = getattr(field.column, language) or field.column.en
    return f"{said} ({field.column.unit})" if field.column.unit else said


def limits(field: Field) -> str:
    """What a column may hold, in words; empty if anything of its kind."""
    column, out = field.column, []
    if field.choices:
        out.append("one of: " + ", ".join(field.choices))
    if column.above is not None:
        out.append(f"above {as_text(column.above)}")
    if column.least is not None:
        out.append(f"at least {as_text(column.least)}")
    if column.most is not None:
        out.append(f"at most {as_text(column.most)}")
    if column.refers:
        out.append(f"a code of {column.refers}" if not field.many else f"codes of {column.refers}")
    if field.many:
        out.append("several joined with '; '")
    return "; ".join(out)
