"""Why a requirement is not met: for each reason the smallest scenario in which it is the one, and its exact words."""

from __future__ import annotations

import pytest

from mainstay.model import (
    Caveat,
    CaveatKind,
    Channel,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Contribution,
    Corridor,
    Fund,
    Reason,
    Rung,
    Scenario,
    Unmet,
)
from mainstay.planning import plan

from .proofs import assert_sound
from .strategies import MADE, random_scenario
from .tiny import day, first, link, node, offer, requirement, tents


def fund(*amounts: tuple[int, float], **fields: object) -> dict[str, object]:
    """A fund F with contributions: day and euros."""
    rows = [
        Contribution(contribution=f"K{i}", fund="F", party="BBB", amount_eur=eur, available=day(on), rung=Rung.PLEDGE, **MADE)
        for i, (on, eur) in enumerate(amounts)
    ]
    return {"funds": (Fund(fund="F", name="f", administrator="BBB", **fields, **MADE),), "contributions": tuple(rows)}


def bought(scenario: Scenario, **fields: object) -> Scenario:
    """The first offer is bought by the fund F for EUR 100 a tonne."""
    return first(scenario, "offers", **({"channel": Channel.PURCHASE, "fund": "F", "unit_cost_eur": 100.0} | fields))


def caveat(kind: CaveatKind, **fields: object) -> dict[str, object]:
    return {"caveats": (Caveat(caveat="V", party="AAA", kind=kind, **fields, **MADE),)}


def consent(state: ConsentState, **fields: object) -> dict[str, object]:
    return {"consents": (Consent(consent="T", holder="BBB", offers=("O",), state=state, **fields, **MADE),)}


def reasons(scenario: Scenario) -> tuple[Unmet, ...]:
    """What stays unmet; the same by both methods."""
    exact, made = (plan(scenario, gap=1e-9, method=method) for method in ("arc-flow", "columns"))
    assert_sound(scenario, exact)
    assert_sound(scenario, made)
    assert [row.requirement for row in exact.tables.unmet] == [row.requirement for row in made.tables.unmet]
    for one, other in zip(exact.tables.unmet, made.tables.unmet, strict=True):
        assert (one.reason, one.detail, one.helps) == (other.reason, other.detail, other.helps)
        assert (one.planned, one.on_time, one.missing) == pytest.approx((other.planned, other.on_time, other.missing))
    return exact.tables.unmet


shut_for_a_week = Closure(closure="X", of=ClosureOf.LINK, closes="BC", first_day=day(0), last_day=day(5), **MADE)
gated = first(tents(), "links", corridor="G").replace(
    corridors=(Corridor(corridor="G", name="g", capacity_t_per_day=2.0, **MADE),)
)
another = (requirement("R", 20.0), requirement("Q", 20.0, priority=5))
LATER = "O can leave 2026-03-08"

