"""The verbs on cases, chance and planning on, at a scenario of hundreds of needs."""

import pytest

from mainstay.exchange import read_plan


@pytest.fixture(scope="module")
def quake(run, tmp_path_factory):
    """Folder of a plan of quake-relief."""
    out = tmp_path_factory.mktemp("quake") / "plan"
    assert run("plan", "quake-relief", "--out", out).exit_code == 0
    return out


def test_a_shut_pass_costs_less_after_planning_again(answer, quake, tmp_path):
    code, said = answer(
        "stress", quake, "--closes", "BELEN", "--on", "2023-02-20", "--until", "2023-02-27", "--out", tmp_path / "o"
    )
    assert code == 0
    (row,) = said["cases"]
    assert row["solved"]
    assert 0 < row["loss"] < row["loss_before"]
    assert row["loss_low"] <= row["loss"] <= row["loss_high"]
    assert row["requirements_hit"] == sum(hit["before_percent"] < hit["base_percent"] - 1e-6 for hit in said["hits"])


def test_chance_takes_points_and_reviews_give_some_back(answer, quake, tmp_path):
    code, said = answer("simulate", quake, "--executions", "60", "--out", tmp_path / "out")
    assert code == 0
    assert said["expected_score"] < said["score"]
    assert said["expected_score_reviewed"] > said["expected_score"] - 3 * said["standard_error"]
    assert {row["requirement"] for row in said["requirements"]} == {
        row.requirement for row in read_plan(quake).tables.consignments
    } | {row.requirement for row in read_plan(quake).tables.unmet}


def test_a_plan_made_anew_after_the_pass_shut_keeps_every_rule(answer, quake, tmp_path):
    reports = tmp_path / "reports"
    reports.mkdir()
    text = (quake / "scenario" / "closures.csv").read_text("utf-8")
    row = "NEWS-1,corridor,BELEN,2023-02-20,2023-02-27,0,aftershock,EXERCISE,assumption,"
    (reports / "closures.csv").write_text(f"{text.rstrip()}\n{row}\n", "utf-8")
    code, said = answer("replan", quake, "--actual", reports, "--from", "2023-02-20", "--out", tmp_path / "out")
    assert code == 0
    assert said["findings"] == []
    assert said["score"] < said["score_before"]
    changed = [row for row in said["changes"] if row["kind"] not in ("kept", "moved")]
    assert changed
    assert all(row["why"] and row["tell"] for row in changed)
    code, compared = answer("compare", quake, tmp_path / "out")
    assert code == 0
    assert compared["score_difference"] == pytest.approx(said["score"] - said["score_before"], abs=1e-9)
