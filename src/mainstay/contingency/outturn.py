"""What an execution comes to: people trained, packages in service, stocks issued, and points; in compiled code."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numba import njit

from mainstay.planning.problem import Bools, Floats, Ints
from mainstay.planning.readiness import ENOUGH

from .classroom import Crews, School
from .execution import Cargo
from .programme import Goods
from .readied import Packages, Stocks


class Outturn(NamedTuple):
    """What comes of one execution.

    Attributes
    ----------
    score : (periods,) points
        Attained by the end of each period, transport and mixed fleets paid.
    service : (packages asked for,)
        Period at whose end each comes into service, -1 if never.
    met : (rows,)
        Period at whose end a requirement or stock is met in full, -1 if never.
    earned : (rows,) points
        Of each requirement and stock, before transport.
    """

    score: Floats
    service: Ints
    met: Ints
    earned: Floats


def outturn(
    goods: Goods,
    school: School,
    packages: Packages,
    stocks: Stocks,
    cargo: Cargo,
    paid: Floats,
    cancelled: Bools,
    ends: Ints,
    rows: int,
) -> Outturn:
    """
    Count what an execution comes to.

    Parameters
    ----------
    paid : (periods,) points
        Cost of moving and waiting.
    cancelled : (runs,)
    ends : (periods,) days
        Last day of each period, counted from the first of the plan.
    rows
        Number of requirements and stocks.
    """
    out = Outturn(
        0.0 - paid,
        np.full(int(packages.unit_start[-1]), -1, dtype=np.int32),
        np.full(rows, -1, dtype=np.int32),
        np.zeros(rows),
    )
    came = np.zeros(goods.worth.shape)
    _arrive(goods, cargo, came, out)
    learnt = _learn(school, cancelled, came, ends)
    _serve(packages, school, learnt, came, ends, out)
    _issue(stocks, came, ends, out)
    np.cumsum(out.score, out=out.score)
    return out


@njit(cache=True)
def _arrive(goods: Goods, cargo: Cargo, came: Floats, out: Outturn) -> None:
    """Add up what is handed over, with what it earns by itself, and types of fleets as they come."""
    periods = came.shape[1]
    first = np.full(len(goods.fleet), periods, dtype=np.int32)
    for c in range(len(cargo.pair)):
        t, p = cargo.handed[c], cargo.pair[c]
        if t < 0:
            continue
        n = goods.pair_need[p]
        if goods.type[p] >= 0:
            first[goods.type[p]] = min(first[goods.type[p]], t)
        if goods.worth[n, t] < 0.0:
            continue
        came[n, t] += goods.rate[p] * cargo.lots[c]
        points = goods.value[p] * cargo.lots[c] * goods.worth[n, t]
        if points > 0.0:
            out.score[t] += points
            out.earned[goods.row[n]] += points
    for k in range(len(first)):
        sooner = 0
        for other in range(len(first)):
            if goods.fleet[other] == goods.fleet[k] and (first[other], other) < (first[k], k):
                sooner += 1
        if first[k] < periods and sooner > 0:
            out.score[first[k]] -= goods.mixing
    for n in range(len(came)):
        if goods.alone[n]:
            there = 0.0
            for t in range(periods):
                there += came[n, t]
                if there >= goods.asked[n] * ENOUGH:
                    out.met[goods.row[n]] = t
                    break


@njit(cache=True)
def _learn(school: School, cancelled: Bools, came: Floats, ends: Ints) -> Bools:
    """Which attendances take place: their run is held, with its equipment, and they know what it presupposes."""
    held = np.zeros(len(school.starts), dtype=np.bool_)
    for r in range(len(school.starts)):
        if cancelled[r]:
            continue
        there, busy = school.lying[r], school.takes[r]
        if school.takes[r] > 0.0:
            for t in range(len(ends)):
                if school.need[r] >= 0 and ends[t] <= school.starts[r]:
                    there += came[school.need[r], t]
            for other in range(r):
                if held[other] and school.store[other] == school.store[r] and school.ends[other] >= school.starts[r]:
                    busy += school.takes[other]
            if there < busy * ENOUGH:
                continue
        held[r] = True
    learnt = np.zeros(len(school.run), dtype=np.bool_)
    for i in range(len(school.run)):
        learnt[i] = held[school.run[i]]
        for k in range(school.before_start[i], school.before_start[i + 1]):
            learnt[i] = learnt[i] and learnt[school.before[k]]
    return learnt


@njit(cache=True)
def _serve(packages: Packages, school: School, learnt: Bools, came: Floats, ends: Ints, out: Outturn) -> None:
    """Bring packages into service, milestone by milestone: as many as planned by then, and as are whole."""
    people = packages.crews.people.copy()
    for r in range(len(packages.row)):
        served = 0
        for j in range(packages.at_start[r], packages.at_start[r + 1]):
            t = packages.at[j]
            most = packages.planned[j]
            for g in range(packages.goods_start[r], packages.goods_start[r + 1]):
                there = came[packages.need[g], : t + 1].sum()
                if packages.each[g] > 0.0:
                    most = min(most, np.int64(np.floor(there / (packages.each[g] * ENOUGH))))
            for k in range(packages.chain_start[r], packages.chain_start[r + 1]):
                there = packages.booked[packages.booked_start[k] + j - packages.at_start[r]]
                if packages.bays[k] > 0.0:
                    most = min(most, np.int64(np.floor(there / (packages.bays[k] * ENOUGH))))
            for k in range(packages.skill_start[r], packages.skill_start[r + 1]):
                there = 0.0
                for i in range(packages.crew_start[k], packages.crew_start[k + 1]):
                    if _fit(packages.crews, learnt, i, ends[t]):
                        there += people[i]
                if packages.people[k] > 0.0:
                    most = min(most, served + np.int64(np.floor(there / packages.people[k])))
            if most <= served:
                continue
            for k in range(packages.skill_start[r], packages.skill_start[r + 1]):
                wanted = (most - served) * packages.people[k]
                for i in range(packages.crew_start[k], packages.crew_start[k + 1]):
                    if _fit(packages.crews, learnt, i, ends[t]):
                        part = min(wanted, people[i])
                        people[i] -= part
                        wanted -= part
            out.service[packages.unit_start[r] + served : packages.unit_start[r] + most] = t
            points = (most - served) * packages.gain[j]
            out.score[t] += points
            out.earned[packages.row[r]] += points
            served = most
        if served > 0 and served == packages.unit_start[r + 1] - packages.unit_start[r]:
            out.met[packages.row[r]] = out.service[packages.unit_start[r + 1] - 1]


@njit(cache=True)
def _fit(crews: Crews, learnt: Bools, i: int, day: int) -> bool:
    """Whether people assigned to packages know their skill on a day."""
    if crews.day[i] > day:
        return False
    if crews.learnt[i] < 0:
        return True
    if not learnt[crews.learnt[i]]:
        return False
    return bool(day <= (crews.fades[i] if learnt[crews.last[i]] else crews.fades_alone[i]))


@njit(cache=True)
def _issue(stocks: Stocks, came: Floats, ends: Ints, out: Outturn) -> None:
    """Issue from each stock, step by step, as much as is wanted and there, the oldest first; see ``planning/stock_book.py``."""
    steps = len(stocks.last)
    closes = np.zeros(steps, dtype=np.int32)
    for t in range(len(ends)):
        closes[stocks.step[t]] = t
    for i in range(len(stocks.row)):
        arrived = np.zeros(steps)
        for t in range(len(ends)):
            arrived[stocks.step[t]] += came[stocks.need[i], t] / stocks.lot[i]
        since, left = np.zeros(steps + 1, dtype=np.int32), np.zeros(steps + 1)
        since[0], left[0] = -1, stocks.opening[i]
        issued = 0.0
        for k in range(steps):
            last, keeps = stocks.last[k], stocks.keeps[i]
            for b in range(k + 1):
                if keeps >= 0 and last - since[b] > keeps:
                    left[b] = 0.0
            issue = max(0.0, min(stocks.wants[i, k], left[: k + 1].sum() - stocks.floor[i]))
            rest = issue
            for b in range(k + 1):
                part = min(rest, left[b])
                left[b] -= part
                rest -= part
            since[k + 1], left[k + 1] = last, arrived[k]
            over = left.sum() - stocks.ceiling[i]
            if over > 0.0:
                left[: k + 1] = 0.0
                left[k + 1] = stocks.ceiling[i]
            issued += issue
            points = issue * stocks.gain[i]
            out.score[closes[k]] += points
            out.earned[stocks.row[i]] += points
        if issued >= stocks.wants[i].sum() * ENOUGH:
            out.met[stocks.row[i]] = len(ends) - 1
