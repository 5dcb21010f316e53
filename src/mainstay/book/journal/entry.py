"""Entries of the journal, and the bytes that are hashed."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import msgspec

GENESIS = bytes(32)
"""What the first entry of a node has as the hash of the one before it."""

Seen = tuple[tuple[str, int], ...]
"""A version vector: other nodes by name and the last of their entries that is known here."""


class Draft(msgspec.Struct, frozen=True, gc=False):
    """
    What a decision says shall be written; the writer makes an entry of it.

    Attributes
    ----------
    stream
        What it is about: the unit of order and of expected versions.
    kind
        Name and version of its form, such as ``offer.pledged@1``.
    body
        What is said: anything that is JSON.
    label
        Id of the release label.
    """

    stream: str
    kind: str
    body: Mapping[str, Any]
    label: str


class Entry(msgspec.Struct, frozen=True, gc=False):
    """
    One statement, as it stands in the journal for good.

    Attributes
    ----------
    node, node_seq
        The base that wrote it and its place in that base's chain, counted from 1.
    lamport
        Later than that of every entry that the writer had seen.
    saw
        What the writer had seen of the other nodes.
    stream, version
        What it is about, and its place there, counted from 1.
    kind, actor, nation, label
        Form of the body, who says it, for which nation, and for whose eyes.
    at
        When it was recorded: UTC, with microseconds, ending in ``Z``. Never earlier than the entry before it.
    request
        The idempotency key of the command that led to it.
    salt, body
        16 random bytes; canonical JSON.
    prev, hash
        Hash of the node's entry before it; its own: the leaf of the node's Merkle tree.
    """

    node: str
    node_seq: int
    lamport: int
    saw: Seen
    stream: str
    version: int
    kind: str
    actor: str
    nation: str
    label: str
    at: str
    request: str
    salt: bytes
    body: bytes
    prev: bytes
    hash: bytes


class _Hashed(msgspec.Struct, frozen=True, gc=False):
    """An entry as it is hashed: without salt and hash, the body as it stands."""

    node: str
    node_seq: int
    lamport: int
    saw: Seen
    stream: str
    version: int
    kind: str
    actor: str
    nation: str
    label: str
    at: str
    request: str
    body: msgspec.Raw
    prev: str


_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode


def canonical(value: object) -> bytes:
    """
    JSON in its one form: UTF-8, keys sorted, no spaces, shortest digits of a float.

    Parameters
    ----------
    value
        JSON, or records, dates and decimals, which are written as msgspec writes them.

    Raises
    ------
    ValueError
        If it would not come back as it is: NaN, infinity, keys that are not text, lone surrogates, what is no JSON.
    """
    try:
        data = _encode(value)
        if (said := _decode(data)) != value and said != _plain(value):
            raise ValueError("NaN, infinity and keys that are no text would not come back as they are")
    except (OverflowError, UnicodeEncodeError, TypeError, msgspec.MsgspecError) as error:
        raise ValueError(f"cannot be recorded as JSON: {error}") from error
    return data


def digest(value: object) -> bytes:
    """SHA-256 of a value's JSON, keys sorted."""
    return hashlib.sha256(_encode(value)).digest()


def _plain(value: object) -> object:
    """The value as JSON has it: lists for tuples, mappings for records."""
    kind = type(value)
    if kind is str or kind is int or kind is float or kind is bool or value is None:
        return value
    if kind is dict:
        return {key: _plain(item) for key, item in value.items()}  # type: ignore[attr-defined]
    if kind is list or kind is tuple:
        return [_plain(item) for item in value]  # type: ignore[attr-defined]
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return _plain(msgspec.to_builtins(value, order="sorted"))


def leaf_data(entry: Entry) -> bytes:
    """Salt and canonical bytes: what the leaf of an entry is the hash of, behind the byte 0."""
    hashed = _Hashed(
        entry.node, entry.node_seq, entry.lamport, entry.saw, entry.stream, entry.version, entry.kind, entry.actor,
        entry.nation, entry.label, entry.at, entry.request, msgspec.Raw(entry.body), entry.prev.hex(),
    )  # fmt: skip
    return entry.salt + _encode(hashed)


def leaf_hash(entry: Entry) -> bytes:
    """
    SHA-256 of 0, salt and canonical entry (RFC 6962, section 2.1, with a salt before the data).

    The salt hides what is in a withheld entry from whoever could guess it: the hash alone may be shown to anybody.
    """
    return hashlib.sha256(b"\0" + leaf_data(entry)).digest()


def sealed(entry: Entry) -> Entry:
    """The entry with its hash."""
    return msgspec.structs.replace(entry, hash=leaf_hash(entry))


def instant(at: str | datetime) -> str:
    """
    A time as entries have it: ``2026-11-21T22:14:15.000000Z``, so that text sorts as time does.

    Raises
    ------
    ValueError
        If it is no ISO time or does not say its offset from UTC.
    """
    moment = datetime.fromisoformat(at) if isinstance(at, str) else at
    if moment.tzinfo is None:
        raise ValueError(f"time {at} does not say its offset from UTC")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
