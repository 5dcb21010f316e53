"""Who watches a solve, and when it has to stop."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from .outcome import relative_gap
from .progress import Progress, Watch, silent


@dataclass
class Clock:
    """What the levels of one solve share: who watches, when to stop, and whether somebody asked to.

    ``scale`` turns points into the score that is shown.
    """

    scale: float = 1.0
    watch: Watch = silent
    deadline: float | None = None
    began: float = field(default_factory=time.perf_counter)
    stopped: str = ""
    told: float = 0.0

    def tell(self, stage: str, points: float, bound: float, done: float = float("nan"), *, always: bool = False) -> bool:
        """Tell whoever watches; returns whether to stop."""
        now = time.perf_counter()
        if always or now - self.told >= 0.5:
            self.told = now
            gap = relative_gap(points, bound)
            if self.watch(Progress(stage, now - self.began, points * self.scale, bound * self.scale, gap, done)):
                self.stopped = self.stopped or "stopped"
        if self.deadline is not None and now >= self.deadline:
            self.stopped = self.stopped or "time limit"
        return bool(self.stopped)

    def left(self) -> float | None:
        """Seconds left for one solve, never less than a few, so that there is always a plan."""
        return None if self.deadline is None else max(5.0, self.deadline - time.perf_counter())
