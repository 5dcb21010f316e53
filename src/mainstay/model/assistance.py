"""What is needed, what is given, and on which terms."""

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


class CaveatKind(enum.StrEnum):
    """What a caveat forbids or makes wait."""

    NO_TRANSIT = "no transit"
    NO_MODE = "no mode"
    ONLY_RECIPIENT = "only recipient"
    ONLY_PLACE = "only place"
    NOT_BEFORE = "not before"
    AFTER_BACKFILL = "after backfill"
    PERSON = "person"


class Scope(enum.StrEnum):
    """Whether a caveat lies on a party's gifts or on its territory."""

    GIFT = "gift"
    TERRITORY = "territory"


class Caveat(Row, frozen=True, kw_only=True):
    """A national restriction on what may be done with a gift, or on what may cross a territory.

    It touches what matches *all* of its filters; an empty filter matches everything.
    """

    caveat: Annotated[Key, key(), about("code of the caveat", "code de la restriction", "код застереження")]
    party: Annotated[
        Key, refers("parties"), about("whose restriction it is", "de qui vient la restriction", "чиє це обмеження")
    ]
    scope: Annotated[
        Scope,
        about(
            "'gift': the party's own offers; 'territory': whatever would cross its land",
            "'gift' : les offres de la partie ; 'territory' : tout ce qui traverserait son territoire",
            "'gift': власні пропозиції сторони; 'territory': усе, що перетинало б її територію",
        ),
    ] = Scope.GIFT
    offers: Annotated[
        tuple[Key, ...],
        refers("offers"),
        about("filter: only these offers", "filtre : ces offres seulement", "фільтр: лише ці пропозиції"),
    ] = ()
    items: Annotated[
        tuple[Key, ...],
        refers("items"),
        about("filter: only these items", "filtre : ces articles seulement", "фільтр: лише ці предмети"),
    ] = ()
    supply_classes: Annotated[
        tuple[str, ...],
        about(
            "filter: only these classes of supply",
            "filtre : ces classes de soutien seulement",
            "фільтр: лише ці класи постачання",
        ),
    ] = ()
    lethal_only: Annotated[
        bool, about("filter: only lethal goods", "filtre : matériels létaux seulement", "фільтр: лише летальні засоби")
    ] = False
    kind: Annotated[
        CaveatKind,
        about("what it forbids or makes wait", "ce qu'elle interdit ou fait attendre", "що воно забороняє або затримує"),
    ]
    values: Annotated[
        tuple[str, ...],
        about(
            "no transit: countries or nodes; no mode: modes; only recipient: parties; only place: nodes or countries;"
            " after backfill: what is awaited; empty otherwise",
            "no transit : pays ou nœuds ; no mode : modes ; only recipient : parties ; only place : nœuds ou"
            " pays ; after backfill : ce qui est attendu ; sinon vide",
            "no transit: країни або вузли; no mode: види транспорту; only recipient: сторони; only place: вузли"
            " або країни; after backfill: на що чекають; інакше порожньо",
        ),
    ] = ()
    day: Annotated[
        Day | None,
        about(
            "not before: the day; after backfill: day on which the backfill is expected",
            "not before : le jour ; after backfill : jour où le remplacement est attendu",
            "not before: день; after backfill: день, коли очікується заміщення",
        ),
    ] = None
    cleared: Annotated[
        bool,
        about(
            "person: whether a person has cleared it",
            "person : si une personne a donné son accord",
            "person: чи дала людина дозвіл",
        ),
    ] = False
    text: Annotated[str, about("the restriction in words", "la restriction en toutes lettres", "обмеження словами")] = ""


class ConsentState(enum.StrEnum):
    """How far a consent has come."""

    GIVEN = "given"
    PENDING = "pending"
    NOT_ASKED = "not asked"
    REFUSED = "refused"


class Consent(Row, frozen=True, kw_only=True):
    """A third party's or parliament's leave without which an offer may not move.

    It touches the offers that match *all* of its filters; at least one filter is set.
    """

    consent: Annotated[Key, key(), about("code of the consent", "code du consentement", "код згоди")]
    holder: Annotated[Key, refers("parties"), about("who must consent", "qui doit consentir", "хто має дати згоду")]
    offers: Annotated[
        tuple[Key, ...],
        refers("offers"),
        about("filter: only these offers", "filtre : ces offres seulement", "фільтр: лише ці пропозиції"),
    ] = ()
    donors: Annotated[
        tuple[Key, ...],
        refers("parties"),
        about(
            "filter: only gifts of these parties", "filtre : les dons de ces parties seulement", "фільтр: лише дари цих сторін"
        ),
    ] = ()
    items: Annotated[
        tuple[Key, ...],
        refers("items"),
        about("filter: only these items", "filtre : ces articles seulement", "фільтр: лише ці предмети"),
    ] = ()
    state: Annotated[
        ConsentState,
        about(
            "given, pending, not asked or refused",
            "donné, en attente, non demandé ou refusé",
            "надано, очікується, не запитано або відмовлено",
        ),
    ]
    lead_days: Annotated[
        Days, about("days from asking to an answer", "jours entre la demande et la réponse", "днів від запиту до відповіді")
    ] = 0
    asked: Annotated[Day | None, about("day on which it was asked", "jour de la demande", "день запиту")] = None
    decided: Annotated[
        Day | None,
        about(
            "day on which it was given or refused", "jour où il a été donné ou refusé", "день, коли згоду надано або відмовлено"
        ),
    ] = None
    text: Annotated[
        str, about("what it is about, in words", "de quoi il s'agit, en toutes lettres", "про що йдеться, словами")
    ] = ""
