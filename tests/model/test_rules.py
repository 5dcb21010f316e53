"""Who may serve what, from when and over which links, exactly as docs/rules.md says."""

import datetime as dt

import msgspec
import pytest

from mainstay.model import (
    Basis,
    Caveat,
    CaveatKind,
    Channel,
    Consent,
    ConsentState,
    Equivalence,
    Fund,
    Item,
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
)
from mainstay.model.rules import Obstacle, Rules, Wait, division

SAID = {"source": "S", "basis": Basis.ASSUMPTION}
START = dt.date(2030, 1, 1)
change = msgspec.structs.replace


def day(number):
    return START + dt.timedelta(days=number)


OFFER = Offer(
    offer="O", party="A", item="GUN", quantity=10.0, unit="piece", place="a", available=day(0), rung=Rung.PLEDGE, **SAID
)
ASKED = Requirement(
    requirement="R",
    item="GUN",
    quantity=5.0,
    unit="piece",
    place="c",
    due=day(10),
    latest_useful=day(20),
    priority=1,
    recipient="Z",
    **SAID,
)


def item(code, **more):
    values = {"name": code, "supply_class": "II", "unit": "piece", "mass_t": 1.0, **SAID, **more}
    return Item(item=code, **values)


def node(code, country, *hazards):
    values = {"name": code, "kind": NodeKind.DEPOT, "lat": 0.0, "lon": 0.0, "hazards": hazards or ("all",), **SAID}
    return Node(node=code, country=country, **values)


def link(code, origin, destination, mode=Mode.ROAD):
    return Link(link=code, origin=origin, destination=destination, mode=mode, hours=1.0, capacity_t_per_day=1.0, **SAID)


def caveat(kind, code="C", **more):
    return Caveat(**{"caveat": code, "party": "A", "kind": kind, **SAID, **more})


def consent(state, **more):
    return Consent(**{"consent": "K", "holder": "B", "state": state, "offers": ("O",), **SAID, **more})


def rules(*caveats, settings=None, **tables):
    """Rules of a line a (AAA) - b (BBB) - c (CCC), by road and by air, with an offer at a and a requirement at c."""
    base = Scenario(
        settings=settings or Settings(name="x", supported="Z", start=START),
        parties=tuple(
            Party(party=p, name=p, kind=PartyKind.STATE, country=c, **SAID)
            for p, c in (("A", "AAA"), ("B", "BBB"), ("Z", "CCC"))
        ),
        items=(item("GUN", lethal=True), item("OLD", lethal=True), item("TENT"), item("SHELL", hazard="1.1D")),
        offers=(OFFER,),
        requirements=(ASKED,),
        caveats=caveats,
        nodes=(node("a", "AAA"), node("b", "BBB"), node("c", "CCC")),
        links=(link("ab", "a", "b"), link("bc", "b", "c"), link("ac", "a", "c", Mode.AIR), link("ba", "b", "a")),
    )
    return Rules(base.replace(**tables))


@pytest.mark.parametrize(
    ("offer", "obstacle"),
    [
        (OFFER, None),
        (change(OFFER, item="TENT"), Obstacle("item")),
        (change(OFFER, quantity=None), Obstacle("quantity")),
        (change(OFFER, handed_over=10.0), Obstacle("quantity")),
        (change(OFFER, reserved_for=("Q",)), Obstacle("reserved")),
        (change(OFFER, reserved_for=("Q", "R")), None),
        (change(OFFER, channel=Channel.PURCHASE, unit_cost_eur=1.0), Obstacle("purchase")),
        (change(OFFER, channel=Channel.PURCHASE, fund="F"), Obstacle("purchase", "F")),
        (change(OFFER, channel=Channel.PURCHASE, fund="F", unit_cost_eur=1.0), None),
        (change(OFFER, channel=Channel.PURCHASE, fund="G", unit_cost_eur=1.0), Obstacle("purchase", "G")),
    ],
)
def test_an_offer_may_serve_what_is_asked_unless_something_forbids_it(offer, obstacle):
    """Item, quantity left, reservation and fund, each with its name."""
    funds = (
        Fund(fund="F", name="F", administrator="A", **SAID),
        Fund(fund="G", name="G", administrator="A", items=("TENT",), **SAID),
    )
    asked = rules(funds=funds, offers=(offer,))
    assert asked.obstacle(offer, ASKED) == obstacle
    assert asked.compatible(offer, ASKED) == (0.0 if obstacle else 1.0)


