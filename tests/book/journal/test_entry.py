from __future__ import annotations

import hashlib
import json
import math

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.book.journal import Entry, Upcasters, canonical, instant, leaf_data, leaf_hash

ENTRY = Entry(
    "alfa", 1, 2, (("bravo", 7),), "offer-1", 1, "offer.made@1", "ann", "PL", "open", "2026-01-01T00:00:00.000000Z", "r1",
    bytes(16), b'{"a":1}', bytes(32), b"",
)  # fmt: skip

JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.dictionaries(st.text(max_size=5), JSON, max_size=4))
def test_what_is_recorded_comes_back_as_it_was_and_has_one_form(value):
    data = canonical(value)
    assert msgspec.json.decode(data) == value
    assert canonical(dict(reversed(value.items()))) == data


@pytest.mark.parametrize("value", [math.nan, math.inf, {"a": -math.inf}, {1: 2}, "\ud800", [object()]])
def test_what_would_not_come_back_is_refused(value):
    with pytest.raises(ValueError, match=r"recorded|come back"):
        canonical(value)


def test_the_hash_is_that_of_zero_salt_and_sorted_json():
    """Computed by the standard library alone."""
    fields = {name: getattr(ENTRY, name) for name in ENTRY.__struct_fields__ if name not in ("salt", "hash")}
    fields |= {"body": json.loads(ENTRY.body), "prev": ENTRY.prev.hex()}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":")).encode()
    assert leaf_data(ENTRY) == ENTRY.salt + text
    assert leaf_hash(ENTRY) == hashlib.sha256(b"\0" + ENTRY.salt + text).digest()


@pytest.mark.parametrize("field", [name for name in ENTRY.__struct_fields__ if name != "hash"])
def test_every_field_is_in_the_hash(field):
    value = getattr(ENTRY, field)
    other = {int: lambda: value + 1, str: lambda: value + "x", tuple: lambda: ()}.get(type(value), lambda: value[::-1] + b"1")()
    assert leaf_hash(msgspec.structs.replace(ENTRY, **{field: other})) != leaf_hash(ENTRY)


def test_times_are_utc_and_sort_as_text():
    assert instant("2026-01-01T02:00:00+02:00") == "2026-01-01T00:00:00.000000Z"
    assert instant("2026-01-01T00:00:00.5Z") > instant("2026-01-01T00:00:00Z")
    with pytest.raises(ValueError, match="offset"):
        instant("2026-01-01T00:00:00")


def test_an_entry_of_an_old_form_is_read_as_todays_and_keeps_its_hash():
    upcast = Upcasters({"offer.made@1": lambda body: {"b": body["a"]}, "offer.made@2": lambda body: body | {"c": 3}})
    today = upcast(ENTRY)
    assert (today.kind, today.body, today.hash) == ("offer.made@3", b'{"b":1,"c":3}', ENTRY.hash)
    assert upcast(today) is today


@pytest.mark.parametrize("kind", ["offer", "offer@", "@1", "offer@0", "offer@01", "offer@x"])
def test_a_kind_says_its_form(kind):
    with pytest.raises(ValueError, match="form"):
        Upcasters({kind: dict})
