"""Statements folded into the state of a subject: a set that only grows, in one order whatever order they came in."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from typing import TypeVar

import msgspec

from ..journal.entry import Entry
from .statements import Statement
from .subjects import BELONGS, KINDS, split

S = TypeVar("S", bound=Statement)


class FoldError(ValueError):
    """An entry that is no statement of this book, with its place and what is wrong."""


class Said(msgspec.Struct, frozen=True):
    """
    A statement as the journal has it.

    Attributes
    ----------
    node, seq
        Base that recorded it and its number there: together they name it.
    at, actor, nation, label
        When, by whom and for which nation it was recorded, and for whose eyes.
    what
        What was said.
    """

    node: str
    seq: int
    at: str
    actor: str
    nation: str
    label: str
    what: Statement

    @property
    def ref(self) -> str:
        """By which it can be named, for instance to correct it."""
        return f"{self.node}/{self.seq}"

    @property
    def rank(self) -> tuple[str, str, str, int]:
        """Order of statements: by the day of which they speak, then by when they were recorded."""
        return (self.what.day.isoformat(), self.at, self.node, self.seq)


class State(msgspec.Struct, frozen=True):
    """All that was ever said of a subject; everything else about it is worked out from this."""

    stream: str
    said: tuple[Said, ...] = ()

    def live(self) -> tuple[Said, ...]:
        """What stands: all statements that no other one corrects."""
        gone = {said.what.corrects for said in self.said}
        return tuple(said for said in self.said if said.ref not in gone)

    def of(self, *kinds: type[S]) -> tuple[S, ...]:
        """Statements of some kinds that stand, in order."""
        return tuple(said.what for said in self.live() if isinstance(said.what, kinds))

    def last(self, kind: type[S]) -> S | None:
        """The latest statement of a kind that stands."""
        found = self.of(kind)
        return found[-1] if found else None


_decoders = {kind: msgspec.json.Decoder(record) for kind, record in KINDS.items()}
_places = {(subject, record) for subject, records in BELONGS.items() for record in records}


def blank(stream: str) -> State:
    """The state of a subject of which nothing was said."""
    return State(stream)


def fold(state: State, entry: Entry) -> State:
    """
    The state after an entry.

    Entries of a subject may come in any order, and any number of times: the state is the same.

    Raises
    ------
    FoldError
        If the entry is of another stream or kind, cannot be read, or is not what the state already has under its name.
    """
    where = f"{entry.node}/{entry.node_seq}, {entry.stream}"
    if entry.stream != state.stream:
        raise FoldError(f"{where}: not an entry of {state.stream}")
    decoder = _decoders.get(entry.kind)
    if decoder is None:
        raise FoldError(f"{where}: kind {entry.kind} is not known here; read it with the version that wrote it, or a later one")
    try:
        what = decoder.decode(entry.body)
        subject, _ = split(entry.stream)
    except (ValueError, msgspec.MsgspecError) as error:
        raise FoldError(f"{where}: {error}") from error
    if (subject, type(what)) not in _places:
        raise FoldError(f"{where}: {entry.kind} is not said of a {subject}")
    said = Said(entry.node, entry.node_seq, entry.at, entry.actor, entry.nation, entry.label, what)
    known = state.said
    if not known or known[-1].rank < said.rank:
        return _grown(state, (*known, said), said)
    at = bisect_left(known, said.rank, key=lambda one: one.rank)
    if known[at].rank == said.rank:
        if known[at] != said:
            raise FoldError(f"{where}: other words stand under this name already")
        return state
    return _grown(state, (*known[:at], said, *known[at:]), said)


def _grown(state: State, said: tuple[Said, ...], new: Said) -> State:
    if any(one.seq == new.seq and one.node == new.node and one is not new for one in said):
        raise FoldError(f"{new.ref}, {state.stream}: other words stand under this name already")
    return State(state.stream, said)


def fold_all(entries: Iterable[Entry], until: str | None = None) -> dict[str, State]:
    """
    The state of every subject.

    Parameters
    ----------
    entries
        Of any subjects, in any order.
    until
        Leave out what was recorded after this time, as entries have it, or after this day (``2026-11-21``).
    """
    states: dict[str, State] = {}
    limit = None if until is None else f"{until}T99" if len(until) == 10 else until
    for entry in entries:
        if limit is None or entry.at <= limit:
            states[entry.stream] = fold(states.get(entry.stream) or State(entry.stream), entry)
    return states
