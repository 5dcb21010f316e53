"""What an addition can bring at the most, by the prices of a solve and without another one."""

from __future__ import annotations

from functools import cached_property

import numpy as np

from mainstay.model import ConsentState
from mainstay.model.rules import left
from mainstay.model.schooling import Pool

from .additions import MONEY, Addition, clearable, cleared, given
from .bound import best_of_offer
from .build import Case, build
from .labels import Labels
from .lacking import money_rows
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
    def freed(self) -> dict[str, float]:
        """What each offer could earn more if all consents were given and all that waits for a person were cleared."""
        case = self.case
        scenario, start, waiting = case.scenario, case.grid.start, set(clearable(case.scenario))
        consents = [row if row.state == ConsentState.GIVEN else given(row, start) for row in scenario.consents]
        caveats = [cleared(row, start) if row.caveat in waiting else row for row in scenario.caveats]
        after = build(scenario.replace(consents=tuple(consents), caveats=tuple(caveats)))
        price = carry_price(case, self.price, after)
        then, now = _earned(after, _profit(after, price)), _earned(case, self.profit)
        return {offer: max(0.0, points - now.get(offer, 0.0)) for offer, points in then.items()}

    def of_term(self, addition: Addition) -> float:
        """Return what a consent, a clearance or a fund's money promises."""
        rules = self.case.rules
        if addition.kind == "fund":
            return self._of_money(addition.what)
        rows = {row.offer: row for row in self.case.scenario.offers}
        touched = rules.consents if addition.kind == "consent" else rules.caveats
        return sum(
            points
            for offer, points in self.freed.items()
            if addition.what in {str(getattr(row, addition.kind)) for row in touched(rows[offer])}
        )

    def _of_money(self, fund: str) -> float:
        """Price of a fund's money on all days on which it pays, and what more its purchases could earn with more of it."""
        problem = self.case.problem
        mine = [o for o, offer in enumerate(self.case.offers) if offer.fund == fund and problem.price[o] > 0]
        paid = {int(b) for o in mine for b in money_rows(self.case, o)}
        best = np.maximum(0.0, best_of_offer(problem, self.profit))
        money = self.price[problem.rows.budget : problem.rows.shared]
        return MONEY * (float(money[sorted(paid)].sum()) + sum(float(best[o] / problem.price[o]) for o in mine))

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


def _earned(case: Case, profit: Floats) -> dict[str, float]:
    """Points that all of each offer earns at the most, at the prices of a profit."""
    out: dict[str, float] = {}
    best = np.maximum(0.0, best_of_offer(case.problem, profit)) * case.problem.amount
    for offer, points in zip(case.offers, best.tolist(), strict=True):
        out[offer.offer] = out.get(offer.offer, 0.0) + points
    return out


def _profit(case: Case, price: Floats) -> Floats:
    """Profit of each pair at the prices given."""
    if not case.problem.pairs:
        return np.zeros(0)
    labels = Labels(case.problem)
    profit, *_ = labels.best(labels.prices(price))
    return profit
