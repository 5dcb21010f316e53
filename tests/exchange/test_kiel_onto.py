from __future__ import annotations

import datetime as dt

import pytest
from tests.exchange.kiel_workbook import workbook

from mainstay.exchange import check
from mainstay.exchange.kiel import import_kiel, onto, place
from mainstay.model import (
    Basis,
    Caveat,
    CaveatKind,
    Consent,
    ConsentState,
    Item,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Reliability,
    Requirement,
    Rung,
    Scenario,
    Scope,
    Settings,
    Source,
    SupplyClass,
)

UNITS, DELIVERED = "No. of Units", "No. of Units Delivered (in-kind military aid)"
START = dt.date(2026, 12, 1)
FROM = {"source": "assumption", "basis": Basis.ASSUMPTION}


def node(code: str, country: str, kind: NodeKind) -> Node:
    return Node(node=code, name=code, country=country, kind=kind, lat=50, lon=20, hazards=("all",), **FROM)


def item(code: str, unit: str) -> Item:
    return Item(item=code, name=code, supply_class=SupplyClass.II, unit=unit, mass_t=1, **FROM)


def own(code: str, party: str, at: str) -> Offer:
    return Offer(
        offer=code,
        party=party,
        item="M777",
        quantity=1,
        unit="gun",
        place=at,
        available=START,
        rung=Rung.PLEDGE,
        **FROM,
    )


@pytest.fixture
def network() -> Scenario:
    nodes = (
        node("LEN", "POL", NodeKind.LOGISTICS_NODE),
        node("AIR_DE", "DEU", NodeKind.AIRPORT),
        node("PORT_DE", "DEU", NodeKind.SEAPORT),
        node("AIR_FR", "FRA", NodeKind.AIRPORT),
        node("PORT_FR", "FRA", NodeKind.SEAPORT),
        node("KYIV", "UKR", NodeKind.LOGISTICS_NODE),
    )
    ways = (("AIR_DE", "LEN"), ("PORT_DE", "LEN"), ("PORT_FR", "LEN"), ("LEN", "KYIV"), ("LEN", "AIR_FR"))
    return Scenario(
        settings=Settings(name="small", supported="UKR", start=START, days=30),
        parties=(
            Party(party="UKR", name="Ukraine", kind=PartyKind.SUPPORTED, country="UKR", **FROM),
            Party(party="DEU", name="Germany", kind=PartyKind.STATE, country="DEU", **FROM),
        ),
        items=(item("M777", "gun"), item("SAA127", "1000 rounds")),
        requirements=(
            Requirement(
                requirement="R1",
                item="M777",
                quantity=5,
                unit="gun",
                place="KYIV",
                due=START + dt.timedelta(days=10),
                latest_useful=START + dt.timedelta(days=20),
                priority=1,
                recipient="UKR",
                **FROM,
            ),
        ),
        offers=(own("O1", "DEU", "PORT_DE"), own("O2", "DEU", "PORT_DE"), own("O3", "DEU", "AIR_DE")),
        caveats=(
            Caveat(caveat="C1", party="DEU", kind=CaveatKind.PERSON, offers=("O1",), **FROM),
            Caveat(caveat="C2", party="DEU", kind=CaveatKind.NO_TRANSIT, scope=Scope.TERRITORY, lethal_only=True, **FROM),
        ),
        consents=(
            Consent(consent="S1", holder="DEU", offers=("O3",), state=ConsentState.REFUSED, **FROM),
            Consent(consent="S2", holder="DEU", items=("M777",), state=ConsentState.GIVEN, **FROM),
        ),
        nodes=nodes,
        links=tuple(
            Link(link=f"L{i}", origin=a, destination=b, mode=Mode.ROAD, hours=5, capacity_t_per_day=100, **FROM)
            for i, (a, b) in enumerate(ways)
        ),
        sources=(Source(source="assumption", title="none", publisher="the test", reliability=Reliability.F),),
    )


