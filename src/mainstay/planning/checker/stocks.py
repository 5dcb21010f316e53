"""Stocks: what is issued was there, fresh and above the floor, and the levels written follow from it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from mainstay.model import Problem, Serves, Stock, StockLevel

from .figures import counted, wants
from .written import Rows, Written, differ, doubles, over

of_level = partial(Problem, "stock_levels.csv")


def stocks(plan: Written) -> Iterator[Problem]:
    """Find issues of what was not there or not wanted, stocks above their ceiling, and levels that do not follow."""
    asking = {stock.stock: stock for stock in plan.scenario.stocks if stock.per_day > 0}
    starts = {plan.calendar.step_begins(step) for step in plan.calendar.steps}
    for row, twice, first in doubles(plan.stock_levels, lambda row: (row.stock, row.day)):
        yield of_level(row, "day", f"stock '{twice.stock}' has the step of {twice.day} in row {first} already")
    by_stock: dict[str, Rows[StockLevel]] = defaultdict(list)
    for row, level in plan.stock_levels:
        if level.stock not in asking:
            yield of_level(row, "stock", f"the scenario has no stock '{level.stock}' with a rate")
        elif level.day not in starts:
            yield of_level(row, "day", f"{level.day} is not the first day of a step")
        else:
            by_stock[level.stock].append((row, level))
    for code, stock in asking.items():
        levels = {plan.calendar.step(level.day): (row, level) for row, level in reversed(by_stock[code])}
        missing = [plan.calendar.step_begins(step) for step in plan.calendar.steps if step not in levels]
        if not missing:
            yield from _levels(plan, stock, [levels[step] for step in plan.calendar.steps])
        elif plan.complete or levels:
            yield of_level(0, "day", f"no row tells of stock '{code}' in the step of {missing[0]}")


def _levels(plan: Written, stock: Stock, rows: Rows[StockLevel]) -> Iterator[Problem]:
    """Go through the steps of one stock, with what is stated of issues and of what is thrown away."""
    code, level, thrown, told = stock.stock, stock.quantity, 0.0, False
    arriving: dict[int, float] = defaultdict(float)
    for shipment in plan.shipments:
        if (shipment.demand.serves, shipment.demand.code) == (Serves.STOCK, code):
            arriving[plan.calendar.step(shipment.arrival)] += counted(plan, shipment)
    shelf = Shelf(plan, stock)
    for step, (row, stated) in enumerate(rows):
        wanted, issued = wants(plan, stock, step), stated.issued
        closing = level + arriving[step] - issued - stated.expired
        figures = {
            "opening": level,
            "arrived": arriving[step],
            "wanted": wanted,
            "closing": closing,
            "days_of_supply": closing / stock.per_day,
        }
        for column, right in figures.items():
            if (figure := getattr(stated, column)) is None or differ(figure, right):
                shown = "nothing" if figure is None else f"{figure:.9g}"
                yield of_level(row, column, f"{shown} is stated, {right:.9g} is right")
        if not (math.isfinite(issued) and issued >= 0):
            yield of_level(row, "issued", f"{issued:g} is no quantity: it must be 0 or more")
            return
        if over(issued, wanted):
            yield of_level(row, "issued", f"{issued:g} are issued of stock '{code}', {issued - wanted:g} more than it wants")
        has = max(0.0, level - stock.floor)
        if over(issued, has) and stock.shelf_life_days is None:
            above = f" above the floor of {stock.floor:g}" if stock.floor else ""
            yield of_level(
                row, "issued", f"{issued:g} are issued of stock '{code}', but {has:g}{above} were there before the step began"
            )
        fresh = shelf.fresh(step)
        if over(issued, fresh) and stock.shelf_life_days is not None:
            yield of_level(
                row, "issued", f"{issued:g} are issued of stock '{code}', but {fresh:g} that had not expired were there"
            )
        shelf.issue(issued, step)
        shelf.add(arriving[step], step)
        thrown += stated.expired
        least, most = shelf.expired(step), shelf.expired(step + 1)
        if not told and (over(least, thrown) or over(thrown, most) or not stated.expired >= 0):
            told = True  # what is wrong in one step is wrong in those after it
            between = f"{least:g}" if not differ(least, most) else f"between {least:g} and {most:g}"
            yield of_level(row, "expired", f"{thrown:g} of stock '{code}' have been thrown away by then, {between} is right")
        if stock.ceiling is not None and over(closing, stock.ceiling):
            yield of_level(
                row,
                "closing",
                f"stock '{code}' holds {closing:g}, {closing - stock.ceiling:g} above its ceiling of {stock.ceiling:g}",
            )
        level = closing


class Shelf:
    """What lies in a stock, by the step in which it arrived; what came first is issued first.

    What has not been issued in the last step in which it could be is thrown away: then, or in the step after it.
    """

    def __init__(self, plan: Written, stock: Stock):
        self.calendar = plan.calendar
        self.life = stock.shelf_life_days
        self.batches: dict[int, float] = {-1: stock.quantity}

    def add(self, quantity: float, step: int) -> None:
        """Put down what arrived in a step."""
        self.batches[step] = quantity

    def fresh(self, step: int) -> float:
        """What may be issued in a step."""
        return sum(quantity for arrived, quantity in self.batches.items() if self._keeps(arrived, step))

    def issue(self, quantity: float, step: int) -> None:
        """Take out what is issued in a step, the oldest first of what may be; what may not be, only after all of that."""
        for arrived in sorted(self.batches, key=lambda arrived: (not self._keeps(arrived, step), arrived)):
            taken = min(quantity, self.batches[arrived])
            self.batches[arrived] -= taken
            quantity -= taken

    def expired(self, step: int) -> float:
        """All that can no longer be issued in a step, since the first."""
        return sum(quantity for arrived, quantity in self.batches.items() if not self._keeps(arrived, step))

    def _keeps(self, arrived: int, step: int) -> bool:
        """Whether what arrived in one step may be issued in another, as far as its age goes."""
        if self.life is None:
            return True
        return (self.calendar.step_ends(step) - self.calendar.step_ends(arrived)).days <= self.life
