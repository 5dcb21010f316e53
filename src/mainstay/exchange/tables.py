"""One table as a CSV file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from mainstay.model import Problem, Record, ScenarioError, fields

from .atomic import replacing
from .cells import as_text, tidy, unfit
from .draft import Table, fill

R = TypeVar("R", bound=Record)


def read_table(file: str | Path, record: type[R]) -> tuple[tuple[R, ...], list[Problem]]:
    """
    Read one CSV file.

    Takes a byte order mark, any line ends, columns in any order, blank lines, and commas, semicolons or tabs between
    the cells, as spreadsheets of different countries write them. A missing column is one of empty cells.

    Parameters
    ----------
    file
        UTF-8 text whose first row names columns of ``record``.
    record
        Class of the rows: of a scenario's table or of a plan's.

    Returns
    -------
    rows, problems
        The rows in which nothing is wrong, and everything that is wrong, with rows numbered as a spreadsheet does.
    """
    file = Path(file)
    table = read_csv(file, Table(file.stem, file.name, record))
    return tuple(row for _, row in table.each()), table.problems


def write_table(file: str | Path, records: Iterable[R], record: type[R]) -> None:
    """
    Write one CSV file, whole or not at all.

    Parameters
    ----------
    file
        Where to; the folders above it are made.
    records
        Rows, written in this order.
    record
        Their class; its fields are the columns.

    Raises
    ------
    ScenarioError
        If a value cannot be written into a cell and read back, such as a list entry with a semicolon; every one is named.
    """
    file, rows = Path(file), list(records)
    if problems := unwritable(file.name, rows, record):
        raise ScenarioError(problems)
    with replacing(file) as partial:
        write_csv(partial, rows, record)


def read_csv(file: Path, table: Table) -> Table:
    """Fill a table from a CSV file; never raises for what is in the file."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        table.problems.append(Problem(table.file, row, "", "not in UTF-8. Save it as 'CSV UTF-8'."))
        table.torn = True
        return table
    rows = _rows(text, table)
    header = next(rows, None)
    if header is None:
        if not table.problems:
            names = ", ".join(field.name for field in fields(table.record))
            table.problems.append(Problem(table.file, 0, "", f"empty. Its first row names the columns: {names}."))
        return table
    return fill(table, [name.strip() for name in header[1]], rows)


def _rows(text: str, table: Table) -> Iterator[tuple[int, list[str]]]:
    """Number the rows as a spreadsheet does, a cell with line breaks in it being one row; blank ones are left out."""
    first = text.split("\n", 1)[0]
    comma = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=comma, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, 1):
            tidied = [tidy(cell) for cell in cells]
            if any(tidied):
                yield number, tidied
    except csv.Error as error:
        message = "a quote that is never closed, or text after a closed one. Double every quote inside of a cell."
        if "field limit" in str(error):
            message = f"a cell of more than {csv.field_size_limit():,} letters. Shorten it, or close the quote before it."
        table.problems.append(Problem(table.file, number + 1, "", message))
        table.torn = True


def unwritable(name: str, rows: Sequence[Record], record: type[Record]) -> list[Problem]:
    """Values that no cell can carry, with the row they would be in."""
    return [
        Problem(name, number, field.name, why)
        for field in fields(record)
        for number, row in enumerate(rows, 2)
        if (why := unfit(getattr(row, field.name), field))
    ]


def write_csv(file: Path, rows: Sequence[Record], record: type[Record]) -> None:
    """Write a table as it stands."""
    names = [field.name for field in fields(record)]
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(names)
        writer.writerows([as_text(getattr(row, name)) for name in names] for row in rows)
