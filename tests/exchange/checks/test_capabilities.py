"""Packages, training, stocks, repair and procurement: each fault has its message, with its place and remedy."""

import msgspec
import pytest
from tests.exchange.small import capable, day, offer, spoilt

from mainstay.exchange import check

CASES = [
    # packages
    (
        "requirements",
        4,
        {"item": "GUN"},
        "requirements.csv, row 4, package: 'BATTERY', but the row asks for the item 'GUN' too. Leave one of them empty.",
    ),
    (
        "requirements",
        2,
        {"item": ""},
        "requirements.csv, row 2, item: empty, and so is package. Name an item or a capability package.",
    ),
    (
        "requirements",
        4,
        {"quantity": "1.5"},
        "requirements.csv, row 4, quantity: 1.5 packages; they come into service whole. Write a whole number.",
    ),
    (
        "requirements",
        4,
        {"unit": "piece"},
        "requirements.csv, row 4, unit: 'piece', but the row asks for packages. Write 'package'.",
    ),
    (
        "requirements",
        4,
        {"package": "BATERY"},
        "requirements.csv, row 4, package: no package 'BATERY'. Did you mean 'BATTERY'?",
    ),
    ("components", 2, {"kind": "amunition"}, "components.csv, row 2, kind: no kind 'amunition'. Did you mean 'ammunition'?"),
    ("components", 3, {"quantity": "0"}, "components.csv, row 3, quantity: 0 is not above 0."),
    (
        "components",
        4,
        {"fleet": "yes"},
        "components.csv, row 4, fleet: 'yes' means nothing for a 'repair chain', which nothing travels to. Leave it out.",
    ),
    (
        "components",
        4,
        {"item": "KIT"},
        "components.csv, row 4, item: no repair shop repairs 'KIT': the package cannot come into service."
        " Add one to repairs.csv.",
    ),
    ("packages", 2, {"partial_share": "1.5"}, "packages.csv, row 2, partial_share: 1.5 is above 1."),
    (
        "crews",
        2,
        {"skill": "mechanic"},
        "crews.csv, row 2, skill: no skill 'mechanic'. Add it to skills.csv, or write one that is there.",
    ),
    # training
    ("courses", 2, {"least": "13"}, "courses.csv, row 2, least: 13 is more than the seats of a run, 12."),
    (
        "courses",
        2,
        {"item_quantity": ""},
        "courses.csv, row 2, item_quantity: 0, but a run needs 'GUN' on site. Say how much, or leave the item empty.",
    ),
    (
        "courses",
        2,
        {"item": ""},
        "courses.csv, row 2, item: empty, but item_quantity says that a run needs some of it. Name the item.",
    ),
    (
        "courses",
        2,
        {"prerequisites": "gunner; basic"},
        "courses.csv, row 2, prerequisites: 'gunner' is what the course teaches: who has it does not attend. Take it out.",
    ),
    ("trainings", 2, {"last_day": "2026-03-02"}, "trainings.csv, row 2, last_day: 2026-03-02 is before first_day 2026-03-03."),
    (
        "trainings",
        2,
        {"last_day": "2026-03-03"},
        "trainings.csv, row 2, site: a run of GC needs 3 instructors at 'RANGE', where there are never more than 2 for all"
        " of its days: the training cannot take place. Add instructors to intakes.csv.",
    ),
    ("intakes", 2, {"last_day": "2026-02-28"}, "intakes.csv, row 2, last_day: 2026-02-28 is before first_day 2026-03-01."),
    ("intakes", 2, {"seats": "-1"}, "intakes.csv, row 2, seats: -1 is below 0."),
    ("cohorts", 2, {"last_day": "2026-02-28"}, "cohorts.csv, row 2, last_day: 2026-02-28 is before first_day 2026-03-01."),
    (
        "cohorts",
        2,
        {"people": "101"},
        "cohorts.csv, row 2, people: 101 is more than the people of B-44, 100 (units.csv, row 2).",
    ),
    ("units", 2, {"away_share": "1.1"}, "units.csv, row 2, away_share: 1.1 is above 1."),
    # stocks
    (
        "stocks",
        2,
        {"unit": "piece"},
        "stocks.csv, row 2, unit: 'piece' is not the unit of SHELL, which is 'round' (items.csv, row 3).",
    ),
    (
        "stocks",
        2,
        {"floor": "91"},
        "stocks.csv, row 2, floor: 91 is more than the quantity 90: the stock opens below its floor.",
    ),
    ("stocks", 2, {"ceiling": "89"}, "stocks.csv, row 2, ceiling: 89 is below the quantity 90."),
    (
        "stocks",
        2,
        {"shelf_life_days": "20", "ceiling": ""},
        "stocks.csv, row 2, floor: 20, but what has a shelf life has neither floor nor ceiling. Leave it out.",
    ),
    (
        "stocks",
        2,
        {"shelf_life_days": "20", "floor": "", "ceiling": "0"},
        "stocks.csv, row 2, ceiling: 0, but what has a shelf life has neither floor nor ceiling. Leave it out.",
    ),
    (
        "stocks",
        2,
        {"shelf_life_days": "6", "floor": "", "ceiling": ""},
        "stocks.csv, row 2, shelf_life_days: 6 days, but a step has 7: what arrives is thrown away before it can be issued."
        " Write a shorter step_days in scenario.toml.",
    ),
    (
        "stocks",
        2,
        {"first_day": "2026-03-09", "last_day": "2026-03-08"},
        "stocks.csv, row 2, last_day: 2026-03-08 is before first_day 2026-03-09.",
    ),
    # repair
    (
        "repairs",
        2,
        {"spares_quantity": ""},
        "repairs.csv, row 2, spares_quantity: 0, but a repair uses 'KIT'. Say how much of it, or leave spares empty.",
    ),
    (
        "repairs",
        2,
        {"spares": ""},
        "repairs.csv, row 2, spares: empty, but spares_quantity says that a repair uses some. Name the item.",
    ),
    ("repairs", 2, {"items": ""}, "repairs.csv, row 2, items: empty, but needed: what it repairs."),
    (
        "offers",
        2,
        {"condition": "needs repair"},
        "offers.csv, row 2, condition: 'needs repair', but no repair shop repairs 'GEN-100': it can serve nothing."
        " Add one to repairs.csv.",
    ),
    # production and purchase
    (
        "offers",
        5,
        {"lead_days": "5"},
        "offers.csv, row 5, lead_days: means nothing for the channel 'production'. Leave it out, or write 'purchase'.",
    ),
    (
        "offers",
        2,
        {"least_order": "5"},
        "offers.csv, row 2, least_order: means nothing for the channel 'stock'. Leave it out, or write 'purchase'.",
    ),
    (
        "offers",
        2,
        {"per_month": "5"},
        "offers.csv, row 2, per_month: means nothing for the channel 'stock'. Leave it out,"
        " or write 'production' or 'purchase'.",
    ),
    (
        "offers",
        6,
        {"least_order": "11"},
        "offers.csv, row 6, least_order: 11 is more than the quantity 10: nothing could be ordered.",
    ),
]


