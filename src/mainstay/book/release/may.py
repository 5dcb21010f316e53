"""The one decision: whether a subject may do something to a record with this label.

Lists, counts, searches, exports and streams ask the same question through :mod:`~mainstay.book.release.visible`, which
calls :func:`clears` once for each distinct label, so that they can never disagree with a single check.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Mapping

import msgspec

from .label import Category, Kind, Label, LabelError, Policy
from .policies import POLICIES
from .roles import Operation, Reach, Role, reach


class Clearance(msgspec.Struct, frozen=True):
    """What somebody is cleared for under one policy: a classification, and the values held of its categories."""

    policy: str
    classification: str
    held: tuple[Category, ...] = ()

    def holds(self, category: Category) -> frozenset[str]:
        """Values held of the category's tag, of the same kind."""
        return frozenset(v for c in self.held if (c.kind, c.tag) == (category.kind, category.tag) for v in c.values)


class Subject(msgspec.Struct, frozen=True):
    """Who asks: a person or program, speaking for one nation or command, with roles, clearances and groups.

    ``nation`` is the code of a party, which may be a headquarters. ``groups`` are the groups that this party belongs to, as
    labels name them: a member of the alliance has ``NATO`` among them.

    Raises
    ------
    LabelError
        For two clearances under one policy: which of them holds is not for this function to choose.
    """

    name: str
    nation: str
    roles: frozenset[Role] = frozenset()
    clearances: tuple[Clearance, ...] = ()
    groups: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        policies = [clearance.policy for clearance in self.clearances]
        if len(policies) > len(set(policies)):
            raise LabelError(f"{self.name} has two clearances under one policy; put them into one")


class Reason(enum.StrEnum):
    """Why it is so. For the audit trail: told to who asked, it would tell what the label says."""

    PERMITTED = "permitted"
    NO_ROLE = "no role of theirs may do this"
    NOT_THEIRS = "their role may do this on records of their own nation, and this is none"
    NO_LABEL = "the record has no label"
    UNKNOWN_POLICY = "the label's policy is not known"
    UNKNOWN_CLASSIFICATION = "the policy has no such classification"
    UNKNOWN_CATEGORY = "the label uses a tag in a way that its policy does not"
    NO_CLEARANCE = "not cleared under the label's policy"
    CLEARANCE_TOO_LOW = "cleared for less than the label's classification"
    RESTRICTIVE_NOT_HELD = "a restrictive value of the label is not held"
    NOT_RELEASABLE = "no value of a permissive category of the label is held"


class Decision(msgspec.Struct, frozen=True):
    """Yes or no, and why; true if it is yes."""

    reason: Reason

    @property
    def allowed(self) -> bool:
        """Whether it may be done."""
        return self.reason is Reason.PERMITTED

    def __bool__(self) -> bool:
        return self.allowed


def may(
    subject: Subject,
    operation: Operation,
    label: Label | None,
    owner: str,
    sides: Collection[str] = (),
    *,
    policies: Mapping[str, Policy] = POLICIES,
) -> Decision:
    """
    Whether a subject may do something to a record.

    A role of theirs must give the operation, on this record: it is their own nation's, or their nation is a side to it, or
    the role reaches all. And they must be cleared for its label (:func:`clears`). Nothing else opens it, neither owning the
    record nor having written it; what is not known is a no.

    Parameters
    ----------
    label
        Label of the record, or of the field. ``None``: it has none, which is a no.
    owner
        Party whose statement the record is.
    sides
        Other parties to it: the recipient of a consignment, the donor of an allocation.
    policies
        Policies by name.
    """
    reached = reach(subject.roles, operation)
    if reached is Reach.NONE:
        return Decision(Reason.NO_ROLE)
    if not within(reached, subject.nation, owner, sides):
        return Decision(Reason.NOT_THEIRS)
    return clears(subject, label, policies=policies)


def within(reached: Reach, nation: str, owner: str, sides: Collection[str] = ()) -> bool:
    """Whether a record of ``owner``, to which ``sides`` are parties, is within the reach of a role held for ``nation``."""
    if reached is Reach.ALL:
        return True
    own = bool(nation) and nation == owner
    return own if reached is Reach.OWN else reached is Reach.SIDE and (own or (bool(nation) and nation in sides))


def clears(subject: Subject, label: Label | None, *, policies: Mapping[str, Policy] = POLICIES) -> Decision:
    """
    Whether a subject's clearance opens a label, whatever they mean to do.

    Clearance at or above the classification, every restrictive value held, and of each permissive category at least one.
    Who belongs to a party named there holds it. Rule of the labels of STANAG 4774.
    """
    if label is None:
        return Decision(Reason.NO_LABEL)
    policy = policies.get(label.policy)
    if policy is None:
        return Decision(Reason.UNKNOWN_POLICY)
    needed = policy.rank(label.classification)
    if needed is None:
        return Decision(Reason.UNKNOWN_CLASSIFICATION)
    label = policy.complete(label)
    for category in label.categories:
        known = policy.tag(category.tag)
        if known is not None and known.kind is not category.kind:
            return Decision(Reason.UNKNOWN_CATEGORY)
    clearance = next((c for c in subject.clearances if c.policy == policy.name), None)
    held = policy.rank(clearance.classification) if clearance is not None else None
    if clearance is None or held is None:
        return Decision(Reason.NO_CLEARANCE)
    if held < needed:
        return Decision(Reason.CLEARANCE_TOO_LOW)
    for category in label.of_kind(Kind.RESTRICTIVE):
        if not clearance.holds(category).issuperset(category.values):
            return Decision(Reason.RESTRICTIVE_NOT_HELD)
    for category in label.of_kind(Kind.PERMISSIVE):
        tag = policy.tag(category.tag)
        belongs = {subject.nation, *subject.groups} if tag is not None and tag.parties else set()
        if (clearance.holds(category) | belongs).isdisjoint(category.values):
            return Decision(Reason.NOT_RELEASABLE)
    return Decision(Reason.PERMITTED)
