"""What the reports on cases, chance and changes take: any object that has these attributes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import (
    CaseHit,
    CaseLoss,
    Change,
    Curve,
    Dependence,
    Difference,
    FanDay,
    Guard,
    Record,
    RequirementChance,
    Scenario,
    ServiceChance,
    Substitute,
)


class AnyStress(Protocol):
    """
    What cases cost.

    Attributes
    ----------
    scenario
        What is planned.
    score, bound
        Of the plan without any case, of 100.
    cases, hits, substitutes, dependence, guards
        Tables.
    curves
        Points over time, by name of a case; a case without one has no such chart.
    level
        Per cent of its points below which a capability counts as fallen.
    """

    @property
    def scenario(self) -> Scenario: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def bound(self) -> float: ...  # noqa: D102
    @property
    def cases(self) -> Sequence[CaseLoss]: ...  # noqa: D102
    @property
    def hits(self) -> Sequence[CaseHit]: ...  # noqa: D102
    @property
    def substitutes(self) -> Sequence[Substitute]: ...  # noqa: D102
    @property
    def dependence(self) -> Sequence[Dependence]: ...  # noqa: D102
    @property
    def guards(self) -> Sequence[Guard]: ...  # noqa: D102
    @property
    def curves(self) -> Mapping[str, Curve]: ...  # noqa: D102
    @property
    def level(self) -> float: ...  # noqa: D102
    def summary(self) -> Mapping[str, Any]:
        """Return what it says of itself in figures."""


class AnySimulation(Protocol):
    """
    Executions of a plan.

    Attributes
    ----------
    scenario
        What is planned.
    executions, seed
        How many, and from which seed they were drawn.
    score
        Of the plan itself, if all goes as planned.
    expected, error, likely
        Mean score, its standard error, and its 5th and 95th percentile: as planned and, if there are reviews, reviewed.
    fans, requirements, services
        Tables.
    """

    @property
    def scenario(self) -> Scenario: ...  # noqa: D102
    @property
    def executions(self) -> int: ...  # noqa: D102
    @property
    def seed(self) -> int: ...  # noqa: D102
    @property
    def score(self) -> float: ...  # noqa: D102
    @property
    def expected(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def error(self) -> tuple[float, ...]: ...  # noqa: D102
    @property
    def likely(self) -> tuple[tuple[float, float], ...]: ...  # noqa: D102
    @property
    def fans(self) -> Sequence[FanDay]: ...  # noqa: D102
    @property
    def requirements(self) -> Sequence[RequirementChance]: ...  # noqa: D102
    @property
    def services(self) -> Sequence[ServiceChance]: ...  # noqa: D102
    def summary(self) -> Mapping[str, Any]:
        """Return what it says of itself in figures."""


class ScenarioPlan(AnyPlan, Protocol):
    """A plan that has the scenario it plans."""

    @property
    def scenario(self) -> Scenario: ...  # noqa: D102


class AnyReplan(Protocol):
    """
    A plan made anew.

    Attributes
    ----------
    plan
        The new plan.
    changes
        What became of each consignment.
    before
        Score of the plan before.
    stability_cost
        Score given up so that less changes.
    """

    @property
    def plan(self) -> ScenarioPlan: ...  # noqa: D102
    @property
    def changes(self) -> Sequence[Change]: ...  # noqa: D102
    @property
    def before(self) -> float: ...  # noqa: D102
    @property
    def stability_cost(self) -> float: ...  # noqa: D102
    def summary(self) -> Mapping[str, Any]:
        """Return what it says of itself in figures."""


class AnyComparison(Protocol):
    """
    Two plans side by side.

    Attributes
    ----------
    a, b
        The plans.
    names
        What each is called.
    differences
        Every need of either.
    giving
        Contributors, with ``party``, ``a_t``, ``b_t`` and ``more_t``.
    """

    @property
    def a(self) -> ScenarioPlan: ...  # noqa: D102
    @property
    def b(self) -> ScenarioPlan: ...  # noqa: D102
    @property
    def names(self) -> tuple[str, str]: ...  # noqa: D102
    @property
    def differences(self) -> Sequence[Difference]: ...  # noqa: D102
    @property
    def giving(self) -> Sequence[Any]: ...  # noqa: D102
    @property
    def totals(self) -> Mapping[str, tuple[float | None, float | None]]: ...  # noqa: D102
    def tables(self) -> Mapping[str, Sequence[Record]]:
        """Return its tables, by the names of their files."""

    def summary(self) -> Mapping[str, Any]:
        """Return what it says of itself in figures."""
