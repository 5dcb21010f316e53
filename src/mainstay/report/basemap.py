"""Land under the map: outlines from the committed basemap, and a projection for any part of the world."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from matplotlib.path import Path as Outline

EARTH_KM = 6371.0


@dataclass(frozen=True)
class Land:
    """A country or first-level unit: code, English name, and rings in degrees, each of shape (points, 2) as lon, lat."""

    code: str
    name: str
    rings: tuple[np.ndarray, ...]

    def holds(self, lon: float, lat: float) -> bool:
        """Whether a point lies in it."""
        return sum(Outline(ring).contains_point((lon, lat)) for ring in self.rings) % 2 == 1


@dataclass(frozen=True)
class Basemap:
    """Everything that is drawn under the flows; ``box`` is west, south, east, north of what is known, degrees."""

    box: tuple[float, float, float, float]
    countries: tuple[Land, ...]
    units: tuple[Land, ...]
    lakes: tuple[np.ndarray, ...]
    rivers: tuple[np.ndarray, ...]


@cache
def basemap() -> Basemap:
    """Read the committed basemap; see ``data/README.md`` for where it comes from."""
    found = json.loads(files("mainstay.report").joinpath("data/basemap.json").read_text("utf-8"))
    step, unit_step = found["step"], found["unit_step"]
    west, south, east, north = found["box"]
    return Basemap(
        (west, south, east, north),
        tuple(Land(c["a3"], c["name"], _unpacked(c["rings"], step)) for c in found["countries"]),
        tuple(Land(u["code"], "", _unpacked(u["rings"], unit_step)) for u in found["units"]),
        _unpacked(found["lakes"], step),
        _unpacked(found["rivers"], step),
    )


def _unpacked(lines: Iterable[list[int]], step: int) -> tuple[np.ndarray, ...]:
    """Degrees of lines written as steps from point to point."""
    return tuple(np.cumsum(np.array(line, dtype=float).reshape(-1, 2), axis=0) / step for line in lines)


@dataclass(frozen=True)
class Projection:
    """Lambert's azimuthal equal-area projection around a centre in degrees; works anywhere, up to the antipode."""

    lon: float
    lat: float

    def __call__(self, points: np.ndarray) -> np.ndarray:
        """Kilometres east and north of the centre, of points (..., 2) as lon, lat."""
        lon, lat = np.radians(points[..., 0] - self.lon), np.radians(points[..., 1])
        at = math.radians(self.lat)
        cos_c = math.sin(at) * np.sin(lat) + math.cos(at) * np.cos(lat) * np.cos(lon)
        scale = EARTH_KM * np.sqrt(2 / np.maximum(1 + cos_c, 1e-6))
        x = np.cos(lat) * np.sin(lon)
        y = math.cos(at) * np.sin(lat) - math.sin(at) * np.cos(lat) * np.cos(lon)
        return np.stack([scale * x, scale * y], axis=-1)

    def near(self, points: np.ndarray) -> bool:
        """Whether all points lie within 100 degrees of the centre: what is farther is drawn inside out."""
        lon, lat = np.radians(points[..., 0] - self.lon), np.radians(points[..., 1])
        at = math.radians(self.lat)
        cos_c = math.sin(at) * np.sin(lat) + math.cos(at) * np.cos(lat) * np.cos(lon)
        return bool((cos_c > math.cos(math.radians(100))).all())


def centre(points: np.ndarray) -> tuple[float, float]:
    """Return the middle of places on a globe, as lon, lat; sound across the date line. Shape (places, 2)."""
    lon, lat = np.radians(points[:, 0]), np.radians(points[:, 1])
    x, y, z = (np.cos(lat) * np.cos(lon)).mean(), (np.cos(lat) * np.sin(lon)).mean(), np.sin(lat).mean()
    return math.degrees(math.atan2(y, x)), math.degrees(math.atan2(z, math.hypot(x, y)))
