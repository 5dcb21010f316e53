"""Who has to do what by when: every consignment is made ready and received, every purchase paid, every open consent given."""

from __future__ import annotations

from collections import Counter

import pytest

from mainstay.model import Channel, Consent, ConsentState
from mainstay.planning import plan

from .proofs import oracle
from .strategies import MADE, random_scenario
from .test_unmet import bought, fund
from .tiny import day, tents


@pytest.mark.parametrize("seed", range(40))
def test_every_consignment_has_its_tasks(seed: int):
    """One to make it ready, by the giver, when it departs; one to receive it, when it arrives; one to pay, if it is bought."""
    made = oracle(random_scenario(seed))
    tasks = {(task.action, task.consignment): task for task in made.tables.tasking if task.consignment}
    assert len(tasks) == sum(bool(task.consignment) for task in made.tables.tasking)
    needs = made.scenario.by_key("requirements")
    expected = Counter()
    for row in made.tables.consignments:
        ready, received = tasks["make ready", row.consignment], tasks["receive", row.consignment]
        assert (ready.party, ready.by, ready.place) == (row.party, row.departs, row.origin)
        assert (received.party, received.by) == (needs[row.requirement].recipient, row.arrives)
        assert received.place == row.destination
        assert {ready.quantity, received.quantity} == {row.quantity}
        expected.update({"make ready": 1, "receive": 1, "pay": int(row.purchase_eur > 0)})
    assert Counter(action for action, _ in tasks) == +expected
    order = [(task.party, task.by) for task in made.tables.tasking]
    assert order == sorted(order)


def test_a_purchase_is_paid_by_the_administrator_on_the_day_the_offer_opens():
    """Whoever runs the fund pays, in euros and for what."""
    made = plan(bought(tents()).replace(**fund((0, 5000.0))))
    (pay,) = (task for task in made.tables.tasking if task.action == "pay")
    assert made.scenario.offers[0].channel == Channel.PURCHASE
    assert (pay.party, pay.by, pay.text) == ("BBB", day(0), "EUR 2 000 from F for 20 t tents")


@pytest.mark.parametrize(
    ("state", "asked_of"),
    [(ConsentState.PENDING, ["BBB"]), (ConsentState.NOT_ASKED, ["BBB"]), (ConsentState.GIVEN, []), (ConsentState.REFUSED, [])],
)
def test_a_consent_that_the_plan_counts_on_is_a_task(state: ConsentState, asked_of: list[str]):
    """Pending or not asked: the holder must consent by the day the plan reckons with; given or refused: nothing to do."""
    consent = Consent(consent="T", holder="BBB", offers=("O",), state=state, lead_days=2, **MADE)
    tasks = [task for task in plan(tents().replace(consents=(consent,))).tables.tasking if task.action == "consent"]
    assert [task.party for task in tasks] == asked_of
    for task in tasks:
        assert (task.by, task.text) == (day(2), "T: the plan counts on it for O")


def test_a_consent_for_what_is_not_used_is_no_task():
    """What the plan does not touch, it asks nobody for."""
    consent = Consent(consent="T", holder="BBB", offers=("O",), state=ConsentState.NOT_ASKED, lead_days=11, **MADE)
    assert plan(tents().replace(consents=(consent,))).tables.tasking == ()
