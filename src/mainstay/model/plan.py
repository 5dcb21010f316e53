"""What a plan says: consignments and their legs, what stays unmet and why, loads by day, and who must do what."""

from __future__ import annotations

import enum
from typing import Annotated

from .fields import Day, Euros, Key, Record, Tonnes, about, column, key, refers
from .network import Mode


class Consignment(Record, frozen=True, kw_only=True):
    """Part of an offer that travels as a whole to one requirement."""

    consignment: Annotated[Key, key(), about("code of the consignment")]
    offer: Annotated[Key, refers("offers"), about("from which offer")]
    party: Annotated[Key, refers("parties"), about("who gives it")]
    item: Annotated[Key, refers("items"), about("what is given")]
    requirement: Annotated[Key, refers("requirements"), about("for which requirement")]
    origin: Annotated[Key, refers("nodes"), about("where it starts")]
    destination: Annotated[Key, refers("nodes"), about("where it ends")]
    departs: Annotated[Day, about("day on which it leaves")]
    arrives: Annotated[Day, about("day by which it is at its place")]
    quantity: Annotated[float, column("item's unit", least=0), about("how much travels")]
    counts_for: Annotated[
        float,
        column("asked item's unit", least=0),
        about("how much of what was asked it counts for"),
    ]
    mass_t: Annotated[Tonnes, about("its mass")]
    points: Annotated[float, column("points", least=0), about("what it earns")]
    transport_eur: Annotated[Euros, about("cost of moving it and of waiting on the way")]
    purchase_eur: Annotated[Euros, about("what the fund pays for it")] = 0.0


class Leg(Record, frozen=True, kw_only=True):
    """One link of one consignment's way."""

    consignment: Annotated[Key, about("of which consignment")]
    leg: Annotated[int, column(least=1), about("number of the leg on its way")]
    link: Annotated[Key, refers("links"), about("over which link")]
    mode: Annotated[Mode, about("how")]
    origin: Annotated[Key, refers("nodes"), about("from where")]
    destination: Annotated[Key, refers("nodes"), about("to where")]
    departs: Annotated[Day, about("day on which it leaves")]
    arrives: Annotated[Day, about("day by which it arrives")]
    mass_t: Annotated[Tonnes, about("its mass")]


class Reason(enum.StrEnum):
    """Why a requirement is not met in full and on time: the first that binds, in this order."""

    NO_OFFER = "no offer"
    CAVEAT = "caveat"
    CONSENT = "consent"
    UNREACHABLE = "unreachable"
    TOO_LATE = "too late"
    FUND = "fund"
    CAPACITY = "capacity"
    SHARED = "given to others"
    NOT_WORTH = "not worth its transport"


class Unmet(Record, frozen=True, kw_only=True):
    """A requirement that is not met whole and on time, and why."""

    requirement: Annotated[Key, key(), about("which requirement")]
    item: Annotated[Key, refers("items"), about("what was asked")]
    place: Annotated[Key, refers("nodes"), about("where")]
    priority: Annotated[int, about("its priority")]
    due: Annotated[Day, about("when it was due")]
    asked: Annotated[float, column("item's unit"), about("quantity asked")]
    planned: Annotated[float, column("item's unit"), about("quantity that arrives while it is useful")]
    on_time: Annotated[float, column("item's unit"), about("quantity that arrives by the due day")]
    missing: Annotated[float, column("of 100"), about("score that is missing")]
    reason: Annotated[Reason, about("why, by the first cause that binds")]
    detail: Annotated[str, about("the reason in words: which offers, caveats, consents, links, days")] = ""
    helps: Annotated[str, about("what would help")] = ""


class Flow(Record, frozen=True, kw_only=True):
    """Load of one link in one period."""

    link: Annotated[Key, refers("links"), about("which link")]
    day: Annotated[Day, about("first day of the period")]
    load_t: Annotated[Tonnes, about("tonnes that leave on it")]
    capacity_t: Annotated[Tonnes, about("tonnes that could")]


class NodeDay(Record, frozen=True, kw_only=True):
    """What happens at one node in one period."""

    node: Annotated[Key, refers("nodes"), about("which node")]
    day: Annotated[Day, about("first day of the period")]
    arrived_t: Annotated[Tonnes, about("tonnes that arrive over links")]
    departed_t: Annotated[Tonnes, about("tonnes that leave over links")]
    waiting_t: Annotated[Tonnes, about("tonnes that wait there for the next period, on their way")]
    handling_t: Annotated[
        float | None,
        column("t"),
        about("tonnes that it could take in; empty if not stated"),
    ] = None


class Bottleneck(Record, frozen=True, kw_only=True):
    """One addition and what it would bring, by an exact re-solve."""

    rank: Annotated[int, column(least=1), about("1 is worth most")]
    kind: Annotated[str, about("link, node, corridor, offer, consent or fund")]
    what: Annotated[Key, about("code of the link, node, corridor, item, consent or fund")]
    party: Annotated[str, about("who could give it, where that is known")] = ""
    first_day: Annotated[Day | None, about("from when")] = None
    last_day: Annotated[Day | None, about("until when")] = None
    addition: Annotated[str, about("what is added, in words")]
    gain: Annotated[float, column("of 100"), about("score gained if this alone is added")]
    gain_least: Annotated[float, column("of 100"), about("certified: at least")]
    gain_most: Annotated[float, column("of 100"), about("certified: at most")]


class Task(Record, frozen=True, kw_only=True):
    """What one party has to do, by when."""

    party: Annotated[Key, refers("parties"), about("who")]
    by: Annotated[Day, about("by when")]
    action: Annotated[str, about("make ready, pay, consent, clear, receive")]
    consignment: Annotated[Key, about("of which consignment, if of one")] = ""
    offer: Annotated[Key, about("of which offer, if of one")] = ""
    requirement: Annotated[Key, about("for which requirement, if for one")] = ""
    item: Annotated[Key, about("what")] = ""
    quantity: Annotated[float | None, column("item's unit"), about("how much")] = None
    mass_t: Annotated[float | None, column("t"), about("its mass")] = None
    place: Annotated[Key, about("where")] = ""
    text: Annotated[str, about("in words")] = ""


PLAN_TABLES: dict[str, type[Record]] = {
    "consignments": Consignment,
    "legs": Leg,
    "unmet": Unmet,
    "bottlenecks": Bottleneck,
    "tasking": Task,
    "flows": Flow,
    "node_days": NodeDay,
}
"""Record of each table of a plan folder."""
