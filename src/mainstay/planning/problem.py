"""The planning problem in arrays: what the engine works on, whatever it was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Nodes and links on the grid.

    Attributes
    ----------
    tail, head, lead : (links,)
        Start, end, and periods between leaving and arriving. A link of lead 0 leads to a node of higher number.
    cost : (links,) points per t
    gate : (links,)
        Corridor it belongs to, or -1.
    link_t : (links, periods) t
        What may leave in each period; infinity where nothing limits it.
    node_t : (nodes, periods) t
        What may arrive over links in each period.
    gate_t : (gates, periods) t
        What may arrive over all links of a gate in each period.
    store_t : (nodes,) t
        What may wait from one period to the next; 0 where nothing may.
    wait_cost : points per t and period
    shut : (links, periods)
        Whether a departure in that period is forbidden outright, because the link, one of its ends or its gate is shut.
    """

    tail: Ints
    head: Ints
    lead: Ints
    cost: Floats
    gate: Ints
    link_t: Floats
    node_t: Floats
    gate_t: Floats
    store_t: Floats
    wait_cost: float
    shut: Bools

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.node_t)

    @property
    def links(self) -> int:
        """Number of links."""
        return len(self.tail)

    @property
    def periods(self) -> int:
        """Number of periods."""
        return int(self.link_t.shape[1])


@dataclass(frozen=True)
class Problem:
    """Offers, requirements, who may serve whom, and the network between them.

    A column of the plan is a pair and a way through the network; its amount is counted in *lots*: tonnes of what is offered,
    or pieces where a piece weighs nothing.

    Attributes
    ----------
    network
        Nodes and links.
    permitted : (classes, links)
        Links that the offers of a class may use.
    origin, ready, last, klass, load : (sources,)
        A source is a place, first and last period of departure, class of links, and tonnes per lot (1, or 0 for what weighs
        nothing): all that the ways of an offer depend on.
    source : (offers,)
    amount : (offers,) lots
    place : (requirements,)
        Node of each requirement.
    asked : (requirements,) lots of what is asked
    worth : (requirements, periods)
        Share of its points that arrival in a period earns; never rises; negative where arrival is not allowed.
    pair_offer, pair_need : (pairs,)
        Which offer may serve which requirement, sorted by offer.
    rate : (pairs,) lots asked per lot given
    value : (pairs,) points per lot given, whole and on time
    budget : (offers,)
        First budget row that a purchase draws on, or -1; it draws on all rows from there to the end of its fund.
    budget_end : (offers,)
    price : (offers,) EUR per lot
    budget_eur : (budget rows,) EUR
        What each row may spend: a fund's money up to a day on which something is paid.
    block : (periods,)
        Block of time that a period belongs to; capacities are counted by block. Blocks longer than a period relax the problem.
    """

    network: Network
    permitted: Bools
    origin: Ints
    ready: Ints
    last: Ints
    klass: Ints
    load: Floats
    source: Ints
    amount: Floats
    place: Ints
    asked: Floats
    worth: Floats
    pair_offer: Ints
    pair_need: Ints
    rate: Floats
    value: Floats
    budget: Ints
    budget_end: Ints
    price: Floats
    budget_eur: Floats
    block: Ints

    @property
    def offers(self) -> int:
        """Number of offers."""
        return len(self.source)

    @property
    def needs(self) -> int:
        """Number of requirements."""
        return len(self.place)

    @property
    def pairs(self) -> int:
        """Number of pairs."""
        return len(self.pair_offer)

    @cached_property
    def rows(self) -> Rows:
        """Where each family of rows begins."""
        return Rows(self)

    @cached_property
    def capacity(self) -> Floats:
        """Right-hand side of every row: (rows,); infinity where nothing limits."""
        net = self.network
        # nothing may wait where there is no store: no way waits there, so the row is left open, not set to 0
        store = np.repeat(np.where(net.store_t > 0, net.store_t, np.inf)[:, None], net.periods, axis=1)
        first = np.flatnonzero(np.diff(self.block, prepend=-1))
        by_block = [np.add.reduceat(room, first, axis=1).ravel() for room in (net.link_t, net.node_t, net.gate_t, store)]
        return np.concatenate((self.amount, self.asked, self.budget_eur, *by_block))

    def in_blocks(self, length: int) -> Problem:
        """Return the problem with its capacities counted by blocks of so many periods: a relaxation."""
        return replace(self, block=(np.arange(self.network.periods) // length).astype(np.int32))


class Rows:
    """First row of each family: offers, requirements, budgets, links, nodes, gates, stores (the last four by block)."""

    def __init__(self, problem: Problem):
        net = problem.network
        self.blocks = int(problem.block[-1]) + 1 if len(problem.block) else 0
        self.offer = 0
        self.need = problem.offers
        self.budget = self.need + problem.needs
        self.link = self.budget + len(problem.budget_eur)
        self.node = self.link + net.links * self.blocks
        self.gate = self.node + net.nodes * self.blocks
        self.store = self.gate + len(net.gate_t) * self.blocks
        self.end = self.store + net.nodes * self.blocks

    def split(self, price: Floats) -> dict[str, Floats]:
        """Cut a vector over all rows into its families, those by block as (thing, block)."""
        by_block = {"link": (self.link, self.node), "node": (self.node, self.gate), "gate": (self.gate, self.store)}
        out = {
            "offer": price[: self.need],
            "need": price[self.need : self.budget],
            "budget": price[self.budget : self.link],
        }
        for name, (first, end) in {**by_block, "store": (self.store, self.end)}.items():
            out[name] = price[first:end].reshape(-1, self.blocks)
        return out
