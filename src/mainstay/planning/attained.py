"""From amounts of choices to what people read: packages in service, courses, crews, stocks and orders, and what they earn."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from mainstay.model import (
    Assignment,
    Attendance,
    Capability,
    Consignment,
    Order,
    Reservation,
    StockLevel,
    TrainingRun,
)
from mainstay.model.schooling import Pool, Schooling, Seat
from mainstay.model.worth import worth

from .build import Case
from .orders import mixing_points, orders
from .problem import Floats
from .record import rounded
from .stock_book import stock_levels


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


@dataclass
class _Taken:
    """Choices that people read of, by their kind, and how many of each are taken."""

    packages: list[tuple[str, int, int]] = field(default_factory=list)  # requirement, milestone, packages
    seats: list[tuple[Seat, int]] = field(default_factory=list)
    runs: dict[tuple[str, dt.date], int] = field(default_factory=dict)
    crews: list[tuple[Pool, str, str, dt.date, int]] = field(default_factory=list)  # requirement, skill, day, people
    bays: list[tuple[str, str, str, int, float]] = field(default_factory=list)  # requirement, component, repair, period, bays


def _sorted_out(case: Case, taken: Floats) -> _Taken:
    """Tell the kinds of the choices taken (choices,) apart."""
    out = _Taken()
    for key, amount in zip(case.problem.choices.what, taken.tolist(), strict=True):
        if amount <= 1e-9:
            continue
        number = round(amount)
        match key:
            case ("package", str(code), int(t)) if number > 0:
                out.packages.append((code, t, number))
            case ("attend", Seat() as seat) if number > 0:
                out.seats.append((seat, number))
            case ("run", str(training), dt.date() as start):
                out.runs[training, start] = number
            case ("crew", Pool() as pool, str(code), str(skill), dt.date() as day) if number > 0:
                out.crews.append((pool, code, skill, day, number))
            case ("reserve", str(code), str(component), str(repair), int(t)):
                out.bays.append((code, component, repair, t, amount))
    return out


def attain(case: Case, taken: Floats, consignments: tuple[Consignment, ...]) -> Attained:
    """Write the choices taken (choices,), and what follows from the consignments written beside them."""
    chosen = _sorted_out(case, taken)
    capabilities = _capabilities(case, chosen)
    runs, attendances, assignments = _training(case, chosen)
    levels, issued = stock_levels(case.scenario, consignments)
    return Attained(
        capabilities,
        runs,
        attendances,
        assignments,
        _reservations(case, chosen),
        levels,
        orders(case.scenario, case.rules, consignments),
        sum(row.points for row in capabilities) + issued,
        mixing_points(case.scenario, consignments),
    )


def _capabilities(case: Case, chosen: _Taken) -> tuple[Capability, ...]:
    """Packages that come into service at each milestone."""
    scenario, packages = case.scenario, case.scenario.by_key("packages")
    rows = scenario.by_key("requirements")
    out: list[Capability] = []
    so_far: dict[str, int] = defaultdict(int)
    for code, t, number in sorted(chosen.packages):
        row, day = rows[code], case.grid.last_day(t)
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


def _training(case: Case, chosen: _Taken) -> tuple[tuple[TrainingRun, ...], tuple[Attendance, ...], tuple[Assignment, ...]]:
    """Course runs, who attends them, and who crews what."""
    rules = Schooling(case.scenario)
    unit = {row.cohort: row.unit for row in case.scenario.cohorts}
    seats = sorted(chosen.seats, key=lambda s: (s[0].start, s[0].training, *_order(s[0].before)))
    runs: list[TrainingRun] = []
    code_of: dict[tuple[str, dt.date], str] = {}
    for start, training in sorted({(seat.start, seat.training) for seat, _ in seats}):
        course, row = rules.course_of(training), rules.trainings[training]
        code_of[training, start] = code = f"T-{len(runs) + 1:04d}"
        number = chosen.runs[training, start]
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
                people=sum(n for seat, n in seats if (seat.training, seat.start) == (training, start)),
                seats=number * course.seats,
                instructors=number * course.instructors,
            )
        )
    attendances, share = _attendances(rules, unit, code_of, seats)
    first = {row.cohort: row.first_day for row in case.scenario.cohorts}
    assignments: list[Assignment] = []
    for pool, requirement, skill, day, people in sorted(chosen.crews, key=lambda c: (c[3], c[1], c[2], *_order(c[0]))):
        begins = pool.ready if pool.taught else first[pool.cohort]
        for attendance, part in share.take(pool, people):
            assignments.append(
                Assignment(
                    assignment=f"K-{len(assignments) + 1:04d}",
                    attendance=attendance,
                    cohort=pool.cohort,
                    unit=unit[pool.cohort],
                    skill=skill,
                    requirement=requirement,
                    day=day,
                    people=part,
                    idle_days=(day - begins).days,
                )
            )
    return tuple(runs), tuple(attendances), tuple(assignments)


def _order(pool: Pool) -> tuple[str, dt.date, list[str]]:
    """Place of a pool among others."""
    return pool.cohort, pool.ready, sorted(pool.taught)


@dataclass
class _Group:
    """People of one attendance who are not yet handed on."""

    attendance: str
    people: int


class _Share:
    """People of each pool, by the attendance they come from, to be handed on."""

    def __init__(self) -> None:
        self._left: dict[Pool, list[_Group]] = defaultdict(list)

    def add(self, pool: Pool, attendance: str, people: int) -> None:
        """Add the people of an attendance to a pool."""
        self._left[pool].append(_Group(attendance, people))

    def take(self, pool: Pool, people: int) -> Iterable[tuple[str, int]]:
        """Take people out of a pool; yields attendance and number until all are found."""
        if not pool.taught:
            yield "", people
            return
        for group in self._left[pool]:
            part = min(people, group.people)
            if part > 0:
                group.people -= part
                people -= part
                yield group.attendance, part


def _attendances(
    rules: Schooling, unit: dict[str, str], code_of: dict[tuple[str, dt.date], str], seats: list[tuple[Seat, int]]
) -> tuple[list[Attendance], _Share]:
    """Attendances in the order of their start, each out of one earlier attendance or of the cohort."""
    out: list[Attendance] = []
    share = _Share()
    for seat, people in seats:
        for after, part in share.take(seat.before, people):
            code = f"A-{len(out) + 1:04d}"
            out.append(
                Attendance(
                    attendance=code,
                    run=code_of[seat.training, seat.start],
                    cohort=seat.before.cohort,
                    unit=unit[seat.before.cohort],
                    skill=rules.course_of(seat.training).skill,
                    after=after,
                    people=part,
                    leaves=seat.leaves,
                    ready=seat.after.ready,
                )
            )
            share.add(seat.after, code, part)
    return out, share


def _reservations(case: Case, chosen: _Taken) -> tuple[Reservation, ...]:
    """Bays reserved for packages."""
    return tuple(
        Reservation(requirement=code, component=component, repair=repair, day=case.grid.first_day(t), bays=rounded(bays))
        for code, component, repair, t, bays in sorted(chosen.bays)
    )
