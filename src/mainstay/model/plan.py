"""What a plan says: consignments and their legs, what stays unmet and why, loads by day, and who must do what."""

from __future__ import annotations

import enum
from typing import Annotated

from .capability import Assignment, Attendance, Capability, Order, Readiness, Reservation, StockLevel, TrainingRun
from .fields import Day, Euros, Key, Record, Tonnes, about, column, key, refers


class Serves(enum.StrEnum):
    """What a consignment is for."""

    REQUIREMENT = "requirement"
    COMPONENT = "component"
    STOCK = "stock"
    TRAINING = "training"
    REPAIR = "repair"


class Consignment(Record, frozen=True, kw_only=True):
    """Part of an offer that travels as a whole to one requirement, stock, training site or repair shop."""

    consignment: Annotated[Key, key(), about("code of the consignment", "code de l'envoi", "код відправлення")]
    offer: Annotated[Key, refers("offers"), about("from which offer", "de quelle offre", "з якої пропозиції")]
    party: Annotated[Key, refers("parties"), about("who gives it", "qui le donne", "хто надає")]
    item: Annotated[Key, refers("items"), about("what is given", "ce qui est donné", "що надається")]
    serves: Annotated[
        Serves,
        about(
            "what it is for: requirement, component of its packages, stock, training or repair",
            "à quoi il sert : besoin validé, composant de ses paquets, stock, formation ou réparation",
            "для чого воно: потреба, складова її пакетів, запас, підготовка або ремонт",
        ),
    ] = Serves.REQUIREMENT
    requirement: Annotated[
        Key,
        about(
            "for which requirement, stock, site or repair shop",
            "pour quel besoin validé, stock, site de formation ou atelier",
            "для якої потреби, запасу, місця підготовки або майстерні",
        ),
    ]
    component: Annotated[
        Key,
        about(
            "for which component of a package, or item that a course or repair needs; empty otherwise",
            "pour quel composant d'un paquet, ou article qu'exige un stage ou une réparation ; sinon vide",
            "для якої складової пакета, або предмет, потрібний курсу чи ремонту; інакше порожньо",
        ),
    ] = ""
    origin: Annotated[Key, refers("nodes"), about("where it starts", "où elle commence", "де починається")]
    destination: Annotated[Key, refers("nodes"), about("where it ends", "où elle finit", "де закінчується")]
    departs: Annotated[Day, about("day on which it leaves", "jour du départ", "день відправлення")]
    arrives: Annotated[
        Day, about("day by which it is at its place", "jour où il est à destination", "день, до якого буде на місці")
    ]
    quantity: Annotated[
        float, column("item's unit", least=0), about("how much travels", "combien voyage", "скільки перевозиться")
    ]
    counts_for: Annotated[
        float,
        column("asked item's unit", least=0),
        about(
            "how much of what was asked it counts for",
            "pour combien de ce qui était demandé il compte",
            "за скільки з потрібного зараховується",
        ),
    ]
    mass_t: Annotated[Tonnes, about("its mass", "sa masse", "маса")]
    points: Annotated[float, column("points", least=0), about("what it earns", "ce qu'il rapporte", "скільки балів дає")]
    transport_eur: Annotated[
        Euros,
        about(
            "cost of moving it and of waiting on the way",
            "coût du transport et de l'attente en chemin",
            "вартість перевезення та очікування в дорозі",
        ),
    ]
    purchase_eur: Annotated[
        Euros, about("what the fund pays for it", "ce que le fonds paie pour lui", "скільки за нього платить фонд")
    ] = 0.0


class Leg(Record, frozen=True, kw_only=True):
    """One link of one consignment's way, or its repair."""

    consignment: Annotated[Key, about("of which consignment", "de quel envoi", "якого відправлення")]
    leg: Annotated[
        int,
        column(least=1),
        about("number of the leg on its way", "numéro du tronçon sur son trajet", "номер етапу на його шляху"),
    ]
    link: Annotated[
        Key,
        about(
            "over which link; for a repair the repair shop",
            "par quelle liaison ; pour une réparation, l'atelier",
            "якою ланкою; для ремонту майстерня",
        ),
    ]
    mode: Annotated[
        str,
        about(
            "how: mode of the link, or 'repair'", "comment : mode de la liaison, ou 'repair'", "як: вид транспорту або 'repair'"
        ),
    ]
    origin: Annotated[Key, refers("nodes"), about("from where", "d'où", "звідки")]
    destination: Annotated[Key, refers("nodes"), about("to where", "vers où", "куди")]
    departs: Annotated[Day, about("day on which it leaves", "jour du départ", "день відправлення")]
    arrives: Annotated[Day, about("day by which it arrives", "jour d'arrivée", "день прибуття")]
    mass_t: Annotated[Tonnes, about("its mass", "sa masse", "маса")]


