"""The certificate: an upper bound on what any plan can earn, valid for whatever prices it is given."""

from __future__ import annotations

import numpy as np

from .problem import Floats, Problem


def upper_bound(problem: Problem, price: Floats, profit: Floats) -> float:
    """
    Points that no plan can exceed, by weak duality.

    With prices ``y >= 0`` on all rows but those of the offers, every lot of an offer earns at most the greatest ``profit`` of
    its pairs; so ``sum(y * capacity) + sum(amount * max(0, greatest profit))`` bounds every plan, whatever ``y`` is.

    Parameters
    ----------
    price : (rows,) points per unit of the row
        At least 0; what stands on the rows of the offers is not used. A price on a row that nothing limits makes the bound
        infinite, so there must be none.
    profit : (pairs,) points per lot
        Greatest profit of each pair at these prices, before the price of the offer.
    """
    capacity = problem.capacity
    paid = price[problem.rows.need :]
    used = paid > 0
    rows = float(paid[used] @ capacity[problem.rows.need :][used])
    return rows + float(problem.amount @ np.maximum(0.0, best_of_offer(problem, profit)))


def best_of_offer(problem: Problem, profit: Floats) -> Floats:
    """Return the greatest profit among the pairs of each offer: (offers,); minus infinity without any."""
    best = np.full(problem.offers, -np.inf)
    np.maximum.at(best, problem.pair_offer, profit)
    return best
