"""What is needed, what is given, on which terms, and with whose money."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Days, Euros, Key, about, column, key, refers
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


class Requirement(Row, frozen=True, kw_only=True):
    """A validated need: so much of an item at a place by a day."""

    requirement: Annotated[Key, key(), about("code of the line")]
    item: Annotated[Key, refers("items"), about("what is asked for")]
    quantity: Annotated[float, column("item's unit", above=0), about("how much")]
    unit: Annotated[str, about("the item's unit, repeated so that a slip shows")]
    place: Annotated[Key, refers("nodes"), about("where it is to be handed over or unloaded")]
    due: Annotated[Day, about("day by which it earns its full points")]
    latest_useful: Annotated[Day, about("day from which it earns nothing")]
    priority: Annotated[int, column(least=1, most=5), about("1 first to 5 last")]
    points: Annotated[
        float,
        column("x weight of priority", above=0),
        about("multiplies the weight of its priority"),
    ] = 1.0
    recipient: Annotated[Key, refers("parties"), about("who receives it")]
    validated_by: Annotated[Key, refers("parties"), about("who accepted the need as a requirement")] = ""


class Offer(Row, frozen=True, kw_only=True):
    """So much of an item from a party, at a place from a day: a gift from stock, a production tranche, or a purchase."""

    offer: Annotated[Key, key(), about("code of the line")]
    party: Annotated[Key, refers("parties"), about("who gives it")]
    item: Annotated[Key, refers("items"), about("what is given")]
    quantity: Annotated[
        float | None,
        column("item's unit", above=0),
        about("how much; empty if undisclosed"),
    ] = None
    unit: Annotated[str, about("the item's unit, repeated so that a slip shows")]
    handed_over: Annotated[
        float,
        column("item's unit", least=0),
        about("how much of it has been handed over already"),
    ] = 0.0
    place: Annotated[Key, refers("nodes"), about("where it stands when it becomes available")]
    available: Annotated[
        Day,
        about("day from which it can leave; the safe end if only an interval is known"),
    ]
    available_from: Annotated[
        Day | None, about("early end of the interval, if only an interval is known")
    ] = None
    available_text: Annotated[str, about("the phrase in which the day was given, if it was a phrase")] = ""
    until: Annotated[Day | None, about("last day on which it can leave; empty if none")] = None
    channel: Annotated[Channel, about("stock, production or purchase")] = Channel.STOCK
    rung: Annotated[Rung, about("offer, pledge, commitment or allocation")]
    fund: Annotated[Key, refers("funds"), about("fund that pays, for a purchase")] = ""
    unit_cost_eur: Annotated[
        float | None, column("EUR", least=0), about("what the fund pays for one unit")
    ] = None
    reserved_for: Annotated[
        tuple[Key, ...],
        refers("requirements"),
        about("the only requirements it may serve"),
    ] = ()
    series: Annotated[
        str,
        about("name that ties the tranches of one production line or one gift together"),
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

    caveat: Annotated[Key, key(), about("code of the caveat")]
    party: Annotated[Key, refers("parties"), about("whose restriction it is")]
    scope: Annotated[
        Scope,
        about("'gift': the party's own offers; 'territory': whatever would cross its land"),
    ] = Scope.GIFT
    offers: Annotated[tuple[Key, ...], refers("offers"), about("filter: only these offers")] = ()
    items: Annotated[tuple[Key, ...], refers("items"), about("filter: only these items")] = ()
    supply_classes: Annotated[tuple[str, ...], about("filter: only these classes of supply")] = ()
    lethal_only: Annotated[bool, about("filter: only lethal goods")] = False
    kind: Annotated[CaveatKind, about("what it forbids or makes wait")]
    values: Annotated[
        tuple[str, ...],
        about(
            "no transit: countries or nodes; no mode: modes; only recipient: parties; only place: nodes or countries;"
            " after backfill: what is awaited; empty otherwise"
        ),
    ] = ()
    day: Annotated[
        Day | None,
        about("not before: the day; after backfill: day on which the backfill is expected"),
    ] = None
    cleared: Annotated[bool, about("person: whether a person has cleared it")] = False
    text: Annotated[str, about("the restriction in words")] = ""


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

    consent: Annotated[Key, key(), about("code of the consent")]
    holder: Annotated[Key, refers("parties"), about("who must consent")]
    offers: Annotated[tuple[Key, ...], refers("offers"), about("filter: only these offers")] = ()
    donors: Annotated[tuple[Key, ...], refers("parties"), about("filter: only gifts of these parties")] = ()
    items: Annotated[tuple[Key, ...], refers("items"), about("filter: only these items")] = ()
    state: Annotated[ConsentState, about("given, pending, not asked or refused")]
    lead_days: Annotated[Days, about("days from asking to an answer")] = 0
    asked: Annotated[Day | None, about("day on which it was asked")] = None
    decided: Annotated[Day | None, about("day on which it was given or refused")] = None
    text: Annotated[str, about("what it is about, in words")] = ""


class Fund(Row, frozen=True, kw_only=True):
    """Money that buys: its contributions come with their own days."""

    fund: Annotated[Key, key(), about("code of the fund")]
    name: Annotated[str, about("name")]
    administrator: Annotated[Key, refers("parties"), about("who runs it")]
    items: Annotated[tuple[Key, ...], refers("items"), about("what it may buy; empty for anything")] = ()


class Contribution(Row, frozen=True, kw_only=True):
    """Money paid or promised into a fund, usable from a day."""

    contribution: Annotated[Key, key(), about("code of the row")]
    fund: Annotated[Key, refers("funds"), about("into which fund")]
    party: Annotated[Key, refers("parties"), about("who pays")]
    amount_eur: Annotated[Euros, about("how much")]
    available: Annotated[Day, about("day from which it can be spent")]
    rung: Annotated[Rung, about("how firm it is")]
