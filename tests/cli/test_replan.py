"""``mainstay replan`` on the tutorial: facts stay, what changes is listed, the checker is silent."""

import json

import pytest
from tests.cli.conftest import everything

from mainstay.exchange import bundled, read_plan


@pytest.fixture
def reports(tmp_path):
    """A folder of what has changed: Norland gives about half of its fuel."""
    folder = tmp_path / "reports"
    folder.mkdir()
    text = (bundled("tutorial") / "offers.csv").read_text("utf-8")
    assert "OF-4,XNO,FUEL,ready,25" in text
    (folder / "offers.csv").write_text(text.replace("OF-4,XNO,FUEL,ready,25", "OF-4,XNO,FUEL,ready,12"), "utf-8")
    return folder


def test_without_news_nothing_changes(answer, tutorial_plan, tmp_path):
    code, said = answer("replan", tutorial_plan, "--from", "2030-04-03", "--out", tmp_path / "out")
    assert code == 0
    assert {row["kind"] for row in said["changes"]} <= {"kept", "moved"}
    assert said["findings"] == []


def test_news_change_the_plan_and_say_for_whom_and_why(run, tutorial_plan, reports, tmp_path):
    result = run("replan", tutorial_plan, "--actual", reports, "--from", "2030-04-04", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "What changes:" in result.stdout
    assert "OF-4" in result.stdout
    assert "To be told: " in result.stdout
    assert "every rule is kept." in result.stdout
    assert (tmp_path / "out" / "changes" / "index.html").is_file()


def test_what_has_not_moved_is_not_taken_for_moved(answer, tutorial_plan, reports, tmp_path):
    """All that was to leave before the fourth did, but for C-0002, of which the reports say nothing."""
    legs = [row for row in read_plan(tutorial_plan).tables.legs if row.departs.day < 4 and row.consignment != "C-0002"]
    rows = [f"{row.consignment},{row.leg},{row.departs},{row.arrives},," for row in legs]
    head = "consignment,leg,departed,arrived,quantity,text"
    (reports / "movements.csv").write_text("\n".join([head, *rows]) + "\n", "utf-8")
    code, said = answer("replan", tutorial_plan, "--actual", reports, "--from", "2030-04-04", "--out", tmp_path / "out")
    assert code == 0
    kinds = {row["was"]: row["kind"] for row in said["changes"] if row["was"]}
    assert kinds["C-0001"] == "moved"
    assert kinds["C-0002"] in ("changed", "dropped")


def test_the_new_plan_is_a_plan_that_answers_questions(run, tutorial_plan, reports, tmp_path):
    assert run("replan", tutorial_plan, "--actual", reports, "--from", "2030-04-04", "--out", tmp_path / "out").exit_code == 0
    assert run("verify", tmp_path / "out").exit_code == 0
    assert run("explain", tmp_path / "out", "REQ-2").exit_code == 0
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["scenario"] == "tutorial"


def test_the_plan_before_stays_as_it_was(run, tutorial_plan, tmp_path):
    before = everything(tutorial_plan)
    assert run("replan", tutorial_plan, "--from", "2030-04-03", "--out", tutorial_plan).exit_code == 2
    assert run("replan", tutorial_plan, "--from", "2030-04-03", "--out", tmp_path / "out").exit_code == 0
    assert everything(tutorial_plan) == before


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "soon"), "--from: 'soon' is no day. Write it as 2030-04-01."),
        (("--from", "2031-01-01"), "--from: 2031-01-01 is not within the plan."),
    ],
)
def test_what_cannot_be_planned_on_from_is_said_with_a_remedy(run, tutorial_plan, tmp_path, words, said):
    result = run("replan", tutorial_plan, *words, "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert result.stderr.endswith("1 problem; nothing was planned.\n")
    assert list(tmp_path.iterdir()) == []


def test_faults_of_what_is_reported_name_file_row_and_remedy(run, tutorial_plan, reports, tmp_path):
    offers = reports / "offers.csv"
    offers.write_text(offers.read_text("utf-8").replace("OF-1,XNO", "OF-1,XNOO"), "utf-8")
    result = run("replan", tutorial_plan, "--actual", reports, "--from", "2030-04-04", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert "offers.csv, row 2, party: no party 'XNOO'. Did you mean 'XNO'?" in result.stderr
