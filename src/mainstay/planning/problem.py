"""The planning problem in arrays: what the engine works on, whatever it was made from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from .choices import Choices, no_choices

Floats = NDArray[np.float64]
Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Network:
    """Nodes and links on the grid.

    Where some cargo must pass a repair shop, the part of the network that it may use before is there twice: its *copies* of
    nodes and links stand behind the originals, and a repair leads from the copy of a shop's node to the node itself.

    Attributes
    ----------
    tail, head, lead : (links,)
        Start, end, and periods between leaving and arriving. A link of lead 0 leads to a node of higher number.
    cost : (links,) points per t
    gate : (links,)
        Corridor it belongs to, or -1.
    link_t : (roads, periods) t
        What may leave in each period; infinity where nothing limits it. A road is a link that is neither copy nor repair.
    node_t : (spots, periods) t
        What may arrive over links in each period. A spot is a node that is no copy.
    gate_t : (gates, periods) t
        What may arrive over all links of a gate in each period.
    store_t : (spots,) t
        What may wait from one period to the next; 0 where nothing may.
    wait_cost : points per t and period
    shut : (links, periods)
        Whether a departure in that period is forbidden outright, because the link, one of its ends or its gate is shut.
    road, spot : (links,), (nodes,)
        What a link or node is, or is a copy of; -1 for a repair. ``None``: there are no copies.
    shop : (links,)
        Shop of a repair, -1 for what moves. Cost of a repair is in points per lot. ``None``: nothing is repaired.
    pieces, spares : (links,)
        Pieces in a lot, and spares that the repair of a lot takes.
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
    road: Ints | None = None
    spot: Ints | None = None
    shop: Ints | None = None
    pieces: Floats | None = None
    spares: Floats | None = None

    @property
    def spots(self) -> int:
        """Number of nodes without their copies."""
        return len(self.node_t)

    @property
    def roads(self) -> int:
        """Number of links without copies and repairs."""
        return len(self.link_t)

    @cached_property
    def road_of(self) -> Ints:
        """Road of each link, -1 for a repair: (links,)."""
        return np.arange(self.links, dtype=np.int32) if self.road is None else self.road

    @cached_property
    def spot_of(self) -> Ints:
        """Spot of each node: (nodes,)."""
        return np.arange(self.spots, dtype=np.int32) if self.spot is None else self.spot

    @cached_property
    def shop_of(self) -> Ints:
        """Shop of each link, -1 for what moves: (links,)."""
        return np.full(self.links, -1, dtype=np.int32) if self.shop is None else self.shop

    @cached_property
    def pieces_of(self) -> Floats:
        """Pieces in a lot, for repairs: (links,)."""
        return np.zeros(self.links) if self.pieces is None else self.pieces

    @cached_property
    def spares_of(self) -> Floats:
        """Spares for a lot, for repairs: (links,)."""
        return np.zeros(self.links) if self.spares is None else self.spares

    @property
    def nodes(self) -> int:
        """Number of nodes, copies counted."""
        return len(self.spot_of)

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
    known : Choices
        Decisions besides ways; ``None``: there are none.
    piece : (offers,) lots
        Lots of one piece of an offer that travels in whole pieces only, 0 where it need not. ``None``: nothing need.
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
    known: Choices | None = None
    piece: Floats | None = None

    @cached_property
    def choices(self) -> Choices:
        """Decisions besides ways, if only an empty list of them."""
        if self.known is not None:
            return self.known
        net = self.network
        shops = int(net.shop_of.max(initial=-1)) + 1
        return no_choices(len(self.budget_eur), self.needs, net.periods, self.offers, self.pairs, shops)

    @cached_property
    def pieces(self) -> Floats:
        """Lots of one piece, 0 where an offer need not travel in whole pieces: (offers,)."""
        return np.zeros(self.offers) if self.piece is None else self.piece

    @property
    def whole(self) -> bool:
        """Whether anything must be a whole number."""
        return bool(self.choices.whole.any() or (self.pieces > 0).any())

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
        return np.concatenate((self.amount, self.asked, self.budget_eur, self.choices.capacity, *by_block))

    def alike(self) -> Problem:
        """
        Return a problem without choices in which every arrival that choices wait for earns something at once.

        Not a relaxation: its prices and ways are a start for this one. The same problem if there are no choices.
        """
        choices = self.choices
        if not len(choices):
            return self
        feeds, takes = choices.arrival, choices.matrix[len(self.budget_eur) :].tocoo()
        uses = takes.data > 0
        row, column, amount = takes.row[uses], takes.col[uses], takes.data[uses]
        share = np.zeros(len(choices.capacity) + 1)
        count = np.bincount(column, minlength=len(choices))
        np.maximum.at(share, row, choices.gain[column] / amount / count[column])
        each = share[feeds].max(axis=1, initial=0.0)
        value = self.value + self.rate * each[self.pair_need]
        return replace(self, value=value, known=None)

    def in_blocks(self, length: int) -> Problem:
        """Return the problem with its capacities counted by blocks of so many periods: a relaxation."""
        return replace(self, block=(np.arange(self.network.periods) // length).astype(np.int32))


class Rows:
    """First row of each family: offers, requirements, budgets, shared with choices; by block: links, nodes, gates, stores."""

    def __init__(self, problem: Problem):
        net = problem.network
        self.blocks = int(problem.block[-1]) + 1 if len(problem.block) else 0
        self.offer = 0
        self.need = problem.offers
        self.budget = self.need + problem.needs
        self.shared = self.budget + len(problem.budget_eur)
        self.link = self.shared + len(problem.choices.capacity)
        self.node = self.link + net.roads * self.blocks
        self.gate = self.node + net.spots * self.blocks
        self.store = self.gate + len(net.gate_t) * self.blocks
        self.end = self.store + net.spots * self.blocks

    def split(self, price: Floats) -> dict[str, Floats]:
        """Cut a vector over all rows into its families, those by block as (thing, block)."""
        by_block = {"link": (self.link, self.node), "node": (self.node, self.gate), "gate": (self.gate, self.store)}
        out = {
            "offer": price[: self.need],
            "need": price[self.need : self.budget],
            "budget": price[self.budget : self.shared],
            "shared": price[self.shared : self.link],
        }
        for name, (first, end) in {**by_block, "store": (self.store, self.end)}.items():
            out[name] = price[first:end].reshape(-1, self.blocks)
        return out
