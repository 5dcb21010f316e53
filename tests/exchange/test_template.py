"""A new scenario explains itself and never overwrites anything."""

import csv
import tomllib

import pytest

from mainstay.exchange import check, new
from mainstay.model import TABLES, ScenarioError, Settings, fields


def test_a_new_folder_has_every_table_with_its_header(tmp_path):
    """Ready to be opened in a spreadsheet and filled."""
    new(tmp_path / "mine")
    for name, record in TABLES.items():
        with (tmp_path / "mine" / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            assert list(csv.reader(text)) == [[field.name for field in fields(record)]]


def test_only_what_has_to_be_filled_is_wrong_with_it(tmp_path):
    """The party that is helped cannot be guessed."""
    new(tmp_path / "mine")
    assert [str(p) for p in check(tmp_path / "mine")] == ["scenario.toml, supported: empty, but needed: party that is helped."]


def test_every_setting_is_there_with_a_comment(tmp_path):
    """Each line of the settings stands under what it means."""
    new(tmp_path / "mine")
    text = (tmp_path / "mine" / "scenario.toml").read_text(encoding="utf-8")
    assert set(tomllib.loads(text)) == {field.name for field in fields(Settings)}
    for field in fields(Settings):
        assert f"# {field.column.en}" in text


def test_the_readme_explains_every_column(tmp_path):
    """What it says, its unit, what is allowed, what an empty cell means."""
    new(tmp_path / "mine")
    text = (tmp_path / "mine" / "README.md").read_text(encoding="utf-8")
    for name, record in TABLES.items():
        section = text.split(f"## {name}.csv")[1].split("\n## ")[0]
        for field in fields(record):
            assert f"| {field.name} | {field.column.en}" in section
    assert "| capacity_t_per_day | what may leave on it on an open day (t/day) | number | at least 0 | needed |" in text


def test_a_folder_with_anything_in_it_is_refused(tmp_path):
    """Nothing is ever written over."""
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(ScenarioError, match="not empty"):
        new(tmp_path)
    with pytest.raises(ScenarioError, match="a file, not a folder"):
        new(tmp_path / "notes.txt")
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
