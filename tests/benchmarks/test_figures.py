"""Medians, ratios and exponents: never rounded in anybody's favour."""

from __future__ import annotations

import math

import pytest
from benchmarks.figures import exponent, less, more, ratio_text, ratios, spread
from benchmarks.instances import SIZES
from benchmarks.journal import Journal
from benchmarks.page import best_points
from benchmarks.protocol import ALSO, PEERS, tasks


@pytest.mark.parametrize(
    ("x", "down", "up"),
    [
        (4.999, "4.99", "5.00"),
        (14.96, "14.9", "15.0"),
        (0.0012341, "1.23e-03", "1.24e-03"),
        (700.2, "700", "701"),
        (2, "2.00", "2.00"),
    ],
)
def test_what_should_be_large_is_cut_off_and_what_should_be_small_is_rounded_up(x: float, down: str, up: str):
    assert (less(x), more(x)) == (down, up)


def test_three_times_is_three_times():
    """0.3 / 0.1 is a little less than 3 in a computer, and 1.1 + 2.2 a little more than 3.3."""
    assert less(0.3 / 0.1) == "3.00"
    assert more(1.1 + 2.2) == "3.30"


def test_what_was_not_reached_counts_as_worse_than_all_that_was():
    assert spread([1.0, None, 3.0], "> 9 s") == "3.00 (1.00 to > 9 s)"
    assert spread([1.0, None, None], "> 9 s") == "> 9 s (1.00 to > 9 s)"
    assert spread([None], "> 9 s") == "> 9 s"


def test_an_exponent_is_found_again():
    slope, error = exponent([1, 2, 4, 8], [3 * n**1.25 for n in (1, 2, 4, 8)])
    assert slope == pytest.approx(1.25)
    assert error == pytest.approx(0.0, abs=1e-9)
    assert math.isinf(exponent([1, 2], [1, 2])[1])


OURS = {"points": 100.0, "to": {"0.0001": {"cpu_s": 2.0}}}


def compared(ours: dict, peer: dict) -> str:
    return ratio_text(ratios({0: ({}, ours)}, {0: ({"limit_s": 300}, peer)}, 1e-4, "cpu_s"))


def test_a_peer_that_agrees_has_a_ratio_and_one_that_does_not_a_least_one():
    """A peer with no result, or another objective, took at least as long as it was given."""
    peer = {"points": 100.005, "gap": 5e-5, "end": {"cpu_s": 11.0}}
    assert compared(OURS, peer) == "5.50"
    assert compared(OURS, {**peer, "points": 100.02}) == "at least 5.50"
    assert compared(OURS, {**peer, "gap": 2e-4}) == "at least 5.50"
    assert compared(OURS, {"points": None, "status": "no result"}) == "at least 150"


def test_a_planner_that_did_not_get_there_has_no_ratio():
    peer = {"points": 100.0, "gap": 0.0, "end": {"cpu_s": 11.0}}
    assert "did not get there on seed 0" in compared({**OURS, "to": {"0.0001": None}}, peer)


def test_every_task_of_the_whole_protocol_can_be_looked_up_in_an_empty_journal(tmp_path):
    """Growth draws instances that have no name."""
    journal = Journal(tmp_path / "bench.jsonl", "code")
    planned = tasks(list(SIZES), 5, list(PEERS), list(ALSO))
    assert any(isinstance(task["size"], list) for task in planned)
    assert {best_points(journal, task) for task in planned} == {None}
