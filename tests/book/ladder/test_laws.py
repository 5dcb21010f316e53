"""What holds of every book, whatever is asked of it."""

import datetime as dt
import os
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.book.ladder.record import START, random_book, random_command

from mainstay.book.ladder import (
    Drawn,
    Filled,
    FoldError,
    Refused,
    Subject,
    allocated_of,
    cargo_of,
    contradictions,
    fold,
    fold_all,
    picture,
    unmatched,
)
from mainstay.book.ladder.subjects import codes

SEEDS = range(2_000 if os.environ.get("MAINSTAY_LONG") else 25)
GOODS = {"quantity", "at node"}


@pytest.mark.parametrize("seed", SEEDS)
def test_goods_are_conserved_over_split_merge_and_receipt(seed):
    """What leaves a subject comes into another; a node accounts for no more than was on its way there; nothing is below 0."""
    book, refused = random_book(seed)
    assert refused, "the sequence asks for nothing impossible, and so proves little"
    assert unmatched(book.states) == ()
    for stream in codes(book.states, Subject.CONSIGNMENT):
        state = book.states[stream]
        cargo = cargo_of(state)
        assert cargo.movable >= -1e-9
        assert cargo.present + cargo.drawn + cargo.short + cargo.wrong == pytest.approx(cargo.filled)
        for node in cargo.at_node:
            assert node.sound + node.damaged + node.short + node.wrong <= cargo.filled + 1e-9
    for stream in codes(book.states, Subject.ALLOCATION):
        below = [one for name in codes(book.states, Subject.CONSIGNMENT) for one in book.states[name].of(Filled)]
        allocated = allocated_of(book.states[stream])
        assert sum(fill.quantity for fill in below if fill.source == stream) == pytest.approx(allocated.consigned)
        assert allocated.free >= -1e-9


@pytest.mark.parametrize("seed", SEEDS)
def test_decide_never_says_what_contradicts_itself(seed):
    """Of goods that were decided here no contradiction in quantity arises, but by a giver who takes back its word."""
    book, _ = random_book(seed)
    found = [one for one in contradictions(book.states) if one.about in GOODS and not one.stream.startswith("gift/")]
    assert found == []


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_of_entries_does_not_matter(seed):
    """Shuffled, and some of them twice, they fold to the same book."""
    book, _ = random_book(seed)
    shuffled = [*book.entries, *book.entries[::3]]
    random.Random(seed).shuffle(shuffled)
    assert fold_all(shuffled) == dict(book.states)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_fold_of_a_prefix_is_the_picture_of_its_day(seed):
    """What a book knew on a day is asked later with the same answer, whatever was recorded since."""
    book, _ = random_book(seed)
    for days in (0, 7, 20):
        day = START + dt.timedelta(days)
        prefix = [entry for entry in book.entries if entry.at[:10] <= day.isoformat()]
        then = picture(book.entries, day)
        assert then.states == fold_all(prefix)
        assert then.promises() == picture(prefix, day).promises()
        assert then.offers() == picture(prefix, day).offers()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_is_ever_lost_or_overwritten(seed):
    """Every entry stands in its subject as it was said; each state has all that the one before had."""
    book, _ = random_book(seed)
    said = {(one.node, one.seq): one for state in book.states.values() for one in state.said}
    assert len(said) == len(book.entries) == sum(len(state.said) for state in book.states.values())
    for entry in book.entries:
        assert said[entry.node, entry.node_seq].at == entry.at


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.integers(1, 60))
def test_a_refusal_says_place_reason_and_remedy_and_leaves_nothing(seed, steps):
    """Whatever is refused, the book is as before, and the words are whole."""
    book, _ = random_book(seed, steps)
    before, refusals = dict(book.states), []
    try:
        book.ladder.decide(book.states, random_command(random.Random(seed + 1), START))
    except Refused as refused:
        refusals.append(refused)
    assert all(one.place and one.why and one.remedy[0].isupper() for one in refusals)
    assert dict(book.states) == before


def test_an_entry_that_says_otherwise_under_a_known_name_is_refused():
    """The same base and number with other words is a fork, and is not folded."""
    book, _ = random_book(1)
    first = book.entries[0]
    other = next(entry for entry in book.entries if entry.kind == first.kind and entry.body != first.body)
    forged = type(first)(**{**{f: getattr(first, f) for f in first.__struct_fields__}, "body": other.body})
    with pytest.raises(FoldError, match="other words"):
        fold(book.states[first.stream], forged)


def test_the_random_books_reach_what_they_are_to_prove():
    """Over the seeds there are splits, merges, losses, hand-overs and givers who allocate; else the laws above are idle."""
    books = [random_book(seed)[0] for seed in SEEDS[:25]]
    kinds = {entry.kind for book in books for entry in book.entries}
    assert {"consignment.received@1", "consignment.handed_over@1", "gift.returned@1", "promised@1"} <= kinds
    states = [state for book in books for state in book.states.values()]
    assert any(draw.to.startswith("consignment") for s in states if s.stream.startswith("cons") for draw in s.of(Drawn))
    assert any(len(state.of(Filled)) > 1 for state in states)
    assert any(cargo_of(state).short > 0 for state in states)
