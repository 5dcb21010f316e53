"""What docs/rules.md says of a scenario before anything is decided: who may serve what and when, milestones, runs, careers.

Shared by the two oracles of complete capabilities. Days are whole numbers, 0 being the first day of the plan. Nothing of the
planner is used; who may have an offer, from when and over which links is asked of the model's rules.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from mainstay.model import (
    Basis,
    Channel,
    ClosureOf,
    Cohort,
    Component,
    ComponentKind,
    Condition,
    Course,
    Link,
    Offer,
    Package,
    Requirement,
    Scenario,
    Stock,
    Training,
)
from mainstay.model.rules import Rules, firm_enough

FOR_EVER = 10**6
COURSES_IN_A_ROW = 3


@dataclass(frozen=True)
class Demand:
    """What a consignment may serve.

    ``most`` is what counts of it at the most (``inf``: anything), ``until`` the last period whose arrivals count (-1: none);
    ``gain[t]`` points for one unit that arrives in period *t*.
    """

    serves: str
    code: str
    component: str
    item: str
    place: str
    most: float
    until: int
    gain: tuple[float, ...]

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from others; the item too, for a site may need several."""
        return (self.serves, self.code, self.component, self.item)


@dataclass(frozen=True)
class Run:
    """A training on one of its start days; the course lasts from ``starts`` to ``ends``, both included."""

    training: Training
    course: Course
    place: str
    starts: int
    ends: int

    @property
    def key(self) -> tuple[str, int]:
        """Training and start day."""
        return (self.training.training, self.starts)


@dataclass(frozen=True)
class Career:
    """Runs that people of a cohort attend one after another; none for those who stay at home.

    ``knows`` gives each skill the day on which it was there; ``kept`` tells those known from the start, which do not fade.
    """

    runs: tuple[Run, ...]
    leaves: int
    ready: int
    knows: tuple[tuple[str, int], ...]
    kept: frozenset[str]
    away: frozenset[int]


