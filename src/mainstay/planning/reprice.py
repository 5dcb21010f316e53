"""The best ways of a few offers around what is shut, at prices that stay: only the labels of their sources are worked out."""

from __future__ import annotations

import numba
import numpy as np

from .bound import best_of_offer
from .labels import Labels
from .problem import Bools, Floats, Ints, Problem
from .reach import best
from .ways import LEGS, Ways

FEW = 200
"""Sources up to which one thread is quicker than several."""


class Repricing(Labels):
    """Labels of a problem at one set of prices, asked again and again with other links shut."""

    def __init__(self, problem: Problem, price: Floats):
        super().__init__(problem)
        self._prices = self.prices(price)
        self._link_price = np.ascontiguousarray(self._prices.link.T)
        self._group = np.repeat(np.arange(len(self._fixed.end)), np.diff(self._fixed.group))
        self._profit = np.empty(problem.pairs)
        self._when, self._chosen = np.zeros(problem.pairs, dtype=np.int32), np.empty(problem.offers, dtype=np.int32)
        self._begins, self._legs = (np.zeros(problem.offers, dtype=np.int32) for _ in range(2))
        self._link, self._leaves = (np.full((problem.offers, LEGS), -1, dtype=np.int32) for _ in range(2))

    def everywhere(self) -> tuple[Floats, Ints, Ways]:
        """Price every pair with everything open; see :meth:`Labels.best`."""
        return self.best(self._prices)

    def around(self, offers: Bools, shut: Bools) -> tuple[Floats, Ways]:
        """
        Price some offers with some links shut in every period.

        Parameters
        ----------
        offers : (offers,)
        shut : (links,)

        Returns
        -------
        earns : (offers,) points per lot
            What a lot of each earns at the most, before the price of the offer and at least 0; 0 for all others.
        ways
            Their best ways, those that keep most of their points first.
        """
        p, fixed, prices = self.problem, self._fixed, self._prices
        number = np.bincount(p.source[offers], minlength=len(fixed.origin))
        kept = number[fixed.order] > 0
        group = self._group[kept]
        first = np.flatnonzero(np.diff(group, prepend=-1))
        barred = fixed.barred.copy()
        barred[:, shut] = True
        part = fixed._replace(
            order=fixed.order[kept],
            group=np.append(first, len(group)).astype(np.int32),
            end=fixed.end[group[first]],
            offers=fixed.offers[offers[fixed.offers]],
            offer_start=np.concatenate(([0], np.cumsum(number))).astype(np.int32),
            barred=barred,
        )
        self._profit[:], self._chosen[:] = -np.inf, -1
        threads = numba.get_num_threads()
        numba.set_num_threads(1 if len(group) <= FEW else threads)
        self._link[offers], self._leaves[offers] = -1, -1
        best(
            *(part, self._link_price, prices.wait, p.pair_need, p.rate, p.value, p.place, p.worth),
            *(prices.need, prices.offer, prices.pair, self._credit_of, prices.credit, self._profit),
            *(self._when, self._chosen, self._begins, self._legs, self._link, self._leaves),
        )
        numba.set_num_threads(threads)
        earns = np.maximum(0.0, best_of_offer(p, self._profit))
        found = np.flatnonzero(self._chosen >= 0)
        pair = self._chosen[found]
        order = np.argsort(-self._profit[pair] / np.maximum(1e-300, p.value[pair]), kind="stable")
        found, pair = found[order], pair[order]
        ways = Ways(pair, self._begins[found], self._when[pair], self._legs[found], self._link[found], self._leaves[found])
        return earns, ways
