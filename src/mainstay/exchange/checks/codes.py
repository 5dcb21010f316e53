"""Codes: each stands for one row, and each that is named is there."""

from __future__ import annotations

from collections.abc import Iterable

from mainstay.model import TABLES, ClosureOf, fields, key_of

from ..cells import SEPARATOR
from ..draft import Draft, Table
from ..suggest import did_you_mean


def check_keys(draft: Draft) -> None:
    """No two rows of a table have the same code, and no code holds the separator of lists."""
    for table in draft.tables.values():
        first: dict[str, int] = {}
        for index, row in table.each(table.key):
            code = getattr(row, table.key)
            if SEPARATOR in code:
                table.say(index, table.key, f"'{code}' holds a semicolon, which separates the codes of a list.")
            elif code in first:
                where = table.numbers[first[code]]
                table.say(index, table.key, f"'{code}' stands in row {where} already. Give each row its own code.")
            else:
                first[code] = index


def codes(table: Table) -> set[str]:
    """Codes of a table, those of faulty rows too."""
    return {getattr(row, table.key) for row in table.rows} - {""}


def missing(code: str, table: Table, known: Iterable[str]) -> str:
    """Message that a code is not in a table: the nearest known, or where to add it."""
    remedy = did_you_mean(code, known, f"Add it to {table.file}, or write one that is there.")
    return f"no {key_of(table.record)} '{code}'. {remedy}"


def check_references(draft: Draft) -> None:
    """Every code that is named is a row of the table to which its column refers."""
    known = {name: codes(table) for name, table in draft.tables.items()}
    for table in (draft.settings, *draft.tables.values()):
        for field in fields(table.record):
            to = field.column.refers
            if to not in TABLES or draft.tables[to].torn:
                continue
            for index, row in table.each(field.name):
                value = getattr(row, field.name)
                for code in value if field.many else (value,):
                    if code and code not in known[to]:
                        table.say(index, field.name, missing(code, draft.tables[to], known[to]))
    closures = draft.tables["closures"]
    for index, closure in closures.each("of", "closes"):
        to = {ClosureOf.LINK: "links", ClosureOf.NODE: "nodes", ClosureOf.CORRIDOR: "corridors"}[closure.of]
        if closure.closes not in known[to] and not draft.tables[to].torn:
            closures.say(index, "closes", missing(closure.closes, draft.tables[to], known[to]))
