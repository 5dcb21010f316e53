"""What can be asked of the book; what comes of it, if anything, is decided in :mod:`.decide`."""

from __future__ import annotations

import datetime as dt

import msgspec

from .cargo import Departed, EnteredService, HandedOver, Received, Released
from .matters import DuplicateJudged, Empowered, InventoryAsked, InventoryTaken, ItemDescribed
from .statements import (
    Committed,
    Condition,
    NeedStated,
    Offered,
    Pledged,
    Promised,
    RequirementValidated,
    Valued,
)

Sayable = (
    NeedStated
    | RequirementValidated
    | Offered
    | Pledged
    | Committed
    | Promised
    | Valued
    | Released
    | Departed
    | Received
    | HandedOver
    | EnteredService
    | ItemDescribed
    | InventoryAsked
    | InventoryTaken
    | DuplicateJudged
    | Empowered
)
"""What is said of one subject alone."""


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", forbid_unknown_fields=True):
    """
    Base of all commands.

    Attributes
    ----------
    label
        Id of the release label of what comes of it.
    """

    label: str


class Say(Command, frozen=True, kw_only=True, tag="say"):
    """State something about one subject, such as ``gift/G-1``."""

    stream: str
    what: Sayable


class Move(Command, frozen=True, kw_only=True):
    """Base of commands that take a quantity from one subject to another, with who says so, when and on what evidence."""

    by: str
    day: dt.date
    quantity: float
    evidence: str = ""
    note: str = ""


class Allocate(Move, frozen=True, kw_only=True, tag="allocate"):
    """Set so much of a gift aside for a requirement."""

    allocation: str
    gift: str
    requirement: str


class Return(Move, frozen=True, kw_only=True, tag="return"):
    """Give back to its gift what an allocation does not use."""

    allocation: str


class Consign(Move, frozen=True, kw_only=True, tag="consign"):
    """Make a consignment of so much of an allocation."""

    consignment: str
    allocation: str
    condition: Condition = Condition.NOT_STATED
    serials: tuple[str, ...] = ()
    custodian: str = ""


class Split(Move, frozen=True, kw_only=True, tag="split"):
    """Take a part out of a consignment, as a new one; ``place`` is the node at which it was received, empty before that."""

    consignment: str
    new: str
    place: str = ""
    serials: tuple[str, ...] = ()


class Merge(Command, frozen=True, kw_only=True, tag="merge"):
    """Put all that is left of a consignment into another one of the same gift; ``place`` as in :class:`Split`."""

    by: str
    day: dt.date
    consignment: str
    into: str
    place: str = ""
    evidence: str = ""
    note: str = ""


AnyCommand = Say | Allocate | Return | Consign | Split | Merge
"""Whatever the book can be asked."""


def stream(command: AnyCommand) -> str:
    """The stream that a command is about, whose version a caller may expect."""
    match command:
        case Say():
            return command.stream
        case Allocate():
            return f"gift/{command.gift}"
        case Return() | Consign():
            return f"allocation/{command.allocation}"
        case Split() | Merge():
            return f"consignment/{command.consignment}"
