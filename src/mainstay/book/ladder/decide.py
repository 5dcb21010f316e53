"""What a command leads to: entries, or a refusal with its place, the reason and a remedy."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

import msgspec

from ..journal.entry import Draft
from .authority import DECIDED, rule
from .cargo import EnteredService, Filled, HandedOver
from .checks import CHECKS, check_serials, inventory_for
from .commands import Allocate, AnyCommand, Consign, Merge, Return, Say, Split
from .consignments import cargo_of, exceeds
from .fold import State
from .gifts import allocated_of, gift_of
from .matters import Act, Empowered
from .refused import check_cells, refuse
from .statements import AllocationMade, Condition, Drawn, RequirementValidated, Returned, Statement
from .subjects import BELONGS, kind_of, split

States = Mapping[str, State]


def decide(states: States, command: AnyCommand, founder: str) -> Sequence[Draft]:
    """
    Say what a command leads to.

    Parameters
    ----------
    states
        State of any subject by its stream; one of which nothing was said is blank.
    command
        What is asked.
    founder
        Party that may decide whatever no rule gives to others.

    Returns
    -------
    Entries to write: all of them, or none.

    Raises
    ------
    Refused
        With place, reason and remedy.
    """
    match command:
        case Say():
            return _say(states, command, founder)
        case Allocate():
            return _allocate(states, command, founder)
        case Return():
            return _return(states, command, founder)
        case Consign():
            return _consign(states, command)
        case Split():
            return _split(states, command)
        case Merge():
            return _merge(states, command)


def _say(states: States, command: Say, founder: str) -> list[Draft]:
    stream = command.stream
    what: Statement = command.what
    try:
        subject, code = split(stream)
    except ValueError as error:
        refuse("stream", str(error), "Name the subject and its code")
    if type(what) not in BELONGS[subject]:
        refuse(stream, f"{kind_of(type(what))} is not said of a {subject}", "Say it of the subject that it is about")
    check_cells(stream, what)
    state = states[stream]
    if what.corrects:
        state = _without(state, what)
    act = DECIDED.get(type(what))
    if act is not None:
        if isinstance(what, Empowered) and code != what.act:
            refuse(stream, f"the rule is about {what.act}", f"Say it of authority/{what.act}")
        what = _authorised(states, stream, act, what, founder)
    check = CHECKS.get(type(what))
    if check is not None:
        check(states, state, what)
    drafts = [_draft(stream, what, command.label)]
    if not what.corrects and (asked := inventory_for(states, state, what)):
        name = next(f"inventory/{code}-{k}" for k in count(1) if not states[f"inventory/{code}-{k}"].said)
        drafts.append(_draft(name, asked, command.label))
    return drafts


def _without(state: State, what: Statement) -> State:
    """The state without the statement that is corrected."""
    found = [said for said in state.said if said.ref == what.corrects]
    place = f"{state.stream}, corrects"
    if not found:
        refuse(place, f"nothing is known as {what.corrects}", "Name a statement of this subject, as the book shows it")
    if found[0] not in state.live():
        refuse(place, f"{what.corrects} was corrected already", "Correct the statement that stands in its place")
    if type(found[0].what) is not type(what):
        refuse(place, f"{what.corrects} says something of another kind", "Correct it by a statement of its own kind")
    return State(state.stream, tuple(said for said in state.live() if said.ref != what.corrects))


def _authorised(states: States, place: str, act: Act, what: Statement, founder: str) -> Statement:
    """The statement with the rule under which it is made."""
    return msgspec.structs.replace(what, authority=_permit(states, place, act, what.by, what.day, founder))


def _permit(states: States, place: str, act: Act, by: str, day: dt.date, founder: str) -> str:
    parties, name = rule(states, act, day, founder)
    if by not in parties:
        refuse(f"{place}, by", f"{by} may not {act}", f"Ask {' or '.join(parties)}, or have the rule authority/{act} changed")
    return name


def _allocate(states: States, command: Allocate, founder: str) -> list[Draft]:
    source, target = f"gift/{command.gift}", f"allocation/{command.allocation}"
    _fresh(states, target)
    gift = gift_of(states[source])
    word = gift.word
    if word is None:
        refuse(source, "nothing was ever said of this gift", "Record the offer, pledge or commitment first")
    wanted = states[f"requirement/{command.requirement}"].last(RequirementValidated)
    if wanted is None:
        refuse(f"requirement/{command.requirement}", "there is no such requirement", "Have the need validated first")
    if gift.free is None:
        refuse(f"{source}, quantity", "how much it is was not disclosed", "Ask the giver for a quantity")
    if exceeds(command.quantity, gift.free):
        refuse(
            f"{source}, quantity",
            f"{command.quantity:g} {word.unit} are asked for, {gift.free:g} of its {gift.rung} are free",
            "Allocate less, or give back what other allocations do not use",
        )
    name = _permit(states, target, Act.ALLOCATE, command.by, command.day, founder)
    base = _base(command)
    made = AllocationMade(
        gift=command.gift, requirement=command.requirement, item=word.item, quantity=command.quantity, unit=word.unit,
        authority=name, **base,
    )  # fmt: skip
    drawn = Drawn(to=target, quantity=command.quantity, **base)
    return _drafts(command.label, (target, made), (source, drawn))


def _return(states: States, command: Return, founder: str) -> list[Draft]:
    source = f"allocation/{command.allocation}"
    allocated = allocated_of(states[source])
    if allocated.made is None:
        refuse(source, "there is no such allocation", "Look up its code")
    _within(source, command.quantity, allocated.free, allocated.made.unit, "not consigned")
    target = f"gift/{allocated.made.gift}"
    name = _permit(states, source, Act.ALLOCATE, command.by, command.day, founder)
    base = _base(command)
    back = Returned(allocation=command.allocation, quantity=command.quantity, authority=name, **base)
    return _drafts(command.label, (source, Drawn(to=target, quantity=command.quantity, **base)), (target, back))


def _consign(states: States, command: Consign) -> list[Draft]:
    source, target = f"allocation/{command.allocation}", f"consignment/{command.consignment}"
    _fresh(states, target)
    allocated = allocated_of(states[source])
    made = allocated.made
    if made is None:
        refuse(source, "there is no such allocation", "Allocate first: a consignment carries what is for a requirement")
    _within(source, command.quantity, allocated.free, made.unit, "not consigned yet")
    check_serials(states, target, made.item, command.serials, command.quantity)
    base = _base(command)
    filled = Filled(
        source=source, gift=made.gift, item=made.item, quantity=command.quantity, unit=made.unit,
        condition=command.condition, serials=command.serials, custodian=command.custodian, **base,
    )  # fmt: skip
    drawn = Drawn(to=target, quantity=command.quantity, serials=command.serials, **base)
    return _drafts(command.label, (target, filled), (source, drawn))


def _split(states: States, command: Split) -> list[Draft]:
    source, target = f"consignment/{command.consignment}", f"consignment/{command.new}"
    _fresh(states, target)
    return _pass_on(states, command, source, target, command.quantity, command.serials)


def _merge(states: States, command: Merge) -> list[Draft]:
    source, target = f"consignment/{command.consignment}", f"consignment/{command.into}"
    if source == target:
        refuse(source, "it is the same consignment", "Name another one")
    one, other = cargo_of(states[source]), cargo_of(states[target])
    if not other.gift:
        refuse(target, "there is no such consignment", "Name one that exists, or split one to make it")
    if one.gift and one.gift != other.gift:
        refuse(
            target, f"it is of gift {other.gift}, the other of {one.gift}",
            "Send them under one waybill: whose they are must stay known",
        )  # fmt: skip
    if max(one.handed_over, one.in_service) > 0:
        refuse(source, "a part of it was handed over", "Split off what is left, and put that into the other")
    return _pass_on(states, command, source, target, one.present, tuple(sorted(one.serials)))


def _pass_on(
    states: States, command: Split | Merge, source: str, target: str, quantity: float, serials: tuple[str, ...]
) -> list[Draft]:
    """Take a quantity out of one consignment and into another."""
    cargo = cargo_of(states[source])
    if not cargo.gift:
        refuse(source, "there is no such consignment", "Look up its code")
    _within(source, quantity, cargo.movable, cargo.unit, "there to be moved")
    place = command.place
    if place:
        node = cargo.node(place)
        stood = sum(fill.quantity for fill in states[source].of(Filled) if fill.place == place)
        stood += node.sound + node.damaged if node else 0.0
        stood -= sum(draw.quantity for draw in states[source].of(Drawn) if draw.place == place)
        _within(f"{source}, place", quantity, stood, cargo.unit, f"known to be at {place}")
    state = states[source]
    gone = {serial for one in state.of(HandedOver) for serial in one.serials}
    gone |= {serial for one in state.of(EnteredService) for serial in one.serials}
    check_serials(states, source, cargo.item, serials, quantity, held=cargo.serials - gone)
    last = states[source].of(Filled)[-1]
    base = _base(command)
    filled = Filled(
        source=source, gift=cargo.gift, item=cargo.item, quantity=quantity, unit=cargo.unit, place=place,
        condition=Condition.NOT_STATED, serials=serials, custodian=last.custodian, **base,
    )  # fmt: skip
    return _drafts(
        command.label, (source, Drawn(to=target, quantity=quantity, place=place, serials=serials, **base)), (target, filled)
    )


def _fresh(states: States, stream: str) -> None:
    try:
        split(stream)
    except ValueError as error:
        refuse("code", str(error), "Give a code")
    if states[stream].said:
        refuse(stream, "this code is taken", "Give a new one")


def _within(place: str, quantity: float, limit: float, unit: str, what: str) -> None:
    if exceeds(quantity, limit):
        refuse(place, f"{quantity:g} {unit} are asked for, {limit:g} are {what}", "Ask for no more than that")


def _base(command: Allocate | Return | Consign | Split | Merge) -> dict[str, Any]:
    return {"by": command.by, "day": command.day, "evidence": command.evidence, "note": command.note}


def _drafts(label: str, *pairs: tuple[str, Statement]) -> list[Draft]:
    for stream, what in pairs:
        check_cells(stream, what)
    return [_draft(stream, what, label) for stream, what in pairs]


def _draft(stream: str, what: Statement, label: str) -> Draft:
    return Draft(stream, kind_of(type(what)), msgspec.to_builtins(what), label)
