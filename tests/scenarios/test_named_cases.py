"""The named cases and chances of the bundled scenarios say what is true of their tables, and can happen together."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from mainstay import exchange
from mainstay.contingency import cases, strike
from mainstay.model import ChanceOf, Scenario
from mainstay.model.rules import left

NAMES = ("tutorial", "quake-relief", "ukraine-support")


@cache
def scenario(name: str) -> Scenario:
    return exchange.read(exchange.bundled(name))


def largest(of: Scenario) -> str:
    """Party whose offers are worth most, by the values of their items."""
    items = of.by_key("items")
    worth: Counter[str] = Counter()
    for offer in of.offers:
        worth[offer.party] += left(offer) * (items[offer.item].unit_value_eur or 0.0)
    return worth.most_common(1)[0][0]


@pytest.mark.parametrize(
    ("name", "case"),
    [
        ("tutorial", "Westmark leaves"),
        ("quake-relief", "largest contributor stops"),
        ("ukraine-support", "largest contributor stops"),
    ],
)
def test_the_largest_contributor_is_the_one_whose_gifts_are_worth_most(name, case):
    """By the scenario's own offers, so that a change of them shows here."""
    (event,) = cases(scenario(name))[case]
    assert event.hits == largest(scenario(name))
    assert event.first_day > scenario(name).settings.start


@pytest.mark.parametrize("name", NAMES)
def test_each_named_case_changes_the_world(name):
    """None is for show."""
    for case, events in cases(scenario(name)).items():
        world = strike(scenario(name), events).scenario
        assert world.replace(contingencies=()) != scenario(name).replace(contingencies=()), case


@pytest.mark.parametrize("name", NAMES)
def test_all_named_cases_together_leave_a_world_that_holds_together(name):
    """The worst of all days is still one that can be planned."""
    world = strike(scenario(name), scenario(name).contingencies).scenario
    assert [str(problem) for problem in exchange.check(world) if problem.blocks] == []


@pytest.mark.parametrize("name", NAMES)
def test_there_is_a_chance_for_every_offer(name):
    """One row has neither party nor channel, so that none is taken for certain."""
    rows = [row for row in scenario(name).chances if row.of == ChanceOf.OFFERS]
    assert sum(not row.party and not row.channel for row in rows) == 1
    assert all(row.late_days_p90 > row.late_days_median > 0 for row in rows)


def test_half_of_commitments_are_late():
    """The one published share, as a fact with its source."""
    (row,) = (row for row in scenario("ukraine-support").chances if row.of == "offers" and not row.party and not row.channel)
    assert (row.late, row.basis, row.source) == (0.5, "fact", "umerov24")
