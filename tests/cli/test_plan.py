"""``mainstay plan``: the answer, the files, and what is left alone when there is none."""

import json
import re
import shutil

import pytest
from tests.cli.conftest import everything

from mainstay.exchange import bundled, read, read_plan, write_folder, write_workbook
from mainstay.planning import plan


def test_a_plan_opens_with_its_answer_and_ends_with_where_it_is(run, tmp_path):
    result = run("plan", "tutorial", "--out", tmp_path / "out", "--gap", "0")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0].startswith(
        "The plan attains 89.25 of 100 points; no plan can attain more. The spreadsheet rule would attain 70.4."
    )
    assert "Independent check of the written files: 14 consignments, 25 legs, the score; every rule is kept." in lines
    assert lines[-1].startswith(f"Written to {tmp_path / 'out'}: plan.xlsx")


def test_what_cannot_be_used_is_a_remark_and_does_not_stop_planning(run, tmp_path):
    result = run("plan", "tutorial", "--out", tmp_path / "out")
    assert result.exit_code == 0
    assert result.stderr.startswith("1 row cannot be used, planned without:\n  requirements.csv, row 5: ")


def test_the_folder_is_whole(tutorial_plan):
    """Scenario, tables, what later questions start from, and every file that the summary lists."""
    assert read(tutorial_plan / "scenario").requirements == read(bundled("tutorial")).requirements
    assert read_plan(tutorial_plan).score == pytest.approx(plan(read(bundled("tutorial")), gap=0).score)
    assert (tutorial_plan / "start.npz").is_file()
    listed = json.loads((tutorial_plan / "summary.json").read_text())["files"]
    assert {"plan.xlsx", "map.svg", "fulfilment.svg", "calendars/all.ics"} < set(listed)
    assert all((tutorial_plan / name).is_file() for name in listed)
    assert not [file for file in tutorial_plan.parent.rglob("*") if "partial" in file.name]


def test_bottlenecks_are_printed_and_written_when_asked(answer, tmp_path, tutorial_plan):
    assert read_plan(tutorial_plan).tables.bottlenecks
    code, said = answer("plan", "tutorial", "--out", tmp_path / "out")
    assert code == 0
    assert said["bottlenecks"] == []


def test_json_is_one_object_with_what_the_text_says(answer, tmp_path):
    code, said = answer("plan", "tutorial", "--out", tmp_path / "out", "--gap", "0", "--bottlenecks")
    assert code == 0
    assert said["score"] == pytest.approx(89.25, abs=0.01)
    assert said["gap"] <= 1e-7
    assert said["greedy_score"] < said["score"] <= said["bound"]
    assert sum(row["asked"] for row in said["by_priority"] if row["priority"]) == pytest.approx(100)
    assert said["findings"] == []
    assert [row["file"] for row in said["remarks"]] == ["requirements.csv"]
    assert said["bottlenecks"][0]["gain_least"] <= said["bottlenecks"][0]["gain"] <= said["bottlenecks"][0]["gain_most"]
    assert said["folder"] == str(tmp_path / "out")


def test_a_workbook_and_its_folder_give_the_same_plan(answer, tmp_path):
    write_workbook(read(bundled("tutorial")), tmp_path / "t.xlsx")
    write_folder(read(bundled("tutorial")), tmp_path / "t")
    _, one = answer("plan", tmp_path / "t.xlsx", "--out", tmp_path / "a")
    _, other = answer("plan", tmp_path / "t", "--out", tmp_path / "b")
    a, b = everything(tmp_path / "a"), everything(tmp_path / "b")
    assert one["score"] == other["score"]
    assert {str(name) for name in a if a[name] != b[name]} <= {"run.json"}


def test_the_demo_is_the_largest_scenario_with_everything(run, tmp_path, monkeypatch):
    """Shown on the tutorial, which plans sooner: bottlenecks unasked, time and memory in the last lines."""
    from mainstay.cli import run as module

    asked = []
    monkeypatch.setattr(module, "find_scenario", lambda said: asked.append(said) or bundled("tutorial"))
    result = run("demo", "--out", tmp_path / "out")
    assert (result.exit_code, asked) == (0, ["ukraine-support"])
    assert "What would help most, each alone:" in result.stdout
    assert re.search(r"planned in [\d.]+ s; peak memory \d+ MiB\.", result.stdout)


@pytest.mark.parametrize(("language", "opens"), [("fr", "Le plan atteint 89,25"), ("uk", "План досягає 89,25")])
def test_the_answer_is_in_the_language_asked_for(run, tmp_path, language, opens):
    result = run("plan", "tutorial", "--out", tmp_path / "out", "--gap", "0", "--language", language)
    assert result.stdout.startswith(opens)


def test_every_blocking_problem_is_listed_and_nothing_is_written(run, faulty, tmp_path):
    result = run("plan", faulty, "--out", tmp_path / "out")
    assert result.exit_code == 2
    lines = result.stderr.splitlines()
    assert lines[0].startswith("offers.csv, row 2, party: no party 'XNOO'. Did you mean 'XNO'?")
    assert lines[1].startswith("offers.csv, row 5, quantity: ")
    assert lines[2].startswith("requirements.csv, row 5: ")
    assert lines[2].endswith("(does not block)")
    assert lines[3:] == ["3 problems; nothing was planned."]
    assert result.stdout == ""
    assert not (tmp_path / "out").exists()


def test_blocking_problems_are_json_too(answer, faulty, tmp_path):
    code, said = answer("plan", faulty, "--out", tmp_path / "out")
    assert code == said["exit"] == 2
    assert said["error"].endswith("problems; nothing was planned.")
    assert {"file": "offers.csv", "row": 2, "column": "party"}.items() <= said["problems"][0].items()


