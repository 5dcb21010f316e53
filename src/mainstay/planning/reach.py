"""Labels of the cheapest ways from one source after the other, each going on from what the one before it left.

Sources that differ only in the first day of departure are taken from the last of these days to the first. One more day to leave
on makes few labels cheaper, and only what they lead to is looked at again: the labels of a whole group of sources cost little
more than those of one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit, prange

from .problem import Bools, Floats, Ints

FROM_ORIGIN, FROM_WAITING, UNREACHED = -1, -2, -3


class Fixed(NamedTuple):
    """What labels need of a problem whatever its prices are.

    Attributes
    ----------
    order : (sources,)
        Sources by group; within a group the latest first day of departure first.
    group : (groups + 1,)
        Where each group begins in ``order``.
    end : (groups,)
        Period from which on no pair of the group earns anything.
    origin, ready, last, klass, load : (sources,)
    horizon : (sources,)
        Period from which on no pair of the source earns anything.
    offers : (offers,)
        Offers by source.
    offer_start : (sources + 1,)
    pair_start : (offers + 1,)
    tail, head, lead, shop : (links,)
    barred : (periods, links)
        Whether nothing may leave then.
    links
        Links of each class by node, one class behind the other.
    link_start : (classes, nodes + 1)
    """

    order: Ints
    group: Ints
    end: Ints
    origin: Ints
    ready: Ints
    last: Ints
    klass: Ints
    load: Floats
    horizon: Ints
    offers: Ints
    offer_start: Ints
    pair_start: Ints
    tail: Ints
    head: Ints
    lead: Ints
    shop: Ints
    barred: Bools
    links: Ints
    link_start: Ints


@njit(cache=True)
def _extend(
    fixed: Fixed, s: int, upto: int, end: int, price: Floats, wait: Floats, cost: Floats, came: Ints, anew: Bools
) -> None:
    """
    Let a group leave from the first day of source ``s`` on, where so far it left from ``upto`` on.

    ``cost`` and ``came`` are the labels, (nodes, periods); ``anew`` (periods, nodes) is all False before and after.
    """
    nodes = cost.shape[0]
    start, load, origin = fixed.link_start[fixed.klass[s]], fixed.load[s], fixed.origin[s]
    waiting = 0
    for t in range(fixed.ready[s], min(upto, fixed.last[s] + 1)):
        cost[origin, t] = 0.0
        came[origin, t] = FROM_ORIGIN
        anew[t, origin] = True
        waiting += 1
    for t in range(fixed.ready[s], end):
        if waiting == 0:
            break
        for v in range(nodes):
            if not anew[t, v]:
                continue
            anew[t, v] = False
            waiting -= 1
            so_far = cost[v, t]
            for i in range(start[v], start[v + 1]):
                a = fixed.links[i]
                if fixed.barred[t, a]:  # what weighs nothing passes where there is no room for a tonne
                    continue
                there = t + fixed.lead[a]
                if there >= end:
                    continue
                total = so_far
                if load > 0.0 or fixed.shop[a] >= 0:
                    total += price[t, a]
                w = fixed.head[a]
                if total < cost[w, there]:
                    cost[w, there] = total
                    came[w, there] = a
                    if not anew[there, w]:
                        anew[there, w] = True
                        waiting += 1
            if t + 1 < end and wait[v, t] < np.inf:
                total = so_far + load * wait[v, t]
                if total < cost[v, t + 1]:
                    cost[v, t + 1] = total
                    came[v, t + 1] = FROM_WAITING
                    if not anew[t + 1, v]:
                        anew[t + 1, v] = True
                        waiting += 1


@njit(cache=True)
def _follow(fixed: Fixed, place: int, arrival: int, came: Ints, link: Ints, leaves: Ints) -> tuple[int, int]:
    """Follow the labels back from a place; fills one row of ``link`` and ``leaves``; returns first period and legs."""
    v, t, n = place, arrival, 0
    while came[v, t] != FROM_ORIGIN:
        a = came[v, t]
        if a == FROM_WAITING:
            t -= 1
            continue
        if n == link.shape[0]:
            return -1, 0
        t -= fixed.lead[a]
        v = fixed.tail[a]
        link[n] = a
        leaves[n] = t
        n += 1
    for i in range(n // 2):
        j = n - 1 - i
        link[i], link[j] = link[j], link[i]
        leaves[i], leaves[j] = leaves[j], leaves[i]
    return t, n


@njit(cache=True, parallel=True)
def best(
    fixed: Fixed,
    price: Floats,
    wait: Floats,
    pair_need: Ints,
    rate: Floats,
    value: Floats,
    place: Ints,
    worth: Floats,
    need_price: Floats,
    offer_price: Floats,
    pair_price: Floats,
    credit_of: Ints,
    credit: Floats,
    profit: Floats,
    arrival: Ints,
    chosen: Ints,
    begins: Ints,
    legs: Ints,
    link: Ints,
    leaves: Ints,
) -> None:
    """Find the best arrival of every pair and the best way of every offer; ``price`` is (periods, links)."""
    nodes, periods = wait.shape
    for g in prange(len(fixed.end)):
        cost = np.full((nodes, periods), np.inf)
        came = np.full((nodes, periods), UNREACHED, dtype=np.int32)
        anew = np.zeros((periods, nodes), dtype=np.bool_)
        upto = fixed.end[g]
        for k in range(fixed.group[g], fixed.group[g + 1]):
            s = fixed.order[k]
            if fixed.offer_start[s] == fixed.offer_start[s + 1] or fixed.ready[s] >= fixed.horizon[s]:
                continue
            _extend(fixed, s, upto, fixed.end[g], price, wait, cost, came, anew)
            upto = fixed.ready[s]
            for i in range(fixed.offer_start[s], fixed.offer_start[s + 1]):
                o = fixed.offers[i]
                most, best_pair = 0.0, -1
                for p in range(fixed.pair_start[o], fixed.pair_start[o + 1]):
                    n = pair_need[p]
                    paid = rate[p] * need_price[n] + offer_price[o] + pair_price[p]
                    awaited = credit_of[n]
                    top, when = -np.inf, -1
                    for t in range(fixed.ready[s], fixed.horizon[s]):
                        if worth[n, t] < 0.0:
                            break
                        c = cost[place[n], t]
                        if c < np.inf:
                            earns = value[p] * worth[n, t] - paid - c
                            if awaited >= 0:
                                earns += rate[p] * credit[awaited, t]
                            if earns > top:
                                top, when = earns, t
                    profit[p] = top
                    arrival[p] = when
                    if top > most:
                        most, best_pair = top, p
                if best_pair >= 0:
                    n = pair_need[best_pair]
                    first, count = _follow(fixed, place[n], arrival[best_pair], came, link[o], leaves[o])
                    if first >= 0:
                        chosen[o] = best_pair
                        begins[o] = first
                        legs[o] = count


@njit(cache=True, parallel=True)
def trace(
    fixed: Fixed,
    price: Floats,
    wait: Floats,
    pair_need: Ints,
    place: Ints,
    wanted: Ints,
    wanted_start: Ints,
    arrival: Ints,
    begins: Ints,
    legs: Ints,
    link: Ints,
    leaves: Ints,
) -> None:
    """Trace the ways of some pairs, ordered by source; ``price`` is (periods, links)."""
    nodes, periods = wait.shape
    for g in prange(len(fixed.end)):
        cost = np.full((nodes, periods), np.inf)
        came = np.full((nodes, periods), UNREACHED, dtype=np.int32)
        anew = np.zeros((periods, nodes), dtype=np.bool_)
        upto = fixed.end[g]
        for k in range(fixed.group[g], fixed.group[g + 1]):
            s = fixed.order[k]
            if fixed.offer_start[s] == fixed.offer_start[s + 1] or fixed.ready[s] >= fixed.horizon[s]:
                continue  # the same sources as in ``best``, so that ways of equal cost are the same too
            _extend(fixed, s, upto, fixed.end[g], price, wait, cost, came, anew)
            upto = fixed.ready[s]
            for i in range(wanted_start[s], wanted_start[s + 1]):
                p = wanted[i]
                first, count = _follow(fixed, place[pair_need[p]], arrival[p], came, link[i], leaves[i])
                begins[i] = first
                legs[i] = count


@njit(cache=True, parallel=True)
def by_bucket(
    fixed: Fixed,
    price: Floats,
    wait: Floats,
    pair_need: Ints,
    value: Floats,
    place: Ints,
    worth: Floats,
    bucket: Ints,
    start: Ints,
    profit: Floats,
    arrival: Ints,
) -> None:
    """Find the best arrival of every pair in each of its stretches; ``price`` is (periods, links)."""
    nodes, periods = wait.shape
    for g in prange(len(fixed.end)):
        cost = np.full((nodes, periods), np.inf)
        came = np.full((nodes, periods), UNREACHED, dtype=np.int32)
        anew = np.zeros((periods, nodes), dtype=np.bool_)
        upto = fixed.end[g]
        for k in range(fixed.group[g], fixed.group[g + 1]):
            s = fixed.order[k]
            if fixed.offer_start[s] == fixed.offer_start[s + 1] or fixed.ready[s] >= fixed.horizon[s]:
                continue
            _extend(fixed, s, upto, fixed.end[g], price, wait, cost, came, anew)
            upto = fixed.ready[s]
            for i in range(fixed.offer_start[s], fixed.offer_start[s + 1]):
                o = fixed.offers[i]
                for p in range(fixed.pair_start[o], fixed.pair_start[o + 1]):
                    n = pair_need[p]
                    for t in range(fixed.ready[s], fixed.horizon[s]):
                        if worth[n, t] < 0.0:
                            break
                        c = cost[place[n], t]
                        if c < np.inf:
                            at = start[p] + bucket[n, t]
                            earns = value[p] * worth[n, t] - c
                            if earns > profit[at]:
                                profit[at], arrival[at] = earns, t
