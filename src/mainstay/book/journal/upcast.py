"""Entries of an older form, read as today's: what is written is never changed, it is translated when read."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from .entry import Entry, canonical

Body = dict[str, Any]
Upcast = Callable[[Body], Body]

_decode = msgspec.json.Decoder(Body).decode


@functools.lru_cache(maxsize=1_024)
def form(kind: str) -> tuple[str, int]:
    """
    Name and number of a kind: ``offer.pledged@2`` is form 2 of ``offer.pledged``.

    Raises
    ------
    ValueError
        If it does not say its form.
    """
    name, at, number = kind.rpartition("@")
    if not (at and name and number.isdecimal() and number == str(int(number)) and int(number) > 0):
        raise ValueError(f"kind {kind!r}: a name, '@' and the number of its form are needed, such as offer.pledged@1")
    return name, int(number)


class Upcasters:
    """
    Steps from one form of a kind to the next.

    Parameters
    ----------
    steps
        For a kind in its old form, what makes the body of the next form: ``{"offer.pledged@1": to_2}``.
    """

    def __init__(self, steps: Mapping[str, Upcast] | None = None):
        self.steps = {kind: (step, "{}@{}".format(*_next(kind))) for kind, step in (steps or {}).items()}

    def __call__(self, entry: Entry) -> Entry:
        """The entry in today's form; its hash stays that of what was written."""
        if entry.kind not in self.steps:
            return entry
        kind, body = entry.kind, _decode(entry.body)
        while kind in self.steps:
            step, kind = self.steps[kind]
            body = step(body)
        return msgspec.structs.replace(entry, kind=kind, body=canonical(body))


def _next(kind: str) -> tuple[str, int]:
    name, number = form(kind)
    return name, number + 1
