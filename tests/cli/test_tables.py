"""``mainstay check``, ``new``, ``convert`` and ``scenarios``."""

import pytest
from tests.cli.conftest import everything

from mainstay.exchange import bundled, read, write_folder


@pytest.fixture
def clean(tmp_path):
    """The tutorial without the requirement that nothing can reach."""
    scenario = read(bundled("tutorial"))
    folder = tmp_path / "clean"
    write_folder(scenario.replace(requirements=tuple(r for r in scenario.requirements if r.requirement != "REQ-4")), folder)
    return folder


def test_check_of_a_sound_scenario_is_one_line_with_its_rows(run, answer, clean):
    result = run("check", clean)
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert result.stdout.startswith(f"{clean}: no problem. 6 parties, 4 items")
    code, said = answer("check", clean)
    assert (code, said["problems"], said["rows"]["requirements"]) == (0, [], 4)


def test_check_says_which_problems_block(run, answer, faulty):
    result = run("check", faulty)
    assert result.exit_code == 2
    assert "offers.csv, row 2, party: no party 'XNOO'. Did you mean 'XNO'?" in result.stdout.splitlines()
    code, said = answer("check", faulty)
    assert code == 2
    assert said["blocking"] == sum(problem["blocks"] for problem in said["problems"]) == 2
    assert f"{len(said['problems'])} problems, 2 of them block." in result.stdout


def test_check_of_what_merely_cannot_be_used_exits_with_2_and_blocks_nothing(run, answer):
    result = run("check", "tutorial")
    assert result.exit_code == 2
    assert result.stdout.startswith("Cannot be used, does not block:\n  requirements.csv, row 5: ")
    assert result.stdout.endswith("\n1 problem, none of them blocks.\n")
    assert answer("check", "tutorial")[1]["blocking"] == 0


def test_new_writes_a_scenario_that_lacks_only_what_a_person_must_say(run, tmp_path):
    folder = tmp_path / "mine"
    result = run("new", folder)
    assert result.exit_code == 0
    assert result.stdout.endswith(f"then: mainstay check {folder}\n")
    assert run("check", folder).stdout.startswith("scenario.toml, supported: empty, but needed")


def test_new_refuses_a_folder_that_is_not_empty(run, answer, tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    result = run("new", tmp_path)
    assert result.exit_code == 2
    assert result.stderr == f"{tmp_path}: not empty. Name a folder that is not there yet.\n1 problem; nothing was written.\n"
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]
    assert answer("new", tmp_path / "fresh")[1]["folder"] == str(tmp_path / "fresh")


def test_convert_there_and_back_changes_nothing(run, answer, tmp_path):
    assert run("convert", "tutorial", tmp_path / "t.xlsx").exit_code == 0
    code, said = answer("convert", tmp_path / "t.xlsx", tmp_path / "t")
    assert (code, said["kind"], said["rows"]["links"]) == (0, "folder", 6)
    assert read(tmp_path / "t") == read(bundled("tutorial"))


@pytest.mark.parametrize("name", ["there.xlsx", "there"])
def test_convert_writes_over_nothing_unless_told_to(run, tmp_path, name):
    target = tmp_path / name
    assert run("convert", "tutorial", target).exit_code == 0
    before = everything(tmp_path)
    result = run("convert", "quake-relief", target)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{target}: already there. Name another one, or write over it with --force.")
    assert everything(tmp_path) == before
    assert run("convert", "quake-relief", target, "--force").exit_code == 0
    assert read(target).settings.name == "quake-relief"


def test_convert_refuses_other_kinds_of_files_and_scenarios_that_do_not_hold_together(run, faulty, tmp_path):
    for source, target, why in (
        ("tutorial", tmp_path / "t.ods", "neither a workbook (.xlsx) nor a folder."),
        (faulty, tmp_path / "t.xlsx", "no party 'XNOO'"),
    ):
        result = run("convert", source, target)
        assert result.exit_code == 2
        assert why in result.stderr
        assert not target.exists()


def test_scenarios_are_listed_with_a_line_each(run, answer):
    listed = run("scenarios").stdout.splitlines()
    assert [line.split()[0] for line in listed] == ["quake-relief", "tutorial", "ukraine-support"]
    assert "Help for Estria over one bridge: small enough to plan by hand" in listed[1]
    _, said = answer("scenarios")
    assert [read(row["folder"]).settings.name for row in said["scenarios"]] == [row["name"] for row in said["scenarios"]]
