"""Packages and stocks of a written plan in arrays: what they wait for, and what they earn when it is there."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

import numpy as np

from mainstay.exchange.plan_folder import PlanTables
from mainstay.model import ComponentKind, Serves
from mainstay.model.demands import milestones, steps, wanted
from mainstay.planning.build import Case
from mainstay.planning.problem import Floats, Ints
from mainstay.planning.shops import lot_of

from .classroom import Crews, crews


class Packages(NamedTuple):
    """Requirements of packages. Each ``..._start`` says where the entries of a requirement, skill or chain begin.

    Attributes
    ----------
    row : (requirements,)
        Which of all requirements it is.
    at_start, at, gain, planned : (requirements + 1,), (milestones,) each
        Periods at whose end packages come into service, points of one, and how many of them are planned up to then.
    unit_start : (requirements + 1,)
        First of the packages asked for.
    goods_start, need, each : (requirements + 1,), (goods,), (goods,) lots
        Components that are goods: the demand, and what a package takes.
    skill_start, people, crew_start : (requirements + 1,), (skills,), (skills + 1,)
        Skills: people of a package, and the crews assigned.
    chain_start, bays, booked_start, booked : (requirements + 1,), (chains,), (chains + 1,), (chains by milestone,)
        Repair chains: bays of a package, and the bays reserved up to each milestone.
    crews
        Crews of each skill, one behind the other.
    """

    row: Ints
    at_start: Ints
    at: Ints
    gain: Floats
    planned: Ints
    unit_start: Ints
    goods_start: Ints
    need: Ints
    each: Floats
    skill_start: Ints
    people: Floats
    crew_start: Ints
    chain_start: Ints
    bays: Floats
    booked_start: Ints
    booked: Floats
    crews: Crews


class Stocks(NamedTuple):
    """Stocks with a rate, and the steps in which they issue; see :mod:`mainstay.planning.stock_book`.

    Attributes
    ----------
    row, need : (stocks,)
    lot : (stocks,)
        Lots of one unit.
    opening, floor, ceiling : (stocks,) units
    keeps : (stocks,) days
        Shelf life, or -1.
    wants : (stocks, steps) units
    gain : (stocks,) points per unit issued
    step : (periods,)
        Step in which a period ends.
    last : (steps,) days
        Last day of each step, counted from the first of the plan.
    """

    row: Ints
    need: Ints
    lot: Floats
    opening: Floats
    floor: Floats
    ceiling: Floats
    keeps: Ints
    wants: Floats
    gain: Floats
    step: Ints
    last: Ints


class _Lists:
    """Lists by name that become arrays."""

    def __init__(self) -> None:
        self.of: dict[str, list[float]] = defaultdict(list)

    def ints(self, name: str) -> Ints:
        return np.array(self.of[name], dtype=np.int32)

    def floats(self, name: str) -> Floats:
        return np.array(self.of[name], dtype=np.float64)


def packages(case: Case, tables: PlanTables) -> Packages:
    """Put what a plan has for packages into arrays; requirements without a milestone are not among them."""
    scenario, grid, choices = case.scenario, case.grid, case.problem.choices
    gain = {what: choices.gain[j] for j, what in enumerate(choices.what) if what[0] == "package"}
    demand = {(d.of, d.component): n for n, d in enumerate(case.demands) if d.serves == Serves.COMPONENT}
    service: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in tables.capabilities:
        service[row.requirement].append((grid.last_until(row.day), row.packages))
    booked: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
    for bay in tables.reservations:
        booked[bay.requirement, bay.component].append((grid.last_until(bay.day), bay.bays))
    assigned, crew_rows, out = crews(case, tables), [], _Lists()
    put = out.of
    for name in ("at", "unit", "goods", "skill", "chain"):
        put[f"{name}_start"].append(0)
    put["crew_start"].append(0)
    put["booked_start"].append(0)
    for number, requirement in enumerate(scenario.requirements):
        at = milestones(scenario, requirement) if requirement.package else ()
        if not at:
            continue
        code = requirement.requirement
        put["row"].append(number)
        for t in at:
            put["at"].append(t)
            put["gain"].append(gain["package", code, t])
            put["planned"].append(sum(n for since, n in service[code] if since <= t))
        put["unit_start"].append(put["unit_start"][-1] + round(requirement.quantity))
        people: dict[str, int] = defaultdict(int)
        for crew in scenario.crews:
            if crew.package == requirement.package:
                people[crew.skill] += crew.people
        for component in scenario.components:
            if component.package != requirement.package:
                continue
            if component.kind == ComponentKind.REPAIR_CHAIN:
                put["bays"].append(component.quantity)
                put["booked"] += [sum(n for since, n in booked[code, component.component] if since <= t) for t in at]
                put["booked_start"].append(len(put["booked"]))
            else:
                put["need"].append(demand[code, component.component])
                put["each"].append(component.quantity * lot_of(case.rules.items[component.item]))
        for skill, number_of in sorted(people.items()):
            put["people"].append(number_of)
            crew_rows += assigned.get((code, skill), [])
            put["crew_start"].append(len(crew_rows))
        for name, behind in (("at", "at"), ("goods", "need"), ("skill", "people"), ("chain", "bays")):
            put[f"{name}_start"].append(len(put[behind]))
    return Packages(
        row=out.ints("row"),
        at_start=out.ints("at_start"),
        at=out.ints("at"),
        gain=out.floats("gain"),
        planned=out.ints("planned"),
        unit_start=out.ints("unit_start"),
        goods_start=out.ints("goods_start"),
        need=out.ints("need"),
        each=out.floats("each"),
        skill_start=out.ints("skill_start"),
        people=out.floats("people"),
        crew_start=out.ints("crew_start"),
        chain_start=out.ints("chain_start"),
        bays=out.floats("bays"),
        booked_start=out.ints("booked_start"),
        booked=out.floats("booked"),
        crews=Crews(
            *(np.array([row[i] for row in crew_rows], dtype=np.float64 if i == 1 else np.int32) for i in range(6))  # type: ignore[arg-type]
        ),
    )


def stocks(case: Case) -> Stocks:
    """Put stocks with a rate into arrays."""
    scenario, grid = case.scenario, case.grid
    demand = {d.of: n for n, d in enumerate(case.demands) if d.serves == Serves.STOCK}
    cut = steps(scenario.settings)
    rows = [row for row in scenario.stocks if row.per_day > 0]
    wants = np.array([wanted(row, scenario.settings) for row in rows]).reshape(len(rows), len(cut))
    total = wants.sum(axis=1)
    points = np.array([scenario.points(row) for row in rows], dtype=np.float64)
    ends = [grid.last_day(t) for t in range(grid.periods)]
    return Stocks(
        row=np.arange(len(rows), dtype=np.int32) + len(scenario.requirements),
        need=np.array([demand[row.stock] for row in rows], dtype=np.int32),
        lot=np.array([lot_of(case.rules.items[row.item]) for row in rows], dtype=np.float64),
        opening=np.array([row.quantity for row in rows], dtype=np.float64),
        floor=np.array([row.floor for row in rows], dtype=np.float64),
        ceiling=np.array([np.inf if row.ceiling is None else row.ceiling for row in rows], dtype=np.float64),
        keeps=np.array([row.shelf_life_days or -1 for row in rows], dtype=np.int32),
        wants=wants,
        gain=np.divide(points, total, out=np.zeros(len(rows)), where=total > 0),
        step=np.array([next(k for k, (first, last) in enumerate(cut) if first <= day <= last) for day in ends], dtype=np.int32),
        last=np.array([(last - grid.start).days for _, last in cut], dtype=np.int32),
    )
