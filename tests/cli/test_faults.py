"""What the operating system refuses is said in words, with what helps."""

import errno
import os

import pytest

from mainstay.cli import tables


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EACCES, "no permission. Change its rights, or name another place."),
        (errno.ENOENT, "not there."),
        (errno.ENOSPC, "no space left. Free some, or name a place on another disk."),
        (errno.EROFS, "cannot be written to: read-only. Name another place."),
        (errno.ENOTDIR, "a file stands where a folder is needed. Name another place."),
        (errno.EIO, f"{os.strerror(errno.EIO)}."),
    ],
)
def test_a_refusal_of_the_system_names_the_file_and_the_remedy(run, answer, monkeypatch, number, said):
    def refused(path):
        raise OSError(number, os.strerror(number), "mine/offers.csv")

    monkeypatch.setattr(tables, "load", refused)
    result = run("check", "tutorial")
    assert result.exit_code == 2
    assert result.stderr == f"mine/offers.csv: {said}\n1 problem; nothing was checked.\n"
    code, answered = answer("check", "tutorial")
    assert (code, answered["problems"][0]["message"]) == (2, said)


def test_an_internal_error_is_json_too(answer, monkeypatch):
    def broken(path):
        raise RuntimeError("no such case")

    monkeypatch.setattr(tables, "load", broken)
    code, said = answer("check", "tutorial")
    assert code == said["exit"] == 70
    assert said["error"].startswith("internal error: RuntimeError: no such case; run with MAINSTAY_TRACEBACK=1")
