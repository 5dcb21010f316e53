"""From amounts on ways to the consignments and legs that people read, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from mainstay.model import Channel, Consignment, Flow, Leg, NodeDay

from .build import Case, points_per_eur
from .problem import Floats
from .ways import Ways

DIGITS = 9
"""Significant digits of written quantities."""

REPAIR = "repair"
"""Mode of a leg that is a repair."""

DUST = 1e-7
"""Share of an offer or of a requirement below which a consignment is not worth its papers."""


@dataclass(frozen=True)
class Record:
    """A plan as written, and its points: earned, and paid for transport."""

    consignments: tuple[Consignment, ...]
    legs: tuple[Leg, ...]
    points: float
    transport_points: float


def write(case: Case, ways: Ways, lots: Floats) -> Record:
    """Write amounts on ways as consignments with their legs, in the order of departure."""
    problem, grid = case.problem, case.grid
    rate_points = points_per_eur(case.scenario.settings)
    drafts = []
    for w in range(len(ways)):
        pair = ways.pair[w]
        o, n = int(problem.pair_offer[pair]), int(problem.pair_need[pair])
        dust = problem.pieces[o] / 2 or DUST * min(problem.amount[o], problem.asked[n] / problem.rate[pair])
        if lots[w] <= dust:
            continue
        steps = [(int(ways.link[w, i]), int(ways.leaves[w, i])) for i in range(ways.legs[w])]
        drafts.append((_departure(ways, w, steps), o, n, steps, w))
    drafts.sort(key=lambda d: (d[0], case.offers[d[1]].offer, case.demands[d[2]].code, d[3], ways.arrives[d[4]]))
    consignments, legs = [], []
    earned = paid = 0.0
    width = max(4, len(str(len(drafts))))
    for number, (departs, o, n, steps, w) in enumerate(drafts, 1):
        code = f"C-{number:0{width}d}"
        offer, demand = case.offers[o], case.demands[n]
        quantity = float(round(lots[w] / case.lot[o])) if problem.pieces[o] > 0 else rounded(lots[w] / case.lot[o])
        mass = rounded(quantity * case.rules.items[offer.item].mass_t)
        counts = rounded(quantity * case.rules.rate(offer.item, demand.item))
        share = problem.worth[n, ways.arrives[w]]
        points = float(problem.value[ways.pair[w]] * (quantity * case.lot[o]) * share)
        cost = mass * _cost_per_t(case, ways, w, steps) + quantity * _repair_cost(case, steps)
        earned, paid = earned + points, paid + cost * rate_points
        consignments.append(
            Consignment(
                consignment=code,
                offer=offer.offer,
                party=offer.party,
                item=offer.item,
                serves=demand.serves,
                requirement=demand.of,
                component=demand.component,
                origin=offer.place,
                destination=demand.place,
                departs=grid.first_day(departs) if steps else grid.last_day(departs),
                arrives=grid.last_day(int(ways.arrives[w])),
                quantity=quantity,
                counts_for=counts,
                mass_t=mass,
                points=rounded(points),
                transport_eur=rounded(cost),
                purchase_eur=rounded(quantity * (offer.unit_cost_eur or 0.0)) if offer.channel == Channel.PURCHASE else 0.0,
            )
        )
        for i, (a, t) in enumerate(steps, 1):
            link, mode, origin, destination = _step(case, a)
            legs.append(
                Leg(
                    consignment=code,
                    leg=i,
                    link=link,
                    mode=mode,
                    origin=origin,
                    destination=destination,
                    departs=grid.first_day(t),
                    arrives=grid.last_day(t + int(problem.network.lead[a])),
                    mass_t=mass,
                )
            )
    return Record(tuple(consignments), tuple(legs), earned, paid)


def loads(case: Case, record: Record) -> tuple[tuple[Flow, ...], tuple[NodeDay, ...]]:
    """Add up a written plan by link, node and period; what carries nothing is left out."""
    grid, problem = case.grid, case.problem
    net = problem.network
    link_of = {link.link: a for a, link in enumerate(case.links)}
    node_of = {node.node: v for v, node in enumerate(case.nodes)}
    on_link = np.zeros((net.roads, net.periods))
    arrived, departed, waiting = (np.zeros((net.spots, net.periods)) for _ in range(3))
    ways: dict[str, list[Leg]] = defaultdict(list)
    for leg in record.legs:
        ways[leg.consignment].append(leg)
        if leg.link not in link_of:  # a repair moves nothing
            continue
        a, t = link_of[leg.link], grid.last_until(leg.departs)
        on_link[a, t] += leg.mass_t
        departed[net.tail[a], t] += leg.mass_t
        arrived[net.head[a], grid.last_until(leg.arrives)] += leg.mass_t
    for steps in ways.values():
        for before, after in pairwise(steps):
            first, end = grid.last_until(before.arrives), grid.last_until(after.departs)
            waiting[node_of[before.destination], first:end] += before.mass_t
    for row in record.consignments:
        if row.consignment in ways:  # what waits at its place before it is handed over
            last = ways[row.consignment][-1]
            first, end = grid.last_until(last.arrives), grid.last_until(row.arrives)
            waiting[node_of[last.destination], first:end] += row.mass_t
    flows = tuple(
        Flow(
            link=case.links[a].link,
            day=grid.first_day(int(t)),
            load_t=rounded(on_link[a, t]),
            capacity_t=rounded(net.link_t[a, t]),
        )
        for a, t in zip(*np.nonzero(on_link > 0), strict=True)
    )
    busy = (arrived > 0) | (departed > 0) | (waiting > 0)
    days = tuple(
        NodeDay(
            node=case.nodes[v].node,
            day=grid.first_day(int(t)),
            arrived_t=rounded(arrived[v, t]),
            departed_t=rounded(departed[v, t]),
            waiting_t=rounded(waiting[v, t]),
            handling_t=None if np.isinf(net.node_t[v, t]) else rounded(net.node_t[v, t]),
        )
        for v, t in zip(*np.nonzero(busy), strict=True)
    )
    return flows, days


def _departure(ways: Ways, w: int, steps: list[tuple[int, int]]) -> int:
    """Period in which the first leg leaves; for a way without legs, the one in which it is there."""
    return steps[0][1] if steps else int(ways.arrives[w])


def _step(case: Case, a: int) -> tuple[str, str, str, str]:
    """Code, mode, origin and destination of a link, be it a copy, or of a repair."""
    net = case.problem.network
    if net.shop_of[a] >= 0:
        shop = case.scenario.repairs[net.shop_of[a]]
        return shop.repair, REPAIR, shop.place, shop.place
    link = case.links[net.road_of[a]]
    return link.link, str(link.mode), link.origin, link.destination


def _repair_cost(case: Case, steps: list[tuple[int, int]]) -> float:
    """Cost of the repairs on a way in EUR a piece."""
    shop = case.problem.network.shop_of
    return sum(case.scenario.repairs[int(shop[a])].cost_eur for a, _ in steps if shop[a] >= 0)


def _cost_per_t(case: Case, ways: Ways, w: int, steps: list[tuple[int, int]]) -> float:
    """Cost of a way in EUR per tonne: its links, and the days of waiting."""
    settings, lead = case.scenario.settings, case.problem.network.lead
    cost, waited, ready = 0.0, 0, int(ways.begins[w])
    for a, t in steps:
        waited += t - ready
        ready = t + int(lead[a])
        road = case.problem.network.road_of[a]
        cost += case.links[road].cost_eur_per_t if road >= 0 else 0.0
    waited += int(ways.arrives[w]) - ready
    return cost + waited * settings.period_days * settings.waiting_eur_per_t_day


def rounded(value: float) -> float:
    """Round to the digits of written figures."""
    return float(f"{value:.{DIGITS}g}")
