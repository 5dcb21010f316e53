"""The one entry: a scenario in, a certified plan out."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import polars as pl

from mainstay.exchange import write_folder
from mainstay.exchange.plan_folder import PlanTables, write_plan
from mainstay.model import PLAN_TABLES, Bottleneck, Consignment, Scenario, Serves

from .attained import attain
from .build import Case, build
from .clock import Keeper
from .engine import SMALL, Clock, Engine, Outcome, relative_gap
from .frames import frame_of
from .greedy import Apart, apart
from .kept import keep
from .levels import solve
from .onward import better_of, suits
from .oracle import LIMIT, arc_flow, size
from .orders import mixing_points
from .progress import Progress, Watch, silent
from .readiness import readiness
from .record import REPAIR, loads, write
from .rule import by_rule, first_plan
from .tasking import tasking
from .unmet import unmet

Way = Literal["auto", "arc-flow", "columns"]


@dataclass(frozen=True)
class Plan:
    """A plan with its proof.

    Attributes
    ----------
    scenario
        What it was made from.
    tables
        Its tables as records; :attr:`consignments` and the others give them as frames.
    score, bound
        What it attains and what no plan can exceed, of 100 points asked, transport paid.
    gap
        Relative distance between them: proven, not estimated.
    attained
        Points earned, of 100 asked, before transport.
    greedy_score
        What the spreadsheet rule attains on the same data.
    status
        ``optimal``, ``within the gap``, ``time limit``, ``stopped`` or ``solver failed``.
    method
        ``arc-flow`` or ``columns``.
    seconds
        Wall-clock time of planning.
    """

    scenario: Scenario
    tables: PlanTables
    score: float
    bound: float
    gap: float
    attained: float
    greedy_score: float
    status: str
    method: str
    seconds: float
    case: Case | None = field(repr=False, compare=False, default=None)
    outcome: Outcome | None = field(repr=False, compare=False, default=None)
    rule: Apart | None = field(repr=False, compare=False, default=None)

    @cached_property
    def greedy_tables(self) -> PlanTables:
        """Tables of the plan by the spreadsheet rule; for a plan picked up they are worked out when first asked for."""
        return (self.rule or apart(self.scenario)).tables

    @property
    def consignments(self) -> pl.DataFrame:
        """Consignments as a frame."""
        return frame_of(PLAN_TABLES["consignments"], self.tables.consignments)

    @property
    def legs(self) -> pl.DataFrame:
        """Legs of the consignments as a frame."""
        return frame_of(PLAN_TABLES["legs"], self.tables.legs)

    @property
    def unmet(self) -> pl.DataFrame:
        """Requirements not met whole and on time, and stocks that issue too little, with the reason, as a frame."""
        return frame_of(PLAN_TABLES["unmet"], self.tables.unmet)

    @property
    def bottlenecks(self) -> pl.DataFrame:
        """Additions worth most, as a frame; empty until :func:`mainstay.planning.bottlenecks` was asked."""
        return frame_of(PLAN_TABLES["bottlenecks"], self.tables.bottlenecks)

    @property
    def tasking(self) -> pl.DataFrame:
        """What each party has to do by when, as a frame."""
        return frame_of(PLAN_TABLES["tasking"], self.tables.tasking)

    @property
    def flows(self) -> pl.DataFrame:
        """Loads of links by period, as a frame."""
        return frame_of(PLAN_TABLES["flows"], self.tables.flows)

    @property
    def node_days(self) -> pl.DataFrame:
        """What arrives, leaves and waits at nodes by period, as a frame."""
        return frame_of(PLAN_TABLES["node_days"], self.tables.node_days)

    @property
    def capabilities(self) -> pl.DataFrame:
        """Packages that come into service, by milestone, as a frame."""
        return frame_of(PLAN_TABLES["capabilities"], self.tables.capabilities)

    @property
    def readiness(self) -> pl.DataFrame:
        """What is planned of each part of packages, and the days on which it suffices, as a frame."""
        return frame_of(PLAN_TABLES["readiness"], self.tables.readiness)

    @property
    def runs(self) -> pl.DataFrame:
        """Runs of courses as a frame."""
        return frame_of(PLAN_TABLES["runs"], self.tables.runs)

    @property
    def attendances(self) -> pl.DataFrame:
        """Who attends which run, as a frame."""
        return frame_of(PLAN_TABLES["attendances"], self.tables.attendances)

    @property
    def assignments(self) -> pl.DataFrame:
        """Who crews and maintains what, as a frame."""
        return frame_of(PLAN_TABLES["assignments"], self.tables.assignments)

    @property
    def reservations(self) -> pl.DataFrame:
        """Bays of repair shops kept for packages, as a frame."""
        return frame_of(PLAN_TABLES["reservations"], self.tables.reservations)

    @property
    def stock_levels(self) -> pl.DataFrame:
        """What stocks hold and issue, step by step, as a frame."""
        return frame_of(PLAN_TABLES["stock_levels"], self.tables.stock_levels)

    @property
    def orders(self) -> pl.DataFrame:
        """What is ordered, and when, as a frame."""
        return frame_of(PLAN_TABLES["orders"], self.tables.orders)

    @property
    def greedy_consignments(self) -> tuple[Consignment, ...]:
        """Consignments of the spreadsheet rule."""
        return self.greedy_tables.consignments

    def summary(self) -> dict[str, Any]:
        """Figures that open every report; the same plan gives the same summary.

        Figures of packages, training, repair and stocks are there if the scenario has any of them; the share of what stocks
        issue is weighed by their points.
        """
        rows = self.scenario.requirements
        missed = [row for row in self.tables.unmet if row.serves == Serves.REQUIREMENT]
        tiny = 1e-6
        none = sum(row.planned <= tiny * row.asked for row in missed)
        late = sum(row.planned >= (1 - tiny) * row.asked for row in missed)
        return {
            "scenario": self.scenario.settings.name,
            "start": self.scenario.settings.start.isoformat(),
            "days": self.scenario.settings.days,
            "score": float(self.score),
            "bound": float(self.bound),
            "gap": float(self.gap),
            "attained": float(self.attained),
            "greedy_score": float(self.greedy_score),
            "status": self.status,
            "method": self.method,
            "requirements": len(rows),
            "met_on_time": len(rows) - len(missed),
            "met_late": late,
            "met_in_part": len(missed) - late - none,
            "not_met": none,
            "consignments": len(self.tables.consignments),
            "legs": len(self.tables.legs),
            "tonnes": float(sum(row.mass_t for row in self.tables.consignments)),
            "transport_eur": float(sum(row.transport_eur for row in self.tables.consignments)),
            "purchase_eur": float(sum(row.purchase_eur for row in self.tables.consignments)),
            "offers_undisclosed": sum(row.quantity is None for row in self.scenario.offers),
            **self._of_capabilities(),
        }

    def _of_capabilities(self) -> dict[str, Any]:
        """Figures of packages, training, repair and stocks, of those that the scenario has."""
        scenario, tables = self.scenario, self.tables
        out: dict[str, Any] = {}
        packages = [row for row in scenario.requirements if row.package]
        if packages:
            out["packages_asked"] = round(sum(row.quantity for row in packages))
            out["packages_in_service"] = sum(row.packages for row in tables.capabilities)
            out["apart_score"] = float(self.greedy_score)
            out["apart_packages"] = sum(row.packages for row in self.greedy_tables.capabilities)
            out["mixing_points_lost"] = float(mixing_points(scenario, tables.consignments))
        if scenario.trainings:
            out["people_trained"] = sum(row.people for row in tables.attendances if not row.after)
            out["course_runs"] = sum(row.runs for row in tables.runs)
        if scenario.repairs:
            repaired = {leg.consignment for leg in tables.legs if leg.mode == REPAIR}
            out["repaired"] = float(sum(row.quantity for row in tables.consignments if row.consignment in repaired))
        if any(stock.per_day > 0 for stock in scenario.stocks):
            out["stock_served"] = self._stock_served()
        return out

    def _stock_served(self) -> float:
        """Share of what is wanted of stocks that they issue, weighed by their points; 1 if nothing is wanted."""
        wanted: dict[str, float] = defaultdict(float)
        issued: dict[str, float] = defaultdict(float)
        for row in self.tables.stock_levels:
            wanted[row.stock] += row.wanted
            issued[row.stock] += row.issued
        stocks = [stock for stock in self.scenario.stocks if wanted[stock.stock] > 0]
        points = {stock.stock: self.scenario.points(stock) for stock in stocks}
        served = sum(share * issued[code] / wanted[code] for code, share in points.items())
        return float(served / whole) if (whole := sum(points.values())) > 0 else 1.0

    def with_bottlenecks(self, rows: tuple[Bottleneck, ...]) -> Plan:
        """Return the same plan with its bottlenecks."""
        return replace(self, tables=replace(self.tables, bottlenecks=rows))

    def save(self, folder: str | Path) -> list[Path]:
        """
        Write the plan folder: tables, summary, and the scenario in ``scenario/``, so that the folder speaks for itself.

        Workbook, maps and calendars are made by :func:`mainstay.report.write`, which calls this.
        """
        folder = Path(folder)
        write_folder(self.scenario, folder / "scenario")
        written = write_plan(self, self.scenario, folder)
        return written if self.outcome is None else [*written, keep(self.outcome, folder)]


def plan(
    scenario: Scenario,
    *,
    gap: float | None = None,
    time_limit: float | None = None,
    watch: Watch = silent,
    method: Way = "auto",
    keeper: Keeper | None = None,
    start: Outcome | None = None,
) -> Plan:
    """
    Find the assignment and movement plan with the highest score.

    The plan is feasible for every rule of ``docs/rules.md`` and carries a bound that no plan can exceed, so that
    ``plan.gap`` is proven and not estimated. Stops at ``gap``, at ``time_limit`` or when ``watch`` asks it to; the best plan
    so far is returned in each case.

    Parameters
    ----------
    scenario
        Tables that hold together; see :func:`mainstay.check`.
    gap
        Relative distance between score and bound at which to stop; ``None``: 1e-3, or 5e-3 for a large scenario with whole
        numbers.
    time_limit
        Wall-clock limit of the optimisation in seconds. ``None``: no limit.
    watch
        Called with a :class:`Progress` about twice a second; answering True stops.
    method
        ``arc-flow`` solves one programme over all flows, ``columns`` generates ways; ``auto``: the first for small ones.
    keeper
        Called with the best plan so far whenever there is a better one or a lower bound; see :class:`.unfinished.Safekeeping`.
    start
        A plan of this very scenario to go on from; what comes back earns no less.

    Raises
    ------
    ValueError
        If ``start`` cannot be a plan of the scenario.
    """
    began = time.perf_counter()
    watch(Progress("reading", 0.0))
    case = build(scenario)
    if start is not None and not suits(start, case.problem):
        raise ValueError("the plan to go on from is of another scenario")
    if method == "auto":
        method = "arc-flow" if size(case.problem) <= LIMIT else "columns"
    gap = default_gap(case) if gap is None else gap
    rule, first = None, start
    if keeper is not None and (case.problem.whole or method == "arc-flow"):  # the first plan that there is
        rule = apart(case.scenario)
        if start is None or rule.points > start.points:
            first = first_plan(case, rule)
    outcome = optimise(
        case, gap=gap, time_limit=time_limit, watch=watch, method=method, keeper=keeper, first=first, start=start
    )
    seconds = time.perf_counter() - began
    watch(Progress("spreadsheet rule", seconds))
    rule = rule or apart(case.scenario)
    made = assemble(case, outcome, method, seconds, rule)
    if made.greedy_score > made.score:  # stopped before anything better was found
        made = assemble(case, by_rule(case, rule, outcome), method, seconds, rule)
    return made


def default_gap(case: Case) -> float:
    """Gap at which to stop if nobody says: what takes a minute or two, not an hour."""
    return 5e-3 if case.problem.whole and case.problem.pairs > SMALL else 1e-3


def optimise(
    case: Case,
    *,
    gap: float,
    time_limit: float | None,
    watch: Watch,
    method: Way,
    keeper: Keeper | None = None,
    first: Outcome | None = None,
    start: Outcome | None = None,
) -> Outcome:
    """Solve the arrays of a case by one of the two methods, from ``start`` if given; ``first`` is kept before anything else."""
    clock = Clock(case.percent(1.0), watch, None if time_limit is None else time.perf_counter() + time_limit, keeper)
    if first is not None:
        clock.better(first.points, lambda: first)
    if start is not None and (time_limit == 0 or (case.problem.whole and start.gap <= gap)):
        return better_of(start, replace(start, status="time limit"), gap)
    found = _solved(case, gap, clock, method, start)
    outcome = found if start is None else better_of(start, found, gap)
    clock.better(outcome.points, lambda: outcome)
    clock.prove(outcome.bound, outcome.price)
    return outcome


def _solved(case: Case, gap: float, clock: Clock, method: Way, start: Outcome | None) -> Outcome:
    """Solve by one of the two methods."""
    idle = not case.problem.pairs
    if (method == "columns" and not idle) or (idle and not len(case.problem.choices)):
        return solve(case.problem, gap, clock, known=start)
    engine = Engine(case.problem, clock)
    clock.tell("arc-flow", 0.0, engine.bound, always=True)
    flow = arc_flow(case.problem)
    engine.points = flow.points
    engine.look(flow.price, 0)
    bound = max(flow.points, min(engine.bound, flow.bound))
    clock.tell("done", flow.points, bound, always=True)
    status = "optimal" if relative_gap(flow.points, bound) <= 1e-7 else "within the gap"
    known = (bound, flow.price, status, flow.ways, 1, len(flow.ways), flow.taken)
    return Outcome(flow.ways, flow.lots, flow.points, *known)


def assemble(
    case: Case, outcome: Outcome, method: str, seconds: float, rule: Apart | None = None, greedy_score: float | None = None
) -> Plan:
    """Write an outcome as a plan, with reasons, tasks, loads and the spreadsheet rule, or its score, beside it."""
    record = write(case, outcome.ways, outcome.lots)
    flows, node_days = loads(case, record)
    if rule is None and greedy_score is None:
        rule = apart(case.scenario)
    attained = attain(case, outcome.taken, record.consignments)
    points = record.points + attained.points
    score = case.percent(points - record.transport_points - attained.mixing_points)
    bound = max(min(case.percent(outcome.bound), 100.0), score)  # nobody earns more than is asked
    tables = PlanTables(
        record.consignments,
        record.legs,
        unmet(case, record, outcome, attained),
        (),
        tasking(case, record, attained),
        flows,
        node_days,
        capabilities=attained.capabilities,
        readiness=readiness(case.scenario, attained, record.consignments),
        runs=attained.runs,
        attendances=attained.attendances,
        assignments=attained.assignments,
        reservations=attained.reservations,
        stock_levels=attained.stock_levels,
        orders=attained.orders,
    )
    return Plan(
        scenario=case.scenario,
        tables=tables,
        score=float(score),
        bound=float(bound),
        gap=float(relative_gap(score, bound)),
        attained=float(case.percent(points)),
        greedy_score=float(case.percent(rule.points) if rule else greedy_score or 0.0),
        status=outcome.status,
        method=method,
        seconds=seconds,
        case=case,
        outcome=outcome,
        rule=rule,
    )
