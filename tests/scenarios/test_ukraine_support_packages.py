"""The bundled scenario ukraine-support, third part: complete capabilities, each part sourced and offered somewhere."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

import mainstay
from mainstay.exchange import bundled, read
from mainstay.model import Channel, ComponentKind, Condition, CrewRole, Reliability, Requirement, Scenario

FOLDER = Path(mainstay.__file__).parent / "scenarios" / "ukraine-support"
MINE = ("packages", "components", "crews", "skills")
FULL_CIRCLE = {ComponentKind.EQUIPMENT, ComponentKind.AMMUNITION, ComponentKind.SPARES, ComponentKind.REPAIR_CHAIN}


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return read(bundled("ukraine-support"))


def asked(scenario: Scenario) -> list[Requirement]:
    """Requirements that ask for packages."""
    return [line for line in scenario.requirements if line.package]


def test_packages_are_of_many_kinds_and_each_is_asked_for(scenario: Scenario):
    """At least fourteen kinds, thirty lines, one to six packages a line, and none on the shelf."""
    lines = asked(scenario)
    assert len(scenario.packages) >= 14
    assert len(lines) >= 30
    assert {line.package for line in lines} == {row.package for row in scenario.packages}
    assert all(line.quantity in range(1, 7) for line in lines)


def test_a_package_has_equipment_documents_and_people(scenario: Scenario):
    """No package without something to use, a manual, a crew and maintainers; guns and launchers have the full circle."""
    kinds, roles = defaultdict(set), defaultdict(set)
    for part in scenario.components:
        kinds[part.package].add(part.kind)
    for row in scenario.crews:
        roles[row.package].add(row.role)
    for package in scenario.packages:
        assert kinds[package.package] >= {ComponentKind.EQUIPMENT, ComponentKind.DOCUMENTS}, package
        assert roles[package.package] == set(CrewRole), package
    assert sum(found >= FULL_CIRCLE for found in kinds.values()) >= 12


def test_every_component_is_offered_somewhere(scenario: Scenario):
    """No part without a giver of the very item; for a repair chain, a shop that repairs it."""
    given = {offer.item for offer in scenario.offers}
    repaired = {item for shop in scenario.repairs for item in shop.items}
    for part in scenario.components:
        assert part.item in (repaired if part.kind == ComponentKind.REPAIR_CHAIN else given), part


def test_not_all_packages_can_be_whole(scenario: Scenario):
    """Of some part of two kinds of package less is offered, stand-ins and all, than the packages ask for."""
    rate = {(row.item, row.serves): row.ratio for row in scenario.equivalences if row.allowed}
    wanted, given = Counter(), Counter()
    for line in asked(scenario):
        for part in scenario.components:
            if part.package == line.package and part.kind != ComponentKind.REPAIR_CHAIN:
                wanted[part.component] += part.quantity * line.quantity
    for part in scenario.components:
        for offer in scenario.offers:
            counts = 1.0 if offer.item == part.item else rate.get((offer.item, part.item), 0.0) if part.substitutes else 0.0
            given[part.component] += counts * ((offer.quantity or 0.0) - offer.handed_over)
    short = {part.package for part in scenario.components if given[part.component] < wanted[part.component]}
    assert 2 <= len(short) <= len(scenario.packages) / 3


def test_packages_carry_a_fifth_to_a_third_of_the_points(scenario: Scenario):
    """They matter, and do not drown the rest."""
    points = sum(scenario.points(line) for line in asked(scenario))
    assert 0.2 <= points / scenario.asked_points <= 0.33


def test_packages_fall_due_when_their_people_can_be_trained(scenario: Scenario):
    """Due days leave seven weeks and more, and spread over the plan."""
    start = scenario.settings.start
    days = sorted((line.due - start).days for line in asked(scenario))
    assert days[0] >= 49
    assert days[-1] - days[0] >= 90


def test_a_receiving_unit_is_notional_and_asks_for_whole_packages(scenario: Scenario):
    """Each line names a unit that says that it is notional; the unit of quantity is the package."""
    units = scenario.by_key("units")
    for line in asked(scenario):
        assert "notional" in units[line.for_unit].name, line
        assert line.unit == "package", line


def test_military_packages_go_to_a_node_and_civil_ones_to_a_centre(scenario: Scenario):
    """Only demining goes into the country, to the rescue service."""
    places = scenario.by_key("nodes")
    for line in asked(scenario):
        if places[line.place].country == "UKR":
            assert (line.recipient, line.package, places[line.place].kind) == ("SES", "PK_DEMIN", "centre"), line
        else:
            assert line.place in ("LEN_P", "LEN_R"), line


def test_what_packages_ask_for_is_not_asked_singly_too(scenario: Scenario):
    """Of radars, launchers and guns that only packages need no single line is left."""
    single = {line.item for line in scenario.requirements if line.item}
    assert not single & {"PATRIOT_RS", "PATRIOT_LS", "IRIST_RAD", "IRIST_LN", "NASAMS_LN", "PZH2000", "CAESAR6", "LEO1A5"}


def test_whole_pieces_are_air_defence_aircraft_rocket_launchers_and_boats(scenario: Scenario):
    """Few, dear pieces stay whole, every item of these four groups; all else may be split."""
    groups = {"air defence", "aircraft", "rocket launcher", "boat"}
    whole = {item.item for item in scenario.items if item.whole}
    assert whole == {item.item for item in scenario.items if item.group in groups}
    assert whole >= {"PATRIOT_LS", "IRIST_RAD", "HIMARS", "F16", "BOAT_PAT"}


def test_some_gifts_need_repair_and_some_are_returns(scenario: Scenario):
    """Ten to twenty-five gifts need a shop that takes them; the supported nation hands some back at a node."""
    broken = [offer for offer in scenario.offers if offer.condition == Condition.NEEDS_REPAIR]
    repaired = {item for shop in scenario.repairs for item in shop.items}
    assert 10 <= len(broken) <= 25
    assert {offer.item for offer in broken} <= repaired
    returns = [offer for offer in broken if offer.party == "UKR_MOD"]
    assert len(returns) >= 3
    assert {offer.place for offer in returns} <= {"LEN_P", "LEN_R"}


def test_some_purchases_are_orders_with_a_lead_and_a_least_size(scenario: Scenario):
    """Eight to fifteen orders, none of which opens before it could have been placed in the plan."""
    orders = [offer for offer in scenario.offers if offer.channel == Channel.PURCHASE and offer.lead_days]
    assert 8 <= len(orders) <= 15
    for offer in orders:
        assert offer.least_order, offer
        assert offer.per_month, offer
        assert (offer.available - scenario.settings.start).days >= offer.lead_days, offer


@pytest.mark.parametrize("table", MINE)
def test_facts_rest_on_an_opened_source_and_estimates_say_from_what(scenario: Scenario, table: str):
    """A fact has an address better than grade E, an estimate a source and words, an assumption no source."""
    sources = scenario.by_key("sources")
    for row in getattr(scenario, table):
        source = sources[row.source]
        assert row.note, row
        if row.basis == "fact":
            assert source.url.startswith("http"), row
            assert source.reliability in tuple(Reliability)[:4], row
        if row.basis == "estimate":
            assert row.source != "assumption", row
            assert len(row.note) > 20, row
        if row.source == "assumption":
            assert row.basis == "assumption", row


def test_every_row_of_every_table_has_a_listed_source_and_a_basis():
    """Whatever file is added to the folder, its rows say what they rest on."""
    listed = {row["source"] for row in csv.DictReader((FOLDER / "sources.csv").open(encoding="utf-8", newline=""))}
    files = sorted(file for file in FOLDER.glob("*.csv") if file.stem != "sources")
    assert len(files) >= 24
    for file in files:
        for row in csv.DictReader(file.open(encoding="utf-8", newline="")):
            assert row["source"] in listed, (file.name, row)
            assert row["basis"] in ("fact", "estimate", "assumption"), (file.name, row)


def test_names_stand_in_three_languages(scenario: Scenario):
    """Packages and skills are named in English, French and Ukrainian."""
    for row in (*scenario.packages, *scenario.skills):
        assert row.name, row
        assert row.name_fr, row
        assert re.search("[а-яіїєґ]", row.name_uk.lower()), row
