"""Why nothing was written: place, reason, remedy."""

from __future__ import annotations

import math
from typing import NoReturn

from mainstay.model.fields import Field, fields

from .statements import Statement


class Refused(ValueError):
    """
    A command that the book does not take; nothing was written.

    Attributes
    ----------
    place
        Subject and field that it is about.
    why, remedy
        What is wrong, and what would be right.
    """

    def __init__(self, place: str, why: str, remedy: str):
        super().__init__(f"{place}: {why}. {remedy}.")
        self.place, self.why, self.remedy = place, why, remedy


def refuse(place: str, why: str, remedy: str) -> NoReturn:
    """Say no."""
    raise Refused(place, why, remedy)


def check_cells(stream: str, what: Statement) -> None:
    """
    Hold each field to the limits that its record states.

    Raises
    ------
    Refused
        At the first field that is empty though it must not be, no number, or outside its limits.
    """
    for field in fields(type(what)):
        value = getattr(what, field.name)
        for one in value if field.many else (value,):
            _check(f"{stream}, {field.name}", field, one)


def _check(place: str, field: Field, value: object) -> None:
    limits = field.column
    if isinstance(value, str) and field.kind == "text" and (field.required or field.many) and not value.strip():
        refuse(place, "is empty", f"Give {limits.en}")
    if isinstance(value, str) and value != value.strip():
        refuse(place, f"{value!r} has spaces at its ends", "Take them away")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return
    if not math.isfinite(value):
        refuse(place, f"{value} is no quantity", "Give a number")
    if limits.above is not None and value <= limits.above:
        refuse(place, f"{value:g} is not above {limits.above:g}", "Give a larger number")
    if limits.least is not None and value < limits.least:
        refuse(place, f"{value:g} is below {limits.least:g}", "Give a larger number")
    if limits.most is not None and value > limits.most:
        refuse(place, f"{value:g} is above {limits.most:g}", "Give a smaller number")
