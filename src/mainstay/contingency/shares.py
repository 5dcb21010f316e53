"""What a plan in arrays earns: by requirement, by day, and through whom."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import numpy as np

from mainstay.model import Serves
from mainstay.planning.build import Case
from mainstay.planning.problem import Floats
from mainstay.planning.ways import Ways

TINY = 1e-9


class Shares(msgspec.Struct, frozen=True):
    """What a plan earns, before transport.

    Attributes
    ----------
    points
        By requirement and stock: points earned.
    packages
        By requirement that asks for packages: packages in service at the end.
    by_day : list of days
        Points earned up to and including each day of the plan.
    given
        By party: points that its gifts earn, a purchase for its fund's administrator not counted.
    funded
        By fund: points that its purchases earn.
    carried_t
        By link: tonnes that leave on it.
    """

    points: dict[str, float] = msgspec.field(default_factory=dict)
    packages: dict[str, int] = msgspec.field(default_factory=dict)
    by_day: list[float] = msgspec.field(default_factory=list)
    given: dict[str, float] = msgspec.field(default_factory=dict)
    funded: dict[str, float] = msgspec.field(default_factory=dict)
    carried_t: dict[str, float] = msgspec.field(default_factory=dict)


def shares(case: Case, ways: Ways, lots: Floats, taken: Floats) -> Shares:
    """
    Add up what a plan earns.

    Points of packages count for the part of their worth that waits for them to be in service; what a partial share earns on
    arrival, and what stocks issue, counts on its own day. What gifts for packages earn is shared among them by the points of
    the package, in equal parts for equal shares of its goods.

    Parameters
    ----------
    ways, lots : (ways,)
    taken : (choices,)
        A plan of the case's problem.
    """
    problem = case.problem
    days = np.zeros(case.scenario.settings.days)
    points: dict[str, float] = defaultdict(float)
    packages: dict[str, int] = defaultdict(int)
    in_service: dict[str, float] = defaultdict(float)
    issued: dict[str, float] = defaultdict(float)
    for j in np.flatnonzero(np.abs(taken) > TINY).tolist():
        what, earns = case.problem.choices.what[j], float(problem.choices.gain[j] * taken[j])
        kind = str(what[0])
        if kind == "package":
            code, period = str(what[1]), int(str(what[2]))
            packages[code] += round(float(taken[j]))
            in_service[code] += earns
            points[code] += earns
            days[_last_day(case, period)] += earns
        elif kind in ("issue", "batch") and earns:
            code, step = str(what[1]), int(str(what[-1]))
            issued[code] += earns
            points[code] += earns
            days[min(len(days), (step + 1) * case.scenario.settings.step_days) - 1] += earns
    given: dict[str, float] = defaultdict(float)
    funded: dict[str, float] = defaultdict(float)
    carried_t: dict[str, float] = defaultdict(float)
    need = problem.pair_need[ways.pair]
    offer = problem.pair_offer[ways.pair]
    earned = problem.value[ways.pair] * np.maximum(0.0, problem.worth[need, ways.arrives]) * lots
    counts = problem.rate[ways.pair] * lots
    for i in range(len(ways)):
        demand, row = case.demands[need[i]], case.offers[offer[i]]
        if demand.requirement:
            points[demand.requirement] += float(earned[i])
            days[_last_day(case, int(ways.arrives[i]))] += float(earned[i])
        worth = float(earned[i])
        if demand.serves == Serves.COMPONENT and problem.asked[need[i]] > 0:
            parts = sum(d.of == demand.of and d.serves == Serves.COMPONENT for d in case.demands)
            worth += in_service[demand.of] / parts * float(counts[i] / max(counts[need == need[i]].sum(), TINY))
        elif demand.serves == Serves.STOCK:
            worth += issued[demand.of] * float(counts[i] / max(counts[need == need[i]].sum(), TINY))
        if row.fund:
            funded[row.fund] += worth
        else:
            given[row.party] += worth
    load = problem.load[problem.source[offer]] * lots
    road = problem.network.road_of
    for i in range(len(ways)):
        for a in ways.link[i, : ways.legs[i]].tolist():
            if road[a] >= 0:
                carried_t[case.links[road[a]].link] += float(load[i])
    return Shares(
        *(dict(sorted(points.items())), dict(sorted(packages.items())), np.cumsum(days).tolist()),
        *(dict(sorted(given.items())), dict(sorted(funded.items())), dict(sorted(carried_t.items()))),
    )


def _last_day(case: Case, period: int) -> int:
    """Number of the last day of a period."""
    return min(case.scenario.settings.days, (period + 1) * case.scenario.settings.period_days) - 1


def recovery(base: list[float], after: list[float], hit: int, enough: float = 0.95) -> int | None:
    """
    Find the first day, from ``hit`` on, from which points so far are for good at least a part of the base's.

    Returns
    -------
    int or None
        Number of the day; ``hit`` itself if they never fall below; None if they do not recover within the plan.
    """
    good = [after[d] >= enough * base[d] - TINY for d in range(len(base))]
    last_short = max((d for d in range(hit, len(base)) if not good[d]), default=hit - 1)
    return last_short + 1 if last_short + 1 < len(base) else None
