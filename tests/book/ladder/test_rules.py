"""Each rule of the ladder, on a small case worked by hand."""

import datetime as dt

import pytest
from tests.book.ladder.record import FOUNDER, START, Book, consigned, described, handed_over, received, requirement, word

from mainstay.book.ladder import (
    Act,
    Allocate,
    Claim,
    Consign,
    DuplicateJudged,
    Empowered,
    EnteredService,
    HandedOver,
    InventoryTaken,
    Ladder,
    Merge,
    Offered,
    Pledged,
    Received,
    Refused,
    Return,
    Rung,
    Split,
    ValueBasis,
    Valued,
    cargo_of,
    contradictions,
    counted_elsewhere,
    custody,
    gift_of,
    inventories,
    picture,
    steps_of,
    value_on,
    values_of,
)
from mainstay.book.ladder.statements import Condition
from mainstay.model import assistance

BASE = {"label": "open", "by": FOUNDER, "day": START}
C1 = "consignment/C1"


def cargo(book, code="C1"):
    return cargo_of(book.states[f"consignment/{code}"])


def ascended(book, stream):
    return [step.rung for step in steps_of(book.states[stream])]


def test_no_rung_implies_another():
    """A commitment is no pledge and no offer; what is in service was not handed over unless somebody says so."""
    book = consigned()
    service = EnteredService(by="UKR", day=START, for_unit="U1", quantity=4.0, condition=Condition.READY)
    book.say(C1, service)
    assert ascended(book, "gift/G1") == [Rung.COMMITMENT]
    assert ascended(book, C1) == [Rung.CONSIGNMENT, Rung.IN_SERVICE]
    assert (cargo(book).handed_over, cargo(book).at_node) == (0.0, ())
    (found,) = contradictions(book.states)
    assert found.words == "4 piece in service, 0 handed over"


def test_each_rung_keeps_its_own_day_quantity_and_evidence():
    """Ten pledged in one letter and eight committed in another stay two facts."""
    book = Book()
    book.say("gift/G1", word(Pledged, 10.0, evidence="press release"))
    book.say("gift/G1", word(quantity=8.0, day=START + dt.timedelta(30), evidence="letter 7"))
    steps = steps_of(book.states["gift/G1"])
    assert [(s.rung, s.quantity, s.evidence) for s in steps] == [
        (Rung.PLEDGE, 10.0, "press release"),
        (Rung.COMMITMENT, 8.0, "letter 7"),
    ]
    assert gift_of(book.states["gift/G1"]).free == 8.0


def test_an_undisclosed_quantity_cannot_be_allocated():
    """The book says whom to ask; it does not guess."""
    book = Book()
    book.say("requirement/R1", requirement())
    book.say("gift/G1", word(quantity=None))
    with pytest.raises(Refused, match="not disclosed"):
        book.take(Allocate(allocation="A1", gift="G1", requirement="R1", quantity=1.0, **BASE))


def test_no_more_is_allocated_than_was_given():
    """Two allocations of six do not fit into ten; given back, the second does."""
    book = Book()
    book.say("requirement/R1", requirement())
    book.say("gift/G1", word())
    book.take(Allocate(allocation="A1", gift="G1", requirement="R1", quantity=6.0, **BASE))
    second = Allocate(allocation="A2", gift="G1", requirement="R1", quantity=6.0, **BASE)
    with pytest.raises(Refused, match="4 of its commitment are free"):
        book.take(second)
    book.take(Return(allocation="A1", quantity=2.0, **BASE))
    book.take(second)
    assert gift_of(book.states["gift/G1"]).free == 0.0


def test_a_giver_may_take_back_its_word_and_the_book_shows_what_that_breaks():
    """A fact is not refused because it is unwelcome."""
    book = consigned()
    book.say("gift/G1", word(quantity=3.0, day=START + dt.timedelta(5)))
    assert [one.words for one in contradictions(book.states)] == ["10 are allocated, the commitment is 3 piece"]


def test_a_part_receipt_leaves_the_earlier_one_and_says_what_is_outstanding():
    """Six, then two and one short and one damaged: ten; the eleventh is refused."""
    book = consigned()
    book.say(C1, received(sound=6.0))
    assert cargo(book).node("NODE").outstanding == 4.0
    book.say(C1, received(sound=2.0, damaged=1.0, short=1.0))
    node = cargo(book).node("NODE")
    assert (node.sound, node.damaged, node.short, node.outstanding) == (8.0, 1.0, 1.0, 0.0)
    with pytest.raises(Refused, match="0 are still expected"):
        book.say(C1, received(sound=1.0))
    assert len(book.states[C1].of(Received)) == 2


