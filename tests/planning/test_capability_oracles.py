"""The oracles of complete capabilities themselves: they agree with each other, and with what can be counted by hand."""

from __future__ import annotations

from collections import Counter

import pytest

import mainstay
from mainstay.model import (
    Cohort,
    Component,
    ComponentKind,
    Course,
    Crew,
    CrewRole,
    Equivalence,
    Intake,
    Package,
    Scenario,
    Site,
    Skill,
    Stock,
    Training,
    Unit,
)

from .capability_cases import random_capability_scenario, tiny_capability_scenario
from .capability_enumeration import enumerate_best
from .capability_listing import TooLargeError
from .capability_mip import full_mip, relaxation
from .strategies import MADE
from .tiny import change, day, offer, requirement, tents

TINY = range(60)
SMALL = range(100)
DECISIONS = {"package", "attend", "assign", "run", "repair", "reserve", "issue", "order", "further kinds", "wait"}
"""Names of columns that the scenarios must make some use of."""


@pytest.mark.parametrize("seed", SMALL)
def test_every_scenario_holds_together(seed: int):
    """Nothing that the checks find in a generated scenario keeps it from being planned."""
    for made in (random_capability_scenario(seed), tiny_capability_scenario(seed)):
        assert [problem for problem in mainstay.check(made) if problem.blocks] == []


def test_the_programme_attains_what_trying_every_choice_attains():
    """Flows and people in whole numbers earn what the best of all listed ways, careers and packages earns."""
    agreed, used = 0, Counter[str]()
    for seed in TINY:
        scenario = tiny_capability_scenario(seed)
        try:
            listed = enumerate_best(scenario)
        except TooLargeError:
            continue
        best = full_mip(scenario)
        assert best.score == pytest.approx(listed, rel=1e-9, abs=1e-9), seed
        agreed += 1
        used.update({str(name[0]) for name in best.chosen})
    assert agreed >= 40
    assert set(used) >= DECISIONS, DECISIONS - set(used)


def test_the_scenarios_are_worth_solving_in_whole_numbers():
    """Every kind of decision is taken somewhere, many plans hold packages, and many relaxations promise too much."""
    used, packages, above = Counter[str](), 0, 0
    for seed in SMALL:
        scenario = random_capability_scenario(seed)
        best = full_mip(scenario)
        relaxed = relaxation(scenario)
        assert best.score <= relaxed + 1e-7
        used.update({str(name[0]) for name in best.chosen})
        packages += any(name[0] == "package" for name in best.chosen)
        above += relaxed > best.score + 1e-6
    assert set(used) >= DECISIONS, DECISIONS - set(used)
    assert packages >= 40
    assert above >= 25


# --- by hand -------------------------------------------------------------------------------------------------------


def camp(packages: float = 2.0, given: float = 6.0, **fields: object) -> Scenario:
    """Camps of 3 t of tents each, asked for on day 6; tents go from A to C in two days."""
    scenario = tents(given=given, points_per_million_eur=0.0)
    asked = requirement("R", packages, item="", package="CAMP", unit="package", latest_useful=day(6))
    return scenario.replace(
        packages=(Package(package="CAMP", name="camp", **fields, **MADE),),
        components=(
            Component(
                component="T", package="CAMP", kind=ComponentKind.EQUIPMENT, item="TENT", quantity=3.0, fleet=True, **MADE
            ),
        ),
        requirements=(asked,),
    )


def manned(scenario: Scenario, *, people: int = 4, seats: int = 2, starts: int = 2, fade_days: int | None = None) -> Scenario:
    """The camps need two riggers each, trained at B in two days, a day away from C where their cohort is."""
    back = change(scenario.links[1], link="CB", origin="C", destination="B")
    return scenario.replace(
        links=(*scenario.links, back),
        crews=(Crew(crew="W", package="CAMP", skill="RIG", people=2, role=CrewRole.CREW, **MADE),),
        skills=(Skill(skill="RIG", name="rigging", fade_days=fade_days, **MADE),),
        courses=(Course(course="CR", name="rigging", skill="RIG", days=2, seats=2, **MADE),),
        sites=(Site(site="S", name="camp school", place="B", party="BBB", **MADE),),
        intakes=(
            Intake(intake="I", site="S", party="BBB", first_day=day(0), last_day=day(11), seats=seats, instructors=0, **MADE),
        ),
        trainings=(
            Training(
                training="TR",
                course="CR",
                site="S",
                first_day=day(1),
                last_day=day(starts),
                every_days=1,
                most_runs=2,
                **MADE,
            ),
        ),
        units=(Unit(unit="U", name="unit", party="CCC", people=people, **MADE),),
        cohorts=(Cohort(cohort="H", unit="U", people=people, place="C", first_day=day(0), last_day=day(11), **MADE),),
    )


