"""The last steps: what is moved earlier one way after the other still fits, earns no less, and arrives no later."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.planning import endings, engine
from mainstay.planning.engine import Engine
from mainstay.planning.labels import Labels
from mainstay.planning.levels import solve
from mainstay.planning.ways import shifted
from mainstay.solve import Method

from .proofs import case_of, same

SEEDS = [seed for seed in range(40) if case_of(seed).problem.pairs]


def solved(seed: int) -> Engine:
    """An engine that has a plan, at a vertex, of ways two periods later than need be."""
    problem = case_of(seed).problem
    made = Engine(problem)
    prices = made.labels.prices(np.zeros(len(problem.capacity)))
    profit, arrival, _ = made.labels.best(prices)
    ways = made.labels.trace(prices, np.flatnonzero(np.isfinite(profit)).astype(np.int32), arrival)
    made.add(shifted(problem, ways, 2)[0])
    made.master(Method.SIMPLEX)
    made.small = False
    return made


def test_one_by_one_cargo_goes_earlier_and_every_row_is_kept(monkeypatch: pytest.MonkeyPatch):
    """Same amounts, at least the same points, no later on the whole, and over many problems some sooner."""
    monkeypatch.setattr(endings, "SISTERS", -1)
    sooner = 0
    for seed in SEEDS:
        made = solved(seed)
        points, amount = made.points, made.x[made.known :].sum()
        before = made.all_ways().arrives @ made.x[made.known :]
        endings.hasten(made)
        after = made.all_ways().arrives @ made.x[made.known :]
        load = made.pool.loads(made.x)
        assert (load <= made.problem.capacity * (1 + 1e-9)).all()
        assert made.points >= points * (1 - 1e-12)
        assert made.points == same(float(made.pool.gain @ made.x))
        assert made.x[made.known :].sum() == pytest.approx(amount)
        assert after <= before * (1 + 1e-12)
        sooner += bool(after < before * (1 - 1e-9))
    assert sooner > 3


def test_a_plan_of_too_many_ways_for_a_vertex_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch):
    """Where crossing over would take too long, a plan made of steps keeps its ways."""
    monkeypatch.setattr(endings, "CROSSED", -1)
    made = solved(SEEDS[0])
    made.stepped = True
    x = made.x.copy()
    endings.to_vertex(made)
    assert (made.x == x).all()


@pytest.mark.parametrize("seed", SEEDS[:10])
def test_plans_of_steps_are_the_same_to_the_last_bit(seed: int, monkeypatch: pytest.MonkeyPatch):
    """Twice the same problem, twice the same ways and amounts."""
    monkeypatch.setattr(engine, "SMALL", 0)
    problem = case_of(seed).problem
    one, other = solve(problem, 1e-3), solve(problem, 1e-3)
    assert one.lots.tobytes() == other.lots.tobytes()
    assert one.ways.names() == other.ways.names()
    assert (one.bound, one.price.tobytes()) == (other.bound, other.price.tobytes())


def test_ways_shifted_fit_or_are_left_out():
    """What fits is moved by exactly so many periods; nothing else is handed back."""
    for seed in SEEDS[:10]:
        problem = case_of(seed).problem
        labels = Labels(problem)
        prices = labels.prices(np.zeros(len(problem.capacity)))
        _, _, ways = labels.best(prices)
        for by in (-2, 0, 1):
            moved, fits = shifted(problem, ways, by)
            assert len(moved) == fits.sum()
            assert (moved.arrives == ways.arrives[fits] + by).all()
            assert fits.all() or by
