"""A bound that knows of whole numbers: the network priced, everything else kept as it is.

With prices on what ways take inside the network (links, nodes, gates, stores, bays and spares), a lot of a pair that arrives in
a stretch of time earns at most what its best way does at these prices. Offers, requirements, money, packages, people and
stocks stay in a mixed-integer programme over pairs and stretches, whose bound holds for every plan over all ways, whatever the
prices are (Lagrangian relaxation of the network alone).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_matrix

from mainstay.solve import Method, Programme, solve

from .labels import Labels
from .problem import Bools, Floats, Ints, Problem
from .ways import Ways, empty_ways

EXACT, FEW = 1e-9, 3_000
"""Tolerance of programmes of at most so many pairs and stretches, whose bounds shall meet what is attained."""

BOUNDING = frozenset(("package", "placed", "type"))
"""Choices in whole numbers when plans are bounded: few enough to be proven."""

NODES = 400
"""Nodes after which a choice, or its bound, is left."""

PIECES = 1_500
"""Columns of what travels in pieces up to which these are kept whole too."""


@dataclass(frozen=True)
class Lattice:
    """What the programme over pairs and stretches answers.

    Attributes
    ----------
    bound
        Points that no plan in whole numbers can exceed.
    points
        What its best answer earns at the prices; minus infinity if it found none.
    taken : (choices,)
        Choices of its best answer; ``None`` if it found none. The network may not carry them.
    """

    bound: float
    points: float
    taken: Floats | None


def lattice(
    problem: Problem,
    labels: Labels,
    price: Floats,
    *,
    gap: float,
    kinds: frozenset[str] | None = None,
    nodes: int | None = None,
    time_limit: float | None = None,
    target: float | None = None,
    search: bool = True,
) -> Lattice:
    """
    Bound what plans in whole numbers can earn, and choose as if the network took its prices.

    Parameters
    ----------
    price : (rows,) points per unit of the row
        At least 0; only prices of the network, of bays and of spares are used.
    kinds
        Kinds of choices that are kept whole, with pieces; ``None``: all but crews, which are whole by themselves where all else
        is.
    gap, nodes, time_limit
        When to leave the programme; its bound holds whenever it is left.
    target
        Points at which what was found is good enough.
    search
        Whether good choices matter, and not the bound alone.
    """
    model = _Model(problem, labels, price, kinds)
    enough = None if target is None else model.fixed - target
    answer = solve(
        model.programme,
        gap=gap,
        nodes=nodes,
        time_limit=time_limit,
        target=enough,
        tolerance=EXACT if kinds is None and len(model.pair) <= FEW else None,
        search=search,
    )
    bound = model.fixed - answer.bound if np.isfinite(answer.bound) else float("inf")
    if not answer.usable:
        return Lattice(bound, float("-inf"), None)
    return Lattice(bound, model.fixed - answer.objective, answer.x[len(model.pair) :])


@dataclass(frozen=True)
class Relaxed:
    """What the programme answers when parts of anything may be taken.

    Attributes
    ----------
    price : (rows,)
        Those of the network that were given, and those that follow for all other rows.
    ways
        The best ways of the pairs and stretches that it uses.
    """

    price: Floats
    ways: Ways


def relaxed(problem: Problem, labels: Labels, price: Floats) -> Relaxed | None:
    """Solve the programme over pairs and stretches in parts, and trace the ways that it uses; ``None`` if it fails."""
    model = _Model(problem, labels, price, frozenset())
    answer = solve(model.programme, Method.SIMPLEX)
    if not answer.usable:
        return None
    full = np.where(model.inside, price, 0.0)
    full[model.kept] = np.maximum(answer.price, 0.0) / model.scale
    prices = labels.prices(np.where(model.inside, price, 0.0))
    used = answer.x[: len(model.pair)] > 1e-9
    pair, when, stretch = model.pair[used], model.when[used], model.stretch[used]
    found = []
    for j in np.unique(stretch):
        mine = stretch == j
        at = np.zeros(problem.pairs, dtype=np.int32)
        at[pair[mine]] = when[mine]
        found.append(labels.trace(prices, np.sort(pair[mine]).astype(np.int32), at))
    return Relaxed(full, Ways.join(found) if found else empty_ways())


def relaxed_bound(problem: Problem, labels: Labels, price: Floats) -> float:
    """Points that no plan can exceed, packages and all else taken in parts, at some prices of the network."""
    model = _Model(problem, labels, price, frozenset())
    answer = solve(model.programme, Method.SIMPLEX)
    return model.fixed - answer.objective if answer.usable else float("inf")


class _Model:
    """The programme over pairs and stretches at some prices of the network."""

    def __init__(self, problem: Problem, labels: Labels, price: Floats, kinds: frozenset[str] | None):
        rows, choices, capacity = problem.rows, problem.choices, problem.capacity
        self.inside = inside = within(problem)
        y = np.where(inside, price, 0.0)

        bucket, start = stretches(problem)
        profit, arrival = labels.by_bucket(labels.prices(y), bucket, start)
        pair = np.repeat(np.arange(problem.pairs), np.diff(start))
        useful = (
            np.isfinite(profit) & (problem.amount[problem.pair_offer[pair]] > 0) & (problem.asked[problem.pair_need[pair]] > 0)
        )
        useful &= (profit > 0) | (choices.arrival[problem.pair_need[pair]].max(axis=1, initial=-1) >= 0)
        row_of = _stretch_rows(problem, bucket, start)[useful]
        stretch = np.arange(len(pair)) - start[pair]
        self.stretch, self.when = stretch[useful], arrival[useful]
        pair, profit = pair[useful], profit[useful]
        self.pair = pair
        offer, need = problem.pair_offer[pair], problem.pair_need[pair]

        self.kept = kept = ~inside
        kept[rows.link :] = False
        kept &= np.isfinite(capacity)
        pieces = problem.pieces[offer]
        whole_pieces = kinds != frozenset() and 0 < int((pieces > 0).sum()) <= PIECES
        size = np.where(pieces > 0, pieces, 1.0) if whole_pieces else np.ones(len(pair))
        n = len(pair)
        column = np.arange(n)
        parts = [(offer, column, np.ones(n)), (rows.need + need, column, problem.rate[pair])]
        parts += _money(problem, offer)
        for row, sign in (
            (row_of, -problem.rate[pair]),
            (choices.order[offer], np.ones(n)),
            (choices.fleet[pair], problem.rate[pair]),
        ):
            some = row >= 0
            parts.append((rows.shared + row[some], column[some], sign[some]))
        takes = choices.matrix.tocoo()
        entry_row = np.concatenate([part[0] for part in parts] + [takes.row + rows.budget])
        entry_column = np.concatenate([part[1] for part in parts] + [takes.col + n])
        entry = np.concatenate([part[2] * size[part[1]] for part in parts] + [takes.data])
        number = np.cumsum(kept) - 1
        used = kept[entry_row]
        shape = (int(kept.sum()), n + len(choices))
        matrix = coo_matrix((entry[used], (number[entry_row[used]], entry_column[used])), shape=shape).tocsc()
        gain = choices.gain - choices.matrix.T @ y[rows.budget : rows.link]
        self.fixed = float(y[inside] @ capacity[inside])
        most = np.minimum(problem.amount[offer], problem.asked[need] / problem.rate[pair]) / size
        right = capacity[kept]
        self.scale = scale = np.maximum(1.0, np.abs(right))
        self.programme = Programme(
            -np.concatenate((profit * size, gain)),
            matrix.multiply(1.0 / scale[:, None]).tocsc(),
            right / scale,
            upper=np.concatenate((np.where(pieces > 0, np.floor(most + 1e-9), most) if whole_pieces else most, choices.upper)),
            whole=np.concatenate((np.full(n, whole_pieces) & (pieces > 0), _counted(problem, kinds))),
        )


def _counted(problem: Problem, kinds: frozenset[str] | None) -> Bools:
    """Choices that are kept whole."""
    names = [str(key[0]) for key in problem.choices.what]
    counted = np.array([k in kinds if kinds is not None else k != "crew" for k in names], dtype=bool)
    return np.asarray(problem.choices.whole & counted)


def within(problem: Problem) -> Bools:
    """Rows that ways take from inside the network: links, nodes, gates, stores, bays and spares."""
    rows, choices = problem.rows, problem.choices
    inside = np.zeros(len(problem.capacity), dtype=bool)
    inside[rows.link :] = True
    of_ways = np.concatenate((choices.bays.ravel(), choices.spares.ravel()))
    inside[rows.shared + of_ways[of_ways >= 0]] = True
    return np.asarray(inside & np.isfinite(problem.capacity))


def stretches(problem: Problem) -> tuple[Ints, Ints]:
    """Stretch of each arrival, (requirements, periods), and where the stretches of each pair begin, (pairs + 1,)."""
    arrival = problem.choices.arrival
    change = np.diff(arrival, axis=1, prepend=arrival[:, :1]) != 0
    bucket = np.cumsum(change, axis=1).astype(np.int32)
    count = bucket.max(axis=1, initial=0) + 1
    start = np.concatenate(([0], np.cumsum(count[problem.pair_need]))).astype(np.int32)
    return bucket, start


def _stretch_rows(problem: Problem, bucket: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Shared row that each stretch of each pair feeds, or -1: (stretches of all pairs,)."""
    arrival = problem.choices.arrival
    by_need = np.full((problem.needs, int(bucket.max(initial=0)) + 1), -1)
    need = np.repeat(np.arange(problem.needs), arrival.shape[1])
    by_need[need, bucket.ravel()] = arrival.ravel()
    pair = np.repeat(np.arange(problem.pairs), np.diff(start))
    return np.asarray(by_need[problem.pair_need[pair], np.arange(len(pair)) - start[pair]])


def _money(problem: Problem, offer: np.ndarray) -> list[tuple[np.ndarray, np.ndarray, Floats]]:
    """Entries of purchases in the rows of the budgets."""
    row, column, value = [], [], []
    for j in np.flatnonzero((problem.budget[offer] >= 0) & (problem.price[offer] > 0)).tolist():
        o = offer[j]
        for b in range(int(problem.budget[o]), int(problem.budget_end[o])):
            row.append(problem.rows.budget + b)
            column.append(j)
            value.append(problem.price[o])
    return [(np.array(row, dtype=np.int64), np.array(column, dtype=np.int64), np.array(value))]
