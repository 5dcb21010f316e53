"""More of anything never hurts: an offer, a seat, an instructor or a bay more lowers neither the best score nor a bound."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from mainstay.model import Scenario
from mainstay.planning import plan

from .capability_cases import random_capability_scenario
from .capability_mip import full_mip
from .proofs import EXACT, NEAR
from .tiny import change

SEEDS = range(25)


def one(scenario: Scenario, table: str, rng: random.Random, **more: float) -> Iterator[Scenario]:
    """The scenario with one row of a table that has more of something; none if the table is empty."""
    rows = getattr(scenario, table)
    if rows:
        row = rng.choice(rows)
        richer = change(row, **{name: getattr(row, name) + amount for name, amount in more.items()})
        yield scenario.replace(**{table: tuple(richer if other is row else other for other in rows)})


def more(scenario: Scenario, rng: random.Random) -> Iterator[Scenario]:
    """The scenario with one thing more, in each of several ways."""
    again = change(rng.choice(scenario.offers), offer="more")
    yield scenario.replace(offers=(*scenario.offers, again))
    yield from one(scenario, "intakes", rng, seats=1)
    yield from one(scenario, "intakes", rng, instructors=1)
    yield from one(scenario, "repairs", rng, bays=1.0)


def less(scenario: Scenario, rng: random.Random) -> Iterator[Scenario]:
    """The scenario without one row of each of these tables, if there is one."""
    for table in ("offers", "intakes", "trainings", "cohorts"):
        rows = getattr(scenario, table)
        if rows:
            gone = rng.choice(rows)
            yield scenario.replace(**{table: tuple(row for row in rows if row is not gone)})
    yield from one(scenario, "repairs", rng, bays=-0.5)


@pytest.mark.parametrize("seed", SEEDS)
def test_more_never_lowers_the_best_score(seed: int):
    """An offer, a seat, an instructor or a bay more."""
    scenario = random_capability_scenario(seed)
    before = full_mip(scenario).score
    for richer in more(scenario, random.Random(seed)):
        assert before <= full_mip(richer).score + NEAR * max(1.0, before)


@pytest.mark.parametrize("seed", SEEDS)
def test_less_never_raises_the_best_score(seed: int):
    """An offer, an intake, a training, a cohort or half a bay less."""
    scenario = random_capability_scenario(seed)
    before = full_mip(scenario).score
    for poorer in less(scenario, random.Random(seed)):
        assert full_mip(poorer).score <= before + NEAR * max(1.0, before)


@pytest.mark.parametrize("seed", range(12))
def test_more_never_lowers_the_bound_below_what_less_attains(seed: int):
    """What is planned with less stays within the bound of more; where both are proven the best, so do the bounds."""
    scenario = random_capability_scenario(seed)
    before = plan(scenario, gap=EXACT, method="arc-flow", time_limit=60.0)
    for richer in more(scenario, random.Random(seed)):
        after = plan(richer, gap=EXACT, method="arc-flow", time_limit=60.0)
        slack = NEAR * max(1.0, before.bound)
        assert before.score <= after.bound + slack
        if before.gap <= NEAR and after.gap <= NEAR:
            assert before.bound <= after.bound + slack
