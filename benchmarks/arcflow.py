"""The peers' model: every flow at once, in arrays, as small as it can be made without losing anything.

It shares no code with :mod:`mainstay.planning.oracle`, which is written for clarity and for all rules; this one is for
instances without choices and is made as good as we know how, because it is what the planner is measured against:

- a commodity is what serves the same needs at the same rates over the same links: one item and one caveat class;
- a node is there in a period only if an offer can have reached it and a need can still be reached from it;
- offers of one commodity, place and day are one column with a limit instead of a row;
- cargo arriving before it is due waits for the due period at its destination, for nothing, which is worth the same as
  handing it over at once and needs one column for a need instead of one for each period;
- rows without entries are left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from mainstay.planning.problem import Problem

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Sets:
    """Which columns and rows there are: what every modelling layer starts from.

    Attributes
    ----------
    move_commodity, move_link, move_period : (moves,)
    wait_cost : (waits,) points per t
    inject_most : (injections,) t
    deliver_rate, deliver_gain : (deliveries,) t of what is asked per t, points per t
    move_tail, move_head, wait_tail, wait_head, inject_head, deliver_tail : one per column of its kind
        Balance that a column takes from or adds to, numbered from 0.
    move_on, move_into : (moves,)
        Capacity of the link, and of the node arrived at, numbered from 0; -1: unlimited.
    deliver_need : (deliveries,)
    link_t : (capacities of links,) t
    node_t : (capacities of nodes,) t
    need_t : (needs,) t
    balances
        How many balances there are.
    link_row, node_row, need_row
        Rows of the problem that the capacities and needs are.
    """

    move_commodity: Ints
    move_link: Ints
    move_period: Ints
    move_cost: Floats
    wait_cost: Floats
    inject_most: Floats
    deliver_rate: Floats
    deliver_gain: Floats
    move_tail: Ints
    move_head: Ints
    wait_tail: Ints
    wait_head: Ints
    inject_head: Ints
    deliver_tail: Ints
    move_on: Ints
    move_into: Ints
    deliver_need: Ints
    link_t: Floats
    node_t: Floats
    need_t: Floats
    balances: int
    link_row: Ints
    node_row: Ints
    need_row: Ints


@dataclass(frozen=True)
class Model:
    """Minimise ``cost @ x`` subject to ``lower <= matrix @ x <= upper`` and ``0 <= x <= most``.

    Attributes
    ----------
    cost, most : (columns,)
    matrix : (rows, columns), compressed by column
    lower, upper : (rows,)
    row : (rows that limit,)
        Row of the problem that each of the first rows is; the balances follow.
    """

    cost: Floats
    most: Floats
    matrix: csc_matrix
    lower: Floats
    upper: Floats
    row: Ints

    def price(self, problem: Problem, dual: Floats) -> Floats:
        """Prices of the rows of the problem (rows,), from duals (rows of the model,) of a minimisation."""
        price = np.zeros(len(problem.capacity))
        price[self.row] = np.maximum(0.0, -dual[: len(self.row)])
        return price

    def violation(self, x: Floats) -> float:
        """Greatest violation of a row or limit, relative to the greatest amount in the model."""
        load = self.matrix @ x
        broken = (load - self.upper, self.lower - load, x - self.most, -x)
        return max(0.0, *(float(b.max(initial=0.0)) for b in broken)) / float(self.most[np.isfinite(self.most)].max())


def index_sets(problem: Problem) -> Sets:
    """
    Say which columns and rows there are.

    Raises
    ------
    ValueError
        If the problem has what this model does not: choices, budgets, corridors, repairs, whole pieces, deadlines of departure.
    """
    net, periods = problem.network, problem.network.periods
    origins = np.unique(problem.origin)
    plain = (
        not len(problem.choices) and not len(problem.budget_eur) and (net.gate < 0).all() and net.shop is None
        and not problem.pieces.any() and (problem.last == periods - 1).all() and (problem.load == 1.0).all()
        and not np.isin(net.head, origins).any() and not np.isin(problem.place, net.tail).any()
        and np.isin(net.store_t, (0.0, np.inf)).all() and (np.diff(problem.worth, axis=1) <= 0).all()
    )  # fmt: skip
    if not plain:
        raise ValueError("the arc-flow model of the benchmarks is for plain instances")
    commodity, pair_of, first_offer = _commodities(problem)
    klass = problem.klass[problem.source[first_offer]]
    permitted = problem.permitted[klass]
    kinds, nodes = len(first_offer), net.nodes
    time = np.arange(periods)

    serves = np.zeros((kinds, problem.needs), dtype=bool)
    serves[commodity[problem.pair_offer], problem.pair_need] = True
    last = (problem.worth > 0).sum(axis=1) - 1
    earliest = np.full((kinds, nodes), periods, dtype=np.int64)
    np.minimum.at(earliest, (commodity, problem.origin[problem.source]), problem.ready[problem.source])
    latest = np.full((kinds, nodes), -1, dtype=np.int64)
    k, n = np.nonzero(serves)
    np.maximum.at(latest, (k, problem.place[n]), last[n])
    for _ in range(nodes):
        before = earliest.sum(), latest.sum()
        for a in range(net.links):
            tail, head, lead, use = net.tail[a], net.head[a], net.lead[a], permitted[:, a]
            earliest[use, head] = np.minimum(earliest[use, head], earliest[use, tail] + lead)
            latest[use, tail] = np.maximum(latest[use, tail], latest[use, head] - lead)
        if before == (earliest.sum(), latest.sum()):
            break
    alive = (earliest[:, :, None] <= time) & (time <= latest[:, :, None])

    there = time[None, :] + net.lead[:, None]
    inside = np.minimum(there, periods - 1)
    open_ = (there < periods) & ~net.shut & (net.link_t > 0) & (net.node_t[net.head[:, None], inside] > 0)
    moves = permitted[:, :, None] & open_ & alive[:, net.tail] & alive[:, net.head[:, None], inside]
    mk, ma, mt = np.nonzero(moves)
    owner, goal = np.isin(np.arange(nodes), origins), np.isin(np.arange(nodes), problem.place)
    waits = alive[:, :, :-1] & alive[:, :, 1:] & ((net.store_t > 0) | owner | goal)[:, None]
    wk, wv, wt = np.nonzero(waits)
    free = owner | goal

    pools, ik = np.unique(
        np.stack((commodity, problem.origin[problem.source], problem.ready[problem.source])), axis=1, return_inverse=True
    )
    most = np.bincount(ik.ravel(), problem.amount)
    useful = alive[pools[0], pools[1], pools[2]]
    pools, most = pools[:, useful], most[useful]

    level = np.diff(problem.worth, axis=1, append=-1.0) < 0  # the last period of each worth
    p = pair_of[k, n]
    one, dt = np.nonzero(level[n] & (problem.worth[n] > 0) & alive[k, problem.place[n]])
    dk, dn, dp = k[one], n[one], p[one]

    number = np.full((kinds, nodes, periods), -1, dtype=np.int64)
    number[alive] = np.arange(int(alive.sum()))
    on, link_row = _capacities(np.stack((ma, mt)), net.link_t, problem.rows.link)
    into, node_row = _capacities(np.stack((net.head[ma], there[ma, mt])), net.node_t, problem.rows.node)
    return Sets(
        move_commodity=mk.astype(np.int32), move_link=ma.astype(np.int32), move_period=mt.astype(np.int32),
        move_cost=net.cost[ma],
        wait_cost=np.where(free[wv], 0.0, net.wait_cost),
        inject_most=most,
        deliver_rate=problem.rate[dp], deliver_gain=problem.value[dp] * problem.worth[dn, dt],
        move_tail=number[mk, net.tail[ma], mt].astype(np.int32),
        move_head=number[mk, net.head[ma], there[ma, mt]].astype(np.int32),
        wait_tail=number[wk, wv, wt].astype(np.int32), wait_head=number[wk, wv, wt + 1].astype(np.int32),
        inject_head=number[pools[0], pools[1], pools[2]].astype(np.int32),
        deliver_tail=number[dk, problem.place[dn], dt].astype(np.int32),
        move_on=on, move_into=into, deliver_need=dn.astype(np.int32),
        link_t=problem.capacity[link_row], node_t=problem.capacity[node_row], need_t=problem.asked,
        balances=int(alive.sum()),
        link_row=link_row, node_row=node_row,
        need_row=(problem.rows.need + np.arange(problem.needs)).astype(np.int32),
    )  # fmt: skip


def in_arrays(sets: Sets) -> Model:
    """Write the programme in arrays, ready for a solver."""
    counts = (len(sets.move_cost), len(sets.wait_cost), len(sets.inject_most), len(sets.deliver_gain))
    limits = np.cumsum((0, len(sets.need_t), len(sets.link_t), len(sets.node_t)))
    need, link, node, balance = limits.tolist()
    # entries stand column by column as they are written, so nothing has to be sorted
    of_moves = np.stack(
        (link + sets.move_on, node + sets.move_into, balance + sets.move_tail, balance + sets.move_head), axis=1
    )
    there = np.ones(of_moves.shape, dtype=bool)
    there[:, 0], there[:, 1] = sets.move_on >= 0, sets.move_into >= 0
    of_waits = np.stack((balance + sets.wait_tail, balance + sets.wait_head), axis=1)
    of_deliveries = np.stack((need + sets.deliver_need, balance + sets.deliver_tail), axis=1)
    rates = np.stack((sets.deliver_rate, np.full(counts[3], -1.0)), axis=1)
    index = np.concatenate((of_moves[there], of_waits.ravel(), balance + sets.inject_head, of_deliveries.ravel()))
    signs = np.broadcast_to(np.array([1.0, 1.0, -1.0, 1.0]), of_moves.shape)[there]
    value = np.concatenate((signs, np.tile([-1.0, 1.0], counts[1]), np.ones(counts[2]), rates.ravel()))
    length = np.concatenate((there.sum(axis=1), np.repeat((2, 1, 2), counts[1:])))
    start = np.zeros(sum(counts) + 1, dtype=np.int32)
    start[1:] = np.cumsum(length)
    matrix = csc_matrix((value, index.astype(np.int32, copy=False), start), shape=(balance + sets.balances, sum(counts)))
    upper = np.concatenate((sets.need_t, sets.link_t, sets.node_t, np.zeros(sets.balances)))
    lower = np.concatenate((np.full(balance, -np.inf), np.zeros(sets.balances)))
    cost = np.concatenate((sets.move_cost, sets.wait_cost, np.zeros(counts[2]), -sets.deliver_gain))
    unlimited = np.full(sum(counts[:2]), np.inf)
    most = np.concatenate((unlimited, sets.inject_most, np.full(counts[3], np.inf)))
    return Model(cost, most, matrix, lower, upper, np.concatenate((sets.need_row, sets.link_row, sets.node_row)))


def _commodities(problem: Problem) -> tuple[Ints, Ints, Ints]:
    """Commodity of each offer, a pair of each (commodity, need) or -1, and the first offer of each commodity."""
    start = np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1))
    groups: dict[tuple[object, ...], int] = {}
    commodity = np.zeros(problem.offers, dtype=np.int32)
    first = []
    for o in range(problem.offers):
        mine = slice(start[o], start[o + 1])
        serves = (problem.pair_need[mine].tobytes(), problem.rate[mine].tobytes(), problem.value[mine].tobytes())
        key = (int(problem.klass[problem.source[o]]), *serves)
        if key not in groups:
            groups[key] = len(first)
            first.append(o)
        commodity[o] = groups[key]
    pair = np.full((len(first), problem.needs), -1, dtype=np.int32)
    pair[commodity[problem.pair_offer], problem.pair_need] = np.arange(problem.pairs)
    return commodity, pair, np.array(first, dtype=np.int32)


def _capacities(where: NDArray[np.int64], limit: Floats, first: int) -> tuple[Ints, Ints]:
    """Number the capacities (thing, period) that are used and limited; returns that of each use, and their rows."""
    flat = where[0] * limit.shape[1] + where[1]
    limited = np.isfinite(limit.ravel()[flat])
    used, number = np.unique(flat[limited], return_inverse=True)
    out = np.full(len(flat), -1, dtype=np.int32)
    out[limited] = number
    return out, (first + used).astype(np.int32)
