"""Release labels: what a text or figure is worth protecting, and who may have it.

The model is that of the confidentiality label of STANAG 4774: a security policy, one classification of it, and categories that
narrow (restrictive), name who may have it (permissive) or tell how to handle it (informative).
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Iterable
from functools import reduce

import msgspec

RESERVED = frozenset(",:;[]")
"""Marks that part the clauses of a marking, and so stand in no tag and in no value."""
NOBODY = "NOBODY"
"""How a marking writes a permissive category without a value; no value may be called so."""


class LabelError(ValueError):
    """A label, or a set of labels, that means nothing; the message says why and what would be right."""


class Kind(enum.StrEnum):
    """What a category does."""

    INFORMATIVE = "INFORMATIVE"
    """Tells how to handle; decides nothing."""
    PERMISSIVE = "PERMISSIVE"
    """Names who may have it; one value held is enough, none held is a refusal."""
    RESTRICTIVE = "RESTRICTIVE"
    """Narrows; every value must be held."""


class Category(msgspec.Struct, frozen=True, order=True):
    """One tag of a label with its values: sorted, each once."""

    kind: Kind
    tag: str
    values: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        _check(self.tag, "tag")
        for value in self.values:
            _check(value, f"value of {self.tag}")
        msgspec.structs.force_setattr(self, "values", tuple(sorted(set(self.values))))


class Label(msgspec.Struct, frozen=True):
    """Policy, classification and categories; two labels that mean the same are equal.

    Categories are sorted by kind and tag. A restrictive or informative category without values says nothing and is dropped; a
    permissive one without values stays, for it says that nobody may have it.

    Raises
    ------
    LabelError
        For an empty name, a mark out of ``,:;[]``, or two categories of one tag, which could be read in two ways.
    """

    policy: str
    classification: str
    categories: tuple[Category, ...] = ()

    def __post_init__(self) -> None:
        _check(self.policy, "policy")
        _check(self.classification, "classification")
        tags = [category.tag for category in self.categories]
        if twice := sorted({tag for tag in tags if tags.count(tag) > 1}):
            raise LabelError(f"two categories of the tag {twice[0]!r}; put their values into one")
        said = (c for c in self.categories if c.values or c.kind is Kind.PERMISSIVE)
        msgspec.structs.force_setattr(self, "categories", tuple(sorted(said)))

    def of_kind(self, kind: Kind) -> tuple[Category, ...]:
        """Its categories of one kind."""
        return tuple(category for category in self.categories if category.kind is kind)


class Level(msgspec.Struct, frozen=True):
    """One classification of a policy, with the words that mark it where they are official, and empty where not."""

    name: str
    portion: str
    en: str
    fr: str = ""
    uk: str = ""


class Tag(msgspec.Struct, frozen=True):
    """One category that a policy knows. ``uri`` identifies its set of values."""

    name: str
    kind: Kind
    uri: str = ""
    parties: bool = False
    """Whether its values are nations and groups of nations, held by whoever belongs to them."""


class Policy(msgspec.Struct, frozen=True):
    """A security policy: its levels from the lowest to the highest, and its tags.

    ``release`` names the permissive tag that says to whom a thing may be given, and ``own`` the value of it that stands for
    the policy's own members. A label that names no party at all is for them alone (:meth:`complete`).
    """

    name: str
    uri: str
    levels: tuple[Level, ...]
    tags: tuple[Tag, ...] = ()
    release: str = ""
    own: str = ""

    def rank(self, classification: str) -> int | None:
        """Place of a classification among the levels, 0 the lowest; ``None`` for one that the policy does not have."""
        return next((i for i, level in enumerate(self.levels) if level.name == classification), None)

    def tag(self, name: str) -> Tag | None:
        """Tag of that name, if the policy has one."""
        return next((tag for tag in self.tags if tag.name == name), None)

    def complete(self, label: Label) -> Label:
        """The label with what it leaves unsaid: without a category of parties it is for the policy's own members."""
        if not self.release or any(c.tag == t.name for c in label.categories for t in self.tags if t.parties):
            return label
        unsaid = Category(Kind.PERMISSIVE, self.release, (self.own,))
        return Label(label.policy, label.classification, (*label.categories, unsaid))

    def label(
        self,
        classification: str,
        *,
        releasable_to: Iterable[str] = (),
        restrictive: Iterable[Category] = (),
        handling: Iterable[Category] = (),
    ) -> Label:
        """
        Label of this policy for its own members and for whom else ``releasable_to`` names.

        Raises
        ------
        LabelError
            If the policy has no such classification, or no tag to release with.
        """
        if self.rank(classification) is None:
            have = ", ".join(level.name for level in self.levels)
            raise LabelError(f"{self.name} has no classification {classification!r}; it has {have}")
        categories = [*restrictive, *handling]
        if others := tuple(releasable_to):
            if not self.release:
                raise LabelError(f"{self.name} has no tag to release with; leave out whom it is releasable to")
            categories.append(Category(Kind.PERMISSIVE, self.release, (self.own, *others)))
        return self.complete(Label(self.name, classification, tuple(categories)))


def label_id(label: Label) -> str:
    """Name of a label made from what it says: 16 hexadecimal digits of SHA-256, equal for equal labels on every site."""
    return hashlib.sha256(msgspec.json.encode(label)).hexdigest()[:16]


def roll_up(labels: Iterable[Label], policy: Policy) -> Label:
    """
    Label of things put together: whoever may have the whole may have every part.

    Highest classification, every restrictive and informative value, and of each permissive tag the values that all parts
    with that tag have in common; none in common means nobody.

    Raises
    ------
    LabelError
        Without labels, for a label of another policy, or for a classification that the policy does not have.
    """
    parts = [policy.complete(label) for label in labels]
    if not parts:
        raise LabelError("no labels to roll up")
    return reduce(lambda one, other: _both(one, other, policy), parts, parts[0])


def _both(one: Label, other: Label, policy: Policy) -> Label:
    classification = policy.levels[max(_rank(one, policy), _rank(other, policy))].name
    merged = {c.tag: c for c in one.categories}
    for category in other.categories:
        mine = merged.get(category.tag)
        if mine is None:
            merged[category.tag] = category
        elif mine.kind is not category.kind:
            raise LabelError(f"the tag {category.tag!r} is {mine.kind} in one label and {category.kind} in another")
        elif category.kind is Kind.PERMISSIVE:
            common = set(mine.values) & set(category.values)
            merged[category.tag] = Category(Kind.PERMISSIVE, category.tag, tuple(common))
        else:
            merged[category.tag] = Category(category.kind, category.tag, mine.values + category.values)
    return Label(policy.name, classification, tuple(merged.values()))


def _rank(label: Label, policy: Policy) -> int:
    if label.policy != policy.name:
        raise LabelError(f"a label of {label.policy} cannot be rolled up under {policy.name}; give it a label of one policy")
    rank = policy.rank(label.classification)
    if rank is None:
        raise LabelError(f"{policy.name} has no classification {label.classification!r}")
    return rank


def _check(text: str, what: str) -> None:
    if not text or text != " ".join(text.split()) or not text.isprintable():
        raise LabelError(f"{what} {text!r}: must be a text without spaces at its ends and line breaks")
    if RESERVED & set(text) or text == NOBODY:
        raise LabelError(f"{what} {text!r}: {NOBODY} and the marks ,:;[] have a meaning of their own in markings")
