"""Claims on the tracker's real sheet, release 18; skipped where the file is not at hand."""

from __future__ import annotations

import collections
import datetime as dt
from pathlib import Path

import fastexcel
import pytest

from mainstay.exchange import bundled, check, load
from mainstay.exchange.kiel import AidKind, Outcome, account_lines, import_kiel, place
from mainstay.exchange.kiel.dates import UNKNOWN
from mainstay.exchange.kiel.names import PACKAGE
from mainstay.exchange.kiel.rows import MONTH
from mainstay.model import Rung
from mainstay.planning import plan
from mainstay.planning.checker import check_plan

FILE = Path(__file__).parents[2].parent / "shared" / "data" / "aid" / "kiel_ust_main_item_level_to_2024-06.xlsx"
pytestmark = pytest.mark.skipif(not FILE.exists(), reason="the tracker's workbook is not part of the repository")


@pytest.fixture(scope="module")
def result():
    return import_kiel(FILE)


@pytest.fixture(scope="module")
def sheet():
    """Cells straight from the sheet, by letter of the column and without the header."""
    rows = fastexcel.read_excel(FILE).load_sheet(0, header_row=None, dtypes="string").to_polars().rows()[1:]
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [
        {letter: (cell or "").replace("\xa0", " ").strip() for letter, cell in zip(letters, row, strict=False)} for row in rows
    ]


def number(text):
    try:
        return float(text)
    except ValueError:
        return None


def test_every_row_is_accounted_for(result):
    assert [row.row for row in result.account] == list(range(2, 3739))
    counts = result.counts()
    assert counts == {Outcome.IMPORTED: 1595, Outcome.WITHOUT_QUANTITY: 984, Outcome.SET_ASIDE: 1158}
    assert sum(result.reasons().values()) == 3737
    assert all(row.reason for row in result.account if row.outcome != Outcome.IMPORTED)
    assert len(result.money) == 1158
    assert len(result.scenario.offers) == 1595 + 984


def test_kinds_donors_and_ids_are_those_of_the_sheet(result):
    kinds = collections.Counter(row.kind for row in result.account)
    assert kinds == {AidKind.MILITARY: 2567, AidKind.HUMANITARIAN: 890, AidKind.FINANCIAL: 280}
    assert len({row.donor for row in result.account}) == 44
    assert len({row.package for row in result.account}) == 1235
    assert len({row.allocation for row in result.account} - {""}) == 1679
    assert all(PACKAGE.fullmatch(row.package) for row in result.account)
    assert collections.Counter(row.rung for row in result.account) == {Rung.ALLOCATION: 3571, Rung.PLEDGE: 166}
    allocations = [row for row in result.account if row.rung == Rung.ALLOCATION]
    assert len({(row.package, row.allocation, row.latest, row.day_text) for row in allocations}) == 1681


def test_sums_by_donor_and_kind_agree_with_the_sheet(result, sheet):
    straight = collections.defaultdict(float)
    for row in sheet:
        straight[row["B"], row["D"].lower()] += number(row["X"]) or 0.0
    ours = result.sums()
    assert set(ours) == set(straight)
    for key, amount in straight.items():
        assert ours[key] == pytest.approx(amount, abs=1e-3)
    parts = [result.sums(outcome) for outcome in Outcome]
    for key, amount in straight.items():
        assert sum(part.get(key, 0.0) for part in parts) == pytest.approx(amount, abs=1e-3)


def test_published_totals_are_reached(result):
    for attribute, published in (("value_eur", (105.853, 15.457, 81.791)), ("package_eur", (147.939, 21.447, 140.702))):
        for kind, billion in zip(AidKind, published, strict=True):
            total = sum(getattr(row, attribute) or 0.0 for row in result.account if row.kind == kind)
            assert total / 1e9 == pytest.approx(billion, abs=5e-4)
    assert sum(row.allocated_eur or 0.0 for row in result.account) / 1e9 == pytest.approx(203.101, abs=5e-4)


