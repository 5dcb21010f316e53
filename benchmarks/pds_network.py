"""Recovers the network of a multicommodity flow from its linear programme: nodes are equations, arcs are columns."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, eye_array, vstack
from scipy.sparse.csgraph import connected_components

from .pds_mps import Bools, Floats, Linear

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Arcs:
    """Arcs of all commodities; no two commodities have a node in common.

    Attributes
    ----------
    tail, head : (arcs,)
    bound : (arcs,)
        What the arc alone carries at the most; infinity where that cannot bind.
    joint : (arcs,)
        Row of the joint capacity that it shares with arcs of other commodities, or -1.
    made_of : (arcs, columns), compressed by row
        How often each column of the programme is passed by what flows over the arc.
    """

    tail: Ints
    head: Ints
    bound: Floats
    joint: Ints
    made_of: csr_matrix

    def __len__(self) -> int:
        return len(self.tail)

    @property
    def free(self) -> Bools:
        """Which arcs nothing limits: (arcs,)."""
        return np.isinf(self.bound) & (self.joint < 0)

    def take(self, which: Bools) -> Arcs:
        """Return some of them."""
        return Arcs(*(getattr(self, name)[which] for name in self.__dataclass_fields__))

    def turned(self) -> Arcs:
        """Return them, each leading backwards."""
        return replace(self, tail=self.head, head=self.tail)

    def with_more(self, tail: Ints, head: Ints, bound: Floats) -> Arcs:
        """Return them with others behind that are made of no column."""
        none = csr_matrix((len(tail), self.made_of.shape[1]))
        return Arcs(
            np.concatenate((self.tail, tail)),
            np.concatenate((self.head, head)),
            np.concatenate((self.bound, bound)),
            np.concatenate((self.joint, np.full(len(tail), -1))),
            csr_matrix(vstack((self.made_of, none))),
        )


@dataclass(frozen=True)
class Flows:
    """A multicommodity flow of least cost, each commodity from one source to one sink.

    Attributes
    ----------
    programme
        What it was recovered from.
    nodes
        How many there are.
    arcs
        What joins them. From :func:`recover`, every arc leads to a node of higher number.
    source, sink : (commodities,)
    supply : (commodities,)
        What must flow from source to sink.
    """

    programme: Linear
    nodes: int
    arcs: Arcs
    source: Ints
    sink: Ints
    supply: Floats

    @property
    def cost(self) -> Floats:
        """Cost of a unit over each arc: (arcs,)."""
        return np.asarray(self.arcs.made_of @ self.programme.cost)

    @property
    def capacity(self) -> Floats:
        """Joint capacities: (joint rows,)."""
        return self.programme.right[~self.programme.equal]


def recover(programme: Linear) -> Flows:
    """
    Recover the flow.

    Equations are nodes, and nodes connected by columns a commodity. Several supplies or demands of a commodity are joined by a
    source or sink of its own. Where signs stand the other way about, every arc leads backwards, and the least cost is the same.

    Raises
    ------
    ValueError
        Unless every column stands as +1 and -1 in two equations and as +1 in one other row at the most, no cost is below 0, and
        what is supplied of each commodity is what is asked for.
    """
    conservation, joint = programme.matrix[programme.equal].tocsc(), programme.matrix[~programme.equal].tocsc()
    shares = np.diff(joint.indptr)
    if (np.diff(conservation.indptr) != 2).any() or (shares > 1).any() or (joint.data != 1).any():
        raise ValueError("a column must stand in two equations, and as 1 in one other row at the most")
    sign, ends = conservation.data.reshape(-1, 2), conservation.indices.reshape(-1, 2).astype(np.int64)
    if (np.abs(sign) != 1).any() or (sign.sum(axis=1) != 0).any() or (programme.cost < 0).any():
        raise ValueError("a column must leave a node as 1, enter another as -1, and cost no less than 0")
    first = sign[:, 0] > 0
    tail, head = np.where(first, ends[:, 0], ends[:, 1]), np.where(first, ends[:, 1], ends[:, 0])
    row = np.full(len(tail), -1)
    row[shares > 0] = joint.indices
    arcs = Arcs(tail, head, programme.upper, row, csr_matrix(eye_array(len(tail))))

    right = programme.right[programme.equal]
    nodes = len(right)
    count, commodity = connected_components(_graph(nodes, arcs), directed=False)
    supply = np.bincount(commodity, np.maximum(right, 0.0), minlength=count)
    if np.abs(np.bincount(commodity, right, minlength=count)).max() > 1e-9 * supply.max():
        raise ValueError("what is supplied of a commodity must be what is asked for")
    live = np.flatnonzero(supply > 0)
    source, sink = np.zeros((2, count), dtype=np.int64)
    source[live] = nodes + np.arange(len(live))
    sink[live] = nodes + len(live) + np.arange(len(live))
    gives, takes = np.flatnonzero(right > 0), np.flatnonzero(right < 0)
    arcs = arcs.with_more(source[commodity[gives]], gives, right[gives])
    arcs = arcs.with_more(takes, sink[commodity[takes]], -right[takes])
    flows = Flows(programme, nodes + 2 * len(live), arcs, source[live], sink[live], supply[live])
    return _numbered(_unwound(_contracted(_loosened(flows))))


def _loosened(flows: Flows) -> Flows:
    """Leave out bounds and joint capacities that cannot bind, since no arc carries more than is supplied of its commodity."""
    arcs = flows.arcs
    _, commodity = connected_components(_graph(flows.nodes, arcs), directed=False)
    supply = np.zeros(commodity.max() + 1)
    supply[commodity[flows.source]] = flows.supply
    room = supply[commodity[arcs.tail]]
    shares = arcs.joint >= 0
    most = np.bincount(arcs.joint[shares], np.minimum(arcs.bound, room)[shares], minlength=len(flows.capacity))
    joint = np.where(shares & (most > flows.capacity)[arcs.joint], arcs.joint, -1) if len(most) else arcs.joint
    room = np.where(joint >= 0, np.append(flows.capacity, np.inf)[joint], room)
    return replace(flows, arcs=replace(arcs, bound=np.where(arcs.bound < room, arcs.bound, np.inf), joint=joint))


def _contracted(flows: Flows) -> Flows:
    """Leave out arcs on no way from source to sink; make a node one with its neighbour if its only way out, or in, is free."""
    arcs = flows.arcs
    inner = np.ones(flows.nodes, dtype=bool)
    inner[np.concatenate((flows.source, flows.sink))] = False
    while True:
        reached = _reached(flows.nodes, arcs, flows.source) & _reached(flows.nodes, arcs.turned(), flows.sink)
        arcs = arcs.take(reached[arcs.tail] & reached[arcs.head] & (arcs.tail != arcs.head) & (arcs.bound > 0))
        back = False
        only = _only(flows.nodes, arcs) & inner[arcs.tail]
        if not only.any():
            back, arcs = True, arcs.turned()
            only = _only(flows.nodes, arcs) & inner[arcs.tail]
        if not only.any():
            return replace(flows, arcs=arcs.turned())
        step = np.full(flows.nodes, -1)
        for a in np.flatnonzero(only):  # of a chain, a node goes only if the next one stays
            if step[arcs.head[a]] < 0:
                step[arcs.tail[a]] = a
        stays = only & ((step[arcs.tail] < 0) | (step[arcs.head] >= 0))
        step[arcs.tail[stays]] = -1
        follows = step[arcs.head]
        moved = np.flatnonzero(follows >= 0)
        further = csr_matrix((np.ones(len(moved)), (moved, follows[moved])), shape=(len(arcs), len(arcs)))
        head = np.where(follows >= 0, arcs.head[follows], arcs.head)
        arcs = replace(arcs, head=head, made_of=csr_matrix(arcs.made_of + further @ arcs.made_of)).take(step[arcs.tail] < 0)
        arcs = arcs.turned() if back else arcs


def _unwound(flows: Flows) -> Flows:
    """
    Undo cycles of two nodes by a copy of each, which only what leaves the two leaves from.

    A way passes one of the two or both; to go round again costs no less than nothing and leads nowhere else.
    """
    arcs = flows.arcs
    _, part = connected_components(_graph(flows.nodes, arcs), connection="strong")
    size = np.bincount(part)[part]
    if size.max() > 2:
        raise ValueError("cycles through more than two nodes are not provided for")
    pair = np.flatnonzero(size == 2)
    copy = np.arange(flows.nodes)
    copy[pair] = flows.nodes + np.arange(len(pair))
    inside = part[arcs.tail] == part[arcs.head]
    tail, head = np.where(inside, arcs.tail, copy[arcs.tail]), np.where(inside, copy[arcs.head], arcs.head)
    arcs = replace(arcs, tail=tail, head=head).with_more(pair, copy[pair], np.full(len(pair), np.inf))
    return replace(flows, nodes=flows.nodes + len(pair), arcs=arcs)


def _numbered(flows: Flows) -> Flows:
    """Number the nodes anew, each below those that its arcs lead to; leave out nodes without arcs."""
    arcs = flows.arcs
    depth = np.zeros(flows.nodes, dtype=np.int64)
    while (depth[arcs.head] <= depth[arcs.tail]).any():
        np.maximum.at(depth, arcs.head, depth[arcs.tail] + 1)
    used = np.unique(np.concatenate((arcs.tail, arcs.head, flows.source, flows.sink)))
    number = np.full(flows.nodes, -1)
    number[used[np.argsort(depth[used], kind="stable")]] = np.arange(len(used))
    arcs = replace(arcs, tail=number[arcs.tail], head=number[arcs.head])
    return replace(flows, nodes=len(used), arcs=arcs, source=number[flows.source], sink=number[flows.sink])


def _graph(nodes: int, arcs: Arcs) -> csr_matrix:
    return csr_matrix((np.ones(len(arcs)), (arcs.tail, arcs.head)), shape=(nodes, nodes))


def _only(nodes: int, arcs: Arcs) -> Bools:
    """Which arcs are the only one that leaves its node, and free: (arcs,)."""
    return arcs.free & (np.bincount(arcs.tail, minlength=nodes) == 1)[arcs.tail]


def _reached(nodes: int, arcs: Arcs, start: Ints) -> Bools:
    """Which nodes the arcs lead to from some: (nodes,)."""
    reached = np.zeros(nodes, dtype=bool)
    reached[start] = True
    while True:
        more = arcs.head[reached[arcs.tail] & ~reached[arcs.head]]
        if not len(more):
            return reached
        reached[more] = True
