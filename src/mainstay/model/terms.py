"""On which terms something is given: caveats of those who give or let pass, and consents of third parties."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Days, Key, about, key, refers
from .provenance import Row


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
