"""What consignments may serve, and the days that count for it: see "Demands" in ``docs/rules.md``."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from .assistance import Condition, Requirement
from .grid import Grid
from .packages import Component, ComponentKind
from .plan import Serves
from .rules import left
from .scenario import Scenario, Settings
from .stocks import Repair, Stock

LIVES = 2.0
"""Of what has a shelf life at most so many times its consumption counts: some of it is thrown away."""


@dataclass(frozen=True)
class Demand:
    """What a consignment may serve.

    Attributes
    ----------
    code
        Code of the requirement or stock; with a component or item: ``of/component``.
    serves
        Which kind of demand it is.
    of
        Code of the requirement, stock, site or repair shop.
    component
        Code of the component of a package, or of the item that courses or repairs need; empty for the others.
    item, place, recipient
        What is asked for, where, and who receives it.
    quantity
        Most that may count, in the item's unit.
    substitutes
        Whether other items may stand in.
    """

    code: str
    serves: Serves
    of: str
    component: str
    item: str
    place: str
    recipient: str
    quantity: float
    substitutes: bool = True

    @property
    def requirement(self) -> str:
        """Code of the requirement that it belongs to; empty if to none."""
        return self.of if self.serves in (Serves.REQUIREMENT, Serves.COMPONENT) else ""


def demands(scenario: Scenario) -> tuple[Demand, ...]:
    """
    Everything that consignments may serve: requirements of items, components, stocks with a rate, training, repair.

    Each kind is sorted by its codes. What needs nothing in this plan, such as spares of a shop without pieces to repair,
    is not among them.

    Raises
    ------
    KeyError
        If the scenario does not hold together.
    """
    kinds = (_requirements, _components, _stocks, _training, _repair)
    return tuple(demand for kind in kinds for demand in sorted(kind(scenario), key=lambda d: (d.of, d.component)))


def steps(settings: Settings) -> tuple[tuple[dt.date, dt.date], ...]:
    """First and last day of each step of the plan; the last step may be shorter."""
    out = []
    for at in range(0, settings.days, settings.step_days):
        end = min(at + settings.step_days, settings.days) - 1
        out.append((settings.start + dt.timedelta(days=at), settings.start + dt.timedelta(days=end)))
    return tuple(out)


def milestones(scenario: Scenario, requirement: Requirement) -> tuple[int, ...]:
    """Periods at the end of which packages of a requirement may come into service, from the first on."""
    grid, step = Grid.of(scenario.settings), dt.timedelta(days=scenario.settings.step_days)
    out: list[int] = []
    day = requirement.due
    while True:
        period = _ended(grid, day)
        if period >= 0 and period not in out[-1:]:
            out.append(period)
        day += step
        if day >= requirement.latest_useful or period == grid.periods - 1:
            return tuple(out)


def wanted(stock: Stock, settings: Settings) -> tuple[float, ...]:
    """What a stock wants in each step of the plan, in the item's unit."""
    out = []
    for first, last in steps(settings):
        begins = max(first, stock.first_day or first)
        ends = min(last, stock.last_day or last)
        out.append(stock.per_day * max(0, (ends - begins).days + 1))
    return tuple(out)


def _ended(grid: Grid, day: dt.date) -> int:
    """Last period that is over at the end of a day; below 0 if none is."""
    days = (day - grid.start).days + 1
    return grid.periods - 1 if days >= grid.days else days // grid.period_days - 1


def _requirements(scenario: Scenario) -> Iterator[Demand]:
    for row in scenario.requirements:
        if row.item:
            code = row.requirement
            yield Demand(code, Serves.REQUIREMENT, code, "", row.item, row.place, row.recipient, row.quantity)


def _components(scenario: Scenario) -> Iterator[Demand]:
    goods: dict[str, list[Component]] = defaultdict(list)
    for part in scenario.components:
        if part.kind != ComponentKind.REPAIR_CHAIN:
            goods[part.package].append(part)
    for row in scenario.requirements:
        for part in goods[row.package] if row.package else ():
            yield Demand(
                code=f"{row.requirement}/{part.component}",
                serves=Serves.COMPONENT,
                of=row.requirement,
                component=part.component,
                item=part.item,
                place=row.place,
                recipient=row.recipient,
                quantity=part.quantity * row.quantity,
                substitutes=part.substitutes,
            )


def _stocks(scenario: Scenario) -> Iterator[Demand]:
    for row in scenario.stocks:
        if row.per_day > 0:
            most = sum(wanted(row, scenario.settings)) * (1.0 if row.shelf_life_days is None else LIVES)
            recipient = row.recipient or scenario.settings.supported
            yield Demand(row.stock, Serves.STOCK, row.stock, "", row.item, row.place, recipient, most)


def _training(scenario: Scenario) -> Iterator[Demand]:
    """Equipment of courses: as much as could be in use if all trainings ran as often as they may."""
    courses, sites = scenario.by_key("courses"), scenario.by_key("sites")
    needed: dict[tuple[str, str], float] = defaultdict(float)
    for training in scenario.trainings:
        course = courses[training.course]
        if course.item:
            under_way = training.most_runs * math.ceil(course.days / training.every_days)
            needed[training.site, course.item] += course.item_quantity * under_way
    for (site, item), quantity in needed.items():
        if quantity > 0:
            yield _on_site(scenario, Serves.TRAINING, site, sites[site].place, item, quantity)


def _repair(scenario: Scenario) -> Iterator[Demand]:
    """Spares of repair shops: as much as it takes to repair all that could come."""
    for shop in scenario.repairs:
        quantity = shop.spares_quantity * _pieces(scenario, shop)
        if shop.spares and quantity > 0:
            yield _on_site(scenario, Serves.REPAIR, shop.repair, shop.place, shop.spares, quantity)


def _pieces(scenario: Scenario, shop: Repair) -> float:
    broken = (offer for offer in scenario.offers if offer.condition == Condition.NEEDS_REPAIR)
    return sum(left(offer) for offer in broken if offer.item in shop.items)


def _on_site(scenario: Scenario, serves: Serves, of: str, place: str, item: str, quantity: float) -> Demand:
    return Demand(f"{of}/{item}", serves, of, item, item, place, scenario.settings.supported, quantity)
