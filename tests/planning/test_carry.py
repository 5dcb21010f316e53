"""A plan of one case in another: matched by codes, and made smaller until it keeps every rule there."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.contingency.strike import single, strike
from mainstay.planning.build import build
from mainstay.planning.carry import carried, translated
from mainstay.planning.columns import entries
from mainstay.planning.oracle import arc_flow

from .capability_cases import random_capability_scenario
from .proofs import LONG
from .strategies import random_scenario


def scenario_of(seed: int):
    return random_capability_scenario(seed) if seed % 2 else random_scenario(seed)


@pytest.mark.parametrize("seed", range(20))
def test_a_plan_carried_to_its_own_case_is_the_same(seed: int):
    """By name and back, nothing is lost."""
    case = build(scenario_of(seed))
    flow = arc_flow(case.problem)
    kept = carried(case, flow.ways, flow.lots, flow.taken, build(scenario_of(seed)))
    assert kept.points == pytest.approx(flow.points, rel=1e-6, abs=1e-6)
    assert kept.lots.sum() == pytest.approx(flow.lots.sum(), rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("seed", range(200 if LONG else 12))
def test_what_is_carried_keeps_every_rule_of_the_other_case_and_earns_no_more(seed: int):
    """For the loss of every element from the outset: no row is exceeded, and no more is earned than before."""
    scenario = scenario_of(seed)
    case = build(scenario)
    flow = arc_flow(case.problem)
    for name, events in single(scenario).items():
        world = strike(scenario, events)
        to = build(world.scenario)
        gone = dict.fromkeys(world.gone, 0)
        kept = carried(case, flow.ways, flow.lots, flow.taken, to, gone)
        assert kept.points <= flow.points + 1e-6 * max(1.0, abs(flow.points)), name
        _, start, row, value = entries(to.problem, kept.ways)
        load = np.bincount(row, value * np.repeat(kept.lots, np.diff(start)), minlength=len(to.problem.capacity)).astype(float)
        rows = to.problem.rows
        load[rows.budget : rows.link] += to.problem.choices.matrix @ kept.taken
        capacity = to.problem.capacity
        assert (load <= capacity + 1e-6 * np.maximum(1.0, np.where(np.isfinite(capacity), capacity, 0.0))).all(), name
        assert not {to.offers[o].offer for o in to.problem.pair_offer[kept.ways.pair]} & set(gone), name


def test_numbers_change_and_names_stay():
    """Without its first offer every way of a plan keeps offer, demand and links under their new numbers."""
    scenario = random_scenario(3)
    case = build(scenario)
    flow = arc_flow(case.problem)
    first = case.offers[0].offer
    to = build(scenario.replace(offers=tuple(o for o in scenario.offers if o.offer != first), caveats=(), consents=()))
    ways, lots, _, number = translated(case, flow.ways, flow.lots, flow.taken, to)
    assert len(ways) == len(lots) == len(number)
    for w, was in enumerate(number.tolist()):
        a, b = case.problem.pair_offer[flow.ways.pair[was]], to.problem.pair_offer[ways.pair[w]]
        assert case.offers[a].offer == to.offers[b].offer != first
        legs = int(ways.legs[w])
        before = [case.links[case.problem.network.road_of[x]].link for x in flow.ways.link[was, :legs]]
        assert before == [to.links[to.problem.network.road_of[x]].link for x in ways.link[w, :legs]]
