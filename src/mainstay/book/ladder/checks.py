"""What must hold of a statement before it is written: units, dates in order, no more than there is, serial numbers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .cargo import Departed, EnteredService, Filled, HandedOver, Received, Released
from .consignments import bound_for, cargo_of, exceeds
from .fold import State
from .matters import Claim, DuplicateJudged, InventoryAsked, InventoryTaken, ItemDescribed
from .refused import refuse
from .statements import (
    AllocationMade,
    Committed,
    GiftStated,
    NeedStated,
    Offered,
    Pledged,
    Promised,
    RequirementValidated,
    Statement,
)

States = Mapping[str, State]


def check_unit(states: States, place: str, item: str, unit: str) -> None:
    """Hold a unit to the one in which the item is counted, if the book knows it."""
    known = states[f"item/{item}"].last(ItemDescribed)
    if known and known.unit != unit:
        refuse(f"{place}, unit", f"{item} is counted in {known.unit}, not in {unit}", f"Give the quantity in {known.unit}")


def check_serials(
    states: States, place: str, item: str, serials: tuple[str, ...], quantity: float, held: Iterable[str] | None = None
) -> None:
    """One serial number for each piece, where the item asks for them; none twice; only such as are there."""
    known = states[f"item/{item}"].last(ItemDescribed)
    place = f"{place}, serials"
    if len(set(serials)) != len(serials):
        refuse(place, "a serial number stands there twice", "Name each piece once")
    if ((known and known.serial_numbers) or serials) and len(serials) != quantity:
        refuse(place, f"{len(serials)} serial numbers for {quantity:g}", "Name every piece")
    if held is not None and (strange := sorted(set(serials) - set(held))):
        refuse(place, f"{', '.join(strange)} not in this consignment", "Check the numbers, or correct the list at the origin")


def _need(states: States, state: State, what: NeedStated) -> None:
    check_unit(states, state.stream, what.item, what.unit)


def _requirement(states: States, state: State, what: RequirementValidated) -> None:
    check_unit(states, state.stream, what.item, what.unit)
    if what.latest_useful < what.due:
        refuse(f"{state.stream}, latest_useful", f"{what.latest_useful} is before {what.due}", "Give a day not before due")
    if what.need and not states[f"need/{what.need}"].said:
        refuse(f"{state.stream}, need", f"no need {what.need} is recorded", "Record it, or leave the cell empty")


def _gift(states: States, state: State, what: GiftStated) -> None:
    check_unit(states, state.stream, what.item, what.unit)
    for one in state.of(Offered, Pledged, Committed):
        if (one.party, one.item, one.unit) != (what.party, what.item, what.unit):
            refuse(state.stream, f"it is {one.item} of {one.party}, in {one.unit}", "Record another gift under another code")


def _promised(states: States, state: State, what: Promised) -> None:
    if what.earliest and what.latest < what.earliest:
        refuse(f"{state.stream}, latest", f"{what.latest} is before {what.earliest}", "Give a day not before earliest")
    heads: list[Any] = [*state.of(Offered, Pledged, Committed), *state.of(AllocationMade), *state.of(Filled)]
    if not heads:
        refuse(state.stream, "nothing is known of it", "Record it before what is promised of it")
    if heads[0].unit != what.unit:
        refuse(f"{state.stream}, unit", f"it is counted in {heads[0].unit}", f"Give the quantity in {heads[0].unit}")


def _carried(state: State) -> None:
    if not state.of(Filled):
        refuse(state.stream, "there is no such consignment", "Consign something of an allocation first")


def _moving(states: States, state: State, what: Released | Departed) -> None:
    _carried(state)
    cargo = cargo_of(state)
    if exceeds(what.quantity, cargo.filled):
        refuse(f"{state.stream}, quantity", f"{what.quantity:g} of {cargo.filled:g}", "Give no more than it held")


def _received(states: States, state: State, what: Received) -> None:
    _carried(state)
    came = what.sound + what.damaged + what.short + what.wrong
    if came <= 0:
        refuse(state.stream, "nothing came and nothing is missing", "Give at least one quantity above 0")
    node = cargo_of(state).node(what.place)
    before = node.sound + node.damaged + node.short + node.wrong if node else 0.0
    limit = bound_for(what.place, state) - before
    if exceeds(came, limit):
        refuse(
            f"{state.stream}, sound", f"{came:g} at {what.place}, where {max(0.0, limit):g} are still expected",
            "Correct the earlier receipt, or record the surplus as a gift of its own",
        )  # fmt: skip
    cargo = cargo_of(state)
    if exceeds(what.short + what.wrong, cargo.movable):
        refuse(
            f"{state.stream}, short", f"{what.short + what.wrong:g} lost, but all but {cargo.movable:g} were handed over",
            "Correct the hand-over first",
        )  # fmt: skip
    if what.wrong_item and not what.wrong:
        refuse(f"{state.stream}, wrong", f"{what.wrong_item} came, but no quantity is given", "Say how much of it came")
    if what.wrong_item and what.wrong_item == cargo.item:
        refuse(f"{state.stream}, wrong_item", "it is the item that was consigned", "Record it as sound or damaged")
    check_serials(states, state.stream, cargo.item, what.serials, what.sound + what.damaged, held=cargo.serials)
    if cargo.serials:
        check_serials(states, state.stream, cargo.item, what.missing, what.short + what.wrong, held=cargo.serials)
    _not_twice(state, what.serials, (one for one in state.of(Received) if one.place == what.place), "received there")


def _handed_over(states: States, state: State, what: HandedOver) -> None:
    _left(states, state, what, cargo_of(state).handed_over, state.of(HandedOver), "handed over")


def _in_service(states: States, state: State, what: EnteredService) -> None:
    _left(states, state, what, cargo_of(state).in_service, state.of(EnteredService), "in service")


def _left(
    states: States, state: State, what: HandedOver | EnteredService, before: float, said: Iterable[Any], words: str
) -> None:
    _carried(state)
    cargo = cargo_of(state)
    if exceeds(what.quantity, cargo.present - before):
        refuse(
            f"{state.stream}, quantity", f"{what.quantity:g}, but only {cargo.present - before:g} are there and not {words}",
            "Give no more than that, or correct what was said before",
        )  # fmt: skip
    check_serials(states, state.stream, cargo.item, what.serials, what.quantity, held=cargo.serials)
    _not_twice(state, what.serials, said, words)


def _not_twice(state: State, serials: tuple[str, ...], said: Iterable[Any], words: str) -> None:
    if again := sorted(set(serials) & {serial for one in said for serial in one.serials}):
        refuse(f"{state.stream}, serials", f"{', '.join(again)} already {words}", "Name the others, or correct what was said")


def _asked(states: States, state: State, what: InventoryAsked) -> None:
    check_unit(states, state.stream, what.item, what.unit)
    check_serials(states, state.stream, what.item, what.serials, what.quantity)


def _taken(states: States, state: State, what: InventoryTaken) -> None:
    asked = state.last(InventoryAsked)
    if asked is None:
        refuse(state.stream, "no such inventory was asked for", "Record what is to be counted first")
    if exceeds(what.found + what.expended, asked.quantity):
        refuse(
            f"{state.stream}, found", f"{what.found + what.expended:g} of {asked.quantity:g}",
            "Give no more than there was, or correct what was to be counted",
        )  # fmt: skip
    if asked.serials:
        check_serials(states, state.stream, asked.item, what.serials, what.found, held=asked.serials)


def _judged(states: States, state: State, what: DuplicateJudged) -> None:
    if what.keeps == what.drops:
        refuse(f"{state.stream}, drops", "it is the same gift", "Name another one")
    for name in ("keeps", "drops"):
        if not states[f"gift/{getattr(what, name)}"].said:
            refuse(f"{state.stream}, {name}", f"no gift {getattr(what, name)} is recorded", "Look up its code")
    said = state.of(DuplicateJudged)
    if not said and what.claim is not Claim.PROPOSED:
        refuse(
            f"{state.stream}, claim", f"nothing was proposed that could be {what.claim}", "Propose it first, with the reason"
        )
    if any({one.keeps, one.drops} != {what.keeps, what.drops} for one in said):
        refuse(state.stream, "it is about other gifts", "Judge each pair under a code of its own")


def inventory_for(states: States, state: State, what: Statement) -> InventoryAsked | None:
    """The end-use inventory that a hand-over makes due, where the item asks for one."""
    if not isinstance(what, HandedOver):
        return None
    cargo = cargo_of(state)
    known = states[f"item/{cargo.item}"].last(ItemDescribed)
    if known is None or not known.first_inventory_days:
        return None
    return InventoryAsked(
        by=what.by,
        day=what.day,
        evidence=what.evidence,
        item=cargo.item,
        quantity=what.quantity,
        unit=cargo.unit,
        holder=what.to,
        due=what.day + dt.timedelta(days=known.first_inventory_days),
        every_days=known.every_days,
        serials=what.serials,
    )


CHECKS: dict[type[Statement], Callable[[States, State, Any], None]] = {
    NeedStated: _need,
    RequirementValidated: _requirement,
    Offered: _gift,
    Pledged: _gift,
    Committed: _gift,
    Promised: _promised,
    Released: _moving,
    Departed: _moving,
    Received: _received,
    HandedOver: _handed_over,
    EnteredService: _in_service,
    InventoryAsked: _asked,
    InventoryTaken: _taken,
    DuplicateJudged: _judged,
}
"""What is checked of each statement beyond the limits of its fields."""
