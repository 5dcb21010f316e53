"""Projections: tables folded from the journal, changed in its transactions and made anew at any time."""

from __future__ import annotations

import hashlib
import types
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from sqlalchemy import (
    REAL,
    Boolean,
    Column,
    Connection,
    Double,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    delete,
    insert,
    select,
)
from sqlalchemy import inspect as inspected

from . import dialects
from .domain import Domain
from .entry import Entry
from .schema import BIG, FOLDED
from .store import read
from .upcast import Upcasters

_TYPES: dict[type, Any] = {
    str: Text(),
    int: BIG,
    float: Double().with_variant(REAL(), "sqlite"),
    bool: Boolean(create_constraint=False).with_variant(Integer(), "sqlite"),
    bytes: LargeBinary(),
}
_CHUNK = 20_000


class Projections:
    """
    The projection tables of a domain in a base.

    Each row belongs to one stream and bears its number there, before the fields of its record.

    Parameters
    ----------
    domain
        Says what there is to fold.
    upcast
        Brings entries of older forms to that of today.

    Raises
    ------
    TypeError
        If a record has a field that no column can hold.
    """

    def __init__(self, domain: Domain[Any, Any], upcast: Upcasters | None = None):
        self.domain = domain
        self.upcast = upcast or Upcasters()
        meta = MetaData()
        self.tables = {name: _table(meta, name, record) for name, record in domain.tables.items()}
        self.form = hashlib.sha256(
            repr([(name, [(c.name, str(c.type), c.nullable) for c in t.columns]) for name, t in self.tables.items()]).encode()
            + domain.edition.encode()
        ).hexdigest()

    def replace(self, connection: Connection, states: Iterable[tuple[str, Any, bool]]) -> None:
        """
        Write the rows of streams in place of those that they had.

        Parameters
        ----------
        connection
            In the transaction of the entries that changed them.
        states
            Stream, its state, and whether it had rows before.
        """
        gone: list[tuple[str]] = []
        fresh: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self.tables}
        for stream, state, known in states:
            if known:
                gone.append((stream,))
            for name, found in self.domain.rows(stream, state).items():
                fresh[name].extend((stream, number, *msgspec.structs.astuple(row)) for number, row in enumerate(found))
        mark = "?" if connection.dialect.name == "sqlite" else "%s"
        for name, table in self.tables.items():
            if gone:
                connection.exec_driver_sql(f'DELETE FROM "{name}" WHERE of_stream = {mark}', gone)
            if fresh[name]:
                connection.exec_driver_sql(dialects.insert(table, connection.dialect.name), fresh[name])

    def current(self, connection: Connection) -> bool:
        """Whether the tables were made by this form of the domain."""
        return connection.scalar(select(FOLDED.c.value).where(FOLDED.c.name == "form")) == self.form

    def rebuild(self, connection: Connection) -> int:
        """
        Make all tables anew from the journal: fold in memory, write once.

        Returns
        -------
        Number of entries folded.
        """
        kept = connection.scalar(select(FOLDED.c.value).where(FOLDED.c.name == "tables"))
        for name in msgspec.json.decode(kept, type=list[str]) if kept else []:
            connection.exec_driver_sql(f'DROP TABLE IF EXISTS "{name}"')
        taken = set(inspected(connection).get_table_names()) & set(self.tables)
        if taken:
            raise ValueError(f"projection {min(taken)}: the base has another table of that name")
        for table in self.tables.values():
            table.create(connection)
        states, count = self.states(connection)
        pending = ((stream, state, False) for stream, state in states.items())
        while some := list(islice(pending, _CHUNK)):
            self.replace(connection, some)
        connection.execute(delete(FOLDED))
        connection.execute(
            insert(FOLDED),
            [
                {"name": "form", "value": self.form},
                {"name": "tables", "value": msgspec.json.encode(sorted(self.tables)).decode()},
            ],
        )
        return count

    def states(
        self, connection: Connection, *, stream: str | None = None, until: str | None = None
    ) -> tuple[dict[str, Any], int]:
        """Fold the journal, or one stream, up to a time: state by stream, and the number of entries."""
        states: dict[str, Any] = {}
        fold, blank, upcast = self.domain.fold, self.domain.blank, self.upcast
        plain = not upcast.steps
        count = 0
        for count, entry in enumerate(read(connection, stream=stream, until=until), 1):  # noqa: B007
            name = entry.stream
            state = states.get(name)
            if state is None:
                state = blank(name)
            states[name] = fold(state, entry if plain else upcast(entry))
        return states, count

    def stream(self, connection: Connection, stream: str) -> Iterator[tuple[int, Entry]]:
        """Entries of a stream in today's form, with their versions."""
        for entry in read(connection, stream=stream):
            yield entry.version, self.upcast(entry)

    def contents(self, connection: Connection) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all tables, in the order of streams."""
        return {
            name: sorted(tuple(row) for row in connection.execute(select(*table.columns)))
            for name, table in self.tables.items()
        }  # fmt: skip

    def wrong(self, connection: Connection) -> Iterator[str]:
        """Streams whose rows are not what the journal gives, table by table."""
        states, _ = self.states(connection)
        wanted: dict[str, list[tuple[Any, ...]]] = {name: [] for name in self.tables}
        for stream, state in states.items():
            for name, found in self.domain.rows(stream, state).items():
                wanted[name].extend((stream, number, *msgspec.structs.astuple(row)) for number, row in enumerate(found))
        for name, found in self.contents(connection).items():
            for stream in sorted({row[0] for row in set(found) ^ set(wanted[name])}):
                yield f"projection {name}: rows of {stream} are not what the journal gives; rebuild the book"


def _table(meta: MetaData, name: str, record: type[msgspec.Struct]) -> Table:
    """The table for a record."""
    columns: list[Column[Any]] = [
        Column("of_stream", Text, primary_key=True),
        Column("row_no", BIG, primary_key=True, autoincrement=False),
    ]
    hints = get_type_hints(record)
    for field in record.__struct_fields__:
        kind, nullable = hints[field], False
        if get_origin(kind) in (Union, types.UnionType):
            some = [part for part in get_args(kind) if part is not type(None)]
            kind, nullable = some[0] if len(some) == 1 else object, True
        column = next((c for base, c in _TYPES.items() if kind is base), None)
        if column is None and isinstance(kind, type) and issubclass(kind, str):
            column = _TYPES[str]
        if column is None:
            raise TypeError(f"{record.__name__}.{field}: no column holds {kind}")
        columns.append(Column(field, column, nullable=nullable))
    return Table(name, meta, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def past(connection: Connection, projections: Projections, at: str, stream: str | None = None) -> Mapping[str, Any]:
    """State by stream as it was known at a time; only of one stream, if it is named."""
    return projections.states(connection, stream=stream, until=at)[0]
