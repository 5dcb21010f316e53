"""A fingerprint of whatever a computation is given: the same for equal things in every process, and for no others."""

from __future__ import annotations

import datetime as dt
import enum
import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, is_dataclass
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType

import msgspec
import numpy as np

Feed = Callable[[bytes], None]


def digest(*things: object) -> str:
    """
    Return the SHA-256 of things by what they hold, in hexadecimal.

    Numbers, text, dates, arrays, records, collections of them and plain objects. The order of a mapping or a set does not
    matter, nor whether a sequence is a list or a tuple; the order of a sequence, the kind of a number and the last digit do.

    Raises
    ------
    TypeError
        If something in them cannot be told apart by what it holds, such as an open file.
    """
    whole = hashlib.sha256()
    try:
        for thing in things:
            _feed(thing, whole.update)
    except RecursionError:
        raise TypeError("no fingerprint of what holds itself: hand in a key for it.") from None
    return whole.hexdigest()


def named(function: Callable[..., object]) -> str:
    """Where a function is defined: its module and its name there."""
    while isinstance(function, functools.partial):
        function = function.func
    return f"{function.__module__}.{getattr(function, '__qualname__', type(function).__qualname__)}"


def _feed(thing: object, feed: Feed) -> None:
    """Feed what a thing holds; each part begins with its kind and length, so that no two things run together alike."""
    match thing:
        case enum.Enum():
            _atom("enum", f"{type(thing).__qualname__}.{thing.name}", feed)
        case None | bool():
            _atom("constant", repr(thing), feed)
        case int() | np.integer():
            _atom("int", str(int(thing)), feed)
        case float() | np.floating():
            _atom("float", float(thing).hex(), feed)
        case np.bool_():
            _atom("constant", repr(bool(thing)), feed)
        case str():
            _atom("str", thing, feed)
        case bytes() | bytearray():
            feed(b"bytes %d:" % len(thing))
            feed(bytes(thing))
        case dt.date() | dt.time() | dt.timedelta() | complex() | range():
            _atom(type(thing).__name__, repr(thing), feed)
        case PurePath():
            _atom("path", str(thing), feed)
        case np.ndarray() if thing.dtype.hasobject:
            _several("objects", [list(thing.shape), *thing.ravel().tolist()], feed)
        case np.ndarray():
            _several("array", [thing.dtype.str, list(thing.shape), np.ascontiguousarray(thing).tobytes()], feed)
        case functools.partial():
            _several("partial", [thing.func, thing.args, thing.keywords], feed)
        case type() | FunctionType() | BuiltinFunctionType():
            _atom("defined", named(thing), feed)
        case Mapping():
            _several("mapping", sorted(digest(key, value) for key, value in thing.items()), feed)
        case Set():
            _several("set", sorted(digest(item) for item in thing), feed)
        case msgspec.Struct():
            _several(type(thing).__qualname__, [getattr(thing, name) for name in thing.__struct_fields__], feed)
        case _ if is_dataclass(thing):
            _several(type(thing).__qualname__, [getattr(thing, field.name) for field in fields(thing)], feed)
        case Sequence():
            _several("sequence", thing, feed)
        case _ if type(thing).__module__ != "builtins" and getattr(thing, "__dict__", None):
            _several(type(thing).__qualname__, [vars(thing)], feed)
        case _:
            raise TypeError(f"no fingerprint of what a {type(thing).__qualname__} holds: hand in a key for it.")


def _several(kind: str, parts: Sequence[object], feed: Feed) -> None:
    feed(f"{kind} {len(parts)}[".encode())
    for part in parts:
        _feed(part, feed)


def _atom(kind: str, text: str, feed: Feed) -> None:
    data = text.encode("utf-8", "surrogatepass")
    feed(b"%s %d:" % (kind.encode(), len(data)))
    feed(data)
