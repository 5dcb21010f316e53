"""What each party has to do by when, drawn from a plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from mainstay.model import Channel, ConsentState, Consignment, Task
from mainstay.model.rules import leave_day

from .attained import Attained
from .build import Case
from .record import REPAIR, Record
from .schoolwork import schoolwork


def tasking(case: Case, record: Record, attained: Attained) -> tuple[Task, ...]:
    """
    Return the tasks of a plan by party, day and kind.

    Goods: make ready, pay, receive, consent; order (what has a lead time or a least order), repair, reserve bays. People:
    attend, host, lend.
    """
    rules, scenario = case.rules, case.scenario
    offers = {offer.offer: offer for offer in case.offers}
    recipients = {(demand.serves, demand.of, demand.component): demand.recipient for demand in case.demands}
    out: list[Task] = []
    used: dict[str, list[Consignment]] = defaultdict(list)
    for row in record.consignments:
        used[row.offer].append(row)
        item = rules.items[row.item]
        what = f"{row.quantity:.6g} {item.unit} {item.name}"
        text = f"{what} at {row.origin}, for {row.requirement} at {row.destination}"
        out.append(_task(row, row.party, row.departs, "make ready", row.origin, text))
        recipient = recipients[row.serves, row.requirement, row.component]
        text = f"{what} from {row.party} at {row.destination}"
        out.append(_task(row, recipient, row.arrives, "receive", row.destination, text))
        if row.purchase_eur > 0:
            fund = rules.funds[offers[row.offer].fund]
            day = rules.ordered(offers[row.offer])
            text = f"EUR {row.purchase_eur:,.0f} from {fund.fund} for {what}".replace(",", " ")
            out.append(_task(row, fund.administrator, day, "pay", row.origin, text))
    for consent in scenario.consents:
        if consent.state in (ConsentState.PENDING, ConsentState.NOT_ASKED):
            waiting = [key for key in used if any(c.consent == consent.consent for c in rules.consents(offers[key]))]
            by = leave_day(consent, case.grid.start)
            if waiting and by is not None:
                first = min(row.departs for key in waiting for row in used[key])
                out.append(
                    Task(
                        party=consent.holder,
                        by=min(by, first),
                        action="consent",
                        text=f"{consent.consent}: the plan counts on it for {', '.join(sorted(waiting))}",
                    )
                )
    out += _repairs(case, record) + _orders(case, attained) + _reserved(case, attained) + schoolwork(scenario, attained)
    return tuple(sorted(out, key=_order))


def _repairs(case: Case, record: Record) -> list[Task]:
    """Repairs, each by the day on which it ends."""
    shops = {shop.repair: shop for shop in case.scenario.repairs}
    rows = {row.consignment: row for row in record.consignments}
    out = []
    for leg in record.legs:
        if leg.mode == REPAIR:
            row, shop = rows[leg.consignment], shops[leg.link]
            item = case.rules.items[row.item]
            text = f"{row.quantity:.6g} {item.unit} {item.name} at {shop.repair} from {leg.departs}, for {row.requirement}"
            out.append(_task(row, shop.party, leg.arrives, "repair", shop.place, text))
    return out


def _orders(case: Case, attained: Attained) -> list[Task]:
    """Orders with a lead time or a least quantity; others are as good as paid when they open."""
    rules, offers = case.rules, {offer.offer: offer for offer in case.scenario.offers}
    out = []
    for order in attained.orders:
        offer = offers[order.offer]
        if offer.channel == Channel.PURCHASE and (offer.lead_days > 0 or offer.least_order):
            item = rules.items[offer.item]
            what = f"{order.ordered:.6g} {item.unit} {item.name} of {offer.party}"
            money = f"EUR {order.cost_eur:,.0f} from {order.fund}".replace(",", " ")
            out.append(
                Task(
                    party=rules.funds[order.fund].administrator,
                    by=order.order_day,
                    action="order",
                    offer=order.offer,
                    item=offer.item,
                    quantity=order.ordered,
                    place=offer.place,
                    text=f"{what}, {money}; it opens on {order.opens}",
                )
            )
    return out


def _reserved(case: Case, attained: Attained) -> list[Task]:
    """Bays that shops keep for packages."""
    shops = {shop.repair: shop for shop in case.scenario.repairs}
    items = {row.component: row.item for row in case.scenario.components}
    return [
        Task(
            party=shops[row.repair].party,
            by=row.day,
            action="reserve",
            requirement=row.requirement,
            item=items[row.component],
            place=shops[row.repair].place,
            text=f"{row.bays:.6g} bays at {row.repair} for {items[row.component]} of {row.requirement}, until the end",
        )
        for row in attained.reservations
    ]


def _task(row: Consignment, party: str, by: dt.date, action: str, place: str, text: str) -> Task:
    """Write one task that concerns a consignment."""
    return Task(
        party=party,
        by=by,
        action=action,
        consignment=row.consignment,
        offer=row.offer,
        requirement=row.requirement,
        item=row.item,
        quantity=row.quantity,
        mass_t=row.mass_t,
        place=place,
        text=text,
    )


def _order(task: Task) -> tuple[str, dt.date, str, str, str]:
    return task.party, task.by, task.action, task.consignment, task.text
