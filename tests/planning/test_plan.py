"""The one entry: a plan is the best there is, proven, the same every time, and stops when it is asked to."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from math import isfinite
from pathlib import Path

import numba
import polars as pl
import pytest
from hypothesis import given, settings

from mainstay import exchange
from mainstay.model import PLAN_TABLES, Scenario
from mainstay.planning import Plan, Progress, plan
from mainstay.planning.frames import frame_of
from mainstay.report import write as write_report

from .capability_cases import random_capability_scenario
from .proofs import EXACT, LONG, above, assert_sound, oracle, same, shuffled
from .strategies import random_scenario, small_scenarios

CHUNK = 25
RANDOM = 500


def assert_both_agree(scenario: Scenario) -> None:
    """Columns and arc-flow attain the same, and neither exceeds what the other says no plan can."""
    columns, flows = plan(scenario, gap=EXACT, method="columns"), oracle(scenario)
    assert_sound(scenario, columns)
    assert_sound(scenario, flows)
    assert columns.score == same(flows.score)
    assert columns.score <= above(flows.bound)
    assert flows.score <= above(columns.bound)
    assert columns.gap <= 1e-6
    assert flows.gap <= 1e-6


@pytest.mark.parametrize("first", range(0, RANDOM, CHUNK))
def test_column_generation_attains_what_the_arc_flow_model_attains(first: int):
    """Two formulations that share no solution method agree on random scenarios, and the checker finds nothing in either."""
    for seed in range(first, first + CHUNK):
        assert_both_agree(random_scenario(seed))


@settings(max_examples=500 if LONG else 60, deadline=None)
@given(small_scenarios())
def test_the_two_methods_agree_on_any_small_scenario(scenario: Scenario):
    """As above, on scenarios that are looked for where they could differ."""
    assert_both_agree(scenario)


# --- the same every time -------------------------------------------------------------------------------------------


def written(scenario: Scenario, folder: Path, *, pages: bool = True, method: str = "auto") -> dict[str, bytes]:
    """All bytes of a plan folder but run.json, which holds the time it took."""
    made = plan(scenario, method=method)
    made.save(folder)
    if pages:
        write_report(made, made.scenario, folder)
    files = (file for file in folder.rglob("*") if file.is_file() and file.name != "run.json")
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}


def assert_order_decides_nothing(scenario: Scenario, folder: Path, **how: object) -> None:
    """Planned twice, and once with the rows of every table shuffled: the same bytes."""
    first = written(scenario, folder / "first", **how)
    assert {"summary.json", "consignments.csv", "start.npz"} <= set(first)
    again = written(scenario, folder / "again", **how)
    assert {name for name in first if first[name] != again.get(name)} | set(again) - set(first) == set()
    other = written(shuffled(scenario, 1), folder / "shuffled", **how)
    assert {name for name in first if first[name] != other.get(name)} | set(other) - set(first) == set()


def test_the_tutorial_is_planned_and_reported_in_the_same_bytes(tmp_path: Path):
    """Tables, workbook, maps, calendars and charts: same input, same bytes, whatever the order of rows."""
    assert_order_decides_nothing(exchange.read(exchange.bundled("tutorial")), tmp_path)


@pytest.mark.parametrize("method", ["arc-flow", "columns"])
@pytest.mark.parametrize("seed", range(10))
def test_a_random_scenario_is_planned_in_the_same_bytes(seed: int, method: str, tmp_path: Path):
    """Same input, same tables and the same ways kept for later, whatever the order of rows."""
    assert_order_decides_nothing(random_scenario(seed), tmp_path, pages=False, method=method)


def test_quake_relief_is_planned_in_the_same_bytes(tmp_path: Path):
    """A scenario that is solved on two levels is planned in the same bytes too."""
    assert_order_decides_nothing(quake_relief(), tmp_path, pages=False)


def test_the_number_of_threads_decides_nothing(tmp_path: Path):
    """Priced on one thread or on all there are, the plan is the same to the byte."""
    one = written(quake_relief(), tmp_path / "one", pages=False)
    numba.set_num_threads(numba.config.NUMBA_NUM_THREADS)
    assert written(quake_relief(), tmp_path / "all", pages=False) == one


@pytest.mark.skipif(not LONG, reason="takes minutes; set MAINSTAY_LONG=1")
def test_ukraine_support_is_planned_in_the_same_bytes(tmp_path: Path):
    """The largest bundled scenario is planned in the same bytes too."""
    assert_order_decides_nothing(exchange.read(exchange.bundled("ukraine-support")), tmp_path, pages=False)


# --- stopping ------------------------------------------------------------------------------------------------------


def stops_after(calls: int) -> Callable[[Progress], bool]:
    """A watch that asks to stop from the n-th call on."""
    told: list[Progress] = []

    def watch(progress: Progress) -> bool:
        told.append(progress)
        return len(told) >= calls

    return watch


def assert_usable(scenario: Scenario, made: Plan) -> None:
    """What came of a solve that was cut short: a plan that keeps the rules, and an honest gap."""
    assert_sound(scenario, made)
    if isfinite(made.bound):
        assert made.gap == pytest.approx((made.bound - made.score) / made.score)
        assert best_of(scenario.settings.name) <= above(made.bound)
    else:
        assert made.gap == float("inf")


@cache
def quake_relief() -> Scenario:
    return exchange.read(exchange.bundled("quake-relief"))


@cache
def best_of(name: str) -> float:
    """What a plan is known to attain."""
    return plan(exchange.read(exchange.bundled(name))).score


@pytest.mark.parametrize("calls", range(1, 5))
def test_whoever_watches_may_stop_it_and_gets_a_plan(calls: int):
    """Stopped at the n-th call, a solve returns a plan that keeps every rule, and says what gap is proven."""
    made = plan(quake_relief(), watch=stops_after(calls), method="columns")
    assert made.status == "stopped"
    assert_usable(quake_relief(), made)


@pytest.mark.parametrize("seconds", [0.0, 0.2])
def test_out_of_time_it_returns_the_best_plan_so_far(seconds: float):
    """A time limit that is over before anything is solved still gives a plan that keeps every rule, with its gap."""
    made = plan(quake_relief(), time_limit=seconds, gap=0.0, method="columns")
    assert made.status == "time limit"
    assert_usable(quake_relief(), made)


@pytest.mark.parametrize("seed", range(8))
def test_a_small_scenario_may_be_stopped_too(seed: int):
    """One master is always solved, so that there is a plan even when the first call asks to stop."""
    scenario = random_scenario(seed)
    made = plan(scenario, watch=stops_after(1), method="columns")
    assert_sound(scenario, made)
    assert oracle(scenario).score <= above(made.bound)


def test_a_watch_is_told_of_every_stage_and_how_far_it_is():
    """Scores never fall, bounds never rise, the gap is the one between them, and the end is told."""
    told: list[Progress] = []
    made = plan(quake_relief(), watch=lambda progress: told.append(progress))
    assert told[0].stage == "reading"
    assert [progress.stage for progress in told[-2:]] == ["done", "spreadsheet rule"]
    fine = [progress for progress in told if progress.stage in ("steps", "master", "done")]
    assert len(fine) >= 3
    assert all(a.bound >= b.bound for a, b in pairwise(fine))
    for progress in fine:
        assert progress.gap == pytest.approx((progress.bound - progress.score) / progress.score, abs=1e-12)
    assert fine[-1].score == same(made.score)
    assert fine[-1].bound == same(made.bound)


# --- what it says of itself ----------------------------------------------------------------------------------------


def test_a_scenario_without_anything_to_plan_has_an_empty_plan():
    """No offers, or no requirements at all: score and bound are 0, and nothing is asked of anybody."""
    whole = exchange.read(exchange.bundled("tutorial"))
    bare = whole.replace(offers=(), caveats=(), consents=())
    empty = bare.replace(requirements=())
    for scenario, missed in ((bare, len(bare.requirements)), (empty, 0)):
        made = plan(scenario)
        assert_sound(scenario, made)
        assert (made.score, made.bound, made.gap, made.status) == (0.0, 0.0, 0.0, "optimal")
        assert (len(made.tables.consignments), len(made.tables.tasking), len(made.tables.unmet)) == (0, 0, missed)


def test_small_scenarios_are_solved_by_arc_flow_and_large_ones_by_columns():
    """Left to itself, the planner takes the exact model where it is small enough."""
    assert plan(random_scenario(1)).method == "arc-flow"
    assert plan(quake_relief(), watch=lambda _: True).method == "columns"


def test_the_summary_counts_every_requirement_once():
    """Met on time, late, in part and not at all add up to the requirements; tonnes and euros to the consignments."""
    for seed in range(40):
        scenario = random_scenario(seed)
        made = plan(scenario)
        summary = made.summary()
        kinds = ("met_on_time", "met_late", "met_in_part", "not_met")
        assert sum(summary[kind] for kind in kinds) == len(scenario.requirements)
        assert min(summary[kind] for kind in kinds) >= 0
        assert summary["tonnes"] == pytest.approx(sum(row.mass_t for row in made.tables.consignments))
        assert summary["transport_eur"] == pytest.approx(sum(row.transport_eur for row in made.tables.consignments))


def test_every_table_is_a_frame_with_typed_columns_even_when_empty():
    """An empty table has the columns and types of a full one, so that notebooks need not ask."""
    full = plan(exchange.read(exchange.bundled("tutorial")))
    for name in PLAN_TABLES:
        empty = frame_of(PLAN_TABLES[name], ())
        assert empty.height == 0
        assert getattr(full, name).schema == empty.schema
    assert full.consignments.schema["departs"] == pl.Date
    assert full.consignments.schema["quantity"] == pl.Float64
    assert full.unmet["reason"].to_list() == [str(row.reason) for row in full.tables.unmet]


def test_what_is_in_stock_is_issued_though_nobody_gives_anything() -> None:
    scenario = random_capability_scenario(32).replace(offers=())
    for method in ("arc-flow", "columns"):
        made = plan(scenario, method=method)
        assert made.score == pytest.approx(made.bound)
        assert made.score > 0.0
