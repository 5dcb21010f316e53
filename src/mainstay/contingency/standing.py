"""Where a plan stands in a case: what of it is a fact, what stays as planned, and from where it is planned again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from mainstay.planning.build import Case, build
from mainstay.planning.carry import Carried, carried, translated
from mainstay.planning.clock import Clock
from mainstay.planning.facts import Rest, rest
from mainstay.planning.mend import How, Known, mend
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Floats, Problem
from mainstay.planning.resolve import carry_price, too_large
from mainstay.planning.trim import can_go, trim
from mainstay.planning.ways import LEGS, Ways

from .certify import certify
from .strike import Struck


@dataclass(frozen=True)
class Standing:
    """A plan in a case.

    Attributes
    ----------
    case
        The struck scenario in arrays.
    struck
    period
        In which the case becomes known; 0: from the outset.
    before
        What of the plan holds, as a plan of the case.
    rest
        What is still to be decided, with the facts.
    known
        What is known of the rest's problem: what remains of the plan there, its ways and prices.
    """

    case: Case
    struck: Struck
    period: int
    before: Carried
    rest: Rest
    known: Known


def stand(base: Case, outcome: Outcome, struck: Struck) -> Standing:
    """Carry a plan of a case over into the case as it is struck."""
    case = _without_shops(build(struck.scenario), struck)
    grid = case.grid
    gone = {code: period_of(case, day) for code, day in struck.gone.items()}
    before = carried(base, outcome.ways, outcome.lots, outcome.taken, case, gone)
    period = period_of(case, struck.day)
    ways, lots, taken, _ = translated(base, outcome.ways, outcome.lots, outcome.taken, case)
    left = rest(case, ways, lots, taken, period if period < grid.periods else grid.periods, gone)
    price = carry_price(base, outcome.price, case)
    pool, *_ = translated(base, outcome.pool, np.ones(len(outcome.pool)), np.zeros(len(outcome.taken)), case)
    known = known_of(left, before, pool, price)
    return Standing(case, struck, period, before, left, known)


def again(standing: Standing, gap: float, clock: Clock, how: How = "hold") -> Outcome:
    """
    Plan a case again from where the plan stands.

    Parameters
    ----------
    how
        What of a large scenario with whole numbers is planned again, see :func:`mainstay.planning.mend.mend`.

    Returns
    -------
    Outcome
        A plan of the case that is no worse than the one before, and the bound of all plans with the same facts.
    """
    problem, known = standing.rest.problem, standing.known
    if too_large(replace(standing.case, problem=problem)):
        found = mend(problem, known, gap, clock, how)
    else:
        start = Outcome(*(known.ways, known.lots, 0.0, float("inf"), known.price, "trimmed", known.pool, 1, 0, known.taken))
        found = certify(problem, problem, start, gap, clock)
    joined = standing.rest.join(found)
    if joined.points > standing.before.points * (1 + 1e-9):  # nobody changes a plan for nothing
        return joined
    return replace(
        joined,
        ways=standing.before.ways,
        lots=standing.before.lots,
        taken=standing.before.taken,
        points=standing.before.points,
        bound=max(joined.bound, standing.before.points),
    )


def period_of(case: Case, day: dt.date) -> int:
    """Period that a day lies in, or the first one that begins on it or later: what has left before the day is a fact."""
    days = (day - case.grid.start).days
    return max(0, -(-days // case.scenario.settings.period_days))


def known_of(left: Rest, plan: Carried, pool: Ways, price: Floats) -> Known:
    """Restate what is known of a case for the problem of what is left of it."""
    problem, case = left.problem, left.case.problem
    if not left.period:
        good = pool.take(can_go(problem, pool))
        return Known(plan.ways, plan.lots, plan.taken, good, price)
    ways, lots = _remaining(left, plan.ways, plan.lots)
    pool = pool.take(pool.begins >= left.period)
    pool = pool.take(can_go(problem, pool))
    extra = problem.offers - case.offers
    price = np.concatenate((price[: case.offers], np.zeros(extra), price[case.offers :]))
    price[~np.isfinite(problem.capacity)] = 0.0
    taken = np.maximum(0.0, plan.taken - left.taken)
    lots, taken = trim(problem, ways, lots, taken, price)
    return Known(ways.take(lots > 0), lots[lots > 0], taken, pool, price)


def _remaining(left: Rest, ways: Ways, lots: Floats) -> tuple[Ways, Floats]:
    """What of a plan's ways is still to be gone: those that leave later, and what cargo on its way has before it."""
    problem, case = left.problem, left.case.problem
    later = ways.begins >= left.period
    out, amounts = [ways.take(later)], [lots[later]]
    at = {_prefix(case, left.cargo, c, int(left.cargo.legs[c])): c for c in range(len(left.cargo))}
    offer_of = {int(c): o for o, c in enumerate(left.cargo_of.tolist()) if c >= 0}
    further = np.flatnonzero(problem.pair_offer >= case.offers).tolist()
    pairs = {(int(problem.pair_offer[k]), int(left.pair_of[k])): k for k in further}
    for w in np.flatnonzero(~later & (ways.arrives >= left.period)).tolist():
        gone = int((ways.leaves[w, : ways.legs[w]] < left.period).sum())
        cargo = at.get(_prefix(case, ways, w, gone))
        pair = None if cargo is None else pairs.get((offer_of[cargo], int(ways.pair[w])))
        if pair is None:
            continue
        more = int(ways.legs[w]) - gone
        link, leaves = np.full((1, LEGS), -1, dtype=np.int32), np.full((1, LEGS), -1, dtype=np.int32)
        link[0, :more], leaves[0, :more] = ways.link[w, gone : gone + more], ways.leaves[w, gone : gone + more]
        begins = int(problem.ready[problem.source[problem.pair_offer[pair]]])
        pair_, begins_, arrives, legs = (np.array([v], dtype=np.int32) for v in (pair, begins, ways.arrives[w], more))
        out.append(Ways(pair_, begins_, arrives, legs, link, leaves))
        amounts.append(lots[w : w + 1])
    return Ways.join(out), np.concatenate(amounts)


def _prefix(case: Problem, ways: Ways, w: int, legs: int) -> tuple[object, ...]:
    """What tells cargo on its way apart: its offer, and the legs it has left on."""
    offer = int(case.pair_offer[ways.pair[w]])
    return offer, ways.link[w, :legs].tobytes(), ways.leaves[w, :legs].tobytes()


def _without_shops(case: Case, struck: Struck) -> Case:
    """Let no repair begin in shops that close, from their days on."""
    shops = {row.repair: s for s, row in enumerate(case.scenario.repairs)}
    shut = case.problem.network.shut.copy()
    for code, day in struck.shops.items():
        if code in shops:
            links = np.flatnonzero(case.problem.network.shop_of == shops[code])
            shut[links, period_of(case, day) :] = True
    return replace(case, problem=replace(case.problem, network=replace(case.problem.network, shut=shut)))
