"""Where a plan stands in a case: what of it is a fact, what stays as planned, and from where it is planned again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import numpy as np

from mainstay.planning.build import Case, build
from mainstay.planning.carry import Carried, cut_back, translated
from mainstay.planning.clock import Clock
from mainstay.planning.facts import Rest, rest, without_shops
from mainstay.planning.held import reckoned
from mainstay.planning.mend import How, Known, mend
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Floats
from mainstay.planning.resolve import carry_price, too_large
from mainstay.planning.trim import can_go, trim
from mainstay.planning.ways import Ways

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
    case = build(struck.scenario)
    shops = {code: period_of(case, day) for code, day in struck.shops.items()}
    case = without_shops(case, shops)
    grid = case.grid
    gone = {code: period_of(case, day) for code, day in struck.gone.items()}
    period = period_of(case, struck.day)
    every, amounts = Ways.join([outcome.ways, outcome.pool]), np.zeros(len(outcome.ways) + len(outcome.pool))
    amounts[: len(outcome.ways)] = outcome.lots
    every, amounts, taken, number = translated(base, every, amounts, outcome.taken, case)
    planned = number < len(outcome.ways)
    ways, lots, pool = every.take(planned), amounts[planned], every.take(~planned)
    before = cut_back(case, ways, lots, taken, gone)
    left = rest(case, ways, lots, taken, min(period, grid.periods), gone, shops)
    price = carry_price(base, outcome.price, case)
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
    first = np.where(plan.ways.legs > 0, plan.ways.leaves[:, 0], plan.ways.arrives)
    later = np.flatnonzero(first >= left.period).astype(np.int32)
    moving = np.flatnonzero((first < left.period) & (plan.ways.arrives >= left.period)).astype(np.int32)
    onward, which = left.onward(plan.ways, moving)
    ways, lots = Ways.join([plan.ways.take(later), onward]), np.concatenate((plan.lots[later], plan.lots[which]))
    pool = pool.take(pool.begins >= left.period)
    pool = pool.take(can_go(problem, pool))
    extra = problem.offers - case.offers
    price = np.concatenate((price[: case.offers], np.zeros(extra), price[case.offers :]))
    price[~np.isfinite(problem.capacity)] = 0.0
    taken = reckoned(left.case, problem, ways, lots, np.maximum(0.0, plan.taken - left.taken))
    lots, taken = trim(problem, ways, lots, taken, price)
    return Known(ways.take(lots > 0), lots[lots > 0], taken, pool, price)
