"""Why one requirement is not met, and what would help it, by solving again."""

from __future__ import annotations

from dataclasses import dataclass

from mainstay.model import ConsentState, Requirement, Unmet
from mainstay.model.rules import left

from .additions import Addition, capacity, clearance, goods, leave, money, patience, sooner
from .alone import alone, full_on, loads_of, planned
from .bottlenecks import Tried, within
from .build import Case
from .plan import Plan
from .progress import Progress, Watch, silent
from .record import write
from .resolve import Value, gain, value


@dataclass(frozen=True)
class Help:
    """One addition: what it does to the whole score, and to the requirement itself."""

    tried: Tried
    planned: float
    on_time: float


@dataclass(frozen=True)
class Explanation:
    """Everything a planner asks of one requirement.

    Attributes
    ----------
    requirement
    unmet
        Quantities and the first reason that binds; None if it is met whole and on time.
    offers
        For each offer that could serve it: its code and what becomes of it, in words.
    route
        Nodes of the quickest way of the first offer that still has something to give, empty if there is none.
    blocked
        What is full on that way, and when.
    helps
        What would help, the most first.
    """

    requirement: Requirement
    unmet: Unmet | None
    offers: tuple[tuple[str, str], ...]
    route: tuple[str, ...]
    blocked: tuple[str, ...]
    helps: tuple[Help, ...]


def explain(plan: Plan, requirement: str, *, gap: float = 1e-4, watch: Watch = silent) -> Explanation:
    """
    Explain why a requirement is not met whole and on time, and solve again with what could help it.

    Raises
    ------
    KeyError
        If the plan has no such requirement.
    ValueError
        If the plan was read from files and not solved in this process.
    """
    if plan.case is None or plan.outcome is None:
        raise ValueError("the plan was read from files: plan its scenario again to ask why")
    case = plan.case
    number = {row.requirement: n for n, row in enumerate(case.requirements)}
    n = number[requirement]
    row = case.requirements[n]
    missed = next((u for u in plan.tables.unmet if u.requirement == requirement), None)
    offers = tuple(_offers(plan, row))
    if missed is None:
        return Explanation(row, None, offers, (), (), ())
    route, blocked, additions = _route(plan, n)
    base = Value(case, plan.outcome)
    if base.outcome.gap > gap:
        base = value(case, gap, base, within(watch, 0.0))
    useful, _, _ = planned(case, write(case, base.outcome.ways, base.outcome.lots))
    additions += _terms(case, row)
    short = row.quantity - float(useful[n])
    more = goods(case, row, float(f"{short:.6g}")) if short > 1e-6 * row.quantity else None
    additions += [more] if more else []
    additions.append(patience(row))
    helps = []
    for i, addition in enumerate(additions):
        share = i / len(additions)
        if watch(Progress("what would help", 0.0, done=share)):
            break
        changed = value(addition.apply(case), gap, base, within(watch, share))
        if changed.outcome.status == "stopped":
            break
        record = write(changed.case, changed.outcome.ways, changed.outcome.lots)
        got, timely, _ = planned(changed.case, record)
        helps.append(Help(Tried(addition, gain(base, changed)), float(got[n]), float(timely[n])))
    helps.sort(key=lambda h: (-round(h.tried.gain.found, 9), -h.on_time, h.tried.addition.kind, h.tried.addition.what))
    return Explanation(row, missed, offers, route, blocked, tuple(helps))


