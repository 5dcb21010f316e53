"""The nearest known code is found, and none is offered where none is near."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.exchange.suggest import did_you_mean, nearest

NODES = ["RZESZOW", "LUBLIN", "CONSTANTA", "KYIV", "Sumy"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("RZESZW", "RZESZOW"),  # a letter missing
        ("ZRESZOW", "RZESZOW"),  # two swapped
        ("rzeszow", "RZESZOW"),  # case
        ("SUMY", "Sumy"),
        ("KYIW", "KYIV"),
        ("LUBLIN ", "LUBLIN"),
        ("КYIV", "KYIV"),  # its K is Cyrillic
        ("WARSZAWA", None),
        ("", None),
    ],
)
def test_a_slip_leads_to_the_code_that_was_meant(written, meant):
    """Missing, swapped, wrong and look-alike letters are seen through; a different word is not."""
    assert nearest(written, NODES) == meant


def test_letters_that_only_look_latin_are_told():
    """A Cyrillic letter in a Latin code cannot be seen, so the message says it."""
    assert did_you_mean("КYIV", NODES, "") == "Did you mean 'KYIV'? Some of its letters are Cyrillic."


@given(st.lists(st.text("ABCD", min_size=1, max_size=6), unique=True, min_size=1), st.text("ABCD", max_size=6), st.randoms())
def test_the_order_of_the_known_codes_does_not_matter(known, word, random):
    """The same suggestion each time, in whatever order a table is read."""
    shuffled = list(known)
    random.shuffle(shuffled)
    assert nearest(word, known) == nearest(word, shuffled)


@given(st.text("ABCDEF", min_size=3, max_size=8))
def test_a_code_with_one_letter_too_many_is_recognised(code):
    """One superfluous letter never hides a code that is alone."""
    assert nearest(code[:2] + "X" + code[2:], [code]) == code
