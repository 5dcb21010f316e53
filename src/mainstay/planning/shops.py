"""Repair in the network: what needs it starts in copies of nodes and links, and a repair leads from a copy to its original."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from mainstay.model import Item, Link, Node, Offer, Repair
from mainstay.model.assistance import Condition
from mainstay.model.grid import Grid

from .problem import Bools, Floats, Ints, Network


@dataclass(frozen=True)
class Shops:
    """A network with its repairs.

    Attributes
    ----------
    network
        With the copies and repairs behind the originals.
    copy : (nodes,)
        Copy of each original node, or -1.
    repaired : (links,)
        Number of the item that a repair is for, in the order of ``items``; -1 for what moves.
    items
        Items that need repair somewhere.
    """

    network: Network
    copy: Ints
    repaired: Ints
    items: tuple[str, ...]

    def permitted(self, banned: frozenset[str], links: tuple[Link, ...], item: str | None) -> Bools:
        """Links that cargo may use: without the banned ones, and, if ``item`` needs repair, with copies and its repairs."""
        net = self.network
        allowed = np.array([link.link not in banned for link in links], dtype=bool)
        out = np.where(net.road_of >= 0, allowed[np.maximum(net.road_of, 0)], False)
        copied = np.arange(net.links) >= len(links)
        if item is None:
            return np.asarray(out & ~copied)
        return np.asarray(out | (self.repaired == self.items.index(item)))


def duration(shop: Repair, grid: Grid) -> int:
    """Periods that a repair takes."""
    return grid.lead(24.0 * shop.days)


def with_shops(
    network: Network,
    nodes: tuple[Node, ...],
    shops: tuple[Repair, ...],
    offers: tuple[Offer, ...],
    items: dict[str, Item],
    grid: Grid,
    points_per_eur: float,
) -> Shops:
    """Add the copies and repairs that the offers in need of repair may use; the same network if there are none."""
    broken = [offer for offer in offers if offer.condition == Condition.NEEDS_REPAIR]
    none = np.full(network.nodes, -1, dtype=np.int32)
    kinds = tuple(sorted({offer.item for offer in broken}))
    if not broken:
        return Shops(network, none, np.full(network.links, -1, dtype=np.int32), kinds)
    number = {node.node: v for v, node in enumerate(nodes)}
    near = _reached(network, {number[offer.place] for offer in broken}, {number[shop.place] for shop in shops})
    copy = none.copy()
    copy[near] = network.nodes + np.arange(len(near), dtype=np.int32)
    roads = np.flatnonzero((copy[network.tail] >= 0) & (copy[network.head] >= 0)).astype(np.int32)
    arcs = [
        (s, k, shop)
        for s, shop in enumerate(shops)
        for k, item in enumerate(kinds)
        if item in shop.items and copy[number[shop.place]] >= 0
    ]
    place = np.array([number[shop.place] for _, _, shop in arcs], dtype=np.int32)
    lots = np.array([lot_of(items[kinds[k]]) for _, k, _ in arcs])
    spare_lots = np.array([shop.spares_quantity * lot_of(items[shop.spares]) if shop.spares else 0.0 for _, _, shop in arcs])
    cost = np.array([shop.cost_eur for _, _, shop in arcs]) * points_per_eur / lots if arcs else np.zeros(0)
    n, m, r = network.links, len(roads), len(arcs)

    def join(*parts: Ints | Floats | list[int]) -> np.ndarray:
        return np.concatenate([np.asarray(part, dtype=np.asarray(parts[0]).dtype) for part in parts])

    grown = replace(
        network,
        tail=join(network.tail, copy[network.tail[roads]], copy[place] if r else []),
        head=join(network.head, copy[network.head[roads]], place if r else []),
        lead=join(network.lead, network.lead[roads], [duration(shop, grid) for *_, shop in arcs]),
        cost=join(network.cost, network.cost[roads], cost),
        gate=join(network.gate, network.gate[roads], [-1] * r),
        shut=np.concatenate((network.shut, network.shut[roads], np.zeros((r, network.periods), dtype=bool))),
        road=join(np.arange(n, dtype=np.int32), roads, [-1] * r),
        spot=join(np.arange(network.nodes, dtype=np.int32), near),
        shop=join(np.full(n + m, -1, dtype=np.int32), [s for s, *_ in arcs]),
        pieces=np.concatenate((np.zeros(n + m), 1.0 / lots)),
        spares=np.concatenate((np.zeros(n + m), spare_lots / lots)),
    )
    repaired = join(np.full(n + m, -1, dtype=np.int32), [k for _, k, _ in arcs])
    return Shops(grown, copy, repaired, kinds)


def lot_of(item: Item) -> float:
    """Lots of one unit: tonnes, or 1 for what weighs nothing."""
    return item.mass_t if item.mass_t > 0 else 1.0


def _reached(network: Network, origins: set[int], shops: set[int]) -> Ints:
    """Nodes that lie on some path from an origin to a shop, and the origins themselves."""
    forward = _spread(network.tail, network.head, origins, network)
    backward = _spread(network.head, network.tail, shops, network)
    near = forward & backward
    near[sorted(origins)] = True
    return np.flatnonzero(near).astype(np.int32)


def _spread(tail: Ints, head: Ints, seeds: set[int], network: Network) -> Bools:
    """Nodes reached from some others over links."""
    known = np.zeros(network.nodes, dtype=bool)
    known[sorted(seeds)] = True
    before = -1
    while before < int(known.sum()):
        before = int(known.sum())
        known[head[known[tail]]] = True
    return known
