"""Scenarios so small that the plan is known by heart, for tests of what a plan says in words and figures."""

from __future__ import annotations

import datetime as dt

import msgspec

from mainstay.model import (
    Item,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Requirement,
    Rung,
    Scenario,
    Settings,
    SupplyClass,
)

from .strategies import MADE, START

change = msgspec.structs.replace


def day(offset: int) -> dt.date:
    """A day of the plan, the first being 0."""
    return START + dt.timedelta(days=offset)


def offer(code: str, quantity: float | None, **fields: object) -> Offer:
    """An offer of tents in Aport from the first day."""
    given = {"party": "AAA", "item": "TENT", "unit": "t", "place": "A", "available": day(0), "rung": Rung.PLEDGE}
    return Offer(offer=code, quantity=quantity, **(given | fields), **MADE)


def requirement(code: str, quantity: float, **fields: object) -> Requirement:
    """Tents asked for in Ctown by the seventh day, useful for four more."""
    given = {"item": "TENT", "unit": "t", "place": "C", "due": day(6), "latest_useful": day(10), "priority": 1}
    return Requirement(requirement=code, quantity=quantity, **(given | fields), recipient="CCC", **MADE)


def link(code: str, origin: str, destination: str, **fields: object) -> Link:
    """A road of a day, 20 t a day, EUR 10 a tonne."""
    given = {"mode": Mode.ROAD, "hours": 24.0, "capacity_t_per_day": 20.0, "cost_eur_per_t": 10.0}
    return Link(link=code, origin=origin, destination=destination, **(given | fields), **MADE)


def node(code: str, country: str, **fields: object) -> Node:
    """A place licensed for everything, without a store."""
    return Node(node=code, name=code, country=country, kind=NodeKind.DEPOT, lat=0, lon=0, hazards=("all",), **fields, **MADE)


def tents(asked: float = 20.0, given: float = 20.0, **settings: object) -> Scenario:
    """Tents go from A over B to C, a day each leg; all of it arrives in time."""
    parties = (("AAA", PartyKind.STATE), ("BBB", PartyKind.STATE), ("CCC", PartyKind.SUPPORTED))
    return Scenario(
        settings=Settings(**({"name": "tents", "supported": "CCC", "start": START, "days": 12} | settings)),
        parties=tuple(Party(party=code, name=code, kind=kind, country=code, **MADE) for code, kind in parties),
        items=(
            Item(item="TENT", name="tents", supply_class=SupplyClass.II, unit="t", mass_t=1.0, **MADE),
            Item(item="HUT", name="huts", supply_class=SupplyClass.II, unit="t", mass_t=1.0, **MADE),
        ),
        requirements=(requirement("R", asked),),
        offers=(offer("O", given),),
        nodes=(node("A", "AAA"), node("B", "BBB"), node("C", "CCC")),
        links=(link("AB", "A", "B"), link("BC", "B", "C")),
    )


def first(scenario: Scenario, table: str, **fields: object) -> Scenario:
    """Change the first row of a table."""
    row, *others = getattr(scenario, table)
    return scenario.replace(**{table: (change(row, **fields), *others)})
