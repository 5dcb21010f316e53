"""A battery given whole, by hand: two packages with guns, rounds, crews and bays, and two stocks; known to the last figure."""

from __future__ import annotations

import msgspec

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import (
    Assignment,
    Attendance,
    Capability,
    Channel,
    Cohort,
    Component,
    ComponentKind,
    Condition,
    Consignment,
    Contribution,
    Course,
    Crew,
    CrewRole,
    Equivalence,
    Fund,
    Intake,
    Item,
    Leg,
    Offer,
    Order,
    Package,
    Party,
    PartyKind,
    Readiness,
    Repair,
    Reservation,
    Scenario,
    Serves,
    Settings,
    Site,
    Skill,
    Stock,
    StockLevel,
    SupplyClass,
    Training,
    TrainingRun,
    Unit,
)

from .strategies import MADE, START
from .tiny import day, link, node, requirement
from .tiny import offer as tiny_offer

SCORE = 100 * (60 + 20 + 50 * 29 / 84 + 50 * 14 / 42 - 1 - 2109.5 * 1000 / 1e6) / 200
"""Packages in service, the partial share of what arrived, two stocks; less a second type of gun, transport and two repairs."""


def battery() -> Scenario:
    """Two batteries of two guns are asked for by day 27, useful until day 41."""
    items = (("GUN", True, 1.0), ("OLD", True, 1.0), ("ROUND", False, 0.1), ("PART", False, 0.1), ("SIM", True, 0.5))
    items += (("FOOD", False, 0.1), ("MILK", False, 0.1))
    parties = (("AAA", PartyKind.STATE), ("CCC", PartyKind.SUPPORTED))
    return Scenario(
        settings=Settings(
            name="battery", supported="CCC", start=START, days=42, points_per_million_eur=1000.0, mixing_points=1.0
        ),
        parties=tuple(Party(party=code, name=code, kind=kind, country=code, **MADE) for code, kind in parties),
        items=tuple(
            Item(item=code, name=code, supply_class=SupplyClass.V, unit="t", whole=whole, mass_t=mass, **MADE)
            for code, whole, mass in items
        ),
        equivalences=(
            Equivalence(equivalence="E1", item="OLD", serves="GUN", ratio=1.0, **MADE),
            Equivalence(equivalence="E2", item="FOOD", serves="ROUND", ratio=1.0, **MADE),
        ),
        packages=(Package(package="P", name="battery", partial_share=0.2, **MADE),),
        components=(
            Component(component="K-GUN", package="P", kind=ComponentKind.EQUIPMENT, item="GUN", quantity=2, fleet=True, **MADE),
            Component(
                component="K-ROUND",
                package="P",
                kind=ComponentKind.AMMUNITION,
                item="ROUND",
                quantity=10,
                substitutes=False,
                **MADE,
            ),
            Component(component="K-FIX", package="P", kind=ComponentKind.REPAIR_CHAIN, item="GUN", quantity=1, **MADE),
        ),
        crews=(
            Crew(crew="CR-1", package="P", skill="GUNNER", people=3, role=CrewRole.CREW, **MADE),
            Crew(crew="CR-2", package="P", skill="FIXER", people=1, role=CrewRole.MAINTAINER, **MADE),
        ),
        requirements=(
            requirement("R", 2, item="", package="P", unit="package", for_unit="U", due=day(27), latest_useful=day(41)),
        ),
        offers=(
            offer("O-GUN", "GUN", 3),
            offer("O-OLD", "OLD", 2, condition=Condition.NEEDS_REPAIR),
            offer(
                "O-ROUND",
                "ROUND",
                100,
                channel=Channel.PURCHASE,
                fund="F",
                unit_cost_eur=10.0,
                lead_days=5,
                least_order=30.0,
                per_month=25.0,
            ),
            offer("O-PART", "PART", 0.5),
            offer("O-SIM", "SIM", 2),
            offer("O-FOOD", "FOOD", 20),
            offer("O-MILK", "MILK", 20),
        ),
        funds=(Fund(fund="F", name="f", administrator="AAA", **MADE),),
        contributions=(
            Contribution(contribution="M", fund="F", party="AAA", amount_eur=300.0, available=START, rung="pledge", **MADE),
        ),
        skills=tuple(
            Skill(skill=code, name=code, fade_days=fade, **MADE) for code, fade in (("BASIC", 20), ("GUNNER", 30), ("FIXER", 1))
        ),
        courses=(
            Course(course="B", name="b", skill="BASIC", days=3, seats=4, least=2, instructors=1, **MADE),
            Course(
                course="G",
                name="g",
                skill="GUNNER",
                days=5,
                prerequisites=("BASIC",),
                item="SIM",
                item_quantity=1.0,
                seats=4,
                instructors=1,
                **MADE,
            ),
        ),
        sites=(Site(site="T", name="t", place="S", party="AAA", **MADE),),
        intakes=(
            Intake(intake="IN", site="T", party="AAA", first_day=day(0), last_day=day(41), seats=8, instructors=2, **MADE),
        ),
        trainings=(
            Training(training="T-B", course="B", site="T", first_day=day(2), last_day=day(30), most_runs=2, **MADE),
            Training(
                training="T-G",
                course="G",
                site="T",
                first_day=day(11),
                last_day=day(30),
                most_runs=2,
                languages=("uk",),
                **MADE,
            ),
        ),
        units=(
            Unit(unit="U", name="u", party="CCC", people=20, away_share=0.5, **MADE),
            Unit(unit="V", name="v", party="CCC", people=20, **MADE),
        ),
        cohorts=(cohort("H", 6, languages=("uk",)), cohort("M", 2, first_day=day(3), skills=("FIXER",))),
        stocks=(
            Stock(
                stock="FED", item="FOOD", place="C", quantity=20, unit="t", per_day=2, floor=5, ceiling=40, priority=2, **MADE
            ),
            Stock(
                stock="FRESH", item="MILK", place="C", quantity=10, unit="t", per_day=1, shelf_life_days=14, priority=2, **MADE
            ),
            Stock(stock="SHELF", item="PART", place="S", quantity=0.5, unit="t", **MADE),
        ),
        repairs=(
            Repair(
                repair="W",
                name="w",
                place="S",
                party="AAA",
                items=("GUN", "OLD"),
                days=3,
                bays=3.0,
                spares="PART",
                spares_quantity=0.5,
                cost_eur=1000.0,
                **MADE,
            ),
        ),
        nodes=(node("A", "AAA"), node("S", "AAA"), node("C", "CCC")),
        links=(link("AC", "A", "C"), link("AS", "A", "S"), link("SC", "S", "C"), link("CS", "C", "S", hours=30.0)),
    )


