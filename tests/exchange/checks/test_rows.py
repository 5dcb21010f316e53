"""Every rule over the rows of a scenario has its message: where, what, remedy."""

import datetime as dt

import pytest
from tests.exchange.small import day, requirement, small, spoilt

from mainstay.exchange import check
from mainstay.planning import plan
from mainstay.planning.checker import check_plan

CASES = [
    # codes
    ("offers", 2, {"place": "RZESZW"}, "offers.csv, row 2, place: no node 'RZESZW'. Did you mean 'RZESZOW'?"),
    (
        "offers",
        2,
        {"party": "XXXXX"},
        "offers.csv, row 2, party: no party 'XXXXX'. Add it to parties.csv, or write one that is there.",
    ),
    ("links", 2, {"source": "S1"}, "links.csv, row 2, source: no source 'S1'. Did you mean 'S-1'?"),
    ("offers", 2, {"reserved_for": "R-1; R-22"}, "offers.csv, row 2, reserved_for: no requirement 'R-22'. Did you mean 'R-2'?"),
    ("caveats", 2, {"offers": "O-1; 0-1"}, "caveats.csv, row 2, offers: no offer '0-1'. Did you mean 'O-1'?"),
    (
        "closures",
        2,
        {"closes": "RD-141"},
        "closures.csv, row 2, closes: no link 'RD-141'. Did you mean 'RD-114'?",
    ),
    (
        "closures",
        2,
        {"of": "corridor"},
        "closures.csv, row 2, closes: no corridor 'RD-114'. Add it to corridors.csv, or write one that is there.",
    ),
    (
        "offers",
        3,
        {"offer": "O-1"},
        "offers.csv, row 3, offer: 'O-1' stands in row 2 already. Give each row its own code.",
    ),
    (
        "closures",
        2,
        {"closure": "X;1"},
        "closures.csv, row 2, closure: 'X;1' holds a semicolon, which separates the codes of a list.",
    ),
    # figures
    ("links", 4, {"capacity_t_per_day": "-40"}, "links.csv, row 4, capacity_t_per_day: -40 is below 0."),
    (
        "links",
        4,
        {"capacity_t_per_day": ""},
        "links.csv, row 4, capacity_t_per_day: empty, but needed: what may leave on it on an open day (t/day).",
    ),
    ("offers", 2, {"quantity": "0"}, "offers.csv, row 2, quantity: 0 is not above 0."),
    ("requirements", 2, {"quantity": ""}, "requirements.csv, row 2, quantity: empty, but needed: how much (item's unit)."),
    ("offers", 2, {"handed_over": "11"}, "offers.csv, row 2, handed_over: 11 is more than the quantity 10."),
    ("links", 2, {"mode": "raod"}, "links.csv, row 2, mode: no mode 'raod'. Did you mean 'road'?"),
    # days
    (
        "requirements",
        2,
        {"due": "2026-03-21"},
        "requirements.csv, row 2, due: 2026-03-21 is after latest_useful 2026-03-20.",
    ),
    (
        "requirements",
        2,
        {"due": "2026-05-01", "latest_useful": "2026-05-02"},
        "requirements.csv, row 2, due: 2026-05-01 is outside of the plan, which covers 2026-03-01 to 2026-03-31.",
    ),
    ("offers", 2, {"until": "2026-02-01"}, "offers.csv, row 2, until: 2026-02-01 is before available 2026-03-01."),
    (
        "offers",
        2,
        {"available_from": "2026-03-05"},
        "offers.csv, row 2, available_from: 2026-03-05 is after available 2026-03-01.",
    ),
    ("closures", 2, {"last_day": "2026-03-02"}, "closures.csv, row 2, last_day: 2026-03-02 is before first_day 2026-03-03."),
    (
        "consents",
        2,
        {"state": "given", "asked": "2026-03-05", "decided": "2026-03-04"},
        "consents.csv, row 2, decided: 2026-03-04 is before asked 2026-03-05.",
    ),
    (
        "consents",
        2,
        {"decided": "2026-03-04"},
        "consents.csv, row 2, decided: 2026-03-04, but the state is 'pending'. Write 'given' or 'refused', or no day.",
    ),
    # units and codes of the world
    (
        "offers",
        3,
        {"unit": "rounds"},
        "offers.csv, row 3, unit: 'rounds' is not the unit of SHELL, which is 'round' (items.csv, row 3).",
    ),
    (
        "items",
        2,
        {"volume_m3": "0.05"},
        "items.csv, row 2, mass_t: 1.9 t in 0.05 m3 is denser than any cargo (25 t/m3). Check the units.",
    ),
    ("items", 3, {"hazard": "1.7D"}, "items.csv, row 3, hazard: '1.7D' is no UN hazard division, as in 1.1D, 3 or 5.1."),
    (
        "nodes",
        2,
        {"hazards": "1.1; ten"},
        "nodes.csv, row 2, hazards: 'ten' is no UN hazard division, as in 1.1 or 3. Or write 'all', or 'none'.",
    ),
    (
        "nodes",
        2,
        {"hazards": "none; 3"},
        "nodes.csv, row 2, hazards: 'none' beside others. Write 'none' alone, or leave it out.",
    ),
    (
        "nodes",
        2,
        {"country": "Germany"},
        "nodes.csv, row 2, country: 'Germany' is no ISO 3166-1 alpha-3 code. Write three capital letters, as in POL.",
    ),
    # provenance
    (
        "items",
        2,
        {"source": "S-0", "basis": "fact"},
        "items.csv, row 2, basis: a fact needs a source that was opened; 'S-0' has the reliability F."
        " Name another source, or write 'estimate' or 'assumption'.",
    ),
    ("items", 2, {"source": ""}, "items.csv, row 2, source: empty, but needed: source of the leading figure."),
    # purchases
    (
        "offers",
        2,
        {"channel": "purchase", "unit_cost_eur": "9"},
        "offers.csv, row 2, fund: empty, but a purchase names the fund that pays.",
    ),
    (
        "offers",
        2,
        {"channel": "purchase", "fund": "F-1"},
        "offers.csv, row 2, unit_cost_eur: empty, but a purchase says what one unit costs.",
    ),
    # caveats and consents
    (
        "consents",
        2,
        {"items": ""},
        "consents.csv, row 2: no filter: it would hold up every gift of everyone. Fill offers, donors or items.",
    ),
    ("caveats", 3, {"values": ""}, "caveats.csv, row 3, values: empty, but 'no mode' lists modes."),
    ("caveats", 3, {"values": "air; rails"}, "caveats.csv, row 3, values: no mode 'rails'. Did you mean 'rail'?"),
    (
        "caveats",
        3,
        {"kind": "no transit", "values": "HUN"},
        "caveats.csv, row 3, values: no country or node 'HUN'. 'no transit' lists countries or nodes of the scenario.",
    ),
    (
        "caveats",
        3,
        {"kind": "only recipient", "values": "UKRA"},
        "caveats.csv, row 3, values: no party 'UKRA'. Did you mean 'UKR'?",
    ),
    (
        "caveats",
        3,
        {"kind": "only place", "values": "Sumi"},
        "caveats.csv, row 3, values: no node or country 'Sumi'. Did you mean 'Sumy'?",
    ),
    ("caveats", 2, {"day": ""}, "caveats.csv, row 2, day: empty, but 'not before' names a day."),
    ("caveats", 2, {"values": "x"}, "caveats.csv, row 2, values: mean nothing for 'not before'. Leave them out."),
    ("caveats", 3, {"day": "2026-03-02"}, "caveats.csv, row 3, day: means nothing for 'no mode'. Leave it out."),
    (
        "caveats",
        2,
        {"cleared": "yes"},
        "caveats.csv, row 2, cleared: means nothing for 'not before', which no person clears. Leave it out.",
    ),
    (
        "caveats",
        3,
        {"scope": "territory"},
        "caveats.csv, row 3, kind: 'no mode' means nothing on a territory. Write 'no transit', or the scope 'gift'.",
    ),
    (
        "caveats",
        3,
        {"scope": "territory", "kind": "no transit"},
        "caveats.csv, row 3, values: mean nothing on a territory, which is the party's own country. Leave them out.",
    ),
    (
        "caveats",
        3,
        {"supply_classes": "VI"},
        "caveats.csv, row 3, supply_classes: no class of supply 'VI'. It is one of: I, II, III, IV, V.",
    ),
    # network
    (
        "links",
        3,
        {"destination": "RZESZOW"},
        "links.csv, row 3, destination: 'RZESZOW' is its origin too. A link leads from one node to another.",
    ),
    ("links", 3, {"hours": "0"}, "links.csv, row 3, hours: 0, but every way takes time. Give the hours from door to door."),
    (
        "equivalences",
        2,
        {"serves": "GEN-100"},
        "equivalences.csv, row 2, serves: 'GEN-100' is the item itself, which always serves. Take the row out.",
    ),
]