def test_units_promised_and_delivered_are_those_of_the_sheet(result):
    both = [
        row
        for row in result.account
        if row.kind == AidKind.MILITARY and row.quantity is not None and row.handed_over is not None
    ]
    assert len(both) == 856
    assert sum(row.handed_over < row.quantity for row in both) == 51
    assert not any(row.handed_over > row.quantity for row in both)
    assert sum(row.quantity is not None for row in result.account) == 1598


def test_every_phrase_has_an_interval_or_is_unknown(result):
    phrases = [row for row in result.account if row.day_text]
    assert len(phrases) == 275
    unknown = [row for row in phrases if row.latest is None]
    assert len(unknown) == 2
    assert all(UNKNOWN in row.flags for row in unknown)
    assert all(row.earliest <= row.latest for row in phrases if row.latest)
    dates = [row.latest for row in result.account if not row.day_text]
    assert len(dates) == 3462
    assert (min(dates), max(dates)) == (dt.date(2022, 1, 26), dt.date(2024, 6, 28))


def test_a_month_code_that_cannot_be_is_kept_and_flagged(result):
    """One dated row has a code that was filled down from the row above; the nine codes after June 2024 are flagged too."""
    wrong = [row for row in result.account if MONTH in row.flags]
    assert [row.row for row in wrong if not row.day_text] == [778]
    assert sum(row.month > "2024-06" for row in wrong) == sum(row.month > "2024-06" for row in result.account) == 9
    assert sum(row.day_text.startswith("until") for row in wrong) == 3


def test_the_known_traps_are_flagged_as_often_as_they_occur(result):
    flags = result.flags()
    currencies = {key: n for key, n in flags.items() if key.startswith("stored in the wrong currency")}
    assert sorted(currencies.values()) == [1, 2, 26]
    assert sum(n for key, n in flags.items() if key.startswith("package value stored")) == 14
    assert flags["same in every cell as row ..."] == 2
    assert flags["impossible date read as the last day of its month"] == 2
    assert flags["letter in the ID that only looks Latin"] == 1
    assert flags["price written as text"] == 1
    assert flags["value without a day, spread over its package"] == 97
    twice = {row.allocation for row in result.account if "allocation ID that names another tranche too" in row.flags}
    assert twice == {"AUH5_1", "USM10_1"}


def test_repetitions_are_reported_not_dropped(result):
    rows = {row.row: row for row in result.account}
    assert any("row 3415" in flag for flag in rows[3416].flags)
    assert any("row 3415" in flag for flag in rows[3417].flags)
    assert all(rows[number].outcome != Outcome.SET_ASIDE for number in (3415, 3416, 3417))
    pairs = {row.package for row in result.account if any(flag.startswith("same package") for flag in row.flags)}
    assert pairs >= {"USM2", "USM8", "USM11"}


def test_each_name_is_one_item_ignoring_case_and_blanks(result, sheet):
    names = {" ".join(row["J"].split()).casefold() for row in sheet} - {"."}
    assert len(names) == 848
    assert len(result.scenario.items) == 846  # two are overhauls, no goods


def test_the_account_prints_and_its_totals_stand_at_its_end(result):
    lines = account_lines(result)
    assert lines[-1].split() == ["all", "1,595", "984", "1,158", "105.853", "15.457", "81.791", "203.101"]


def test_the_import_stands_on_its_own_and_on_the_bundled_network(result):
    assert not [problem for problem in check(result.scenario) if problem.blocks]
    network, _ = load(bundled("ukraine-support"))
    placed = place(network, result)
    assert not [problem for problem in check(placed.scenario) if problem.blocks]
    assert placed.placed + placed.without_quantity + placed.handed_over + placed.nowhere == 2579
    asked = {requirement.item for requirement in network.requirements}
    assert len(asked & {offer.item for offer in placed.scenario.offers}) > 50


def test_the_imported_offers_are_planned_and_the_checker_is_silent(result):
    """The tracker's gifts move over the bundled network to the bundled needs, by every rule of planning."""
    network, _ = load(bundled("ukraine-support"))
    scenario = place(network, result).scenario
    made = plan(scenario, gap=1e-2, time_limit=15)
    assert 0 < made.greedy_score <= made.score <= made.bound
    assert len(made.tables.consignments) > 200
    assert check_plan(scenario, made.tables.consignments, made.tables.legs, rest=made.tables, score=made.score) == []
