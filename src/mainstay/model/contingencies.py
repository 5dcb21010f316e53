"""What may go wrong: named cases, each of one event or several."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Days, Key, about, column, key
from .provenance import Row


class EventOf(enum.StrEnum):
    """What an event hits."""

    PARTY = "party"
    OFFER = "offer"
    NODE = "node"
    LINK = "link"
    CORRIDOR = "corridor"
    FUND = "fund"
    SITE = "site"
    ITEM = "item"
    CONSENT = "consent"


class Event(Row, frozen=True, kw_only=True):
    """One thing that stops, shrinks, shuts or slips in a named case; a case has as many rows as it takes."""

    event: Annotated[Key, key(), about("code of the row", "code de la ligne", "код рядка")]
    contingency: Annotated[
        Key,
        about(
            "name of the case; rows of the same name happen together",
            "nom du cas ; les lignes du même nom se produisent ensemble",
            "назва випадку; рядки з однаковою назвою стаються разом",
        ),
    ]
    of: Annotated[
        EventOf,
        about(
            "what it hits: party, offer, node, link, corridor, fund, site, item or consent",
            "ce qu'il touche : partie, offre, nœud, liaison, corridor, fonds, site de formation, article ou consentement",
            "що він зачіпає: сторону, пропозицію, вузол, ланку, коридор, фонд, місце підготовки, предмет або згоду",
        ),
    ]
    hits: Annotated[
        Key,
        about("code of what it hits", "code de ce qu'il touche", "код того, що він зачіпає"),
    ]
    first_day: Annotated[
        Day | None,
        about(
            "day from which it holds, and on which it becomes known; empty: from the first day of the plan",
            "jour à partir duquel il vaut, et où on l'apprend ; vide : dès le premier jour du plan",
            "день, від якого він діє і коли про нього дізнаються; порожньо: від першого дня плану",
        ),
    ] = None
    last_day: Annotated[
        Day | None,
        about(
            "last day, of a node, link, corridor or site; empty: for good",
            "dernier jour, pour un nœud, une liaison, un corridor ou un site de formation ; vide : pour de bon",
            "останній день, для вузла, ланки, коридору або місця підготовки; порожньо: назавжди",
        ),
    ] = None
    share_left: Annotated[
        float,
        column("share", least=0, most=1),
        about(
            "share that is left of a node, link, corridor, fund, site or offer; 0: nothing",
            "part qui reste d'un nœud, d'une liaison, d'un corridor, d'un fonds, d'un site de formation ou d'une offre ;"
            " 0 : rien",
            "частка, що лишається від вузла, ланки, коридору, фонду, місця підготовки або пропозиції; 0: нічого",
        ),
    ] = 0.0
    slip_days: Annotated[
        Days,
        about(
            "for an item, offer or party: by how many days what is given comes later, instead of falling away",
            "pour un article, une offre ou une partie : de combien de jours ce qui est donné prend du retard, au lieu de"
            " disparaître",
            "для предмета, пропозиції або сторони: на скільки днів пізніше надійде те, що дається, замість зникнути",
        ),
    ] = 0
    text: Annotated[str, about("what happens, in words", "ce qui se passe, en toutes lettres", "що стається, словами")] = ""
