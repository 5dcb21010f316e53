"""Who does the tasks of a campaign: processes on this machine, a Dask cluster, or any other executor."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import secrets
import signal
import sys
import tempfile
import threading
import warnings
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from importlib import import_module
from multiprocessing.context import BaseContext
from pathlib import Path
from types import TracebackType
from typing import IO, Any

from mainstay.model import Problem, ScenarioError

LINUX = sys.platform.startswith("linux")

ANSWERS = 10.0
"""Seconds that a Dask scheduler is given to answer."""
UNKNOWN = 32
"""Tasks given at a time to an executor that does not say how many workers it has."""
LOADED = ("numba", "scipy.ndimage", "scipy.spatial", "matplotlib.axes", "openpyxl")
"""Libraries that take long to load and begin no threads of their own, as polars does: safe to be there before a fork."""


class Processes(ProcessPoolExecutor):
    """
    Processes of their own on this machine, that leave interrupts to the process that began them and never outlive it.

    As a context it waits for what runs; left by an exception, it ends its processes at once.

    Parameters
    ----------
    number
        How many at the most. They share nothing with this process, so a script that uses them keeps what it does under
        ``if __name__ == "__main__":``.
    """

    def __init__(self, number: int):
        super().__init__(number, _context(), _begin)
        self._number = number

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Wait for what runs, or end it."""
        if kind is not None:
            abandon(self)
        self.shutdown(wait=True)


def _context() -> BaseContext:
    """How processes begin: on Linux from one that has loaded libraries and done nothing else, elsewhere each anew."""
    if not LINUX:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(list(LOADED))
    return context


def processes(number: int) -> Processes:
    """Return an executor of so many processes on this machine, at least one."""
    return Processes(number)


