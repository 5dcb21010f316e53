"""Cases and chances: each fault has its message, with its place and remedy."""

import pytest
from tests.exchange.small import SAID, capable, day, said, spoilt

from mainstay.exchange import read, write_folder, write_workbook
from mainstay.model import Chance, Event


def stressed():
    """The capable scenario with events of several kinds in one case, and chances for all that is left to chance."""
    rows = [
        ("party", "DEU", {"first_day": day(5)}),
        ("item", "KIT", {"slip_days": 7}),
        ("link", "RD-114", {"first_day": day(8), "last_day": day(9), "share_left": 0.5}),
    ]
    chances = [
        ("offers", {"late": 0.5, "late_days_median": 10.0, "late_days_p90": 30.0, "fails": 0.1}),
        ("offers", {"party": "DEU", "channel": "production", "fails": 0.2}),
        (
            "links",
            {"mode": "road", "country": "UKR", "closes_per_year": 2.0, "closed_days_median": 1.0, "closed_days_p90": 4.0},
        ),
        ("courses", {"fails": 0.05}),
    ]
    return capable().replace(
        contingencies=tuple(
            Event(event=f"EV-{number}", contingency="all at once", of=of, hits=hits, **more, **SAID)
            for number, (of, hits, more) in enumerate(rows, 1)
        ),
        chances=tuple(Chance(chance=f"CH-{number}", of=of, **more, **SAID) for number, (of, more) in enumerate(chances, 1)),
    )


CASES = [
    ("contingencies", 2, {"of": "partie"}, "contingencies.csv, row 2, of: no of 'partie'. Did you mean 'party'?"),
    ("contingencies", 2, {"hits": "DUE"}, "contingencies.csv, row 2, hits: no party 'DUE'. Did you mean 'DEU'?"),
    (
        "contingencies",
        4,
        {"hits": "RD-999"},
        "contingencies.csv, row 4, hits: no link 'RD-999'. Add it to links.csv, or write one that is there.",
    ),
    (
        "contingencies",
        2,
        {"hits": "UKR"},
        "contingencies.csv, row 2, hits: 'UKR' is the party that is helped. Name a contributor.",
    ),
    (
        "contingencies",
        2,
        {"contingency": "party DEU"},
        "contingencies.csv, row 2, contingency: 'party DEU' is the name of the case in which that party alone is lost."
        " Write another name.",
    ),
    (
        "contingencies",
        2,
        {"share_left": "0.5"},
        "contingencies.csv, row 2, share_left: means nothing for 'party', only for: offer, node, link, corridor, fund, site."
        " Leave it out.",
    ),
    (
        "contingencies",
        4,
        {"slip_days": "3"},
        "contingencies.csv, row 4, slip_days: means nothing for 'link', only for: party, offer, item. Leave it out.",
    ),
    (
        "contingencies",
        2,
        {"last_day": "2026-03-09"},
        "contingencies.csv, row 2, last_day: means nothing for 'party', only for: node, link, corridor, site. Leave it out.",
    ),
    (
        "contingencies",
        3,
        {"slip_days": "0"},
        "contingencies.csv, row 3, slip_days: 0, but an item's production slips by some days. Say by how many.",
    ),
    (
        "contingencies",
        4,
        {"share_left": "1"},
        "contingencies.csv, row 4, share_left: 1: all of it is left, and nothing changes. Write less.",
    ),
    ("contingencies", 4, {"share_left": "1.5"}, "contingencies.csv, row 4, share_left: 1.5 is above 1."),
    (
        "contingencies",
        3,
        {"of": "offer", "hits": "O-4", "share_left": "0.5"},
        "contingencies.csv, row 3, share_left: stands beside slip_days."
        " Write two rows: one for what slips, one for what shrinks.",
    ),
    (
        "contingencies",
        4,
        {"last_day": "2026-03-07"},
        "contingencies.csv, row 4, last_day: 2026-03-07 is before first_day 2026-03-08.",
    ),
    (
        "contingencies",
        2,
        {"first_day": "2026-04-01"},
        "contingencies.csv, row 2, first_day: 2026-04-01 is after the plan, which ends before 2026-04-01.",
    ),
    (
        "contingencies",
        4,
        {"first_day": "", "last_day": "2026-02-28"},
        "contingencies.csv, row 4, last_day: 2026-02-28 is before the plan, which starts on 2026-03-01.",
    ),
    ("chances", 2, {"late": "1.1"}, "chances.csv, row 2, late: 1.1 is above 1."),
    (
        "chances",
        2,
        {"late_days_median": ""},
        "chances.csv, row 2, late_days_median: 0, but late is 0.5. Say how long half of them last at least.",
    ),
    (
        "chances",
        2,
        {"late_days_p90": "9"},
        "chances.csv, row 2, late_days_p90: 9 is below late_days_median 10. One in ten lasts longer than this,"
        " half longer than that.",
    ),
    (
        "chances",
        4,
        {"closed_days_p90": "0.5"},
        "chances.csv, row 4, closed_days_p90: 0.5 is below closed_days_median 1. One in ten lasts longer than this,"
        " half longer than that.",
    ),
    (
        "chances",
        3,
        {"channel": "productoin"},
        "chances.csv, row 3, channel: no channel 'productoin'. Did you mean 'production'?",
    ),
    (
        "chances",
        4,
        {"mode": "lorry"},
        "chances.csv, row 4, mode: no mode 'lorry'. It is one of: road, rail, sea, river, air, transfer.",
    ),
    (
        "chances",
        4,
        {"country": "FRA"},
        "chances.csv, row 4, country: no node lies in 'FRA'. Write the ISO 3166-1 alpha-3 code of one that has nodes.",
    ),
    ("chances", 3, {"party": "DUE"}, "chances.csv, row 3, party: no party 'DUE'. Did you mean 'DEU'?"),
    ("chances", 5, {"mode": "road"}, "chances.csv, row 5, mode: means nothing for 'courses', only for: links. Leave it out."),
    (
        "chances",
        5,
        {"late": "0.5"},
        "chances.csv, row 5, late: means nothing for 'courses', only for: offers. Leave it out.",
    ),
    (
        "chances",
        4,
        {"fails": "0.5"},
        "chances.csv, row 4, fails: means nothing for 'links', only for: offers, courses. Leave it out.",
    ),
    (
        "chances",
        3,
        {"party": "", "channel": ""},
        "chances.csv, row 3: says the same of the same as row 2: which one counts? Keep one of them.",
    ),
]


