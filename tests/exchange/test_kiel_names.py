from __future__ import annotations

import re

import pytest

from mainstay.exchange.kiel.figures import Told, read_figure
from mainstay.exchange.kiel.goods import guesses, twins
from mainstay.exchange.kiel.names import PACKAGE, clean, code, donors, fold, item_key, unit_of
from mainstay.exchange.read import bundled
from mainstay.exchange.tables import read_table
from mainstay.model import Item


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("ton of coal", "tonne"),
        ("AdBlue (in tons)", "tonne"),
        ("Field crop seed (per Ton)", "tonne"),
        ("liter of diesel M", "litre"),
        ("pair of latex gloves", "pair"),
        ("pack of antibiotics", "pack"),
        ("km of fire hose", "km"),
        ("rounds of small arms ammunition", "round"),
        ("Round of ammunition for M777 howitzer", "round"),
        ("jet fuel (in m3)", "m3"),
        ("122 mm mortar round (non-NATO)", "piece"),
        ("60 mm LMP-2017 mortar", "piece"),
        ("vehicles (4-ton trucks, Amarok vehicles and ambulances )", "piece"),
        ("package of tools", "piece"),
        ("tonic water", "piece"),
    ],
)
def test_the_unit_is_the_beginning_of_the_name(name, unit):
    """A calibre at the beginning and a number inside are no quantities."""
    assert unit_of(name) == unit


def test_blanks_of_every_sort_and_case_make_no_second_spelling():
    assert clean("\xa0EU  Civil\xa0Protection ") == "EU Civil Protection"
    assert fold("Humanitarian ") == fold("humanitarian")


def test_a_cyrillic_letter_does_not_make_a_second_donor():
    assert code("СZM39") == "CZM39"
    assert PACKAGE.fullmatch(code("СZM39"))


@pytest.mark.parametrize(
    ("text", "value", "told"),
    [
        ("395,88", 395.88, Told.NUMBER),
        ("0.95", 0.95, Told.NUMBER),
        ("1,250", 1250, Told.NUMBER),
        ("12,500.5", 12500.5, Told.NUMBER),
        ("1.2e6", 1.2e6, Told.NUMBER),
        (".", None, Told.NOT_STATED),
        ("", None, Told.NOT_STATED),
        ("undisclosed", None, Told.UNDISCLOSED),
        ("No price", None, Told.NOT_STATED),
        ("several", None, Told.UNREAD),
        ("nan", None, Told.UNREAD),
        ("inf", None, Told.UNREAD),
    ],
)
def test_figures_are_read_and_what_is_none_says_why(text, value, told):
    figure = read_figure(text)
    assert (figure.value, figure.told) == (value, told)


def test_codes_of_items_that_only_the_tracker_names_are_plain():
    assert item_key('300 mm round/rocket for MLRS "Smerch"') == "UST-300-MM-ROUND-ROCKET-FOR-MLRS-SMERCH"
    assert re.fullmatch(r"UST-[A-Z0-9-]+", item_key("hub NB 7,62-59 (TŽ, OKRAJ.)"))


def test_every_donor_is_one_party_with_a_country_or_an_organisation():
    for donor in donors().values():
        assert bool(donor.country) == (donor.kind == "state"), donor
        assert -90 <= donor.lat <= 90
        assert -180 <= donor.lon <= 180


def test_the_last_assumption_fits_whatever_comes():
    last = guesses()[-1]
    assert last.fits("never heard of", "nor of this", "nor of that")


def test_every_mapped_name_means_an_item_of_the_bundled_catalogue():
    items, problems = read_table(bundled("ukraine-support") / "items.csv", Item)
    assert not problems
    assert {twin.item for twin in twins().values()} <= {item.item for item in items}
    assert all(name == fold(name) for name in twins())


def test_a_mapping_with_a_factor_changes_the_unit():
    """Where one unit is not one unit of the catalogue, the catalogue counts in thousands, pods or tonnes."""
    items, _ = read_table(bundled("ukraine-support") / "items.csv", Item)
    units = {item.item: item.unit for item in items}
    changed = {units[twin.item] for twin in twins().values() if twin.factor != 1}
    assert changed == {"1000 rounds", "1000 pieces", "pod", "tonne"}