def offer(code: str, item: str, quantity: float, **fields: object) -> Offer:
    """Something in Aport from the first day."""
    return tiny_offer(code, quantity, item=item, **fields)


def cohort(code: str, people: int, **fields: object) -> Cohort:
    """People of one unit in Ctown, for the whole plan."""
    given = {"unit": "U", "place": "C", "first_day": day(0), "last_day": day(41)}
    return Cohort(cohort=code, people=people, **(given | fields), **MADE)


def legs(code: str, tonnes: float, *ways: tuple[str, int, int]) -> list[Leg]:
    """Legs by the letters of their ends, or a repair shop, and their days."""
    out = []
    for number, (over, departs, arrives) in enumerate(ways, start=1):
        repair = over == "W"
        ends = ("S", "S") if repair else tuple(over)
        out.append(
            Leg(
                consignment=code,
                leg=number,
                link=over,
                mode="repair" if repair else "road",
                origin=ends[0],
                destination=ends[1],
                departs=day(departs),
                arrives=day(arrives),
                mass_t=tonnes,
            )
        )
    return out


def sent(number: int, offer: str, quantity: float, mass_t: float, way: str, **fields: object) -> Consignment:
    """What counts for as much as it is, from Aport."""
    given = {"origin": "A", "destination": way[-1], "points": 0.0, "transport_eur": 10.0 * mass_t, "counts_for": quantity}
    return Consignment(
        consignment=f"C-{number}",
        offer=offer,
        party="AAA",
        item=offer.removeprefix("O-"),
        quantity=quantity,
        mass_t=mass_t,
        **(given | fields),
    )


