"""Which parts packages wait for: goods, crews and maintainers, or the repair chain, and until when."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mainstay.model import Component, ComponentKind, CrewRole, Reason, Requirement, Serves
from mainstay.model.demands import milestones

from .attained import Attained
from .build import Case
from .lacking import Finder, Finding, Want, bays, listed, number, people, seats
from .record import Record
from .trainable import Held, Schoolroom

FEW = 1e-9
"""Bays below which none is free."""


@dataclass(frozen=True)
class Part:
    """A part of packages that keeps some of them out of service.

    ``kind`` and ``code`` say which part, ``packages`` how many it suffices for by the due day; ``missing`` how much of it is
    missing (item's unit, people or bays), and ``held`` what holds back more people.
    """

    kind: str
    code: str
    finding: Finding
    packages: int
    missing: float
    held: tuple[Held, ...] = ()
    instructors: int = 0


class Parts:
    """Looks at every part of the packages that a plan does not bring into service on time."""

    def __init__(self, case: Case, record: Record, finder: Finder, room: Schoolroom):
        self.case, self.finder, self.room = case, finder, room
        self.components: dict[str, list[Component]] = defaultdict(list)
        for row in case.scenario.components:
            self.components[row.package].append(row)
        self.skills: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
        self.roles: dict[tuple[str, str], set[CrewRole]] = defaultdict(set)
        for crew in case.scenario.crews:
            self.skills[crew.package][crew.skill] += crew.people
            self.roles[crew.package, crew.skill].add(crew.role)
        self.arrived: dict[tuple[str, str], list[tuple[dt.date, float]]] = defaultdict(list)
        for sent in record.consignments:
            if sent.serves == Serves.COMPONENT:
                self.arrived[sent.requirement, sent.component].append((sent.arrives, sent.counts_for))

    def lacking(self, row: Requirement) -> list[Part]:
        """Return the parts that keep packages of a requirement from being in service on time, the scarcest first."""
        at = milestones(self.case.scenario, row)
        if not at:
            return []
        by, wanted = self.case.grid.last_day(at[0]), round(row.quantity)
        found: list[Part] = []
        for part in self.components[row.package]:
            if part.kind == ComponentKind.REPAIR_CHAIN:
                found += self._chain(row, part, at, wanted)
            else:
                found += self._goods(row, part, by, wanted)
        for skill, each in sorted(self.skills[row.package].items()):
            found += self._people(row, skill, each * wanted, each, by)
        order = list(Reason)
        return sorted(found, key=lambda p: (p.packages, order.index(p.finding.reason), p.code))

    def _goods(self, row: Requirement, part: Component, by: dt.date, wanted: int) -> list[Part]:
        n = self.finder.need[Serves.COMPONENT, row.requirement, part.component]
        demand = self.case.demands[n]
        has = sum(amount for day, amount in self.arrived[row.requirement, part.component] if day <= by)
        if has >= demand.quantity * (1 - 1e-6):
            return []
        unit = self.case.rules.items[part.item].unit
        finding = self.finder.why(Want(demand, unit, demand.quantity, by, whole=True, has=has))
        if finding.reason == Reason.NOT_WORTH:  # it could be there: it waits for others
            return []
        most = min(wanted, int(max(has, finding.most) / part.quantity + 1e-6))
        return [Part(str(part.kind), part.component, finding, most, demand.quantity - max(has, finding.most))]

    def _people(self, row: Requirement, skill: str, asked: int, each: int, by: dt.date) -> list[Part]:
        roles = self.roles[row.package, skill]
        kind = "crews" if CrewRole.CREW in roles else "maintainers"
        could = self.room.could(row, skill, asked, by)
        if could is None:
            finding, held = self.room.nobody(row, skill, asked, by)
            return [Part(kind, skill, finding, 0, float(asked), held)]
        if could.most >= asked:
            return []
        said = [f"{could.most} of {asked} people can be trained by {by}", *(held.text for held in could.held)]
        helps = {
            "seats": f"{seats(could.short)} more at {{}}",
            "instructors": "instructors at {}",
            "people": f"{people(could.short)} more of {row.for_unit or 'any unit'}",
            "equipment": "more of {} on site",
            "away": "more people of {} away at a time",
            "runs": "more runs of {} at a time",
        }
        what = [helps[held.kind].format(held.key) for held in could.held] or [f"more room in courses of {skill}"]
        finding = Finding(Reason.TRAINING, "; ".join(said), "; ".join(dict.fromkeys(what)), float(could.most))
        return [Part(kind, skill, finding, could.most // each, float(could.short), could.held, could.staff)]

    def _chain(self, row: Requirement, part: Component, at: tuple[int, ...], wanted: int) -> list[Part]:
        """Bays that are free from the first milestone to the end, with those that are reserved for this requirement."""
        choices, scenario = self.case.problem.choices, self.case.scenario
        shops = [(s, shop) for s, shop in enumerate(scenario.repairs) if part.item in shop.items]
        asked, free = part.quantity * wanted, 0.0
        used = []
        for s, shop in shops:
            rows = choices.bays[s, at[0] :]
            room = choices.capacity[rows] - self.finder.loads.shared[rows]
            free += max(0.0, float(room.min(initial=np.inf)))
            if room.min(initial=np.inf) < shop.bays - FEW:
                used.append(shop.repair)
        mine = {
            j: what
            for j, what in enumerate(choices.what)
            if what[0] == "reserve" and what[1:3] == (row.requirement, part.component)
        }
        free += sum(float(self.room.taken[j]) for j in mine)
        if free >= asked * (1 - 1e-6):
            return []
        names = listed([shop.repair for _, shop in shops]) if shops else ""
        detail = f"{number(free)} of {number(asked)} bays free at {names}" if shops else f"no shop repairs {part.item}"
        if used:
            detail += f"; the others are in use or reserved at {listed(used)}"
        helps = f"{bays(asked - free)} more at {names}" if shops else f"a shop that repairs {part.item}"
        finding = Finding(Reason.REPAIR, detail, helps, free)
        return [Part("repair chain", part.component, finding, int(free / part.quantity + 1e-6), asked - free)]


def sentence(row: Requirement, attained: Attained, on_time: int, parts: list[Part]) -> Finding:
    """Say in one sentence which parts the packages wait for, and until when."""
    wanted = round(row.quantity)
    if not parts:
        detail = "every part could be had by itself, but not all together, or for more than they earn, or within the plan's gap"
        finding = Finding(Reason.NOT_WORTH, detail, "a smaller gap, or cheaper transport")
    else:
        finding = parts[0].finding
    last, waits = last_in_service(attained, row), "waits" if wanted - on_time == 1 else "wait"
    until = f"; all in service on {last}" if last else ""
    first = parts[0] if parts else None
    if first is None:
        return Finding(finding.reason, f"{wanted - on_time} of {wanted} {waits}: {finding.detail}{until}", finding.helps)
    also = "".join(f"; also for {part.kind} ({part.code}): {part.finding.detail}" for part in parts[1:3])
    also += f"; and for {len(parts) - 3} more" if len(parts) > 3 else ""
    detail = f"{wanted - on_time} of {wanted} {waits} for {first.kind} ({first.code}): {finding.detail}{also}{until}"
    return Finding(finding.reason, detail, finding.helps)


def last_in_service(attained: Attained, row: Requirement) -> dt.date | None:
    """Day on which the last package asked for comes into service; None if it never does."""
    days = [c.day for c in attained.capabilities if c.requirement == row.requirement and c.in_service >= round(row.quantity)]
    return min(days, default=None)
