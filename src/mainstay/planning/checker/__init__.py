"""Checks a written plan against its scenario, by ``docs/rules.md`` alone and with no code of the planner.

It knows the records of :mod:`mainstay.model` and nothing else: what it finds right was worked out twice.
"""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import Consignment, Leg, Problem, Scenario

from .codes import codes
from .figures import figures, score_of, total
from .journeys import journeys
from .loads import loads
from .orders import orders
from .packages import packages
from .people import people
from .readiness import readiness
from .repair import repair
from .stocks import stocks
from .supply import supply
from .terms import terms
from .training import training
from .written import Rest, Written

__all__ = ["Rest", "check_plan", "score_plan"]

FAMILIES = (
    codes,
    terms,
    journeys,
    loads,
    supply,
    figures,
    repair,
    orders,
    packages,
    readiness,
    training,
    people,
    stocks,
)


def check_plan(
    scenario: Scenario,
    consignments: Sequence[Consignment],
    legs: Sequence[Leg],
    *,
    rest: Rest | None = None,
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
    rest
        The other tables of the plan; what has attributes of their names, as what a plan folder is read into. If given, each
        table must be complete. None: a plan of consignments alone, in which nothing is issued, trained or brought into
        service, and what is ordered is what leaves.
    score
        The score stated for the plan, of 100. If given, it is recomputed and compared.

    Returns
    -------
    list of Problem
        By file and row; row 0 for a row that is missing; empty if the plan keeps every rule. A load or sum may pass its
        limit, and a stated figure differ from the recomputed one, by a millionth of it and a millionth of its unit: written
        figures are rounded.
    """
    plan = Written(scenario, consignments, legs, rest)
    found = [problem for family in FAMILIES for problem in family(plan)]
    if score is not None:
        found += total(plan, score)
    return sorted(found)


def score_plan(
    scenario: Scenario, consignments: Sequence[Consignment], legs: Sequence[Leg], *, rest: Rest | None = None
) -> float:
    """
    Score a written plan, of 100, from its quantities and days alone, whatever points it states.

    Whether it keeps the rules is not looked at. Parameters as in :func:`check_plan`.
    """
    return score_of(Written(scenario, consignments, legs, rest))
