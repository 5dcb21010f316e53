"""What cases cost a plan: tables, curves, and the figures that open every report."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from mainstay.model import CaseHit, CaseLoss, Curve, Dependence, Guard, Scenario, Substitute
from mainstay.planning.frames import frame_of


@dataclass(frozen=True)
class Stress:
    """
    What cases cost a plan, before and after planning again.

    Attributes
    ----------
    scenario
        What is planned.
    score, bound
        Of the plan without any case, of 100.
    cases
        Every case, those first that lose most.
    hits
        Requirements and stocks that lose in a case.
    substitutes
        Who and what replaces most of what a case takes, where that was asked.
    dependence
        Contributors on whom a capability depends.
    guards
        What could be arranged beforehand against the worst case.
    curves
        Points by day, of cases whose loss is certified.
    level
        Per cent of its points below which a capability counts as fallen.
    seconds
        Wall-clock time.
    """

    scenario: Scenario
    score: float
    bound: float
    cases: tuple[CaseLoss, ...]
    hits: tuple[CaseHit, ...] = ()
    substitutes: tuple[Substitute, ...] = ()
    dependence: tuple[Dependence, ...] = ()
    guards: tuple[Guard, ...] = ()
    curves: Mapping[str, Curve] = field(default_factory=dict)
    level: float = 80.0
    seconds: float = field(default=0.0, compare=False)

    @property
    def frame(self) -> pl.DataFrame:
        """Cases as a frame."""
        return frame_of(CaseLoss, self.cases)

    def summary(self) -> dict[str, Any]:
        """Figures that open every report; the same cases of the same plan give the same summary."""
        worst = self.cases[0] if self.cases else None
        return {
            "scenario": self.scenario.settings.name,
            "score": self.score,
            "bound": self.bound,
            "cases": len(self.cases),
            "certified": sum(row.solved for row in self.cases),
            "worst": worst.case if worst else "",
            "worst_loss_before": worst.loss_before if worst else 0.0,
            "worst_loss": worst.loss if worst else 0.0,
            "worst_loss_percent": worst.loss_percent if worst else 0.0,
            "worst_loss_low": worst.loss_low if worst else 0.0,
            "worst_loss_high": worst.loss_high if worst else 0.0,
            "level": self.level,
            "capabilities_that_depend": len({row.capability for row in self.dependence if row.below}),
            "guards_chosen": sum(row.chosen for row in self.guards),
        }
