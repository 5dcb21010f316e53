"""End-use inventories: which are due, which are late, and what they found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from .fold import State
from .matters import InventoryAsked, InventoryTaken
from .subjects import Subject, codes


class Inventory(msgspec.Struct, frozen=True):
    """
    One end-use inventory as of a day, quantities in the item's unit.

    Attributes
    ----------
    stream, item, holder, quantity, unit
        What is to be counted, and who has it.
    due
        When the next one is due; None if none is.
    taken
        Day of the last one; None if there was none.
    found, expended
        What the last one saw, and what was reported as used up in all until then.
    unaccounted
        What was to be counted and was neither seen nor reported as used up; None if nothing was counted yet.
    late_days
        Days since it was due; 0 if it is not late.
    """

    stream: str
    item: str
    holder: str
    quantity: float
    unit: str
    due: dt.date | None
    taken: dt.date | None
    found: float
    expended: float
    unaccounted: float | None
    late_days: int


def inventories(states: Mapping[str, State], day: dt.date) -> tuple[Inventory, ...]:
    """All end-use inventories as of a day, the latest first, then by their due day."""
    found = [_inventory(states[stream], day) for stream in codes(states, Subject.INVENTORY)]
    return tuple(sorted((one for one in found if one), key=lambda one: (-one.late_days, one.due or dt.date.max, one.stream)))


def _inventory(state: State, day: dt.date) -> Inventory | None:
    asked = state.last(InventoryAsked)
    if asked is None:
        return None
    taken = [one for one in state.of(InventoryTaken) if one.day <= day]
    last = taken[-1] if taken else None
    due: dt.date | None = asked.due
    if last:
        due = last.day + dt.timedelta(days=asked.every_days) if asked.every_days else None
    expended = max((one.expended for one in taken), default=0.0)
    return Inventory(
        state.stream, asked.item, asked.holder, asked.quantity, asked.unit, due, last.day if last else None,
        last.found if last else 0.0, expended, asked.quantity - last.found - expended if last else None,
        max(0, (day - due).days) if due else 0,
    )  # fmt: skip
