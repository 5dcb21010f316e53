"""What is a fact on a day, and the problem of the rest: together they are the plan, whatever the day."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest

from mainstay.contingency.strike import single, strike
from mainstay.model import Scenario
from mainstay.planning.build import Case, build
from mainstay.planning.carry import Carried, carried, translated
from mainstay.planning.checker import check_plan
from mainstay.planning.dated import settled
from mainstay.planning.facts import Rest, rest, without_shops
from mainstay.planning.oracle import Flow, arc_flow
from mainstay.planning.outcome import Outcome
from mainstay.planning.plan import Plan, assemble

from .capability_cases import random_capability_scenario
from .proofs import LONG
from .strategies import random_scenario
from .tiny import tents

SEEDS = 200 if LONG else 48
NEAR = 1e-6


def scenario_of(seed: int) -> Scenario:
    """Every other scenario has packages, people, stocks and repairs."""
    return random_capability_scenario(seed) if seed % 2 else random_scenario(seed)


def outcome_of(flow: Flow) -> Outcome:
    bound = max(flow.points, flow.bound) if np.isfinite(flow.bound) else flow.points
    known = (flow.price, "optimal", flow.ways, 1, len(flow.ways), flow.taken)
    return Outcome(flow.ways, flow.lots, flow.points, bound, *known)


def close(a: float, b: float) -> bool:
    return abs(a - b) <= NEAR * max(1.0, abs(a), abs(b))


def findings(case: Case, made: Plan) -> list[str]:
    """What the checker finds in a plan; what stocks of random scenarios throw away is compared elsewhere."""
    found = check_plan(case.scenario, made.tables.consignments, made.tables.legs, rest=made.tables, score=made.score)
    return [str(problem) for problem in found if problem.column != "expired"]


@pytest.mark.parametrize("part", range(4))
def test_facts_and_the_best_rest_are_the_best_plan(part: int):
    """With nothing struck, facts and the best that can follow earn what the best plan earns, and keep every rule."""
    on_the_way = 0
    for seed in range(part, SEEDS, 4):
        case = build(scenario_of(seed))
        if not case.problem.pairs:
            continue
        base = arc_flow(case.problem)
        periods = np.random.default_rng(seed).integers(0, case.grid.periods + 1, 2)
        for period in periods.tolist():
            known = rest(case, base.ways, base.lots, base.taken, period)
            flow = arc_flow(known.problem)
            assert close(known.points + flow.points, base.points), (seed, period)
            joined = known.join(outcome_of(flow))
            assert close(joined.points, base.points), (seed, period)
            assert findings(case, assemble(case, joined, "columns", 0.0)) == [], (seed, period)
            on_the_way += len(known.cargo)
    assert on_the_way > 5


def struck(seed: int) -> tuple[Case, Case, Flow, Carried, Rest, str]:
    """A random case on a random day: the base, the world in the case, the base's plan, what of it holds, and the rest."""
    scenario, rng = scenario_of(seed), np.random.default_rng(seed)
    case = build(scenario)
    base = arc_flow(case.problem)
    cases = single(scenario)
    name = str(rng.choice(list(cases)))
    period = int(rng.integers(0, case.grid.periods))
    events = [msgspec.structs.replace(event, first_day=case.grid.first_day(period)) for event in cases[name]]
    world = strike(scenario, events)
    to = build(world.scenario)
    gone = {code: to.grid.first_from(since) for code, since in world.gone.items()}
    to = without_shops(to, {code: to.grid.first_from(since) for code, since in world.shops.items()})
    ways, lots, taken, _ = translated(case, base.ways, base.lots, base.taken, to)
    known = rest(to, ways, lots, taken, period, gone)
    return case, to, base, carried(case, base.ways, base.lots, base.taken, to, gone), known, name


@pytest.mark.parametrize("part", range(4))
def test_what_follows_a_case_lies_between_what_still_holds_and_the_base(part: int):
    """After the loss of one element on any day the rest earns no less than what still holds and no more than the base."""
    for seed in range(part, SEEDS, 4):
        if not build(scenario_of(seed)).problem.pairs:
            continue
        _, to, base, holds, known, name = struck(seed)
        flow = arc_flow(known.problem)
        value, hair = known.points + flow.points, NEAR * max(1.0, abs(base.points))
        assert holds.points - known.sunk - hair <= value <= base.points + hair, (seed, name)
        joined = known.join(outcome_of(flow))
        assert value - hair <= joined.points <= joined.bound + hair, (seed, name)
        assert findings(to, assemble(to, joined, "columns", 0.0)) == [], (seed, name)


def test_on_the_first_day_nothing_is_a_fact():
    """The rest of a plan from its start is the whole problem."""
    for seed in range(10):
        case = build(scenario_of(seed))
        if case.problem.pairs:
            base = arc_flow(case.problem)
            known = rest(case, base.ways, base.lots, base.taken, 0)
            assert known.problem is case.problem
            assert known.points == 0


def test_after_the_last_day_all_is_a_fact():
    """Nothing is left to be earned, and the facts earn what the plan earned."""
    for seed in range(20):
        case = build(scenario_of(seed))
        if case.problem.pairs:
            base = arc_flow(case.problem)
            known = rest(case, base.ways, base.lots, base.taken, case.grid.periods)
            assert close(known.points, base.points)
            assert arc_flow(known.problem).points == pytest.approx(0, abs=1e-9)


def test_cargo_of_a_contributor_that_is_gone_is_lost_on_its_way():
    """Tents that left before the day and were not handed over are lost; those of others go on."""
    case = build(tents())
    base = arc_flow(case.problem)
    arrives = int(base.ways.arrives.max())
    mine = {case.offers[o].offer for o in case.problem.pair_offer[base.ways.pair]}
    kept = rest(case, base.ways, base.lots, base.taken, arrives)
    gone = rest(case, base.ways, base.lots, base.taken, arrives, dict.fromkeys(mine, arrives))
    assert kept.cargo_lots.sum() + kept.lots.sum() == pytest.approx(base.lots.sum())
    assert gone.lost_lots.sum() == pytest.approx(kept.cargo_lots.sum())
    assert len(gone.cargo) == 0
    assert arc_flow(gone.problem).points == pytest.approx(0)


def test_days_of_choices_are_days_of_the_plan():
    """Every choice but those of types in fleets is settled on a day, and none after the plan."""
    for seed in range(30):
        case = build(random_capability_scenario(seed))
        for what, on in zip(case.problem.choices.what, settled(case), strict=True):
            assert (on is None) == (what[0] in ("type", "first type")), what
            assert on is None or on < case.scenario.end, what
