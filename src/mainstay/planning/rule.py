"""The plan of the spreadsheet rule in arrays: the first that there is where a solve takes long to find one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from .build import Case
from .greedy import Apart
from .outcome import Outcome
from .rebuilt import as_choices, as_ways
from .ways import empty_ways


def by_rule(case: Case, rule: Apart, outcome: Outcome) -> Outcome:
    """Return the plan of the spreadsheet rule as an outcome, with the bound and prices of one that found nothing better."""
    ways, lots = as_ways(case, rule.tables, None)
    taken = as_choices(case, rule.tables)
    return replace(outcome, ways=ways, lots=lots, taken=taken, points=rule.points, bound=max(rule.points, outcome.bound))


def first_plan(case: Case, rule: Apart) -> Outcome:
    """Return the plan of the spreadsheet rule, certified by no more than that nobody earns what is not asked for."""
    problem = case.problem
    nothing = Outcome(
        *(empty_ways(), np.zeros(0), 0.0, case.asked_points, np.zeros(len(problem.capacity)), "stopped"),
        *(empty_ways(), 0, 0, np.zeros(len(problem.choices))),
    )
    return by_rule(case, rule, nothing)
