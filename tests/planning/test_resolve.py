"""Solving again from what is known: ways that still can be gone come along, and the answer is that of a fresh solve."""

from __future__ import annotations

import random

import numpy as np
import pytest

from mainstay.planning.additions import clearable, clearance, leave, money
from mainstay.planning.build import build
from mainstay.planning.columns import entries
from mainstay.planning.oracle import arc_flow
from mainstay.planning.promise import Promises
from mainstay.planning.resolve import carry, carry_price, gain, value

from .proofs import EXACT, NEAR, case_of
from .strategies import random_scenario
from .test_labels import assert_can_be_gone
from .test_oracle import more

SEEDS = range(30)


@pytest.mark.parametrize("seed", SEEDS)
def test_from_what_is_known_the_answer_is_that_of_a_fresh_solve(seed: int):
    """Whatever is added, a warm solve attains what the exact model does, and its gain lies where it is certified to."""
    base = value(case_of(seed), EXACT)
    for richer in more(random_scenario(seed), random.Random(seed)):
        case = build(richer)
        points = arc_flow(case.problem).points if case.problem.pairs else 0.0
        warm = value(case, EXACT, base)
        assert warm.points == pytest.approx(points, rel=NEAR, abs=NEAR)
        assert warm.bound >= points - NEAR
        found = gain(base, warm)
        assert found.least <= found.found + NEAR
        assert found.found <= found.most + NEAR


@pytest.mark.parametrize("seed", SEEDS)
def test_ways_that_come_along_can_be_gone(seed: int):
    """Fewer links, later offers, other windows: only ways that are allowed in the new case come along, each for its pair."""
    scenario = random_scenario(seed)
    old = case_of(seed)
    ways = value(old, EXACT).outcome.pool
    for other in (
        scenario.replace(closures=(), caveats=scenario.caveats[1:]),
        scenario.replace(offers=scenario.offers[1:]),
        scenario.replace(consents=(), requirements=scenario.requirements[1:]),
    ):
        new = build(other)
        came = carry(old, ways, new)
        assert len(came) <= len(ways)
        for w in range(len(came)):
            assert_can_be_gone(new.problem, came, w)
        entries(new.problem, came)
    same = carry(old, ways, old)
    assert same.names() == ways.names()


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_brings_more_than_it_promises(seed: int):
    """What the prices promise of an addition bounds what it brings: screening by them leaves out nothing by mistake."""
    case = case_of(seed)
    base = value(case, EXACT)
    promises = Promises(base)
    for addition in [
        *(leave(case, consent) for consent in case.scenario.consents if consent.state != "given"),
        *(clearance(case, key) for key in clearable(case.scenario)),
        *(money(case, fund) for fund in {offer.fund for offer in case.offers if offer.fund}),
    ]:
        after = addition.apply(case)
        points = arc_flow(after.problem).points if after.problem.pairs else 0.0
        assert points - base.bound <= promises.of_term(addition) + NEAR * max(1.0, points)


def test_prices_come_along_by_name():
    """Requirements keep their prices by code, the network's as they are; what is new costs nothing."""
    for seed in SEEDS:
        old = case_of(seed)
        scenario = old.scenario
        new = build(scenario.replace(requirements=scenario.requirements[1:]))
        price = np.arange(1.0, len(old.problem.capacity) + 1)
        came, a, b = carry_price(old, price, new), old.problem.rows, new.problem.rows
        assert (came[: b.need] == 0).all()
        assert (came[b.need : b.budget] == price[a.need + 1 : a.budget]).all()
        limited = np.isfinite(new.problem.capacity[b.link :])
        assert (came[b.link :][limited] == price[a.link :][limited]).all()
        assert (came[~np.isfinite(new.problem.capacity)] == 0).all()
