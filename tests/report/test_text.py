"""The answer in sentences is true to the figures."""

import math

from hypothesis import given
from hypothesis import strategies as st

from mainstay.report import answer, basis
from mainstay.report.text import rounded_up


def test_the_answer_says_score_bound_rule_and_lines(plan, scenario):
    assert answer(plan, scenario) == (
        "The plan attains 70.00 of 100 points; no plan can attain more than 70.02. The spreadsheet rule would attain 55.0."
        " Of 4 requirements 1 are met whole and on time, 1 whole but late, 1 in part and 1 not at all."
    )


def test_a_wide_gap_needs_one_decimal_and_the_bound_is_rounded_up(plan, scenario):
    assert "attains 78.4 of 100 points; no plan can attain more than 79.2." in answer(
        plan.change(score=78.42, bound=79.11), scenario
    )


def test_a_proven_optimum_says_so(plan, scenario):
    assert "; no plan can attain more. " in answer(plan.change(bound=70.0), scenario)


def test_a_plan_without_bound_or_rule_claims_neither(nothing, scenario):
    text = answer(nothing, scenario)
    assert "not proven" in text
    assert "spreadsheet" not in text
    assert "4 not at all" in text
    assert "gap unknown" in basis(nothing, scenario)


def test_french_and_ukrainian_answers_carry_the_same_figures(plan, scenario):
    assert "70,00 points sur 100\u202f; aucun plan ne peut en atteindre plus de 70,02." in answer(plan, scenario, language="fr")
    assert "70,00 зі 100 балів; жоден план не може досягти більше ніж 70,02." in answer(plan, scenario, language="uk")


def test_nothing_asked_is_said(plan, scenario):
    assert answer(plan, scenario.replace(requirements=())) == "Nothing is asked."


@given(st.floats(0, 100), st.integers(0, 3))
def test_a_rounded_bound_is_never_below_the_bound(bound, decimals):
    up = rounded_up(bound, decimals)
    assert up >= bound - 1e-7
    assert up < bound + 10**-decimals + 1e-9


def test_an_infinite_bound_stays_infinite():
    assert math.isinf(rounded_up(math.inf, 1))
