"""What coordinators do about it at a review, by a rule of thumb: other offers stand in for what failed or is late.

At a review it is known which offers whose day has come failed or are late, by how long, and how long roads that are shut stay
shut. Of what has not left,

- what will never leave, or come too late to be of use, is taken out of the plan; what is only late counts as lacking if it then
  earns less, or comes a step later to a demand whose arrivals earn nothing by themselves;
- what is lacking is looked for anew, first what was lost, then what is late, both in the order of priority, points, due day and
  code: among the offers that may serve the same demand and have something unused, by the ways of :mod:`.byways`, on what the
  plan leaves free of links, nodes and corridors. What arrives first is taken, as much as fits in one period, and so on until
  nothing is lacking or nothing more arrives in time (what is late: sooner than it will). What was lost and looked for in
  vain is looked for again when more is lost of the same demand.

No course is held anew, and nothing that the plan did not ask for is sent. It is no optimum: :func:`mainstay.contingency.replan`
plans what is left exactly.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

from mainstay.planning.problem import Bools, Floats, Ints

from .byways import LEGS, MOST, Byways
from .execution import GONE, Cargo, Room, asleep, cargo_of, move, order_of
from .programme import Goods, Moves, Net

CRUMB = 1e-6
"""Share of what is asked below which nothing is lacking."""

PARTS = 20.0
"""What is lacking goes in at most about so many parts: a period with room for less is passed over."""


class Book(NamedTuple):
    """What the plan, as changed so far, leaves free.

    Attributes
    ----------
    link, node, gate : (roads, spots, gates; periods) t
    unused : (offers,) lots
    used, bought : (offers,) lots
        What is to leave, and what of purchases is paid.
    money : (budget rows,) EUR
    lacks : (needs,) lots
        What was lost and has not been replaced.
    sought : (needs,) lots
        What of it was looked for in vain.
    """

    link: Floats
    node: Floats
    gate: Floats
    unused: Floats
    used: Floats
    bought: Floats
    money: Floats
    lacks: Floats
    sought: Floats


class News(NamedTuple):
    """What one execution brings.

    Attributes
    ----------
    ready : (offers,)
        Period from which an offer can leave; beyond the last one if it never comes.
    fails : (offers,)
        Whether it never comes.
    """

    ready: Ints
    fails: Bools


def book_of(net: Net, goods: Goods, moves: Moves) -> Book:
    """Return what a plan leaves free before anything happens."""
    used = np.zeros(len(goods.ready))
    np.add.at(used, goods.pair_offer[moves.pair], moves.lots)
    room = (net.link_t.copy(), net.node_t.copy(), net.gate_t.copy())
    book = Book(*room, goods.unused.copy(), used, used.copy(), goods.money.copy(), *np.zeros((2, len(goods.rank))))
    cargo = cargo_of(moves, 0, 1)
    for c in range(len(moves.pair)):
        _load(net, goods, cargo, book, c, 1.0)
    return book


def reviewed(
    net: Net, goods: Goods, moves: Moves, byways: Byways, room: Room, news: News, book: Book, every: int, step: int
) -> Cargo:
    """
    Carry out a plan with a review every so many periods; see the head of this page.

    Parameters
    ----------
    room
        The network of this execution; what is used of it is taken out.
    book
        What the plan leaves free; not changed.
    every, step
        Periods between two reviews, and of a step.
    """
    number, periods, more = len(moves.pair), room.shut.shape[1], max(1000, len(moves.pair))
    cargo = cargo_of(moves, more, LEGS)
    free = Book(*map(np.copy, book))
    asleep(cargo, goods, news.ready, number)
    needs = np.argsort(goods.rank).astype(np.int32)
    order = order_of(goods, cargo, number)
    for t in range(0, periods, every):
        while t > 0:
            number = _review(net, goods, byways, room, news, free, cargo, order, needs, t, step)
            order = order_of(goods, cargo, number)
            if number < len(cargo.pair):
                break
            cargo = _resized(cargo, 2 * number)
        move(net, goods, cargo, room, order, t, min(t + every, periods))
    return _resized(cargo, number)


def _resized(cargo: Cargo, size: int) -> Cargo:
    """Return the first so many consignments, or all with room for so many."""

    def resized(of: Any) -> Any:
        out = np.zeros((size, *of.shape[1:]), dtype=of.dtype)
        out[: len(of)] = of[:size]
        return out

    return Cargo(*map(resized, cargo))


@njit(cache=True)
def _load(net: Net, goods: Goods, cargo: Cargo, book: Book, c: int, sign: float) -> None:
    """Take the loads of a consignment, as planned, out of what is free; give them back if ``sign`` is below 0."""
    mass = sign * goods.load[goods.pair_offer[cargo.pair[c]]] * cargo.lots[c]
    for k in range(cargo.legs[c]):
        a, t = cargo.link[c, k], cargo.leaves[c, k]
        if net.shop[a] < 0:
            there = t + net.lead[a]
            book.link[net.road[a], t] -= mass
            book.node[net.spot[net.head[a]], there] -= mass
            if net.gate[a] >= 0:
                book.gate[net.gate[a], there] -= mass


@njit(cache=True)
def _review(
    net: Net,
    goods: Goods,
    byways: Byways,
    room: Room,
    news: News,
    book: Book,
    cargo: Cargo,
    order: Ints,
    needs: Ints,
    t: int,
    step: int,
) -> int:
    """Change the plan at the beginning of a period; the consignments after it, as many as there is room for if that ran out."""
    number = len(order)
    delay = _delays(net, goods, room, news, cargo, number, t, step)
    for c in order:
        if delay[c] < 0:
            _strike_out(net, goods, book, cargo, c)
    for n in needs:
        if book.lacks[n] > max(CRUMB * goods.asked[n], book.sought[n]):
            limit = room.shut.shape[1] - 1
            while limit >= 0 and goods.worth[n, limit] < 0.0:
                limit -= 1
            book.lacks[n], number = _replace(net, goods, byways, room, news, book, cargo, n, book.lacks[n], limit, number, t)
            if number >= len(cargo.pair):
                return number
            book.sought[n] = book.lacks[n]
    for c in order:
        if delay[c] > 0:
            number = _hasten(net, goods, byways, room, news, book, cargo, c, delay[c], number, t)
            if number >= len(cargo.pair):
                return number
    return number


@njit(cache=True)
def _delays(net: Net, goods: Goods, room: Room, news: News, cargo: Cargo, number: int, t: int, step: int) -> Ints:
    """Periods by which what has not left will come late, by what is known; 0 if that does no harm, -1 if it is lost."""
    stays, origin, last, offer, need = net.stays, goods.origin, goods.last, goods.pair_offer, goods.pair_need
    promised, ready, fails, worth, shut = goods.ready, news.ready, news.fails, goods.worth, room.shut
    pair, arrives, legs_of, link, leaves_of = cargo.pair, cargo.arrives, cargo.legs, cargo.link, cargo.leaves
    leg, handed, lots = cargo.leg, cargo.handed, cargo.lots
    periods = shut.shape[1]
    out = np.zeros(number, dtype=np.int32)
    for c in range(number):
        if leg[c] > 0 or handed[c] >= 0 or lots[c] <= 0.0:
            continue
        o, n, legs = offer[pair[c]], need[pair[c]], legs_of[c]
        planned = leaves_of[c, 0] if legs > 0 else arrives[c]
        leaves = max(planned, t)
        if promised[o] <= t:
            if fails[o]:
                out[c] = -1
                continue
            leaves = max(leaves, ready[o])
        late, barred = leaves - planned, True
        while barred and arrives[c] + late < periods:
            barred = False
            for k in range(legs):
                barred = barred or shut[link[c, k], leaves_of[c, k] + late] <= t
            if barred:
                late += 1
        comes = arrives[c] + late
        if comes >= periods or worth[n, comes] < 0.0 or (planned + late > last[o] and not stays[origin[o]]):
            out[c] = -1
        elif worth[n, comes] < worth[n, arrives[c]] or (worth[n, arrives[c]] == 0.0 and late >= step):
            out[c] = late
    return out


@njit(cache=True)
def _strike_out(net: Net, goods: Goods, book: Book, cargo: Cargo, c: int) -> None:
    """Take what has not left out of the plan; it is lacking then."""
    pair = cargo.pair[c]
    o, lots = goods.pair_offer[pair], cargo.lots[c]
    _load(net, goods, cargo, book, c, -1.0)
    book.used[o] -= lots
    book.unused[o] += lots
    book.lacks[goods.pair_need[pair]] += goods.rate[pair] * lots
    cargo.lots[c], cargo.wakes[c] = 0.0, GONE


@njit(cache=True)
def _hasten(
    net: Net,
    goods: Goods,
    byways: Byways,
    room: Room,
    news: News,
    book: Book,
    cargo: Cargo,
    c: int,
    late: int,
    number: int,
    t: int,
) -> int:
    """Replace what is late by what comes sooner, as far as there is any; the number of consignments after it."""
    pair, lots, wakes = cargo.pair[c], cargo.lots[c], cargo.wakes[c]
    o, n = goods.pair_offer[pair], goods.pair_need[pair]
    lacked = book.lacks[n]
    _strike_out(net, goods, book, cargo, c)
    asked = goods.rate[pair] * lots
    rest, number = _replace(net, goods, byways, room, news, book, cargo, n, asked, cargo.arrives[c] + late - 1, number, t)
    book.lacks[n] = lacked
    if rest < asked:
        lots = rest / goods.rate[pair] if rest > CRUMB * goods.asked[n] else 0.0
        if goods.piece[o] > 0.0:
            lots = np.floor(lots / goods.piece[o] + CRUMB) * goods.piece[o]
    lots = min(lots, book.unused[o])
    if lots > 0.0:
        cargo.lots[c], cargo.wakes[c] = lots, wakes
        book.used[o] += lots
        book.unused[o] -= lots
        _load(net, goods, cargo, book, c, 1.0)
    return number


@njit(cache=True)
def _replace(
    net: Net,
    goods: Goods,
    byways: Byways,
    room: Room,
    news: News,
    book: Book,
    cargo: Cargo,
    n: int,
    lacks: float,
    limit: int,
    number: int,
    t: int,
) -> tuple[float, int]:
    """Send what a demand lacks from whoever has it, first what arrives first; what is then lacking, and the consignments."""
    stays, lead, head, gate, road, spot, shop = net.stays, net.lead, net.head, net.gate, net.road, net.spot, net.shop
    promised, last_of, origin, load_of, piece = goods.ready, goods.last, goods.origin, goods.load, goods.piece
    offer, rate, need_pair, ready, fails = goods.pair_offer, goods.rate, goods.need_pair, news.ready, news.fails
    of, link, legs_of, takes_of, shut = byways.of, byways.link, byways.legs, byways.periods, room.shut
    on_link, at_node, at_gate = book.link, book.node, book.gate
    unused, used, bought, money = book.unused, book.used, book.bought, book.money
    budget, budget_end, price, until = goods.budget, goods.budget_end, goods.price, goods.until
    begin, end, crumb = goods.need_start[n], goods.need_start[n + 1], CRUMB * goods.asked[n]
    while lacks > crumb:
        pair, way, leaves, comes, lots = -1, -1, 0, limit + 1, 0.0
        for i in range(begin, end):
            p = need_pair[i]
            o, kind = offer[p], of[p]
            known = promised[o] <= t
            opens = ready[o] if known else promised[o]
            last = limit if stays[origin[o]] and opens <= last_of[o] else last_of[o]
            if (known and fails[o]) or max(t, opens) > last:
                continue
            there = unused[o]
            if budget[o] >= 0 and there > 0.0:  # what is bought must be paid, or ordered in time
                paid = max(0.0, bought[o] - used[o])
                if t > until[o]:
                    there = min(there, paid)
                elif price[o] > 0.0:
                    left = np.inf
                    for b in range(budget[o], budget_end[o]):
                        left = min(left, money[b])
                    there = min(there, paid + max(0.0, left) / price[o])
            if there * rate[p] <= crumb:
                continue
            want = min(there, lacks / rate[p])
            if piece[o] > 0.0:
                want = np.floor(want / piece[o] + CRUMB) * piece[o]
            if want <= 0.0:
                continue
            for w in range(MOST):
                if legs_of[kind, w] < 0:
                    break
                at = max(t, opens)
                while at <= last and at + takes_of[kind, w] < comes:
                    tonnes, leaves_at = np.inf, at
                    for k in range(legs_of[kind, w]):
                        a = link[kind, w, k]
                        arrives = leaves_at + lead[a]
                        if shut[a, leaves_at] <= t:
                            tonnes = 0.0
                        elif shop[a] < 0:
                            tonnes = min(tonnes, on_link[road[a], leaves_at], at_node[spot[head[a]], arrives])
                            if gate[a] >= 0:
                                tonnes = min(tonnes, at_gate[gate[a], arrives])
                        if tonnes <= 0.0:
                            break
                        leaves_at = arrives
                    fits = want
                    if tonnes <= 0.0:
                        fits = 0.0
                    elif load_of[o] > 0.0:
                        fits = min(want, tonnes / load_of[o])
                    if piece[o] > 0.0:
                        fits = np.floor(fits / piece[o] + CRUMB) * piece[o]
                    if fits > 0.0 and fits >= want / PARTS:
                        pair, way, leaves, comes, lots = p, w, at, at + takes_of[kind, w], fits
                        break
                    at += 1
        if pair < 0 or number >= len(cargo.pair):
            break
        _send(net, goods, byways, news, book, cargo, number, pair, way, leaves, comes, lots)
        number += 1
        lacks -= lots * rate[pair]
    return max(lacks, 0.0), number


@njit(cache=True)
def _send(
    net: Net,
    goods: Goods,
    byways: Byways,
    news: News,
    book: Book,
    cargo: Cargo,
    c: int,
    pair: int,
    way: int,
    leaves: int,
    comes: int,
    lots: float,
) -> None:
    """Add a consignment to the plan."""
    o, k = goods.pair_offer[pair], byways.of[pair]
    cargo.pair[c], cargo.lots[c], cargo.arrives[c] = pair, lots, comes
    cargo.wakes[c] = GONE if news.ready[o] > goods.last[o] else max(leaves, news.ready[o])
    cargo.leg[c], cargo.handed[c], cargo.since[c] = 0, GONE, GONE
    cargo.legs[c] = byways.legs[k, way]
    for i in range(cargo.legs[c]):
        a = byways.link[k, way, i]
        cargo.link[c, i], cargo.leaves[c, i] = a, leaves
        leaves += net.lead[a]
    _load(net, goods, cargo, book, c, 1.0)
    book.unused[o] -= lots
    book.used[o] += lots
    if goods.budget[o] >= 0 and book.used[o] > book.bought[o]:
        cost = (book.used[o] - book.bought[o]) * goods.price[o]
        book.money[goods.budget[o] : goods.budget_end[o]] -= cost
        book.bought[o] = book.used[o]
