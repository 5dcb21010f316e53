"""All that comes out of a plan: complete, the same each time, and safe to open."""

import datetime as dt
import json
import re
import xml.etree.ElementTree as ET

import msgspec
import openpyxl
import pytest
from icalendar import Calendar

from mainstay.exchange.plan_folder import PlanTables, read_plan
from mainstay.model import ScenarioError
from mainstay.report import LANGUAGES, Words, answer, draw_fulfilment, draw_map, write
from mainstay.report.labels import Plate
from mainstay.report.legend import rounds
from mainstay.report.sheet import Book

FORMULA = '=HYPERLINK("x","y")'


@pytest.fixture(scope="module")
def folder(plan, scenario, tmp_path_factory):
    """Everything of the hand-made plan, written once."""
    folder = tmp_path_factory.mktemp("plan")
    write(plan, scenario, folder, greedy=plan.tables.consignments[:1])
    return folder


def test_the_summary_lists_every_file_and_nothing_else(folder):
    found = sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())
    assert json.loads((folder / "summary.json").read_text("utf-8"))["files"] == found
    assert {"plan.xlsx", "map.svg", "map.png", "fulfilment.svg", "nodes.geojson", "calendars/all.ics"} <= set(found)


def test_the_same_plan_gives_the_same_bytes(folder, plan, scenario, tmp_path):
    """Only run.json may differ, as it says how long it took."""
    written = write(plan.change(seconds=99.0), scenario, tmp_path, greedy=plan.tables.consignments[:1])
    for file in written:
        if file.name != "run.json":
            assert file.read_bytes() == (folder / file.relative_to(tmp_path)).read_bytes(), file.name
    assert json.loads((tmp_path / "run.json").read_text("utf-8")) == {"seconds": 99.0}


def test_a_written_plan_reads_back_as_it_was_and_reports_the_same(folder, plan, scenario):
    again = read_plan(folder)
    assert again.tables == plan.tables
    assert (again.score, again.bound, again.attained, again.greedy_score) == (70.0, 70.02, 70.5, 55.04)
    assert again.seconds == plan.seconds
    assert answer(again, scenario) == answer(plan, scenario)


def test_the_summary_holds_no_time_of_the_run_and_no_infinity(nothing, scenario, tmp_path):
    write(nothing, scenario, tmp_path)
    text = (tmp_path / "summary.json").read_text("utf-8")
    assert "seconds" not in text
    assert json.loads(text)["bound"] is None
    assert read_plan(tmp_path).gap == float("inf")


def test_a_plan_of_nothing_has_all_its_files(nothing, scenario, tmp_path):
    """An empty table, a map without flows and an empty calendar are still files that open."""
    write(nothing, scenario, tmp_path)
    assert openpyxl.load_workbook(tmp_path / "plan.xlsx").sheetnames[0] == "Summary"
    assert Calendar.from_ical((tmp_path / "calendars" / "all.ics").read_bytes()).events == []
    assert read_plan(tmp_path).tables == PlanTables()


def test_files_of_an_earlier_plan_go_and_those_of_others_stay(plan, nothing, scenario, tmp_path):
    write(plan, scenario, tmp_path)
    (tmp_path / "calendars" / "mine.ics").write_text("mine")
    assert (tmp_path / "calendars" / "lviv.ics").exists()
    write(nothing, scenario, tmp_path)
    assert sorted(file.name for file in (tmp_path / "calendars").iterdir()) == ["all.ics", "mine.ics"]


def test_an_earlier_summary_cannot_have_files_outside_of_the_folder_removed(nothing, scenario, tmp_path):
    outside = tmp_path / "precious.txt"
    outside.write_text("kept")
    inner = tmp_path / "plan"
    inner.mkdir()
    (inner / "summary.json").write_text(json.dumps({"files": ["../precious.txt", str(outside)]}))
    write(nothing, scenario, inner)
    assert outside.read_text() == "kept"


