"""Charts, sheets, calendars and places of a plan with capabilities: there when they are needed, and only then."""

import csv
import datetime as dt
import json
import xml.etree.ElementTree as ET

import openpyxl
import pytest
from icalendar import Calendar
from tests.report.complete import day, plan, scenario

from mainstay.model import ComponentKind, CrewRole, Reason, Serves, Unmet
from mainstay.report import LANGUAGES, Words, write
from mainstay.report.calendars import file_names
from mainstay.report.words import WORDS

CHARTS = {
    "in-service": "title service",
    "crews-and-equipment": "title gantt",
    "training": "title training",
    "days-of-supply": "title stocks",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("complete")
    write(plan(), scenario(), folder)
    return folder


@pytest.mark.parametrize("language", LANGUAGES)
def test_charts_speak_the_language_and_keep_their_text(tmp_path, language):
    write(plan(), scenario(), tmp_path, language=language)
    for name, title in CHARTS.items():
        texts = ["".join(e.itertext()) for e in ET.parse(tmp_path / f"{name}.svg").iter() if e.tag.endswith("}text")]
        assert Words(language)(title) in texts
        assert (tmp_path / f"{name}.png").stat().st_size > 10_000


def test_the_same_plan_gives_the_same_bytes(folder, tmp_path):
    for file in write(plan(), scenario(), tmp_path):
        if file.name != "run.json":
            assert file.read_bytes() == (folder / file.relative_to(tmp_path)).read_bytes(), file.name


def test_a_plan_without_capabilities_has_none_of_these_files(tmp_path):
    tables = dict.fromkeys(
        ("capabilities", "readiness", "runs", "attendances", "assignments", "reservations", "stock_levels", "orders"), ()
    )
    only = tuple(row for row in plan().tables.consignments if row.serves is Serves.REQUIREMENT)
    asked = scenario().replace(requirements=scenario().requirements[1:], stocks=())
    written = write(plan().but(**tables, legs=(), consignments=only), asked, tmp_path)
    names = {file.relative_to(tmp_path).as_posix() for file in written}
    assert not {f"{name}.svg" for name in CHARTS} & names
    assert not names & {"in-service.csv", "sites.geojson", "calendars/training.ics"}
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    assert [name for name in book.sheetnames if not name.startswith(("Party", "Node"))] == [
        "Summary", "Index", "Unmet", "Bottlenecks", "Consignments",
    ]  # fmt: skip


def test_the_table_of_the_capability_calendar_says_what_is_in_service_when(folder):
    rows = list(csv.DictReader((folder / "in-service.csv").open(encoding="utf-8-sig")))
    assert [int(row["in_service"]) for row in rows] == [0] * 5 + [1] + [2] * 6
    assert rows[5]["last_day"] == day(41).isoformat()


def test_every_new_table_has_its_sheet_and_each_row_stands_on_it(folder):
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    tables = plan().tables
    for key in ("readiness", "runs", "attendances", "assignments", "reservations", "stock_levels", "orders"):
        texts = {str(cell.value) for row in book[WORDS[key.replace("_", " ")][0]] for cell in row}
        first = next(iter(getattr(tables, key)[0].__struct_fields__))
        for row in getattr(tables, key):
            assert str(getattr(row, first)) in texts
    values = [[cell.value for cell in row] for row in book["Capabilities"]]
    row = next(row for row in values if row[0] == "P-1")
    assert row[6:10] == [2, 1, 2, dt.datetime(2027, 1, 17)]
    assert row[-1] == "equipment: Howitzer (8 of 8)"


def test_the_sheet_of_the_unmet_names_the_package(tmp_path):
    row = Unmet(
        requirement="P-1", item="", place="HUB", priority=1, due=day(40), asked=2, planned=1, on_time=1, missing=5.0,
        reason=Reason.NO_OFFER,
    )  # fmt: skip
    write(plan().but(unmet=(row,)), scenario(), tmp_path)
    texts = [[cell.value for cell in row] for row in openpyxl.load_workbook(tmp_path / "plan.xlsx")["Unmet"]]
    found = next(row for row in texts if row[0] == "P-1")
    assert (found[1], found[8]) == ("Battery", "package")


def test_a_run_is_one_event_over_its_days_with_who_comes_and_who_lends(folder):
    events = Calendar.from_ical((folder / "calendars" / "training-site.ics").read_bytes()).events
    equipment, first, second = sorted(events, key=lambda event: (len(event["DESCRIPTION"]), event["DTSTART"].dt))
    assert (first["DTSTART"].dt, first["DTEND"].dt) == (day(0), day(14))
    assert str(first["SUMMARY"]) == "Gunnery course: 20 people, runs: 1"
    assert "First brigade, A: 20" in first["DESCRIPTION"]
    assert "Lent by: DEU." in first["DESCRIPTION"]
    assert "Lent by: DEU, NLD." in second["DESCRIPTION"]
    assert "2 × Howitzer" in first["DESCRIPTION"]
    assert (equipment["DTSTART"].dt, str(equipment["SUMMARY"])) == (day(5), "Equipment due: 2 × Howitzer")


def test_the_calendar_of_all_training_holds_the_events_of_every_site(folder):
    every = Calendar.from_ical((folder / "calendars" / "training.ics").read_bytes()).events
    one = Calendar.from_ical((folder / "calendars" / "training-site.ics").read_bytes()).events
    assert {str(event["UID"]) for event in every} == {str(event["UID"]) for event in one}
    assert all(str(event["SUMMARY"]).startswith("Range: ") for event in every)


def test_a_repair_is_no_arrival(folder):
    assert Calendar.from_ical((folder / "calendars" / "all.ics").read_bytes()).events == []


def test_no_node_takes_the_file_of_a_training_site():
    assert set(file_names(["training-x", "training", "all"]).values()).isdisjoint({"training-x", "training", "all"})


def test_sites_and_shops_lie_at_their_places(folder):
    features = json.loads((folder / "sites.geojson").read_text("utf-8"))["features"]
    assert [feature["properties"]["kind"] for feature in features] == ["repair shop", "training site"]
    assert all(feature["geometry"]["coordinates"] == [22.0, 50.1] for feature in features)


@pytest.mark.parametrize("word", [*ComponentKind, *CrewRole, *Serves])
def test_every_kind_of_part_and_of_use_is_translated(word):
    assert str(word.value) in WORDS
