"""Random small scenarios of complete capabilities: packages, courses, stocks, repair, procurement, whole pieces.

Supply falls a little short of whole multiples and seats are scarce, so that the best plan holds a few whole packages and
is not what the relaxation says.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from functools import cache
from typing import Any

from mainstay.model import (
    Closure,
    ClosureOf,
    Cohort,
    Component,
    ComponentKind,
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
    Package,
    Party,
    PartyKind,
    Reliability,
    Requirement,
    Scenario,
    Settings,
    Site,
    Skill,
    Source,
    SupplyClass,
    Training,
    Unit,
)

from .capability_supply import GIVERS, Supply
from .strategies import MADE, START, SeededDice

PARTS_EARN = (0.0, 0.0, 0.0, 0.3, 0.3, 0.75, 1.0)
GOODS = ("GUN", "SHELL", "PART", "KIT")
"""What packages, courses and shops ask for; ``GUN2`` may stand in for ``GUN``, ``SHELL2`` for ``SHELL``."""


@cache
def random_capability_scenario(seed: int) -> Scenario:
    """Return the scenario of a seed: 3 to 6 nodes, up to 8 links, 12 to 30 days."""
    return CapabilityMaker(SeededDice(seed)).scenario()


@cache
def tiny_capability_scenario(seed: int) -> Scenario:
    """Return a scenario of a seed in which all choices can be listed: 3 nodes, up to 10 days, 4 people."""
    return CapabilityMaker(SeededDice(seed), tiny=True).scenario()


class CapabilityMaker(Supply):
    """Makes one scenario, table by table."""

    def __init__(self, dice: SeededDice, *, tiny: bool = False):
        self.dice = dice
        self.tiny = tiny
        self.days = dice.whole(8, 10) if tiny else dice.whole(12, 30)
        self.step = dice.whole(1, 7)
        self.trains = dice.maybe(85)
        self.repairs_at_all = dice.maybe(45)
        self.ratios = {code: dice.among((1.0, 0.5, 2.0, 0.8)) for code in ("GUN", "SHELL")}
        self.wants: dict[str, float] = dict.fromkeys(GOODS, 0.0)

    def scenario(self) -> Scenario:
        """Make all tables; what is asked first, so that supply can fall short of it."""
        dice = self.dice
        self.nodes = self._nodes()
        self.places = [node.node for node in self.nodes]
        self.units = tuple(
            Unit(
                unit=f"U{i}",
                name=f"unit {i}",
                party="SUP",
                people=dice.whole(4, 8),
                away_share=dice.among((1.0, 1.0, 0.5)),
                **MADE,
            )
            for i in range(1, dice.whole(1, 2) + 1)
        )
        self.shops = self._shops()
        skills = tuple(
            Skill(skill=f"S{i}", name=f"skill {i}", fade_days=dice.whole(4, 12) if dice.maybe(25) else None, **MADE)
            for i in range(1, (dice.whole(1, 2 if self.tiny else 3) if self.trains else 0) + 1)
        )
        self.skills = [row.skill for row in skills]
        packages = tuple(
            Package(package=f"P{i}", name=f"package {i}", partial_share=dice.among(PARTS_EARN), **MADE)
            for i in range(1, dice.whole(1, 2) + 1)
        )
        self.packages = [row.package for row in packages]
        self.components, self.crews = self._components(), self._crews()
        requirements = self._requirements()
        self.asks = [row.requirement for row in requirements]
        schooling = self._schooling() if self.trains else {}
        stocks = self._stocks()
        funds = (Fund(fund="F1", name="fund", administrator="ORG", **MADE),) if dice.maybe(50) else ()
        self.funds = [fund.fund for fund in funds]
        offers = self._offers()
        links = self._links()
        return Scenario(
            settings=Settings(
                name="capability",
                supported="SUP",
                start=START,
                days=self.days,
                period_days=2 if dice.maybe(40) else 1,
                step_days=self.step,
                mixing_points=dice.among((0.0, 3.0, 15.0)),
                points_per_million_eur=dice.among((0.1, 0.0, 1000.0)),
            ),
            parties=(
                *(Party(party=code, name=code, kind=PartyKind.STATE, country=code, **MADE) for code in GIVERS),
                Party(party="SUP", name="supported", kind=PartyKind.SUPPORTED, country="CCC", **MADE),
                Party(party="ORG", name="an organisation", kind=PartyKind.ORGANISATION, **MADE),
            ),
            items=self._items(),
            equivalences=self._equivalences(),
            packages=packages,
            components=self.components,
            crews=self.crews,
            skills=skills,
            requirements=requirements,
            units=self.units,
            stocks=stocks,
            repairs=self.shops,
            funds=funds,
            contributions=self._contributions(offers),
            offers=offers,
            nodes=self.nodes,
            links=links,
            closures=self._closures(links),
            sources=(Source(source="S1", title="made up", publisher="the tests", reliability=Reliability.F),),
            **schooling,
        )

    # --- network -----------------------------------------------------------------------------------------------

    def _nodes(self) -> tuple[Node, ...]:
        dice, count = self.dice, 3 if self.tiny else self.dice.whole(3, 6)
        return tuple(
            Node(
                node=f"N{i}",
                name=f"node {i}",
                country="CCC" if i == count else dice.among(GIVERS),
                kind=NodeKind.LOGISTICS_NODE,
                lat=50.0,
                lon=20.0 + i,
                handling_t_per_day=float(dice.whole(4, 20)) if dice.maybe(20) else None,
                handling_hours=float(dice.among((0, 0, 6))),
                storage_t=dice.among((None, 6.0, 500.0)),
                hazards=("all",),
                **MADE,
            )
            for i in range(1, count + 1)
        )

    def _links(self) -> tuple[Link, ...]:
        """A way through all nodes and back from the last to the first, and others as it falls."""
        dice = self.dice
        ends = [*itertools.pairwise(self.places), (self.places[-1], self.places[0])]
        while not self.tiny and len(ends) < 8 and dice.maybe(50):
            origin, destination = sorted((dice.among(self.places), dice.among(self.places)))
            if origin != destination:
                ends.append((origin, destination))
        return tuple(
            Link(
                link=f"L{i}",
                origin=origin,
                destination=destination,
                mode=dice.among((Mode.ROAD, Mode.RAIL, Mode.AIR)),
                hours=float(dice.among((6, 12) if self.tiny else (6, 12, 12, 24, 36))),
                capacity_t_per_day=float(dice.among((4, 10, 20, 40))),
                cost_eur_per_t=float(10 * dice.whole(0, 10)),
                **MADE,
            )
            for i, (origin, destination) in enumerate(ends, start=1)
        )

    def _closures(self, links: Sequence[Link]) -> tuple[Closure, ...]:
        if not self.dice.maybe(25):
            return ()
        first = self.dice.whole(0, self.days - 3)
        return (
            Closure(
                closure="X1",
                of=ClosureOf.LINK,
                closes=self.dice.among(links).link,
                first_day=START + dt.timedelta(days=first),
                last_day=START + dt.timedelta(days=first + 2),
                share_open=self.dice.among((0.0, 0.5)),
                **MADE,
            ),
        )

    # --- what is asked -------------------------------------------------------------------------------------------

    def _items(self) -> tuple[Item, ...]:
        dice = self.dice
        whole = dice.maybe(30)
        mass = {"GUN": dice.among((1.0, 4.0)), "SHELL": 0.5, "PART": dice.among((0.1, 0.0)), "KIT": 1.0}
        codes = ("GUN", "GUN2", "SHELL", "SHELL2", "PART", "KIT")
        return tuple(
            Item(
                item=code,
                name=code.lower(),
                supply_class=SupplyClass.V if code.startswith("SHELL") else SupplyClass.II,
                unit="piece",
                mass_t=mass[code.rstrip("2")],
                whole=whole and code.startswith("GUN"),
                **MADE,
            )
            for code in codes
        )

    def _equivalences(self) -> tuple[Equivalence, ...]:
        return tuple(
            Equivalence(equivalence=f"E{code}", item=f"{code}2", serves=code, ratio=ratio, **MADE)
            for code, ratio in self.ratios.items()
        )

    def _components(self) -> tuple[Component, ...]:
        dice, out = self.dice, []
        kinds = {
            "GUN": (ComponentKind.EQUIPMENT, 1, 3),
            "SHELL": (ComponentKind.AMMUNITION, 3, 9),
            "PART": (ComponentKind.SPARES, 1, 3),
            "KIT": (ComponentKind.TOOLS, 1, 2),
        }
        for package in self.packages:
            goods = dict.fromkeys(["GUN", *(dice.among(GOODS) for _ in range(dice.whole(0, 2)))])
            for code in goods:
                kind, least, most = kinds[code]
                out.append(
                    Component(
                        component=f"{package}-{code}",
                        package=package,
                        kind=kind,
                        item=code,
                        quantity=float(dice.whole(least, most)),
                        substitutes=dice.maybe(85),
                        fleet=code == "GUN" and dice.maybe(60),
                        **MADE,
                    )
                )
            if self.shops and dice.maybe(50):
                out.append(
                    Component(
                        component=f"{package}-BAY",
                        package=package,
                        kind=ComponentKind.REPAIR_CHAIN,
                        item="GUN",
                        quantity=dice.among((0.5, 1.0)),
                        **MADE,
                    )
                )
        return tuple(out)

    def _crews(self) -> tuple[Crew, ...]:
        dice, out = self.dice, []
        for package in self.packages:
            for skill in self.skills:
                if dice.maybe(60):
                    fields = {"people": dice.whole(1, 2), "role": dice.among((CrewRole.CREW, CrewRole.MAINTAINER)), **MADE}
                    out.append(Crew(crew=f"{package}-{skill}", package=package, skill=skill, **fields))
        if out and dice.maybe(15):  # the same skill asked for twice
            fields = {"people": 1, "role": CrewRole.MAINTAINER, **MADE}
            out.append(Crew(crew="again", package=out[0].package, skill=out[0].skill, **fields))
        return tuple(out)

    def _requirements(self) -> tuple[Requirement, ...]:
        dice, out = self.dice, []
        for i in range(1, (dice.whole(1, 2) if self.tiny else max(dice.whole(1, 4), dice.whole(1, 4))) + 1):
            package = dice.among(self.packages) if i == 1 or dice.maybe(65) else ""
            item = "" if package else dice.among(("GUN", "SHELL", "SHELL", "KIT"))
            quantity = float(dice.whole(1, 2 if self.tiny else 4) if package else dice.whole(2, 9))
            due = dice.whole(self.days // 2, self.days - 2)
            for part in self.components if package else ():
                if part.package == package and part.kind != ComponentKind.REPAIR_CHAIN:
                    self.wants[part.item] += part.quantity * quantity
            if item:
                self.wants[item] += quantity
            out.append(
                Requirement(
                    requirement=f"R{i}",
                    item=item,
                    package=package,
                    for_unit=dice.among(self.units).unit if package and dice.maybe(30) else "",
                    quantity=quantity,
                    unit="package" if package else "piece",
                    place=self.places[-1] if dice.maybe(70) else self.places[-2],
                    due=START + dt.timedelta(days=due),
                    latest_useful=START + dt.timedelta(days=due + dice.among((0, 4, 8, 14))),
                    priority=dice.whole(1, 3),
                    points=dice.among((1.0, 0.5)),
                    recipient="SUP",
                    **MADE,
                )
            )
        return tuple(out)

    # --- training ------------------------------------------------------------------------------------------------

    def _schooling(self) -> dict[str, tuple[Any, ...]]:
        dice = self.dice
        sites = tuple(
            Site(site=f"T{i}", name=f"site {i}", place=dice.among(self.places), party=dice.among(GIVERS), **MADE)
            for i in range(1, dice.whole(1, 2) + 1)
        )
        courses = tuple(
            Course(
                course=f"C{skill}",
                name=f"course of {skill}",
                skill=skill,
                days=dice.whole(1, 3),
                prerequisites=(self.skills[i - 1],) if i and dice.maybe(40) else (),
                item=(item := dice.among(("GUN", "KIT")) if dice.maybe(25) else ""),
                item_quantity=1.0 if item else 0.0,
                seats=(seats := dice.whole(2, 4)),
                least=dice.whole(1, 2) if seats > 2 else 1,
                instructors=dice.whole(0, 1),
                **MADE,
            )
            for i, skill in enumerate(self.skills)
        )
        for course in courses:
            if course.item:
                self.wants[course.item] += 1
        trainings = tuple(
            Training(
                training=f"G{i}",
                course=course.course,
                site=dice.among(sites).site,
                first_day=(first := self._day(0, self.days // 6)),
                last_day=first + dt.timedelta(days=dice.whole(self.days // 4, self.days * 2 // 3)),
                every_days=dice.whole(1, 5),
                most_runs=dice.whole(1, 2),
                languages=dice.among(((), ("en",), ("en", "fr"))),
                interpreters=dice.maybe(60),
                **MADE,
            )
            for i, course in enumerate(courses, start=1)
        )
        return {
            "courses": courses,
            "sites": sites,
            "intakes": self._intakes(sites),
            "trainings": trainings,
            "cohorts": self._cohorts(),
        }

    def _intakes(self, sites: Sequence[Site]) -> tuple[Intake, ...]:
        """One for the whole time at each site, some more for a part of it."""
        dice, out = self.dice, []
        for site in sites:
            out.append(self._intake(site, len(out), 0, self.days - 1, dice.whole(2, 4), 1))
            if dice.maybe(50):
                first = dice.whole(0, self.days // 2)
                out.append(self._intake(site, len(out), first, first + dice.whole(3, 12), dice.whole(1, 3), dice.whole(0, 1)))
        return tuple(out)

    def _intake(self, site: Site, number: int, first: int, last: int, seats: int, instructors: int) -> Intake:
        days = {"first_day": START + dt.timedelta(days=first), "last_day": START + dt.timedelta(days=last)}
        lends = self.dice.among(GIVERS)
        return Intake(intake=f"Z{number}", site=site.site, party=lends, seats=seats, instructors=instructors, **days, **MADE)

    def _cohorts(self) -> tuple[Cohort, ...]:
        dice = self.dice
        return tuple(
            Cohort(
                cohort=f"H{i}",
                unit=(unit := dice.among(self.units)).unit,
                people=dice.whole(1, 2) if self.tiny else dice.whole(3, min(unit.people, 6)),
                place=dice.among((self.places[-1], self.places[-1], dice.among(self.places))),
                first_day=self._day(-2, self.days // 6),
                last_day=self._day(self.days * 3 // 4, self.days + 3),
                skills=(dice.among(self.skills),) if dice.maybe(45) else (),
                languages=dice.among((("en",), ("en", "fr"), ("fr",), ())),
                **MADE,
            )
            for i in range(1, (dice.whole(1, 2) if self.tiny else max(dice.whole(1, 3), dice.whole(1, 3))) + 1)
        )
