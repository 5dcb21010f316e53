"""What the journal asks of those whose statements it keeps; it knows nothing of what bodies mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

import msgspec

from .entry import Draft, Entry

State = TypeVar("State")
Command = TypeVar("Command", contravariant=True)


class Domain(Protocol[State, Command]):
    """
    The rules of what is kept: pure functions and the tables that are folded from it.

    The state is kept by stream. Whatever a decision needs to know of another stream it takes from the mapping that it is given.
    """

    tables: Mapping[str, type[msgspec.Struct]]
    """Projection tables by name, each with the record of its rows: text, integers, floats, booleans, bytes or None."""

    edition: str
    """Changes whenever fold or rows change: projections made by another edition are rebuilt."""

    def stream(self, command: Command) -> str:
        """The stream that a command is about, whose version may be expected."""

    def decide(self, states: Mapping[str, State], command: Command) -> Sequence[Draft]:
        """
        What a command leads to. ``states[stream]`` is the state of any stream, blank if nothing was said of it yet.

        Raises whatever says why not; nothing is written then, and the caller gets it.
        """

    def blank(self, stream: str) -> State:
        """The state of a stream of which nothing was said."""

    def fold(self, state: State, entry: Entry) -> State:
        """The state after an entry, which comes in today's form. The state that it is given is not to be changed."""

    def rows(self, stream: str, state: State) -> Mapping[str, Iterable[Any]]:
        """What a stream has in each projection table: records of the table."""
