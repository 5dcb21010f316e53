"""Why one requirement is not met, or one stock runs short, and what would help it, by solving again."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from mainstay.model import ConsentState, Requirement, Serves, Stock, Unmet
from mainstay.model.demands import Demand
from mainstay.model.rules import left

from .additions import Addition, capacity, clearance, goods, leave, money, patience, sooner
from .alone import alone, full_on, loads_of, stops
from .bottlenecks import Tried, within
from .build import Case
from .growth import for_parts
from .lacking import number
from .parts import last_in_service
from .plan import Plan
from .progress import Progress, Watch, silent
from .record import write
from .resolve import Value, gain, too_large, value
from .unmet import Lack


@dataclass(frozen=True)
class Help:
    """One addition: what it does to the whole score, and to the requirement or stock itself.

    Attributes
    ----------
    planned, on_time
        As in :class:`mainstay.model.Unmet`, with the addition; None where the case is too large to be solved again.
    in_service, before
        Day on which the last package is in service, with the addition and without; None if never, or if none was asked.
    """

    tried: Tried
    planned: float | None
    on_time: float | None
    in_service: dt.date | None = None
    before: dt.date | None = None

    @property
    def days(self) -> int | None:
        """Days by which the last package is in service sooner; None if it never is, with the addition or without."""
        return (self.before - self.in_service).days if self.before and self.in_service else None

    @property
    def said(self) -> str:
        """What becomes of packages, in words; empty if nothing changes, or none were asked."""
        addition = self.tried.addition
        if self.in_service is None or addition.kind == "requirement":  # another due day brings nothing forward
            return ""
        dated = addition.kind == "site" and addition.first_day and addition.last_day
        text = f"{addition.text} ({addition.first_day} to {addition.last_day})" if dated else addition.text
        if self.before is None:
            return f"{text} would bring all into service on {self.in_service}, never without"
        return f"{text} would bring them forward by {number(self.days or 0)} days" if self.days and self.days > 0 else ""


@dataclass(frozen=True)
class Explanation:
    """Everything a planner asks of one requirement or stock.

    Attributes
    ----------
    requirement
        The requirement or stock.
    unmet
        Quantities and the first reason that binds; None if it is met whole and on time.
    offers
        For each offer that could serve it: its code and what becomes of it, in words. Of packages: of each component's.
    route
        Nodes of the quickest way of the first offer that still has something to give, empty if there is none.
    blocked
        What is full on that way, and when.
    helps
        What would help, the most first.
    """

    requirement: Requirement | Stock
    unmet: Unmet | None
    offers: tuple[tuple[str, str], ...]
    route: tuple[str, ...]
    blocked: tuple[str, ...]
    helps: tuple[Help, ...]


def explain(plan: Plan, requirement: str, *, gap: float = 1e-4, watch: Watch = silent) -> Explanation:
    """
    Explain why a requirement is not met whole and on time, or a stock issues too little; solve again with what could help it.

    Raises
    ------
    KeyError
        If the plan has no such requirement, nor a stock with a rate.
    ValueError
        If the plan was read from files and not solved in this process.
    """
    if plan.case is None or plan.outcome is None:
        raise ValueError("the plan was read from files: plan its scenario again to ask why")
    case, row, demands = plan.case, *_asked(plan.case, requirement)
    offers = tuple(said for demand in demands for said in _offers(plan, demand, several=len(demands) > 1))
    missed = next((u for u in plan.tables.unmet if u.requirement == requirement and u.serves == _kind(row)), None)
    if missed is None:
        return Explanation(row, None, offers, (), (), ())
    package = isinstance(row, Requirement) and bool(row.package)
    route, blocked, additions = _route(plan, demands[0], missed.due) if not package else ((), (), [])
    base = Value(case, plan.outcome)
    if base.outcome.gap > gap and not too_large(case):
        base = value(case, gap, base, within(watch, 0.0))
    lack = _lack(base)
    if package and isinstance(row, Requirement):
        parts = lack.lacking(row)
        goods_short = {part.code for part in parts}
        additions += for_parts(case, row.requirement, parts)
        for demand in demands:
            additions += _terms(case, demand) if demand.component in goods_short else []
    else:
        additions += _terms(case, demands[0])
        short = missed.asked - _amounts(lack, row)[0]
        more = goods(case, demands[0], float(f"{short:.6g}")) if short > 1e-6 * missed.asked else None
        additions += [more] if more else []
    additions += [patience(row)] if isinstance(row, Requirement) else []
    helps = _helps(row, base, _once(additions), gap, watch)
    return Explanation(row, missed, offers, route, blocked, helps)


def _helps(row: Requirement | Stock, base: Value, additions: list[Addition], gap: float, watch: Watch) -> tuple[Help, ...]:
    """Solve again with each addition; the one that helps most first."""
    before = last_in_service(_lack(base).attained, row) if isinstance(row, Requirement) and row.package else None
    helps = []
    for i, addition in enumerate(additions):
        share = i / len(additions)
        if watch(Progress("what would help", 0.0, done=share)):
            break
        changed = value(addition.apply(base.case), gap, base, within(watch, share))
        if changed.outcome.status == "stopped":
            break
        if changed.outcome.status == "bounded":
            helps.append(Help(Tried(addition, gain(base, changed)), None, None))
            continue
        lack = _lack(changed)
        now, _ = _asked(changed.case, row.requirement if isinstance(row, Requirement) else row.stock)
        then = last_in_service(lack.attained, row) if isinstance(row, Requirement) and row.package else None
        helps.append(Help(Tried(addition, gain(base, changed)), *_amounts(lack, now), then, before))
    helps.sort(key=lambda h: (-round(h.tried.gain.found, 9), -(h.on_time or 0.0), h.tried.addition.kind, h.tried.addition.what))
    return tuple(helps)


def _lack(made: Value) -> Lack:
    """What is lacking in a solved case."""
    outcome = made.outcome
    return Lack(made.case, write(made.case, outcome.ways, outcome.lots), outcome)


def _amounts(lack: Lack, row: Requirement | Stock) -> tuple[float, float]:
    """Amounts planned and on time, as in the table of what is unmet."""
    if isinstance(row, Stock):
        issued = float(sum(level.issued for level in lack.attained.stock_levels if level.stock == row.stock))
        return issued, issued
    if row.package:
        mine = [c for c in lack.attained.capabilities if c.requirement == row.requirement]
        return float(sum(c.packages for c in mine)), float(sum(c.packages for c in mine if c.day <= row.due))
    mine_too = [c for c in lack.record.consignments if c.serves == Serves.REQUIREMENT and c.requirement == row.requirement]
    return sum(c.counts_for for c in mine_too), sum(c.counts_for for c in mine_too if c.arrives <= row.due)


def _asked(case: Case, code: str) -> tuple[Requirement | Stock, list[Demand]]:
    """Find the requirement or stock of a code, and the demands that it makes."""
    for row in case.scenario.requirements:
        if row.requirement == code:
            return row, [d for d in case.demands if d.requirement == code]
    for stock in case.scenario.stocks:
        if stock.stock == code and stock.per_day > 0:
            return stock, [d for d in case.demands if d.serves == Serves.STOCK and d.of == code]
    raise KeyError(code)


def _kind(row: Requirement | Stock) -> Serves:
    return Serves.STOCK if isinstance(row, Stock) else Serves.REQUIREMENT


def _once(additions: list[Addition]) -> list[Addition]:
    """Leave out what is said twice."""
    return list({(a.kind, a.what, a.text, a.first_day, a.last_day): a for a in additions}.values())


def _offers(plan: Plan, demand: Demand, *, several: bool) -> list[tuple[str, str]]:
    """What becomes of each offer of an item that serves a demand; with several demands, for which component."""
    assert plan.case is not None
    rules = plan.case.rules
    out = []
    for offer, rate in sorted(rules.of_item(demand), key=lambda pair: pair[0].offer):
        obstacle = rules.obstacle(offer, demand)
        if offer.quantity is None:
            said = "quantity undisclosed"
        elif obstacle is not None:
            said = f"held back by {obstacle.kind} {obstacle.key}".strip()
        else:
            all_ = [c for c in plan.tables.consignments if c.offer == offer.offer]
            key = (demand.serves, demand.of, demand.component)
            mine = sum(c.quantity for c in all_ if (c.serves, c.requirement, c.component) == key)
            others = sum(c.quantity for c in all_) - mine
            said = f"{left(offer):.6g} {offer.unit}: {mine:.6g} here, {others:.6g} to others"
            if rate != 1.0:
                said += f", one counts for {rate:g}"
        out.append((offer.offer, f"{demand.component}: {said}" if several else said))
    return out


def _route(plan: Plan, demand: Demand, due: dt.date) -> tuple[tuple[str, ...], tuple[str, ...], list[Addition]]:
    """The way that a demand's first unused offer would take, what is full on it, and more capacity for that."""
    case, outcome = plan.case, plan.outcome
    assert case is not None
    assert outcome is not None
    problem, n = case.problem, case.demands.index(demand)
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
    first = int(problem.ready[problem.source[problem.pair_offer[pair]]])
    last = case.grid.last_until(due)
    full = full_on(case, loads_of(case, outcome.ways, outcome.lots, outcome.taken), way, first, last)
    numbers = {
        "link": {row.link: i for i, row in enumerate(case.links)},
        "node": {row.node: i for i, row in enumerate(case.nodes)},
        "corridor": {row.corridor: i for i, row in enumerate(case.scenario.corridors)},
    }
    additions, seen = [], set()
    for stretch in full:
        if stretch.kind in numbers and (stretch.kind, stretch.key) not in seen:
            seen.add((stretch.kind, stretch.key))
            mine = [f for f in full if (f.kind, f.key) == (stretch.kind, stretch.key)]
            begins, ends = min(f.first_day for f in mine), max(f.last_day for f in mine)
            number_ = numbers[stretch.kind][stretch.key]
            additions.append(capacity(case, stretch.kind, number_, case.grid.last_until(begins), case.grid.last_until(ends)))
    return stops(case, way), tuple(str(f) for f in full), additions


def _terms(case: Case, row: Demand) -> list[Addition]:
    """Consents, clearances, money and earlier days of the offers that could serve a demand."""
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
