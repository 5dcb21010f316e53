"""The sentences on capabilities, training, stocks, repair and orders."""

from __future__ import annotations

from collections.abc import Iterable

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario

from .capabilities import PackageLine, package_lines, waits
from .words import Words


def packages_answer(lines: Iterable[PackageLine], words: Words) -> str:
    """Say how many of the packages asked come into service, and how many of them on time; nothing if none is asked."""
    lines = tuple(lines)
    asked = sum(line.asked for line in lines)
    if not asked:
        return ""
    return words(
        "packages answer",
        in_service=words.number(sum(line.in_service for line in lines)),
        asked=words.number(asked),
        on_time=words.number(sum(line.by(line.requirement.due) for line in lines)),
    )


def apart_answer(plan: AnyPlan, words: Words) -> str:
    """Say what a plan brings that treats equipment and training apart; nothing if the plan does not know."""
    said = plan.summary()
    packages, score = said.get("apart_packages"), said.get("apart_score")
    if packages is None:
        return ""
    if score is None:
        return words("apart packages answer", packages=words.number(packages))
    return words("apart answer", packages=words.number(packages), score=words.number(score, 1))


def waits_answer(lines: Iterable[PackageLine], plan: AnyPlan, words: Words) -> str:
    """Say how long goods and people wait for the rest of their packages; nothing if none of the two is there."""
    found = waits(lines, plan)
    if found.goods is None or found.people is None:
        return ""
    return words("waits answer", goods=words.number(found.goods), people=words.number(found.people))


def stocks_answer(plan: AnyPlan, words: Words) -> str:
    """Say how much of what is wanted the stocks issue; nothing if the plan has none or does not know."""
    served = plan.summary().get("stock_served")
    if not plan.tables.stock_levels or served is None:
        return ""
    return words("stocks answer", share=words.number(100 * served, 1))


def capability_answer(plan: AnyPlan, scenario: Scenario, *, language: str = "en") -> list[str]:
    """
    Return sentences on packages, training, stocks, repair, orders and mixed fleets, as far as the plan has any of them.

    Parameters
    ----------
    plan, scenario
        What was found for what was asked. Of its summary are read ``apart_packages``, ``apart_score``, ``people_trained``,
        ``course_runs``, ``stock_served``, ``repaired`` and ``mixing_points_lost``; what is not there is not said.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words, said = Words(language), plan.summary()
    lines = package_lines(plan, scenario)
    sentences = [packages_answer(lines, words), apart_answer(plan, words), waits_answer(lines, plan, words)]
    if said.get("people_trained"):
        people, runs = said["people_trained"], said.get("course_runs", sum(row.runs for row in plan.tables.runs))
        sentences.append(words("trained answer", people=words.number(people), runs=words.number(runs)))
    sentences.append(stocks_answer(plan, words))
    if said.get("repaired"):
        sentences.append(words("repaired answer", pieces=words.quantity(said["repaired"])))
    if plan.tables.orders:
        cost = sum(row.cost_eur for row in plan.tables.orders) / 1e6
        sentences.append(words("orders answer", orders=words.number(len(plan.tables.orders)), cost=words.number(cost, 1)))
    if said.get("mixing_points_lost"):
        sentences.append(words("mixing answer", points=words.number(said["mixing_points_lost"], 1)))
    return [sentence for sentence in sentences if sentence]
