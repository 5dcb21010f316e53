"""The world in a case: each event takes what the page says, nothing else, and leaves a scenario that holds together."""

import datetime as dt
import random
from collections.abc import Mapping

import msgspec
import pytest
from tests.planning.capability_cases import random_capability_scenario
from tests.planning.complete import battery
from tests.planning.proofs import LONG, above, oracle
from tests.planning.strategies import MADE, random_scenario
from tests.planning.tiny import day, first, offer, tents

import mainstay
from mainstay.contingency import cases, single, strike
from mainstay.model import (
    Caveat,
    CaveatKind,
    Channel,
    Closure,
    Consent,
    ConsentState,
    Contribution,
    Corridor,
    Event,
    Fund,
    Scenario,
    Source,
)
from mainstay.model.rules import Rules

from .random_events import random_events

SEEDS = range(200 if LONG else 12)
CAPABLE = range(60 if LONG else 4)


def sourced(scenario: Scenario) -> Scenario:
    """The scenario with the source that its rows name, so that the checks have nothing to say of that."""
    if any(row.source == MADE["source"] for row in scenario.sources):
        return scenario
    return scenario.replace(
        sources=(*scenario.sources, Source(source=MADE["source"], title="t", publisher="p", reliability="F"))
    )


def event(of: str, hits: str, **more: object) -> Event:
    return Event(event=f"{of}-{hits}", contingency="case", of=of, hits=hits, **more, **MADE)


def struck(scenario: Scenario, *events: Event) -> Scenario:
    return strike(scenario, events).scenario


def faults(scenario: Scenario) -> set[tuple[str, str, str]]:
    """What keeps a scenario from being planned with, without the numbers of rows, which a case may shift."""
    return {(problem.file, problem.column, problem.message) for problem in mainstay.check(scenario) if problem.blocks}


def assert_no_better(base: Scenario, worlds: Mapping[str, Scenario], seed: int) -> None:
    """No fault is new, and no plan of a world (of some of them, unless there is time) is better than the best of the base."""
    known, most = faults(base), above(oracle(base).bound)
    some = set(worlds) if LONG else set(random.Random(seed).sample(sorted(worlds), min(4, len(worlds))))
    for name, world in worlds.items():
        assert faults(world) <= known, name
        assert name not in some or oracle(world).score <= most, name


def best(scenario: Scenario) -> float:
    return oracle(scenario).score


def dated(**rows: object) -> Scenario:
    """Tents asked for in time, with more rows."""
    return tents().replace(**rows)


# --- laws ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", SEEDS)
def test_no_single_loss_makes_a_scenario_invalid_or_better(seed):
    """Every contributor, node, link, corridor, fund and site, one at a time, against a full solve."""
    base = sourced(random_scenario(seed))
    assert_no_better(base, {name: struck(base, *events) for name, events in single(base).items()}, seed)


@pytest.mark.parametrize("seed", CAPABLE)
def test_no_single_loss_makes_a_capability_invalid_or_better(seed):
    """The same where packages, courses, stocks, repair and orders are planned in whole numbers."""
    base = sourced(random_capability_scenario(seed))
    assert_no_better(base, {name: struck(base, *events) for name, events in single(base).items()}, seed)


@pytest.mark.parametrize("seed", range(100, 300 if LONG else 112))
def test_no_events_make_a_scenario_invalid_or_better(seed):
    """Any events together, dated or not, whole or in part."""
    base = sourced(random_scenario(seed))
    assert_no_better(base, {str(number): struck(base, *random_events(base, 1000 * seed + number)) for number in range(3)}, seed)


@pytest.mark.parametrize("seed", range(100, 160 if LONG else 104))
def test_no_events_make_a_capability_invalid_or_better(seed):
    """The same with packages, courses, stocks, repair and orders."""
    base = sourced(random_capability_scenario(seed))
    assert_no_better(base, {str(number): struck(base, *random_events(base, 1000 * seed + number)) for number in range(3)}, seed)


@pytest.mark.parametrize("seed", range(40))
def test_a_case_known_from_the_outset_is_the_same_whether_its_day_is_said_or_not(seed):
    """No day, the plan's first day: both are known when the plan is made; of money paid before, only funds lose it."""
    base = sourced(random_scenario(seed))
    for name, (row,) in single(base).items():
        said = strike(base, [msgspec.structs.replace(row, first_day=base.settings.start)])
        assert said == strike(base, [row]), name


