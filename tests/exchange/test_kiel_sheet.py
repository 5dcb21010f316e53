from __future__ import annotations

import openpyxl
import pytest
from tests.exchange.kiel_workbook import HEADERS, NO_ITEM, workbook

from mainstay.exchange.kiel import import_kiel
from mainstay.exchange.kiel.sheet import read_sheet
from mainstay.model import ScenarioError


def fault(file) -> str:
    with pytest.raises(ScenarioError) as caught:
        import_kiel(file)
    return str(caught.value)


def test_every_missing_column_is_named_with_the_header_that_was_probably_meant(tmp_path):
    headers = [{"Countries": "Country", "No. of Units": "No of Unit"}.get(header, header) for header in HEADERS]
    text = fault(workbook(tmp_path, {}, headers=headers))
    assert "row 1, Countries: no such column." in text
    assert "No. of Units: no such column. Did you mean 'No of Unit'?" in text
    assert len(text.splitlines()) == 2


def test_a_sheet_without_any_of_the_headers_says_which_sheet_to_take(tmp_path):
    text = fault(workbook(tmp_path, {}, headers=["Country", "Aid"], sheet="Summary"))
    assert "sheet 'Summary'" in text
    assert "Take the sheet 'Bilateral Assistance, MAIN DATA'" in text


def test_of_several_sheets_the_wrong_ones_are_listed(tmp_path):
    file = workbook(tmp_path, {}, headers=["Country"], sheet="Summary")
    book = openpyxl.load_workbook(file)
    book.create_sheet("Bilateral Asistance, MAIN DATA")
    book.save(file)
    assert "Did you mean 'Bilateral Asistance, MAIN DATA'?" in fault(file)


def test_a_renamed_sheet_is_found_by_its_headers(tmp_path):
    file = workbook(tmp_path, {}, sheet="Main")
    book = openpyxl.load_workbook(file)
    book.create_sheet("Notes", 0)
    book.save(file)
    assert len(import_kiel(file).account) == 1


def test_what_is_no_workbook_is_said_to_be_none(tmp_path):
    (tmp_path / "tracker.xlsx").write_text("ID,Countries\n")
    assert "no Excel workbook" in fault(tmp_path / "tracker.xlsx")
    assert "no such file" in fault(tmp_path / "nothing.xlsx")
    assert "a folder" in fault(tmp_path)


def test_a_workbook_cut_short_is_refused(tmp_path):
    file = workbook(tmp_path, {})
    whole = file.read_bytes()
    for share in (0.2, 0.5, 0.9, 0.99):
        file.write_bytes(whole[: int(len(whole) * share)])
        assert "cut short" in fault(file)


def test_a_workbook_with_a_spoilt_part_is_refused(tmp_path):
    import zipfile

    file = workbook(tmp_path, {})
    spoilt = tmp_path / "spoilt.xlsx"
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(spoilt, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name)[:200] if "sheet1.xml" in name else old.read(name))
    assert "damaged workbook" in fault(spoilt)


def test_results_of_formulas_are_read_not_the_formulas(tmp_path):
    file = workbook(tmp_path, {"No. of Units": ("=40-11", 29), "Type of Item": ("=A1", "Heavy weapon")})
    (row,) = import_kiel(file).account
    assert row.quantity == 29


def test_a_file_saved_without_results_of_its_formulas_is_refused(tmp_path):
    """Else every type, price and value would read as nothing."""
    file = workbook(tmp_path, {"Type of Item": ("=Prices!A1", "")}, NO_ITEM)
    assert "without the results of its formulas" in fault(file)


def test_a_sheet_without_rows_is_refused(tmp_path):
    assert "no rows below the header" in fault(workbook(tmp_path))


def test_rows_keep_the_numbers_that_the_spreadsheet_shows(tmp_path):
    blank = dict.fromkeys(HEADERS)
    sheet = read_sheet(workbook(tmp_path, {}, blank, {}))
    assert [line.row for line in sheet.lines] == [2, 4]


def test_columns_may_stand_in_any_order(tmp_path):
    one = import_kiel(workbook(tmp_path, {}))
    other = import_kiel(workbook(tmp_path, {}, headers=HEADERS[::-1], name="turned.xlsx"))
    assert one.account == other.account
