"""Days and periods: the grid of docs/rules.md."""

from __future__ import annotations

import datetime as dt

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from mainstay.model import Settings
from mainstay.planning.grid import Grid

START = dt.date(2026, 3, 2)
GRIDS = st.builds(Grid, st.just(START), st.integers(1, 60), st.integers(1, 31))
DAY = dt.timedelta(days=1)


@given(GRIDS)
def test_every_day_lies_in_exactly_one_period(grid: Grid):
    """Periods follow each other without a gap, from the first day of the plan to its last; only the last may be shorter."""
    assert grid.first_day(0) == grid.start
    assert grid.last_day(grid.periods - 1) == grid.start + (grid.days - 1) * DAY
    for t in range(grid.periods):
        days = (grid.last_day(t) - grid.first_day(t)).days + 1
        assert days == grid.period_days or (t == grid.periods - 1 and 1 <= days < grid.period_days)
        if t:
            assert grid.first_day(t) == grid.last_day(t - 1) + DAY


@given(GRIDS, st.integers(-10, 80))
def test_a_day_is_followed_and_preceded_by_the_right_periods(grid: Grid, offset: int):
    """What opens on a day may leave in the first period that begins then or later; what shuts, in the last by then."""
    day = grid.start + offset * DAY
    begins = [t for t in range(grid.periods) if grid.first_day(t) >= day]
    ended = [t for t in range(grid.periods) if grid.first_day(t) <= day]
    assert min(grid.first_from(day), grid.periods) == (begins[0] if begins else grid.periods)
    assert grid.last_until(day) == ended[-1] if ended else grid.last_until(day) < 0


@given(st.integers(1, 31), st.floats(0.0, 2000.0))
def test_a_lead_covers_its_hours_and_not_a_period_more(period_days: int, hours: float):
    """A leg takes at least a period, and the fewest that hold its hours."""
    lead = Grid(START, 60, period_days).lead(hours)
    assert lead >= 1
    assert lead * 24 * period_days >= hours - 1e-6
    assert lead == 1 or (lead - 1) * 24 * period_days < hours


def test_a_lead_of_whole_days_is_not_rounded_up_by_arithmetic():
    """Sums of hours that come to a whole number of days take exactly those days."""
    grid = Grid(START, 60, 1)
    assert [grid.lead(hours) for hours in (0.0, 24.0, 24.000000001, 0.1 * 3 * 80, 48.01, 49.0)] == [1, 1, 1, 1, 3, 3]


@given(GRIDS, st.data())
def test_sums_add_up_the_days_of_each_period(grid: Grid, data: st.DataObject):
    """A figure of each day becomes one of each period, the short last one too."""
    days = np.array(data.draw(st.lists(st.integers(0, 9), min_size=grid.days, max_size=grid.days)), dtype=float)
    sums = grid.sums(np.vstack((days, 2 * days)))
    for t in range(grid.periods):
        inside = [x for d, x in enumerate(days) if grid.first_day(t) <= grid.start + d * DAY <= grid.last_day(t)]
        assert sums[0, t] == sum(inside)
    assert (sums[1] == 2 * sums[0]).all()


def test_the_grid_of_a_scenario_is_that_of_its_settings():
    """Start, days and length of period are taken as they stand."""
    settings = Settings(name="x", supported="S", start=START, days=11, period_days=3)
    assert Grid.of(settings) == Grid(START, 11, 3)
    assert Grid.of(settings).periods == 4
