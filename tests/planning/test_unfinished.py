"""The best plan so far: what is kept, that it is a plan at any moment, and that keeping it changes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mainstay import exchange
from mainstay.model import ScenarioError
from mainstay.planning import Safekeeping, pick_up, plan, resume
from mainstay.planning.build import build
from mainstay.planning.checker import check_plan
from mainstay.planning.clock import Clock
from mainstay.planning.onward import averaged, better_of
from mainstay.planning.outcome import Outcome
from mainstay.planning.plan import assemble
from mainstay.planning.prices import expand
from mainstay.planning.unfinished import FOLDER, PLAN, described, is_unfinished

from .battery import battery, with_chain
from .proofs import case_of
from .strategies import random_scenario

CASES = {"goods": random_scenario(4), "packages": battery(2.0), "repair": with_chain(battery(2.0), 1.0)}


def kept_of(scenario, **how) -> tuple[list[Outcome], object]:
    told: list[Outcome] = []
    made = plan(scenario, keeper=told.append, **how)
    return told, made


@pytest.mark.parametrize("method", ["arc-flow", "columns"])
@pytest.mark.parametrize("name", CASES)
def test_whatever_is_kept_is_a_plan_that_keeps_every_rule(name: str, method: str):
    """Points never fall, bounds never rise, and the checker finds nothing in any of them."""
    scenario = CASES[name]
    told, made = kept_of(scenario, method=method)
    case = build(scenario)
    assert told
    for outcome in told:
        written = assemble(case, outcome, method, 0.0)
        tables = written.tables
        assert check_plan(case.scenario, tables.consignments, tables.legs, rest=tables, score=written.score) == []
        assert written.score == pytest.approx(case.percent(outcome.points), rel=1e-6, abs=1e-6)
        assert case.percent(outcome.bound) >= made.score - 1e-6
    assert [o.points for o in told] == sorted(o.points for o in told)
    assert [o.bound for o in told] == sorted((o.bound for o in told), reverse=True)


@pytest.mark.parametrize("name", ["packages", "repair"])
def test_the_first_plan_in_whole_numbers_is_the_spreadsheet_rules(name: str):
    told, made = kept_of(CASES[name], method="columns")
    case = build(CASES[name])
    assert case.percent(told[0].points) == pytest.approx(made.greedy_score)


@pytest.mark.parametrize("method", ["arc-flow", "columns"])
@pytest.mark.parametrize("name", CASES)
def test_keeping_changes_nothing(name: str, method: str):
    _, kept = kept_of(CASES[name], method=method)
    plainly = plan(CASES[name], method=method)
    assert kept.tables == plainly.tables
    assert (kept.score, kept.bound, kept.status) == (plainly.score, plainly.bound, plainly.status)


@pytest.mark.parametrize("method", ["arc-flow", "columns"])
@pytest.mark.parametrize("name", CASES)
def test_going_on_from_any_of_them_earns_no_less_and_proves_no_less(name: str, method: str):
    told, made = kept_of(CASES[name], method=method)
    for start in told:
        for limit in (None, 0.0):
            on = plan(CASES[name], start=start, method=method, time_limit=limit)
            case = on.case
            assert on.score >= case.percent(start.points) - 1e-6
            assert on.bound <= min(100.0, case.percent(start.bound)) + 1e-6
            assert on.bound >= made.score - 1e-6
            assert limit == 0.0 or on.gap <= 1e-3


def saved(folder: Path, outcome: Outcome, name: str = "goods") -> Path:
    best = Safekeeping(folder, CASES[name])
    best(outcome)
    best.close()
    assert best.refused is None
    return folder


def test_what_was_written_last_comes_back_to_the_bit(tmp_path: Path):
    """However quickly plans follow each other, the last one is on disk when it is closed."""
    told, _ = kept_of(CASES["goods"], method="columns")
    best = Safekeeping(tmp_path, CASES["goods"])
    for outcome in [*told, *told]:
        best(outcome)
    best.close()
    scenario, found = pick_up(tmp_path)
    assert found is not None
    assert exchange.read(tmp_path / FOLDER / "scenario") == scenario
    last = told[-1]
    assert (found.points, found.bound) == (last.points, last.bound)
    for name in ("lots", "taken", "price"):
        assert (getattr(found, name) == getattr(last, name)).all()
    assert (found.ways.names(), found.pool.names()) == (last.ways.names(), last.pool.names())


def test_flushed_what_came_last_is_on_disk_at_once(tmp_path: Path):
    best = Safekeeping(tmp_path, CASES["goods"])
    for outcome in (outcome_of(1.0, 9.0), outcome_of(2.0, 9.0), outcome_of(2.0, 8.0)):
        best(outcome)
        best.flush()
        found = pick_up(tmp_path)[1]
        assert found is not None
        assert (found.points, found.bound) == (outcome.points, outcome.bound)
    best.close()


def test_without_a_plan_yet_the_scenario_is_there(tmp_path: Path):
    Safekeeping(tmp_path, CASES["goods"]).close()
    assert is_unfinished(tmp_path)
    assert pick_up(tmp_path)[1] is None
    assert described(tmp_path).startswith("a run that did not end, and had no plan yet. Go on with: ")


def test_an_unfinished_plan_is_no_plan_to_ask(tmp_path: Path):
    told, _ = kept_of(CASES["goods"])
    saved(tmp_path, told[-1])
    with pytest.raises(ScenarioError, match=r"an unfinished plan: score .* Go on with: mainstay plan --resume"):
        resume(tmp_path)


def test_a_changed_scenario_or_a_spoiled_file_is_refused(tmp_path: Path):
    told, _ = kept_of(CASES["goods"])
    other = saved(tmp_path / "other", told[-1])
    file = other / FOLDER / "scenario" / "requirements.csv"
    file.write_text("\n".join(file.read_text("utf-8").splitlines()[:-1]) + "\n", "utf-8")
    with pytest.raises(ScenarioError, match="is of another scenario than the one beside it"):
        pick_up(other)
    spoiled = saved(tmp_path / "spoiled", told[-1])
    (spoiled / FOLDER / PLAN).write_bytes((spoiled / FOLDER / PLAN).read_bytes()[:200])
    with pytest.raises(ScenarioError, match=r"cannot be read\. Delete it to plan anew"):
        pick_up(spoiled)
    with pytest.raises(ScenarioError, match="there is nothing to go on with"):
        pick_up(tmp_path)


def test_a_plan_of_another_scenario_is_no_start():
    told, _ = kept_of(CASES["packages"])
    with pytest.raises(ValueError, match="of another scenario"):
        plan(CASES["goods"], start=told[-1])


def test_a_disk_that_refuses_does_not_end_the_run(tmp_path: Path):
    best = Safekeeping(tmp_path, CASES["goods"])
    (best.folder / PLAN).mkdir()
    plan(CASES["goods"], keeper=best)
    best.close()
    assert isinstance(best.refused, OSError)


def outcome_of(points: float, bound: float) -> Outcome:
    told, _ = kept_of(CASES["goods"], method="arc-flow")
    return replace(told[-1], points=points, bound=bound)


def test_a_clock_hands_on_better_plans_and_lower_bounds_only():
    told: list[tuple[float, float]] = []
    clock = Clock(keeper=lambda outcome: told.append((outcome.points, outcome.bound)))
    for points, bound in ((1.0, 9.0), (1.0, 9.0), (0.5, 9.0), (2.0, 12.0)):
        clock.better(points, lambda points=points, bound=bound: outcome_of(points, bound))
    for bound in (10.0, 8.0, 8.0, 1.0):
        clock.prove(bound)
    assert told == [(1.0, 9.0), (2.0, 9.0), (2.0, 8.0), (2.0, 2.0)]


def test_of_two_plans_the_better_and_the_lower_bound_count():
    both = better_of(outcome_of(3.0, 9.0), outcome_of(2.0, 4.0), 0.5)
    assert (both.points, both.bound, both.status) == (3.0, 4.0, "within the gap")
    assert better_of(outcome_of(3.0, 3.0), outcome_of(2.0, 4.0), 0.0).status == "optimal"


@pytest.mark.parametrize("seed", range(6))
def test_prices_by_block_come_back_from_those_by_period(seed: int):
    fine = case_of(seed).problem
    coarse = fine.in_blocks(3)
    price = np.random.default_rng(seed).random(len(coarse.capacity))
    price[~np.isfinite(coarse.capacity)] = 0.0
    by_period = expand(coarse, price, fine)
    again = averaged(fine, by_period, coarse)
    assert expand(coarse, again, fine) == pytest.approx(by_period)