def test_reading_a_torn_folder_names_every_fault(folder, tmp_path):
    (tmp_path / "summary.json").write_text("{")
    with pytest.raises(ScenarioError) as error:
        read_plan(tmp_path)
    assert {problem.file for problem in error.value.problems} >= {"legs.csv", "flows.csv", "summary.json"}


def test_a_wrong_language_leaves_nothing_behind(plan, scenario, tmp_path):
    with pytest.raises(ValueError, match="language"):
        write(plan, scenario, tmp_path / "new", language="de")
    assert not (tmp_path / "new").exists()


def test_asked_to_stop_the_tables_are_still_whole(plan, scenario, tmp_path):
    write(plan, scenario, tmp_path, watch=lambda progress: progress.stage == "workbook")
    assert read_plan(tmp_path).tables == plan.tables
    assert not (tmp_path / "plan.xlsx").exists()


# --- workbook


def test_no_text_becomes_a_formula(folder):
    """Names and details that look like formulas stay text; the only formulas are our sums."""
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    texts, formulas = set(), set()
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                (formulas if cell.data_type == "f" else texts).add(cell.value)
    assert {"=1+1", "+1", f"What {FORMULA} has to do, by when"} <= texts
    assert all(re.fullmatch(r"=SUM\([A-Z]+\d+:[A-Z]+\d+\)", formula) for formula in formulas)


def test_every_party_with_tasks_and_node_with_movements_has_its_sheet(folder):
    names = openpyxl.load_workbook(folder / "plan.xlsx").sheetnames
    assert {"Party POL", "Party USA", "Node HUB", "Node GATE-1", "Node LVIV", "Node NORFOLK"} <= set(names)


def test_every_link_of_the_index_leads_to_a_sheet(folder):
    book = openpyxl.load_workbook(folder / "plan.xlsx")
    index = book["Index"]
    linked = {cell.hyperlink.location.split("!")[0].strip("'") for row in index for cell in row if cell.hyperlink}
    assert linked == set(book.sheetnames) - {"Index"}


def test_sums_of_a_node_show_before_they_are_computed_anew(folder):
    """A reader without a spreadsheet program sees the totals: they are stored beside their formulas."""
    values = openpyxl.load_workbook(folder / "plan.xlsx", data_only=True)["Node HUB"]
    total = next(row for row in values.iter_rows(values_only=True) if row[0] == "Total")
    assert total[2:4] == (80.0, 140.0)


def test_sheets_are_set_up_for_paper(folder):
    for sheet in openpyxl.load_workbook(folder / "plan.xlsx"):
        assert sheet.page_setup.orientation == "landscape"
        assert str(sheet.page_setup.paperSize) == "9"
    unmet = openpyxl.load_workbook(folder / "plan.xlsx")["Unmet"]
    assert unmet.freeze_panes is not None
    assert unmet.print_title_rows


