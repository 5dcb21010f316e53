"""``mainstay import kiel``: the account on screen and in files, and a scenario that can be planned."""

from tests.cli.conftest import everything
from tests.exchange.kiel_workbook import GRANT, workbook

from mainstay.exchange import read, read_table
from mainstay.exchange.kiel import AccountRow, account_lines, import_kiel


def test_the_account_is_printed_and_kept_beside_the_scenario(run, tmp_path):
    file = workbook(tmp_path, {}, GRANT)
    result = run("import", "kiel", file, "--into", tmp_path / "mine")
    assert result.exit_code == 0
    assert result.stdout.startswith("\n".join(account_lines(import_kiel(file))))
    rows, problems = read_table(tmp_path / "mine" / "account" / "account.csv", AccountRow)
    assert (len(rows), problems) == (2, [])
    assert len(read(tmp_path / "mine").offers) == 1
    assert (tmp_path / "mine" / "account" / "money.csv").is_file()


def test_json_accounts_for_every_row(answer, tmp_path):
    file = workbook(tmp_path, {}, GRANT)
    code, said = answer("import", "kiel", file, "--into", tmp_path / "mine")
    assert code == 0
    assert said["rows"] == sum(said["outcomes"].values()) == sum(row["rows"] for row in said["reasons"]) == 2
    assert said["placed"] is None


def test_on_a_network_it_is_ready_to_plan(run, answer, tmp_path):
    file = workbook(tmp_path, {"Countries": "Germany"})
    code, said = answer("import", "kiel", file, "--into", tmp_path / "mine", "--network", "quake-relief")
    assert code == 0
    assert said["placed"]["offers"] == 1
    assert said["tables"]["requirements"] == len(read(tmp_path / "mine").requirements) > 0
    assert answer("plan", tmp_path / "mine", "--out", tmp_path / "out")[0] == 0


def test_stated_deliveries_only_leaves_out_the_rest(answer, tmp_path):
    file = workbook(tmp_path, {"No. of Units Delivered (in-kind military aid)": "."}, {"ID": "DEM2", "Allocation ID": "DEM2_1"})
    counted = {}
    for name, more in (("all", ()), ("stated", ("--delivered-stated-only",))):
        _, said = answer("import", "kiel", file, "--into", tmp_path / name, "--network", "quake-relief", *more)
        counted[name] = said["placed"]["offers"]
    assert counted == {"all": 2, "stated": 1}


def test_a_folder_that_is_not_empty_is_refused_unless_forced(run, tmp_path):
    file = workbook(tmp_path, {})
    into = tmp_path / "mine"
    assert run("import", "kiel", file, "--into", into, "--network", "quake-relief").exit_code == 0
    (into / "README.md").write_text("mine")
    before = everything(into)
    result = run("import", "kiel", file, "--into", into)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"{into}: not empty. Name another folder with --into")
    assert everything(into) == before
    assert run("import", "kiel", file, "--into", into, "--force").exit_code == 0
    assert (into / "README.md").read_text() == "mine"
    assert read(into) == import_kiel(file).scenario  # no table of the network is left


def test_a_file_that_is_no_tracker_is_said_and_nothing_written(run, tmp_path):
    (tmp_path / "x.xlsx").write_bytes(b"nothing")
    for file in ("x.xlsx", "none.xlsx"):
        result = run("import", "kiel", tmp_path / file, "--into", tmp_path / "mine")
        assert result.exit_code == 2
        assert file in result.stderr
        assert result.stderr.endswith("1 problem; nothing was written.\n")
    assert not (tmp_path / "mine").exists()