@pytest.mark.parametrize(("table", "row", "cells", "message"), CASES, ids=lambda value: str(value)[:40])
def test_one_fault_has_one_message(tmp_path, table, row, cells, message):
    """File, row, column, what is wrong and what would be right."""
    base = set(said(stressed()))
    found = spoilt(tmp_path / "stressed", table, row, base=stressed(), **cells)
    assert [problem for problem in found if problem not in base] == [message]


def test_cases_and_chances_that_hold_together_have_no_fault():
    """Nothing is said of them."""
    assert set(said(stressed())) == set(said(capable()))


def test_cases_and_chances_read_the_same_from_folder_and_workbook(tmp_path):
    """The public readers give back what the public writers were given."""
    write_folder(stressed(), tmp_path / "folder")
    write_workbook(stressed(), tmp_path / "book.xlsx")
    assert read(tmp_path / "folder") == read(tmp_path / "book.xlsx") == stressed()


@pytest.mark.parametrize(
    ("of", "hits", "table"),
    [
        ("party", "DEU", "parties"),
        ("offer", "O-1", "offers"),
        ("node", "RZESZOW", "nodes"),
        ("link", "RL-20", "links"),
        ("corridor", "GATE", "corridors"),
        ("fund", "F-1", "funds"),
        ("site", "RANGE", "sites"),
        ("item", "KIT", "items"),
        ("consent", "K-1", "consents"),
    ],
)
def test_an_event_hits_what_is_in_the_table_of_its_kind(of, hits, table):
    """And nothing that is in another."""
    slip = 3 if of == "item" else 0
    row = Event(event="E", contingency="case", of=of, hits=hits, slip_days=slip, **SAID)
    known = set(said(capable()))
    assert set(said(capable().replace(contingencies=(row,)))) == known
    other = Event(event="E", contingency="case", of=of, hits="R-1", slip_days=slip, **SAID)
    (told,) = set(said(capable().replace(contingencies=(other,)))) - known
    assert told.startswith(f"contingencies.csv, row 2, hits: no {of} 'R-1'.")
    assert f"{table}.csv" in told or "Did you mean" in told
