"""The checker finds what a plan may not do, and nothing else."""

from __future__ import annotations

import datetime as dt
import os
import random

import msgspec
import pytest
from hypothesis import given, settings

from mainstay.model import (
    Caveat,
    CaveatKind,
    Channel,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Consignment,
    Contribution,
    Corridor,
    Fund,
    Item,
    Leg,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Requirement,
    Rung,
    Scenario,
    Scope,
    Settings,
    SupplyClass,
)
from mainstay.model.rules import Rules
from mainstay.planning.checker import check_plan
from mainstay.planning.checker.figures import score_of
from mainstay.planning.checker.journeys import _permitted
from mainstay.planning.checker.terms import opening, terms
from mainstay.planning.checker.written import Hop, Shipment, Written
from mainstay.planning.greedy import greedy

from .spoil import EXPECTED, spoil
from .strategies import MADE, START, random_scenario, small_scenarios

change = msgspec.structs.replace
LONG = bool(os.environ.get("MAINSTAY_LONG"))
SPOILED = 3000 if LONG else 500
Plan = tuple[list[Consignment], list[Leg]]


def day(offset: int) -> dt.date:
    return START + dt.timedelta(days=offset)


def node(code: str, country: str, **fields: object) -> Node:
    return Node(node=code, name=code, country=country, kind=NodeKind.DEPOT, lat=0, lon=0, hazards=("all",), **fields, **MADE)


def link(code: str, origin: str, destination: str, **fields: object) -> Link:
    given = {"mode": Mode.ROAD, "hours": 24.0, "capacity_t_per_day": 20.0, "cost_eur_per_t": 10.0} | fields
    return Link(link=code, origin=origin, destination=destination, **given, **MADE)


def journey() -> Scenario:
    """One purchase of 20 t goes from A over B, where it may wait, to C."""
    return Scenario(
        settings=Settings(name="journey", supported="CCC", start=START, days=10),
        parties=tuple(Party(party=c, name=c, kind=PartyKind.STATE, country=c, **MADE) for c in ("AAA", "BBB", "CCC")),
        items=(
            Item(item="I", name="i", supply_class=SupplyClass.V, unit="t", mass_t=1.0, hazard="1.1D", lethal=True, **MADE),
            Item(item="J", name="j", supply_class=SupplyClass.III, unit="t", mass_t=1.0, **MADE),
        ),
        requirements=(
            Requirement(
                requirement="R",
                item="I",
                quantity=40.0,
                unit="t",
                place="C",
                due=day(4),
                latest_useful=day(8),
                priority=1,
                recipient="CCC",
                **MADE,
            ),
        ),
        offers=(
            Offer(
                offer="O",
                party="AAA",
                item="I",
                quantity=20.0,
                unit="t",
                place="A",
                available=day(1),
                channel=Channel.PURCHASE,
                fund="F",
                unit_cost_eur=100.0,
                rung=Rung.PLEDGE,
                **MADE,
            ),
        ),
        funds=(Fund(fund="F", name="f", administrator="BBB", **MADE),),
        contributions=(
            Contribution(
                contribution="K", fund="F", party="BBB", amount_eur=2000.0, available=day(1), rung=Rung.PLEDGE, **MADE
            ),
        ),
        nodes=(node("A", "AAA"), node("B", "BBB", storage_t=20.0, handling_t_per_day=20.0), node("C", "CCC")),
        links=(link("AB", "A", "B", corridor="G"), link("BC", "B", "C", mode=Mode.RAIL)),
        corridors=(Corridor(corridor="G", name="g", capacity_t_per_day=20.0, **MADE),),
    )


def edit(scenario: Scenario, table: str, **fields: object) -> Scenario:
    """Change the first row of a table."""
    first, *others = getattr(scenario, table)
    return scenario.replace(**{table: (change(first, **fields), *others)})


def caveat(kind: CaveatKind, **fields: object) -> dict[str, tuple[Caveat, ...]]:
    return {"caveats": (Caveat(caveat="V", kind=kind, **({"party": "AAA"} | fields), **MADE),)}


def consent(state: ConsentState, **fields: object) -> dict[str, tuple[Consent, ...]]:
    return {"consents": (Consent(consent="T", holder="BBB", offers=("O",), state=state, **fields, **MADE),)}


def closure(of: ClosureOf, closes: str, on: int, share: float = 0.0) -> dict[str, tuple[Closure, ...]]:
    row = Closure(closure="X", of=of, closes=closes, first_day=day(on), last_day=day(on), share_open=share, **MADE)
    return {"closures": (row,)}


