"""The bundled scenario ukraine-support, fourth part: training, stocks and shops, public in place and said so in number."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

import pytest

from mainstay.exchange import bundled, read
from mainstay.model import Course, Reliability, Scenario
from mainstay.model.schooling import Schooling, Seat

MINE = ("courses", "sites", "intakes", "trainings", "units", "cohorts", "stocks", "repairs")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read(bundled("ukraine-support"))


@pytest.fixture(scope="module")
def schooling(scenario: Scenario) -> Schooling:
    return Schooling(scenario)


@pytest.fixture(scope="module")
def seats(scenario: Scenario, schooling: Schooling) -> list[Seat]:
    """Every attendance, as a first course or after basic training, that leads a cohort to what its unit's packages ask for."""
    found: list[Seat] = []
    for cohort in scenario.cohorts:
        useful = [
            row.training
            for row in scenario.trainings
            if schooling.course_of(row.training).skill in asked(scenario, cohort.unit)
        ]
        first = list(schooling.attendances(schooling.origin(cohort), useful))
        after = {seat.after for seat in first if seat.after.taught == {"BASIC"}}
        found += first + [
            seat for pool in sorted(after, key=lambda pool: pool.ready) for seat in schooling.attendances(pool, useful)
        ]
    return found


def asked(scenario: Scenario, unit: str) -> set[str]:
    """Skills that the packages of a unit ask for, and basic training."""
    packages = {row.package for row in scenario.requirements if row.for_unit == unit}
    return {"BASIC"} | {crew.skill for crew in scenario.crews if crew.package in packages}


def test_the_tables_are_as_large_as_promised(scenario: Scenario):
    """24 courses, 12 sites, 30 cohorts, 10 rates and 4 shops at the least."""
    assert len(scenario.courses) >= 24
    assert len(scenario.sites) >= 12
    assert len(scenario.cohorts) >= 30
    assert sum(stock.per_day > 0 for stock in scenario.stocks) >= 10
    assert len({shop.place for shop in scenario.repairs}) >= 4


@pytest.mark.parametrize("table", MINE)
def test_rows_say_what_they_rest_on(scenario: Scenario, table: str):
    """A fact has an address better than grade E, an estimate a source and words, an assumption a note."""
    sources = scenario.by_key("sources")
    for row in getattr(scenario, table):
        source = sources[row.source]
        if row.basis == "fact":
            assert source.url.startswith("http"), row
            assert source.reliability in (Reliability.A, Reliability.B, Reliability.C, Reliability.D), row
        elif row.basis == "estimate":
            assert row.source != "assumption", row
            assert len(row.note) > 20, row
        else:
            assert row.note, row


def test_units_and_cohorts_claim_nothing(scenario: Scenario):
    """No unit is a real one, and no number of people is more than an assumption."""
    assert all("notional" in unit.name for unit in scenario.units)
    assert {row.basis for row in (*scenario.units, *scenario.cohorts)} == {"assumption"}


def test_a_unit_lends_no_more_people_than_it_has(scenario: Scenario):
    """The cohorts of a unit together stay within its strength."""
    lent: dict[str, int] = defaultdict(int)
    for cohort in scenario.cohorts:
        lent[cohort.unit] += cohort.people
    assert all(lent[unit.unit] <= unit.people for unit in scenario.units)


def test_inside_the_country_sites_cohorts_and_stocks_stand_at_centres_only(scenario: Scenario):
    """Nothing finer than an oblast centre, no shop at all, and nothing lethal."""
    nodes, items = scenario.by_key("nodes"), scenario.by_key("items")
    rows = (*scenario.sites, *scenario.cohorts, *scenario.stocks)
    assert {nodes[row.place].kind for row in rows if nodes[row.place].country == "UKR"} == {"centre"}
    assert all(nodes[shop.place].country != "UKR" for shop in scenario.repairs)
    assert not [row for row in scenario.stocks if items[row.item].lethal and nodes[row.place].country == "UKR"]


