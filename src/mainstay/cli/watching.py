"""Progress for whoever waits, and Ctrl-C: once to stop with what there is, twice to abort."""

from __future__ import annotations

import math
import signal
import threading
import time
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, ProgressColumn, Task, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from mainstay.planning import Progress

QUIET = 10.0
"""Seconds between two lines where nobody watches a terminal."""
COARSE = {"blocks", "weeks"}
"""Stages whose figures are of capacities counted by blocks of time: more than a plan may attain."""
STOPPING = "stopping with the best so far; Ctrl-C again aborts"
HINT = "Ctrl-C stops with the best so far."
STOPPING_KEPT = "stopping when what is under way is done, all of it is kept; Ctrl-C again aborts"
HINT_KEPT = "Ctrl-C stops; what is done is kept."


class Watcher:
    """
    Shows progress on standard error, and asks to stop after Ctrl-C.

    Use it as a context: within, the first Ctrl-C makes it answer True from then on, the second raises ``KeyboardInterrupt``.
    If what is done cannot be stopped half-way, Ctrl-C is left as it is and aborts at once.

    Parameters
    ----------
    what
        What is being done, for the lines of a file.
    target
        Gap at which planning stops; the bar is full there.
    stoppable
        Whether there is something to stop with.
    kept
        Whether what is done is kept to go on from, in place of a best result so far.
    clock
        Seconds that only grow.
    """

    def __init__(
        self,
        what: str,
        *,
        target: float = 1e-3,
        stoppable: bool = True,
        kept: bool = False,
        console: Console | None = None,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.what, self.target, self.stoppable, self.clock = what, target, stoppable, clock
        self.hint, self.stopping = (HINT_KEPT, STOPPING_KEPT) if kept else (HINT, STOPPING)
        self.console = console or Console(stderr=True, markup=False, highlight=False, emoji=False)
        self.stopped = False
        self.began = self.told = clock()
        self.announced = False
        self._before: Any = None
        self._installed = False
        self._bars: Bars | None = None
        self._task: Any = None

    def __enter__(self) -> Watcher:
        """Take over Ctrl-C and show the bar."""
        self.began = self.told = self.clock()
        if self.stoppable and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupted)
            self._installed = True
        if self.console.is_terminal:
            self._bars = Bars(
                _Words(self), BarColumn(24), _Figures(), TimeElapsedColumn(), console=self.console, transient=True
            )
            self._task = self._bars.add_task(self.what, total=None, figures="")
            if self.stoppable:
                self._bars.console.print(self.hint, style="dim")
            self._bars.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Give Ctrl-C back and take the bar away."""
        if self._bars is not None:
            self._bars.stop()
        if self._installed:
            signal.signal(signal.SIGINT, self._before)

    def __call__(self, progress: Progress) -> bool:
        """Show a state; True once somebody has pressed Ctrl-C."""
        figures = in_figures(progress)
        if self._bars is not None:
            full = share(progress, self.target)
            self._bars.update(
                self._task,
                description=progress.stage,
                total=None if math.isnan(full) else 1.0,
                completed=0.0 if math.isnan(full) else full,
                figures=figures,
            )
        else:
            now = self.clock()
            if self.stopped and not self.announced:
                self.announced, self.told = True, now
                self.console.print(f"{self.what}: {self.stopping}", soft_wrap=True)
            elif now - self.told >= QUIET:
                self.told = now
                done = "" if math.isnan(progress.done) else f"{100 * progress.done:.0f} %"
                parts = [progress.stage, done, figures, f"{now - self.began:.0f} s"]
                self.console.print(f"{self.what}: {', '.join(part for part in parts if part)}", soft_wrap=True)
        return self.stopped

    def _interrupted(self, number: int, frame: FrameType | None) -> None:
        if self.stopped:
            raise KeyboardInterrupt
        self.stopped = True


def in_figures(progress: Progress) -> str:
    """Score, bound and gap of a state, as far as they are known."""
    parts = []
    if progress.score > 0:
        parts.append(f"score {'≈' if progress.stage in COARSE else ''}{progress.score:.2f}")
    if math.isfinite(progress.bound):
        parts.append(f"bound {progress.bound:.2f}")
    if progress.score > 0 and math.isfinite(progress.gap):
        parts.append(f"gap {100 * progress.gap:.3g} %")
    return ", ".join(parts)


def share(progress: Progress, target: float) -> float:
    """Share of a stage that is done, or of the way from a gap of 1 to the target in orders of magnitude; NaN if unknown."""
    if not math.isnan(progress.done):
        return progress.done
    if progress.stage in COARSE or not math.isfinite(progress.gap):
        return math.nan
    target = min(max(target, 1e-9), 0.5)
    return min(1.0, max(0.0, math.log(max(progress.gap, target)) / math.log(target)))


class _Words(ProgressColumn):
    """What is being done, and how to stop it."""

    def __init__(self, watcher: Watcher):
        self.watcher = watcher
        super().__init__()

    def render(self, task: Task) -> Text:
        return Text(self.watcher.stopping if self.watcher.stopped else str(task.description))


class _Figures(ProgressColumn):
    """Score, bound and gap."""

    def render(self, task: Task) -> Text:
        return Text(task.fields["figures"])
