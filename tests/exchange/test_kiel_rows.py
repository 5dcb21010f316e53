from __future__ import annotations

import datetime as dt

import pytest
from tests.exchange.kiel_workbook import GRANT, HEADERS, NO_ITEM, PROMISE, UNVALUED, workbook

from mainstay.exchange import check, read, read_table, write_folder, write_table
from mainstay.exchange.kiel import AccountRow, AidKind, MoneyRow, Outcome, account_lines, import_kiel
from mainstay.exchange.kiel import rows as says
from mainstay.model import Basis, Rung, ScenarioError

UNITS, DELIVERED = "No. of Units", "No. of Units Delivered (in-kind military aid)"
VALUE_EUR = "Allocated Total in EUR (redistributed)"


def account(tmp_path, *rows):
    return import_kiel(workbook(tmp_path, *rows)).account


def test_an_allocation_with_an_item_becomes_an_offer_with_what_was_handed_over(tmp_path):
    result = import_kiel(workbook(tmp_path, {}))
    (offer,) = result.scenario.offers
    assert (offer.party, offer.quantity, offer.handed_over) == ("DEU", 10, 4)
    assert (offer.rung, offer.basis, offer.available) == (Rung.ALLOCATION, Basis.FACT, dt.date(2022, 3, 1))
    assert result.account[0].offer == offer.offer
    assert result.scenario.items[0].unit_value_eur == pytest.approx(1000)


def test_the_trackers_commitment_is_a_pledge(tmp_path):
    """There it is an announcement; a firm written obligation is what the field calls a commitment."""
    promise = {"Type of donation": "Commitment", "Allocation ID": 0}
    result = import_kiel(workbook(tmp_path, promise))
    assert [offer.rung for offer in result.scenario.offers] == [Rung.PLEDGE]


def test_undisclosed_units_make_an_offer_without_quantity(tmp_path):
    rows = account(tmp_path, {UNITS: "undisclosed", DELIVERED: "undisclosed"}, {UNITS: ".", DELIVERED: "."})
    assert [row.outcome for row in rows] == [Outcome.WITHOUT_QUANTITY] * 2
    assert [row.reason for row in rows] == ["units undisclosed", "units not stated"]
    assert [row.quantity for row in rows] == [None, None]


def test_money_is_set_aside_with_its_reason_and_its_value(tmp_path):
    funding = NO_ITEM | {"Type of Aid Specific": "Funding for Weapon Acquisition Program "}
    training = NO_ITEM | {"Type of Aid Specific": "Training"}
    repair = {"Items": "M113's refitting", "Sub-type of item": "overhaul/repair"}
    result = import_kiel(workbook(tmp_path, GRANT, PROMISE, NO_ITEM, funding, training, repair))
    reasons = [says.FINANCIAL, says.SUM, says.NO_ITEM, says.PURCHASE, says.TRAINING, says.SERVICE]
    assert [row.reason for row in result.account] == reasons
    assert [row.reason for row in result.money] == reasons
    assert [row.amount_eur for row in result.money] == [1000, None, 1000, 1000, 1000, 1000]
    assert not result.scenario.offers


def test_a_commitments_sum_is_never_added_to_allocations(tmp_path):
    result = import_kiel(workbook(tmp_path, {}, PROMISE | {"Total ": 5e9, "Converted Value in EUR": 5e9}))
    assert result.sums() == {("Germany", AidKind.MILITARY): 1000}
    assert result.money[0].package_eur == 5e9


def test_a_kind_with_a_trailing_blank_is_that_kind(tmp_path):
    rows = account(tmp_path, {"Type of Aid General": "Humanitarian "}, {"Type of Aid General": "humanitarian\xa0"})
    assert [row.kind for row in rows] == [AidKind.HUMANITARIAN] * 2


def test_a_cyrillic_letter_in_an_id_is_mapped_and_flagged(tmp_path):
    (row,) = account(tmp_path, {"ID": "СZM39", "Allocation ID": "СZM39_1", "Countries": "Czech Republic"})
    assert (row.package, row.allocation) == ("CZM39", "CZM39_1")
    assert says.LOOK_ALIKE in row.flags
    assert says.ODD_ID not in row.flags


