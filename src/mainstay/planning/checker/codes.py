"""Codes: each row has its own, and what it names exists."""

from __future__ import annotations

import math
from collections.abc import Container, Iterator

from mainstay.model import Problem

from .demands import Demand
from .written import REPAIR, Written, of_consignment, of_leg


def codes(plan: Written) -> Iterator[Problem]:
    """Find doubled codes, codes that name nothing, and figures that are none."""
    seen: dict[str, int] = {}
    tables: dict[str, Container[str]] = {"offer": plan.offers, "item": plan.items}
    tables |= {"origin": plan.nodes, "destination": plan.nodes, "party": plan.scenario.by_key("parties")}
    for row, consignment in plan.consignments:
        code = consignment.consignment
        if code in seen:
            yield of_consignment(row, "consignment", f"'{code}' stands in row {seen[code]} already")
        seen.setdefault(code, row)
        for column, table in tables.items():
            if (named := getattr(consignment, column)) not in table:
                yield of_consignment(row, column, f"the scenario has no {column} '{named}'")
        if not isinstance(demand := plan.demands.of(consignment), Demand):
            yield of_consignment(row, *demand)
        if not (math.isfinite(consignment.quantity) and consignment.quantity >= 0):
            yield of_consignment(row, "quantity", f"{consignment.quantity:g} is no quantity: it must be 0 or more")
    numbers: dict[tuple[str, int], int] = {}
    for row, leg in plan.legs:
        if leg.consignment not in seen:
            yield of_leg(row, "consignment", f"consignments.csv has no consignment '{leg.consignment}'")
        if leg.mode == REPAIR and leg.link not in plan.shops:
            yield of_leg(row, "link", f"the scenario has no repair shop '{leg.link}'")
        if leg.mode != REPAIR and leg.link not in plan.links:
            yield of_leg(row, "link", f"the scenario has no link '{leg.link}'")
        if (leg.consignment, leg.leg) in numbers:
            first = numbers[leg.consignment, leg.leg]
            yield of_leg(row, "leg", f"'{leg.consignment}' has a leg {leg.leg} in row {first} already")
        numbers.setdefault((leg.consignment, leg.leg), row)
