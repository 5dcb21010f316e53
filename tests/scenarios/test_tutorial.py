"""The bundled scenario tutorial: its page works out the best plan by hand, and the engines must say the same."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from pathlib import Path

import pytest

from mainstay import exchange
from mainstay.exchange import read_table
from mainstay.model import Consignment, Leg, Scenario
from mainstay.model.rules import Rules

FOLDER = exchange.bundled("tutorial")
PAGE = (FOLDER / "README.md").read_text(encoding="utf-8")

Line = tuple[str, str, dt.date, dt.date, tuple[str, ...], float, float, float, float]
"""Offer, requirement, departs, arrives, links, quantity, tonnes, points, euros."""


@cache
def scenario() -> Scenario:
    return exchange.read(FOLDER)


def rows(head: str) -> list[list[str]]:
    """Cells of the table of the page whose first line begins with ``head``."""
    lines = PAGE.splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(head))
    end = next(i for i in range(start, len(lines)) if not lines[i].startswith("|"))
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines[start + 2 : end]]


def said() -> list[Line]:
    """The table of consignments of the page, in its order."""
    return [
        (
            offer,
            requirement,
            dt.date.fromisoformat(departs),
            dt.date.fromisoformat(arrives),
            tuple(links.split(", ")),
            float(quantity),
            float(tonnes),
            float(points),
            float(euros),
        )
        for offer, requirement, departs, arrives, links, quantity, tonnes, points, euros in rows("| offer | requirement |")
        if offer
    ]


def bold(label: str) -> float:
    """The figure in bold on the line of the page that begins with ``label``."""
    return float(next(m[1] for m in re.finditer(rf"^{label} = .*\*\*([\d.]+)\*\*$", PAGE, re.MULTILINE)))


def as_lines(consignments: tuple[Consignment, ...], legs: tuple[Leg, ...]) -> list[Line]:
    """A plan's tables as lines of the page's table."""
    ways: dict[str, list[str]] = {}
    for leg in sorted(legs, key=lambda leg: (leg.consignment, leg.leg)):
        ways.setdefault(leg.consignment, []).append(leg.link)
    return [
        (
            row.offer,
            row.requirement,
            row.departs,
            row.arrives,
            tuple(ways[row.consignment]),
            row.quantity,
            row.mass_t,
            row.points,
            row.transport_eur,
        )
        for row in consignments
    ]


def table(name: str, record: type) -> tuple:
    found, problems = read_table(FOLDER / "expected" / f"{name}.csv", record)
    assert not problems
    return tuple(found)


def expected() -> tuple[tuple[Consignment, ...], tuple[Leg, ...]]:
    return table("consignments", Consignment), table("legs", Leg)


def net(lines: list[Line]) -> float:
    """Score of lines: points less cost, of all points asked."""
    asked = sum(scenario().points(requirement) for requirement in scenario().requirements)
    price = scenario().settings.points_per_million_eur / 1e6
    return 100 * sum(line[7] - line[8] * price for line in lines) / asked


def test_it_holds_together():
    """The only remark is the one that the page makes itself: the medical kits come too late."""
    problems = exchange.check(FOLDER)
    assert not any(problem.blocks for problem in problems)
    assert [(problem.file, problem.row) for problem in problems] == [("requirements.csv", 5)]


def test_every_row_says_that_it_is_made_up():
    """Nobody can take a figure of the tutorial for a fact."""
    tables = ("parties", "items", "requirements", "offers", "nodes", "links", "contributions", "caveats", "consents")
    assert {(row.source, str(row.basis)) for name in tables for row in getattr(scenario(), name)} == {
        ("TEACHING", "assumption")
    }
    assert [str(source.reliability) for source in scenario().sources] == ["F"]


def test_the_folder_is_written_as_the_exchange_writes_it(tmp_path: Path):
    """Tables, settings and data package are exactly what writing the scenario gives."""
    exchange.write_folder(scenario(), tmp_path / "copy")
    for file in sorted((tmp_path / "copy").iterdir()):
        assert (FOLDER / file.name).read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), file.name


def test_the_expected_plan_is_the_one_of_the_page():
    """The tables in expected/ are the page's table of consignments, line by line."""
    assert as_lines(*expected()) == said()


def test_the_page_adds_up():
    """Score, points, euros and tonnes of the page follow from its lines."""
    lines = said()
    totals = next(row for row in rows("| offer | requirement |") if not row[0])
    assert [float(cell.strip("*")) for cell in totals[6:]] == [sum(line[i] for line in lines) for i in (6, 7, 8)]
    assert net(lines) == pytest.approx(bold("score"), rel=1e-12)


