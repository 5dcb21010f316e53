"""From what a plan folder says back to amounts on ways and of choices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable

import numpy as np

from mainstay.exchange.plan_folder import PlanTables, WrittenPlan
from mainstay.model import Attendance, Consignment, Leg
from mainstay.model.schooling import Pool, Schooling, Seat

from .attained import Attained
from .build import Case
from .problem import Floats, Ints
from .record import REPAIR
from .ways import LEGS, Ways


def as_ways(case: Case, written: WrittenPlan | PlanTables, used: Ints | None) -> tuple[Ways, Floats]:
    """
    Turn written consignments and legs back into amounts on ways.

    ``used`` are pairs that the plan is known to have used, if it is known: they tell the tranches of productions apart, which a
    consignment does not name.

    Raises
    ------
    KeyError
        If a row names what the scenario does not have, or what could not be.
    """
    problem, grid = case.problem, case.grid
    links = _Links(case)
    tranches = _Tranches(case, used)
    legs: dict[str, list[Leg]] = defaultdict(list)
    for leg in sorted(written.legs, key=lambda leg: (leg.consignment, leg.leg)):
        legs[leg.consignment].append(leg)
    rows = written.consignments
    zero, none = np.zeros(len(rows), dtype=np.int32), np.full((len(rows), LEGS), -1, dtype=np.int32)
    ways = Ways(zero, zero.copy(), zero.copy(), zero.copy(), none, none.copy())
    lots = np.zeros(len(rows))
    for w, row in enumerate(rows):
        steps = legs[row.consignment]
        leaves = [grid.last_until(leg.departs) for leg in steps]
        ways.arrives[w] = grid.last_until(row.arrives)
        begins = leaves[0] if leaves else int(ways.arrives[w])
        pair = ways.pair[w] = tranches.pair(row, begins)
        o = int(problem.pair_offer[pair])
        ways.begins[w] = min(begins, problem.last[problem.source[o]])
        ways.legs[w] = len(steps)
        ways.link[w, : len(steps)] = links.of(o, steps)
        ways.leaves[w, : len(steps)] = leaves
        lots[w] = row.quantity * case.lot[o]
    return ways, lots


class _Links:
    """Numbers of the links of a way: before its repair, cargo moves on copies."""

    def __init__(self, case: Case):
        self.case, net = case, case.problem.network
        self.road = {link.link: a for a, link in enumerate(case.links)}
        self.copy = {int(road): a for a, road in enumerate(net.road_of) if a >= net.roads and road >= 0}
        self.shop: dict[str, list[int]] = defaultdict(list)
        for a in np.flatnonzero(net.shop_of >= 0).tolist():
            self.shop[case.scenario.repairs[net.shop_of[a]].repair].append(a)

    def of(self, o: int, steps: list[Leg]) -> list[int]:
        """Links of the legs of an offer's consignment."""
        problem, out = self.case.problem, []
        permitted = problem.permitted[problem.klass[problem.source[o]]]
        broken = any(leg.mode == REPAIR for leg in steps)
        for leg in steps:
            if leg.mode == REPAIR:
                out.append(next((a for a in self.shop[leg.link] if permitted[a]), -1))
                broken = False
            else:
                road = self.road[leg.link]
                out.append(self.copy.get(road, -1) if broken else road)
        if -1 in out:
            raise KeyError(steps[0].consignment)
        return out


class _Tranches:
    """Which tranche of its offer a consignment comes from: the one that is known, or the first that has enough left."""

    def __init__(self, case: Case, used: Ints | None):
        self.case, problem = case, case.problem
        self.left = problem.amount.copy()
        self.known = set(used.tolist()) if used is not None else set(range(problem.pairs))
        self.pairs: dict[tuple[Hashable, ...], list[int]] = defaultdict(list)
        for p, (o, n) in enumerate(zip(problem.pair_offer.tolist(), problem.pair_need.tolist(), strict=True)):
            demand = case.demands[n]
            self.pairs[case.offers[o].offer, demand.serves, demand.of, demand.component].append(p)

    def pair(self, row: Consignment, begins: int) -> int:
        """Pair of a consignment that leaves, or is there, in a period."""
        problem = self.case.problem
        mine = self.pairs.get((row.offer, row.serves, row.requirement, row.component), [])
        if not mine:
            raise KeyError(row.offer)
        offer = problem.pair_offer
        lots = row.quantity * float(self.case.lot[offer[mine[0]]])
        open_ = [p for p in mine if problem.ready[problem.source[offer[p]]] <= begins] or mine[:1]
        enough = [p for p in open_ if self.left[offer[p]] >= lots * (1 - 1e-6)] or open_
        pair = max(enough, key=lambda p: (p in self.known, p))  # the last that is open: what is left of earlier ones suits more
        self.left[offer[pair]] -= lots
        return pair


def as_choices(case: Case, tables: PlanTables | Attained) -> Floats:
    """
    Turn the written tables of packages, training, repair and orders back into the choices that they tell of: (choices,).

    No more than they tell: what a solver reserved or ordered beyond its need, at no cost, is not among them.

    Raises
    ------
    KeyError
        If a row names what could not be chosen.
    """
    choices, grid = case.problem.choices, case.grid
    number = {what: j for j, what in enumerate(choices.what)}
    out = np.zeros(len(choices))
    for row in tables.capabilities:
        out[number["package", row.requirement, grid.last_until(row.day)]] += row.packages
    for run in tables.runs:
        out[number["run", run.training, run.starts]] += run.runs
    pools = _Pools(case, tables)
    for attendance in tables.attendances:
        out[number["attend", pools.seat(attendance)]] += attendance.people
    for crew in tables.assignments:
        pool = pools.of(crew.attendance, crew.cohort)
        out[number["crew", pool, crew.requirement, crew.skill, crew.day]] += crew.people
    booked: dict[tuple[str, int], float] = defaultdict(float)
    for bay in tables.reservations:
        t = grid.last_until(bay.day)
        out[number["reserve", bay.requirement, bay.component, bay.repair, t]] += bay.bays
        booked[bay.repair, t] += bay.bays
    for what, j in number.items():
        if what[0] == "reserved":
            shop, until = what[1], int(str(what[2]))
            out[j] = sum(bays for (of, since), bays in booked.items() if of == shop and since <= until)
    lots = {offer.offer: float(case.lot[o]) for o, offer in enumerate(case.offers)}
    for order in tables.orders:
        if (j := number.get(("order", order.offer), -1)) >= 0:
            out[j], out[number["placed", order.offer]] = order.ordered * lots[order.offer], 1.0
    return out


class _Pools:
    """Pools of people by the attendance that they come from."""

    def __init__(self, case: Case, tables: PlanTables | Attained):
        self.rules = Schooling(case.scenario)
        self.attendance = {row.attendance: row for row in tables.attendances}
        self.run = {row.run: row for row in tables.runs}

    def of(self, attendance: str, cohort: str) -> Pool:
        """Pool that an attendance leads to; without one, the cohort itself."""
        if not attendance:
            return self.rules.origin(self.rules.cohorts[cohort])
        row = self.attendance[attendance]
        return Pool(cohort, self.of(row.after, cohort).taught | {row.skill}, row.ready)

    def seat(self, row: Attendance) -> Seat:
        """Choice that an attendance is."""
        run = self.run[row.run]
        before, after = self.of(row.after, row.cohort), self.of(row.attendance, row.cohort)
        return Seat(run.training, run.starts, row.leaves, before, after)
