"""What is written is read again, whatever it is and wherever it is kept."""

import csv
import datetime as dt
import enum
import os
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.exchange.small import capable, small

from mainstay.exchange import read, write_folder, write_workbook
from mainstay.exchange.cells import tidy
from mainstay.exchange.folder import read_folder
from mainstay.exchange.sheets import read_workbook
from mainstay.model import TABLES, Scenario, Settings, fields

EXAMPLES = 400 if os.environ.get("MAINSTAY_LONG") else 25
NASTY = ["=1+1", "+49", "-", "@SUM(A1)", "0012", "1.0", "1e5", "true", "2026-03-01", "March 2026", '"', "''", "a,b"]
NASTY += ["x\ny", "_x0041_", "<r>&</r>", "<r><t>a</t></r>", "Харків", "é", "🚚", "#REF!", "yes", "#", "a;b"]
LETTERS = st.characters(exclude_categories=["C"], include_characters="\n;,\"'=_")
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(LETTERS, max_size=12)).map(tidy)


def value(field):
    """Any value that a column may hold."""
    column = field.column
    match field.kind:
        case "number":
            low = column.least if column.least is not None else column.above
            one = st.floats(low, column.most, allow_nan=False, allow_infinity=False)
            one = one.filter(lambda x: column.above is None or x > column.above)
        case "integer":
            one = st.integers(int(column.least or 0), int(column.most or 10**9))
        case "date":
            one = st.dates(dt.date(1950, 1, 1), dt.date(2199, 12, 31))
        case "yes/no":
            one = st.booleans()
        case "choice":
            one = st.sampled_from(field.choices)
        case _:
            one = TEXTS.filter(bool) if field.required else TEXTS
    if field.many:
        entries = one.map(lambda e: e.replace(";", "")) if field.kind == "text" else one
        entries = entries.filter(lambda e: not isinstance(e, str) or (e and e == tidy(e)))
        return st.lists(entries, min_size=int(field.required), max_size=3).map(tuple)
    return st.one_of(st.just(field.default), one) if not field.required else one


def rows(record):
    values = st.fixed_dictionaries({field.name: value(field) for field in fields(record)})
    return values.map(lambda made: msgspec.convert(made, record))


@st.composite
def scenarios(draw):
    """Any rows in any table: they need not hold together to be written and read."""
    names = draw(st.lists(st.sampled_from(sorted(TABLES)), max_size=4, unique=True))
    tables = {name: tuple(draw(st.lists(rows(TABLES[name]), min_size=1, max_size=3))) for name in names}
    head = draw(rows(Settings).map(lambda s: msgspec.structs.replace(s, weights=(100.0, 1 / 3, 5e-324, 1e300, 0.0))))
    return Scenario(settings=head, **tables)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(scenarios())
def test_a_scenario_survives_folder_and_workbook_without_loss(scenario):
    """Folder, scenario, workbook, scenario, folder: records are equal and files are the same, byte for byte."""
    with TemporaryDirectory() as place:
        first, book, second = Path(place, "first"), Path(place, "book.xlsx"), Path(place, "second")
        write_folder(scenario, first)
        draft = read_folder(first)
        assert draft.all_problems() == []
        assert draft.scenario() == scenario
        write_workbook(draft.scenario(), book)
        draft = read_workbook(book)
        assert draft.all_problems() == []
        assert draft.scenario() == scenario
        write_folder(draft.scenario(), second)
        assert {f.name: f.read_bytes() for f in first.iterdir()} == {f.name: f.read_bytes() for f in second.iterdir()}


def test_a_sound_scenario_reads_the_same_from_folder_and_workbook(tmp_path):
    """The public readers give back what the public writers were given."""
    write_folder(small(), tmp_path / "folder")
    write_workbook(small(), tmp_path / "book.xlsx")
    assert read(tmp_path / "folder") == read(tmp_path / "book.xlsx") == small()


def test_a_capable_scenario_reads_the_same_from_folder_and_workbook(tmp_path):
    """Tables of packages, training, stocks and repair too."""
    write_folder(capable(), tmp_path / "folder")
    write_workbook(capable(), tmp_path / "book.xlsx")
    assert read(tmp_path / "folder") == read(tmp_path / "book.xlsx") == capable()


def test_a_scenario_without_capabilities_needs_none_of_their_files(tmp_path):
    """Neither written nor missed; columns that a folder does not have yet mean their defaults."""
    write_folder(small(), tmp_path)
    tables = {file.stem for file in tmp_path.glob("*.csv")}
    assert tables == {name for name in TABLES if getattr(small(), name)}
    new = {"requirements": {"package", "for_unit"}, "offers": {"condition", "per_month", "lead_days", "least_order"}}
    for name, columns in (new | {"items": {"whole"}}).items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as text:
            found = list(csv.DictReader(text))
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as text:
            writer = csv.DictWriter(text, [c for c in found[0] if c not in columns], extrasaction="ignore")
            writer.writeheader()
            writer.writerows(found)
    toml = (tmp_path / "scenario.toml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in toml if not line.startswith(("step_days", "mixing_points"))]
    assert len(kept) == len(toml) - 2
    (tmp_path / "scenario.toml").write_text("\n".join(kept), encoding="utf-8")
    assert read(tmp_path) == small()


def test_choices_come_back_as_the_terms_of_the_vocabulary(tmp_path):
    """A rung that was read is a rung and not a text that looks like one."""
    write_folder(small(), tmp_path / "folder")
    assert isinstance(read(tmp_path / "folder").offers[0].rung, enum.Enum)


def test_the_same_scenario_makes_the_same_files(tmp_path):
    """Folders and workbooks can be compared byte for byte."""
    for name in ("one", "two"):
        write_folder(small(), tmp_path / name)
        write_workbook(small(), tmp_path / f"{name}.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()
