"""What may be served, how much of it counts, and when: "Demands", "Capability packages" and "Stocks" of docs/rules.md."""

import datetime as dt

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.exchange.small import SAID, capable, day, offer, requirement

from mainstay.model import Course, Scenario, Serves, Settings, Stock
from mainstay.model.demands import demands, milestones, steps, wanted

change = msgspec.structs.replace
START = day(1)


def asked(scenario):
    """Code and quantity of each demand."""
    return {demand.code: demand.quantity for demand in demands(scenario)}


def test_the_demands_of_every_kind_stand_in_their_order():
    """Requirements, components, stocks, training, repair; with who receives them and whether others may stand in."""
    found = demands(capable())
    assert [(d.code, d.serves, d.of, d.component, d.item, d.place) for d in found] == [
        ("R-1", Serves.REQUIREMENT, "R-1", "", "GEN-100", "Sumy"),
        ("R-2", Serves.REQUIREMENT, "R-2", "", "SHELL", "Sumy"),
        ("R-3/K-1", Serves.COMPONENT, "R-3", "K-1", "GUN", "Sumy"),
        ("R-3/K-2", Serves.COMPONENT, "R-3", "K-2", "KIT", "Sumy"),
        ("D-1", Serves.STOCK, "D-1", "", "SHELL", "Sumy"),
        ("RANGE/GUN", Serves.TRAINING, "RANGE", "GUN", "GUN", "RZESZOW"),
        ("SHOP/KIT", Serves.REPAIR, "SHOP", "KIT", "KIT", "RZESZOW"),
    ]
    assert {d.recipient for d in found} == {"UKR"}
    assert [d.code for d in found if not d.substitutes] == ["R-3/K-2"]
    assert [d.requirement for d in found] == ["R-1", "R-2", "R-3", "R-3", "", "", ""]


def test_the_order_of_rows_changes_nothing():
    """Each kind is sorted by its codes."""
    scenario = capable()
    tables = ("requirements", "components", "stocks", "trainings", "repairs", "offers")
    turned = scenario.replace(**{name: getattr(scenario, name)[::-1] for name in tables})
    assert demands(turned) == demands(scenario)


def test_a_repair_chain_is_no_demand_for_goods():
    """Bays are reserved; nothing is sent."""
    assert "R-3/K-3" not in asked(capable())


def test_a_component_asks_for_its_quantity_in_every_package():
    """Two packages of one gun each; of a quarter of a kit each."""
    scenario = capable()
    parts = tuple(change(row, quantity=0.25) if row.component == "K-2" else row for row in scenario.components)
    found = asked(scenario.replace(components=parts))
    assert (found["R-3/K-1"], found["R-3/K-2"]) == (2.0, 0.5)


def test_a_package_that_nobody_asks_for_is_no_demand():
    """Its components say what it would need."""
    scenario = capable()
    assert not [d for d in demands(scenario.replace(requirements=scenario.requirements[:2])) if d.serves == Serves.COMPONENT]


def test_a_stock_asks_for_its_consumption_and_for_twice_as_much_if_it_does_not_keep():
    """Ten a day for 31 days; without a rate nothing."""
    scenario = capable()
    keeps, gun = scenario.stocks
    assert asked(scenario)["D-1"] == 310.0
    spoils = change(keeps, floor=0.0, ceiling=None, shelf_life_days=14)
    assert asked(scenario.replace(stocks=(spoils, gun)))["D-1"] == 620.0
    assert "D-2" not in asked(scenario)


def test_a_stock_may_be_somebody_elses():
    """Who receives it decides which gifts may serve it."""
    scenario = capable()
    stocks = (change(scenario.stocks[0], recipient="POL"),)
    assert {d.recipient for d in demands(scenario.replace(stocks=stocks)) if d.serves == Serves.STOCK} == {"POL"}


@pytest.mark.parametrize(
    ("days", "every", "runs", "quantity"), [(5, 7, 1, 1.0), (7, 7, 1, 1.0), (8, 7, 1, 2.0), (21, 7, 2, 6.0), (3, 1, 1, 3.0)]
)
def test_courses_ask_for_what_could_be_under_way_at_once(days, every, runs, quantity):
    """A course of eight days that starts every week overlaps with the next one."""
    scenario = capable()
    courses = (change(scenario.courses[0], days=days),)
    trainings = (change(scenario.trainings[0], every_days=every, most_runs=runs),)
    assert asked(scenario.replace(courses=courses, trainings=trainings))["RANGE/GUN"] == quantity


def test_courses_at_one_site_add_up():
    """Two trainings that need the same item make one demand; one without an item none."""
    scenario = capable()
    bare = Course(course="TALK", name="talks", skill="basic", days=2, seats=30, **SAID)
    more = tuple(change(scenario.trainings[0], training=code, course=of) for code, of in (("T-2", "GC"), ("T-3", "TALK")))
    found = asked(scenario.replace(courses=(*scenario.courses, bare), trainings=(*scenario.trainings, *more)))
    assert {code: quantity for code, quantity in found.items() if code.startswith("RANGE/")} == {"RANGE/GUN": 2.0}


def test_a_shop_asks_for_spares_for_all_that_could_come():
    """Pieces left of the offers that need repair there; handed over or ready ones need none."""
    scenario = capable()
    broken = scenario.offers[2]
    rows = (
        change(broken, quantity=6.0, handed_over=1.0),
        change(broken, offer="O-9", quantity=None),
        offer("O-8", item="GUN", quantity=7.0),
        change(broken, offer="O-7", item="SHELL", unit="round"),
    )
    assert asked(scenario.replace(offers=rows))["SHOP/KIT"] == 5.0
    assert "SHOP/KIT" not in asked(scenario.replace(offers=rows[1:]))


