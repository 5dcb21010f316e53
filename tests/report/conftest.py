"""A small operation planned by hand: two donors, one gate, three requirements of which one is met whole and on time."""

import datetime as dt
import math
from dataclasses import dataclass, field, replace

import pytest

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import (
    Basis,
    Bottleneck,
    Consignment,
    Flow,
    Item,
    Leg,
    Link,
    Mode,
    Node,
    NodeDay,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Reason,
    Requirement,
    Rung,
    Scenario,
    Settings,
    SupplyClass,
    Task,
    Unmet,
)

START = dt.date(2026, 11, 17)
ROW = {"source": "S", "basis": Basis.ASSUMPTION}
FORMULA = '=HYPERLINK("x","y")'
"""A name that a careless workbook would turn into a formula."""


def day(number):
    return START + dt.timedelta(days=number)


@dataclass(frozen=True)
class StandIn:
    """A plan as :mod:`mainstay.report` knows it."""

    tables: PlanTables
    score: float = 70.0
    bound: float = 70.02
    gap: float = 0.02 / 70
    attained: float = 70.5
    greedy_score: float | None = 55.04
    status: str = "within the gap"
    seconds: float = 1.5
    said: dict = field(default_factory=dict)

    def summary(self):
        return {"score": self.score, "method": "hand", "seconds": self.seconds, "solve_seconds": 1.0, **self.said}

    def change(self, **values):
        return replace(self, **values)

    def without(self, **tables):
        return replace(self, tables=replace(self.tables, **tables))


def _node(code, name, country, kind, lon, lat, **more):
    return Node(node=code, name=name, country=country, kind=kind, lon=lon, lat=lat, hazards=("all",), **more, **ROW)


def _requirement(code, item, quantity, place, due, priority):
    return Requirement(
        requirement=code,
        item=item,
        quantity=quantity,
        unit="piece",
        place=place,
        due=day(due),
        latest_useful=day(due + 10),
        priority=priority,
        recipient="UKR",
        **ROW,
    )


@pytest.fixture(scope="session")
def scenario():
    parties = [
        Party(
            party="UKR", name="Ukraine", name_fr="Ukraine", name_uk="Україна", kind=PartyKind.SUPPORTED, country="UKR", **ROW
        ),
        Party(party="POL", name="Poland", name_fr="Pologne", name_uk="Польща", kind=PartyKind.STATE, country="POL", **ROW),
        Party(party="USA", name=FORMULA, kind=PartyKind.STATE, country="USA", **ROW),
    ]
    items = [
        Item(
            item="GEN",
            name="Generator",
            name_fr="Groupe",
            name_uk="Генератор",
            supply_class=SupplyClass.II,
            unit="piece",
            mass_t=2.0,
            **ROW,
        ),
        Item(item="AMB", name="Ambulance", supply_class=SupplyClass.II, unit="piece", mass_t=5.0, **ROW),
    ]
    nodes = [
        _node("NORFOLK", "Norfolk", "USA", NodeKind.SEAPORT, -76.3, 36.9),
        _node("GDANSK", "Gdańsk", "POL", NodeKind.SEAPORT, 18.66, 54.35),
        _node("HUB", "Rzeszów", "POL", NodeKind.LOGISTICS_NODE, 22.02, 50.11, handling_t_per_day=60.0),
        _node("GATE/1", "Medyka", "POL", NodeKind.CROSSING, 22.93, 49.81),
        _node("LVIV", "Lviv", "UKR", NodeKind.CENTRE, 24.03, 49.84, name_uk="Львів"),
        _node("KYIV", "Kyiv", "UKR", NodeKind.CENTRE, 30.52, 50.45, name_uk="Київ"),
    ]
    links = [
        _link("SEA", "NORFOLK", "GDANSK", Mode.SEA, 100),
        _link("ROAD-1", "GDANSK", "HUB", Mode.ROAD, 100),
        _link("ROAD-2", "HUB", "GATE/1", Mode.ROAD, 50),
        _link("RAIL-2", "HUB", "GATE/1", Mode.RAIL, 50),
        _link("ROAD-3", "GATE/1", "LVIV", Mode.ROAD, 20),
        _link("AIR", "HUB", "KYIV", Mode.AIR, 40),
    ]
    return Scenario(
        settings=Settings(name="hand made", title="By hand", supported="UKR", start=START, days=30),
        parties=tuple(parties),
        items=tuple(items),
        nodes=tuple(nodes),
        links=tuple(links),
        requirements=(
            _requirement("R-1", "GEN", 40, "LVIV", 20, 1),
            _requirement("R-2", "AMB", 8, "KYIV", 5, 1),
            _requirement("R-3", "GEN", 10, "KYIV", 9, 3),
            _requirement("R-4", "AMB", 10, "KYIV", 9, 3),
        ),
        offers=(
            Offer(
                offer="O-1",
                party="USA",
                item="GEN",
                quantity=100,
                unit="piece",
                place="NORFOLK",
                available=START,
                rung=Rung.PLEDGE,
                **ROW,
            ),
            Offer(
                offer="O-2",
                party="POL",
                item="AMB",
                quantity=20,
                unit="piece",
                place="HUB",
                available=START,
                rung=Rung.PLEDGE,
                **ROW,
            ),
        ),
    )


