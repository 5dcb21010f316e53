"""Small workbooks in the shape of the tracker's item-level sheet, written for one trap each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

HEADERS = (
    "ID",
    "Countries",
    "Announcement Date",
    "Type of Aid General",
    "Type of Aid Specific",
    "Explanation",
    "Original Currency",
    "Type of donation",
    "Monetary Value as Given by Source",
    "Items",
    "Type of Item",
    "Sub-type of item",
    "Soviet Origin (1)",
    "No. of Units",
    "No. of Units Delivered (in-kind military aid)",
    "Unit Price in USD",
    "Value Committed (own estimate, in USD)",
    "Value Delivered (own estimate, in USD)",
    "Total ",
    "Converted Value in EUR",
    "Total monetary value delivered in EUR",
    "Allocated Total",
    "Allocated Total in EUR",
    "Allocated Total in EUR (redistributed)",
    "Allocation ID",
    "Allocations without specific date (1=yes)",
    "Source of Aid 1",
    "Month3",
    "Sub-type of item",
    "\xa0",
)
"""Columns in the tracker's order, with its trailing blank, its repeated header and a nameless column."""

HOWITZER = {
    "ID": "DEM1",
    "Countries": "Germany",
    "Announcement Date": dt.date(2022, 3, 1),
    "Type of Aid General": "Military",
    "Type of Aid Specific": "Weapons",
    "Explanation": "made for a test",
    "Original Currency": "EUR",
    "Type of donation": "Allocation",
    "Monetary Value as Given by Source": 1000,
    "Items": "M777 howitzer",
    "Type of Item": "Heavy weapon",
    "Sub-type of item": "155mm howitzer",
    "No. of Units": 10,
    "No. of Units Delivered (in-kind military aid)": 4,
    "Unit Price in USD": 1075.9,
    "Total ": 1000,
    "Converted Value in EUR": 1000,
    "Allocated Total": 1000,
    "Allocated Total in EUR": 1000,
    "Allocated Total in EUR (redistributed)": 1000,
    "Allocation ID": "DEM1_1",
    "Allocations without specific date (1=yes)": 0,
    "Month3": 3,
}
"""A row without any trap."""

NO_ITEM = {
    "Items": ".",
    "Type of Item": ".",
    "Sub-type of item": ".",
    "No. of Units": ".",
    "No. of Units Delivered (in-kind military aid)": ".",
    "Unit Price in USD": ".",
}
GRANT = NO_ITEM | {"Type of Aid General": "Financial", "Type of Aid Specific": "Grant", "ID": "DEF1", "Allocation ID": "DEF1_1"}
PROMISE = NO_ITEM | {
    "Type of donation": "Commitment",
    "Allocation ID": 0,
    "Allocated Total": None,
    "Allocated Total in EUR": None,
    "Allocated Total in EUR (redistributed)": None,
}
UNVALUED = {
    "Allocated Total": None,
    "Allocated Total in EUR": None,
    "Allocated Total in EUR (redistributed)": None,
    "Total ": None,
    "Converted Value in EUR": None,
}


def workbook(
    folder: Path,
    *rows: dict[str, Any],
    headers: Sequence[str] = HEADERS,
    sheet: str = "Bilateral Assistance, MAIN DATA",
    name: str = "tracker.xlsx",
) -> Path:
    """Write a workbook of rows that differ from ``HOWITZER`` in the cells given."""
    file = folder / name
    with xlsxwriter.Workbook(str(file)) as book:
        page = book.add_worksheet(sheet)
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for at, header in enumerate(headers):
            page.write(0, at, header)
        for number, changes in enumerate(rows, 1):
            cells = HOWITZER | changes
            for at, header in enumerate(headers):
                value = cells.get(header)
                if isinstance(value, dt.date):
                    page.write_datetime(number, at, dt.datetime.combine(value, dt.time()), day)
                elif isinstance(value, tuple):  # formula and the result stored with it
                    page.write_formula(number, at, value[0], None, value[1])
                elif value is not None:
                    page.write(number, at, value)
    return file
