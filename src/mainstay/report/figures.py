"""What a plan attains, counted from its tables and the scenario."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Consignment, Requirement, Scenario, Serves, Stock

Made = PlanTables | Iterable[Consignment]
"""What was planned: the tables of a plan, or consignments alone, as of the spreadsheet rule."""
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


@dataclass(frozen=True)
class Earning:
    """Points earned on a day by what is asked in one priority."""

    priority: int
    day: dt.date
    points: float


def met(scenario: Scenario, made: Made) -> dict[str, str]:
    """Say of every requirement how it is met: ``on_time`` (whole), ``late`` (whole), ``part`` or ``none``."""
    tables = tables_of(made)
    in_all: dict[str, float] = defaultdict(float)
    timely: dict[str, float] = defaultdict(float)
    due = {line.requirement: line.due for line in scenario.requirements}
    counted = [
        (row.requirement, row.arrives, row.counts_for) for row in tables.consignments if row.serves == Serves.REQUIREMENT
    ]
    counted += [(row.requirement, row.day, float(row.packages)) for row in tables.capabilities]
    for requirement, day, quantity in counted:
        in_all[requirement] += quantity
        if day <= due.get(requirement, dt.date.max):
            timely[requirement] += quantity
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


def earnings(scenario: Scenario, made: Made) -> list[Earning]:
    """Return what consignments earn on arrival, packages on coming into service, and stocks at the end of a step by issuing."""
    tables = tables_of(made)
    priorities = {line.requirement: line.priority for line in scenario.requirements}
    out = [Earning(priorities.get(row.requirement, 0), row.arrives, row.points) for row in tables.consignments if row.points]
    out += [Earning(priorities.get(row.requirement, 0), row.day, row.points) for row in tables.capabilities]
    stocks = scenario.by_key("stocks")
    wanted: dict[str, float] = defaultdict(float)
    for level in tables.stock_levels:
        wanted[level.stock] += level.wanted
    step = dt.timedelta(days=scenario.settings.step_days - 1)
    for level in tables.stock_levels:
        if level.stock in stocks and level.issued > 0 and wanted[level.stock] > 0:
            stock = stocks[level.stock]
            day = min(level.day + step, scenario.end - dt.timedelta(days=1))
            out.append(Earning(stock.priority, day, scenario.points(stock) * level.issued / wanted[level.stock]))
    return out


def tables_of(made: Made) -> PlanTables:
    """Return the tables of what was planned; those that are not known are empty."""
    return made if isinstance(made, PlanTables) else PlanTables(consignments=tuple(made))


def asked_of(scenario: Scenario) -> list[Requirement | Stock]:
    """Return all that earns points: requirements, and stocks with a rate."""
    return [*scenario.requirements, *(stock for stock in scenario.stocks if stock.per_day > 0)]


def fulfilment(scenario: Scenario, made: Made, greedy: Made | None = None) -> tuple[Fulfilment, ...]:
    """
    Count what is asked and attained by priority.

    Returns
    -------
    tuple of Fulfilment
        One for each priority in which something is asked, and last the whole. Lines are requirements; points are of stocks too.
    """
    made = tables_of(made)
    states = met(scenario, made)
    whole = sum(scenario.points(row) for row in asked_of(scenario)) or 1.0
    asked: dict[int, float] = defaultdict(float)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for row in asked_of(scenario):
        for priority in (row.priority, 0):
            asked[priority] += scenario.points(row) / whole * 100
            if isinstance(row, Requirement):
                counts[priority][states[row.requirement]] += 1
    attained = _earned(earnings(scenario, made), whole)
    other = None if greedy is None else _earned(earnings(scenario, greedy), whole)
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


def _earned(rows: Iterable[Earning], whole: float) -> dict[int, float]:
    """Points of 100 by priority, and in all under 0."""
    out: dict[int, float] = defaultdict(float)
    for row in rows:
        for priority in {row.priority, 0}:
            out[priority] += row.points / whole * 100
    return out


def over_time(scenario: Scenario, made: Made) -> dict[int, list[tuple[dt.date, float]]]:
    """
    Share of the points asked that has been attained by each day, by priority.

    Returns
    -------
    dict
        By priority, days in order with % attained up to and with that day; from the first day of the plan to the last.
    """
    asked: dict[int, float] = defaultdict(float)
    for row in asked_of(scenario):
        asked[row.priority] += scenario.points(row)
    earned: dict[int, dict[dt.date, float]] = {priority: defaultdict(float) for priority in asked}
    for earning in earnings(scenario, made):
        if earning.priority in asked:
            earned[earning.priority][earning.day] += earning.points
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