def given_whole() -> PlanTables:
    """Both batteries come into service, one at each milestone."""
    part = {"serves": Serves.COMPONENT, "requirement": "R"}
    guns, rounds = part | {"component": "K-GUN", "points": 5.0}, part | {"component": "K-ROUND", "points": 10.0}
    sites = {"serves": Serves.TRAINING, "requirement": "T", "component": "SIM", "departs": day(0), "arrives": day(1)}
    spares = {"serves": Serves.REPAIR, "requirement": "W", "component": "PART", "departs": day(0), "arrives": day(1)}
    later = {"serves": Serves.STOCK, "departs": day(6), "arrives": day(7)}
    consignments = (
        sent(1, "O-GUN", 2, 2.0, "AC", departs=day(0), arrives=day(1), **guns),
        sent(2, "O-OLD", 2, 2.0, "SC", departs=day(0), arrives=day(5), **guns | {"transport_eur": 2040.0}),
        sent(3, "O-ROUND", 20, 2.0, "AC", departs=day(5), arrives=day(6), purchase_eur=200.0, **rounds),
        sent(4, "O-PART", 0.5, 0.05, "AS", **spares),
        sent(5, "O-SIM", 2, 1.0, "AS", **sites),
        sent(6, "O-FOOD", 14, 1.4, "AC", requirement="FED", **later),
        sent(7, "O-MILK", 5, 0.5, "AC", requirement="FRESH", **later),
    )
    ways = (
        (1, ("AC", 0, 1)),
        (2, ("AS", 0, 1), ("W", 1, 4), ("SC", 4, 5)),
        (3, ("AC", 5, 6)),
        (4, ("AS", 0, 1)),
        (5, ("AS", 0, 1)),
        (6, ("AC", 6, 7)),
        (7, ("AC", 6, 7)),
    )
    return PlanTables(
        consignments=consignments,
        legs=tuple(leg for n, *way in ways for leg in legs(f"C-{n}", consignments[n - 1].mass_t, *way)),
        capabilities=(
            Capability(requirement="R", package="P", for_unit="U", day=day(27), packages=1, in_service=1, points=40.0),
            Capability(requirement="R", package="P", for_unit="U", day=day(34), packages=1, in_service=2, points=20.0),
        ),
        readiness=(
            ready("K-GUN", "equipment", "GUN", 4, 1, 5),
            ready("K-ROUND", "ammunition", "ROUND", 20, 6, 6),
            ready("K-FIX", "repair chain", "GUN", 2, 27, 34),
            ready("GUNNER", "crew", "GUNNER", 6, 17, 17),
            ready("FIXER", "maintainer", "FIXER", 2, 3, 3),
        ),
        runs=(run("RUN-1", "B", "BASIC", 2, 4), run("RUN-2", "G", "GUNNER", 11, 15)),
        attendances=(
            attendance("AT-1", "RUN-1", "BASIC", "", 0, 6),
            attendance("AT-2", "RUN-2", "GUNNER", "AT-1", 9, 17),
        ),
        assignments=(
            assignment("AS-1", "AT-2", "H", "GUNNER", 27, 3, 10),
            assignment("AS-2", "", "M", "FIXER", 27, 1, 24),
            assignment("AS-3", "AT-2", "H", "GUNNER", 34, 3, 17),
            assignment("AS-4", "", "M", "FIXER", 34, 1, 31),
        ),
        reservations=tuple(Reservation(requirement="R", component="K-FIX", repair="W", day=day(d), bays=1.0) for d in (27, 34)),
        stock_levels=(
            *levels("FED", 2.0, 20.0, ((0, 14, 0), (14, 1, 0), (0, 14, 0), (0, 0, 0), (0, 0, 0), (0, 0, 0))),
            *levels("FRESH", 1.0, 10.0, ((0, 7, 0), (5, 2, 1), (0, 4, 0), (0, 1, 0), (0, 0, 0), (0, 0, 0))),
        ),
        orders=(Order(offer="O-ROUND", party="AAA", fund="F", ordered=30.0, cost_eur=300.0, order_day=day(0), opens=day(5)),),
    )


def ready(part: str, kind: str, item_or_skill: str, asked: float, first: int, last: int) -> Readiness:
    """Part of the batteries that is there in full."""
    return Readiness(
        requirement="R",
        package="P",
        part=part,
        kind=kind,
        item_or_skill=item_or_skill,
        asked=asked,
        planned=asked,
        first_whole=day(first),
        all_whole=day(last),
    )


def run(code: str, course: str, skill: str, starts: int, ends: int) -> TrainingRun:
    """Six people in two courses side by side."""
    return TrainingRun(
        run=code,
        training=f"T-{course}",
        course=course,
        site="T",
        skill=skill,
        starts=day(starts),
        ends=day(ends),
        runs=2,
        people=6,
        seats=8,
        instructors=2,
    )


def attendance(code: str, run: str, skill: str, after: str, leaves: int, ready: int) -> Attendance:
    """The six gunners attend a run."""
    given = {"cohort": "H", "unit": "U", "people": 6, "leaves": day(leaves), "ready": day(ready)}
    return Attendance(attendance=code, run=run, skill=skill, after=after, **given)


def assignment(code: str, attendance: str, cohort: str, skill: str, on: int, people: int, idle: int) -> Assignment:
    """People of the batteries."""
    given = {"unit": "U", "requirement": "R", "day": day(on), "people": people, "idle_days": idle}
    return Assignment(assignment=code, attendance=attendance, cohort=cohort, skill=skill, **given)


def levels(stock: str, per_day: float, opening: float, steps: tuple[tuple[float, float, float], ...]) -> list[StockLevel]:
    """Levels of a stock, from what arrives, is issued and is thrown away in each week."""
    out = []
    for step, (arrived, issued, expired) in enumerate(steps):
        closing = opening + arrived - issued - expired
        out.append(
            StockLevel(
                stock=stock,
                day=day(7 * step),
                opening=opening,
                arrived=arrived,
                issued=issued,
                wanted=7 * per_day,
                closing=closing,
                expired=expired,
                days_of_supply=closing / per_day,
            )
        )
        opening = closing
    return out


def row(tables: PlanTables, table: str, number: int, **fields: object) -> PlanTables:
    """The plan with one row changed, counted from 0."""
    rows = list(getattr(tables, table))
    rows[number] = msgspec.structs.replace(rows[number], **fields)
    return with_(tables, **{table: tuple(rows)})


def with_(tables: PlanTables, **changed: object) -> PlanTables:
    """The plan with whole tables changed."""
    return PlanTables(**{name: getattr(tables, name) for name in tables.__dataclass_fields__} | changed)
