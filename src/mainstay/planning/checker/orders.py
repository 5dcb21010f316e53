"""Orders: purchases are ordered in time and in lots that the maker takes, and paid with what their fund has that day."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from mainstay.model import Channel, Offer, Order, Problem

from .supply import left_of
from .terms import counts, opening
from .written import Written, differ, doubles, of_consignment, over

of_order = partial(Problem, "orders.csv")


@dataclass(frozen=True)
class Purchase:
    """What is bought of one offer, what leaves of it, and the row of its order, or of a consignment if there is none."""

    offer: Offer
    leaves: float
    row: int
    order: Order | None

    @property
    def ordered(self) -> float:
        """Quantity ordered; what leaves, if no order says more."""
        return self.order.ordered if self.order else self.leaves

    @property
    def cost_eur(self) -> float:
        """What the fund pays."""
        return self.ordered * (self.offer.unit_cost_eur or 0.0)


def orders(plan: Written) -> Iterator[Problem]:
    """Find orders that do not fit their offer, what leaves of it, or the money of the fund."""
    for row, order, first in doubles(plan.orders, lambda order: order.offer):
        yield of_order(row, "offer", f"'{order.offer}' is ordered in row {first} already")
    for row, order in plan.orders:
        offer = plan.offers.get(order.offer)
        if offer is None:
            yield of_order(row, "offer", f"the scenario has no offer '{order.offer}'")
        elif offer.channel != Channel.PURCHASE:
            yield of_order(row, "offer", f"'{order.offer}' is no purchase: nobody orders it")
    by_fund: dict[str, list[Purchase]] = defaultdict(list)
    for purchase in _purchases(plan):
        by_fund[purchase.offer.fund].append(purchase)
        yield from _lot(plan, purchase)
        if purchase.order:
            yield from _figures(plan, purchase.row, purchase.order, purchase)
    for fund, purchases in by_fund.items():
        yield from _spending(plan, fund, purchases)


def _purchases(plan: Written) -> list[Purchase]:
    """Purchases that are ordered or of which something leaves, in the order of the offers."""
    stated = {order.offer: (row, order) for row, order in reversed(plan.orders)}
    leaving: dict[str, float] = defaultdict(float)
    rows: dict[str, int] = {}
    for shipment in plan.shipments:
        leaving[shipment.offer.offer] += shipment.written.quantity
        rows[shipment.offer.offer] = shipment.row
    out = []
    for code, offer in plan.offers.items():
        if offer.channel == Channel.PURCHASE and (code in stated or code in rows):
            row, order = stated.get(code, (rows.get(code, 0), None))
            out.append(Purchase(offer, leaving[code], row, order))
    return out


def _lot(plan: Written, purchase: Purchase) -> Iterator[Problem]:
    """What is ordered is enough for the maker, no more than there is, and covers what leaves."""
    offer, ordered, leaves = purchase.offer, purchase.ordered, purchase.leaves
    code, least = offer.offer, offer.least_order
    if purchase.order is None:
        if plan.complete:
            yield of_order(0, "offer", f"no row orders '{code}', of which {leaves:g} {offer.unit} leave")
        if least is not None and over(least, leaves) and leaves > 0:
            yield of_consignment(
                purchase.row,
                "quantity",
                f"{leaves:g} {offer.unit} of '{code}' are bought, but its maker takes no order below {least:g}",
            )
        return
    row = purchase.row
    if not (math.isfinite(ordered) and ordered >= 0):
        yield of_order(row, "ordered", f"{ordered:g} is no quantity: it must be 0 or more")
        return
    if over(ordered, left_of(offer)):
        yield of_order(
            row, "ordered", f"{ordered:g} {offer.unit} of '{code}' are ordered, of which {left_of(offer):g} are left"
        )
    if least is not None and ordered > 0 and over(least, ordered):
        yield of_order(
            row, "ordered", f"{ordered:g} {offer.unit} of '{code}' are ordered, but its maker takes no order below {least:g}"
        )
    if over(leaves, ordered):
        yield of_order(row, "ordered", f"{leaves:g} {offer.unit} of '{code}' leave, {leaves - ordered:g} more than are ordered")
    elif least is None and over(ordered, leaves):
        yield of_order(row, "ordered", f"{ordered:g} {offer.unit} of '{code}' are ordered, but only {leaves:g} leave")


def _figures(plan: Written, row: int, order: Order, purchase: Purchase) -> Iterator[Problem]:
    offer = purchase.offer
    names = {
        "party": offer.party,
        "fund": offer.fund,
        "order_day": _paid_on(plan, offer),
        "opens": opening(plan, offer),
    }
    for column, right in names.items():
        if (stated := getattr(order, column)) != right:
            yield of_order(row, column, f"'{stated}' is not that of offer '{offer.offer}', '{right}'")
    if differ(order.cost_eur, purchase.cost_eur):
        yield of_order(row, "cost_eur", f"{order.cost_eur:.9g} is stated, {purchase.cost_eur:.9g} is right")


def _spending(plan: Written, fund: str, purchases: list[Purchase]) -> Iterator[Problem]:
    """Purchases are paid on the day on which they are ordered, with what has come in by then."""
    paid = sorted(((_paid_on(plan, purchase.offer), purchase) for purchase in purchases), key=lambda e: (e[0], e[1].row))
    spent = 0.0
    for number, (day, purchase) in enumerate(paid):
        spent += purchase.cost_eur
        if number + 1 < len(paid) and paid[number + 1][0] == day:
            continue  # judged at the end of the day
        has = sum(
            row.amount_eur
            for row in plan.scenario.contributions
            if row.fund == fund and row.available <= day and counts(row.rung, plan.scenario)
        )
        if over(spent, has):
            told, column = (of_order, "cost_eur") if purchase.order else (of_consignment, "purchase_eur")
            yield told(
                purchase.row,
                column,
                f"fund '{fund}' has paid EUR {spent:.2f} by {day}, EUR {spent - has:.2f} more than the"
                f" {has:.2f} it has by then",
            )


def _paid_on(plan: Written, offer: Offer) -> dt.date:
    return opening(plan, offer) - dt.timedelta(days=offer.lead_days)
