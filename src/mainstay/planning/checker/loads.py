"""Loads: what links, nodes, corridors and stores take in each period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from mainstay.model import ClosureOf, Problem

from .written import Written, of_consignment, of_leg, over


class Load:
    """Tonnes of one thing in one period, and the first row of the plan that adds to them."""

    def __init__(self) -> None:
        self.tonnes = 0.0
        self.row = 0

    def add(self, tonnes: float, row: int) -> None:
        """Add the tonnes of one row."""
        self.tonnes += tonnes
        self.row = self.row or row


Loads = dict[tuple[str, int], Load]


def loads(plan: Written) -> Iterator[Problem]:
    """Find loads above what links, nodes, corridors and stores can take."""
    leaving: Loads = defaultdict(Load)
    arriving: Loads = defaultdict(Load)
    passing: Loads = defaultdict(Load)
    waiting: Loads = defaultdict(Load)
    for shipment in plan.shipments:
        for hop, link in shipment.carried:
            if hop.leaves is not None:
                leaving[link.link, hop.leaves].add(shipment.tonnes, hop.row)
            if hop.arrives is not None:
                arriving[link.destination, hop.arrives].add(shipment.tonnes, hop.row)
                if link.corridor:
                    passing[link.corridor, hop.arrives].add(shipment.tonnes, hop.row)
        for wait in shipment.waits:
            for period in range(wait.first, wait.until):
                waiting[wait.node, period].add(shipment.tonnes, shipment.row)
    links = {link.link: link.capacity_t_per_day for link in plan.scenario.links}
    nodes = {node.node: node.handling_t_per_day for node in plan.scenario.nodes}
    corridors = {corridor.corridor: corridor.capacity_t_per_day for corridor in plan.scenario.corridors}
    yield from _excess(plan, leaving, ClosureOf.LINK, links, "departs", "leave on")
    yield from _excess(plan, arriving, ClosureOf.NODE, nodes, "arrives", "arrive at")
    yield from _excess(plan, passing, ClosureOf.CORRIDOR, corridors, "arrives", "arrive through")
    for (code, period), load in waiting.items():
        limit = plan.nodes[code].storage_t  # where nothing may wait, that anything does is told with its journey
        if limit and over(load.tonnes, limit):
            yield of_consignment(
                load.row,
                "mass_t",
                f"{load.tonnes:g} t wait at '{code}' over {plan.calendar.ends(period)}, {load.tonnes - limit:g} t above the"
                f" {limit:g} t of its store",
            )


def _excess(
    plan: Written, loads: Loads, of: ClosureOf, per_day: dict[str, float | None] | dict[str, float], column: str, verb: str
) -> Iterator[Problem]:
    for (code, period), load in loads.items():
        daily = per_day[code]
        if daily is None:
            continue
        limit = sum(daily * share for share in plan.open_shares(of, code, period))
        if over(load.tonnes, limit):
            first, last = plan.calendar.begins(period), plan.calendar.ends(period)
            yield of_leg(
                load.row,
                column,
                f"{load.tonnes:g} t {verb} {of} '{code}' from {first} to {last}, {load.tonnes - limit:g} t above its"
                f" {limit:g} t",
            )
