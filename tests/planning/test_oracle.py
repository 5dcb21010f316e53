"""The arc-flow model: more of anything never hurts it, and its flows come apart into ways without loss."""

from __future__ import annotations

import random
from collections.abc import Iterator

import msgspec
import numpy as np
import pytest

from mainstay.model import ConsentState, Scenario
from mainstay.planning.columns import entries
from mainstay.planning.oracle import arc_flow, commodities

from .proofs import LONG, NEAR, above, case_of, oracle, same
from .strategies import random_scenario

change = msgspec.structs.replace
SEEDS = range(60 if not LONG else 400)


def more(scenario: Scenario, rng: random.Random) -> Iterator[Scenario]:
    """The scenario with a little more of one thing each."""
    if scenario.offers:
        offer = rng.choice(scenario.offers)
        yield scenario.replace(offers=(*scenario.offers, change(offer, offer="O9", party=rng.choice(("AAA", "BBB", "CCC")))))
        grown = change(offer, quantity=(offer.quantity or 0.0) + 10.0)
        yield scenario.replace(offers=tuple(grown if row == offer else row for row in scenario.offers))
    for table, name in (("links", "capacity_t_per_day"), ("corridors", "capacity_t_per_day"), ("contributions", "amount_eur")):
        if rows := getattr(scenario, table):
            row = rng.choice(rows)
            larger = change(row, **{name: getattr(row, name) * 1.5 + 5.0})
            yield scenario.replace(**{table: tuple(larger if other == row else other for other in rows)})
    node = rng.choice(scenario.nodes)
    roomy = change(node, storage_t=(node.storage_t or 0.0) + 10.0, handling_t_per_day=None)
    yield scenario.replace(nodes=tuple(roomy if row == node else row for row in scenario.nodes))
    if scenario.consents:
        consent = rng.choice(scenario.consents)
        given = change(consent, state=ConsentState.GIVEN, decided=scenario.settings.start, asked=None)
        if consent.decided is None or consent.decided >= scenario.settings.start:
            yield scenario.replace(consents=tuple(given if row == consent else row for row in scenario.consents))
    for table in ("caveats", "closures", "consents"):
        if rows := getattr(scenario, table):
            gone = rng.choice(rows)
            yield scenario.replace(**{table: tuple(row for row in rows if row != gone)})


@pytest.mark.parametrize("seed", SEEDS)
def test_more_never_lowers_the_score_and_less_never_raises_it(seed: int):
    """An offer, capacity, money, room or consent more, or a caveat or closure less, never lowers the best score.

    Read backwards, each pair shows that taking the same away again never raises it.
    """
    scenario = random_scenario(seed)
    before = oracle(scenario).score
    for richer in more(scenario, random.Random(seed)):
        assert before <= oracle(richer).score + NEAR * max(1.0, before)


@pytest.mark.parametrize("seed", SEEDS)
def test_taking_an_offer_away_never_raises_the_score(seed: int):
    """Without any one of its offers a scenario earns no more."""
    scenario = random_scenario(seed)
    before = oracle(scenario).score
    for offer in scenario.offers:
        without = scenario.replace(offers=tuple(row for row in scenario.offers if row != offer))
        assert oracle(without).score <= before + NEAR * max(1.0, before)


def test_its_ways_earn_what_its_flows_do_and_exceed_no_row():
    """Taken apart into ways, the flows keep every capacity and earn the model's objective."""
    for seed in SEEDS:
        problem = case_of(seed).problem
        if not problem.pairs:
            continue
        flow = arc_flow(problem)
        ways, lots, points, price = flow.ways, flow.lots, flow.points, flow.price
        gain, start, row, value = entries(problem, ways)
        load = np.bincount(row, value * np.repeat(lots, np.diff(start)), minlength=len(problem.capacity))
        assert (load <= problem.capacity * (1 + 1e-7) + 1e-7).all()
        assert gain @ lots == same(points)
        assert (price >= 0).all()
        assert (price[~np.isfinite(problem.capacity)] == 0).all()


def test_a_commodity_holds_offers_that_differ_only_in_place_window_and_amount():
    """Every offer is in exactly one commodity, with others that may use the same links and serve the same at the same rates."""
    together = 0
    for seed in SEEDS:
        problem = case_of(seed).problem
        groups = commodities(problem)
        assert sorted(o for group in groups for o in group) == list(range(problem.offers))
        for group in groups:
            kinds = set()
            for o in group:
                pairs = problem.pair_offer == o
                serves = tuple(zip(problem.pair_need[pairs], problem.rate[pairs], problem.value[pairs], strict=True))
                s = problem.source[o]
                kinds.add((problem.permitted[problem.klass[s]].tobytes(), problem.load[s], serves))
            assert len(kinds) == 1
            together += len(group) > 1
    assert together


def test_its_plans_are_certified():
    """The bound made from its prices closes the gap."""
    for seed in SEEDS:
        made = oracle(random_scenario(seed))
        assert made.score <= above(made.bound)
        assert made.gap <= NEAR
