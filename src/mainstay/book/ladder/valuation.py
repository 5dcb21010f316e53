"""What something is said to be worth: every amount with its basis and currency day, several side by side."""

from __future__ import annotations

import datetime as dt

import msgspec

from .fold import State
from .statements import ValueBasis, Valued


class Value(msgspec.Struct, frozen=True):
    """One stored value: ``eur`` by the rate stored with it, None if there is none; nothing is converted otherwise."""

    by: str
    day: dt.date
    amount: float
    currency: str
    basis: ValueBasis
    currency_day: dt.date
    eur: float | None
    evidence: str


def values_of(state: State) -> tuple[Value, ...]:
    """Every value that stands, the oldest first: none takes the place of another but by a correction."""
    return tuple(
        Value(
            one.by, one.day, one.amount, one.currency, one.basis, one.currency_day,
            one.amount * rate if (rate := 1.0 if one.currency == "EUR" else one.rate_eur) is not None else None, one.evidence,
        )
        for one in state.of(Valued)
    )  # fmt: skip


def value_on(state: State, basis: ValueBasis) -> Value | None:
    """The latest value on one basis; values on other bases are never taken instead."""
    found = [one for one in values_of(state) if one.basis is basis]
    return found[-1] if found else None
