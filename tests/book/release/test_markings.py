"""A marking is the picture of its label, and only of that."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mainstay.book.release import NATO, POLICIES, PUBLIC, Category, Kind, Label, LabelError, mark, portion, read_mark

from .cases import ATOMAL, drawn, handling, labels, nato, only, restrictive, to

SHOWN = {
    "NATO UNCLASSIFIED": nato("UNCLASSIFIED", to("NATO")),
    "NATO UNCLASSIFIED RELEASABLE TO UKR": nato("UNCLASSIFIED", to("NATO", "UKR")),
    "NATO SECRET ATOMAL CRYPTO RELEASABLE TO CHE, UKR": nato(
        "SECRET", restrictive("ATOMAL", "CRYPTO"), to("NATO", "CHE", "UKR")
    ),
    "NATO RESTRICTED - DEU, UKR ONLY": nato("RESTRICTED", only("DEU", "UKR")),
    "NATO RESTRICTED RELEASABLE TO UKR - DEU, UKR ONLY": nato("RESTRICTED", to("NATO", "UKR"), only("DEU", "UKR")),
    "COSMIC TOP SECRET ATOMAL": nato("TOP SECRET", ATOMAL, to("NATO")),
    "NATO RESTRICTED [Releasable To: DEU, UKR]": nato("RESTRICTED", to("DEU", "UKR")),
    "NATO RESTRICTED [Releasable To: NOBODY]": nato("RESTRICTED", to()),
    "NATO RESTRICTED RELEASABLE TO UKR [Administrative: MEDICAL]": nato("RESTRICTED", to("NATO", "UKR"), handling("MEDICAL")),
    "NATO SECRET [RESTRICTIVE Project: A 1]": nato("SECRET", to("NATO"), Category(Kind.RESTRICTIVE, "Project", ("A 1",))),
    "PUBLIC": Label("PUBLIC", "UNMARKED"),
}


@pytest.mark.parametrize("text", SHOWN)
def test_labels_are_marked_as_shown_and_read_back(text):
    assert mark(SHOWN[text]) == text
    assert read_mark(text) == SHOWN[text]


@drawn
@given(labels(), st.sampled_from(["en", "fr", "uk"]))
@example(nato("SECRET", only("A - B ONLY"), to("NATO", "RELEASABLE TO X")), "en")
@example(nato("SECRET", restrictive("RELEASABLE", "TO", "X")), "en")
@example(nato("SECRET", Category(Kind.INFORMATIVE, "PERMISSIVE X", ("A",))), "en")
def test_every_label_comes_back_from_its_marking(label, language):
    assert read_mark(mark(label, language)) == NATO.complete(label)


@drawn
@given(labels(), labels())
def test_different_labels_have_different_markings(one, other):
    assert (mark(one) == mark(other)) == (NATO.complete(one) == NATO.complete(other))


@drawn
@given(st.text(" ABNATOSECRET[]:,-ONLYREB", max_size=40))
def test_any_text_is_read_as_a_label_or_refused(text):
    for marking in (text, "NATO SECRET " + text):
        try:
            label = read_mark(marking)
        except LabelError:
            continue
        assert read_mark(mark(label)) == label


def test_french_words_are_those_of_the_policy_and_ukrainian_has_none():
    label = nato("RESTRICTED", to("NATO", "UKR"))
    assert mark(label, "fr") == "NATO DIFFUSION RESTREINTE RELEASABLE TO UKR"
    assert mark(label, "uk") == "NATO RESTRICTED RELEASABLE TO UKR"
    assert [level.fr for level in NATO.levels][::4] == ["NATO SANS CLASSIFICATION", "COSMIC TRES SECRET"]
    assert {level.uk for level in NATO.levels} == {""}
    with pytest.raises(LabelError, match="no language 'de'; there are en, fr, uk"):
        mark(label, "de")


def test_spaces_and_line_breaks_between_words_do_not_matter():
    assert read_mark("  NATO\n SECRET   RELEASABLE TO\tUKR ") == nato("SECRET", to("NATO", "UKR"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SECRET", "starts with no known classification, such as NATO UNCLASSIFIED, PUBLIC"),
        ("NATO SECRETARY", "starts with no known classification"),
        ("NATO SECRET RELEASABLE TO", "breaks off, or has words of the form at a place where they mean nothing"),
        ("NATO SECRET DEU ONLY", "breaks off"),
        ("NATO SECRET for all", "after 'NATO SECRET' comes 'for all', which no marking has"),
        ("NATO SECRET [MEDICAL]", r"\[MEDICAL\] is no clause of a marking"),
        ("NATO SECRET [Project: A]", "NATO has no tag 'Project'; put its kind before it, such as"),
        ("NATO SECRET [Only: ]", "is no clause"),
        ("PUBLIC RELEASABLE TO UKR", "PUBLIC has no tag to release with"),
    ],
)
def test_what_is_no_marking_is_refused_with_the_place(text, message):
    with pytest.raises(LabelError, match=message):
        read_mark(text)


def test_what_is_not_known_is_not_marked():
    for label, message in (
        (Label("XYZ", "SECRET"), "no policy 'XYZ'; known are NATO, PUBLIC"),
        (nato("TOP"), "no classification"),
    ):
        with pytest.raises(LabelError, match=message):
            mark(label)
        with pytest.raises(LabelError, match=message):
            portion(label)
    with pytest.raises(LabelError, match="there is no policy"):
        read_mark("NATO SECRET", policies={})


def test_the_portion_sign_is_that_of_the_level():
    assert [portion(nato(level.name)) for level in NATO.levels] == ["NU", "NR", "NC", "NS", "CTS"]


def test_the_words_of_the_shipped_policies_are_each_of_one_level():
    words = [w for policy in POLICIES.values() for level in policy.levels for w in {level.en, level.fr, level.uk} - {""}]
    assert len(set(words)) == len(words)
    assert PUBLIC.rank("UNMARKED") == 0
