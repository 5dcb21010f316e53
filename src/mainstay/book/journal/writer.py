"""The one writer of a base: a thread, a queue, and many commands to a commit."""

from __future__ import annotations

import secrets
import threading
from collections import ChainMap, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, func, insert, select
from sqlalchemy.engine import URL

from . import dialects
from .batch import Batch, Order, States, Unwritable
from .domain import Domain
from .entry import GENESIS, Entry, canonical, instant
from .errors import JournalError, Stopped
from .heads import Signer
from .projections import Projections
from .schema import ENTRY, LABEL
from .store import Tail, label_id, migrate, tail_of
from .upcast import Upcasters

T = TypeVar("T")

GROUP = 1_000
"""Commands to a commit, at most."""

WAITING = 20_000
"""Commands that may wait; who submits more waits too."""

STREAMS_IN_MEMORY = 200_000
"""States kept between commits, at most; others are folded again when they are needed."""


def fresh_salt() -> bytes:
    """16 random bytes."""
    return secrets.token_bytes(16)


@dataclass(eq=False)
class _Group:
    """Orders that came together, and where their answers go."""

    orders: list[Order]
    answer: Future[list[tuple[Entry, ...] | Exception]]


@dataclass(eq=False)
class _Aside:
    """Something else to be done in a transaction of its own."""

    act: Callable[[Connection], Any]
    answer: Future[Any]


