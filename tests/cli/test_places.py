"""Folders that appear whole or stay as they were."""

import pytest
from tests.cli.conftest import everything

from mainstay.cli.places import appearing


def test_a_folder_appears_with_all_of_its_files(tmp_path):
    target = tmp_path / "a" / "b"
    with appearing(target) as partial:
        (partial / "one").write_text("1")
        assert not target.exists()
    assert {str(name) for name in everything(tmp_path)} == {"a/b/one"}


def write_in_part(target):
    with appearing(target, stale=["one"]) as partial:
        (partial / "one").write_text("new")
        raise KeyboardInterrupt


def test_nothing_is_left_when_the_block_ends_badly(tmp_path):
    """Neither new files, nor folders made on the way, nor a change of the old ones."""
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "one").write_text("old")
    for target in (tmp_path / "old", tmp_path / "a" / "b"):
        with pytest.raises(KeyboardInterrupt):
            write_in_part(target)
    assert everything(tmp_path) == {(tmp_path / "old" / "one").relative_to(tmp_path): b"old"}
    assert [file.name for file in tmp_path.iterdir()] == ["old"]


def test_named_folders_are_swapped_whole_stale_files_go_and_others_stay(tmp_path):
    for name in ("scenario/gone", "gone", "calendars/theirs", "mine"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("old")
    with appearing(tmp_path, swapped=["scenario"], stale=["gone", "new"]) as partial:
        for name in ("scenario/new", "calendars/new", "new"):
            (partial / name).parent.mkdir(exist_ok=True)
            (partial / name).write_text("new")
    assert {str(name) for name in everything(tmp_path)} == {"scenario/new", "calendars/theirs", "calendars/new", "mine", "new"}
