"""Clerks in separate offices: their plan keeps every rule, none looks at another's sheet, and never do they beat the best."""

from __future__ import annotations

import random

import pytest

from mainstay.model import (
    TABLES,
    Channel,
    Condition,
    Contribution,
    Course,
    Crew,
    CrewRole,
    Equivalence,
    Fund,
    Item,
    Repair,
    Rung,
    Scenario,
    Skill,
    Stock,
    SupplyClass,
)
from mainstay.planning.checker import check_plan, score_plan
from mainstay.planning.greedy import Apart, apart

from .battery import LAUNCHER, battery, changed, with_chain
from .capability_cases import random_capability_scenario, tiny_capability_scenario
from .capability_mip import full_mip
from .strategies import MADE
from .tiny import change, day, first, link, node, offer, tents

SEEDS = range(100)


def score(scenario: Scenario, made: Apart) -> float:
    return 100 * made.points / scenario.asked_points if scenario.asked_points else 0.0


def sound(scenario: Scenario) -> Apart:
    """The clerks' plan, in which the checker finds nothing."""
    made = apart(scenario)
    tables = made.tables
    assert check_plan(scenario, tables.consignments, tables.legs, rest=tables, score=score(scenario, made)) == []
    return made


@pytest.mark.parametrize("first_seed", range(0, 100, 20))
def test_its_plan_keeps_every_rule_and_never_attains_more_than_the_best(first_seed: int):
    """The checker finds nothing in plans of packages, courses, stocks, repair and orders, and one programme attains as much."""
    for seed in range(first_seed, first_seed + 20):
        for scenario in (random_capability_scenario(seed), tiny_capability_scenario(seed)):
            made = sound(scenario)
            best = full_mip(scenario).score
            assert score(scenario, made) <= best + 1e-6 * max(1.0, best), seed


def test_the_scenarios_give_every_clerk_something_to_do():
    """Over all of them there are packages, chains of courses, reservations, repairs, orders and issues of what was brought."""
    done: dict[str, int] = dict.fromkeys(("packages", "chains", "reservations", "repairs", "orders", "issues", "best"), 0)
    for seed in SEEDS:
        scenario = random_capability_scenario(seed)
        made = apart(scenario)
        tables = made.tables
        done["packages"] += made.packages
        done["chains"] += sum(bool(row.after) for row in tables.attendances)
        done["reservations"] += len(tables.reservations)
        done["repairs"] += sum(leg.mode == "repair" for leg in tables.legs)
        done["orders"] += sum(scenario.by_key("offers")[row.offer].least_order is not None for row in tables.orders)
        done["issues"] += sum(row.arrived > 0 for row in tables.stock_levels)
        done["best"] += score(scenario, made) > 0.9 * full_mip(scenario).score
    assert min(done.values()) >= 5, done
    assert done["best"] <= 90


def test_the_order_of_rows_decides_nothing():
    """Shuffled tables give the same plan, to the last digit."""
    for seed in SEEDS:
        scenario = random_capability_scenario(seed)
        rng = random.Random(seed)
        shuffled = {name: tuple(rng.sample(getattr(scenario, name), len(getattr(scenario, name)))) for name in TABLES}
        assert apart(scenario.replace(**shuffled)).tables == apart(scenario).tables


# --- equipment and people apart ------------------------------------------------------------------------------------


def test_a_battery_with_launchers_and_operators_is_in_service_when_due():
    """Its launchers are there on day 2 and its operators on day 8; it counts at its first milestone."""
    made = sound(battery())
    assert [(row.packages, row.day) for row in made.tables.capabilities] == [(1, day(13))]
    assert [(row.people, row.leaves, row.ready) for row in made.tables.attendances] == [(4, day(2), day(8))]


def test_operators_are_trained_for_launchers_that_never_come():
    """The training clerk does not look at equipment."""
    made = sound(battery(launchers=0.0))
    assert (made.packages, sum(row.people for row in made.tables.attendances)) == (0, 4)


def test_launchers_go_to_a_battery_that_nobody_can_crew():
    """The movement clerk does not look at crews."""
    made = sound(battery(seats=0))
    assert (made.packages, sum(row.quantity for row in made.tables.consignments)) == (0, 2)


def twins(launchers: float, people: int) -> Scenario:
    """Two batteries asked for by P and, with a later due day, by Q."""
    scenario = battery(launchers=launchers, people=people)
    (row,) = scenario.requirements
    return scenario.replace(requirements=(row, change(row, requirement="Q", due=day(15))))


def test_who_comes_first_is_served_first_by_each_clerk():
    """Launchers for one battery and operators for one go to the same line; what the second lacks is lost to nobody."""
    made = sound(twins(launchers=2.0, people=4))
    assert {row.requirement for row in made.tables.consignments} == {"P"}
    assert {row.requirement for row in made.tables.assignments} == {"P"}
    assert made.packages == 1


