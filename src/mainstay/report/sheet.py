"""One sheet of a report workbook: a title, an answer, a table with typed columns, set up for paper."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

LONGEST_NAME = 31
"""Characters that a spreadsheet allows for the name of a sheet."""
LONGEST_TEXT = 32767
WIDEST = 60.0
FORMATS = {"text": "@", "words": "@", "t": "#,##0.0", "count": "#,##0", "points": "0.00", "eur": "#,##0", "day": "yyyy-mm-dd"}
"""Number format of each kind of column; a spreadsheet shows the signs of the reader's country."""


@dataclass(frozen=True)
class Col:
    """A column: head, kind (a key of ``FORMATS``), and whether the total stands under it."""

    head: str
    kind: str = "text"
    total: bool = False


class Book:
    """A workbook whose sheets look alike and whose bytes depend on its content alone."""

    def __init__(self, file: str, created: dt.date, title: str):
        options = {
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
            "nan_inf_to_errors": False,
        }
        self.workbook = xlsxwriter.Workbook(file, options)
        midnight = dt.datetime.combine(created, dt.time())
        self.workbook.set_properties({"title": title, "author": "mainstay", "created": midnight})
        self.taken: set[str] = set()
        base = {"font_name": "Arial", "font_size": 9, "valign": "top"}
        self.formats = {
            kind: self.workbook.add_format({**base, "num_format": number, "text_wrap": kind == "words"})
            for kind, number in FORMATS.items()
        }
        self.sums = {
            kind: self.workbook.add_format({**base, "num_format": number, "bold": True, "top": 1})
            for kind, number in FORMATS.items()
        }
        self.title = self.workbook.add_format({**base, "font_size": 14, "bold": True})
        self.answer = self.workbook.add_format({**base, "font_size": 11, "text_wrap": True})
        self.quiet = self.workbook.add_format({**base, "font_color": "#5f6a74"})
        head = {**base, "font_color": "#5f6a74", "bottom": 1, "text_wrap": True, "valign": "bottom"}
        self.head = self.workbook.add_format(head)
        self.head_right = self.workbook.add_format({**head, "align": "right"})
        self.link = self.workbook.add_format({**base, "font_color": "#14508f", "underline": 1})

    def name(self, wanted: str) -> str:
        """Return a name for a sheet like the one wanted: allowed, not yet taken, and taken from now on."""
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", wanted).strip().strip("'") or "-"
        if clean.casefold() == "history":  # reserved by a spreadsheet program
            clean += "-"
        name, number = clean[:LONGEST_NAME].rstrip(" '"), 2
        while name.casefold() in self.taken:
            tail = f" {number}"
            name, number = clean[: LONGEST_NAME - len(tail)].rstrip(" '") + tail, number + 1
        self.taken.add(name.casefold())
        return name

    def sheet(self, name: str, title: str, answer: str = "", *, page: str = "", back: str = "") -> Sheet:
        """Add a sheet under a name from :meth:`name`; ``back`` is the sheet that its link leads to."""
        return Sheet(self, self.workbook.add_worksheet(name), name, title, answer, page, back)

    def close(self) -> None:
        """Write the file."""
        self.workbook.close()


class Sheet:
    """A sheet that is filled from the top."""

    def __init__(self, book: Book, sheet: Worksheet, name: str, title: str, answer: str, page: str, back: str):
        self.book, self.sheet, self.name, self.row = book, sheet, name, 0
        self._figures: dict[tuple[int, int], float] = {}  # for sums that show before a program computes them
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        # An ampersand starts a code in a footer: doubled, it stands for itself.
        sheet.set_footer(f"&L&8{title.replace('&', '&&')[:120]}&R&8{page}")
        self.text(title, book.title)
        if back:
            sheet.write_url(self.row, 0, f"internal:{quoted(back)}!A1", book.link, back)
            self.row += 1
        if answer:
            self.paragraph(answer)
        self.row += 1

    def text(self, text: str, style: Any) -> None:
        """Write a line of text."""
        self.sheet.write_string(self.row, 0, text[:LONGEST_TEXT], style)
        self.row += 1

    def paragraph(self, text: str, across: int = 7) -> None:
        """Write text over several columns, in as many lines as it needs."""
        self.sheet.merge_range(self.row, 0, self.row, across, "", self.book.answer)
        self.sheet.write_string(self.row, 0, text[:LONGEST_TEXT], self.book.answer)
        self.sheet.set_row(self.row, 15 * (1 + len(text) // 95))
        self.row += 1

    def table(self, columns: Sequence[Col], rows: Iterable[Sequence[Any]], *, total: str = "", freeze: bool = True) -> int:
        """Write a table with its head; with ``total`` a last line of sums under that word. Return the number of rows."""
        head, sheet, formats = self.row, self.sheet, self.book.formats
        widths = [min(14.0, len(col.head) * 1.05 + 1) for col in columns]
        for at, col in enumerate(columns):
            right = col.kind not in ("text", "words", "day")
            sheet.write_string(head, at, col.head, self.book.head_right if right else self.book.head)
        self.row += 1
        first, count = self.row, 0
        for values in rows:
            for at, (col, value) in enumerate(zip(columns, values, strict=True)):
                widths[at] = max(widths[at], self._cell(self.row, at, col, value, formats[col.kind]))
            self.row += 1
            count += 1
        if total and count:
            for at, col in enumerate(columns):
                style = self.book.sums[col.kind]
                if at == 0:
                    sheet.write_string(self.row, 0, total, style)
                elif col.total:
                    letter = xlsxwriter.utility.xl_col_to_name(at)
                    value = sum(row or 0 for row in self._column(at, first, count))
                    sheet.write_formula(self.row, at, f"=SUM({letter}{first + 1}:{letter}{first + count})", style, value)
                else:
                    sheet.write_blank(self.row, at, None, style)
            self.row += 1
        for at, wide in enumerate(widths):
            sheet.set_column(at, at, min(max(wide + 1.5, 7.0), WIDEST))
        if freeze:
            sheet.freeze_panes(first, 1)
            sheet.repeat_rows(head)
            if count:
                sheet.autofilter(head, 0, first + count - 1, len(columns) - 1)
        self.row += 1
        return count

    def _column(self, at: int, first: int, count: int) -> list[float]:
        return [self._figures.get((row, at), 0.0) for row in range(first, first + count)]

    def _cell(self, row: int, at: int, col: Col, value: Any, style: Any) -> float:
        """Write one cell; return the width that it wants."""
        if value is None or value == "":
            self.sheet.write_blank(row, at, None, style)
            return 0.0
        if isinstance(value, Target):
            self.sheet.write_url(row, at, f"internal:{quoted(value.sheet)}!A1", self.book.link, value.text)
            return len(value.text)
        if isinstance(value, dt.date):
            self.sheet.write_datetime(row, at, dt.datetime.combine(value, dt.time()), style)
            return 10.0
        if isinstance(value, int | float):
            self.sheet.write_number(row, at, value, style)
            if col.total:
                self._figures[row, at] = value
            return len(f"{value:,.1f}")
        text = str(value)[:LONGEST_TEXT]
        self.sheet.write_string(row, at, text, style)
        return min(len(text), 50.0 if col.kind == "words" else 34.0)


@dataclass(frozen=True)
class Target:
    """A cell that leads to another sheet."""

    text: str
    sheet: str


def quoted(sheet: str) -> str:
    """Name of a sheet as a link writes it."""
    return "'" + sheet.replace("'", "''") + "'"
