"""Ways that cargo may take instead: up to three for each offer and place, the quickest first, each apart from the others."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from mainstay.planning.problem import Bools, Floats, Ints, Problem

MOST = 3
"""Ways kept for an origin, a set of permitted links and a place."""

LEGS = 24
"""Legs of the longest of them."""

APART = 1000.0
"""Periods that a link of an earlier way counts for besides its own."""

FEWER = 1e-3
"""Periods that a leg counts for: of equally quick ways the one of fewer legs comes first."""


class Byways(NamedTuple):
    """Ways by the number of their origin, permitted links and place.

    Attributes
    ----------
    of : (pairs,)
        Which of them a pair may take.
    link : (kinds, MOST, LEGS)
        Links in the order of travel; -1 behind the last.
    legs, periods : (kinds, MOST)
        Number of legs, 0 for a place that is the origin; -1 if there is no such way. And how long it takes.
    """

    of: Ints
    link: Ints
    legs: Ints
    periods: Ints


def byways(problem: Problem) -> Byways:
    """Find the ways of all pairs over the links that are not shut all the time."""
    net = problem.network
    source = problem.source[problem.pair_offer]
    keys = np.stack((problem.origin[source], problem.klass[source], problem.place[problem.pair_need]), axis=1)
    kinds, of = np.unique(keys.reshape(-1, 3), axis=0, return_inverse=True)
    number = len(kinds)
    link = np.full((number, MOST, LEGS), -1, dtype=np.int32)
    legs, periods = (np.full((number, MOST), -1, dtype=np.int32) for _ in range(2))
    usable = problem.permitted & np.logical_not(net.shut).any(axis=1, keepdims=True).T
    order = np.argsort(net.tail, kind="stable").astype(np.int32)
    start = np.searchsorted(net.tail[order], np.arange(net.nodes + 1)).astype(np.int32)
    _find(kinds.astype(np.int32), usable, order, start, net.head, net.lead, link, legs, periods)
    return Byways(of.ravel().astype(np.int32), link, legs, periods)


@njit(cache=True)
def _find(
    kinds: Ints, usable: Bools, order: Ints, start: Ints, head: Ints, lead: Ints, link: Ints, legs: Ints, periods: Ints
) -> None:
    """Fill in the ways of each kind."""
    nodes = len(start) - 1
    far, came, done = np.empty(nodes), np.empty(nodes, dtype=np.int32), np.empty(nodes, dtype=np.bool_)
    extra = np.zeros(len(head))
    before = np.empty(LEGS, dtype=np.int32)
    tail = np.empty(len(head), dtype=np.int32)
    for v in range(nodes):
        for i in range(start[v], start[v + 1]):
            tail[order[i]] = v
    for k in range(len(kinds)):
        origin, klass, place = kinds[k]
        if origin == place:
            legs[k, 0], periods[k, 0] = 0, 0
            continue
        extra[:] = 0.0
        found = 0
        for _ in range(MOST):
            _spread(origin, place, usable[klass], order, start, head, lead, extra, far, came, done)
            if far[place] == np.inf:
                break
            length, time, v = 0, 0, place
            while v != origin and length < LEGS:
                before[length] = came[v]
                time += lead[came[v]]
                v = tail[came[v]]
                length += 1
            if v != origin:
                break
            for i in range(length):
                extra[before[i]] += APART
            known = False
            for other in range(found):
                same = legs[k, other] == length
                for i in range(length):
                    same = same and link[k, other, i] == before[length - 1 - i]
                known = known or same
            if known:
                continue
            for i in range(length):
                link[k, found, i] = before[length - 1 - i]
            legs[k, found], periods[k, found] = length, time
            found += 1


@njit(cache=True)
def _spread(
    origin: int,
    place: int,
    usable: Bools,
    order: Ints,
    start: Ints,
    head: Ints,
    lead: Ints,
    extra: Floats,
    far: Floats,
    came: Ints,
    done: Bools,
) -> None:
    """Quickest ways from an origin until a place is reached (Dijkstra 1959)."""
    far[:] = np.inf
    done[:] = False
    came[:] = -1
    far[origin] = 0.0
    while True:
        v, best = -1, np.inf
        for u in range(len(far)):
            if not done[u] and far[u] < best:
                v, best = u, far[u]
        if v < 0 or v == place:
            return
        done[v] = True
        for i in range(start[v], start[v + 1]):
            a = order[i]
            if usable[a] and best + lead[a] + extra[a] + FEWER < far[head[a]]:
                far[head[a]] = best + lead[a] + extra[a] + FEWER
                came[head[a]] = a
