"""What was reached on each rung, when, and by what evidence, with all that became of a gift."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

import msgspec

from .cargo import EnteredService, Filled, HandedOver, Received
from .fold import State
from .rungs import Rung
from .statements import AllocationMade, Committed, NeedStated, Offered, Pledged, RequirementValidated, Statement
from .subjects import Subject, codes


class Step(msgspec.Struct, frozen=True):
    """One rung stated once: its day, quantity (None if undisclosed), evidence, who said it, and the statement's name."""

    stream: str
    rung: Rung
    day: dt.date
    quantity: float | None
    unit: str
    place: str
    by: str
    evidence: str
    ref: str


def steps_of(state: State) -> tuple[Step, ...]:
    """Every rung that was stated of a subject and stands; at a node, what came sound or damaged."""
    unit = next((one.what.unit for one in state.said if isinstance(one.what, Filled)), "")
    return tuple(
        Step(state.stream, rung, said.what.day, quantity, own or unit, place, said.what.by, said.what.evidence, said.ref)
        for said in state.live()
        for rung, quantity, own, place in _rungs(said.what)
    )


def _rungs(what: Statement) -> Iterator[tuple[Rung, float | None, str, str]]:
    match what:
        case NeedStated():
            yield Rung.NEED, what.quantity, what.unit, what.place
        case RequirementValidated():
            yield Rung.REQUIREMENT, what.quantity, what.unit, what.place
        case Offered():
            yield Rung.OFFER, what.quantity, what.unit, what.place
        case Pledged():
            yield Rung.PLEDGE, what.quantity, what.unit, what.place
        case Committed():
            yield Rung.COMMITMENT, what.quantity, what.unit, what.place
        case AllocationMade():
            yield Rung.ALLOCATION, what.quantity, what.unit, ""
        case Filled() if what.source.startswith("allocation/"):
            yield Rung.CONSIGNMENT, what.quantity, what.unit, what.place
        case Received() if what.sound + what.damaged > 0:
            yield Rung.AT_NODE, what.sound + what.damaged, "", what.place
        case HandedOver():
            yield Rung.HANDED_OVER, what.quantity, "", what.place
        case EnteredService():
            yield Rung.IN_SERVICE, what.quantity, "", what.for_unit
        case _:
            return


class Descent(msgspec.Struct, frozen=True):
    """What became of each gift, and of each allocation: the streams below it, and the gift above each stream."""

    below: Mapping[str, tuple[str, ...]]
    gift: Mapping[str, str]

    def line(self, stream: str) -> tuple[str, ...]:
        """A subject and everything that its goods went into."""
        seen: dict[str, None] = {}
        todo = [stream]
        while todo:
            one = todo.pop()
            if one not in seen:
                seen[one] = None
                todo += self.below.get(one, ())
        return tuple(seen)


def descent(states: Mapping[str, State]) -> Descent:
    """Trace goods from gifts to allocations, to consignments, and on by split and merge."""
    below: dict[str, list[str]] = {}
    gift: dict[str, str] = {stream: stream for stream in codes(states, Subject.GIFT)}
    for stream in codes(states, Subject.ALLOCATION):
        for made in states[stream].of(AllocationMade):
            gift[stream] = f"gift/{made.gift}"
            below.setdefault(gift[stream], []).append(stream)
    for stream in codes(states, Subject.CONSIGNMENT):
        for fill in states[stream].of(Filled):
            gift[stream] = f"gift/{fill.gift}"
            below.setdefault(fill.source, []).append(stream)
    return Descent({source: tuple(dict.fromkeys(targets)) for source, targets in below.items()}, gift)
