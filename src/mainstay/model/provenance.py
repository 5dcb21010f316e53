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

    source: Annotated[Key, key(), about("code of the source", "code de la source", "код джерела")]
    title: Annotated[str, about("title as published", "titre tel que publié", "назва, як опубліковано")]
    publisher: Annotated[str, about("who published it", "qui l'a publiée", "хто опублікував")]
    date: Annotated[
        str,
        about(
            "date of publication, as exact as known (2025, 2025-03 or 2025-03-14)",
            "date de publication, aussi exacte que connue (2025, 2025-03 ou 2025-03-14)",
            "дата публікації, наскільки точно відома (2025, 2025-03 або 2025-03-14)",
        ),
    ] = ""
    url: Annotated[str, about("address", "adresse", "адреса")] = ""
    reliability: Annotated[
        Reliability,
        about("Admiralty grade, A to F", "cotation de la fiabilité, de A à F", "оцінка надійності за шкалою від A до F"),
    ]


class Row(Record, frozen=True, kw_only=True):
    """A row that says where it comes from."""

    source: Annotated[
        Key, refers("sources"), about("source of the leading figure", "source du chiffre principal", "джерело головної цифри")
    ]
    basis: Annotated[
        Basis, about("fact, estimate or assumption", "fait, estimation ou hypothèse", "факт, оцінка або припущення")
    ]
    note: Annotated[
        str, about("what else a reader should know", "ce que le lecteur devrait savoir de plus", "що ще варто знати читачеві")
    ] = ""