def test_the_tolls_of_the_page_prove_the_bound():
    """Every way of every consignment that could earn anything pays at least what it earns; all tolls together are the score.

    The tolls are read from the page, the ways are listed from the tables alone.
    """
    tolls = {row[0]: (float(row[2]), float(row[3].strip("*"))) for row in rows("| toll on |") if row[0]}
    price = {name: unit for name, (unit, _) in tolls.items()}
    together = sum(whole for _, whole in tolls.values())
    assert together == pytest.approx(2 * bold("score"), rel=1e-12)

    def toll(what: str) -> float:
        return next(unit for name, unit in price.items() if what in name)

    start, euro = scenario().settings.start, scenario().settings.points_per_million_eur / 1e6
    paid = {("REQ", "REQ-1"): toll("`REQ-1`"), ("OFFER", "OF-4"): toll("`OF-4`"), ("OFFER", "OF-6"): toll("`OF-6`")}
    for day in (1, 2):
        paid["ROAD-DN", day] = toll("Wexhall by road")
    for day in (5, 6):
        paid["ROAD-NG", day] = toll("Midway by road")
    paid["RAIL-NC", 7], paid["RAIL-NC", 8] = toll("train of the 7th"), toll("train of the 8th")
    bridge, money = toll("over the bridge on the 8th"), toll("EUR of the fund")

    rules = Rules(scenario())
    items = scenario().by_key("items")
    out: dict[str, list] = {}
    for link in scenario().links:
        out.setdefault(link.origin, []).append(link)
    tried = 0
    for requirement in scenario().requirements:
        for offer, rate in rules.suppliers(requirement):
            mass = items[offer.item].mass_t
            opens = rules.opens(offer)
            assert opens is not None
            worth_it = scenario().points(requirement) * rate / requirement.quantity
            banned = rules.forbidden(offer)
            todo = [
                (offer.place, first, 0.0, 0.0, ())
                for first in range((opens - start).days + 1, scenario().settings.days + 1)  # days of April
            ]
            while todo:
                place, day, cost, dues, way = todo.pop()
                if place == requirement.place:
                    due, latest = requirement.due.day, requirement.latest_useful.day
                    share = 1.0 if day <= due else max(0.0, (latest - day) / (latest - due))
                    earns = worth_it * share - cost * mass * euro
                    pays = dues * mass + paid.get(("REQ", requirement.requirement), 0.0) * rate
                    pays += paid.get(("OFFER", offer.offer), 0.0) * mass + (money * mass if offer.fund else 0.0)
                    assert earns <= pays + 1e-12, (offer.offer, requirement.requirement, way, day)
                    tried += 1
                    continue
                for link in out.get(place, []):
                    shut = any(
                        row.closes == link.link and row.first_day.day <= day <= row.last_day.day for row in scenario().closures
                    )
                    arrives = day + max(1, -int(-link.hours // 24))
                    if shut or link.link in banned or arrives > scenario().settings.days:
                        continue
                    due_here = paid.get((link.link, day), 0.0) + (bridge if link.corridor and arrives == 8 else 0.0)
                    todo.append((link.destination, arrives, cost + link.cost_eur_per_t, dues + due_here, (*way, link.link)))
    assert tried > 100


def test_the_checker_finds_nothing_wrong_with_the_expected_plan():
    """The plan made by hand keeps every rule, and its score is the one of the page."""
    from mainstay.planning.checker import check_plan

    assert check_plan(scenario(), *expected(), score=bold("score")) == []


def test_the_planner_finds_the_plan_of_the_page():
    """Same consignments over the same links, same score, and proven best."""
    from mainstay.planning import plan

    found = plan(scenario(), gap=1e-9)
    assert found.score == pytest.approx(bold("score"), rel=1e-9)
    assert found.bound == pytest.approx(bold("score"), rel=1e-6)
    mine = sorted(as_lines(tuple(found.tables.consignments), tuple(found.tables.legs)))
    page = sorted(said())
    assert [line[:5] for line in mine] == [line[:5] for line in page]
    for line, other in zip(mine, page, strict=True):
        assert line[5:] == pytest.approx(other[5:], rel=1e-6)


def test_the_planner_leaves_unmet_what_the_page_leaves_unmet():
    """The same requirements, with the same quantities that come and that come on time."""
    from mainstay.planning import plan

    page = {
        name: (float(comes.split(" of ")[0]), float(on_time)) for name, comes, on_time, _ in rows("| requirement | comes |")
    }
    unmet = plan(scenario(), gap=1e-9).tables.unmet
    assert {row.requirement: pytest.approx((row.planned, row.on_time), abs=1e-6) for row in unmet} == page


def test_the_spreadsheet_rule_gets_what_the_page_says():
    """The clerk's plan keeps the rules and has the page's score, visibly below the best."""
    from mainstay.planning.checker import check_plan
    from mainstay.planning.greedy import greedy

    consignments, legs = greedy(scenario())
    assert check_plan(scenario(), consignments, legs) == []
    assert net(as_lines(tuple(consignments), tuple(legs))) == pytest.approx(bold("spreadsheet score"), rel=1e-9)
    assert bold("spreadsheet score") < 0.8 * bold("score")


@pytest.mark.parametrize(
    ("change", "case"),
    [
        ("the fund's second contribution comes by the 5th", "fund"),
        ("the bridge lets in 11 t a day", "bridge"),
        ("the train carries 6 t a day", "train"),
        ("Lowmark answers a day later", "later"),
        ("Lowmark refuses", "refused"),
        ("Westmark lets its tents fly", "caveat"),
    ],
)
def test_what_would_help_is_what_the_planner_finds(change: str, case: str):
    """Each changed scenario of the page has the score that the page gives."""
    from msgspec.structs import replace

    from mainstay.planning import plan

    base = scenario()
    changed = {
        "fund": lambda: base.replace(
            contributions=tuple(replace(r, available=dt.date(2030, 4, 5)) for r in base.contributions)
        ),
        "bridge": lambda: base.replace(corridors=tuple(replace(r, capacity_t_per_day=11.0) for r in base.corridors)),
        "train": lambda: base.replace(
            links=tuple(replace(r, capacity_t_per_day=6.0) if r.link == "RAIL-NC" else r for r in base.links)
        ),
        "later": lambda: base.replace(consents=tuple(replace(r, lead_days=11) for r in base.consents)),
        "refused": lambda: base.replace(consents=tuple(replace(r, state="refused") for r in base.consents)),
        "caveat": lambda: base.replace(caveats=()),
    }[case]()
    score = {row[0]: float(row[1]) for row in rows("| change | score |")}[change]
    assert plan(changed, gap=1e-9).score == pytest.approx(score, rel=1e-9)