@pytest.mark.parametrize("seed", range(40))
def test_what_is_gone_may_leave_until_the_day_and_not_after(seed):
    """An offer that is gone from a day is not in the world, or leaves by the day before."""
    base = sourced(random_scenario(seed))
    on = base.settings.start + dt.timedelta(days=4)
    for party in base.parties:
        world = strike(base, [event("party", party.party, first_day=on)])
        for row in world.scenario.offers:
            if row.party == party.party:
                assert row.until < on
                assert world.gone[row.offer] == on
        assert set(world.gone) >= {row.offer for row in base.offers if row.party == party.party}


def test_the_bundled_scenarios_hold_together_in_each_of_their_named_cases():
    """No named case of theirs gives a world that the checks refuse, and each of them changes something."""
    for name in ("tutorial", "quake-relief"):
        scenario = mainstay.read(mainstay.bundled(name))
        assert len(cases(scenario)) >= 3
        for case, events in cases(scenario).items():
            world = struck(scenario, *events)
            assert faults(world) == set(), case
            assert world != scenario, case


def test_single_cases_name_every_element_once():
    """Contributors are those that give something; the party that is helped is none."""
    names = set(single(battery()))
    assert names == {"party AAA", "node A", "node S", "node C", "link AC", "link AS", "link SC", "link CS", "fund F", "site T"}


def test_the_day_of_a_case_is_that_of_its_first_event():
    """Not before the plan begins."""
    rows = [event("node", "B", first_day=day(5)), event("link", "AB", first_day=day(3))]
    assert strike(tents(), rows).day == day(3)
    assert strike(tents(), [event("node", "B", first_day=day(-9))]).day == day(0)
    assert strike(tents(), []).day == day(0)


def test_cases_hold_the_rows_of_the_same_name():
    """In the order of the table."""
    rows = (event("node", "B"), msgspec.structs.replace(event("link", "AB"), contingency="other"), event("link", "BC"))
    assert cases(dated(contingencies=rows)) == {"case": (rows[0], rows[2]), "other": (rows[1],)}


# --- parties and offers ----------------------------------------------------------------------------------------------


def test_a_party_that_leaves_takes_its_offers():
    """From the outset they are not there; from a day on, they leave until the day before."""
    assert struck(tents(), event("party", "AAA")).offers == ()
    world = strike(tents(), [event("party", "AAA", first_day=day(4))])
    assert [row.until for row in world.scenario.offers] == [day(3)]
    assert world.gone == {"O": day(4)}


def test_an_offer_that_ends_earlier_keeps_its_own_end():
    """What would have ended on day 2 does not last until day 6 because its party leaves on day 7."""
    base = first(tents(), "offers", until=day(2))
    assert struck(base, event("offer", "O", first_day=day(7))).offers[0].until == day(2)


def test_an_offer_that_is_not_open_when_its_party_leaves_is_not_there():
    """It opens on the day on which it is gone."""
    base = first(tents(), "offers", available=day(4))
    assert struck(base, event("party", "AAA", first_day=day(4))).offers == ()
    assert len(struck(base, event("party", "AAA", first_day=day(5))).offers) == 1


def test_a_caveat_that_named_only_what_is_gone_is_gone_too():
    """Without its filter it would touch everything of its party."""
    rows = (
        Caveat(caveat="C1", party="AAA", kind=CaveatKind.NOT_BEFORE, day=day(9), offers=("O",), **MADE),
        Caveat(caveat="C2", party="AAA", kind=CaveatKind.NOT_BEFORE, day=day(9), offers=("O", "P"), **MADE),
        Caveat(caveat="C3", party="AAA", kind=CaveatKind.NOT_BEFORE, day=day(1), **MADE),
    )
    world = struck(dated(offers=(offer("O", 5.0), offer("P", 5.0)), caveats=rows), event("offer", "O"))
    assert [(row.caveat, row.offers) for row in world.caveats] == [("C2", ("P",)), ("C3", ())]


def test_a_share_of_an_offer_is_what_is_left_of_it_times_the_share():
    """What has been handed over stays; whole pieces stay whole; below its least order it ends."""
    base = first(tents(), "offers", quantity=10.0, handed_over=4.0)
    assert struck(base, event("offer", "O", share_left=0.3)).offers[0].quantity == pytest.approx(5.8)
    whole = first(base, "items", whole=True)
    assert struck(whole, event("offer", "O", share_left=0.3)).offers[0].quantity == 5.0
    least = struck(battery(), event("offer", "O-ROUND", share_left=0.2))
    assert "O-ROUND" not in {row.offer for row in least.offers}
    assert struck(battery(), event("offer", "O-ROUND", share_left=0.5)).by_key("offers")["O-ROUND"].quantity == 50.0


# --- delays ----------------------------------------------------------------------------------------------------------


def made(**fields: object) -> Scenario:
    return first(tents(), "offers", channel=Channel.PRODUCTION, **fields)