CASES: dict[str, tuple[Scenario, Reason, str, str]] = {
    "too little is offered": (
        tents(asked=20.0, given=15.0),
        *(Reason.NO_OFFER, "offered 15 of 20 t", "5 t more from anybody by 2026-03-08"),
    ),
    "nothing is offered": (
        tents().replace(offers=()),
        *(Reason.NO_OFFER, "offered 0 of 20 t", "20 t more from anybody by 2026-03-08"),
    ),
    "an offer does not say how much": (
        tents(given=15.0).replace(offers=(offer("O", 15.0), offer("U", None))),
        *(Reason.NO_OFFER, "offered 15 of 20 t; quantity undisclosed: U", "5 t more from anybody by 2026-03-08"),
    ),
    "what is offered is not firm enough": (
        tents(lowest_rung=Rung.COMMITMENT),
        *(Reason.NO_OFFER, "rung keeps back O", "firmer promises of O"),
    ),
    "it is kept for another": (
        first(tents().replace(requirements=another), "offers", reserved_for=("Q",)),
        *(Reason.SHARED, "reserved keeps back O", "release O from its reservation"),
    ),
    "a person has not cleared it": (
        tents().replace(**caveat(CaveatKind.PERSON)),
        *(Reason.CAVEAT, "caveat V keeps back O", "clear or lift caveat V"),
    ),
    "it is for others only": (
        tents().replace(**caveat(CaveatKind.ONLY_RECIPIENT, values=("BBB",))),
        *(Reason.CAVEAT, "caveat V keeps back O", "clear or lift caveat V"),
    ),
    "a caveat makes it wait": (
        tents().replace(**caveat(CaveatKind.NOT_BEFORE, day=day(6))),
        Reason.CAVEAT,
        f"{LATER}, waits for caveat V, arrives 2026-03-10 at the earliest",
        "an earlier day in caveat V",
    ),
    "a consent is refused": (
        tents().replace(**consent(ConsentState.REFUSED)),
        *(Reason.CONSENT, "consent T keeps back O", "turn the refusal of consent T"),
    ),
    "a consent comes late": (
        tents().replace(**consent(ConsentState.PENDING, lead_days=6)),
        Reason.CONSENT,
        f"{LATER}, waits for consent T, arrives 2026-03-10 at the earliest",
        "an earlier answer on consent T",
    ),
    "a consent comes when it is of no use": (
        tents().replace(**consent(ConsentState.NOT_ASKED, lead_days=11)),
        Reason.CONSENT,
        "O can leave 2026-03-13, waits for consent T, arrives too late to be useful",
        "an earlier answer on consent T",
    ),
    "no link leads there": (
        tents().replace(links=(link("AB", "A", "B"),)),
        Reason.UNREACHABLE,
        "no permitted links lead from A to C for O",
        "a link into C, or a licence or leave to pass, for O",
    ),
    "no permitted link leads there": (
        tents().replace(**caveat(CaveatKind.NO_TRANSIT, values=("BBB",))),
        Reason.UNREACHABLE,
        "no permitted links lead from A to C for O",
        "a link into C, or a licence or leave to pass, for O",
    ),
    "it is there too late": (
        first(tents(), "offers", available=day(6)),
        Reason.TOO_LATE,
        f"{LATER}, arrives 2026-03-10 at the earliest",
        "O earlier, or a later due day",
    ),
    "a closed link makes it late": (
        tents().replace(closures=(shut_for_a_week,)),
        Reason.TOO_LATE,
        "O can leave 2026-03-02, arrives 2026-03-09 at the earliest",
        "O earlier, or a later due day",
    ),
    "the fund is spent": (
        bought(tents()).replace(**fund((0, 1500.0))),
        *(Reason.FUND, "F is spent; O stays unbought", "more money in F"),
    ),
    "the fund has nothing": (
        bought(tents()).replace(**fund()),
        *(Reason.FUND, "F is spent; O stays unbought", "more money in F"),
    ),
    "the fund may not buy it": (
        bought(tents()).replace(**fund((0, 9000.0), items=("HUT",))),
        *(Reason.FUND, "purchase F keeps back O", "a fund that may buy O"),
    ),
    "no fund is named": (
        bought(tents(), fund=""),
        *(Reason.FUND, "purchase keeps back O", "a fund that may buy O"),
    ),
    "a link is full": (
        first(tents(), "links", capacity_t_per_day=2.0),
        Reason.CAPACITY,
        "O would go A - B - C; full: link AB from 2026-03-02 to 2026-03-08",
        "more capacity of link AB from 2026-03-02 to 2026-03-08",
    ),
    "a node is full": (
        tents().replace(nodes=(node("A", "AAA"), node("B", "BBB", handling_t_per_day=2.0), node("C", "CCC"))),
        Reason.CAPACITY,
        "O would go A - B - C; full: node B from 2026-03-03 to 2026-03-09",
        "more capacity of node B from 2026-03-03 to 2026-03-09",
    ),
    "a corridor is full": (
        gated,
        Reason.CAPACITY,
        "O would go A - B - C; full: corridor G from 2026-03-03 to 2026-03-09",
        "more capacity of corridor G from 2026-03-03 to 2026-03-09",
    ),
    "a corridor is full though money of later days is spent on others": (
        bought(gated).replace(
            requirements=(requirement("R", 20.0), requirement("Z", 10.0, item="HUT", place="A", priority=5)),
            offers=(
                offer("O", 20.0, channel=Channel.PURCHASE, fund="F", unit_cost_eur=100.0),
                offer("P", 10.0, item="HUT", available=day(3), channel=Channel.PURCHASE, fund="F", unit_cost_eur=900.0),
            ),
            **fund((0, 2500.0), (2, 9000.0)),
        ),
        Reason.CAPACITY,
        "O would go A - B - C; full: corridor G from 2026-03-03 to 2026-03-09",
        "more capacity of corridor G from 2026-03-03 to 2026-03-09",
    ),
    "others need it more": (
        tents().replace(requirements=another),
        *(Reason.SHARED, "O went to R", "more TENT from anybody by 2026-03-08"),
    ),
    "moving it costs more than it earns": (
        tents(points_per_million_eur=1e6),
        Reason.NOT_WORTH,
        "O could go A - B - C, but costs more than it earns, or less than the gap of the plan",
        "a smaller gap, or cheaper transport",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_reason_is_the_one_that_binds(name: str):
    """Reason, detail and help, word by word."""
    scenario, reason, detail, helps = CASES[name]
    (row,) = reasons(scenario)
    assert (row.reason, row.detail, row.helps) == (reason, detail, helps)


def test_what_is_met_whole_and_on_time_needs_no_reason():
    """Enough, in time: nothing is unmet."""
    assert reasons(tents()) == ()


def test_quantities_and_points_missing_are_those_of_the_plan():
    """Over a link of 2 t a day 10 t are in time and 6 t late; what they earn is what is not missing."""
    (row,) = reasons(CASES["a link is full"][0])
    assert (row.asked, row.planned, row.on_time) == (20.0, 16.0, 10.0)
    assert row.missing == pytest.approx(100 - 100 * (10 + 2 * (0.75 + 0.5 + 0.25)) / 20)


def test_the_greatest_loss_stands_first_and_all_losses_add_up():
    """Sorted by what is missing; together they are what the plan did not attain."""
    some = 0
    for seed in range(60):
        made = plan(random_scenario(seed))
        missing = [row.missing for row in made.tables.unmet]
        assert missing == sorted(missing, reverse=True)
        assert sum(missing) == pytest.approx(100 - made.attained, abs=1e-5)
        some += bool(missing)
    assert some > 30
