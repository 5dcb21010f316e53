"""What can be said of needs, requirements and gifts; every statement has its day, its evidence and who says it."""

from __future__ import annotations

import enum
from typing import Annotated

from mainstay.model.assistance import Channel
from mainstay.model.fields import Day, Key, Record, about, column, refers

from .rungs import Rung

Item = Annotated[Key, refers("items"), about("which item", "quel article", "який предмет")]
Quantity = Annotated[float, column("item's unit", above=0), about("how much", "combien", "скільки")]
Count = Annotated[float, column("item's unit", least=0)]
Unit = Annotated[
    str,
    about(
        "the item's unit, repeated so that a slip shows",
        "unité de l'article, répétée pour qu'une erreur se voie",
        "одиниця виміру предмета, повторена, щоб було видно помилку",
    ),
]
Place = Annotated[Key, refers("nodes"), about("where", "où", "де")]
Code = Annotated[Key, about("code of the line", "code de la ligne", "код рядка")]
Serials = Annotated[
    tuple[str, ...],
    about(
        "serial numbers, where the item asks for them",
        "numéros de série, si l'article l'exige",
        "серійні номери, якщо предмет цього потребує",
    ),
]
Authority = Annotated[
    str,
    about(
        "rule under which it was decided; filled in by the book",
        "règle en vertu de laquelle la décision a été prise ; remplie par le registre",
        "правило, за яким це вирішено; заповнює книга",
    ),
]


class Condition(enum.StrEnum):
    """State in which something was found at origin, at a node or in a unit."""

    NOT_STATED = "not stated"
    READY = "ready"
    NEEDS_REPAIR = "needs repair"
    UNFIT = "unfit"


Found = Annotated[
    Condition,
    about(
        "condition in which it was found there",
        "état dans lequel il y a été trouvé",
        "стан, у якому його там виявлено",
    ),
]


class Statement(Record, frozen=True, kw_only=True, tag_field="said"):
    """Something that somebody says; it is kept for good, also when it is corrected."""

    by: Annotated[Key, refers("parties"), about("who says it", "qui le dit", "хто це стверджує")]
    day: Annotated[Day, about("day on which it was so", "jour où il en était ainsi", "день, коли так було")]
    evidence: Annotated[
        str,
        about(
            "document or other proof; empty if none was shown",
            "document ou autre preuve ; vide si rien n'a été présenté",
            "документ або інший доказ; порожньо, якщо нічого не пред'явлено",
        ),
    ] = ""
    corrects: Annotated[
        str,
        about(
            "earlier statement in whose place this one stands; both are kept",
            "énoncé antérieur que celui-ci remplace ; les deux sont conservés",
            "попереднє твердження, яке це замінює; зберігаються обидва",
        ),
    ] = ""
    note: Annotated[str, about("remark", "remarque", "примітка")] = ""


class NeedStated(Statement, frozen=True, kw_only=True, tag="need.stated"):
    """The supported nation says what it lacks, before anyone checked it."""

    item: Item
    quantity: Quantity
    unit: Unit
    place: Place
    needed_by: Annotated[Day, about("day by which it is needed", "jour auquel il le faut", "до якого дня потрібно")]


class RequirementValidated(Statement, frozen=True, kw_only=True, tag="requirement.validated"):
    """A need, checked and accepted."""

    need: Annotated[
        Key,
        about("need that it answers; empty if none is recorded", "besoin exprimé à l'origine ; vide si aucun n'est consigné",
              "заявлена потреба; порожньо, якщо її не записано"),
    ] = ""  # fmt: skip
    item: Item
    quantity: Quantity
    unit: Unit
    place: Place
    recipient: Annotated[Key, refers("parties"), about("who receives it", "qui le reçoit", "хто отримує")]
    due: Annotated[Day, about("day by which it is required", "jour auquel il est requis", "день, до якого потрібно")]
    latest_useful: Annotated[
        Day,
        about("day from which it is of no use", "jour à partir duquel il ne sert plus", "день, від якого вже не потрібно"),
    ]
    priority: Annotated[
        int,
        column(least=1, most=5),
        about("1 first to 5 last", "de 1, en premier, à 5, en dernier", "від 1 (найперша) до 5 (остання)"),
    ]
    authority: Authority = ""


