"""Labels mean one thing, and what is put together is guarded like its parts."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.book.release import (
    NATO,
    PUBLIC,
    Category,
    Kind,
    Label,
    LabelError,
    Level,
    Policy,
    Tag,
    clears,
    label_id,
    roll_up,
)

from .cases import ATOMAL, LEVELS, drawn, handling, labels, nato, only, restrictive, subjects, to


def test_labels_that_mean_the_same_are_equal_and_have_the_same_id():
    one = nato("SECRET", to("UKR", "NATO"), restrictive("CRYPTO", "ATOMAL"))
    other = nato("SECRET", restrictive("ATOMAL", "CRYPTO", "ATOMAL"), to("NATO", "UKR"))
    assert one == other
    assert label_id(one) == label_id(other)
    assert one.categories == (to("NATO", "UKR"), restrictive("ATOMAL", "CRYPTO"))


def test_the_id_of_a_label_is_the_same_on_every_site_and_in_every_version():
    """It stands in journals; if this changes, old entries point to nothing."""
    said = (
        '{"policy":"NATO","classification":"RESTRICTED",'
        '"categories":[{"kind":"PERMISSIVE","tag":"Releasable To","values":["NATO","UKR"]}]}'
    )
    assert label_id(NATO.label("RESTRICTED", releasable_to=["UKR"])) == hashlib.sha256(said.encode()).hexdigest()[:16]
    assert label_id(NATO.label("RESTRICTED", releasable_to=["UKR"])) == "5608958a6cbb28e6"


@drawn
@given(labels(), labels())
def test_different_labels_have_different_ids(one, other):
    assert (label_id(one) == label_id(other)) == (one == other)


def test_the_kinds_are_those_of_the_standard():
    assert [kind.value for kind in Kind] == ["INFORMATIVE", "PERMISSIVE", "RESTRICTIVE"]


@pytest.mark.parametrize("record", [ATOMAL, nato("SECRET"), NATO, NATO.levels[0], NATO.tags[0]])
def test_nothing_of_a_label_or_policy_can_be_changed_in_place(record):
    """A label that changed after the decision would be a hole."""
    for field in record.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(record, field, getattr(record, field))


def test_an_empty_restrictive_category_says_nothing_and_an_empty_permissive_one_says_nobody():
    assert nato("SECRET", restrictive(), handling(), to()).categories == (to(),)


def test_two_categories_of_one_tag_are_refused():
    with pytest.raises(LabelError, match="two categories of the tag 'Releasable To'; put their values into one"):
        nato("SECRET", to("UKR"), to("CHE"))


@pytest.mark.parametrize("text", ["", " A", "A ", "A  B", "A\nB", "A\u0000", "A,B", "A:B", "[A", "A]", "A;B", "NOBODY"])
def test_a_text_that_a_marking_could_not_carry_is_refused(text):
    for build in (
        lambda: Category(Kind.PERMISSIVE, "Releasable To", (text,)),
        lambda: Category(Kind.PERMISSIVE, text, ("UKR",)),
        lambda: Label("NATO", text),
        lambda: Label(text, "SECRET"),
    ):
        with pytest.raises(LabelError, match=r"must be a text|have a meaning"):
            build()


def test_the_message_names_what_is_wrong():
    with pytest.raises(LabelError, match=r"^value of Releasable To 'A,B': NOBODY and the marks ,:;\[\] have a meaning"):
        to("A,B")
    with pytest.raises(LabelError, match=r"^tag ' ': must be a text"):
        Category(Kind.PERMISSIVE, " ")
    with pytest.raises(LabelError, match=r"^policy '': must be a text"):
        Label("", "SECRET")
    with pytest.raises(LabelError, match=r"^classification '': must be a text"):
        Label("NATO", "")


def test_categories_of_a_kind_are_those_of_that_kind():
    label = nato("SECRET", to("UKR"), only("DEU"), ATOMAL, handling("STAFF"))
    assert label.of_kind(Kind.PERMISSIVE) == (only("DEU"), to("UKR"))
    assert label.of_kind(Kind.RESTRICTIVE) == (ATOMAL,)
    assert label.of_kind(Kind.INFORMATIVE) == (handling("STAFF"),)


def test_the_levels_of_a_policy_are_ranked_from_the_lowest():
    assert [NATO.rank(level) for level in LEVELS] == [0, 1, 2, 3, 4]
    assert NATO.rank("VERY SECRET") is None


def test_what_is_not_said_of_a_policy_is_empty():
    assert (Level("A", "B", "C").fr, Level("A", "B", "C").uk) == ("", "")
    assert Tag("A", Kind.PERMISSIVE) == Tag("A", Kind.PERMISSIVE, "", False)
    assert Policy("A", "", ()) == Policy("A", "", (), (), "", "")


def test_a_policy_knows_its_tags():
    assert NATO.tag("Only").kind is Kind.PERMISSIVE
    assert NATO.tag("Project") is None


def test_a_label_that_names_no_party_is_for_the_policys_own_members():
    assert NATO.complete(nato("SECRET")) == nato("SECRET", to("NATO"))
    assert NATO.complete(nato("SECRET", ATOMAL)) == nato("SECRET", ATOMAL, to("NATO"))
    context = Category(Kind.PERMISSIVE, "Context", ("UKRAINE",))
    assert NATO.complete(nato("SECRET", context)) == nato("SECRET", context, to("NATO"))


@pytest.mark.parametrize("parties", [to("UKR"), to(), only("DEU")])
def test_a_label_that_names_parties_is_taken_as_it_is(parties):
    assert NATO.complete(nato("SECRET", parties)) == nato("SECRET", parties)


def test_a_policy_without_a_tag_to_release_with_adds_nothing():
    assert PUBLIC.complete(Label("PUBLIC", "UNMARKED")) == Label("PUBLIC", "UNMARKED")
    assert PUBLIC.label("UNMARKED") == Label("PUBLIC", "UNMARKED")
    with pytest.raises(LabelError, match="PUBLIC has no tag to release with; leave out whom it is releasable to"):
        PUBLIC.label("UNMARKED", releasable_to=["UKR"])


def test_a_label_is_made_for_own_members_and_for_whom_it_names():
    made = NATO.label("SECRET", releasable_to=["UKR"], restrictive=[ATOMAL], handling=[handling("STAFF")])
    assert made == nato("SECRET", to("NATO", "UKR"), ATOMAL, handling("STAFF"))
    assert NATO.label("SECRET") == nato("SECRET", to("NATO"))


def test_a_classification_that_the_policy_does_not_have_is_refused_with_those_it_has():
    with pytest.raises(LabelError, match="NATO has no classification 'TOP'; it has UNCLASSIFIED, RESTRICTED, CONFIDENTIAL, S"):
        NATO.label("TOP")


def test_a_roll_up_takes_the_highest_the_union_and_the_intersection():
    one = nato("SECRET", ATOMAL, to("NATO", "UKR"), handling("STAFF"))
    other = nato("RESTRICTED", restrictive("CRYPTO"), to("UKR", "CHE"), handling("MEDICAL"))
    both = nato("SECRET", restrictive("ATOMAL", "CRYPTO"), to("UKR"), handling("STAFF", "MEDICAL"))
    assert roll_up([one, other], NATO) == both
    assert roll_up([other, one], NATO) == both


def test_a_roll_up_with_nothing_in_common_is_for_nobody():
    assert roll_up([nato("SECRET", to("UKR")), nato("SECRET")], NATO) == nato("SECRET", to())


def test_a_permissive_tag_of_one_part_narrows_the_whole():
    assert roll_up([nato("SECRET", only("DEU")), nato("SECRET")], NATO) == nato("SECRET", only("DEU"), to("NATO"))


def test_a_roll_up_of_nothing_of_another_policy_or_of_an_unknown_classification_is_refused():
    with pytest.raises(LabelError, match="no labels to roll up"):
        roll_up([], NATO)
    with pytest.raises(LabelError, match="a label of PUBLIC cannot be rolled up under NATO; give it a label of one policy"):
        roll_up([Label("PUBLIC", "UNMARKED")], NATO)
    with pytest.raises(LabelError, match="NATO has no classification 'VERY SECRET'"):
        roll_up([nato("VERY SECRET")], NATO)


def test_a_tag_of_two_kinds_is_refused():
    project = [Category(kind, "Project", ("A",)) for kind in (Kind.PERMISSIVE, Kind.RESTRICTIVE)]
    with pytest.raises(LabelError, match="the tag 'Project' is PERMISSIVE in one label and RESTRICTIVE in another"):
        roll_up([nato("SECRET", project[0]), nato("SECRET", project[1])], NATO)


known = labels(tags=st.sampled_from([(tag.name, tag.kind) for tag in NATO.tags]))


@drawn
@given(st.lists(known, min_size=1, max_size=4), subjects())
def test_whoever_may_have_the_whole_may_have_every_part(parts, subject):
    if clears(subject, roll_up(parts, NATO)):
        assert all(clears(subject, part) for part in parts)


@drawn
@given(known, known, known)
def test_the_order_of_a_roll_up_does_not_matter(a, b, c):
    whole = roll_up([a, b, c], NATO)
    assert whole == roll_up([c, a, b], NATO) == roll_up([roll_up([a, b], NATO), c], NATO)
    assert roll_up([whole, a], NATO) == whole
