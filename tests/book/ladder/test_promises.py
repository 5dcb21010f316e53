"""The promise ledger keeps every promised day, and says how late promises turn out to be."""

import datetime as dt
import random

from tests.book.ladder.record import START, consigned, handed_over

from mainstay.book.ladder import Promised, Rung, contradictions, lateness, ledger, overdue, quantile

G1 = "gift/G1"


def on(days):
    return START + dt.timedelta(days)


def promise(latest, day=0, quantity=10.0, by="POL", rung=Rung.HANDED_OVER):
    return Promised(by=by, day=on(day), rung=rung, quantity=quantity, unit="piece", latest=on(latest))


def test_every_promised_day_is_kept_and_slips_are_counted_from_the_first():
    """Promised for day 10, then 30, then 25; handed over on day 28: 18 days after what was first said."""
    book = consigned()
    for said, latest in ((0, 10), (5, 30), (8, 25)):
        book.say(G1, promise(latest, said))
    book.say("consignment/C1", handed_over(4.0, on(12)))
    book.say("consignment/C1", handed_over(6.0, on(28)))
    (before,) = ledger(book.states, on(20))
    assert ([p.latest for p in before.said], before.slips) == ([on(10), on(30), on(25)], (20, -5))
    assert (before.reached, before.kept, before.late_days) == (4.0, None, 10)
    (after,) = ledger(book.states, on(40))
    assert (after.kept, after.late_days) == (on(28), 18)


def test_a_promise_is_overdue_after_its_present_day_and_not_before():
    """Moved to day 30 it is not overdue on day 30, it is on day 31, and no longer once it is kept."""
    book = consigned()
    book.say(G1, promise(10))
    book.say(G1, promise(30, 5))
    assert overdue(ledger(book.states, on(30)), on(30)) == ()
    assert [one.stream for one in overdue(ledger(book.states, on(31)), on(31))] == [G1]
    book.say("consignment/C1", handed_over(10.0, on(33)))
    assert overdue(ledger(book.states, on(34)), on(34)) == ()


def test_one_rung_does_not_keep_the_promise_of_another():
    """What was handed over was not promised to be in service, and reaching the node is no hand-over."""
    book = consigned()
    book.say(G1, promise(10, rung=Rung.AT_NODE))
    book.say("consignment/C1", handed_over(10.0, on(5)))
    (found,) = ledger(book.states, on(20))
    assert found.kept is None


def test_two_sources_that_promise_different_days_contradict_each_other():
    """The giver says day 10, the carrier day 14."""
    book = consigned()
    book.say(G1, promise(10))
    book.say(G1, promise(14, by="CARRIER"))
    (found,) = contradictions(book.states)
    assert found.words == "promised handed over: CARRIER says 10 piece by 2026-03-15; POL says 10 piece by 2026-03-11"


def test_quantiles_without_open_promises_are_those_of_the_cases():
    """The smallest lateness by which at least that share was kept."""
    draw = random.Random(7)
    for _ in range(50):
        days = [draw.randrange(-5, 30) for _ in range(draw.randrange(1, 20))]
        for share in (0.1, 0.5, 0.9):
            expected = next(d for d in sorted(days) if sum(one <= d for one in days) >= share * len(days) - 1e-9)
            assert quantile(days, [], share) == expected


def test_open_promises_make_a_giver_look_later_never_prompter():
    """By hand: kept at 0 and 10, open since 5: S(0) = 2/3, S(10) = 0; and an open one is not left out."""
    assert [quantile([0, 10], [5], share) for share in (0.1, 0.5, 0.9)] == [0, 10, 10]
    assert quantile([0, 10], [], 0.5) == 0
    assert quantile([0], [20, 20, 20], 0.5) is None


def test_lateness_is_told_by_giver_channel_and_item_with_the_number_of_cases():
    """One kept 18 days late, one open: two cases, one kept."""
    book = consigned()
    book.say(G1, promise(10, quantity=8.0))
    book.say("consignment/C1", promise(50))
    book.say("consignment/C1", handed_over(8.0, on(28)))
    promises = ledger(book.states, on(30))
    for by, group in (("party", "POL"), ("channel", "stock"), ("item", "HOWITZER")):
        (found,) = lateness(promises, by)
        assert (found.group, found.cases, found.kept, found.open, found.in_time, found.p50) == (group, 2, 1, 1, 0.0, 18)
