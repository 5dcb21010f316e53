"""A workbook helps to fill it in, and is read as it was meant, whatever Excel made of a cell."""

import datetime as dt

import msgspec
import pytest
from openpyxl import load_workbook
from tests.exchange.small import capable, offer, small

from mainstay.exchange import check, load, read, write_workbook
from mainstay.model import TABLES, Component, Course, Offer, Requirement, ScenarioError, fields


@pytest.fixture
def file(tmp_path):
    write_workbook(small(), tmp_path / "small.xlsx")
    return tmp_path / "small.xlsx"


def changed(file, sheet, cell, value, number_format=None):
    """Problems of the workbook after one cell was changed as a spreadsheet program would."""
    book = load_workbook(file)
    book[sheet][cell].value = value
    if number_format:
        book[sheet][cell].number_format = number_format
    book.save(file)
    return [str(problem) for problem in check(file)]


def letter(record, name):
    return chr(ord("A") + [field.name for field in fields(record)].index(name))


def test_there_is_a_sheet_for_every_table_and_for_the_settings(file):
    """A person sees what there is to fill, in the order of filling it."""
    assert load_workbook(file).sheetnames == ["read me", "scenario", *TABLES]


def test_every_header_stays_in_view_and_has_a_note(file):
    """The note says what the column means, its unit and its limits."""
    book = load_workbook(file)
    for name, record in TABLES.items():
        assert book[name].freeze_panes == "B2"
        assert [cell.value for cell in book[name][1]] == [field.name for field in fields(record)]
        assert all(cell.comment for cell in book[name][1])
    note = book["links"]["G1"].comment.text
    assert "what may leave on it on an open day (t/day)" in note
    assert "at least 0" in note
    assert "Needed." in note


def test_choices_and_codes_are_offered_in_lists(file):
    """A choice lists its values; a reference lists the first column of the sheet it refers to, with room for more."""
    rules = {str(rule.sqref).split(":")[0]: rule for rule in load_workbook(file)["offers"].data_validations.dataValidation}
    assert rules[f"{letter(Offer, 'rung')}2"].formula1 == '"offer,pledge,commitment,allocation"'
    assert rules[f"{letter(Offer, 'place')}2"].formula1 == "'nodes'!$A$2:$A$1004"


def test_tables_of_capabilities_offer_lists_too(tmp_path):
    """Kinds of components, codes of packages; lists of codes in one cell cannot be offered."""
    write_workbook(capable(), tmp_path / "b.xlsx")
    book = load_workbook(tmp_path / "b.xlsx")
    rules = {
        (name, str(rule.sqref).split(":")[0]): rule.formula1
        for name in ("components", "requirements", "courses")
        for rule in book[name].data_validations.dataValidation
    }
    kinds = '"equipment,ammunition,spares,tools,documents,repair chain"'
    assert rules["components", f"{letter(Component, 'kind')}2"] == kinds
    assert rules["requirements", f"{letter(Requirement, 'package')}2"] == "'packages'!$A$2:$A$1002"
    assert ("courses", f"{letter(Course, 'prerequisites')}2") not in rules


def test_dates_are_dates_and_codes_are_texts(file):
    """Days can be sorted and reckoned with; a code never turns into a figure."""
    sheet = load_workbook(file)["offers"]
    assert sheet[f"{letter(Offer, 'available')}2"].value == dt.datetime(2026, 3, 1)
    assert sheet[f"{letter(Offer, 'available')}2"].is_date
    assert sheet["A2"].number_format == "@"


def test_what_looks_like_a_formula_stays_text(tmp_path):
    """A note that begins with an equals sign is not reckoned."""
    write_workbook(small().replace(offers=(offer("O-1", note="=1+1"), small().offers[1])), tmp_path / "b.xlsx")
    cell = load_workbook(tmp_path / "b.xlsx")["offers"][f"{letter(Offer, 'note')}2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "number_format"),
    [
        ("requirements", "I2", 1.0, None),  # priority as a float
        ("requirements", "G2", dt.date(2026, 3, 10), "DD.MM.YYYY"),
        ("requirements", "G2", "2026-03-10", None),
        ("requirements", "D2", "5", None),  # a quantity as text
        ("offers", "C2", "GEN-100 ", None),
        ("links", "J4", True, None),  # yes as a truth
    ],
)
def test_a_value_that_excel_turned_to_another_type_reads_right(file, sheet, cell, value, number_format):
    """Floats for counts, dates of any format, figures as text, truths for yes and no."""
    assert changed(file, sheet, cell, value, number_format) == []
    assert read(file) == small()


def test_a_code_that_excel_turned_to_a_figure_reads_right(tmp_path):
    """A code of figures alone is the same code as a text and as a number."""
    sources = tuple(msgspec.structs.replace(s, source="1234") if s.source == "S-0" else s for s in small().sources)
    write_workbook(small().replace(sources=sources), tmp_path / "b.xlsx")
    assert changed(tmp_path / "b.xlsx", "sources", "A3", 1234) == []
    assert read(tmp_path / "b.xlsx").sources[1].source == "1234"


def test_a_fault_names_sheet_row_and_column(file):
    """As in a folder, with the sheet in place of the file."""
    assert changed(file, "offers", f"{letter(Offer, 'place')}2", "RZESZW") == [
        "sheet offers, row 2, place: no node 'RZESZW'. Did you mean 'RZESZOW'?"
    ]


def test_a_faulty_setting_names_its_row(file):
    """Settings are rows of a sheet."""
    assert changed(file, "scenario", "B6", "many") == [
        "sheet scenario, row 6, days: 'many' is not a number. Write the figure alone, as in 12.5."
    ]


def test_a_sheet_that_is_no_table_is_told(file):
    """With the nearest that is one; an empty sheet does not matter."""
    book = load_workbook(file)
    book.create_sheet("Sheet1")
    book.create_sheet("oferrs")["A1"] = "offer"
    book.save(file)
    assert [str(problem) for problem in check(file)] == ["sheet oferrs: no such table. Did you mean 'offers'?"]


def test_a_file_that_is_no_workbook_is_answered(tmp_path):
    """A damaged file is a problem and not a traceback."""
    (tmp_path / "b.xlsx").write_bytes(b"no archive")
    scenario, problems = load(tmp_path / "b.xlsx")
    assert scenario is None
    assert [str(problem) for problem in problems] == [
        "b.xlsx: no workbook that can be read: it cannot be unfolded (BadZipFile). Save it anew as 'Excel workbook (.xlsx)'."
    ]


def test_what_a_cell_cannot_hold_is_refused_and_the_old_file_stays(file):
    """Too long a text and a mark that readers take for another are named; nothing is written."""
    before = file.read_bytes()
    offers = (offer("O-1", note="x" * 40_000), offer("O-2", note="a_x000D_b"))
    with pytest.raises(ScenarioError) as fault:
        write_workbook(small().replace(offers=offers), file)
    assert str(fault.value) == (
        "sheet offers, row 2, note: 40000 letters; a cell holds 32767. Write a folder instead.\n"
        "sheet offers, row 3, note: '_x000D_' has a meaning of its own in workbooks. Take it out, or write a folder instead."
    )
    assert file.read_bytes() == before
    assert [f.name for f in file.parent.iterdir()] == [file.name]


def test_notes_come_in_the_language_asked_for(tmp_path):
    """Names of sheets and columns stay the same, so that the file reads the same."""
    write_workbook(small(), tmp_path / "fr.xlsx", language="fr")
    assert read(tmp_path / "fr.xlsx") == small()
