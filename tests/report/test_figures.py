"""Counts and shares add up to what was asked and planned."""

import pytest

from mainstay.report.figures import fulfilment, met, over_time


def test_each_requirement_is_in_the_state_that_its_consignments_give(plan, scenario):
    assert met(scenario, plan.tables.consignments) == {"R-1": "on_time", "R-2": "late", "R-3": "none", "R-4": "part"}


def test_priorities_add_up_to_the_whole(plan, scenario):
    *rows, whole = fulfilment(scenario, plan.tables.consignments)
    assert [row.priority for row in rows] == [1, 3]
    assert sum(row.asked for row in rows) == pytest.approx(whole.asked) == pytest.approx(100.0)
    assert sum(row.attained for row in rows) == pytest.approx(whole.attained) == pytest.approx(100 * 170 / 250)
    assert sum(row.lines for row in rows) == whole.lines == 4


def test_the_rule_is_unknown_rather_than_zero_without_its_consignments(plan, scenario):
    assert all(row.greedy_share is None for row in fulfilment(scenario, plan.tables.consignments))
    assert all(row.greedy_share == 0 for row in fulfilment(scenario, plan.tables.consignments, greedy=()))


def test_what_arrived_by_the_last_day_is_the_share_attained(plan, scenario):
    """The line of the chart ends at the figure of the table, never falls, and starts at zero on the first day."""
    rows = {row.priority: row.share for row in fulfilment(scenario, plan.tables.consignments)}
    for priority, steps in over_time(scenario, plan.tables.consignments).items():
        shares = [share for _, share in steps]
        assert shares == sorted(shares)
        assert shares[0] == 0
        assert steps[0][0] == scenario.settings.start
        assert shares[-1] == pytest.approx(rows[priority])