def test_what_was_short_or_wrong_cannot_be_handed_over():
    """Of ten with two short and one wrong, seven can."""
    book = consigned()
    book.say(C1, received(sound=7.0, short=2.0, wrong=1.0, wrong_item="MORTAR"))
    with pytest.raises(Refused, match="only 7 are there"):
        book.say(C1, handed_over(8.0))
    book.say(C1, handed_over(7.0))
    assert cargo(book).movable == 0.0


def test_what_was_found_at_a_node_is_not_found_there_again_after_a_split_or_a_merge():
    """Received and then split, both parts have nothing outstanding at the node; merged again neither has the whole."""
    book = consigned()
    book.say(C1, received(sound=10.0))
    book.take(Split(consignment="C1", new="C2", quantity=4.0, place="NODE", **BASE))
    with pytest.raises(Refused, match="still expected"):
        book.say("consignment/C2", received(sound=1.0))
    book.say("consignment/C2", received("BORDER", sound=4.0))
    with pytest.raises(Refused, match="where 6 are still expected"):
        book.say(C1, received("BORDER", sound=7.0))
    book.take(Merge(consignment="C2", into="C1", place="BORDER", **BASE))
    with pytest.raises(Refused, match="where 6 are still expected"):
        book.say(C1, received("BORDER", sound=7.0))
    assert (cargo(book).present, cargo(book, "C2").present) == (10.0, 0.0)


def test_consignments_of_two_gifts_are_not_merged():
    """Whose goods they are must stay known to the end."""
    book = consigned()
    book.say("gift/G2", word(party="NLD"))
    book.take(Allocate(allocation="A2", gift="G2", requirement="R1", quantity=5.0, **BASE))
    book.take(Consign(consignment="C2", allocation="A2", quantity=5.0, **BASE))
    with pytest.raises(Refused, match="gift G1"):
        book.take(Merge(consignment="C2", into="C1", **BASE))


def test_a_correction_stands_in_place_of_what_it_corrects_and_both_are_kept():
    """Eight, corrected to nine, leaves one outstanding; the same statement is not corrected twice."""
    book = consigned()
    (first,) = book.say(C1, received(sound=8.0))
    ref = f"{first.node}/{first.node_seq}"
    book.say(C1, received(sound=9.0, corrects=ref))
    assert cargo(book).node("NODE").outstanding == 1.0
    assert [one.what.sound for one in book.states[C1].said if isinstance(one.what, Received)] == [8.0, 9.0]
    with pytest.raises(Refused, match="corrected already"):
        book.say(C1, received(sound=7.0, corrects=ref))
    with pytest.raises(Refused, match="nothing is known"):
        book.say(C1, received(sound=7.0, corrects="elsewhere/1"))


def test_serial_numbers_are_asked_for_where_the_item_is_followed_by_them():
    """One for each piece, at the origin and at every rung; a strange one is refused; custody names each holder."""
    book = Book()
    book.say("item/HOWITZER", described(serial_numbers=True))
    with pytest.raises(Refused, match="0 serial numbers for 2"):
        consigned(2.0, book=book)
    book.take(Consign(consignment="C1", allocation="A1", quantity=2.0, serials=("S1", "S2"), custodian="POL", **BASE))
    with pytest.raises(Refused, match="S9 not in this consignment"):
        book.say(C1, received(sound=1.0, serials=("S9",)))
    later = START + dt.timedelta(3)
    book.say(C1, received(sound=1.0, short=1.0, serials=("S1",), missing=("S2",), custodian="NODE-OFFICE"))
    with pytest.raises(Refused, match="S2 not in this consignment"):
        book.say(C1, handed_over(1.0, later, serials=("S2",)))
    book.say(C1, handed_over(1.0, later, serials=("S1",), condition=Condition.NEEDS_REPAIR))
    kept = [(one.serial, one.holder, one.condition) for one in custody(book.states[C1])]
    assert kept == [
        ("S1", "POL", "not stated"),
        ("S1", "NODE-OFFICE", "ready"),
        ("S1", "UKR", "needs repair"),
        ("S2", "POL", "not stated"),
    ]


