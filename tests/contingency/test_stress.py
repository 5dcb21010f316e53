"""What a stress test reports holds: losses lie in their certified intervals and brackets, and facts stay facts."""

from __future__ import annotations

import datetime as dt
import random
from functools import cache

import msgspec
import pytest
from tests.planning.battery import battery
from tests.planning.capability_cases import random_capability_scenario
from tests.planning.proofs import LONG
from tests.planning.strategies import random_scenario

import mainstay
from mainstay.contingency import single, stress, strike
from mainstay.contingency.shares import recovery, shares
from mainstay.model import CaseKind, Event, Scenario
from mainstay.planning import Plan
from mainstay.planning.build import build
from mainstay.planning.oracle import arc_flow

SEEDS = range(200)
CAPABLE = range(100 if LONG else 20)
EACH = 5
"""Cases of a scenario that are held against the oracle."""

CLOSE = 1e-6


def value(scenario: Scenario) -> float:
    """The best that any plan of a scenario earns, of 100, worked out by the arc-flow model of the whole."""
    case = build(scenario)
    return case.percent(arc_flow(case.problem).points) if case.problem.pairs or len(case.problem.choices) else 0.0


@cache
def plan_of(seed: int, *, capable: bool) -> Plan:
    scenario = random_capability_scenario(seed) if capable else random_scenario(seed)
    return mainstay.plan(scenario, method="arc-flow")


def picked(scenario: Scenario, seed: int) -> dict[str, tuple[Event, ...]]:
    """A few cases, of every kind in turn."""
    every = single(scenario)
    names = sorted(every)
    random.Random(seed).shuffle(names)
    return {name: every[name] for name in names[:EACH]}


def holds(plan: Plan, cases: dict[str, tuple[Event, ...]]) -> None:
    """Every reported loss and every bracket contains what the oracle says."""
    best = value(plan.scenario)
    found = stress(plan, cases=cases)
    assert {row.case for row in found.cases} == set(cases)
    for row in found.cases:
        loss = best - value(strike(plan.scenario, cases[row.case]).scenario)
        assert row.solved
        assert row.loss_low - CLOSE <= loss <= row.loss_high + CLOSE, row
        assert row.bracket_low - CLOSE <= loss <= row.bracket_high + CLOSE, row
        assert row.loss <= row.loss_before + CLOSE
        assert row.saved == pytest.approx(row.loss_before - row.loss)


@pytest.mark.parametrize("seed", SEEDS)
def test_every_loss_lies_within_its_certified_interval_and_its_bracket(seed: int) -> None:
    plan = plan_of(seed, capable=False)
    holds(plan, picked(plan.scenario, seed))


@pytest.mark.parametrize("seed", CAPABLE)
def test_so_it_does_with_packages_people_stocks_and_repairs(seed: int) -> None:
    plan = plan_of(seed, capable=True)
    holds(plan, picked(plan.scenario, seed))


@pytest.mark.parametrize("seed", range(12))
def test_a_later_day_loses_no_more_than_the_outset_and_its_facts_stay(seed: int) -> None:
    plan = plan_of(seed, capable=False)
    case, outcome = plan.case, plan.outcome
    assert case is not None
    assert outcome is not None
    start = plan.scenario.settings.start
    name, events = next(iter(picked(plan.scenario, seed).items()))
    day = start + dt.timedelta(days=plan.scenario.settings.days // 2)
    dated = tuple(msgspec.structs.replace(event, first_day=day) for event in events)
    found = stress(plan, cases={"early": events, "late": dated})
    early, late = (next(row for row in found.cases if row.case == which) for which in ("early", "late"))
    assert late.loss_low <= early.loss_high + CLOSE, name
    curve = found.curves["late"]
    planned = dict(curve.base)
    facts = [(when, points) for when, points in curve.after if when < day and when in planned]
    assert all(points == pytest.approx(planned[when], abs=1e-6) for when, points in facts), name


def test_nothing_is_lost_when_nothing_happens() -> None:
    plan = plan_of(1, capable=False)
    (row,) = stress(plan, cases={"nothing": ()}).cases
    assert row.loss == pytest.approx(0.0, abs=1e-6)
    assert row.loss_before == pytest.approx(0.0, abs=1e-6)
    assert row.recovery_days == 0


def test_points_by_requirement_and_by_day_add_up_to_what_the_plan_attains() -> None:
    for seed in range(6):
        plan = plan_of(seed, capable=True)
        assert plan.case is not None
        assert plan.outcome is not None
        got = shares(plan.case, plan.outcome.ways, plan.outcome.lots, plan.outcome.taken)
        assert plan.case.percent(sum(got.points.values())) == pytest.approx(plan.attained, abs=1e-6)
        assert plan.case.percent(got.by_day[-1]) == pytest.approx(plan.attained, abs=1e-6)


def test_without_the_school_no_battery_is_in_service_and_the_capability_depends_on_its_host() -> None:
    plan = mainstay.plan(battery())
    found = stress(plan)
    by_case = {row.case: row for row in found.cases}
    school = by_case["site S"]
    assert school.kind == CaseKind.SITE
    assert (school.packages_hit, school.packages_lost) == (1, 1)
    assert school.loss == pytest.approx(plan.score)
    assert ("BTY", "BBB") in {(row.capability, row.contributor) for row in found.dependence if row.below}


def test_a_pair_loses_at_least_what_each_of_it_loses() -> None:
    plan = plan_of(2, capable=False)
    found = stress(plan, pairs=True)
    rows = {row.case: row for row in found.cases}
    pairs = [row for row in found.cases if row.kind == CaseKind.PAIR]
    assert pairs
    for row in pairs:
        for part in row.case.split(" + "):
            assert row.loss_high >= rows[part].loss_low - CLOSE


def test_recovery_is_the_day_from_which_points_are_for_good_at_95_per_cent() -> None:
    base = [10.0, 20.0, 30.0, 40.0]
    assert recovery(base, base, 1) == 1
    assert recovery(base, [10.0, 10.0, 29.0, 40.0], 1) == 2
    assert recovery(base, [10.0, 20.0, 20.0, 30.0], 1) is None
