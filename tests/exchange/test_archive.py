"""A workbook that would unfold to more than a machine holds is answered before any program opens it."""

from __future__ import annotations

import re
import zipfile

import pytest
from tests.exchange.small import small

from mainstay.exchange import archive, check, write_workbook
from mainstay.exchange.archive import unfit_archive
from mainstay.exchange.kiel import import_kiel
from mainstay.model import ScenarioError


@pytest.fixture
def file(tmp_path):
    write_workbook(small(), tmp_path / "small.xlsx")
    return tmp_path / "small.xlsx"


def change(file, part, old, new):
    """Replace the first match of a pattern in one part of a workbook."""
    with zipfile.ZipFile(file) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    text, found = re.subn(old, new, parts[part].decode(), count=1)
    assert found
    parts[part] = text.encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name, data)


SHEET, STRINGS = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
FAR = "Delete what lies beyond the table, and save it anew."
BOMBS = [
    (
        SHEET,
        "</sheetData>",
        '<row r="99999999999"><c r="A99999999999"><v>1</v></c></row></sheetData>',
        f"it has a part '{SHEET}' that has a cell outside of what a sheet can hold. {FAR}",
    ),
    (
        SHEET,
        "</sheetData>",
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        f"it has a part '{SHEET}' that takes 17,179,869,184 cells; 20,000,000 are read at most. {FAR}",
    ),
    (
        SHEET,
        "</sheetData>",
        "".join(f'<row r="{n}"><c r="XFD{n}" s="1"/></row>' for n in range(100, 1400)) + "</sheetData>",
        f"it has a part '{SHEET}' that takes 21,299,245 cells; 20,000,000 are read at most. {FAR}",
    ),
    (
        STRINGS,
        'uniqueCount="[0-9]+"',
        'uniqueCount="99999999999"',
        f"it has a part '{STRINGS}' that announces 99999999999 entries. {FAR}",
    ),
]


@pytest.mark.parametrize(("part", "old", "new", "message"), BOMBS, ids=range(len(BOMBS)))
def test_a_bomb_is_refused_by_every_reader(file, part, old, new, message):
    change(file, part, old, new)
    assert file.stat().st_size < 1024**2
    (problem,) = check(file)
    assert str(problem) == f"small.xlsx: no workbook that can be read: {message}"
    with pytest.raises(ScenarioError) as refusal:
        import_kiel(file)
    assert [str(problem) for problem in refusal.value.problems] == [
        f"small.xlsx: a damaged workbook: {message} Give the tracker's workbook (.xlsx) as it was downloaded."
    ]


def test_what_unfolds_to_more_than_is_read_is_refused(file, monkeypatch):
    """The size is looked up before anything is unfolded."""
    change(file, "docProps/app.xml", "$", " " * 3 * 1024**2)
    monkeypatch.setattr(archive, "MOST_BYTES", 2 * 1024**2)
    assert [str(problem) for problem in check(file)] == [
        "small.xlsx: no workbook that can be read: it unfolds to 3 MB; 2 are read at most. Split it, or use a folder."
    ]


def test_formats_far_out_are_no_bomb(file):
    """A person who colours whole columns leaves empty cells at the end of the sheet."""
    change(file, SHEET, "</sheetData>", '<row r="1048576"><c r="Z1048576" s="1"/></row></sheetData>')
    assert unfit_archive(file) is None
    assert check(file) == []