def test_what_was_handed_over_is_not_split_off():
    """Neither by number nor by serial number."""
    book = consigned(3.0, serials=("S1", "S2", "S3"))
    book.say(C1, handed_over(1.0, serials=("S1",)))
    with pytest.raises(Refused, match="S1 not in this"):
        book.take(Split(consignment="C1", new="C2", quantity=1.0, serials=("S1",), **BASE))
    with pytest.raises(Refused, match="2 are there to be moved"):
        book.take(Split(consignment="C1", new="C2", quantity=3.0, serials=("S1", "S2", "S3"), **BASE))
    book.take(Split(consignment="C1", new="C2", quantity=1.0, serials=("S2",), **BASE))
    assert cargo(book).serials == {"S1", "S3"}


def test_a_hand_over_makes_the_end_use_inventory_due_that_the_item_asks_for():
    """Ninety days after hand-over; taken, it is due again after a year; what is not seen is unaccounted for."""
    book = Book()
    book.say("item/HOWITZER", described(first_inventory_days=90, every_days=365))
    consigned(book=book)
    book.say(C1, handed_over(10.0))
    (due,) = inventories(book.states, START + dt.timedelta(100))
    assert (due.due, due.late_days, due.unaccounted) == (START + dt.timedelta(90), 10, None)
    taken = START + dt.timedelta(101)
    book.say(due.stream, InventoryTaken(by="UKR", day=taken, found=7.0, expended=2.0))
    (next_,) = inventories(book.states, taken)
    assert (next_.due, next_.late_days, next_.unaccounted) == (taken + dt.timedelta(365), 0, 1.0)
    with pytest.raises(Refused, match="11 of 10"):
        book.say(due.stream, InventoryTaken(by="UKR", day=taken, found=9.0, expended=2.0))


def test_values_on_several_bases_stand_side_by_side():
    """Book value and replacement cost of one gift; neither takes the other's place, and nothing is converted without a rate."""
    book = Book()
    book.say("gift/G1", word())
    for amount, basis, rate in ((5e6, ValueBasis.BOOK, None), (9e6, ValueBasis.REPLACEMENT, 0.9)):
        value = Valued(by="POL", day=START, amount=amount, currency="USD", basis=basis, currency_day=START, rate_eur=rate)
        book.say("gift/G1", value)
    state = book.states["gift/G1"]
    assert [(one.basis, one.eur) for one in values_of(state)] == [("book", None), ("replacement", 8.1e6)]
    assert value_on(state, ValueBasis.MARKET) is None


def judged(claim, quantity=4.0):
    return DuplicateJudged(by=FOUNDER, day=START, keeps="G1", drops="G2", quantity=quantity, claim=claim, reason="same letter")


def test_a_gift_claimed_twice_counts_once_only_when_that_was_confirmed():
    """Proposed: counted with a note. Confirmed: counted once. Rejected: counted again. Never confirmed out of nothing."""
    book = Book()
    for code in ("G1", "G2"):
        book.say(f"gift/{code}", word())
    with pytest.raises(Refused, match="Propose it first"):
        book.say("duplicate/D1", judged(Claim.CONFIRMED))

    def offers():
        return {row.offer: (row.quantity, bool(row.note)) for row in picture(book.entries, START).offers()}

    book.say("duplicate/D1", judged(Claim.PROPOSED))
    assert offers() == {"G1": (10.0, False), "G2": (10.0, True)}
    book.say("duplicate/D1", judged(Claim.CONFIRMED))
    assert offers() == {"G1": (10.0, False), "G2": (6.0, False)}
    book.say("duplicate/D1", judged(Claim.REJECTED))
    assert offers() == {"G1": (10.0, False), "G2": (10.0, False)}
    assert counted_elsewhere(book.states) == {}


def test_only_whom_the_rule_names_decides_and_the_entry_names_the_rule():
    """Until a rule is made the founder decides; then only the parties of the rule do, from its day on."""
    book = Book()
    book.say("requirement/R1", requirement())
    assert book.states["requirement/R1"].said[0].what.authority == "founding rule"
    (rule,) = book.say("authority/sign", Empowered(by=FOUNDER, day=START, act=Act.SIGN, parties=("NODE-OFFICE",)))
    consigned(book=book)
    with pytest.raises(Refused, match="HQ may not sign"):
        book.say(C1, handed_over(1.0))
    signed = HandedOver(by="NODE-OFFICE", day=START, place="BORDER", quantity=1.0, to="UKR", condition=Condition.READY)
    book.say(C1, signed, nation="NODE-OFFICE")
    assert book.states[C1].of(HandedOver)[0].authority == f"{rule.node}/{rule.node_seq}"
    with pytest.raises(Refused, match="POL may not empower"):
        book.say("authority/sign", Empowered(by="POL", day=START, act=Act.SIGN, parties=("POL",)))


