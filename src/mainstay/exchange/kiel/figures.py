"""Figures of the tracker: numbers, numbers written as text, and the words that stand for none."""

from __future__ import annotations

import enum
import math
import re
from dataclasses import dataclass


class Told(enum.StrEnum):
    """What a cell that should hold a figure holds."""

    NUMBER = "number"
    UNDISCLOSED = "undisclosed"
    NOT_STATED = "not stated"
    UNREAD = "not understood"


@dataclass(frozen=True)
class Figure:
    """A figure, or why there is none; ``comma`` tells that it was written with a decimal comma."""

    value: float | None
    told: Told
    comma: bool = False


_DECIMAL_COMMA = re.compile(r"-?\d+,\d{1,2}")
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_NONE = {"", ".", "..", "no price", "not given", "no value available"}


def read_figure(text: str) -> Figure:
    """Read a cleaned cell. A comma before one or two last digits is a decimal comma, before groups of three it parts them."""
    if text.casefold() in _NONE:
        return Figure(None, Told.NOT_STATED)
    if text.casefold() == "undisclosed":
        return Figure(None, Told.UNDISCLOSED)
    comma = bool(_DECIMAL_COMMA.fullmatch(text))
    plain = text.replace(",", ".") if comma else text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        value = float(plain)
    except ValueError:
        return Figure(None, Told.UNREAD)
    return Figure(value, Told.NUMBER, comma) if math.isfinite(value) else Figure(None, Told.UNREAD)


def amount(text: str) -> float | None:
    """Figure of a cell, or None."""
    return read_figure(text).value
