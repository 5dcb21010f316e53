"""The cheapest ways through the network in time: one pass of labels per source, shared by all its offers."""

from __future__ import annotations

import copy
from dataclasses import dataclass

import numpy as np
from numba import njit, prange

from .problem import Floats, Ints, Problem
from .ways import LEGS, Ways

FROM_ORIGIN, FROM_WAITING, UNREACHED = -1, -2, -3


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
        order = np.argsort(problem.source, kind="stable").astype(np.int32)
        counts = np.bincount(problem.source, minlength=len(problem.origin))
        self._offers = order
        self._offer_start = np.concatenate(([0], np.cumsum(counts))).astype(np.int32)
        self._pair_start = np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1)).astype(np.int32)
        out = np.argsort(net.tail, kind="stable").astype(np.int32)
        links, starts = [], []
        base = 0
        for permitted in problem.permitted:
            mine = out[permitted[out]]
            links.append(mine)
            starts.append(base + np.searchsorted(net.tail[mine], np.arange(net.nodes + 1)).astype(np.int32))
            base += len(mine)
        self._class_links = np.concatenate(links).astype(np.int32) if links else np.zeros(0, np.int32)
        self._class_start = np.array(starts, dtype=np.int32).reshape(-1, net.nodes + 1)
        # an arrival period beyond which no pair of the source earns anything
        ends = (problem.worth >= 0).sum(axis=1)
        horizon = np.zeros(len(problem.origin), dtype=np.int32)
        np.maximum.at(horizon, problem.source[problem.pair_offer], ends[problem.pair_need].astype(np.int32))
        self._horizon = horizon
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
        p, net = self.problem, self.problem.network
        profit = np.full(p.pairs, -np.inf)
        arrival = np.zeros(p.pairs, dtype=np.int32)
        chosen = np.full(p.offers, -1, dtype=np.int32)
        begins = np.zeros(p.offers, dtype=np.int32)
        legs = np.zeros(p.offers, dtype=np.int32)
        link = np.full((p.offers, LEGS), -1, dtype=np.int32)
        leaves = np.full((p.offers, LEGS), -1, dtype=np.int32)
        _best(
            *(p.origin, p.ready, p.last, p.klass, p.load, self._horizon, self._offers, self._offer_start),
            *(self._pair_start, p.pair_need, p.rate, p.value, p.place, p.worth, net.tail, net.head, net.lead, net.shut),
            *(
                self._late,
                net.shop_of,
                self._class_links,
                self._class_start,
                prices.link,
                prices.wait,
                prices.need,
                prices.offer,
            ),
            *(prices.pair, self._credit_of, prices.credit, profit, arrival, chosen, begins, legs, link, leaves),
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
        p, net = self.problem, self.problem.network
        profit = np.full(int(start[-1]), -np.inf)
        arrival = np.full(int(start[-1]), -1, dtype=np.int32)
        _by_bucket(
            *(p.origin, p.ready, p.last, p.klass, p.load, self._horizon, self._offers, self._offer_start),
            *(self._pair_start, p.pair_need, p.value, p.place, p.worth, net.head, net.lead, net.shut),
            *(self._late, net.shop_of, self._class_links, self._class_start, prices.link, prices.wait),
            *(bucket, start, profit, arrival),
        )
        return profit, arrival

    def trace(self, prices: Prices, pairs: Ints, arrival: Ints) -> Ways:
        """Trace the ways of some pairs (sorted by offer), arriving as :meth:`best` said at the same prices."""
        p, net = self.problem, self.problem.network
        source = p.source[p.pair_offer[pairs]]
        order = np.argsort(source, kind="stable")
        wanted = pairs[order].astype(np.int32)
        start = np.searchsorted(source[order], np.arange(len(p.origin) + 1)).astype(np.int32)
        begins = np.zeros(len(pairs), dtype=np.int32)
        legs = np.zeros(len(pairs), dtype=np.int32)
        link = np.full((len(pairs), LEGS), -1, dtype=np.int32)
        leaves = np.full((len(pairs), LEGS), -1, dtype=np.int32)
        _trace(
            *(p.origin, p.ready, p.last, p.klass, p.load, self._horizon, wanted, start, p.pair_need, p.place),
            *(net.tail, net.head, net.lead, net.shut, self._late, net.shop_of, self._class_links, self._class_start),
            *(prices.link, prices.wait, arrival, begins, legs, link, leaves),
        )
        return Ways(wanted, begins, arrival[wanted], legs, link, leaves)


@njit(cache=True, inline="always")
def _label(origin, ready, last, load, horizon, start, links, head, lead, shut, late, shop, link_price, wait_price, cost, came):
    """Fill the labels of one source: ``cost`` and ``came`` are (nodes, periods)."""
    nodes = cost.shape[0]
    cost[:, :] = np.inf
    came[:, :] = UNREACHED
    for t in range(ready, horizon):
        if t <= last:
            cost[origin, t] = 0.0
            came[origin, t] = FROM_ORIGIN
        for v in range(nodes):
            so_far = cost[v, t]
            if so_far == np.inf:
                continue
            for i in range(start[v], start[v + 1]):
                a = links[i]
                if shut[a, t] or late[a, t]:  # what weighs nothing passes where there is no room for a tonne
                    continue
                there = t + lead[a]
                if there >= horizon:
                    continue
                total = so_far
                if load > 0.0 or shop[a] >= 0:
                    total += link_price[a, t]
                if total < cost[head[a], there]:
                    cost[head[a], there] = total
                    came[head[a], there] = a
            if t + 1 < horizon and wait_price[v, t] < np.inf:
                total = so_far + load * wait_price[v, t]
                if total < cost[v, t + 1]:
                    cost[v, t + 1] = total
                    came[v, t + 1] = FROM_WAITING


@njit(cache=True, inline="always")
def _follow(place, arrival, came, tail, lead, link, leaves):
    """Follow the labels back from a place; fills one row of ``link`` and ``leaves``; returns first period and legs."""
    v, t, n = place, arrival, 0
    while came[v, t] != FROM_ORIGIN:
        a = came[v, t]
        if a == FROM_WAITING:
            t -= 1
            continue
        if n == link.shape[0]:
            return -1, 0
        t -= lead[a]
        v = tail[a]
        link[n] = a
        leaves[n] = t
        n += 1
    for i in range(n // 2):
        j = n - 1 - i
        link[i], link[j] = link[j], link[i]
        leaves[i], leaves[j] = leaves[j], leaves[i]
    return t, n


@njit(cache=True, parallel=True)
def _best(
    origin,
    ready,
    last,
    klass,
    load,
    horizon,
    offers,
    offer_start,
    pair_start,
    pair_need,
    rate,
    value,
    place,
    worth,
    tail,
    head,
    lead,
    shut,
    late,
    shop,
    links,
    link_start,
    link_price,
    wait_price,
    need_price,
    offer_price,
    pair_price,
    credit_of,
    credit,
    profit,
    arrival,
    chosen,
    begins,
    legs,
    link,
    leaves,
):
    nodes, periods = wait_price.shape
    for s in prange(len(origin)):
        if offer_start[s] == offer_start[s + 1] or ready[s] >= horizon[s]:
            continue
        cost = np.empty((nodes, periods))
        came = np.empty((nodes, periods), dtype=np.int32)
        _label(
            origin[s],
            ready[s],
            last[s],
            load[s],
            horizon[s],
            link_start[klass[s]],
            links,
            head,
            lead,
            shut,
            late,
            shop,
            link_price,
            wait_price,
            cost,
            came,
        )
        for i in range(offer_start[s], offer_start[s + 1]):
            o = offers[i]
            best, best_pair = 0.0, -1
            for p in range(pair_start[o], pair_start[o + 1]):
                n = pair_need[p]
                fixed = rate[p] * need_price[n] + offer_price[o] + pair_price[p]
                awaited = credit_of[n]
                top, when = -np.inf, -1
                for t in range(ready[s], horizon[s]):
                    if worth[n, t] < 0.0:
                        break
                    c = cost[place[n], t]
                    if c < np.inf:
                        earns = value[p] * worth[n, t] - fixed - c
                        if awaited >= 0:
                            earns += rate[p] * credit[awaited, t]
                        if earns > top:
                            top, when = earns, t
                profit[p] = top
                arrival[p] = when
                if top > best:
                    best, best_pair = top, p
            if best_pair >= 0:
                n = pair_need[best_pair]
                first, count = _follow(place[n], arrival[best_pair], came, tail, lead, link[o], leaves[o])
                if first >= 0:
                    chosen[o] = best_pair
                    begins[o] = first
                    legs[o] = count


@njit(cache=True, parallel=True)
def _trace(
    origin,
    ready,
    last,
    klass,
    load,
    horizon,
    wanted,
    wanted_start,
    pair_need,
    place,
    tail,
    head,
    lead,
    shut,
    late,
    shop,
    links,
    link_start,
    link_price,
    wait_price,
    arrival,
    begins,
    legs,
    link,
    leaves,
):
    nodes, periods = wait_price.shape
    for s in prange(len(origin)):
        if wanted_start[s] == wanted_start[s + 1]:
            continue
        cost = np.empty((nodes, periods))
        came = np.empty((nodes, periods), dtype=np.int32)
        _label(
            origin[s],
            ready[s],
            last[s],
            load[s],
            horizon[s],
            link_start[klass[s]],
            links,
            head,
            lead,
            shut,
            late,
            shop,
            link_price,
            wait_price,
            cost,
            came,
        )
        for i in range(wanted_start[s], wanted_start[s + 1]):
            p = wanted[i]
            n = pair_need[p]
            begins[i], legs[i] = _follow(place[n], arrival[p], came, tail, lead, link[i], leaves[i])


@njit(cache=True, parallel=True)
def _by_bucket(
    origin,
    ready,
    last,
    klass,
    load,
    horizon,
    offers,
    offer_start,
    pair_start,
    pair_need,
    value,
    place,
    worth,
    head,
    lead,
    shut,
    late,
    shop,
    links,
    link_start,
    link_price,
    wait_price,
    bucket,
    start,
    profit,
    arrival,
):
    nodes, periods = wait_price.shape
    for s in prange(len(origin)):
        if offer_start[s] == offer_start[s + 1] or ready[s] >= horizon[s]:
            continue
        cost = np.empty((nodes, periods))
        came = np.empty((nodes, periods), dtype=np.int32)
        _label(
            origin[s],
            ready[s],
            last[s],
            load[s],
            horizon[s],
            link_start[klass[s]],
            links,
            head,
            lead,
            shut,
            late,
            shop,
            link_price,
            wait_price,
            cost,
            came,
        )
        for i in range(offer_start[s], offer_start[s + 1]):
            o = offers[i]
            for p in range(pair_start[o], pair_start[o + 1]):
                n = pair_need[p]
                for t in range(ready[s], horizon[s]):
                    if worth[n, t] < 0.0:
                        break
                    c = cost[place[n], t]
                    if c < np.inf:
                        at = start[p] + bucket[n, t]
                        earns = value[p] * worth[n, t] - c
                        if earns > profit[at]:
                            profit[at], arrival[at] = earns, t
