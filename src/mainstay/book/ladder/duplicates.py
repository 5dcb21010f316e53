"""One gift claimed in two channels: what was proposed, confirmed or rejected, and what that leaves to count."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from .fold import State
from .matters import Claim, DuplicateJudged
from .subjects import Subject, codes


class Duplicate(msgspec.Struct, frozen=True):
    """What was judged last of two gifts, and how often it was: ``quantity`` of ``drops`` is the same as in ``keeps``."""

    stream: str
    keeps: str
    drops: str
    quantity: float
    claim: Claim
    by: str
    reason: str
    judged: int


def duplicates(states: Mapping[str, State]) -> tuple[Duplicate, ...]:
    """Every pair on which something was said, whatever came of it."""
    found = []
    for stream in codes(states, Subject.DUPLICATE):
        said = states[stream].of(DuplicateJudged)
        if said:
            last = said[-1]
            found.append(Duplicate(stream, last.keeps, last.drops, last.quantity, last.claim, last.by, last.reason, len(said)))
    return tuple(found)


def counted_elsewhere(states: Mapping[str, State], claim: Claim = Claim.CONFIRMED) -> dict[str, float]:
    """How much of each gift counts in another gift, in the item's unit; with ``PROPOSED``, how much may."""
    out: dict[str, float] = {}
    for one in duplicates(states):
        if one.claim is claim:
            out[one.drops] = out.get(one.drops, 0.0) + one.quantity
    return out
