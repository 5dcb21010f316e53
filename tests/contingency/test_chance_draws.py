"""What is drawn: by the most specific row, the same wherever it is drawn, and as often as was said."""

from __future__ import annotations

import numpy as np
import pytest
from tests.planning.strategies import MADE
from tests.planning.tiny import link, offer, tents

from mainstay.contingency.draws import Closing, Odds, Promise, draw, odds
from mainstay.model import Chance, ChanceOf, Mode
from mainstay.planning import plan

MADE_TENTS = tents()


def luck(*chances: Chance, own: object = None, **tables: object) -> Odds:
    made = plan(MADE_TENTS.replace(**tables))
    return odds(made.case, made.tables, chances, own)


def row(code: str, of: ChanceOf = ChanceOf.OFFERS, **fields: object) -> Chance:
    return Chance(chance=code, of=of, **fields, **MADE)


def test_without_a_row_all_is_certain():
    certain = luck(row("A", party="BBB", fails=1.0), row("B", ChanceOf.COURSES, fails=1.0))
    drawn = draw(certain, 1, 0, 1, 12)
    assert drawn.ready.tolist() == certain.ready.tolist()
    assert not drawn.fails.any()
    assert not len(drawn.road)


def test_of_rows_for_offers_party_and_channel_count_before_party_before_channel():
    rows = [row("A", fails=0.1), row("B", channel="stock", fails=0.2)]
    rows += [row("C", party="AAA", fails=0.3), row("D", party="AAA", channel="stock", fails=0.4)]
    rows += [row("E", party="AAA", channel="purchase", fails=0.5)]
    for number, expected in ((1, 0.1), (2, 0.2), (3, 0.3), (4, 0.4), (5, 0.4)):
        assert luck(*reversed(rows[:number])).fails.tolist() == [expected]


def test_of_rows_for_links_mode_and_country_count_before_country_before_mode():
    rows = [row("A", ChanceOf.LINKS, closes_per_year=365.0), row("B", ChanceOf.LINKS, mode="road", closes_per_year=730.0)]
    rows += [row("C", ChanceOf.LINKS, country="AAA", closes_per_year=1095.0)]
    rows += [row("D", ChanceOf.LINKS, country="AAA", mode="road", closes_per_year=1460.0)]
    links = (link("AB", "A", "B"), link("BC", "B", "C"), link("XC", "B", "C", mode=Mode.RAIL))
    for number, expected in ((1, [12, 12, 12]), (2, [24, 24, 12]), (3, [36, 24, 12]), (4, [48, 24, 12])):
        assert luck(*rows[:number], links=links).closes.tolist() == expected


def test_what_is_known_of_an_offer_goes_before_the_table():
    assert luck(row("A", fails=0.1), own={"O": Promise(fails=0.6)}).fails.tolist() == [0.6]
    assert luck(own={"BC": Closing(closes_per_year=365.0)}).closes.tolist() == [0.0, 12.0]
    with pytest.raises(TypeError, match="O wants a Promise, not a Closing"):
        luck(own={"O": Closing()})


def test_delays_have_the_median_and_the_percentile_that_were_said():
    chances = luck(row("A", fails=0.1, late=0.5, late_days_median=2.0, late_days_p90=6.0))
    ready = np.array([draw(chances, 7, n, 1, 12).ready[0] for n in range(4000)])
    comes = ready < 12
    late = ready[comes & (ready > 0)]
    assert len(late) / comes.sum() == pytest.approx(0.5, abs=0.05)
    assert (late <= 2).mean() == pytest.approx(0.5, abs=0.05)  # of those within the plan, but for a few
    assert (ready > 6).mean() == pytest.approx(0.1 + 0.9 * 0.5 * 0.1, abs=0.02)


def test_links_close_as_often_and_as_long_as_was_said():
    chances = luck(row("A", ChanceOf.LINKS, closes_per_year=36.5, closed_days_median=2.0, closed_days_p90=4.0))
    drawn = [draw(chances, 7, n, 1, 12) for n in range(3000)]
    lasts = np.concatenate([one.end - one.first for one in drawn])
    assert len(lasts) / 3000 == pytest.approx(2 * 1.2, rel=0.05)
    assert (lasts <= 2).mean() == pytest.approx(0.5, abs=0.03)
    assert (lasts <= 4).mean() == pytest.approx(0.9, abs=0.03)


def test_tranches_of_a_series_share_their_luck():
    offers = [offer(f"O{n}", 5.0, series="S" if n < 4 else "") for n in range(8)]
    chances = luck(row("A", fails=0.5), offers=tuple(offers))
    drawn = np.array([draw(chances, 2, n, 1, 12).fails for n in range(200)])
    assert (drawn[:, :4] == drawn[:, :1]).all()
    assert not (drawn[:, 4:] == drawn[:, 4:5]).all()


def test_an_execution_draws_the_same_alone_and_among_others_and_whatever_else_is_left_to_chance():
    one, more = luck(row("A", fails=0.5)), luck(row("A", fails=0.5), row("B", ChanceOf.LINKS, closes_per_year=100.0))
    fails = [draw(one, 9, n, 1, 12).fails.tolist() for n in range(20)]
    assert [draw(more, 9, n, 1, 12).fails.tolist() for n in reversed(range(20))] == fails[::-1]
    assert [draw(one, 10, n, 1, 12).fails.tolist() for n in range(20)] != fails


def test_what_fails_with_one_chance_fails_with_a_greater_one():
    seldom, often = luck(row("A", fails=0.2)), luck(row("A", fails=0.6))
    for number in range(100):
        assert draw(often, 4, number, 1, 12).fails[0] >= draw(seldom, 4, number, 1, 12).fails[0]
