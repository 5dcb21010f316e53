"""The journal of a campaign: every finished task's result, on disk before it counts."""

from __future__ import annotations

import base64
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import IO, Any, get_args, get_origin, get_type_hints

import msgspec
import numpy as np

from mainstay.model import Problem, ScenarioError

from .campaign_digest import digest, named

if sys.platform != "win32":
    import fcntl

FORM = 1
"""Form of the file; another one is refused."""


class Journal:
    """
    A file of one line per result, for one function on some data; the file's first line says which.

    Lines are only ever appended. A line that a killed campaign left half-written at the end is taken away. As long as it is
    open no other process can open it.

    Parameters
    ----------
    file
        Made if need be, with its folder.
    function
        What computes the results. Its return annotation says as what they are read back.
    data
        What it is given beside a task.

    Raises
    ------
    ScenarioError
        If the file is of another function, version or data, cannot be read, or is written to by another campaign.
    TypeError
        If the function does not say what it returns, or the data has no fingerprint.
    """

    def __init__(self, file: str | Path, function: Callable[..., object], data: object = None):
        self.file = Path(file)
        self._kind = _returned(function)
        self._head = {
            "journal": FORM,
            "function": named(function),
            "version": version("mainstay"),
            "data": digest(function, data),
        }
        self._question = digest(self._head)
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self._stream: IO[bytes] = self.file.open("a+b")
        try:
            self._lock()
            self._kept = self._read()
        except BaseException:
            self._stream.close()
            raise

    def __enter__(self) -> Journal:
        """Hold the file."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Let the file go."""
        self._stream.close()

    def asked(self, task: object) -> str:
        """Fingerprint of a task put to this function on this data."""
        return digest(self._question, task)

    def result(self, asked: str) -> Any:
        """Return what is known of a task by its fingerprint; ``KeyError`` if nothing is."""
        return self._understood(self._kept[asked])

    def keep(self, results: Iterable[tuple[str, object]]) -> list[Any]:
        """
        Put results of tasks on disk, and return them as they will be read back.

        Raises
        ------
        TypeError
            If a result is not of the kind that the function says it returns, or cannot be written.
        OSError
            If the disk refuses; what was kept before stays.
        """
        lines = [(asked, _written(result)) for asked, result in results]
        understood = [self._understood(json.loads(text)) for _, text in lines]
        self._append(b"".join(f'{{"task":"{asked}","result":{text}}}\n'.encode() for asked, text in lines))
        return understood

    def _append(self, data: bytes) -> None:
        try:
            self._stream.write(data)
            self._stream.flush()
            os.fsync(self._stream.fileno())
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self.file)) from error

    def _understood(self, plain: object) -> Any:
        try:
            return msgspec.convert(plain, self._kind, dec_hook=_object_from, str_keys=True)
        except msgspec.ValidationError as error:
            raise TypeError(f"{self._head['function']} does not return what it says: {error}") from error

    def _lock(self) -> None:
        """Hold the file against other processes; the system lets it go when this one ends, however it does."""
        if sys.platform == "win32":
            return
        try:
            fcntl.lockf(self._stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise self._refused(
                0, "another campaign is writing to it. Wait until it has ended, or name another file."
            ) from None

    def _read(self) -> dict[str, object]:
        """Return the results by fingerprint; take a torn end away, and begin a file that has no line yet."""
        self._stream.seek(0)
        lines = self._stream.read().splitlines(keepends=True)
        told = [_line(line) for line in lines]
        head = json.dumps(self._head).encode() + b"\n"
        if not lines or (told == [None] and head.startswith(lines[0].rstrip(b"\0"))):
            self._stream.truncate(0)
            self._append(head)
            _sync_folder(self.file.parent)
            return {}
        self._check_head(told[0])
        if told[-1] is None:
            told.pop()
            self._stream.truncate(sum(len(line) for line in lines[: len(told)]))
        kept: dict[str, object] = {}
        for number, entry in enumerate(told[1:], 2):
            if entry is None or not {"task", "result"} <= entry.keys():
                raise self._refused(number, "cannot be read. Delete this row, to compute it again, or the whole file.")
            kept[str(entry["task"])] = entry["result"]
        return kept

    def _check_head(self, head: dict[str, object] | None) -> None:
        remedy = "Name another file, or delete this one to begin anew."
        if head is None or "journal" not in head:
            raise self._refused(1, f"no journal of a campaign. {remedy}")
        if head == self._head:
            return
        others = [name for name in self._head if head.get(name) != self._head[name]]
        said = ", ".join(f"{name} {head.get(name)}, not {self._head[name]}" for name in others if name != "data")
        raise self._refused(1, f"the journal of another question: {said or 'the same function on other data'}. {remedy}")

    def _refused(self, row: int, said: str) -> ScenarioError:
        return ScenarioError([Problem(str(self.file), row, "", said)])


def _line(line: bytes) -> dict[str, object] | None:
    """What a line says; ``None`` if it is not whole."""
    if not line.endswith(b"\n"):
        return None
    try:
        entry = json.loads(line)
    except ValueError:
        return None
    return entry if isinstance(entry, dict) else None


def _returned(function: Callable[..., object]) -> Any:
    """What a function says that it returns."""
    inner = function
    while isinstance(inner, functools.partial):
        inner = inner.func
    try:
        return get_type_hints(inner)["return"]
    except (KeyError, NameError, TypeError) as error:
        raise TypeError(f"{named(function)} must say what it returns, to be read back from a journal.") from error


def _written(result: object) -> str:
    return json.dumps(msgspec.to_builtins(result, enc_hook=_plain), ensure_ascii=False, separators=(",", ":"))


def _plain(thing: object) -> object:
    """Arrays by their bytes, so that they are read back to the last digit."""
    if isinstance(thing, np.ndarray) and not thing.dtype.hasobject:
        data = base64.b64encode(np.ascontiguousarray(thing).tobytes()).decode()
        return {"dtype": thing.dtype.str, "shape": list(thing.shape), "base64": data}
    if isinstance(thing, np.generic):
        return thing.item()
    raise TypeError(f"a journal has no words for a {type(thing).__qualname__}.")


def _object_from(kind: Any, plain: Any) -> object:
    origin = get_origin(kind) or kind
    if origin is np.ndarray:
        data = base64.b64decode(plain["base64"])
        return np.frombuffer(data, dtype=plain["dtype"]).reshape(plain["shape"]).copy()
    if isinstance(origin, type) and issubclass(origin, np.generic):
        return origin(plain)
    raise TypeError(f"a journal has no words for a {origin.__qualname__}{get_args(kind) or ''}.")


def _sync_folder(folder: Path) -> None:
    """Have a new file's name on disk too."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