def test_two_thirds_of_the_goods_make_half_of_the_packages():
    """Of two camps of 3 t, 5 t make one; the relaxation says five thirds."""
    assert full_mip(camp(given=5.0)).score == pytest.approx(50)
    assert relaxation(camp(given=5.0)) == pytest.approx(500 / 6)


def test_parts_earn_their_partial_share_and_whole_packages_the_rest():
    """With a share of 0.4 for parts, 5 of 6 t and one of two camps earn 0.4 * 5/6 + 0.6 / 2."""
    assert full_mip(camp(given=5.0, partial_share=0.4)).score == pytest.approx(100 * (0.4 * 5 / 6 + 0.6 / 2))


@pytest.mark.parametrize(
    ("seats", "starts", "score"),
    [(4, 1, 100), (3, 1, 50), (2, 1, 50), (1, 1, 0), (2, 2, 50), (1, 3, 50), (2, 3, 100), (1, 4, 50)],
)
def test_a_camp_without_its_riggers_is_none(seats: int, starts: int, score: float):
    """Courses of two days that begin on day 1 or later: seats at any one time decide how many camps have their two riggers.

    Of the starts on days 1, 2, 3 and 4 those of 1 and 3 do not overlap; the last one ends on day 5, and is back on day 6.
    """
    assert full_mip(manned(camp(), seats=seats, starts=starts)).score == pytest.approx(score)


def test_a_skill_that_has_faded_mans_nothing():
    """Riggers back on day 3 or 4 no longer know it on day 6 if it fades in a day, and just do if it fades in two."""
    assert full_mip(manned(camp(), seats=4, starts=2, fade_days=1)).score == pytest.approx(0)
    assert full_mip(manned(camp(), seats=4, starts=2, fade_days=2)).score == pytest.approx(100)


@pytest.mark.parametrize(("mixing", "score"), [(0.0, 100), (30.0, 70), (80.0, 50)])
def test_a_mixed_fleet_costs_its_points_or_is_left(mixing: float, score: float):
    """3 t of tents and 3 t of huts make two camps of two kinds; what that costs is paid or saved, whichever earns more."""
    scenario = camp(given=3.0)
    scenario = scenario.replace(
        settings=change(scenario.settings, mixing_points=mixing),
        equivalences=(Equivalence(equivalence="E", item="HUT", serves="TENT", ratio=1.0, **MADE),),
        offers=(*scenario.offers, offer("P", 3.0, item="HUT")),
    )
    assert full_mip(scenario).score == pytest.approx(score)


def stocked(**fields: object) -> Scenario:
    """A stock of tents at C that wants 1 t a day for twelve days, and 20 t given at A."""
    stock = Stock(stock="D", item="TENT", place="C", unit="t", per_day=1.0, priority=1, **fields, **MADE)
    return tents(points_per_million_eur=0.0, step_days=3).replace(requirements=(), stocks=(stock,))


def test_a_stock_issues_what_was_there_before_the_step():
    """Empty, with tents there on day 2 at the earliest, it goes without for the first of four steps."""
    assert full_mip(stocked()).score == pytest.approx(75)
    assert full_mip(stocked(quantity=3.0)).score == pytest.approx(100)


def test_what_stands_below_the_floor_is_not_issued():
    """Of 3 t in stock with a floor of 2 one is issued in the first step."""
    assert full_mip(stocked(quantity=3.0, floor=2.0)).score == pytest.approx(100 * 10 / 12)


def test_what_has_expired_is_not_issued():
    """Good for three days after the day before the plan: one step's worth of the opening, whatever there is, and no more."""
    fields = {"quantity": 9.0, "shelf_life_days": 3}
    scenario = stocked(**fields).replace(offers=())
    assert full_mip(scenario).score == pytest.approx(25)


def test_a_ceiling_limits_what_the_next_step_may_issue():
    """With room for 2 t, no step issues more than 2 of the 3 it wants, and the first none of an empty stock."""
    assert full_mip(stocked(ceiling=2.0)).score == pytest.approx(50)
