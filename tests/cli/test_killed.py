"""A run that is killed, whenever that is, loses nothing: its best plan is on disk, and the next run goes on from there."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from tests.cli.conftest import everything

from mainstay.planning.unfinished import FOLDER, PLAN

LONG = bool(os.environ.get("MAINSTAY_LONG"))

AT_A_RENAME = """
import os, signal, sys

real, which, first, done = os.replace, sys.argv.pop(1), sys.argv.pop(1) == "after", 0

def replace(source, target):
    global done
    done += 1
    mine = str(done) == which or str(target).endswith(which)
    if mine and not first:
        os.kill(os.getpid(), signal.SIGKILL)
    real(source, target)
    if mine:
        os.kill(os.getpid(), signal.SIGKILL)

os.replace = replace
from mainstay.cli import main
main()
"""
"""Kills itself at the so-manyeth file that takes its place, or at the one of a name."""

PLAINLY = "from mainstay.cli import main; main()"

ROUNDED = 1e-6
"""Share of a score that the rounding of written quantities may come to."""

SECONDS = 12.0
"""About how long planning quake-relief to the last digit takes with all its files, on a slow machine."""


def started(folder: Path, program: str, *words: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", program, *words, "--out", str(folder / "out"), "--gap", "0"]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, text=True)


def assert_nothing_is_lost(folder: Path, answer) -> None:
    """What a killed run left can be finished, keeps every rule, earns no less than was kept, and leaves nothing behind."""
    out = folder / "out"
    kept = out / FOLDER / PLAN
    score = np.load(kept)["figures"][2] if kept.is_file() else 0.0
    if (out / FOLDER / "scenario" / "scenario.toml").is_file():
        code, said = answer("plan", "--resume", out, "--time-limit", "0")
        assert code == 0, said
        assert said["findings"] == []
        assert said["score"] >= score * (1 - ROUNDED)
        assert said["gap"] is not None
        assert said["bound"] >= said["score"]
        assert not list(out.glob("**/*.partial*"))
        assert not (out / FOLDER).exists()
    if out.exists() and any(not name.startswith(".") and name != FOLDER for name in os.listdir(out)):
        code, said = answer("verify", out)
        assert (code, said["findings"]) == (0, [])
        assert {*json.loads((out / "summary.json").read_text("utf-8"))["files"]} <= {str(name) for name in everything(out)}
    assert not kept.exists()


@pytest.mark.parametrize("seed", range(300 if LONG else 3))
def test_killed_at_a_random_moment(seed: int, answer, tmp_path):
    """While it starts, plans or writes."""
    running = started(tmp_path, PLAINLY, "plan", "quake-relief")
    try:
        running.wait(random.Random(seed).uniform(0.0, SECONDS))
    except subprocess.TimeoutExpired:
        running.send_signal(signal.SIGKILL)
        running.wait()
    assert_nothing_is_lost(tmp_path, answer)


@pytest.mark.parametrize("after", ["before", "after"])
@pytest.mark.parametrize("number", range(1, 120) if LONG else (1, 2, 3, 30))
def test_killed_where_a_file_takes_its_place(number: int, after: str, answer, tmp_path):
    """The scenario, the best plan so far, and the files of the plan, one after the other."""
    running = started(tmp_path, AT_A_RENAME, str(number), after, "plan", "tutorial")
    running.wait(120)
    assert_nothing_is_lost(tmp_path, answer)


def test_killed_while_it_takes_the_place_of_an_earlier_plan_the_tables_of_both_are_taken_for_none(answer, run, tmp_path):
    """With the first file of the new plan the old one is none any more, and the new one is there to be finished."""
    out = tmp_path / "out"
    assert run("plan", "quake-relief", "--out", out, "--time-limit", "1").exit_code == 0
    started(tmp_path, AT_A_RENAME, "out/consignments.csv", "after", "plan", "tutorial").wait(120)
    result = run("verify", out)
    assert result.exit_code == 2
    assert f"an unfinished plan: score 89.25 of 100, gap 0 %. Go on with: mainstay plan --resume {out}" in result.stderr
    assert_nothing_is_lost(tmp_path, answer)


@pytest.fixture(scope="module")
def once(tmp_path_factory):
    """Folder of a run of quake-relief that was killed when it had kept a plan."""
    folder = tmp_path_factory.mktemp("killed")
    running = started(folder, PLAINLY, "plan", "quake-relief")
    until = time.monotonic() + 120
    while not (folder / "out" / FOLDER / PLAN).is_file() and time.monotonic() < until:
        assert running.poll() is None
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    running.wait()
    return folder / "out"


@pytest.fixture
def killed(once, tmp_path):
    """One of its own for each test."""
    return shutil.copytree(once, tmp_path / "out")


def test_commands_that_want_a_plan_say_that_it_is_unfinished_and_what_to_do(killed, run):
    for words in (
        ("verify", killed),
        ("explain", killed),
        ("plan", killed),
        ("check", killed),
        ("plan", "tutorial", "--out", killed),
    ):
        result = run(*words)
        assert result.exit_code == 2
        assert f"{killed}: an unfinished plan: score " in result.stderr
        assert f"Go on with: mainstay plan --resume {killed}" in result.stderr
    assert (killed / FOLDER / PLAN).is_file()


def test_going_on_ends_where_an_undisturbed_run_does(killed, answer):
    """To the certified gap, from the ways and prices that there were."""
    code, said = answer("plan", "--resume", killed, "--gap", "1e-4")
    assert (code, said["findings"]) == (0, [])
    assert 0 <= said["gap"] <= 1e-4
    assert not (killed / FOLDER).exists()


def test_resume_names_its_own_scenario_and_folder(run, tmp_path):
    for words in (("tutorial", "--resume", tmp_path), ("--resume", tmp_path, "--out", tmp_path / "other")):
        result = run("plan", *words)
        assert result.exit_code == 2
        assert "Leave SCENARIO and --out away." in result.stderr


def test_where_nothing_was_left_unfinished_there_is_nothing_to_go_on_with(run, tutorial_plan, tmp_path):
    for folder in (tutorial_plan, tmp_path, tmp_path / "gone"):
        result = run("plan", "--resume", folder)
        assert result.exit_code == 2
        assert f"{folder}: no unfinished plan in it" in result.stderr


def test_a_plan_needs_a_scenario_or_an_unfinished_plan(run):
    result = run("plan")
    assert result.exit_code == 2
    assert "name a scenario, or an unfinished plan with --resume" in result.stderr
