"""Columns: what a way earns and takes, against a count by hand."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from mainstay.planning.columns import entries
from mainstay.planning.oracle import arc_flow

from .proofs import LONG, case_of


@pytest.mark.parametrize("seed", range(200 if LONG else 60))
def test_gains_and_entries_are_those_counted_by_hand(seed: int):
    """Worth less cost; a lot of its offer, its rate of the requirement, its price of each budget, a tonne of all it passes."""
    problem = case_of(seed).problem
    if not problem.pairs:
        return
    ways = arc_flow(problem).ways
    gain, start, row, value = entries(problem, ways)
    net, rows, periods = problem.network, problem.rows, problem.network.periods
    for w in range(len(ways)):
        p = int(ways.pair[w])
        o, n = int(problem.pair_offer[p]), int(problem.pair_need[p])
        takes: Counter[int] = Counter({o: 1.0})
        takes[rows.need + n] += problem.rate[p]
        if problem.budget[o] >= 0 and problem.price[o] > 0:
            for b in range(problem.budget[o], problem.budget_end[o]):
                takes[rows.budget + b] += problem.price[o]
        earns = problem.value[p] * problem.worth[n, ways.arrives[w]]
        if problem.load[problem.source[o]] > 0:
            v, t = int(problem.origin[problem.source[o]]), int(ways.begins[w])
            for i in range(int(ways.legs[w]) + 1):
                a, leaves = (int(ways.link[w, i]), int(ways.leaves[w, i])) if i < ways.legs[w] else (-1, int(ways.arrives[w]))
                for waits in range(t, leaves):
                    takes[rows.store + v * periods + waits] += 1.0
                    earns -= net.wait_cost
                if a < 0:
                    break
                v, t = int(net.head[a]), leaves + int(net.lead[a])
                earns -= net.cost[a]
                takes[rows.link + a * periods + leaves] += 1.0
                takes[rows.node + v * periods + t] += 1.0
                if net.gate[a] >= 0:
                    takes[rows.gate + int(net.gate[a]) * periods + t] += 1.0
        found: Counter[int] = Counter()
        for i in range(start[w], start[w + 1]):
            found[int(row[i])] += value[i]
        assert found == pytest.approx({r: v for r, v in takes.items() if np.isfinite(problem.capacity[r])})
        assert gain[w] == pytest.approx(earns, rel=1e-9, abs=1e-12)
        assert row[start[w]] == o
