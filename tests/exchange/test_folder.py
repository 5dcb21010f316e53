"""A folder is read whole with every problem at once, and written whole or not at all."""

import pytest
from tests.exchange.small import offer, small, spoil

from mainstay.exchange import bundled, check, load, read, write_folder
from mainstay.exchange import folder as folder_module
from mainstay.model import ScenarioError


def words(path):
    return [str(problem) for problem in check(path)]


@pytest.fixture
def folder(tmp_path):
    write_folder(small(), tmp_path / "small")
    return tmp_path / "small"


def test_every_problem_comes_at_once_in_the_order_of_tables_and_rows(folder):
    """A person mends a file in one go."""
    spoil(folder, "offers", 3, place="RZESZW")
    spoil(folder, "offers", 2, rung="plegde", quantity="-3")
    spoil(folder, "links", 2, hours="x")
    (folder / "scenario.toml").write_text('name = "small"\nsupported = "UKR"\nstart = "soon"\ndasy = 31\n')
    scenario, problems = load(folder)
    assert scenario is None
    assert [str(problem) for problem in problems] == [
        "scenario.toml, dasy: no such setting. Did you mean 'days'?",
        "scenario.toml, start: 'soon' is not a date. Write year, month and day, as in 2026-03-31.",
        "offers.csv, row 2, quantity: -3 is not above 0.",
        "offers.csv, row 2, rung: no rung 'plegde'. Did you mean 'pledge'?",
        "offers.csv, row 3, place: no node 'RZESZW'. Did you mean 'RZESZOW'?",
        "links.csv, row 2, hours: 'x' is not a number. Write the figure alone, as in 12.5.",
    ]
    with pytest.raises(ScenarioError) as fault:
        read(folder)
    assert fault.value.problems == tuple(problems)


def test_a_table_file_that_is_none_is_a_problem(folder):
    """A misspelt file would otherwise be read as a missing table."""
    (folder / "cavaets.csv").write_text("caveat\n")
    (folder / "scratch.csv").write_text("x\n")
    assert words(folder) == [
        "cavaets.csv: no such table. Did you mean 'caveats.csv'?",
        "scratch.csv: no such table. Move it out of the folder.",
    ]


def test_missing_tables_are_empty(folder):
    """A scenario needs only the tables that its question needs."""
    for name in ("closures", "equivalences"):
        (folder / f"{name}.csv").unlink()
    assert read(folder) == small().replace(closures=(), equivalences=())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (None, "scenario.toml: missing. It says at least name, supported and start; `mainstay new` writes one."),
        ('name = "x"\n', "scenario.toml, supported: empty, but needed: party that is helped."),
        (
            'name = "s"\nsupported = "UKR"\nstart = 2026-03-01\nweights = [1, 2]\n',
            "scenario.toml, weights: 2 figures, but there are 5 priorities. Give one for each, 1 first.",
        ),
        (
            'name = "s"\nsupported = "UKR"\nstart = 2026-03-01\nweights = [0, 0, 0, 0, 0]\n',
            "scenario.toml, weights: all 0: nothing would be worth anything. Give priority 1 more than 0.",
        ),
        (
            'name = "s"\nsupported = "URK"\nstart = 2026-03-01\n',
            "scenario.toml, supported: no party 'URK'. Did you mean 'UKR'?",
        ),
    ],
)
def test_settings_are_checked_like_any_row(folder, text, message):
    """Missing, incomplete and wrong settings have their remedy."""
    (folder / "scenario.toml").unlink()
    if text:
        (folder / "scenario.toml").write_text(text)
    assert message in words(folder)


def test_a_settings_file_that_is_no_toml_is_one_problem(folder):
    """What follows from it is not told."""
    (folder / "scenario.toml").write_text("name = small\n")
    assert len(words(folder)) == 1
    assert words(folder)[0].startswith("scenario.toml: not in the form of TOML: ")


def test_what_is_no_scenario_is_answered(tmp_path):
    """A path that is not there, or something else."""
    (tmp_path / "a.ods").write_text("")
    assert words(tmp_path / "none") == [
        f"{tmp_path / 'none'}: not there. Name a folder with scenario.toml, or a workbook (.xlsx)."
    ]
    assert words(tmp_path / "a.ods") == [
        f"{tmp_path / 'a.ods'}: neither a folder nor a workbook. Save it as 'Excel workbook (.xlsx)'."
    ]
    with pytest.raises(ScenarioError, match="no bundled scenario"):
        bundled("atlantis")


def test_a_value_that_would_not_come_back_leaves_the_folder_as_it_was(folder):
    """Refused before the first file is touched."""
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(ScenarioError, match="lists are joined with semicolons"):
        write_folder(small().replace(offers=(offer("O-1", reserved_for=("a;b",)),)), folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_failure_half_way_leaves_the_folder_as_it_was(folder, monkeypatch):
    """A full disk at the last table changes none of the others, and leaves no partial files."""
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    whole = folder_module.write_csv

    def full(file, rows, record):
        if file.name == "sources.csv":
            raise OSError("no space left")
        whole(file, rows, record)

    monkeypatch.setattr(folder_module, "write_csv", full)
    with pytest.raises(OSError, match="no space left"):
        write_folder(small().replace(offers=()), folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before
    assert [f.name for f in folder.parent.iterdir()] == ["small"]


def test_writing_again_empties_tables_and_keeps_other_files(folder):
    """A table that has no rows any more does not keep the old ones; a README stays."""
    (folder / "README.md").write_text("mine")
    write_folder(small().replace(closures=()), folder)
    assert read(folder).closures == ()
    assert (folder / "README.md").read_text() == "mine"


def test_a_scenario_in_memory_is_checked_by_the_same_rules():
    """Rows are numbered as in the folder that it would make; limits of cells count too."""
    scenario = small().replace(offers=(offer("O-1", quantity=-1.0, place="RZESZW"), small().offers[1]))
    assert [str(problem) for problem in check(scenario)] == [
        "offers.csv, row 2, quantity: -1 is not above 0.",
        "offers.csv, row 2, place: no node 'RZESZW'. Did you mean 'RZESZOW'?",
    ]
