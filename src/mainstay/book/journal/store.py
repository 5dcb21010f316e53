"""The base: where the journal is kept, and everything that is read from it."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Engine, func, inspect, select
from sqlalchemy.engine import URL, Row

from . import dialects
from .entry import Entry, Seen, canonical
from .errors import Damaged, JournalError
from .schema import ENTRY, HEAD, LABEL, REQUEST

REVISION = "0001"
"""The migration up to which this code writes and reads."""

_CHUNK = 1_000

_saw_of = functools.lru_cache(maxsize=65_536)(msgspec.json.Decoder(Seen).decode)


@functools.lru_cache(maxsize=1_024)
def _saw_text(saw: Seen) -> str:
    return msgspec.json.encode(saw).decode()


def row_of(position: int, entry: Entry) -> tuple[Any, ...]:
    """An entry as a row of the table."""
    e = entry
    return (
        position, e.node, e.node_seq, e.lamport, _saw_text(e.saw), e.stream, e.version, e.kind, e.actor, e.nation, e.label,
        e.at, e.request, e.salt, e.body, e.prev, e.hash,
    )  # fmt: skip


def entry_of(row: tuple[Any, ...] | Row[Any]) -> Entry:
    """A row of the table as an entry."""
    values: tuple[Any, ...] = tuple(row)
    return Entry(values[1], values[2], values[3], _saw_of(values[4]), *values[5:])


class Answer(msgspec.Struct, frozen=True, gc=False):
    """What a command led to: a row of the table of requests."""

    request: str
    digest: bytes
    node: str
    first: int
    entries: int
    seal: bytes

    @classmethod
    def sealed(cls, request: str, digest: bytes, node: str, first: int, entries: int) -> Answer:
        """With the hash over the rest, by which a flipped byte is found."""
        return cls(request, digest, node, first, entries, _seal(request, digest, node, first, entries))

    def whole(self) -> bool:
        """Whether it is as it was written."""
        return self.seal == _seal(self.request, self.digest, self.node, self.first, self.entries)


def _seal(request: str, digest: bytes, node: str, first: int, entries: int) -> bytes:
    return hashlib.sha256(f"{len(request)} {request} {node} {first} {entries} ".encode() + digest).digest()


class Store:
    """
    A base, opened for reading.

    Parameters
    ----------
    base
        A file (SQLite), or the URL of a PostgreSQL base.

    Raises
    ------
    JournalError
        If there is no journal, or it was made by a newer version.
    """

    def __init__(self, base: str | Path | URL):
        self.url = dialects.url_of(base)
        if self.url.get_backend_name() == "sqlite" and not Path(self.url.database or "").is_file():
            raise JournalError(f"{self.url.database}: no such base")
        self.engine = dialects.reading(self.url)
        with self.engine.connect() as connection:
            found = revision(connection)
        if found != REVISION:
            raise JournalError(
                f"{self.url.render_as_string()}: a journal of form {found}, {REVISION} is needed; open it to write"
            )

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()

    def entries(self, *, stream: str | None = None, until: str | None = None, after: int = 0) -> Iterator[Entry]:
        """
        Entries in the order in which they came to this base.

        Parameters
        ----------
        stream
            Only those of a stream.
        until
            Only those recorded by this time, see :func:`.entry.instant`.
        after
            Only those behind this position, counted from 1.
        """
        with self.engine.connect() as connection:
            yield from read(connection, stream=stream, until=until, after=after)

    def heads(self, node: str) -> list[str]:
        """All checkpoints of a node, oldest first."""
        with self.engine.connect() as connection:
            return list(connection.scalars(select(HEAD.c.checkpoint).where(HEAD.c.node == node).order_by(HEAD.c.size)))

    def leaves(self, node: str, size: int | None = None) -> list[bytes]:
        """Leaf hashes of a node's tree, up to a size: what proofs are made from."""
        query = select(ENTRY.c.hash).where(ENTRY.c.node == node).order_by(ENTRY.c.node_seq)
        with self.engine.connect() as connection:
            found = list(connection.scalars(query if size is None else query.limit(size)))
        if size is not None and len(found) != size:
            raise JournalError(f"{node}: {len(found)} entries, not {size}")
        return found

    def label(self, label: str) -> dict[str, Any]:
        """The body of a release label that was recorded."""
        with self.engine.connect() as connection:
            body = connection.scalar(select(LABEL.c.body).where(LABEL.c.id == label))
        if body is None:
            raise KeyError(label)
        found: dict[str, Any] = msgspec.json.decode(body)
        return found


