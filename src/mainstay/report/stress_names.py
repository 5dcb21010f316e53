"""What things are called on the pages on cases, in the language of the reader."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from mainstay.model import CaseKind, CaseLoss, Requirement, Scenario, Stock

from .labels import short
from .stress_words import StressWords


class Names:
    """Names by code; a code that the scenario does not know stands for itself."""

    def __init__(self, scenario: Scenario, words: StressWords):
        self.scenario, self.words = scenario, words

    def of(self, table: str, code: str) -> str:
        """Name of a row of a table."""
        return self.words.name(self.tables[table].get(code), code)

    def party(self, code: str) -> str:
        """Name of a contributor."""
        return self.of("parties", code)

    def capability(self, code: str) -> str:
        """Name of a package, or a category of items as the scenario writes it."""
        name = self.of("packages", code) if code in self.tables["packages"] else code.replace("_", " ")
        return name[:1].upper() + name[1:]

    def line(self, code: str) -> Requirement | Stock | None:
        """Return the requirement or stock of a code."""
        return self.tables["requirements"].get(code) or self.tables["stocks"].get(code)

    def asked(self, code: str) -> str:
        """Name of the item or package that a requirement or stock asks for."""
        row = self.line(code)
        if isinstance(row, Requirement):
            return self.of("packages", row.package) if row.package else self.of("items", row.item)
        return self.of("items", row.item) if row is not None else code

    def where(self, code: str) -> str:
        """Place of a requirement or stock, and by when."""
        row = self.line(code)
        if row is None:
            return ""
        place = short(self.of("nodes", row.place), 48)
        return f"{place}, {self.words.day(row.due)}" if isinstance(row, Requirement) else place

    def weight(self, code: str) -> float:
        """Points of 100 that a requirement or stock is worth in full."""
        row = self.line(code)
        return 100 * self.scenario.points(row) / self.asked_points if row is not None else 0.0

    def element(self, kind: str, code: str) -> str:
        """Name of what a case or a substitute is about."""
        if kind == "link":
            link = self.tables["links"].get(code)
            if link is None:
                return code
            ends = (short(self.of("nodes", node), 24) for node in (link.origin, link.destination))
            return "–".join(ends) + f" ({self.words(link.mode.value)})"
        table = {"party": "parties", "node": "nodes", "corridor": "corridors", "fund": "funds", "site": "sites"}.get(kind)
        name = self.of(table, code) if table else code
        return short(name, 48) if kind in ("node", "site") else name

    def bare(self, row: CaseLoss) -> str:
        """What a case is about, as short as a chart needs it."""
        code = self._code(row)
        return self.element(row.kind.value, code) if code else self.case(row)

    def case(self, row: CaseLoss) -> str:
        """What happens in a case, in words."""
        code = self._code(row)
        if code:
            return self.words(f"what {row.kind.value}", name=self.element(row.kind.value, code))
        return row.what or row.case

    @cached_property
    def asked_points(self) -> float:
        """Points of all that is asked, 1 if nothing is."""
        return self.scenario.asked_points or 1.0

    @cached_property
    def tables(self) -> dict[str, dict[str, Any]]:
        """Rows of the tables that have names, by code."""
        names = (
            "parties", "items", "packages", "nodes", "links", "corridors", "funds", "sites", "requirements", "stocks", "offers",
        )  # fmt: skip
        return {name: self.scenario.by_key(name) for name in names}

    def _code(self, row: CaseLoss) -> str:
        """Code of the one element that a case of its kind is about; nothing for named cases, pairs and codes unknown."""
        if row.kind in (CaseKind.NAMED, CaseKind.PAIR):
            return ""
        code = row.case.removeprefix(f"{row.kind.value} ")
        table = {"party": "parties", "node": "nodes", "link": "links", "corridor": "corridors", "fund": "funds"}
        return code if code in self.tables[table.get(row.kind.value, "sites")] else ""