def test_two_tranches_of_one_allocation_id_stay_two(tmp_path):
    """Keyed by the ID alone, one of their values would be lost or misdated."""
    second = {"Announcement Date": dt.date(2024, 4, 26), VALUE_EUR: 6000}
    result = import_kiel(workbook(tmp_path, {}, second))
    assert sum(result.sums().values()) == 7000
    assert len({offer.offer for offer in result.scenario.offers}) == 2
    assert all(says.USED_TWICE in row.flags for row in result.account)
    assert not any("whole tranche" in flag for row in result.account for flag in row.flags)


def test_a_value_on_the_first_row_stands_for_its_whole_tranche(tmp_path):
    rows = account(tmp_path, {}, UNVALUED | {"Items": "trailer"}, UNVALUED | NO_ITEM)
    assert says.WHOLE_TRANCHE.format(3) in rows[0].flags
    assert [row.value_eur for row in rows] == [1000, None, None]


def test_a_value_in_the_wrong_currency_is_kept_and_flagged(tmp_path):
    rows = account(
        tmp_path,
        {"Monetary Value as Given by Source": "Not given", "Original Currency": "GBP"},
        {"Monetary Value as Given by Source": "Not Given", "Original Currency": "USD"},
    )
    assert says.WRONG_CURRENCY.format("GBP") in rows[0].flags
    assert says.WRONG_CURRENCY_PACKAGE.format("GBP") in rows[0].flags
    assert rows[0].value_eur == 1000
    assert not any("currency" in flag for flag in rows[1].flags)


def test_repeated_rows_are_reported_and_kept(tmp_path):
    rows = account(tmp_path, {}, {}, UNVALUED, {"Items": "M777  Howitzer ", "Explanation": "told otherwise"})
    assert says.SAME_CELLS.format(2) in rows[1].flags
    assert says.SAME_ITEM.format(2) in rows[2].flags
    assert says.SAME_ITEM.format(2) in rows[3].flags
    assert [row.outcome for row in rows] == [Outcome.IMPORTED] * 4


def test_spellings_that_differ_in_case_and_blanks_are_one_item(tmp_path):
    names = ("Trailer", "trailer ", "\xa0Trailer", "TRAILER")
    (item,) = import_kiel(workbook(tmp_path, *({"Items": name} for name in names))).scenario.items
    assert item.name == "Trailer"


def test_names_that_come_to_one_code_stay_two_items(tmp_path):
    items = import_kiel(workbook(tmp_path, {"Items": "AT-4 weapon"}, {"Items": "AT 4 weapon"})).scenario.items
    assert [item.item for item in items] == ["UST-AT-4-WEAPON", "UST-AT-4-WEAPON-2"]


def test_a_price_written_as_text_is_read_and_flagged(tmp_path):
    result = import_kiel(workbook(tmp_path, {"Unit Price in USD": "395,88"}))
    assert result.scenario.items[0].unit_value_eur == pytest.approx(395.88 / 1.0759, rel=1e-4)
    assert says.PRICE_TEXT in result.account[0].flags


@pytest.mark.parametrize("price", [".", "\xa0.\xa0", 0, "No price"])
def test_no_price_is_no_value(tmp_path, price):
    assert import_kiel(workbook(tmp_path, {"Unit Price in USD": price})).scenario.items[0].unit_value_eur is None


def test_the_share_of_a_joint_gift_is_an_estimate(tmp_path):
    result = import_kiel(workbook(tmp_path, {UNITS: 16 / 3, DELIVERED: 1}))
    assert result.scenario.offers[0].quantity == pytest.approx(16 / 3)
    assert result.scenario.offers[0].basis == Basis.ESTIMATE
    assert says.FRACTION in result.account[0].flags


def test_figures_that_cannot_be_do_not_reach_an_offer(tmp_path):
    result = import_kiel(
        workbook(tmp_path, {UNITS: 0}, {UNITS: -3}, {UNITS: "many"}, {UNITS: 5, DELIVERED: 9}, {UNITS: ".", DELIVERED: 9})
    )
    assert [offer.quantity for offer in result.scenario.offers] == [None, None, None, 5, None]
    assert [offer.handed_over for offer in result.scenario.offers] == [0, 0, 0, 5, 0]
    assert all(row.flags for row in result.account)
    assert not [problem for problem in check(result.scenario) if problem.blocks]


