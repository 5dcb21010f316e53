"""How consignments move when links are shut and offers late, and what reviews send instead: every limit is kept."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from tests.planning.strategies import MADE
from tests.planning.tiny import day, first, link, node, offer, requirement, tents

from mainstay.contingency.chance import Study, study_of
from mainstay.contingency.draws import Draw, draw
from mainstay.contingency.execution import Cargo, Room, as_planned, room_of
from mainstay.contingency.outturn import outturn
from mainstay.contingency.review import News, reviewed
from mainstay.model import Closure, ClosureOf, Requirement
from mainstay.planning import plan
from mainstay.planning.stock_book import stock_levels

from .chance_cases import STORMY, planned

change = msgspec.structs.replace


def carried_out(study: Study, luck: Draw, every: int = 0) -> tuple[Cargo, Room]:
    arrays = study.programme
    room = room_of(arrays.net, luck.road, luck.first, luck.end, arrays.period_days, arrays.days)
    if not every:
        return as_planned(arrays.net, arrays.goods, arrays.moves, room, luck.ready), room
    news = News(luck.ready, luck.fails)
    cargo = reviewed(arrays.net, arrays.goods, arrays.moves, arrays.byways, room, news, study.book, every, study.step)
    return cargo, room


def shut(study: Study, *closures: tuple[int, int, int]) -> Draw:
    """Nothing goes wrong, but roads (by number) are shut from a day to before another."""
    road, begins, ends = np.array(closures, dtype=np.int32).reshape(-1, 3).T
    goods = study.programme.goods
    none = np.zeros(len(study.programme.school.starts), dtype=bool)
    return Draw(goods.ready.copy(), np.zeros(len(goods.ready), dtype=bool), road.copy(), begins.copy(), ends.copy(), none)


@pytest.mark.parametrize("storage", [None, 50.0])
def test_cargo_waits_where_it_may_until_its_way_is_open(storage: float | None):
    """B to C is shut until day 4: without a store at B the tents leave A on day 3, with one they wait in it."""
    scenario = first(tents(), "requirements", due=day(2))
    nodes = tuple(change(row, storage_t=storage) if row.node == "B" else row for row in scenario.nodes)
    study = study_of(plan(scenario.replace(nodes=nodes)), chances=())
    cargo, room = carried_out(study, shut(study, (1, 0, 4)))
    assert cargo.handed.tolist() == [5]
    wait = study.programme.net.wait_cost * 20.0
    assert room.paid[4] - room.paid[3 if storage is None else 0] == pytest.approx(
        0.0 if storage is None else 3 * wait, abs=1e-9
    )


def test_what_is_shut_to_the_end_lets_nothing_arrive():
    study = study_of(plan(tents()), chances=())
    cargo, _ = carried_out(study, shut(study, (1, 0, 99)))
    assert cargo.handed.tolist() == [-1]


def test_of_what_waits_the_higher_priority_goes_first():
    """Both wait for the link, which takes only one of them a day."""
    scenario = tents()
    wants = (requirement("R", 20.0, priority=2, due=day(9), latest_useful=day(11)), requirement("S", 20.0, priority=1))
    both = scenario.replace(requirements=wants, offers=(*scenario.offers, offer("P", 20.0)))
    made = plan(both)
    assert len({row.arrives for row in made.tables.consignments}) > 1
    study = study_of(made, chances=())
    cargo, _ = carried_out(study, shut(study, (0, 0, 5)))
    arrays = study.programme
    came = dict(zip(arrays.goods.pair_need[cargo.pair].tolist(), cargo.handed.tolist(), strict=True))
    assert came == {0: 8, 1: 7}


def test_a_closure_of_half_a_period_leaves_half_of_its_capacity():
    study = study_of(plan(tents(period_days=2)), chances=())
    luck = shut(study, (0, 1, 2))
    room = room_of(study.programme.net, luck.road, luck.first, luck.end, 2, 12)
    assert room.link[0].tolist() == [20.0, 40.0, 40.0, 40.0, 40.0, 40.0]
    assert (room.shut[0] > 6).all()


def test_every_limit_is_kept_whatever_happens_and_whoever_stands_in():
    sent = 0
    for seed in range(30):
        for kind in ("goods", "capabilities"):
            study = study_of(planned(seed, kind), seed=seed, review_days=3, chances=STORMY)
            arrays = study.programme
            for number in range(4):
                luck = draw(study.odds, study.seed, number, arrays.period_days, arrays.days)
                for every in (0, study.every):
                    cargo, room = carried_out(study, luck, every)
                    _keeps_limits(study, luck, cargo, room)
                    sent += len(cargo.pair) - len(arrays.moves.pair)
    assert sent > 50


def _keeps_limits(study: Study, luck: Draw, cargo: Cargo, room: Room) -> None:
    goods, net = study.programme.goods, study.programme.net
    for left, whole in ((room.link, net.link_t), (room.node, net.node_t), (room.gate, net.gate_t)):
        assert (left >= -2e-6 * np.where(np.isinf(whole), 0.0, whole) - 1e-9).all()
    assert (room.bays >= -1e-5).all()
    assert (np.cumsum(np.where(np.isinf(room.spares), 0.0, room.spares), axis=1) >= -1e-5)[
        ~np.isinf(room.spares).any(axis=1)
    ].all()
    o = goods.pair_offer[cargo.pair]
    used = np.bincount(o, weights=cargo.lots, minlength=len(goods.ready))
    before = np.bincount(
        goods.pair_offer[study.programme.moves.pair], weights=study.programme.moves.lots, minlength=len(goods.ready)
    )
    assert (used <= (before + goods.unused) * (1 + 1e-6) + 1e-9).all()
    came = np.bincount(goods.pair_need[cargo.pair], weights=goods.rate[cargo.pair] * cargo.lots, minlength=len(goods.asked))
    assert (came <= goods.asked * (1 + 1e-5) + 1e-9).all()
    gone = cargo.handed >= 0
    assert (luck.ready[o[gone]] <= cargo.handed[gone]).all()
    assert not luck.fails[o[gone]].any()
    pieces = goods.piece[o] > 0
    number = cargo.lots[pieces] / goods.piece[o[pieces]]
    assert number == pytest.approx(np.round(number), abs=1e-6)


def test_money_spent_on_what_stands_in_is_there():
    for seed in range(60):
        study = study_of(planned(seed), seed=seed, review_days=3, chances=STORMY)
        goods, arrays = study.programme.goods, study.programme
        if not (goods.budget >= 0).any():
            continue
        for number in range(4):
            luck = draw(study.odds, study.seed, number, arrays.period_days, arrays.days)
            cargo, _ = carried_out(study, luck, study.every)
            used = np.bincount(goods.pair_offer[cargo.pair], weights=cargo.lots, minlength=len(goods.ready))
            before = np.bincount(goods.pair_offer[arrays.moves.pair], weights=arrays.moves.lots, minlength=len(goods.ready))
            more = np.maximum(0.0, used - before) * goods.price
            for row in range(len(goods.money)):
                draws = (goods.budget <= row) & (row < goods.budget_end) & (goods.budget >= 0)
                assert more[draws].sum() <= goods.money[row] * (1 + 1e-6) + 1e-6


def test_stocks_issue_by_the_same_book_as_the_plans():
    issued = 0
    for seed in range(25):
        made = planned(seed, "capabilities")
        study = study_of(made, seed=seed, chances=STORMY)
        arrays, scenario = study.programme, made.case.scenario
        for number in range(5):
            luck = draw(study.odds, study.seed, number, arrays.period_days, arrays.days)
            cargo, room = carried_out(study, luck)
            counted = (arrays.school, arrays.packages, arrays.stocks, cargo, room.paid, luck.cancelled, study.ends)
            earned = outturn(arrays.goods, *counted, len(arrays.asked)).earned[len(scenario.requirements) :].sum()
            rows = [
                change(row, arrives=made.case.grid.last_day(int(t)))
                for row, t in zip(made.tables.consignments, cargo.handed, strict=True)
                if t >= 0
            ]
            assert earned == pytest.approx(stock_levels(scenario, rows)[1], abs=1e-6)
            issued += earned > 0
    assert issued > 20


def test_a_review_sends_by_the_second_way_what_the_first_does_not_let_through():
    """The short way is shut for good on day 1, before the tents leave; by the long one they are there in time."""
    scenario = tents()
    detour = (node("D", "BBB"), link("AD", "A", "D"), link("DC", "D", "C", hours=48.0))
    scenario = scenario.replace(nodes=(*scenario.nodes, detour[0]), links=(*scenario.links, *detour[1:]))
    made = plan(first(scenario, "offers", available=day(1)))
    assert {row.link for row in made.tables.legs} == {"AB", "BC"}
    study = study_of(made, review_days=1, chances=())
    roads = [row.link for row in made.case.links]
    luck = shut(study, (roads.index("BC"), 1, 99))
    assert carried_out(study, luck)[0].handed.tolist() == [-1]
    cargo, _ = carried_out(study, luck, study.every)
    assert max(cargo.handed) == 4
    assert cargo.lots[cargo.handed >= 0].sum() == pytest.approx(20.0)


def test_closures_of_the_scenario_hold_in_every_execution():
    closed = Closure(closure="X", of=ClosureOf.LINK, closes="AB", first_day=day(0), last_day=day(2), **MADE)
    made = plan(tents().replace(closures=(closed,)))
    study = study_of(made, chances=())
    cargo, room = carried_out(study, shut(study))
    assert cargo.handed.min() >= 5
    assert (room.shut[0, :3] == 0).all()


def test_a_requirement_is_a_row_of_its_own():
    made = plan(tents())
    row: Requirement = made.scenario.requirements[0]
    assert study_of(made).programme.asked.tolist() == [made.scenario.points(row)]
