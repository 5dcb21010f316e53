"""The state of the book as of a day: what a scenario is made from, and what a person asks first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

import msgspec

from mainstay.model import assistance as model
from mainstay.model.provenance import Basis

from ..journal.entry import Entry
from .ascent import Descent, Step, descent, steps_of
from .cargo import HandedOver, Received
from .contradictions import Contradiction, contradictions
from .duplicates import Duplicate, counted_elsewhere, duplicates
from .fold import State, fold_all
from .gifts import allocated_of, gift_of
from .inventories import Inventory, inventories
from .matters import Claim
from .promises import Promise, ledger
from .rungs import Rung
from .statements import RequirementValidated
from .subjects import Subject, codes

BOOK = "book"
"""Source of the rows that come out of the book."""

_RUNGS = {
    Rung.OFFER: model.Rung.OFFER,
    Rung.PLEDGE: model.Rung.PLEDGE,
    Rung.COMMITMENT: model.Rung.COMMITMENT,
}


class Picture(msgspec.Struct, frozen=True):
    """
    What the book knew by a day.

    Attributes
    ----------
    day
        Everything recorded by its end is in it, and nothing that was recorded later.
    states
        All that was said, by subject.
    """

    day: dt.date
    states: Mapping[str, State]

    def steps(self) -> tuple[Step, ...]:
        """Every rung that was stated of anything, by subject, then by day."""
        return tuple(step for stream in sorted(self.states) for step in steps_of(self.states[stream]))

    def inventories(self) -> tuple[Inventory, ...]:
        """End-use inventories, the latest first."""
        return inventories(self.states, self.day)

    def promises(self) -> tuple[Promise, ...]:
        """The promise ledger."""
        return ledger(self.states, self.day)

    def duplicates(self) -> tuple[Duplicate, ...]:
        """Gifts that may be, are or are not the same."""
        return duplicates(self.states)

    def contradictions(self) -> tuple[Contradiction, ...]:
        """What does not agree."""
        return contradictions(self.states)

    def requirements(self) -> tuple[model.Requirement, ...]:
        """Every requirement as it was validated last, as rows of a scenario."""
        rows = []
        for stream in codes(self.states, Subject.REQUIREMENT):
            if what := self.states[stream].last(RequirementValidated):
                rows.append(
                    model.Requirement(
                        requirement=_code(stream), item=what.item, quantity=what.quantity, unit=what.unit, place=what.place,
                        due=what.due, latest_useful=what.latest_useful, priority=what.priority, recipient=what.recipient,
                        validated_by=what.by, source=BOOK, basis=Basis.FACT, note=what.evidence,
                    )
                )  # fmt: skip
        return tuple(rows)

    def offers(self) -> tuple[model.Offer, ...]:
        """
        Gifts as rows of a scenario: each allocation, and what of each gift is on its firmest rung and not allocated.

        What was short or wrong at a node is gone, and what counts in another gift is left out. What is only suspected to do so
        is in, and its note says so.
        """
        tree, gone = descent(self.states), counted_elsewhere(self.states)
        doubtful = counted_elsewhere(self.states, Claim.PROPOSED)
        rows = []
        for stream in codes(self.states, Subject.GIFT):
            gift, code = gift_of(self.states[stream]), _code(stream)
            word, rung = gift.word, gift.rung
            if word is None or rung is None:
                continue
            twice = f"{doubtful[code]:g} {word.unit} of it may count in another gift" if code in doubtful else ""
            free = None if gift.free is None else gift.free - gone.get(code, 0.0)
            common = {
                "party": word.party, "item": word.item, "unit": word.unit, "place": word.place, "available": word.available,
                "channel": word.channel, "series": code, "source": BOOK, "basis": Basis.FACT, "note": twice,
            }  # fmt: skip
            if free is None or free > 0:
                rows.append(msgspec.convert({**common, "offer": code, "quantity": free, "rung": _RUNGS[rung]}, model.Offer))
            for below in tree.below.get(stream, ()):
                allocated = allocated_of(self.states[below])
                quantity = allocated.quantity - allocated.returned - self._lost(tree, below)
                if allocated.made and quantity > 0:
                    own = {
                        "offer": _code(below), "quantity": quantity, "rung": model.Rung.ALLOCATION,
                        "handed_over": self._handed_over(tree, below), "reserved_for": (allocated.made.requirement,),
                    }  # fmt: skip
                    rows.append(msgspec.convert({**common, **own}, model.Offer))
        return tuple(rows)

    def _lost(self, tree: Descent, stream: str) -> float:
        line = [self.states[below] for below in tree.line(stream) if below in self.states]
        return sum(one.short + one.wrong for state in line for one in state.of(Received))

    def _handed_over(self, tree: Descent, stream: str) -> float:
        return sum(
            one.quantity for below in tree.line(stream) if below in self.states for one in self.states[below].of(HandedOver)
        )


def picture(entries: Iterable[Entry], day: dt.date) -> Picture:
    """The picture of a day, from entries in any order."""
    return Picture(day, fold_all(entries, until=day.isoformat()))


def _code(stream: str) -> str:
    return stream.partition("/")[2]
