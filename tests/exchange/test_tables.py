"""One CSV table: tolerant of how spreadsheets write it, exact about what is wrong in it."""

import codecs

import pytest
from tests.exchange.small import offer

from mainstay.exchange import read_table, write_table
from mainstay.model import PLAN_TABLES, Offer, Reliability, ScenarioError, Source, fields

HEAD = "source,title,publisher,date,url,reliability\n"
ROW = "S-1,Report,Office,2025,,B\n"
GOOD = (Source(source="S-1", title="Report", publisher="Office", date="2025", reliability=Reliability.B),)


def read_text(tmp_path, text):
    file = tmp_path / "sources.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    rows, problems = read_table(file, Source)
    return rows, [str(problem) for problem in problems]


@pytest.mark.parametrize(
    "text",
    [
        HEAD + ROW,
        codecs.BOM_UTF8 + (HEAD + ROW).encode(),
        (HEAD + ROW).replace("\n", "\r\n"),
        HEAD + "\n  \n" + ROW + ",,,,,\n\n",
        "reliability,title,source,publisher,date\nB,Report,S-1,Office,2025\n",
        (HEAD + ROW).replace(",", ";"),
        (HEAD + ROW).replace(",", "\t"),
        HEAD.replace("date", " date ") + "S-1 , Report,Office,2025,,B",
    ],
    ids=["plain", "BOM", "CRLF", "blank lines", "order and missing column", "semicolons", "tabs", "spaces"],
)
def test_a_table_reads_the_same_however_a_spreadsheet_wrote_it(tmp_path, text):
    """Marks, line ends, blank lines, order of columns and separators do not matter."""
    assert read_text(tmp_path, text) == (GOOD, [])


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path):
    """A cell with line breaks is one row, a blank line is one too."""
    text = HEAD + '"S-1","two\nlines\r\nof title",Office,,,B\n\nS-2,Report,Office,,,G\n'
    assert read_text(tmp_path, text)[1] == [
        "sources.csv, row 4, reliability: no reliability 'G'. It is one of: A, B, C, D, E, F."
    ]


def test_an_unknown_column_is_a_problem_with_the_nearest_suggested(tmp_path):
    """A misspelt column is not read as if it were empty."""
    assert read_text(tmp_path, HEAD.replace("date", "dtae") + ROW)[1] == [
        "sources.csv, row 1, dtae: no such column. Did you mean 'date'?"
    ]


def test_a_missing_column_that_is_needed_is_told_once(tmp_path):
    """Not for each of its rows."""
    text = HEAD.replace("title,", "") + "S-1,Office,2025,,B\n" * 3
    assert read_text(tmp_path, text) == ((), ["sources.csv, row 1, title: the column is missing, but needed."])


def test_a_column_that_is_there_twice_is_a_problem(tmp_path):
    """Nobody can know which of the two counts."""
    assert read_text(tmp_path, HEAD.replace("url", "date") + ROW)[1] == [
        "sources.csv, row 1, date: the column is there twice. Leave one out."
    ]


def test_a_comma_without_quotes_is_noticed(tmp_path):
    """A row with more cells than the header has shifted."""
    assert (
        "sources.csv, row 2: 7 cells, but the header has 6. A text with a comma in it needs quotes."
        in (read_text(tmp_path, HEAD + "S-1,Report, part 2,Office,2025,,B\n")[1])
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "sources.csv: empty. Its first row names the columns: source, title, publisher, date, url, reliability."),
        (HEAD.encode() + "S-1,Café,x,,,B\n".encode("cp1252"), "sources.csv, row 2: not in UTF-8. Save it as 'CSV UTF-8'."),
        (
            (HEAD + ROW + 'S-2,"never closed,Office,,,B\n').encode(),
            "sources.csv, row 3: a quote that is never closed, or text after a closed one."
            " Double every quote inside of a cell.",
        ),
    ],
)
def test_a_file_that_is_no_table_is_answered_and_not_raised(tmp_path, text, message):
    """Damage of a whole file is one message with its remedy."""
    assert read_text(tmp_path, text)[1] == [message]


def test_a_faulty_row_is_left_out_and_every_fault_is_told(tmp_path):
    """What is given back is sound; what is wrong is complete."""
    rows, problems = read_text(tmp_path, HEAD + ROW + "S-2,,Office,,,X\n" + ",a,b,,,A\n")
    assert rows == GOOD
    assert problems == [
        "sources.csv, row 3, title: empty, but needed: title as published.",
        "sources.csv, row 3, reliability: no reliability 'X'. It is one of: A, B, C, D, E, F.",
        "sources.csv, row 4, source: empty, but needed: code of the source.",
    ]


def test_a_list_entry_with_a_semicolon_is_refused_and_nothing_is_written(tmp_path):
    """It would come back as two entries."""
    file = tmp_path / "offers.csv"
    write_table(file, [offer("O-1")], Offer)
    before = file.read_bytes()
    with pytest.raises(ScenarioError) as fault:
        write_table(file, [offer("O-1"), offer("O-2", reserved_for=("R;1",))], Offer)
    assert str(fault.value) == (
        "offers.csv, row 3, reserved_for: the list entry 'R;1' cannot be written:"
        " lists are joined with semicolons. Write it without."
    )
    assert file.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["offers.csv"]


def test_the_tables_of_a_plan_are_written_and_read_with_the_same_functions(tmp_path):
    """Every record class of a plan makes a table."""
    for name, record in PLAN_TABLES.items():
        write_table(tmp_path / f"{name}.csv", [], record)
        assert read_table(tmp_path / f"{name}.csv", record) == ((), [])
        header = (tmp_path / f"{name}.csv").read_text().strip().split(",")
        assert header == [field.name for field in fields(record)]
