"""Where a row comes from and how far it can be trusted."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Key, Record, about, key, refers


class Basis(enum.StrEnum):
    """What a row is: read in a source, worked out from published figures, or assumed."""

    FACT = "fact"
    ESTIMATE = "estimate"
    ASSUMPTION = "assumption"


class Reliability(enum.StrEnum):
    """Admiralty grade of a source: A completely reliable to E unreliable, F cannot be judged."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Source(Record, frozen=True, kw_only=True):
    """A publication, or the statement that none was opened."""

    source: Annotated[Key, key(), about("code of the source")]
    title: Annotated[str, about("title as published")]
    publisher: Annotated[str, about("who published it")]
    date: Annotated[
        str,
        about("date of publication, as exact as known (2025, 2025-03 or 2025-03-14)"),
    ] = ""
    url: Annotated[str, about("address")] = ""
    reliability: Annotated[Reliability, about("Admiralty grade, A to F")]


class Row(Record, frozen=True, kw_only=True):
    """A row that says where it comes from."""

    source: Annotated[Key, refers("sources"), about("source of the leading figure")]
    basis: Annotated[Basis, about("fact, estimate or assumption")]
    note: Annotated[str, about("what else a reader should know")] = ""
