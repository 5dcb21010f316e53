"""A plan as written: consignments add up to what was solved, days lie on the grid, and loads are those of the legs."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

import numpy as np
import pytest

from mainstay.model import Scenario
from mainstay.planning import Plan, plan
from mainstay.planning.build import Case
from mainstay.planning.grid import Grid
from mainstay.planning.record import DUST, loads, write

from .proofs import LONG, oracle
from .strategies import random_scenario
from .tiny import day, first, node, tents

SEEDS = range(300 if LONG else 50)


def solved(seed: int) -> tuple[Plan, Case]:
    made = oracle(random_scenario(seed)) if seed % 2 else plan(random_scenario(seed), gap=1e-9, method="columns")
    assert made.case is not None
    return made, made.case


@pytest.mark.parametrize("seed", SEEDS)
def test_consignments_add_up_to_the_points_solved_for(seed: int):
    """Points earned less transport are the outcome's, but for rounding and dust; figures of a line follow from its own."""
    made, case = solved(seed)
    assert made.outcome is not None
    record = write(case, made.outcome.ways, made.outcome.lots)
    assert record.points - record.transport_points == pytest.approx(made.outcome.points, rel=1e-6, abs=1e-6)
    assert sum(row.points for row in record.consignments) == pytest.approx(record.points, rel=1e-8)
    per_eur = case.scenario.settings.points_per_million_eur / 1e6
    assert sum(row.transport_eur for row in record.consignments) * per_eur == pytest.approx(record.transport_points, rel=1e-8)
    items, offers = case.rules.items, case.scenario.by_key("offers")
    for row in record.consignments:
        assert row.quantity > 0
        assert row.mass_t == pytest.approx(row.quantity * items[row.item].mass_t, rel=1e-8)
        asked = next(r for r in case.requirements if r.requirement == row.requirement)
        assert row.counts_for == pytest.approx(row.quantity * case.rules.rate(row.item, asked.item), rel=1e-8)
        given = offers[row.offer]
        assert (row.party, row.item, row.origin, row.destination) == (given.party, given.item, given.place, asked.place)
        bought = row.quantity * (given.unit_cost_eur or 0.0) if given.channel == "purchase" else 0.0
        assert row.purchase_eur == pytest.approx(bought, rel=1e-8)


@pytest.mark.parametrize("seed", SEEDS)
def test_legs_follow_each_other_and_consignments_the_calendar(seed: int):
    """Codes are numbered in the order of departure; legs leave on first days of periods and arrive on last ones."""
    made, case = solved(seed)
    grid = Grid.of(case.scenario.settings)
    firsts = {grid.first_day(t) for t in range(grid.periods)}
    lasts = {grid.last_day(t) for t in range(grid.periods)}
    rows, legs = made.tables.consignments, made.tables.legs
    assert [row.consignment for row in rows] == [f"C-{i:04d}" for i in range(1, len(rows) + 1)]
    of: dict[str, list] = defaultdict(list)
    for leg in legs:
        of[leg.consignment].append(leg)
    assert list(of) == [row.consignment for row in rows if row.consignment in of]
    for row in rows:
        assert row.arrives in lasts
        mine = of[row.consignment]
        assert [leg.leg for leg in mine] == list(range(1, len(mine) + 1))
        if not mine:
            assert (row.departs, row.origin) == (row.arrives, row.destination)
            continue
        assert (row.departs, row.arrives) == (mine[0].departs, mine[-1].arrives)
        assert {leg.departs for leg in mine} <= firsts
        assert {leg.arrives for leg in mine} <= lasts
        assert all(leg.mass_t == row.mass_t for leg in mine)
    departs = [grid.last_until(row.departs) for row in rows]
    assert departs == sorted(departs)


