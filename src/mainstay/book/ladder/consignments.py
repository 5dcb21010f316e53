"""How much of a consignment is where: filled, drawn off, received, short, handed over, in service."""

from __future__ import annotations

import datetime as dt

import msgspec

from .cargo import EnteredService, Filled, HandedOver, Received
from .fold import State
from .rungs import Rung
from .statements import Condition, Drawn

SLACK = 1e-9
"""Share of a quantity that is rounding, and no goods."""


def exceeds(quantity: float, limit: float) -> bool:
    """Whether a quantity is above a limit by more than rounding."""
    return quantity > limit + SLACK * max(1.0, abs(limit))


class AtNode(msgspec.Struct, frozen=True):
    """
    What was found at one node, in the item's unit.

    ``sound + damaged + short + wrong + outstanding`` is what was on its way there.
    """

    place: str
    sound: float
    damaged: float
    short: float
    wrong: float
    outstanding: float


class Cargo(msgspec.Struct, frozen=True):
    """
    A consignment in figures, all in the item's unit.

    Attributes
    ----------
    gift, item, unit
        Whose and what it is; empty if nothing has filled it.
    filled, drawn
        What came in and what went over into other consignments.
    short, wrong
        What did not come at some node, and what turned out to be something else.
    handed_over, in_service
        What was stated on these rungs; neither follows from the other.
    at_node
        By node, in the order of the first receipt there.
    serials
        Serial numbers that are in it.
    """

    gift: str
    item: str
    unit: str
    filled: float
    drawn: float
    short: float
    wrong: float
    handed_over: float
    in_service: float
    at_node: tuple[AtNode, ...]
    serials: frozenset[str]

    @property
    def present(self) -> float:
        """What it holds now, wherever that is: filled less drawn, short and wrong."""
        return self.filled - self.drawn - self.short - self.wrong

    @property
    def movable(self) -> float:
        """What of it can still be handed over, or taken into another consignment."""
        return self.present - max(self.handed_over, self.in_service)

    def node(self, place: str) -> AtNode | None:
        """What was found at a node, if anything was received there."""
        return next((node for node in self.at_node if node.place == place), None)


def cargo_of(state: State) -> Cargo:
    """Work out a consignment from all that stands of it."""
    fills, draws, receipts = state.of(Filled), state.of(Drawn), state.of(Received)
    head = fills[0] if fills else None
    places = list(dict.fromkeys(receipt.place for receipt in receipts))
    serials = {serial for fill in fills for serial in fill.serials} - {serial for draw in draws for serial in draw.serials}
    serials -= {serial for receipt in receipts for serial in receipt.missing}
    return Cargo(
        gift=head.gift if head else "",
        item=head.item if head else "",
        unit=head.unit if head else "",
        filled=sum(fill.quantity for fill in fills),
        drawn=sum(draw.quantity for draw in draws),
        short=sum(receipt.short for receipt in receipts),
        wrong=sum(receipt.wrong for receipt in receipts),
        handed_over=sum(said.quantity for said in state.of(HandedOver)),
        in_service=sum(said.quantity for said in state.of(EnteredService)),
        at_node=tuple(_at(place, fills, draws, receipts) for place in places),
        serials=frozenset(serials),
    )


def bound_for(place: str, state: State) -> float:
    """What could come to a node: all but what already stood there when it came in, went elsewhere or was lost elsewhere."""
    return _bound(place, state.of(Filled), state.of(Drawn), state.of(Received))


def _bound(place: str, fills: tuple[Filled, ...], draws: tuple[Drawn, ...], receipts: tuple[Received, ...]) -> float:
    return (
        sum(fill.quantity for fill in fills if fill.place != place)
        - sum(draw.quantity for draw in draws if draw.place != place)
        - sum(receipt.short + receipt.wrong for receipt in receipts if receipt.place != place)
    )


def _at(place: str, fills: tuple[Filled, ...], draws: tuple[Drawn, ...], receipts: tuple[Received, ...]) -> AtNode:
    here = [receipt for receipt in receipts if receipt.place == place]
    sound, damaged, short, wrong = (sum(getattr(one, name) for one in here) for name in ("sound", "damaged", "short", "wrong"))
    expected = _bound(place, fills, draws, receipts)
    return AtNode(place, sound, damaged, short, wrong, max(0.0, expected - sound - damaged - short - wrong))


class Keeping(msgspec.Struct, frozen=True):
    """One step in the custody of an article: from a day on it is with a holder at a place, in a condition."""

    serial: str
    day: dt.date
    rung: Rung
    holder: str
    place: str
    condition: Condition
    evidence: str
    stream: str


def custody(state: State) -> tuple[Keeping, ...]:
    """Who had which article of a consignment from when on; one step per serial number and statement that names a holder."""
    steps = []
    for what in (said.what for said in state.live()):
        if isinstance(what, Filled):
            rung, holder, place = Rung.CONSIGNMENT, what.custodian, what.place
        elif isinstance(what, Received):
            rung, holder, place = Rung.AT_NODE, what.custodian, what.place
        elif isinstance(what, HandedOver):
            rung, holder, place = Rung.HANDED_OVER, what.to, what.place
        elif isinstance(what, EnteredService):
            rung, holder, place = Rung.IN_SERVICE, what.for_unit, ""
        else:
            continue
        if holder:
            steps += [
                Keeping(serial, what.day, rung, holder, place, what.condition, what.evidence, state.stream)
                for serial in what.serials
            ]
    return tuple(sorted(steps, key=lambda step: (step.serial, step.day)))
