"""Planning again from a day on: what moved is a fact, what leaves soon stays, and other changes cost what the scenario says."""

from __future__ import annotations

import datetime as dt
import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from mainstay.model import Change, ChangeKind, Problem, ScenarioError
from mainstay.planning import Plan
from mainstay.planning.build import Case, build
from mainstay.planning.carry import translated
from mainstay.planning.checker import check_plan
from mainstay.planning.clock import Clock
from mainstay.planning.columns import entries
from mainstay.planning.engine import relative_gap
from mainstay.planning.facts import Rest, rest
from mainstay.planning.held import reckoned
from mainstay.planning.oracle import LIMIT, size
from mainstay.planning.outcome import Outcome
from mainstay.planning.plan import assemble, default_gap, optimise
from mainstay.planning.problem import Bools, Floats, Ints
from mainstay.planning.progress import Progress, Watch, silent
from mainstay.planning.rebuilt import as_choices, as_ways
from mainstay.planning.resolve import carry_price
from mainstay.planning.trim import can_go, trim
from mainstay.planning.ways import Ways

from .actual import Actual, Reported, faults_of, reported
from .altered import Known, altered
from .stable import Planned, Stable, settle_down

SHARE = 0.7
"""Part of a time limit for the best plan; the rest is for the one that changes little."""


@dataclass(frozen=True)
class Replanned:
    """
    A plan made anew.

    Attributes
    ----------
    plan
        The new plan, of the scenario as it is now: facts, what is committed, and the rest. Its bound holds for every plan with
        these facts and commitments, whatever it changes; so its gap has in it what the stability costs.
    changes
        What has become of each consignment, and which are new.
    tell
        Who must be told of what.
    day
        From which it was planned anew.
    before
        Score of the plan before.
    best_score
        Score of the best plan found without regard to what was planned.
    value_gap
        Certified relative distance from the best by the measure that counts changes, with whole choices where the best plan
        has them if the problem is large.
    findings
        What the independent checker finds in the new plan: nothing, unless what really moved broke a rule.
    """

    plan: Plan
    changes: tuple[Change, ...]
    tell: dict[str, list[Change]]
    day: dt.date
    before: float
    best_score: float
    value_gap: float
    findings: tuple[Problem, ...] = field(default=())

    @property
    def stability_cost(self) -> float:
        """Score given up so that less changes."""
        return max(0.0, self.best_score - self.plan.score)

    def summary(self) -> dict[str, Any]:
        """Return what it says of itself in figures."""
        counts = {kind.value: sum(row.kind is kind for row in self.changes) for kind in ChangeKind}
        return {
            "from": self.day.isoformat(),
            "score_before": float(self.before),
            "score": float(self.plan.score),
            "bound": float(self.plan.bound),
            "gap": float(self.plan.gap),
            "best_score": float(self.best_score),
            "stability_cost": float(self.stability_cost),
            "value_gap": float(self.value_gap),
            "status": str(self.plan.status),
            "consignments": counts,
            "told": {party: len(rows) for party, rows in self.tell.items()},
            "facts_against_rules": len(self.findings),
        }


def replan(
    plan: Plan,
    actual: Actual | None,
    day: dt.date,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    watch: Watch = silent,
) -> Replanned:
    """
    Plan again from a day on.

    What moved before the day is a fact. Consignments that leave within ``settings.freeze_days`` of it, and still can, stay.
    Changing another planned consignment costs ``settings.change_share`` of what it earns. Everything else is free. Of the days
    of a period that has begun before ``day``, nothing is planned any more: planning begins with the next one.

    Parameters
    ----------
    plan
        As made or picked up from its folder.
    actual
        What is known on the day; ``None``: everything moved as planned and nothing has changed.
    gap, time_limit, watch
        As for :func:`mainstay.planning.plan`.

    Raises
    ------
    ScenarioError
        If the day is not within the plan, or what is known does not fit the plan.
    """
    began = time.perf_counter()
    actual = actual or Actual()
    start, last = plan.scenario.settings.start, plan.scenario.end - dt.timedelta(days=1)
    if not start <= day <= last:
        raise ScenarioError([Problem("--from", 0, "", f"{day} is not within the plan. Name a day from {start} to {last}.")])
    if faults := faults_of(actual.movements or (), plan):
        raise ScenarioError(faults)
    watch(Progress("reading", 0.0))
    base = plan.case or build(plan.scenario)
    to = build(actual.scenario(plan.scenario))
    made = _Replan(plan, base, to, actual, day)
    gap = default_gap(to) if gap is None else gap
    left = replace(to, problem=made.rest.problem)
    method = "arc-flow" if size(left.problem) <= LIMIT and (gap > 0 or not left.problem.whole) else "columns"
    limit = None if time_limit is None else time_limit * SHARE
    stays = made.stays()
    known = stays if method == "columns" and plan.outcome is not None and plan.outcome.rounds else None
    best = optimise(left, gap=gap, time_limit=limit, watch=watch, method=method, start=known)  # type: ignore[arg-type]
    ends = None if time_limit is None else began + time_limit
    stable = settle_down(made.rest.problem, best, stays, made.planned, gap, Clock(to.percent(1.0), watch, ends))
    seconds = time.perf_counter() - began
    watch(Progress("writing", seconds))
    return made.done(best, stable, method, seconds)


