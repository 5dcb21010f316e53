"""A plan that is hit, trimmed: it keeps every rule of what is left, and nothing in it has grown."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.planning.build import build
from mainstay.planning.hits import Hit, of_node, of_offers, of_road, removed
from mainstay.planning.oracle import arc_flow
from mainstay.planning.problem import Problem
from mainstay.planning.trim import can_go, trim

from .capability_cases import tiny_capability_scenario
from .complete import battery
from .hitting import best_plan, excess, hits, problems
from .proofs import LONG, NEAR, case_of
from .strategies import random_scenario

MAKERS = {"goods": (random_scenario, 60, 200), "capabilities": (tiny_capability_scenario, 20, 100)}


@pytest.mark.parametrize("kind", MAKERS)
def test_a_trimmed_plan_keeps_every_rule_and_nothing_in_it_has_grown(kind: str):
    """Whatever falls away: no row is exceeded, no way passes what is shut, whole ones and pieces stay whole."""
    make, short, long = MAKERS[kind]
    cut = 0
    for seed, problem in problems(make, range(long if LONG else short)):
        base = best_plan(problem, by_flows=True)
        for hit in hits(problem, seed, 3):
            case = removed(problem, hit)
            for price in (None, base.price):
                lots, taken = trim(case, base.ways, base.lots, base.taken, price)
                assert (lots >= 0).all()
                assert (lots <= base.lots).all()
                assert (taken >= 0).all()
                assert (taken <= np.maximum(0.0, base.taken)).all()
                assert excess(case, base.ways, lots, taken) <= NEAR
                assert can_go(case, base.ways.take(lots > 0)).all()
                assert (taken <= case.choices.upper + NEAR).all()
                whole = taken[case.choices.whole]
                assert whole == pytest.approx(np.round(whole), abs=NEAR)
                pieces = problem.pieces[problem.pair_offer[base.ways.pair]]
                of = pieces > 0
                assert lots[of] / pieces[of] == pytest.approx(np.round(lots[of] / pieces[of]), abs=NEAR)
                cut += bool((lots < base.lots).any())
    assert cut > 20


@pytest.mark.parametrize("kind", MAKERS)
def test_a_plan_that_keeps_every_rule_stays_as_it_is(kind: str):
    """Where nothing is hit, nothing is cut but what a solver's tolerance has left over."""
    make, short, _ = MAKERS[kind]
    for _, problem in problems(make, range(short)):
        base = best_plan(problem, by_flows=True)
        lots, taken = trim(problem, base.ways, base.lots, base.taken)
        assert lots == pytest.approx(base.lots, rel=NEAR, abs=NEAR)
        assert taken == pytest.approx(np.maximum(0.0, base.taken), rel=NEAR, abs=NEAR)


def test_without_its_guns_a_battery_falls_as_a_whole_and_so_does_what_serves_it():
    """No gun arrives: no package is in service, and no crew is counted for it; the stocks stay."""
    case = build(battery())
    problem = case.problem
    base = best_plan(problem, by_flows=True)
    guns = [o for o, offer in enumerate(case.offers) if offer.item in ("GUN", "OLD")]
    assert guns
    lots, taken = trim(removed(problem, of_offers(problem, np.array(guns))), base.ways, base.lots, base.taken)
    packages = np.array([what[0] == "package" for what in problem.choices.what])
    assert base.taken[packages].sum() >= 1
    assert taken[packages].sum() == 0
    others = ~np.isin(problem.pair_offer[base.ways.pair], guns)
    assert lots[others] == pytest.approx(base.lots[others])


def test_the_arrays_of_a_case_are_the_problem_without_what_is_hit():
    """Shut links shut their rows too, gone offers have nothing, and no more money is there than before."""
    for seed in range(30):
        problem = case_of(seed).problem
        if not problem.pairs:
            continue
        road, spot = of_road(problem, 0), of_node(problem, 0)
        assert (removed(problem, road).network.link_t[0] == 0).all()
        enters = removed(problem, spot).network.shut[(problem.network.head == 0) | (problem.network.tail == 0)]
        assert enters.all()
        gone = removed(problem, of_offers(problem, np.array([0])))
        assert gone.amount[0] == 0
        assert (gone.amount[1:] == problem.amount[1:]).all()
        assert _same(removed(problem, Hit()), problem)
        if len(problem.budget_eur):
            assert (removed(problem, Hit(budget_eur=problem.budget_eur * 2)).budget_eur == problem.budget_eur).all()
            broke = removed(problem, Hit(budget_eur=problem.budget_eur * 0))
            assert (broke.amount[(problem.budget >= 0) & (problem.price > 0)] == 0).all()


def test_what_is_hit_is_worth_nothing_more():
    """A best plan is never better for what was taken."""
    for seed, problem in problems(random_scenario, range(20)):
        best = arc_flow(problem).points
        for hit in hits(problem, seed, 3):
            assert arc_flow(removed(problem, hit)).points <= best + NEAR * max(1.0, best)


def _same(one: Problem, two: Problem) -> bool:
    return bool((one.capacity == two.capacity).all() and (one.network.shut == two.network.shut).all())
