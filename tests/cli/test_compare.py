"""``mainstay compare``: two plans side by side on the screen and as JSON."""

import pytest
from tests.cli.conftest import everything

from mainstay.exchange import bundled, read, write_folder
from mainstay.exchange.stress_folder import read_tables


@pytest.fixture(scope="session")
def without_plane(run, tmp_path_factory):
    """Folder of a plan of the tutorial without its air link."""
    home = tmp_path_factory.mktemp("without")
    scenario = read(bundled("tutorial"))
    links = tuple(row for row in scenario.links if row.link != "AIR-DC")
    write_folder(scenario.replace(links=links), home / "scenario")
    result = run("plan", home / "scenario", "--out", home / "plan", "--gap", "0")
    assert result.exit_code == 0, result.output
    return home / "plan"


def test_compare_says_what_each_attains_and_why_they_differ(run, tutorial_plan, without_plane):
    result = run("compare", tutorial_plan, without_plane)
    assert result.exit_code == 0
    assert result.stdout.startswith(f"A: {tutorial_plan}, 89.25 of 100 points, no plan can attain more.\nB: {without_plane}, ")
    assert "Of 5 needs B attains more of 0, less of 3 and as much of the others." in result.stdout
    assert "no such link in B: AIR-DC" in result.stdout
    assert "transport, EUR" in result.stdout


def test_compare_json_adds_up(answer, tutorial_plan, without_plane):
    code, said = answer("compare", tutorial_plan, without_plane)
    assert code == 0
    assert said["attained_difference"] == pytest.approx(sum(row["difference_points"] for row in said["differences"]))
    assert said["totals"]["score"]["b"] - said["totals"]["score"]["a"] == pytest.approx(said["score_difference"])
    for side in ("a", "b"):
        assert sum(row[f"{side}_t"] for row in said["giving"]) == pytest.approx(said["totals"]["tonnes"][side])


def test_a_scenario_is_planned_before_it_is_compared(answer, tutorial_plan):
    code, said = answer("compare", tutorial_plan, "tutorial", "--gap", "0")
    assert code == 0
    assert said["score_difference"] == pytest.approx(0.0, abs=1e-9)


def test_compare_leaves_both_folders_as_they_were(run, tutorial_plan, without_plane):
    before = everything(tutorial_plan), everything(without_plane)
    assert run("compare", tutorial_plan, without_plane).exit_code == 0
    assert (everything(tutorial_plan), everything(without_plane)) == before


@pytest.mark.parametrize("wrong", ["none", "nowhere/none"])
def test_what_is_neither_plan_nor_scenario_is_said_with_a_remedy(run, tutorial_plan, wrong):
    result = run("compare", tutorial_plan, wrong)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{wrong}: ")
    assert result.stderr.endswith("1 problem; nothing was compared.\n")


def test_a_faulty_scenario_is_refused_with_every_fault(run, tutorial_plan, faulty):
    result = run("compare", tutorial_plan, faulty)
    assert result.exit_code == 2
    assert "offers.csv, row 2, party" in result.stderr
    assert "offers.csv, row 5, quantity" in result.stderr
    assert result.stdout == ""


def test_compare_writes_a_page_a_workbook_and_tables(answer, tutorial_plan, without_plane, tmp_path):
    out = tmp_path / "compared"
    code, said = answer("compare", tutorial_plan, without_plane, "--out", out)
    assert code == 0
    assert {"index.html", "comparison.xlsx", "differences.csv", "giving.csv", "summary.json"} <= set(said["files"])
    assert sorted(file.name for file in out.iterdir()) == said["files"]
    tables, summary = read_tables(out)
    assert len(tables["differences"]) == len(said["differences"]) == 5
    assert summary["score_difference"] == pytest.approx(said["score_difference"])


def test_a_comparison_may_be_written_over_by_another(run, tutorial_plan, without_plane, tmp_path):
    for one, other in ((tutorial_plan, without_plane), (without_plane, tutorial_plan)):
        assert run("compare", one, other, "--out", tmp_path / "out").exit_code == 0
    _, summary = read_tables(tmp_path / "out")
    assert summary["a"]["name"] == str(without_plane)


def test_a_comparison_is_not_written_over_a_plan(run, tutorial_plan, without_plane):
    before = everything(without_plane)
    result = run("compare", tutorial_plan, without_plane, "--out", without_plane)
    assert result.exit_code == 2
    assert "holds a plan. Name another folder with --out." in result.stderr
    assert everything(without_plane) == before
