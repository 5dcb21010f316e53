"""On whom a capability depends: how much of it is left without each contributor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from mainstay.model import Dependence, Event, EventOf

from .answers import Answer, Bracketed, Given
from .shares import Shares

LEAST = 0.5
"""Drop of a capability's level, in per cent of its points, from which a contributor is told of."""


def dependence(
    given: Given,
    base: Shares,
    brackets: Mapping[str, Bracketed],
    answers: Mapping[str, Answer],
    table: Mapping[str, tuple[Event, ...]],
    level: float,
) -> tuple[Dependence, ...]:
    """
    Return how far each capability falls without each contributor.

    A capability is a capability package, or a group of items; its level is the share earned of the points asked for it.
    Without a contributor: after planning again if that case was planned again, otherwise as the case stands.
    """
    of = capabilities(given)
    asked: dict[str, float] = defaultdict(float)
    for code, (capability, points) in of.items():
        asked[capability] += points if code else 0.0
    whole = _levels(base, of, asked)
    out = []
    for name, events in table.items():
        if len(events) != 1 or events[0].of != EventOf.PARTY or events[0].slip_days or events[0].first_day:
            continue
        left = answers[name].after if name in answers else brackets[name].left
        if left is None:
            continue
        for capability, now in _levels(left, of, asked).items():
            drop = whole[capability] - now
            if drop >= LEAST:
                out.append(
                    Dependence(
                        capability=capability,
                        contributor=events[0].hits,
                        base_level=whole[capability],
                        level_without=now,
                        level_drop_percent=drop,
                        below=now < level / 100 * whole[capability],
                    )
                )
    return tuple(sorted(out, key=lambda row: (row.capability, -row.level_drop_percent, row.contributor)))


def capabilities(given: Given) -> dict[str, tuple[str, float]]:
    """Return the capability and the points of each requirement and stock."""
    scenario = given.scenario
    items = scenario.by_key("items")
    out = {}
    for row in scenario.requirements:
        out[row.requirement] = (row.package or str(items[row.item].group), scenario.points(row))
    for stock in scenario.stocks:
        if stock.per_day > 0:
            out[stock.stock] = (str(items[stock.item].group), scenario.points(stock))
    return out


def _levels(shares: Shares, of: Mapping[str, tuple[str, float]], asked: Mapping[str, float]) -> dict[str, float]:
    """Per cent of the points asked for each capability that are earned."""
    earned: dict[str, float] = defaultdict(float)
    for code, (capability, _) in of.items():
        earned[capability] += shares.points.get(code, 0.0)
    return {name: min(100.0, max(0.0, 100 * earned[name] / points)) for name, points in asked.items() if points > 0}