@pytest.mark.parametrize(("table", "row", "cells", "message"), CASES, ids=range(len(CASES)))
def test_a_fault_is_told_once_with_place_and_remedy(tmp_path, table, row, cells, message):
    """One fault gives exactly one message, however many rules look at the cell."""
    assert spoilt(tmp_path / "small", table, row, **cells) == [message]


def test_the_small_scenario_is_sound():
    """Otherwise the other tests of this folder prove nothing."""
    assert check(small()) == []


def test_a_party_without_country_has_no_territory(tmp_path):
    """A territory caveat of a command closes nothing, which its author did not mean."""
    cells = {"scope": "territory", "kind": "no transit", "values": ""}
    scenario = small()
    parties = tuple(
        p if p.party != "DEU" else type(p)(party="DEU", name="D", kind=p.kind, source="S-1", basis=p.basis)
        for p in scenario.parties
    )
    from tests.exchange.small import spoil

    from mainstay.exchange import write_folder

    write_folder(scenario.replace(parties=parties), tmp_path / "small")
    spoil(tmp_path / "small", "caveats", 3, **cells)
    assert [str(p) for p in check(tmp_path / "small")] == [
        "caveats.csv, row 3, party: 'DEU' has no country, so it has no territory. Give it one in parties."
    ]


def test_what_nobody_asks_for_is_no_problem():
    """An offer of an item without a requirement is a known limit, and not a fault of the data."""
    scenario = small()
    assert check(scenario.replace(requirements=scenario.requirements[:1])) == []


