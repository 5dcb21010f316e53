"""What a workbook would unfold to, looked at before any program opens it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

MOST_BYTES = 256 * 1024**2
"""Unfolded size of all parts together; a scenario of a hundred thousand rows has half of it."""
MOST_CELLS = 20_000_000
"""Cells of a sheet, empty ones between filled ones included: readers keep a place for each."""
LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
PIECE = 1 << 20
MARK = re.compile(
    rb"""<(?:\w+:)?(row|c)\b[^<>]*?\br=["']([A-Za-z]*)(\d+)["'][^<>]*>|<[^<>]*?\b(?:unique)?[cC]ount=["'](\d{8,})["']"""
)
"""A row or a cell of a sheet with its place, or a list that announces ten million entries: readers make room for them."""


def unfit_archive(file: Path) -> str | None:
    """
    Say why a workbook is not opened; None if it may be.

    A few thousand bytes can unfold to gigabytes, and a single cell at the far corner of a sheet to seventeen thousand
    million empty ones. What cannot be unfolded is damaged, and told as such.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            size = sum(part.file_size for part in parts)
            if size > MOST_BYTES:
                return (
                    f"unfolds to {size // 1024**2:,} MB; {MOST_BYTES // 1024**2} are read at most. Split it, or use a folder."
                )
            for part in parts:
                with archive.open(part) as data:
                    if far := _far(data):
                        return f"has a part '{part.filename}' that {far}. Delete what lies beyond the table, and save it anew."
    except Exception as error:  # whatever a damaged archive makes of the reader
        return f"cannot be unfolded ({type(error).__name__}). Save it anew as 'Excel workbook (.xlsx)'."
    return None


def _far(data: IO[bytes]) -> str | None:
    """Say what of a part lies too far out, or that there is too much of it."""
    last_row = last_column = places = width = 0
    first_row = first_column = LAST_ROW
    for mark in _marks(data):
        kind, letters, digits, announced = mark.groups()
        if announced:
            return f"announces {announced[:20].decode()} entries"
        row, column = int(digits[:10]), _column(letters)
        if row > LAST_ROW or column > LAST_COLUMN:
            return "has a cell outside of what a sheet can hold"
        if kind == b"row":
            places, width = places + width, 0
            continue
        width = max(width, column)
        if not mark[0].endswith(b"/>"):
            first_row, last_row = min(first_row, row), max(last_row, row)
            first_column, last_column = min(first_column, column), max(last_column, column)
    block = (last_row - first_row + 1) * (last_column - first_column + 1) if last_row else 0
    cells = max(places + width, block)
    return f"takes {cells:,} cells; {MOST_CELLS:,} are read at most" if cells > MOST_CELLS else None


def _marks(data: IO[bytes]) -> Iterator[re.Match[bytes]]:
    """Rows and cells of a sheet, in pieces that fit into memory."""
    rest = b""
    while piece := data.read(PIECE):
        text = rest + piece
        cut = text.rfind(b"<")
        if cut < 0 or len(text) - cut > PIECE:  # no mark is that long
            cut = len(text)
        yield from MARK.finditer(text, 0, cut)
        rest = text[cut:]
    yield from MARK.finditer(rest)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + letter - 64
    return number
