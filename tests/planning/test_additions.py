"""Additions change what they say and nothing else, and never make a case worse."""

from __future__ import annotations

import numpy as np
import pytest

from mainstay.model import CaveatKind, Consent, ConsentState
from mainstay.planning.additions import (
    LATER,
    MONEY,
    capacity,
    clearable,
    clearance,
    goods,
    leave,
    money,
    patience,
    sooner,
    tight,
)
from mainstay.planning.build import build

from .strategies import MADE
from .test_unmet import bought, caveat, fund
from .tiny import day, first, offer, tents


def test_capacity_grows_by_a_tenth_on_its_days_only():
    """From one period to another, both included; the case it is applied to stays as it was."""
    case = build(tents())
    before = case.problem.network.link_t.copy()
    addition = capacity(case, "link", 0, 2, 4)
    after = addition.apply(case).problem.network.link_t
    assert (after - before)[0].tolist() == [0, 0, 2, 2, 2, *[0] * 7]
    assert (after - before)[1].sum() == 0
    assert (case.problem.network.link_t == before).all()
    assert (addition.text, addition.first_day, addition.last_day) == ("2 t a day more on link AB", day(2), day(4))


def test_goods_come_from_whoever_offers_most_of_them_and_as_they_offer():
    """A new offer beside the old, of the missing quantity, at the same place, as early as any."""
    scenario = tents().replace(offers=(offer("O", 5.0), offer("P", 9.0, party="BBB", place="B", available=day(3))))
    case = build(scenario)
    addition = goods(case, case.demands[0], 4.0)
    assert addition is not None
    assert (addition.party, addition.text) == ("BBB", "4 t more of TENT at B")
    (new,) = set(addition.apply(case).scenario.offers) - set(case.scenario.offers)
    assert (new.offer, new.quantity, new.place, new.available) == ("P+R", 4.0, "B", day(0))
    assert goods(build(tents().replace(offers=())), case.demands[0], 4.0) is None


def test_leave_is_a_consent_given_on_the_first_day():
    """Refused or pending, it is given; the offer opens at once."""
    for state, text in ((ConsentState.REFUSED, "turned into a yes"), (ConsentState.PENDING, "given at once")):
        row = Consent(consent="T", holder="BBB", offers=("O",), state=state, lead_days=9, **MADE)
        case = build(tents().replace(consents=(row,)))
        addition = leave(case, row)
        after = addition.apply(case)
        assert addition.text == f"consent T of BBB {text}"
        assert after.rules.opens(after.scenario.offers[0]) == day(0)


def test_money_is_a_million_that_every_purchase_may_draw_on():
    """It is there on the day on which the first purchase is paid."""
    case = build(bought(tents(), available=day(-4)).replace(**fund((0, 500.0))))
    after = money(case, "F").apply(case)
    assert after.problem.budget_eur.tolist() == [MONEY]
    later = build(bought(tents(), available=day(2)).replace(**fund((0, 500.0))))
    assert money(later, "F").apply(later).problem.budget_eur.tolist() == [500.0 + MONEY]


@pytest.mark.parametrize(("kind", "given"), [(CaveatKind.PERSON, {}), (CaveatKind.AFTER_BACKFILL, {"values": ("x",)})])
def test_what_waits_for_a_person_can_be_cleared(kind: CaveatKind, given: dict[str, object]):
    """A caveat not cleared, or a backfill without a day: named, and gone when cleared."""
    case = build(tents().replace(**caveat(kind, **given)))
    assert case.offers == ()
    assert clearable(case.scenario) == ["V"]
    after = clearance(case, "V").apply(case)
    assert [row.offer for row in after.offers] == ["O"]
    assert clearable(after.scenario) == []


def test_patience_and_an_earlier_offer_move_days():
    """A fortnight later due and useful; available on the first day."""
    case = build(first(tents(), "offers", available=day(5)))
    (row,) = patience(case.requirements[0]).apply(case).requirements
    assert ((row.due - day(6)).days, (row.latest_useful - day(10)).days) == (LATER, LATER)
    (early,) = sooner(case.offers[0], case).apply(case).offers
    assert early.available == day(0)


def test_what_is_priced_is_found_with_its_days():
    """First and last priced period of each thing, and what a tenth more there is worth; what nothing limits is left out."""
    room = np.array([[10.0, 10.0, 20.0, 10.0], [5.0, 5.0, 5.0, 5.0], [np.inf] * 4])
    price = np.array([[0.0, 1.0, 0.0, 3.0], [0.0] * 4, [1.0] * 4])
    assert tight(room, price) == [(0, 1, 3, pytest.approx(4.0 * 2.0))]
