"""What ``mainstay plan`` says of packages, training and stocks, and what ``mainstay verify`` finds in their tables."""

import openpyxl
import pytest
from tests.planning.battery import battery, changed
from tests.planning.strategies import MADE

from mainstay.exchange import write_folder
from mainstay.model import Item, Source, Stock, SupplyClass
from mainstay.model.provenance import Reliability


@pytest.fixture(scope="module")
def stocked(tmp_path_factory):
    """Folder of two batteries for two requirements, of which goods and people planned apart bring none, and a stock."""
    scenario = changed(battery(launchers=2.0, people=4), "offers", reserved_for=("Q",))
    (row,) = scenario.requirements
    water = Item(item="WAT", name="water", supply_class=SupplyClass.I, unit="t", mass_t=1.0, **MADE)
    scenario = scenario.replace(
        requirements=(row, changed(scenario, "requirements", requirement="Q").requirements[0]),
        items=(*scenario.items, water),
        stocks=(Stock(stock="D", item="WAT", place="C", quantity=10.0, unit="t", per_day=1.0, **MADE),),
        sources=(Source(source=MADE["source"], title="made up", publisher="the tests", reliability=Reliability.F),),
    )
    folder = tmp_path_factory.mktemp("stocked") / "stocked"
    write_folder(scenario, folder)
    return folder


@pytest.fixture(scope="module")
def planned(run, stocked, tmp_path_factory):
    """Its plan, and what was said."""
    folder = tmp_path_factory.mktemp("out") / "out"
    result = run("plan", stocked, "--out", folder, "--gap", "0")
    assert result.exit_code == 0, result.output
    return folder, result.stdout


def test_a_plan_of_packages_says_what_comes_into_service_and_what_would_if_planned_apart(planned):
    _, said = planned
    assert "1 of 2 packages asked come into service, 1 of them on time." in said
    assert "Equipment and training planned apart would bring 0 into service" in said
    assert "People trained: 4, in 1 course runs." in said
    assert "Stocks issue 25.0\u202f% of what is wanted of them." in said


def test_each_sentence_is_said_once(planned):
    _, said = planned
    assert said.count("come into service") == said.count("planned apart") == said.count("People trained") == 1


def test_the_summary_has_the_figures_of_packages_training_and_stocks(answer, planned, stocked, tmp_path):
    code, said = answer("plan", stocked, "--out", tmp_path / "out", "--gap", "0")
    assert code == 0
    figures = {"packages_asked": 2, "packages_in_service": 1, "apart_packages": 0, "people_trained": 4, "course_runs": 1}
    assert figures.items() <= said.items()
    assert said["apart_score"] == said["greedy_score"] < said["score"]
    assert said["stock_served"] == pytest.approx(0.25)
    assert "repaired" not in said  # it has no shops
    assert any(text.startswith("People trained") for text in said["also"])


def test_a_plan_without_packages_has_no_figures_of_them(answer, tmp_path):
    _, said = answer("plan", "tutorial", "--out", tmp_path / "out")
    assert not {"packages_asked", "apart_score", "people_trained", "repaired", "stock_served", "mixing_points_lost"} & set(said)
    assert said["also"] == []


def test_the_points_of_packages_and_stocks_stand_in_the_table(answer, stocked, tmp_path):
    """What is attained in all priorities is what the plan attains, and the same holds for the spreadsheet rule."""
    _, said = answer("plan", stocked, "--out", tmp_path / "out", "--gap", "0")
    (whole,) = (row for row in said["by_priority"] if row["priority"] is None)
    assert whole["attained"] == pytest.approx(said["attained"])
    assert whole["greedy"] == pytest.approx(said["greedy_score"], abs=0.01)


def test_verify_reads_every_table_of_a_plan(run, answer, planned):
    """A battery in service without its operators is found, though its consignments keep every rule."""
    folder, _ = planned
    assert answer("verify", folder)[1]["findings"] == []
    written = folder / "assignments.csv"
    kept = written.read_text("utf-8")
    written.write_text(kept.splitlines(keepends=True)[0], "utf-8")
    try:
        result = run("verify", folder)
    finally:
        written.write_text(kept, "utf-8")
    assert result.exit_code == 3
    assert "0 people with skill 'OP' are assigned, of 4" in result.stderr


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", {"attend a course", "host a course", "lend instructors"}),
        ("fr", {"suivre un stage", "accueillir un stage", "prêter des instructeurs"}),
        ("uk", {"пройти курс", "провести курс", "надати інструкторів"}),
    ],
)
def test_the_tasks_of_training_are_in_the_language_of_the_workbook(run, stocked, tmp_path, language, words):
    assert run("plan", stocked, "--out", tmp_path / "out", "--language", language).exit_code == 0
    book = openpyxl.load_workbook(tmp_path / "out" / "plan.xlsx", read_only=True)
    said = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row}
    assert words <= said
