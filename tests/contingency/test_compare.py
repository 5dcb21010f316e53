"""Two plans side by side: what is different adds up, and has a reason."""

import datetime as dt

import pytest
from msgspec.structs import replace
from tests.planning.battery import battery
from tests.planning.complete import battery as with_stocks
from tests.planning.strategies import random_scenario
from tests.planning.tiny import first

import mainstay as ms
from mainstay.contingency.compare import compare
from mainstay.contingency.needs import needs
from mainstay.model import Basis, Closure, ClosureOf, ConsentState


def april(day):
    return dt.date(2030, 4, day)


@pytest.fixture(scope="module")
def scenario():
    return ms.read(ms.bundled("tutorial"))


@pytest.fixture(scope="module")
def plan(scenario):
    return ms.plan(scenario, gap=0.0)


@pytest.fixture(scope="module")
def against(plan):
    """Compare the tutorial's plan with that of a changed tutorial; differences by requirement."""

    def call(changed):
        return {row.requirement: row for row in compare(plan, ms.plan(changed, gap=0.0)).differences}

    return call


@pytest.mark.parametrize("seed", range(25))
def test_differences_of_needs_add_up_to_that_of_what_is_attained(seed):
    """Nothing that is earned is left out or counted twice, whatever the two scenarios ask for."""
    a, b = ms.plan(random_scenario(seed)), ms.plan(random_scenario(seed + 1000))
    rows = compare(a, b).differences
    assert sum(row.difference_points for row in rows) == pytest.approx(b.attained - a.attained, abs=1e-6)


@pytest.mark.parametrize("made", [battery, with_stocks], ids=["packages", "stocks"])
def test_what_packages_and_stocks_attain_is_counted(made):
    plan = ms.plan(made())
    assert plan.attained > 0
    found = needs(plan, plan.scenario)
    assert sum(need.attained for need in found.values()) == pytest.approx(plan.attained, abs=1e-6)
    assert sum(need.asked for need in found.values()) == pytest.approx(100.0)


def test_a_plan_does_not_differ_from_itself(plan):
    found = compare(plan, plan)
    assert [row.difference_points for row in found.differences] == [0.0] * 5
    assert {row.why for row in found.differences} == {""}
    assert all(a == b for a, b in found.totals.values())
    assert {row.more_t for row in found.giving} == {0.0}


@pytest.mark.parametrize("seed", range(5))
def test_the_other_way_round_the_signs_turn(seed):
    a, b = ms.plan(random_scenario(seed)), ms.plan(random_scenario(seed + 500))
    there, back = compare(a, b), compare(b, a)
    assert {r.requirement: r.difference_points for r in there.differences} == {
        r.requirement: -r.difference_points for r in back.differences
    }
    assert {r.party: r.more_t for r in there.giving} == {r.party: -r.more_t for r in back.giving}


def test_a_refused_consent_is_the_reason(scenario, against):
    """REQ-2 gets nothing (25 of 100 points); REQ-3 gains what the fuel took of the bridge: half an eighth of its points."""
    (consent,) = scenario.consents
    rows = against(scenario.replace(consents=(replace(consent, state=ConsentState.REFUSED),)))
    fuel, tarps = rows["REQ-2"], rows["REQ-3"]
    assert (fuel.a_percent, fuel.b_percent, fuel.difference_points) == (100.0, 0.0, -25.0)
    assert (fuel.a_arrives, fuel.b_arrives) == (april(8), None)
    assert (fuel.a_from, fuel.b_from) == (("XNO",), ())
    assert fuel.why == "in B: consent: consent CO-1 keeps back OF-4"
    assert tarps.difference_points == pytest.approx(0.625)
    assert tarps.why == "as much comes, later in A"


def test_an_offer_that_is_gone_is_named_with_its_giver(scenario, against):
    rows = against(scenario.replace(offers=tuple(row for row in scenario.offers if row.offer != "OF-1")))
    assert rows["REQ-1"].difference_points < 0
    assert rows["REQ-1"].why.startswith("not offered in B: OF-1 of XNO; in B: ")


def test_an_offer_on_other_terms_is_said_with_both_values(scenario, against):
    less = tuple(replace(row, quantity=4.0) if row.offer == "OF-1" else row for row in scenario.offers)
    rows = against(scenario.replace(offers=less))
    assert rows["REQ-1"].why.startswith("OF-1 quantity 10 in A, 4 in B; in B: ")


def test_a_closure_on_the_way_is_named(scenario, against):
    shut = Closure(
        closure="CL-9",
        of=ClosureOf.LINK,
        closes="AIR-DC",
        first_day=april(1),
        last_day=april(20),
        source="TEACHING",
        basis=Basis.ASSUMPTION,
    )
    rows = against(scenario.replace(closures=(*scenario.closures, shut)))
    assert "link AIR-DC shut from 2030-04-01 to 2030-04-20 in B" in rows["REQ-1"].why


def test_a_link_that_is_gone_is_named(scenario, against):
    rows = against(scenario.replace(links=tuple(row for row in scenario.links if row.link != "AIR-DC")))
    assert "no such link in B: AIR-DC" in rows["REQ-1"].why


def test_a_need_of_one_side_only_is_said_so(scenario, against):
    rows = against(scenario.replace(requirements=scenario.requirements[:4], closures=scenario.closures))
    assert rows["REQ-5"].why == "asked for in A only"
    assert (rows["REQ-5"].b_percent, rows["REQ-5"].b_from) == (0.0, ())


def test_other_terms_of_a_need_are_said_even_where_as_much_is_attained(scenario, against):
    rows = against(first(scenario, "requirements", quantity=10.0))
    assert "quantity 20 in A, 10 in B" in rows["REQ-1"].why


def test_who_gives_more_and_who_less_is_told_in_tonnes(scenario, plan):
    (consent,) = scenario.consents
    refused = ms.plan(scenario.replace(consents=(replace(consent, state=ConsentState.REFUSED),)))
    giving = {row.party: row for row in compare(plan, refused).giving}
    assert (giving["XNO"].a_t, giving["XNO"].b_t, giving["XNO"].more_t) == (35.0, 10.0, -25.0)
    assert (giving["XNO"].a_needs, giving["XNO"].b_needs) == (2, 1)
