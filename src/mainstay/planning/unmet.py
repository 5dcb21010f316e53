"""What is not met whole and on time, and why: requirements of items and of packages, and stocks that issue too little."""

from __future__ import annotations

from functools import cached_property

from mainstay.model import Reason, Requirement, Serves, Stock, StockLevel, Unmet
from mainstay.model.demands import milestones, steps

from .alone import loads_of, planned
from .attained import Attained, attain
from .build import Case
from .engine import Outcome
from .lacking import WHOLE, Finder, Finding, Want, number
from .parts import Part, Parts, sentence
from .rebuilt import as_choices
from .record import Record
from .trainable import Schoolroom


def unmet(case: Case, record: Record, outcome: Outcome, attained: Attained) -> tuple[Unmet, ...]:
    """Return all that is not met whole and on time, the most points missing first."""
    lack = Lack(case, record, outcome, attained)
    out = [*lack.items(), *lack.packages(), *lack.stocks()]
    return tuple(sorted(out, key=lambda row: (-row.missing, row.serves, row.requirement)))


class Lack:
    """Looks for what is lacking in a plan; what all questions share is worked out once."""

    def __init__(self, case: Case, record: Record, outcome: Outcome, attained: Attained | None = None):
        self.case, self.record, self.outcome = case, record, outcome
        self.attained = attain(case, outcome.taken, record.consignments) if attained is None else attained
        self.taken = as_choices(case, self.attained)

    @cached_property
    def finder(self) -> Finder:
        """Finds why goods do not come."""
        return Finder(self.case, self.record, loads_of(self.case, self.outcome.ways, self.outcome.lots, self.taken))

    @cached_property
    def parts(self) -> Parts:
        """Finds which parts packages wait for."""
        return Parts(self.case, self.record, self.finder, Schoolroom(self.case, self.record, self.taken))

    def items(self) -> list[Unmet]:
        """Requirements of items."""
        useful, on_time, points = planned(self.case, self.record)
        out = []
        for n, row in enumerate(self.case.requirements):
            if on_time[n] < row.quantity * WHOLE:
                want = Want(self.case.demands[n], row.unit, row.quantity, row.due)
                amounts = (row.quantity, float(useful[n]), float(on_time[n]))
                out.append(self._row(row, amounts, float(points[n]), self.finder.why(want)))
        return out

    def packages(self) -> list[Unmet]:
        """Requirements of packages that do not have all of them in service on time."""
        out = []
        for row in self.case.scenario.requirements:
            mine = [c for c in self.attained.capabilities if c.requirement == row.requirement]
            on_time = sum(c.packages for c in mine if c.day <= row.due)
            if not row.package or on_time >= row.quantity * WHOLE:
                continue
            points = sum(c.points for c in mine) + sum(
                c.points for c in self.record.consignments if c.serves == Serves.COMPONENT and c.requirement == row.requirement
            )
            amounts = (row.quantity, float(sum(c.packages for c in mine)), float(on_time))
            out.append(self._row(row, amounts, points, self._why_package(row, on_time)))
        return out

    def lacking(self, row: Requirement) -> list[Part]:
        """Parts that keep packages of a requirement out of service, the scarcest first."""
        return self.parts.lacking(row)

    def _why_package(self, row: Requirement, on_time: int) -> Finding:
        if not milestones(self.case.scenario, row):
            detail = f"due {row.due}, useful until {row.latest_useful}: not within the plan"
            return Finding(Reason.TOO_LATE, detail, "a later due day")
        return sentence(row, self.attained, on_time, self.lacking(row))

    def _row(self, row: Requirement, amounts: tuple[float, float, float], points: float, found: Finding) -> Unmet:
        asked, useful, on_time = amounts
        missing = max(0.0, self.case.percent(self.case.scenario.points(row) - points))
        return Unmet(
            requirement=row.requirement,
            item=row.item,
            package=row.package,
            place=row.place,
            priority=row.priority,
            due=row.due,
            asked=asked,
            planned=useful,
            on_time=on_time,
            missing=float(f"{missing:.9g}"),
            reason=found.reason,
            detail=found.detail,
            helps=found.helps,
        )

    # --- stocks -------------------------------------------------------------------------------------------------

    def stocks(self) -> list[Unmet]:
        """Stocks that issue less than is wanted of them."""
        out = []
        for row in self.case.scenario.stocks:
            levels = [level for level in self.attained.stock_levels if level.stock == row.stock]
            wanted, issued = sum(level.wanted for level in levels), sum(level.issued for level in levels)
            if wanted <= 0 or issued >= wanted * WHOLE:
                continue
            found = self._why_stock(row, levels)
            missing = self.case.percent(self.case.scenario.points(row) * (1 - issued / wanted))
            out.append(
                Unmet(
                    requirement=row.stock,
                    serves=Serves.STOCK,
                    item=row.item,
                    place=row.place,
                    priority=row.priority,
                    due=max(last for _, last in steps(self.case.scenario.settings)),
                    asked=float(f"{wanted:.9g}"),
                    planned=float(f"{issued:.9g}"),
                    on_time=float(f"{issued:.9g}"),
                    missing=float(f"{max(0.0, missing):.9g}"),
                    reason=found.reason,
                    detail=found.detail,
                    helps=found.helps,
                )
            )
        return out

    def _why_stock(self, row: Stock, levels: list[StockLevel]) -> Finding:
        """Ask for what was wanted up to the last step that was short, before that step began."""
        cut = steps(self.case.scenario.settings)
        short = [k for k, level in enumerate(levels) if level.issued < level.wanted - 1e-6 * max(1.0, level.wanted)]
        first, last = short[0], short[-1]
        days = f"{len(short)} of {len(levels)} steps are short, from {cut[first][0]} to {cut[last][1]}"
        opening = max(0.0, row.quantity - row.floor)
        upto = sum(level.wanted for level in levels[: last + 1])
        if last == 0:
            detail = f"{days}; it opens with {number(opening)} {row.unit} to issue; what arrives counts from the next step"
            return Finding(Reason.STOCK, detail, f"{number(levels[0].wanted - levels[0].issued)} {row.unit} more to begin with")
        demand = self.case.demands[self.finder.need[Serves.STOCK, row.stock, ""]]
        has = sum(level.arrived for level in levels[:last])
        want = Want(demand, row.unit, max(0.0, upto - opening), cut[last - 1][1], has=has)
        found = self.finder.why(want)
        if found.reason == Reason.NOT_WORTH and (row.ceiling is not None or row.shelf_life_days is not None):
            limit = (
                f"its ceiling is {number(row.ceiling)} {row.unit}"
                if row.ceiling is not None
                else f"it keeps for {row.shelf_life_days} days"
            )
            return Finding(Reason.STOCK, f"{days}; {limit}; {found.detail}", "a higher ceiling, or a longer shelf life")
        return Finding(found.reason, f"{days}; {found.detail}", found.helps)
