"""What could be added to training and repair: seats, instructors, people, equipment on site, earlier starts, bays."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

import msgspec

from mainstay.model import Intake, Serves, Site

from .additions import LATER, Addition, goods, tables
from .build import Case
from .lacking import bays as said_bays
from .lacking import people as said_people
from .lacking import seats as said_seats
from .parts import Part
from .problem import Floats
from .trainable import Held


def intake(case: Case, site: str, seats: int, instructors: int, first: dt.date, last: dt.date) -> Addition:
    """More seats, instructors or both at a site from one day to another, lent by its host."""
    row: Site = case.scenario.by_key("sites")[site]
    new = Intake(
        intake=f"{site}+{seats}+{instructors}",
        site=site,
        party=row.party,
        first_day=first,
        last_day=last,
        seats=seats,
        instructors=instructors,
        source=row.source,
        basis=row.basis,
    )
    staff = f"{instructors} {'instructor' if instructors == 1 else 'instructors'}"
    what = " and ".join(text for n, text in ((seats, said_seats(seats)), (instructors, staff)) if n)
    widens = (("seats", site, float(seats)), ("instructors", site, float(instructors)))
    return Addition("site", site, f"{what} more at {site}", tables(intakes=(new,)), row.party, first, last, widens)


def people(case: Case, cohort: str, number: int) -> Addition:
    """So many people more in a cohort; its unit grows with it."""
    row = case.scenario.by_key("cohorts")[cohort]
    unit = case.scenario.by_key("units")[row.unit]
    change = tables(
        cohorts=(msgspec.structs.replace(row, people=row.people + number),),
        units=(msgspec.structs.replace(unit, people=unit.people + number),),
    )
    text = f"{said_people(number)} more in cohort {cohort} of {unit.unit}"
    widens = (("people", cohort, float(number)),)
    return Addition("unit", unit.unit, text, change, unit.party, row.first_day, row.last_day, widens)


def away(case: Case, unit: str, number: int) -> Addition | None:
    """So many people more of a unit away at a time; None if all may be already."""
    row = case.scenario.by_key("units")[unit]
    share = min(1.0, row.away_share + number / row.people)
    if share <= row.away_share:
        return None
    more = math.floor(share * row.people) - math.floor(row.away_share * row.people)
    text = f"{said_people(more)} more of {unit} away at a time"
    change = tables(units=(msgspec.structs.replace(row, away_share=share),))
    return Addition("unit", unit, text, change, row.party, widens=(("away", unit, float(more)),))


def another_run(case: Case, training: str) -> Addition:
    """One run more of a training at a time."""
    row = case.scenario.by_key("trainings")[training]
    host = case.scenario.by_key("sites")[row.site].party
    change = tables(trainings=(msgspec.structs.replace(row, most_runs=row.most_runs + 1),))
    return Addition("site", row.site, f"one run more of {training} at a time", change, host, row.first_day, row.last_day)


def interpreters(case: Case, training: str) -> Addition:
    """A training with interpreters."""
    row = case.scenario.by_key("trainings")[training]
    host = case.scenario.by_key("sites")[row.site].party
    change = tables(trainings=(msgspec.structs.replace(row, interpreters=True),))
    return Addition("site", row.site, f"interpreters at {training}", change, host, row.first_day, row.last_day)


def earlier(case: Case, training: str) -> Addition | None:
    """A training whose first start is a fortnight earlier; None if it starts with the plan."""
    row = case.scenario.by_key("trainings")[training]
    room = (row.first_day - case.grid.start).days
    if room <= 0:
        return None
    back = dt.timedelta(days=min(room, LATER))
    host = case.scenario.by_key("sites")[row.site].party
    change = tables(trainings=(msgspec.structs.replace(row, first_day=row.first_day - back),))
    text = f"first start of {training} {back.days} days earlier"
    return Addition("site", row.site, text, change, host, row.first_day - back, row.first_day)


def bays(case: Case, shop: str, number: float) -> Addition:
    """So many bays more in a repair shop."""
    row = case.scenario.by_key("repairs")[shop]
    change = tables(repairs=(msgspec.structs.replace(row, bays=row.bays + number),))
    text = f"{said_bays(number)} more at {shop}"
    return Addition("repair shop", shop, text, change, row.party, widens=(("bays", shop, number),))


def priced(case: Case, price: Floats) -> list[Addition]:
    """
    Return more room where training and repair are priced: for one course more of each site, one bay more of each shop.

    Parameters
    ----------
    price : (shared rows,)
    """
    days: dict[tuple[str, str], list[dt.date]] = {}
    for name, paid in zip(case.problem.choices.row_names, price.tolist(), strict=True):
        if paid > 0 and name[0] in ("seats", "instructors"):
            days.setdefault((str(name[0]), str(name[1])), []).append(name[2])  # type: ignore[arg-type]
    courses, out = case.scenario.by_key("courses"), []
    for site in sorted({site for _, site in days}):
        given = [courses[row.course] for row in case.scenario.trainings if row.site == site]
        largest = max(given, key=lambda course: (course.seats, course.course))
        both = [day for kind in ("seats", "instructors") for day in days.get((kind, site), [])]
        length = dt.timedelta(days=largest.days - 1)
        first, last = max(case.grid.start, min(both) - length), max(both) + length
        seats = largest.seats if ("seats", site) in days else 0
        staff = largest.instructors if ("instructors", site) in days else 0
        if seats or staff:
            out.append(intake(case, site, seats, staff, first, last))
    shops = {
        str(name[1])
        for name, paid in zip(case.problem.choices.row_names, price.tolist(), strict=True)
        if paid > 0 and name[0] == "bays"
    }
    return out + [bays(case, shop, 1.0) for shop in sorted(shops)]


def for_parts(case: Case, requirement: str, parts: Iterable[Part]) -> list[Addition]:
    """Return what the parts that packages of a requirement wait for could do with."""
    out: list[Addition] = []
    component = case.scenario.by_key("components")
    demand = {d.component: d for d in case.demands if d.serves == Serves.COMPONENT and d.of == requirement}
    for part in parts:
        if part.kind in ("crews", "maintainers"):
            out += for_people(case, part)
        elif part.kind == "repair chain":
            shops = [row for row in case.scenario.repairs if component[part.code].item in row.items]
            out += [bays(case, row.repair, float(max(1, math.ceil(part.missing)))) for row in shops[:2]]
        else:
            more = goods(case, demand[part.code], float(f"{part.missing:.6g}")) if part.missing > 0 else None
            out += [more] if more else []
    return out


def for_people(case: Case, part: Part) -> list[Addition]:
    """Return what would let more people be trained: each thing that holds them back, and seats with instructors together."""
    out: list[Addition | None] = []
    number = max(1, round(part.missing))
    by_site: dict[str, dict[str, list[Held]]] = {}
    for held in part.held:
        if held.kind in ("seats", "instructors"):
            by_site.setdefault(held.key, {}).setdefault(held.kind, []).append(held)
        elif held.kind == "people":
            out.append(people(case, held.key, number))
        elif held.kind == "away":
            out.append(away(case, held.key, number))
        elif held.kind == "language":
            out.append(interpreters(case, held.key))
        elif held.kind == "runs":
            out.append(another_run(case, held.key))
        elif held.kind == "equipment":
            site, item = held.key.split("/", 1)
            wants = [d for d in case.demands if d.serves == Serves.TRAINING and (d.of, d.item) == (site, item)]
            quantity = max((c.item_quantity for c in case.scenario.courses if c.item == item), default=1.0)
            out += [goods(case, d, quantity) for d in wants]
    for site, kinds in sorted(by_site.items()):
        both = [held for held_of in kinds.values() for held in held_of]
        first, last = min(held.first_day for held in both), max(held.last_day for held in both)
        staff = max(1, part.instructors)
        if "seats" in kinds:
            mine = kinds["seats"]
            out.append(intake(case, site, number, 0, min(h.first_day for h in mine), max(h.last_day for h in mine)))
        if "instructors" in kinds:
            mine = kinds["instructors"]
            out.append(intake(case, site, 0, staff, min(h.first_day for h in mine), max(h.last_day for h in mine)))
        if part.instructors and (len(kinds) == 2 or any(held.also for held in both)):
            out.append(intake(case, site, number, staff, first, last))
    late = [row for row in case.scenario.trainings if case.scenario.by_key("courses")[row.course].skill == part.code]
    out += [earlier(case, row.training) for row in sorted(late, key=lambda row: row.training)[:2]]
    return [addition for addition in out if addition is not None]
