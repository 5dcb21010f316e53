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

    party: Annotated[Key, key(), about("code; ISO 3166-1 alpha-3 for a state")]
    name: Annotated[str, about("name in English")]
    name_fr: Annotated[str, about("name in French")] = ""
    name_uk: Annotated[str, about("name in Ukrainian")] = ""
    kind: Annotated[PartyKind, about("what sort of party it is")]
    country: Annotated[str, about("ISO 3166-1 alpha-3 code of its territory, for a state")] = ""
    member_of: Annotated[tuple[str, ...], about("alliances and groups it belongs to")] = ()
    gdp_eur_bn: Annotated[float | None, column("EUR bn", above=0), about("gross domestic product")] = None
