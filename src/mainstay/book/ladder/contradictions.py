"""Where two statements cannot both be so: found and shown, never settled by the book."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from .authority import DECIDED
from .cargo import EnteredService, Filled, HandedOver, Received
from .consignments import cargo_of, exceeds
from .fold import Said, State
from .gifts import STATED, allocated_of, gift_of
from .matters import ItemDescribed
from .statements import AllocationMade, Drawn, Promised, Returned
from .subjects import Subject, codes, split


class Contradiction(msgspec.Struct, frozen=True, order=True):
    """What does not agree, in words, and the statements (or subjects) that say it."""

    stream: str
    about: str
    words: str
    refs: tuple[str, ...]


def contradictions(states: Mapping[str, State]) -> tuple[Contradiction, ...]:
    """Every contradiction within a subject and between subjects."""
    found = [one for stream in states for one in of_subject(states[stream])]
    return tuple(sorted([*found, *_serials_twice(states)]))


def of_subject(state: State) -> Iterator[Contradiction]:
    """Contradictions that one subject shows by itself."""
    yield from _two_sources(state)
    yield from _corrected_twice(state)
    yield from _recorded(state)
    subject, _ = split(state.stream)
    if subject is Subject.GIFT:
        gift = gift_of(state)
        word = gift.word
        if word and word.quantity is not None and exceeds(gift.drawn, word.quantity):
            yield _say(state, "quantity", f"{gift.drawn:g} are allocated, the {gift.rung} is {word.quantity:g} {word.unit}")
    elif subject is Subject.ALLOCATION:
        if exceeds(0.0, allocated_of(state).free):
            yield _say(state, "quantity", "more was consigned and returned than was allocated")
    elif subject is Subject.CONSIGNMENT:
        yield from _consignment(state)


def _consignment(state: State) -> Iterator[Contradiction]:
    cargo = cargo_of(state)
    if exceeds(0.0, cargo.movable):
        yield _say(state, "quantity", f"more is gone, handed over or in service than came in ({cargo.filled:g} {cargo.unit})")
    for node in cargo.at_node:
        if exceeds(node.sound + node.damaged + node.short + node.wrong, cargo.filled):
            yield _say(state, "at node", f"more is accounted for at {node.place} than came in ({cargo.filled:g} {cargo.unit})")
    if exceeds(cargo.in_service, cargo.handed_over):
        words = f"{cargo.in_service:g} {cargo.unit} in service, {cargo.handed_over:g} handed over"
        yield _say(state, "in service", words)
    fills = state.of(Filled)
    first = min((fill.day for fill in fills), default=None)
    for said in state.live():
        if first and isinstance(said.what, Received | HandedOver | EnteredService) and said.what.day < first:
            words = f"dated {said.what.day}, before the consignment was made up on {first}"
            yield Contradiction(state.stream, "day", words, (said.ref,))


def _two_sources(state: State) -> Iterator[Contradiction]:
    """The latest words of different sources on the same rung, or the latest promises of different sources."""
    last: dict[tuple[str, str], dict[str, Said]] = {}
    for said in state.live():
        what = said.what
        if isinstance(what, tuple(STATED.values())):
            last.setdefault((type(what).__name__.lower(), ""), {})[what.by] = said
        elif isinstance(what, Promised):
            last.setdefault(("promised", what.rung), {})[what.by] = said
        elif isinstance(what, ItemDescribed):
            last.setdefault(("described", ""), {})[what.by] = said
    for (about, rung), sources in last.items():
        words = [(by, _figure(said)) for by, said in sorted(sources.items())]
        if len({figure for _, figure in words}) > 1:
            text = f"{about} {rung}".strip() + ": " + "; ".join(f"{by} says {figure}" for by, figure in words)
            yield Contradiction(state.stream, "sources", text, tuple(sorted(said.ref for said in sources.values())))


def _figure(said: Said) -> str:
    what = said.what
    if isinstance(what, Promised):
        return f"{what.quantity:g} {what.unit} by {what.latest}"
    if isinstance(what, ItemDescribed):
        return f"unit {what.unit}, serial numbers {'yes' if what.serial_numbers else 'no'}"
    quantity, unit = getattr(what, "quantity", None), getattr(what, "unit", "")
    return "undisclosed" if quantity is None else f"{quantity:g} {unit}"


def _corrected_twice(state: State) -> Iterator[Contradiction]:
    by_ref: dict[str, list[str]] = {}
    for said in state.live():
        if said.what.corrects:
            by_ref.setdefault(said.what.corrects, []).append(said.ref)
    for ref, corrections in by_ref.items():
        if len(corrections) > 1:
            yield Contradiction(state.stream, "correction", f"{ref} was corrected in two ways", tuple(corrections))


def _recorded(state: State) -> Iterator[Contradiction]:
    for said in state.live():
        if said.what.day.isoformat() > said.at[:10]:
            words = f"dated {said.what.day}, recorded on {said.at[:10]}"
            yield Contradiction(state.stream, "day", words, (said.ref,))
        decided = type(said.what) in DECIDED or isinstance(said.what, AllocationMade)
        if decided and said.nation != said.what.by:
            words = f"decided in the name of {said.what.by}, recorded for {said.nation}"
            yield Contradiction(state.stream, "authority", words, (said.ref,))


def _serials_twice(states: Mapping[str, State]) -> Iterator[Contradiction]:
    """One serial number of an item in two consignments."""
    held: dict[tuple[str, str], list[str]] = {}
    for stream in codes(states, Subject.CONSIGNMENT):
        if any(fill.serials for fill in states[stream].of(Filled)):
            cargo = cargo_of(states[stream])
            for serial in cargo.serials:
                held.setdefault((cargo.item, serial), []).append(stream)
    for (item, serial), streams in held.items():
        if len(streams) > 1:
            yield Contradiction(streams[0], "serials", f"{item} {serial} is in {' and '.join(streams)}", tuple(streams))


def unmatched(states: Mapping[str, State]) -> tuple[str, ...]:
    """Goods that left one subject and did not come into the other, or the reverse, in words; empty in a whole book."""
    moved: dict[tuple[str, str], float] = {}
    for stream, state in states.items():
        for draw in state.of(Drawn):
            moved[stream, draw.to] = moved.get((stream, draw.to), 0.0) + draw.quantity
    for stream, state in states.items():
        for source, quantity in _came(state):
            moved[source, stream] = moved.get((source, stream), 0.0) - quantity
    return tuple(
        f"{source} to {target}: {abs(rest):g} {'left and did not come in' if rest > 0 else 'came in and did not leave'}"
        for (source, target), rest in sorted(moved.items())
        if exceeds(abs(rest), 0.0)
    )


def _came(state: State) -> Iterator[tuple[str, float]]:
    for made in state.of(AllocationMade):
        yield f"gift/{made.gift}", made.quantity
    for fill in state.of(Filled):
        yield fill.source, fill.quantity
    for back in state.of(Returned):
        yield f"allocation/{back.allocation}", back.quantity


def _say(state: State, about: str, words: str) -> Contradiction:
    return Contradiction(state.stream, about, words, ())
