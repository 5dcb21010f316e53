"""The additions worth most: screened by prices, then each solved again, and ranked by what it truly brings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mainstay.model import Bottleneck, ConsentState

from .additions import Addition, capacity, clearable, clearance, goods, leave, money, tight
from .alone import planned
from .build import Case
from .plan import Plan
from .progress import Progress, Watch, silent
from .promise import Promises
from .record import Record
from .resolve import Gain, Value, gain, value

TRIED = {"capacity": 4, "goods": 4, "terms": 3, "money": 2}
"""How many additions of each family are solved again: promises of one family and of another compare badly."""

FAMILY = {"link": "capacity", "node": "capacity", "corridor": "capacity", "offer": "goods", "fund": "money"}
"""Family of each kind of addition; consents and caveats are terms."""

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
    (the missing quantity from its largest donor), every consent not given, every caveat that waits for a person, and every
    fund (a million euros more). Prices only choose which of them are tried; what is reported was solved.

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
    base = known if known.outcome.gap <= gap else value(case, gap, known, within(watch, 0.0))
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
    """Return the additions that prices make look best, most promising first."""
    case, price = base.case, base.outcome.price
    net = case.problem.network
    part = case.problem.rows.split(price)
    scored: list[tuple[float, Addition]] = []
    for kind, room in (("link", net.link_t), ("node", net.node_t), ("corridor", net.gate_t)):
        name = {"link": "link", "node": "node", "corridor": "gate"}[kind]
        for i, first, last, worth in tight(room, part[name]):
            scored.append((worth, capacity(case, kind, i, first, last)))
    promises = Promises(base)
    useful, _, _ = planned(case, Record(plan.tables.consignments, plan.tables.legs, 0.0, 0.0))
    for n, row in enumerate(case.requirements):
        short = row.quantity - float(useful[n])
        addition = goods(case, row, float(f"{short:.6g}")) if short > 1e-6 * row.quantity else None
        if addition is not None:
            scored.append((promises.of_goods(row.item, short), addition))
    scored += [(promises.of(addition), addition) for addition in _terms(case)]
    scored = [pair for pair in scored if pair[0] > 0]
    scored.sort(key=lambda pair: (-pair[0], pair[1].kind, pair[1].what, pair[1].text))
    chosen: dict[str, dict[tuple[str, str], Addition]] = {family: {} for family in TRIED}
    for _, addition in scored:
        family = chosen[FAMILY.get(addition.kind, "terms")]
        if len(family) < TRIED[FAMILY.get(addition.kind, "terms")]:
            family.setdefault((addition.kind, addition.what), addition)
    return [addition for family in chosen.values() for addition in family.values()]


def _terms(case: Case) -> list[Addition]:
    """Consents, clearances and money that a case could do with."""
    funds = {case.offers[o].fund for o in np.flatnonzero(case.problem.budget >= 0)}
    return [
        *(leave(case, consent) for consent in case.scenario.consents if consent.state != ConsentState.GIVEN),
        *(clearance(case, key) for key in clearable(case.scenario)),
        *(money(case, fund) for fund in sorted(funds)),
    ]
