"""The sheets of a workbook on capabilities, training, stocks, repair and orders."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario

from .capabilities import calendar, package_lines
from .capability_text import packages_answer, waits_answer
from .sheet import Col
from .words import Words

Rows = Iterable[tuple[Any, ...]]


class CapabilitySheets:
    """Which further sheets a plan has, and what stands on each."""

    def __init__(self, plan: AnyPlan, scenario: Scenario, words: Words):
        self.plan, self.scenario, self.words = plan, scenario, words
        self.tables = plan.tables
        self.lines = package_lines(plan, scenario)
        self.names = {table: scenario.by_key(table) for table in NAMED}
        self.requirements = scenario.by_key("requirements")

    def counts(self) -> dict[str, int]:
        """Rows of each sheet that is not empty, by the word for its name, in their order."""
        tables = self.tables
        found = {
            "capabilities": len(self.lines),
            "service calendar": len({line.requirement.package for line in self.lines}),
            "readiness": len(tables.readiness),
            "runs": len(tables.runs),
            "attendances": len(tables.attendances),
            "assignments": len(tables.assignments),
            "reservations": len(tables.reservations),
            "stock levels": len(tables.stock_levels),
            "orders": len(tables.orders),
        }
        return {key: count for key, count in found.items() if count}

    def answer(self, key: str) -> str:
        """Sentence that stands above a sheet."""
        if key != "capabilities":
            return ""
        said = (packages_answer(self.lines, self.words), waits_answer(self.lines, self.plan, self.words))
        return " ".join(sentence for sentence in said if sentence)

    def table(self, key: str) -> tuple[list[Col], Rows]:
        """Columns and rows of a sheet."""
        tables: dict[str, Callable[[], tuple[list[Col], Rows]]] = {
            "capabilities": self._capabilities,
            "service calendar": self._calendar,
            "readiness": self._readiness,
            "runs": self._runs,
            "attendances": self._attendances,
            "assignments": self._assignments,
            "reservations": self._reservations,
            "stock levels": self._stock_levels,
            "orders": self._orders,
        }
        return tables[key]()

    def _name(self, table: str, code: str) -> str:
        return self.words.name(self.names[table].get(code), code)

    def _unit(self, item: str) -> str:
        return getattr(self.names["items"].get(item), "unit", "")

    def _cols(self, *heads: str) -> list[Col]:
        """Columns from ``word``, ``word:kind`` or ``word:kind:total``."""
        out = []
        for head in heads:
            word, kind, total = (*head.split(":"), "", "")[:3]
            out.append(Col(self.words(word), kind or "text", total=bool(total)))
        return out

    def _capabilities(self) -> tuple[list[Col], Rows]:
        w = self.words
        heads = ("requirement", "package", "for unit", "place", "priority:count", "due:day", "asked:count:total")
        more = ("on time n:count:total", "served in all:count:total", "last in service:day", "wait goods head:t")
        columns = self._cols(*heads, *more, "wait people head:t", "decides:words")
        return columns, (
            (
                line.requirement.requirement,
                w.name(line.package, line.requirement.package),
                self._name("units", line.requirement.for_unit),
                self._name("nodes", line.requirement.place),
                line.requirement.priority,
                line.requirement.due,
                line.asked,
                line.by(line.requirement.due),
                line.in_service,
                line.day,
                line.goods_wait,
                line.people_wait,
                "; ".join(
                    f"{w.fixed(part.kind)}: {self._part(part.kind, part.item_or_skill)}"
                    f" ({w('n of m', n=w.quantity(part.planned), m=w.quantity(part.asked))})"
                    for part in line.deciding()
                ),
            )
            for line in self.lines
        )

    def _part(self, kind: str, code: str) -> str:
        return self._name("skills" if kind in ("crew", "maintainer") else "items", code)

    def _calendar(self) -> tuple[list[Col], Rows]:
        w = self.words
        spans, rows = calendar(self.lines, self.scenario)
        columns = [Col(w("package")), Col(w("asked in all"), "count")]
        columns += [Col(w.day(last, year=True), "count") for _, last in spans]
        out: list[tuple[Any, ...]] = []
        for row in rows:
            name = self._name("packages", row.kind) if row.kind else w("all kinds")
            out.append((name, row.total, *row.in_service))
            if not row.kind:
                out.append((w("asked by then"), row.total, *row.asked))
        return columns, out

    def _readiness(self) -> tuple[list[Col], Rows]:
        w = self.words
        heads = ("requirement", "package", "part", "kind", "item or skill", "asked:t", "planned:t", "first whole:day")
        return self._cols(*heads, "all whole:day"), (
            (
                row.requirement,
                self._name("packages", row.package),
                row.part,
                w.fixed(row.kind),
                self._part(row.kind, row.item_or_skill),
                row.asked,
                row.planned,
                row.first_whole,
                row.all_whole,
            )
            for row in self.tables.readiness
        )

    def _runs(self) -> tuple[list[Col], Rows]:
        heads = ("starts:day", "ends:day", "course", "site", "skill", "parallel:count:total", "people:count:total")
        return self._cols("run", *heads, "seats:count:total", "instructors:count", "training"), (
            (
                row.run,
                row.starts,
                row.ends,
                self._name("courses", row.course),
                self._name("sites", row.site),
                self._name("skills", row.skill),
                row.runs,
                row.people,
                row.seats,
                row.instructors,
                row.training,
            )
            for row in sorted(self.tables.runs, key=lambda row: (row.starts, row.run))
        )

    def _attendances(self) -> tuple[list[Col], Rows]:
        heads = ("run", "cohort", "for unit", "skill", "after", "people:count:total", "departs:day", "ready:day")
        return self._cols("attendance", *heads), (
            (
                row.attendance,
                row.run,
                row.cohort,
                self._name("units", row.unit),
                self._name("skills", row.skill),
                row.after,
                row.people,
                row.leaves,
                row.ready,
            )
            for row in sorted(self.tables.attendances, key=lambda row: (row.leaves, row.attendance))
        )

    def _assignments(self) -> tuple[list[Col], Rows]:
        heads = ("day:day", "requirement", "for unit", "cohort", "skill", "people:count:total", "idle:count", "attendance")
        return self._cols("assignment", *heads), (
            (
                row.assignment,
                row.day,
                row.requirement,
                self._name("units", row.unit),
                row.cohort,
                self._name("skills", row.skill),
                row.people,
                row.idle_days,
                row.attendance,
            )
            for row in sorted(self.tables.assignments, key=lambda row: (row.day, row.assignment))
        )

    def _reservations(self) -> tuple[list[Col], Rows]:
        return self._cols("requirement", "component", "shop", "first day:day", "bays:points:total"), (
            (row.requirement, row.component, self._name("repairs", row.repair), row.day, row.bays)
            for row in self.tables.reservations
        )

    def _stock_levels(self) -> tuple[list[Col], Rows]:
        stocks = self.names["stocks"]
        heads = ("item", "place", "day:day", "opening:t", "arrived:t", "wanted:t", "issued:t", "short:t", "expired:t")

        def row(level: Any) -> tuple[Any, ...]:
            stock = stocks.get(level.stock)
            return (
                level.stock,
                self._name("items", stock.item) if stock else "",
                self._name("nodes", stock.place) if stock else "",
                level.day,
                level.opening,
                level.arrived,
                level.wanted,
                level.issued,
                level.wanted - level.issued,
                level.expired,
                level.closing,
                stock.unit if stock else "",
                level.days_of_supply,
            )

        return self._cols("stock code", *heads, "closing:t", "unit", "days of supply:t"), (
            row(level) for level in self.tables.stock_levels
        )

    def _orders(self) -> tuple[list[Col], Rows]:
        offers = self.scenario.by_key("offers")
        heads = ("order day:day", "offer", "item", "ordered:t", "unit", "party", "fund head", "cost:eur:total", "opens:day")

        def row(order: Any) -> tuple[Any, ...]:
            item = getattr(offers.get(order.offer), "item", "")
            return (
                order.order_day,
                order.offer,
                self._name("items", item),
                order.ordered,
                self._unit(item),
                order.party,
                order.fund,
                order.cost_eur,
                order.opens,
            )

        return self._cols(*heads), (
            row(order) for order in sorted(self.tables.orders, key=lambda row: (row.order_day, row.offer))
        )


NAMED = ("items", "nodes", "packages", "skills", "courses", "sites", "units", "stocks", "repairs")
"""Tables whose rows the sheets call by name."""
TOTALLED = ("capabilities", "runs", "attendances", "assignments", "reservations", "orders")
"""Sheets with a line of sums."""