@pytest.mark.parametrize("seed", SEEDS)
def test_loads_are_those_of_the_legs(seed: int):
    """Flows and node days, added up by hand from legs: loads, arrivals, departures, and what waits between two legs."""
    made, case = solved(seed)
    grid = Grid.of(case.scenario.settings)
    on_link: Counter[tuple[str, dt.date]] = Counter()
    arrived, departed, waiting = Counter(), Counter(), Counter()
    before = None
    for leg in made.tables.legs:
        on_link[leg.link, leg.departs] += leg.mass_t
        departed[leg.origin, leg.departs] += leg.mass_t
        there = grid.last_until(leg.arrives)
        arrived[leg.destination, grid.first_day(there)] += leg.mass_t
        if before is not None and before.consignment == leg.consignment:
            for t in range(grid.last_until(before.arrives), grid.last_until(leg.departs)):
                waiting[leg.origin, grid.first_day(t)] += leg.mass_t
        before = leg
    flows = {(row.link, row.day): row for row in made.tables.flows}
    assert len(flows) == len(made.tables.flows)
    assert {key: row.load_t for key, row in flows.items()} == pytest.approx({k: v for k, v in on_link.items() if v > 0})
    number = {link.link: a for a, link in enumerate(case.links)}
    for (link, on), row in flows.items():
        assert row.capacity_t == pytest.approx(case.problem.network.link_t[number[link], grid.last_until(on)], rel=1e-8)
        assert row.load_t <= row.capacity_t * (1 + 1e-6)
    days = {(row.node, row.day): row for row in made.tables.node_days}
    assert len(days) == len(made.tables.node_days)
    for figure, counted in (("arrived_t", arrived), ("departed_t", departed), ("waiting_t", waiting)):
        said = {key: getattr(row, figure) for key, row in days.items() if getattr(row, figure) > 0}
        assert said == pytest.approx({key: value for key, value in counted.items() if value > 0})


def test_the_days_of_a_journey_are_those_of_its_hours():
    """A day each leg: left on the first day, there on the third; points and euros by hand."""
    made = oracle(tents())
    (row,) = made.tables.consignments
    assert row.quantity == pytest.approx(20.0)
    assert [(leg.link, leg.leg) for leg in made.tables.legs] == [("AB", 1), ("BC", 2)]
    assert (made.tables.legs[0].departs - row.departs).days == 0
    assert (row.arrives - row.departs).days == 2
    assert (row.points, row.transport_eur) == pytest.approx((100.0, 20 * 20.0))


def test_waiting_on_the_way_is_written_and_paid():
    """Stopped for two days by a closure with a store before it, cargo that must leave early waits there, at EUR 1 a day."""
    from mainstay.model import Closure, ClosureOf

    from .strategies import MADE

    shut = Closure(closure="X", of=ClosureOf.LINK, closes="BC", first_day=day(1), last_day=day(2), **MADE)
    scenario = first(tents().replace(closures=(shut,)), "offers", until=day(0))
    stored = scenario.replace(nodes=(node("A", "AAA"), node("B", "BBB", storage_t=50.0), node("C", "CCC")))
    assert oracle(scenario).tables.consignments == ()
    made = oracle(stored)
    (row,) = made.tables.consignments
    assert row.transport_eur == pytest.approx(20 * (20.0 + 2.0))
    assert [(leg.departs, leg.arrives) for leg in made.tables.legs] == [(day(0), day(1)), (day(3), day(4))]
    waits = {(r.node, r.day): r.waiting_t for r in made.tables.node_days if r.waiting_t}
    assert waits == pytest.approx({("B", day(1)): 20.0, ("B", day(2)): 20.0})


def test_dust_is_not_worth_its_papers():
    """Amounts of a ten-millionth of what is offered or asked are left out, others are rounded to nine digits."""
    made = oracle(tents())
    assert made.case is not None
    assert made.outcome is not None
    ways = made.outcome.ways
    assert write(made.case, ways, np.full(len(ways), 20.0 * DUST * 0.9)).consignments == ()
    (row,) = write(made.case, ways, np.full(len(ways), 10 / 3)).consignments
    assert row.quantity == 3.33333333


def test_a_plan_without_consignments_has_no_loads():
    """Nothing moves: no flows, no node days."""
    scenario: Scenario = tents().replace(offers=())
    made = oracle(scenario)
    assert made.case is not None
    assert loads(made.case, write(made.case, made.case and _no_ways(), np.zeros(0))) == ((), ())


def _no_ways():
    from mainstay.planning.ways import empty_ways

    return empty_ways()