def test_units_without_an_item_are_set_aside_and_flagged(tmp_path):
    (row,) = account(tmp_path, NO_ITEM | {UNITS: 20})
    assert row.outcome == Outcome.SET_ASIDE
    assert says.UNITS_WITHOUT_ITEM in row.flags


def test_a_phrase_becomes_an_interval_whose_late_end_counts(tmp_path):
    spans = "from 01/01/2023 until 12/31/2023"
    (offer,) = import_kiel(workbook(tmp_path, {"Announcement Date": spans})).scenario.offers
    assert (offer.available_from, offer.available) == (dt.date(2023, 1, 1), dt.date(2023, 12, 31))
    assert offer.available_text == spans


def test_an_unknown_day_is_the_end_of_the_trackers_period(tmp_path):
    late = {"Announcement Date": dt.date(2024, 6, 28)}
    result = import_kiel(workbook(tmp_path, {"Announcement Date": "Undisclosed"}, late))
    assert result.scenario.offers[0].available == dt.date(2024, 6, 28)
    assert result.scenario.offers[0].basis == Basis.ESTIMATE
    assert result.account[0].latest is None


def test_what_is_not_known_of_a_row_is_refused_with_every_problem(tmp_path):
    file = workbook(tmp_path, {"Countries": "Germny"}, {"Type of Aid General": "Militry"}, {"Type of donation": "Promise"}, {})
    with pytest.raises(ScenarioError) as caught:
        import_kiel(file)
    text = str(caught.value)
    assert "row 2, Countries: no donor 'Germny' is known. Did you mean 'Germany'?" in text
    assert "row 3, Type of Aid General: 'Militry' is no kind of aid. Did you mean 'Military'?" in text
    assert "row 4, Type of donation: 'Promise' is no type of donation." in text
    assert len(caught.value.problems) == 3


def test_sorting_the_sheet_changes_no_sum(tmp_path):
    rows = ({}, UNVALUED | {"Items": "trailer"}, GRANT, PROMISE)
    one = import_kiel(workbook(tmp_path, *rows))
    other = import_kiel(workbook(tmp_path, *rows[::-1], name="sorted.xlsx"))
    assert one.sums() == other.sums()
    assert one.counts() == other.counts()


def test_the_import_is_a_scenario_that_can_be_written_and_read(tmp_path):
    result = import_kiel(workbook(tmp_path, {}, GRANT, {"Countries": "EU (Commission and Council)", "Items": "ton of coal"}))
    assert not [problem for problem in check(result.scenario) if problem.blocks]
    write_folder(result.scenario, tmp_path / "out")
    assert read(tmp_path / "out") == result.scenario
    for name, rows, record in (("account", result.account, AccountRow), ("money", result.money, MoneyRow)):
        write_table(tmp_path / f"{name}.csv", rows, record)
        assert read_table(tmp_path / f"{name}.csv", record) == (rows, [])


def test_the_printed_account_adds_up(tmp_path):
    lines = account_lines(import_kiel(workbook(tmp_path, {}, {UNITS: "undisclosed"}, GRANT, PROMISE)))
    counts = [int(line.split()[0]) for line in lines[1:8] if line.endswith(("imported", "without quantity", "set aside"))]
    assert lines[0] == "tracker.xlsx: 4 rows"
    assert counts == [1, 1, 2]
    assert lines[-1].split()[:4] == ["all", "1", "1", "2"]


def test_the_rows_of_a_test_sheet_have_the_trackers_columns():
    assert len(HEADERS) == len(set(HEADERS)) + 1  # one header stands twice, as in the tracker


def test_a_month_code_that_contradicts_the_day_is_kept_and_flagged(tmp_path):
    late = {"Announcement Date": "unclear 02/2024", "Month3": "\xa031"}
    rows = account(tmp_path, late, late | {"Month3": 26}, {"Announcement Date": "until 6/7/2022", "Month3": 3})
    assert [row.month for row in rows] == ["2024-07", "2024-02", "2022-03"]
    assert [says.MONTH in row.flags for row in rows] == [True, False, False]
