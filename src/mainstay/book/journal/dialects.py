"""What differs between SQLite and PostgreSQL, and nothing else does."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool, StaticPool

from .errors import Busy, JournalError

if sys.platform != "win32":
    import fcntl

_WRITER_LOCK = 0x6D61696E73746179
"""Number of the advisory lock under which a PostgreSQL base is written."""

SQLITE_SETTINGS = {
    "journal_mode": "WAL",
    "synchronous": "FULL",
    "foreign_keys": "ON",
    "busy_timeout": "10000",
    "trusted_schema": "OFF",
    "recursive_triggers": "ON",  # INSERT OR REPLACE would take rows away without asking the triggers
    "mmap_size": "0",
    "cache_size": "-131072",  # KiB: the indexes of a million entries
    "wal_autocheckpoint": "4000",
}
"""How a SQLite base is opened. An answer is given when it would survive a power cut: WAL with FULL syncs every commit."""


def url_of(base: str | Path | URL) -> URL:
    """
    The URL of a base: a file is SQLite; ``postgresql+psycopg://...`` is PostgreSQL.

    Raises
    ------
    JournalError
        If it is neither.
    """
    if isinstance(base, Path) or (isinstance(base, str) and "://" not in base):
        return URL.create("sqlite", database=str(Path(base).absolute()))
    url = make_url(base)
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql") or not url.database:
        raise JournalError(f"{url.render_as_string()}: a file or postgresql+psycopg://... is needed")
    return url


def writing(url: URL, settings: dict[str, str] | None = None, driver: Any = None) -> Engine:
    """
    The one connection that writes.

    Parameters
    ----------
    url
        See :func:`url_of`.
    settings
        Pragmas other than those of :data:`SQLITE_SETTINGS`: for harnesses that show what weaker ones lose.
    driver
        Another DB-API module for SQLite: for harnesses that put a file system of their own below it.
    """
    if url.get_backend_name() == "postgresql":
        return create_engine(url, poolclass=StaticPool, isolation_level="READ COMMITTED")
    more = {"module": driver} if driver else {"connect_args": {"check_same_thread": False}}
    engine = create_engine(url, poolclass=StaticPool, **more)
    pragmas = (settings or {}) | {name: value for name, value in SQLITE_SETTINGS.items() if name not in (settings or {})}

    @event.listens_for(engine, "connect")
    def configure(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # BEGIN and COMMIT are ours
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def reading(url: URL) -> Engine:
    """Connections that only read; with SQLite they never checkpoint either."""
    if url.get_backend_name() == "postgresql":
        engine = create_engine(url, isolation_level="REPEATABLE READ")

        @event.listens_for(engine, "begin")
        def only_read(connection: Connection) -> None:
            connection.exec_driver_sql("SET TRANSACTION READ ONLY")

        return engine
    file = Path(url.database or "").absolute().as_uri() + "?mode=ro"

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(file, uri=True, isolation_level=None, check_same_thread=False)
        connection.execute("PRAGMA busy_timeout = 10000")
        connection.execute("PRAGMA trusted_schema = OFF")
        return connection

    engine = create_engine("sqlite://", creator=connect, poolclass=NullPool)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine


def lock(connection: Connection) -> None:
    """Make sure until the end of the transaction that nobody else writes."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")


def insert(table: Table, dialect: str) -> str:
    """An INSERT that takes a row as a tuple in the order of the table's columns."""
    mark = "?" if dialect == "sqlite" else "%s"
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    return f'INSERT INTO "{table.name}" ({names}) VALUES ({", ".join([mark] * len(table.columns))})'


def broken(connection: Connection, error: BaseException) -> bool:
    """Whether an error is that of the database."""
    driver = connection.dialect.dbapi
    return isinstance(error, DBAPIError) or (driver is not None and isinstance(error, driver.Error))


class Claim:
    """
    The right to write to a SQLite base: one process has it.

    Two processes that write or checkpoint at once can damage a base with SQLite before 3.51.3 (the WAL-reset fault).

    Raises
    ------
    Busy
        If another process has it.
    """

    def __init__(self, url: URL):
        self._file = None
        if url.get_backend_name() == "sqlite" and sys.platform != "win32":
            self._file = open(f"{url.database}-writer", "ab")  # noqa: SIM115  held until close
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                self._file.close()
                raise Busy(f"{url.database}: another process writes to this base; wait until it has closed it") from error

    def close(self) -> None:
        """Give it back."""
        if self._file:
            self._file.close()
