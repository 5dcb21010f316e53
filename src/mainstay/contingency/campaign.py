"""Many tasks, done by whoever there is, with results that do not depend on who that was."""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Generic, TypeVar

from mainstay.planning import Progress, Watch
from mainstay.planning.progress import silent

from .campaign_digest import named
from .campaign_journal import Journal
from .campaign_workers import Handed, abandon, dask_executor, lost_workers, processes, renewed, room, submitted

__all__ = ["Stopped", "WorkerLostError", "dask_executor", "processes", "run"]

Result = TypeVar("Result")

TRIES = 3
"""How often a task is given to a worker that does not survive it."""
EVERY = 0.5
"""Seconds between two looks at whoever watches."""


class Stopped(Exception):  # noqa: N818 - nothing went wrong
    """
    Whoever watches asked to stop before all tasks were done.

    Attributes
    ----------
    results
        Of the tasks that were done, by their place among the tasks.
    tasks
        How many there were.
    """

    def __init__(self, results: dict[int, Any], tasks: int):
        super().__init__(f"stopped after {len(results)} of {tasks} tasks")
        self.results, self.tasks = results, tasks


class WorkerLostError(RuntimeError):
    """A task whose workers died, as often as it was tried."""


def run(
    function: Callable[..., Result],
    tasks: Iterable[Any],
    *,
    data: object = None,
    executor: Executor | None = None,
    journal: str | Path | None = None,
    key: Callable[[Any], object] | None = None,
    watch: Watch = silent,
    stage: str = "tasks",
) -> list[Result]:
    """
    Call a function on each of many tasks, and return the results in the order of the tasks.

    What comes out is the same whoever does the tasks and in whatever order, if the function computes from its arguments
    alone and leaves them as they are. A worker that dies loses nothing: what it had is given to another.

    Parameters
    ----------
    function
        Defined at the top of a module, so that other processes find it; called as ``function(task)``, or as
        ``function(data, task)`` if there is data.
    tasks
        What to call it on.
    data
        What all tasks need, handed to each worker once.
    executor
        Who does the tasks: :func:`processes`, :func:`dask_executor` or any other. ``None``: this process, one after the other.
    journal
        File that has each result on disk before it counts. If it is there, its results are taken as they are and only the
        other tasks are done, so a campaign that was killed goes on where it was. The function then says in its annotation
        what it returns: numbers, text, dates, arrays, and records or collections of those.
    key
        What tells tasks of a journal apart; the task itself if nothing is said.
    watch
        Told after each task, and about twice a second while others do them. When it asks to stop, no further task is begun.
    stage
        What is being done, in a word or two.

    Raises
    ------
    Stopped
        If ``watch`` asked to stop before all was done, with what was done. Tasks already begun are waited for.
    ScenarioError
        If the journal is of another question, cannot be read, or is being written to by another campaign.
    WorkerLostError
        If a task's workers died three times, the last one with nothing else in hand.
    TypeError, ValueError
        With a journal: if something has no fingerprint or no words in it, or two tasks are the same.

    Any exception of the function itself ends the campaign at once and is raised as it is, with a note that names the task.
    """
    campaign: _Campaign[Result] = _Campaign(function, list(tasks), data, watch, stage)
    with ExitStack() as stack:
        if journal is not None:
            campaign.journal = stack.enter_context(Journal(journal, function, data))
            campaign.take_known(key or (lambda task: task))
        if executor is None:
            campaign.alone()
        else:
            campaign.together(executor)
    return campaign.answer()


