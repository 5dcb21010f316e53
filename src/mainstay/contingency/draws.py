"""What chance makes of a plan: which offers fail or are late, which roads are shut when, which courses are cancelled.

Each execution draws from generators of its own, keyed by the seed, its number and what is drawn (Philox 4x64: Salmon et al.,
"Parallel random numbers: as easy as 1, 2, 3", 2011). So an execution is the same wherever it is computed, and an offer or
course that fails with one set of chances fails with any in which it is likelier to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import Chance, ChanceOf, Offer
from mainstay.planning.build import Case
from mainstay.planning.problem import Bools, Floats, Ints

from .classroom import sorted_runs

P90 = 1.2815515655446004
"""90th percentile of the standard normal distribution."""

YEAR = 365.0
"""Days to which closures a year relate."""


@dataclass(frozen=True)
class Promise:
    """How an offer, or the runs of a training, turn out.

    Attributes
    ----------
    fails
        Probability that it never comes, or that a run is cancelled.
    late
        Probability that an offer that comes is late.
    late_days_median, late_days_p90
        Of the lognormal distribution of its delay.
    """

    fails: float = 0.0
    late: float = 0.0
    late_days_median: float = 0.0
    late_days_p90: float = 0.0


@dataclass(frozen=True)
class Closing:
    """How often a link is shut, and for how long: median and 90th percentile of a lognormal distribution."""

    closes_per_year: float = 0.0
    closed_days_median: float = 0.0
    closed_days_p90: float = 0.0


Own = Mapping[str, Promise | Closing]
"""Distributions of single offers, trainings and links by their codes; they go before those of the scenario's table."""


T = TypeVar("T", Promise, Closing)


class Odds(NamedTuple):
    """The chances of a plan in arrays. Lognormal delays are told by the mean and deviation of their logarithm.

    Attributes
    ----------
    gift : (offers,)
        The same number for all tranches of a series: they share their luck.
    opens : (offers,) days
        From the first of the plan, not before it: delays count from here.
    ready : (offers,)
        First period of departure, if it comes as promised.
    fails, late, late_mean, late_deviation : (offers,)
    closes : (roads,)
        Closures expected over the plan.
    closed_mean, closed_deviation : (roads,)
    cancels : (runs,)
        Probability of being cancelled.
    """

    gift: Ints
    opens: Ints
    ready: Ints
    fails: Floats
    late: Floats
    late_mean: Floats
    late_deviation: Floats
    closes: Floats
    closed_mean: Floats
    closed_deviation: Floats
    cancels: Floats


class Draw(NamedTuple):
    """What one execution meets.

    Attributes
    ----------
    ready : (offers,)
        Period from which it can leave; the number of periods if never.
    fails : (offers,)
    road, first, end : (closures,)
        Roads that are shut, from which day, and the day on which they are open again, from the first of the plan.
    cancelled : (runs,)
    """

    ready: Ints
    fails: Bools
    road: Ints
    first: Ints
    end: Ints
    cancelled: Bools


def odds(case: Case, tables: PlanTables, chances: Iterable[Chance], own: Own | None = None) -> Odds:
    """
    Find the chances of every offer, road and course run of a plan.

    Parameters
    ----------
    chances
        Rows of the table; of several that fit, the most specific one counts, then the first by code. Without one all is
        certain.
    own
        Distributions that are known better, such as from a history.

    Raises
    ------
    TypeError
        If ``own`` gives an offer or training a :class:`Closing`, or a link a :class:`Promise`.
    """
    scenario, grid, own = case.scenario, case.grid, own or {}
    rows = sorted(chances, key=lambda row: row.chance)
    country = {node.node: node.country for node in case.nodes}
    sites = scenario.by_key("sites")
    offered: dict[tuple[str, str], Promise] = {}

    def of_offer(offer: Offer) -> Promise:
        key = (offer.party, str(offer.channel))
        if key not in offered:
            offered[key] = _promise(_best(rows, ChanceOf.OFFERS, party=key[:1], channel=key[1:]))
        return _own(own, offer.offer, Promise, lambda: offered[key])

    promises = [of_offer(offer) for offer in case.offers]
    closings = [
        _own(
            own,
            link.link,
            Closing,
            lambda link=link: _closing(  # type: ignore[misc]
                _best(rows, ChanceOf.LINKS, mode=(str(link.mode),), country=(country[link.origin], country[link.destination]))
            ),
        )
        for link in case.links
    ]
    courses = [
        _own(
            own,
            run.training,
            Promise,
            lambda run=run: _promise(_best(rows, ChanceOf.COURSES, party=(sites[run.site].party,))),  # type: ignore[misc]
        )
        for run in sorted_runs(tables)
    ]
    gifts: dict[tuple[str, ...], int] = {}
    opens = []
    for offer, number in zip(case.offers, case.tranche, strict=True):
        gifts.setdefault(_gift(offer), len(gifts))
        day = next(day for tranche, day, _ in case.rules.tranches(offer) if tranche == number)
        opens.append(max(0, (day - grid.start).days))
    late = [_lognormal(p.late_days_median, p.late_days_p90) for p in promises]
    closed = [_lognormal(c.closed_days_median, c.closed_days_p90) for c in closings]
    return Odds(
        gift=np.array([gifts[_gift(offer)] for offer in case.offers], dtype=np.int32),
        opens=np.array(opens, dtype=np.int32),
        ready=case.problem.ready[case.problem.source],
        fails=np.array([p.fails for p in promises], dtype=np.float64),
        late=np.array([p.late for p in promises], dtype=np.float64),
        late_mean=np.array([mean for mean, _ in late], dtype=np.float64),
        late_deviation=np.array([deviation for _, deviation in late], dtype=np.float64),
        closes=np.array([c.closes_per_year * grid.days / YEAR for c in closings], dtype=np.float64),
        closed_mean=np.array([mean for mean, _ in closed], dtype=np.float64),
        closed_deviation=np.array([deviation for _, deviation in closed], dtype=np.float64),
        cancels=np.array([p.fails for p in courses], dtype=np.float64),
    )


