"""The ground of the map: which part of the world is shown, and land, water and borders in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from scipy.ndimage import distance_transform_edt

from .basemap import Projection, basemap, centre
from .look import BORDER, GROUND_3, HOME, LAND, LINE_2, SEA, UNIT_BORDER, WATER

SMALLEST_KM = 350.0
"""Least width of what is shown: a single place still shows its surroundings."""
WIDEST = 2.1
"""How many times as wide as the supported nation's part of it the map may be; what lies beyond is named at the edge."""
MARGIN = 0.09
"""Share of the sheet left free around the nodes shown."""
CELL = 6
"""Size in points of the grid on which places for names of countries are sought."""


@dataclass(frozen=True)
class View:
    """From degrees to points on the sheet; ``scale`` is points a kilometre."""

    projection: Projection
    scale: float
    shift: tuple[float, float]
    width: float
    height: float

    def __call__(self, degrees: np.ndarray) -> np.ndarray:
        """Points on the sheet of (..., 2) lon, lat."""
        points: np.ndarray = self.projection(degrees) * self.scale + np.array(self.shift)
        return points

    def shown(self, lines: Iterable[np.ndarray]) -> list[np.ndarray]:
        """Lines in degrees that touch the sheet, as points on it."""
        near = (self(line) for line in lines if self.projection.near(line))
        return [line for line in near if self.shows(line)]

    def shows(self, points: np.ndarray) -> bool:
        """Whether the box around points of the sheet touches it."""
        low, high = points.min(axis=0), points.max(axis=0)
        return bool(high[0] > 0 and high[1] > 0 and low[0] < self.width and low[1] < self.height)


def fitted(
    places: np.ndarray, weights: Sequence[float], home: Sequence[bool], width: float, height: float, covered: float
) -> View:
    """
    Return the view that shows the nodes near the supported nation with ``covered`` of the weight.

    Parameters
    ----------
    places
        Lon, lat of nodes, shape (nodes, 2).
    weights
        Tonnes handled at each.
    home
        Whether it lies in the supported nation; those are shown in any case.
    width, height
        Of the sheet, points.
    covered
        Share of the weight to be shown.
    """
    weight, at_home = np.asarray(weights, dtype=float), np.asarray(home, dtype=bool)
    middle = centre(places[at_home] if at_home.any() else places)
    away = np.hypot(*Projection(*middle)(places).T)
    order = np.argsort(away, kind="stable")
    share = np.cumsum(weight[order]) / max(weight.sum(), 1e-9)
    kept = np.zeros(len(places), dtype=bool)
    kept[order[: int(np.searchsorted(share, covered)) + 1]] = True
    kept |= at_home
    projection = Projection(*centre(places[kept]))
    spots = projection(places)
    room = np.array([width, height]) * (1 - 2 * MARGIN)
    low, high = spots[kept].min(axis=0), spots[kept].max(axis=0)
    extent = np.maximum(high - low, SMALLEST_KM)
    scale, middle_km = float((room / extent).min()), (low + high) / 2
    if at_home.any():
        inner = np.maximum(spots[at_home].max(axis=0) - spots[at_home].min(axis=0), SMALLEST_KM)
        least = float((room / inner).min()) / WIDEST
        if scale < least:
            scale = least
            middle_km = _best_middle(spots, weight, at_home, room / scale)
    shift = (width / 2 - scale * float(middle_km[0]), height / 2 - scale * float(middle_km[1]))
    return View(projection, scale, shift, width, height)


def _best_middle(spots: np.ndarray, weight: np.ndarray, at_home: np.ndarray, extent: np.ndarray) -> np.ndarray:
    """Middle of the window of an extent that holds all of home and the most weight besides, kilometres."""
    first, last = spots[at_home].min(axis=0), spots[at_home].max(axis=0)
    starts = np.minimum(last - extent, first)
    best: np.ndarray = (first + last) / 2
    most = -1.0
    for across in np.linspace(starts[0], first[0], 25):
        for up in np.linspace(starts[1], first[1], 25):
            low = np.array([across, up])
            inside = ((spots >= low - 1) & (spots <= low + extent + 1)).all(axis=1)
            # Of equal windows the one nearest to home's own middle.
            found = float(weight[inside].sum()) - 1e-9 * float(np.abs(low + extent / 2 - (first + last) / 2).sum())
            if found > most:
                best, most = low + extent / 2, found
    return best


