"""Why packages and stocks wait, word by word, and what each addition brings: points, and days sooner."""

from __future__ import annotations

import pytest

from mainstay.model import (
    Caveat,
    CaveatKind,
    Channel,
    Condition,
    Contribution,
    Fund,
    Item,
    Reason,
    Requirement,
    Rung,
    Scenario,
    Skill,
    Stock,
    SupplyClass,
    Unmet,
)
from mainstay.planning import Explanation, bottlenecks, explain, plan
from mainstay.planning.explain import Help

from .battery import battery, changed, with_chain
from .proofs import EXACT
from .strategies import MADE
from .test_unmet import CASES as GOODS
from .tiny import change, day, first, offer, tents


def missed(scenario: Scenario, code: str = "P") -> Unmet:
    """What a plan says of one requirement or stock that is not met."""
    return next(row for row in plan(scenario, gap=EXACT).tables.unmet if row.requirement == code)


def told(scenario: Scenario, code: str = "P") -> Explanation:
    return explain(plan(scenario, gap=EXACT), code, gap=EXACT)


def helps(scenario: Scenario, code: str = "P") -> dict[str, Help]:
    return {one.tried.addition.text: one for one in told(scenario, code).helps}


def untrained(trained: int, asked: int) -> str:
    return f"{trained} of {asked} people can be trained by {day(13)}"


def prerequisite(scenario: Scenario) -> Scenario:
    """The course asks for what nobody knows."""
    basic = Skill(skill="BASIC", name="basic", **MADE)
    return changed(scenario.replace(skills=(*scenario.skills, basic)), "courses", prerequisites=("BASIC",))


FULL = f"seats at S full from {day(3)} to {day(7)}"
KIT = Item(item="KIT", name="training kits", supply_class=SupplyClass.II, unit="piece", mass_t=1.0, **MADE)

