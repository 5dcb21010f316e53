"""Plans on full networks of few periods: prices by steps, then whole packages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from benchmarks.capability_instances import with_packages
from benchmarks.instances import instance

from mainstay.planning.clock import Clock
from mainstay.planning.crowded import crowded, is_small_enough, rewarded
from mainstay.planning.labels import Labels

NEAR = 1e-9


def test_arrivals_for_a_chosen_package_earn_its_share_until_its_milestone_and_no_others_earn_more():
    problem = with_packages(instance("S", 0), 0, 10, 24)
    choices = problem.choices
    chosen = next(j for j, key in enumerate(choices.what) if key[0] == "package")
    milestone = choices.what[chosen][2]
    taken = np.zeros(len(choices))
    taken[chosen] = 1.0
    free = rewarded(problem, taken)
    column = choices.matrix[:, [chosen]].tocoo()
    parts = {
        choices.row_names[r - len(problem.budget_eur)][1]
        for r in column.row
        if choices.row_names[r - len(problem.budget_eur)][0] == "part"
    }
    assert parts
    assert not len(free.choices)
    before = problem.value[:, None] * problem.worth[problem.pair_need]
    after = free.value[:, None] * free.worth[free.pair_need]
    mine = np.isin(problem.pair_need, list(parts))
    allowed = problem.worth[problem.pair_need] >= 0
    early = np.arange(problem.network.periods) <= milestone
    assert (after[mine][:, early] > before[mine][:, early])[allowed[mine][:, early]].all()
    assert np.allclose(after[mine][:, ~early][allowed[mine][:, ~early]], before[mine][:, ~early][allowed[mine][:, ~early]])
    assert np.allclose(after[~mine][allowed[~mine]], before[~mine][allowed[~mine]])
    assert (np.diff(free.worth, axis=1) <= NEAR).all()


def test_a_plan_for_a_full_network_breaks_no_row_and_takes_packages_whole():
    problem = with_packages(instance("S", 1), 1, 10, 24)
    assert is_small_enough(problem)
    found = crowded(problem, Labels(problem), 2e-2, Clock())
    engine = found.engine
    assert 0 < engine.points - engine.aside <= found.bound
    load, capacity = engine.pool.loads(engine.x), engine.problem.capacity
    limited = np.isfinite(capacity)
    assert (load[limited] <= capacity[limited] + 1e-7 * np.maximum(1.0, np.abs(capacity[limited]))).all()
    packages = engine.x[: engine.known][engine.problem.choices.whole]
    assert np.array_equal(packages, np.round(packages))


def test_what_travels_in_pieces_goes_another_way():
    problem = with_packages(instance("S", 0), 0, 10, 24)
    assert not is_small_enough(replace(problem, piece=np.full(problem.offers, 25.0)))