class Cluster(Executor):
    """
    The workers of a Dask cluster, who need this version of mainstay installed.

    Parameters
    ----------
    address
        Of its scheduler, such as ``tcp://127.0.0.1:8786``.

    Raises
    ------
    ScenarioError
        If ``distributed`` is not installed, or no scheduler answers there.
    """

    def __init__(self, address: str):
        self.address = address
        try:
            distributed: Any = import_module("distributed")
        except ImportError:
            raise self._fault("needs the package distributed. Install it with: pip install 'mainstay[dask]'") from None
        try:
            self.client = distributed.Client(address, timeout=ANSWERS, set_as_default=False)
        except (OSError, ValueError, TypeError) as error:
            said = "no scheduler answers there. Start one with: dask scheduler; or mend the address, such as tcp://host:8786."
            raise self._fault(said) from error
        self._inner: Executor = self.client.get_executor()

    def submit(self, function: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        """
        Have a function called by a worker.

        Raises
        ------
        ScenarioError
            If the scheduler is gone.
        """
        if self.client.status != "running":
            raise self._fault("the scheduler is gone. Start it again, and then what was begun, with its journal if it has one.")
        return self._inner.submit(function, *args, **more)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; its scheduler and workers stay."""
        self._inner.shutdown(wait=wait and not cancel_futures)
        self.client.close()

    def _fault(self, said: str) -> ScenarioError:
        return ScenarioError([Problem(f"Dask at {self.address}", 0, "", said)])


def dask_executor(address: str) -> Cluster:
    """Return an executor over the workers of a Dask cluster, by its scheduler's address; close it, or use it as a context."""
    return Cluster(address)


class Handed:
    """
    Data handed to workers once, not with each task: by a file to processes, as a result of its own to a cluster.

    A context: at its end what was made for it is gone. On Linux its file has no name, so it is gone whatever ends this process.
    """

    def __init__(self, executor: Executor, data: object):
        self._data, self._client = data, _client(executor)
        self._future: Any = None
        self._stream: IO[bytes] | None = None
        self._file = ("", "")
        if self._client is not None:
            self._data = pickle.dumps(data, protocol=pickle.HIGHEST_PROTOCOL)
        elif isinstance(executor, ProcessPoolExecutor):
            self._write(data)

    def __enter__(self) -> Handed:
        """Hold the data."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Take away what was made."""
        if self._stream is not None:
            self._stream.close()
            if not LINUX:
                Path(self._file[0]).unlink(missing_ok=True)
        self._data = self._future = None

    def submit(self, executor: Executor, function: Callable[..., Any], task: object) -> Future[Any]:
        """Have ``function(data, task)`` called."""
        if self._stream is not None:
            return executor.submit(_with_file, function, self._file, task)
        if self._client is None:
            return executor.submit(function, self._data, task)
        if self._future is None or self._future.status in ("error", "cancelled", "lost"):
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Sending large graph", category=UserWarning)
                self._future = self._client.submit(pickle.loads, self._data, pure=False)
        return submitted(executor, function, self._future, task)

    def _write(self, data: object) -> None:
        """Put data into a file for the processes of this machine; what it is called by them is told apart by a mark."""
        if LINUX:
            self._stream = tempfile.TemporaryFile(prefix="mainstay-")  # noqa: SIM115
            name = f"/proc/{os.getpid()}/fd/{self._stream.fileno()}"
        else:
            self._stream = tempfile.NamedTemporaryFile(prefix="mainstay-", suffix=".data", delete=False)  # noqa: SIM115
            name = self._stream.name
        self._file = (name, secrets.token_hex(8))
        pickle.dump(data, self._stream, protocol=pickle.HIGHEST_PROTOCOL)
        self._stream.flush()


def submitted(executor: Executor, function: Callable[..., Any], *given: Any) -> Future[Any]:
    """Have a function called, anew even if a cluster has been given the same before."""
    if _client(executor) is not None:
        return executor.submit(function, *given, pure=False)
    return executor.submit(function, *given)


def room(executor: Executor) -> int:
    """How many tasks to have in hand at a time: all workers busy, a few waiting, and no more to end before a stop."""
    client, workers = _client(executor), int(getattr(executor, "_max_workers", UNKNOWN))
    if client is not None and client.status == "running":
        with suppress(OSError):  # it is gone; whoever gives it the next task is told
            workers = sum(client.nthreads().values())
    return workers + max(1, workers // 4)


def renewed(executor: Executor) -> Executor | None:
    """Return a pool like one that broke, or ``None`` if there is no way to make one."""
    if isinstance(executor, Processes):
        return Processes(executor._number)
    if isinstance(executor, ProcessPoolExecutor):
        inside: Any = executor
        return ProcessPoolExecutor(inside._max_workers, inside._mp_context, inside._initializer, inside._initargs)
    return None


def abandon(executor: Executor) -> None:
    """End a pool's processes, whatever they do."""
    known: Any = getattr(executor, "_processes", None) or {}
    ends = list(known.values())
    executor.shutdown(wait=False, cancel_futures=True)
    for process in ends:
        with suppress(OSError, ValueError):
            process.kill()


def lost_workers(error: BaseException) -> bool:
    """Whether a task failed because a Dask cluster gave it to one worker after the other and they all died."""
    distributed = sys.modules.get("distributed")
    return distributed is not None and isinstance(error, distributed.KilledWorker)


def _client(executor: Executor) -> Any:
    """The Dask client of an executor, or ``None``."""
    if isinstance(executor, Cluster):
        return executor.client
    distributed = sys.modules.get("distributed")
    if distributed is not None and isinstance(executor, distributed.cfexecutor.ClientExecutor):
        return executor._client
    return None


_held: tuple[tuple[str, str], Any] = (("", ""), None)
"""In a worker process: the file last read with its mark, and what was in it."""


def _with_file(function: Callable[..., Any], file: tuple[str, str], task: object) -> Any:
    global _held
    if _held[0] != file:
        with Path(file[0]).open("rb") as stream:
            _held = (file, pickle.load(stream))
    return function(_held[1], task)


def _begin() -> None:
    """What a process does first: leave interrupts to its parent, and watch over its life."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, name="parent", daemon=True).start()


def _end_with_parent() -> None:
    """When the parent is gone, however it went, remove what it handed over and end."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        if not LINUX and _held[0][0]:
            with suppress(OSError):
                Path(_held[0][0]).unlink(missing_ok=True)
        os._exit(1)
