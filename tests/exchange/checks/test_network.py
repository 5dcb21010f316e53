"""What can be read but not used is told, and does not block: islands, places out of reach, offers that nobody may have."""

import datetime as dt

import msgspec
from tests.exchange.small import SAID, day, link, node, offer, requirement, said, small, spoil

from mainstay.exchange import check, load, write_folder
from mainstay.model import (
    Caveat,
    CaveatKind,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Corridor,
    Fund,
    Scope,
)

change = msgspec.structs.replace


def caveat(kind, **more):
    return Caveat(**{"caveat": "C-9", "party": "DEU", "kind": kind, **SAID, **more})


def closure(code, what, closes, first, last):
    return Closure(closure=code, of=what, closes=closes, first_day=first, last_day=last, **SAID)


def with_closures(*closures):
    """The small scenario with only a generator asked for, and these closures."""
    scenario = small()
    return scenario.replace(requirements=(requirement("R-1"),), closures=closures)


def test_nothing_of_this_blocks(tmp_path):
    """A scenario with an island is read, with the island told."""
    scenario = small().replace(nodes=(*small().nodes, node("ODESA", "UKR")))
    write_folder(scenario, tmp_path / "small")
    again, problems = load(tmp_path / "small")
    assert again == scenario
    assert [(str(p), p.blocks) for p in problems] == [("nodes.csv, row 5, node: no link starts or ends at 'ODESA'.", False)]


def test_a_group_of_nodes_without_a_way_to_the_rest_is_an_island():
    """Links among themselves do not join them to the others."""
    nodes = (*small().nodes, node("ODESA", "UKR"), node("IZMAIL", "UKR"))
    links = (*small().links, link("RD-9", "ODESA", "IZMAIL"))
    assert said(small().replace(nodes=nodes, links=links)) == [
        "nodes.csv, row 5, node: nodes ODESA and IZMAIL are linked to each other, but not to the other 3."
    ]


def test_direction_makes_no_island():
    """A node that is only left is joined to the others all the same."""
    nodes = (*small().nodes, node("ODESA", "UKR"))
    assert said(small().replace(nodes=nodes, links=(*small().links, link("RD-9", "ODESA", "Sumy")))) == []


def test_a_scenario_without_links_says_so_once():
    """Not for every node."""
    scenario = small().replace(links=(), closures=(), requirements=(), offers=())
    assert said(scenario.replace(caveats=())) == [
        "links.csv: no links: only what stands at the place that asks for it can be handed over."
    ]


def test_closed_links_that_cut_a_place_off_are_named():
    """The closures that together keep everything away, and no others, with their rows."""
    late = dt.date(2026, 4, 30)
    scenario = with_closures(
        closure("X-1", ClosureOf.LINK, "RD-114", day(1), late),
        closure("X-2", ClosureOf.LINK, "RD-1", day(20), late),
        closure("X-3", ClosureOf.LINK, "RL-20", day(2), late),
    )
    assert said(scenario) == [
        "requirements.csv, row 2: nothing can reach 'Sumy' after 2026-03-01:"
        " links RD-114 and RL-20 are both closed (closures.csv, rows 2, 4)."
    ]


def test_one_link_that_stays_open_is_enough():
    """A place is out of reach only if every way is shut."""
    assert said(with_closures(closure("X-1", ClosureOf.LINK, "RD-114", day(1), day(31)))) == []


def test_a_closed_node_and_a_closed_corridor_shut_their_links():
    """Nothing leaves a shut node, nothing arrives through a shut corridor."""
    assert said(with_closures(closure("X-1", ClosureOf.NODE, "RZESZOW", day(1), day(31)))) == [
        "requirements.csv, row 2: nothing can reach 'Sumy': node RZESZOW is closed (closures.csv, row 2)."
    ]
    scenario = with_closures(
        closure("X-1", ClosureOf.CORRIDOR, "GATE", day(1), day(31)), closure("X-2", ClosureOf.LINK, "RL-20", day(1), day(31))
    )
    assert said(scenario) == [
        "requirements.csv, row 2: nothing can reach 'Sumy':"
        " link RL-20 and corridor GATE are both closed (closures.csv, rows 2, 3)."
    ]