def test_an_item_slips_only_off_the_production_line():
    """What stands in stock is there."""
    slip = event("item", "TENT", slip_days=3)
    assert struck(tents(), slip).offers == tents().offers
    assert struck(made(), slip).offers[0].available == day(3)
    assert struck(made(available=day(-5)), slip).offers[0].available == day(-5)


def test_a_party_that_slips_gives_all_of_it_later():
    """Nothing of it is lost."""
    world = strike(tents(), [event("party", "AAA", slip_days=3)])
    assert world.scenario.offers[0].available == day(3)
    assert world.gone == {}


def test_what_is_open_before_the_day_does_not_slip():
    """It has come."""
    slip = event("item", "TENT", slip_days=3, first_day=day(2))
    assert struck(made(available=day(1)), slip).offers[0].available == day(1)
    assert struck(made(available=day(2)), slip).offers[0].available == day(5)


def test_what_slips_out_of_its_own_or_the_plans_last_day_is_not_there():
    """``until`` does not move."""
    assert struck(made(until=day(5)), event("item", "TENT", slip_days=6)).offers == ()
    assert struck(made(), event("item", "TENT", slip_days=12)).offers == ()


def test_of_monthly_output_the_tranches_still_to_come_slip():
    """Two tranches are out on day 40: they stay, and the rest comes ten days later, under the same caveats."""
    base = first(tents(given=10.0, days=150), "offers", channel=Channel.PRODUCTION, per_month=3.0)
    base = base.replace(caveats=(Caveat(caveat="C", party="AAA", kind="no mode", values=("air",), offers=("O",), **MADE),))
    world = struck(base, event("item", "TENT", slip_days=10, first_day=day(40)))
    assert [(row.offer, row.quantity, row.available) for row in world.offers] == [
        ("O", 6.0, day(0)),
        ("O-late", 4.0, day(70)),
    ]
    assert world.caveats[0].offers == ("O", "O-late")
    whole = [(opens, units) for row in world.offers for _, opens, units in Rules(world).tranches(row)]
    assert whole == [(day(0), 3.0), (day(30), 3.0), (day(70), 3.0), (day(100), 1.0)]


@pytest.mark.parametrize("lead", [0, 5])
def test_a_purchase_that_slips_is_paid_when_it_would_have_been(lead):
    """Only its delivery comes later."""
    rules = Rules(battery())
    row = msgspec.structs.replace(rules.scenario.by_key("offers")["O-ROUND"], lead_days=lead, available=day(1))
    base = battery().replace(offers=(row,))
    world = struck(base, event("item", "ROUND", slip_days=7))
    before, after = Rules(base), Rules(world)
    assert after.ordered(world.offers[0]) == before.ordered(row)
    assert after.opens(world.offers[0]) == before.opens(row) + dt.timedelta(days=7)


# --- money, consents, schools, shops ---------------------------------------------------------------------------------


def funded() -> Scenario:
    """A fund with money of two parties, paid before the plan, on its first day and on day 6."""
    rows = [("M1", "AAA", -2), ("M2", "AAA", 0), ("M3", "AAA", 6), ("M4", "BBB", 6)]
    return dated(
        funds=(Fund(fund="F", name="f", administrator="CCC", **MADE),),
        contributions=tuple(
            Contribution(contribution=code, fund="F", party=party, amount_eur=100.0, available=day(on), rung="pledge", **MADE)
            for code, party, on in rows
        ),
    )


def amounts(scenario: Scenario) -> list[float]:
    return [row.amount_eur for row in scenario.contributions]


def test_a_party_that_leaves_pays_nothing_more():
    """What it has paid stays; others pay on."""
    assert amounts(struck(funded(), event("party", "AAA"))) == [100, 0, 0, 100]
    assert amounts(struck(funded(), event("party", "AAA", first_day=day(3)))) == [100, 100, 0, 100]


def test_a_fund_loses_what_comes_from_the_day_on():
    """From the outset what is in it too, as nothing of it can have been spent in the plan."""
    assert amounts(struck(funded(), event("fund", "F", first_day=day(3), share_left=0.5))) == [100, 100, 50, 50]
    assert amounts(struck(funded(), event("fund", "F", share_left=0.25))) == [25, 25, 25, 25]


def test_a_party_that_leaves_closes_the_fund_that_it_runs():
    """Whoever paid into it."""
    base = first(funded(), "funds", administrator="BBB")
    assert amounts(struck(base, event("party", "BBB", first_day=day(3)))) == [100, 100, 0, 0]


def asked(state: str, **more: object) -> Scenario:
    return dated(consents=(Consent(consent="K", holder="BBB", state=state, offers=("O",), **more, **MADE),))


