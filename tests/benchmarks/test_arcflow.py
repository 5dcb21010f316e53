"""The peers' model: as small as it is, it loses nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks.arcflow import in_arrays, index_sets
from benchmarks.instances import Size, draw
from benchmarks.layers import LAYERS, passed
from benchmarks.recheck import certified

from mainstay.planning.oracle import arc_flow

TINY = Size(14, 12, 12, 26, 10, 3)
SEEDS = range(8)


@pytest.mark.parametrize("seed", SEEDS)
def test_its_optimum_is_that_of_the_oracle(seed: int):
    """Pruned nodes, pooled offers and cargo waiting at its destination change no optimum, on scarce capacities too."""
    problem = draw(TINY, seed)
    network = problem.network
    problem = replace(problem, network=replace(network, link_t=network.link_t * 0.5, node_t=network.node_t * 0.5))
    highs = passed(in_arrays(index_sets(problem)))
    highs.run()
    points = -highs.getInfo().objective_function_value
    assert points == pytest.approx(arc_flow(problem).points, rel=1e-7)


def test_it_is_smaller_than_the_oracle_by_far():
    """The peer is given what can be left out; the oracle's own count of columns is the measure."""
    from mainstay.planning import oracle

    problem = draw(TINY, 0)
    assert len(in_arrays(index_sets(problem)).cost) < oracle.size(problem)


@pytest.mark.parametrize("seed", SEEDS[:3])
def test_its_prices_prove_its_optimum_by_our_bound(seed: int):
    """Duals of the model are prices of the problem's rows: our certificate of them is the peer's own objective."""
    problem = draw(TINY, seed)
    model = in_arrays(index_sets(problem))
    highs = passed(model)
    highs.run()
    solution = highs.getSolution()
    assert model.violation(np.asarray(solution.col_value)) < 1e-9
    bound = certified(problem, model.price(problem, np.asarray(solution.row_dual)))
    assert bound == pytest.approx(-highs.getInfo().objective_function_value, rel=1e-7)


def test_a_solution_that_takes_too_much_violates():
    problem = draw(TINY, 0)
    model = in_arrays(index_sets(problem))
    assert model.violation(np.zeros(len(model.cost))) == 0.0
    assert model.violation(np.full(len(model.cost), 1e6)) > 1.0


def test_a_problem_with_more_than_it_models_is_refused():
    """A peer that is given an easier problem would be no peer."""
    problem = draw(TINY, 0)
    early = replace(problem, last=problem.last - 1)
    with pytest.raises(ValueError, match="plain"):
        index_sets(early)


@pytest.mark.parametrize(("layer", "package"), [("linopy", "linopy"), ("pyomo", "pyomo")])
def test_every_layer_writes_the_same_programme(layer: str, package: str):
    """Columns, rows, entries and optimum are those of the arrays."""
    pytest.importorskip(package)
    sets = index_sets(draw(TINY, 0))
    ours, theirs = LAYERS["arrays"](sets), LAYERS[layer](sets)
    found = []
    for highs in (ours, theirs):
        highs.setOptionValue("output_flag", False)
        highs.run()
        found.append((highs.getNumCol(), highs.getNumNz(), highs.getInfo().objective_function_value))
    assert found[0][:2] == found[1][:2]
    assert found[0][2] == pytest.approx(found[1][2], rel=1e-8)
