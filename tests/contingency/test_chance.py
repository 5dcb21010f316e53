"""What comes of a plan by chance: the plan itself without any, and what probability says with some."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from tests.planning.complete import SCORE, battery, given_whole
from tests.planning.tiny import day, first, offer, tents

import mainstay as ms
from mainstay.contingency.campaign import processes
from mainstay.contingency.chance import Simulation, execute, simulate, study_of
from mainstay.contingency.draws import Promise
from mainstay.contingency.fans import Executed
from mainstay.model import Planned
from mainstay.planning import Plan, plan
from mainstay.planning.stock_book import stock_levels

from .chance_cases import STORMY, busy, given, planned

WHOLE = SCORE + 100 * (stock_levels(battery(), given_whole().consignments)[1] - 50 * 29 / 84 - 50 * 14 / 42) / 200
"""What the battery comes to if its stocks issue all that they can."""

LATE = Promise(late=1.0, late_days_median=7.0, late_days_p90=7.0)


@pytest.mark.parametrize("kind", ["goods", "capabilities"])
def test_without_chances_every_execution_is_the_plan_reviewed_or_not(kind: str):
    for seed in range(40 if kind == "goods" else 25):
        made = planned(seed, kind)
        found = simulate(made, executions=1, review_days=3, chances=())
        assert found.expected == pytest.approx((made.score, made.score), abs=1e-6), seed
        earned = execute(study_of(made, review_days=3, chances=()), (0, 1)).earned.sum(axis=2)
        assert 100 * earned / made.scenario.asked_points == pytest.approx(made.attained, abs=1e-6), seed


def test_without_chances_packages_come_into_service_as_planned():
    for seed in range(25):
        made = planned(seed, "capabilities")
        services = simulate(made, executions=1, chances=()).services
        assert sum(row.packages for row in made.tables.capabilities) == sum(
            row.probability for row in services if row.planned == Planned.AS_PLANNED
        )
        for row in services:
            assert row.p50 == row.planned_day
            assert row.probability == (row.planned_day is not None)


def test_without_chances_the_tutorial_is_executed_as_planned():
    made = ms.plan(ms.read(ms.bundled("tutorial")))
    assert simulate(made, executions=1, chances=()).expected == pytest.approx((made.score, made.score), abs=1e-6)


def test_a_battery_given_by_hand_is_executed_to_the_last_figure():
    assert simulate(given(), executions=1, review_days=7, chances=()).expected == pytest.approx((WHOLE, WHOLE), abs=1e-9)


def test_an_offer_that_is_a_week_late_earns_what_its_arrival_is_worth():
    """Twenty tonnes leave on day 7 instead of 0 and arrive on day 9: a quarter of their points, as 10 is too late and 6 due."""
    made = plan(tents(points_per_million_eur=0.0))
    found = simulate(made, executions=3, review_days=None, chances=(), own={"O": LATE})
    assert found.expected == pytest.approx((25.0,))
    assert found.error == (0.0,)
    (row,) = found.requirements
    assert (row.in_time, row.in_full, row.expected_percent) == (0.0, 1.0, pytest.approx(25.0))
    assert (row.days_late_p50, row.days_late_p90) == (3.0, 3.0)
    fan = [row for row in found.fans if row.what == "score"]
    assert [row.mean for row in fan] == pytest.approx([0.0] * 9 + [25.0] * 3)


def test_what_comes_when_it_is_of_no_use_any_more_earns_nothing():
    made = plan(tents())
    late = Promise(late=1.0, late_days_median=8.0, late_days_p90=8.0)
    (row,) = simulate(made, executions=1, review_days=None, chances=(), own={"O": late}).requirements
    assert (row.in_full, row.expected_percent, row.days_late_p50) == (0.0, 0.0, None)


def test_a_pledge_that_fails_three_times_in_ten_earns_seven_tenths():
    made = plan(tents())
    found = simulate(made, executions=1500, seed=3, review_days=None, chances=(), own={"O": Promise(fails=0.3)})
    assert found.expected[0] == pytest.approx(0.7 * made.score, abs=4 * found.error[0])
    assert found.error[0] == pytest.approx(made.score * (0.3 * 0.7 / 1500) ** 0.5, rel=0.1)
    (row,) = found.requirements
    assert row.in_time == row.in_full == pytest.approx(row.expected_percent / 100)
    assert found.likely == ((0.0, pytest.approx(made.score)),)


def test_cancelled_courses_leave_packages_without_crews():
    """Sixty of two hundred points are for packages in service; nothing else changes."""
    for training in ("T-G", "T-B"):  # the first course is a prerequisite of the second
        found = simulate(given(), executions=1, review_days=None, chances=(), own={training: Promise(fails=1.0)})
        assert found.expected == pytest.approx((WHOLE - 100 * 60 / 200,))
        assert all(row.probability == 0 for row in found.services)


def test_a_course_is_not_held_without_its_equipment():
    found = simulate(given(), executions=1, review_days=None, chances=(), own={"O-SIM": Promise(fails=1.0)})
    saved = 100 * 10 * 1000 / 1e6 / 200  # a tonne of equipment is not moved
    assert found.expected == pytest.approx((WHOLE - 100 * 60 / 200 + saved,))


def test_a_repair_waits_for_its_spares():
    found = simulate(given(), executions=1, review_days=None, chances=(), own={"O-PART": Promise(fails=1.0)})
    once = simulate(given(), executions=1, review_days=None, chances=(), own={"O-OLD": Promise(fails=1.0)})
    assert found.services[0].probability == once.services[0].probability
    assert found.expected[0] < WHOLE


def test_one_seed_gives_one_result_to_the_last_digit_however_it_is_cut():
    study = study_of(busy(), seed=5, review_days=4, chances=STORMY)
    whole = execute(study, (0, 24))
    cut = Executed.join([execute(study, part) for part in ((0, 1), (1, 7), (7, 24))])
    assert all(np.array_equal(a, b) for a, b in zip(whole, cut, strict=True))
    other = execute(study_of(busy(), seed=6, review_days=4, chances=STORMY), (0, 24))
    assert not np.array_equal(whole.score, other.score)


def test_one_seed_gives_one_result_to_the_last_digit_whoever_computes_it():
    alone = _stormy(busy())
    with processes(2) as executor:
        assert _stormy(busy(), executor=executor) == alone
    assert alone.seconds > 0


def test_a_journal_that_is_there_is_not_computed_again(tmp_path):
    first_time = _stormy(busy(), journal=tmp_path / "journal")
    lines = (tmp_path / "journal").read_bytes()
    assert _stormy(busy(), journal=tmp_path / "journal") == first_time
    assert (tmp_path / "journal").read_bytes() == lines


def _stormy(made: Plan, **how: object) -> Simulation:
    return simulate(made, executions=120, seed=5, review_days=4, chances=STORMY, **how)


def test_nobody_earns_more_than_is_asked_and_fans_are_in_order():
    for seed in range(12):
        made = planned(seed, "capabilities")
        found = simulate(made, executions=20, review_days=4, chances=STORMY)
        assert all(0 <= row.expected_percent <= 100 + 1e-6 for row in found.requirements)
        assert all(row.in_time <= row.in_full for row in found.requirements)
        assert all(row.p05 <= row.p25 <= row.p50 <= row.p75 <= row.p95 for row in found.fans)
        assert all(row.p50 is None or (row.p10 and row.p10 <= row.p50) for row in found.services)


def test_the_scenarios_own_table_counts_if_no_other_is_given():
    made = plan(tents().replace(chances=(msgspec.structs.replace(STORMY[0], fails=1.0),)))
    assert simulate(made, executions=2, review_days=None).expected == (0.0,)


def test_without_reviews_there_is_one_way_and_a_summary_says_so():
    found = simulate(plan(tents()), executions=2, review_days=None, chances=())
    assert {row.planned for row in found.fans} == {Planned.AS_PLANNED}
    assert "expected_score_reviewed" not in found.summary()
    assert found.summary()["expected_score"] == found.expected[0]


def test_a_period_of_several_days_is_late_only_from_its_first_day_on():
    """Periods of three days: what opens on day 7 leaves in the period that begins on day 9, and comes too late."""
    made = plan(tents(period_days=3))
    assert made.score > 0
    assert simulate(made, executions=1, review_days=None, chances=(), own={"O": LATE}).expected == (0.0,)


@pytest.mark.parametrize("wrong", [{"executions": 0}, {"seed": -1}, {"review_days": 0}])
def test_what_cannot_be_simulated_is_refused(wrong: dict[str, int]):
    with pytest.raises(ValueError, match="cannot be"):
        simulate(plan(tents()), **wrong)


def test_a_gift_beyond_its_last_day_is_lost():
    made = plan(first(tents(), "offers", until=day(3)))
    found = simulate(made, executions=1, review_days=None, chances=(), own={"O": LATE})
    assert found.expected == (0.0,)
    soon = Promise(late=1.0, late_days_median=3.0, late_days_p90=3.0)
    assert simulate(made, executions=1, chances=(), own={"O": soon}).expected[0] == pytest.approx(made.score)


def test_another_offer_stands_in_at_a_review_for_one_that_fails():
    """What failed is known on day 3; the other offer leaves then and is there on day 5, in time."""
    scenario = tents()
    made = plan(scenario.replace(offers=(*scenario.offers, offer("P", 20.0))))
    (used,) = {row.offer for row in made.tables.consignments}
    found = simulate(made, executions=2, review_days=3, chances=(), own={used: Promise(fails=1.0)})
    assert found.expected == (0.0, pytest.approx(made.score))
    fan = [row.mean for row in found.fans if row.planned == Planned.REVIEWED]
    assert [value > 50 for value in fan] == [False] * 5 + [True] * 7


def test_an_offer_stands_in_only_with_what_it_has_left():
    scenario = tents(asked=40.0, given=30.0)
    made = plan(scenario.replace(offers=(*scenario.offers, offer("P", 15.0))))
    sent = {row.offer: 0.0 for row in made.tables.consignments}
    for row in made.tables.consignments:
        sent[row.offer] += row.quantity
    found = simulate(made, executions=1, review_days=2, chances=(), own={"O": Promise(fails=1.0)})
    as_planned, reviewed = (row.expected_percent for row in found.requirements)
    assert as_planned == pytest.approx(100 * sent["P"] / 40)
    assert reviewed == pytest.approx(100 * 15 / 40)
