"""Every word stands in three languages, and figures and days follow each of them."""

import datetime as dt
import string

import pytest

from mainstay.model import Mode, Reason
from mainstay.report.words import LANGUAGES, MONTHS, WORDS, Words


def placeholders(text):
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("key", WORDS)
def test_a_word_says_the_same_in_three_languages(key):
    """Three texts, none empty, with the same values set in."""
    assert len(WORDS[key]) == len(LANGUAGES)
    assert all(text.strip() for text in WORDS[key])
    assert len({tuple(placeholders(text)) for text in WORDS[key]}) == 1


def test_ukrainian_words_are_in_cyrillic():
    """No English text was left in the Ukrainian column."""
    latin = {key for key, texts in WORDS.items() if not any("Ѐ" <= sign <= "ӿ" for sign in texts[2])}
    assert latin == set()


@pytest.mark.parametrize("word", [*Reason, *Mode])
def test_every_reason_and_mode_is_translated(word):
    assert str(word.value) in WORDS


@pytest.mark.parametrize(("language", "text"), [("en", "−1\u202f234.5"), ("fr", "−1\u202f234,5"), ("uk", "−1\u202f234,5")])
def test_figures_have_the_signs_of_the_language(language, text):
    assert Words(language).number(-1234.5, 1) == text


def test_a_rounded_zero_has_no_sign_and_a_missing_figure_is_unknown():
    assert Words().number(-0.001, 1) == "0.0"
    assert Words().number(float("nan")) == Words().number(None) == "unknown"


def test_whole_quantities_have_no_decimals():
    assert Words().quantity(3.0) == "3"
    assert Words("fr").quantity(0.25) == "0,25"


def test_every_language_has_twelve_months():
    assert all(len(set(MONTHS[language])) == 12 for language in LANGUAGES)
    assert Words("fr").day(dt.date(2026, 12, 18)) == "18\N{NO-BREAK SPACE}déc."


def test_a_language_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ValueError, match=r"no 'de'\. It is one of: en, fr, uk"):
        Words("de")
