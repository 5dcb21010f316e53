"""How lines and nodes look on the map: mode by line, load by width and colour, kind by shape."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import matplotlib.patheffects as effects
import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import FancyBboxPatch

from mainstay.model import NodeKind

from .labels import Box
from .loads import FULL
from .look import FULL as RED
from .look import FULL_CASE, GROUND, INK, LINE_2, SEA, Q

THINNEST, THICKEST = 0.8, 6.5
"""Widths of lines, points."""
DASHES: dict[str, tuple[float, ...] | None] = {
    "road": None,
    "rail": None,
    "sea": (6.0, 3.5),
    "river": (9.0, 2.5, 2.0, 2.5),
    "air": (0.1, 3.2),
}
"""Dashes of each mode, points; none is a plain line."""
STEPS = ((0.5, Q[2]), (0.8, Q[3]), (FULL, Q[4]), (math.inf, RED))
"""Colour of a share of capacity below each limit."""
SHAPES = {
    NodeKind.LOGISTICS_NODE: "node",
    NodeKind.SEAPORT: "port",
    NodeKind.AIRPORT: "airport",
    NodeKind.CROSSING: "crossing",
}
SYMBOLS = {"port": "s", "airport": "^", "crossing": "D", "place of hand-over": "o"}
PLACES = {"training site": ("*", 10.0), "repair shop": ("P", 7.2)}
"""Mark of what stands beside a node, and its size in points."""


def shape_of(kind: NodeKind) -> str:
    """Shape in which a kind of node is drawn, as the legend calls it."""
    return SHAPES.get(kind, "place of hand-over")


def colour(share: float) -> str:
    """Colour of a share of capacity, in four steps."""
    return next(colour for limit, colour in STEPS if share < limit)


def width(per_day: float, most: float) -> float:
    """Width of a line in points; grows with the root, so that small flows stay visible."""
    return THINNEST + (THICKEST - THINNEST) * math.sqrt(per_day / most) if most > 0 else THINNEST


def course(start: np.ndarray, end: np.ndarray, mode: str, aside: float) -> np.ndarray:
    """Points of a line from start to end, shape (n, 2): air in an arc, water in a slight one, land straight."""
    way = end - start
    length = float(np.hypot(*way)) or 1.0
    normal = np.array([-way[1], way[0]]) / length
    if normal[1] < 0:
        normal = -normal
    bend = {"air": 0.16, "sea": 0.05, "river": 0.03}.get(mode, 0.0) * length + 2 * aside
    if abs(bend) < 0.5:
        return np.array([start, end])
    share = np.linspace(0, 1, 33)[:, None]
    if mode not in ("air", "sea", "river"):  # beside another mode: parallel, joined at the nodes
        ramp = np.minimum(1, np.minimum(share, 1 - share) * length / 8) * aside
        beside: np.ndarray = start + share * way + ramp * normal
        return beside
    arc: np.ndarray = start + share * way + (2 * share * (1 - share)) * bend * normal
    return arc


def along(line: np.ndarray, step: float) -> np.ndarray:
    """Points at equal steps along a line, shape (n, 2), points of the sheet; nothing far off it."""
    lengths = np.hypot(*np.diff(line, axis=0).T)
    total = float(lengths.sum())
    if total < 1e-6:
        return line[:1]
    stops = np.concatenate([[0.0], np.cumsum(lengths)])
    at = np.arange(step / 2, min(total, 20000.0), step)
    return np.column_stack([np.interp(at, stops, line[:, 0]), np.interp(at, stops, line[:, 1])])


def draw_line(
    axes: Axes, line: np.ndarray, mode: str, wide: float, share: float, *, ground: str = SEA, faint: bool = False
) -> None:
    """Draw one course; ``ground`` is the colour of the water under a sea lane, ``faint`` steps back behind the rest."""
    full = share >= FULL
    x, y = line[:, 0], line[:, 1]
    tone, over = colour(share), 12 if full else 8 if faint else 10
    strength = 0.5 if faint and not full else 1.0
    if mode == "sea":  # lanes run together: the ground hides the dashes of those beneath, or all would look solid
        over = 9
        axes.plot(x, y, color=ground, lw=wide + 2.0, zorder=over, solid_capstyle="butt")
    dashes = DASHES.get(mode)
    round_ends = mode == "air"
    if round_ends:
        wide = max(1.1, wide * 0.7)
    if full and not round_ends:  # a case around dots would outweigh the widest road
        axes.plot(x, y, color=FULL_CASE, lw=wide + 2.2, zorder=over, **_style(dashes, wide, wide + 2.2, round_ends))
    axes.plot(x, y, color=tone, lw=wide, alpha=strength, zorder=over, **_style(dashes, wide, wide, round_ends))
    if mode == "rail":
        _ticks(axes, line, wide, FULL_CASE if full else tone, over, strength)


def _style(dashes: tuple[float, ...] | None, wide: float, drawn: float, round_ends: bool) -> dict[str, Any]:
    """Return the line style: dashes grow with the width of the flow, not with that of its casing."""
    style: dict[str, Any] = {"solid_capstyle": "round", "dash_capstyle": "round" if round_ends else "butt"}
    if dashes is not None:
        style["dashes"] = [part * (1 + wide / 3) / drawn for part in dashes]
    return style


def _ticks(axes: Axes, line: np.ndarray, wide: float, tone: str, over: float, strength: float) -> None:
    at = along(line, 7.0)
    way = np.gradient(at, axis=0) if len(at) > 1 else np.tile(line[-1] - line[0], (len(at), 1))
    lengths = np.maximum(np.hypot(way[:, 0], way[:, 1]), 1e-9)
    normal = np.column_stack([-way[:, 1], way[:, 0]]) / lengths[:, None] * (wide / 2 + 1.9)
    strokes = list(np.stack([at - normal, at + normal], axis=1))
    axes.add_collection(LineCollection(strokes, colors=tone, linewidths=0.8, alpha=strength, zorder=over))


def draw_node(axes: Axes, x: float, y: float, kind: NodeKind, *, full: bool = False) -> float:
    """Draw the mark of a node, red if it is full; return half its size in points."""
    shape = shape_of(kind)
    edge = RED if full else INK
    if shape == "node":
        axes.plot([x], [y], "o", ms=12, mfc=GROUND, mec=edge, mew=1.3, zorder=21)
        axes.plot([x], [y], "o", ms=5.5, mfc=edge, mec=edge, mew=0, zorder=22)
        return 7.0
    size = {"port": 6.2, "airport": 7.0, "crossing": 5.4}.get(shape, 4.6)
    axes.plot([x], [y], SYMBOLS[shape], ms=size, mfc=GROUND, mec=edge, mew=1.2, zorder=20)
    return size / 2 + 1


def draw_place(axes: Axes, x: float, y: float, kind: str) -> float:
    """Draw the mark of a training site or repair shop; return half its size in points."""
    shape, size = PLACES[kind]
    axes.plot([x], [y], shape, ms=size, mfc=GROUND, mec=INK, mew=1.1, zorder=23)
    return size / 2 + 1


def write(axes: Axes, box: Box, text: str, size: float, tone: str, *, bold: bool = False, halo: bool = True) -> None:
    """Write a label into its box."""
    left, bottom, right, top = box
    around = [effects.withStroke(linewidth=2.2, foreground=GROUND)] if halo else []
    axes.text(
        (left + right) / 2,
        (bottom + top) / 2,
        text,
        size=size,
        color=tone,
        weight="bold" if bold else "normal",
        ha="center",
        va="center_baseline",
        zorder=30,
        path_effects=around,
    )


def write_plate(axes: Axes, box: Box, text: str, size: float, *, bold: bool = False) -> None:
    """Write a label on a plate: at the edge of the map, or over lines that it must stand out from."""
    left, bottom, right, top = box
    axes.add_patch(
        FancyBboxPatch(
            (left, bottom),
            right - left,
            top - bottom,
            boxstyle="round,pad=0,rounding_size=2",
            fc=GROUND,
            ec=LINE_2,
            lw=0.8,
            alpha=0.85 if bold else 1.0,
            zorder=31,
        )
    )
    axes.text(
        (left + right) / 2,
        (bottom + top) / 2,
        text,
        size=size,
        color=INK,
        weight="bold" if bold else "normal",
        ha="center",
        va="center_baseline",
        zorder=32,
    )


def leaves(line: np.ndarray, wide: float, high: float) -> np.ndarray:
    """Where a line that starts inside of the sheet leaves it."""
    at = along(line, 1.5)
    out = (at[:, 0] < 0) | (at[:, 0] > wide) | (at[:, 1] < 0) | (at[:, 1] > high)
    first: np.ndarray = at[int(out.argmax())] if out.any() else at[-1]
    inside: np.ndarray = np.clip(first, (0, 0), (wide, high))
    return inside


def edge_boxes(point: np.ndarray, wide: float, high: float, across: float, up: float) -> Iterable[Box]:
    """Boxes along the edge of the sheet, the nearest to a point of it first."""
    x, y = point
    for slide in range(0, 120, 6):
        for sign in (1, -1) if slide else (1,):
            if x <= 1 or x >= across - 1:
                left, bottom = (4.0 if x <= 1 else across - 4 - wide), y - high / 2 + sign * slide
            else:
                left, bottom = x - wide / 2 + sign * slide, (4.0 if y <= 1 else up - 4 - high)
            left = min(max(left, 4.0), across - 4 - wide)
            bottom = min(max(bottom, 4.0), up - 4 - high)
            yield (left, bottom, left + wide, bottom + high)