@pytest.mark.parametrize("rung", list(Rung))
def test_a_gift_below_the_lowest_rung_is_not_planned_with(rung):
    """Offer is the loosest, allocation the firmest."""
    settings = Settings(name="x", supported="Z", start=START, lowest_rung=Rung.COMMITMENT)
    allowed = rung in (Rung.COMMITMENT, Rung.ALLOCATION)
    assert bool(rules(settings=settings).compatible(change(OFFER, rung=rung), ASKED)) == allowed


def test_the_largest_allowed_ratio_counts_and_ratios_do_not_chain():
    """OLD serves for GUN at the better of two rates; TENT serves for OLD, but not for GUN."""

    def row(code, given, serves, ratio, allowed=True):
        return Equivalence(equivalence=code, item=given, serves=serves, ratio=ratio, allowed=allowed, **SAID)

    rows = (
        row("1", "OLD", "GUN", 0.5),
        row("2", "OLD", "GUN", 0.7),
        row("3", "OLD", "GUN", 0.9, False),
        row("4", "TENT", "OLD", 1.0),
    )
    asked = rules(equivalences=rows)
    assert asked.rate("OLD", "GUN") == 0.7
    assert asked.rate("GUN", "OLD") == 0.0
    assert asked.rate("TENT", "GUN") == 0.0
    assert asked.rate("GUN", "GUN") == 1.0


@pytest.mark.parametrize(
    ("caveat", "lets"),
    [
        (caveat(CaveatKind.ONLY_RECIPIENT, values=("Z",)), True),
        (caveat(CaveatKind.ONLY_RECIPIENT, values=("B",)), False),
        (caveat(CaveatKind.ONLY_PLACE, values=("c",)), True),
        (caveat(CaveatKind.ONLY_PLACE, values=("CCC",)), True),
        (caveat(CaveatKind.ONLY_PLACE, values=("b", "BBB")), False),
        (caveat(CaveatKind.PERSON), False),
        (caveat(CaveatKind.PERSON, cleared=True), True),
        (caveat(CaveatKind.AFTER_BACKFILL), False),
        (caveat(CaveatKind.AFTER_BACKFILL, day=day(3)), True),
        (caveat(CaveatKind.PERSON, party="B"), True),  # another's
        (caveat(CaveatKind.PERSON, offers=("O2",)), True),  # another offer
        (caveat(CaveatKind.PERSON, items=("TENT",)), True),
        (caveat(CaveatKind.PERSON, supply_classes=("V",)), True),
        (caveat(CaveatKind.PERSON, supply_classes=("II",), items=("GUN",), lethal_only=True), False),
    ],
)
def test_a_caveat_lets_what_it_does_not_touch_and_what_it_allows(caveat, lets):
    """All filters must match, and then the kind decides."""
    assert rules(caveat).obstacle(OFFER, ASKED) == (None if lets else Obstacle("caveat", "C"))


def test_lethal_only_spares_what_is_not_lethal():
    """The same caveat shuts a gun out and lets a tent go."""
    asked = rules(caveat(CaveatKind.PERSON, lethal_only=True))
    assert asked.shut(OFFER) == Obstacle("caveat", "C")
    assert asked.shut(change(OFFER, offer="T", item="TENT")) is None


@pytest.mark.parametrize(
    ("row", "opens"),
    [
        (consent(ConsentState.GIVEN), day(0)),
        (consent(ConsentState.GIVEN, decided=day(4)), day(4)),
        (consent(ConsentState.PENDING, lead_days=5), day(5)),
        (consent(ConsentState.PENDING, lead_days=5, asked=day(2)), day(7)),
        (consent(ConsentState.PENDING, lead_days=5, asked=day(-20)), day(0)),
        (consent(ConsentState.NOT_ASKED, lead_days=6, asked=day(-20)), day(6)),
        (consent(ConsentState.REFUSED), None),
        (consent(ConsentState.REFUSED, items=("TENT",)), day(0)),  # does not touch it
        (consent(ConsentState.REFUSED, donors=("B",)), day(0)),
    ],
)
def test_an_offer_opens_when_its_consents_are_there(row, opens):
    """Given, pending and not asked each have their day; refused shuts it out."""
    assert rules(consents=(row,)).opens(OFFER) == opens


