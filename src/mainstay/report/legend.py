"""The legend of the map and its scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import FancyBboxPatch

from mainstay.model import NodeKind

from . import marks
from .ground import View
from .labels import Plate, text_size
from .look import FULL_CASE, GROUND, INK, INK_2, LINE_2, SMALL, Q
from .words import Words

KINDS = {
    "node": NodeKind.LOGISTICS_NODE,
    "port": NodeKind.SEAPORT,
    "airport": NodeKind.AIRPORT,
    "crossing": NodeKind.CROSSING,
    "place of hand-over": NodeKind.CENTRE,
}


def draw_legend(
    axes: Axes,
    plate: Plate,
    words: Words,
    nodes: np.ndarray,
    modes: list[str],
    kinds: list[str],
    most: float,
    places: Sequence[str] = (),
) -> None:
    """
    Draw the legend in the corner where it covers the fewest nodes, given as points (n, 2), and lines.

    ``kinds`` are those of nodes; ``places`` what stands beside nodes: training sites and repair shops.
    """
    wide, high, pad = 240.0, 119.0 if places else 106.0, 9.0
    corners = [
        (8.0, 8.0),
        (plate.width - wide - 8, 8.0),
        (plate.width - wide - 8, plate.height - high - 8),
        (8.0, plate.height - high - 8),
    ]

    def cost(corner: tuple[float, float]) -> float:
        left, bottom = corner
        inside = (nodes > (left, bottom)).all(axis=1) & (nodes < (left + wide, bottom + high)).all(axis=1)
        return 40.0 * float(inside.sum()) + plate.covered((left, bottom, left + wide, bottom + high))

    left, bottom = min(corners, key=cost)
    plate.take((left, bottom, left + wide, bottom + high))
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom), wide, high, boxstyle="round,pad=0,rounding_size=3", fc=GROUND, ec=LINE_2, lw=0.8, zorder=40
        )
    )
    inner, x = wide - 2 * pad, left + pad

    def write(at_x: float, at_y: float, text: str, *, bold: bool = False, centred: bool = False) -> None:
        axes.text(
            at_x,
            at_y,
            text,
            size=SMALL,
            color=INK if bold else INK_2,
            weight="bold" if bold else "normal",
            ha="center" if centred else "left",
            va="center_baseline",
            zorder=42,
        )

    y = bottom + high - 12
    write(x, y, words("share of capacity"), bold=True)
    y -= 12
    names = [words("under 50"), "50–80", "80–99", words("full")]
    for index, (share, name) in enumerate(zip((0.2, 0.6, 0.9, 1.0), names, strict=True)):
        step = inner / 4
        line = np.array([(x + index * step, y), (x + index * step + step - 8, y)])
        if share >= 1:
            axes.plot(line[:, 0], line[:, 1], color=FULL_CASE, lw=7.2, zorder=41, solid_capstyle="butt")
        axes.plot(line[:, 0], line[:, 1], color=marks.colour(share), lw=5, zorder=41, solid_capstyle="butt")
        write(float(line.mean(axis=0)[0]), y - 10, name, centred=True)
    y -= 25
    step = inner / max(len(modes), 1)
    for index, mode in enumerate(modes):
        line = np.array([(x + index * step, y), (x + index * step + min(step - 8, 42), y)])
        _sample(axes, line, mode)
        write(float(line.mean(axis=0)[0]), y - 9, words(mode), centred=True)
    y -= 25
    write(x, y, words("tonnes a day"), bold=True)
    start = x + text_size(words("tonnes a day"), SMALL, bold=True)[0] + 10
    figures = rounds(most)
    step = (left + wide - pad - start) / max(len(figures), 1)
    for index, figure in enumerate(figures):
        at = start + index * step
        axes.plot([at, at + 16], [y, y], color=Q[3], lw=marks.width(figure, most), zorder=41, solid_capstyle="butt")
        write(at + 20, y, words.number(figure, 1 if figure < 1 else 0))
    y -= 19
    for row, drawn in ((kinds, _mark), (places, _place)):
        sizes = [text_size(words(kind), SMALL)[0] + 12 for kind in row]
        gap = (inner - sum(sizes)) / max(len(row) - 1, 1) if row else 0.0
        at = x
        for kind, size in zip(row, sizes, strict=True):
            drawn(axes, at + 3.5, y, kind)
            write(at + 11, y, words(kind))
            at += size + min(gap, 14.0)
        y -= 13


def _sample(axes: Axes, line: np.ndarray, mode: str) -> None:
    for artist in _drawn(axes, lambda: marks.draw_line(axes, line, mode, 1.8, 0.6, ground=GROUND)):
        artist.set_zorder(41)


def _mark(axes: Axes, x: float, y: float, kind: str) -> None:
    for over, artist in enumerate(_drawn(axes, lambda: marks.draw_node(axes, x, y, KINDS[kind]))):
        artist.set_zorder(41 + over / 10)
        if kind == "node":
            artist.set_markersize(8.5 if over == 0 else 3.8)


def _place(axes: Axes, x: float, y: float, kind: str) -> None:
    for artist in _drawn(axes, lambda: marks.draw_place(axes, x, y, kind)):
        artist.set_zorder(41)
        artist.set_markersize(0.85 * artist.get_markersize())


def _drawn(axes: Axes, draw: Callable[[], object]) -> list[Any]:
    """Artists that a drawing adds."""
    before = set(axes.get_children())
    draw()
    return [artist for artist in axes.get_children() if artist not in before]


def rounds(most: float) -> list[float]:
    """Up to four round figures, the largest not above ``most``, each about a quarter of the next."""
    if most <= 0:
        return []
    power = 10 ** np.floor(np.log10(most))
    top = max(step * power for step in (1, 2, 5) if step * power <= most * 1.0001)
    out = [float(top)]
    while len(out) < 4 and out[0] > max(0.5, most / 100):
        below = out[0] / 4
        power = 10 ** np.floor(np.log10(below))
        out.insert(0, float(max(step * power for step in (1, 2, 5) if step * power <= below * 1.0001)))
    return out


def scale_bar(axes: Axes, plate: Plate, words: Words, view: View) -> None:
    """Draw a bar of a round length in a free corner."""
    length = max(step for step in (10, 20, 50, 100, 200, 500, 1000, 2000) if step * view.scale <= 110 or step == 10)
    wide = length * view.scale
    text = f"{words.number(length)}\u202f{words('km')}"
    for left, bottom in ((plate.width - wide - 14, 8.0), (12.0, 8.0), (12.0, plate.height - 30)):
        box = (left - 4, bottom, left + wide + 4, bottom + 18)
        if plate.free(box):
            plate.take(box)
            x, y = [left, left, left + wide, left + wide], [bottom + 7, bottom + 3, bottom + 3, bottom + 7]
            axes.plot(x, y, color=INK_2, lw=0.9, zorder=40)
            marks.write(axes, (left, bottom + 7, left + wide, bottom + 16), text, SMALL, INK_2)
            return
