"""What a case takes from the arrays of a problem, from the first period to the last."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from .problem import Bools, Floats, Ints, Network, Problem


@dataclass(frozen=True)
class Hit:
    """What a case takes; ``None``: nothing of that kind.

    Attributes
    ----------
    offers : (offers,)
        Those that are gone.
    links : (links,)
        Those that are shut in every period; a road with all its copies, see :func:`of_road`.
    budget_eur : (budget rows,) EUR
        What each row may spend, at most what it may in the problem.
    choices : (choices,)
        Those that may not be taken.
    """

    offers: Bools | None = None
    links: Bools | None = None
    budget_eur: Floats | None = None
    choices: Bools | None = None

    def __or__(self, other: Hit) -> Hit:
        """Both together."""
        either = [
            one if two is None else two if one is None else one | two
            for one, two in ((self.offers, other.offers), (self.links, other.links), (self.choices, other.choices))
        ]
        one, two = self.budget_eur, other.budget_eur
        money = one if two is None else two if one is None else np.minimum(one, two)
        return Hit(either[0], either[1], money, either[2])


def of_offers(problem: Problem, offers: Ints) -> Hit:
    """Return what is taken when some offers, by number, are gone."""
    gone = np.zeros(problem.offers, dtype=bool)
    gone[offers] = True
    return Hit(offers=gone)


def of_road(problem: Problem, road: int) -> Hit:
    """Return what is taken when a road is shut: the link and its copies."""
    return Hit(links=problem.network.road_of == road)


def of_node(problem: Problem, spot: int) -> Hit:
    """Return what is taken when a node is shut: all links that leave or enter it, or a copy of it; repairs there go on."""
    net = problem.network
    ends = (net.spot_of[net.tail] == spot) | (net.spot_of[net.head] == spot)
    return Hit(links=ends & (net.shop_of < 0))


def of_gate(problem: Problem, gate: int) -> Hit:
    """Return what is taken when a corridor is shut: all links that belong to it."""
    return Hit(links=problem.network.gate == gate)


def removed(problem: Problem, hit: Hit) -> Problem:
    """
    Return the problem without what is hit.

    Same arrays, same rows. Offers that nobody can pay any more are gone too. Rows that nothing can fill any more, since all
    links that could are shut, get a capacity of 0.
    """
    network, budget = problem.network, problem.budget_eur
    if hit.links is not None:
        roads, spots, gates = idle(network, hit.links)
        network = replace(
            network,
            shut=network.shut | hit.links[:, None],
            link_t=np.where(roads[:, None], 0.0, network.link_t),
            node_t=np.where(spots[:, None], 0.0, network.node_t),
            gate_t=np.where(gates[:, None], 0.0, network.gate_t),
        )
    if hit.budget_eur is not None:
        budget = np.minimum(budget, hit.budget_eur)
    gone = gone_offers(problem, hit)
    known = problem.known
    if hit.choices is not None and known is not None:
        upper = np.where(hit.choices, 0.0, known.upper)
        least = None if known.least is None else np.minimum(known.least, upper)
        known = replace(known, upper=upper, least=least)
    return replace(problem, network=network, amount=np.where(gone, 0.0, problem.amount), budget_eur=budget, known=known)


def gone_offers(problem: Problem, hit: Hit) -> Bools:
    """Return the offers that are hit, or whose purchase needs money of a row that has none any more: (offers,)."""
    gone = np.zeros(problem.offers, dtype=bool) if hit.offers is None else hit.offers.copy()
    if hit.budget_eur is not None:
        empty = np.concatenate(([0], np.cumsum(hit.budget_eur <= 0)))
        gone |= (problem.budget >= 0) & (problem.price > 0) & (empty[problem.budget_end] > empty[np.maximum(problem.budget, 0)])
    return gone


def idle(network: Network, shut: Bools) -> tuple[Bools, Bools, Bools]:
    """Return the roads, spots and gates that no lot can pass, arrive at, or pass, with links (links,) shut."""
    moves = network.shop_of < 0
    open_ = moves & ~shut
    roads, spots, gates = (np.zeros(n, dtype=bool) for n in (network.roads, network.spots, len(network.gate_t)))
    head = network.spot_of[network.head]
    for out, of in ((roads, network.road_of), (spots, head), (gates, network.gate)):
        hit, stays = of[moves & shut], of[open_]
        out[hit[hit >= 0]] = True
        out[stays[stays >= 0]] = False
    return roads, spots, gates
