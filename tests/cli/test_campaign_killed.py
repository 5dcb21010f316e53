"""A stress test or a simulation that is killed or stopped goes on where it was, and comes to the same files."""

import signal
import subprocess
import sys

import pytest
from tests.cli.conftest import everything

from mainstay.cli.campaigning import JOURNAL

AT_A_RESULT = """
import os, sys
from mainstay.contingency.campaign_journal import Journal

real, number, which, done = Journal.keep, int(sys.argv.pop(1)), int(sys.argv.pop(1)), 0

def keep(self, results):
    global done
    kept = real(self, results)
    done += 1
    if done == which:
        os.kill(os.getpid(), number)
    return kept

Journal.keep = keep
from mainstay.cli import main
main()
"""
"""Sends itself a signal as soon as the so-manyeth result is on disk."""

ASKED = {
    "stress": ("--case", "Westmark leaves", "--case", "bridge shut", "--case", "party XNO"),
    "simulate": ("--executions", "300", "--review-days", "5"),
}


@pytest.fixture(scope="module")
def whole(run, tutorial_plan, tmp_path_factory):
    """Files of each verb's run that nothing disturbed."""
    home = tmp_path_factory.mktemp("whole")
    for verb, words in ASKED.items():
        assert run(verb, tutorial_plan, *words, "--out", home / verb).exit_code == 0
    return {verb: everything(home / verb) for verb in ASKED}


def struck(verb, plan, out, number, which):
    command = [sys.executable, "-c", AT_A_RESULT, str(int(number)), str(which)]
    command += [verb, str(plan), *ASKED[verb], "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)


@pytest.mark.parametrize("verb", ASKED)
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_run_that_is_ended_goes_on_and_comes_to_the_same(run, tutorial_plan, whole, tmp_path, verb, number):
    out = tmp_path / "out"
    ended = struck(verb, tutorial_plan, out, number, 2)
    assert ended.returncode == (-signal.SIGKILL if number == signal.SIGKILL else 130), ended.stderr
    assert [file.name for file in out.iterdir() if not file.name.startswith(".")] == [(out / JOURNAL).parent.name]
    if number == signal.SIGINT:
        assert "Go on with the same command and --resume." in ended.stderr
    again = run(verb, tutorial_plan, *ASKED[verb], "--out", out)
    assert again.exit_code == 2
    assert "holds a run that did not end. Go on with --resume" in again.stderr
    assert run(verb, tutorial_plan, *ASKED[verb], "--out", out, "--resume").exit_code == 0
    made = everything(out)
    assert {str(name) for name in made.keys() | whole[verb].keys() if made.get(name) != whole[verb].get(name)} <= {"run.json"}


def test_what_was_kept_of_another_question_is_refused_with_a_remedy(run, tutorial_plan, tmp_path):
    out = tmp_path / "out"
    assert struck("simulate", tutorial_plan, out, signal.SIGKILL, 2).returncode == -signal.SIGKILL
    result = run("simulate", tutorial_plan, "--executions", "300", "--seed", "1", "--out", out, "--resume")
    assert result.exit_code == 2
    assert "the journal of another question" in result.stderr
    assert "1 problem; nothing was simulated." in result.stderr
    assert (out / JOURNAL).is_file()