def test_launchers_reserved_for_one_and_operators_promised_to_the_other_make_no_battery():
    """Only Q may have the launchers, P comes first for operators: apart, they bring nothing; together, one battery."""
    scenario = changed(twins(launchers=2.0, people=4), "offers", reserved_for=("Q",))
    assert sound(scenario).packages == 0
    assert full_mip(scenario).score == pytest.approx(50.0, abs=0.01)


def test_people_go_on_the_course_from_which_they_still_know_it_when_it_is_due():
    """Ready on day 8, 15, 22 or 29, due on day 31: what lasts ten days is learnt on the third course, else on the first."""
    scenario = changed(battery(), "requirements", due=day(31))
    assert [row.ready for row in sound(scenario).tables.attendances] == [day(8)]
    assert [row.ready for row in sound(changed(scenario, "skills", fade_days=10)).tables.attendances] == [day(22)]


def test_a_course_is_begun_with_as_many_as_it_takes_and_the_others_serve_the_next():
    """A course for eight at least trains eight of whom the first battery takes four, the second the other four."""
    scenario = changed(twins(launchers=4.0, people=8), "courses", least=8, seats=8)
    made = sound(scenario)
    assert [row.people for row in made.tables.attendances] == [8]
    assert [(row.requirement, row.people) for row in made.tables.assignments] == [("P", 4), ("Q", 4)]


def test_prerequisites_come_first():
    """Operators who must be recruits first are ready eleven days later, and their battery a milestone later."""
    scenario = battery()
    (course,), (training,) = scenario.courses, scenario.trainings
    recruits = Course(course="C-R", name="recruits", skill="R", days=5, seats=9, **MADE)
    scenario = scenario.replace(
        skills=(*scenario.skills, Skill(skill="R", name="recruits", **MADE)),
        courses=(change(course, prerequisites=("R",)), recruits),
        trainings=(training, change(training, training="TR", course="C-R")),
    )
    rows = sound(scenario).tables.attendances
    assert [(row.skill, row.after, row.ready) for row in rows] == [("R", "", day(8)), ("OP", "A-0001", day(15))]


def test_bays_are_counted_last():
    """A workshop with a bay and a half keeps one for the first battery, and none for the second."""
    made = sound(with_chain(twins(launchers=4.0, people=8), 1.5))
    assert [(row.requirement, row.bays) for row in made.tables.reservations] == [("P", 1.0)]
    assert made.packages == 1


def test_a_skill_known_from_the_start_needs_no_course():
    """Operators who know their trade are promised before anybody is sent on a course."""
    made = sound(changed(battery(), "cohorts", skills=("OP",)))
    assert (made.packages, made.tables.attendances) == (1, ())


def test_a_crew_of_two_trades_is_counted_by_trade():
    """With four operators and no drivers there is no battery."""
    scenario = battery()
    driver = Crew(crew="BTY-D", package="BTY", skill="DR", people=1, role=CrewRole.CREW, **MADE)
    scenario = scenario.replace(
        crews=(*scenario.crews, driver), skills=(*scenario.skills, Skill(skill="DR", name="drivers", **MADE))
    )
    made = sound(scenario)
    assert (made.packages, sum(row.people for row in made.tables.attendances)) == (0, 4)


# --- goods ---------------------------------------------------------------------------------------------------------


def test_whole_pieces_wait_for_room_for_a_whole_one():
    """Of launchers of 3 t a link of 5 t a day takes one a day."""
    scenario = changed(battery(), "links", capacity_t_per_day=5.0).replace(items=(change(LAUNCHER, mass_t=3.0, whole=True),))
    made = sound(scenario)
    assert [(row.quantity, row.departs) for row in made.tables.consignments] == [(1.0, day(0)), (1.0, day(1))]


def test_a_whole_piece_never_counts_beyond_what_is_asked():
    """A launcher that counts for three is not sent where two are missing, though half of one would do if it could be cut."""
    scenario = changed(battery(), "items", whole=True)
    big = Item(item="BIG", name="big", supply_class=SupplyClass.II, unit="piece", mass_t=1.0, whole=True, **MADE)
    scenario = scenario.replace(
        items=(*scenario.items, big),
        offers=(change(scenario.offers[0], item="BIG"),),
        equivalences=(Equivalence(equivalence="E", item="BIG", serves="LN", ratio=3.0, **MADE),),
    )
    assert sound(scenario).tables.consignments == ()


def bought(least: float | None, money: float, **fields: object) -> Scenario:
    """Tents at EUR 100 each; 20 t are asked for."""
    scenario = first(
        tents(), "offers", channel=Channel.PURCHASE, fund="F", unit_cost_eur=100.0, least_order=least, quantity=50.0, **fields
    )
    paid = Contribution(contribution="K", fund="F", party="BBB", amount_eur=money, available=day(0), rung=Rung.PLEDGE, **MADE)
    return scenario.replace(funds=(Fund(fund="F", name="f", administrator="BBB", **MADE),), contributions=(paid,))


