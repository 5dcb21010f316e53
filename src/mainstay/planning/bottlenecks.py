"""The additions worth most: screened by prices, then each solved again, and ranked by what it truly brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mainstay.model import Bottleneck, ConsentState, Serves

from .additions import Addition, capacity, clearable, clearance, goods, leave, money, tight
from .alone import planned
from .build import Case
from .growth import for_parts, priced
from .plan import Plan
from .progress import Progress, Watch, silent
from .promise import Promises
from .record import Record
from .resolve import Gain, Value, gain, too_large, value
from .unmet import Lack

TRIED = {"capacity": 4, "goods": 4, "terms": 3, "money": 2, "training": 4, "repair": 1}
"""How many additions of each family are solved again: promises of one family and of another compare badly."""

TRIED_WHOLE = {"capacity": 2, "goods": 2, "terms": 1, "money": 1, "training": 2, "repair": 1}
"""The same for large cases in whole numbers, of which each takes long."""

FAMILY = {
    "link": "capacity",
    "node": "capacity",
    "corridor": "capacity",
    "offer": "goods",
    "fund": "money",
    "site": "training",
    "unit": "training",
    "repair shop": "repair",
}
"""Family of each kind of addition; consents and caveats are terms."""

LOOKED_AT = 8
"""Requirements of packages, those that miss most points, that are asked what they wait for."""

LEAST = 1e-9
"""Gain, of 100, from which an addition helps at all; less is arithmetic."""


@dataclass(frozen=True)
class Tried:
    """An addition and what it brings."""

    addition: Addition
    gain: Gain


def bottlenecks(plan: Plan, *, most: int = 10, gap: float = 2e-4, watch: Watch = silent) -> tuple[Bottleneck, ...]:
    """
    Find the additions that would raise the score most, each alone, by solving again.

    Candidates are every priced link, node and corridor (a tenth more while it is priced), every requirement short of goods
    (the missing quantity from its largest donor), every consent not given, every caveat that waits for a person, every
    fund (a million euros more), room for a course more at sites and a bay more in shops that are priced, and what the packages
    that miss most points wait for. Prices only choose which of them are tried; what is reported was solved.

    Parameters
    ----------
    plan
        A plan made by :func:`mainstay.plan` in this process.
    most
        How many to return.
    gap
        To which relative gap each is solved; it decides how far ``gain_least`` and ``gain_most`` lie apart.
    """
    if plan.case is None or plan.outcome is None:
        raise ValueError("the plan was read from files: plan its scenario again to ask what would help")
    tried = try_all(plan.case, Value(plan.case, plan.outcome), lambda base: candidates(base, plan), gap, watch)
    ranked = sorted(tried, key=lambda t: (-round(t.gain.found, 9), t.addition.kind, t.addition.what))
    return tuple(
        Bottleneck(
            rank=i,
            kind=t.addition.kind,
            what=t.addition.what,
            party=t.addition.party,
            first_day=t.addition.first_day,
            last_day=t.addition.last_day,
            addition=t.addition.text,
            gain=max(0.0, t.gain.found),
            gain_least=max(0.0, t.gain.least),
            gain_most=max(0.0, t.gain.most),
        )
        for i, t in enumerate((t for t in ranked if t.gain.found > LEAST), 1)
        if i <= most
    )


def try_all(
    case: Case, known: Value, choose: Callable[[Value], list[Addition]], gap: float, watch: Watch = silent
) -> list[Tried]:
    """Solve the case itself to the gap, then once more with each addition."""
    base = known if known.outcome.gap <= gap or too_large(case) else value(case, gap, known, within(watch, 0.0))
    out: list[Tried] = []
    additions = choose(base)
    for i, addition in enumerate(additions):
        share = i / len(additions)
        if watch(Progress("what would help", 0.0, done=share)):
            break
        changed = value(addition.apply(case), gap, base, within(watch, share))
        if changed.outcome.status == "stopped":
            break
        out.append(Tried(addition, gain(base, changed)))
    return out


def within(watch: Watch, done: float) -> Watch:
    """Watch a solve that is one of many: the stage and what is done of it are those of the whole."""
    return lambda progress: watch(replace(progress, stage="what would help", done=done))


def candidates(base: Value, plan: Plan) -> list[Addition]:
    """Return the additions that prices make look best, most promising first; no more of each family than are tried."""
    case, promises = base.case, Promises(base)
    scored = _capacities(base)
    scored += _goods(base, plan, promises)
    scored += [(promises.of_term(addition), addition) for addition in _terms(case)]
    rows = case.problem.rows
    asked = _for_packages(base, plan, promises)
    known = {(addition.kind, addition.what) for _, addition in asked}
    more = priced(case, base.outcome.price[rows.shared : rows.link])
    scored += asked + [(promises.of_room(a), a) for a in more if (a.kind, a.what) not in known]
    scored = [pair for pair in scored if pair[0] > 0]
    scored.sort(key=lambda pair: (-pair[0], pair[1].kind, pair[1].what, pair[1].text))
    most = TRIED_WHOLE if too_large(case) else TRIED
    chosen: dict[str, dict[tuple[str, str, str], Addition]] = {family: {} for family in TRIED}
    for _, addition in scored:
        kind = FAMILY.get(addition.kind, "terms")
        family = chosen[kind]
        if len(family) < most[kind]:  # more of one item from one donor is one thing; seats and instructors of a site are not
            family.setdefault((addition.kind, addition.what, addition.text if kind == "training" else ""), addition)
    return [addition for family in chosen.values() for addition in family.values()]


def _capacities(base: Value) -> list[tuple[float, Addition]]:
    """A tenth more of each link, node and corridor that is priced."""
    case, net = base.case, base.case.problem.network
    part = case.problem.rows.split(base.outcome.price)
    tables = (("link", "link", net.link_t), ("node", "node", net.node_t), ("corridor", "gate", net.gate_t))
    return [
        (worth, capacity(case, kind, i, first, last))
        for kind, name, room in tables
        for i, first, last, worth in tight(room, part[name])
    ]


def _goods(base: Value, plan: Plan, promises: Promises) -> list[tuple[float, Addition]]:
    """The quantity that is missing, for each requirement of an item and each stock that is short."""
    case, out = base.case, []
    useful, _, _ = planned(case, Record(plan.tables.consignments, plan.tables.legs, 0.0, 0.0))
    short = {n: row.quantity - float(useful[n]) for n, row in enumerate(case.requirements)}
    asked = {n: row.quantity for n, row in enumerate(case.requirements)}
    of_stock = {demand.of: n for n, demand in enumerate(case.demands) if demand.serves == Serves.STOCK}
    for row in plan.tables.unmet:
        if row.serves == Serves.STOCK:
            n = of_stock[row.requirement]
            asked[n], short[n] = row.asked, row.asked - row.planned
    for n, quantity in short.items():
        addition = goods(case, case.demands[n], float(f"{quantity:.6g}")) if quantity > 1e-6 * asked[n] else None
        if addition is not None:
            out.append((promises.of_goods(case.demands[n].item, quantity), addition))
    return out


def _for_packages(base: Value, plan: Plan, promises: Promises) -> list[tuple[float, Addition]]:
    """What the packages that miss most points wait for: goods of missing components, seats, instructors, people, bays."""
    case = base.case
    out: list[tuple[float, Addition]] = []
    missed = [row for row in plan.tables.unmet if row.package and row.missing > 0][:LOOKED_AT]
    if not missed:
        return out
    rows = case.scenario.by_key("requirements")
    outcome = plan.outcome if plan.outcome is not None else base.outcome
    lack = Lack(case, Record(plan.tables.consignments, plan.tables.legs, 0.0, 0.0), outcome)
    for row in missed:
        for addition in for_parts(case, row.requirement, lack.lacking(rows[row.requirement])):
            hope = 1e-6 * row.missing  # a whole package may be worth more than the prices of its parts say
            if addition.widens:
                out.append((promises.of_room(addition) + hope, addition))
            elif addition.kind == "offer":
                out.append((promises.of_goods(addition.what, float(addition.text.split()[0])) + hope, addition))
            else:
                out.append((hope, addition))
    return out


def _terms(case: Case) -> list[Addition]:
    """Consents, clearances and money that a case could do with."""
    buys = (case.problem.budget >= 0) | (case.problem.choices.order >= 0)
    funds = {case.offers[o].fund for o in np.flatnonzero(buys)}
    return [
        *(leave(case, consent) for consent in case.scenario.consents if consent.state != ConsentState.GIVEN),
        *(clearance(case, key) for key in clearable(case.scenario)),
        *(money(case, fund) for fund in sorted(funds)),
    ]
