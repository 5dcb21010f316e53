"""What a plan attains of each need: of requirements of goods and of packages, and of stocks that are drawn on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mainstay.exchange import AnyPlan
from mainstay.model import Consignment, Requirement, Scenario, Serves, Stock

OF_NEEDS = (Serves.REQUIREMENT, Serves.COMPONENT, Serves.STOCK)
"""What consignments for a need serve; the others serve a site or a repair shop."""


@dataclass(frozen=True)
class Need:
    """
    What is asked for in one line, and what a plan attains of it.

    Attributes
    ----------
    row
        The requirement or stock.
    asked, attained
        Points of the line when it is met whole and on time, and what the plan earns of them, before transport; of 100 asked
        in the whole scenario.
    quantity
        How much of it counts: of the item, packages in service, or what the stock issues.
    arrives
        Last day on which something for it arrives; of packages, on which one comes into service. None if nothing does.
    givers
        Who gives what goes to it, the most tonnes first.
    consignments
        What goes to it.
    """

    row: Requirement | Stock
    asked: float
    attained: float
    quantity: float
    arrives: dt.date | None
    givers: tuple[str, ...]
    consignments: tuple[Consignment, ...]

    @property
    def code(self) -> str:
        """Code of the requirement or stock."""
        return self.row.stock if isinstance(self.row, Stock) else self.row.requirement

    @property
    def percent(self) -> float:
        """Share of its points that is attained, in per cent; of a line that is worth nothing 0."""
        return 100.0 * self.attained / self.asked if self.asked > 0 else 0.0

    @property
    def what(self) -> str:
        """Item or package that is asked for."""
        return self.row.item if isinstance(self.row, Stock) else self.row.item or self.row.package


def needs(plan: AnyPlan, scenario: Scenario) -> dict[tuple[Serves, str], Need]:
    """
    Count what a plan attains of each line that earns points; what they attain adds up to ``plan.attained``.

    Parameters
    ----------
    plan
        One just made, or one read from its folder.
    scenario
        What it plans.

    Returns
    -------
    dict
        By kind (requirement or stock) and code: requirements in the order of their table, then stocks with a rate.
    """
    going: dict[tuple[Serves, str], list[Consignment]] = defaultdict(list)
    for row in plan.tables.consignments:
        if row.serves in OF_NEEDS:
            going[Serves.STOCK if row.serves == Serves.STOCK else Serves.REQUIREMENT, row.requirement].append(row)
    packages: dict[str, float] = defaultdict(float)
    number: dict[str, float] = defaultdict(float)
    served: dict[str, dt.date] = {}
    for capability in plan.tables.capabilities:
        code = capability.requirement
        packages[code] += capability.points
        number[code] += capability.packages
        if capability.packages > 0:
            served[code] = max(capability.day, served.get(code, capability.day))
    issued, wanted = _of_stocks(plan)
    percent = 100.0 / (scenario.asked_points or 1.0)
    out = {}
    for line in scenario.requirements:
        mine = going[Serves.REQUIREMENT, line.requirement]
        points = sum(row.points for row in mine) + packages[line.requirement]
        last = served.get(line.requirement) if line.package else _last(mine)
        comes = number[line.requirement] if line.package else sum(row.counts_for for row in mine)
        worth = percent * scenario.points(line), percent * points
        out[Serves.REQUIREMENT, line.requirement] = Need(line, *worth, comes, last, _givers(mine), tuple(mine))
    for stock in scenario.stocks:
        if stock.per_day > 0:
            mine, points = going[Serves.STOCK, stock.stock], scenario.points(stock)
            earned = points * issued[stock.stock] / wanted[stock.stock] if wanted[stock.stock] > 0 else 0.0
            worth = percent * points, percent * earned
            out[Serves.STOCK, stock.stock] = Need(stock, *worth, issued[stock.stock], _last(mine), _givers(mine), tuple(mine))
    return out


def _of_stocks(plan: AnyPlan) -> tuple[dict[str, float], dict[str, float]]:
    """What each stock issues, and what is wanted of it."""
    issued: dict[str, float] = defaultdict(float)
    wanted: dict[str, float] = defaultdict(float)
    for level in plan.tables.stock_levels:
        issued[level.stock] += level.issued
        wanted[level.stock] += level.wanted
    return issued, wanted


def _last(rows: Sequence[Consignment]) -> dt.date | None:
    return max((row.arrives for row in rows), default=None)


def _givers(rows: Sequence[Consignment]) -> tuple[str, ...]:
    """Who gives consignments, the most tonnes first."""
    mass: dict[str, float] = defaultdict(float)
    for row in rows:
        mass[row.party] += row.mass_t
    return tuple(sorted(mass, key=lambda party: (-round(mass[party], 6), party)))
