"""Large plans in whole numbers, on scenarios that leave something out."""

from __future__ import annotations

import msgspec

import mainstay
from mainstay.planning.checker import check_plan


def test_a_large_scenario_with_pieces_and_without_any_package_is_planned_and_keeps_every_rule():
    """Every fourth item of the bundled relief scenario travels in whole pieces only."""
    scenario, _ = mainstay.load(mainstay.bundled("quake-relief"))
    items = tuple(msgspec.structs.replace(item, whole=k % 4 == 0) for k, item in enumerate(scenario.items))
    scenario = scenario.replace(items=items)
    plan = mainstay.plan(scenario)
    whole = {item.item for item in items if item.whole}
    moved = [row for row in plan.tables.consignments if row.item in whole]
    assert moved
    assert all(row.quantity == round(row.quantity) for row in moved)
    assert plan.greedy_score < plan.score <= plan.bound
    assert check_plan(scenario, plan.tables.consignments, plan.tables.legs, rest=plan.tables, score=plan.score) == []
