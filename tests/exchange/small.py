"""A small sound scenario for the tests of this room, and a way to spoil one cell of it."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path
from typing import Any

from mainstay.exchange import check, write_folder
from mainstay.model import (
    Basis,
    Caveat,
    CaveatKind,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Contribution,
    Corridor,
    Equivalence,
    Fund,
    Item,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Reliability,
    Requirement,
    Rung,
    Scenario,
    Settings,
    Source,
    SupplyClass,
)

SAID: dict[str, Any] = {"source": "S-1", "basis": Basis.ESTIMATE}


def day(number: int) -> dt.date:
    """Day of the plan: 1 is the first."""
    return dt.date(2026, 3, number)


def node(code: str, country: str, **more: Any) -> Node:
    values: dict[str, Any] = {"kind": NodeKind.DEPOT, "lat": 50.0, "lon": 22.0, "hazards": ("all",), **SAID, **more}
    return Node(node=code, name=code.title(), country=country, **values)


def link(code: str, origin: str, destination: str, **more: Any) -> Link:
    values: dict[str, Any] = {"mode": Mode.ROAD, "hours": 8.0, "capacity_t_per_day": 100.0, **SAID, **more}
    return Link(link=code, origin=origin, destination=destination, **values)


def offer(code: str, **more: Any) -> Offer:
    values: dict[str, Any] = {
        "party": "DEU",
        "item": "GEN-100",
        "quantity": 10.0,
        "unit": "piece",
        "place": "DEPOT",
        "available": day(1),
        "rung": Rung.PLEDGE,
        **SAID,
        **more,
    }
    return Offer(offer=code, **values)


def requirement(code: str, **more: Any) -> Requirement:
    values: dict[str, Any] = {
        "item": "GEN-100",
        "quantity": 5.0,
        "unit": "piece",
        "place": "Sumy",
        "due": day(10),
        "latest_useful": day(20),
        "priority": 1,
        "recipient": "UKR",
        **SAID,
        **more,
    }
    return Requirement(requirement=code, **values)


def small() -> Scenario:
    """Generators from a German depot over RZESZOW to Sumy, with one row at least in every table."""
    return Scenario(
        settings=Settings(name="small", title="Generators", supported="UKR", start=day(1), days=31),
        parties=(
            Party(party="UKR", name="Ukraine", name_uk="Україна", kind=PartyKind.SUPPORTED, country="UKR", **SAID),
            Party(party="DEU", name="Germany", kind=PartyKind.STATE, country="DEU", member_of=("NATO", "EU"), **SAID),
            Party(party="POL", name="Poland", kind=PartyKind.STATE, country="POL", **SAID),
        ),
        items=(
            Item(
                item="GEN-100",
                name="generator, 100 kVA",
                supply_class=SupplyClass.II,
                unit="piece",
                mass_t=1.9,
                volume_m3=6.0,
                **SAID,
            ),
            Item(
                item="SHELL",
                name="shell, 155 mm",
                supply_class=SupplyClass.V,
                unit="round",
                mass_t=0.05,
                hazard="1.1D",
                lethal=True,
                **SAID,
            ),
        ),
        equivalences=(Equivalence(equivalence="E-1", item="GEN-100", serves="SHELL", ratio=1.0, allowed=False, **SAID),),
        requirements=(requirement("R-1"), requirement("R-2", item="SHELL", unit="round", quantity=100.0)),
        offers=(offer("O-1"), offer("O-2", item="SHELL", unit="round", quantity=200.0)),
        caveats=(
            Caveat(caveat="C-1", party="DEU", kind=CaveatKind.NOT_BEFORE, day=day(2), offers=("O-1",), **SAID),
            Caveat(caveat="C-2", party="DEU", kind=CaveatKind.NO_MODE, values=("air",), **SAID),
        ),
        consents=(Consent(consent="K-1", holder="POL", state=ConsentState.PENDING, lead_days=1, items=("SHELL",), **SAID),),
        funds=(Fund(fund="F-1", name="Fund", administrator="POL", **SAID),),
        contributions=(
            Contribution(
                contribution="P-1",
                fund="F-1",
                party="DEU",
                amount_eur=1e6,
                available=day(1),
                rung=Rung.COMMITMENT,
                **SAID,
            ),
        ),
        nodes=(
            node("DEPOT", "DEU"),
            node("RZESZOW", "POL", storage_t=500.0, handling_t_per_day=300.0, handling_hours=4.0),
            node("Sumy", "UKR"),
        ),
        links=(
            link("RD-1", "DEPOT", "RZESZOW", km=900.0),
            link("RD-114", "RZESZOW", "Sumy", corridor="GATE"),
            link("RL-20", "RZESZOW", "Sumy", mode=Mode.RAIL, gauge_change=True, hours=20.0),
        ),
        corridors=(Corridor(corridor="GATE", name="Gate", capacity_t_per_day=80.0, **SAID),),
        closures=(
            Closure(
                closure="X-1",
                of=ClosureOf.LINK,
                closes="RD-114",
                first_day=day(3),
                last_day=day(4),
                text="flood\nand repair",
                **SAID,
            ),
        ),
        sources=(
            Source(source="S-1", title='Report "A", part 1', publisher="Office", reliability=Reliability.B),
            Source(source="S-0", title="not opened", publisher="none", reliability=Reliability.F),
        ),
    )


def spoil(folder: Path, table: str, row: int, **cells: str) -> None:
    """Write other texts into cells of one row, numbered as a spreadsheet does."""
    file = folder / f"{table}.csv"
    with file.open(encoding="utf-8", newline="") as text:
        rows = list(csv.reader(text))
    for column, value in cells.items():
        rows[row - 1][rows[0].index(column)] = value
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows(rows)


def spoilt(folder: Path, table: str, row: int, **cells: str) -> list[str]:
    """Problems, in words, of the small scenario with some cells of one row changed."""
    write_folder(small(), folder)
    spoil(folder, table, row, **cells)
    return [str(problem) for problem in check(folder)]


def said(scenario: Scenario) -> list[str]:
    """Problems of a scenario in memory, in words."""
    return [str(problem) for problem in check(scenario)]
