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
    Channel,
    Closure,
    ClosureOf,
    Cohort,
    Component,
    ComponentKind,
    Condition,
    Consent,
    ConsentState,
    Contribution,
    Corridor,
    Course,
    Crew,
    CrewRole,
    Equivalence,
    Fund,
    Intake,
    Item,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Package,
    Party,
    PartyKind,
    Reliability,
    Repair,
    Requirement,
    Rung,
    Scenario,
    Settings,
    Site,
    Skill,
    Source,
    Stock,
    SupplyClass,
    Training,
    Unit,
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
    """Generators from a German depot over RZESZOW to Sumy, with one row at least in every table that moves things."""
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


def capable() -> Scenario:
    """The small scenario with a capability beside it: two guns of a battery, with a row in every table of capabilities."""
    scenario = small()
    gun = Item(item="GUN", name="howitzer", supply_class=SupplyClass.II, unit="piece", whole=True, mass_t=20.0, **SAID)
    kit = Item(item="KIT", name="spares", supply_class=SupplyClass.II, unit="kit", mass_t=0.5, **SAID)
    return scenario.replace(
        items=(*scenario.items, gun, kit),
        requirements=(
            *scenario.requirements,
            requirement("R-3", item="", package="BATTERY", quantity=2.0, unit="package", for_unit="B-44"),
        ),
        offers=(
            *scenario.offers,
            offer("O-3", item="GUN", quantity=2.0, condition=Condition.NEEDS_REPAIR),
            offer("O-4", item="KIT", unit="kit", channel=Channel.PRODUCTION, per_month=5.0),
            offer(
                "O-5",
                item="KIT",
                unit="kit",
                channel=Channel.PURCHASE,
                fund="F-1",
                unit_cost_eur=1e4,
                lead_days=5,
                least_order=2.0,
            ),
        ),
        packages=(Package(package="BATTERY", name="Battery", coalition="A-1", partial_share=0.2, **SAID),),
        components=(
            Component(
                component="K-1", package="BATTERY", kind=ComponentKind.EQUIPMENT, item="GUN", quantity=1.0, fleet=True, **SAID
            ),
            Component(
                component="K-2",
                package="BATTERY",
                kind=ComponentKind.SPARES,
                item="KIT",
                quantity=1.0,
                substitutes=False,
                **SAID,
            ),
            Component(component="K-3", package="BATTERY", kind=ComponentKind.REPAIR_CHAIN, item="GUN", quantity=0.5, **SAID),
        ),
        crews=(Crew(crew="W-1", package="BATTERY", skill="gunner", people=5, role=CrewRole.CREW, **SAID),),
        skills=(
            Skill(skill="gunner", name="gunner", fade_days=90, **SAID),
            Skill(skill="basic", name="basic training", **SAID),
        ),
        courses=(
            Course(
                course="GC",
                name="gun course",
                skill="gunner",
                days=5,
                prerequisites=("basic",),
                item="GUN",
                item_quantity=1.0,
                seats=12,
                least=4,
                instructors=3,
                **SAID,
            ),
        ),
        sites=(Site(site="RANGE", name="Range", place="RZESZOW", party="POL", programme="P-1", **SAID),),
        intakes=(
            Intake(
                intake="I-1", site="RANGE", party="DEU", first_day=day(1), last_day=day(20), seats=12, instructors=2, **SAID
            ),
            Intake(
                intake="I-2", site="RANGE", party="POL", first_day=day(6), last_day=day(31), seats=12, instructors=2, **SAID
            ),
        ),
        trainings=(
            Training(training="T-1", course="GC", site="RANGE", first_day=day(3), last_day=day(24), languages=("en",), **SAID),
        ),
        units=(Unit(unit="B-44", name="44th brigade", party="UKR", people=100, away_share=0.3, **SAID),),
        cohorts=(
            Cohort(
                cohort="C-44",
                unit="B-44",
                people=20,
                place="RZESZOW",
                first_day=day(1),
                last_day=day(31),
                skills=("basic",),
                languages=("uk", "en"),
                **SAID,
            ),
        ),
        stocks=(
            Stock(
                stock="D-1",
                item="SHELL",
                place="Sumy",
                quantity=90.0,
                unit="round",
                per_day=10.0,
                floor=20.0,
                ceiling=400.0,
                **SAID,
            ),
            Stock(stock="D-2", item="GUN", place="RZESZOW", quantity=1.0, unit="piece", **SAID),
        ),
        repairs=(
            Repair(
                repair="SHOP",
                name="Shop",
                place="RZESZOW",
                party="POL",
                items=("GUN",),
                days=3,
                bays=2.0,
                spares="KIT",
                spares_quantity=1.0,
                cost_eur=1e4,
                **SAID,
            ),
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


def spoilt(folder: Path, table: str, row: int, *, base: Scenario | None = None, **cells: str) -> list[str]:
    """Problems, in words, of a scenario (the small one) with some cells of one row changed."""
    write_folder(base or small(), folder)
    spoil(folder, table, row, **cells)
    return [str(problem) for problem in check(folder)]


def said(scenario: Scenario) -> list[str]:
    """Problems of a scenario in memory, in words."""
    return [str(problem) for problem in check(scenario)]
