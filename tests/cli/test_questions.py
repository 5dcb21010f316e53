"""``mainstay explain`` and ``mainstay verify`` on a plan folder."""

import shutil

import pytest
from tests.cli.conftest import everything

from mainstay.exchange import bundled


def test_explain_gives_reason_offers_way_and_what_would_help(run, tutorial_plan):
    result = run("explain", tutorial_plan, "REQ-3")
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "REQ-3, priority 3: 40 lot of TARP at CENTRE by 9\u00a0Apr\u00a02030. 30 arrive while useful, "
    )
    assert "\nWhy: fund: " in result.stdout
    assert "OF-3" in result.stdout
    assert "EUR 1 million more in WF" in result.stdout


def test_explain_json_has_exact_gains_for_plan_and_requirement(answer, tutorial_plan):
    code, said = answer("explain", tutorial_plan, "REQ-3")
    assert code == 0
    assert said["unmet"]["reason"] == "fund"
    assert [row["offer"] for row in said["offers"]] == ["OF-3"]
    best = said["helps"][0]
    assert best["gain_least"] <= best["gain"] <= best["gain_most"]
    assert best["planned"] >= said["unmet"]["planned"]
    assert [row["gain"] for row in said["helps"]] == sorted((row["gain"] for row in said["helps"]), reverse=True)


def test_explain_says_that_a_requirement_is_met(run, answer, tutorial_plan):
    assert run("explain", tutorial_plan, "REQ-1").stdout.startswith("REQ-1 is met whole and on time: 20 lot of TENT")
    _, said = answer("explain", tutorial_plan, "REQ-1")
    assert said["met"]
    assert said["unmet"] is None


def test_explain_without_a_requirement_lists_those_not_met(run, answer, tutorial_plan):
    result = run("explain", tutorial_plan)
    assert result.stdout.startswith("3 requirements not met whole and on time, the most points missing first:")
    code, said = answer("explain", tutorial_plan)
    assert code == 0
    assert [row["requirement"] for row in said["unmet"]] == ["REQ-4", "REQ-3", "REQ-5"]


def test_explain_bottlenecks_are_those_of_the_plan(run, answer, tutorial_plan):
    assert "EUR 1 million more in WF" in run("explain", tutorial_plan, "--bottlenecks").stdout
    _, said = answer("explain", tutorial_plan, "--bottlenecks")
    assert said["bottlenecks"][0]["what"] == "WF"


def test_explain_works_bottlenecks_out_where_the_plan_has_none(answer, run, tutorial_plan, tmp_path):
    assert run("plan", "tutorial", "--gap", "0", "--out", tmp_path / "out").exit_code == 0
    before = everything(tmp_path)
    _, said = answer("explain", tmp_path / "out", "--bottlenecks")
    _, known = answer("explain", tutorial_plan, "--bottlenecks")
    worth = [[row["what"] for row in found["bottlenecks"] if row["gain"] > 1e-3] for found in (said, known)]
    assert worth[0] == worth[1] != []
    assert everything(tmp_path) == before


def test_an_unknown_requirement_is_answered_with_the_nearest(run, tutorial_plan):
    result = run("explain", tutorial_plan, "REQ4")
    assert result.exit_code == 2
    assert (
        result.stderr == f"{tutorial_plan}: no requirement 'REQ4'. Did you mean 'REQ-4'?\n1 problem; nothing was explained.\n"
    )


@pytest.mark.parametrize("verb", ["explain", "verify"])
def test_what_is_no_plan_folder_is_said_in_one_line(run, tmp_path, verb):
    (tmp_path / "empty").mkdir()
    for folder, why in (
        (tmp_path / "none", "not there."),
        (tmp_path / "empty", "no plan in it: summary.json is missing."),
        (bundled("tutorial"), "a scenario, not a plan. Plan it first: mainstay plan"),
    ):
        result = run(verb, folder)
        assert result.exit_code == 2
        assert result.stderr.startswith(f"{folder}: {why}")
        assert len(result.stderr.splitlines()) == 2


def test_verify_finds_nothing_in_a_sound_plan(run, answer, tutorial_plan):
    result = run("verify", tutorial_plan)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout == "Independent check of the written files: 14 consignments, 25 legs, the score; every rule is kept.\n"
    assert answer("verify", tutorial_plan) == (
        0,
        {"plan": str(tutorial_plan), "consignments": 14, "legs": 25, "findings": []},
    )


def test_verify_finds_what_was_changed_by_hand(run, answer, tutorial_plan, tmp_path):
    folder = tmp_path / "out"
    shutil.copytree(tutorial_plan, folder)
    rows = (folder / "consignments.csv").read_text().splitlines()
    (folder / "consignments.csv").write_text("\n".join([*rows[:1], *rows[2:]]) + "\n")
    result = run("verify", folder)
    assert result.exit_code == 3
    assert result.stderr.splitlines()[-1].endswith("findings; do not use this plan.")
    code, said = answer("verify", folder)
    assert code == 3
    assert len(said["findings"]) == len(result.stderr.splitlines()) - 1


def test_verify_against_another_scenario_checks_against_that_one(run, tutorial_plan):
    result = run("verify", tutorial_plan, "--scenario", "quake-relief")
    assert result.exit_code == 3
    assert "the scenario has no offer 'OF-1'" in result.stderr
