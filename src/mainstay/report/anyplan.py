"""What a report needs to know of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol


class AnyPlan(Protocol):
    """
    A plan: one just made, or one read from its folder.

    Attributes
    ----------
    tables
        Has the attributes of :class:`mainstay.exchange.PlanTables`.
    score, bound, attained, greedy_score
        Of 100; not finite, or None, where unknown.
    gap
        Relative distance of score and bound.
    status
        How the computation ended.
    seconds
        How long it took.
    """

    @property
    def tables(self) -> Any: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def bound(self) -> float: ...  # noqa: D102
    @property
    def gap(self) -> float: ...  # noqa: D102
    @property
    def attained(self) -> float: ...  # noqa: D102
    @property
    def greedy_score(self) -> float | None: ...  # noqa: D102
    @property
    def status(self) -> Any: ...  # noqa: D102
    @property
    def seconds(self) -> float: ...  # noqa: D102
    def summary(self) -> Mapping[str, Any]:
        """Return what the plan says of itself in figures."""