def test_what_is_ordered_is_at_least_what_the_maker_takes():
    """Of a least order of 30 t 20 are sent and 30 paid; without the money for 30 nothing is ordered."""
    tables = sound(bought(30.0, 3500.0)).tables
    assert ([row.quantity for row in tables.consignments], [row.cost_eur for row in tables.orders]) == ([20.0], [3000.0])
    assert sound(bought(30.0, 2500.0)).tables.orders == ()
    assert [row.ordered for row in sound(bought(None, 1500.0)).tables.orders] == [15.0]


def test_what_was_ordered_beyond_one_line_serves_the_next():
    """A second line of 8 t is served from what is paid already; beyond it, from what money is left."""
    scenario = bought(30.0, 3100.0)
    (row,) = scenario.requirements
    scenario = scenario.replace(requirements=(row, change(row, requirement="S", quantity=12.0)))
    tables = sound(scenario).tables
    assert [row.quantity for row in tables.consignments] == [20.0, 11.0]
    assert [row.ordered for row in tables.orders] == [31.0]


def test_an_order_is_paid_so_long_before_it_opens():
    """Ordered on the first day it opens three days later; the money of the next day comes too late."""
    made = sound(bought(None, 5000.0, lead_days=3))
    assert [(row.order_day, row.opens) for row in made.tables.orders] == [(day(0), day(3))]
    late = bought(None, 5000.0, lead_days=3)
    late = changed(late, "contributions", available=day(1))
    assert sound(late).tables.consignments == ()


def test_what_is_made_by_the_month_leaves_by_the_month():
    """Of 8 t a month 8 leave on the first day; the next are not there in a plan of twelve days."""
    made = sound(first(tents(), "offers", channel=Channel.PRODUCTION, per_month=8.0))
    assert [row.quantity for row in made.tables.consignments] == [8.0]
    longer = first(tents(days=50), "offers", channel=Channel.PRODUCTION, per_month=8.0)
    longer = changed(longer, "requirements", due=day(40), latest_useful=day(45))
    rows = sound(longer).tables.consignments
    assert [(row.quantity, row.departs) for row in rows] == [(8.0, day(0)), (8.0, day(30))]


# --- repair --------------------------------------------------------------------------------------------------------


def broken(*, bays: float = 2.0, spares: float = 0.0, storage_t: float | None = None) -> Scenario:
    """Four launchers in need of repair at A; a workshop at B takes three days for each."""
    scenario = changed(battery(packages=2.0), "offers", condition=Condition.NEEDS_REPAIR, until=day(9))
    shop = Repair(
        repair="W",
        name="workshop",
        place="B",
        party="BBB",
        items=("LN",),
        days=3,
        bays=bays,
        spares="PART" if spares else "",
        spares_quantity=1.0 if spares else 0.0,
        cost_eur=7.0,
        **MADE,
    )
    part = Item(item="PART", name="parts", supply_class=SupplyClass.II, unit="t", mass_t=1.0, **MADE)
    kept = (Stock(stock="K", item="PART", place="B", quantity=spares, unit="t", **MADE),) if spares else ()
    nodes = tuple(change(row, storage_t=storage_t) if row.node == "B" else row for row in scenario.nodes)
    return changed(scenario, "items", whole=True).replace(
        items=(change(LAUNCHER, whole=True), part), repairs=(shop,), stocks=kept, nodes=nodes
    )


@pytest.mark.parametrize(("storage_t", "leaves"), [(None, [day(0), day(3)]), (10.0, [day(0), day(0)])])
def test_what_needs_repair_goes_over_a_shop_as_bays_become_free(storage_t: float | None, leaves: list[object]):
    """Two bays mend two on day 1 and two on day 4; these wait at the shop if it has a store, with their owner if not."""
    tables = sound(broken(storage_t=storage_t)).tables
    mended = [leg for leg in tables.legs if leg.mode == "repair"]
    assert [(leg.departs, leg.arrives) for leg in mended] == [(day(1), day(4)), (day(4), day(7))]
    assert [row.departs for row in tables.consignments] == leaves
    assert tables.consignments[0].transport_eur == pytest.approx(2 * (10 + 10 + 7))


def test_no_more_are_mended_than_there_are_spares_for():
    """Spares for three mend three of four."""
    tables = sound(broken(spares=3.0)).tables
    assert sum(row.quantity for row in tables.consignments) == 3


