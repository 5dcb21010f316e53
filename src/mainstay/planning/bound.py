"""The certificate: an upper bound on what any plan can earn, valid for whatever prices it is given."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from .problem import Floats, Ints, Problem

Wide = NDArray[np.int64]


def upper_bound(problem: Problem, price: Floats, profit: Floats) -> float:
    """
    Points that no plan can exceed, by weak duality.

    With prices ``y >= 0`` on all rows but those of the offers, every lot of an offer earns at most the greatest ``profit`` of
    its pairs, and every choice at most its ``gain - y @ entries``; so ``sum(y * capacity)``,
    ``sum(amount * max(0, greatest profit))`` and ``sum(upper * max(0, gain - y @ entries))``, less what choices that must be
    taken lose, together bound every plan, whatever ``y`` is.

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
    gifts = float(problem.amount @ np.maximum(0.0, best_of_offer(problem, profit)))
    profit_of = choice_profit(problem, price)
    chosen = problem.choices.upper @ np.maximum(0.0, profit_of) + problem.choices.lower @ np.minimum(0.0, profit_of)
    return rows + gifts + float(chosen)


def choice_profit(problem: Problem, price: Floats) -> Floats:
    """Return what one of each choice earns at prices of the rows (rows,): (choices,)."""
    choices, rows = problem.choices, problem.rows
    return np.asarray(choices.gain - choices.matrix.T @ price[rows.budget : rows.link])


def best_of_offer(problem: Problem, profit: Floats) -> Floats:
    """Return the greatest profit among the pairs of each offer: (offers,); minus infinity without any."""
    best = np.full(problem.offers, -np.inf)
    np.maximum.at(best, problem.pair_offer, profit)
    return best


def calm(problem: Problem, price: Floats) -> Floats:
    """
    Lower the prices of shared rows as far as no choice earns more by it; the bound can only fall.

    A row that nothing in a master feeds has no price that the master would know: whatever comes back is too high to find ways
    by.

    Parameters
    ----------
    price : (rows,)

    Returns
    -------
    price : (rows,)
        Unchanged but for shared rows that ways only feed, and from which nothing must be taken.
    """
    choices, rows = problem.choices, problem.rows
    if not len(choices):
        return price
    out = price.copy()
    budgets = rows.shared - rows.budget
    by_row = csr_matrix(choices.matrix)
    fed = np.ones(len(choices.capacity), dtype=bool)
    for taken in (choices.order, choices.fleet, choices.spares, choices.bays):
        fed[taken[taken >= 0]] = False
    held = choices.matrix[budgets:][:, choices.lower > 0].tocoo()
    fed[held.row[held.data > 0]] = False  # what must be taken pays whatever it costs
    gain = choice_profit(problem, price)
    order = np.flatnonzero(fed)[::-1].astype(np.int64)
    shared = out[rows.shared : rows.link]
    for _ in range(2):
        _lower(order, by_row.indptr, by_row.indices, by_row.data, budgets, gain, shared)
        order = order[::-1].copy()
    return out


@njit(cache=True)
def _lower(order: Wide, start: Ints, column: Ints, value: Floats, budgets: int, gain: Floats, price: Floats) -> None:
    """Lower the price of each row as far as no choice that takes from it earns by that, and raise ``gain`` with it."""
    for r in order:
        if price[r] <= 0.0:
            continue
        less = price[r]
        for i in range(start[budgets + r], start[budgets + r + 1]):
            if value[i] > 0.0:
                less = min(less, max(0.0, -gain[column[i]]) / value[i])
        if less > 0.0:
            price[r] -= less
            for i in range(start[budgets + r], start[budgets + r + 1]):
                gain[column[i]] += less * value[i]