def placed(tmp_path, network, *rows, **options):
    return place(network, import_kiel(workbook(tmp_path, *rows)), **options)


def test_only_what_is_outstanding_and_counted_is_placed_and_the_rest_is_counted(tmp_path, network):
    result = placed(tmp_path, network, {}, {UNITS: "undisclosed", DELIVERED: "undisclosed"}, {UNITS: 4, DELIVERED: 4})
    assert (result.placed, result.without_quantity, result.handed_over) == (1, 1, 1)
    (offer,) = result.scenario.offers
    assert offer.quantity - offer.handed_over == 6


def test_all_but_offers_stays_and_the_scenario_has_no_fault(tmp_path, network):
    result = placed(tmp_path, network, {}, {"Items": "trailer"}, {"Countries": "France"})
    assert not [problem for problem in check(result.scenario) if problem.blocks]
    for table in ("requirements", "funds", "nodes", "links"):
        assert getattr(result.scenario, table) == getattr(network, table)


def test_rows_that_named_only_replaced_offers_go_with_them(tmp_path, network):
    """Without its filter a caveat on one offer would touch all of them."""
    result = placed(tmp_path, network, {})
    assert [caveat.caveat for caveat in result.scenario.caveats] == ["C2"]
    assert [consent.consent for consent in result.scenario.consents] == ["S2"]
    assert result.dropped == ("caveats: C1", "consents: S1")


def test_a_donors_offers_stand_where_most_of_its_own_stood(tmp_path, network):
    (offer,) = placed(tmp_path, network, {}).scenario.offers
    assert offer.place == "PORT_DE"
    assert "stands at PORT_DE by assumption" in offer.note


def test_without_offers_of_its_own_a_donor_stands_in_its_country_where_a_link_leads_away(tmp_path, network):
    (offer,) = placed(tmp_path, network, {"Countries": "France"}).scenario.offers
    assert offer.place == "PORT_FR"  # an airport would come first, but no link leaves it


def test_a_donor_without_a_node_stands_at_a_logistics_node_outside_the_supported_country(tmp_path, network):
    (offer,) = placed(tmp_path, network, {"Countries": "India"}).scenario.offers
    assert offer.place == "LEN"


def test_a_network_without_any_such_node_leaves_the_offer_out_and_says_so(tmp_path, network):
    bare = network.replace(nodes=network.nodes[5:], links=(), offers=())
    result = placed(tmp_path, bare, {})
    assert (result.placed, result.nowhere) == (0, 1)
    assert any("no node for their donor" in line for line in result.lines())


def test_a_mapped_item_takes_the_catalogues_code_and_unit(tmp_path, network):
    rounds = {"Items": "12.7mm cartridge", UNITS: 1_000_000, DELIVERED: 400_000}
    offers = placed(tmp_path, network, {}, rounds).scenario.offers
    assert [(offer.item, offer.unit) for offer in offers] == [("M777", "gun"), ("SAA127", "1000 rounds")]
    assert [offer.quantity - offer.handed_over for offer in offers] == [6, pytest.approx(600)]


def test_an_item_that_is_not_mapped_brings_its_own_row(tmp_path, network):
    scenario = onto(network, import_kiel(workbook(tmp_path, {"Items": "trailer"})))
    assert [item.item for item in scenario.items] == ["M777", "SAA127", "UST-TRAILER"]


def test_an_item_mapped_to_what_the_network_does_not_have_brings_its_own_row(tmp_path, network):
    scenario = onto(network, import_kiel(workbook(tmp_path, {"Items": "Leopard-2A4"})))
    assert scenario.offers[0].item == "UST-LEOPARD-2A4"


def test_what_has_no_figure_for_delivery_can_be_left_out(tmp_path, network):
    rows = ({}, {DELIVERED: "undisclosed"})
    assert placed(tmp_path, network, *rows).delivery_unknown == 1
    assert placed(tmp_path, network, *rows, delivery_stated=True).placed == 1