def blocking(scenario):
    """Problems in words, with whether each blocks."""
    return [(str(problem), problem.blocks) for problem in check(scenario)]


def test_what_is_overdue_when_the_plan_starts_is_told_and_does_not_block():
    """A real list begins with lines that are late already; they are planned for what they are still worth."""
    scenario = small().replace(requirements=(requirement("R-1", due=dt.date(2026, 2, 20)),))
    assert blocking(scenario) == [
        (
            "requirements.csv, row 2, due: 2026-02-20 is overdue when the plan starts on 2026-03-01:"
            " it can no longer earn its full points.",
            False,
        )
    ]
    made = plan(scenario, gap=1e-6)
    assert check_plan(scenario, made.tables.consignments, made.tables.legs, score=made.score) == []
    (consignment,) = made.tables.consignments
    assert consignment.points == pytest.approx(100 * (day(20) - consignment.arrives).days / 28)


def test_what_is_useless_before_the_plan_starts_is_told_and_does_not_block():
    """It stays among the points asked, nothing serves it, and it is told once and not again as out of reach."""
    scenario = small().replace(
        requirements=(requirement("R-1", due=dt.date(2026, 2, 1), latest_useful=day(1)), requirement("R-2"))
    )
    assert blocking(scenario) == [
        (
            "requirements.csv, row 2, latest_useful: 2026-03-01, but the plan starts on 2026-03-01:"
            " nothing can arrive while it is useful.",
            False,
        )
    ]
    made = plan(scenario, gap=1e-6)
    assert check_plan(scenario, made.tables.consignments, made.tables.legs, score=made.score) == []
    assert {consignment.requirement for consignment in made.tables.consignments} == {"R-2"}
    assert made.attained == pytest.approx(50)
