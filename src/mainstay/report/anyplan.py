"""What a report needs to know of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class AnyPlan(Protocol):
    """A plan: one just made, or one read from its folder.

    ``tables`` has the attributes of :class:`mainstay.exchange.PlanTables`; ``score``, ``bound``, ``attained`` and ``greedy_score`` are of 100.
    """

    @property
    def tables(self) -> Any: ...
    @property
    def score(self) -> float: ...
    @property
    def bound(self) -> float: ...
    @property
    def gap(self) -> float: ...
    @property
    def attained(self) -> float: ...
    @property
    def greedy_score(self) -> float | None: ...
    @property
    def status(self) -> Any: ...
    @property
    def seconds(self) -> float: ...
    def summary(self) -> Mapping[str, Any]:
        """Return what the plan says of itself in figures."""
