"""What is needed, and what is given."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Days, Key, about, column, key, refers
from .provenance import Row


class Rung(enum.StrEnum):
    """How firm a gift is; no rung implies another."""

    OFFER = "offer"
    PLEDGE = "pledge"
    COMMITMENT = "commitment"
    ALLOCATION = "allocation"


class Channel(enum.StrEnum):
    """How a gift comes about: out of stock, off the production line, or bought with a fund's money."""

    STOCK = "stock"
    PRODUCTION = "production"
    PURCHASE = "purchase"


class Condition(enum.StrEnum):
    """Whether a gift can be used as it stands."""

    READY = "ready"
    NEEDS_REPAIR = "needs repair"


class Requirement(Row, frozen=True, kw_only=True):
    """A validated need: so much of an item, or so many capability packages, at a place by a day."""

    requirement: Annotated[Key, key(), about("code of the line", "code de la ligne", "код рядка")]
    item: Annotated[
        Key,
        refers("items"),
        about(
            "what is asked for; empty if a package is",
            "ce qui est demandé ; vide si c'est un paquet de capacités",
            "що потрібно; порожньо, якщо потрібен пакет спроможностей",
        ),
    ] = ""
    package: Annotated[
        Key,
        refers("packages"),
        about(
            "capability package that is asked for; empty if an item is",
            "paquet de capacités demandé ; vide si c'est un article",
            "потрібний пакет спроможностей; порожньо, якщо потрібен предмет",
        ),
    ] = ""
    quantity: Annotated[float, column("item's unit", above=0), about("how much", "combien", "скільки")]
    unit: Annotated[
        str,
        about(
            "the item's unit, repeated so that a slip shows; 'package' for packages",
            "unité de l'article, répétée pour qu'une erreur se voie ; 'package' pour des paquets",
            "одиниця виміру предмета, повторена, щоб було видно помилку; 'package' для пакетів",
        ),
    ]
    place: Annotated[
        Key,
        refers("nodes"),
        about(
            "where it is to be handed over or unloaded",
            "où il doit être remis ou déchargé",
            "де його належить передати або розвантажити",
        ),
    ]
    due: Annotated[
        Day,
        about(
            "day by which it earns its full points",
            "jour jusqu'auquel il vaut tous ses points",
            "день, до якого зараховуються всі бали",
        ),
    ]
    latest_useful: Annotated[
        Day,
        about(
            "day from which it earns nothing",
            "jour à partir duquel il ne vaut plus rien",
            "день, від якого бали не зараховуються",
        ),
    ]
    priority: Annotated[
        int,
        column(least=1, most=5),
        about("1 first to 5 last", "de 1, en premier, à 5, en dernier", "від 1 (найперша) до 5 (остання)"),
    ]
    points: Annotated[
        float,
        column("x weight of priority", above=0),
        about("multiplies the weight of its priority", "multiplie le poids de sa priorité", "множник до ваги її пріоритету"),
    ] = 1.0
    recipient: Annotated[Key, refers("parties"), about("who receives it", "qui le reçoit", "хто отримує")]
    for_unit: Annotated[
        Key,
        refers("units"),
        about(
            "unit that is to have it; empty if any",
            "unité qui doit l'avoir ; vide si peu importe",
            "підрозділ, що має це отримати; порожньо, якщо будь-який",
        ),
    ] = ""
    validated_by: Annotated[
        Key,
        refers("parties"),
        about("who accepted the need as a requirement", "qui a validé le besoin", "хто валідував потребу"),
    ] = ""

    @property
    def substitutes(self) -> bool:
        """Whether other items may stand in, as for other demands: for a requirement they always may."""
        return True