@pytest.mark.parametrize(
    ("state", "more", "on", "refused"),
    [
        ("given", {}, None, False),
        ("given", {"decided": day(-3)}, 0, False),
        ("given", {"decided": day(5)}, 4, True),
        ("pending", {"lead_days": 4, "asked": day(0)}, 4, True),
        ("pending", {"lead_days": 4, "asked": day(0)}, 5, False),
        ("not asked", {"lead_days": 4}, None, True),
    ],
)
def test_a_party_that_leaves_gives_no_leave_that_it_has_not_given_by_then(state, more, on, refused):
    """What it would give later it refuses; what it has given stands."""
    world = strike(asked(state, **more), [event("party", "BBB", first_day=None if on is None else day(on))])
    assert (world.scenario.consents[0].state == ConsentState.REFUSED) is refused
    assert ("O" in world.gone) is refused


def test_a_consent_that_is_withdrawn_ends_the_offers_that_it_touches():
    """From the outset it is refused; from a day on, they leave until the day before and what is on its way is lost."""
    assert struck(asked("given"), event("consent", "K")).consents[0].state == ConsentState.REFUSED
    world = strike(asked("given"), [event("consent", "K", first_day=day(4))])
    assert world.scenario.consents[0].state == ConsentState.GIVEN
    assert [row.until for row in world.scenario.offers] == [day(3)]
    assert world.gone == {"O": day(4)}


def seats(scenario: Scenario) -> list[tuple[dt.date, dt.date, int, int]]:
    return [(row.first_day, row.last_day, row.seats, row.instructors) for row in scenario.intakes]


def test_a_site_closes_for_a_time_or_in_part():
    """Before and after it, everything is as it was; of people, whole ones are left."""
    world = struck(battery(), event("site", "T", first_day=day(10), last_day=day(19), share_left=0.4))
    assert seats(world) == [(day(0), day(9), 8, 2), (day(10), day(19), 3, 0), (day(20), day(41), 8, 2)]
    assert seats(struck(battery(), event("site", "T", first_day=day(10)))) == [(day(0), day(9), 8, 2)]
    assert seats(struck(battery(), event("site", "T"))) == []


def test_a_party_that_leaves_closes_the_schools_that_it_hosts():
    """What others lend to them is of no use; what it lends elsewhere ends too."""
    base = first(battery(), "intakes", party="CCC")
    assert seats(struck(base, event("party", "AAA", first_day=day(10)))) == [(day(0), day(9), 8, 2)]
    base = first(battery(), "sites", party="CCC")
    assert seats(struck(base, event("party", "AAA"))) == []


def test_a_party_that_leaves_closes_its_repair_shops():
    """From the outset they are not there; from a day on, the world says from when none begins."""
    assert struck(battery(), event("party", "AAA")).repairs == ()
    world = strike(battery(), [event("party", "AAA", first_day=day(10))])
    assert world.scenario.repairs == battery().repairs
    assert world.shops == {"W": day(10)}


# --- ways ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("of", "hits"), [("link", "AB"), ("node", "B"), ("corridor", "G")])
def test_a_way_that_shuts_is_a_closure(of, hits):
    """Of so much of it, from the day on, to its last day or the plan's."""
    base = dated(corridors=(Corridor(corridor="G", name="g", capacity_t_per_day=9.0, **MADE),))
    whole = struck(base, event(of, hits)).closures
    assert [(row.of, row.closes, row.first_day, row.last_day, row.share_open) for row in whole] == [
        (of, hits, day(0), day(11), 0.0)
    ]
    part = struck(base, event(of, hits, first_day=day(2), last_day=day(3), share_left=0.5)).closures
    assert [(row.first_day, row.last_day, row.share_open) for row in part] == [(day(2), day(3), 0.5)]
    assert struck(base, event(of, hits, first_day=day(-5), last_day=day(-1))) == base
    assert struck(base, event(of, hits, first_day=day(12))) == base


def test_a_closure_gets_a_code_that_no_other_has():
    """Two events may have the name of a closure that is there."""
    there = Closure(closure="link-AB", of="link", closes="BC", first_day=day(9), last_day=day(9), **MADE)
    world = struck(dated(closures=(there,)), event("link", "AB"), event("link", "AB", share_left=0.5))
    assert [row.closure for row in world.closures] == ["link-AB", "link-AB-2", "link-AB-3"]


def test_without_its_only_link_nothing_arrives():
    """The world is planned as any other."""
    assert best(tents()) > 90
    assert best(struck(tents(), event("link", "BC"))) == 0
    assert best(struck(tents(), event("link", "BC", first_day=day(11)))) == pytest.approx(best(tents()))