def test_an_offer_waits_for_the_latest_of_all():
    """What it waits for is listed by day, so that the last one is what delays it."""
    asked = rules(
        caveat(CaveatKind.NOT_BEFORE, "C1", day=day(4)),
        caveat(CaveatKind.AFTER_BACKFILL, "C2", day=day(9)),
        consents=(consent(ConsentState.NOT_ASKED, lead_days=6),),
    )
    assert asked.waits(OFFER) == [
        Wait(day(0), "available"),
        Wait(day(4), "caveat", "C1"),
        Wait(day(6), "consent", "K"),
        Wait(day(9), "caveat", "C2"),
    ]
    assert asked.opens(OFFER) == day(9)


@pytest.mark.parametrize(
    ("caveat", "forbidden"),
    [
        (caveat(CaveatKind.NO_MODE, values=("air",)), {"ac"}),
        (caveat(CaveatKind.NO_TRANSIT, values=("BBB",)), {"ab", "bc", "ba"}),
        (caveat(CaveatKind.NO_TRANSIT, values=("b",)), {"ab", "bc", "ba"}),
        (caveat(CaveatKind.NO_TRANSIT, values=("AAA",)), {"ba"}),  # what stands there may leave, nothing may come back
        (caveat(CaveatKind.NO_TRANSIT, party="B", scope=Scope.TERRITORY), {"ab", "bc", "ba"}),
        (caveat(CaveatKind.NO_TRANSIT, party="B", scope=Scope.TERRITORY, items=("TENT",)), set()),
        (caveat(CaveatKind.NO_TRANSIT, party="B", scope=Scope.TERRITORY, lethal_only=True), {"ab", "bc", "ba"}),
        (caveat(CaveatKind.NO_TRANSIT, party="B", values=("BBB",)), set()),  # a gift caveat of another
    ],
)
def test_a_link_may_not_carry_what_a_caveat_keeps_off_it(caveat, forbidden):
    """Modes, countries and nodes of a gift; the territory of anyone."""
    asked = rules(caveat)
    assert asked.forbidden(OFFER) == forbidden
    for row in asked.scenario.links:
        assert asked.barrier(OFFER, row) == (Obstacle("caveat", "C") if row.link in forbidden else None)


@pytest.mark.parametrize(
    ("hazards", "passes"),
    [(("all",), True), (("1.1D",), True), (("1.1",), True), (("1.4", "3"), False), (("none",), False)],
)
def test_a_node_takes_in_only_what_it_is_licensed_for(hazards, passes):
    """By 'all', by the hazard, or by its division."""
    shells = change(OFFER, item="SHELL")
    asked = rules(nodes=(node("a", "AAA"), node("b", "BBB", *hazards), node("c", "CCC")), offers=(shells,))
    assert asked.forbidden(shells) == (set() if passes else {"ab", "bc", "ba"})
    assert rules(nodes=asked.scenario.nodes).forbidden(OFFER) == set()


def test_the_division_is_the_hazard_without_its_letter():
    """Classes without letters stay as they are."""
    assert [division(hazard) for hazard in ("1.1D", "1.4S", "3", "5.1")] == ["1.1", "1.4", "3", "5.1"]


def test_suppliers_are_those_that_may_and_no_others():
    """Found by item, which spares asking every offer; the same as asking each."""
    offers = tuple(change(OFFER, offer=f"O{i}", item=code) for i, code in enumerate(("GUN", "OLD", "TENT", "GUN")))
    rows = (Equivalence(equivalence="E", item="OLD", serves="GUN", ratio=0.5, **SAID),)
    asked = rules(caveat(CaveatKind.PERSON, offers=("O3",)), offers=offers, equivalences=rows)
    found = {offer.offer: ratio for offer, ratio in asked.suppliers(ASKED)}
    assert (
        found == {o.offer: asked.compatible(o, ASKED) for o in offers if asked.compatible(o, ASKED)} == {"O0": 1.0, "O1": 0.5}
    )
