"""What a plan with capabilities says of itself, over random scenarios: losses add up, parts bind, folders come back."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from mainstay.model import Channel, Scenario, Serves
from mainstay.planning import Plan, bottlenecks, explain, plan, resume
from mainstay.planning.build import build
from mainstay.planning.kept import FILE
from mainstay.planning.oracle import arc_flow
from mainstay.planning.record import Record
from mainstay.planning.resolve import carry, carry_price
from mainstay.planning.unmet import Lack

from .capability_cases import random_capability_scenario
from .proofs import EXACT, NEAR

SEEDS = range(40)


@cache
def planned(seed: int) -> Plan:
    return plan(random_capability_scenario(seed), gap=EXACT, method="arc-flow")


def points(scenario_case: object) -> float:
    return arc_flow(scenario_case.problem).points if scenario_case.problem.pairs else 0.0  # type: ignore[attr-defined]


@pytest.mark.parametrize("seed", SEEDS)
def test_all_losses_add_up(seed: int):
    """What requirements, packages and stocks miss is what the plan did not attain; the greatest loss stands first."""
    made = planned(seed)
    missing = [row.missing for row in made.tables.unmet]
    assert missing == sorted(missing, reverse=True)
    assert sum(missing) == pytest.approx(100 - made.attained, abs=1e-5)
    for row in made.tables.unmet:
        assert row.detail
        assert row.on_time <= row.planned * (1 + NEAR) <= row.asked * (1 + 2 * NEAR)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_plan_has_more_packages_on_time_than_its_scarcest_part(seed: int):
    """Whatever a part is said to suffice for, the plan itself has no more in service on time; and the scarcest stands first."""
    made = planned(seed)
    assert made.case is not None
    assert made.outcome is not None
    lack = Lack(made.case, Record(made.tables.consignments, made.tables.legs, 0.0, 0.0), made.outcome)
    rows = made.scenario.by_key("requirements")
    for row in made.tables.unmet:
        if row.package:
            parts = lack.lacking(rows[row.requirement])
            assert [part.packages for part in parts] == sorted(part.packages for part in parts)
            assert all(row.on_time <= part.packages < row.asked for part in parts)
            assert all(part.missing > 0 for part in parts)


def test_the_scenarios_hold_packages_and_stocks_worth_explaining():
    """Of the random scenarios many miss packages, for several reasons, and some stocks run short."""
    rows = [row for seed in SEEDS for row in planned(seed).tables.unmet]
    assert len({row.reason for row in rows if row.package}) >= 4
    assert sum(row.serves == Serves.STOCK for row in rows) > 5


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("kept", [True, False])
def test_a_plan_picked_up_says_the_same(seed: int, kept: bool, tmp_path: Path):
    """Tables and figures come back from the folder, with and without what was kept beside them."""
    made = planned(seed)
    made.save(tmp_path)
    if not kept:
        (tmp_path / FILE).unlink()
    again = resume(tmp_path)
    assert again.tables == made.tables
    assert again.score == pytest.approx(made.score, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize("seed", range(12))
def test_every_gain_is_the_difference_of_two_exact_plans(seed: int):
    """For everything that is missed and all that is tried for it, and for the bottlenecks."""
    made = planned(seed)
    assert made.case is not None
    before = points(made.case)
    for row in made.tables.unmet[:3]:
        for one in explain(made, row.requirement, gap=EXACT).helps:
            gain = made.case.percent(points(one.tried.addition.apply(made.case)) - before)
            found = one.tried.gain
            assert found.found == pytest.approx(gain, rel=NEAR, abs=NEAR)
            assert found.least - NEAR <= gain <= found.most + NEAR
            assert one.on_time <= one.planned + NEAR
    for rank in bottlenecks(made, gap=EXACT):
        assert rank.gain > 0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_course_repair_and_order_is_somebodys_task(seed: int):
    """Each attendance is one task, each run one, each repair, reservation and order with a lead time or a least quantity."""
    made = planned(seed)
    tables, offers = made.tables, made.scenario.by_key("offers")
    count = {
        action: sum(task.action == action for task in tables.tasking) for action in ("attend", "host", "repair", "reserve")
    }
    assert count == {
        "attend": len(tables.attendances),
        "host": len(tables.runs),
        "repair": sum(leg.mode == "repair" for leg in tables.legs),
        "reserve": len(tables.reservations),
    }
    ordered = [o for o in tables.orders if offers[o.offer].lead_days > 0 or offers[o.offer].least_order]
    assert all(offers[o.offer].channel == Channel.PURCHASE for o in ordered)
    assert sorted(t.offer for t in tables.tasking if t.action == "order") == sorted(o.offer for o in ordered)
    needed = sum(run.instructors for run in tables.runs)
    assert any(task.action == "lend" for task in tables.tasking) == (needed > 0)


def fewer(scenario: Scenario) -> list[Scenario]:
    """Scenarios that differ in what is asked and offered, with the same network."""
    return [scenario.replace(offers=scenario.offers[1:]), scenario.replace(requirements=scenario.requirements[1:]), scenario]


@pytest.mark.parametrize("seed", SEEDS)
def test_ways_and_prices_come_along_by_name(seed: int):
    """Ways of an offer's tranche to a demand, and prices of shared rows, whatever else comes before them."""
    made = planned(seed)
    assert made.case is not None
    assert made.outcome is not None
    old, ways = made.case, made.outcome.pool
    for scenario in fewer(made.scenario):
        new = build(scenario)
        came = carry(old, ways, new)
        p, q = old.problem, new.problem
        there = {
            (old.offers[p.pair_offer[w]].offer, old.demands[p.pair_need[w]].code, int(t))
            for w, t in zip(ways.pair, ways.arrives, strict=True)
        }
        for w, t in zip(came.pair, came.arrives, strict=True):
            assert (new.offers[q.pair_offer[w]].offer, new.demands[q.pair_need[w]].code, int(t)) in there
        if scenario is made.scenario:
            assert came.names() == ways.names()
            first = p.rows.need
            assert (carry_price(old, made.outcome.price, new)[first:] == made.outcome.price[first:]).all()
