"""The cheapest ways through the network in time: one pass of labels per source, shared by all its offers."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np

from .problem import Floats, Ints, Problem
from .reach import Fixed, best, by_bucket, trace
from .ways import LEGS, Ways


@dataclass(frozen=True)
class Prices:
    """What passing costs in one pricing: points per lot.

    Attributes
    ----------
    link : (links, periods)
        Cost and prices of leaving then, with those of arriving at its end; infinity where nothing may.
    wait : (nodes, periods)
        Cost and price of waiting from that period to the next; infinity where nothing may.
    need : (requirements,) points per lot asked
    offer : (offers,) points per lot
        What a fund's money for one lot is priced at, and what its order is.
    pair : (pairs,) points per lot
        What a further type in a fleet is priced at.
    credit : (requirements that choices wait for, periods) points per lot asked
        What an arrival is worth to the choices that wait for it.
    """

    link: Floats
    wait: Floats
    need: Floats
    offer: Floats
    pair: Floats
    credit: Floats


class Labels:
    """Prices all pairs of a problem at given prices of its rows."""

    def __init__(self, problem: Problem):
        self.problem = problem
        net = problem.network
        self._fixed = _fixed(problem)
        arrival = problem.choices.arrival
        self._awaited = np.flatnonzero((arrival >= 0).any(axis=1)).astype(np.int32)
        self._credit_of = np.full(problem.needs, -1, dtype=np.int32)
        self._credit_of[self._awaited] = np.arange(len(self._awaited))
        self._repairs = np.flatnonzero(net.shop_of >= 0)
        net_arrival = np.arange(net.periods)[None, :] + net.lead[:, None]
        self._late = net_arrival >= net.periods
        self._arrival = np.minimum(net_arrival, net.periods - 1)
        self._road = np.maximum(net.road_of, 0)
        self._end = net.spot_of[net.head]
        self._closed = (net.link_t[self._road] <= 0) | (net.node_t[self._end[:, None], self._arrival] <= 0)
        self._gated = net.gate >= 0
        self._gate = net.gate[self._gated][:, None]
        if self._gated.any():
            self._closed[self._gated] |= net.gate_t[self._gate, self._arrival[self._gated]] <= 0
        self._closed[self._repairs] = False

    def on(self, problem: Problem) -> Labels:
        """Return the same labels for a problem that differs only in how its capacities are counted."""
        other = copy.copy(self)
        other.problem = problem
        return other

    def prices(self, price: Floats) -> Prices:
        """Turn prices of the rows (rows,) into prices of passing."""
        problem, net, choices = self.problem, self.problem.network, self.problem.choices
        part = problem.rows.split(price)
        block = problem.block
        arrival = block[self._arrival]
        link = net.cost[:, None] + part["link"][self._road][:, block] + part["node"][self._end[:, None], arrival]
        if self._gated.any():
            link[self._gated] += part["gate"][self._gate, arrival[self._gated]]
        shared = np.append(part["shared"], 0.0)  # row -1: none
        for a in self._repairs:
            bays = np.concatenate(([0.0], np.cumsum(shared[choices.bays[net.shop_of[a]]])))
            taken = bays[self._arrival[a]] - bays[:-1]
            link[a] = net.cost[a] + net.pieces_of[a] * taken + net.spares_of[a] * shared[choices.spares[net.shop_of[a]]]
        link[self._late | self._closed] = np.inf
        wait = np.where(net.store_t[:, None] > 0, net.wait_cost + part["store"][:, block], np.inf)[net.spot_of]
        spent = np.concatenate(([0.0], np.cumsum(part["budget"])))
        of_budget = np.where(problem.budget >= 0, spent[problem.budget_end] - spent[problem.budget], 0.0)
        return Prices(
            link,
            wait,
            part["need"],
            problem.price * of_budget + shared[choices.order],
            problem.rate * shared[choices.fleet],
            shared[choices.arrival[self._awaited]],
        )

    def best(self, prices: Prices) -> tuple[Floats, Ints, Ways]:
        """
        Price every pair, and trace the best way of each offer.

        Returns
        -------
        profit : (pairs,) points per lot
            Before the price of the offer itself; minus infinity where no way arrives in time.
        arrival : (pairs,)
            Period of arrival of the best way.
        ways
            The best way of each offer that earns more than nothing.
        """
        p = self.problem
        profit = np.full(p.pairs, -np.inf)
        arrival = np.zeros(p.pairs, dtype=np.int32)
        chosen = np.full(p.offers, -1, dtype=np.int32)
        begins = np.zeros(p.offers, dtype=np.int32)
        legs = np.zeros(p.offers, dtype=np.int32)
        link = np.full((p.offers, LEGS), -1, dtype=np.int32)
        leaves = np.full((p.offers, LEGS), -1, dtype=np.int32)
        best(
            self._fixed,
            np.ascontiguousarray(prices.link.T),
            prices.wait,
            p.pair_need,
            p.rate,
            p.value,
            p.place,
            p.worth,
            prices.need,
            prices.offer,
            prices.pair,
            self._credit_of,
            prices.credit,
            profit,
            arrival,
            chosen,
            begins,
            legs,
            link,
            leaves,
        )
        found = chosen >= 0
        pair = chosen[found]
        return profit, arrival, Ways(pair, begins[found], arrival[pair], legs[found], link[found], leaves[found])

    def by_bucket(self, prices: Prices, bucket: Ints, start: Ints) -> tuple[Floats, Ints]:
        """
        Price every pair for each stretch of its arrivals by itself.

        Parameters
        ----------
        bucket : (requirements, periods)
            Stretch to which an arrival belongs, from 0 on.
        start : (pairs + 1,)
            Where the stretches of each pair begin in the answer.

        Returns
        -------
        profit : (stretches of all pairs,) points per lot
            Before the prices of offer and requirement; minus infinity where no way arrives.
        arrival : (stretches of all pairs,)
            Period of arrival of the best way, -1 where there is none.
        """
        p = self.problem
        profit = np.full(int(start[-1]), -np.inf)
        arrival = np.full(int(start[-1]), -1, dtype=np.int32)
        by_bucket(
            *(self._fixed, np.ascontiguousarray(prices.link.T), prices.wait, p.pair_need, p.value, p.place, p.worth),
            *(bucket, start, profit, arrival),
        )
        return profit, arrival

    def trace(self, prices: Prices, pairs: Ints, arrival: Ints) -> Ways:
        """Trace the ways of some pairs (sorted by offer), arriving as :meth:`best` said at the same prices."""
        p = self.problem
        source = p.source[p.pair_offer[pairs]]
        order = np.argsort(source, kind="stable")
        wanted = pairs[order].astype(np.int32)
        start = np.searchsorted(source[order], np.arange(len(p.origin) + 1)).astype(np.int32)
        begins = np.zeros(len(pairs), dtype=np.int32)
        legs = np.zeros(len(pairs), dtype=np.int32)
        link = np.full((len(pairs), LEGS), -1, dtype=np.int32)
        leaves = np.full((len(pairs), LEGS), -1, dtype=np.int32)
        trace(
            self._fixed,
            np.ascontiguousarray(prices.link.T),
            prices.wait,
            p.pair_need,
            p.place,
            wanted,
            start,
            arrival,
            begins,
            legs,
            link,
            leaves,
        )
        return Ways(wanted, begins, arrival[wanted], legs, link, leaves)


def _fixed(problem: Problem) -> Fixed:
    """Put together what labels need of a problem whatever its prices are."""
    net = problem.network
    sources = len(problem.origin)
    offers = np.bincount(problem.source, minlength=sources)
    out = np.argsort(net.tail, kind="stable").astype(np.int32)
    links, starts = [], []
    base = 0
    for permitted in problem.permitted:
        mine = out[permitted[out]]
        links.append(mine)
        starts.append(base + np.searchsorted(net.tail[mine], np.arange(net.nodes + 1)).astype(np.int32))
        base += len(mine)
    # an arrival period beyond which no pair of the source earns anything
    ends = (problem.worth >= 0).sum(axis=1)
    horizon = np.zeros(sources, dtype=np.int32)
    np.maximum.at(horizon, problem.source[problem.pair_offer], ends[problem.pair_need].astype(np.int32))
    # sources that differ in nothing but the first day of departure stand together, the last of these days first
    alike = np.stack((problem.origin, problem.klass, problem.load, problem.last))
    order = np.lexsort((-problem.ready.astype(np.int64), *alike)).astype(np.int32)
    first = np.flatnonzero(np.append(True, (alike[:, order[1:]] != alike[:, order[:-1]]).any(axis=0))[:sources])
    end = np.maximum.reduceat(horizon[order], first).astype(np.int32) if sources else horizon
    late = np.arange(net.periods)[None, :] + net.lead[:, None] >= net.periods
    return Fixed(
        order=order,
        group=np.append(first, sources).astype(np.int32),
        end=end,
        origin=problem.origin,
        ready=problem.ready,
        last=problem.last,
        klass=problem.klass,
        load=problem.load,
        horizon=horizon,
        offers=np.argsort(problem.source, kind="stable").astype(np.int32),
        offer_start=np.concatenate(([0], np.cumsum(offers))).astype(np.int32),
        pair_start=np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1)).astype(np.int32),
        tail=net.tail,
        head=net.head,
        lead=net.lead,
        shop=net.shop_of,
        barred=np.ascontiguousarray((net.shut | late).T),
        links=np.concatenate(links).astype(np.int32) if links else np.zeros(0, np.int32),
        link_start=np.array(starts, dtype=np.int32).reshape(-1, net.nodes + 1),
    )
