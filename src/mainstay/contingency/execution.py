"""What becomes of the consignments of a plan when offers fail or come late and links are shut: day by day, in compiled code.

Every consignment follows its planned legs in order. A leg leaves in the first period, not before its planned one, in which its
cargo is there, the link is open, and link, node and corridor still have room for all of its mass; in each period those of
higher priority go first. Cargo waits where it may be stored, at a repair shop, and with its owner; where it may do neither
it does not go before it can go on, so legs between two such places are one *stage*, and leave together or not at all. Stores
do not overflow: cargo that is held up is never turned away from one. What may no longer leave its owner is lost, and so is what
cannot arrive within the plan.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from mainstay.planning.problem import Bools, Floats, Ints

from .programme import Goods, Moves, Net

SLACK = 1e-6
"""Share of a capacity by which written plans may exceed it, from rounding."""

GONE = np.int32(-1)
"""Period in which cargo goes on that never does."""


class Cargo(NamedTuple):
    """Consignments on their way; there may be room for more behind them.

    Attributes
    ----------
    pair, arrives, legs, lots, link, leaves
        As of :class:`.programme.Moves`.
    leg : (consignments,)
        Next leg; 0 until it has left.
    since : (consignments,)
        Period in which it came to where it is.
    wakes : (consignments,)
        Period in which it may go on, or ``GONE``.
    handed : (consignments,)
        Period in which it is handed over, or ``GONE``.
    """

    pair: Ints
    arrives: Ints
    legs: Ints
    lots: Floats
    link: Ints
    leaves: Ints
    leg: Ints
    since: Ints
    wakes: Ints
    handed: Ints


class Room(NamedTuple):
    """What is left of the network in one execution.

    Attributes
    ----------
    shut : (links, periods)
        Period from which on it is known that nothing leaves then; at most that period itself if it is shut.
    link, node, gate : (roads, spots, gates; periods) t
    bays : (shops, periods)
    spares : (shops, periods) lots
        Spares that come in each period.
    paid : (periods,) points
        Cost of moving and waiting.
    """

    shut: Ints
    link: Floats
    node: Floats
    gate: Floats
    bays: Floats
    spares: Floats
    paid: Floats


def room_of(net: Net, road: Ints, first: Ints, end: Ints, period_days: int, days: int) -> Room:
    """
    Return the whole network, less the closures of one execution.

    Parameters
    ----------
    road, first, end : (closures,)
        Which road is shut, from which day, and the day on which it is open again; days count from the first of the plan.
    """
    shut, link = net.shut.copy(), net.link_t.copy()
    _close(net, shut, link, road, first, end, period_days, days)
    shops, periods = net.bays.shape
    spares = np.zeros((shops, periods))
    if periods:
        spares[:, 0] = net.lying
    return Room(shut, link, net.node_t.copy(), net.gate_t.copy(), net.bays.copy(), spares, np.zeros(periods))


@njit(cache=True)
def _close(net: Net, shut: Ints, link: Floats, road: Ints, first: Ints, end: Ints, period_days: int, days: int) -> None:
    """Shut roads; in a period that is shut in part, the other days' share of its capacity is left."""
    for i in range(len(road)):
        a, until = road[i], min(end[i], days)
        known = first[i] // period_days
        for t in range(known, -(-until // period_days)):
            begins, stops = t * period_days, min((t + 1) * period_days, days)
            closed = min(until, stops) - max(first[i], begins)
            if closed <= 0:
                continue
            link[a, t] *= 1.0 - closed / (stops - begins)
            if closed == stops - begins:
                shut[a, t] = min(shut[a, t], known)
                if net.copy[a] >= 0:
                    shut[net.copy[a], t] = min(shut[net.copy[a], t], known)


def cargo_of(moves: Moves, more: int, legs: int) -> Cargo:
    """Return the consignments of a plan before the first of them leaves, with room for ``more`` of so many legs."""
    number, size = len(moves.pair), len(moves.pair) + more

    def grown(of: Ints, fill: int = -1) -> Ints:
        out = np.full((size, *of.shape[1:]), fill, dtype=np.int32)
        out[:number] = of
        return out

    most = max(moves.link.shape[1], legs)
    link, leaves = (np.full((size, most), -1, dtype=np.int32) for _ in range(2))
    link[:number, : moves.link.shape[1]], leaves[:number, : moves.link.shape[1]] = moves.link, moves.leaves
    lots = np.zeros(size)
    lots[:number] = moves.lots
    none = np.full(size, GONE, dtype=np.int32)
    cargo = Cargo(
        grown(moves.pair), grown(moves.arrives), grown(moves.legs), lots, link, leaves, *(none.copy() for _ in range(4))
    )
    cargo.leg[:] = 0
    return cargo


@njit(cache=True)
def asleep(cargo: Cargo, goods: Goods, ready: Ints, number: int) -> None:
    """Let consignments wake when they are planned to leave and their offers are there; ``ready`` : (offers,) periods."""
    for c in range(number):
        o = goods.pair_offer[cargo.pair[c]]
        wakes = max(cargo.leaves[c, 0] if cargo.legs[c] > 0 else cargo.arrives[c], ready[o])
        cargo.wakes[c] = GONE if ready[o] > goods.last[o] else wakes


@njit(cache=True)
def move(net: Net, goods: Goods, cargo: Cargo, room: Room, order: Ints, begin: int, end: int) -> None:
    """Let what can go on in the periods from ``begin`` to before ``end`` do so, in this order of consignments."""
    # one function with names of its own for all arrays: looking them up in tuples, or handing them on, costs ten times as much
    lead, head, gate, road, spot, stays, shop = net.lead, net.head, net.gate, net.road, net.spot, net.stays, net.shop
    cost, pieces, spares, link_t, node_t, gate_t = net.cost, net.pieces, net.spares, net.link_t, net.node_t, net.gate_t
    last, origin, load_of, offer, need = goods.last, goods.origin, goods.load, goods.pair_offer, goods.pair_need
    spares_of, rate, wait_cost = goods.shop, goods.rate, net.wait_cost
    pair, lots_of, legs, link, leaves = cargo.pair, cargo.lots, cargo.legs, cargo.link, cargo.leaves
    leg, since_of, wakes, handed, planned = cargo.leg, cargo.since, cargo.wakes, cargo.handed, cargo.arrives
    shut, on_link, at_node, at_gate = room.shut, room.link, room.node, room.gate
    bays, in_store, paid = room.bays, room.spares, room.paid
    periods = shut.shape[1]
    for now in range(begin, end):
        for c in order:
            if wakes[c] != now:
                continue
            o, since = offer[pair[c]], since_of[c]
            lots = lots_of[c]
            mass = load_of[o] * lots
            if leg[c] == 0:
                since = min(now, last[o])
                if now > since and not stays[origin[o]]:
                    wakes[c] = GONE
                    continue
            # the stage that begins here, if it can
            k, t, fits, ended = leg[c], now, True, legs[c] == 0
            while fits and not ended:
                a = link[c, k]
                there, s, v = t + lead[a], shop[a], spot[head[a]]
                if there >= periods or shut[a, t] <= t:
                    fits = False
                elif s >= 0:
                    taken, wanted = pieces[a] * lots, spares[a] * lots
                    for p in range(t, there):
                        fits = fits and bays[s, p] + SLACK * taken >= taken
                    if wanted > 0.0:
                        lying = 0.0
                        for p in range(t + 1):
                            lying += in_store[s, p]
                        fits = fits and lying + SLACK * wanted >= wanted
                elif load_of[o] > 0.0:
                    fits = on_link[road[a], t] + SLACK * link_t[road[a], t] >= mass
                    fits = fits and at_node[v, there] + SLACK * node_t[v, there] >= mass
                    if gate[a] >= 0:
                        fits = fits and at_gate[gate[a], there] + SLACK * gate_t[gate[a], there] >= mass
                k, t = k + 1, there
                ended = k == legs[c] or s >= 0 or stays[head[a]] or shop[link[c, k]] >= 0
            if not fits:
                wakes[c] = now + 1 if now + 1 < periods else GONE
                continue
            paid[now] += (now - since) * mass * wait_cost
            t = now
            for i in range(leg[c], k):
                a = link[c, i]
                there, s = t + lead[a], shop[a]
                if s >= 0:
                    for p in range(t, there):
                        bays[s, p] -= pieces[a] * lots
                    in_store[s, t] -= spares[a] * lots
                    paid[t] += cost[a] * lots
                elif load_of[o] > 0.0:
                    on_link[road[a], t] -= mass
                    at_node[spot[head[a]], there] -= mass
                    if gate[a] >= 0:
                        at_gate[gate[a], there] -= mass
                    paid[t] += cost[a] * mass
                t = there
            leg[c], since_of[c] = k, t
            if k < legs[c]:
                wakes[c] = max(t, leaves[c, k])
                continue
            comes = max(t, planned[c])
            paid[comes] += (comes - t) * mass * wait_cost
            handed[c], wakes[c] = comes, GONE
            if spares_of[need[pair[c]]] >= 0:
                in_store[spares_of[need[pair[c]]], comes] += rate[pair[c]] * lots


def order_of(goods: Goods, cargo: Cargo, number: int) -> Ints:
    """Consignments by the rank of what they serve, then as they stand."""
    rank = goods.rank[goods.pair_need[cargo.pair[:number]]]
    small = rank.astype(np.int16) if len(goods.rank) < 1 << 15 else rank  # these are sorted by counting
    return np.argsort(small, kind="stable").astype(np.int32)


def as_planned(net: Net, goods: Goods, moves: Moves, room: Room, ready: Ints) -> Cargo:
    """
    Carry out a plan without changing it.

    Parameters
    ----------
    room
        The network of this execution; what is used of it is taken out.
    ready : (offers,)
        Period from which on each offer can leave; beyond the last one if it never comes.
    """
    cargo = cargo_of(moves, 0, 1)
    number = len(moves.pair)
    asleep(cargo, goods, ready, number)
    move(net, goods, cargo, room, order_of(goods, cargo, number), 0, room.shut.shape[1])
    return cargo


def handed_over(cargo: Cargo) -> Bools:
    """Which consignments are handed over within the plan."""
    return np.asarray(cargo.handed >= 0)
