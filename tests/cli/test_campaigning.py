"""Runs of many tasks at the command line: what is done is kept, gone on with, and never mixed up."""

import pytest
import typer

from mainstay.cli.campaigning import JOURNAL, campaign, fit_for_results
from mainstay.cli.screen import Screen
from mainstay.contingency.campaign import run
from mainstay.model import ScenarioError


def half(task: int) -> float:
    return task / 2


def hand_in(out, **how):
    return campaign(out, Screen(), **({"workers": 1, "dask": "", "resume": False} | how))


def stopping_after(number):
    told = []

    def watch(progress):
        told.append(progress)
        return len(told) > number

    return watch


@pytest.fixture
def stopped(tmp_path):
    """Folder of a run that was stopped after two of five tasks."""
    with pytest.raises(typer.Exit) as ended, hand_in(tmp_path / "out") as team:
        run(half, range(5), journal=team.journal, watch=stopping_after(2))
    assert ended.value.exit_code == 130
    return tmp_path / "out"


def test_a_run_that_ends_well_leaves_no_journal(tmp_path):
    with hand_in(tmp_path) as team:
        assert run(half, range(5), journal=team.journal) == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert list(tmp_path.iterdir()) == []


def test_a_run_that_was_stopped_says_how_to_go_on(capsys, stopped):
    assert (stopped / JOURNAL).is_file()
    said = capsys.readouterr().err
    assert "Stopped: 2 of 5 tasks are done." in said
    assert f"What is done is kept in {(stopped / JOURNAL).parent}. Go on with the same command and --resume." in said


def test_going_on_does_only_what_is_left(stopped):
    done = []
    with hand_in(stopped, resume=True) as team:
        assert run(half, range(5), journal=team.journal, watch=done.append) == [0.0, 0.5, 1.0, 1.5, 2.0]
    assert len(done) == 4
    assert not (stopped / JOURNAL).exists()


def test_what_is_kept_is_not_begun_anew_in_silence(stopped):
    with pytest.raises(ScenarioError, match=r"holds a run that did not end\. Go on with --resume"), hand_in(stopped):
        pass
    assert (stopped / JOURNAL).is_file()


def test_there_must_be_something_to_go_on_with(tmp_path):
    with pytest.raises(ScenarioError, match="there is no run to go on with"), hand_in(tmp_path, resume=True):
        pass


def test_a_run_that_did_nothing_leaves_nothing(tmp_path):
    with pytest.raises(ZeroDivisionError), hand_in(tmp_path / "a" / "b") as team:
        run(half, range(5), journal=team.journal, watch=lambda progress: 1 / 0)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_keeps_what_is_done(tmp_path):
    def interrupt(progress):
        if progress.done > 0.5:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt), hand_in(tmp_path / "out") as team:
        run(half, range(5), journal=team.journal, watch=interrupt)
    assert (tmp_path / "out" / JOURNAL).is_file()


def test_workers_and_a_cluster_exclude_each_other(tmp_path):
    with pytest.raises(ScenarioError, match="Leave one of the two away"), hand_in(tmp_path, workers=2, dask="tcp://x:1"):
        pass


def test_results_do_not_go_where_something_else_is(tmp_path, tutorial_plan):
    (tmp_path / "file").write_text("")
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("")
    for folder, said in ((tmp_path / "file", "a file"), (tmp_path / "other", "other files"), (tutorial_plan, "holds a plan")):
        with pytest.raises(ScenarioError, match=said):
            fit_for_results(folder, "cases.csv")
    fit_for_results(tmp_path / "new", "cases.csv")
    for name in ("summary.json", "cases.csv", "letter.txt"):
        (tmp_path / "other" / name).write_text("")
    fit_for_results(tmp_path / "other", "cases.csv")