class _Replan:
    """A plan on the day on which it is planned again."""

    def __init__(self, plan: Plan, base: Case, to: Case, actual: Actual, day: dt.date):
        self.plan, self.base, self.to, self.day = plan, base, to, day
        self.period = base.grid.first_from(day)
        used = None if plan.outcome is None else plan.outcome.ways.pair
        ways, lots = as_ways(base, plan.tables, used)
        taken = as_choices(base, plan.tables)
        told: Reported = reported(base, plan, ways, lots, actual.movements, self.period, day)
        self.price = None if plan.outcome is None else carry_price(base, plan.outcome.price, to)
        self.late = {plan.tables.consignments[w].consignment for w in told.late}
        moved, amount, choices, number = translated(base, told.ways, told.lots, taken, to)
        self.broken = self._broken(ways, told, moved, number)
        self.chosen = choices
        self._commit(moved, amount, choices)

    def stays(self) -> Outcome:
        """Return what was planned as far as it still holds, as a plan of what is left."""
        known, problem, planned = self.rest, self.rest.problem, self.planned
        price = np.zeros(len(problem.capacity))
        if self.price is not None and len(price) > 0:
            offers = self.to.problem.offers
            price[:offers], price[problem.offers :] = self.price[:offers], self.price[offers:]
            price[~np.isfinite(problem.capacity)] = 0.0
        chosen = np.clip(self.chosen - known.taken, 0.0, problem.choices.upper)
        lots = planned.lots
        for _ in range(2):
            chosen = reckoned(self.to, problem, planned.ways, lots, chosen)
            lots, chosen = trim(problem, planned.ways, lots, chosen, price)
        gain, *_ = entries(problem, planned.ways)
        points = float(gain @ lots + problem.choices.gain @ chosen)
        ways, lots = planned.ways.take(lots > 0), lots[lots > 0]
        return Outcome(ways, lots, points, float("inf"), price, "stopped", ways, 1, len(ways), chosen)

    def _commit(self, ways: Ways, lots: Floats, taken: Floats) -> None:
        """Hold what leaves soon, and note what else was planned and still holds."""
        free = rest(self.to, ways, lots, taken, self.period)
        problem = free.problem
        first = np.where(ways.legs > 0, ways.leaves[:, 0], ways.arrives) if len(ways) else ways.begins
        soon = self.to.grid.first_from(self.day + dt.timedelta(days=self.to.scenario.settings.freeze_days))
        ahead = (first >= self.period) & (lots > 0)
        ahead &= can_go(problem, ways)  # the first pairs of what is left are those of the case
        stay = ahead & (first < soon) & ~_depends(self.to, ways, self.day)
        held = self._within(free, ways.take(stay), lots[stay])
        kept = np.zeros(len(ways))
        kept[stay] = held
        both = Ways.join([ways.take(kept > 0), ways])
        amount = np.concatenate((kept[kept > 0], np.where(lots - kept > 1e-9 * lots, lots - kept, 0.0)))
        committed = np.arange(len(both)) < int((kept > 0).sum())
        self.rest = rest(self.to, both, amount, taken, self.period, stay=committed) if len(both) else free
        self.planned = self._planned(both, amount, committed)

    def _within(self, known: Rest, ways: Ways, lots: Floats) -> Floats:
        """Shrink planned ways until what is left has room for them, with the choices that were planned."""
        chosen = np.maximum(self.chosen - known.taken, 0.0)
        chosen = reckoned(self.to, known.problem, ways, lots, chosen)
        return trim(known.problem, ways, lots, chosen)[0]

    def _planned(self, ways: Ways, lots: Floats, committed: Bools) -> Planned:
        """Return what was planned, is not committed, and still holds, in the numbers of what is left."""
        problem, known = self.rest.problem, self.rest
        first = np.where(ways.legs > 0, ways.leaves[:, 0], ways.arrives) if len(ways) else ways.begins
        coming = np.flatnonzero((lots > 0) & ~committed & (first >= self.period)).astype(np.int32)
        parts, amounts = [ways.take(coming)], [lots[coming]]
        moving = np.flatnonzero((lots > 0) & ~committed & (first < self.period) & (ways.arrives >= self.period))
        onward, of = known.onward(ways, moving.astype(np.int32))
        parts.append(onward)
        amounts.append(lots[of])
        going, amount = Ways.join(parts), np.concatenate(amounts)
        holds = can_go(problem, going) if len(going) else np.zeros(0, dtype=bool)
        going, amount = going.take(holds), amount[holds]
        amount = self._within(known, going, amount)
        going, amount = going.take(amount > 0), amount[amount > 0]
        earns = np.abs(problem.alike().value)
        earns = np.where(earns > 0, earns, earns[earns > 0].min(initial=1.0))[going.pair]  # spares and equipment earn nothing
        return Planned(going, amount, self.to.scenario.settings.change_share * earns)

    def _broken(self, ways: Ways, told: Reported, moved: Ways, number: Ints) -> dict[str, str]:
        """Consignments that can no longer go as planned, each with the reason."""
        out: dict[str, str] = {}
        rows = self.plan.tables.consignments
        now = {offer.offer for offer in self.to.scenario.offers}
        may = {offer.offer for offer in self.to.offers}
        problem, net = self.to.problem, self.to.problem.network
        known = set(number.tolist())
        for i, w in enumerate(told.planned.tolist()):
            row = rows[w]
            if i in known or row.arrives < self.day:
                continue
            if row.offer not in now:
                out[row.consignment] = f"offer {row.offer} is gone"
            elif row.offer not in may:
                out[row.consignment] = f"nobody may have offer {row.offer} any more"
            else:
                out[row.consignment] = f"{row.requirement} no longer asks for it, or a link of its way is no more"
        for i, m in enumerate(number.tolist()):
            row = rows[int(told.planned[m])]
            source = problem.source[problem.pair_offer[moved.pair[i]]]
            for leg in range(int(moved.legs[i])):
                a, t = int(moved.link[i, leg]), int(moved.leaves[i, leg])
                if t + int(net.lead[a]) < self.period:
                    continue
                name = self.to.links[net.road_of[a]].link if net.road_of[a] >= 0 else "the shop"
                if net.shut[a, t]:
                    out.setdefault(row.consignment, f"{name} is shut on {self.to.grid.first_day(t)}")
                elif not problem.permitted[problem.klass[source], a]:
                    out.setdefault(row.consignment, f"it may no longer go over {name}")
            if moved.begins[i] >= self.period and moved.begins[i] < problem.ready[source]:
                opens = self.to.grid.first_day(min(int(problem.ready[source]), self.to.grid.periods - 1))
                out.setdefault(row.consignment, f"offer {row.offer} opens only on {opens}")
            elif moved.begins[i] >= self.period and moved.begins[i] > problem.last[source]:
                out.setdefault(row.consignment, f"offer {row.offer} ends before it would leave")
        return out

    def done(self, best: Outcome, stable: Stable, method: str, seconds: float) -> Replanned:
        """Write the new plan with its changes."""
        to, known = self.to, self.rest
        outcome = known.join(stable.outcome)
        unbound = known.join(best)
        bound = max(unbound.bound, outcome.points)
        status = best.status
        outcome = replace(outcome, bound=bound, status=status)
        new = assemble(to, outcome, method, seconds)
        findings = check_plan(to.scenario, new.tables.consignments, new.tables.legs, rest=new.tables, score=new.score)
        changes = altered(
            self.plan.tables, new.tables, self.plan.scenario, to, Known(self.day, self.broken | self._lost(), self.late)
        )
        tell: dict[str, list[Change]] = defaultdict(list)
        for row in changes:
            for party in row.tell:
                tell[party].append(row)
        best_score = max(new.score, to.percent(unbound.points))
        value_gap = relative_gap(stable.value + max(0.0, known.points), stable.bound + max(0.0, known.points))
        return Replanned(
            plan=new,
            changes=changes,
            tell=dict(sorted(tell.items())),
            day=self.day,
            before=self.plan.score,
            best_score=float(best_score),
            value_gap=float(value_gap),
            findings=tuple(findings),
        )

    def _lost(self) -> dict[str, str]:
        """Consignments on their way that cannot arrive where their leg ends."""
        out: dict[str, str] = {}
        lost = {self.to.offers[o].offer for o in self.to.problem.pair_offer[self.rest.lost.pair].tolist()}
        for row in self.plan.tables.consignments:
            if row.offer in lost and row.departs < self.day <= row.arrives:
                out[row.consignment] = "where it was to arrive nothing can be taken in"
        return out


def _depends(case: Case, ways: Ways, day: dt.date) -> Bools:
    """Which ways wait for an order that is still to be placed, or for a repair: neither is settled when they leave."""
    problem, net = case.problem, case.problem.network
    open_ = np.array([case.rules.ordered(offer) >= day for offer in case.offers], dtype=bool) & (problem.choices.order >= 0)
    repaired = ((ways.link >= 0) & (net.shop_of[ways.link] >= 0)).any(axis=1)
    return np.asarray(open_[problem.pair_offer[ways.pair]] | repaired)
