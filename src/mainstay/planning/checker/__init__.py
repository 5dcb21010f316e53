"""Checks a written plan against its scenario, by ``docs/rules.md`` alone and with no code of the planner.

It knows the records of :mod:`mainstay.model` and nothing else: what it finds right was worked out twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import Consignment, Leg, Problem, Scenario

from .codes import codes
from .figures import figures, total
from .journeys import journeys
from .loads import loads
from .supply import supply
from .terms import terms
from .written import Written

__all__ = ["check_plan"]

FAMILIES = (codes, terms, journeys, loads, supply, figures)


def check_plan(
    scenario: Scenario,
    consignments: Sequence[Consignment],
    legs: Sequence[Leg],
    *,
    score: float | None = None,
) -> list[Problem]:
    """
    Find everything in a written plan that the rules of planning do not allow.

    Parameters
    ----------
    scenario
        Checked tables; codes that name nothing raise ``KeyError``.
    consignments, legs
        The rows of ``consignments.csv`` and ``legs.csv`` in their order; the first row of a table is row 2.
    score
        The score stated for the plan, of 100. If given, it is recomputed from the consignments and compared.

    Returns
    -------
    list of Problem
        By file and row; empty if the plan keeps every rule. A load or sum may pass its limit, and a stated figure differ from
        the recomputed one, by a millionth of it and a millionth of its unit: written figures are rounded.
    """
    plan = Written(scenario, consignments, legs)
    found = [problem for family in FAMILIES for problem in family(plan)]
    if score is not None:
        found += total(plan, score)
    return sorted(found)