class Reason(enum.StrEnum):
    """Why a requirement is not met in full and on time, or a stock issues too little: the first that binds, in this order.

    Packages have the reason of the part that they wait for: of goods any of them, of crews and maintainers *training*, of a
    repair chain *repair*.
    """

    NO_OFFER = "no offer"
    CAVEAT = "caveat"
    CONSENT = "consent"
    UNREACHABLE = "unreachable"
    TOO_LATE = "too late"
    FUND = "fund"
    CAPACITY = "capacity"
    REPAIR = "repair"
    TRAINING = "training"
    STOCK = "stock"
    SHARED = "given to others"
    NOT_WORTH = "not worth its transport"


class Unmet(Record, frozen=True, kw_only=True):
    """A requirement that is not met whole and on time, or a stock that issues less than is wanted, and why."""

    requirement: Annotated[
        Key, key(), about("which requirement or stock", "quel besoin validé ou quel stock", "яка потреба або який запас")
    ]
    serves: Annotated[Serves, about("requirement or stock", "besoin validé ou stock", "потреба чи запас")] = Serves.REQUIREMENT
    item: Annotated[
        Key,
        refers("items"),
        about(
            "what was asked; empty if packages were",
            "ce qui était demandé ; vide si c'étaient des paquets",
            "що було потрібно; порожньо, якщо пакети",
        ),
    ] = ""
    package: Annotated[
        Key,
        refers("packages"),
        about(
            "which packages were asked; empty if goods were",
            "quels paquets étaient demandés ; vide si c'étaient des articles",
            "які пакети були потрібні; порожньо, якщо предмети",
        ),
    ] = ""
    place: Annotated[Key, refers("nodes"), about("where", "où", "де")]
    priority: Annotated[int, about("its priority", "sa priorité", "її пріоритет")]
    due: Annotated[Day, about("when it was due", "échéance", "на коли було потрібно")]
    asked: Annotated[
        float,
        column("item's unit or packages"),
        about(
            "quantity asked, or wanted of a stock",
            "quantité demandée, ou voulue d'un stock",
            "потрібна кількість, або потрібна із запасу",
        ),
    ]
    planned: Annotated[
        float,
        column("item's unit or packages"),
        about(
            "quantity that arrives while it is useful, packages in service, or what the stock issues",
            "quantité qui arrive tant qu'elle est utile, paquets en service, ou ce que le stock distribue",
            "кількість, що прибуває, поки ще корисна, введені в дію пакети, або видане із запасу",
        ),
    ]
    on_time: Annotated[
        float,
        column("item's unit or packages"),
        about(
            "quantity that arrives, or packages in service, by the due day",
            "quantité qui arrive, ou paquets en service, à l'échéance au plus tard",
            "кількість, що прибуває, або пакети в дії, вчасно",
        ),
    ]
    missing: Annotated[float, column("of 100"), about("score that is missing", "score manquant", "скільки бракує до оцінки")]
    reason: Annotated[
        Reason,
        about(
            "why, by the first cause that binds",
            "pourquoi, selon la première cause qui joue",
            "чому, за першою причиною, що діє",
        ),
    ]
    detail: Annotated[
        str,
        about(
            "the reason in words: which offers, caveats, consents, links, days",
            "la raison en toutes lettres : offres, restrictions, consentements, liaisons, jours",
            "причина словами: які пропозиції, застереження, згоди, ланки, дні",
        ),
    ] = ""
    helps: Annotated[str, about("what would help", "ce qui aiderait", "що допомогло б")] = ""


class Flow(Record, frozen=True, kw_only=True):
    """Load of one link in one period."""

    link: Annotated[Key, refers("links"), about("which link", "quelle liaison", "яка ланка")]
    day: Annotated[Day, about("first day of the period", "premier jour de la période", "перший день періоду")]
    load_t: Annotated[Tonnes, about("tonnes that leave on it", "tonnes qui y partent", "тонн вирушає нею")]
    capacity_t: Annotated[Tonnes, about("tonnes that could", "tonnes qui pourraient y partir", "тонн могло б вирушити")]


