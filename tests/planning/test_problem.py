"""The arrays of a problem: rows in families, and capacities by period or by block."""

from __future__ import annotations

import numpy as np

from .proofs import case_of

SEEDS = range(40)


def test_rows_stand_in_families_and_come_apart_again():
    """Offers, requirements, budgets, links, nodes, gates, stores: split and joined, a vector is what it was."""
    for seed in SEEDS:
        problem = case_of(seed).problem
        for made in (problem, problem.in_blocks(3)):
            rows = made.rows
            assert len(made.capacity) == rows.end
            vector = np.arange(float(rows.end))
            part = rows.split(vector)
            assert (np.concatenate([part[name].ravel() for name in part]) == vector).all()
            assert len(part["offer"]) == problem.offers
            assert len(part["need"]) == problem.needs
            assert part["link"].shape == (problem.network.links, rows.blocks)


def test_capacities_by_block_are_sums_of_those_by_period():
    """What may pass in a block is what may pass in its periods; what nothing limits stays so; nothing is lost."""
    for seed in SEEDS:
        fine = case_of(seed).problem
        coarse = fine.in_blocks(3)
        a, b = fine.rows.split(fine.capacity), coarse.rows.split(coarse.capacity)
        for name in ("offer", "need", "budget"):
            assert (a[name] == b[name]).all()
        for name in ("link", "node", "gate", "store"):
            for block in range(coarse.rows.blocks):
                assert np.allclose(b[name][:, block], a[name][:, coarse.block == block].sum(axis=1))


def test_no_store_is_a_row_left_open():
    """Where nothing may wait no way waits: its row has no limit, so that prices on it mean nothing."""
    for seed in SEEDS:
        problem = case_of(seed).problem
        store = problem.rows.split(problem.capacity)["store"]
        none = problem.network.store_t <= 0
        assert np.isinf(store[none]).all()
        assert (store[~none] == problem.network.store_t[~none, None]).all()
