"""A chart as SVG for a page or a file: text stays text, and colours are roles that follow the theme of the page."""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from functools import cache
from html import escape
from pathlib import Path

from mainstay.exchange.atomic import replacing

from .axis import Axis, tick_label, ticks
from .labels import text_size
from .look import FACES
from .words import Words

AXIS, NAME, FIGURE, TITLE = 11.0, 13.0, 12.0, 18.0
"""Sizes of text in pixels: of axes and notes, of names, of figures, of the title of a chart that stands alone."""
SLIM = 356.0
"""Width of a chart that a telephone shows whole, pixels."""
PAD = 16.0
"""Around a chart that stands alone, pixels."""
ROLES = {
    "ink": "#14191e",
    "ink-2": "#45505a",
    "ink-3": "#5f6a74",
    "line": "#e0e4e7",
    "line-2": "#c3cad0",
    "edge": "#7d8891",
    "bg": "#ffffff",
    "bg-2": "#f6f7f8",
    "accent-bg": "#e8f0f8",
    "late": "#b02a1a",
    "lose": "#c2541b",
    "gain": "#2a6db3",
    "r-service": "#0d2f57",
    "c-2": "#d9820a",
    **{f"q-{step}": tone for step, tone in enumerate(("#dbe7f3", "#a9c8e6", "#5b94cb", "#2a6db3", "#0d3f78"), 1)},
    **{f"h-{step}": tone for step, tone in enumerate(("#fbe7df", "#f4c1ad", "#e58e6f", "#c9532f", "#8d2a10"), 1)},
    **{f"hc-{step}": tone for step, tone in enumerate(("#14191e", "#14191e", "#14191e", "#ffffff", "#ffffff"), 1)},
}
"""Colours on paper by role; a page names them as custom properties of the same names, and has others in the dark."""
HATCH = (
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<line x1="0" y1="0" x2="0" y2="6" stroke="§ink-3§" stroke-width="1.2"/></pattern>'
)
"""What was lost; fill ``hatch`` refers to it."""


