"""The bundled scenario quake-relief: large enough, honest about its sources, joined up, and plannable."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from functools import cache

import pytest

from mainstay import exchange
from mainstay.model import TABLES, Basis, CaveatKind, Channel, ConsentState, Mode, NodeKind, PartyKind, Reliability, Scenario
from mainstay.model.rules import Rules

FOLDER = exchange.bundled("quake-relief")
INVENTED = "EXERCISE"
SHUT_ON_PURPOSE = {"CO-07", "CV-08", "CV-10"}


@cache
def scenario() -> Scenario:
    return exchange.read(FOLDER)


def rows_with_basis() -> list[tuple[str, object]]:
    return [(name, row) for name in TABLES if name != "sources" for row in getattr(scenario(), name)]


def test_nothing_is_wrong_but_what_is_so_on_purpose():
    """The check names the three offers that nobody may have, each for its own reason, and nothing else."""
    problems = exchange.check(FOLDER)
    assert not any(problem.blocks for problem in problems)
    assert {re.search(r"C[OV]-\d\d", problem.message)[0] for problem in problems} == SHUT_ON_PURPOSE
    assert len(problems) == len(SHUT_ON_PURPOSE)


def test_the_folder_is_written_as_the_exchange_writes_it(tmp_path):
    """Tables, settings and data package are exactly what writing the scenario gives."""
    exchange.write_folder(scenario(), tmp_path / "copy")
    for file in sorted((tmp_path / "copy").iterdir()):
        assert (FOLDER / file.name).read_text(encoding="utf-8") == file.read_text(encoding="utf-8"), file.name


@pytest.mark.parametrize(
    ("table", "least"),
    [("items", 40), ("requirements", 50), ("offers", 80), ("nodes", 25), ("links", 60), ("closures", 5), ("contributions", 5)],
)
def test_it_is_as_large_as_a_real_operation(table: str, least: int):
    """Enough of everything that no one keeps it in the head."""
    assert len(getattr(scenario(), table)) >= least


def test_it_is_multinational():
    """A dozen states give, and beside them the EU pool, agencies of the UN and the Red Cross."""
    parties = scenario().by_key("parties")
    givers = [parties[offer.party] for offer in scenario().offers]
    assert len({party.party for party in givers if party.kind == PartyKind.STATE}) >= 12
    assert {"EUCP", "IFRC"} <= {party.party for party in givers}
    assert len({party.party for party in givers if "UN" in party.member_of}) >= 3


def test_ten_towns_are_affected():
    """Requirements stand at many places, all of them centres of the supported state."""
    nodes = scenario().by_key("nodes")
    places = {row.place for row in scenario().requirements}
    assert len(places) >= 10
    assert {(nodes[place].kind, nodes[place].country) for place in places} == {(NodeKind.CENTRE, "TUR")}


def test_it_shows_every_kind_of_term():
    """Consents in every state, purchases, production, five kinds of caveat, closures of node, link and corridor."""
    assert {row.state for row in scenario().consents} == set(ConsentState)
    assert {row.channel for row in scenario().offers} == set(Channel)
    assert {row.kind for row in scenario().caveats} == set(CaveatKind)
    assert {str(row.of) for row in scenario().closures} == {"node", "link", "corridor"}
    assert {row.mode for row in scenario().links} == {Mode.AIR, Mode.SEA, Mode.ROAD, Mode.RAIL}


def test_a_fact_names_an_opened_source():
    """Facts rest on sources that can be looked up; what has no source calls itself an assumption."""
    sources = scenario().by_key("sources")
    for name, row in rows_with_basis():
        source = sources[row.source]
        if row.basis == Basis.FACT:
            assert source.url, (name, row)
            assert source.reliability != Reliability.F, (name, row)
        if row.source == INVENTED:
            assert row.basis == Basis.ASSUMPTION, (name, row)
        if row.basis == Basis.ASSUMPTION:
            assert row.source == INVENTED, (name, row)


def test_an_estimate_says_what_is_assumed():
    """Every estimate of a gift, a need or a closure carries a note; a reader sees which part was published."""
    for name in ("requirements", "offers", "closures", "items"):
        for row in getattr(scenario(), name):
            assert row.note or row.basis != Basis.ESTIMATE, (name, row)


def test_every_source_is_used():
    """The list of sources holds what the rows rest on, and nothing for show."""
    assert {row.source for _, row in rows_with_basis()} == set(scenario().by_key("sources"))


def test_needs_and_terms_are_never_passed_off_as_facts():
    """No requirement, caveat or consent claims to be a fact about a real party."""
    for name in ("requirements", "caveats", "consents"):
        assert not any(row.basis == Basis.FACT for row in getattr(scenario(), name)), name


def test_hatay_airport_opens_on_the_day_it_was_reported():
    """The runway was back in service on 12 February 2023."""
    shut = [row for row in scenario().closures if row.closes == "HTY"]
    assert [(row.first_day, row.last_day, row.share_open) for row in shut] == [(dt.date(2023, 2, 6), dt.date(2023, 2, 11), 0.0)]


def test_every_requirement_has_an_offer_that_can_get_there():
    """Over the links that its terms permit, some offer of each requirement reaches its place (time and room apart)."""
    rules = Rules(scenario())
    without = set()
    for requirement in scenario().requirements:
        if not any(_leads(rules, offer, requirement.place) for offer, _ in rules.suppliers(requirement)):
            without.add(requirement.item)
    assert without == {"EMT1"}  # both clinics are shut out on purpose


def test_every_offer_that_may_go_can_get_somewhere():
    """No open offer stands where no link leads it to anyone who asked."""
    rules = Rules(scenario())
    wanted = defaultdict(set)
    for requirement in scenario().requirements:
        for offer, _ in rules.suppliers(requirement):
            wanted[offer.offer].add(requirement.place)
    offers = scenario().by_key("offers")
    stuck = {code for code, places in wanted.items() if not any(_leads(rules, offers[code], place) for place in places)}
    assert stuck == set()


def test_the_plan_keeps_the_rules_and_beats_the_spreadsheet():
    """Planned to one per cent, it passes the checker and attains more than the clerk does."""
    from mainstay.planning import plan
    from mainstay.planning.checker import check_plan

    found = plan(scenario(), gap=0.01)
    assert found.gap <= 0.01
    assert check_plan(scenario(), found.tables.consignments, found.tables.legs, score=found.score) == []
    assert found.score > found.greedy_score + 2


def _leads(rules: Rules, offer, place: str) -> bool:
    banned = rules.forbidden(offer)
    seen, todo = {offer.place}, [offer.place]
    while todo:
        here = todo.pop()
        if here == place:
            return True
        for link in scenario().links:
            if link.origin == here and link.link not in banned and link.destination not in seen:
                seen.add(link.destination)
                todo.append(link.destination)
    return False
