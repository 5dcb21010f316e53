"""What is typed of cases becomes events, or is refused with a remedy."""

import datetime as dt

import pytest
from msgspec.structs import replace

from mainstay.cli.cases import Typed, asked_cases
from mainstay.exchange import bundled, read
from mainstay.model import EventOf, ScenarioError


@pytest.fixture(scope="module")
def scenario():
    return read(bundled("tutorial"))


def april(day):
    return dt.date(2030, 4, day)


def test_nothing_typed_asks_for_no_case_in_particular(scenario):
    assert asked_cases(scenario, Typed()) == {}


def test_an_element_is_asked_for_by_kind_and_code(scenario):
    found = asked_cases(scenario, Typed(names=("party XNO", "link AIR-DC")))
    assert [(row.of, row.hits) for rows in found.values() for row in rows] == [
        (EventOf.PARTY, "XNO"),
        (EventOf.LINK, "AIR-DC"),
    ]


def test_what_leaves_and_what_closes_is_one_case(scenario):
    found = asked_cases(scenario, Typed(leaves=("XNO",), closes=("BRIDGE", "AIR-DC"), on="2030-04-05", until="2030-04-07"))
    ((name, rows),) = found.items()
    assert name == "party XNO, corridor BRIDGE, link AIR-DC on 2030-04-05 until 2030-04-07"
    assert [(row.of, row.hits, row.first_day, row.last_day) for row in rows] == [
        (EventOf.PARTY, "XNO", april(5), None),
        (EventOf.CORRIDOR, "BRIDGE", april(5), april(7)),
        (EventOf.LINK, "AIR-DC", april(5), april(7)),
    ]
    assert {row.contingency for row in rows} == {name}
    assert len({row.event for row in rows}) == 3


def test_without_a_day_it_is_known_from_the_outset(scenario):
    ((name, (row,)),) = asked_cases(scenario, Typed(leaves=("XWE",))).items()
    assert name == "party XWE"
    assert row.first_day is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (Typed(names=("party XN0",)), "--case: no case 'party XN0'. Did you mean 'party XNO'?"),
        (Typed(leaves=("XNOO",)), "--leaves: no party 'XNOO'. Did you mean 'XNO'?"),
        (Typed(leaves=("XES",)), "--leaves: 'XES' gives nothing here. There are: "),
        (Typed(closes=("BRIDG",)), "--closes: no node, link or corridor 'BRIDG'. Did you mean 'BRIDGE'?"),
        (Typed(leaves=("XNO",), on="5 April"), "--on: '5 April' is no day. Write it as 2030-04-01."),
        (Typed(leaves=("XNO",), on="2031-01-01"), "--on: 2031-01-01 is not within the plan. Name a day from 2030-04-01 to"),
        (Typed(leaves=("XNO",), until="2030-04-05"), "--until: only what closes opens again"),
        (Typed(closes=("GATE",), on="2030-04-05", until="2030-04-04"), "--until: 2030-04-04 is before 2030-04-05."),
        (Typed(on="2030-04-05"), "--on: a day of what? Say --leaves PARTY or --closes"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_remedy(scenario, typed, said):
    with pytest.raises(ScenarioError) as error:
        asked_cases(scenario, typed)
    (problem,) = error.value.problems
    assert str(problem).startswith(said)


def test_a_code_of_two_kinds_asks_which(scenario):
    both = scenario.replace(corridors=(replace(scenario.corridors[0], corridor="GATE"),))
    with pytest.raises(ScenarioError, match=r"'GATE' is a node and a corridor\. Say 'node GATE' or 'corridor GATE'"):
        asked_cases(both, Typed(closes=("GATE",)))
    ((_, (row,)),) = asked_cases(both, Typed(closes=("corridor GATE",))).items()
    assert row.of == EventOf.CORRIDOR
