"""What follows from consignments at once: orders of what is bought, and what fleets of several types cost."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from mainstay.model import Channel, Consignment, Order, Scenario, Serves
from mainstay.model.rules import Rules

from .record import rounded


def orders(scenario: Scenario, rules: Rules, consignments: Iterable[Consignment]) -> tuple[Order, ...]:
    """Write what is ordered: what leaves of each purchase, and never less than its least order."""
    leaves: dict[str, float] = defaultdict(float)
    for row in consignments:
        leaves[row.offer] += row.quantity
    out = []
    for offer in sorted(scenario.offers, key=lambda o: o.offer):
        if offer.channel != Channel.PURCHASE or leaves[offer.offer] <= 0:
            continue
        ordered = rounded(max(leaves[offer.offer], offer.least_order or 0.0))
        day = rules.ordered(offer)
        out.append(
            Order(
                offer=offer.offer,
                party=offer.party,
                fund=offer.fund,
                ordered=ordered,
                cost_eur=rounded(ordered * (offer.unit_cost_eur or 0.0)),
                order_day=day,
                opens=day + dt.timedelta(days=offer.lead_days),
            )
        )
    return tuple(out)


def mixing_points(scenario: Scenario, consignments: Iterable[Consignment]) -> float:
    """Points that fleets of several types cost."""
    fleet = {c.component: c.item for c in scenario.components if c.fleet}
    units = {row.requirement: row.for_unit for row in scenario.requirements}
    types: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in consignments:
        if row.serves == Serves.COMPONENT and row.component in fleet:
            unit = units[row.requirement]
            types["unit" if unit else "requirement", unit or row.requirement, fleet[row.component]].add(row.item)
    return scenario.settings.mixing_points * sum(len(kinds) - 1 for kinds in types.values())
