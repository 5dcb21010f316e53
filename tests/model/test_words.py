"""Every column says what it means in the three languages of the house."""

import re

import pytest

from mainstay.model import PLAN_TABLES, RESULT_TABLES, TABLES, Settings, fields

RECORDS = [Settings, *TABLES.values(), *PLAN_TABLES.values(), *RESULT_TABLES.values()]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_every_column_has_its_words_in_three_languages(record):
    """English, French and Ukrainian, each in its own letters."""
    for field in fields(record):
        words = field.column
        assert words.en, field.name
        assert words.fr, field.name
        assert not re.search("[а-яіїєґА-ЯІЇЄҐ]", words.en + words.fr), field.name
        assert re.search("[а-яіїєґ]", words.uk), field.name
        assert not re.search("[ыэъё]", words.uk), field.name


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.__name__)
def test_terms_that_are_written_in_cells_are_the_same_in_all_languages(record):
    """What stands in quotes is typed as it is, so it is not translated."""
    for field in fields(record):
        quoted = {text for text in re.findall(r"'([^']+)'(?!\w)", field.column.en) if len(text) < 12}
        for text in quoted:
            assert f"'{text}'" in field.column.fr, field.name
            assert f"'{text}'" in field.column.uk, field.name