def read(
    connection: Connection, *, stream: str | None = None, until: str | None = None, after: int = 0, chunk: int = _CHUNK
) -> Iterator[Entry]:
    """Entries on a connection, see :meth:`Store.entries`."""
    for row in rows(connection, stream=stream, until=until, after=after, chunk=chunk):
        yield entry_of(row)


def rows(
    connection: Connection, *, stream: str | None = None, until: str | None = None, after: int = 0, chunk: int = _CHUNK
) -> Iterator[tuple[Any, ...]]:
    """Rows of the table of entries, read in pieces, so that memory stays bounded on either database."""
    mark = "?" if connection.dialect.name == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in ENTRY.columns)
    wanted = ""
    given: list[str | int] = []
    for condition, value in ((f"stream = {mark}", stream), (f"at <= {mark}", until)):
        if value is not None:
            wanted += f" AND {condition}"
            given.append(value)
    if stream is not None:
        wanted += f" AND +position > {mark}" if mark == "?" else f" AND position > {mark}"  # by the index of streams
        given.append(after)
        query, limit = f"SELECT {names} FROM entry WHERE {wanted[5:]} ORDER BY position", None
    else:
        query, limit = f"SELECT {names} FROM entry WHERE position > {mark}{wanted} ORDER BY position LIMIT {mark}", chunk
    cursor = connection.connection.cursor()
    try:
        while True:
            cursor.execute(query, tuple(given) if limit is None else (after, *given, limit))
            found = cursor.fetchall()
            yield from found
            if limit is None or len(found) < limit:
                return
            after = found[-1][0]
    finally:
        cursor.close()


def revision(connection: Connection) -> str | None:
    """The form of the journal in a base; None if there is none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def migrate(engine: Engine) -> None:
    """
    Bring a base to the form of today; entries are never changed.

    Raises
    ------
    JournalError
        If it was made by a newer version.
    """
    with engine.begin() as connection:
        dialects.lock(connection)
        found = revision(connection)
        if found == REVISION:
            return
        if found is not None and found > REVISION:
            raise JournalError(f"a journal of form {found}, made by a newer version; this one knows forms up to {REVISION}")
        from alembic import command
        from alembic.config import Config

        config = Config()
        config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


class Tail(msgspec.Struct, frozen=True):
    """Where a node's journal ends: what the next entry follows."""

    position: int
    seq: int
    lamport: int
    saw: Seen
    prev: bytes
    at: str
    peaks: bytes


def tail_of(connection: Connection, node: str, genesis: bytes) -> Tail:
    """
    The end of a node's journal.

    Raises
    ------
    Damaged
        If the last head is not over the last entry.
    """
    position, lamport = connection.execute(select(func.max(ENTRY.c.position), func.max(ENTRY.c.lamport))).one()
    counts = connection.execute(select(ENTRY.c.node, func.max(ENTRY.c.node_seq)).group_by(ENTRY.c.node)).all()
    saw = tuple(sorted((other, seq) for other, seq in counts if other != node))
    seq = {name: int(last) for name, last in counts}.get(node, 0)
    last = connection.execute(select(ENTRY.c.hash, ENTRY.c.at).where(ENTRY.c.node == node, ENTRY.c.node_seq == seq)).first()
    head = connection.execute(
        select(HEAD.c.size, HEAD.c.peaks).where(HEAD.c.node == node).order_by(HEAD.c.size.desc()).limit(1)
    ).first()
    if (head.size if head else 0) != seq:
        raise Damaged(f"{node}: {seq} entries, but the last head is over {head.size if head else 0}; verify the book")
    return Tail(
        position or 0,
        seq,
        lamport or 0,
        saw,
        last.hash if last else genesis,
        last.at if last else "",
        head.peaks if head else b"",
    )


def answers(connection: Connection, requests: list[str]) -> dict[str, Answer]:
    """What is known of requests by their keys."""
    found: dict[str, Answer] = {}
    for low in range(0, len(requests), 500):
        query = select(*REQUEST.columns).where(REQUEST.c.request.in_(requests[low : low + 500]))
        for row in connection.execute(query):
            found[row.request] = Answer(*row)
    return found


def answered(connection: Connection, answer: Answer) -> tuple[Entry, ...]:
    """The entries that were the answer."""
    query = select(*ENTRY.columns).where(
        ENTRY.c.node == answer.node, ENTRY.c.node_seq >= answer.first, ENTRY.c.node_seq < answer.first + answer.entries
    )
    return tuple(entry_of(row) for row in connection.execute(query.order_by(ENTRY.c.node_seq)))


def label_id(body: Mapping[str, Any]) -> str:
    """Id of a release label: the first 128 bits of the hash of its canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(body)).hexdigest()[:32]
