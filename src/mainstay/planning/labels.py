"""The cheapest ways through the network in time: one pass of labels per source, shared by all its offers."""

from __future__ import annotations

import copy
from dataclasses import dataclass, replace

import numpy as np
from numba import njit, prange

from .problem import Bools, Floats, Ints, Problem

LEGS = 64
"""Longest way kept, in legs; no way of a real network comes near it."""

FROM_ORIGIN, FROM_WAITING, UNREACHED = -1, -2, -3


@dataclass(frozen=True)
class Ways:
    """Ways found for pairs.

    Attributes
    ----------
    pair : (ways,)
    begins : (ways,)
        Period in which the way leaves its owner's hands.
    arrives : (ways,)
    legs : (ways,)
        Number of legs.
    link, leaves : (ways, LEGS)
        Link and period of departure of each leg, in the order of travel; -1 behind the last.
    """

    pair: Ints
    begins: Ints
    arrives: Ints
    legs: Ints
    link: Ints
    leaves: Ints

    def __len__(self) -> int:
        return len(self.pair)

    def take(self, which: Bools | Ints) -> Ways:
        """Return some of them."""
        return Ways(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def names(self) -> list[bytes]:
        """Return what tells two ways apart."""
        table = np.concatenate(
            (self.pair[:, None], self.begins[:, None], self.arrives[:, None], self.link, self.leaves), axis=1
        )
        return [row.tobytes() for row in np.ascontiguousarray(table)]

    @staticmethod
    def join(parts: list[Ways]) -> Ways:
        """Put several lists of ways one behind the other."""
        return Ways(*(np.concatenate([getattr(p, name) for p in parts]) for name in Ways.__dataclass_fields__))


def empty_ways() -> Ways:
    """Return no ways at all."""
    none, table = np.zeros(0, dtype=np.int32), np.zeros((0, LEGS), dtype=np.int32)
    return Ways(none, none, none, none, table, table)


def moved(problem: Problem, ways: Ways, most: int, earlier: tuple[int, ...] = ()) -> Ways:
    """Return the ways, each also moved to begin up to ``most`` periods sooner or later, or so many earlier, where allowed."""
    source = problem.source[problem.pair_offer[ways.pair]]
    need = problem.pair_need[ways.pair]
    used = ways.link >= 0
    end = problem.network.periods - 1
    parts = [ways]
    for shift in [s for s in range(-most, most + 1) if s] + [-by for by in earlier]:
        begins, arrives = ways.begins + shift, ways.arrives + shift
        leaves = np.where(used, ways.leaves + shift, -1)
        fits = (begins >= problem.ready[source]) & (begins <= problem.last[source]) & (arrives <= end) & (begins >= 0)
        fits &= problem.worth[need, np.clip(arrives, 0, end)] >= 0
        fits &= (~problem.network.shut[ways.link, np.clip(leaves, 0, end)] | ~used).all(axis=1)
        parts.append(replace(ways, begins=begins, arrives=arrives, leaves=leaves).take(fits))
    return Ways.join(parts)


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
        What a fund's money for one lot is priced at.
    """

    link: Floats
    wait: Floats
    need: Floats
    offer: Floats


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
        net_arrival = np.arange(net.periods)[None, :] + net.lead[:, None]
        self._late = net_arrival >= net.periods
        self._arrival = np.minimum(net_arrival, net.periods - 1)
        self._closed = (net.link_t <= 0) | (net.node_t[net.head[:, None], self._arrival] <= 0)
        self._gated = net.gate >= 0
        self._gate = net.gate[self._gated][:, None]
        if self._gated.any():
            self._closed[self._gated] |= net.gate_t[self._gate, self._arrival[self._gated]] <= 0

    def on(self, problem: Problem) -> Labels:
        """Return the same labels for a problem that differs only in how its capacities are counted."""
        other = copy.copy(self)
        other.problem = problem
        return other

    def prices(self, price: Floats) -> Prices:
        """Turn prices of the rows (rows,) into prices of passing."""
        problem, net = self.problem, self.problem.network
        part = problem.rows.split(price)
        block = problem.block
        arrival = block[self._arrival]
        link = net.cost[:, None] + part["link"][:, block] + part["node"][net.head[:, None], arrival]
        if self._gated.any():
            link[self._gated] += part["gate"][self._gate, arrival[self._gated]]
        link[self._late | self._closed] = np.inf
        wait = np.where(net.store_t[:, None] > 0, net.wait_cost + part["store"][:, block], np.inf)
        spent = np.concatenate(([0.0], np.cumsum(part["budget"])))
        of_budget = np.where(problem.budget >= 0, spent[problem.budget_end] - spent[problem.budget], 0.0)
        return Prices(link, wait, part["need"], problem.price * of_budget)

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
            *(self._late, self._class_links, self._class_start, prices.link, prices.wait, prices.need, prices.offer),
            *(profit, arrival, chosen, begins, legs, link, leaves),
        )
        found = chosen >= 0
        pair = chosen[found]
        return profit, arrival, Ways(pair, begins[found], arrival[pair], legs[found], link[found], leaves[found])

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
            *(net.tail, net.head, net.lead, net.shut, self._late, self._class_links, self._class_start),
            *(prices.link, prices.wait, arrival, begins, legs, link, leaves),
        )
        return Ways(wanted, begins, arrival[wanted], legs, link, leaves)


@njit(cache=True, inline="always")
def _label(origin, ready, last, load, horizon, start, links, head, lead, shut, late, link_price, wait_price, cost, came):
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
                if load > 0.0:
                    total += load * link_price[a, t]
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
    links,
    link_start,
    link_price,
    wait_price,
    need_price,
    offer_price,
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
                fixed = rate[p] * need_price[n] + offer_price[o]
                top, when = -np.inf, -1
                for t in range(ready[s], horizon[s]):
                    if worth[n, t] < 0.0:
                        break
                    c = cost[place[n], t]
                    if c < np.inf:
                        earns = value[p] * worth[n, t] - fixed - c
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
            link_price,
            wait_price,
            cost,
            came,
        )
        for i in range(wanted_start[s], wanted_start[s + 1]):
            p = wanted[i]
            n = pair_need[p]
            begins[i], legs[i] = _follow(place[n], arrival[p], came, tail, lead, link[i], leaves[i])