CASES: dict[str, tuple[Scenario, Reason, str, str]] = {
    "too few launchers": (
        battery(launchers=1),
        Reason.NO_OFFER,
        "1 of 1 waits for equipment (BTY-LN): offered 1 of 2 piece",
        f"1 piece more from anybody by {day(13)}",
    ),
    "launchers under a caveat": (
        battery().replace(caveats=(Caveat(caveat="V", party="AAA", kind=CaveatKind.PERSON, **MADE),)),
        *(Reason.CAVEAT, "1 of 1 waits for equipment (BTY-LN): caveat V keeps back L", "clear or lift caveat V"),
    ),
    "launchers for one battery only on time": (
        first(battery(2), "links", capacity_t_per_day=0.2),
        Reason.CAPACITY,
        "1 of 2 waits for equipment (BTY-LN): L would go A - B - C; full: link AB from 2026-03-02 to 2026-03-15;"
        f" all in service on {day(27)}",
        "more capacity of link AB from 2026-03-02 to 2026-03-15",
    ),
    "seats are full": (
        battery(2, seats=4),
        Reason.TRAINING,
        f"1 of 2 waits for maintainers (OP): {untrained(4, 8)}; {FULL}; all in service on {day(20)}",
        "4 seats more at S",
    ),
    "too few seats for one crew": (
        battery(seats=3),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(3, 4)}; only 3 seats at S from {day(3)} to {day(7)};"
        f" all in service on {day(20)}",
        "1 seat more at S",
    ),
    "no seats at all": (
        battery(2, seats=0),
        Reason.TRAINING,
        f"2 of 2 wait for maintainers (OP): {untrained(0, 8)}; no seats at S from {day(3)} to {day(28)}",
        "8 seats more at S",
    ),
    "instructors are all taken": (
        battery(2, staff=2),
        Reason.TRAINING,
        f"1 of 2 waits for maintainers (OP): {untrained(4, 8)}; instructors at S all taken from {day(3)} to {day(7)};"
        f" all in service on {day(20)}",
        "instructors at S",
    ),
    "no more people": (
        battery(2, people=6),
        Reason.TRAINING,
        f"1 of 2 waits for maintainers (OP): {untrained(6, 8)}; no more people in cohort H (6)",
        "2 people more of U",
    ),
    "no more people away": (
        changed(battery(2), "units", away_share=0.04),
        Reason.TRAINING,
        f"1 of 2 waits for maintainers (OP): {untrained(4, 8)}; unit U may have 4 of 100 people away at a time;"
        f" all in service on {day(20)}",
        "more people of U away at a time",
    ),
    "one run at a time": (
        changed(battery(2), "trainings", most_runs=1),
        Reason.TRAINING,
        f"1 of 2 waits for maintainers (OP): {untrained(4, 8)}; T has 4 seats a start on {day(3)}; all in service on {day(20)}",
        "more runs of T at a time",
    ),
    "no cohort": (
        battery().replace(cohorts=()),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no cohort of unit U",
        "a cohort of unit U",
    ),
    "no course": (
        battery().replace(trainings=(), courses=()),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no course teaches OP",
        "a course in OP",
    ),
    "no site": (
        battery().replace(trainings=()),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no site offers C-OP",
        "a site that offers C-OP",
    ),
    "another language": (
        changed(changed(battery(), "trainings", languages=("deu",)), "cohorts", languages=("ukr",)),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; T taught in deu, which no cohort speaks",
        "interpreters at T",
    ),
    "no way to the site": (
        battery().replace(links=battery().links[:2]),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no links lead from the cohorts to T",
        "a link to the site of T",
    ),
    "a prerequisite": (
        prerequisite(battery()),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no cohort knows BASIC, which T asks for",
        "a course in BASIC",
    ),
    "people are there for too short a time": (
        changed(battery(), "cohorts", last_day=day(6)),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; no start of T fits the cohorts' days ({day(0)} to {day(6)})",
        "an earlier start of T",
    ),
    "the skill fades": (
        changed(changed(battery(), "skills", fade_days=0), "trainings", last_day=day(4)),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; OP fades 0 days after the course",
        "a later start of T",
    ),
    "the course is late": (
        changed(battery(), "trainings", first_day=day(10)),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; the first are ready on {day(15)}; all in service on {day(20)}",
        "an earlier start of a course in OP, or a later due day",
    ),
    "no equipment on site": (
        changed(battery(), "courses", item="KIT", item_quantity=1.0).replace(items=(*battery().items, KIT)),
        Reason.TRAINING,
        f"1 of 1 waits for maintainers (OP): {untrained(0, 4)}; KIT at S all in use on {day(3)}",
        "more of S/KIT on site",
    ),
    "too few bays": (
        with_chain(battery(2), 1.0),
        Reason.REPAIR,
        "1 of 2 waits for repair chain (BTY-REP): 1 of 2 bays free at W; the others are in use or reserved at W",
        "1 bay more at W",
    ),
    "no shop": (
        with_chain(battery(), 1.0).replace(repairs=()),
        Reason.REPAIR,
        "1 of 1 waits for repair chain (BTY-REP): no shop repairs LN",
        "a shop that repairs LN",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_packages_say_which_part_they_wait_for_and_until_when(name: str):
    """Reason, detail and help, word by word."""
    scenario, reason, detail, help_ = CASES[name]
    row = missed(scenario)
    assert (row.reason, row.detail, row.helps) == (reason, detail, help_)
    assert (row.item, row.package) == ("", "BTY")


def test_every_reason_has_its_case():
    """No reason of the vocabulary is left without a scenario in which it arises."""
    rows = [*GOODS.values(), *CASES.values(), *STOCKS.values()]
    assert {reason for _, reason, *_ in rows} == set(Reason)


def test_a_battery_in_service_on_time_needs_no_reason():
    """Launchers on day 4, operators ready on day 8, due on day 13."""
    assert plan(battery(2), gap=EXACT).tables.unmet == ()


def test_packages_are_counted_and_their_points_add_up():
    """One of two on time and one a week late, worth three quarters: an eighth of all points is missing."""
    row = missed(battery(2, seats=4))
    assert (row.asked, row.planned, row.on_time) == (2.0, 2.0, 1.0)
    assert row.missing == pytest.approx(12.5, abs=1e-4)


def test_seats_bring_packages_forward_by_so_many_days():
    """Four seats on the days of the first course bring the second battery from day 20 to day 13."""
    one = helps(battery(2, seats=4))["4 seats more at S"]
    assert (one.before, one.in_service, one.days) == (day(20), day(13), 7)
    assert one.said == f"4 seats more at S ({day(3)} to {day(7)}) would bring them forward by 7 days"
    assert (one.planned, one.on_time) == (2.0, 2.0)
    assert one.tried.gain.found == pytest.approx(12.5, abs=1e-4)
    assert one.tried.addition.party == "BBB"


def test_what_would_never_be_in_service_has_a_day_with_the_addition():
    """Without seats no battery is ever in service; with eight both are, on the due day."""
    one = helps(battery(2, seats=0))["8 seats more at S"]
    assert (one.before, one.in_service, one.days) == (None, day(13), None)
    assert one.said == f"8 seats more at S ({day(3)} to {day(7)}) would bring all into service on {day(13)}, never without"


@pytest.mark.parametrize(
    ("scenario", "text", "gain"),
    [
        (battery(launchers=1), "1 piece more of LN at A", 100.0),
        (battery(2, staff=2), "2 instructors more at S", 12.5),
        (battery(2, seats=4, staff=2), "4 seats and 2 instructors more at S", 12.5),
        (battery(2, people=6), "2 people more in cohort H of U", 50.0),
        (changed(battery(2), "units", away_share=0.04), "4 people more of U away at a time", 12.5),
        (changed(battery(2), "trainings", most_runs=1), "one run more of T at a time", 12.5),
        (changed(battery(), "trainings", first_day=day(10)), "first start of T 10 days earlier", 25.0),
        (with_chain(battery(2), 1.0), "1 bay more at W", 50.0),
        (CASES["another language"][0], "interpreters at T", 100.0),
    ],
)
def test_each_part_has_an_addition_whose_gain_is_known(scenario: Scenario, text: str, gain: float):
    """What is lacking, added, brings what it must; and among the bottlenecks it stands first."""
    assert helps(scenario)[text].tried.gain.found == pytest.approx(gain, abs=1e-3)
    rows = bottlenecks(plan(scenario, gap=EXACT), gap=EXACT)
    assert text in {row.addition for row in rows}
    assert rows[0].gain == pytest.approx(gain, abs=1e-3)


def test_seats_alone_are_of_no_use_without_instructors():
    """Four seats and two instructors are short: neither alone brings anything, both do."""
    tried = helps(battery(2, seats=4, staff=2))
    assert tried["4 seats and 2 instructors more at S"].days == 7
    for text in set(tried) & {"4 seats more at S", "2 instructors more at S"}:
        assert tried[text].tried.gain.found == pytest.approx(0.0, abs=1e-6)


# --- stocks and procurement -----------------------------------------------------------------------------------------


def stock(per_day: float = 1.0, opening: float = 6.0, **fields: object) -> Scenario:
    """Tents stocked at C: 1 t a day of 12 days in steps of 3; nothing else is asked."""
    row = Stock(stock="D", item="TENT", place="C", quantity=opening, unit="t", per_day=per_day, **fields, **MADE)
    return tents(step_days=3).replace(requirements=(), stocks=(row,))


STOCKS: dict[str, tuple[Scenario, Reason, str, float]] = {
    "too little is offered": (
        stock().replace(offers=(offer("O", 2.0),)),
        Reason.NO_OFFER,
        f"2 of 4 steps are short, from {day(6)} to {day(11)}; offered 2 of 6 t",
        8.0,
    ),
    "it opens with too little": (
        stock(opening=1.0),
        Reason.STOCK,
        f"1 of 4 steps are short, from {day(0)} to {day(2)}; it opens with 1 t to issue;"
        " what arrives counts from the next step",
        10.0,
    ),
    "what is offered comes late": (
        first(stock(), "offers", available=day(8)),
        Reason.TOO_LATE,
        f"2 of 4 steps are short, from {day(6)} to {day(11)}; O can leave {day(8)}, arrives {day(10)} at the earliest",
        6.0,
    ),
    "it keeps for too short a time": (
        stock(shelf_life_days=2),
        Reason.STOCK,
        f"4 of 4 steps are short, from {day(0)} to {day(11)}; it keeps for 2 days; O could go A - B - C, but costs more than it"
        " earns, or less than the gap of the plan",
        0.0,
    ),
}


@pytest.mark.parametrize("name", STOCKS)
def test_stocks_say_why_they_run_short(name: str):
    """Asked what is wanted, planned what is issued, and the reason with the steps that are short."""
    scenario, reason, detail, issued = STOCKS[name]
    row = missed(scenario, "D")
    assert (str(row.serves), row.item, row.asked, row.planned, row.on_time) == ("stock", "TENT", 12.0, issued, issued)
    assert (row.reason, row.detail) == (reason, detail)
    assert row.missing == pytest.approx(100 * (1 - issued / 12), abs=1e-6)


def test_a_stock_is_explained_by_what_more_would_be_issued():
    """Four tonnes more where the offer lies are issued whole."""
    one = helps(STOCKS["too little is offered"][0], "D")["4 t more of TENT at A"]
    assert one.planned == pytest.approx(12.0)
    assert one.tried.gain.found == pytest.approx(100 * 4 / 12, abs=1e-3)


def test_a_least_order_beyond_the_fund_is_the_reason():
    """Ten tonnes are the least that is sold; the fund has money for five."""
    bought = offer("O", 20.0, channel=Channel.PURCHASE, fund="F", unit_cost_eur=100.0, least_order=10.0)
    scenario = tents(asked=4.0).replace(
        offers=(bought,),
        funds=(Fund(fund="F", name="f", administrator="BBB", **MADE),),
        contributions=(
            Contribution(contribution="K", fund="F", party="BBB", amount_eur=500.0, available=day(0), rung=Rung.PLEDGE, **MADE),
        ),
    )
    row = missed(scenario, "R")
    assert row.reason is Reason.FUND
    assert row.detail == "least order of O is 10 t, EUR 1 000; F has EUR 500 left"


def test_a_production_that_comes_month_by_month_says_so():
    """Five tonnes a month: by the due day there are five."""
    made = offer("O", 20.0, channel=Channel.PRODUCTION, per_month=5.0)
    row = missed(tents().replace(offers=(made,)), "R")
    assert row.reason is Reason.TOO_LATE
    assert row.detail == f"O can leave {day(0)}, gives 5 t a month, arrives {day(2)} at the earliest"


def test_what_needs_repair_waits_for_bays():
    """One bay for a month: of two launchers in need of repair one is repaired in time."""
    scenario = changed(with_chain(battery(), 1.0), "offers", condition=Condition.NEEDS_REPAIR, quantity=2.0)
    scenario = changed(scenario, "repairs", days=8)
    scenario = scenario.replace(components=scenario.components[:1])
    row = missed(scenario)
    assert row.reason is Reason.REPAIR
    assert "L would go A - B - repair at W - C; full: bays of shop W" in row.detail


def test_what_cannot_be_reached_in_the_plan_is_too_late():
    """Packages whose due day and use lie before the plan."""
    late = change(battery().requirements[0], due=day(-9), latest_useful=day(-1))
    row = missed(battery().replace(requirements=(late,)))
    assert row.reason is Reason.TOO_LATE
    assert isinstance(late, Requirement)
