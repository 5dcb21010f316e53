"""From amounts of choices to what people read: packages in service, courses, crews, stocks and orders, and what they earn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from mainstay.model import (
    Assignment,
    Attendance,
    Capability,
    Channel,
    Consignment,
    Order,
    Reservation,
    Scenario,
    Serves,
    StockLevel,
    TrainingRun,
)
from mainstay.model.demands import steps, wanted
from mainstay.model.rules import Rules
from mainstay.model.schooling import Pool, Schooling
from mainstay.model.worth import worth

from .build import Case
from .problem import Floats

DIGITS = 9
"""Significant digits of written quantities."""


@dataclass(frozen=True)
class Attained:
    """Tables of what choices come to, and the points that they earn beside those of consignments."""

    capabilities: tuple[Capability, ...] = ()
    runs: tuple[TrainingRun, ...] = ()
    attendances: tuple[Attendance, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    reservations: tuple[Reservation, ...] = ()
    stock_levels: tuple[StockLevel, ...] = ()
    orders: tuple[Order, ...] = ()
    points: float = 0.0
    mixing_points: float = 0.0


def attain(case: Case, taken: Floats, consignments: tuple[Consignment, ...]) -> Attained:
    """Write the choices taken (choices,), and what follows from the consignments written beside them."""
    what = {key: amount for key, amount in zip(case.problem.choices.what, taken.tolist(), strict=True) if amount > 1e-9}
    capabilities = _capabilities(case, what)
    runs, attendances, assignments = _training(case, what)
    levels, issued = stock_levels(case.scenario, consignments)
    mixing = mixing_points(case.scenario, consignments)
    return Attained(
        capabilities,
        runs,
        attendances,
        assignments,
        _reservations(case, what),
        levels,
        orders(case.scenario, case.rules, consignments),
        sum(row.points for row in capabilities) + issued,
        mixing,
    )


def _capabilities(case: Case, what: dict[tuple[object, ...], float]) -> tuple[Capability, ...]:
    """Packages that come into service at each milestone."""
    scenario, packages = case.scenario, case.scenario.by_key("packages")
    rows = scenario.by_key("requirements")
    out: list[Capability] = []
    so_far: dict[str, int] = defaultdict(int)
    chosen = [(key[1], key[2], round(amount)) for key, amount in what.items() if key[0] == "package"]
    for code, t, number in sorted(chosen):  # type: ignore[type-var]
        if number <= 0:
            continue
        row, day = rows[code], case.grid.last_day(t)  # type: ignore[index, arg-type]
        each = (1 - packages[row.package].partial_share) * scenario.points(row) / row.quantity
        so_far[row.requirement] += number
        out.append(
            Capability(
                requirement=row.requirement,
                package=row.package,
                for_unit=row.for_unit,
                day=day,
                packages=number,
                in_service=so_far[row.requirement],
                points=number * each * worth(day, row.due, row.latest_useful),
            )
        )
    return tuple(out)


def _training(
    case: Case, what: dict[tuple[object, ...], float]
) -> tuple[tuple[TrainingRun, ...], tuple[Attendance, ...], tuple[Assignment, ...]]:
    """Course runs, who attends them, and who crews what."""
    rules = Schooling(case.scenario)
    unit = {row.cohort: row.unit for row in case.scenario.cohorts}
    seats = [(key[1], round(amount)) for key, amount in what.items() if key[0] == "attend"]
    seats = sorted(
        ((seat, people) for seat, people in seats if people > 0),
        key=lambda s: (s[0].start, s[0].training, s[0].before.cohort, s[0].before.ready, sorted(s[0].before.taught)),  # type: ignore[attr-defined]
    )
    parallel = {(key[1], key[2]): round(amount) for key, amount in what.items() if key[0] == "run"}
    runs: list[TrainingRun] = []
    code_of: dict[tuple[str, dt.date], str] = {}
    for training, start in sorted({(s.start, s.training) for s, _ in seats}):  # type: ignore[attr-defined]
        start, training = training, start
        course, row = rules.course_of(training), rules.trainings[training]
        code_of[training, start] = code = f"T-{len(runs) + 1:04d}"
        number = int(parallel[training, start])
        runs.append(
            TrainingRun(
                run=code,
                training=training,
                course=course.course,
                site=row.site,
                skill=course.skill,
                starts=start,
                ends=start + dt.timedelta(days=course.days - 1),
                runs=number,
                people=sum(n for s, n in seats if (s.training, s.start) == (training, start)),  # type: ignore[attr-defined]
                seats=number * course.seats,
                instructors=number * course.instructors,
            )
        )
    attendances, share = _attendances(rules, unit, code_of, seats)  # type: ignore[arg-type]
    chosen = [(key[1:], round(amount)) for key, amount in what.items() if key[0] == "crew" and round(amount) > 0]
    chosen.sort(key=lambda c: (c[0][3], c[0][1], c[0][2], c[0][0].cohort, c[0][0].ready, sorted(c[0][0].taught)))  # type: ignore[attr-defined]
    first = {row.cohort: row.first_day for row in case.scenario.cohorts}

    def ready_on(pool: Pool) -> dt.date:
        return pool.ready if pool.taught else first[pool.cohort]

    assignments: list[Assignment] = []
    for (pool, requirement, skill, day), people in chosen:
        for attendance, part in share.take(pool, people):  # type: ignore[arg-type]
            assignments.append(
                Assignment(
                    assignment=f"K-{len(assignments) + 1:04d}",
                    attendance=attendance,
                    cohort=pool.cohort,  # type: ignore[attr-defined]
                    unit=unit[pool.cohort],  # type: ignore[attr-defined]
                    skill=skill,  # type: ignore[arg-type]
                    requirement=requirement,  # type: ignore[arg-type]
                    day=day,  # type: ignore[arg-type]
                    people=part,
                    idle_days=(day - ready_on(pool)).days,  # type: ignore[operator, attr-defined]
                )
            )
    return tuple(runs), tuple(attendances), tuple(assignments)


class _Share:
    """People of each pool, by the attendance they come from, to be handed on."""

    def __init__(self) -> None:
        self._left: dict[Pool, list[list[object]]] = defaultdict(list)

    def add(self, pool: Pool, attendance: str, people: int) -> None:
        """Add the people of an attendance to a pool."""
        self._left[pool].append([attendance, people])

    def take(self, pool: Pool, people: int) -> Iterable[tuple[str, int]]:
        """Take people out of a pool; yields attendance and number until all are found."""
        if not pool.taught:
            yield "", people
            return
        for entry in self._left[pool]:
            part = min(people, int(entry[1]))  # type: ignore[call-overload]
            if part > 0:
                entry[1] = int(entry[1]) - part  # type: ignore[call-overload]
                people -= part
                yield str(entry[0]), part


def _attendances(
    rules: Schooling, unit: dict[str, str], code_of: dict[tuple[str, dt.date], str], seats: list[tuple[object, int]]
) -> tuple[list[Attendance], _Share]:
    """Attendances in the order of their start, each out of one earlier attendance or of the cohort."""
    out: list[Attendance] = []
    share = _Share()
    for seat, people in seats:
        for after, part in share.take(seat.before, people):  # type: ignore[attr-defined]
            code = f"A-{len(out) + 1:04d}"
            out.append(
                Attendance(
                    attendance=code,
                    run=code_of[seat.training, seat.start],  # type: ignore[attr-defined]
                    cohort=seat.before.cohort,  # type: ignore[attr-defined]
                    unit=unit[seat.before.cohort],  # type: ignore[attr-defined]
                    skill=rules.course_of(seat.training).skill,  # type: ignore[attr-defined]
                    after=after,
                    people=part,
                    leaves=seat.leaves,  # type: ignore[attr-defined]
                    ready=seat.after.ready,  # type: ignore[attr-defined]
                )
            )
            share.add(seat.after, code, part)  # type: ignore[attr-defined]
    return out, share


def _reservations(case: Case, what: dict[tuple[object, ...], float]) -> tuple[Reservation, ...]:
    """Bays reserved for packages."""
    chosen = sorted((key[1:], amount) for key, amount in what.items() if key[0] == "reserve")  # type: ignore[type-var]
    return tuple(
        Reservation(requirement=code, component=component, repair=shop, day=case.grid.first_day(t), bays=_round(amount))  # type: ignore[arg-type, misc]
        for (code, component, shop, t), amount in chosen  # type: ignore[misc]
    )


def stock_levels(scenario: Scenario, consignments: Iterable[Consignment]) -> tuple[tuple[StockLevel, ...], float]:
    """
    Issue from each stock, step by step, as much as is wanted and there, the oldest first; no other plan of issues earns more.

    Returns
    -------
    levels, points
        Levels of stocks with a rate, and what their issues earn.
    """
    cut = steps(scenario.settings)
    arrived: dict[str, list[float]] = defaultdict(lambda: [0.0] * len(cut))
    for row in consignments:
        if row.serves == Serves.STOCK:
            k = next(k for k, (first, last) in enumerate(cut) if first <= row.arrives <= last)
            arrived[row.requirement][k] += row.counts_for
    out: list[StockLevel] = []
    points = 0.0
    for stock in sorted(scenario.stocks, key=lambda s: s.stock):
        if stock.per_day <= 0:
            continue
        wants = wanted(stock, scenario.settings)
        batches = [[scenario.settings.start - dt.timedelta(days=1), stock.quantity]]
        issued = 0.0
        for k, (first, last) in enumerate(cut):
            keeps = stock.shelf_life_days
            opening = sum(amount for _, amount in batches)  # type: ignore[misc]
            lasting = [b for b in batches if keeps is None or (last - b[0]).days <= keeps]  # type: ignore[operator]
            there = sum(b[1] for b in lasting)  # type: ignore[misc]
            issue = max(0.0, min(wants[k], there - stock.floor))  # type: ignore[operator]
            rest = issue
            for batch in lasting:
                part = min(rest, batch[1])  # type: ignore[type-var]
                batch[1] -= part  # type: ignore[operator]
                rest -= part  # type: ignore[operator]
            came = arrived[stock.stock][k]
            batches = [b for b in lasting if b[1] > 0] + ([[last, came]] if came > 0 else [])  # type: ignore[operator]
            closing = sum(amount for _, amount in batches)  # type: ignore[misc]
            if stock.ceiling is not None and closing > stock.ceiling:  # type: ignore[operator]
                batches, closing = [[last, stock.ceiling]], stock.ceiling
            issued += issue
            out.append(
                StockLevel(
                    stock=stock.stock,
                    day=first,
                    opening=_round(opening),  # type: ignore[arg-type]
                    arrived=_round(came),
                    issued=_round(issue),
                    wanted=_round(wants[k]),
                    closing=_round(closing),  # type: ignore[arg-type]
                    expired=_round(max(0.0, opening + came - issue - closing)),  # type: ignore[operator]
                    days_of_supply=_round(closing / stock.per_day),  # type: ignore[operator]
                )
            )
        if sum(wants) > 0:
            points += scenario.points(stock) * issued / sum(wants)
    return tuple(out), points


def orders(scenario: Scenario, rules: Rules, consignments: Iterable[Consignment]) -> tuple[Order, ...]:
    """Write what is ordered: what leaves of each purchase, and never less than its least order."""
    leaves: dict[str, float] = defaultdict(float)
    for row in consignments:
        leaves[row.offer] += row.quantity
    out = []
    for offer in sorted(scenario.offers, key=lambda o: o.offer):
        if offer.channel != Channel.PURCHASE or leaves[offer.offer] <= 0:
            continue
        ordered = _round(max(leaves[offer.offer], offer.least_order or 0.0))
        day = rules.ordered(offer)
        out.append(
            Order(
                offer=offer.offer,
                party=offer.party,
                fund=offer.fund,
                ordered=ordered,
                cost_eur=_round(ordered * (offer.unit_cost_eur or 0.0)),
                order_day=day,
                opens=day + dt.timedelta(days=offer.lead_days),
            )
        )
    return tuple(out)


def mixing_points(scenario: Scenario, consignments: Iterable[Consignment]) -> float:
    """Points that fleets of several types cost."""
    fleet = {c.component: c.item for c in scenario.components if c.fleet}
    units = {row.requirement: row.for_unit for row in scenario.requirements}
    types: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in consignments:
        if row.serves == Serves.COMPONENT and row.component in fleet:
            unit = units[row.requirement]
            types["unit" if unit else "requirement", unit or row.requirement, fleet[row.component]].add(row.item)
    return scenario.settings.mixing_points * sum(len(kinds) - 1 for kinds in types.values())


def _round(value: float) -> float:
    """Round to the digits of written figures."""
    return float(f"{value:.{DIGITS}g}")