def test_the_capable_scenario_is_sound():
    """Otherwise the other tests of this file prove nothing."""
    assert check(capable()) == []


@pytest.mark.parametrize(("table", "row", "cells", "message"), CASES, ids=range(len(CASES)))
def test_a_fault_is_told_once_with_place_and_remedy(tmp_path, table, row, cells, message):
    """One fault gives exactly one message, however many rules look at the cell."""
    assert spoilt(tmp_path / "capable", table, row, base=capable(), **cells) == [message]


def changed(table, **values):
    """Problems of the capable scenario with values of the first row of a table changed, and whether each blocks."""
    scenario = capable()
    first, *others = getattr(scenario, table)
    rows = (msgspec.structs.replace(first, **values), *others)
    return [(str(problem), problem.blocks) for problem in check(scenario.replace(**{table: rows}))]


def test_what_cannot_happen_is_told_and_does_not_block():
    """A capability that can never be whole is planned for what else there is: its rows hold together."""
    assert {blocks for _, blocks in changed("repairs", items=("KIT",))} == {False}
    assert [blocks for _, blocks in changed("stocks", floor=0.0, ceiling=None, shelf_life_days=3)] == [False]


def test_a_contradiction_blocks():
    """Nobody can know which of the two was meant."""
    assert [blocks for _, blocks in changed("courses", least=13)] == [True]


def test_all_faults_are_told_at_once():
    """A shop that repairs nothing asked for leaves the repair chain and the offer without one."""
    assert [message for message, _ in changed("repairs", items=("KIT",))] == [
        "offers.csv, row 4, condition: 'needs repair', but no repair shop repairs 'GUN': it can serve nothing."
        " Add one to repairs.csv.",
        "components.csv, row 4, item: no repair shop repairs 'GUN': the package cannot come into service."
        " Add one to repairs.csv.",
    ]


