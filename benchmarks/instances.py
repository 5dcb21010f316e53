"""Seeded instances of the planning problem: four layers from depot to destination, as large as a headquarters' own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mainstay.planning.problem import Network, Problem


@dataclass(frozen=True)
class Size:
    """How large an instance is; ``links`` is what remains after the first of each layer are joined up."""

    offers: int
    needs: int
    nodes: int
    links: int
    periods: int
    items: int


SIZES = {
    "S": Size(150, 120, 24, 66, 26, 10),
    "M": Size(500, 400, 55, 175, 40, 24),
    "L": Size(1500, 1200, 120, 400, 52, 48),
    "XL": Size(6000, 4800, 120, 400, 364, 120),
}

LAYERS = (0.4, 0.2, 0.15, 0.25)
"""Shares of depots, hubs, border nodes and destinations among the nodes."""

LATE = 6
"""Periods after the due one in which a delivery is still accepted; each costs ``SLOPE`` of its value."""

SLOPE = 0.14


def instance(name: str, seed: int) -> Problem:
    """Draw an instance of one of ``SIZES``."""
    return draw(SIZES[name], seed)


def draw(size: Size, seed: int) -> Problem:
    """
    Draw an instance of a size.

    Quantities are multiples of 25 t, as real ones are; weights are 100 to 800 points per tonne. A substitute serves at 0.8.
    The caveat classes forbid two hubs each, or the direct links and two border nodes. Hubs and border nodes take in a limited
    number of tonnes in a period. Cargo may wait anywhere but at its destination.
    """
    rng = np.random.default_rng(seed)
    counts = [max(2, round(size.nodes * share)) for share in LAYERS]
    counts[0] += size.nodes - sum(counts)
    first = np.concatenate(([0], np.cumsum(counts)))
    layer = np.repeat(np.arange(4), counts)
    tail, head = _links(size, rng, first, layer)
    direct = layer[head] - layer[tail] > 1
    # daily periods stretch the same journeys over more of them
    stretch = max(1, round(size.periods / 52))
    lead = np.where(direct, 0, rng.integers(0, 3, len(tail))) * stretch
    cost = np.where(direct, rng.uniform(40, 80, len(tail)), rng.uniform(3, 20, len(tail)))
    total = 25.0 * rng.integers(4, 41, size.needs)
    flow = total.sum() / size.periods
    width = np.array([flow / max(1, (layer[tail] == layer[a]).sum()) for a in tail])
    link_t = 5.0 * np.ceil(width * rng.uniform(0.4, 2.4, len(tail)) * np.where(direct, 0.1, 1.0) / 5.0)
    inflow = np.array([np.inf, 1.25, 1.1, np.inf])[layer] * flow / np.array(counts)[layer]
    node_t = np.where(np.isinf(inflow), np.inf, 5.0 * np.ceil(inflow * rng.uniform(0.6, 1.4, size.nodes) / 5.0))
    network = Network(
        tail=tail.astype(np.int32),
        head=head.astype(np.int32),
        lead=lead.astype(np.int32),
        cost=cost,
        gate=np.full(len(tail), -1, dtype=np.int32),
        link_t=np.repeat(link_t[:, None], size.periods, axis=1),
        node_t=np.repeat(node_t[:, None], size.periods, axis=1),
        gate_t=np.zeros((0, size.periods)),
        store_t=np.where(layer == 3, 0.0, np.inf),
        wait_cost=0.5,
        shut=np.zeros((len(tail), size.periods), dtype=bool),
    )
    permitted = _classes(rng, tail, head, layer, first, direct)
    origin = rng.integers(0, counts[0], size.offers)
    ready = rng.integers(0, max(1, int(size.periods * 0.6)), size.offers) // stretch * stretch
    klass = rng.choice(len(permitted), size.offers, p=[0.6, *[0.4 / (len(permitted) - 1)] * (len(permitted) - 1)])
    keys, source = np.unique(np.stack((origin, ready, klass)), axis=1, return_inverse=True)
    item_of_offer, item_of_need = rng.integers(0, size.items, size.offers), rng.integers(0, size.items, size.needs)
    due = rng.integers(4 * stretch, size.periods, size.needs)
    weight = rng.uniform(100, 800, size.needs)
    after = np.arange(size.periods)[None, :] - due[:, None]
    share = np.where(after <= 0, 1.0, 1.0 - SLOPE / stretch * after)
    worth = np.where(after > LATE * stretch, -1.0, np.maximum(share, 0.0))
    substitute = (item_of_need + 1) % size.items
    same = item_of_offer[:, None] == item_of_need[None, :]
    other = (item_of_offer[:, None] == substitute[None, :]) & (item_of_need % 2 == 0)[None, :]
    pair_offer, pair_need = np.nonzero(same | other)
    rate = np.where(same[pair_offer, pair_need], 1.0, 0.8)
    none = np.full(size.offers, -1, dtype=np.int32)
    return Problem(
        network=network,
        permitted=permitted,
        origin=keys[0].astype(np.int32),
        ready=keys[1].astype(np.int32),
        last=np.full(keys.shape[1], size.periods - 1, dtype=np.int32),
        klass=keys[2].astype(np.int32),
        load=np.ones(keys.shape[1]),
        source=source.astype(np.int32).ravel(),
        amount=25.0 * rng.integers(3, 36, size.offers),
        place=rng.integers(first[3], size.nodes, size.needs).astype(np.int32),
        asked=total,
        worth=worth,
        pair_offer=pair_offer.astype(np.int32),
        pair_need=pair_need.astype(np.int32),
        rate=rate,
        value=weight[pair_need] * rate,
        budget=none,
        budget_end=np.zeros(size.offers, dtype=np.int32),
        price=np.zeros(size.offers),
        budget_eur=np.zeros(0),
        block=np.arange(size.periods, dtype=np.int32),
    )


def _links(size: Size, rng: np.random.Generator, first: np.ndarray, layer: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join every node to the next layer, then add random links, one in ten of them straight over a layer."""
    joined: set[tuple[int, int]] = set()
    for v in range(size.nodes):
        if layer[v] < 3:
            joined.add((v, int(rng.integers(first[layer[v] + 1], first[layer[v] + 2]))))
        if layer[v] > 0:
            joined.add((int(rng.integers(first[layer[v] - 1], first[layer[v]])), v))
    while len(joined) < size.links:
        v = int(rng.integers(0, first[3]))
        step = 2 if rng.random() < 0.1 and layer[v] < 2 else 1
        joined.add((v, int(rng.integers(first[layer[v] + step], first[layer[v] + step + 1]))))
    pairs = np.array(sorted(joined))
    return pairs[:, 0], pairs[:, 1]


def _classes(
    rng: np.random.Generator, tail: np.ndarray, head: np.ndarray, layer: np.ndarray, first: np.ndarray, direct: np.ndarray
) -> np.ndarray:
    """Links that each caveat class may use: all; without two hubs; without direct links and a border node."""
    hubs, borders = np.arange(first[1], first[2]), np.arange(first[2], first[3])
    out = [np.ones(len(tail), dtype=bool)]
    for _ in range(2):
        banned = rng.choice(hubs, min(2, len(hubs) - 1), replace=False)
        out.append(~np.isin(tail, banned) & ~np.isin(head, banned))
    for _ in range(2):
        banned = rng.choice(borders, 1)
        out.append(~direct & ~np.isin(tail, banned) & ~np.isin(head, banned))
    return np.array(out)
