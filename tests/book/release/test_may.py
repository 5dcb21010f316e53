"""One decision, with its reason; what is not known is a no."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mainstay.book.release import (
    GRANTS,
    Category,
    Clearance,
    Kind,
    LabelError,
    Operation,
    Reach,
    Reason,
    Role,
    Subject,
    clears,
    may,
    reach,
)
from mainstay.book.release.may import within

from .cases import ATOMAL, LABELS, LEVELS, drawn, labels, nato, only, operations, person, restrictive, subjects, to

DEU = person("DEU", "SECRET", Role.NATIONAL_REPRESENTATIVE, groups=("NATO",))
UKR = person("UKR", "RESTRICTED", Role.REQUIREMENTS_OFFICER)


@pytest.mark.parametrize(
    ("label", "reason"),
    [
        ("public", Reason.PERMITTED),
        ("ukr-nu", Reason.PERMITTED),
        ("ukr-nr", Reason.PERMITTED),
        ("deu-ukr-only", Reason.PERMITTED),
        ("medical", Reason.PERMITTED),
        ("ukr-ns", Reason.CLEARANCE_TOO_LOW),
        ("members-nu", Reason.NOT_RELEASABLE),
        ("both", Reason.NOT_RELEASABLE),
        ("nobody", Reason.NOT_RELEASABLE),
        ("context", Reason.NOT_RELEASABLE),
        ("atomal", Reason.RESTRICTIVE_NOT_HELD),
        ("unknown-tag", Reason.RESTRICTIVE_NOT_HELD),
        ("wrong-kind", Reason.UNKNOWN_CATEGORY),
        ("unknown-policy", Reason.UNKNOWN_POLICY),
        ("unknown-level", Reason.UNKNOWN_CLASSIFICATION),
        ("none", Reason.NO_LABEL),
    ],
)
def test_the_reason_of_each_refusal(label, reason):
    decision = may(UKR, Operation.NEED_READ, LABELS[label], "UKR")
    assert decision.reason is reason
    assert bool(decision) is decision.allowed is (reason is Reason.PERMITTED)


def test_every_reason_is_explained_in_the_documentation():
    page = (Path(__file__).parents[3] / "docs/release.md").read_text("utf-8")
    assert [reason.value for reason in Reason if f"| {reason.value} |" not in page] == []


@pytest.mark.parametrize("record", [UKR, UKR.clearances[0], clears(UKR, None)])
def test_neither_who_asks_nor_the_answer_can_be_changed_in_place(record):
    for field in record.__struct_fields__:
        with pytest.raises(AttributeError):
            setattr(record, field, getattr(record, field))


def test_who_is_not_cleared_under_the_policy_sees_nothing_of_it():
    unknown = Subject("x", "DEU", clearances=(Clearance("NATO", "WHATEVER"),), groups=frozenset({"NATO"}))
    other = Subject("x", "DEU", clearances=(Clearance("PUBLIC", "UNMARKED"),), groups=frozenset({"NATO"}))
    for subject in (unknown, other, Subject("x", "DEU", groups=frozenset({"NATO"}))):
        assert clears(subject, nato("UNCLASSIFIED")).reason is Reason.NO_CLEARANCE


def test_the_role_is_asked_before_the_label_and_the_reach_before_the_clearance():
    assert may(UKR, Operation.PLAN_MAKE, None, "UKR").reason is Reason.NO_ROLE
    assert may(UKR, Operation.NEED_READ, None, "DEU").reason is Reason.NOT_THEIRS


def test_owning_a_record_opens_no_label():
    assert not may(DEU, Operation.OFFER_READ, LABELS["cts"], "DEU")


def test_every_restrictive_value_must_be_held():
    one = person("DEU", "SECRET", held=(ATOMAL,), groups=("NATO",))
    both = person("DEU", "SECRET", held=(restrictive("ATOMAL", "CRYPTO"),), groups=("NATO",))
    label = nato("SECRET", restrictive("ATOMAL", "CRYPTO"))
    assert clears(one, label).reason is Reason.RESTRICTIVE_NOT_HELD
    assert clears(both, label)


def test_a_value_held_of_another_tag_or_kind_does_not_count():
    wrong_tag = person("DEU", "SECRET", held=(Category(Kind.RESTRICTIVE, "Project", ("ATOMAL",)),), groups=("NATO",))
    wrong_kind = person("DEU", "SECRET", held=(Category(Kind.INFORMATIVE, ATOMAL.tag, ("ATOMAL",)),), groups=("NATO",))
    for subject in (wrong_tag, wrong_kind):
        assert clears(subject, nato("SECRET", ATOMAL)).reason is Reason.RESTRICTIVE_NOT_HELD


def test_one_value_of_each_permissive_category_is_enough_and_each_is_needed():
    assert clears(DEU, nato("SECRET", to("NATO", "UKR"), only("DEU", "POL")))
    assert not clears(DEU, nato("SECRET", to("NATO", "UKR"), only("POL")))
    assert not clears(DEU, nato("SECRET", to("UKR"), only("DEU")))


def test_a_permissive_value_can_be_held_without_belonging_to_it():
    context = Category(Kind.PERMISSIVE, "Context", ("UKRAINE",))
    assert clears(person("DEU", "SECRET", held=(context,), groups=("NATO",)), nato("SECRET", context))
    assert clears(person("CHE", "SECRET", held=(to("GEO"),)), nato("SECRET", to("GEO")))


def test_belonging_to_a_party_counts_for_tags_of_parties_only():
    """A group called UKRAINE does not open the context UKRAINE."""
    context = Category(Kind.PERMISSIVE, "Context", ("UKRAINE",))
    assert not clears(person("DEU", "SECRET", groups=("NATO", "UKRAINE")), nato("SECRET", context))
    unknown = Category(Kind.PERMISSIVE, "Project", ("DEU",))
    assert not clears(DEU, nato("SECRET", unknown))


@drawn
@given(labels(), subjects(), operations, st.sampled_from(["DEU", "UKR"]))
def test_more_never_takes_away(label, subject, operation, owner):
    """Another role, a higher clearance or a further group turns no yes into a no."""
    if not may(subject, operation, label, owner):
        return
    clearance = subject.clearances[0]
    higher = Clearance("NATO", LEVELS[-1], (*clearance.held, ATOMAL))
    more = Subject("x", subject.nation, subject.roles | {Role.AUDITOR}, (higher,), subject.groups | {"EU"})
    assert may(more, operation, label, owner)


@drawn
@given(labels(), subjects(), operations, st.sampled_from(["DEU", "UKR", ""]))
def test_a_stricter_label_never_gives(label, subject, operation, owner):
    if may(subject, operation, label, owner):
        return
    assert not may(subject, operation, nato(LEVELS[-1], *label.categories), owner)
    if all(c.tag != "Project" for c in label.categories):
        stricter = nato(label.classification, *label.categories, Category(Kind.RESTRICTIVE, "Project", ("X",)))
        assert not may(subject, operation, stricter, owner)


def test_reach_is_own_side_or_all():
    assert within(Reach.OWN, "DEU", "DEU")
    assert not within(Reach.OWN, "DEU", "UKR", ("DEU",))
    assert within(Reach.SIDE, "DEU", "DEU")
    assert within(Reach.SIDE, "DEU", "UKR", ("CHE", "DEU"))
    assert not within(Reach.SIDE, "DEU", "UKR", ("CHE",))
    assert within(Reach.ALL, "", "UKR")
    assert not within(Reach.NONE, "DEU", "DEU", ("DEU",))


@pytest.mark.parametrize("reached", [Reach.OWN, Reach.SIDE])
def test_who_speaks_for_nobody_owns_nothing_not_even_what_belongs_to_nobody(reached):
    assert not within(reached, "", "", ("",))


def test_several_roles_reach_as_far_as_the_furthest():
    both = (Role.REQUIREMENTS_OFFICER, Role.PLANNER)
    assert reach(both, Operation.OFFER_READ) is Reach.ALL
    assert reach(both, Operation.NEED_STATE) is Reach.OWN
    assert reach((), Operation.NEED_READ) is Reach.NONE


def test_a_role_that_is_not_known_gives_nothing():
    assert reach(("commander",), Operation.NEED_READ) is Reach.NONE
    assert reach(("commander", Role.PLANNER), Operation.NEED_READ) is Reach.ALL


def test_two_clearances_under_one_policy_are_refused():
    two = (Clearance("NATO", "SECRET"), Clearance("PUBLIC", "UNMARKED"), Clearance("NATO", "RESTRICTED"))
    with pytest.raises(LabelError, match=r"^x has two clearances under one policy; put them into one$"):
        Subject("x", "DEU", clearances=two)
    assert Subject("x", "DEU", clearances=two[:2]).clearances == two[:2]


def test_whoever_may_take_a_record_along_may_read_it_and_no_further():
    for granted in GRANTS.values():
        for operation, reached in granted.items():
            if operation.endswith(":export"):
                assert granted[Operation(operation.replace(":export", ":read"))] >= reached


def test_the_auditor_changes_nothing_and_the_administrator_reads_no_record():
    assert {o.partition(":")[2] for o in GRANTS[Role.AUDITOR]} == {"read", "export", "verify"}
    assert {o for o in GRANTS[Role.ADMINISTRATOR] if o.endswith(":read")} == {"account:read", "label:read"}
    assert not [o for o in GRANTS[Role.ADMINISTRATOR] if o.endswith(":export")]


def test_operations_are_in_alphabetical_order_and_named_like_their_values():
    assert list(Operation) == sorted(Operation)
    assert all(o.name == o.value.upper().replace(":", "_") for o in Operation)
