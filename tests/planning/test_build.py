"""From tables to arrays: limits by period, windows, classes and pairs are those of the rules."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.model import Closure, ClosureOf
from mainstay.model.rules import left
from mainstay.model.worth import worth
from mainstay.planning.build import build, canonical
from mainstay.planning.checker.figures import worth as worth_by_the_checker

from .proofs import case_of, shuffled
from .strategies import MADE, random_scenario
from .tiny import day, first, requirement, tents

SEEDS = range(60)


def test_worth_is_whole_until_due_then_falls_in_a_line():
    """1 until due, halfway between a half, and not allowed from the latest day on; due on the latest day still counts."""
    days = [worth(day(t), day(6), day(10)) for t in (0, 6, 7, 8, 9, 10, 11)]
    assert days == [1.0, 1.0, 0.75, 0.5, 0.25, -1.0, -1.0]
    assert [worth(day(t), day(6), day(6)) for t in (6, 7)] == [1.0, -1.0]


@pytest.mark.parametrize("seed", SEEDS)
def test_pairs_are_those_of_the_rules(seed: int):
    """Every offer that may serve a requirement is a pair at its rate and value, and no other."""
    case = case_of(seed)
    problem, rules = case.problem, case.rules
    pairs = {}
    for p in range(problem.pairs):
        o, n = case.offers[problem.pair_offer[p]], case.requirements[problem.pair_need[p]]
        pairs[o.offer, n.requirement] = problem.rate[p] * case.lot[problem.pair_offer[p]], problem.value[p]
    expected = {(o.offer, n.requirement): rate for n in case.requirements for o, rate in rules.suppliers(n)}
    assert set(pairs) == set(expected)
    assert (np.diff(problem.pair_offer) >= 0).all()
    for (offer, code), ratio in expected.items():
        row = next(n for n in case.requirements if n.requirement == code)
        lot = case.lot[[o.offer for o in case.offers].index(offer)]
        mass = rules.items[row.item].mass_t or 1.0
        assert pairs[offer, code][0] == pytest.approx(ratio * mass)
        assert pairs[offer, code][1] * lot == pytest.approx(case.scenario.points(row) * ratio / row.quantity)


@pytest.mark.parametrize("seed", SEEDS)
def test_sources_hold_all_that_the_ways_of_an_offer_depend_on(seed: int):
    """Place, first and last period, permitted links, and whether it weighs anything; amounts no more than is left."""
    case = case_of(seed)
    problem = case.problem
    for o, offer in enumerate(case.offers):
        s = problem.source[o]
        opens = case.rules.opens(offer)
        assert opens is not None
        assert case.nodes[problem.origin[s]].node == offer.place
        window = [
            t
            for t in range(case.grid.periods)
            if opens <= case.grid.first_day(t) and (offer.until is None or case.grid.first_day(t) <= offer.until)
        ]
        assert list(range(problem.ready[s], problem.last[s] + 1)) == window
        banned = case.rules.forbidden(offer)
        assert [link.link not in banned for link in case.links] == problem.permitted[problem.klass[s]].tolist()
        assert problem.load[s] == (case.rules.items[offer.item].mass_t > 0)
        assert problem.amount[o] <= left(offer) * case.lot[o] * (1 + 1e-12)


def test_a_closure_takes_its_share_on_its_days_and_shuts_only_what_is_shut_all_period():
    """Half open for a day of a period of two: a quarter is gone; shut for one of two days: half is gone, and it is not shut."""
    links = first(tents(period_days=2), "links", capacity_t_per_day=10.0)
    for share, last, room, shut in ((0.5, 2, 15.0, False), (0.0, 2, 10.0, False), (0.0, 3, 0.0, True)):
        row = Closure(
            closure="X", of=ClosureOf.LINK, closes="AB", first_day=day(2), last_day=day(last), share_open=share, **MADE
        )
        net = build(links.replace(closures=(row,))).problem.network
        assert net.link_t[0].tolist() == [20.0, room, 20.0, 20.0, 20.0, 20.0]
        assert net.shut[0].tolist() == [False, shut, False, False, False, False]


def test_the_order_of_rows_decides_nothing():
    """Shuffled tables give the same arrays, name by name."""
    for seed in SEEDS:
        one, other = case_of(seed), build(shuffled(random_scenario(seed), seed))
        assert canonical(one.scenario) == one.scenario == other.scenario
        for name in one.problem.__dataclass_fields__:
            if name not in ("network", "known"):
                assert (getattr(one.problem, name) == getattr(other.problem, name)).all(), name
        for name in one.problem.network.__dataclass_fields__:
            assert np.array_equal(getattr(one.problem.network, name), getattr(other.problem.network, name)), name


def test_a_hundred_points_are_a_hundred_percent():
    """Points become score by all that is asked, of requirements nobody can serve too."""
    case = build(tents().replace(requirements=(requirement("R", 20.0), requirement("Q", 5.0, item="HUT", priority=2))))
    assert case.asked_points == 150.0
    assert case.percent(75.0) == 50.0
    assert build(tents().replace(requirements=())).percent(1.0) == 0.0


def test_planner_and_checker_agree_on_what_a_late_arrival_is_worth():
    """Written twice, the same on every day."""
    row = requirement("R", 1.0)
    for t in range(14):
        assert max(0.0, worth(day(t), row.due, row.latest_useful)) == worth_by_the_checker(day(t), row)
