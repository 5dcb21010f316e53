"""The ladder as the journal takes it: decide, fold, and the tables that are folded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from ..journal.entry import Draft, Entry
from . import commands
from .ascent import steps_of
from .commands import AnyCommand
from .consignments import custody
from .decide import decide
from .fold import State, blank, fold
from .statements import Promised


class StepRow(msgspec.Struct, frozen=True):
    """One rung stated once, as :class:`.ascent.Step` has it."""

    rung: str
    day: str
    quantity: float | None
    unit: str
    place: str
    said_by: str
    evidence: str
    ref: str


class PromiseRow(msgspec.Struct, frozen=True):
    """One promise."""

    rung: str
    quantity: float
    unit: str
    earliest: str | None
    latest: str
    said_by: str
    said_on: str
    ref: str


class CustodyRow(msgspec.Struct, frozen=True):
    """One step in the custody of one article."""

    serial: str
    day: str
    rung: str
    holder: str
    place: str
    condition: str
    evidence: str


class StatementRow(msgspec.Struct, frozen=True):
    """One statement, whether it stands or was corrected."""

    ref: str
    kind: str
    day: str
    recorded_at: str
    said_by: str
    evidence: str
    stands: bool
    of_label: str


class Ladder:
    """
    The domain of the book of record.

    Parameters
    ----------
    founder
        Party that may decide whatever no rule of the book gives to others.
    """

    tables: Mapping[str, type[msgspec.Struct]] = {
        "statement": StatementRow,
        "rung_step": StepRow,
        "promise": PromiseRow,
        "custody": CustodyRow,
    }
    edition = "ladder-1"

    def __init__(self, founder: str):
        self.founder = founder

    def stream(self, command: AnyCommand) -> str:
        """The subject that a command is about."""
        return commands.stream(command)

    def decide(self, states: Mapping[str, State], command: AnyCommand) -> Sequence[Draft]:
        """What a command leads to, see :func:`.decide.decide`."""
        return decide(states, command, self.founder)

    def blank(self, stream: str) -> State:
        """The state of a subject of which nothing was said."""
        return blank(stream)

    def fold(self, state: State, entry: Entry) -> State:
        """The state after an entry, see :func:`.fold.fold`."""
        return fold(state, entry)

    def rows(self, stream: str, state: State) -> Mapping[str, Iterable[Any]]:
        """What a subject has in each table."""
        live = {said.ref for said in state.live()}
        return {
            "statement": [
                StatementRow(
                    said.ref, type(said.what).__name__, said.what.day.isoformat(), said.at, said.what.by, said.what.evidence,
                    said.ref in live, said.label,
                )
                for said in state.said
            ],
            "rung_step": [
                StepRow(
                    step.rung, step.day.isoformat(), step.quantity, step.unit, step.place, step.by, step.evidence, step.ref
                )
                for step in steps_of(state)
            ],
            "promise": [
                PromiseRow(
                    said.what.rung, said.what.quantity, said.what.unit,
                    said.what.earliest.isoformat() if said.what.earliest else None,
                    said.what.latest.isoformat(), said.what.by, said.what.day.isoformat(), said.ref,
                )
                for said in state.live()
                if isinstance(said.what, Promised)
            ],
            "custody": [
                CustodyRow(
                    step.serial, step.day.isoformat(), step.rung, step.holder, step.place, step.condition, step.evidence
                )
                for step in custody(state)
            ],
        }  # fmt: skip
