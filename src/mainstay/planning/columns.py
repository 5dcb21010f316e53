"""From ways to columns: what each earns and what it takes of every row."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from .problem import Floats, Problem
from .ways import Ways

Longs = NDArray[np.int64]


def entries(problem: Problem, ways: Ways) -> tuple[Floats, Longs, Longs, Floats]:
    """
    Work out gains and entries of ways.

    Returns
    -------
    gain : (ways,) points per lot
        Worth on arrival less the cost of moving and waiting.
    start : (ways + 1,)
    row, value : (entries,)
        Rows that a lot takes from, and how much of each; rows that nothing limits are left out.
    """
    rows, net = problem.rows, problem.network
    offer, need = problem.pair_offer[ways.pair], problem.pair_need[ways.pair]
    load = problem.load[problem.source[offer]]
    gain = problem.value[ways.pair] * problem.worth[need, ways.arrives]
    longest = 2 + int((problem.budget_end - np.maximum(problem.budget, 0)).max(initial=0))
    longest += int(ways.legs.max(initial=0)) * 3 + net.periods + 5
    if net.shop is not None:
        longest += net.periods + 1
    choices = problem.choices
    start = np.zeros(len(ways) + 1, dtype=np.int64)
    row = np.empty(len(ways) * longest, dtype=np.int64)
    value = np.empty(len(ways) * longest)
    used = _fill(
        *(ways.pair, ways.begins, ways.arrives, ways.legs, ways.link, ways.leaves, offer, need, load),
        *(problem.rate, problem.budget, problem.budget_end, problem.price, problem.place, problem.origin, problem.source),
        *(net.tail, net.head, net.lead, net.cost, net.gate, net.wait_cost, problem.block, rows.blocks, problem.capacity),
        *(net.road_of, net.spot_of, net.shop_of, net.pieces_of, net.spares_of),
        *(choices.arrival, choices.order, choices.fleet, choices.spares, choices.bays),
        *(rows.need, rows.budget, rows.shared, rows.link, rows.node, rows.gate, rows.store, gain, start, row, value),
    )
    return gain, start, row[:used].copy(), value[:used].copy()


@njit(cache=True)
def _fill(
    pair,
    begins,
    arrives,
    legs,
    link,
    leaves,
    offer,
    need,
    load,
    rate,
    budget,
    budget_end,
    price,
    place,
    origin,
    source,
    tail,
    head,
    lead,
    cost,
    gate,
    wait_cost,
    block,
    blocks,
    capacity,
    road,
    spot,
    shop,
    pieces,
    spares,
    arrival_row,
    order_row,
    fleet_row,
    spares_row,
    bays_row,
    need_row,
    budget_row,
    shared_row,
    link_row,
    node_row,
    gate_row,
    store_row,
    gain,
    start,
    row,
    value,
):
    n = 0
    for w in range(len(pair)):
        o = offer[w]
        row[n], value[n] = o, 1.0
        n += 1
        row[n], value[n] = need_row + need[w], rate[pair[w]]
        n += 1
        if budget[o] >= 0:
            for b in range(budget[o], budget_end[o]):
                if price[o] > 0.0:
                    row[n], value[n] = budget_row + b, price[o]
                    n += 1
        if order_row[o] >= 0:
            row[n], value[n] = shared_row + order_row[o], 1.0
            n += 1
        if fleet_row[pair[w]] >= 0:
            row[n], value[n] = shared_row + fleet_row[pair[w]], rate[pair[w]]
            n += 1
        if arrival_row[need[w], arrives[w]] >= 0:
            row[n], value[n] = shared_row + arrival_row[need[w], arrives[w]], -rate[pair[w]]
            n += 1
        v, t = origin[source[o]], begins[w]
        for i in range(legs[w] + 1):
            upto = leaves[w, i] if i < legs[w] else arrives[w]
            if load[w] > 0.0:
                for p in range(t, upto):
                    gain[w] -= wait_cost
                    r = store_row + spot[v] * blocks + block[p]
                    if capacity[r] < np.inf:
                        row[n], value[n] = r, 1.0
                        n += 1
            if i == legs[w]:
                break
            a = link[w, i]
            there = upto + lead[a]
            v, t = head[a], there
            if shop[a] >= 0:
                gain[w] -= cost[a]
                if spares_row[shop[a], upto] >= 0 and spares[a] > 0.0:
                    row[n], value[n] = shared_row + spares_row[shop[a], upto], spares[a]
                    n += 1
                for p in range(upto, there):
                    if bays_row[shop[a], p] >= 0:
                        row[n], value[n] = shared_row + bays_row[shop[a], p], pieces[a]
                        n += 1
                continue
            if load[w] == 0.0:
                continue
            gain[w] -= cost[a]
            r = link_row + road[a] * blocks + block[upto]
            if capacity[r] < np.inf:
                row[n], value[n] = r, 1.0
                n += 1
            r = node_row + spot[head[a]] * blocks + block[there]
            if capacity[r] < np.inf:
                row[n], value[n] = r, 1.0
                n += 1
            if gate[a] >= 0:
                r = gate_row + gate[a] * blocks + block[there]
                if capacity[r] < np.inf:
                    row[n], value[n] = r, 1.0
                    n += 1
        start[w + 1] = n
    return n
