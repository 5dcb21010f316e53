"""What is said of packages, people, seats and stocks is true to the tables of the plan."""

import datetime as dt
from itertools import pairwise

import msgspec
import pytest
from tests.report.complete import GUN, START, day, plan, scenario

from mainstay.report import LANGUAGES, answer
from mainstay.report.axis import MOST_COLUMNS, Axis, columns
from mainstay.report.capabilities import calendar, goods_wait, package_lines, waits
from mainstay.report.capability_text import capability_answer
from mainstay.report.figures import fulfilment, met, over_time
from mainstay.report.gantt import _Lanes
from mainstay.report.places import used_places
from mainstay.report.seats import packed, site_calendars
from mainstay.report.stock_chart import supplies

# --- packages


def test_a_requirement_for_packages_is_met_by_packages_in_service_and_not_by_what_they_are_made_of():
    """Both batteries are in service, the second late; without them their goods, all in place, count for nothing."""
    assert met(scenario(), plan().tables) == {"P-1": "late", "R-1": "on_time"}
    assert met(scenario(), plan().but(capabilities=()).tables)["P-1"] == "none"


def test_points_come_from_arrivals_packages_and_issues():
    (row, whole) = fulfilment(scenario(), plan().tables)
    assert whole.asked == pytest.approx(100)
    assert whole.attained == pytest.approx((100 + 50 + 40 + 100 * 100 / 210) / 3)
    assert (row.lines, row.met.late, row.met.on_time) == (2, 1, 1)


def test_the_line_of_the_chart_ends_at_the_share_of_the_table():
    (row, _) = fulfilment(scenario(), plan().tables)
    steps = over_time(scenario(), plan().tables)[1]
    shares = [share for _, share in steps]
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(row.share)


def test_the_part_that_comes_last_decides_the_day():
    (line,) = package_lines(plan(), scenario())
    assert [part.part for part in line.deciding()] == [GUN]
    assert (line.in_service, line.by(line.requirement.due), line.day) == (2, 1, day(47))


def test_goods_that_are_missing_are_named_before_people_who_wait_for_them():
    """Nobody is assigned to a package that does not come, so that people seem missing too."""
    tables = plan().tables
    gone = tuple(
        msgspec.structs.replace(part, planned=0.0, first_whole=None, all_whole=None)
        if part.kind in ("equipment", "crew")
        else part
        for part in tables.readiness
    )
    (line,) = package_lines(plan().but(readiness=gone, capabilities=()), scenario())
    assert [part.kind for part in line.deciding()] == ["equipment", "crew"]


def test_what_came_first_is_used_first():
    """4 guns wait from day 10 to 40, 4 from day 46 to 47; 20 shells from day 30, half to 40, half to 47."""
    (line,) = package_lines(plan(), scenario())
    assert line.goods_wait == pytest.approx(((30 + 1) / 2 + (10 + 17) / 2) / 2)
    assert line.people_wait == pytest.approx((20 * 26 + 20 * 12 + 5 * 40 + 5 * 47) / 50)
    found = waits([line], plan())
    assert (found.goods, found.people) == (line.goods_wait, line.people_wait)


def test_goods_that_no_package_takes_wait_until_the_end():
    rows = [row for row in plan().tables.consignments if row.component == GUN and row.arrives == day(10)]
    assert goods_wait(rows, (), 4, day(83)) == pytest.approx(73)
    assert goods_wait((), (), 4, day(83)) is None


def test_the_calendar_counts_what_is_in_service_and_what_is_due_by_the_end_of_each_step():
    spans, (kind, whole) = calendar(package_lines(plan(), scenario()), scenario())
    assert spans[0] == (day(0), day(6))
    assert spans[-1][1] == day(83)
    assert (kind.in_service, kind.asked) == (whole.in_service, whole.asked)
    assert kind.in_service == (0,) * 5 + (1,) + (2,) * 6
    assert kind.asked == (0,) * 5 + (2,) * 7


@pytest.mark.parametrize("days", [3, 84, 210, 211, 731])
def test_columns_cover_the_plan_without_gap_and_fit_on_a_page(days):
    settings = msgspec.structs.replace(scenario().settings, days=days)
    spans = columns(scenario().replace(settings=settings), 7)
    assert len(spans) <= MOST_COLUMNS
    assert spans[0][0] == START
    assert spans[-1][1] == START + dt.timedelta(days=days - 1)
    assert all(b[0] == a[1] + dt.timedelta(days=1) for a, b in pairwise(spans))


def test_an_axis_ends_where_its_last_day_ends():
    axis = Axis(day(0), day(9), 10.0, 110.0)
    assert (axis.begin(day(0)), axis.end(day(9)), axis.end(day(50)), axis.begin(day(-5))) == (10.0, 110.0, 110.0, 10.0)


def test_lanes_show_courses_from_leaving_to_being_ready_and_the_wait_after_them():
    (line,) = package_lines(plan(), scenario())
    goods, crews, maintainers = _Lanes(plan(), scenario()).of(line)
    assert goods.moving == ((day(8), day(46)),)
    assert goods.came == (day(10), day(30), day(46))
    assert crews.moving == ((day(0), day(14)), (day(21), day(35)))
    assert crews.waiting == ((day(14), day(40)), (day(35), day(47)))
    assert maintainers.moving == ()
    assert not any(lane.nothing for lane in (goods, crews, maintainers))


# --- seats, stocks, places


def test_seats_taken_are_counted_against_those_in_force():
    (site,) = site_calendars(plan(), scenario())
    assert [week.share for week in site.weeks[:7]] == [1.0, 1.0, 0.0, 0.5, 1.0, 0.0, None]
    assert (site.people, site.runs) == (40, 2)


def test_runs_on_one_line_do_not_overlap():
    run = plan().tables.runs[0]
    runs = tuple(
        msgspec.structs.replace(run, starts=day(first), ends=day(last)) for first, last in ((0, 9), (5, 7), (8, 12), (10, 11))
    )
    assert [line for line, _ in packed(runs)] == [0, 1, 1, 0]


def test_a_stock_without_a_rate_has_no_days_of_supply():
    (supply,) = supplies(plan(), scenario())
    assert supply.stock.stock == "S-1"
    assert supply.share == pytest.approx(100 / 210)
    assert supply.lost == pytest.approx(100 / 3 * 110 / 210)


def test_sites_and_shops_that_the_plan_uses_are_places_with_their_figures():
    shop, site = used_places(plan(), scenario())
    assert (shop.kind, shop.code, shop.repaired) == ("repair shop", "SHOP", 4.0)
    assert (site.kind, site.people, site.runs) == ("training site", 40, 2)
    assert used_places(plan().but(runs=(), legs=(), reservations=()), scenario()) == ()


# --- sentences


def test_the_answer_says_packages_and_what_planning_apart_would_bring():
    text = answer(plan(), scenario())
    assert "2 of 2 packages asked come into service, 1 of them on time." in text
    assert "Equipment and training planned apart would bring 1 into service, for 41.0 points." in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_carries_its_figure_in_every_language(language):
    said = capability_answer(plan(), scenario(), language=language)
    assert len(said) == 7
    for sentence, figures in zip(said, ("2", "41", "24", "40", "47", "4", "4"), strict=True):
        assert figures in sentence


def test_what_an_older_plan_does_not_know_is_not_said():
    old = plan().but(capabilities=(), runs=(), attendances=(), assignments=(), stock_levels=(), orders=())
    old = type(old)(old.tables)
    asked = scenario().replace(requirements=scenario().requirements[1:], stocks=())
    assert capability_answer(old, asked) == []
    assert "package" not in answer(old, asked)
