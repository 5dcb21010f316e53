"""What is offered on a day beside what stands with its owners: cargo on its way, and what can be ordered only from then on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from mainstay.model import Channel

from .build import Case
from .columns import entries
from .problem import Bools, Floats, Ints, Problem
from .ways import Ways


@dataclass(frozen=True)
class Moving:
    """Cargo on its way: the legs it has left on, and how much of it.

    A way ends where its current leg does: in the period in which it comes there, or in which facts end if it waits there.
    """

    ways: Ways
    lots: Floats


def under_way(to: Case, ways: Ways, lots: Floats, begun: Bools, period: int, gone: frozenset[str]) -> tuple[Moving, Moving]:
    """
    Return what is on its way at the beginning of a period, and what of it is lost.

    Lost is what belongs to a contributor that is gone, what is on a leg that would end where nothing may arrive then, and what
    a node, corridor or shop can no longer take in; of the last, every consignment loses its share.

    Parameters
    ----------
    begun : (ways,)
        What has left its owner and was not handed over.
    """
    problem, net = to.problem, to.problem.network
    mine = np.flatnonzero(begun).astype(np.int32)
    part, amount = ways.take(mine), lots[mine]
    left = (part.leaves >= 0) & (part.leaves < period)
    legs = left.sum(axis=1).astype(np.int32)
    link, leaves = np.where(left, part.link, -1).astype(np.int32), np.where(left, part.leaves, -1).astype(np.int32)
    at, last = np.arange(len(part)), np.maximum(legs - 1, 0)
    link_now, left_now = link[at, last], leaves[at, last]
    comes = np.where(legs > 0, left_now + net.lead[link_now], part.begins)
    stands = np.maximum(comes, period).astype(np.int32)
    lost = np.array([to.offers[o].offer in gone for o in problem.pair_offer[part.pair]], dtype=bool)
    lost |= (legs > 0) & (comes >= period) & net.shut[link_now, left_now]
    lost |= stands >= to.grid.periods
    cut = Ways(part.pair, part.begins, np.minimum(stands, to.grid.periods - 1), legs, link, leaves)
    stays = np.where(lost, 0.0, amount * _taken_in(to, cut, np.where(lost, 0.0, amount), period))
    piece = problem.pieces[problem.pair_offer[part.pair]]
    whole = piece > 0
    stays[whole] = np.floor(stays[whole] / piece[whole] + 1e-6) * piece[whole]
    gone_lots = np.where(amount - stays > 1e-12 * amount, amount - stays, 0.0)
    cargo, cargo_lots = _grouped(problem, cut.take(stays > 0), stays[stays > 0])
    return Moving(cargo, cargo_lots), Moving(part.take(gone_lots > 0), gone_lots[gone_lots > 0])


def _taken_in(to: Case, cut: Ways, lots: Floats, period: int) -> Floats:
    """Share of each cargo that nodes, corridors and shops can take in where it is from a period on: (cargo,)."""
    problem, rows = to.problem, to.problem.rows
    _, start, row, value = entries(problem, cut)
    capacity = problem.capacity
    owner = np.repeat(np.arange(len(cut)), np.diff(start))
    later = np.zeros(rows.end, dtype=bool)
    for first, end in ((rows.node, rows.gate), (rows.gate, rows.store)):
        later[first:end].reshape(-1, rows.blocks)[:, period:] = True
    bays = problem.choices.bays[:, period:]
    later[rows.shared + bays[bays >= 0]] = True
    use = later[row] & (value > 0) & np.isfinite(capacity[row])
    load = np.bincount(row[use], (value * lots[owner])[use], minlength=rows.end)
    share = np.ones(rows.end)
    over = load > capacity * (1 + 1e-6)
    share[over] = np.maximum(capacity[over], 0.0) / load[over]
    out = np.ones(len(cut))
    np.minimum.at(out, owner[use], share[row[use]])
    return out


def _grouped(problem: Problem, ways: Ways, lots: Floats) -> tuple[Ways, Floats]:
    """Put together what comes of the same offer over the same legs, whatever it was meant for."""
    first: dict[tuple[object, ...], int] = {}
    number = np.zeros(len(ways), dtype=np.int64)
    offer = problem.pair_offer[ways.pair]
    for w in range(len(ways)):
        n = int(ways.legs[w])
        key = (int(offer[w]), int(ways.begins[w]), ways.link[w, :n].tobytes(), ways.leaves[w, :n].tobytes())
        number[w] = first.setdefault(key, w)
    which = np.unique(number)
    sums = np.zeros(len(ways))
    np.add.at(sums, number, lots)
    return ways.take(which.astype(np.int32)), sums[which]


@dataclass(frozen=True)
class Orders:
    """What was ordered before a day, and what can be ordered only from then on.

    Attributes
    ----------
    paid : (budget rows,) EUR
        What purchases of any amount that were ordered have cost; those of at least a lot are paid by their choice.
    settled : (offers,)
        Whether an offer was to be ordered before the day.
    ordered : (offers,) lots
        How much of it was.
    ready : (offers,)
        First period in which what is ordered on the day may leave.
    """

    paid: Floats
    settled: Bools
    ordered: Floats
    ready: Ints


def later_orders(to: Case, planned: Floats, taken: Floats, left: Floats, period: int) -> Orders:
    """
    Sort out purchases at the beginning of a period.

    What the plan sends at any time is what was ordered, if its day of ordering is past, and is paid. More can be ordered on the
    day, and is there as many days later as its order takes.

    Parameters
    ----------
    planned : (offers,) lots
        What the plan sends of each offer in all.
    taken : (choices,)
    left : (offers,) lots
        What has left.
    """
    problem, grid = to.problem, to.grid
    day = grid.first_day(min(period, grid.periods - 1))
    paid = np.zeros(len(problem.budget_eur))
    settled = np.zeros(problem.offers, dtype=bool)
    ordered, ready = np.maximum(planned, left), np.zeros(problem.offers, dtype=np.int32)
    spare: dict[str, float] = {
        str(what[1]): float(amount)
        for what, amount in zip(problem.choices.what, taken, strict=True)
        if what[0] == "order" and amount > 0
    }
    for o, offer in enumerate(to.offers):
        if offer.channel != Channel.PURCHASE or to.rules.ordered(offer) >= day:
            continue
        settled[o] = True
        ready[o] = grid.first_from(day + dt.timedelta(days=offer.lead_days))
        if problem.choices.order[o] < 0:
            paid[problem.budget[o] : problem.budget_end[o]] += problem.price[o] * ordered[o] if problem.budget[o] >= 0 else 0.0
        else:
            spare[offer.offer] = spare.get(offer.offer, 0.0) - ordered[o]
    for o in np.flatnonzero(settled & (problem.choices.order >= 0)).tolist():  # ordered, and not meant for anybody
        more = max(0.0, min(spare[to.offers[o].offer], problem.amount[o] - ordered[o]))
        ordered[o] += more
        spare[to.offers[o].offer] -= more
    return Orders(paid, settled, ordered, ready)


@dataclass(frozen=True)
class Further:
    """Offers, pairs and sources of a problem with further ones behind them.

    Attributes
    ----------
    origin, ready, last, klass, load : (sources,)
    source, amount, budget, order : (offers,)
    offer_of, cargo_of : (offers,)
        Offer of the problem that each is or is part of, and which cargo it is, or -1.
    pair_offer, pair_of : (pairs,)
    """

    origin: Ints
    ready: Ints
    last: Ints
    klass: Ints
    load: Floats
    source: Ints
    amount: Floats
    budget: Ints
    order: Ints
    offer_of: Ints
    cargo_of: Ints
    pair_offer: Ints
    pair_of: Ints

    @staticmethod
    def joined(to: Case, cargo: Moving, orders: Orders, gone: frozenset[str], left: Floats) -> Further:
        """Put cargo on its way and later orders behind the offers of a case, of which ``left`` (offers,) lots have left."""
        problem = to.problem
        here = ~np.array([offer.offer in gone for offer in to.offers], dtype=bool)
        amount = np.where(here, np.where(orders.settled, orders.ordered, problem.amount) - left, 0.0)
        amount = np.where(amount <= 1e-9 * problem.amount, 0.0, amount)
        more = np.where(here & orders.settled, problem.amount - orders.ordered, 0.0)
        later = np.flatnonzero(more > 1e-9 * problem.amount).astype(np.int32)
        source = problem.source[later]
        later = later[np.maximum(orders.ready[later], problem.ready[source]) <= problem.last[source]]
        source = problem.source[later]
        moving = problem.pair_offer[cargo.ways.pair]
        stands = cargo.ways.arrives
        at, net = np.arange(len(moving)), problem.network
        place = problem.origin[problem.source[moving]]
        if len(moving):
            place = np.where(cargo.ways.legs > 0, net.head[cargo.ways.link[at, np.maximum(cargo.ways.legs - 1, 0)]], place)
        offer_of = np.concatenate((np.arange(problem.offers), moving, later)).astype(np.int32)
        start = np.searchsorted(problem.pair_offer, np.arange(problem.offers + 1))
        pairs = [np.arange(start[o], start[o + 1]) for o in offer_of]
        free = np.full(len(moving), -1)
        extra = len(moving) + len(later)
        own = problem.source[moving]

        def ints(*parts: np.ndarray) -> Ints:
            return np.concatenate(parts).astype(np.int32)

        return Further(
            origin=ints(problem.origin, place, problem.origin[source]),
            ready=ints(problem.ready, stands, np.maximum(orders.ready[later], problem.ready[source])),
            last=ints(problem.last, stands, problem.last[source]),
            klass=ints(problem.klass, problem.klass[own], problem.klass[source]),
            load=np.concatenate((problem.load, problem.load[own], problem.load[source])),
            source=ints(problem.source, len(problem.origin) + np.arange(extra)),
            amount=np.concatenate((amount, cargo.lots, more[later])),
            budget=ints(np.where(orders.settled, -1, problem.budget), free, problem.budget[later]),
            order=ints(np.where(orders.settled, -1, problem.choices.order), free, problem.choices.order[later]),
            offer_of=offer_of,
            cargo_of=ints(np.full(problem.offers, -1), np.arange(len(moving)), np.full(len(later), -1)),
            pair_offer=np.repeat(np.arange(len(offer_of), dtype=np.int32), [len(p) for p in pairs]),
            pair_of=ints(*pairs) if pairs else np.zeros(0, dtype=np.int32),
        )
