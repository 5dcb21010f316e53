"""The book of stocks: what is issued of each, step by step, and what that earns."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.model import Consignment, Scenario, Serves, StockLevel
from mainstay.model.demands import steps, wanted

from .record import rounded


@dataclass
class Batch:
    """What came into a stock by the end of a day, and what is left of it."""

    since: dt.date
    left: float


def stock_levels(scenario: Scenario, consignments: Iterable[Consignment]) -> tuple[tuple[StockLevel, ...], float]:
    """
    Issue from each stock, step by step, as much as is wanted and there, the oldest first; no other plan of issues earns more.

    Returns
    -------
    levels, points
        Levels of stocks with a rate, and what their issues earn.
    """
    cut = steps(scenario.settings)
    arrived: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(cut))
    for row in consignments:
        if row.serves == Serves.STOCK:
            k = next(k for k, (first, last) in enumerate(cut) if first <= row.arrives <= last)
            arrived[row.requirement][k] += row.counts_for
    out: list[StockLevel] = []
    points = 0.0
    for stock in sorted(scenario.stocks, key=lambda s: s.stock):
        if stock.per_day <= 0:
            continue
        wants = wanted(stock, scenario.settings)
        batches = [Batch(scenario.settings.start - dt.timedelta(days=1), stock.quantity)]
        issued = 0.0
        for k, (first, last) in enumerate(cut):
            keeps = stock.shelf_life_days
            opening = sum(batch.left for batch in batches)
            lasting = [batch for batch in batches if keeps is None or (last - batch.since).days <= keeps]
            there = sum(batch.left for batch in lasting)
            issue = max(0.0, min(wants[k], there - stock.floor))
            rest = issue
            for batch in lasting:
                part = min(rest, batch.left)
                batch.left -= part
                rest -= part
            came = arrived[stock.stock][k]
            batches = [batch for batch in lasting if batch.left > 0] + ([Batch(last, came)] if came > 0 else [])
            closing = sum(batch.left for batch in batches)
            if stock.ceiling is not None and closing > stock.ceiling:
                batches, closing = [Batch(last, stock.ceiling)], stock.ceiling
            issued += issue
            out.append(
                StockLevel(
                    stock=stock.stock,
                    day=first,
                    opening=rounded(opening),
                    arrived=rounded(came),
                    issued=rounded(issue),
                    wanted=rounded(wants[k]),
                    closing=rounded(closing),
                    expired=rounded(max(0.0, opening + came - issue - closing)),
                    days_of_supply=rounded(closing / stock.per_day),
                )
            )
        if sum(wants) > 0:
            points += scenario.points(stock) * issued / sum(wants)
    return tuple(out), points
