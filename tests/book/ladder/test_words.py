"""Every field of a statement says what it means in the three languages of the house."""

import re

import pytest

from mainstay.book.ladder import BELONGS, KINDS, WORDS, Rung, kind_of
from mainstay.model.fields import fields


@pytest.mark.parametrize("record", KINDS.values(), ids=lambda record: record.__name__)
def test_every_field_has_its_words_in_three_languages(record):
    """English, French and Ukrainian, each in its own letters."""
    for field in fields(record):
        words = field.column
        assert words.en, field.name
        assert words.fr, field.name
        assert not re.search("[а-яіїєґА-ЯІЇЄҐ]", words.en + words.fr), field.name
        assert re.search("[а-яіїєґ]", words.uk), field.name
        assert not re.search("[ыэъё]", words.uk), field.name


def test_every_rung_has_its_words():
    """Ten rungs, three languages."""
    assert list(WORDS) == list(Rung)
    assert all(all(words) for words in WORDS.values())


def test_a_kind_names_one_record_and_its_form():
    """The journal keeps the form with the kind, so that older ones can be read for good."""
    records = {record for some in BELONGS.values() for record in some}
    assert {kind_of(record) for record in records} == set(KINDS)
    assert len(records) == len(KINDS)
    assert all(kind.endswith("@1") for kind in KINDS)
