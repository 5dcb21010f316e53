"""Planning again: facts stay, what leaves soon stays, the rest changes no more than it is worth, and all of it by the rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from tests.planning.capability_cases import random_capability_scenario
from tests.planning.proofs import LONG
from tests.planning.strategies import MADE, random_scenario
from tests.planning.tiny import change, day, offer, requirement, tents

import mainstay
from mainstay.contingency.actual import Actual, read_actual
from mainstay.contingency.replan import Replanned, replan
from mainstay.exchange import write_table
from mainstay.model import ChangeKind, Closure, ClosureOf, Scenario, ScenarioError
from mainstay.model.movements import Movement
from mainstay.planning import Plan, plan

SEEDS = 60 if LONG else 16
STILL = (ChangeKind.KEPT, ChangeKind.MOVED)


def scenario_of(seed: int, **settings: object) -> Scenario:
    made = random_capability_scenario(seed) if seed % 2 else random_scenario(seed)
    return made.replace(settings=replace(made.settings, **settings))


def day_of(seed: int, scenario: Scenario) -> dt.date:
    return scenario.settings.start + dt.timedelta(days=int(np.random.default_rng(seed).integers(0, scenario.settings.days)))


def rules_broken(found: Replanned) -> list[str]:
    """What the checker finds; what stocks of random scenarios throw away is compared elsewhere."""
    return [str(problem) for problem in found.findings if problem.column != "expired"]


@pytest.mark.parametrize("part", range(4))
def test_with_nothing_new_the_score_is_what_it_was_and_every_rule_is_kept(part: int):
    """Planned again from any day, the best plan attains the same, and no more is possible."""
    for seed in range(part, SEEDS, 4):
        scenario = scenario_of(seed, freeze_days=2, change_share=0.05)
        made = plan(scenario, gap=1e-9)
        found = replan(made, None, day_of(seed, scenario), gap=1e-9)
        assert found.plan.score == pytest.approx(made.score, rel=1e-6, abs=1e-6), seed
        assert rules_broken(found) == [], seed
        assert found.stability_cost <= 1e-6 * max(1.0, made.score)
        assert {row.kind for row in found.changes} <= set(STILL), seed


@pytest.mark.parametrize("part", range(4))
def test_after_a_closure_the_new_plan_keeps_the_rules_of_the_world_as_it_is(part: int):
    """A link that shuts from the day on: the checker is silent, and the bound is above the score."""
    for seed in range(part, SEEDS, 4):
        scenario = scenario_of(seed, freeze_days=3)
        made = plan(scenario, gap=1e-9)
        periods = (day_of(seed, scenario) - scenario.settings.start).days // scenario.settings.period_days
        on = scenario.settings.start + dt.timedelta(days=periods * scenario.settings.period_days)
        link = made.tables.legs[-1].link if made.tables.legs else scenario.links[0].link
        if link not in {row.link for row in scenario.links}:
            continue
        shut = Closure(
            closure="SHUT", of=ClosureOf.LINK, closes=link, first_day=on, last_day=scenario.end, share_open=0.0, **MADE
        )
        found = replan(made, Actual({"closures": (*scenario.closures, shut)}), on, gap=1e-9)
        assert rules_broken(found) == [], seed
        assert found.plan.score <= found.plan.bound
        assert found.plan.score <= made.score + 1e-6


def two_ways() -> tuple[Scenario, Plan]:
    """Tents of one offer for one requirement, planned exactly."""
    scenario = tents(given=6.0)
    scenario = scenario.replace(settings=change(scenario.settings, freeze_days=0, change_share=0.01))
    return scenario, plan(scenario, gap=1e-9)


def test_a_better_offer_that_is_worth_little_changes_nothing_at_a_high_share():
    """What is planned stays where changing it would cost more than it brings, and is changed where it costs nothing."""
    scenario = tents(asked=6.0, given=6.0)
    dear = scenario.replace(
        settings=change(scenario.settings, points_per_million_eur=5000.0, freeze_days=0, change_share=1.0),
        links=tuple(change(link, cost_eur_per_t=1.0) for link in scenario.links),
    )
    made = plan(dear, gap=1e-9)
    nearer = offer("NEAR", 6.0, place=scenario.links[-1].origin)
    stays = replan(made, Actual({"offers": (*dear.offers, nearer)}), day(0), gap=1e-9)
    assert {row.kind for row in stays.changes} <= set(STILL)
    free = Actual({"offers": (*dear.offers, nearer), "settings": change(dear.settings, change_share=0.0)})
    goes = replan(made, free, day(0), gap=1e-9)
    assert goes.plan.score >= stays.plan.score
    assert stays.stability_cost == pytest.approx(goes.plan.score - stays.plan.score, abs=1e-6)


def test_what_leaves_soon_stays():
    """Within the days of the freeze a consignment stays though a better offer has come."""
    scenario, made = two_ways()
    frozen = Actual({"settings": change(scenario.settings, freeze_days=30, change_share=0.0)})
    found = replan(made, frozen, day(0), gap=1e-9)
    assert {row.kind for row in found.changes} == {ChangeKind.KEPT}


def test_a_requirement_that_is_no_more_frees_what_was_meant_for_it():
    """Its consignments are dropped, with the reason, and giver and recipient are told."""
    scenario, made = two_ways()
    other = requirement("OTHER", 1.0)
    found = replan(made, Actual({"requirements": (other,)}), day(0), gap=1e-9)
    gone = [row for row in found.changes if row.requirement != "OTHER"]
    assert {row.kind for row in gone} == {ChangeKind.DROPPED}
    assert all(row.why for row in gone)
    assert all(scenario.offers[0].party in row.tell for row in gone)
    assert set(found.tell) == {party for row in found.changes for party in row.tell}


def test_what_was_not_reported_has_not_moved():
    """With an empty list of movements everything before the day is still with its owner; without a list it has moved."""
    _, made = two_ways()
    first = min(row.departs for row in made.tables.consignments)
    on = first + dt.timedelta(days=1)
    moved = replan(made, None, on, gap=1e-9)
    stood = replan(made, Actual(movements=()), on, gap=1e-9)
    assert any(row.kind is ChangeKind.MOVED for row in moved.changes)
    assert all(row.kind is not ChangeKind.MOVED for row in stood.changes)
    assert all(row.departs >= on for row in stood.plan.tables.consignments)
    assert stood.findings == ()
    late = [row for row in stood.changes if row.departs_before and row.departs_before < on]
    assert late
    assert all("late" in row.why for row in late)


def test_half_that_moved_is_a_fact_and_the_other_half_goes_later():
    """Of a consignment half of which left, that half is where it is, and the rest may leave from the day on."""
    _, made = two_ways()
    row = min(made.tables.consignments, key=lambda row: row.departs)
    leg = next(leg for leg in made.tables.legs if leg.consignment == row.consignment and leg.leg == 1)
    half = Movement(consignment=row.consignment, leg=1, departed=leg.departs, arrived=None, quantity=row.quantity / 2)
    found = replan(made, Actual(movements=(half,)), leg.departs + dt.timedelta(days=1), gap=1e-9)
    sent = [new for new in found.plan.tables.consignments if new.offer == row.offer]
    early = sum(new.quantity for new in sent if new.departs == leg.departs)
    assert early == pytest.approx(row.quantity / 2)
    assert all(new.departs > leg.departs for new in sent if new.departs != leg.departs)
    assert found.findings == ()


@pytest.mark.parametrize("part", range(4))
def test_whatever_moved_a_plan_comes_of_it_by_the_rules(part: int):
    """Legs reported at random, in whole or in part: what broke no rule leads to a plan that breaks none."""
    for seed in range(part, SEEDS, 4):
        scenario = scenario_of(seed, freeze_days=1)
        made, on = plan(scenario, gap=1e-9), day_of(seed, scenario)
        movements = tuple(reports(made, on, np.random.default_rng(seed)))
        found = replan(made, Actual(movements=movements), on, gap=1e-9)
        assert [text for text in rules_broken(found) if "wait" not in text] == [], seed
        assert found.plan.score <= made.score + 1e-6, seed


def reports(made: Plan, on: dt.date, rng: np.random.Generator) -> list[Movement]:
    """Some of the legs before a day, in order: each may be left out, or have carried half of what was there."""
    out: list[Movement] = []
    for row in made.tables.consignments:
        quantity = row.quantity
        for leg in sorted((leg for leg in made.tables.legs if leg.consignment == row.consignment), key=lambda leg: leg.leg):
            if leg.departs >= on or rng.random() < 0.2:
                break
            if rng.random() < 0.3 and not made.case.rules.items[row.item].whole:  # type: ignore[union-attr]
                quantity /= 2
            there = leg.arrives if leg.arrives < on else None
            out.append(
                Movement(consignment=row.consignment, leg=leg.leg, departed=leg.departs, arrived=there, quantity=quantity)
            )
            if there is None:
                break
    return out


def test_the_same_question_has_the_same_answer():
    """Twice asked, byte for byte."""
    scenario = scenario_of(7, freeze_days=1)
    made = plan(scenario, gap=1e-9)
    on = day_of(7, scenario)
    a, b = (replan(made, None, on, gap=1e-9) for _ in range(2))
    assert a.plan.tables == b.plan.tables
    assert a.changes == b.changes


def test_a_day_outside_of_the_plan_is_refused():
    """With the days that would do."""
    _, made = two_ways()
    with pytest.raises(ScenarioError, match="not within the plan"):
        replan(made, None, made.scenario.end, gap=1e-9)


# --- folders -------------------------------------------------------------------------------------------------------


def test_tables_and_movements_are_read_from_a_folder(tmp_path: Path):
    """Any tables, and what moved."""
    scenario, made = two_ways()
    row = made.tables.consignments[0]
    told = Movement(consignment=row.consignment, leg=1, departed=row.departs, arrived=row.departs)
    write_table(tmp_path / "movements.csv", (told,), Movement)
    write_table(tmp_path / "offers.csv", scenario.offers, type(scenario.offers[0]))
    actual = read_actual(tmp_path, made)
    assert actual.movements == (told,)
    assert actual.scenario(scenario) == scenario
    assert read_actual(_empty(tmp_path / "none"), made) == Actual()


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_every_fault_names_file_row_and_remedy(tmp_path: Path):
    """Unknown tables and consignments, legs that are not, too much, the wrong order: all at once."""
    _, made = two_ways()
    row = made.tables.consignments[0]
    early = row.departs - dt.timedelta(days=1)
    movements = (
        Movement(consignment="NOPE", leg=1, departed=row.departs),
        Movement(consignment=row.consignment, leg=9, departed=row.departs),
        Movement(consignment=row.consignment, leg=1, departed=row.departs, arrived=early, quantity=row.quantity * 2),
        Movement(consignment=row.consignment, leg=1, departed=row.departs),
    )
    write_table(tmp_path / "movements.csv", movements, Movement)
    (tmp_path / "offer.csv").write_text("offer\n")
    with pytest.raises(ScenarioError) as raised:
        read_actual(tmp_path, made)
    said = "\n".join(map(str, raised.value.problems))
    assert "offer.csv: no such table. Did you mean 'offers.csv'?" in said
    (tmp_path / "offer.csv").unlink()
    with pytest.raises(ScenarioError) as raised:
        read_actual(tmp_path, made)
    said = "\n".join(map(str, raised.value.problems))
    for part in ("row 2, consignment", "row 3, leg", "row 4, arrived", "row 4, quantity", "row 5, leg"):
        assert f"movements.csv, {part}" in said, said


def test_tables_that_do_not_hold_together_with_the_rest_are_refused(tmp_path: Path):
    """An offer at a place that is no more."""
    scenario, made = two_ways()
    write_table(tmp_path / "nodes.csv", scenario.nodes[:1], type(scenario.nodes[0]))
    with pytest.raises(ScenarioError):
        read_actual(tmp_path, made)


def test_the_tutorial_is_planned_again():
    """Half way through, with its largest offer withdrawn: a plan by the rules, with reasons for what changes."""
    scenario = mainstay.read(mainstay.bundled("tutorial"))
    made = plan(scenario)
    on = scenario.settings.start + dt.timedelta(days=scenario.settings.days // 3)
    largest = max(made.tables.consignments, key=lambda row: row.points).offer
    offers = tuple(replace(row, until=on - dt.timedelta(days=1)) if row.offer == largest else row for row in scenario.offers)
    found = replan(made, Actual({"offers": offers}), on)
    assert rules_broken(found) == []
    assert all(row.why and row.tell for row in found.changes if row.kind not in STILL)
    assert found.plan.score <= made.score + 1e-6
