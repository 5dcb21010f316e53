"""The checker finds what is wrong with runs, attendances and assignments."""

from __future__ import annotations

import pytest

from .spoil_complete import (
    Fault,
    assert_found,
    doubled,
    language,
    made,
    more_intake,
    not_back,
    said,
    stranded,
    then,
    third_course,
)
from .tiny import day

FAULTS: dict[str, Fault] = {
    # runs
    "run twice": (
        doubled(
            "runs", 0, training="T-G", starts=day(18), runs=0, course="G", skill="GUNNER", ends=day(22), seats=0, instructors=0
        ),
        "runs run",
        "in row 2 already",
    ),
    "start twice": (
        doubled("runs", 0, run="RUN-3", runs=0, people=0, seats=0, instructors=0),
        "runs starts",
        "in row 2 already",
    ),
    "unknown training": (doubled("runs", 0, run="RUN-3", training="X"), "runs training", "no training 'X'"),
    "another course": (said("runs", 0, course="G"), "runs course", "B is right"),
    "another site": (said("runs", 0, site="X"), "runs site", "T is right"),
    "another skill": (said("runs", 0, skill="GUNNER"), "runs skill", "BASIC is right"),
    "ends too early": (said("runs", 0, ends=day(3)), "runs ends", f"{day(4)} is right"),
    "seats overstated": (said("runs", 0, seats=9), "runs seats", "8 is right"),
    "instructors hidden": (said("runs", 0, instructors=1), "runs instructors", "2 is right"),
    "people of a run": (said("runs", 0, people=5), "runs people", "5 is stated, 6 attend it"),
    "off the start days": (made("trainings", "T-B", first_day=day(1)), "runs starts", "starts every 7 days"),
    "before the first start": (made("trainings", "T-B", first_day=day(9)), "runs starts", "starts every 7 days"),
    "after the last start": (made("trainings", "T-G", last_day=day(10)), "runs starts", "starts every 7 days"),
    "too many in parallel": (made("trainings", "T-G", most_runs=1), "runs runs", "2 times in parallel, of at most 1"),
    "too full": (then(made("courses", "B", seats=2), said("runs", 0, seats=4)), "runs people", "takes at most 4"),
    "too empty": (made("courses", "B", least=4), "runs people", "needs at least 8"),
    "site without seats": (made("intakes", "IN", seats=5), "runs seats", "6 people on course at 'T'"),
    "site without instructors": (made("intakes", "IN", instructors=1), "runs instructors", "2 instructors needed at 'T'"),
    "intake not in force": (
        then(made("intakes", "IN", last_day=day(14)), more_intake),
        "runs seats",
        f"6 people on course at 'T' on {day(15)}, 1 more than the 5",
    ),
    "equipment short": (made("courses", "G", item_quantity=1.5), "runs starts", "3 of 'SIM'"),
    # attendances
    "attendance twice": (doubled("attendances", 0, people=0), "attendances attendance", "in row 2 already"),
    "unknown run": (doubled("attendances", 0, attendance="AT-3", run="X"), "attendances run", "no run 'X'"),
    "unknown cohort": (doubled("attendances", 0, attendance="AT-3", cohort="X"), "attendances cohort", "no cohort 'X'"),
    "fewer than nobody": (
        then(doubled("attendances", 0, attendance="AT-3", people=-1), said("runs", 0, people=5)),
        "attendances people",
        "-1 is no number",
    ),
    "unit of an attendance": (said("attendances", 0, unit="V"), "attendances unit", "'U' is right"),
    "skill of an attendance": (said("attendances", 0, skill="GUNNER"), "attendances skill", "'BASIC' is right"),
    "leaves too late": (said("attendances", 0, leaves=day(1)), "attendances leaves", f"'{day(0)}' is right"),
    "ready too early": (said("attendances", 1, ready=day(16)), "attendances ready", f"'{day(17)}' is right"),
    "before the cohort": (made("cohorts", "H", first_day=day(1)), "attendances leaves", f"is there from {day(1)} on"),
    "after the cohort": (made("cohorts", "H", last_day=day(16)), "attendances ready", f"is there until {day(16)}"),
    "no path": (stranded, "attendances run", "no links lead from 'C2' to 'S'"),
    "foreign language": (language, "attendances cohort", "speaks none of uk"),
    "known already": (made("cohorts", "H", skills=("BASIC",)), "attendances skill", "know skill 'BASIC' already"),
    "prerequisite unknown": (
        then(said("attendances", 1, after=""), made("cohorts", "H", people=12)),
        "attendances skill",
        "asks for skill 'BASIC'",
    ),
    "prerequisite faded": (made("skills", "BASIC", fade_days=4), "attendances skill", f"has faded by {day(11)}"),
    "after nothing": (
        then(said("attendances", 1, after="X"), made("courses", "G", prerequisites=())),
        "attendances after",
        "no attendance 'X'",
    ),
    "after itself": (
        doubled("attendances", 1, attendance="AT-3", people=0, after="AT-3"),
        "attendances after",
        "comes after itself",
    ),
    "not back yet": (not_back, "attendances after", f"back from 'AT-1' on {day(13)}"),
    "after another cohort": (
        then(made("cohorts", "M", languages=("uk",)), doubled("attendances", 1, attendance="AT-3", cohort="M", people=0)),
        "attendances after",
        "'AT-1' is one of cohort 'H'",
    ),
    "four courses in a row": (third_course, "attendances after", "is course 4 in a row"),
    "more than the cohort": (made("cohorts", "H", people=5), "attendances people", "6 people come out of cohort 'H'"),
    "more known than the cohort": (made("cohorts", "M", people=1), "assignments people", "2 people come out of cohort 'M'"),
    "too many away": (made("units", "U", away_share=0.25), "attendances people", "6 people of unit 'U' are away"),
    # assignments
    "assignment twice": (doubled("assignments", 0, people=0), "assignments assignment", "in row 2 already"),
    "assigned to nothing": (
        doubled("assignments", 0, assignment="AS-5", requirement="X", people=0),
        "assignments requirement",
        "no requirement 'X'",
    ),
    "assigned between milestones": (
        doubled("assignments", 0, assignment="AS-5", people=0, day=day(28), idle_days=11),
        "assignments day",
        "no milestone",
    ),
    "people assigned twice": (
        then(said("assignments", 0, people=4), said("readiness", 3, planned=7.0)),
        "assignments people",
        "7 people come out of attendance 'AT-2'",
    ),
    "assigned of no cohort": (
        doubled("assignments", 0, assignment="AS-5", cohort="X", people=0),
        "assignments cohort",
        "no cohort 'X'",
    ),
    "assigned of another cohort": (said("assignments", 0, cohort="M"), "assignments cohort", "not that of attendance 'AT-2'"),
    "assigned of no attendance": (
        doubled("assignments", 0, assignment="AS-5", attendance="X", people=0),
        "assignments attendance",
        "no attendance 'X'",
    ),
    "assigned below nobody": (
        then(doubled("assignments", 0, assignment="AS-5", people=-1), said("assignments", 0, people=4)),
        "assignments people",
        "-1 is no number",
    ),
    "assigned of another unit": (said("assignments", 0, unit="V"), "assignments unit", "not that of cohort 'H'"),
    "assigned without the skill": (
        doubled("assignments", 1, assignment="AS-5", skill="BASIC", people=0),
        "assignments skill",
        "do not know skill 'BASIC'",
    ),
    "skill faded": (made("skills", "GUNNER", fade_days=16), "assignments skill", f"has faded by {day(34)}"),
    "idle days hidden": (said("assignments", 0, idle_days=0), "assignments idle_days", "10 is right"),
    "not ready": (
        then(
            made("cohorts", "M", first_day=day(28)),
            said("assignments", 1, idle_days=-1),
            said("assignments", 3, idle_days=6),
            said("readiness", 4, first_whole=day(28), all_whole=day(28)),
        ),
        "assignments day",
        f"ready on {day(28)}",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_wrong_with_training_is_found(name: str):
    """One fault in a plan that is right otherwise: one finding, in the right file and column, in words that fit."""
    assert_found(FAULTS[name])
