"""What an addition can bring at the most, by the prices of a solve and without another one."""

from __future__ import annotations

import numpy as np

from .additions import Addition
from .bound import upper_bound
from .build import Case
from .labels import Labels
from .problem import Floats
from .resolve import Value, carry_price


def promise(base: Value, addition: Addition) -> float:
    """
    Points by which the bound grows with an addition, at the prices of the solve without it.

    Weak duality holds at any prices, so no addition brings more than this and the slack of the bound itself. It is what
    makes capacity, goods, money and leave comparable: a capacity promises its price times what is added, goods the profit of
    their best way, and what is freed the profit of all that it frees.
    """
    after = addition.apply(base.case)
    price = carry_price(base.case, base.outcome.price, after)
    return max(0.0, _bound_at(after, price) - _bound_at(base.case, base.outcome.price))


def _bound_at(case: Case, price: Floats) -> float:
    """Points that no plan can exceed, by the prices given."""
    if not case.problem.pairs:
        rows = case.problem.rows
        paid = price[rows.need :] > 0
        return float(np.sum(price[rows.need :][paid] * case.problem.capacity[rows.need :][paid]))
    labels = Labels(case.problem)
    profit, *_ = labels.best(labels.prices(price))
    return upper_bound(case.problem, price, profit)
