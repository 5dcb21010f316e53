"""The basemap puts places into the countries and units in which they lie."""

import hashlib
from importlib.resources import files

import numpy as np
import pytest

from mainstay.report.basemap import Projection, basemap, centre


def holders(lands, lon, lat):
    return [land.code for land in lands if land.holds(lon, lat)]


@pytest.mark.parametrize(
    ("lon", "lat", "country"),
    [
        pytest.param(34.10, 44.95, "UKR", id="Simferopol"),
        pytest.param(33.53, 44.60, "UKR", id="Sevastopol"),
        pytest.param(37.80, 48.00, "UKR", id="Donetsk"),
        pytest.param(39.30, 48.57, "UKR", id="Luhansk"),
        pytest.param(24.03, 49.84, "UKR", id="Lviv"),
        pytest.param(21.16, 42.67, "XKX", id="Pristina"),
        pytest.param(39.70, 47.23, "RUS", id="Rostov"),
        pytest.param(32.86, 39.93, "TUR", id="Ankara"),
    ],
)
def test_a_place_lies_in_its_country_and_in_no_other(lon, lat, country):
    assert holders(basemap().countries, lon, lat) == [country]


@pytest.mark.parametrize(
    ("lon", "lat", "unit"),
    [
        (34.10, 44.95, "UA-43"),
        (33.53, 44.60, "UA-40"),
        (37.80, 48.0, "UA-14"),
        (30.52, 50.45, "UA-30"),
        (30.73, 46.48, "UA-51"),
    ],
)
def test_a_place_lies_in_its_unit_and_in_no_other(lon, lat, unit):
    assert holders(basemap().units, lon, lat) == [unit]


def test_the_units_of_ukraine_are_the_27_of_iso_3166_2():
    codes = {"05", "07", "09", "12", "14", "18", "21", "23", "26", "30", "32", "35", "40", "43", "46", "48", "51", "53"}
    codes |= {"56", "59", "61", "63", "65", "68", "71", "74", "77"}
    assert {unit.code for unit in basemap().units} == {f"UA-{code}" for code in codes}
    assert len(basemap().units) == 27


def test_units_and_country_are_drawn_on_the_same_border():
    """A unit of the finer source does not stick out of the country by more than the width of a line."""
    ukraine = next(land for land in basemap().countries if land.code == "UKR")
    outline = np.vstack(ukraine.rings)
    points = np.vstack([ring for unit in basemap().units for ring in unit.rings])
    outside = [p for p in points[::7] if not ukraine.holds(*p)]
    far = [p for p in outside if np.hypot(*(outline - p).T).min() > 0.25]
    assert len(far) < 0.01 * len(points[::7])


def test_the_committed_file_is_the_one_that_its_page_describes():
    data = files("mainstay.report").joinpath("data")
    content = data.joinpath("basemap.json").read_bytes()
    assert hashlib.sha256(content).hexdigest() in data.joinpath("README.md").read_text("utf-8")
    assert len(content) < 400_000


def test_a_projected_place_is_as_far_from_the_centre_as_on_the_globe():
    """Close to the centre the projection keeps distances: one degree of latitude is 111 km."""
    at = Projection(30.0, 50.0)(np.array([30.0, 51.0]))
    assert at == pytest.approx([0.0, 111.19], abs=0.05)


def test_the_middle_of_places_on_both_sides_of_the_date_line_lies_between_them():
    lon, lat = centre(np.array([(179.0, 0.0), (-179.0, 0.0)]))
    assert abs(lon) == pytest.approx(180.0)
    assert lat == pytest.approx(0.0)
