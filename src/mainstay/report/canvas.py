"""A page on which charts are drawn in points from its upper left corner: bars, lines and text that stays within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from .axis import Axis, tick_label, ticks
from .labels import text_size
from .look import CAPTION, INK, INK_2, INK_3, LINE, LINE_2, SMALL, TEXT, TITLE, save
from .words import Words
from .wrap import wrapped

EDGE = 12.0
"""Left and right of everything, points."""


class Canvas:
    """A page of ``width`` times ``height`` points; x runs to the right, y downwards."""

    def __init__(self, width: float, height: float):
        self.width, self.height = width, height
        self.figure = Figure(figsize=(width / 72, height / 72), facecolor="white")
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set_xlim(0, width)
        self.axes.set_ylim(height, 0)
        self.axes.set_axis_off()

    def save(self, stem: Path) -> list[Path]:
        """Write the page as SVG and PNG."""
        return save(self.figure, stem)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        tone: str = INK_2,
        bold: bool = False,
        align: str = "left",
        over: float = 10,
    ) -> None:
        """Write a line of text whose middle is at ``y``; ``align`` is ``left``, ``center`` or ``right``."""
        weight = "bold" if bold else "normal"
        self.axes.text(x, y, text, size=size, color=tone, weight=weight, ha=align, va="center_baseline", zorder=over)

    def bar(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str = "none",
        edge: str = "none",
        wide: float = 0.8,
        dashes: tuple[float, float] | None = None,
        hatch: str = "",
        over: float = 3,
    ) -> None:
        """Draw a box; ``edge`` runs inside of it, so that boxes beside each other do not overlap."""
        inner = wide / 2 if edge != "none" else 0.0
        style: dict[str, Any] = {"hatch": hatch} if hatch else {}
        if dashes is not None:
            style["linestyle"] = (0, dashes)
        self.axes.add_patch(
            Rectangle(
                (left + inner, top + inner),
                max(right - left - 2 * inner, 0.1),
                max(bottom - top - 2 * inner, 0.1),
                fc=fill,
                ec=edge,
                lw=wide if edge != "none" else 0.0,
                zorder=over,
                **style,
            )
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        *,
        tone: str = LINE,
        wide: float = 0.8,
        dashes: tuple[float, float] | None = None,
        over: float = 1,
    ) -> None:
        """Draw a line through points."""
        style: dict[str, Any] = {} if dashes is None else {"linestyle": (0, dashes)}
        self.axes.plot(xs, ys, color=tone, lw=wide, solid_capstyle="butt", solid_joinstyle="miter", zorder=over, **style)

    def mark(self, x: float, y: float, shape: str, size: float, *, fill: str, edge: str = "none", over: float = 6) -> None:
        """Draw a mark, such as ``D`` for a diamond."""
        self.axes.plot([x], [y], shape, ms=size, mfc=fill, mec=edge, mew=0.8 if edge != "none" else 0.0, zorder=over)

    def days(self, axis: Axis, words: Words, top: float, bottom: float, *, names: bool = True) -> None:
        """Draw the lines of an axis of days between two heights, and above them their names."""
        named = ticks(axis.first, axis.last)
        labels = [tick_label(day, named, words) for day in named]
        for at, (day, (name, year)) in enumerate(zip(named, labels, strict=True)):
            x = axis.begin(day)
            self.line([x, x], [top, bottom])
            if not names:
                continue
            room = (axis.begin(named[at + 1]) if at + 1 < len(named) else axis.right + EDGE) - x - 5
            full = f"{name} {year}".strip()
            shown = full if text_size(full, SMALL)[0] <= room else name
            if text_size(shown, SMALL)[0] <= room:
                self.text(x + 2, top - 6, shown, tone=INK_3)


def heading(canvas: Canvas, title: str, lines: Sequence[str], caption: Sequence[str]) -> None:
    """Write what opens and closes a page: its title, the answer in lines, and at its foot what is to be known."""
    canvas.text(EDGE, 20, title, size=TITLE, tone=INK, bold=True)
    for row, line in enumerate(lines):
        canvas.text(EDGE, 37 + 12 * row, line, size=TEXT - 0.4, tone=INK_2)
    for row, line in enumerate(caption):
        canvas.text(EDGE, canvas.height - 12 - 11 * (len(caption) - 1 - row), line, size=CAPTION, tone=INK_3)


def head_height(lines: Sequence[str]) -> float:
    """Height that the heading takes, points."""
    return 37 + 12 * len(lines)


def foot_height(caption: Sequence[str]) -> float:
    """Height that the caption takes, points."""
    return 12 + 11 * len(caption)


def broken(text: str, width: float, size: float = TEXT - 0.4) -> list[str]:
    """Break a text into the lines of a heading or caption."""
    return wrapped(text, width - 2 * EDGE, size)


def fitted(text: str, width: float, size: float = SMALL, *, bold: bool = False) -> str:
    """Return a text as it is if it fits into a width, else its beginning and an ellipsis."""
    if text_size(text, size, bold=bold)[0] <= width:
        return text
    while text and text_size(text + "…", size, bold=bold)[0] > width:
        text = text[:-1].rstrip()
    return text + "…"


def rule(canvas: Canvas, y: float, *, strong: bool = False) -> None:
    """Draw a line across the page."""
    canvas.line([EDGE, canvas.width - EDGE], [y, y], tone=LINE_2 if strong else LINE)