def test_every_training_is_open_to_someone_and_every_cohort_has_one(scenario: Scenario, seats: list[Seat]):
    """No course without anybody who may attend it, and nobody sent without a course or a skill that packages ask for."""
    assert {seat.training for seat in seats} == {row.training for row in scenario.trainings}
    busy = {seat.before.cohort for seat in seats}
    assert all(row.cohort in busy or (asked(scenario, row.unit) - {"BASIC"}) & set(row.skills) for row in scenario.cohorts)


def test_a_site_can_hold_the_least_run_of_each_of_its_trainings(scenario: Scenario, schooling: Schooling):
    """On some start day the seats and instructors in force carry the smallest run on all of its days."""
    for training in scenario.trainings:
        course = schooling.course_of(training.training)
        days = range(course.days)
        held = [
            start
            for start in schooling.starts(training)
            if all(holds(schooling.in_force(training.site, start + dt.timedelta(days=k)), course) for k in days)
        ]
        assert held, training


def holds(force: tuple[int, int], course: Course) -> bool:
    """Whether seats and instructors carry the smallest run of a course."""
    return force[0] >= course.least and force[1] >= course.instructors


def test_conversion_and_basic_training_lead_somewhere(schooling: Schooling, seats: list[Seat]):
    """Recruits go on to a second course, and those who know one system to another."""
    courses = {schooling.course_of(seat.training).course for seat in seats}
    assert {"CR_IRIST_CONV", "CR_CAESAR_CONV", "CR_LEO2_CONV"} <= courses
    second = {schooling.course_of(seat.training).skill for seat in seats if "BASIC" in seat.before.taught}
    assert {"CAESAR_CRW", "CV90_CRW", "BOATS_CRW", "MEDEVAC_CRW"} <= second


def standing(scenario: Scenario) -> dict[tuple[str, str], float]:
    """Goods that stand at a place without a rate."""
    goods: dict[tuple[str, str], float] = defaultdict(float)
    for stock in scenario.stocks:
        if stock.per_day == 0:
            goods[stock.place, stock.item] += stock.quantity
    return goods


def short(scenario: Scenario, goods: dict[tuple[str, str], float]) -> Iterable[tuple[str, str]]:
    """Places and items of courses for which what stands there does not do for one run."""
    sites, courses = scenario.by_key("sites"), scenario.by_key("courses")
    for training in scenario.trainings:
        course, place = courses[training.course], sites[training.site].place
        if course.item and goods[place, course.item] < course.item_quantity:
            yield place, course.item


def test_two_sites_wait_for_equipment_that_somebody_gives(scenario: Scenario):
    """Most sites have what a course needs; what two lack is offered."""
    lacking = set(short(scenario, standing(scenario)))
    assert lacking == {("TR_LIPA", "UAV_FPV"), ("OC_UA68", "DEM_GCS")}
    assert {item for _, item in lacking} <= {offer.item for offer in scenario.offers if offer.quantity}


def test_stocks_carry_a_tenth_to_a_seventh_of_the_points(scenario: Scenario):
    """They matter, and do not drown the requirements."""
    points = sum(scenario.points(stock) for stock in scenario.stocks if stock.per_day > 0)
    assert 0.1 <= points / scenario.asked_points <= 0.15


def test_stocks_run_down_unless_something_comes(scenario: Scenario):
    """No opening lasts for more than four weeks, and every rated item is offered."""
    offered = {offer.item for offer in scenario.offers if offer.quantity}
    for stock in scenario.stocks:
        if stock.per_day > 0:
            assert stock.quantity <= 28 * stock.per_day, stock
            assert stock.item in offered, stock


def test_people_travel_without_taking_room_from_cargo(scenario: Scenario):
    """Ways of charter flights to courses carry no tonne."""
    ways = [link for link in scenario.links if link.link.startswith("TP_") and link.mode == "air"]
    assert len(ways) >= 15
    assert {link.capacity_t_per_day for link in ways} == {0}
