"""The spreadsheet rule does what a careful clerk would do, and keeps every rule."""

from __future__ import annotations

import datetime as dt
import os
import random

import msgspec
from hypothesis import given, settings

from mainstay.model import TABLES, Channel, ClosureOf, Scenario
from mainstay.planning.checker import check_plan
from mainstay.planning.checker.figures import score_of
from mainstay.planning.checker.written import Written
from mainstay.planning.greedy import greedy

from .strategies import random_scenario, small_scenarios
from .test_checker import closure, day, edit, journey, link, node

change = msgspec.structs.replace
LONG = bool(os.environ.get("MAINSTAY_LONG"))
EXAMPLES = 500 if LONG else 80


@settings(max_examples=EXAMPLES, deadline=None)
@given(small_scenarios())
def test_its_plan_keeps_every_rule(scenario: Scenario):
    """The independent checker finds nothing in a plan by the spreadsheet rule."""
    assert check_plan(scenario, *greedy(scenario)) == []


def test_the_order_of_rows_decides_nothing():
    """Shuffled tables give the same plan, to the last digit."""
    for seed in range(EXAMPLES):
        scenario = random_scenario(seed)
        rng = random.Random(seed)
        shuffled = {name: tuple(rng.sample(getattr(scenario, name), len(getattr(scenario, name)))) for name in TABLES}
        assert greedy(scenario.replace(**shuffled)) == greedy(scenario)


def test_most_random_scenarios_have_something_to_plan():
    """At least three of five random scenarios earn a positive score, so that tests on them are worth their time."""
    positive = 0
    for seed in range(300):
        scenario = random_scenario(seed)
        positive += score_of(Written(scenario, *greedy(scenario))) > 0
    assert positive >= 180


def two_requirements() -> Scenario:
    """The 20 t of the journey are asked for by two requirements of 40 t."""
    scenario = journey()
    (first,) = scenario.requirements
    return scenario.replace(requirements=(first, change(first, requirement="Q")))


def served(scenario: Scenario) -> list[str]:
    return [row.requirement for row in greedy(scenario)[0]]


def test_priority_comes_first_then_the_due_day_then_the_code():
    """What is scarce goes to the higher priority; among equals to the earlier due day; among those to the first code."""
    scenario = two_requirements()
    assert served(scenario) == ["Q"]
    assert served(edit(scenario, "requirements", due=day(3))) == ["R"]
    later = edit(scenario, "requirements", due=day(3))
    first, second = later.requirements
    assert served(later.replace(requirements=(change(first, priority=2), second))) == ["Q"]


def test_the_nearest_offer_goes_first_then_the_one_that_opens_first():
    """Of two offers the nearer by kilometres is taken, even if its way is slower; of equally near ones the earlier."""
    scenario = edit(journey(), "requirements", quantity=20.0)
    links = tuple(change(row, km=100.0) for row in scenario.links)
    (offer,) = scenario.offers
    near = change(offer, offer="Z", channel=Channel.STOCK, place="D", fund="")
    scenario = scenario.replace(
        offers=(offer, near),
        nodes=(*scenario.nodes, node("D", "AAA")),
        links=(*links, link("DC", "D", "C", km=150.0, hours=72.0)),
    )
    assert [row.offer for row in greedy(scenario)[0]] == ["Z"]
    alike = scenario.replace(offers=(offer, change(near, place="A", available=day(0))))
    assert [row.offer for row in greedy(alike)[0]] == ["Z"]


def test_it_leaves_as_early_as_it_can_over_the_quickest_way_with_room():
    """What the quick way cannot take on its first day goes over the slower one if that arrives before the next day's."""
    scenario = edit(journey(), "links", capacity_t_per_day=12.0)
    scenario = scenario.replace(links=(*scenario.links, link("AC", "A", "C", hours=48.0, km=5.0, capacity_t_per_day=5.0)))
    consignments, legs = greedy(scenario)
    # both ways take two days: of ways that leave and arrive together the shorter counts
    assert [(row.quantity, row.departs, row.arrives) for row in consignments] == [
        (12.0, day(1), day(3)),
        (5.0, day(1), day(3)),
        (3.0, day(2), day(4)),
    ]
    assert [leg.link for leg in legs] == ["AB", "BC", "AC", "AB", "BC"]


def test_it_waits_on_the_way_only_where_there_is_a_store():
    """Cargo stopped by a closure waits in the store of the node before it; without a store it leaves so as not to wait."""
    scenario = journey().replace(**closure_of_two_days())
    (row,), (first, second) = greedy(scenario)
    assert (first.departs, second.departs, row.transport_eur) == (day(1), day(4), 20 * (20 + 2))
    bare = scenario.replace(nodes=(scenario.nodes[0], change(scenario.nodes[1], storage_t=None), scenario.nodes[2]))
    (row,), (first, second) = greedy(bare)
    assert (first.departs, second.departs, row.transport_eur) == (day(3), day(4), 20 * 20)


def closure_of_two_days() -> dict[str, tuple[msgspec.Struct, ...]]:
    (row,) = closure(ClosureOf.LINK, "BC", 2)["closures"]
    return {"closures": (change(row, last_day=row.first_day + dt.timedelta(days=1)),)}


def test_it_spends_no_more_than_a_fund_has_on_the_day():
    """A purchase is cut to what the fund's money buys on the day on which the offer opens."""
    (row,) = greedy(edit(journey(), "contributions", amount_eur=500.0))[0]
    assert (row.quantity, row.purchase_eur) == (5.0, 500.0)
    assert greedy(edit(journey(), "contributions", available=day(2)))[0] == []


def test_what_is_there_already_needs_no_leg():
    """A requirement at the place of the offer is served in the period in which the offer opens, without a leg."""
    (row,), legs = greedy(edit(journey(), "requirements", place="A"))
    assert (row.departs, row.arrives, legs) == (day(1), day(1), [])


def test_a_longer_search_finds_the_same(monkeypatch):
    """Looking at what is full, which a search does when it takes long, changes no answer."""
    for seed in range(EXAMPLES):
        scenario = random_scenario(seed)
        patient = greedy(scenario)
        with monkeypatch.context() as patch:
            patch.setattr("mainstay.planning.quickest.PATIENCE", 1)
            assert greedy(scenario) == patient
