"""Who takes part: states, commands, funds, industry."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Key, about, column, key
from .provenance import Row


class PartyKind(enum.StrEnum):
    """What sort of party it is."""

    STATE = "state"
    SUPPORTED = "supported"
    ORGANISATION = "organisation"
    COMMAND = "command"
    FUND = "fund"
    INDUSTRY = "industry"
    OPERATOR = "operator"


class Party(Row, frozen=True, kw_only=True):
    """A state, organisation, command, fund, company group or operator."""

    party: Annotated[
        Key,
        key(),
        about(
            "code; ISO 3166-1 alpha-3 for a state",
            "code ; ISO 3166-1 alpha-3 pour un État",
            "код; для держави за ISO 3166-1 alpha-3",
        ),
    ]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_fr: Annotated[str, about("name in French", "nom en français", "назва французькою")] = ""
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    kind: Annotated[PartyKind, about("what sort of party it is", "nature de la partie", "що це за сторона")]
    country: Annotated[
        str,
        about(
            "ISO 3166-1 alpha-3 code of its territory, for a state",
            "code ISO 3166-1 alpha-3 de son territoire, pour un État",
            "код її території за ISO 3166-1 alpha-3, для держави",
        ),
    ] = ""
    member_of: Annotated[
        tuple[str, ...],
        about(
            "alliances and groups it belongs to",
            "alliances et groupes auxquels elle appartient",
            "союзи та групи, до яких належить",
        ),
    ] = ()
    gdp_eur_bn: Annotated[
        float | None,
        column("EUR bn", above=0),
        about("gross domestic product", "produit intérieur brut", "валовий внутрішній продукт"),
    ] = None