def test_an_unknown_name_is_answered_with_the_nearest(run):
    result = run("plan", "tutorail")
    assert result.exit_code == 2
    assert result.stderr == (
        "tutorail: no such file or folder, and no bundled scenario. Did you mean 'tutorial'? "
        "There are: quake-relief, tutorial, ukraine-support.\n1 problem; nothing was planned.\n"
    )
    assert "Did you mean 'quake-relief'?" in run("plan", "quake").stderr


def test_a_path_that_is_not_there_is_no_name(run, tmp_path):
    result = run("plan", tmp_path / "none.xlsx")
    assert result.exit_code == 2
    assert f"{tmp_path / 'none.xlsx'}: not there." in result.stderr


def test_a_folder_without_settings_says_what_is_missing(run, tmp_path):
    (tmp_path / "empty").mkdir()
    result = run("plan", tmp_path / "empty", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("scenario.toml: missing. It says at least name, supported and start")
    assert not (tmp_path / "out").exists()


def test_a_broken_workbook_is_no_traceback(run, tmp_path):
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 and nothing more")
    result = run("plan", tmp_path / "broken.xlsx", "--out", tmp_path / "out")
    assert result.exit_code == 2
    assert result.stderr.startswith("broken.xlsx: no workbook that can be read")
    assert not (tmp_path / "out").exists()


def test_a_plan_is_never_written_over_a_scenario_or_other_files(run, tmp_path):
    write_folder(read(bundled("tutorial")), tmp_path / "mine")
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "legs.csv").write_text("mine")
    (tmp_path / "file").write_text("mine")
    before = everything(tmp_path)
    for name, why in (("mine", "holds a scenario"), ("notes", "holds files and no plan"), ("file", "a file, not a folder")):
        result = run("plan", "tutorial", "--out", tmp_path / name)
        assert result.exit_code == 2
        assert f"{tmp_path / name}: {why}" in result.stderr
    assert everything(tmp_path) == before


def test_a_place_that_cannot_be_written_is_found_before_planning(run, tmp_path):
    (tmp_path / "file").write_text("in the way")
    result = run("plan", "tutorial", "--out", tmp_path / "file" / "out")
    assert result.exit_code == 2
    assert f"{tmp_path / 'file' / 'out'}: cannot be written: not a directory. Name another place." in result.stderr
    assert "planned without" not in result.stderr


def test_a_newer_plan_takes_the_place_of_an_older_one_and_of_nothing_else(run, tmp_path):
    """What only the older one had is gone, its scenario's tables too; what somebody else put there stays."""
    out, other = tmp_path / "out", tmp_path / "other"
    assert run("plan", "tutorial", "--out", out).exit_code == 0
    (out / "notes.txt").write_text("mine")
    scenario = read(bundled("tutorial"))
    write_folder(scenario.replace(closures=(), requirements=scenario.requirements[:1]), other)
    assert run("plan", other, "--out", out).exit_code == 0
    assert (out / "notes.txt").read_text() == "mine"
    (out / "notes.txt").unlink()
    assert run("plan", other, "--out", tmp_path / "fresh").exit_code == 0
    new, fresh = everything(out), everything(tmp_path / "fresh")
    assert set(new) == set(fresh)
    assert {str(name) for name in new if new[name] != fresh[name]} <= {"run.json"}


def test_a_run_that_fails_leaves_the_older_plan_as_it_was(run, tmp_path, monkeypatch):
    from mainstay.cli import run as module

    out = tmp_path / "out"
    assert run("plan", "tutorial", "--out", out).exit_code == 0
    before = everything(tmp_path)

    def full(plan, scenario, folder, **how):
        (folder / "plan.xlsx").write_bytes(b"half")
        raise OSError(28, "No space left on device", str(folder / "plan.xlsx"))

    monkeypatch.setattr(module, "write", full)
    result = run("plan", "tutorial", "--out", out)
    assert result.exit_code == 2
    assert "plan.xlsx: no space left. Free some, or name a place on another disk." in result.stderr
    assert f"Go on with: mainstay plan --resume {out}" in result.stderr  # what was planned is not lost
    shutil.rmtree(out / "unfinished")
    assert everything(tmp_path) == before


def test_a_refuted_plan_exits_with_3_and_its_findings(run, tmp_path, monkeypatch):
    """A planner that claims a score which its consignments do not earn is found out from its files."""
    from dataclasses import replace

    from mainstay.cli import run as module

    real = module.plan
    monkeypatch.setattr(module, "plan", lambda *what, **how: replace(real(*what, **how), score=95.0))
    result = run("plan", "tutorial", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "1 finding; do not use this plan." in result.stderr
    assert "every rule is kept" not in result.stdout


def test_an_error_of_ours_is_one_line_with_70(run, tmp_path, monkeypatch):
    from mainstay.cli import run as module

    def broken(*what, **how):
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(module, "plan", broken)
    monkeypatch.delenv("MAINSTAY_TRACEBACK", raising=False)
    result = run("plan", "tutorial", "--out", tmp_path / "out")
    assert result.exit_code == 70
    last = result.stderr.splitlines()[-1]
    assert last == "internal error: ZeroDivisionError: division by zero; run with MAINSTAY_TRACEBACK=1 to see where"
    assert "Traceback" not in result.output
    assert not (tmp_path / "out").exists()
    monkeypatch.setenv("MAINSTAY_TRACEBACK", "1")
    assert "Traceback (most recent call last)" in run("plan", "tutorial", "--out", tmp_path / "out").stderr