# one change of the scenario each, and where the plan made before it now breaks a rule
CHANGES = {
    "rung": (
        lambda s: edit(s, "offers", rung=Rung.OFFER).replace(settings=change(s.settings, lowest_rung=Rung.PLEDGE)),
        "offer",
    ),
    "supply": (lambda s: edit(s, "offers", handed_over=1.0), "quantity"),
    "undisclosed": (lambda s: edit(s, "offers", quantity=None), "quantity"),
    "demand": (lambda s: edit(s, "requirements", quantity=19.0), "counts_for"),
    "item": (lambda s: edit(s, "requirements", item="J"), "requirement"),
    "reserved": (lambda s: edit(s, "offers", reserved_for=("another",)), "requirement"),
    "available": (lambda s: edit(s, "offers", available=day(2)), "departs"),
    "until": (lambda s: edit(s, "offers", until=day(0)), "departs"),
    "useful": (lambda s: edit(s, "requirements", due=day(2), latest_useful=day(3)), "arrives"),
    "place": (lambda s: edit(s, "requirements", place="B"), "destination"),
    "no fund": (lambda s: edit(s, "offers", fund=""), "offer"),
    "no price": (lambda s: edit(s, "offers", unit_cost_eur=None), "offer"),
    "fund buys other things": (lambda s: edit(s, "funds", items=("J",)), "item"),
    "fund too small": (lambda s: edit(s, "contributions", amount_eur=1999.0), "purchase_eur"),
    "fund too late": (lambda s: edit(s, "contributions", available=day(2)), "purchase_eur"),
    "fund too loose": (
        lambda s: edit(s, "contributions", rung=Rung.OFFER).replace(settings=change(s.settings, lowest_rung=Rung.PLEDGE)),
        "purchase_eur",
    ),
    "only recipient": (lambda s: s.replace(**caveat(CaveatKind.ONLY_RECIPIENT, values=("BBB",))), "requirement"),
    "only place": (lambda s: s.replace(**caveat(CaveatKind.ONLY_PLACE, values=("B", "BBB"))), "destination"),
    "person": (lambda s: s.replace(**caveat(CaveatKind.PERSON, items=("I",))), "offer"),
    "backfill": (lambda s: s.replace(**caveat(CaveatKind.AFTER_BACKFILL, supply_classes=("V",))), "offer"),
    "backfill day": (lambda s: s.replace(**caveat(CaveatKind.AFTER_BACKFILL, day=day(2))), "departs"),
    "not before": (lambda s: s.replace(**caveat(CaveatKind.NOT_BEFORE, day=day(2), lethal_only=True)), "departs"),
    "no mode": (lambda s: s.replace(**caveat(CaveatKind.NO_MODE, values=("rail",))), "mode"),
    "no transit node": (lambda s: s.replace(**caveat(CaveatKind.NO_TRANSIT, values=("B",))), "destination"),
    "no transit country": (lambda s: s.replace(**caveat(CaveatKind.NO_TRANSIT, values=("CCC",))), "destination"),
    "territory": (lambda s: s.replace(**caveat(CaveatKind.NO_TRANSIT, party="BBB", scope=Scope.TERRITORY)), "destination"),
    "refused": (lambda s: s.replace(**consent(ConsentState.REFUSED)), "offer"),
    "not asked": (lambda s: s.replace(**consent(ConsentState.NOT_ASKED, lead_days=2)), "departs"),
    "pending": (lambda s: s.replace(**consent(ConsentState.PENDING, lead_days=5, asked=day(-3))), "departs"),
    "given late": (lambda s: s.replace(**consent(ConsentState.GIVEN, decided=day(2))), "departs"),
    "hazard": (lambda s: s.replace(nodes=(s.nodes[0], change(s.nodes[1], hazards=("1.4", "3")), s.nodes[2])), "destination"),
    "link shut": (lambda s: s.replace(**closure(ClosureOf.LINK, "BC", 2)), "departs"),
    "origin shut": (lambda s: s.replace(**closure(ClosureOf.NODE, "A", 1)), "departs"),
    "node shut": (lambda s: s.replace(**closure(ClosureOf.NODE, "C", 3)), "arrives"),
    "corridor shut": (lambda s: s.replace(**closure(ClosureOf.CORRIDOR, "G", 2)), "arrives"),
    "link half open": (lambda s: s.replace(**closure(ClosureOf.LINK, "BC", 2, 0.5)), "departs"),
    "node half open": (lambda s: s.replace(**closure(ClosureOf.NODE, "B", 2, 0.5)), "arrives"),
    "corridor half open": (lambda s: s.replace(**closure(ClosureOf.CORRIDOR, "G", 2, 0.5)), "arrives"),
    "link narrow": (lambda s: edit(s, "links", capacity_t_per_day=19.0), "departs"),
    "link slow": (lambda s: edit(s, "links", hours=25.0), "arrives"),
    "node slow": (lambda s: s.replace(nodes=(*s.nodes[:2], change(s.nodes[2], handling_hours=1.0))), "arrives"),
    "corridor narrow": (lambda s: edit(s, "corridors", capacity_t_per_day=19.0), "arrives"),
    "link elsewhere": (lambda s: edit(s, "links", destination="C"), "destination"),
    "mass": (lambda s: edit(s, "items", mass_t=0.9), "mass_t"),
    "weights": (lambda s: s.replace(settings=change(s.settings, weights=(90.0, 50.0, 25.0, 10.0, 5.0))), "points"),
    "dearer": (lambda s: edit(s, "links", cost_eur_per_t=11.0), "transport_eur"),
    "price": (lambda s: edit(s, "offers", unit_cost_eur=99.0), "purchase_eur"),
    "giver": (lambda s: edit(s, "offers", party="BBB"), "party"),
    "grid": (lambda s: s.replace(settings=change(s.settings, period_days=2)), "departs"),
    "shorter": (lambda s: s.replace(settings=change(s.settings, days=3)), "arrives"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_rule_is_checked(name: str):
    """A plan that keeps all rules breaks one as soon as the scenario changes in that respect, and the column says where."""
    scenario = journey()
    plan = greedy(scenario)
    assert len(plan[1]) == 2
    assert check_plan(scenario, *plan) == []
    alter, column = CHANGES[name]
    assert column in {problem.column for problem in check_plan(alter(scenario), *plan)}


HARMLESS = {
    "transit of the own place": caveat(CaveatKind.NO_TRANSIT, values=("AAA", "A")),
    "territory that is silent on it": caveat(CaveatKind.NO_TRANSIT, party="BBB", scope=Scope.TERRITORY, items=("J",)),
    "someone else's gift caveat": caveat(CaveatKind.PERSON, party="BBB"),
    "a person who has cleared it": caveat(CaveatKind.PERSON, cleared=True),
    "a caveat on another class": caveat(CaveatKind.PERSON, supply_classes=("III",)),
    "another recipient as well": caveat(CaveatKind.ONLY_RECIPIENT, values=("BBB", "CCC")),
    "a consent given": consent(ConsentState.GIVEN),
    "a consent that comes in time": consent(ConsentState.PENDING, lead_days=4, asked=day(-3)),
    "a closure before": closure(ClosureOf.LINK, "BC", 1),
    "a closure after": closure(ClosureOf.NODE, "C", 4),
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_does_not_touch_a_plan_is_not_held_against_it(name: str):
    """Caveats, consents and closures that do not touch a consignment give no finding."""
    scenario = journey()
    plan = greedy(scenario)
    assert check_plan(scenario.replace(**HARMLESS[name]), *plan) == []


def test_waiting_takes_storage_and_costs():
    """Cargo may wait a day where there is a store that holds it, and its waiting is charged."""
    scenario = journey()
    (row,), (first, second) = greedy(scenario)
    later = change(second, departs=day(3), arrives=day(4))
    late = change(row, arrives=day(4))
    assert [p.column for p in check_plan(scenario, [late], [first, later])] == ["transport_eur"]
    paid = change(late, transport_eur=row.transport_eur + 20.0)
    assert check_plan(scenario, [paid], [first, later]) == []
    small = scenario.replace(nodes=(scenario.nodes[0], change(scenario.nodes[1], storage_t=19.0), scenario.nodes[2]))
    assert [p.column for p in check_plan(small, [paid], [first, later])] == ["mass_t"]
    none = scenario.replace(nodes=(scenario.nodes[0], change(scenario.nodes[1], storage_t=None), scenario.nodes[2]))
    assert "consignment" in {p.column for p in check_plan(none, [paid], [first, later])}


def test_cargo_may_wait_at_its_destination_before_it_is_handed_over():
    """It arrives when it is handed over, and takes and pays for the store until then; without a store it cannot wait."""
    scenario = journey()
    (row,), legs = greedy(scenario)
    late = change(row, arrives=day(4), transport_eur=row.transport_eur + 20.0)
    assert [p.column for p in check_plan(scenario, [late], legs)] == ["consignment"]
    stored = scenario.replace(nodes=(*scenario.nodes[:2], change(scenario.nodes[2], storage_t=20.0)))
    assert check_plan(stored, [late], legs) == []
    useless = change(late, arrives=day(8), points=0.0, transport_eur=row.transport_eur + 100.0)
    assert [p.column for p in check_plan(stored, [useless], legs)] == ["arrives"]
    early = change(row, arrives=day(2))
    assert [p.column for p in check_plan(stored, [early], legs)] == ["arrives"]


def test_after_until_cargo_may_only_leave_out_of_a_store():
    """What has not left when its offer shuts may leave later only from a place with storage, which it takes and pays for."""
    scenario = edit(journey(), "offers", until=day(1))
    (row,), (first, second) = greedy(scenario)
    legs = [change(first, departs=day(2), arrives=day(3)), change(second, departs=day(3), arrives=day(4))]
    late = change(row, departs=day(2), arrives=day(4), transport_eur=row.transport_eur + 20.0)
    assert {p.column for p in check_plan(scenario, [late], legs)} == {"departs"}
    stored = edit(scenario, "nodes", storage_t=20.0)
    assert check_plan(stored, [late], legs) == []


def test_a_score_is_recomputed():
    """The stated score must be what the consignments earn: half of what is asked, less 400 EUR of transport."""
    scenario = journey()
    plan = greedy(scenario)
    right = 100 * (50.0 - 400 * 0.1 / 1e6) / 100
    assert check_plan(scenario, *plan, score=right) == []
    (found,) = check_plan(scenario, *plan, score=right + 0.001)
    assert (found.row, found.column) == (0, "points")
    assert check_plan(scenario, *plan, score=float("nan"))


def test_nothing_is_a_valid_plan():
    """A plan without consignments breaks nothing and scores nothing."""
    assert check_plan(journey(), [], [], score=0.0) == []


def test_findings_say_where_and_by_how_much():
    """A finding names the file, the row as a spreadsheet numbers it, and the excess."""
    scenario = journey()
    (found,) = check_plan(edit(scenario, "links", capacity_t_per_day=19.0), *greedy(scenario))
    assert str(found) == "legs.csv, row 2, departs: 20 t leave on link 'AB' from 2026-03-03 to 2026-03-03, 1 t above its 19 t"


def test_spoiled_plans_are_found_out():
    """Of hundreds of plans broken in one of dozens of ways each is found at its place, and none is suspected before."""
    kinds, seed, spoiled = set(), 0, 0
    while spoiled < SPOILED:
        scenario, seed = random_scenario(seed), seed + 1
        plan = greedy(scenario)
        assert check_plan(scenario, *plan, score=score_of(Written(scenario, *plan))) == []
        if plan[0]:
            *broken, kind = spoil(scenario, *plan, random.Random(seed))
            places = {f"{problem.file} {problem.column}" for problem in check_plan(scenario, *broken)}
            assert places & set(EXPECTED[kind]), f"seed {seed - 1}: {kind} is not among {places}"
            kinds.add(kind)
            spoiled += 1
    assert len(kinds) >= 40


def test_rounded_plans_pass():
    """Figures written with nine significant digits give no finding."""

    def rounded(row: msgspec.Struct) -> msgspec.Struct:
        numbers = {name: getattr(row, name) for name in row.__struct_fields__ if isinstance(getattr(row, name), float)}
        return change(row, **{name: float(f"{number:.9g}") for name, number in numbers.items()})

    for seed in range(200):
        scenario = random_scenario(seed)
        consignments, legs = greedy(scenario)
        assert check_plan(scenario, [rounded(row) for row in consignments], [rounded(leg) for leg in legs]) == []


@settings(max_examples=200 if LONG else 60, deadline=None)
@given(small_scenarios())
def test_checker_and_rules_agree_on_who_may_serve_whom(scenario: Scenario):
    """The checker's own reading of the terms is that of the planner's rules, for every offer, requirement and link."""
    rules, plan = Rules(scenario), Written(scenario, [], [])
    for offer in scenario.offers:
        for requirement in scenario.requirements:
            shipment = _shipment(plan, offer, requirement, None)
            plan.shipments = [shipment]
            obstacle = rules.obstacle(offer, requirement)
            if obstacle is None or obstacle.kind != "quantity":  # what is left of an offer is a sum over the plan
                assert bool(list(terms(plan))) == (obstacle is not None)
        for row in scenario.links:
            shipment = _shipment(plan, offer, scenario.requirements[0], row)
            assert bool(list(_permitted(plan, shipment))) == (rules.barrier(offer, row) is not None)
        if opens := rules.opens(offer):
            assert opening(plan, offer) == opens


def _shipment(plan: Written, offer: Offer, requirement: Requirement, over: Link | None) -> Shipment:
    names = dict.fromkeys(("consignment", "offer", "party", "item", "origin", "destination"), "")
    written = Consignment(
        **names,
        **dict.fromkeys(("quantity", "counts_for", "mass_t", "points", "transport_eur"), 0.0),
        requirement=requirement.requirement,
        departs=START,
        arrives=START,
    )
    hops = ()
    if over is not None:
        ends = {name: getattr(over, name) for name in ("link", "mode", "origin", "destination")}
        leg = Leg(consignment="", leg=1, departs=START, arrives=START, mass_t=0.0, **ends)
        hops = (Hop(2, leg, over, None, 0, 0),)
    return Shipment(2, written, offer, plan.demands.of(written), plan.items[offer.item], hops, 0, ())
