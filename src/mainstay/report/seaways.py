"""Where sea links are drawn: over water, by the straits. A picture, not a route: lengths come from the tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from .basemap import EARTH_KM, basemap

CELL = 0.25
"""Size of a cell of the grid, degrees."""
NEAR_SHORE = 1.6
"""How much longer a way counts beside land, so that lines keep off it where they can."""
FARTHEST_PORT = 2.0
"""Degrees from a port to the nearest water beyond which its link is no seaway."""
STRAITS: tuple[tuple[tuple[float, float], ...], ...] = (
    ((29.2, 41.5), (29.0, 41.0), (28.5, 40.8)),  # Bosphorus
    ((27.3, 40.6), (26.6, 40.3), (26.1, 40.0), (25.7, 39.9)),  # Dardanelles
    ((10.7, 57.8), (11.0, 56.0), (10.9, 55.2), (11.2, 54.5), (12.3, 54.4)),  # Great Belt
    ((-6.5, 35.9), (-5.5, 35.95), (-4.5, 36.1)),  # Gibraltar
    ((36.5, 44.8), (36.6, 45.3), (36.8, 45.7)),  # Kerch
    ((32.3, 31.6), (32.35, 30.5), (32.55, 29.7), (33.0, 28.9), (33.8, 27.6)),  # Suez
    ((15.6, 38.6), (15.6, 38.1), (15.4, 37.7)),  # Messina
    ((1.0, 50.7), (1.6, 51.1), (2.3, 51.6)),  # Dover
)
"""Waters narrower than a cell, as lon, lat."""


def seaways(ends: Sequence[tuple[tuple[float, float], tuple[float, float]]]) -> list[np.ndarray | None]:
    """
    Lines over water between places.

    Parameters
    ----------
    ends
        Start and end of each, lon and lat in degrees.

    Returns
    -------
    list of array or None
        Lon, lat of the points of each line, shape (n, 2), from start to end. Of a line that leaves the basemap the part
        up to there, from the end that is on it. None where neither end is near known water.
    """
    water, graph = _sea()
    by_start: dict[int, tuple[np.ndarray, np.ndarray]] = {}
    out: list[np.ndarray | None] = []
    for start, end in ends:
        cells = _port(start), _port(end)
        if cells[0] is None and cells[1] is None:
            out.append(None)
            continue
        turned = cells[0] is None
        near, far = (cells[1], cells[0]) if turned else cells
        near_at, far_at = (end, start) if turned else (start, end)
        assert near is not None
        if near not in by_start:
            by_start[near] = dijkstra(graph, indices=near, return_predecessors=True)
        lengths, before = by_start[near]
        target = far if far is not None else _exit(lengths, far_at)
        if target is None or not math.isfinite(lengths[target]):
            out.append(None)
            continue
        steps = [target]
        while steps[-1] != near:
            steps.append(int(before[steps[-1]]))
        line = _pulled([divmod(step, water.shape[1]) for step in reversed(steps)], water)
        points = np.vstack([[near_at], _degrees(line), *([[far_at]] if far is not None else [])])
        smooth = _rounded(points)
        out.append(smooth[::-1] if turned and far is not None else smooth)
    return out


@cache
def _sea() -> tuple[np.ndarray, csr_array]:
    """Which cells are water, shape (rows, columns) from the south-west, and the ways between them in kilometres."""
    west, south, east, north = basemap().box
    columns, rows = round((east - west) / CELL), round((north - south) / CELL)
    image = Image.new("1", (columns, rows), 1)
    draw = ImageDraw.Draw(image)

    def pixels(degrees: np.ndarray) -> list[tuple[float, float]]:
        return [((lon - west) / CELL - 0.5, (lat - south) / CELL - 0.5) for lon, lat in degrees]

    for country in basemap().countries:
        for ring in country.rings:
            draw.polygon(pixels(ring), fill=0)
    for strait in STRAITS:
        draw.line(pixels(np.array(strait)), fill=1, width=1)
    water = np.array(image, dtype=bool)
    shore = np.zeros_like(water)
    shore[1:-1, 1:-1] = water[1:-1, 1:-1] & ~(water[:-2, 1:-1] & water[2:, 1:-1] & water[1:-1, :-2] & water[1:-1, 2:])
    number = np.arange(water.size).reshape(water.shape)
    lat = np.radians(south + (np.arange(rows) + 0.5) * CELL)
    parts = []
    for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        here = (slice(0, rows - down), slice(max(0, -across), columns - max(0, across)))
        there = (slice(down, rows), slice(max(0, across), columns - max(0, -across)))
        both = water[here] & water[there]
        length = np.hypot(down, across * np.cos(lat[: rows - down]))[:, None] * math.radians(CELL) * EARTH_KM
        cost = length * np.where(shore[here] | shore[there], NEAR_SHORE, 1.0)
        parts.append((number[here][both], number[there][both], cost[both]))
    a, b, c = (np.concatenate(column) for column in zip(*parts, strict=True))
    graph = coo_array((np.tile(c, 2), (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(water.size, water.size))
    return water, csr_array(graph)


def _port(place: tuple[float, float]) -> int | None:
    """Water cell nearest to a place, if there is one near on the basemap."""
    water, _ = _sea()
    west, south, east, north = basemap().box
    lon, lat = place
    if not (west <= lon <= east and south <= lat <= north):
        return None
    row, column, reach = int((lat - south) / CELL), int((lon - west) / CELL), int(FARTHEST_PORT / CELL)
    low, left = max(row - reach, 0), max(column - reach, 0)
    found = np.argwhere(water[low : row + reach + 1, left : column + reach + 1]) + np.array([low, left])
    numbers = found[:, 0] * water.shape[1] + found[:, 1]
    open_sea = _main_sea()[numbers]
    if not open_sea.any():
        return None
    found, numbers = found[open_sea], numbers[open_sea]
    up, right = (lat - south) / CELL, (lon - west) / CELL
    away = np.hypot(found[:, 0] + 0.5 - up, (found[:, 1] + 0.5 - right) * math.cos(math.radians(lat)))
    return int(numbers[int(away.argmin())])


@cache
def _main_sea() -> np.ndarray:
    """Whether a cell is water that is joined to the ocean: no lake, no inland sea."""
    water, graph = _sea()
    ocean = int(water.shape[0] * 0.4) * water.shape[1] + 2
    joined: np.ndarray = np.isfinite(dijkstra(graph, indices=ocean))
    return joined


def _exit(lengths: np.ndarray, far: tuple[float, float]) -> int | None:
    """Cell at which a line to a place beyond leaves the basemap: by the Atlantic, or by the Red Sea."""
    water, _ = _sea()
    west, south, _, _ = basemap().box
    rows, columns = water.shape
    edge = [row * columns for row in range(rows) if water[row, 0]]
    edge += [c for c in range(columns) if water[0, c] and 32 < west + c * CELL < 40]
    best, least = None, math.inf
    for cell in edge:
        row, column = divmod(cell, columns)
        way = lengths[cell] + _apart((west + (column + 0.5) * CELL, south + (row + 0.5) * CELL), far)
        if way < least:
            best, least = cell, way
    return best


def _apart(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance, kilometres."""
    (x, y), (u, v) = (tuple(map(math.radians, place)) for place in (a, b))
    cosine = math.sin(y) * math.sin(v) + math.cos(y) * math.cos(v) * math.cos(x - u)
    return EARTH_KM * math.acos(min(1.0, max(-1.0, cosine)))


