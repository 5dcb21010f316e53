"""Who may validate, allocate, release, sign and judge: rules kept in the book, and named in what is decided under them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from .cargo import HandedOver, Released
from .fold import State
from .matters import Act, DuplicateJudged, Empowered
from .statements import RequirementValidated, Statement

DECIDED: dict[type[Statement], Act] = {
    RequirementValidated: Act.VALIDATE,
    Released: Act.RELEASE,
    HandedOver: Act.SIGN,
    DuplicateJudged: Act.JUDGE,
    Empowered: Act.EMPOWER,
}
"""Statements that not everybody may make."""

FOUNDING = "founding rule"
"""Name of the rule where none was made: the founder alone may."""


def rule(states: Mapping[str, State], act: Act, day: dt.date, founder: str) -> tuple[tuple[str, ...], str]:
    """Parties that may do something on a day, and the rule that says so: the latest one whose day had come."""
    held = [
        said
        for said in states[f"authority/{act}"].live()
        if isinstance(said.what, Empowered) and said.what.act is act and said.what.day <= day
    ]
    if not held:
        return (founder,), FOUNDING
    last = held[-1].what
    assert isinstance(last, Empowered)
    return last.parties, held[-1].ref