def draw_ground(axes: Axes, view: View, supported: str) -> bool:
    """Draw sea, land, units, lakes, rivers and borders; return whether the basemap knows (nearly) all that is shown."""
    known = basemap()
    west, south, east, north = known.box
    edge = np.array(
        [(lon, south) for lon in np.linspace(west, east, 60)]
        + [(east, lat) for lat in np.linspace(south, north, 30)]
        + [(lon, north) for lon in np.linspace(east, west, 60)]
        + [(west, lat) for lat in np.linspace(north, south, 30)]
    )
    axes.add_patch(PathPatch(_outline([_box(view.width, view.height)]), fc=GROUND_3, ec="none", zorder=0))
    share = 0.0
    if view.projection.near(edge):
        sheet = _outline([view(edge)])
        axes.add_patch(PathPatch(sheet, fc=SEA, ec="none", zorder=1))
        across, up = np.meshgrid(np.linspace(0, view.width, 16), np.linspace(0, view.height, 12))
        share = float(sheet.contains_points(np.column_stack([across.ravel(), up.ravel()])).mean())
    if share < 1:
        _graticule(axes, view)
    for country in known.countries:
        rings = view.shown(country.rings)
        if rings and country.code != supported:
            axes.add_patch(PathPatch(_outline(rings), fc=LAND, ec=BORDER, lw=0.6, zorder=2, joinstyle="round"))
        elif rings:  # its border lies over the lines of its units
            axes.add_patch(PathPatch(_outline(rings), fc=HOME, ec="none", zorder=3))
            axes.add_patch(PathPatch(_outline(rings), fc="none", ec=BORDER, lw=1.2, zorder=6, joinstyle="round"))
    units = view.shown(ring for unit in known.units for ring in unit.rings)
    axes.add_collection(LineCollection(units, colors=UNIT_BORDER, linewidths=0.5, zorder=4))
    axes.add_collection(LineCollection(view.shown(known.rivers), colors=WATER, linewidths=0.8, zorder=5))
    lakes = view.shown(known.lakes)
    if lakes:
        axes.add_patch(PathPatch(_outline(lakes), fc=WATER, ec="none", zorder=5))
    return share > 0.9


def country_spots(view: View) -> Iterator[tuple[str, str, list[tuple[float, float]]]]:
    """Code and English name of each country shown with room for its name, and spots for it, the widest first."""
    xs, ys = np.arange(CELL / 2, view.width, CELL), np.arange(CELL / 2, view.height, CELL)
    grid = np.stack(np.meshgrid(xs, ys), axis=-1).reshape(-1, 2)
    for country in basemap().countries:
        inside = np.zeros(len(grid), dtype=bool)
        for ring in view.shown(country.rings):
            inside ^= Outline(ring).contains_points(grid)
        if inside.sum() * CELL * CELL < 1500:
            continue
        room = distance_transform_edt(np.pad(inside.reshape(len(ys), len(xs)), 1))[1:-1, 1:-1].ravel()
        best = np.argsort(-room, kind="stable")[:400]
        spots = [(float(x), float(y)) for x, y in grid[best[room[best] >= 2]]]
        yield country.code, country.name, spots


def _graticule(axes: Axes, view: View) -> None:
    """Draw lines of latitude and longitude, every ten degrees."""
    lines = [np.array([(lon, lat) for lat in range(-80, 81, 2)], dtype=float) for lon in range(-180, 180, 10)]
    lines += [np.array([(lon, lat) for lon in range(-180, 181, 2)], dtype=float) for lat in range(-80, 81, 10)]
    shown = []
    for line in map(view, lines):
        # What lies behind the globe's edge jumps across the sheet.
        steps = np.hypot(*np.diff(line, axis=0).T)
        pieces = np.split(line, np.flatnonzero(steps > 1500 * view.scale) + 1)
        shown += [piece for piece in pieces if len(piece) > 1 and view.shows(piece)]
    axes.add_collection(LineCollection(shown, colors=LINE_2, linewidths=0.4, zorder=1.5))


def _box(width: float, height: float) -> np.ndarray:
    return np.array([(0, 0), (width, 0), (width, height), (0, height), (0, 0)], dtype=float)


def _outline(rings: Sequence[np.ndarray]) -> Outline:
    """One path of several rings, each closed."""
    points, codes = [], []
    for ring in rings:
        points.append(ring)
        code = np.full(len(ring), Outline.LINETO, dtype=Outline.code_type)
        code[0], code[-1] = Outline.MOVETO, Outline.CLOSEPOLY
        codes.append(code)
    return Outline(np.vstack(points), np.concatenate(codes))
