"""What a case loses: its row, the requirements it hits, and points by day."""

from __future__ import annotations

import datetime as dt

from mainstay.model import CaseHit, CaseKind, CaseLoss, Curve

from .answers import Answer, Bracketed, Given
from .shares import Shares, recovery

SEEN = 1e-6
"""Share of a requirement's points whose loss is told."""


def loss_of(given: Given, base: Shares, bracket: Bracketed, answer: Answer | None, kind: CaseKind, what: str) -> CaseLoss:
    """Return the row of a case; its loss is certified if there is an answer, otherwise estimated within its bracket."""
    percent, plan = given.case.percent, given.outcome
    score = percent(plan.points)
    before = percent(max(0.0, plan.points - (answer.points_before if answer else bracket.before)))
    after = percent(max(0.0, plan.points - (answer.points if answer else bracket.estimate)))
    high = answer.bound if answer else bracket.high
    low = answer.points if answer else bracket.low
    left = answer.before if answer else bracket.left
    lost = {code for code, points in base.points.items() if left and left.points.get(code, 0.0) < points * (1 - SEEN) - SEEN}
    fewer = _fewer(base, left)
    day = answer.day if answer else given.scenario.settings.start
    at = (day - given.scenario.settings.start).days
    back = recovery(base.by_day, answer.after.by_day, at) if answer else (at if not lost else None)
    return CaseLoss(
        case=bracket.name,
        what=what,
        kind=kind,
        day=day,
        loss_before=before,
        loss_before_percent=100 * before / score if score > 0 else 0.0,
        loss=after,
        loss_percent=100 * after / score if score > 0 else 0.0,
        loss_low=percent(max(0.0, plan.points - high)),
        loss_high=percent(max(0.0, plan.bound - low)),
        saved=before - after,
        bracket_low=percent(max(0.0, plan.points - bracket.high)),
        bracket_high=percent(max(0.0, plan.bound - bracket.low)),
        solved=answer is not None,
        requirements_hit=len(lost),
        packages_hit=fewer,
        packages_lost=_fewer(base, answer.after) if answer else fewer,
        recovers=None if back is None else given.scenario.settings.start + dt.timedelta(days=back),
        recovery_days=None if back is None else back - at,
    )


def _fewer(base: Shares, left: Shares | None) -> int:
    """Packages that are in service in the plan and not in a case."""
    if left is None:
        return 0
    return sum(max(0, number - left.packages.get(code, 0)) for code, number in base.packages.items())


def hits(given: Given, base: Shares, bracket: Bracketed, answer: Answer | None) -> list[CaseHit]:
    """Return requirements and stocks that lose points in a case, if only before planning again."""
    if answer is None:
        return []
    scenario = given.scenario
    asked = {row.requirement: scenario.points(row) for row in scenario.requirements}
    asked |= {row.stock: scenario.points(row) for row in scenario.stocks}
    out = []
    for code, points in asked.items():
        mine = [shares.points.get(code, 0.0) for shares in (base, answer.before, answer.after)]
        if points <= 0 or max(mine[0] - mine[1], mine[0] - mine[2]) <= SEEN * points:
            continue
        shown = [min(100.0, max(0.0, 100 * m / points)) for m in mine]
        packages = [shares.packages.get(code, 0) for shares in (base, answer.before, answer.after)]
        out.append(
            CaseHit(
                case=bracket.name,
                requirement=code,
                base_percent=shown[0],
                before_percent=shown[1],
                after_percent=shown[2],
                packages_base=packages[0],
                packages_before=packages[1],
                packages_after=packages[2],
            )
        )
    return out


def curve(given: Given, base: Shares, answer: Answer) -> Curve:
    """Return points by day, of 100 asked: as planned, as the case stands, planned again."""
    start, percent = given.scenario.settings.start, given.case.percent
    lines = []
    for shares in (base, answer.before, answer.after):
        days = [(start + dt.timedelta(days=d), percent(points)) for d, points in enumerate(shares.by_day)]
        last = len(days) - 1
        turns = [d for d in range(1, last) if days[d - 1][1] != days[d][1] or days[d + 1][1] != days[d][1]]
        lines.append(tuple(days[d] for d in sorted({0, *turns, last})))
    return Curve(*lines)
