"""Loads and shares of capacity follow the written flows."""

import datetime as dt

import msgspec
import pytest

from mainstay.model import Basis, Corridor, Flow, NodeDay
from mainstay.report.loads import link_loads, node_loads


def week(scenario, load, days=7):
    start = scenario.settings.start
    return [Flow(link="ROAD-1", day=start + dt.timedelta(days=n), load_t=load, capacity_t=100.0) for n in range(days)]


def test_a_link_is_full_after_a_full_week_and_not_after_a_full_day(scenario):
    assert link_loads(scenario, week(scenario, 100.0))["ROAD-1"].full
    one = link_loads(scenario, week(scenario, 100.0, days=1))["ROAD-1"]
    assert not one.full
    assert one.peak_share == 1.0
    assert one.week_share == pytest.approx(1 / 7)


def test_a_closed_week_counts_its_own_capacity(scenario):
    flows = [msgspec.structs.replace(flow, capacity_t=20.0) for flow in week(scenario, 20.0)]
    assert link_loads(scenario, flows)["ROAD-1"].full


def test_totals_are_those_of_the_flows(plan, scenario):
    loads = link_loads(scenario, plan.tables.flows)
    assert sum(load.total_t for load in loads.values()) == pytest.approx(sum(flow.load_t for flow in plan.tables.flows))
    assert loads["AIR"].mean_t_per_day == pytest.approx(60 / 30)


def gate(scenario, *links):
    """The scenario with a gate of 10 t a day over some links."""
    return scenario.replace(
        corridors=(Corridor(corridor="G", name="G", capacity_t_per_day=10.0, source="S", basis=Basis.ASSUMPTION),),
        links=tuple(msgspec.structs.replace(link, corridor="G") if link.link in links else link for link in scenario.links),
    )


def test_a_full_gate_between_two_places_shows_on_its_links(plan, scenario):
    """80 t pass the gate in a week that lets 70 t through: its link shows more than full although its own share is small."""
    shared = gate(scenario, "ROAD-2", "RAIL-2")
    assert link_loads(shared, plan.tables.flows, plan.tables.legs)["RAIL-2"].week_share == pytest.approx(80 / 70)
    assert link_loads(scenario, plan.tables.flows, plan.tables.legs)["RAIL-2"].week_share < 0.5


def test_a_full_entry_of_many_links_shows_on_the_node_that_they_enter(plan, scenario):
    codes = [link.link for link in scenario.links]
    shared = gate(scenario, *codes)
    assert link_loads(shared, plan.tables.flows, plan.tables.legs)["RAIL-2"].week_share < 0.5
    assert node_loads(shared, plan.tables.node_days, plan.tables.legs)["GDANSK"].full
    assert not node_loads(scenario, plan.tables.node_days, plan.tables.legs)["GDANSK"].full


def test_handling_is_that_of_the_day_where_it_is_written(scenario):
    start = scenario.settings.start
    days = [
        NodeDay(node="HUB", day=start + dt.timedelta(days=n), arrived_t=30.0, departed_t=0.0, waiting_t=5.0, handling_t=30.0)
        for n in range(7)
    ]
    load = node_loads(scenario, days)["HUB"]
    assert load.full
    assert load.waiting_t == 5.0
    assert load.total_t == pytest.approx(210.0)
