"""The rules that a scenario holds as a whole, beyond what each cell may hold."""

from __future__ import annotations

from mainstay.model import Problem

from ..draft import Draft
from .caveats import check_caveats
from .codes import check_keys, check_references
from .contingencies import check_chances, check_contingencies
from .network import check_islands, check_network
from .packages import check_packages
from .reach import check_reach
from .rows import check_dates, check_quantities, check_sources, check_units
from .stocks import check_procurement, check_repairs, check_stocks
from .training import check_training
from .usable import check_usable

__all__ = ["examine"]


def examine(draft: Draft) -> list[Problem]:
    """Every problem of a draft: those met in reading it, and those of the rules that hold between its rows.

    A rule is asked only of rows in which what it needs is sound, so that no fault is reported twice.
    """
    if not draft.settings.rows:  # the file as such could not be read
        return draft.all_problems()
    for rule in (
        check_keys,
        check_references,
        check_sources,
        check_dates,
        check_quantities,
        check_units,
        check_caveats,
        check_packages,
        check_training,
        check_stocks,
        check_repairs,
        check_procurement,
        check_network,
        check_islands,
        check_contingencies,
        check_chances,
        check_usable,
        check_reach,
    ):
        rule(draft)
    return draft.all_problems()
