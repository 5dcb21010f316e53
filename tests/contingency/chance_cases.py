"""Plans and chances for tests of simulated executions."""

from __future__ import annotations

from functools import cache

from tests.planning.capability_cases import random_capability_scenario
from tests.planning.complete import SCORE, battery, given_whole
from tests.planning.strategies import MADE, random_scenario

from mainstay.model import Chance, ChanceOf, Scenario
from mainstay.planning import Plan, plan

STORMY = (
    Chance(chance="A", of=ChanceOf.OFFERS, fails=0.2, late=0.5, late_days_median=3.0, late_days_p90=9.0, **MADE),
    Chance(chance="B", of=ChanceOf.LINKS, closes_per_year=40.0, closed_days_median=2.0, closed_days_p90=5.0, **MADE),
    Chance(chance="C", of=ChanceOf.COURSES, fails=0.2, **MADE),
)
"""Much goes wrong."""


@cache
def planned(seed: int, kind: str = "goods") -> Plan:
    """Plan of a random small scenario."""
    return plan(random_scenario(seed) if kind == "goods" else random_capability_scenario(seed))


def busy() -> Plan:
    """Plan of the first random scenario with packages that has a dozen consignments and packages in service."""
    made = (planned(seed, "capabilities") for seed in range(100))
    return next(one for one in made if len(one.tables.consignments) >= 12 and one.tables.capabilities)


def given(scenario: Scenario | None = None) -> Plan:
    """The battery as given by hand."""
    return Plan(
        scenario=scenario or battery(),
        tables=given_whole(),
        score=SCORE,
        bound=100.0,
        gap=0.0,
        attained=SCORE,
        greedy_score=0.0,
        status="optimal",
        method="",
        seconds=0.0,
    )
