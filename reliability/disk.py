"""A disk below SQLite that remembers every call, can fail at any of them, and can be cut from power at any moment.

SQLite's own calls pass through to real files; apsw lends the place to stand between. :class:`Driver` is the little of DB-API
that SQLAlchemy needs, so that the writer under test is the one that ships.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512


class Disk(apsw.VFS):
    """
    The file system of one run.

    ``log`` holds, in order, (file, "write", offset, bytes), (file, "truncate", size), (file, "sync"), (file, "delete") and
    whatever the run itself puts there. ``fail_at`` is the number of the call that fails, counted from 1; with ``for_good`` all
    after it fail too.
    """

    def __init__(self, name: str):
        self.name = name
        self.log: list[tuple[Any, ...]] = []
        self.calls = 0
        self.fail_at = 0
        self.for_good = False
        self.failed = ""
        super().__init__(name, "")

    def call(self, what: str) -> None:
        """Count a call; fail if it is its turn."""
        self.calls += 1
        if self.fail_at and (self.calls == self.fail_at or (self.for_good and self.calls > self.fail_at)):
            self.failed = self.failed or what
            raise (apsw.FullError if what == "write" and self.fail_at % 2 else apsw.IOError)(f"{what} failed")

    def xOpen(self, name: Any, flags: list[int]) -> _File:  # noqa: N802
        return _File(self, name, flags)

    def xDelete(self, name: str, sync: bool) -> None:  # noqa: N802
        self.call("delete")
        self.log.append((Path(name).name, "delete"))
        super().xDelete(name, sync)

    def excepthook(self, kind: Any, error: Any, trace: Any) -> None:
        """SQLite gets the error code; nothing is to be printed."""


class _File(apsw.VFSFile):
    def __init__(self, disk: Disk, name: Any, flags: list[int]):
        self.disk = disk
        self.file = Path(name.filename() if isinstance(name, apsw.URIFilename) else name or "temporary").name
        super().__init__("", name, flags)

    def excepthook(self, kind: Any, error: Any, trace: Any) -> None:
        """As for the disk."""

    def xRead(self, amount: int, offset: int) -> bytes:  # noqa: N802
        self.disk.call("read")
        return super().xRead(amount, offset)

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        self.disk.call("write")
        self.disk.log.append((self.file, "write", offset, bytes(data)))
        super().xWrite(data, offset)

    def xTruncate(self, size: int) -> None:  # noqa: N802
        self.disk.call("truncate")
        self.disk.log.append((self.file, "truncate", size))
        super().xTruncate(size)

    def xSync(self, flags: int) -> None:  # noqa: N802
        self.disk.call("sync")
        self.disk.log.append((self.file, "sync"))
        super().xSync(flags)


def after_a_cut(start: dict[str, bytes], log: Sequence[tuple[Any, ...]], draw: random.Random) -> dict[str, bytes]:
    """
    What the files may hold if power goes after the calls of the log.

    What was written before a file's last sync is there. Of the rest there is, by lot: nothing, all, some of the writes, or some
    of their sectors. A deleted file is gone.
    """
    held = {name: bytearray(data) for name, data in start.items()}
    open_: dict[str, list[tuple[Any, ...]]] = {}
    for call in log:
        if call[1] == "sync":
            for change in open_.pop(call[0], []):
                _apply(held.setdefault(call[0], bytearray()), change)
        elif call[1] == "delete":
            held.pop(call[0], None)
            open_.pop(call[0], None)
        elif call[1] in ("write", "truncate"):
            open_.setdefault(call[0], []).append(call)
    for name, changes in open_.items():
        how = draw.randrange(4)
        for change in changes if how else []:
            if how == 1 or (how == 2 and draw.random() < 0.5):
                _apply(held.setdefault(name, bytearray()), change)
            elif how == 3 and change[1] == "write":
                offset, data = change[2:]
                for low in range(0, len(data), SECTOR):
                    if draw.random() < 0.5:
                        piece = (name, "write", offset + low, data[low : low + SECTOR])
                        _apply(held.setdefault(name, bytearray()), piece)
    return {name: bytes(data) for name, data in held.items()}


def _apply(data: bytearray, change: tuple[Any, ...]) -> None:
    if change[1] == "truncate":
        del data[change[2] :]
        return
    offset, piece = change[2:]
    if len(data) < offset:
        data.extend(bytes(offset - len(data)))
    data[offset : offset + len(piece)] = piece


# --- as much of DB-API as SQLAlchemy needs -----------------------------------------------------------------------------


class Driver:
    """What SQLAlchemy takes for a module: connections of apsw, on a disk of ours."""

    apilevel, threadsafety, paramstyle = "2.0", 1, "qmark"
    sqlite_version_info = tuple(int(part) for part in apsw.sqlite_lib_version().split("."))
    sqlite_version = apsw.sqlite_lib_version()

    class Error(Exception):
        pass

    class DatabaseError(Error):
        pass

    class OperationalError(DatabaseError):
        pass

    class IntegrityError(DatabaseError):
        pass

    Warning = InterfaceError = DataError = InternalError = ProgrammingError = NotSupportedError = type(
        "Other", (DatabaseError,), {}
    )
    Binary = bytes

    def __init__(self, disk: Disk):
        self.disk = disk

    def connect(self, database: str, **_: Any) -> _Connection:
        try:
            return _Connection(apsw.Connection(database, vfs=self.disk.name))
        except apsw.Error as error:
            raise translated(error) from error


def translated(error: apsw.Error) -> Driver.Error:
    kind = Driver.IntegrityError if isinstance(error, apsw.ConstraintError) else Driver.OperationalError
    return kind(str(error))


class _Connection:
    isolation_level: str | None = None

    def __init__(self, connection: apsw.Connection):
        self.inner = connection

    def cursor(self) -> _Cursor:
        return _Cursor(self.inner)

    def execute(self, sql: str, given: Sequence[Any] = ()) -> _Cursor:
        return self.cursor().execute(sql, given)

    def create_function(self, *_: Any, **__: Any) -> None:
        """SQLAlchemy's regular expressions: not needed here."""

    def commit(self) -> None:
        if self.inner.in_transaction:
            self.execute("COMMIT")

    def rollback(self) -> None:
        if self.inner.in_transaction:
            self.execute("ROLLBACK")

    def close(self) -> None:
        self.inner.close()


class _Cursor:
    arraysize, lastrowid, rowcount = 1, 0, -1

    def __init__(self, connection: apsw.Connection):
        self.inner = connection
        self.description: Any = None
        self.rows: list[Any] = []

    def execute(self, sql: str, given: Sequence[Any] = ()) -> _Cursor:
        return self.executemany(sql, [given])

    def executemany(self, sql: str, given: Sequence[Sequence[Any]]) -> _Cursor:
        cursor = self.inner.cursor()
        self.description = None

        def described(running: apsw.Cursor, _: str, __: Any) -> bool:
            self.description = tuple((*column, *[None] * (7 - len(column))) for column in running.get_description()) or None
            return True

        cursor.exec_trace = described
        try:
            self.rows = cursor.executemany(sql, given).fetchall()
        except apsw.Error as error:
            raise translated(error) from error
        return self

    def fetchone(self) -> Any:
        return self.rows.pop(0) if self.rows else None

    def fetchall(self) -> list[Any]:
        rows, self.rows = self.rows, []
        return rows

    def fetchmany(self, size: int = 1) -> list[Any]:
        rows, self.rows = self.rows[:size], self.rows[size:]
        return rows

    def close(self) -> None:
        self.rows = []
