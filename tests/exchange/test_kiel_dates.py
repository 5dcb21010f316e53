from __future__ import annotations

import datetime as dt

import pytest

from mainstay.exchange.kiel.dates import (
    DAY_FIRST,
    EITHER,
    FIRST,
    IMPOSSIBLE,
    STORED_NUMBER,
    UNKNOWN,
    UNREAD,
    month_name,
    read_day,
)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("phrase", "earliest", "latest", "flags"),
    [
        ("until 3/31/2022", FIRST, day("2022-03-31"), ()),
        ("from 01/01/2024 until 05/01/2024", day("2024-01-01"), day("2024-05-01"), ()),
        ("unclear, 10/2022", day("2022-10-01"), day("2022-10-31"), ()),
        ("unclear 3/2023", day("2023-03-01"), day("2023-03-31"), ()),
        ("not specified, 05/22", day("2022-05-01"), day("2022-05-31"), ()),
        ("unclear, 04/22", day("2022-04-01"), day("2022-04-30"), ()),
        ("not specified, 8/2022", day("2022-08-01"), day("2022-08-31"), ()),
        ("until 6/2022", FIRST, day("2022-06-30"), ()),
        ("until 06.02.2024", FIRST, day("2024-02-06"), (DAY_FIRST,)),
        ("16/02/2023", day("2023-02-16"), day("2023-02-16"), (DAY_FIRST,)),
        ("between 3/20/2022 and 7/1/2022", day("2022-03-20"), day("2022-07-01"), ()),
        ("unclear ", None, None, (UNKNOWN,)),
        ("Undisclosed", None, None, (UNKNOWN,)),
        ("until 06/31/2022", FIRST, day("2022-06-30"), (IMPOSSIBLE,)),
        ("until\xa02/30/2024", FIRST, day("2024-02-29"), (IMPOSSIBLE,)),
        ("until 16/02/2023", FIRST, day("2023-02-16"), (DAY_FIRST,)),
        ("03/04/2023", day("2023-03-04"), day("2023-04-03"), (EITHER,)),
        ("until 1/1/2022", day("2022-01-01"), day("2022-01-01"), ()),
    ],
)
def test_each_shape_of_phrase_is_its_interval(phrase, earliest, latest, flags):
    when = read_day(phrase)
    assert (when.earliest, when.latest, when.flags) == (earliest, latest, flags)


def test_the_phrase_stays_as_it_was_written():
    assert read_day("until 06/31/2022").phrase == "until 06/31/2022"


def test_a_date_is_one_day_without_a_phrase():
    when = read_day("2022-03-01 00:00:00")
    assert (when.phrase, when.earliest, when.latest, when.flags) == ("", None, day("2022-03-01"), ())


def test_a_date_stored_as_a_number_is_read_and_flagged():
    assert read_day("44621") == read_day("44621.0")
    assert (read_day("44621").latest, read_day("44621").flags) == (day("2022-03-01"), (STORED_NUMBER,))


@pytest.mark.parametrize(
    "phrase", ["soon", "until 13/13/2022", "unclear 13/2022", "from 5/1/2024 until 1/1/2024", "2022-13-01"]
)
def test_what_cannot_be_read_is_no_day_and_says_so(phrase):
    when = read_day(phrase)
    assert not when.known
    assert when.flags == (UNREAD,)
    assert when.phrase == phrase


@pytest.mark.parametrize(
    ("code", "month"), [("1", "2022-01"), ("12", "2022-12"), ("\xa029", "2024-05"), ("30.0", "2024-06"), ("0", ""), ("", "")]
)
def test_month_codes_count_from_january_2022(code, month):
    assert month_name(code) == month
