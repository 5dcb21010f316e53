"""What each party has to do by when, drawn from a plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict

from mainstay.model import ConsentState, Consignment, Task
from mainstay.model.rules import leave_day

from .build import Case
from .record import Record


def tasking(case: Case, record: Record) -> tuple[Task, ...]:
    """Return the tasks of a plan: make ready, pay, receive, consent; by party, day and kind."""
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
    return tuple(sorted(out, key=_order))


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