class GiftStated(Statement, frozen=True, kw_only=True):
    """What a giver's word comes to on one rung."""

    party: Annotated[Key, refers("parties"), about("who gives it", "qui le donne", "хто надає")]
    item: Item
    quantity: Annotated[
        float | None,
        column("item's unit", least=0),
        about(
            "how much; empty if undisclosed, 0 if it is taken back",
            "combien ; vide si non divulgué, 0 si c'est retiré",
            "скільки; порожньо, якщо не розголошується, 0, якщо відкликано",
        ),
    ] = None
    unit: Unit
    place: Place
    available: Annotated[
        Day, about("day from which it can leave", "jour à partir duquel il peut partir", "день, від якого може вирушити")
    ]
    channel: Annotated[
        Channel, about("stock, production or purchase", "stock, production ou achat", "запас, виробництво або закупівля")
    ]


class Offered(GiftStated, frozen=True, kw_only=True, tag="gift.offered"):
    """A proposal of something specific, revocable and conditional."""


class Pledged(GiftStated, frozen=True, kw_only=True, tag="gift.pledged"):
    """A public or written intention that does not bind."""


class Committed(GiftStated, frozen=True, kw_only=True, tag="gift.committed"):
    """A firm, written obligation for specified resources."""


class AllocationMade(Statement, frozen=True, kw_only=True, tag="allocation.made"):
    """So much of a gift is for a given requirement."""

    gift: Annotated[Key, about("from which gift", "de quel don", "з якого дару")]
    requirement: Annotated[Key, about("for which requirement", "pour quel besoin validé", "для якої потреби")]
    item: Item
    quantity: Quantity
    unit: Unit
    authority: Authority = ""


class Drawn(Statement, frozen=True, kw_only=True, tag="drawn"):
    """So much of a gift, allocation or consignment has gone over into another subject, which says the same of itself."""

    to: Annotated[Key, about("subject that has it now", "sujet qui l'a désormais", "предмет обліку, що має це тепер")]
    quantity: Quantity
    place: Annotated[
        Key,
        refers("nodes"),
        about(
            "node at which it stood; empty before it left",
            "nœud où il se trouvait ; vide avant son départ",
            "вузол, де воно стояло; порожньо до відправлення",
        ),
    ] = ""
    serials: Serials = ()


class Returned(Statement, frozen=True, kw_only=True, tag="gift.returned"):
    """So much comes back to a gift from an allocation that does not use it."""

    allocation: Annotated[Key, about("from which allocation", "de quelle affectation", "з якого виділення")]
    quantity: Quantity
    authority: Authority = ""


class Promised(Statement, frozen=True, kw_only=True, tag="promised"):
    """A day by which a rung is to be reached; a later promise stands beside it, and does not replace it."""

    rung: Annotated[Rung, about("which rung is to be reached", "quel échelon doit être atteint", "якого щабля буде досягнуто")]
    quantity: Quantity
    unit: Unit
    earliest: Annotated[
        Day | None,
        about(
            "not before this day; empty if not said",
            "pas avant ce jour ; vide si non dit",
            "не раніше цього дня; порожньо, якщо не сказано",
        ),
    ] = None
    latest: Annotated[Day, about("by this day at the latest", "au plus tard ce jour", "не пізніше цього дня")]


class ValueBasis(enum.StrEnum):
    """What an amount is the value of."""

    REPLACEMENT = "replacement"
    BOOK = "book"
    MARKET = "market"
    PRICE_PAID = "price paid"
    NOT_STATED = "not stated"


class Valued(Statement, frozen=True, kw_only=True, tag="valued"):
    """A value with its basis; several may stand side by side."""

    amount: Annotated[float, column("currency", least=0), about("value of all of it", "valeur du tout", "вартість усього")]
    currency: Annotated[str, about("ISO 4217 code of its currency", "code ISO 4217 de la devise", "код валюти за ISO 4217")]
    basis: Annotated[
        ValueBasis,
        about(
            "replacement, book, market, price paid or not stated",
            "replacement (remplacement), book (comptable), market (marché), price paid (prix payé) ou not stated (non dit)",
            "replacement (заміщення), book (балансова), market (ринкова), price paid (сплачена ціна), not stated (не вказано)",
        ),
    ]
    currency_day: Annotated[
        Day,
        about(
            "day of the currency's exchange rate and prices",
            "jour du taux de change et des prix",
            "день валютного курсу та цін",
        ),
    ]
    rate_eur: Annotated[
        float | None,
        column("EUR/currency", above=0),
        about(
            "euros for one unit of the currency on that day; empty if not stored",
            "euros pour une unité de la devise ce jour-là ; vide si non conservé",
            "євро за одиницю валюти того дня; порожньо, якщо не збережено",
        ),
    ] = None
