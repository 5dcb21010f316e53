"""The answer of a plan in sentences: the same words on screen, in the workbook and under the map."""

from __future__ import annotations

import datetime as dt
import math

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario

from .capabilities import package_lines
from .capability_text import apart_answer, packages_answer
from .figures import asked_of, met
from .words import Words


def answer(plan: AnyPlan, scenario: Scenario, *, language: str = "en") -> str:
    """
    Say what the plan attains, what no plan can exceed, what the spreadsheet rule would attain, and how many lines are met.

    Where packages are asked for, say how many come into service, and how many if equipment and training were planned apart.

    The bound is rounded up, so that the sentence stays true; figures get a second decimal where the first would not tell
    score and bound apart.

    Parameters
    ----------
    plan, scenario
        What was found for what was asked.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    if not asked_of(scenario):
        return words("no requirements")
    decimals = 2 if plan.bound - plan.score < 0.05 else 1
    sentence = words("attains", score=words.number(plan.score, decimals))
    if plan.bound - plan.score < 5e-5:
        sentence += "; " + words("proven best")
    elif math.isfinite(plan.bound):
        sentence += "; " + words("no more", bound=words.number(rounded_up(plan.bound, decimals), decimals))
    else:
        sentence += "; " + words("no bound")
    sentences = [sentence + "."]
    if plan.greedy_score is not None and math.isfinite(plan.greedy_score):
        sentences.append(words("greedy", greedy=words.number(plan.greedy_score, 1)))
    if scenario.requirements:
        sentences.append(lines_met(plan, scenario, language=language))
    sentences += [packages_answer(package_lines(plan, scenario), words), apart_answer(plan, words)]
    text = " ".join(sentence for sentence in sentences if sentence)
    # French puts a narrow space before a semicolon.
    return text.replace("; ", "\u202f; ") if language == "fr" else text


def lines_met(plan: AnyPlan, scenario: Scenario, *, language: str = "en") -> str:
    """Say how many requirements are met whole and on time, whole but late, in part, and not at all."""
    words = Words(language)
    states = list(met(scenario, plan.tables).values())
    return words(
        "met",
        lines=words.number(len(states)),
        whole=words.number(states.count("on_time")),
        late=words.number(states.count("late")),
        part=words.number(states.count("part")),
        none=words.number(states.count("none")),
    )


def basis(plan: AnyPlan, scenario: Scenario, *, language: str = "en") -> str:
    """Say on what the answer rests: score, bound, gap, consignments and days of the plan."""
    words = Words(language)
    gap = f"{words.number(100 * plan.gap, 2)}\u202f%" if math.isfinite(plan.gap) else words("unknown")
    return words(
        "rests on",
        score=words.number(plan.score, 2),
        bound=words.number(rounded_up(plan.bound, 2), 2),
        gap=gap,
        consignments=words.number(len(plan.tables.consignments)),
        start=words.day(scenario.settings.start, year=True),
        end=words.day(scenario.end - dt.timedelta(days=1), year=True),
    )


def rounded_up(value: float, decimals: int) -> float:
    """Round up to ``decimals``; a hair of floating point above a round figure does not count."""
    if not math.isfinite(value):
        return value
    steps = 10.0**decimals
    return math.ceil(value * steps - 1e-7) / steps
