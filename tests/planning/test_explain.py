"""Explanations: each help is the difference of two exact plans, and the words name the right offers, ways and days."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mainstay import exchange
from mainstay.model import Closure, ClosureOf, Consent, ConsentState, Reason
from mainstay.planning import explain, plan
from mainstay.planning.oracle import arc_flow

from .proofs import EXACT, LONG, NEAR, oracle
from .strategies import MADE, random_scenario
from .tiny import change, day, first, offer, requirement, tents


@pytest.mark.parametrize("seed", range(200 if LONG else 30))
def test_every_gain_is_the_difference_of_two_exact_plans(seed: int):
    """For every requirement that is missed and everything tried for it: found, least and most agree with the exact model."""
    made = oracle(random_scenario(seed))
    assert made.case is not None
    before = arc_flow(made.case.problem).points if made.case.problem.pairs else 0.0
    for row in made.tables.unmet:
        for one in explain(made, row.requirement, gap=EXACT).helps:
            after = one.tried.addition.apply(made.case)
            points = arc_flow(after.problem).points if after.problem.pairs else 0.0
            gain, found = made.case.percent(points - before), one.tried.gain
            assert found.found == pytest.approx(gain, rel=NEAR, abs=NEAR)
            assert found.least - NEAR <= gain <= found.most + NEAR
            assert gain >= -NEAR
            assert one.on_time <= one.planned + NEAR


def test_what_is_met_needs_no_help():
    """Whole and on time: what became of the offers, and nothing else."""
    said = explain(plan(tents(), gap=EXACT), "R")
    assert (said.unmet, said.route, said.blocked, said.helps) == (None, (), (), ())
    assert said.offers == (("O", "20 t: 20 here, 0 to others"),)


def test_offers_say_what_became_of_them():
    """Used here, used elsewhere, held back, undisclosed: each offer of the item with its own words."""
    consent = Consent(consent="T", holder="BBB", offers=("P",), state=ConsentState.REFUSED, **MADE)
    scenario = tents().replace(
        requirements=(requirement("R", 30.0, priority=2), requirement("Q", 10.0)),
        offers=(offer("O", 20.0), offer("P", 5.0), offer("U", None), offer("X", 5.0, item="HUT")),
        consents=(consent,),
    )
    said = explain(plan(scenario, gap=EXACT), "R")
    assert said.offers == (
        ("O", "20 t: 10 here, 10 to others"),
        ("P", "held back by consent T"),
        ("U", "quantity undisclosed"),
    )


def test_a_narrow_link_is_named_with_its_days_and_helps():
    """The way it would take, what is full on it and when, and more room there among the helps."""
    said = explain(plan(first(tents(), "links", capacity_t_per_day=2.0), gap=EXACT), "R", gap=EXACT)
    assert said.unmet is not None
    assert said.unmet.reason is Reason.CAPACITY
    assert said.route == ("A", "B", "C")
    assert said.blocked == ("link AB from 2026-03-02 to 2026-03-08",)
    texts = {one.tried.addition.text: one for one in said.helps}
    assert set(texts) == {"0.2 t a day more on link AB", "4 t more of TENT at A", "R due 14 days later"}
    assert texts["R due 14 days later"].on_time == pytest.approx(20.0)
    assert texts["R due 14 days later"].tried.gain.found == pytest.approx(35.0, abs=1e-3)
    assert texts["4 t more of TENT at A"].tried.gain.found == pytest.approx(0.0, abs=NEAR)
    assert [one.tried.gain.found for one in said.helps] == sorted((o.tried.gain.found for o in said.helps), reverse=True)


def test_a_late_offer_would_help_if_it_came_sooner():
    """Available on the first day instead of the sixth, all of it arrives in time."""
    said = explain(plan(first(tents(), "offers", available=day(6)), gap=EXACT), "R", gap=EXACT)
    sooner = next(one for one in said.helps if one.tried.addition.what == "O")
    assert sooner.tried.addition.text == f"O of AAA available on {day(0)}"
    assert sooner.on_time == pytest.approx(20.0)
    assert sooner.tried.gain.found == pytest.approx(50.0, abs=1e-3)


def test_a_pending_consent_would_help_if_it_were_given():
    """Given at once instead of after six days, the offer is in time."""
    consent = Consent(consent="T", holder="BBB", offers=("O",), state=ConsentState.PENDING, lead_days=6, **MADE)
    said = explain(plan(tents().replace(consents=(consent,)), gap=EXACT), "R", gap=EXACT)
    assert (said.helps[0].tried.addition.kind, said.helps[0].tried.addition.what) == ("consent", "T")
    assert said.helps[0].tried.addition.party == "BBB"
    assert said.helps[0].on_time == pytest.approx(20.0)


def test_the_way_is_one_that_cargo_could_take():
    """A closed link is not on the way that is named."""
    shut = Closure(closure="X", of=ClosureOf.LINK, closes="BC", first_day=day(0), last_day=day(11), **MADE)
    scenario = tents().replace(
        closures=(shut,),
        links=(*tents().links, change(tents().links[0], link="AC", destination="C", hours=72.0, capacity_t_per_day=1.0)),
    )
    said = explain(plan(scenario, gap=EXACT), "R", gap=EXACT)
    assert said.route == ("A", "C")
    assert said.blocked
    assert all("AC" in text for text in said.blocked)


def test_an_unknown_requirement_and_a_plan_without_arrays_are_refused():
    """A code that the plan has not raises KeyError; a plan read from files says what to do."""
    made = plan(tents())
    with pytest.raises(KeyError):
        explain(made, "nothing")
    with pytest.raises(ValueError, match="plan its scenario again"):
        explain(replace(made, case=None, outcome=None), "R")


def test_every_requirement_that_the_tutorial_misses_is_explained():
    """Reason as in the plan, offers in the order of their codes, helps from the best on."""
    made = plan(exchange.read(exchange.bundled("tutorial")), gap=EXACT)
    for row in made.tables.unmet:
        said = explain(made, row.requirement)
        assert said.unmet == row
        assert [code for code, _ in said.offers] == sorted(code for code, _ in said.offers)
        gains = [round(one.tried.gain.found, 9) for one in said.helps]
        assert gains == sorted(gains, reverse=True)
        assert said.helps
