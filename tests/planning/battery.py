"""A battery so small that its day in service is known by heart: two launchers, crews from one school, one repair shop."""

from __future__ import annotations

from mainstay.model import (
    Cohort,
    Component,
    ComponentKind,
    Course,
    Crew,
    CrewRole,
    Intake,
    Item,
    Offer,
    Package,
    Repair,
    Requirement,
    Rung,
    Scenario,
    Site,
    Skill,
    SupplyClass,
    Training,
    Unit,
)

from .strategies import MADE
from .tiny import change, day, link, node, tents

LAUNCHER = Item(item="LN", name="launchers", supply_class=SupplyClass.II, unit="piece", mass_t=1.0, **MADE)


def battery(packages: float = 1.0, *, launchers: float = 4.0, people: int = 8, seats: int = 8, staff: int = 8) -> Scenario:
    """
    Return a plan of 40 days; launchers go from A over B to C in two days, and each battery takes 2 of them and 4 operators.

    The course of 5 days starts at B, a day from C, on days 3, 10, 17 and 24, so the first operators are ready on day 8. A
    battery is due on day 13 and worth half as much on day 27.
    """
    base = tents(days=40)
    requirement = Requirement(
        requirement="P",
        package="BTY",
        for_unit="U",
        quantity=packages,
        unit="package",
        place="C",
        due=day(13),
        latest_useful=day(41),
        priority=1,
        recipient="CCC",
        **MADE,
    )
    return base.replace(
        items=(LAUNCHER,),
        requirements=(requirement,),
        packages=(Package(package="BTY", name="battery", **MADE),),
        components=(
            Component(component="BTY-LN", package="BTY", kind=ComponentKind.EQUIPMENT, item="LN", quantity=2.0, **MADE),
        ),
        crews=(Crew(crew="BTY-C", package="BTY", skill="OP", people=4, role=CrewRole.MAINTAINER, **MADE),),
        skills=(Skill(skill="OP", name="operators", **MADE),),
        courses=(Course(course="C-OP", name="operators' course", skill="OP", days=5, seats=4, least=1, instructors=2, **MADE),),
        sites=(Site(site="S", name="school", place="B", party="BBB", **MADE),),
        intakes=(
            Intake(
                intake="I", site="S", party="AAA", first_day=day(0), last_day=day(39), seats=seats, instructors=staff, **MADE
            ),
        ),
        trainings=(
            Training(
                training="T", course="C-OP", site="S", first_day=day(3), last_day=day(24), every_days=7, most_runs=4, **MADE
            ),
        ),
        units=(Unit(unit="U", name="brigade", party="CCC", people=100, **MADE),),
        cohorts=(Cohort(cohort="H", unit="U", people=people, place="C", first_day=day(0), last_day=day(39), **MADE),),
        offers=(
            Offer(
                offer="L",
                party="AAA",
                item="LN",
                quantity=launchers,
                unit="piece",
                place="A",
                available=day(0),
                rung=Rung.PLEDGE,
                **MADE,
            ),
        ),
        nodes=(*(node(code, land) for code, land in (("A", "AAA"), ("B", "BBB"), ("C", "CCC"))),),
        links=(*base.links, link("CB", "C", "B")),
    )


def with_chain(scenario: Scenario, bays: float) -> Scenario:
    """The battery also keeps a bay of a shop at B that repairs launchers."""
    chain = Component(component="BTY-REP", package="BTY", kind=ComponentKind.REPAIR_CHAIN, item="LN", quantity=1.0, **MADE)
    shop = Repair(repair="W", name="workshop", place="B", party="BBB", items=("LN",), days=3, bays=bays, **MADE)
    return scenario.replace(components=(*scenario.components, chain), repairs=(shop,))


def changed(scenario: Scenario, table: str, **fields: object) -> Scenario:
    """Change every row of a table."""
    return scenario.replace(**{table: tuple(change(row, **fields) for row in getattr(scenario, table))})