class NodeDay(Record, frozen=True, kw_only=True):
    """What happens at one node in one period."""

    node: Annotated[Key, refers("nodes"), about("which node", "quel nœud", "який вузол")]
    day: Annotated[Day, about("first day of the period", "premier jour de la période", "перший день періоду")]
    arrived_t: Annotated[
        Tonnes, about("tonnes that arrive over links", "tonnes qui arrivent par les liaisons", "тонн прибуває ланками")
    ]
    departed_t: Annotated[
        Tonnes, about("tonnes that leave over links", "tonnes qui partent par les liaisons", "тонн вирушає ланками")
    ]
    waiting_t: Annotated[
        Tonnes,
        about(
            "tonnes that wait there for the next period, on their way",
            "tonnes qui y attendent la période suivante, en chemin",
            "тонн чекає там наступного періоду, в дорозі",
        ),
    ]
    handling_t: Annotated[
        float | None,
        column("t"),
        about(
            "tonnes that it could take in; empty if not stated",
            "tonnes qu'il pourrait recevoir ; vide si non précisé",
            "тонн міг би прийняти; порожньо, якщо не вказано",
        ),
    ] = None


class Bottleneck(Record, frozen=True, kw_only=True):
    """One addition and what it would bring, by an exact re-solve."""

    rank: Annotated[int, column(least=1), about("1 is worth most", "1 vaut le plus", "1 найцінніше")]
    kind: Annotated[
        str,
        about(
            "link, node, corridor, offer, consent, caveat, fund, site, unit or repair shop",
            "liaison, nœud, corridor, offre, consentement, restriction, fonds, site de formation, unité ou atelier",
            "ланка, вузол, коридор, пропозиція, згода, застереження, фонд, місце підготовки, підрозділ або майстерня",
        ),
    ]
    what: Annotated[
        Key,
        about(
            "its code; for an offer the item",
            "son code ; pour une offre, l'article",
            "його код; для пропозиції предмет",
        ),
    ]
    party: Annotated[
        str,
        about(
            "who could give it, where that is known", "qui pourrait le donner, si on le sait", "хто міг би надати, якщо відомо"
        ),
    ] = ""
    first_day: Annotated[Day | None, about("from when", "à partir de quand", "від якого дня")] = None
    last_day: Annotated[Day | None, about("until when", "jusqu'à quand", "до якого дня")] = None
    addition: Annotated[str, about("what is added, in words", "ce qui est ajouté, en toutes lettres", "що додається, словами")]
    gain: Annotated[
        float,
        column("of 100"),
        about(
            "score gained if this alone is added",
            "gain de score si cela seul est ajouté",
            "приріст оцінки, якщо додати лише це",
        ),
    ]
    gain_least: Annotated[
        float, column("of 100"), about("certified: at least", "certifié : au moins", "гарантовано: щонайменше")
    ]
    gain_most: Annotated[float, column("of 100"), about("certified: at most", "certifié : au plus", "гарантовано: щонайбільше")]


class Task(Record, frozen=True, kw_only=True):
    """What one party has to do, by when."""

    party: Annotated[Key, refers("parties"), about("who", "qui", "хто")]
    by: Annotated[Day, about("by when", "pour quand", "до якого дня")]
    action: Annotated[
        str,
        about(
            "make ready, pay, order, consent, receive, attend, host, lend, repair, reserve",
            "préparer, payer, commander, consentir, recevoir, envoyer en stage, accueillir, prêter, réparer, réserver",
            "підготувати, сплатити, замовити, дати згоду, прийняти, навчатися, провести, надати, ремонтувати, зарезервувати",
        ),
    ]
    consignment: Annotated[
        Key, about("of which consignment, if of one", "de quel envoi, le cas échéant", "якого відправлення, якщо якогось")
    ] = ""
    offer: Annotated[
        Key, about("of which offer, if of one", "de quelle offre, le cas échéant", "якої пропозиції, якщо якоїсь")
    ] = ""
    requirement: Annotated[
        Key,
        about(
            "for which requirement, if for one", "pour quel besoin validé, le cas échéant", "для якої потреби, якщо для якоїсь"
        ),
    ] = ""
    item: Annotated[Key, about("what", "quoi", "що")] = ""
    quantity: Annotated[float | None, column("item's unit"), about("how much", "combien", "скільки")] = None
    mass_t: Annotated[float | None, column("t"), about("its mass", "sa masse", "маса")] = None
    place: Annotated[Key, about("where", "où", "де")] = ""
    text: Annotated[str, about("in words", "en toutes lettres", "словами")] = ""


PLAN_TABLES: dict[str, type[Record]] = {
    "consignments": Consignment,
    "legs": Leg,
    "unmet": Unmet,
    "bottlenecks": Bottleneck,
    "tasking": Task,
    "flows": Flow,
    "node_days": NodeDay,
    "capabilities": Capability,
    "readiness": Readiness,
    "runs": TrainingRun,
    "attendances": Attendance,
    "assignments": Assignment,
    "reservations": Reservation,
    "stock_levels": StockLevel,
    "orders": Order,
}
"""Record of each table of a plan folder."""
