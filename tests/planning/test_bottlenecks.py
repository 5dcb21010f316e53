"""What would help: each gain is the difference of two exact plans, and lies where it is certified to lie."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import pytest

from mainstay.model import Bottleneck, Scenario
from mainstay.planning import Plan, Progress, bottlenecks, plan
from mainstay.planning.bottlenecks import candidates, try_all
from mainstay.planning.build import Case
from mainstay.planning.levels import solve
from mainstay.planning.oracle import arc_flow
from mainstay.planning.resolve import Value

from .proofs import EXACT, LONG, NEAR, above, oracle
from .strategies import random_scenario
from .tiny import change, day, first, link, node, requirement, tents

SEEDS = range(200 if LONG else 30)


@cache
def planned(seed: int) -> Plan:
    return oracle(random_scenario(seed))


def best_points(case: Case) -> float:
    """What the arc-flow model attains on arrays."""
    return arc_flow(case.problem).points if case.problem.pairs else 0.0


@pytest.mark.parametrize("seed", SEEDS)
def test_every_gain_is_the_difference_of_two_exact_plans(seed: int):
    """Found, least and most agree with the arc-flow model solved before and after, for every candidate."""
    made = planned(seed)
    assert made.case is not None
    assert made.outcome is not None
    before = best_points(made.case)
    base = Value(made.case, made.outcome)
    for tried in try_all(made.case, base, lambda value: candidates(value, made), EXACT):
        after = tried.addition.apply(made.case)
        gain = made.case.percent(best_points(after) - before)
        assert tried.gain.found == pytest.approx(gain, rel=NEAR, abs=NEAR)
        assert tried.gain.least <= gain + NEAR
        assert gain <= tried.gain.most + NEAR
        assert gain >= -NEAR


@pytest.mark.parametrize("seed", SEEDS)
def test_the_list_is_ranked_and_certified(seed: int):
    """Greatest gain first, ranks without a gap, nothing that brings nothing, and each gain between its two limits."""
    rows = bottlenecks(planned(seed), gap=EXACT)
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert all(a.gain >= b.gain - 1e-9 for a, b in pairwise(rows))
    for row in rows:
        assert row.gain > 0
        assert row.gain_least <= above(row.gain)
        assert row.gain <= above(row.gain_most)
    assert bottlenecks(planned(seed), gap=EXACT, most=1) == rows[:1]


def test_random_scenarios_have_bottlenecks_worth_testing():
    """Of the random scenarios some name links, goods, money and consents."""
    kinds = {row.kind for seed in SEEDS for row in bottlenecks(planned(seed), gap=EXACT)}
    assert {"link", "offer"} <= kinds
    assert len(kinds) >= 3


@pytest.mark.parametrize("seed", range(12))
def test_a_loose_gap_is_honest(seed: int):
    """Asked for with a loose gap, the limits still hold the exact gain."""
    made = plan(random_scenario(seed), gap=0.05, method="columns")
    assert made.case is not None
    assert made.outcome is not None
    before = best_points(made.case)
    base = Value(made.case, made.outcome)
    for tried in try_all(made.case, base, lambda value: candidates(value, made), 0.05):
        gain = made.case.percent(best_points(tried.addition.apply(made.case)) - before)
        assert tried.gain.least - NEAR <= gain <= tried.gain.most + NEAR


def narrow(kind: str) -> Scenario:
    """Tents for Ctown pass one narrow thing, 2 t a day, for as long as they are useful."""
    scenario = tents()
    match kind:
        case "link":
            return first(scenario, "links", capacity_t_per_day=2.0)
        case "node":
            return scenario.replace(nodes=(node("A", "AAA"), node("B", "BBB", handling_t_per_day=2.0), node("C", "CCC")))
    raise ValueError(kind)


def named(scenario: Scenario) -> tuple[Bottleneck, ...]:
    return bottlenecks(plan(scenario, gap=EXACT), gap=EXACT)


@pytest.mark.parametrize(("kind", "what", "days"), [("link", "AB", (0, 6)), ("node", "B", (1, 7))])
def test_an_obvious_bottleneck_is_named_first_with_its_days(kind: str, what: str, days: tuple[int, int]):
    """The narrow link, or node, stands first, for the days on which it is full, with a tenth of its capacity more.

    0.2 t a day more: on five days it arrives in time, on the two after them for three and two quarters ... of its points.
    """
    rows = named(narrow(kind))
    assert (rows[0].kind, rows[0].what) == (kind, what)
    assert rows[0].addition == f"0.2 t a day more on {kind} {what}"
    assert rows[0].first_day == day(days[0])
    assert rows[0].last_day is not None
    assert rows[0].last_day >= day(days[1])
    on_time, late = 5 * 0.2, 0.2 * (0.75 + 0.5 + 0.25)
    assert rows[0].gain == pytest.approx(100 * (on_time + late) / 20, rel=1e-4)
    assert (rows[0].gain_least, rows[0].gain_most) == pytest.approx((rows[0].gain, rows[0].gain), abs=NEAR)


def test_goods_are_asked_of_who_offers_most_of_them():
    """What is short is named with its donor, in the quantity that is missing."""
    (row,) = named(tents(asked=20.0, given=15.0))
    assert (row.kind, row.what, row.party, row.addition) == ("offer", "TENT", "AAA", "5 t more of TENT at A")
    assert row.gain == pytest.approx(25.0, abs=1e-3)


def test_nothing_helps_a_plan_that_meets_everything():
    """Whole and on time already: no bottlenecks."""
    assert named(tents()) == ()


def test_of_two_narrow_links_the_one_that_costs_more_points_comes_first():
    """The same tenth is worth more where the more urgent requirement waits behind it."""
    scenario = first(tents(), "links", capacity_t_per_day=2.0).replace(
        nodes=(*tents().nodes, node("D", "CCC")),
        requirements=(requirement("R", 20.0), requirement("Q", 20.0, place="D", priority=3)),
        offers=(tents().offers[0], change(tents().offers[0], offer="P")),
        links=(
            link("AB", "A", "B", capacity_t_per_day=2.0),
            link("BC", "B", "C"),
            link("AD", "A", "D", capacity_t_per_day=2.0),
        ),
    )
    rows = [row for row in named(scenario) if row.kind == "link"]
    assert [row.what for row in rows] == ["AB", "AD"]


def test_a_plan_read_from_files_says_that_it_must_be_planned_again():
    """Without its arrays a plan cannot be solved again, and says what to do."""
    from dataclasses import replace

    bare = replace(planned(0), case=None, outcome=None)
    with pytest.raises(ValueError, match="plan its scenario again"):
        bottlenecks(bare)


def test_whoever_watches_may_stop_it():
    """Stopped at once, nothing was tried; stopped after two, two were."""
    made = plan(narrow("link"), gap=EXACT)
    told: list[Progress] = []
    assert bottlenecks(made, watch=lambda progress: bool(told.append(progress)) or True) == ()
    assert told[0].done == 0.0


def test_a_solve_may_be_taken_up_by_another_gap():
    """A plan solved less exactly than asked is solved again first, so that gains do not hold its own slack."""
    scenario = narrow("link")
    loose = plan(scenario, gap=0.5, method="columns")
    rows, exact = bottlenecks(loose, gap=EXACT), named(scenario)
    assert [(row.kind, row.what) for row in rows] == [(row.kind, row.what) for row in exact]
    assert [row.gain for row in rows] == pytest.approx([row.gain for row in exact], abs=NEAR)
    assert loose.case is not None
    assert solve(loose.case.problem, EXACT).points == pytest.approx(best_points(loose.case))
