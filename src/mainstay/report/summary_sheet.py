"""The table that opens a workbook: what is asked and attained by priority."""

from __future__ import annotations

from typing import Any

from .figures import Fulfilment
from .sheet import Col
from .words import Words


def summary_table(priorities: tuple[Fulfilment, ...], words: Words) -> tuple[list[Col], list[tuple[Any, ...]]]:
    """Return columns and rows of fulfilment by priority; the spreadsheet rule stands beside it where it is known."""
    with_greedy = any(row.greedy is not None for row in priorities)
    columns = [
        Col(words("priority")),
        Col(words("lines"), "count"),
        Col(words("asked points"), "points"),
        Col(words("attained points"), "points"),
        Col(words("share"), "t"),
        *([Col(words("greedy share"), "t")] if with_greedy else []),
        Col(words("whole on time"), "count"),
        Col(words("whole late"), "count"),
        Col(words("in part"), "count"),
        Col(words("not at all"), "count"),
    ]
    rows = [
        (
            str(row.priority) if row.priority else words("all"),
            row.lines,
            row.asked,
            row.attained,
            row.share,
            *([row.greedy_share] if with_greedy else []),
            row.met.on_time,
            row.met.late,
            row.met.part,
            row.met.none,
        )
        for row in priorities
    ]
    return columns, rows
