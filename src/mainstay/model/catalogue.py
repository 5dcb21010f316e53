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

    item: Annotated[Key, key(), about("code of the item", "code de l'article", "код предмета")]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_fr: Annotated[str, about("name in French", "nom en français", "назва французькою")] = ""
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    supply_class: Annotated[SupplyClass, about("NATO class of supply", "classe de soutien OTAN", "клас постачання НАТО")]
    group: Annotated[
        str,
        about(
            "group within the class, as in 'howitzer' or 'power'",
            "groupe au sein de la classe, comme 'howitzer' ou 'power'",
            "група в межах класу, як-от 'howitzer' або 'power'",
        ),
    ] = ""
    unit: Annotated[
        str,
        about(
            "what one of it is: piece, round, vehicle, tonne, kit ...",
            "ce qu'est une unité : pièce, coup, véhicule, tonne, lot ...",
            "що є одиницею: штука, постріл, машина, тонна, комплект ...",
        ),
    ]
    whole: Annotated[
        bool,
        about(
            "whether it travels in whole units only",
            "s'il ne voyage que par unités entières",
            "чи перевозиться лише цілими одиницями",
        ),
    ] = False
    mass_t: Annotated[
        Tonnes,
        about(
            "packed mass of one unit; 0 for what weighs nothing, such as a licence",
            "masse emballée d'une unité ; 0 pour ce qui ne pèse rien, comme une licence",
            "маса одиниці в пакованні; 0 для того, що нічого не важить, як-от ліцензія",
        ),
    ]
    volume_m3: Annotated[
        float | None,
        column("m3", least=0),
        about("packed volume of one unit", "volume emballé d'une unité", "об'єм одиниці в пакованні"),
    ] = None
    hazard: Annotated[
        str,
        about(
            "UN hazard division and group, as in 1.1D or 3; empty if none",
            "division de danger et groupe ONU, comme 1.1D ou 3 ; vide s'il n'y en a pas",
            "підклас небезпеки та група сумісності ООН, як-от 1.1D або 3; порожньо, якщо немає",
        ),
    ] = ""
    lethal: Annotated[
        bool,
        about(
            "whether donors and transit states treat it as a lethal good",
            "si donateurs et États de transit le traitent comme matériel létal",
            "чи вважають його летальним держави-донори та держави транзиту",
        ),
    ] = False
    unit_value_eur: Annotated[
        float | None, column("EUR", least=0), about("value of one unit", "valeur d'une unité", "вартість одиниці")
    ] = None
    value_basis: Annotated[
        Basis, about("what the value rests on", "sur quoi repose la valeur", "на чому ґрунтується вартість")
    ] = Basis.ASSUMPTION


class Equivalence(Row, frozen=True, kw_only=True):
    """One item may, or must not, stand in for another: directional, with its rate and conditions."""

    equivalence: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    item: Annotated[Key, refers("items"), about("what is given", "ce qui est donné", "що надається")]
    serves: Annotated[Key, refers("items"), about("what was asked for", "ce qui était demandé", "що було потрібно")]
    ratio: Annotated[
        float,
        column("asked/given", above=0),
        about(
            "how many of what was asked one given unit counts for",
            "pour combien d'unités demandées compte une unité donnée",
            "за скільки потрібних одиниць зараховується одна надана",
        ),
    ]
    allowed: Annotated[
        bool,
        about(
            "'no' records that it is no substitute", "'no' constate qu'il ne le remplace pas", "'no' засвідчує, що це не заміна"
        ),
    ] = True
    conditions: Annotated[
        str, about("what must hold for it to serve", "ce qui doit être rempli pour qu'il convienne", "за яких умов підходить")
    ] = ""
