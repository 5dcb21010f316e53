"""Ctrl-C once keeps the best plan so far, with its gap; twice leaves everything as it was."""

import json
import signal
import subprocess
import sys

import pytest
from tests.cli.conftest import everything

PROGRAM = """
import os, sys
import mainstay.cli.run as run

real, number, times = run.plan, int(sys.argv.pop(1)), int(sys.argv.pop(1))

def plan(scenario, *, watch, **how):
    pressed = 0
    def pressing(progress):
        nonlocal pressed
        if progress.stage == "steps":
            while pressed < times:
                pressed += 1
                os.kill(os.getpid(), number)
        return watch(progress)
    return real(scenario, watch=pressing, **how)

run.plan = plan
from mainstay.cli import main
main()
"""


@pytest.fixture
def interrupted(tmp_path):
    """Plan quake-relief to the last digit in a process of its own, which gets a signal so many times."""

    def call(times, *words, number=signal.SIGINT):
        told = [sys.executable, "-c", PROGRAM, str(int(number)), str(times)]
        command = [*told, "plan", "quake-relief", "--gap", "0", "--out", "out", *words]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300, check=False)

    return call


def test_ctrl_c_once_gives_the_best_plan_so_far_with_its_gap(interrupted, tmp_path):
    done = interrupted(1, "--json")
    assert done.returncode == 0, done.stderr
    assert "Stopped: this is the best plan so far, with its gap." in done.stderr
    said = json.loads(done.stdout)
    assert said["status"] == "stopped"
    assert said["consignments"] > 0
    assert 0 < said["gap"] < 1
    assert said["bound"] > said["score"] > 0
    assert said["findings"] == []
    assert (tmp_path / "out" / "summary.json").is_file()


def test_ctrl_c_twice_aborts_and_leaves_nothing(interrupted, tmp_path):
    done = interrupted(2)
    assert done.returncode == 130
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_twice_leaves_an_earlier_plan_as_it_was(interrupted, tmp_path, run):
    assert run("plan", "tutorial", "--out", tmp_path / "out").exit_code == 0
    before = everything(tmp_path)
    assert interrupted(2).returncode == 130
    assert everything(tmp_path) == before


def test_a_terminated_run_keeps_its_best_plan_and_nothing_else(interrupted, tmp_path):
    done = interrupted(1, number=signal.SIGTERM)
    assert done.returncode == 128 + signal.SIGTERM
    assert f"Go on with: mainstay plan --resume {tmp_path / 'out'}" in done.stderr
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["unfinished"]
    assert sorted(file.name for file in (tmp_path / "out" / "unfinished").iterdir()) == ["best.npz", "scenario"]
