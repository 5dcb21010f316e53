"""The workbook of a plan: the answer, what is unmet and why, and a sheet for each party and node."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mainstay.exchange.atomic import replacing
from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Leg, Scenario, Serves, Task, Unmet

from .capability_sheets import TOTALLED, CapabilitySheets
from .capability_text import capability_answer
from .figures import Fulfilment, Made, fulfilment
from .loads import Load, node_loads
from .sheet import Book, Col, Target
from .summary_sheet import summary_table
from .text import answer, basis
from .words import Words


def write_workbook(
    plan: AnyPlan,
    scenario: Scenario,
    file: Path,
    *,
    greedy: Made | None = None,
    language: str = "en",
) -> Path:
    """
    Write the workbook of a plan.

    Sheets: summary, index, unmet, bottlenecks, consignments, those of capabilities, training, stocks and orders that the plan
    has, and the tasking of every party with tasks and of every node with arrivals or departures. Text is written as text:
    nothing that a table holds can become a formula. The same plan gives the same bytes.

    Parameters
    ----------
    plan, scenario
        What is planned, and the names of things.
    file
        The ``.xlsx`` file.
    greedy
        Tables, or consignments, of the spreadsheet rule, to stand beside those of the plan in the summary.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    with replacing(file) as partial:
        book = Book(str(partial), scenario.settings.start, scenario.settings.title or scenario.settings.name)
        try:
            _Writer(book, plan, scenario, words).write(fulfilment(scenario, plan.tables, greedy))
        finally:
            book.close()
    return file


