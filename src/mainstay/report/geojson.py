"""Nodes and flows as GeoJSON, for any map program."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from mainstay.exchange.atomic import replacing
from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Node, Scenario

from .loads import Load, link_loads, node_loads
from .places import UsedPlace, used_places


def write_geojson(plan: AnyPlan, scenario: Scenario, folder: Path) -> list[Path]:
    """
    Write ``nodes.geojson`` and ``flows.geojson`` (WGS 84, RFC 7946).

    With ``sites.geojson`` where the plan trains people or repairs: training sites and repair shops, at their places.
    Figures carry their unit in their name; a share is of capacity, 1 being full, and null where no capacity is stated.
    """
    nodes = scenario.by_key("nodes")
    links = scenario.by_key("links")
    points = [
        _feature("Point", _position(nodes[code]), _of_node(nodes[code], load))
        for code, load in node_loads(scenario, plan.tables.node_days, plan.tables.legs).items()
        if code in nodes
    ]
    lines = []
    for code, load in link_loads(scenario, plan.tables.flows, plan.tables.legs).items():
        link = links[code]
        if link.origin in nodes and link.destination in nodes:
            ends = [_position(nodes[link.origin]), _position(nodes[link.destination])]
            said = {
                "link": code,
                "origin": link.origin,
                "destination": link.destination,
                "mode": str(link.mode),
                "corridor": link.corridor or None,
                "total_t": _round(load.total_t),
                "mean_t_per_day": _round(load.mean_t_per_day),
                "capacity_t_per_day": link.capacity_t_per_day,
                **_peak(load),
            }
            lines.append(_feature("LineString", ends, said))
    places = [_feature("Point", _position(nodes[place.node]), _of_place(place)) for place in used_places(plan, scenario)]
    return [
        _write(folder / "nodes.geojson", "nodes", points),
        _write(folder / "flows.geojson", "flows", lines),
        *([_write(folder / "sites.geojson", "sites", places)] if places else []),
    ]


def _of_place(place: UsedPlace) -> dict[str, Any]:
    return {
        "code": place.code,
        "name": place.name,
        "kind": place.kind,
        "node": place.node,
        "party": place.party,
        "people": place.people,
        "runs": place.runs,
        "repaired": None if place.repaired is None else _round(place.repaired),
    }


def _of_node(node: Node, load: Load) -> dict[str, Any]:
    return {
        "node": node.node,
        "name": node.name,
        "name_uk": node.name_uk or None,
        "country": node.country,
        "kind": str(node.kind),
        "arrived_t": _round(load.total_t),
        "departed_t": _round(load.out_t),
        "mean_arrived_t_per_day": _round(load.mean_t_per_day),
        "most_waiting_t": _round(load.waiting_t),
        "handling_t_per_day": node.handling_t_per_day,
        **_peak(load),
    }


def _peak(load: Load) -> dict[str, Any]:
    return {
        "peak_t": _round(load.peak_t),
        "peak_day": load.peak_day.isoformat(),
        "peak_share": None if load.peak_share is None else round(load.peak_share, 4),
        "week_share": None if load.week_share is None else round(load.week_share, 4),
    }


def _position(node: Node) -> list[float]:
    return [node.lon, node.lat]


def _round(value: float) -> float:
    return round(value, 3)


def _feature(kind: str, coordinates: list[Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": kind, "coordinates": coordinates}, "properties": properties}


def _write(file: Path, name: str, features: list[dict[str, Any]]) -> Path:
    """One feature a line, so that versions can be compared."""
    rows = ",\n".join(json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features)
    with replacing(file) as partial:
        partial.write_text(f'{{"type":"FeatureCollection","name":"{name}","features":[\n{rows}\n]}}\n', "utf-8")
    return file
