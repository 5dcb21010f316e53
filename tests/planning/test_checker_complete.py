"""The checker on a plan with packages, training, stocks, repair and orders: its score, and what is right in it."""

from __future__ import annotations

import ast
import datetime as dt
from pathlib import Path

import msgspec
import pytest

import mainstay.model as model
from mainstay.model import PLAN_TABLES, Requirement, fields
from mainstay.planning import checker
from mainstay.planning.checker import check_plan, score_plan
from mainstay.planning.checker.written import Written

from .complete import SCORE, battery, given_whole, row, with_
from .spoil_complete import asked, level, made, said, then
from .tiny import day

change = msgspec.structs.replace

REST = ("capabilities", "readiness", "runs", "attendances", "assignments", "reservations", "stock_levels", "orders")
WRITTEN = [(table, field.name) for table in REST for field in fields(PLAN_TABLES[table])]


def test_a_plan_that_keeps_all_rules_passes_with_its_score():
    """Packages, courses, stocks, repair and orders that are right give no finding, and earn what they are said to."""
    scenario, tables = battery(), given_whole()
    assert check_plan(scenario, tables.consignments, tables.legs, rest=tables, score=SCORE) == []
    assert score_plan(scenario, tables.consignments, tables.legs, rest=tables) == pytest.approx(SCORE, abs=1e-9)
    (found,) = check_plan(scenario, tables.consignments, tables.legs, rest=tables, score=SCORE + 0.001)
    assert (found.file, found.column) == ("consignments.csv", "points")


def test_a_score_is_worked_out_without_the_points_that_are_stated():
    """Points in the tables may say what they like; quantities and days alone count."""
    scenario, tables = battery(), given_whole()
    silent = with_(
        tables,
        consignments=tuple(change(row, points=0.0, transport_eur=0.0) for row in tables.consignments),
        capabilities=tuple(change(row, points=0.0) for row in tables.capabilities),
    )
    assert score_plan(scenario, silent.consignments, silent.legs, rest=silent) == pytest.approx(SCORE, abs=1e-9)


def test_what_is_not_said_is_not_missed_in_a_plan_of_consignments_alone():
    """Without its other tables a plan earns what arrives; nothing is issued or in service, and what leaves was ordered."""
    scenario, tables = battery(), given_whole()
    assert check_plan(asked(scenario, "offers", "O-ROUND", least_order=20.0), tables.consignments, tables.legs) == []
    (found,) = check_plan(scenario, tables.consignments, tables.legs)
    assert (found.file, found.row, found.column) == ("consignments.csv", 4, "quantity")
    assert "no order below 30" in found.message
    assert score_plan(scenario, tables.consignments, tables.legs) == pytest.approx(100 * (20 - 1 - 2.1095) / 200)


@pytest.mark.parametrize(
    ("mixed", "change_"),
    [
        (True, {}),
        (False, {"components": {"fleet": False}}),
        (False, {"settings": {"mixing_points": 0.0}}),
    ],
)
def test_a_second_type_in_a_fleet_costs_what_the_settings_say(mixed: bool, change_: dict[str, dict[str, object]]):
    """Two types of gun for one unit cost a point; where guns are no fleet, or mixing is free, they cost none."""
    scenario, tables = battery(), given_whole()
    for table, new in change_.items():
        if table == "settings":
            scenario = scenario.replace(settings=change(scenario.settings, **new))
        else:
            scenario = asked(scenario, table, "K-GUN", **new)
    score = score_plan(scenario, tables.consignments, tables.legs, rest=tables)
    assert score == pytest.approx(SCORE + (0.0 if mixed else 100 / 200), abs=1e-9)


@pytest.mark.parametrize(("for_unit", "types"), [("U", 1), ("", 0)])
def test_a_fleet_is_that_of_a_unit_or_of_one_requirement(for_unit: str, types: int):
    """Two requirements of one unit share a fleet, and a type each mixes it; without a unit each has its own."""
    scenario, tables = battery(), given_whole()
    row_ = change(scenario.requirements[0], for_unit=for_unit)
    scenario = scenario.replace(requirements=(row_, change(row_, requirement="R2")))
    consignments = row(tables, "consignments", 1, requirement="R2").consignments
    free = scenario.replace(settings=change(scenario.settings, mixing_points=0.0))
    cost = score_plan(free, consignments, tables.legs) - score_plan(scenario, consignments, tables.legs)
    assert cost == pytest.approx(types * 100 / 300, abs=1e-9)


