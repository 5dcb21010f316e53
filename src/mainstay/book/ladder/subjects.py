"""What statements are about, and which kinds of statement belong to which subject."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from . import cargo, matters, statements
from .statements import Statement


class Subject(enum.StrEnum):
    """What a stream of the journal is about; its name is ``subject/code``."""

    NEED = "need"
    REQUIREMENT = "requirement"
    GIFT = "gift"
    ALLOCATION = "allocation"
    CONSIGNMENT = "consignment"
    ITEM = "item"
    INVENTORY = "inventory"
    DUPLICATE = "duplicate"
    AUTHORITY = "authority"


BELONGS: dict[Subject, tuple[type[Statement], ...]] = {
    Subject.NEED: (statements.NeedStated,),
    Subject.REQUIREMENT: (statements.RequirementValidated,),
    Subject.GIFT: (
        statements.Offered,
        statements.Pledged,
        statements.Committed,
        statements.Drawn,
        statements.Returned,
        statements.Promised,
        statements.Valued,
    ),
    Subject.ALLOCATION: (statements.AllocationMade, statements.Drawn, statements.Promised),
    Subject.CONSIGNMENT: (
        cargo.Filled,
        statements.Drawn,
        cargo.Released,
        cargo.Departed,
        cargo.Received,
        cargo.HandedOver,
        cargo.EnteredService,
        statements.Promised,
        statements.Valued,
    ),
    Subject.ITEM: (matters.ItemDescribed,),
    Subject.INVENTORY: (matters.InventoryAsked, matters.InventoryTaken),
    Subject.DUPLICATE: (matters.DuplicateJudged,),
    Subject.AUTHORITY: (matters.Empowered,),
}
"""What may be said of each."""


def kind_of(record: type[Statement]) -> str:
    """Kind of the entries that hold such statements, in the form of today."""
    return f"{record.__struct_config__.tag}@1"


KINDS: dict[str, type[Statement]] = {kind_of(record): record for records in BELONGS.values() for record in records}
"""Record of each kind of entry."""


def name(subject: Subject, code: str) -> str:
    """Name of a stream."""
    return f"{subject}/{code}"


def split(stream: str) -> tuple[Subject, str]:
    """
    Subject and code of a stream.

    Raises
    ------
    ValueError
        If the book keeps no such subject, or the code is empty or has spaces at its ends.
    """
    word, _, code = stream.partition("/")
    if word not in set(Subject) or not code or code != code.strip():
        raise ValueError(f"{stream!r}: a subject ({', '.join(Subject)}), '/' and a code are needed, such as gift/G-1")
    return Subject(word), code


def codes(streams: Iterable[str], subject: Subject) -> list[str]:
    """Streams of a subject, in the order of their codes."""
    return sorted(stream for stream in streams if stream.startswith(f"{subject}/"))