def test_sheet_names_are_allowed_and_apart(tmp_path, scenario):
    book = Book(str(tmp_path / "x.xlsx"), scenario.settings.start, "x")
    wanted = ["a/b:c*d?[e]\\", "A-B-C-D--E--", "x" * 50, "x" * 40, "'quoted'", "", "History"]
    names = [book.name(name) for name in wanted]
    assert len({name.casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name) <= 31
        assert not re.search(r"[\[\]:*?/\\]|^'|'$", name)
        assert name.casefold() != "history"


# --- calendars


def test_an_arrival_is_a_whole_day_with_what_comes_from_whom(folder):
    calendar = Calendar.from_ical((folder / "calendars" / "kyiv.ics").read_bytes())
    first = calendar.events[0]
    assert str(first["SUMMARY"]) == "20 t from POL: 4 × Ambulance"
    assert first["DTSTART"].dt == dt.date(2026, 11, 23)
    assert first["DTEND"].dt == dt.date(2026, 11, 24)
    assert first["DTSTAMP"].dt == dt.datetime(2026, 11, 17, tzinfo=dt.UTC)


def test_all_arrivals_are_in_the_calendar_of_all(folder):
    every = Calendar.from_ical((folder / "calendars" / "all.ics").read_bytes()).events
    single = [
        event
        for file in (folder / "calendars").glob("*.ics")
        if file.name != "all.ics"
        for event in Calendar.from_ical(file.read_bytes()).events
    ]
    assert sorted(str(event["UID"]) for event in every) == sorted(str(event["UID"]) for event in single)
    assert len({str(event["UID"]) for event in every}) == len(every) == 6


def test_a_changed_plan_changes_events_in_place(folder, plan, scenario, tmp_path):
    """More cargo on the same day at the same node keeps the UID of the event."""
    legs = tuple(msgspec.structs.replace(leg, mass_t=leg.mass_t + 1) for leg in plan.tables.legs)
    write(plan.without(legs=legs), scenario, tmp_path)
    before, after = (
        Calendar.from_ical((where / "calendars" / "kyiv.ics").read_bytes()).events[0] for where in (folder, tmp_path)
    )
    assert before["UID"] == after["UID"]
    assert before["SUMMARY"] != after["SUMMARY"]


# --- GeoJSON


def test_geojson_lies_at_the_nodes_and_carries_the_figures(folder):
    nodes = json.loads((folder / "nodes.geojson").read_text("utf-8"))["features"]
    flows = json.loads((folder / "flows.geojson").read_text("utf-8"))["features"]
    hub = next(node for node in nodes if node["properties"]["node"] == "HUB")
    assert hub["geometry"] == {"type": "Point", "coordinates": [22.02, 50.11]}
    assert (hub["properties"]["arrived_t"], hub["properties"]["departed_t"]) == (80.0, 140.0)
    air = next(flow for flow in flows if flow["properties"]["link"] == "AIR")
    assert air["geometry"]["coordinates"] == [[22.02, 50.11], [30.52, 50.45]]
    assert air["properties"]["mode"] == "air"
    assert air["properties"]["peak_share"] == 0.4


# --- pictures


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_speak_the_language_and_keep_their_text(plan, scenario, tmp_path, language):
    """The title can be read out of the SVG, so it can be searched and read aloud."""
    draw_map(plan, scenario, tmp_path / "map", language=language)
    draw_fulfilment(plan, scenario, tmp_path / "chart", language=language)
    words = Words(language)
    for name, title in (("map", words("map title", name="By hand")), ("chart", words("chart title"))):
        texts = ["".join(e.itertext()) for e in ET.parse(tmp_path / f"{name}.svg").iter() if e.tag.endswith("}text")]
        assert title in texts


def test_what_comes_from_beyond_the_map_is_named_at_its_edge(folder):
    text = (folder / "map.svg").read_text("utf-8")
    assert "Norfolk 80\u202ft" in text


def test_a_map_far_from_the_basemap_says_that_it_has_no_land(plan, scenario, tmp_path):
    nodes = tuple(msgspec.structs.replace(node, lon=170 + n, lat=-40 + n / 2) for n, node in enumerate(scenario.nodes))
    draw_map(plan, scenario.replace(nodes=nodes), tmp_path / "map")
    texts = ["".join(e.itertext()) for e in ET.parse(tmp_path / "map.svg").iter() if e.tag.endswith("}text")]
    assert "No land is drawn outside of the basemap." in " ".join(texts)


def test_pictures_hold_no_date_and_no_random_names(folder):
    for name in ("map.svg", "fulfilment.svg"):
        assert "<dc:date>" not in (folder / name).read_text("utf-8")


def test_labels_do_not_overlap():
    plate = Plate(200, 100)
    boxes = [plate.place((100, 50), (40, 10), 5) for _ in range(12)]
    placed = [box for box in boxes if box is not None]
    assert len(placed) >= 4
    for i, (a, b, c, d) in enumerate(placed):
        for e, f, g, h in placed[:i]:
            assert c <= e or a >= g or d <= f or b >= h


@pytest.mark.parametrize("most", [0.03, 0.7, 4.0, 61.0, 980.0, 5e4])
def test_the_legend_shows_round_widths_up_to_the_widest(most):
    shown = rounds(most)
    assert shown == sorted(shown)
    assert most / 2.6 <= shown[-1] <= most * 1.001
