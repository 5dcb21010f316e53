"""``mainstay stress`` on the tutorial: what is lost, before and after, certified, written and said."""

import pytest
from tests.cli.conftest import everything

from mainstay.exchange.stress_folder import read_tables


@pytest.fixture(scope="module")
def all_cases(run, tutorial_plan, tmp_path_factory):
    """Standard output and folder of everything taken away once."""
    out = tmp_path_factory.mktemp("stress") / "out"
    result = run("stress", tutorial_plan, "--out", out)
    assert result.exit_code == 0, result.output
    return result.stdout, out


def test_every_element_and_every_named_case_is_asked(all_cases):
    """4 contributors, 5 nodes, 6 links, a corridor and a fund, and the 3 cases of contingencies.csv."""
    tables, _ = read_tables(all_cases[1])
    kinds = [row.kind.value for row in tables["cases"]]
    assert {kind: kinds.count(kind) for kind in sorted(set(kinds))} == {
        "corridor": 1,
        "fund": 1,
        "link": 6,
        "named": 3,
        "node": 5,
        "party": 5,
    }


def test_losses_lie_within_their_brackets_and_planning_again_never_loses_more(all_cases):
    tables, _ = read_tables(all_cases[1])
    for row in tables["cases"]:
        assert row.bracket_low - 1e-6 <= row.loss_low <= row.loss + 1e-6 <= row.loss_high + 2e-6 <= row.bracket_high + 3e-6
        assert row.loss <= row.loss_before + 1e-6


def test_what_loses_most_stands_first_on_the_screen(all_cases):
    lines = all_cases[0].splitlines()
    assert "those that lose most:" in lines[0]
    assert any(line.startswith("node CENTRE") for line in lines[4:7])


def test_a_case_made_up_in_the_command_is_answered_in_sentences(run, tutorial_plan, tmp_path):
    result = run("stress", tutorial_plan, "--leaves", "XWE", "--on", "2030-04-03", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.output
    assert "known on 3\u00a0Apr\u00a02030" in result.stdout
    assert "certified between" in result.stdout
    assert "Needs hit, per cent of their points" in result.stdout
    tables, _ = read_tables(tmp_path / "out")
    (row,) = tables["cases"]
    assert row.solved
    assert (tmp_path / "out" / "index.html").is_file()


def test_the_refused_consent_of_the_tutorial_costs_what_planning_it_costs(answer, tutorial_plan, tmp_path):
    """docs/tutorial.md plans it: 64.93 in place of 89.25 points."""
    code, said = answer("stress", tutorial_plan, "--leaves", "XLO", "--out", tmp_path / "out")
    assert code == 0
    (row,) = said["cases"]
    assert row["loss"] == pytest.approx(89.25 - 64.93, abs=1e-6)
    assert row["loss_low"] <= row["loss"] <= row["loss_high"]


def test_a_named_case_is_found_by_its_name(answer, tutorial_plan, tmp_path):
    code, said = answer("stress", tutorial_plan, "--case", "bridge shut", "--out", tmp_path / "out")
    assert code == 0
    assert [row["case"] for row in said["cases"]] == ["bridge shut"]


def test_the_result_does_not_depend_on_the_number_of_workers(run, tutorial_plan, all_cases, tmp_path):
    assert run("stress", tutorial_plan, "--out", tmp_path / "out", "--workers", "2").exit_code == 0
    one, other = everything(all_cases[1]), everything(tmp_path / "out")
    assert {str(name) for name in one if one[name] != other.get(name)} <= {"run.json"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--case", "bridge shutt"), "--case: no case 'bridge shutt'. Did you mean 'bridge shut'?"),
        (("--leaves", "XNOO"), "--leaves: no party 'XNOO'. Did you mean 'XNO'?"),
        (("--closes", "BRIDGE", "--on", "5 April"), "--on: '5 April' is no day. Write it as 2030-04-01."),
        (("--resume",), "--resume: there is no run to go on with"),
        (("--dask", "tcp://127.0.0.1:1", "--workers", "2"), "--workers: "),
    ],
)
def test_what_cannot_be_asked_is_said_with_a_remedy_and_nothing_is_written(run, tutorial_plan, tmp_path, words, said):
    result = run("stress", tutorial_plan, "--out", tmp_path / "out", *words)
    assert result.exit_code == 2
    assert result.stderr.startswith(said)
    assert result.stderr.endswith("1 problem; nothing was asked.\n")
    assert list(tmp_path.iterdir()) == []


def test_results_are_not_written_over_the_plan(run, tutorial_plan):
    before = everything(tutorial_plan)
    assert run("stress", tutorial_plan, "--out", tutorial_plan).exit_code == 2
    assert everything(tutorial_plan) == before


def test_guards_are_chosen_within_the_budget(answer, run, tutorial_plan, tmp_path):
    words = ("--leaves", "XWE", "--on", "2030-04-03", "--budget", "30000")
    code, said = answer("stress", tutorial_plan, *words, "--out", tmp_path / "out")
    assert code == 0
    chosen = [row for row in said["guards"] if row["chosen"]]
    assert chosen
    assert sum(row["cost_eur"] for row in chosen) <= 30_000
    assert all(row["worst_after"] < row["worst_before"] for row in chosen)