class Writer:
    """
    Writes to a base: takes commands, answers after COMMIT.

    Commands of many threads that come at the same time share a commit. A command either is in the journal with everything that
    it led to, in entries and in projections, or left nothing.

    Parameters
    ----------
    base
        A file (SQLite; made if need be) or the URL of a PostgreSQL base.
    domain
        The rules of what is kept.
    signer
        Name and key of this node.
    upcast
        Brings entries of older forms to that of today.
    salts
        Where salts come from: 16 unpredictable bytes each.
    settings, driver
        For harnesses only, see :func:`.dialects.writing`.

    Raises
    ------
    Busy
        If another process writes to this SQLite base.
    Damaged
        If the journal does not end where its last head says.
    """

    def __init__(
        self,
        base: str | Path | URL,
        domain: Domain[Any, Any],
        signer: Signer,
        *,
        upcast: Upcasters | None = None,
        salts: Callable[[], bytes] = fresh_salt,
        settings: dict[str, str] | None = None,
        driver: Any = None,
    ):
        self.url = dialects.url_of(base)
        self.domain, self.signer, self.salts = domain, signer, salts
        self.projections = Projections(domain, upcast)
        self._claim = dialects.Claim(self.url)
        self._engine = dialects.writing(self.url, settings, driver)
        self._states: dict[str, tuple[Any, int]] = {}
        self._queue: deque[_Group | _Aside] = deque()
        self._waiting = 0
        self._turn = threading.Condition()
        self._stopped: BaseException | None = None
        self._closing = False
        try:
            migrate(self._engine)
            with self._engine.begin() as connection:
                dialects.lock(connection)
                if not self.projections.current(connection):
                    self.projections.rebuild(connection)
                self._tail = tail_of(connection, signer.node, GENESIS)
        except BaseException:
            self._engine.dispose()
            self._claim.close()
            raise
        self._thread = threading.Thread(target=self._run, name="journal-writer", daemon=True)
        self._thread.start()

    def __enter__(self) -> Writer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(
        self,
        command: Any,
        actor: str,
        nation: str,
        request: str,
        at: str | datetime,
        expect_version: int | None = None,
    ) -> tuple[Entry, ...]:
        """
        Have a command decided and written; returns when it would survive a power cut.

        Parameters
        ----------
        command
            What the domain's ``decide`` takes; anything that is JSON.
        actor, nation
            Who says it, for which nation.
        request
            Idempotency key: the same command again with the same key gets the first answer, and nothing is written.
        at
            Now, with an offset from UTC.
        expect_version
            Version of the command's stream that the caller saw.

        Returns
        -------
        The entries.

        Raises
        ------
        Stale
            If the stream is at another version.
        KeyReused
            If the key came with another command, actor or nation.
        Stopped
            If the disk or database failed.
        Exception
            Whatever ``decide`` says against it.
        """
        answer = self.submit_all([Order(command, actor, nation, request, instant(at), expect_version)])[0]
        if isinstance(answer, BaseException):
            raise answer
        return answer

    def submit_all(self, orders: Sequence[Order]) -> list[tuple[Entry, ...] | Exception]:
        """Have many commands written, each for itself: entries, or why it was refused, for each."""
        return self.queue(orders).result()

    def queue(self, orders: Sequence[Order]) -> Future[list[tuple[Entry, ...] | Exception]]:
        """The same without waiting: the answers come with the future."""
        group = _Group(list(orders), Future())
        with self._turn:
            self._turn.wait_for(lambda: self._waiting < WAITING or self._stopped or self._closing)
            self._refuse_if_over()
            self._queue.append(group)
            self._waiting += len(orders)
            self._turn.notify_all()
        return group.answer

    def label(self, body: Mapping[str, Any]) -> str:
        """Record a release label, if it is not there yet, and say its id."""
        found = label_id(body)
        self._aside(lambda connection: _keep_label(connection, found, canonical(body)))
        return found

    def rebuild(self) -> int:
        """Make all projections anew from the journal; returns the number of entries."""
        return self._aside(self.projections.rebuild)

    def close(self) -> None:
        """Write what waits, then close the base."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._thread.join()
        self._engine.dispose()
        self._claim.close()

    def _aside(self, act: Callable[[Connection], T]) -> T:
        """Have something done by the writer's thread, in a transaction of its own."""
        aside = _Aside(act, Future())
        with self._turn:
            self._refuse_if_over()
            self._queue.append(aside)
            self._turn.notify_all()
        result: T = aside.answer.result()
        return result

    def _refuse_if_over(self) -> None:
        if self._stopped:
            raise Stopped(f"the writer has stopped: {self._stopped}") from self._stopped
        if self._closing:
            raise JournalError("the writer is closed")

    # What follows runs in the writer's thread.

    def _run(self) -> None:
        while jobs := self._next():
            try:
                if isinstance(jobs[0], _Aside):
                    with self._engine.begin() as connection:
                        dialects.lock(connection)
                        result = jobs[0].act(connection)
                    jobs[0].answer.set_result(result)
                    continue
                groups = [job for job in jobs if isinstance(job, _Group)]
                results = iter(self._write([order for group in groups for order in group.orders]))
                for group in groups:
                    group.answer.set_result(list(islice(results, len(group.orders))))
            except BaseException as error:
                self._stop(error, jobs)
                return

    def _next(self) -> list[_Group | _Aside]:
        """What to do next: one thing aside, or as many orders as go into a commit; nothing once closed."""
        with self._turn:
            self._turn.wait_for(lambda: self._queue or self._closing)
            jobs: list[_Group | _Aside] = []
            count = 0
            while self._queue and not (jobs and isinstance(self._queue[0], _Aside)):
                job = self._queue[0]
                if isinstance(job, _Aside):
                    return [self._queue.popleft()]
                if jobs and count + len(job.orders) > GROUP:
                    break
                jobs.append(self._queue.popleft())
                count += len(job.orders)
            self._waiting -= count
            self._turn.notify_all()
            return jobs

    def _write(self, orders: list[Order]) -> list[tuple[Entry, ...] | Exception]:
        """Write orders in one transaction; if a row is refused, once more, each within a savepoint."""
        try:
            with self._engine.begin() as connection:
                batch = self._batch(connection, orders, self._caught_up(connection), self._states)
                results = [batch.attempt(order) for order in orders]
                batch.flush()
        except Unwritable:
            return self._write_each(orders)
        self._keep(batch.tail, batch.loaded | batch.changed)
        return results

    def _write_each(self, orders: list[Order]) -> list[tuple[Entry, ...] | Exception]:
        results: list[tuple[Entry, ...] | Exception] = []
        fresh: States = {}
        with self._engine.begin() as connection:
            tail = self._caught_up(connection)
            for order in orders:
                batch = self._batch(connection, [order], tail, ChainMap(fresh, self._states))
                try:
                    with connection.begin_nested():
                        result = batch.attempt(order)
                        batch.flush()
                except Unwritable as error:
                    results.append(JournalError(f"request {order.request}: cannot be written: {error}"))
                    continue
                results.append(result)
                tail, fresh = batch.tail, fresh | batch.changed
        self._keep(tail, fresh)
        return results

    def _batch(self, connection: Connection, orders: list[Order], tail: Tail, states: Mapping[str, tuple[Any, int]]) -> Batch:
        requests = [order.request for order in orders]
        return Batch(connection, tail, states, requests, self.projections, self.signer, self.salts)

    def _caught_up(self, connection: Connection) -> Tail:
        """The end of the journal, under the lock; with PostgreSQL another process may have written since."""
        dialects.lock(connection)
        if connection.scalar(select(func.max(ENTRY.c.position))) != (self._tail.position or None):
            self._states = {}
            self._tail = tail_of(connection, self.signer.node, GENESIS)
        return self._tail

    def _keep(self, tail: Tail, states: States) -> None:
        """What is committed is what the next commands build on."""
        self._tail = tail
        self._states.update(states)
        if len(self._states) > STREAMS_IN_MEMORY:
            self._states = states

    def _stop(self, error: BaseException, jobs: list[_Group | _Aside]) -> None:
        """Nothing is tried again after a failure: what the disk then says is not to be trusted."""
        with self._turn:
            self._stopped = error
            waiting = [*jobs, *self._queue]
            self._queue.clear()
            self._turn.notify_all()
        for job in waiting:
            if not job.answer.done():
                stopped = Stopped(
                    f"the writer has stopped: {error}; open the base again, then send what was not answered again"
                )
                stopped.__cause__ = error
                job.answer.set_exception(stopped)


def _keep_label(connection: Connection, label: str, body: bytes) -> None:
    if connection.scalar(select(LABEL.c.id).where(LABEL.c.id == label)) is None:
        connection.execute(insert(LABEL), {"id": label, "body": body})
