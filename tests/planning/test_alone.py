"""What each offer could do alone: the earliest arrival in an empty network, against a search by hand."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.planning.alone import alone, full_on, loads_of
from mainstay.planning.build import build
from mainstay.planning.oracle import arc_flow

from .proofs import case_of
from .test_labels import Journeys
from .tiny import day, first, tents


@pytest.mark.parametrize("seed", range(60))
def test_arrivals_are_the_earliest_that_are_useful(seed: int):
    """The first period in which anything of the offer can be at the place, if that is still worth something; else -1."""
    case = case_of(seed)
    problem = case.problem
    free = alone(case)
    nothing = np.zeros(len(problem.capacity))
    for p in range(problem.pairs):
        o, n = int(problem.pair_offer[p]), int(problem.pair_need[p])
        states = Journeys(problem, int(problem.source[o]), nothing).cheapest()
        useful = [t for v, t in states if v == problem.place[n] and problem.worth[n, t] > 0]
        # among equally whole arrivals any may be named that earns as much as the first
        if not useful:
            assert free.arrival[p] == -1 or problem.worth[n, free.arrival[p]] == 0
            continue
        assert free.arrival[p] == min(useful)
        way = free.way(p)
        assert way.arrives[0] == free.arrival[p]
        assert free.reached(p)


def test_what_no_link_leads_to_is_not_reached():
    """Without its last link the place is out of reach, whatever the day; with a slow one it is within."""
    scenario = tents()
    assert alone(build(scenario)).reached(0)
    assert not alone(build(scenario.replace(links=scenario.links[:1]))).reached(0)
    slow = alone(build(first(scenario, "links", hours=24.0 * 30)))
    assert slow.reached(0)
    assert slow.arrival.tolist() == [-1]


def test_what_is_full_is_named_by_stretches_of_days():
    """2 t a day over the first link: full from the first day to the last that is of use, in one stretch."""
    case = build(first(tents(), "links", capacity_t_per_day=2.0))
    flow = arc_flow(case.problem)
    ways, lots, none = flow.ways, flow.lots, flow.taken
    way = alone(case).way(0)
    full = full_on(case, loads_of(case, ways, lots, none), way, 0, case.grid.periods - 1)
    assert [(f.kind, f.key, f.first_day) for f in full] == [("link", "AB", day(0))]
    assert str(full[0]) == f"link AB from {day(0)} to {day(7)}"
    assert full_on(case, loads_of(case, ways, 0 * lots, none), way, 0, case.grid.periods - 1) == []