class _Writer:
    """One workbook on its way."""

    def __init__(self, book: Book, plan: AnyPlan, scenario: Scenario, words: Words):
        self.book, self.plan, self.scenario, self.words = book, plan, scenario, words
        self.items = scenario.by_key("items")
        self.nodes = scenario.by_key("nodes")
        self.parties = scenario.by_key("parties")
        self.packages = scenario.by_key("packages")
        self.requirements = scenario.by_key("requirements")
        self.consignments = {row.consignment: row for row in plan.tables.consignments}
        self.tasks: dict[str, list[Task]] = defaultdict(list)
        for task in plan.tables.tasking:
            self.tasks[task.party].append(task)
        self.moves: dict[str, list[tuple[Leg, bool]]] = defaultdict(list)
        for leg in plan.tables.legs:
            self.moves[leg.destination].append((leg, True))
            if leg.mode != "repair":  # it stays where it is, and comes out repaired
                self.moves[leg.origin].append((leg, False))
        self.loads = node_loads(scenario, plan.tables.node_days)
        self.capability = CapabilitySheets(plan, scenario, words)

    def write(self, priorities: tuple[Fulfilment, ...]) -> None:
        w, book = self.words, self.book
        more = self.capability.counts()
        names = {key: book.name(w(key)) for key in ("summary", "index", "unmet", "bottlenecks", "consignments", *more)}
        parties = {code: book.name(f"{w('party sheet')} {code}") for code in sorted(self.tasks)}
        nodes = {code: book.name(f"{w('node sheet')} {code}") for code in sorted(self.moves)}
        self.index = names["index"]
        self._summary(names["summary"], priorities)
        self._index(names, parties, nodes)
        self._unmet(names["unmet"])
        self._bottlenecks(names["bottlenecks"])
        self._consignments(names["consignments"])
        for key in more:
            self._capability(names[key], key)
        for code, sheet in parties.items():
            self._party(sheet, code)
        for code, sheet in nodes.items():
            self._node(sheet, code)

    def _sheet(self, name: str, title: str, text: str = "") -> Any:
        back = self.index if name != self.index else ""
        return self.book.sheet(name, title, text, page=self.words("page"), back=back)

    def _summary(self, name: str, priorities: tuple[Fulfilment, ...]) -> None:
        w, settings, language = self.words, self.scenario.settings, self.words.language
        sheet = self._sheet(name, settings.title or settings.name, answer(self.plan, self.scenario, language=language))
        columns, rows = summary_table(priorities, w)
        sheet.table(columns, rows, freeze=False)
        for sentence in capability_answer(self.plan, self.scenario, language=language):
            sheet.text(sentence, self.book.formats["text"])
        sheet.text(basis(self.plan, self.scenario, language=language) + ".", self.book.quiet)

    def _index(self, names: dict[str, str], parties: dict[str, str], nodes: dict[str, str]) -> None:
        w, tables = self.words, self.plan.tables
        sheet = self._sheet(self.index, w("index"))
        counts = {key: len(getattr(tables, key)) for key in ("unmet", "bottlenecks", "consignments")} | self.capability.counts()
        rows: list[tuple[Any, ...]] = [
            (Target(names[key], names[key]), "", counts.get(key), None, None) for key in names if key != "index"
        ]
        for code, name in parties.items():
            tasks = self.tasks[code]
            rows.append((Target(name, name), self._party_name(code), len(tasks), None, _mass(tasks)))
        for code, name in nodes.items():
            load = self.loads.get(code)
            rows.append(
                (
                    Target(name, name),
                    self._node_name(code),
                    len(self.moves[code]),
                    load.total_t if load else None,
                    load.out_t if load else None,
                )
            )
        columns = [Col(w("index")), Col(w("what")), Col(w("rows"), "count"), Col(w("in t"), "t"), Col(w("out t"), "t")]
        sheet.table(columns, rows)

    def _capability(self, name: str, key: str) -> None:
        sheet = self._sheet(name, self.words(f"title {key}"), self.capability.answer(key))
        columns, rows = self.capability.table(key)
        sheet.table(columns, rows, total=self.words("total") if key in TOTALLED else "")

    def _unmet(self, name: str) -> None:
        w = self.words
        sheet = self._sheet(name, w("title unmet"))
        columns = [
            Col(w("requirement")),
            Col(w("item")),
            Col(w("place")),
            Col(w("priority"), "count"),
            Col(w("due"), "day"),
            Col(w("asked"), "t"),
            Col(w("planned"), "t"),
            Col(w("on time"), "t"),
            Col(w("unit")),
            Col(w("missing"), "points", total=True),
            Col(w("reason")),
            Col(w("detail"), "words"),
            Col(w("helps"), "words"),
        ]
        rows = (
            (
                row.requirement,
                self._asked(row),
                self._node_name(row.place),
                row.priority,
                row.due,
                row.asked,
                row.planned,
                row.on_time,
                self._asked_unit(row),
                row.missing,
                w.fixed(str(row.reason)),
                row.detail,
                row.helps,
            )
            for row in sorted(self.plan.tables.unmet, key=lambda row: (-row.missing, row.requirement))
        )
        sheet.table(columns, rows, total=w("total"))

    def _bottlenecks(self, name: str) -> None:
        w = self.words
        sheet = self._sheet(name, w("title bottlenecks"))
        columns = [
            Col(w("rank"), "count"),
            Col(w("kind")),
            Col(w("what")),
            Col(w("party")),
            Col(w("first day"), "day"),
            Col(w("last day"), "day"),
            Col(w("addition"), "words"),
            Col(w("gain"), "points"),
            Col(w("gain least"), "points"),
            Col(w("gain most"), "points"),
        ]
        rows = (
            (
                row.rank,
                w.fixed(row.kind),
                row.what,
                row.party,
                row.first_day,
                row.last_day,
                row.addition,
                row.gain,
                row.gain_least,
                row.gain_most,
            )
            for row in sorted(self.plan.tables.bottlenecks, key=lambda row: row.rank)
        )
        if not sheet.table(columns, rows):
            sheet.text(w("nothing"), self.book.quiet)

    def _consignments(self, name: str) -> None:
        w = self.words
        sheet = self._sheet(name, w("title consignments"))
        serves = any(row.serves is not Serves.REQUIREMENT for row in self.plan.tables.consignments)
        columns = [
            Col(w("consignment")),
            Col(w("party")),
            Col(w("offer")),
            Col(w("item")),
            Col(w("quantity"), "t"),
            Col(w("unit")),
            Col(w("mass"), "t", total=True),
            Col(w("origin")),
            Col(w("departs"), "day"),
            Col(w("destination")),
            Col(w("arrives"), "day"),
            Col(w("requirement")),
            *([Col(w("serves")), Col(w("component"))] if serves else []),
            Col(w("points"), "points", total=True),
            Col(w("transport"), "eur", total=True),
            Col(w("purchase"), "eur", total=True),
        ]
        rows = (
            (
                row.consignment,
                row.party,
                row.offer,
                self._item_name(row.item),
                row.quantity,
                self._unit(row.item),
                row.mass_t,
                self._node_name(row.origin),
                row.departs,
                self._node_name(row.destination),
                row.arrives,
                row.requirement,
                *([w.fixed(str(row.serves)), row.component] if serves else []),
                row.points,
                row.transport_eur,
                row.purchase_eur,
            )
            for row in sorted(self.plan.tables.consignments, key=lambda row: (row.departs, row.consignment))
        )
        sheet.table(columns, rows, total=w("total"))

    def _party(self, name: str, code: str) -> None:
        w = self.words
        tasks = sorted(self.tasks[code], key=lambda task: (task.by, task.action, task.consignment, task.offer, task.text))
        ready = sum(task.mass_t or 0.0 for task in tasks if task.action == "make ready")
        text = w("party answer", tasks=w.number(len(tasks)), mass=w.least(ready), day=w.day(tasks[0].by, year=True))
        sheet = self._sheet(name, w("title party", name=self._party_name(code)), text)
        columns = [
            Col(w("by"), "day"),
            Col(w("action")),
            Col(w("item")),
            Col(w("quantity"), "t"),
            Col(w("unit")),
            Col(w("mass"), "t", total=len({task.action for task in tasks}) == 1),
            Col(w("place")),
            Col(w("requirement")),
            Col(w("recipient")),
            Col(w("consignment")),
            Col(w("offer")),
            Col(w("words"), "words"),
        ]
        rows = (
            (
                task.by,
                w.fixed(task.action),
                self._item_name(task.item),
                task.quantity,
                self._unit(task.item),
                task.mass_t,
                self._node_name(task.place),
                task.requirement,
                self._for(task.requirement),
                task.consignment,
                task.offer,
                task.text,
            )
            for task in tasks
        )
        sheet.table(columns, rows, total=w("total") if columns[5].total else "")

    def _node(self, name: str, code: str) -> None:
        w = self.words
        load = self.loads.get(code)
        sheet = self._sheet(name, w("title node", name=self._node_name(code)), self._node_answer(load))
        columns = [
            Col(w("day"), "day"),
            Col(w("movement")),
            Col(w("in t"), "t", total=True),
            Col(w("out t"), "t", total=True),
            Col(w("item")),
            Col(w("quantity"), "t"),
            Col(w("unit")),
            Col(w("mode")),
            Col(w("other end")),
            Col(w("party")),
            Col(w("recipient")),
            Col(w("requirement")),
            Col(w("consignment")),
        ]
        sheet.table(columns, self._moves(code), total=w("total"))

    def _moves(self, code: str) -> Iterator[tuple[Any, ...]]:
        """Rows of a node's sheet: by day, arrivals before departures."""
        w = self.words
        order = sorted(
            self.moves[code],
            key=lambda move: (move[0].arrives if move[1] else move[0].departs, not move[1], move[0].consignment, move[0].leg),
        )
        for leg, arrives in order:
            row = self.consignments.get(leg.consignment)
            yield (
                leg.arrives if arrives else leg.departs,
                w("repaired") if leg.mode == "repair" else w("in") if arrives else w("out"),
                leg.mass_t if arrives and leg.mode != "repair" else None,
                None if arrives else leg.mass_t,
                self._item_name(row.item) if row else "",
                row.quantity if row else None,
                self._unit(row.item) if row else "",
                w.fixed(str(leg.mode)),
                self._node_name(leg.origin if arrives else leg.destination),
                row.party if row else "",
                self._for(row.requirement) if row else "",
                row.requirement if row else "",
                leg.consignment,
            )

    def _node_answer(self, load: Load | None) -> str:
        w = self.words
        if load is None:
            return w("nothing")
        return w(
            "node answer",
            arrived=w.least(load.total_t),
            departed=w.least(load.out_t),
            day=w.day(load.peak_day, year=True),
            peak=w.least(load.peak_t),
        )

    def _asked(self, row: Unmet) -> str:
        """Name the item or package that a requirement asks for."""
        line = self.requirements.get(row.requirement)
        package = self.packages.get(line.package) if line else None
        return self._item_name(row.item) if package is None else self.words.name(package)

    def _asked_unit(self, row: Unmet) -> str:
        line = self.requirements.get(row.requirement)
        return line.unit if line else self._unit(row.item)

    def _item_name(self, code: str) -> str:
        return self.words.name(self.items.get(code), code)

    def _node_name(self, code: str) -> str:
        return self.words.name(self.nodes.get(code), code)

    def _party_name(self, code: str) -> str:
        return self.words.name(self.parties.get(code), code)

    def _unit(self, item: str) -> str:
        return self.items[item].unit if item in self.items else ""

    def _for(self, requirement: str) -> str:
        """Say for whom and where a requirement is."""
        line = self.requirements.get(requirement)
        return f"{line.recipient}, {self._node_name(line.place)}" if line else ""


def _mass(tasks: list[Task]) -> float | None:
    return sum(task.mass_t or 0.0 for task in tasks if task.action == "make ready") or None
