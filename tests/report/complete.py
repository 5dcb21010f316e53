"""Two batteries asked for, planned by hand: one in service on time, one late; two courses; a stock that runs short."""

import datetime as dt
from dataclasses import dataclass, field, replace

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import (
    Assignment,
    Attendance,
    Basis,
    Capability,
    Cohort,
    Component,
    ComponentKind,
    Consignment,
    Course,
    Crew,
    CrewRole,
    Intake,
    Item,
    Leg,
    Node,
    NodeKind,
    Order,
    Package,
    Party,
    PartyKind,
    Readiness,
    Repair,
    Requirement,
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

START = dt.date(2026, 12, 1)
ROW = {"source": "S", "basis": Basis.ASSUMPTION}
GUN, SHELLS, CHAIN = "K-GUN", "K-SHELL", "K-CHAIN"


def day(number):
    return START + dt.timedelta(days=number)


@dataclass(frozen=True)
class Plan:
    """A plan as :mod:`mainstay.report` knows it."""

    tables: PlanTables
    score: float = 60.0
    bound: float = 61.0
    gap: float = 1 / 60
    attained: float = 60.5
    greedy_score: float | None = 20.0
    status: str = "within the gap"
    seconds: float = 1.0
    said: dict = field(default_factory=dict)

    def summary(self):
        return {"score": self.score, **self.said}

    def but(self, **tables):
        return replace(self, tables=replace(self.tables, **tables))


def scenario():
    def requirement(code, **more):
        common = {"place": "HUB", "due": day(40), "latest_useful": day(70), "priority": 1, "recipient": "UKR", **ROW}
        return Requirement(requirement=code, **{**common, **more})

    return Scenario(
        settings=Settings(name="complete", title="Two batteries", supported="UKR", start=START, days=84),
        parties=(
            Party(party="UKR", name="Ukraine", kind=PartyKind.SUPPORTED, country="UKR", **ROW),
            Party(party="DEU", name="Germany", kind=PartyKind.STATE, country="DEU", **ROW),
            Party(party="NLD", name="Netherlands", kind=PartyKind.STATE, country="NLD", **ROW),
        ),
        items=tuple(
            Item(item=code, name=name, supply_class=SupplyClass.V, unit="piece", mass_t=1.0, **ROW)
            for code, name in (("GUN", "Howitzer"), ("SHELL", "Shell"), ("SPARE", "Spares"))
        ),
        requirements=(
            requirement("P-1", package="BAT", for_unit="U-1", quantity=2, unit="package"),
            requirement("R-1", item="SHELL", quantity=100, unit="piece"),
        ),
        packages=(Package(package="BAT", name="Battery", name_fr="Batterie", name_uk="Батарея", **ROW),),
        components=(
            Component(component=GUN, package="BAT", kind=ComponentKind.EQUIPMENT, item="GUN", quantity=4, **ROW),
            Component(component=SHELLS, package="BAT", kind=ComponentKind.AMMUNITION, item="SHELL", quantity=10, **ROW),
            Component(component=CHAIN, package="BAT", kind=ComponentKind.REPAIR_CHAIN, item="GUN", quantity=0.5, **ROW),
        ),
        crews=(
            Crew(crew="1", package="BAT", skill="SHOOT", people=20, role=CrewRole.CREW, **ROW),
            Crew(crew="2", package="BAT", skill="MEND", people=5, role=CrewRole.MAINTAINER, **ROW),
        ),
        skills=(Skill(skill="SHOOT", name="Gunnery", **ROW), Skill(skill="MEND", name="Repair of guns", **ROW)),
        courses=(
            Course(
                course="C-SHOOT", name="Gunnery course", skill="SHOOT", days=14, item="GUN", item_quantity=2, seats=40, **ROW
            ),
        ),
        sites=(Site(site="SITE", name="Range", place="HUB", party="DEU", **ROW),),
        intakes=(
            Intake(intake="I-1", site="SITE", party="DEU", first_day=day(0), last_day=day(27), seats=20, instructors=4, **ROW),
            Intake(intake="I-2", site="SITE", party="NLD", first_day=day(14), last_day=day(41), seats=20, instructors=4, **ROW),
        ),
        trainings=(Training(training="T-1", course="C-SHOOT", site="SITE", first_day=day(0), last_day=day(60), **ROW),),
        units=(Unit(unit="U-1", name="First brigade", party="UKR", people=500, **ROW),),
        cohorts=(
            Cohort(cohort="A", unit="U-1", people=40, place="HUB", first_day=day(0), last_day=day(80), **ROW),
            Cohort(cohort="B", unit="U-1", people=10, place="HUB", first_day=day(0), last_day=day(80), skills=("MEND",), **ROW),
        ),
        stocks=(
            Stock(stock="S-1", item="SHELL", place="HUB", quantity=70, unit="piece", per_day=10, priority=1, **ROW),
            Stock(stock="S-2", item="GUN", place="HUB", quantity=4, unit="piece", **ROW),
        ),
        repairs=(Repair(repair="SHOP", name="Workshop", place="HUB", party="DEU", items=("GUN",), days=7, bays=2, **ROW),),
        nodes=(
            Node(
                node="HUB",
                name="Rzeszów",
                country="POL",
                kind=NodeKind.LOGISTICS_NODE,
                lon=22.0,
                lat=50.1,
                hazards=("all",),
                **ROW,
            ),
            Node(node="KYIV", name="Kyiv", country="UKR", kind=NodeKind.CENTRE, lon=30.5, lat=50.4, hazards=("all",), **ROW),
        ),
    )


def plan():
    def consignment(code, item, quantity, arrives, **more):
        common = {"offer": "O", "party": "DEU", "origin": "HUB", "destination": "HUB", "mass_t": quantity, "points": 0.0}
        common |= {"departs": day(arrives - 2), "arrives": day(arrives), "transport_eur": 0.0}
        return Consignment(consignment=code, item=item, quantity=quantity, counts_for=quantity, **{**common, **more})

    def part(code, kind, what, asked, first, every):
        return Readiness(
            requirement="P-1",
            package="BAT",
            part=code,
            kind=kind,
            item_or_skill=what,
            asked=asked,
            planned=asked,
            first_whole=day(first),
            all_whole=day(every),
        )

    def run(number, first, people):
        return TrainingRun(
            run=f"X-{number}",
            training="T-1",
            course="C-SHOOT",
            site="SITE",
            skill="SHOOT",
            starts=day(first),
            ends=day(first + 13),
            runs=1,
            people=people,
            seats=40,
            instructors=4,
        )

    def assigned(number, attendance, cohort, skill, at, people, idle):
        return Assignment(
            assignment=f"G-{number}",
            attendance=attendance,
            cohort=cohort,
            unit="U-1",
            skill=skill,
            requirement="P-1",
            day=day(at),
            people=people,
            idle_days=idle,
        )

    component = {"serves": Serves.COMPONENT, "requirement": "P-1"}
    steps = [(70, 0, 70, 70), (0, 30, 0, 70), (30, 0, 30, 70)]
    tables = PlanTables(
        consignments=(
            consignment("C-1", "GUN", 4.0, 10, component=GUN, **component),
            consignment("C-2", "GUN", 4.0, 46, component=GUN, **component),
            consignment("C-3", "SHELL", 20.0, 30, component=SHELLS, **component),
            consignment("C-4", "GUN", 2.0, 5, serves=Serves.TRAINING, requirement="SITE", component="GUN"),
            consignment("C-5", "SHELL", 100.0, 9, requirement="R-1", points=100.0),
        ),
        legs=(
            Leg(
                consignment="C-2",
                leg=1,
                link="SHOP",
                mode="repair",
                origin="HUB",
                destination="HUB",
                departs=day(38),
                arrives=day(45),
                mass_t=4.0,
            ),
        ),
        capabilities=(
            Capability(requirement="P-1", package="BAT", for_unit="U-1", day=day(40), packages=1, in_service=1, points=50.0),
            Capability(requirement="P-1", package="BAT", for_unit="U-1", day=day(47), packages=1, in_service=2, points=40.0),
        ),
        readiness=(
            part(GUN, "equipment", "GUN", 8, 10, 46),
            part(SHELLS, "ammunition", "SHELL", 20, 30, 30),
            part(CHAIN, "repair chain", "GUN", 1, 0, 0),
            part("SHOOT", "crew", "SHOOT", 40, 14, 35),
            part("MEND", "maintainer", "MEND", 10, 0, 0),
        ),
        runs=(run(1, 0, 20), run(2, 21, 20)),
        attendances=(
            Attendance(
                attendance="A-1", run="X-1", cohort="A", unit="U-1", skill="SHOOT", people=20, leaves=day(0), ready=day(14)
            ),
            Attendance(
                attendance="A-2", run="X-2", cohort="A", unit="U-1", skill="SHOOT", people=20, leaves=day(21), ready=day(35)
            ),
        ),
        assignments=(
            assigned(1, "A-1", "A", "SHOOT", 40, 20, 26),
            assigned(2, "A-2", "A", "SHOOT", 47, 20, 12),
            assigned(3, "", "B", "MEND", 40, 5, 40),
            assigned(4, "", "B", "MEND", 47, 5, 47),
        ),
        reservations=(Reservation(requirement="P-1", component=CHAIN, repair="SHOP", day=day(40), bays=1.0),),
        stock_levels=tuple(
            StockLevel(
                stock="S-1",
                day=day(7 * k),
                opening=opening,
                arrived=arrived,
                issued=issued,
                wanted=wanted,
                closing=opening + arrived - issued,
                days_of_supply=(opening + arrived - issued) / 10,
            )
            for k, (opening, arrived, issued, wanted) in enumerate(steps)
        ),
        orders=(Order(offer="O", party="DEU", fund="F", ordered=8, cost_eur=4e6, order_day=day(3), opens=day(9)),),
    )
    said = {"people_trained": 40, "course_runs": 2, "stock_served": 100 / 210, "repaired": 4.0}
    return Plan(tables, said={**said, "apart_packages": 1, "apart_score": 41.0, "mixing_points_lost": 0.0})
