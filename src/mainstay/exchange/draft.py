"""A scenario as it was read, faults included: what the checks work on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from mainstay.model import TABLES, Problem, Record, Scenario, Settings, fields, key_of

from .cells import CellError, as_text, parse, stand_in
from .suggest import did_you_mean

PRIORITIES = 5


@dataclass
class Table:
    """Rows of one table with their numbers, and the cells that cannot be trusted.

    Attributes
    ----------
    file
        What the user calls it: ``offers.csv``, or ``sheet offers``.
    rows
        Records; a cell that cannot be read holds a stand-in.
    numbers
        Row of each record as a spreadsheet numbers it.
    faults
        Index of the record and column of each cell in which a fault was found.
    torn
        Whether the file could not be read to its end.
    """

    name: str
    file: str
    record: type[Record]
    rows: list[Any] = field(default_factory=list)
    numbers: list[int] = field(default_factory=list)
    faults: set[tuple[int, str]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    torn: bool = False

    @property
    def key(self) -> str:
        """Name of the column that identifies a row."""
        return key_of(self.record)

    def say(self, index: int | None, column: str, message: str, *, blocks: bool = True) -> None:
        """Note a problem of a cell, of a row (column empty), or of the table (index None)."""
        row = 0 if index is None else self.numbers[index]
        self.problems.append(Problem(self.file, row, column, message, blocks))
        if index is not None and blocks:
            self.faults.add((index, column))

    def sound(self, index: int, *columns: str) -> bool:
        """Whether no fault was found in these cells of a row; without columns, in none of its cells."""
        if not columns:
            return not any(at == index for at, _ in self.faults)
        return not any((index, column) in self.faults for column in columns)

    def whole(self, *columns: str) -> bool:
        """Whether every row could be read in these columns, and the table as such."""
        return not self.torn and not any(c in columns for _, c in self.faults)

    def each(self, *columns: str) -> Iterator[tuple[int, Any]]:
        """Index and record of the rows that are sound in these columns."""
        return ((i, row) for i, row in enumerate(self.rows) if self.sound(i, *columns))


def fill(table: Table, header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]]) -> Table:
    """Read a table from its header and its numbered lines of text; every fault is noted in ``table.problems``."""
    known = {column.name: column for column in fields(table.record)}
    places: dict[str, int] = {}
    for place, name in enumerate(header):
        if name in known and name not in places:
            places[name] = place
        elif name:
            remedy = did_you_mean(name, set(known) - set(header), "Leave it out, or keep it in the column 'note'.")
            what = "the column is there twice. Leave one out." if name in known else f"no such column. {remedy}"
            table.problems.append(Problem(table.file, 1, name, what))
    missing = {name for name, column in known.items() if column.required and name not in places}
    for name in sorted(missing, key=list(known).index):
        table.problems.append(Problem(table.file, 1, name, "the column is missing, but needed."))
    columns = [(name, column, places.get(name)) for name, column in known.items()]
    for number, cells in lines:
        if not any(cells):
            continue
        index = len(table.rows)
        table.numbers.append(number)
        values = {}
        for name, column, at in columns:
            text = cells[at] if at is not None and at < len(cells) else ""
            if name in missing:
                values[name] = stand_in(column)
                table.faults.add((index, name))
                continue
            try:
                values[name] = parse(text, column) if text else _empty(column)
            except CellError as error:
                values[name] = error.stand_in
                table.say(index, name, str(error))
        if any(cells[len(header) :]):
            extra = f"{len(cells)} cells, but the header has {len(header)}. A text with a comma in it needs quotes."
            table.say(index, "", extra)
        table.rows.append(msgspec.convert(values, table.record))
    return table


def _empty(column: Any) -> Any:
    return parse("", column) if column.required else column.default


@dataclass
class Draft:
    """All tables of a scenario as they were read, with the settings as a table of one row."""

    settings: Table
    tables: dict[str, Table]
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def empty(cls, settings_file: str, pattern: str) -> Draft:
        """Draft without rows; ``pattern`` makes the user's word for a table of its name (``{}.csv``)."""
        tables = {name: Table(name, pattern.format(name), record) for name, record in TABLES.items()}
        return cls(Table("settings", settings_file, Settings), tables)

    @classmethod
    def of(cls, scenario: Scenario) -> Draft:
        """Draft of a scenario that is in memory; rows are numbered as :func:`write_folder` would."""
        draft = cls.empty("scenario.toml", "{}.csv")
        draft.settings.rows, draft.settings.numbers = [scenario.settings], [0]
        for name, table in draft.tables.items():
            table.rows = list(getattr(scenario, name))
            table.numbers = list(range(2, len(table.rows) + 2))
        for table in (draft.settings, *draft.tables.values()):
            for column in fields(table.record):
                for index, row in enumerate(table.rows):
                    try:
                        parse(as_text(getattr(row, column.name)), column)
                    except CellError as error:
                        table.say(index, column.name, str(error))
        check_weights(draft.settings)
        return draft

    def scenario(self) -> Scenario:
        """Rows as a scenario, stand-ins included."""
        return Scenario(settings=self.settings.rows[0], **{name: tuple(t.rows) for name, t in self.tables.items()})

    def all_problems(self) -> list[Problem]:
        """Every problem found so far, in the order of settings, tables and rows."""
        out = list(self.problems)
        for table in (self.settings, *self.tables.values()):
            out += sorted(table.problems, key=lambda p: p.row)
        return out


def settings_from(table: Table, values: dict[str, str], rows: dict[str, int] | None = None) -> Table:
    """Read the settings from texts by their names; ``rows`` tells where each stands in a sheet."""
    known = {column.name: column for column in fields(Settings)}
    rows = rows or {}
    for name in values:
        if name not in known:
            remedy = did_you_mean(name, set(known) - set(values), "Leave it out.")
            table.problems.append(Problem(table.file, rows.get(name, 0), name, f"no such setting. {remedy}"))
    record: dict[str, Any] = {}
    for name, column in known.items():
        try:
            record[name] = parse(values.get(name, ""), column)
        except CellError as error:
            record[name] = error.stand_in if error.stand_in is not None else stand_in(column)
            table.problems.append(Problem(table.file, rows.get(name, 0), name, str(error)))
            table.faults.add((0, name))
    table.rows, table.numbers = [msgspec.convert(record, Settings)], [0]
    check_weights(table, rows.get("weights", 0))
    return table


def check_weights(table: Table, row: int = 0) -> None:
    """Every priority has its weight, and not all of them are 0."""
    weights = table.rows[0].weights
    message = ""
    if len(weights) != PRIORITIES:
        message = f"{len(weights)} figures, but there are {PRIORITIES} priorities. Give one for each, 1 first."
    elif not any(weights):
        message = "all 0: nothing would be worth anything. Give priority 1 more than 0."
    if message and (0, "weights") not in table.faults:
        table.problems.append(Problem(table.file, row, "weights", message))
        table.faults.add((0, "weights"))
