"""What the funds of the spreadsheet rule have, by the days on which purchases are paid."""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict

from mainstay.model import Channel, Offer, Scenario
from mainstay.model.rules import Rules, firm_enough, left

from .quickest import FAR

SPECK = 1e-9
"""Share of a quantity below which what is left of it is nothing."""


class Purse:
    """What the funds have, and what has been ordered: once at least the least order, and more as more is taken."""

    def __init__(self, scenario: Scenario, rules: Rules):
        days: dict[str, set[dt.date]] = defaultdict(set)
        self._pays: dict[str, dt.date] = {}
        for offer in scenario.offers:
            if offer.channel == Channel.PURCHASE and rules.shut(offer) is None:
                self._pays[offer.offer] = rules.ordered(offer)
                days[offer.fund].add(self._pays[offer.offer])
        self._days = {fund: sorted(of_fund) for fund, of_fund in days.items()}
        self._had = {fund: [self._paid_in(scenario, fund, day) for day in of_fund] for fund, of_fund in self._days.items()}
        self._has = {fund: list(had) for fund, had in self._had.items()}
        self._unused: dict[str, float] = {}  # ordered and not taken yet, of what is ordered at all

    @staticmethod
    def _paid_in(scenario: Scenario, fund: str, day: dt.date) -> float:
        rows = (row for row in scenario.contributions if row.fund == fund and row.available <= day)
        # added up exactly, so that the order of rows decides nothing
        return math.fsum(row.amount_eur for row in rows if firm_enough(row.rung, scenario.settings.lowest_rung))

    def buys(self, offer: Offer) -> float:
        """How much of an offer is ordered already or can still be; infinite if it need not be bought."""
        if offer.channel != Channel.PURCHASE:
            return FAR
        code, least = offer.offer, offer.least_order or 0.0
        if least > left(offer):
            return 0.0
        if not offer.unit_cost_eur:
            return FAR
        more = min(self._has[offer.fund][self._since(offer) :]) / offer.unit_cost_eur
        if code not in self._unused and more < least * (1 - SPECK):
            return 0.0
        return more + self._unused.get(code, 0.0)

    def pay(self, offer: Offer, quantity: float) -> None:
        """Take so much of a purchase, and pay on the day of its order what was not ordered before; it is not there later."""
        if offer.channel != Channel.PURCHASE or not offer.unit_cost_eur:
            return
        code, unused = offer.offer, self._unused.get(offer.offer, 0.0)
        more = max(0.0, quantity - unused)
        if code not in self._unused:
            more = max(more, offer.least_order or 0.0)
        self._unused[code] = rest_of(unused + more, quantity, offer.least_order or 0.0)
        has, had = self._has[offer.fund], self._had[offer.fund]
        for i in range(self._since(offer), len(has)):
            has[i] = rest_of(has[i], more * offer.unit_cost_eur, had[i])

    def _since(self, offer: Offer) -> int:
        return bisect_left(self._days[offer.fund], self._pays[offer.offer])


def rest_of(before: float, taken: float, whole: float) -> float:
    """What is left after something is taken; a speck of the whole is nothing."""
    rest = before - taken
    return rest if rest > SPECK * whole else 0.0