def _pulled(cells: list[tuple[int, int]], water: np.ndarray) -> list[tuple[int, int]]:
    """Leave out cells that a straight line over water makes needless."""
    out, at = [cells[0]], 0
    while at < len(cells) - 1:
        ahead = next((n for n in range(min(len(cells) - 1, at + 60), at + 1, -1) if _clear(cells[at], cells[n], water)), at + 1)
        out.append(cells[ahead])
        at = ahead
    return out


def _clear(a: tuple[int, int], b: tuple[int, int], water: np.ndarray) -> bool:
    count = 2 * max(abs(a[0] - b[0]), abs(a[1] - b[1])) + 1
    rows, columns = np.linspace(a[0], b[0], count).round().astype(int), np.linspace(a[1], b[1], count).round().astype(int)
    return bool(water[rows, columns].all())


def _degrees(cells: list[tuple[int, int]]) -> np.ndarray:
    west, south, _, _ = basemap().box
    return np.array([(west + (column + 0.5) * CELL, south + (row + 0.5) * CELL) for row, column in cells])


def _rounded(points: np.ndarray) -> np.ndarray:
    """Round the corners of a line (Chaikin's corner cutting, three times); its ends stay."""
    for _ in range(3):
        a, b = points[:-1], points[1:]
        cut = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], cut, points[-1:]])
    return points
