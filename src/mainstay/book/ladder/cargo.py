"""What can be said of cargo and of what it becomes: consignments, receipts, hand-over, service."""

from __future__ import annotations

from typing import Annotated

from mainstay.model.fields import Key, about, refers

from .statements import Authority, Count, Found, Item, Place, Quantity, Serials, Statement, Unit

Custodian = Annotated[
    Key,
    about(
        "who has it in keeping after this; empty: unchanged",
        "qui en a la garde ensuite ; vide : inchangé",
        "у кого воно на зберіганні після цього; порожньо: без змін",
    ),
]


class Filled(Statement, frozen=True, kw_only=True, tag="consignment.filled"):
    """So much has come into a consignment: from an allocation, or by splitting or joining another consignment."""

    source: Annotated[
        Key,
        about(
            "allocation or consignment from which it came",
            "affectation ou envoi d'où il provient",
            "виділення або відправлення, з якого це надійшло",
        ),
    ]
    gift: Annotated[Key, about("gift that it is of", "don dont il fait partie", "дар, до якого це належить")]
    item: Item
    quantity: Quantity
    unit: Unit
    place: Annotated[
        Key,
        refers("nodes"),
        about(
            "node at which it already stood; empty at the origin",
            "nœud où il se trouvait déjà ; vide à l'origine",
            "вузол, де воно вже стояло; порожньо в пункті відправлення",
        ),
    ] = ""
    condition: Found
    serials: Serials = ()
    custodian: Custodian = ""


class Released(Statement, frozen=True, kw_only=True, tag="consignment.released"):
    """A release order: stored cargo may leave."""

    place: Place
    quantity: Quantity
    authority: Authority = ""


class Departed(Statement, frozen=True, kw_only=True, tag="consignment.departed"):
    """Cargo has left a place."""

    place: Place
    quantity: Quantity
    waybill: Annotated[
        str,
        about(
            "document under which it travels, with others or alone",
            "document sous lequel il voyage, seul ou avec d'autres",
            "документ, за яким воно прямує, разом з іншим чи окремо",
        ),
    ] = ""


class Received(Statement, frozen=True, kw_only=True, tag="consignment.received"):
    """A receipt at a node, of all or of a part, with what was wrong with it."""

    place: Place
    sound: Annotated[Count, about("came as stated", "arrivé conforme", "прибуло як зазначено")] = 0.0
    damaged: Annotated[Count, about("came, but damaged", "arrivé endommagé", "прибуло пошкодженим")] = 0.0
    short: Annotated[
        Count,
        about("did not come and is not expected any more", "manquant, et plus attendu", "не прибуло і більше не очікується"),
    ] = 0.0
    wrong: Annotated[
        Count,
        about("something else came in its place", "autre chose est arrivé à sa place", "замість цього прибуло інше"),
    ] = 0.0
    wrong_item: Annotated[
        Key,
        refers("items"),
        about(
            "what came in its place, if known",
            "ce qui est arrivé à sa place, si connu",
            "що прибуло замість цього, якщо відомо",
        ),
    ] = ""
    condition: Found
    serials: Serials = ()
    missing: Annotated[
        tuple[str, ...],
        about(
            "serial numbers of what is short or was wrong",
            "numéros de série de ce qui manque ou a été remplacé",
            "серійні номери того, чого бракує або що підмінено",
        ),
    ] = ()
    custodian: Custodian = ""


class HandedOver(Statement, frozen=True, kw_only=True, tag="consignment.handed_over"):
    """A signed transfer of custody at a named point."""

    place: Place
    quantity: Quantity
    to: Annotated[Key, refers("parties"), about("who took it over", "qui l'a pris en charge", "хто прийняв")]
    condition: Found
    serials: Serials = ()
    authority: Authority = ""


class EnteredService(Statement, frozen=True, kw_only=True, tag="consignment.in_service"):
    """In use in a unit."""

    for_unit: Annotated[Key, refers("units"), about("in which unit", "dans quelle unité", "у якому підрозділі")]
    quantity: Quantity
    condition: Found
    serials: Serials = ()
