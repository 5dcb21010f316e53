"""Who watches a solve, who keeps its best plan, and when it has to stop."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from .outcome import Outcome, relative_gap
from .problem import Floats
from .progress import Progress, Watch, silent

Keeper = Callable[[Outcome], None]
"""Called with the best plan so far, whenever there is a better one or a lower bound."""


@dataclass
class Clock:
    """What the levels of one solve share: who watches, who keeps, when to stop, and whether somebody asked to.

    ``scale`` turns points into the score that is shown. ``kept`` is the best plan so far if there is a ``keeper``, and
    ``proven`` what no plan is known to exceed.
    """

    scale: float = 1.0
    watch: Watch = silent
    deadline: float | None = None
    keeper: Keeper | None = None
    began: float = field(default_factory=time.perf_counter)
    stopped: str = ""
    told: float = 0.0
    kept: Outcome | None = None
    proven: float = float("inf")

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

    def better(self, points: float, found: Callable[[], Outcome]) -> None:
        """Hand a plan to whoever keeps the best, if it earns more than all before; it is only put together if so."""
        if self.keeper is not None and (self.kept is None or points > self.kept.points):
            self._hand(found())

    def prove(self, bound: float, price: Floats | None = None) -> None:
        """Note what no plan of the problem asked for can exceed, and the prices (rows,) that it follows from."""
        same = price is None or self.kept is None or price is self.kept.price
        if bound > self.proven or (bound == self.proven and same):
            return
        self.proven = bound
        if self.kept is not None:
            self._hand(self.kept if price is None else replace(self.kept, price=price, rounds=max(1, self.kept.rounds)))

    def _hand(self, outcome: Outcome) -> None:
        self.proven = min(self.proven, outcome.bound)
        self.kept = replace(outcome, bound=max(self.proven, outcome.points))
        if self.keeper is not None:
            self.keeper(self.kept)
