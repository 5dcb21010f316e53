"""``mainstay simulate`` on the tutorial: chances, the same for the same seed, written and said."""

import pytest
from tests.cli.conftest import everything

from mainstay.exchange.stress_folder import read_tables


@pytest.fixture(scope="module")
def simulated(run, tutorial_plan, tmp_path_factory):
    """Standard output and folder of two hundred executions."""
    out = tmp_path_factory.mktemp("simulation") / "out"
    result = run("simulate", tutorial_plan, "--executions", "200", "--review-days", "5", "--out", out)
    assert result.exit_code == 0, result.output
    return result.stdout, out


def test_simulate_says_how_the_score_spreads(simulated):
    said, _ = simulated
    assert said.startswith("200 executions, seed 0; if all goes as planned the score is 89.25.\nExpected score as planned: ")
    assert "\nas planned" in said
    assert "\nreviewed" in said


def test_the_folder_has_fans_and_chances_of_every_requirement(simulated):
    tables, summary = read_tables(simulated[1])
    assert {row.requirement for row in tables["requirement_chances"]} == {f"REQ-{n}" for n in range(1, 6)}
    assert all(row.p05 <= row.p25 <= row.p50 <= row.p75 <= row.p95 for row in tables["fans"])
    assert summary["executions"] == 200
    assert (simulated[1] / "index.html").is_file()


def test_the_same_seed_gives_the_same_files_whoever_does_them(run, tutorial_plan, simulated, tmp_path):
    words = ("--executions", "200", "--review-days", "5", "--workers", "2")
    assert run("simulate", tutorial_plan, *words, "--out", tmp_path / "out").exit_code == 0
    one, other = everything(simulated[1]), everything(tmp_path / "out")
    assert {str(name) for name in one if one[name] != other.get(name)} <= {"run.json"}


def test_json_has_what_the_files_have(answer, tutorial_plan, tmp_path):
    code, said = answer("simulate", tutorial_plan, "--executions", "20", "--out", tmp_path / "out")
    assert code == 0
    assert said["executions"] == 20
    tables, _ = read_tables(tmp_path / "out")
    assert len(said["requirements"]) == len(tables["requirement_chances"])


def test_what_cannot_be_simulated_is_said_with_a_remedy(run, tutorial_plan, tmp_path):
    result = run("simulate", tmp_path / "none")
    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path / 'none'}: not there. Name the folder that `mainstay plan` wrote.\n" + (
        "1 problem; nothing was simulated.\n"
    )
    assert run("simulate", tutorial_plan, "--executions", "0").exit_code == 2