class Svg:
    """A drawing of ``width`` times ``height`` pixels; x runs to the right, y downwards; colours are keys of ``ROLES``."""

    def __init__(self, width: float, height: float, label: str):
        self.width, self.height, self.label = width, height, label
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = AXIS,
        tone: str = "ink-2",
        bold: bool = False,
        align: str = "left",
        halo: bool = False,
    ) -> None:
        """Write a line of text whose middle is at ``y``; ``align`` is ``left``, ``center`` or ``right``."""
        anchor = {"left": "", "center": ' text-anchor="middle"', "right": ' text-anchor="end"'}[align]
        weight = ' font-weight="600"' if bold else ""
        ring = ' paint-order="stroke" stroke="§bg§" stroke-width="3" stroke-linejoin="round"' if halo else ""
        place = f'x="{_n(x)}" y="{_n(y + 0.36 * size)}" font-size="{_n(size)}"'
        self._parts.append(f'<text {place}{anchor}{weight}{ring} fill="§{tone}§">{_safe(text)}</text>')

    def bar(
        self,
        left: float,
        top: float,
        right: float,
        bottom: float,
        *,
        fill: str = "none",
        edge: str = "none",
        wide: float = 1.0,
        dashes: str = "",
        says: str = "",
    ) -> None:
        """Draw a box whose ``edge`` runs inside of it; ``says`` is told to who points at it."""
        inner = wide / 2 if edge != "none" else 0.0
        box = (left + inner, top + inner, max(right - left - 2 * inner, 0.1), max(bottom - top - 2 * inner, 0.1))
        x, y, w, h = (_n(value) for value in box)
        line = "" if edge == "none" else f' stroke="§{edge}§" stroke-width="{_n(wide)}"'
        line += f' stroke-dasharray="{dashes}"' if dashes else ""
        self._put(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{_fill(fill)}"{line}', "rect", says)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], *, tone: str = "line", wide: float = 1.0, dashes: str = ""
    ) -> None:
        """Draw a line through points."""
        points = " ".join(f"{_n(x)},{_n(y)}" for x, y in zip(xs, ys, strict=True))
        dash = f' stroke-dasharray="{dashes}"' if dashes else ""
        look = f'fill="none" stroke="§{tone}§" stroke-width="{_n(wide)}" stroke-linejoin="round"{dash}'
        self._parts.append(f'<polyline points="{points}" {look}/>')

    def area(
        self, xs: Sequence[float], lower: Sequence[float], upper: Sequence[float], *, fill: str, solid: float = 1.0
    ) -> None:
        """Fill between two lines over the same ``xs``."""
        there = [f"{_n(x)},{_n(y)}" for x, y in zip(xs, upper, strict=True)]
        back = [f"{_n(x)},{_n(y)}" for x, y in zip(reversed(xs), reversed(lower), strict=True)]
        through = "" if solid >= 1 else f' opacity="{_n(solid)}"'
        self._parts.append(f'<polygon points="{" ".join([*there, *back])}" fill="{_fill(fill)}"{through}/>')

    def dot(self, x: float, y: float, radius: float, *, fill: str, edge: str = "bg", says: str = "") -> None:
        """Draw a dot with a thin ring."""
        ring = f' stroke="§{edge}§" stroke-width="1.5"'
        self._put(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{_fill(fill)}"{ring}', "circle", says)

    def diamond(self, x: float, y: float, radius: float, *, fill: str, edge: str = "bg", says: str = "") -> None:
        """Draw a square on its corner."""
        r = radius
        path = f"M{_n(x)} {_n(y - r)}L{_n(x + r)} {_n(y)}L{_n(x)} {_n(y + r)}L{_n(x - r)} {_n(y)}Z"
        self._put(f'<path d="{path}" fill="{_fill(fill)}" stroke="§{edge}§" stroke-width="1.5"', "path", says)

    def days(self, axis: Axis, words: Words, top: float, bottom: float) -> None:
        """Draw the lines of an axis of days between two heights, and under them their names."""
        named = ticks(axis.first, axis.last)
        labels = [tick_label(day, named, words) for day in named]
        begins = [axis.begin(day) for day in named]
        for x in begins:
            self.line([x, x], [top, bottom + 5], tone="line")

        def room(at: int, step: int) -> float:
            return (begins[at + step] if at + step < len(begins) else self.width) - begins[at] - 5

        fits = (
            step
            for step in range(1, len(named))
            if all(width_of(labels[at][0], AXIS) <= room(at, step) for at in range(0, len(named), step))
        )
        step = next(fits, max(len(named), 1))
        for at in range(0, len(named), step):
            name, year = labels[at]
            full = f"{name} {year}".strip()
            shown = full if width_of(full, AXIS) <= room(at, step) else name
            if width_of(shown, AXIS) <= self.width - begins[at] - 2:
                self.text(begins[at] + 2, bottom + 14, shown, tone="ink-3")

    def inline(self) -> str:
        """Return the drawing for a page whose colours it takes; a page needs :func:`hatch` once."""
        return _coloured(self._root(self.width, self.height, "".join(self._parts)), themed=True)

    def write(self, file: Path, title: str, caption: str, *, answer: str = "") -> Path:
        """Write the drawing as a file of its own, with its title and what is to be known."""
        room = self.width
        named = lines_of(title, room, TITLE, bold=True)
        said, under = lines_of(answer, room, NAME), lines_of(caption, room, FIGURE)
        head = 12.0 + 24 * len(named) + (19 * len(said) + 8 if said else 0)
        foot = 12.0 + 16 * len(under)
        page = Svg(self.width + 2 * PAD, head + self.height + foot + 2 * PAD, title)
        page.bar(0, 0, page.width, page.height, fill="bg")
        for row, line in enumerate(named):
            page.text(PAD, PAD + 9 + 24 * row, line, size=TITLE, tone="ink", bold=True)
        for row, line in enumerate(said):
            page.text(PAD, PAD + 10 + 24 * len(named) + 19 * row, line, size=NAME)
        for row, line in enumerate(under):
            page.text(PAD, PAD + head + self.height + 18 + 16 * row, line, size=FIGURE, tone="ink-3")
        inner = f'<defs>{HATCH}</defs>{"".join(page._parts)}<g transform="translate({_n(PAD)} {_n(PAD + head)})">'
        text = page._root(page.width, page.height, f"{inner}{''.join(self._parts)}</g>")
        with replacing(file) as partial:
            partial.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n{_coloured(text, themed=False)}\n', "utf-8")
        return file

    def _root(self, width: float, height: float, inner: str) -> str:
        size = f'viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}"'
        face = f'font-family="{FACES}"'
        name = _safe(self.label)
        return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{name}" {size} {face}>{inner}</svg>'

    def _put(self, begun: str, name: str, says: str) -> None:
        end = f"><title>{_safe(says)}</title></{name}>" if says else "/>"
        self._parts.append(begun + end)


def hatch() -> str:
    """Return the pattern that charts on a page refer to, as an SVG that takes no room."""
    return _coloured(f'<svg class="defs" width="0" height="0" aria-hidden="true"><defs>{HATCH}</defs></svg>', themed=True)


@cache
def _sign(sign: str, bold: bool) -> float:
    """Width of a character at a size of 1; signs that are not shown have none."""
    if sign < " ":
        return 0.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # a sign that the face lacks is measured as its box
        return text_size(sign, 100.0, bold=bold)[0] / 100


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Width of a line of text in pixels, in a face that runs wider than those of a page."""
    return size * sum(_sign(sign, bold) for sign in text)


def cut(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return a text as it is if it fits into a width, else its beginning and an ellipsis."""
    if width_of(text, size, bold=bold) <= room:
        return text
    left = room - width_of("…", size, bold=bold)
    for end in range(len(text)):
        left -= size * _sign(text[end], bold)
        if left < 0:
            return text[:end].rstrip() + "…"
    return text


def lines_of(text: str, room: float, size: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that fit into a width; a word that alone is wider is cut."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size, bold=bold) <= room:
            lines[-1] = longer
        else:
            lines.append(cut(word, room, size, bold=bold))
    return lines


def scale(most: float, lines: int = 4) -> tuple[float, float]:
    """Return step and top of an axis from 0 that holds ``most``, with at most ``lines`` steps, each round."""
    if most <= 0:
        return 1.0, 1.0
    power = 1e-6
    while True:
        for part in (1.0, 2.0, 2.5, 5.0):
            step = part * power
            if step * lines >= most * (1 - 1e-9):
                count = -(-most * (1 - 1e-9) // step)
                return step, step * count
        power *= 10


def _fill(name: str) -> str:
    return "none" if name == "none" else "url(#hatch)" if name == "hatch" else f"§{name}§"


def _coloured(text: str, *, themed: bool) -> str:
    def tone(found: re.Match[str]) -> str:
        return f"var(--{found[1]})" if themed else ROLES[found[1]]

    return re.sub("§([a-z0-9-]+)§", tone, text)


def _safe(text: str) -> str:
    """Text as SVG holds it: nothing of it is markup, and nothing of it a colour."""
    allowed = "".join(sign for sign in text if sign in "\t\n" or sign >= " ")
    return escape(allowed).replace("§", "&#167;")


def _n(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text