def test_a_closure_that_ends_too_late_is_told_apart_from_one_that_stays():
    """After it the place can be reached, but not in time."""
    assert said(with_closures(closure("X-1", ClosureOf.NODE, "Sumy", day(1), day(19)))) == [
        "requirements.csv, row 2: nothing can reach 'Sumy': node Sumy is closed (closures.csv, row 2)."
    ]
    assert said(with_closures(closure("X-1", ClosureOf.NODE, "RZESZOW", day(1), day(18)))) == [
        "requirements.csv, row 2: nothing can reach 'Sumy' in time: node RZESZOW is closed (closures.csv, row 2)."
    ]
    assert said(with_closures(closure("X-1", ClosureOf.NODE, "RZESZOW", day(1), day(17)))) == []


def test_a_place_without_a_path_names_where_the_offers_stand():
    """No link leads there from any of them, whatever the time."""
    scenario = small().replace(closures=(), requirements=(requirement("R-1"),))
    links = (scenario.links[0], link("RD-115", "Sumy", "RZESZOW"))
    assert said(scenario.replace(links=links)) == [
        "requirements.csv, row 2: nothing can reach 'Sumy':"
        " no path of links leads there from node DEPOT, where what could serve it stands."
    ]


def test_a_place_that_caveats_or_licences_bar_names_them():
    """The rows that bar the path are named, not only that it is barred."""
    scenario = small().replace(requirements=(requirement("R-1"),))
    banned = scenario.replace(caveats=(caveat(CaveatKind.NO_TRANSIT, values=("POL",)),))
    assert said(banned) == [
        "requirements.csv, row 2: nothing can reach 'Sumy': every path there is barred:"
        " caveat C-9 (caveats.csv, row 2) forbids transit through POL."
    ]
    land = scenario.replace(caveats=(caveat(CaveatKind.NO_TRANSIT, party="POL", scope=Scope.TERRITORY),))
    assert said(land) == [
        "requirements.csv, row 2: nothing can reach 'Sumy': every path there is barred:"
        " caveat C-9 (caveats.csv, row 2) forbids transit through its territory."
    ]
    nodes = tuple(change(n, hazards=("3",)) if n.node == "RZESZOW" else n for n in scenario.nodes)
    assert said(small().replace(nodes=nodes)) == [
        "requirements.csv, row 3: nothing can reach 'Sumy': every path there is barred:"
        " node RZESZOW (nodes.csv, row 3) has no licence for its hazard."
    ]
    links = (change(scenario.links[0], capacity_t_per_day=0.0), *scenario.links[1:])
    assert said(scenario.replace(links=links)) == [
        "requirements.csv, row 2: nothing can reach 'Sumy': every path there is barred:"
        " link RD-1 (links.csv, row 2) has no capacity."
    ]


def test_what_comes_too_late_names_the_first_offer_and_what_it_waits_for():
    """Without any closure, time alone keeps it away."""
    scenario = small().replace(requirements=(requirement("R-1"),), closures=())
    late = scenario.replace(caveats=(caveat(CaveatKind.NOT_BEFORE, day=day(18)),))
    assert said(late) == [
        "requirements.csv, row 2: nothing can reach 'Sumy' before 2026-03-20, when it is no longer useful:"
        " the first, offer O-1 (offers.csv, row 2), opens on 2026-03-18 (caveat C-9: caveats.csv, row 2)"
        " and could be there on 2026-03-20."
    ]
    assert said(scenario.replace(caveats=(caveat(CaveatKind.NOT_BEFORE, day=day(17)),))) == []


def test_where_nothing_may_wait_a_short_opening_is_missed():
    """Cargo that arrives at a node without storage while its only way on is shut cannot go on later."""
    nodes = tuple(change(n, storage_t=None) for n in small().nodes)
    offers = (offer("O-1", until=day(1)),)
    shut = tuple(closure(f"X-{i}", ClosureOf.LINK, name, day(2), day(3)) for i, name in enumerate(("RD-114", "RL-20")))
    scenario = with_closures(*shut).replace(offers=offers, caveats=(), consents=())
    assert said(scenario) == []
    assert said(scenario.replace(nodes=nodes)) == [
        "requirements.csv, row 2: nothing can reach 'Sumy' in time:"
        " links RD-114 and RL-20 are both closed (closures.csv, rows 2, 3)."
    ]


def test_what_stands_at_its_place_needs_no_link():
    """A requirement at the very place of an offer is served without a leg."""
    scenario = small().replace(requirements=(requirement("R-1", place="DEPOT"),), closures=())
    assert said(scenario.replace(links=small().links[1:], nodes=small().nodes)) == [
        "nodes.csv, row 2, node: no link starts or ends at 'DEPOT'."
    ]


