"""What a plan attains, counted from its consignments and the scenario."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.model import Consignment, Scenario

WHOLE = 1 - 1e-6
"""Share from which a quantity counts as whole; below it is more than rounding."""


@dataclass(frozen=True)
class Met:
    """How many requirements are met how far."""

    on_time: int = 0
    late: int = 0
    part: int = 0
    none: int = 0


@dataclass(frozen=True)
class Fulfilment:
    """What was asked in one priority and what of it is attained; points are of 100 for the whole scenario.

    ``priority`` 0 stands for all; ``greedy`` is None if the consignments of the spreadsheet rule are not known.
    """

    priority: int
    lines: int
    met: Met
    asked: float
    attained: float
    greedy: float | None

    @property
    def share(self) -> float:
        """Attained, % of asked."""
        return 100 * self.attained / self.asked if self.asked else 0.0

    @property
    def greedy_share(self) -> float | None:
        """What the spreadsheet rule attains, % of asked."""
        return None if self.greedy is None else 100 * self.greedy / self.asked if self.asked else 0.0


def met(scenario: Scenario, consignments: Iterable[Consignment]) -> dict[str, str]:
    """Say of every requirement how it is met: ``on_time`` (whole), ``late`` (whole), ``part`` or ``none``."""
    in_all: dict[str, float] = defaultdict(float)
    timely: dict[str, float] = defaultdict(float)
    due = {line.requirement: line.due for line in scenario.requirements}
    for consignment in consignments:
        in_all[consignment.requirement] += consignment.counts_for
        if consignment.arrives <= due.get(consignment.requirement, dt.date.max):
            timely[consignment.requirement] += consignment.counts_for
    out = {}
    for line in scenario.requirements:
        enough = line.quantity * WHOLE
        key = line.requirement
        if timely[key] >= enough:
            out[key] = "on_time"
        elif in_all[key] >= enough:
            out[key] = "late"
        else:
            out[key] = "part" if in_all[key] > line.quantity * (1 - WHOLE) else "none"
    return out


def fulfilment(
    scenario: Scenario, consignments: Iterable[Consignment], greedy: Iterable[Consignment] | None = None
) -> tuple[Fulfilment, ...]:
    """
    Count what is asked and attained by priority.

    Returns
    -------
    tuple of Fulfilment
        One for each priority in which something is asked, and last the whole.
    """
    consignments = tuple(consignments)
    states = met(scenario, consignments)
    whole = sum(scenario.points(line) for line in scenario.requirements) or 1.0
    asked: dict[int, float] = defaultdict(float)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for line in scenario.requirements:
        for priority in (line.priority, 0):
            asked[priority] += scenario.points(line) / whole * 100
            counts[priority][states[line.requirement]] += 1
    attained = _earned(scenario, consignments, whole)
    other = None if greedy is None else _earned(scenario, greedy, whole)
    return tuple(
        Fulfilment(
            priority,
            sum(counts[priority].values()),
            Met(**counts[priority]),
            asked[priority],
            attained[priority],
            None if other is None else other[priority],
        )
        for priority in [*sorted(p for p in asked if p), 0]
        if priority in asked
    )


def _earned(scenario: Scenario, consignments: Iterable[Consignment], whole: float) -> dict[int, float]:
    """Points of 100 by priority, and in all under 0."""
    priorities = {line.requirement: line.priority for line in scenario.requirements}
    out: dict[int, float] = defaultdict(float)
    for consignment in consignments:
        for priority in {priorities.get(consignment.requirement, 0), 0}:
            out[priority] += consignment.points / whole * 100
    return out


def over_time(scenario: Scenario, consignments: Iterable[Consignment]) -> dict[int, list[tuple[dt.date, float]]]:
    """
    Share of the points asked that has been attained by each day of arrival, by priority.

    Returns
    -------
    dict
        By priority, days in order with % attained up to and with that day; from the first day of the plan to the last.
    """
    priorities = {line.requirement: line.priority for line in scenario.requirements}
    asked: dict[int, float] = defaultdict(float)
    for line in scenario.requirements:
        asked[line.priority] += scenario.points(line)
    earned: dict[int, dict[dt.date, float]] = {priority: defaultdict(float) for priority in asked}
    for consignment in consignments:
        if consignment.requirement in priorities:
            earned[priorities[consignment.requirement]][consignment.arrives] += consignment.points
    first, last = scenario.settings.start, scenario.end - dt.timedelta(days=1)
    out = {}
    for priority in sorted(asked):
        so_far, steps = 0.0, [(first, 0.0)]
        for day in sorted(earned[priority]):
            so_far += earned[priority][day]
            steps.append((day, 100 * so_far / asked[priority] if asked[priority] else 0.0))
        steps.append((max(last, steps[-1][0]), steps[-1][1]))
        out[priority] = steps
    return out
