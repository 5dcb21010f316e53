"""How things travel: nodes, links, the gates that links share, and closures."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import (
    Day,
    EurosPerTonne,
    Hours,
    Key,
    Kilometres,
    TonnesPerDay,
    about,
    column,
    key,
    refers,
)
from .provenance import Row


class NodeKind(enum.StrEnum):
    """What a place is."""

    DEPOT = "depot"
    FACTORY = "factory"
    AIRPORT = "airport"
    SEAPORT = "seaport"
    RAILHEAD = "railhead"
    LOGISTICS_NODE = "logistics node"
    CROSSING = "crossing"
    CENTRE = "centre"
    REPAIR = "repair"
    SITE = "site"


class Mode(enum.StrEnum):
    """How a link moves cargo."""

    ROAD = "road"
    RAIL = "rail"
    SEA = "sea"
    RIVER = "river"
    AIR = "air"
    TRANSFER = "transfer"


class Node(Row, frozen=True, kw_only=True):
    """A place where cargo starts, changes hands or mode, waits or ends."""

    node: Annotated[Key, key(), about("code of the place", "code du lieu", "код місця")]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    name_uk: Annotated[str, about("name in Ukrainian", "nom en ukrainien", "назва українською")] = ""
    country: Annotated[
        str,
        about("ISO 3166-1 alpha-3 code of the country", "code ISO 3166-1 alpha-3 du pays", "код країни за ISO 3166-1 alpha-3"),
    ]
    subdivision: Annotated[
        str,
        about(
            "ISO 3166-2 code of the first-level unit, where known",
            "code ISO 3166-2 de la subdivision de premier niveau, si connu",
            "код одиниці першого рівня за ISO 3166-2, якщо відомий",
        ),
    ] = ""
    kind: Annotated[NodeKind, about("what the place is", "nature du lieu", "що це за місце")]
    lat: Annotated[float, column("deg", least=-90, most=90), about("latitude", "latitude", "широта")]
    lon: Annotated[float, column("deg", least=-180, most=180), about("longitude", "longitude", "довгота")]
    handling_t_per_day: Annotated[
        float | None,
        column("t/day", least=0),
        about(
            "what it can take in on an open day; empty if the links into it are its only limit",
            "ce qu'il peut recevoir un jour d'ouverture ; vide si seules les liaisons qui y mènent le limitent",
            "скільки може прийняти за день роботи; порожньо, якщо обмежують лише ланки, що ведуть до нього",
        ),
    ] = None
    handling_hours: Annotated[
        Hours,
        about(
            "time to take a load in and make it ready to go on",
            "temps pour recevoir un chargement et le rendre prêt à repartir",
            "час, щоб прийняти вантаж і підготувати його до подальшого руху",
        ),
    ] = 0.0
    storage_t: Annotated[
        float | None,
        column("t", least=0),
        about(
            "what may wait there overnight on its way; empty: nothing may wait",
            "ce qui peut y attendre la nuit en chemin ; vide : rien ne peut attendre",
            "скільки може чекати там уночі в дорозі; порожньо: нічого не може чекати",
        ),
    ] = None
    hazards: Annotated[
        tuple[str, ...],
        about(
            "UN hazard divisions it is licensed for, as in 1.1; 1.4; 3; 9, or 'all', or 'none'",
            "divisions de danger ONU pour lesquelles il est agréé, comme 1.1; 1.4; 3; 9, ou 'all', ou 'none'",
            "підкласи небезпеки ООН, на які є дозвіл, як-от 1.1; 1.4; 3; 9, або 'all', або 'none'",
        ),
    ]


class Link(Row, frozen=True, kw_only=True):
    """One way of moving cargo from a node to another, in one direction."""

    link: Annotated[Key, key(), about("code of the link", "code de la liaison", "код ланки")]
    origin: Annotated[Key, refers("nodes"), about("where it starts", "où elle commence", "де починається")]
    destination: Annotated[Key, refers("nodes"), about("where it ends", "où elle finit", "де закінчується")]
    mode: Annotated[
        Mode,
        about(
            "road, rail, sea, river, air, or transfer within one place",
            "route, rail, mer, fleuve, air, ou transbordement en un même lieu",
            "автомобільний, залізничний, морський, річковий, повітряний або перевантаження в одному місці",
        ),
    ]
    km: Annotated[Kilometres, about("length", "longueur", "довжина")] = 0.0
    hours: Annotated[
        Hours,
        about(
            "door to door, without handling at the ends",
            "de porte à porte, sans la manutention aux extrémités",
            "від дверей до дверей, без обробки на кінцях",
        ),
    ]
    capacity_t_per_day: Annotated[
        TonnesPerDay,
        about(
            "what may leave on it on an open day",
            "ce qui peut y partir un jour d'ouverture",
            "скільки може нею вирушити за відкритий день",
        ),
    ]
    cost_eur_per_t: Annotated[
        EurosPerTonne, about("cost of moving one tonne", "coût du transport d'une tonne", "вартість перевезення однієї тонни")
    ] = 0.0
    corridor: Annotated[
        Key,
        refers("corridors"),
        about(
            "gate that it shares with other links",
            "passage qu'elle partage avec d'autres liaisons",
            "прохід, спільний з іншими ланками",
        ),
    ] = ""
    gauge_change: Annotated[
        bool,
        about(
            "whether wagons are reloaded or change bogies on the way",
            "si les wagons sont transbordés ou changent de bogies en route",
            "чи перевантажують вагони або міняють візки в дорозі",
        ),
    ] = False


class Corridor(Row, frozen=True, kw_only=True):
    """A gate that several links share: together they bring in no more than its capacity, counted on arrival."""

    corridor: Annotated[Key, key(), about("code of the gate", "code du passage", "код проходу")]
    name: Annotated[str, about("name in English", "nom en anglais", "назва англійською")]
    capacity_t_per_day: Annotated[
        TonnesPerDay,
        about(
            "what all its links together may bring in on an open day",
            "ce que toutes ses liaisons ensemble peuvent amener un jour d'ouverture",
            "скільки всі його ланки разом можуть доставити за відкритий день",
        ),
    ]


class ClosureOf(enum.StrEnum):
    """What a closure closes."""

    LINK = "link"
    NODE = "node"
    CORRIDOR = "corridor"


class Closure(Row, frozen=True, kw_only=True):
    """A link, node or corridor is shut, or opens only in part, from one day to another, both included."""

    closure: Annotated[Key, key(), about("code of the closure", "code de la fermeture", "код закриття")]
    of: Annotated[ClosureOf, about("link, node or corridor", "liaison, nœud ou corridor", "ланка, вузол або коридор")]
    closes: Annotated[
        Key,
        about(
            "code of the link, node or corridor", "code de la liaison, du nœud ou du corridor", "код ланки, вузла або коридору"
        ),
    ]
    first_day: Annotated[Day, about("first day of the closure", "premier jour de la fermeture", "перший день закриття")]
    last_day: Annotated[Day, about("last day of the closure", "dernier jour de la fermeture", "останній день закриття")]
    share_open: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "share of its capacity that stays open",
            "part de sa capacité qui reste ouverte",
            "частка пропускної спроможності, що лишається відкритою",
        ),
    ] = 0.0
    text: Annotated[str, about("why", "pourquoi", "чому")] = ""
