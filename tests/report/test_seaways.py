"""Sea links are drawn over water and leave the basemap where a ship would."""

import numpy as np

from mainstay.report.basemap import basemap
from mainstay.report.seaways import seaways

GDANSK, CONSTANTA, NORFOLK, BUSAN, VIENNA = (18.66, 54.4), (28.66, 44.17), (-76.3, 36.9), (129.0, 35.1), (16.37, 48.2)


def passes(line, lon, lat, within=0.7):
    return np.hypot(*(line - (lon, lat)).T).min() < within


def test_from_the_baltic_to_the_black_sea_a_line_goes_by_the_straits():
    (line,) = seaways([(GDANSK, CONSTANTA)])
    assert passes(line, -5.5, 35.95)
    assert passes(line, 29.0, 41.1)
    assert tuple(line[0]) == GDANSK
    assert tuple(line[-1]) == CONSTANTA


def test_a_line_hardly_touches_land():
    """Less than a tenth of it, near ports and straits, where water is narrower than a cell."""
    (line,) = seaways([(GDANSK, CONSTANTA)])
    steps = np.hypot(*np.diff(line, axis=0).T)
    middle = (line[1:] + line[:-1]) / 2
    dry = np.array([any(country.holds(*point) for country in basemap().countries) for point in middle])
    assert steps[dry].sum() < 0.1 * steps.sum()


def test_both_directions_take_the_same_water():
    there, back = seaways([(GDANSK, CONSTANTA), (CONSTANTA, GDANSK)])
    lengths = [np.hypot(*np.diff(line, axis=0).T).sum() for line in (there, back)]
    assert abs(lengths[0] - lengths[1]) < 0.05 * lengths[0]
    assert tuple(back[0]) == CONSTANTA


def test_the_far_west_is_reached_by_the_atlantic_and_the_far_east_by_suez():
    west, east = seaways([(NORFOLK, CONSTANTA), (CONSTANTA, BUSAN)])
    assert tuple(west[0]) == CONSTANTA
    assert west[-1][0] < -27
    assert passes(east, 32.5, 30.0)
    assert not passes(east, -5.5, 35.95)


def test_between_places_inland_or_beyond_the_basemap_there_is_no_seaway():
    assert seaways([(VIENNA, VIENNA), (NORFOLK, BUSAN)]) == [None, None]
