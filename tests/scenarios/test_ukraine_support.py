"""The bundled scenario ukraine-support: complete, sourced, joined up, and calibrated to the published throughput."""

from __future__ import annotations

import csv
import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from scipy.optimize import linprog

import mainstay
from mainstay.exchange import load
from mainstay.model import TABLES, fields, key_of

FOLDER = Path(mainstay.__file__).parent / "scenarios" / "ukraine-support"
NETWORK = ("parties", "items", "equivalences", "nodes", "links", "corridors", "closures")
NODES_OF_THE_MISSION = {"LEN_P", "LEN_R"}
DANUBE_PORTS = {"PT_IZMAIL", "PT_RENI"}
DAYS_PER_MONTH = 365 / 12


@cache
def rows(table: str) -> list[dict[str, str]]:
    with open(FOLDER / f"{table}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def nodes() -> dict[str, dict[str, str]]:
    return {row["node"]: row for row in rows("nodes")}


def reached(start: Iterable[str], *, backwards: bool = False) -> set[str]:
    """Nodes that links lead to from ``start``, or that lead to it."""
    origin, destination = ("destination", "origin") if backwards else ("origin", "destination")
    onward = defaultdict(set)
    for link in rows("links"):
        onward[link[origin]].add(link[destination])
    seen, todo = set(start), list(start)
    while todo:
        for node in onward[todo.pop()] - seen:
            seen.add(node)
            todo.append(node)
    return seen


def centres() -> set[str]:
    return {code for code, node in nodes().items() if node["kind"] == "centre"}


def beginnings() -> set[str]:
    """Places outside Ukraine where gifts start: all but crossings, the mission's nodes and their own gates."""
    gates = {link["destination"] for link in rows("links") if link["corridor"]} - NODES_OF_THE_MISSION
    return {
        code
        for code, node in nodes().items()
        if node["country"] != "UKR" and node["kind"] not in ("crossing", "logistics node") and code not in gates
    }


def most(links: list[dict[str, str]], sources: set[str], sinks: set[str]) -> float:
    """Tonnes a day that can reach the sinks in the long run, under link, corridor and handling capacities."""
    links = [link for link in links if link["origin"] not in sinks]
    places = [code for code in nodes() if code not in sources | sinks]
    number = {code: k for k, code in enumerate(places)}
    balance = np.zeros((len(places), len(links)))
    shared = defaultdict(lambda: np.zeros(len(links)))
    for k, link in enumerate(links):
        if link["origin"] in number:
            balance[number[link["origin"]], k] += 1
        if link["destination"] in number:
            balance[number[link["destination"]], k] -= 1
        shared["corridor", link["corridor"]][k] = 1
        shared["node", link["destination"]][k] = 1
    limits = {("corridor", row["corridor"]): float(row["capacity_t_per_day"]) for row in rows("corridors")} | {
        ("node", code): float(node["handling_t_per_day"]) for code, node in nodes().items() if node["handling_t_per_day"]
    }
    gates = [(row, limits[gate]) for gate, row in shared.items() if gate in limits]
    arriving = np.array([link["destination"] in sinks for link in links], dtype=float)
    answer = linprog(
        -arriving,
        A_ub=np.array([row for row, _ in gates]) if gates else None,
        b_ub=[limit for _, limit in gates] or None,
        A_eq=balance,
        b_eq=np.zeros(len(places)),
        bounds=[(0, float(link["capacity_t_per_day"])) for link in links],
    )
    assert answer.success
    return float(-answer.fun)


def outside() -> list[dict[str, str]]:
    return [link for link in rows("links") if nodes()[link["destination"]]["country"] != "UKR"]


def entry(gate: str) -> list[dict[str, str]]:
    """Links outside Ukraine when only one gate of the Polish node is open."""
    return [link for link in outside() if link["corridor"] in ("", gate)]


@pytest.mark.parametrize(
    ("table", "least"),
    [("parties", 45), ("items", 80), ("equivalences", 20), ("nodes", 120), ("links", 350), ("corridors", 3)],
)
def test_the_scenario_is_as_large_as_promised(table: str, least: int):
    """A table never shrinks below what the documentation promises."""
    assert len(rows(table)) >= least


def test_closures_are_few_and_fall_inside_the_plan():
    """Eight to fifteen closures, each on days of the plan."""
    first, last = dt.date(2026, 12, 1), dt.date(2027, 5, 31)
    closures = rows("closures")
    assert 8 <= len(closures) <= 15
    for closure in closures:
        opens, ends = (dt.date.fromisoformat(closure[day]) for day in ("first_day", "last_day"))
        assert first <= opens <= ends <= last, closure["closure"]


def test_a_partial_closure_lies_on_something_with_a_capacity():
    """Half a node without a handling figure is the whole node, so such a row would do nothing."""
    for closure in rows("closures"):
        if closure["of"] == "node" and float(closure["share_open"] or 0) > 0:
            assert nodes()[closure["closes"]]["handling_t_per_day"], closure["closure"]


@pytest.mark.parametrize("table", [*NETWORK, "sources"])
def test_columns_are_those_of_the_record(table: str):
    """The header is the record's, in its order, and no code stands twice."""
    assert list(rows(table)[0]) == [field.name for field in fields(TABLES[table])]
    codes = Counter(row[key_of(TABLES[table])] for row in rows(table))
    assert codes.most_common(1)[0][1] == 1


@pytest.mark.parametrize("table", NETWORK)
def test_every_row_names_a_listed_source(table: str):
    """No row without a source, and no source that sources.csv does not list."""
    listed = {source["source"] for source in rows("sources")}
    assert {row["source"] for row in rows(table)} <= listed
    assert all(row["basis"] in ("fact", "estimate", "assumption") for row in rows(table))


@pytest.mark.parametrize("table", NETWORK)
def test_a_fact_has_an_opened_source_of_some_standing(table: str):
    """What calls itself a fact names an address and is not graded E or F."""
    source = {row["source"]: row for row in rows("sources")}
    for row in rows(table):
        if row["basis"] == "fact":
            assert source[row["source"]]["url"].startswith("http"), row
            assert source[row["source"]]["reliability"] in "ABCD", row


@pytest.mark.parametrize("table", NETWORK)
def test_a_row_without_a_source_is_called_an_assumption(table: str):
    """The source 'assumption' never carries a fact."""
    for row in rows(table):
        assert row["source"] != "assumption" or row["basis"] != "fact", row


def test_items_cover_the_five_classes_and_civil_needs():
    """All five classes of supply, medical goods, power and demining are there; ammunition is lethal and class 1."""
    items = rows("items")
    assert {item["supply_class"] for item in items} == {"I", "II", "III", "IV", "V"}
    assert {"medical", "health", "power", "demining", "shelter", "water"} <= {item["group"] for item in items}
    for item in items:
        if item["supply_class"] == "V":
            assert item["lethal"] == "yes", item
            assert item["hazard"].startswith("1."), item
        assert float(item["mass_t"]) > 0, item


def test_equivalences_read_given_serves_asked():
    """Twenty 20 kVA sets do not stand in one for one: ratios count what was asked per unit given."""
    ratio = {(row["item"], row["serves"]): float(row["ratio"]) for row in rows("equivalences")}
    assert ratio["GEN_60", "GEN_20"] == 3
    assert ratio["GEN_20", "GEN_60"] == pytest.approx(1 / 3, rel=1e-4)
    assert ratio["PICKUP", "HMMWV"] == 0.5


def test_explicit_non_substitutes_are_recorded():
    """What does not fit is said, not left out: petrol for diesel, 152 mm for 155 mm, 10 kV for 110 kV."""
    refused = {(row["item"], row["serves"]) for row in rows("equivalences") if row["allowed"] == "no"}
    assert {("FUEL_PET", "FUEL_DIES"), ("ART152", "ART155"), ("TR_10", "TR_110")} <= refused


def test_every_place_of_hand_over_is_reached_from_every_beginning():
    """From any node outside Ukraine cargo can reach some centre, and from each mission node every centre."""
    assert set(nodes()) == reached(centres(), backwards=True)
    for node in NODES_OF_THE_MISSION:
        assert centres() <= reached({node}), node
    assert len(centres()) == 22


def test_every_node_has_a_link_and_every_link_joins_nodes():
    """No place floats, no link leads nowhere or to where it began."""
    ends = [(link["origin"], link["destination"]) for link in rows("links")]
    assert {end for pair in ends for end in pair} == set(nodes())
    assert all(origin != destination for origin, destination in ends)


def test_nothing_lies_where_it_must_not():
    """Inside Ukraine only centres and Danube ports; nothing in Russia, Belarus or under occupation."""
    for code, node in nodes().items():
        assert node["country"] not in ("RUS", "BLR"), code
        if node["country"] == "UKR":
            assert node["kind"] == "centre" or code in DANUBE_PORTS, code
        assert node["subdivision"] not in ("UA-09", "UA-14", "UA-40", "UA-43"), code
    assert not {"OC_UA09", "OC_UA14", "OC_UA40", "OC_UA43"} & set(nodes())


def test_links_inside_ukraine_join_only_centres_and_the_border():
    """Onward movement is no finer than from centre to centre; that goes both ways, the way in from the border one way."""
    inside = [link for link in rows("links") if link["link"].startswith(("UA_", "UR_"))]
    ways = {(link["origin"], link["destination"], link["mode"]) for link in inside}
    for origin, destination, mode in ways:
        assert destination in centres()
        if origin in centres():
            assert (destination, origin, mode) in ways
        else:
            assert nodes()[origin]["kind"] == "crossing" or origin in DANUBE_PORTS
    others = [link for link in rows("links") if link not in inside]
    assert not any({link["origin"], link["destination"]} & centres() for link in others)


def test_nobody_flies_or_sails_into_ukraine_beyond_the_danube():
    """No air link into Ukraine and no sea link but to the Danube ports."""
    for link in rows("links"):
        if link["mode"] in ("air", "sea", "river") and nodes()[link["destination"]]["country"] == "UKR":
            assert link["mode"] != "air", link
            assert link["destination"] in DANUBE_PORTS, link


def straight(link: dict[str, str]) -> float:
    """Great-circle distance in km between the ends of a link."""
    ends = nodes()[link["origin"]], nodes()[link["destination"]]
    a, b = (np.radians([float(end["lat"]), float(end["lon"])]) for end in ends)
    half = np.sin((b - a) / 2) ** 2
    return float(12742 * np.arcsin(np.sqrt(half[0] + np.cos(a[0]) * np.cos(b[0]) * half[1])))


def test_lengths_agree_with_positions():
    """No way is shorter than the straight line, and no road more than twice it: a wrong position would show."""
    for link in rows("links"):
        km = float(link["km"])
        assert km >= 0.95 * straight(link) - 2, link
        if link["mode"] == "road":
            assert km <= 2 * straight(link) + 5, link


def test_nothing_goes_faster_than_its_mode():
    """Door to door within 70 km/h by road, 30 by rail, 28 at sea, 12 on rivers and 800 by air."""
    fastest = {"road": 70, "rail": 30, "sea": 28, "river": 12, "air": 800, "transfer": 1}
    for link in rows("links"):
        assert float(link["hours"]) > 0, link
        assert float(link["km"]) <= fastest[link["mode"]] * float(link["hours"]), link


def test_the_polish_node_takes_the_published_tonnage():
    """Most that can pass the Polish node in a month: the published 18,000 t, within 5 %."""
    month = most(outside(), beginnings(), {"LEN_P"}) * DAYS_PER_MONTH
    assert month == pytest.approx(18_000, rel=0.05)


def test_its_tonnage_splits_over_trucks_wagons_and_aircraft_as_published():
    """9,000 trucks, 1,800 wagons and 500 aircraft of 15, 40 and 30 t: 61, 32 and 7 %."""
    share = {"LENP_ROAD": 9_000 * 15, "LENP_RAIL": 1_800 * 40, "LENP_AIR": 500 * 30}
    tonnes = {gate: most(entry(gate), beginnings(), {"LEN_P"}) * 365 for gate in share}
    for gate, published in share.items():
        assert tonnes[gate] / sum(tonnes.values()) == pytest.approx(published / sum(share.values()), abs=0.01)
    assert [round(100 * t / sum(tonnes.values())) for t in tonnes.values()] == [61, 32, 7]


def test_no_way_into_the_polish_node_slips_past_its_gates():
    """With the three gates shut nothing arrives."""
    assert most(entry("none"), beginnings(), {"LEN_P"}) == pytest.approx(0)


def test_the_gates_bind_and_not_the_single_links():
    """Each gate is narrower than its links together, and the border behind the node is wider than the node."""
    for corridor in rows("corridors"):
        links = [link for link in rows("links") if link["corridor"] == corridor["corridor"]]
        assert sum(float(link["capacity_t_per_day"]) for link in links) > 2 * float(corridor["capacity_t_per_day"])
    assert most(rows("links"), {"LEN_P"}, centres()) > 603


def test_ammunition_passes_a_node_of_the_mission():
    """Class 1 reaches the centres through the two nodes, and not at all without them."""
    licensed = [
        link
        for link in rows("links")
        if nodes()[link["destination"]]["hazards"] == "all"
        and (nodes()[link["origin"]]["hazards"] == "all" or link["origin"] in beginnings())
    ]
    around = [link for link in licensed if link["origin"] not in NODES_OF_THE_MISSION]
    assert most(licensed, beginnings(), centres()) == pytest.approx(603 + 150)
    assert most(around, beginnings(), centres()) == pytest.approx(0)


def test_the_folder_holds_together():
    """No problem keeps it from being planned with, and the package description is that of its tables."""
    scenario, problems = load(FOLDER)
    assert [str(problem) for problem in problems if problem.blocks] == []
    assert scenario is not None
    package = json.loads((FOLDER / "datapackage.json").read_text(encoding="utf-8"))
    assert {entry["path"] for entry in package["resources"]} == {file.name for file in FOLDER.glob("*.csv")}
    for entry in package["resources"]:
        header = [field["name"] for field in entry["schema"]["fields"]]
        assert header == list(rows(Path(entry["path"]).stem)[0]), entry["path"]


def test_names_of_centres_are_given_in_ukrainian():
    """Centres and crossings carry their Ukrainian name."""
    for code, node in nodes().items():
        if node["kind"] in ("centre", "crossing", "logistics node"):
            assert node["name_uk"], code
