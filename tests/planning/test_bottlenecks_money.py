"""Money that is short is among what would help."""

import mainstay as ms


def test_a_fund_that_is_spent_is_among_the_bottlenecks():
    """In the tutorial the fund pays 30 of 40 lots; with its second contribution in time the score is 91.74."""
    plan = ms.plan(ms.read(ms.bundled("tutorial")))
    first = ms.bottlenecks(plan)[0]
    assert (first.kind, first.what) == ("fund", "WF")
    assert round(plan.score + first.gain, 2) == 91.74