def test_a_package_of_nothing_is_a_fault():
    """It would be in service as soon as it is asked for."""
    problems = check(capable().replace(components=(), crews=()))
    assert [str(p) for p in problems] == [
        "packages.csv, row 2, package: 'BATTERY' has no row in components.csv or crews.csv. Say what it is made of."
    ]


def test_a_package_of_people_alone_is_none():
    """A team of instructors is a capability too."""
    assert check(capable().replace(components=())) == []


def test_a_skill_that_nobody_teaches_or_knows_is_told():
    """The package that needs it, and the course that asks for it, can wait for ever."""
    scenario = capable()
    message = "no course teaches '{}' and no cohort knows it: {}. Add a course to courses.csv, or the skill to a cohort."
    assert [str(p) for p in check(scenario.replace(courses=(), trainings=()))] == [
        "crews.csv, row 2, skill: " + message.format("gunner", "the package cannot come into service")
    ]
    assert changed("cohorts", skills=()) == [
        ("courses.csv, row 2, prerequisites: " + message.format("basic", "nobody can attend"), False)
    ]


def test_a_training_where_nobody_lends_seats_is_told():
    """Seats come from intakes only."""
    assert [str(p) for p in check(capable().replace(intakes=()))] == [
        "trainings.csv, row 2, site: nobody lends seats to 'RANGE': the training cannot take place. Add a row to intakes.csv."
    ]


def test_instructors_of_several_parties_add_up():
    """Two and two are there from the 6th to the 20th; a run of five days that needs three starts from the 6th to the 16th."""
    possible = [d for d in range(1, 32) if not changed("trainings", first_day=day(d), last_day=day(d))]
    # what ends after the plan is not judged: no attendance of it could
    assert possible == [*range(6, 17), *range(28, 32)]


def test_too_few_seats_for_the_smallest_run_are_told():
    """A run of four people needs four seats on each of its days."""
    scenario = capable()
    few = tuple(msgspec.structs.replace(row, seats=1) for row in scenario.intakes)
    assert [str(p) for p in check(scenario.replace(intakes=few))] == [
        "trainings.csv, row 2, site: a run of GC needs 4 seats at 'RANGE', where there are never more than 2 for all of its"
        " days: the training cannot take place. Add seats to intakes.csv."
    ]


def test_a_component_that_nothing_reaches_is_told_with_its_requirement():
    """The spares come over the same links as all else: without them nothing of the battery arrives."""
    scenario = capable()
    links = tuple(link for link in scenario.links if link.destination != "Sumy")
    told = [str(p) for p in check(scenario.replace(links=links)) if p.file == "requirements.csv" and p.row == 4]
    assert told == [
        f"requirements.csv, row 4: component {code}: nothing can reach 'Sumy': no path of links leads there from node DEPOT,"
        " where what could serve it stands."
        for code in ("K-1", "K-2")
    ]


def test_a_stock_that_nothing_reaches_is_told():
    """What it wants can then come from what is there alone."""
    scenario = capable()
    links = tuple(link for link in scenario.links if link.destination != "Sumy")
    told = [str(p) for p in check(scenario.replace(links=links)) if p.file == "stocks.csv"]
    assert told == [
        "stocks.csv, row 2: nothing can reach 'Sumy': no path of links leads there from node DEPOT,"
        " where what could serve it stands."
    ]


def test_a_purchase_that_comes_too_late_is_told_with_its_lead_time():
    """It opens so many days after the plan begins at the earliest."""
    scenario = capable()
    late = offer("O-4", item="KIT", unit="kit", channel="purchase", fund="F-1", unit_cost_eur=1e4, lead_days=30)
    kits = tuple(o for o in scenario.offers if o.item != "KIT")
    told = [str(p) for p in check(scenario.replace(offers=(*kits, late))) if p.file == "requirements.csv"]
    assert told == [
        "requirements.csv, row 4: component K-2: nothing can reach 'Sumy' before 2026-03-18, when it is no longer useful:"
        " the first, offer O-4 (offers.csv, row 5), opens on 2026-03-31 (ordered 30 days before)"
        " and could be there only after the plan ends."
    ]


def test_a_faulty_item_hides_what_depends_on_it_and_nothing_is_said_twice(tmp_path):
    """A course whose item has a fault is not judged, nor are the trainings in it: one fault, one message."""
    assert spoilt(tmp_path / "capable", "items", 4, base=capable(), mass_t="-1") == ["items.csv, row 4, mass_t: -1 is below 0."]