@pytest.mark.parametrize("expired_on", [7, 8])
def test_what_is_past_its_life_is_thrown_away_at_its_end_or_in_the_step_after(expired_on: int):
    """Milk that may be issued until week 1 goes at the end of that week, or in week 2 before anything is issued."""
    scenario, tables = then(level(7, expired=0.0), level(expired_on, expired=1.0))(battery(), given_whole())
    assert check_plan(scenario, tables.consignments, tables.legs, rest=tables) == []


@pytest.mark.parametrize(
    ("period_days", "step_days", "due", "latest", "periods"),
    [
        (1, 7, 27, 41, [27, 34]),
        (1, 7, 27, 42, [27, 34, 41]),
        (1, 7, 27, 99, [27, 34, 41]),  # the plan ends on day 41
        (5, 7, 27, 42, [4, 6, 8]),  # periods end on days 4, 9, ... 24, 29, 34, 39, 41
        (5, 2, 27, 32, [4, 5]),  # 27 in period 4, 29 and 31 in period 5
        (7, 7, -3, 20, [0, 1]),  # by day -3 no period is over: days 4, 11, 18 follow
        (7, 7, 3, 4, []),
        (1, 7, 60, 50, [41]),  # the due day always counts
    ],
)
def test_milestones_are_the_last_periods_over_by_the_due_day_and_each_step_after(
    period_days: int, step_days: int, due: int, latest: int, periods: list[int]
):
    """Every step from the due day on, before it is useless, the last period that is over by then; each once."""
    scenario = battery()
    settings = change(scenario.settings, period_days=period_days, step_days=step_days)
    requirement: Requirement = change(scenario.requirements[0], due=day(due), latest_useful=day(latest))
    calendar = Written(scenario.replace(settings=settings), [], []).calendar
    assert calendar.milestones(requirement) == periods


def test_the_checker_takes_only_records_of_the_model():
    """It computes nothing with functions that planner and model share: all it takes are classes of tables."""
    for file in Path(checker.__file__).parent.glob("*.py"):
        for found in ast.walk(ast.parse(file.read_text())):
            if isinstance(found, ast.ImportFrom) and (found.module or "").startswith("mainstay"):
                assert found.module == "mainstay.model", file
                for name in (alias.name for alias in found.names):
                    assert isinstance(getattr(model, name), type), (file, name)


@pytest.mark.parametrize(("table", "column"), WRITTEN)
def test_nothing_that_is_written_goes_unchecked(table: str, column: str):
    """A figure, day or code changed in any row is noticed; but for the code of an assignment, to which nothing refers."""
    scenario, tables = battery(), given_whole()
    for number, row_ in enumerate(getattr(tables, table)):
        spoiled = row(tables, table, number, **{column: other(getattr(row_, column))})
        found = check_plan(scenario, spoiled.consignments, spoiled.legs, rest=spoiled)
        assert bool(found) == ((table, column) != ("assignments", "assignment")), (number, row_)


def other(value: object) -> object:
    """Something else of the same kind."""
    if isinstance(value, dt.date):
        return value + dt.timedelta(days=1)
    return f"{value}-unknown" if isinstance(value, str) else value + 1


@pytest.mark.parametrize("table", REST)
def test_a_row_that_is_left_out_is_noticed(table: str):
    """What ought to stand in a table is missed, row by row; a package fewer in service is no fault but for what follows it."""
    scenario, tables = battery(), given_whole()
    for number in range(len(getattr(tables, table))):
        rows = getattr(tables, table)
        less = with_(tables, **{table: rows[:number] + rows[number + 1 :]})
        assert check_plan(scenario, less.consignments, less.legs, rest=less, score=SCORE)


def test_people_known_to_be_ready_before_the_plan_are_there_on_its_first_day():
    """Readiness begins with the plan; how long they have been idle counts from the day on which their cohort was there."""
    early = then(
        made("cohorts", "M", first_day=day(-2)),
        said("assignments", 1, idle_days=29),
        said("assignments", 3, idle_days=36),
        said("readiness", 4, first_whole=day(0), all_whole=day(0)),
    )
    scenario, tables = early(battery(), given_whole())
    assert check_plan(scenario, tables.consignments, tables.legs, rest=tables) == []