class _Campaign(Generic[Result]):
    """The state of one call of :func:`run`."""

    def __init__(self, function: Callable[..., Result], tasks: list[Any], data: object, watch: Watch, stage: str):
        self.function, self.tasks, self.data, self.watch, self.stage = function, tasks, data, watch, stage
        self.results: dict[int, Result] = {}
        self.journal: Journal | None = None
        self.asked: list[str] = []
        self.began = time.monotonic()
        self.stopped = False

    def answer(self) -> list[Result]:
        if len(self.results) < len(self.tasks):
            raise Stopped(dict(sorted(self.results.items())), len(self.tasks))
        return [self.results[place] for place in range(len(self.tasks))]

    def missing(self) -> list[int]:
        return [place for place in range(len(self.tasks)) if place not in self.results]

    def tell(self) -> None:
        done = len(self.results) / len(self.tasks) if self.tasks else 1.0
        if self.watch(Progress(self.stage, time.monotonic() - self.began, done=done)):
            self.stopped = True

    def take_known(self, key: Callable[[Any], object]) -> None:
        """Take the results that the journal has."""
        assert self.journal is not None
        self.asked = [self.journal.asked(key(task)) for task in self.tasks]
        first: dict[str, int] = {}
        for place, asked in enumerate(self.asked):
            if (other := first.setdefault(asked, place)) != place:
                raise ValueError(f"tasks {other} and {place} are the same to the journal: {self.tasks[place]!r}")
            try:
                self.results[place] = self.journal.result(asked)
            except KeyError:
                continue

    def count(self, found: list[tuple[int, Result]]) -> None:
        """Count results, once they are on disk."""
        if self.journal is not None:
            kept = self.journal.keep([(self.asked[place], result) for place, result in found])
            found = [(place, result) for (place, _), result in zip(found, kept, strict=True)]
        for place, result in found:
            self.results[place] = result
            self.tell()

    def alone(self) -> None:
        """Do the tasks in this process."""
        self.tell()
        for place in self.missing():
            if self.stopped:
                return
            task = self.tasks[place]
            with _naming(task):
                result = self.function(task) if self.data is None else self.function(self.data, task)
            self.count([(place, result)])

    def together(self, executor: Executor) -> None:
        """Have the tasks done by others."""
        self.tell()
        if self.missing() and not self.stopped:
            with _Team(self.function, self.data, executor) as team:
                self._together(team)

    def _together(self, team: _Team) -> None:
        waiting, lost = deque(self.missing()), Counter[int]()  # the tasks to begin; how often each has lost its worker
        while (waiting and not self.stopped) or team.running:
            while waiting and not self.stopped and team.has_room_for(waiting[0], lost):
                team.begin(place := waiting.popleft(), self.tasks[place])
            found: list[tuple[int, Result]] = []
            died: list[tuple[int, BaseException]] = []
            failed: tuple[int, BaseException] | None = None
            for place, outcome in team.ended():
                error = outcome.exception() if not outcome.cancelled() else CancelledError()
                if error is None:
                    found.append((place, outcome.result()))
                elif isinstance(error, BrokenExecutor | CancelledError) or lost_workers(error):
                    died.append((place, error))
                else:
                    failed = failed or (place, error)
            self.count(found) if found else self.tell()
            if failed:
                with _naming(self.tasks[failed[0]]):
                    raise failed[1]
            for place, error in reversed(died):
                lost[place] += TRIES - 1 if lost_workers(error) else 1
                if lost[place] >= TRIES:
                    raise WorkerLostError(_lost(self.function, self.tasks[place])) from error
                waiting.appendleft(place)


class _Team:
    """Those who do the tasks, made anew when they break, and the tasks that they have in hand."""

    def __init__(self, function: Callable[..., Any], data: object, executor: Executor):
        self.function, self.executor = function, executor
        self.mine: Executor | None = None
        self.running: dict[Future[Any], int] = {}
        self.guarded = False
        self.room, self.looked = room(executor), time.monotonic()
        self.handed = None if data is None else Handed(executor, data)

    def __enter__(self) -> _Team:
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        for future in self.running:
            future.cancel()
        if self.mine is not None:
            if kind is not None:
                abandon(self.mine)
            self.mine.shutdown(wait=True)
        if self.handed is not None:
            self.handed.__exit__(kind, None, None)

    def has_room_for(self, place: int, lost: Counter[int]) -> bool:
        """Whether to begin a task now. One whose workers died all but the last time has them for itself."""
        if self.guarded and self.running:
            return False
        self.guarded = lost[place] >= TRIES - 1
        return not self.running if self.guarded else len(self.running) < self.room

    def begin(self, place: int, task: object) -> None:
        """Give a task to a worker."""
        try:
            future = self._submit(task)
        except BrokenExecutor as error:
            self._renew(error)
            future = self._submit(task)
        self.running[future] = place

    def ended(self) -> Iterator[tuple[int, Future[Any]]]:
        """Wait a while for tasks to end, and hand out those that did, by their places."""
        done, _ = wait(self.running, EVERY, FIRST_COMPLETED)
        if time.monotonic() - self.looked >= EVERY:  # workers come and go
            self.room, self.looked = room(self.executor), time.monotonic()
        for future in sorted(done, key=self.running.__getitem__):
            yield self.running.pop(future), future

    def _submit(self, task: object) -> Future[Any]:
        if self.handed is not None:
            return self.handed.submit(self.executor, self.function, task)
        return submitted(self.executor, self.function, task)

    def _renew(self, error: BrokenExecutor) -> None:
        fresh = renewed(self.executor)
        if fresh is None:
            raise error
        if self.mine is not None:
            abandon(self.mine)
        self.executor = self.mine = fresh


@contextmanager
def _naming(task: object) -> Iterator[None]:
    """Whatever is raised within says at which task."""
    try:
        yield
    except Exception as error:
        error.add_note(f"in task {task!r}")
        raise


def _lost(function: Callable[..., object], task: object) -> str:
    return (
        f"workers die doing {named(function)} on {task!r}, again and again, the last time with nothing else in hand. "
        "It may need more memory than there is: try fewer workers. What was done before is in the journal, if there is one."
    )
