"""Progress for whoever waits."""

import io
import math
import os
import signal

import pytest
from rich.console import Console

from mainstay.cli.watching import Watcher, in_figures, share
from mainstay.planning import Progress


def to_file(clock, **more):
    said = io.StringIO()
    return Watcher("planning", console=Console(file=said, width=200), clock=clock, **more), said


def test_without_a_terminal_there_is_a_line_every_ten_seconds():
    times = iter([0, 0, 3, 9.9, 10, 15, 20.5, 31])
    watcher, said = to_file(lambda: next(times))
    with watcher:
        for _ in range(5):
            assert not watcher(Progress("master", 1.0, 80.0, 81.0, 0.0125))
        watcher(Progress("what would help", 0.0, done=0.25))
    assert said.getvalue().splitlines() == [
        "planning: master, score 80.00, bound 81.00, gap 1.25 %, 10 s",
        "planning: master, score 80.00, bound 81.00, gap 1.25 %, 20 s",
        "planning: what would help, 25 %, 31 s",
    ]


def test_on_a_terminal_stage_score_bound_and_gap_are_shown():
    said = io.StringIO()
    console = Console(file=said, force_terminal=True, width=120)
    with Watcher("planning", console=console) as watcher:
        watcher(Progress("master", 1.0, 80.0, 81.0, 0.0125))
    assert "score 80.00, bound 81.00, gap 1.25 %" in said.getvalue()
    assert "Ctrl-C stops with the best so far." in said.getvalue()


def test_figures_of_coarse_stages_are_marked_as_such():
    """With capacities counted by weeks a score is more than a plan may attain."""
    assert in_figures(Progress("weeks", 1.0, 80.0, 81.0, 0.0125)).startswith("score ≈80.00")
    assert in_figures(Progress("reading", 0.0)) == ""


def test_the_first_ctrl_c_asks_to_stop_and_the_second_aborts():
    before = signal.getsignal(signal.SIGINT)
    watcher, said = to_file(lambda: 0.0)
    with watcher:
        assert not watcher(Progress("master", 1.0))
        os.kill(os.getpid(), signal.SIGINT)
        assert watcher(Progress("master", 1.0))
        assert said.getvalue() == "planning: stopping with the best so far; Ctrl-C again aborts\n"
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_what_cannot_be_stopped_half_way_aborts_at_once():
    watcher, _ = to_file(lambda: 0.0, stoppable=False)
    with pytest.raises(KeyboardInterrupt), watcher:
        os.kill(os.getpid(), signal.SIGINT)


@pytest.mark.parametrize(
    ("progress", "full"),
    [
        (Progress("pricing", 0.0, done=0.25), 0.25),
        (Progress("master", 0.0, 50.0, 100.0, 1.0), 0.0),
        (Progress("master", 0.0, 80.0, 81.0, 1e-3), 1.0),
        (Progress("master", 0.0, 80.0, 81.0, 1e-6), 1.0),
        (Progress("master", 0.0, 80.0, 81.0, 10**-1.5), 0.5),
        (Progress("weeks", 0.0, 80.0, 80.0, 0.0), math.nan),
        (Progress("reading", 0.0), math.nan),
    ],
)
def test_the_bar_is_full_at_the_gap_asked_for(progress, full):
    """Half-way is half of the orders of magnitude; what is unknown moves no bar."""
    assert share(progress, 1e-3) == pytest.approx(full, nan_ok=True)


def test_where_what_is_done_is_kept_ctrl_c_is_said_to_keep_it():
    said = io.StringIO()
    with Watcher("stressing", kept=True, console=Console(file=said, force_terminal=True, width=120)) as watcher:
        watcher(Progress("cases", 1.0, done=0.5))
    assert "Ctrl-C stops; what is done is kept." in said.getvalue()
