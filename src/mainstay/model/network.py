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

    node: Annotated[Key, key(), about("code of the place")]
    name: Annotated[str, about("name in English")]
    name_uk: Annotated[str, about("name in Ukrainian")] = ""
    country: Annotated[str, about("ISO 3166-1 alpha-3 code of the country")]
    subdivision: Annotated[str, about("ISO 3166-2 code of the first-level unit, where known")] = ""
    kind: Annotated[NodeKind, about("what the place is")]
    lat: Annotated[float, column("deg", least=-90, most=90), about("latitude")]
    lon: Annotated[float, column("deg", least=-180, most=180), about("longitude")]
    handling_t_per_day: Annotated[
        float | None,
        column("t/day", least=0),
        about("what it can take in on an open day; empty if the links into it are its only limit"),
    ] = None
    handling_hours: Annotated[Hours, about("time to take a load in and make it ready to go on")] = 0.0
    storage_t: Annotated[
        float | None,
        column("t", least=0),
        about("what may wait there overnight on its way; empty: nothing may wait"),
    ] = None
    hazards: Annotated[
        tuple[str, ...],
        about("UN hazard divisions it is licensed for, as in 1.1; 1.4; 3; 9, or 'all', or 'none'"),
    ]


class Link(Row, frozen=True, kw_only=True):
    """One way of moving cargo from a node to another, in one direction."""

    link: Annotated[Key, key(), about("code of the link")]
    origin: Annotated[Key, refers("nodes"), about("where it starts")]
    destination: Annotated[Key, refers("nodes"), about("where it ends")]
    mode: Annotated[Mode, about("road, rail, sea, river, air, or transfer within one place")]
    km: Annotated[Kilometres, about("length")] = 0.0
    hours: Annotated[Hours, about("door to door, without handling at the ends")]
    capacity_t_per_day: Annotated[TonnesPerDay, about("what may leave on it on an open day")]
    cost_eur_per_t: Annotated[EurosPerTonne, about("cost of moving one tonne")] = 0.0
    corridor: Annotated[Key, refers("corridors"), about("gate that it shares with other links")] = ""
    gauge_change: Annotated[bool, about("whether wagons are reloaded or change bogies on the way")] = False


class Corridor(Row, frozen=True, kw_only=True):
    """A gate that several links share: together they bring in no more than its capacity, counted on arrival."""

    corridor: Annotated[Key, key(), about("code of the gate")]
    name: Annotated[str, about("name in English")]
    capacity_t_per_day: Annotated[
        TonnesPerDay, about("what all its links together may bring in on an open day")
    ]


class ClosureOf(enum.StrEnum):
    """What a closure closes."""

    LINK = "link"
    NODE = "node"
    CORRIDOR = "corridor"


class Closure(Row, frozen=True, kw_only=True):
    """A link, node or corridor is shut, or opens only in part, from one day to another, both included."""

    closure: Annotated[Key, key(), about("code of the closure")]
    of: Annotated[ClosureOf, about("link, node or corridor")]
    closes: Annotated[Key, about("code of the link, node or corridor")]
    first_day: Annotated[Day, about("first day of the closure")]
    last_day: Annotated[Day, about("last day of the closure")]
    share_open: Annotated[
        float,
        column("share", least=0, most=1),
        about("share of its capacity that stays open"),
    ] = 0.0
    text: Annotated[str, about("why")] = ""
