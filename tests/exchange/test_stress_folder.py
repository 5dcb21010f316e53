"""Folders of results: written whole or not at all, the same each time, and read back."""

import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.small import day
from tests.exchange.test_round_trip import rows

from mainstay.exchange import read_table, read_tables, write_table, write_tables
from mainstay.model import (
    RESULT_TABLES,
    CaseKind,
    CaseLoss,
    Change,
    ChangeKind,
    ScenarioError,
)

EXAMPLES = 300 if os.environ.get("MAINSTAY_LONG") else 20
LOSS = CaseLoss(
    case="party DEU",
    what="Germany leaves",
    kind=CaseKind.PARTY,
    day=day(3),
    loss_before=12.5,
    loss_before_percent=25.0,
    loss=8.1,
    loss_percent=16.2,
    loss_low=8.0,
    loss_high=8.2,
    saved=4.4,
    bracket_low=2.0,
    bracket_high=12.5,
    solved=True,
    recovers=day(20),
    recovery_days=17,
)
CHANGE = Change(
    kind=ChangeKind.DROPPED, was="C-1", offer="O-1", party="DEU", requirement="R-1", why="offer gone", tell=("DEU", "UKR")
)
TABLES = {"cases": (LOSS,), "guards": ()}


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(st.data())
def test_rows_of_every_table_of_results_survive_their_file(data):
    """Whatever values they hold."""
    name = data.draw(st.sampled_from(sorted(RESULT_TABLES)))
    made = tuple(data.draw(st.lists(rows(RESULT_TABLES[name]), min_size=1, max_size=3)))
    with TemporaryDirectory() as place:
        file = Path(place, f"{name}.csv")
        write_table(file, made, RESULT_TABLES[name])
        assert read_table(file, RESULT_TABLES[name]) == (made, [])


def test_results_read_back_with_what_their_summary_says(tmp_path):
    """Tables without rows too; figures that are not finite are null."""
    written = write_tables(tmp_path / "out", TABLES, {"score": 50.0, "gap": float("inf"), "seconds": 7.5})
    assert {file.name for file in written} == {file.name for file in (tmp_path / "out").iterdir()}
    tables, summary = read_tables(tmp_path / "out")
    assert tables == TABLES
    assert (summary["score"], summary["gap"], summary["rows"]) == (50.0, None, {"cases": 1, "guards": 0})


def test_the_same_results_make_the_same_files_whatever_time_they_took(tmp_path):
    """Only ``run.json`` tells."""
    for name, seconds in (("one", 1.0), ("two", 2.0)):
        write_tables(tmp_path / name, TABLES, {"score": 50.0, "seconds": seconds})
    for file in (tmp_path / "one").iterdir():
        same = file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
        assert same is (file.name != "run.json"), file.name


def test_other_results_in_the_same_folder_leave_none_of_the_old(tmp_path):
    """But files that no summary lists stay."""
    (tmp_path / "mine.txt").write_text("mine")
    (tmp_path / "chart.svg").write_text("<svg/>")
    write_tables(tmp_path, TABLES, {}, files=["chart.svg"])
    write_tables(tmp_path, {"changes": (CHANGE,)}, {})
    assert {file.name for file in tmp_path.iterdir()} == {
        "changes.csv",
        "datapackage.json",
        "mine.txt",
        "run.json",
        "summary.json",
    }
    assert read_tables(tmp_path)[0] == {"changes": (CHANGE,)}


def test_a_row_that_cannot_be_written_leaves_the_folder_as_it_was(tmp_path):
    """Nothing is written, and nothing is left beside it."""
    write_tables(tmp_path / "out", TABLES, {})
    before = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    with pytest.raises(ScenarioError, match="tell"):
        write_tables(tmp_path / "out", {"changes": (msgspec.structs.replace(CHANGE, tell=("A;B",)),)}, {})
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == before
    assert [file.name for file in tmp_path.iterdir()] == ["out"]


def test_a_table_that_nobody_knows_is_refused(tmp_path):
    """Before anything is written."""
    with pytest.raises(KeyError, match="losses"):
        write_tables(tmp_path / "out", {"losses": ()}, {})
    assert list(tmp_path.iterdir()) == []


def test_a_table_that_was_written_and_is_gone_is_missed(tmp_path):
    """The summary lists it, and the message names the remedy."""
    write_tables(tmp_path, TABLES, {})
    (tmp_path / "cases.csv").unlink()
    with pytest.raises(ScenarioError, match=r"cases\.csv: not in .*\. Write the results anew\."):
        read_tables(tmp_path)


def test_a_folder_without_results_is_told_as_such(tmp_path):
    """No summary, or one that is none."""
    with pytest.raises(ScenarioError, match=r"summary\.json: not in .*\. Write the results anew\."):
        read_tables(tmp_path)
    (tmp_path / "summary.json").write_text(json.dumps([1]))
    with pytest.raises(ScenarioError, match=r"summary\.json: holds no object\."):
        read_tables(tmp_path)
