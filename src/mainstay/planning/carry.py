"""A plan of one case in another over the same days: what of it is known there by name, and what of it still holds."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np

from .build import Case
from .columns import entries
from .problem import Floats, Ints
from .resolve import NUMBERED
from .trim import trim
from .ways import Ways

Name = tuple[Hashable, ...]


@dataclass(frozen=True)
class Carried:
    """What of a plan holds in a case.

    Attributes
    ----------
    ways
        In the numbers of that case.
    lots : (ways,)
    taken : (choices,)
    points
        What it earns, less the cost of transport.
    """

    ways: Ways
    lots: Floats
    taken: Floats
    points: float


def carried(
    base: Case, ways: Ways, lots: Floats, taken: Floats, to: Case, gone_periods: Mapping[str, int] | None = None
) -> Carried:
    """
    Return what of a plan still holds in another case over the same days, made smaller until it keeps every rule there.

    Parameters
    ----------
    lots : (ways,)
    taken : (choices,)
    gone_periods
        Offers that are gone, each with the period from which on whatever of it is not handed over is lost.
    """
    ways, lots, taken, _ = translated(base, ways, lots, taken, to)
    return cut_back(to, ways, lots, taken, gone_periods)


def cut_back(to: Case, ways: Ways, lots: Floats, taken: Floats, gone_periods: Mapping[str, int] | None = None) -> Carried:
    """Return what holds of a plan that has the numbers of a case; see :func:`carried`."""
    held = arrive_in_time(to, ways, gone_periods or {})
    ways, lots = ways.take(held), lots[held]
    lots, taken = trim(to.problem, ways, lots, taken)
    ways, lots = ways.take(lots > 0), lots[lots > 0]
    return Carried(ways, lots, taken, earned(to, ways, lots, taken))


def earned(case: Case, ways: Ways, lots: Floats, taken: Floats) -> float:
    """Points that a plan earns, less the cost of transport."""
    gain, *_ = entries(case.problem, ways)
    return float(gain @ lots + case.problem.choices.gain @ taken)


def arrive_in_time(case: Case, ways: Ways, gone: Mapping[str, int]) -> np.ndarray:
    """Whether each way is handed over before its offer is gone: (ways,)."""
    ends = np.array([gone.get(offer.offer, case.grid.periods) for offer in case.offers], dtype=np.int64)
    return np.asarray(ways.arrives < ends[case.problem.pair_offer[ways.pair]])


def translated(base: Case, ways: Ways, lots: Floats, taken: Floats, to: Case) -> tuple[Ways, Floats, Floats, Ints]:
    """
    Give a plan the numbers of another case, by the codes of offers, demands, links and choices, whatever rules it breaks there.

    Returns
    -------
    ways, lots, taken
        Without the ways and choices that the other case has no name for.
    number : (ways,)
        Which of the ways given these are.
    """
    pairs = {name: p for p, name in enumerate(pair_names(to))}
    to_pair = np.array([pairs.get(name, -1) for name in pair_names(base)], dtype=np.int32)
    pair = to_pair[ways.pair] if len(ways) else np.zeros(0, dtype=np.int32)
    links, here = _Links(to), _Links(base)
    link = np.full_like(ways.link, -1)
    known = pair >= 0
    for w in np.flatnonzero(known).tolist():
        item = base.offers[base.problem.pair_offer[ways.pair[w]]].item
        for i in range(int(ways.legs[w])):
            link[w, i] = links.number.get(here.name(int(ways.link[w, i]), item), -1)
            known[w] &= link[w, i] >= 0
    number = np.flatnonzero(known).astype(np.int32)
    rest = ways.take(number)
    out = Ways(pair[number], rest.begins, rest.arrives, rest.legs, link[number], rest.leaves)
    mine = {name: j for j, name in enumerate(choice_names(to))}
    choices = np.zeros(len(to.problem.choices))
    for name, amount in zip(choice_names(base), taken.tolist(), strict=True):
        if amount > 0 and name in mine:
            choices[mine[name]] = min(amount, to.problem.choices.upper[mine[name]])
    return out, lots[number], choices, number


def pair_names(case: Case) -> list[Name]:
    """Names of pairs: offer, tranche and demand."""
    wants = [(demand.serves, demand.of, demand.component) for demand in case.demands]
    problem = case.problem
    return [
        (case.offers[o].offer, case.tranche[o], *wants[n])
        for o, n in zip(problem.pair_offer.tolist(), problem.pair_need.tolist(), strict=True)
    ]


def choice_names(case: Case) -> list[Name]:
    """Names of choices, with the name of a demand instead of its number."""
    out: list[Name] = []
    for what in case.problem.choices.what:
        if (at := NUMBERED_CHOICES.get(str(what[0]))) is not None:
            demand = case.demands[int(str(what[at]))]
            what = (*what[:at], (demand.serves, demand.of, demand.component), *what[at + 1 :])
        out.append(what)
    return out


NUMBERED_CHOICES = {"kept": 1, "equipment stock": NUMBERED["equipment stock"]}
"""Choices whose name holds the number of a demand, and where."""


class _Links:
    """Names of links that do not depend on what else a case has: roads and copies by code, repairs by shop and item."""

    def __init__(self, case: Case):
        self.case, net = case, case.problem.network
        self.number: dict[Name, int] = {}
        for a in np.flatnonzero(net.shop_of < 0).tolist():
            self.number[self.name(a, "")] = a
        for a in np.flatnonzero(net.shop_of >= 0).tolist():
            classes = np.flatnonzero(case.problem.permitted[:, a])
            for o in np.flatnonzero(np.isin(case.problem.klass[case.problem.source], classes)).tolist():
                self.number[self.name(a, case.offers[o].item)] = a

    def name(self, a: int, item: str) -> Name:
        """Name of a link; of a repair, for an item."""
        net = self.case.problem.network
        if net.shop_of[a] >= 0:
            return "repair", self.case.scenario.repairs[net.shop_of[a]].repair, item
        return "road" if a < net.roads else "copy", self.case.links[net.road_of[a]].link