def _offers(plan: Plan, row: Requirement) -> list[tuple[str, str]]:
    """What becomes of each offer of an item that serves a requirement."""
    assert plan.case is not None
    rules = plan.case.rules
    out = []
    for offer, rate in sorted(rules.of_item(row), key=lambda pair: pair[0].offer):
        obstacle = rules.obstacle(offer, row)
        if offer.quantity is None:
            said = "quantity undisclosed"
        elif obstacle is not None:
            said = f"held back by {obstacle.kind} {obstacle.key}".strip()
        else:
            mine = sum(
                c.quantity for c in plan.tables.consignments if c.offer == offer.offer and c.requirement == row.requirement
            )
            others = sum(c.quantity for c in plan.tables.consignments if c.offer == offer.offer) - mine
            said = f"{left(offer):.6g} {offer.unit}: {mine:.6g} here, {others:.6g} to others"
            if rate != 1.0:
                said += f", one counts for {rate:g}"
        out.append((offer.offer, said))
    return out


def _route(plan: Plan, n: int) -> tuple[tuple[str, ...], tuple[str, ...], list[Addition]]:
    """The way that a requirement's first unused offer would take, what is full on it, and more capacity for that."""
    case, outcome = plan.case, plan.outcome
    assert case is not None
    assert outcome is not None
    problem = case.problem
    used = {offer.offer: 0.0 for offer in case.offers}
    for row in plan.tables.consignments:
        used[row.offer] += row.quantity
    free = alone(case)
    pairs = [
        p
        for p in range(problem.pairs)
        if problem.pair_need[p] == n
        and free.arrival[p] >= 0
        and used[case.offers[problem.pair_offer[p]].offer] < left(case.offers[problem.pair_offer[p]]) * (1 - 1e-6)
    ]
    if not pairs:
        return (), (), []
    pair = min(pairs, key=lambda p: (free.arrival[p], p))
    way = free.way(pair)
    offer = case.offers[problem.pair_offer[pair]]
    route = (offer.place, *(case.links[a].destination for a in way.link[0, : way.legs[0]].tolist()))
    first = int(problem.ready[problem.source[problem.pair_offer[pair]]])
    last = case.grid.last_until(case.requirements[n].due)
    full = full_on(case, loads_of(case, outcome.ways, outcome.lots), way, first, last)
    numbers = {
        "link": {row.link: i for i, row in enumerate(case.links)},
        "node": {row.node: i for i, row in enumerate(case.nodes)},
        "corridor": {row.corridor: i for i, row in enumerate(case.scenario.corridors)},
    }
    additions, seen = [], set()
    for stretch in full:
        if (stretch.kind, stretch.key) not in seen:
            seen.add((stretch.kind, stretch.key))
            mine = [f for f in full if (f.kind, f.key) == (stretch.kind, stretch.key)]
            begins, ends = min(f.first_day for f in mine), max(f.last_day for f in mine)
            number = numbers[stretch.kind][stretch.key]
            additions.append(capacity(case, stretch.kind, number, case.grid.last_until(begins), case.grid.last_until(ends)))
    return route, tuple(str(f) for f in full), additions


def _terms(case: Case, row: Requirement) -> list[Addition]:
    """Consents, clearances, money and earlier days of the offers that could serve a requirement."""
    rules, out = case.rules, []
    offers = [offer for offer, _ in sorted(rules.of_item(row), key=lambda pair: pair[0].offer) if left(offer) > 0]
    consents = {c.consent: c for o in offers for c in rules.consents(o) if c.state != ConsentState.GIVEN}
    out += [leave(case, consents[key]) for key in sorted(consents)]
    barred = {o.key for offer in offers if (o := rules.obstacle(offer, row)) and o.kind == "caveat"}
    waiting = {c.caveat for o in offers for c in rules.caveats(o) if c.kind in ("person", "after backfill") and not c.cleared}
    out += [clearance(case, key) for key in sorted(barred & waiting)]
    funds = {offer.fund for offer in offers if offer.fund and rules.obstacle(offer, row) is None}
    out += [money(case, fund) for fund in sorted(funds)]
    late = [o for o in offers if rules.obstacle(o, row) is None and o.available > case.grid.start and not o.fund]
    late.sort(key=lambda o: (-left(o), o.offer))
    out += [sooner(offer, case) for offer in late[:3]]
    return out
