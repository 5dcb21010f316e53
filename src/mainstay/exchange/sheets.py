"""A scenario as one Excel workbook, read: whatever Excel made of a cell, it says what was meant."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from mainstay.model import TABLES, Problem

from .archive import unfit_archive
from .cells import as_text
from .draft import Draft, fill, settings_from
from .suggest import nearest
from .workbook import README, SETTINGS, SHEET


def read_workbook(file: Path) -> Draft:
    """Read every sheet of a workbook, with what is wrong in it; never raises for what is in the file."""
    draft = Draft.empty(SHEET.format(SETTINGS), SHEET)
    if why := unfit_archive(file):
        draft.problems.append(Problem(file.name, 0, "", f"no workbook that can be read: it {why}"))
        return draft
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of features that are not read, such as lists and notes
            book = load_workbook(file, read_only=True, data_only=True)
            try:
                _read_sheets(book, draft)
            finally:
                book.close()
    except Exception as error:  # whatever a damaged archive makes of the reader
        message = f"no workbook that can be read ({type(error).__name__}). Save it anew as 'Excel workbook (.xlsx)'."
        draft = Draft.empty(SHEET.format(SETTINGS), SHEET)
        draft.problems.append(Problem(file.name, 0, "", message))
    return draft


def _read_sheets(book: Any, draft: Draft) -> None:
    settings = {}
    places = {}
    for number, cells in _lines(book[SETTINGS]) if SETTINGS in book.sheetnames else ():
        if number > 1 and cells[0]:
            settings[cells[0]] = cells[1] if len(cells) > 1 else ""
            places[cells[0]] = number
    if settings:
        settings_from(draft.settings, settings, places)
    else:
        settings_from(draft.settings, {})
        draft.settings.problems.clear()  # that every setting is missing follows from it
        message = "missing. Its rows name a setting and its value; write one with an empty scenario and fill it."
        draft.settings.problems.append(Problem(draft.settings.file, 0, "", message))
    for table in draft.tables.values():
        if table.name in book.sheetnames:
            lines = _lines(book[table.name])
            header = next(lines, None)
            if header:
                fill(table, header[1], lines)
    known = {*TABLES, SETTINGS, README}
    for name in book.sheetnames:
        if name not in known and next(_lines(book[name]), None):
            near = nearest(name, known)
            remedy = f"Did you mean '{near}'?" if near else "Take it out of the workbook."
            draft.problems.append(Problem(SHEET.format(name), 0, "", f"no such table. {remedy}"))


def _lines(sheet: Any) -> Iterator[tuple[int, list[str]]]:
    """Number the rows that hold anything, each cell as the text that a CSV cell would hold."""
    if not hasattr(sheet, "iter_rows"):  # a chart
        return
    sheet.reset_dimensions()  # other programs do not always state them right
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [as_text(_unescaped(cell.value)) for cell in row]
        if any(cells):
            yield number, cells


def _unescaped(value: Any) -> Any:
    """Undo what other programs write for a carriage return in a text."""
    return value.replace("_x000D_", "\r") if isinstance(value, str) else value