class Offer(Row, frozen=True, kw_only=True):
    """So much of an item from a party, at a place from a day: a gift from stock, a production tranche, or a purchase."""

    offer: Annotated[Key, key(), about("code of the line", "code de la ligne", "код рядка")]
    party: Annotated[Key, refers("parties"), about("who gives it", "qui le donne", "хто надає")]
    item: Annotated[Key, refers("items"), about("what is given", "ce qui est donné", "що надається")]
    condition: Annotated[
        Condition,
        about("ready or needs repair", "prêt à l'emploi ou à réparer", "готове до використання або потребує ремонту"),
    ] = Condition.READY
    quantity: Annotated[
        float | None,
        column("item's unit", above=0),
        about("how much; empty if undisclosed", "combien ; vide si non divulgué", "скільки; порожньо, якщо не розголошується"),
    ] = None
    unit: Annotated[
        str,
        about(
            "the item's unit, repeated so that a slip shows",
            "unité de l'article, répétée pour qu'une erreur se voie",
            "одиниця виміру предмета, повторена, щоб було видно помилку",
        ),
    ]
    handed_over: Annotated[
        float,
        column("item's unit", least=0),
        about("how much of it has been handed over already", "combien en a déjà été remis", "скільки з цього вже передано"),
    ] = 0.0
    place: Annotated[
        Key,
        refers("nodes"),
        about(
            "where it stands when it becomes available",
            "où il se trouve quand il devient disponible",
            "де перебуває, коли стає доступним",
        ),
    ]
    available: Annotated[
        Day,
        about(
            "day from which it can leave; the safe end if only an interval is known",
            "jour à partir duquel il peut partir ; la borne sûre si seul un intervalle est connu",
            "день, від якого може вирушити; надійна межа, якщо відомий лише проміжок",
        ),
    ]
    available_from: Annotated[
        Day | None,
        about(
            "early end of the interval, if only an interval is known",
            "borne précoce de l'intervalle, si seul un intervalle est connu",
            "рання межа проміжку, якщо відомий лише проміжок",
        ),
    ] = None
    available_text: Annotated[
        str,
        about(
            "the phrase in which the day was given, if it was a phrase",
            "la formule par laquelle le jour a été donné, le cas échéant",
            "вислів, яким було названо день, якщо це був вислів",
        ),
    ] = ""
    until: Annotated[
        Day | None,
        about(
            "last day on which it can leave; empty if none",
            "dernier jour où il peut partir ; vide s'il n'y en a pas",
            "останній день, коли може вирушити; порожньо, якщо такого немає",
        ),
    ] = None
    channel: Annotated[
        Channel, about("stock, production or purchase", "stock, production ou achat", "запас, виробництво або закупівля")
    ] = Channel.STOCK
    rung: Annotated[
        Rung,
        about(
            "offer, pledge, commitment or allocation",
            "offre, promesse, engagement ou affectation",
            "пропозиція, обіцянка, зобов'язання або виділення",
        ),
    ]
    fund: Annotated[
        Key,
        refers("funds"),
        about("fund that pays, for a purchase", "fonds qui paie, pour un achat", "фонд, що платить, у разі закупівлі"),
    ] = ""
    unit_cost_eur: Annotated[
        float | None,
        column("EUR", least=0),
        about("what the fund pays for one unit", "ce que le fonds paie pour une unité", "скільки фонд платить за одиницю"),
    ] = None
    per_month: Annotated[
        float | None,
        column("item's unit/month", above=0),
        about(
            "most that production lets leave per month of 30 days; empty if all at once",
            "le plus qui puisse partir par mois de 30 jours de production ; vide si tout à la fois",
            "найбільше, що може вирушити за місяць виробництва (30 днів); порожньо, якщо все одразу",
        ),
    ] = None
    lead_days: Annotated[
        Days,
        about(
            "for a purchase: days from ordering and paying to the day on which it opens",
            "pour un achat : jours entre la commande, payée, et le jour où il s'ouvre",
            "для закупівлі: днів від замовлення й оплати до дня, коли вона відкривається",
        ),
    ] = 0
    least_order: Annotated[
        float | None,
        column("item's unit", above=0),
        about(
            "for a purchase: least that can be ordered; empty if any quantity",
            "pour un achat : commande minimale ; vide si toute quantité convient",
            "для закупівлі: найменше замовлення; порожньо, якщо будь-яка кількість",
        ),
    ] = None
    reserved_for: Annotated[
        tuple[Key, ...],
        refers("requirements"),
        about(
            "the only requirements it may serve",
            "les seuls besoins validés qu'il peut servir",
            "єдині потреби, для яких це можна використати",
        ),
    ] = ()
    series: Annotated[
        str,
        about(
            "name that ties the tranches of one production line or one gift together",
            "nom qui relie les tranches d'une même production ou d'un même don",
            "назва, що поєднує черги одного виробництва або одного дару",
        ),
    ] = ""