def draw(odds: Odds, seed: int, execution: int, period_days: int, days: int) -> Draw:
    """Draw one execution of a plan."""
    periods = -(-days // period_days)
    gifts = int(odds.gift.max(initial=-1)) + 1
    luck = _generator(seed, execution, 0)
    chance, delays = luck.random((2, gifts)), luck.standard_normal(gifts)
    fails = chance[0][odds.gift] < odds.fails
    late = (chance[1][odds.gift] < odds.late) & ~fails
    delay = np.exp(odds.late_mean + odds.late_deviation * delays[odds.gift])
    slipped = odds.opens + _whole_days(np.where(late, delay, 0.0), days)
    ready = np.where(late, np.maximum(odds.ready, np.ceil(slipped / period_days)), odds.ready)
    ready = np.where(fails, periods, np.minimum(ready, periods)).astype(np.int32)
    luck = _generator(seed, execution, 1)
    cancelled = luck.random(len(odds.cancels)) < odds.cancels
    luck = _generator(seed, execution, 2)
    often = luck.poisson(odds.closes)
    road = np.repeat(np.arange(len(often), dtype=np.int32), often)
    first = np.floor(luck.random(len(road)) * days)
    lasts = np.exp(odds.closed_mean[road] + odds.closed_deviation[road] * luck.standard_normal(len(road)))
    end = first + _whole_days(lasts, days)
    return Draw(ready, fails, road, first.astype(np.int32), end.astype(np.int32), cancelled)


def _whole_days(delay: Floats, days: int) -> Floats:
    """Whole days that a delay takes; what lasts beyond the plan need not be told apart."""
    return np.asarray(np.ceil(np.minimum(delay, 2.0 * days) - 1e-9))


def _generator(seed: int, execution: int, stream: int) -> np.random.Generator:
    return np.random.Generator(np.random.Philox(np.random.SeedSequence(seed, spawn_key=(execution, stream))))


def _gift(offer: Offer) -> tuple[str, ...]:
    """What shares its luck: the tranches of a series of one party, or of an offer."""
    return (offer.party, "series", offer.series) if offer.series else ("offer", offer.offer)


def _best(rows: list[Chance], of: ChanceOf, **filters: tuple[str, ...]) -> Chance | None:
    """Most specific row of a kind that fits; of two filters the first named weighs more, unless both fit."""
    best, most = None, -1
    weight = {"party": 2, "channel": 1, "country": 2, "mode": 1}
    for row in rows:
        said = {name: getattr(row, name) for name in weight if getattr(row, name)}
        if row.of != of or not said.keys() <= filters.keys():
            continue
        fits = all(value in filters[name] for name, value in said.items())
        if fits and (specific := sum(weight[name] for name in said)) > most:
            best, most = row, specific
    return best


def _own(own: Own, code: str, kind: type[T], otherwise: Callable[[], T]) -> T:
    given = own.get(code)
    if given is None:
        return otherwise()
    if not isinstance(given, kind):
        raise TypeError(f"{code} wants a {kind.__name__}, not a {type(given).__name__}")
    return given


def _promise(row: Chance | None) -> Promise:
    return Promise() if row is None else Promise(row.fails, row.late, row.late_days_median, row.late_days_p90)


def _closing(row: Chance | None) -> Closing:
    return Closing() if row is None else Closing(row.closes_per_year, row.closed_days_median, row.closed_days_p90)


def _lognormal(median: float, p90: float) -> tuple[float, float]:
    """Mean and deviation of the logarithm; a median of 0 is no delay at all."""
    if median <= 0:
        return -math.inf, 0.0
    return math.log(median), max(0.0, math.log(max(p90, median) / median) / P90)
