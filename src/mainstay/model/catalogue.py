"""What can be asked for and given: items and what may stand in for what."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Key, Tonnes, about, column, key, refers
from .provenance import Basis, Row


class SupplyClass(enum.StrEnum):
    """The five NATO classes of supply."""

    I = "I"
    II = "II"
    III = "III"
    IV = "IV"
    V = "V"


class Item(Row, frozen=True, kw_only=True):
    """An item of supply, counted in its own unit."""

    item: Annotated[Key, key(), about("code of the item")]
    name: Annotated[str, about("name in English")]
    name_fr: Annotated[str, about("name in French")] = ""
    name_uk: Annotated[str, about("name in Ukrainian")] = ""
    supply_class: Annotated[SupplyClass, about("NATO class of supply")]
    group: Annotated[str, about("group within the class, as in 'howitzer' or 'power'")] = ""
    unit: Annotated[str, about("what one of it is: piece, round, vehicle, tonne, kit ...")]
    mass_t: Annotated[
        Tonnes,
        about("packed mass of one unit; 0 for what weighs nothing, such as a licence"),
    ]
    volume_m3: Annotated[float | None, column("m3", least=0), about("packed volume of one unit")] = None
    hazard: Annotated[str, about("UN hazard division and group, as in 1.1D or 3; empty if none")] = ""
    lethal: Annotated[bool, about("whether donors and transit states treat it as a lethal good")] = False
    unit_value_eur: Annotated[float | None, column("EUR", least=0), about("value of one unit")] = None
    value_basis: Annotated[Basis, about("what the value rests on")] = Basis.ASSUMPTION


class Equivalence(Row, frozen=True, kw_only=True):
    """One item may, or must not, stand in for another: directional, with its rate and conditions."""

    equivalence: Annotated[Key, key(), about("code of the row")]
    item: Annotated[Key, refers("items"), about("what is given")]
    serves: Annotated[Key, refers("items"), about("what was asked for")]
    ratio: Annotated[
        float,
        column("asked/given", above=0),
        about("how many of what was asked one given unit counts for"),
    ]
    allowed: Annotated[bool, about("'no' records that it is no substitute")] = True
    conditions: Annotated[str, about("what must hold for it to serve")] = ""
