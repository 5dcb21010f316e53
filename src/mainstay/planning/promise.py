"""What an addition can bring at the most, by the prices of a solve and without another one."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from mainstay.model.rules import left
from mainstay.model.schooling import Pool

from .additions import Addition
from .bound import best_of_offer, upper_bound
from .build import Case
from .labels import Labels
from .problem import Floats
from .resolve import Value, carry_price


class Promises:
    """What additions to a case promise: points by which its bound grows with them, at the prices of its solve.

    Weak duality holds at any prices, so what is added brings no more than this and the slack of the bound itself. It is what
    makes additions of different kinds comparable: a capacity promises its price times what is added, goods the profit of
    their best way, and leave or money the profit of all that they free.
    """

    def __init__(self, base: Value):
        self.case, self.price = base.case, base.outcome.price

    @cached_property
    def profit(self) -> Floats:
        """Profit of each pair, before the price of its offer."""
        return _profit(self.case, self.price)

    @cached_property
    def bound(self) -> float:
        """Bound of the case itself."""
        return upper_bound(self.case.problem, self.price, self.profit)

    def of(self, addition: Addition) -> float:
        """Return what an addition promises."""
        after = addition.apply(self.case)
        price = carry_price(self.case, self.price, after)
        return max(0.0, upper_bound(after.problem, price, _profit(after, price)) - self.bound)

    def of_room(self, addition: Addition) -> float:
        """Return what room in shared rows promises: their prices times what is added; of days, all that are priced."""
        choices, rows = self.case.problem.choices, self.case.problem.rows
        out = 0.0
        for name, paid in zip(choices.row_names, self.price[rows.shared : rows.link].tolist(), strict=True):
            if paid > 0:
                whose = name[1].cohort if isinstance(name[1], Pool) else name[1]
                out += sum(paid * more for kind, key, more in addition.widens if (kind, key) == (name[0], whose))
        return out

    def of_goods(self, item: str, quantity: float) -> float:
        """Return what more of an item promises from the offer of which most is left: what that offer's best pair earns."""
        like = [o for o, offer in enumerate(self.case.offers) if offer.item == item]
        if not like:
            return 0.0
        most = max(like, key=lambda o: (left(self.case.offers[o]), self.case.offers[o].offer))
        best = best_of_offer(self.case.problem, self.profit)[most]
        return max(0.0, float(best) * quantity * float(self.case.lot[most]))


def _profit(case: Case, price: Floats) -> Floats:
    """Profit of each pair at the prices given."""
    if not case.problem.pairs:
        return np.zeros(0)
    labels = Labels(case.problem)
    profit, *_ = labels.best(labels.prices(price))
    return profit
