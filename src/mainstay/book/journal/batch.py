"""Commands that share a commit: decided one after the other in memory, then written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select
from sqlalchemy.exc import DataError, IntegrityError

from . import dialects
from .domain import Domain
from .entry import Draft, Entry, canonical, digest, leaf_hash
from .errors import Damaged, KeyReused, Stale
from .heads import Head, Signer
from .projections import Projections
from .schema import ENTRY, HEAD, REQUEST
from .store import Answer, Tail, answered, answers, row_of
from .tree import Frontier
from .upcast import form

States = dict[str, tuple[Any, int]]
"""State and version by stream."""


class Order(msgspec.Struct, frozen=True, gc=False):
    """A command with who gives it, for which nation, under which key, when, and at which version of its stream."""

    command: Any
    actor: str
    nation: str
    request: str
    at: str
    expect_version: int | None = None

    def digest(self) -> bytes:
        """Hash of what has to be the same when the key comes again."""
        return digest((type(self.command).__name__, self.command, self.actor, self.nation))


class Unwritable(Exception):
    """One of the commands cannot be written; which one is found by writing each for itself."""


class Batch:
    """
    Some commands, in a transaction that is open.

    Parameters
    ----------
    connection
        Holds the lock of the base.
    tail
        Where the node's journal ends.
    states
        What was folded before; nothing in it is changed.
    requests
        Keys of the commands to come.
    projections, signer, salts
        See :class:`.writer.Writer`.
    """

    def __init__(
        self,
        connection: Connection,
        tail: Tail,
        states: Mapping[str, tuple[Any, int]],
        requests: list[str],
        projections: Projections,
        signer: Signer,
        salts: Callable[[], bytes],
    ):
        self.tail = tail
        self.changed: States = {}
        self.loaded: States = {}
        self._connection = connection
        self._before = states
        self._known = answers(connection, requests)
        self._projections, self._signer, self._salts = projections, signer, salts
        self._domain: Domain[Any, Any] = projections.domain
        self._tree = Frontier.read(tail.seq, tail.peaks)
        self._entries: list[Entry] = []
        self._answers: list[Answer] = []
        self._first = tail.seq + 1

    def attempt(self, order: Order) -> tuple[Entry, ...] | Exception:
        """The entries of a command, or why it is refused; a broken base is raised."""
        try:
            return self.take(order)
        except Damaged:
            raise
        except Exception as error:
            if dialects.broken(self._connection, error):
                raise
            return error

    def take(self, order: Order) -> tuple[Entry, ...]:
        """Decide a command after those before it; it is written by :meth:`flush`."""
        if not order.request:
            raise ValueError("request: an idempotency key is needed")
        said = order.digest()
        known = self._known.get(order.request)
        if known is not None:
            if known.digest != said:
                raise KeyReused(order.request)
            return self._again(known)
        if order.expect_version is not None:
            stream = self._domain.stream(order.command)
            version = self.state(stream)[1]
            if version != order.expect_version:
                raise Stale(stream, order.expect_version, version)
        entries, states = self._entries_of(order, self._domain.decide(_View(self), order.command))
        tail = self.tail
        answer = Answer.sealed(order.request, said, self._signer.node, tail.seq + 1, len(entries))
        self._known[order.request] = answer
        self._answers.append(answer)
        if entries:
            last, count = entries[-1], len(entries)
            self.tail = Tail(tail.position + count, last.node_seq, last.lamport, tail.saw, last.hash, last.at, b"")
            self._entries += entries
            for entry in entries:
                self._tree.add(entry.hash)
            self.changed |= states
        return tuple(entries)

    def state(self, stream: str) -> tuple[Any, int]:
        """State and version of a stream after the commands so far."""
        for known in (self.changed, self.loaded, self._before):
            if stream in known:
                return known[stream]
        state, version = self._domain.blank(stream), 0
        for version, entry in self._projections.stream(self._connection, stream):  # noqa: B007
            state = self._domain.fold(state, entry)
        self.loaded[stream] = (state, version)
        return state, version

    def streams(self) -> list[str]:
        """All streams of which something was said."""
        query = select(ENTRY.c.stream).distinct()
        return sorted({*self._connection.scalars(query), *self.changed})

    def flush(self) -> None:
        """
        Write entries, answers, projections and the head.

        Raises
        ------
        Unwritable
            If the database or the domain refuses a row.
        """
        connection, name = self._connection, self._connection.dialect.name
        tail = self.tail
        start = tail.position - len(self._entries) + 1
        try:
            if self._entries:
                connection.exec_driver_sql(
                    dialects.insert(ENTRY, name), [row_of(k, entry) for k, entry in enumerate(self._entries, start)]
                )
                self._projections.replace(
                    connection, [(stream, state, self._had_rows(stream)) for stream, (state, _) in self.changed.items()]
                )
                head = Head(self._signer.node, tail.seq, self._tree.root(), tail.at)
                self.tail = msgspec.structs.replace(tail, peaks=self._tree.data())
                row = (head.node, head.size, self.tail.peaks, self._signer.sign(head))
                connection.exec_driver_sql(dialects.insert(HEAD, name), row)
            if self._answers:
                connection.exec_driver_sql(
                    dialects.insert(REQUEST, name), [msgspec.structs.astuple(answer) for answer in self._answers]
                )
        except Exception as error:
            if dialects.broken(connection, error) and not isinstance(error, (IntegrityError, DataError)):
                raise
            raise Unwritable(str(error)) from error

    def _had_rows(self, stream: str) -> bool:
        known = self._before.get(stream) or self.loaded.get(stream)
        return known is not None and known[1] > 0

    def _entries_of(self, order: Order, drafts: Any) -> tuple[list[Entry], States]:
        """Entries of drafts, and the states after them."""
        node, tail, states = self._signer.node, self.tail, States()
        seq, lamport, prev, at = tail.seq, tail.lamport, tail.prev, max(order.at, tail.at)
        entries: list[Entry] = []
        for draft in drafts:
            if not isinstance(draft, Draft):
                raise TypeError(f"decide gave a {type(draft).__name__}, not a Draft")
            form(draft.kind)
            seq, lamport = seq + 1, lamport + 1
            state, version = states.get(draft.stream) or self.state(draft.stream)
            entry = Entry(
                node, seq, lamport, tail.saw, draft.stream, version + 1, draft.kind, order.actor, order.nation, draft.label,
                at, order.request, self._salts(), canonical(draft.body), prev, b"",
            )  # fmt: skip
            prev = leaf_hash(entry)
            msgspec.structs.force_setattr(entry, "hash", prev)
            entries.append(entry)
            states[draft.stream] = (self._domain.fold(state, self._projections.upcast(entry)), version + 1)
        return entries, states

    def _again(self, known: Answer) -> tuple[Entry, ...]:
        """The first answer to a request."""
        if known.node == self._signer.node and known.first >= self._first:
            low = known.first - self._first
            return tuple(self._entries[low : low + known.entries])
        return answered(self._connection, known)


class _View(Mapping[str, Any]):
    """States by stream, as a decision sees them; a stream of which nothing was said is blank."""

    def __init__(self, batch: Batch):
        self._batch = batch

    def __getitem__(self, stream: str) -> Any:
        return self._batch.state(stream)[0]

    def __iter__(self) -> Iterator[str]:
        return iter(self._batch.streams())

    def __len__(self) -> int:
        return len(self._batch.streams())