def test_spares_are_brought_first():
    """What a shop lacks for all that could come to it goes there before anything else is sent."""
    scenario = broken(spares=3.0)
    scenario = scenario.replace(offers=(*scenario.offers, offer("S", 9.0, item="PART")))
    tables = sound(scenario).tables
    assert [(row.serves, row.quantity) for row in tables.consignments][:1] == [("repair", 1.0)]
    assert sum(row.quantity for row in tables.consignments if row.item == "LN") == 4


# --- stocks --------------------------------------------------------------------------------------------------------


def stocked(given: float = 20.0, **fields: object) -> Scenario:
    """A stock of tents at C that wants 1 t a day in steps of three days; tents go from A in two days."""
    stock = Stock(stock="D", item="TENT", place="C", unit="t", per_day=1.0, priority=1, **fields, **MADE)
    return tents(given=given, step_days=3, points_per_million_eur=0.0).replace(requirements=(), stocks=(stock,))


def test_each_step_of_a_stock_is_a_line_of_what_it_still_wants():
    """Empty, it goes without in the first step; each later one wants 3 t, all of which leave as early as they can."""
    made = sound(stocked())
    assert [(row.quantity, row.departs) for row in made.tables.consignments] == [(3.0, day(0))] * 3
    assert [row.issued for row in made.tables.stock_levels] == [0.0, 3.0, 3.0, 3.0]
    assert score(stocked(), made) == pytest.approx(75)


def test_what_lies_there_is_wanted_less():
    """Of 5 t above the floor the first step takes three, and one is missing for the second."""
    made = sound(stocked(quantity=7.0, floor=2.0))
    assert [row.quantity for row in made.tables.consignments] == [1.0, 3.0, 3.0]
    assert [row.issued for row in made.tables.stock_levels] == [3.0] * 4


def test_a_full_store_is_filled_later():
    """With a ceiling of 4 t, what the third step wants arrives when the second has made room for it."""
    made = sound(stocked(ceiling=4.0))
    assert max(row.closing for row in made.tables.stock_levels) <= 4.0
    assert [row.issued for row in made.tables.stock_levels] == [0.0, 3.0, 3.0, 3.0]


def test_what_spoils_comes_no_sooner_than_it_keeps():
    """Good for one more step, it arrives in the step before; nothing is thrown away."""
    made = sound(stocked(shelf_life_days=3))
    assert [row.arrives >= day(n) for row, n in zip(made.tables.consignments, (0, 3, 6), strict=True)] == [True] * 3
    assert [row.issued for row in made.tables.stock_levels] == [0.0, 3.0, 3.0, 3.0]
    assert sum(row.expired for row in made.tables.stock_levels) == 0


def test_a_stock_and_a_requirement_share_by_priority_and_due_day():
    """Of 8 t the step due on day 2 has three, the requirement due on day 6 the rest, and the steps after it none."""
    scenario = stocked(given=8.0).replace(requirements=tents().requirements)
    rows = sound(scenario).tables.consignments
    assert [(row.serves, row.quantity) for row in rows] == [("stock", 3.0), ("stock", 3.0), ("requirement", 2.0)]


# --- gear of courses -----------------------------------------------------------------------------------------------


def test_a_course_is_held_once_its_gear_is_there():
    """A launcher for the course arrives at B on day 1; without any nobody is trained."""
    scenario = changed(battery(launchers=3.0), "courses", item="LN", item_quantity=1.0)
    made = sound(scenario)
    assert [(row.serves, row.quantity) for row in made.tables.consignments] == [("training", 1.0), ("component", 2.0)]
    assert made.packages == 1
    assert sound(changed(scenario, "links", capacity_t_per_day=0.0)).tables.runs == ()


def test_score_is_what_the_checker_works_out():
    """Points earned, less what moving costs: the same figure, worked out twice."""
    scenario = battery()
    made = apart(scenario)
    tables = made.tables
    found = score_plan(scenario, tables.consignments, tables.legs, rest=tables)
    assert score(scenario, made) == pytest.approx(found, rel=1e-12)


def test_places_without_a_way_are_left_out():
    """An offer from which no link leads anywhere serves nobody, and stops nobody."""
    scenario = tents()
    away = scenario.replace(
        nodes=(*scenario.nodes, node("X", "AAA"), node("Y", "AAA")),
        links=(*scenario.links, link("XY", "X", "Y")),
        offers=(*scenario.offers, offer("N", 5.0, place="X")),
    )
    assert [row.offer for row in sound(away).tables.consignments] == ["O"]


def test_a_longer_search_finds_the_same(monkeypatch):
    """Looking at what is full changes no answer, whole pieces, repairs and stocks among them."""
    for seed in SEEDS:
        scenario = random_capability_scenario(seed)
        patient = apart(scenario)
        with monkeypatch.context() as patch:
            patch.setattr("mainstay.planning.quickest.PATIENCE", 1)
            assert apart(scenario) == patient