def test_a_shop_without_spares_asks_for_none():
    """It repairs with what it has."""
    scenario = capable()
    assert "SHOP/KIT" not in asked(scenario.replace(repairs=(change(scenario.repairs[0], spares="", spares_quantity=0.0),)))


def bare(days=31, period=1, step=7):
    """A scenario of settings alone."""
    return Scenario(settings=Settings(name="s", supported="UKR", start=START, days=days, period_days=period, step_days=step))


@given(st.integers(1, 400), st.integers(1, 31))
def test_steps_cover_every_day_of_the_plan_once(days, step):
    """One after the other; all but the last of the same length."""
    cut = steps(bare(days, step=step).settings)
    assert [first + dt.timedelta(days=n) for first, last in cut for n in range((last - first).days + 1)] == [
        START + dt.timedelta(days=n) for n in range(days)
    ]
    assert {(last - first).days + 1 for first, last in cut[:-1]} <= {step}
    assert (cut[-1][1] - cut[-1][0]).days < step


@pytest.mark.parametrize(
    ("days", "period", "due", "latest", "found"),
    [
        (31, 1, 10, 20, (9, 16)),  # 10th and 17th of March; the 24th is past its use
        (31, 1, 10, 24, (9, 16)),  # on latest_useful itself nothing comes into service any more
        (31, 1, 10, 25, (9, 16, 23)),
        (31, 1, 10, 10, (9,)),  # j = 0 always counts
        (31, 1, 29, 60, (28, 30)),  # the plan ends before the second: what is there by its last day counts then
        (31, 1, 40, 90, (30,)),  # due after the plan
        (31, 1, -3, 12, (3, 10)),  # due four days before the plan: the first that counts is the 4th
        (31, 1, -30, -10, ()),  # useless before it begins
        (31, 3, 1, 12, (1,)),  # the first period is not over on the 1st; on the 8th the second is
        (31, 3, 3, 12, (0, 2)),  # it ends on the 3rd
        (31, 10, 10, 40, (0, 1, 3)),  # 10, 17, 24 and 31, where the last one, of one day, ends with the plan
        (31, 10, 11, 21, (0,)),  # 11 and 18 both lie in the second period: it is not over yet
        (31, 31, 10, 40, (0,)),
    ],
)
def test_milestones_are_the_last_periods_that_are_over(days, period, due, latest, found):
    """At the due day and every step after it, as long as it is of use; days of March, 0 being the last of February."""
    row = requirement("R", due=START + dt.timedelta(days=due - 1), latest_useful=START + dt.timedelta(days=latest - 1))
    assert milestones(bare(days, period), row) == found


@given(st.integers(1, 120), st.integers(1, 31), st.integers(1, 31), st.integers(-60, 200), st.integers(0, 90))
def test_milestones_are_those_of_the_rule_day_by_day(days, period, step, due, useful):
    """Against the sentence of the rules, spelt out over all periods of the plan."""
    case = bare(days, period, step)
    row = requirement("R", due=START + dt.timedelta(days=due), latest_useful=START + dt.timedelta(days=due + useful))
    ends = [min(first + period, days) - 1 for first in range(0, days, period)]
    expected: list[int] = []
    for n in range(1 + useful):
        at = due + n * step
        over = [t for t, end in enumerate(ends) if end <= at]
        if (n == 0 or at < due + useful) and over and over[-1] not in expected:
            expected.append(over[-1])
    assert milestones(case, row) == tuple(expected)


@pytest.mark.parametrize(
    ("first", "last", "found"),
    [
        (None, None, (14.0, 14.0, 14.0, 14.0, 6.0)),
        (day(6), None, (4.0, 14.0, 14.0, 14.0, 6.0)),
        (None, day(8), (14.0, 2.0, 0.0, 0.0, 0.0)),
        (day(9), day(9), (0.0, 2.0, 0.0, 0.0, 0.0)),
        (dt.date(2025, 1, 1), dt.date(2027, 1, 1), (14.0, 14.0, 14.0, 14.0, 6.0)),
        (dt.date(2027, 1, 1), None, (0.0, 0.0, 0.0, 0.0, 0.0)),
        (None, dt.date(2025, 1, 1), (0.0, 0.0, 0.0, 0.0, 0.0)),
    ],
)
def test_a_stock_wants_its_rate_on_each_of_its_days_in_the_plan(first, last, found):
    """Two a day, over steps of a week and a short last one of three days."""
    stock = Stock(stock="D", item="SHELL", place="Sumy", unit="round", per_day=2.0, first_day=first, last_day=last, **SAID)
    assert wanted(stock, bare().settings) == found


def test_points_of_requirements_and_of_stocks_with_a_rate_are_asked():
    """Weights of priority 1 are 100, of priority 3 are 25; a stock without a rate asks nothing."""
    scenario = capable()
    rows = (change(scenario.stocks[0], points=2.0), scenario.stocks[1])
    assert scenario.replace(stocks=rows).asked_points == pytest.approx(3 * 100 + 2 * 25)
    assert scenario.points(rows[0]) == 50.0
    assert scenario.points(requirement("R", priority=2, points=3.0)) == 150.0
