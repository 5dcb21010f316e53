"""The arc-flow model: one programme over all flows at once. Exact, independent of ways and labels, and large.

It is the oracle of the tests and the way in which small scenarios are solved. Offers with the same permitted links that may
serve the same requirements at the same rates are one *commodity*; its flow is followed link by link and period by period,
and taken apart into ways afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix

from mainstay.solve import Method, Programme, solve

from .problem import Floats, Problem
from .ways import LEGS, Ways

LIMIT = 60_000
"""Columns up to which a scenario is solved in this way when nothing else is asked."""


@dataclass
class _Columns:
    """Columns under construction; a flow of whole pieces is counted in pieces, of ``lots`` each."""

    cost: list[float]
    row: list[int]
    column: list[int]
    value: list[float]
    what: list[tuple[str, int, int, int]]
    lots: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    piece: float = 0.0  # of the commodity under way; 0: any amount

    def add(self, what: tuple[str, int, int, int], cost: float, entries: list[tuple[int, float]]) -> None:
        number, lots = len(self.cost), self.piece or 1.0
        self.cost.append(cost * lots)
        self.what.append(what)
        self.lots.append(lots)
        self.whole.append(self.piece > 0)
        for row, value in entries:
            self.row.append(row)
            self.column.append(number)
            self.value.append(value * lots)


def commodities(problem: Problem) -> list[list[int]]:
    """Offers that are one commodity, in the order of their first one."""
    start = np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1))
    groups: dict[tuple[object, ...], list[int]] = {}
    for o in range(problem.offers):
        pairs = slice(start[o], start[o + 1])
        s = problem.source[o]
        serves = tuple(
            zip(
                *(problem.pair_need[pairs].tolist(), problem.rate[pairs].tolist(), problem.value[pairs].tolist()),
                *(problem.choices.fleet[pairs].tolist(),),
                strict=True,
            )
        )
        groups.setdefault((problem.klass[s], problem.load[s], problem.pieces[o], serves), []).append(o)
    return list(groups.values())


def size(problem: Problem) -> int:
    """Columns that the model would about have, before what nothing can reach is left out."""
    net = problem.network
    return len(commodities(problem)) * net.periods * (net.links + net.nodes)


@dataclass(frozen=True)
class Flow:
    """What the arc-flow model answers.

    Attributes
    ----------
    ways, lots : (ways,)
        The flow taken apart into ways.
    taken : (choices,)
        How much of each choice.
    points
        What it earns less the cost of transport.
    bound
        What no plan can exceed, if anything must be a whole number; else infinite, and the prices prove it.
    price : (rows,)
        Prices of the rows, those of the relaxation if anything must be a whole number.
    """

    ways: Ways
    lots: Floats
    taken: Floats
    points: float
    bound: float
    price: Floats


def arc_flow(problem: Problem) -> Flow:
    """
    Solve a problem as one programme, a mixed-integer one if anything must be a whole number.

    Raises
    ------
    RuntimeError
        If the solver gives up, which it has no reason to: nothing moved is a plan.
    """
    groups = commodities(problem)
    net, rows = problem.network, problem.rows
    t_end = net.periods
    columns = _Columns([], [], [], [], [])
    store = np.where(net.store_t > 0, net.store_t, np.nan)[net.spot_of]
    balances = 0
    balance: dict[tuple[int, int, int], int] = {}

    def at(k: int, v: int, t: int) -> int:
        nonlocal balances
        if (k, v, t) not in balance:
            balance[k, v, t] = rows.end + balances
            balances += 1
        return balance[k, v, t]

    arriving = np.arange(t_end)[None, :] + net.lead[:, None]
    choices = problem.choices
    for k, group in enumerate(groups):
        columns.piece = float(problem.pieces[group[0]])
        _commodity(problem, columns, k, group, store, arriving, at)
    flows, known = len(columns.cost), len(choices)
    takes = choices.matrix.tocoo()
    size_ = (rows.end + balances, flows + known)
    entries = (
        np.concatenate((columns.value, takes.data)),
        (np.concatenate((columns.row, takes.row + rows.budget)), np.concatenate((columns.column, takes.col + flows))),
    )
    matrix = coo_matrix(entries, shape=size_).tocsc()
    upper = np.concatenate((problem.capacity, np.zeros(balances)))
    lower = np.concatenate((np.full(rows.end, -np.inf), np.zeros(balances)))
    used = np.zeros(size_[0], dtype=bool)
    used[matrix.indices] = True
    used[: rows.end] &= np.isfinite(problem.capacity)
    programme = Programme(
        np.concatenate((columns.cost, -choices.gain)),
        matrix[used],
        upper[used],
        lower[used],
        upper=np.concatenate((np.full(flows, np.inf), choices.upper)),
    )
    answer = solve(programme, Method.SIMPLEX)
    price = np.zeros(size_[0])
    if answer.usable:
        price[used] = np.maximum(answer.price, 0.0)
    bound = float("inf")
    if problem.whole:
        whole = np.concatenate((np.array(columns.whole, dtype=bool), choices.whole))
        answer = solve(replace(programme, whole=whole), gap=1e-9, tolerance=1e-9)
        bound = -answer.bound
    if not answer.usable:
        raise RuntimeError(f"the arc-flow model ended {answer.status}")
    x = np.where(columns.whole, np.round(answer.x[:flows]), answer.x[:flows]) * np.array(columns.lots)
    ways, lots = _take_apart(problem, columns.what, x)
    return Flow(ways, lots, answer.x[flows:], -answer.objective, bound, price[: rows.end])


def _commodity(
    problem: Problem,
    columns: _Columns,
    k: int,
    group: list[int],
    store: Floats,
    arriving: NDArray[np.int64],
    at: Callable[[int, int, int], int],
) -> None:
    """Write the columns of one commodity: leave the owner, move, wait, arrive for good."""
    net, rows = problem.network, problem.rows
    s = problem.source[group[0]]
    load = problem.load[s]
    permitted = problem.permitted[problem.klass[s]]
    choices = problem.choices
    t_end = net.periods
    # earliest period in which anything of the commodity can be at a node
    earliest = np.full(net.nodes, t_end)
    for o in group:
        so = problem.source[o]
        if problem.ready[so] <= problem.last[so]:
            earliest[problem.origin[so]] = min(earliest[problem.origin[so]], problem.ready[so])
    for _ in range(net.nodes):
        before = earliest.copy()
        np.minimum.at(earliest, net.head[permitted], (earliest[net.tail] + net.lead)[permitted])
        if (before == earliest).all():
            break
    for o in group:
        so = problem.source[o]
        spend = []
        if problem.budget[o] >= 0 and problem.price[o] > 0:
            spend = [(rows.budget + b, problem.price[o]) for b in range(int(problem.budget[o]), int(problem.budget_end[o]))]
        if choices.order[o] >= 0:
            spend.append((rows.shared + int(choices.order[o]), 1.0))
        for t in range(int(problem.ready[so]), min(int(problem.last[so]) + 1, t_end)):
            columns.add(("leave", o, t, k), 0.0, [(o, 1.0), (at(k, int(problem.origin[so]), t), 1.0), *spend])
    for a in np.flatnonzero(permitted).tolist():
        for t in range(int(earliest[net.tail[a]]), t_end):
            there = int(arriving[a, t])
            if there >= t_end or net.shut[a, t]:
                continue
            entries = [(at(k, int(net.tail[a]), t), -1.0), (at(k, int(net.head[a]), there), 1.0)]
            shop = int(net.shop_of[a])
            if shop >= 0:
                if choices.spares[shop, t] >= 0:
                    entries.append((rows.shared + int(choices.spares[shop, t]), float(net.spares_of[a])))
                bays = choices.bays[shop, t:there]
                entries += [(rows.shared + int(row), float(net.pieces_of[a])) for row in bays if row >= 0]
            elif load > 0:
                entries.append((rows.link + int(net.road_of[a]) * t_end + t, 1.0))
                entries.append((rows.node + int(net.spot_of[net.head[a]]) * t_end + there, 1.0))
                if net.gate[a] >= 0:
                    entries.append((rows.gate + int(net.gate[a]) * t_end + there, 1.0))
            columns.add(("move", a, t, k), net.cost[a] * (1.0 if shop >= 0 else load), entries)
    for v in np.flatnonzero(~np.isnan(store)).tolist():
        for t in range(int(earliest[v]), t_end - 1):
            entries = [(at(k, v, t), -1.0), (at(k, v, t + 1), 1.0)]
            if load > 0:
                entries.append((rows.store + int(net.spot_of[v]) * t_end + t, 1.0))
            columns.add(("wait", v, t, k), net.wait_cost * load, entries)
    first = group[0]
    for p in np.flatnonzero(problem.pair_offer == first).tolist():
        n = int(problem.pair_need[p])
        for t in range(int(earliest[problem.place[n]]), t_end):
            if problem.worth[n, t] < 0:
                break
            gain = problem.value[p] * problem.worth[n, t]
            entries = [(at(k, int(problem.place[n]), t), -1.0), (rows.need + n, float(problem.rate[p]))]
            if choices.fleet[p] >= 0:
                entries.append((rows.shared + int(choices.fleet[p]), float(problem.rate[p])))
            if choices.arrival[n, t] >= 0:
                entries.append((rows.shared + int(choices.arrival[n, t]), -float(problem.rate[p])))
            columns.add(("serve", n, t, k), -gain, entries)


def _take_apart(problem: Problem, what: list[tuple[str, int, int, int]], x: Floats) -> tuple[Ways, Floats]:
    """Take flows apart into ways: follow what leaves an owner until it serves, as much as the thinnest stretch carries."""
    net = problem.network
    scale = max(1.0, float(problem.amount.max(initial=0.0)))
    tiny = 1e-9 * scale
    pair_of = {(int(o), int(n)): p for p, (o, n) in enumerate(zip(problem.pair_offer, problem.pair_need, strict=True))}
    onward: dict[tuple[int, int, int], list[int]] = {}
    left = np.array(x)
    for j, (kind, i, t, k) in enumerate(what):
        if left[j] > tiny and kind != "leave":
            v = net.tail[i] if kind == "move" else problem.place[i] if kind == "serve" else i
            onward.setdefault((k, int(v), t), []).append(j)
    for flows in onward.values():
        flows.sort(key=lambda j: ("serve", "move", "wait").index(what[j][0]))
    out, lots = [], []
    for j, (kind, o, t, k) in enumerate(what):
        while kind == "leave" and left[j] > tiny:
            way, v, now = [j], int(problem.origin[problem.source[o]]), t
            there = t  # when it came to where it is: waiting at its place before it serves says nothing
            while what[way[-1]][0] != "serve":
                following = next((i for i in onward.get((k, v, now), ()) if left[i] > tiny), None)
                if following is None:
                    break
                way.append(following)
                sort, i, _, _ = what[following]
                if sort == "move":
                    v, now = int(net.head[i]), now + int(net.lead[i])
                    there = now
                elif sort == "wait":
                    now += 1
            amount = min(left[i] for i in way)
            left[way] -= amount
            if what[way[-1]][0] != "serve":  # what tolerance leaves over leads nowhere
                continue
            moves = [(what[i][1], what[i][2]) for i in way if what[i][0] == "move"]
            stays = int(problem.last[problem.source[o]])  # until then it stands with its owner
            if problem.choices.arrival[what[way[-1]][1], now] >= 0:  # choices do ask when it is handed over
                there = now
            begins = min(moves[0][1] if moves else there, stays)
            out.append((pair_of[o, what[way[-1]][1]], begins, there, moves))
            lots.append(amount)
    ways = Ways(
        np.array([w[0] for w in out], dtype=np.int32),
        np.array([w[1] for w in out], dtype=np.int32),
        np.array([w[2] for w in out], dtype=np.int32),
        np.array([len(w[3]) for w in out], dtype=np.int32),
        np.full((len(out), LEGS), -1, dtype=np.int32),
        np.full((len(out), LEGS), -1, dtype=np.int32),
    )
    for w, (_, _, _, moves) in enumerate(out):
        for i, (a, t) in enumerate(moves):
            ways.link[w, i], ways.leaves[w, i] = a, t
    return ways, np.array(lots)
