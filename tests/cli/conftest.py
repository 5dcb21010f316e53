"""The command line, called in this process, and one plan of the tutorial that the tests only read."""

import json

import pytest
from typer.testing import CliRunner

from mainstay.cli import app


@pytest.fixture(scope="session")
def run():
    """Call ``mainstay`` with words, and get its exit code, standard output and standard error."""

    def call(*words):
        return CliRunner().invoke(app, [str(word) for word in words], prog_name="mainstay")

    return call


@pytest.fixture(scope="session")
def answer(run):
    """Call ``mainstay`` with ``--json``: the exit code, and the one object on standard output."""

    def call(*words):
        result = run(*words, "--json")
        return result.exit_code, json.loads(result.stdout)

    return call


@pytest.fixture(scope="session")
def tutorial_plan(run, tmp_path_factory):
    """Folder of a plan of the tutorial, with bottlenecks."""
    folder = tmp_path_factory.mktemp("plan") / "out"
    result = run("plan", "tutorial", "--out", folder, "--gap", "0", "--bottlenecks")
    assert result.exit_code == 0, result.output
    return folder


@pytest.fixture
def faulty(tmp_path):
    """A folder with two faults that block."""
    from mainstay.exchange import bundled, read, write_folder

    folder = tmp_path / "faulty"
    write_folder(read(bundled("tutorial")), folder)
    offers = folder / "offers.csv"
    offers.write_text(
        offers.read_text("utf-8").replace("OF-1,XNO", "OF-1,XNOO").replace("OF-4,XNO,FUEL,ready,25", "OF-4,XNO,FUEL,ready,-25")
    )
    return folder


def everything(folder):
    """Bytes of every file of a folder, by its place."""
    return {file.relative_to(folder): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
