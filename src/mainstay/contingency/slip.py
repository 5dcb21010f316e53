"""Offers that come later than promised."""

from __future__ import annotations

import datetime as dt

import msgspec

from mainstay.model import Channel, Offer
from mainstay.model.rules import MONTH, Rules, left


def later(rules: Rules, offer: Offer, day: dt.date, days: int) -> tuple[Offer, ...]:
    """
    Return what becomes of an offer if what has not come out of it before ``day`` comes ``days`` later.

    An offer that opens before ``day`` is there. Of monthly output the tranches that are out by then stay, and the rest becomes
    an offer of its own, whose code ends in ``-late``. A purchase is paid on the day on which it would have been paid; one that
    is open and has a least order stays as it is. ``until`` does not move.

    Parameters
    ----------
    rules
        Of the scenario that holds the offer.
    offer
        What slips.
    day
        Not before the plan's start.
    days
        By how many; more than 0.

    Returns
    -------
    tuple of Offer
        Itself if nothing of it slips, empty if it slips out of its own or the plan's last day.
    """
    opens = rules.opens(offer)
    if opens is None or opens >= rules.scenario.end:
        return (offer,)
    if opens >= day:
        promised = max(offer.available, rules.start)
        if offer.channel == Channel.PURCHASE and offer.lead_days:
            promised = max(promised, rules.start + dt.timedelta(days=offer.lead_days))
        return _moved(rules, offer, promised + dt.timedelta(days=days))
    if offer.per_month is None or offer.channel == Channel.STOCK or left(offer) <= 0:
        return (offer,)
    if offer.channel == Channel.PURCHASE and (offer.least_order is not None or rules.ordered(offer) < rules.start):
        return (offer,)
    out = [units for _, comes, units in rules.tranches(offer) if comes < day]
    rest = left(offer) - sum(out)
    comes = opens + dt.timedelta(days=MONTH * len(out))
    if rest <= 1e-12 * offer.per_month or comes >= rules.scenario.end:
        return (offer,)
    stays = msgspec.structs.replace(offer, quantity=offer.handed_over + sum(out))
    slips = _moved(rules, offer, comes + dt.timedelta(days=days))
    code = fresh(f"{offer.offer}-late", {row.offer for row in rules.scenario.offers})
    return (stays, *(msgspec.structs.replace(part, offer=code, quantity=rest, handed_over=0.0) for part in slips))


def fresh(code: str, taken: set[str]) -> str:
    """Return the code itself, or with a number, so that no other row has it."""
    out, number = code, 1
    while out in taken:
        number += 1
        out = f"{code}-{number}"
    return out


def _moved(rules: Rules, offer: Offer, available: dt.date) -> tuple[Offer, ...]:
    """Offer that is available on a later day, but paid when it would have been; empty if that is too late."""
    moved = msgspec.structs.replace(offer, available=available)
    opens = max(wait.day for wait in rules.waits(moved) if wait.kind != "order")
    if opens >= rules.scenario.end or (offer.until is not None and opens > offer.until):
        return ()
    if offer.channel == Channel.PURCHASE:
        moved = msgspec.structs.replace(moved, lead_days=(opens - rules.ordered(offer)).days)
    return (moved,)
