"""Training sites and repair shops that a plan uses, and what happens there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario


@dataclass(frozen=True)
class UsedPlace:
    """A training site or repair shop in a plan.

    Attributes
    ----------
    kind
        ``training site`` or ``repair shop``.
    people, runs
        On course there, and runs of courses; None for a shop.
    repaired
        Pieces repaired there; None for a site.
    """

    code: str
    name: str
    kind: str
    node: str
    party: str
    people: int | None = None
    runs: int | None = None
    repaired: float | None = None


def used_places(plan: AnyPlan, scenario: Scenario) -> tuple[UsedPlace, ...]:
    """Return sites at which a course runs and shops that repair or keep bays for packages, as far as their node is known."""
    nodes, sites, shops = scenario.by_key("nodes"), scenario.by_key("sites"), scenario.by_key("repairs")
    people: dict[str, int] = defaultdict(int)
    runs: dict[str, int] = defaultdict(int)
    for run in plan.tables.runs:
        people[run.site] += run.people
        runs[run.site] += run.runs
    quantities = {row.consignment: row.quantity for row in plan.tables.consignments}
    repaired: dict[str, float] = {row.repair: 0.0 for row in plan.tables.reservations}
    for leg in plan.tables.legs:
        if leg.mode == "repair":
            repaired[leg.link] = repaired.get(leg.link, 0.0) + quantities.get(leg.consignment, 0.0)
    out = [
        UsedPlace(code, row.name, "training site", row.place, row.party, people[code], runs[code])
        for code, row in sites.items()
        if runs[code] and row.place in nodes
    ]
    out += [
        UsedPlace(code, row.name, "repair shop", row.place, row.party, repaired=repaired[code])
        for code, row in shops.items()
        if code in repaired and row.place in nodes
    ]
    return tuple(sorted(out, key=lambda place: (place.kind, place.code)))