def test_an_offer_that_nobody_may_have_names_what_shuts_it_out():
    """The caveat, the refused consent, or the fund."""
    person = small().replace(caveats=(caveat(CaveatKind.PERSON, items=("SHELL",)),))
    assert said(person) == [
        "offers.csv, row 3: nobody may have it: caveat C-9 (caveats.csv, row 2) waits for a person to clear it."
    ]
    behind = small().replace(caveats=(caveat(CaveatKind.AFTER_BACKFILL, items=("SHELL",)),))
    assert said(behind) == [
        "offers.csv, row 3: nobody may have it: caveat C-9 (caveats.csv, row 2) waits for a backfill without a day."
    ]
    refused = Consent(consent="K-9", holder="POL", state=ConsentState.REFUSED, donors=("DEU",), **SAID)
    assert said(small().replace(consents=(refused,))) == [
        f"offers.csv, row {row}: nobody may have it: consent K-9 (consents.csv, row 2) is refused." for row in (2, 3)
    ]
    fund = Fund(fund="F-1", name="Fund", administrator="POL", items=("SHELL",), **SAID)
    bought = offer("O-1", channel="purchase", fund="F-1", unit_cost_eur=9.0)
    assert said(small().replace(funds=(fund,), offers=(bought, small().offers[1]))) == [
        "offers.csv, row 2: nobody may have it: fund F-1 (funds.csv, row 2) may not buy the item."
    ]


def test_an_offer_that_caveats_keep_from_all_who_ask_names_them():
    """Somebody could have it, but nobody who asks may."""
    only = small().replace(caveats=(caveat(CaveatKind.ONLY_RECIPIENT, values=("POL",), items=("SHELL",)),))
    assert said(only) == [
        "offers.csv, row 3: the requirement that it could serve may not have it:"
        " caveat C-9 (caveats.csv, row 2) allows only recipient POL."
    ]
    twice = (*small().requirements, requirement("R-3", item="SHELL", unit="round"))
    assert said(only.replace(requirements=twice)) == [
        "offers.csv, row 3: none of the 2 requirements that it could serve may have it:"
        " caveat C-9 (caveats.csv, row 2) allows only recipient POL."
    ]


def test_faults_and_what_follows_from_sound_rows_are_told_together(tmp_path):
    """A misspelt place, a negative capacity and a place cut off appear in one list."""
    late = dt.date(2026, 4, 30)
    scenario = small().replace(
        closures=tuple(closure(f"X-{i}", ClosureOf.LINK, name, day(2), late) for i, name in enumerate(("RD-114", "RL-20")))
    )
    write_folder(scenario, tmp_path / "small")
    spoil(tmp_path / "small", "offers", 3, place="RZESZW")
    spoil(tmp_path / "small", "links", 2, capacity_t_per_day="-40")
    assert [str(problem) for problem in check(tmp_path / "small")] == [
        "requirements.csv, row 2: nothing can reach 'Sumy' after 2026-03-01:"
        " links RD-114 and RL-20 are both closed (closures.csv, rows 2, 3).",
        "offers.csv, row 3, place: no node 'RZESZW'. Did you mean 'RZESZOW'?",
        "links.csv, row 2, capacity_t_per_day: -40 is below 0.",
    ]


def test_nothing_is_concluded_from_what_could_not_be_read(tmp_path):
    """A link whose end is misspelt makes no island and cuts no place off: the misspelling is what to mend."""
    write_folder(small(), tmp_path / "small")
    spoil(tmp_path / "small", "links", 2, destination="RZESZW")
    assert len(check(tmp_path / "small")) == 1


def test_a_corridor_may_be_named_like_a_link():
    """Closures tell links, nodes and corridors apart by their kind, not by their code."""
    corridors = (Corridor(corridor="RD-114", name="Gate", capacity_t_per_day=1.0, **SAID),)
    links = tuple(change(row, corridor="") for row in small().links[:2])
    scenario = with_closures(closure("X-1", ClosureOf.CORRIDOR, "RD-114", day(1), day(31)))
    assert said(scenario.replace(corridors=corridors, links=links)) == []


def test_a_way_longer_than_the_plan_is_read_with_its_closures():
    """What leaves on it never arrives; that its end is closed for a day changes nothing and breaks nothing."""
    scenario = small()
    links = tuple(change(row, hours=900.0) if row.link == "RL-20" else row for row in scenario.links)
    shut = closure("X-1", ClosureOf.NODE, "Sumy", day(3), day(3))
    assert said(with_closures(shut).replace(links=links)) == []
