"""On which day each choice is settled: on a later day it is a fact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable

import numpy as np

from mainstay.model.demands import steps
from mainstay.model.schooling import Seat

from .build import Case
from .problem import Bools

COUNTED = ("kept", "issue", "level", "batch", "equipment stock", "spares", "reserved", "type", "first type")
"""Choices that nobody decides: they count what has come, or follow from what is there."""

ISSUES = ("issue", "batch")
"""Of these, what is issued in a step: settled as it begins, out of what was there."""


def settled(case: Case) -> list[dt.date | None]:
    """
    Day on which each choice is settled; ``None`` for what depends on all that travels.

    Runs by their start, attendances by the day on which people leave, packages, assignments and reservations by their
    milestone, issues by the first day of their step, orders by the day on which they are placed, and what is counted by the
    day on which the count is known.
    """
    cut = steps(case.scenario.settings)
    ordered = {offer.offer: case.rules.ordered(offer) for offer in case.offers}
    return [_day(case, what, cut, ordered) for what in case.problem.choices.what]


def settled_before(case: Case, period: int) -> Bools:
    """Which choices are settled before a period begins: (choices,)."""
    if period >= case.grid.periods:
        return np.ones(len(case.problem.choices), dtype=bool)
    first = case.grid.first_day(period)
    return np.array([day is not None and day < first for day in settled(case)], dtype=bool)


def _day(
    case: Case, what: tuple[Hashable, ...], cut: tuple[tuple[dt.date, dt.date], ...], ordered: dict[str, dt.date]
) -> dt.date | None:
    match what:
        case ("run", str(), dt.date() as start):
            return start
        case ("attend", Seat() as seat):
            return seat.leaves
        case ("crew", _, _, _, dt.date() as day):
            return day
        case ("issue", _, int(step)) | ("batch", _, _, int(step)):
            return cut[step][0]
        case ("level", _, int(step)):
            return cut[step][1]
        case ("order" | "placed", str(code)):
            return ordered[code]
        case ("type" | "first type", *_):
            return None
        case (_, *_, int(period)):  # package, kept, reserve, reserved, equipment stock, spares: by the end of a period
            return case.grid.last_day(period)
    raise ValueError(f"no day of {what}")
