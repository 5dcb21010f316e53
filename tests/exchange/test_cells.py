"""A cell is read within the limits of its column, and a fault says what would be right."""

import datetime as dt

import pytest

from mainstay.exchange.cells import CellError, as_text, limits, parse, tidy, unfit, words
from mainstay.model import Link, Node, Offer, Requirement, fields


def column(record, name):
    return next(field for field in fields(record) if field.name == name)


@pytest.mark.parametrize(
    ("record", "name", "text", "message"),
    [
        (Link, "capacity_t_per_day", "-40", "-40 is below 0."),
        (Link, "capacity_t_per_day", "", "empty, but needed: what may leave on it on an open day (t/day)."),
        (Link, "hours", "8 h", "'8 h' is not a number. Write the figure alone, as in 12.5."),
        (Link, "hours", "8,5", "'8,5' is not a number. Write it with a dot: 8.5."),
        (Link, "hours", "nan", "'nan' is not a number. Write the figure alone, as in 12.5."),
        (Link, "hours", "1_000", "'1_000' is not a number. Write the figure alone, as in 12.5."),
        (Link, "mode", "raod", "no mode 'raod'. Did you mean 'road'?"),
        (Link, "mode", "mule", "no mode 'mule'. It is one of: road, rail, sea, river, air, transfer."),
        (Link, "gauge_change", "perhaps", "'perhaps' is neither 'yes' nor 'no'."),
        (Node, "lat", "95", "95 is above 90."),
        (Requirement, "quantity", "0", "0 is not above 0."),
        (Requirement, "priority", "1.5", "1.5 is not a whole number."),
        (Requirement, "due", "31.3.2026", "'31.3.2026' is not a date. Write it as 2026-03-31."),
        (Requirement, "due", "soon", "'soon' is not a date. Write year, month and day, as in 2026-03-31."),
        (Requirement, "due", "2026-02-30", "'2026-02-30' is not in the calendar."),
        (Requirement, "due", "0026-03-01", "0026-03-01 is not between 1950 and 2199."),
        (Offer, "item", "a\x07b", "'a\\x07b' holds the control character U+0007. Take it out."),
    ],
)
def test_a_faulty_cell_says_what_is_wrong_and_what_would_be_right(record, name, text, message):
    """Each kind of fault of one cell has its message."""
    with pytest.raises(CellError) as fault:
        parse(text, column(record, name))
    assert str(fault.value) == message


def test_an_empty_cell_means_the_default():
    """Where a column need not be filled, its default is taken."""
    assert parse(" ", column(Requirement, "points")) == 1.0
    assert parse("", column(Offer, "quantity")) is None
    assert parse("", column(Offer, "reserved_for")) == ()


def test_a_list_is_separated_by_semicolons_with_or_without_spaces():
    """Spaces around entries and separators too many do not count."""
    assert parse("R-1;R-2 ;  R-3;", column(Offer, "reserved_for")) == ("R-1", "R-2", "R-3")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (3.0, "3"),
        (12345.0, "12345"),
        (0.1, "0.1"),
        (1e300, "1e+300"),
        (True, "yes"),
        (dt.datetime(2026, 3, 1), "2026-03-01"),
        (dt.datetime(2026, 3, 1, 6, 30), "2026-03-01 06:30:00"),
        (dt.date(2026, 3, 1), "2026-03-01"),
        (None, ""),
        (" a\r\nb ", "a\nb"),
        (("a", "b"), "a; b"),
    ],
)
def test_what_a_spreadsheet_makes_of_a_cell_is_read_as_it_was_written(value, text):
    """Figures, days and truths become the text that a CSV cell would hold."""
    assert as_text(value) == text


def test_what_would_not_come_back_is_refused():
    """A semicolon in a list entry, an infinity or a control character is named instead of written."""
    assert unfit(("a;b",), column(Offer, "reserved_for")) == (
        "the list entry 'a;b' cannot be written: lists are joined with semicolons. Write it without."
    )
    assert unfit(float("inf"), column(Link, "hours")) == "inf is not a figure. Leave the cell empty or give a number."
    assert unfit("a\x00", column(Offer, "note")) == "'a\\x00' holds the control character U+0000. Take it out."
    assert unfit("a;b", column(Offer, "note")) is None


def test_words_and_limits_of_a_column_come_from_its_record():
    """Notes and pages say unit and limits without having them written a second time."""
    assert words(column(Link, "capacity_t_per_day")) == "what may leave on it on an open day (t/day)"
    assert limits(column(Link, "capacity_t_per_day")) == "at least 0"
    assert limits(column(Offer, "reserved_for")) == "codes of requirements; several joined with '; '"


def test_tidying_twice_is_tidying_once():
    """Text as cells hold it stays as it is."""
    assert tidy(tidy(" a \r\r\n b\t")) == tidy(" a \r\r\n b\t")