def _link(code, origin, destination, mode, capacity):
    return Link(link=code, origin=origin, destination=destination, mode=mode, hours=20, capacity_t_per_day=capacity, **ROW)


@pytest.fixture(scope="session")
def plan():
    return StandIn(tables())


def tables():
    ways = {
        "C-1": (
            "O-1",
            "USA",
            "GEN",
            "R-1",
            40,
            80.0,
            100.0,
            [("SEA", 1, 12), ("ROAD-1", 12, 13), ("RAIL-2", 13, 14), ("ROAD-3", 14, 15)],
        ),
        "C-2": ("O-2", "POL", "AMB", "R-2", 8, 40.0, 60.0, [("AIR", 8, 9)]),
        "C-3": ("O-2", "POL", "AMB", "R-4", 4, 20.0, 10.0, [("AIR", 5, 6)]),
    }
    ends = {
        "SEA": ("NORFOLK", "GDANSK", Mode.SEA),
        "ROAD-1": ("GDANSK", "HUB", Mode.ROAD),
        "RAIL-2": ("HUB", "GATE/1", Mode.RAIL),
        "ROAD-3": ("GATE/1", "LVIV", Mode.ROAD),
        "AIR": ("HUB", "KYIV", Mode.AIR),
    }
    consignments, legs, flows, nodes, tasks = [], [], [], {}, []
    for code, (offer, party, item, requirement, quantity, mass, points, way) in ways.items():
        first, last = way[0], way[-1]
        row = Consignment(
            consignment=code,
            offer=offer,
            party=party,
            item=item,
            requirement=requirement,
            origin=ends[first[0]][0],
            destination=ends[last[0]][1],
            departs=day(first[1]),
            arrives=day(last[2]),
            quantity=quantity,
            counts_for=quantity,
            mass_t=mass,
            points=points,
            transport_eur=1000.0,
        )
        consignments.append(row)
        for number, (link, departs, arrives) in enumerate(way, 1):
            origin, destination, mode = ends[link]
            legs.append(
                Leg(
                    consignment=code,
                    leg=number,
                    link=link,
                    mode=mode,
                    origin=origin,
                    destination=destination,
                    departs=day(departs),
                    arrives=day(arrives),
                    mass_t=mass,
                )
            )
            flows.append(Flow(link=link, day=day(departs), load_t=mass, capacity_t=100.0))
            nodes.setdefault((destination, day(arrives)), [0.0, 0.0])[0] += mass
            nodes.setdefault((origin, day(departs)), [0.0, 0.0])[1] += mass
        tasks.append(
            Task(
                party=party,
                by=row.departs,
                action="make ready",
                consignment=code,
                offer=offer,
                requirement=requirement,
                item=item,
                quantity=quantity,
                mass_t=mass,
                place=row.origin,
                text="+1",
            )
        )
    unmet = [
        Unmet(
            requirement="R-2",
            item="AMB",
            place="KYIV",
            priority=1,
            due=day(5),
            asked=8,
            planned=8,
            on_time=0,
            missing=16.0,
            reason=Reason.TOO_LATE,
            detail="=1+1",
            helps="earlier",
        ),
        Unmet(
            requirement="R-3",
            item="GEN",
            place="KYIV",
            priority=3,
            due=day(9),
            asked=10,
            planned=0,
            on_time=0,
            missing=10.0,
            reason=Reason.NO_OFFER,
        ),
        Unmet(
            requirement="R-4",
            item="AMB",
            place="KYIV",
            priority=3,
            due=day(9),
            asked=10,
            planned=4,
            on_time=4,
            missing=6.0,
            reason=Reason.CAPACITY,
        ),
    ]
    return PlanTables(
        consignments=tuple(consignments),
        legs=tuple(legs),
        unmet=tuple(unmet),
        bottlenecks=(
            Bottleneck(rank=1, kind="link", what="AIR", addition="5 t a day more", gain=3.0, gain_least=2.9, gain_most=3.1),
        ),
        tasking=tuple(tasks),
        flows=tuple(flows),
        node_days=tuple(
            NodeDay(node=node, day=at, arrived_t=arrived, departed_t=left, waiting_t=0.0)
            for (node, at), (arrived, left) in sorted(nodes.items())
        ),
    )


@pytest.fixture
def nothing():
    """A plan of nothing, without a bound."""
    return StandIn(PlanTables(), score=0.0, bound=math.inf, gap=math.inf, attained=0.0, greedy_score=None)
