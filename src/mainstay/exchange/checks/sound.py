"""What can be relied on in a draft: rows without a fault, and what they refer to."""

from __future__ import annotations

from mainstay.model import TABLES, Scenario, fields

from ..draft import Draft

PROVENANCE = {"source", "basis", "note"}
"""Columns whose faults change nothing of what a row does."""
GRID = ("start", "days", "period_days", "step_days")
"""Settings without which nothing can be said of days."""
KEPT = {"nodes", "links"}
"""Without one of these the others would seem unreachable; who asks about ways looks at their faults."""


def sound_part(draft: Draft) -> Scenario:
    """Scenario of the rows that are sound and refer to sound rows only; of all nodes and links."""
    tables: dict[str, list[object]] = {}
    for name, table in draft.tables.items():
        bad = {index for index, column in table.faults if column not in PROVENANCE}
        tables[name] = [row for i, row in enumerate(table.rows) if name in KEPT or i not in bad]
    keys = {name: draft.tables[name].key for name in TABLES}
    named = {
        name: [
            (field.name, field.column.refers)
            for field in fields(TABLES[name])
            if field.column.refers and not field.many and field.name not in PROVENANCE
        ]
        for name in TABLES
        if name not in KEPT
    }
    before = -1
    while before != (before := sum(map(len, tables.values()))):  # what is left out may leave others without what they name
        known = {name: {getattr(row, keys[name]) for row in rows} for name, rows in tables.items()}
        for name, columns in named.items():
            tables[name] = [
                row
                for row in tables[name]
                if all(not getattr(row, column) or getattr(row, column) in known[table] for column, table in columns)
            ]
    return draft.scenario().replace(**{name: tuple(rows) for name, rows in tables.items()})


def dubious_items(draft: Draft, sound: Scenario) -> set[str]:
    """Items of which an offer, or the item itself, has a fault: nothing is said of who may have them."""
    items = {offer.item for offer in sound.offers}
    kept = {offer.offer for offer in sound.offers}
    out = {offer.item for offer in draft.tables["offers"].rows if offer.offer not in kept}
    known = {item.item for item in sound.items}
    return out | (items - known) | {item.item for item in draft.tables["items"].rows if item.item not in known}