class Terms:
    """Answers for one scenario."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.settings = scenario.settings
        self.days, self.length = self.settings.days, self.settings.period_days
        self.periods = -(-self.days // self.length)
        self.rules = Rules(scenario)
        self.items = scenario.by_key("items")
        self.nodes = scenario.by_key("nodes")
        self.euro = self.settings.points_per_million_eur / 1e6

    # --- days ------------------------------------------------------------------------------------------------

    def day(self, day: dt.date) -> int:
        """Return the number of a day."""
        return (day - self.settings.start).days

    def first(self, t: int) -> int:
        """Return the first day of a period."""
        return t * self.length

    def last(self, t: int) -> int:
        """Return the last day of a period."""
        return min((t + 1) * self.length, self.days) - 1

    def periods_of(self, days: float) -> int:
        """Return the periods that so many days take: at least one."""
        return max(1, math.ceil(days / self.length - 1e-9))

    def open_days(self, of: ClosureOf, code: str, t: int) -> list[float]:
        """Share that is open on each day of a period."""
        shares = []
        for day in range(self.first(t), self.last(t) + 1):
            share = 1.0
            for row in self.scenario.closures:
                if row.of == of and row.closes == code and self.day(row.first_day) <= day <= self.day(row.last_day):
                    share *= row.share_open
            shares.append(share)
        return shares

    def step_of(self, day: int) -> int:
        """Return the step that a day lies in."""
        return day // self.settings.step_days

    @cached_property
    def steps(self) -> list[tuple[int, int]]:
        """First and last day of every step."""
        width = self.settings.step_days
        return [(first, min(first + width, self.days) - 1) for first in range(0, self.days, width)]

    # --- packages --------------------------------------------------------------------------------------------

    @cached_property
    def packages(self) -> dict[str, Package]:
        """Packages by code."""
        return self.scenario.by_key("packages")

    def goods(self, package: str) -> list[Component]:
        """Components of a package that are goods."""
        return [c for c in self.scenario.components if c.package == package and c.kind != ComponentKind.REPAIR_CHAIN]

    def chains(self, package: str) -> list[Component]:
        """Components of a package that are bays of repair shops."""
        return [c for c in self.scenario.components if c.package == package and c.kind == ComponentKind.REPAIR_CHAIN]

    def crews(self, package: str) -> dict[str, int]:
        """People that one package needs, by skill."""
        people: dict[str, int] = defaultdict(int)
        for crew in self.scenario.crews:
            if crew.package == package:
                people[crew.skill] += crew.people
        return dict(people)

    def worth(self, row: Requirement, day: int) -> float:
        """Return the share of its points that a requirement earns on a day; -1 if nothing may arrive any more."""
        due, latest = self.day(row.due), self.day(row.latest_useful)
        if day <= due:
            return 1.0
        return (latest - day) / (latest - due) if day < latest else -1.0

    def milestones(self, row: Requirement) -> list[int]:
        """Periods in which packages may come into service."""
        out: list[int] = []
        j, due = 0, self.day(row.due)
        while j == 0 or due + j * self.settings.step_days < self.day(row.latest_useful):
            until = due + j * self.settings.step_days
            ended = [t for t in range(self.periods) if self.last(t) <= until]
            if ended and ended[-1] not in out:
                out.append(ended[-1])
            j += 1
        return out

    @property
    def asked(self) -> float:
        """Points of all requirements and of all stocks with a rate."""
        rated = [row for row in self.scenario.stocks if row.per_day > 0]
        return sum(self.points(row) for row in (*self.scenario.requirements, *rated))

    def points(self, row: Any) -> float:
        """Return the points of a requirement or a stock."""
        return float(self.settings.weights[row.priority - 1] * row.points)

    # --- demands and who may serve them ----------------------------------------------------------------------

    @cached_property
    def demands(self) -> list[Demand]:
        """All demands of the scenario."""
        out, end = [], self.periods - 1
        for row in self.scenario.requirements:
            points = self.points(row)
            worth = [self.worth(row, self.last(t)) for t in range(self.periods)]
            if row.item:
                until = max((t for t in range(self.periods) if worth[t] >= 0), default=-1)
                gain = tuple(points / row.quantity * w for w in worth)
                out.append(Demand("requirement", row.requirement, "", row.item, row.place, row.quantity, until, gain))
                continue
            goods = self.goods(row.package)
            until = max(self.milestones(row), default=-1)
            for part in goods:
                most = part.quantity * row.quantity
                each = self.packages[row.package].partial_share * points / len(goods) / most
                gain = tuple(each * w for w in worth)
                out.append(Demand("component", row.requirement, part.component, part.item, row.place, most, until, gain))
        nothing = (0.0,) * self.periods
        for stock in self.scenario.stocks:
            if stock.per_day > 0:
                out.append(Demand("stock", stock.stock, "", stock.item, stock.place, math.inf, end, nothing))
        for site in self.scenario.sites:
            for item in sorted({run.course.item for run in self.runs if run.training.site == site.site and run.course.item}):
                out.append(Demand("training", site.site, "", item, site.place, math.inf, end, nothing))
        for shop in self.scenario.repairs:
            if shop.spares:
                out.append(Demand("repair", shop.repair, "", shop.spares, shop.place, math.inf, end, nothing))
        return out

    def rate(self, offer: Offer, demand: Demand) -> float:
        """Return how much of a demand one unit of an offer counts for; 0 if it may not serve it."""
        recipient, asks = self.settings.supported, ""
        if demand.serves in ("requirement", "component"):
            row = next(row for row in self.scenario.requirements if row.requirement == demand.code)
            recipient, asks = row.recipient, row.requirement
        elif demand.serves == "stock":
            stock = next(row for row in self.scenario.stocks if row.stock == demand.code)
            recipient = stock.recipient or recipient
        if demand.serves == "component":
            part = next(row for row in self.scenario.components if row.component == demand.component)
            if not part.substitutes and offer.item != part.item:
                return 0.0
        posed = Requirement(
            requirement=asks,
            item=demand.item,
            quantity=1.0,
            unit=self.items[demand.item].unit,
            place=demand.place,
            due=self.settings.start,
            latest_useful=self.settings.start,
            priority=1,
            recipient=recipient,
            source="",
            basis=Basis.ASSUMPTION,
        )
        return 0.0 if self.rules.obstacle(offer, posed) else self.rules.rate(offer.item, demand.item)

    def left(self, offer: Offer) -> float:
        """Return what is left of an offer."""
        return max(0.0, (offer.quantity or 0.0) - offer.handed_over)

    def opens(self, offer: Offer) -> int:
        """Return the day on which an offer that is not shut opens."""
        day = max(self.day(wait.day) for wait in self.rules.waits(offer))
        return max(day, offer.lead_days) if offer.channel == Channel.PURCHASE and offer.lead_days else day

    def paid(self, offer: Offer) -> int:
        """Return the day on which a purchase is ordered and paid."""
        return self.opens(offer) - offer.lead_days

    def pay_days(self, fund: str) -> list[int]:
        """Return the days on which a fund may have to pay."""
        bought = (o for o in self.scenario.offers if o.channel == Channel.PURCHASE and o.fund == fund)
        return sorted({self.paid(offer) for offer in bought if self.rules.shut(offer) is None})

    def money(self, fund: str, day: int) -> float:
        """Return what has been paid into a fund by a day, on rungs that count."""
        rows = (row for row in self.scenario.contributions if row.fund == fund and self.day(row.available) <= day)
        return sum(row.amount_eur for row in rows if firm_enough(row.rung, self.settings.lowest_rung))

    def window(self, offer: Offer) -> range:
        """Periods in which an offer's cargo may leave its owner."""
        until = FOR_EVER if offer.until is None else self.day(offer.until)
        opens = self.opens(offer)
        fit = [t for t in range(self.periods) if opens <= self.first(t) <= until]
        return range(fit[0], fit[-1] + 1) if fit else range(0)

    def links(self, offer: Offer) -> list[Link]:
        """Links that may carry an offer."""
        return [link for link in self.scenario.links if self.rules.barrier(offer, link) is None]

    def lead(self, link: Link) -> int:
        """Return the periods a link takes."""
        return self.periods_of((link.hours + self.nodes[link.destination].handling_hours) / 24)

    def broken(self, offer: Offer) -> bool:
        """Whether an offer needs repair before it serves anything."""
        return bool(offer.condition == Condition.NEEDS_REPAIR)

    def unrated(self, item: str, place: str) -> float:
        """Return what stocks without a rate hold of an item at a place."""
        rows = self.scenario.stocks
        return sum(row.quantity for row in rows if row.per_day == 0 and row.item == item and row.place == place)

    def wanted(self, stock: Stock) -> list[float]:
        """Return what a stock wants in each step."""
        first = 0 if stock.first_day is None else self.day(stock.first_day)
        last = self.days - 1 if stock.last_day is None else self.day(stock.last_day)
        return [stock.per_day * max(0, min(last, end) - max(first, begin) + 1) for begin, end in self.steps]

    # --- training --------------------------------------------------------------------------------------------

    @cached_property
    def runs(self) -> list[Run]:
        """Every training on every start day."""
        courses, sites = self.scenario.by_key("courses"), self.scenario.by_key("sites")
        out = []
        for row in self.scenario.trainings:
            course = courses[row.course]
            for starts in range(self.day(row.first_day), self.day(row.last_day) + 1, row.every_days):
                out.append(Run(row, course, sites[row.site].place, starts, starts + course.days - 1))
        return out

    def travel(self, origin: str, destination: str) -> int | None:
        """Days of the quickest path over links; None without one."""
        best: dict[str, float] = {}
        heap = [(0.0, origin)]
        while heap:
            hours, node = heapq.heappop(heap)
            if node in best:
                continue
            best[node] = hours
            for link in self.scenario.links:
                if link.origin == node:
                    heapq.heappush(heap, (hours + link.hours, link.destination))
        return math.ceil(best[destination] / 24 - 1e-9) if destination in best else None

    def careers(self, cohort: Cohort) -> list[Career]:
        """Every way through courses that is open to people of a cohort, the empty one first."""
        fades = {row.skill: row.fade_days for row in self.scenario.skills}
        first = self.day(cohort.first_day)
        home = Career((), first, first, tuple((s, first) for s in cohort.skills), frozenset(cohort.skills), frozenset())
        out, row_end = [home], [home]
        for _ in range(COURSES_IN_A_ROW):
            longer = []
            for before in row_end:
                for run in self.runs:
                    career = self._after(cohort, before, run, fades)
                    if career:
                        longer.append(career)
            out += longer
            row_end = longer
        return out

    def _after(self, cohort: Cohort, before: Career, run: Run, fades: dict[str, int | None]) -> Career | None:
        """Return the career that goes on with a run; None if it may not."""
        travel = self.travel(cohort.place, run.place)
        spoken = run.training.languages
        if travel is None or not (run.training.interpreters or not spoken or set(spoken) & set(cohort.languages)):
            return None
        leaves, ready = run.starts - travel, run.ends + travel
        if leaves < max(0, self.day(cohort.first_day)) or ready > min(self.day(cohort.last_day), self.days - 1):
            return None
        if before.runs and leaves <= before.ready:
            return None
        knows = dict(before.knows)
        if run.course.skill in knows:
            return None
        for skill in run.course.prerequisites:
            if skill not in knows:
                return None
            fade = None if skill in before.kept else fades[skill]
            if fade is not None and run.starts - knows[skill] > fade:
                return None
        return Career(
            (*before.runs, run),
            leaves,
            ready,
            (*before.knows, (run.course.skill, ready)),
            before.kept,
            before.away | frozenset(range(leaves, ready + 1)),
        )

    def fit(self, career: Career, skill: str, day: int) -> bool:
        """Whether people with a career may be assigned for a skill to a milestone that ends on a day."""
        knows = dict(career.knows)
        if skill not in knows or career.ready > day:
            return False
        fade = next(row.fade_days for row in self.scenario.skills if row.skill == skill)
        return skill in career.kept or fade is None or day - knows[skill] <= fade

    def serves_unit(self, cohort: Cohort, row: Requirement) -> bool:
        """Whether people of a cohort may be assigned to a requirement."""
        return not row.for_unit or row.for_unit == cohort.unit

    def in_force(self, site: str, day: int) -> tuple[int, int]:
        """Seats and instructors of a site on a day."""
        rows = [r for r in self.scenario.intakes if r.site == site and self.day(r.first_day) <= day <= self.day(r.last_day)]
        return sum(r.seats for r in rows), sum(r.instructors for r in rows)