def test_two_sources_that_say_different_things_are_shown_and_the_giver_s_own_word_counts():
    """The press says twelve, the giver ten."""
    book = Book()
    book.say("gift/G1", word(Offered, 10.0))
    book.say("gift/G1", word(Offered, 12.0, by="PRESS", day=START + dt.timedelta(1)), START + dt.timedelta(1))
    assert gift_of(book.states["gift/G1"]).free == 10.0
    assert [one.words for one in contradictions(book.states)] == ["offered: POL says 10 piece; PRESS says 12 piece"]


def test_one_article_in_two_consignments_is_a_contradiction():
    """Each list may be right by itself; both are not."""
    book = consigned(1.0, serials=("S1",))
    book.say("gift/G2", word(party="NLD"))
    book.take(Allocate(allocation="A2", gift="G2", requirement="R1", quantity=1.0, **BASE))
    book.take(Consign(consignment="C2", allocation="A2", quantity=1.0, serials=("S1",), **BASE))
    assert [one.about for one in contradictions(book.states)] == ["serials"]


def test_what_is_decided_in_the_name_of_another_or_dated_ahead_is_shown():
    """The book cannot know whether that is right; it says so."""
    book = Book()
    book.say("requirement/R1", requirement(), nation="POL")
    book.say("gift/G1", word(day=START + dt.timedelta(9)), START)
    assert [one.about for one in contradictions(book.states)] == ["day", "authority"]


def test_the_picture_has_requirements_and_gifts_as_a_scenario_has_them():
    """An allocation is an offer of its own, for its requirement, with what was handed over; the rest stays the gift's."""
    book = Book()
    book.say("requirement/R1", requirement())
    book.say("gift/G1", word())
    book.take(Allocate(allocation="A1", gift="G1", requirement="R1", quantity=6.0, **BASE))
    book.take(Consign(consignment="C1", allocation="A1", quantity=6.0, **BASE))
    book.say(C1, received(sound=5.0, short=1.0))
    book.say(C1, handed_over(2.0))
    seen = picture(book.entries, START)
    assert [(r.requirement, r.quantity, r.validated_by) for r in seen.requirements()] == [("R1", 10.0, FOUNDER)]
    rows = [(o.offer, o.rung, o.quantity, o.handed_over, o.reserved_for) for o in seen.offers()]
    assert rows == [
        ("G1", assistance.Rung.COMMITMENT, 4.0, 0.0, ()),
        ("A1", assistance.Rung.ALLOCATION, 5.0, 2.0, ("R1",)),
    ]


@pytest.mark.parametrize(
    ("stream", "what", "words"),
    [
        ("gift/G1", word(quantity=-1.0), "below 0"),
        ("gift/G1", word(quantity=float("nan")), "no quantity"),
        ("gift/ G1", word(), "a code are needed"),
        ("giftG1", word(), "a code are needed"),
        ("need/N1", word(), "is not said of a need"),
        ("gift/G1", word(item=""), "is empty"),
        ("gift/G1", word(unit="tonne"), "counted in piece"),
        ("authority/sign", Empowered(by=FOUNDER, day=START, act=Act.ALLOCATE, parties=("POL",)), "about allocate"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_place(stream, what, words):
    """Limits of fields, names of subjects, units of items."""
    book = Book()
    book.say("item/HOWITZER", described())
    with pytest.raises(Refused, match=words):
        book.say(stream, what)


def test_a_ladder_keeps_every_statement_in_the_tables_of_the_journal():
    """Statement, rung, promise and custody: each row tells where it comes from; what was corrected is marked."""
    book = consigned(1.0, serials=("S1",))
    (first,) = book.say(C1, received(sound=1.0, serials=("S1",), custodian="NODE-OFFICE"))
    ref = f"{first.node}/{first.node_seq}"
    book.say(C1, received(damaged=1.0, serials=("S1",), custodian="NODE-OFFICE", corrects=ref))
    rows = Ladder(FOUNDER).rows(C1, book.states[C1])
    assert [(row.kind, row.stands) for row in rows["statement"]] == [("Filled", True), ("Received", False), ("Received", True)]
    assert [row.rung for row in rows["rung_step"]] == ["consignment", "at node"]
    assert [row.holder for row in rows["custody"]] == ["NODE-OFFICE"]
