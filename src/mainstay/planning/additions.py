"""What could be added to a case: capacity for a time, goods, money, consent, clearance, or a later due day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace

import msgspec
import numpy as np

from mainstay.model import (
    TABLES,
    Caveat,
    CaveatKind,
    Channel,
    Consent,
    ConsentState,
    Contribution,
    Offer,
    Requirement,
    Rung,
    Scenario,
    key_of,
)
from mainstay.model.demands import Demand
from mainstay.model.rules import left

from .build import Case, build
from .problem import Floats

SHARE = 0.1
"""A capacity is tried with a tenth more."""

MONEY = 1e6
"""A fund is tried with a million euros more."""

LATER = 14
"""A requirement is tried with so many days more."""


@dataclass(frozen=True)
class Addition:
    """
    One thing that could be added; ``apply`` returns the case with it.

    ``widens`` says which shared rows it gives room, by the first two parts of their names, and how much.
    """

    kind: str
    what: str
    text: str
    apply: Callable[[Case], Case]
    party: str = ""
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    widens: tuple[tuple[str, str, float], ...] = ()


def capacity(case: Case, kind: str, number: int, first: int, last: int) -> Addition:
    """A tenth more of a link, node or corridor from one period to another, both included."""
    table = {"link": "link_t", "node": "node_t", "corridor": "gate_t"}[kind]
    records = {"link": case.links, "node": case.nodes, "corridor": case.scenario.corridors}[kind]
    key = str(getattr(records[number], kind))
    room: Floats = getattr(case.problem.network, table)
    more = SHARE * float(room[number, first : last + 1].max())

    def apply(base: Case) -> Case:
        net = base.problem.network
        wider = getattr(net, table).copy()
        wider[number, first : last + 1] += more
        return replace(base, problem=replace(base.problem, network=replace(net, **{table: wider})))

    days = case.scenario.settings.period_days
    text = f"{more / days:.3g} t a day more on {kind} {key}"
    return Addition(kind, key, text, apply, "", case.grid.first_day(first), case.grid.last_day(last))


def goods(case: Case, demand: Demand, quantity: float) -> Addition | None:
    """More of what a demand asks for, from the party that offers most of it and as it offers it; None if nobody does."""
    offers = [o for o in case.offers if o.item == demand.item and o.channel != Channel.PURCHASE]
    if not offers:
        return None
    like = max(offers, key=lambda o: (left(o), o.offer))
    day = min(o.available for o in offers)
    new = msgspec.structs.replace(
        like,
        offer=f"{like.offer}+{demand.code}",
        quantity=quantity,
        handed_over=0.0,
        available=max(case.grid.start, min(day, like.available)),
        reserved_for=(),
        until=None,
        per_month=None,
        lead_days=0,
    )
    rows = {row.requirement: row for row in case.scenario.requirements}
    last = rows[demand.requirement].latest_useful if demand.requirement else case.scenario.end - dt.timedelta(days=1)
    text = f"{quantity:.6g} {like.unit} more of {demand.item} at {like.place}"
    return Addition("offer", demand.item, text, tables(offers=(new,)), like.party, new.available, last)


def given(consent: Consent, day: dt.date) -> Consent:
    """A consent as it reads once given on a day."""
    return msgspec.structs.replace(consent, state=ConsentState.GIVEN, decided=day, asked=None)


def cleared(caveat: Caveat, day: dt.date) -> Caveat:
    """A caveat as it reads once cleared on a day."""
    return msgspec.structs.replace(caveat, cleared=True, day=caveat.day or day)


def leave(case: Case, consent: Consent) -> Addition:
    """A consent given on the first day of the plan."""
    row = given(consent, case.grid.start)
    what = "turned into a yes" if consent.state == ConsentState.REFUSED else "given at once"
    text = f"consent {consent.consent} of {consent.holder} {what}"
    return Addition(
        "consent",
        consent.consent,
        text,
        tables(consents=(row,)),
        consent.holder,
        case.grid.start,
        None,
    )


def money(case: Case, fund: str) -> Addition:
    """A million euros more in a fund from the first day."""
    row = case.rules.funds[fund]
    more = Contribution(
        contribution=f"{fund}+",
        fund=fund,
        party=row.administrator,
        amount_eur=MONEY,
        available=min(case.grid.start, *(case.rules.opens(o) or case.grid.start for o in case.offers)),
        rung=Rung.ALLOCATION,
        source=row.source,
        basis=row.basis,
    )
    text = f"EUR {MONEY / 1e6:.0f} million more in {fund}"
    return Addition("fund", fund, text, tables(contributions=(more,)), row.administrator, case.grid.start, None)


def clearance(case: Case, key: str) -> Addition:
    """A caveat that waits for a person, cleared."""
    caveat = next(row for row in case.scenario.caveats if row.caveat == key)
    row = cleared(caveat, case.grid.start)
    return Addition("caveat", key, f"caveat {key} of {caveat.party} cleared", tables(caveats=(row,)), caveat.party)


def patience(requirement: Requirement) -> Addition:
    """A requirement due, and useful, a fortnight later."""
    more = dt.timedelta(days=LATER)
    row = msgspec.structs.replace(requirement, due=requirement.due + more, latest_useful=requirement.latest_useful + more)
    text = f"{requirement.requirement} due {LATER} days later"
    return Addition("requirement", requirement.requirement, text, tables(requirements=(row,)), requirement.recipient)


def sooner(offer: Offer, case: Case) -> Addition:
    """An offer available on the first day of the plan."""
    row = msgspec.structs.replace(offer, available=case.grid.start, available_from=None)
    text = f"{offer.offer} of {offer.party} available on {case.grid.start}"
    return Addition("offer", offer.offer, text, tables(offers=(row,)), offer.party, case.grid.start, offer.available)


def clearable(scenario: Scenario) -> list[str]:
    """Caveats that wait for a person or for a backfill without a day."""
    return [
        row.caveat
        for row in scenario.caveats
        if (row.kind == CaveatKind.PERSON and not row.cleared) or (row.kind == CaveatKind.AFTER_BACKFILL and not row.day)
    ]


def tight(room: Floats, price: Floats) -> list[tuple[int, int, int, float]]:
    """
    Find stretches of time in which things are priced.

    Returns
    -------
    list of (thing, first period, last period, price over the stretch times a tenth of the room)
        One for each thing that is priced at all, over all its priced periods.
    """
    out = []
    for i in np.flatnonzero((price > 0).any(axis=1)).tolist():
        when = np.flatnonzero(price[i] > 0)
        first, last = int(when[0]), int(when[-1])
        most = float(room[i, first : last + 1].max())
        if np.isfinite(most):
            out.append((i, first, last, float(price[i].sum()) * SHARE * most))
    return out


def tables(**rows: tuple[msgspec.Struct, ...]) -> Callable[[Case], Case]:
    """Return a change that replaces rows of the same key, or adds those that are new."""

    def apply(case: Case) -> Case:
        tables = {}
        for name, changed in rows.items():
            key = key_of(TABLES[name])
            new = {str(getattr(row, key)): row for row in changed}
            old = [new.pop(str(getattr(row, key)), row) for row in getattr(case.scenario, name)]
            tables[name] = (*old, *new.values())
        return build(case.scenario.replace(**tables))

    return apply
