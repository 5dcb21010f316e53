"""Complete capabilities: what belongs together before any of it is of use."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import MANY, Key, about, column, key, refers
from .provenance import Row


class ComponentKind(enum.StrEnum):
    """What part of a capability a component is."""

    EQUIPMENT = "equipment"
    AMMUNITION = "ammunition"
    SPARES = "spares"
    TOOLS = "tools"
    DOCUMENTS = "documents"
    REPAIR_CHAIN = "repair chain"


class CrewRole(enum.StrEnum):
    """Whether people of a package fight or run it, or keep it in repair."""

    CREW = "crew"
    MAINTAINER = "maintainer"


class Package(Row, frozen=True, kw_only=True):
    """A capability package: equipment, its supplies, its people and its repair chain, of use only together."""

    package: Annotated[
        Key, key(), about("code of the capability package", "code du paquet de capacités", "код пакета спроможностей")
    ]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_fr: Annotated[str, about("name in French", "nom en français", "назва французькою")] = ""
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    coalition: Annotated[
        str,
        about(
            "capability coalition to which it belongs",
            "coalition capacitaire à laquelle il appartient",
            "коаліція спроможностей, до якої належить",
        ),
    ] = ""
    partial_share: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "share of its points that goods earn as they arrive, before the whole is in service",
            "part de ses points que les matériels rapportent à l'arrivée, avant la mise en service de l'ensemble",
            "частка балів, яку майно дає з прибуттям, до введення в дію цілого",
        ),
    ] = 0.0


class Component(Row, frozen=True, kw_only=True):
    """Goods that a package needs, or the repair chain behind them."""

    component: Annotated[Key, key(), about("code of the component", "code du composant", "код складової")]
    package: Annotated[Key, refers("packages"), about("of which package", "de quel paquet de capacités", "якого пакета")]
    kind: Annotated[
        ComponentKind,
        about(
            "equipment, ammunition, spares, tools, documents or repair chain",
            "équipement, munitions, pièces de rechange, outillage, documentation ou chaîne de réparation",
            "техніка, боєприпаси, запасні частини, інструменти, документація або ланцюг ремонту",
        ),
    ]
    item: Annotated[
        Key,
        refers("items"),
        about(
            "what is needed; for a repair chain what is to be repaired",
            "ce qu'il faut ; pour une chaîne de réparation, ce qui est à réparer",
            "що потрібно; для ланцюга ремонту що належить ремонтувати",
        ),
    ]
    quantity: Annotated[
        float,
        column("item's unit", above=0),
        about(
            "how much one package needs; bays for a repair chain",
            "combien il en faut par paquet ; postes de réparation pour une chaîne de réparation",
            "скільки потрібно на один пакет; ремонтних постів для ланцюга ремонту",
        ),
    ]
    substitutes: Annotated[
        bool,
        about(
            "whether items that may stand in for it serve as well",
            "si les articles qui peuvent le remplacer conviennent aussi",
            "чи підходять також предмети, що можуть його замінити",
        ),
    ] = True
    fleet: Annotated[
        bool,
        about(
            "whether different types in one unit cost points as a mixed fleet",
            "si des types différents dans une même unité coûtent des points comme parc hétérogène",
            "чи коштують різні типи в одному підрозділі балів як різнотипний парк",
        ),
    ] = False


class Crew(Row, frozen=True, kw_only=True):
    """People with one skill whom a package needs."""

    crew: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    package: Annotated[Key, refers("packages"), about("of which package", "de quel paquet de capacités", "якого пакета")]
    skill: Annotated[
        Key, refers("skills"), about("skill that they need", "compétence qu'il leur faut", "навичка, якої вони потребують")
    ]
    people: Annotated[
        int,
        column("people", least=1, most=MANY),
        about("how many one package needs", "combien il en faut par paquet", "скільки потрібно на один пакет"),
    ]
    role: Annotated[
        CrewRole,
        about("crew or maintainer", "équipage ou personnel de maintenance", "екіпаж (обслуга) або ремонтники"),
    ]
