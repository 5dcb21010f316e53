"""How much of a gift was said on each rung, how much of it is drawn, and what can still be allocated."""

from __future__ import annotations

import msgspec

from .fold import State
from .rungs import Rung
from .statements import AllocationMade, Committed, Drawn, GiftStated, Offered, Pledged, Returned

STATED: dict[Rung, type[GiftStated]] = {Rung.OFFER: Offered, Rung.PLEDGE: Pledged, Rung.COMMITMENT: Committed}
"""Which statement puts a gift on which rung."""


class Gift(msgspec.Struct, frozen=True):
    """
    A gift in figures, in the item's unit.

    Attributes
    ----------
    stated
        The giver's latest word on each rung on which there is one.
    rung
        The firmest of them; None if nothing was said.
    drawn
        What went to allocations, less what came back.
    """

    stated: tuple[tuple[Rung, GiftStated], ...]
    rung: Rung | None
    drawn: float

    @property
    def word(self) -> GiftStated | None:
        """What the giver said last on the firmest rung."""
        return self.stated[-1][1] if self.stated else None

    @property
    def free(self) -> float | None:
        """What can still be allocated, never below 0; None if the quantity is undisclosed or nothing was said."""
        word = self.word
        return None if word is None or word.quantity is None else max(0.0, word.quantity - self.drawn)


def gift_of(state: State) -> Gift:
    """
    Work out a gift from all that stands of it.

    On each rung the latest word counts that the giver itself gave; only where it gave none, the latest word of others.
    """
    stated: list[tuple[Rung, GiftStated]] = []
    for rung, kind in STATED.items():
        said = state.of(kind)
        own = [one for one in said if one.by == one.party]
        if said:
            stated.append((rung, (own or said)[-1]))
    drawn = sum(one.quantity for one in state.of(Drawn)) - sum(one.quantity for one in state.of(Returned))
    return Gift(tuple(stated), stated[-1][0] if stated else None, drawn)


class Allocated(msgspec.Struct, frozen=True):
    """An allocation in figures: what was set aside, what went to consignments, what was given back."""

    made: AllocationMade | None
    quantity: float
    consigned: float
    returned: float

    @property
    def free(self) -> float:
        """What can still be consigned or given back."""
        return self.quantity - self.consigned - self.returned


def allocated_of(state: State) -> Allocated:
    """Work out an allocation from all that stands of it."""
    made, draws = state.of(AllocationMade), state.of(Drawn)
    back = sum(one.quantity for one in draws if one.to.startswith("gift/"))
    return Allocated(
        made[-1] if made else None,
        sum(one.quantity for one in made),
        sum(one.quantity for one in draws) - back,
        back,
    )
