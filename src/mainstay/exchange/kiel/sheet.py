"""The tracker's sheet as text: stored results, cleaned, each row with its number."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import fastexcel

from mainstay.model import Problem, ScenarioError

from ..archive import unfit_archive
from ..suggest import did_you_mean
from .names import clean, fold

SHEET = "Bilateral Assistance, MAIN DATA"
HEADERS = {
    "package": "ID",
    "donor": "Countries",
    "day": "Announcement Date",
    "kind": "Type of Aid General",
    "purpose": "Type of Aid Specific",
    "currency": "Original Currency",
    "donation": "Type of donation",
    "given": "Monetary Value as Given by Source",
    "item": "Items",
    "type": "Type of Item",
    "sub_type": "Sub-type of item",
    "units": "No. of Units",
    "delivered": "No. of Units Delivered (in-kind military aid)",
    "price": "Unit Price in USD",
    "total": "Total",
    "package_eur": "Converted Value in EUR",
    "value": "Allocated Total",
    "allocated_eur": "Allocated Total in EUR",
    "value_eur": "Allocated Total in EUR (redistributed)",
    "allocation": "Allocation ID",
    "undated": "Allocations without specific date (1=yes)",
    "link": "Source of Aid 1",
    "month": "Month3",
}
"""Columns that are read, by the name used here; of two with the same header the first is meant."""
DEEPEST = 10
"""Rows in which the header is looked for."""


@dataclass(frozen=True)
class Line:
    """One row of the sheet: its number in the spreadsheet, the cleaned cells that are read, and all cells as they are."""

    row: int
    cells: dict[str, str]
    whole: tuple[str | None, ...]

    def __getitem__(self, name: str) -> str:
        return self.cells[name]


@dataclass(frozen=True)
class Sheet:
    """The rows of the sheet that are not blank, and where they stand."""

    name: str
    lines: tuple[Line, ...]


def read_sheet(file: str | Path) -> Sheet:
    """
    Read the item-level sheet of a tracker workbook.

    Cells are read as text, those with formulas as the result that is stored with them. Columns are found by their header
    (case and blanks count for nothing), in whatever order they stand.

    Raises
    ------
    ScenarioError
        If the file is not there, is no sound workbook, has no such sheet, lacks columns (all of them are named), holds no
        row, or was saved without the results of its formulas.
    """
    path = Path(file)
    rows, name = _rows(path)
    at = max(range(min(DEEPEST, len(rows))), key=lambda i: len(_known(rows[i])), default=0)
    header = [clean(cell) for cell in rows[at]] if rows else []
    columns = _columns(path.name, name, header, at + 1)
    lines = tuple(
        Line(number, {column: clean(cells[place]) for column, place in columns.items()}, tuple(cells))
        for number, cells in enumerate(rows[at + 1 :], at + 2)
        if any(clean(cell) for cell in cells)
    )
    where = f"{path.name}, sheet '{name}'"
    if not lines:
        raise ScenarioError([Problem(where, 0, "", "no rows below the header. Take the sheet with the data.")])
    _check_results(where, lines)
    return Sheet(where, lines)


def _rows(path: Path) -> tuple[list[tuple[str | None, ...]], str]:
    """Cells of the sheet as text, and its name."""
    if not path.exists():
        raise ScenarioError([Problem(str(path), 0, "", "no such file. Give the path of the tracker's workbook (.xlsx).")])
    remedy = "Give the tracker's workbook (.xlsx) as it was downloaded."
    if path.is_dir():
        raise ScenarioError([Problem(path.name, 0, "", f"a folder. {remedy}")])
    if not zipfile.is_zipfile(path):
        raise ScenarioError([Problem(path.name, 0, "", f"no Excel workbook (.xlsx), or cut short in transfer. {remedy}")])
    if why := unfit_archive(path):
        raise ScenarioError([Problem(path.name, 0, "", f"a damaged workbook: it {why} {remedy}")])
    try:
        book = fastexcel.read_excel(path)
        name = _choose(path.name, book)
        sheet = book.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
        return sheet.to_polars().rows(), name
    except fastexcel.FastExcelError as error:
        raise ScenarioError([Problem(path.name, 0, "", f"a damaged workbook ({_first(error)}). {remedy}")]) from None


def _choose(file: str, book: fastexcel.ExcelReader) -> str:
    """Name of the sheet with the data: by its name, else the only one, else the one with most of the headers."""
    names = book.sheet_names
    if not names:
        raise ScenarioError([Problem(file, 0, "", f"a workbook without sheets. It has to have a sheet '{SHEET}'.")])
    for name in names:
        if fold(name) == fold(SHEET):
            return name
    if len(names) == 1:
        return names[0]
    found: dict[str, int] = {}
    for name in names:
        head = book.load_sheet(name, header_row=None, skip_rows=0, n_rows=DEEPEST, dtypes="string").to_polars().rows()
        found[name] = max((len(_known(cells)) for cells in head), default=0)
    best = max(names, key=lambda name: found[name])
    if found[best] * 2 > len(HEADERS):
        return best
    listed = ", ".join(f"'{name}'" for name in names)
    remedy = did_you_mean(SHEET, names, f"It has {listed}.")
    raise ScenarioError([Problem(file, 0, "", f"no sheet '{SHEET}'. {remedy}")])


def _columns(file: str, sheet: str, header: Sequence[str], row: int) -> dict[str, int]:
    """Place of each column that is read; every one that is not there is a problem."""
    places: dict[str, int] = {}
    for place, text in enumerate(header):
        places.setdefault(fold(text), place)
    missing = {name: text for name, text in HEADERS.items() if fold(text) not in places}
    if len(missing) * 2 > len(HEADERS):
        message = (
            f"no header of the tracker's item-level sheet, such as 'ID', 'Countries' or 'Items'. Take the sheet '{SHEET}'."
        )
        raise ScenarioError([Problem(f"{file}, sheet '{sheet}'", 0, "", message)])
    free = [text for text in header if text and fold(text) not in {fold(known) for known in HEADERS.values()}]
    problems = [
        Problem(
            f"{file}, sheet '{sheet}'",
            row,
            text,
            "no such column. " + did_you_mean(text, free, "Give the sheet with all of its columns."),
        )
        for text in missing.values()
    ]
    if problems:
        raise ScenarioError(problems)
    return {name: places[fold(text)] for name, text in HEADERS.items()}


def _check_results(where: str, lines: Sequence[Line]) -> None:
    """Refuse a sheet that a program saved without calculating: its formulas would all read as empty."""
    named = [line for line in lines if line["item"] not in ("", ".")]
    stored = any(line["type"] not in ("", "0") for line in named)
    if named and not stored:
        message = (
            "items are named, but none has a type: the file was saved without the results of its formulas. Take it as it"
            " was downloaded."
        )
        raise ScenarioError([Problem(where, 0, HEADERS["type"], message)])


def _known(cells: Sequence[str | None]) -> set[str]:
    return {fold(cell) for cell in cells} & {fold(text) for text in HEADERS.values()}


def _first(error: Exception) -> str:
    return str(error).splitlines()[0].rstrip(".") if str(error) else type(error).__name__


def repeated(lines: Sequence[Line]) -> Iterator[tuple[Line, Line]]:
    """Rows that say in every cell what an earlier row says, each with the first of them."""
    first: dict[tuple[str | None, ...], Line] = {}
    for line in lines:
        if line.whole in first:
            yield line, first[line.whole]
        else:
            first[line.whole] = line
