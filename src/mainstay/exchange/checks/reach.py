"""Demands whose place nothing reaches, or not in time, and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mainstay.model import Closure, ClosureOf, Link, Offer, Scenario, Serves
from mainstay.model.demands import Demand, demands, milestones
from mainstay.model.grid import Grid
from mainstay.model.rules import Obstacle, Rules

from ..draft import Draft
from .network import NAMED, listed
from .sound import GRID, dubious_items, sound_part
from .timetable import Bools, Start, Timetable
from .usable import reason, where

ONE_DAY = dt.timedelta(days=1)
MOST_OFFERS = 50
"""Offers of one requirement that are looked at one by one to name the earliest."""

TABLE = {
    Serves.REQUIREMENT: "requirements",
    Serves.COMPONENT: "requirements",
    Serves.STOCK: "stocks",
    Serves.TRAINING: "sites",
    Serves.REPAIR: "repairs",
}
"""Where the row of a demand stands."""
NOUN = {Serves.COMPONENT: "component", Serves.TRAINING: "item", Serves.REPAIR: "item"}


def check_reach(draft: Draft) -> None:
    """Note each demand that offers may serve, but that none of them reaches while it is useful.

    Nothing is said where a fault elsewhere could be the cause: of what is faulty, the best is supposed. So it is of what
    needs repair: that it takes no time.
    """
    nodes, links = draft.tables["nodes"], draft.tables["links"]
    if not (
        draft.settings.sound(0, *GRID, "lowest_rung", "supported")
        and nodes.whole("node", "country", "hazards", "storage_t", "handling_hours", "handling_t_per_day")
        and links.whole("link", "origin", "destination", "mode")
        and draft.tables["equivalences"].whole("item", "serves", "ratio", "allowed")
        and not draft.tables["offers"].torn
    ):
        return
    scenario = sound_part(draft)
    ways = _Ways(scenario, {links.rows[i].link for i, c in links.faults if c == "capacity_t_per_day"})
    dubious = dubious_items(draft, scenario)
    givers: dict[str, set[str]] = {}
    for row in scenario.equivalences:
        givers.setdefault(row.serves, set()).add(row.item)
    rows = {
        serves: {
            getattr(row, draft.tables[name].key): index for index, row in reversed(list(enumerate(draft.tables[name].rows)))
        }
        for serves, name in TABLE.items()
    }
    for goal in _goals(scenario):
        if dubious & {goal.demand.item, *(givers.get(goal.demand.item, ()) if goal.demand.substitutes else ())}:
            continue
        offers = [offer for offer, _ in ways.rules.suppliers(goal.demand)]
        if offers and not ways.in_time(offers, goal):
            index = rows[goal.demand.serves][goal.demand.of]
            what = f"{NOUN[goal.demand.serves]} {goal.demand.component}: " if goal.demand.component else ""
            draft.tables[TABLE[goal.demand.serves]].say(index, "", what + _why(draft, ways, offers, goal), blocks=False)


@dataclass(frozen=True)
class _Goal:
    """A demand, and the days between which its worth falls to nothing."""

    demand: Demand
    due: dt.date
    latest_useful: dt.date

    @property
    def place(self) -> str:
        """Where it is asked for."""
        return self.demand.place


def _goals(scenario: Scenario) -> Iterator[_Goal]:
    """Demands that something could still be in time for: of the others their row has said that it is too late."""
    grid = Grid.of(scenario.settings)
    rows = scenario.by_key("requirements")
    for demand in demands(scenario):
        if demand.serves == Serves.REQUIREMENT:
            due, latest = rows[demand.of].due, rows[demand.of].latest_useful
        elif demand.serves == Serves.COMPONENT:
            last = max(milestones(scenario, rows[demand.of]), default=-1)
            due = grid.last_day(last) if last >= 0 else scenario.settings.start - ONE_DAY
            latest = due + ONE_DAY
        else:
            due, latest = scenario.end - ONE_DAY, scenario.end
        if due >= scenario.settings.start or latest > scenario.settings.start:
            yield _Goal(demand, due, latest)


@dataclass
class _Ways:
    """Ways of the offers of one scenario, under one set of closures or another; what is asked often is remembered."""

    scenario: Scenario
    unknown_capacity: set[str]

    def __post_init__(self) -> None:
        self.rules = Rules(self.scenario)
        self.closures = tuple(c for c in self.scenario.closures if c.share_open == 0)
        self.times = Timetable(self.scenario, self.closures)
        self._gates = self.scenario.by_key("corridors")
        self.carries = np.array([self.idle(link) is None for link in self.scenario.links], dtype=bool)
        self._masks: dict[frozenset[str], Bools] = {}
        self._earliest: dict[tuple[object, ...], NDArray[np.int64]] = {}

    def allowed(self, offer: Offer) -> Bools:
        """Links that may carry an offer: (links,); those that carry no load only what weighs nothing."""
        forbidden = self.rules.forbidden(offer)
        if forbidden not in self._masks:
            self._masks[forbidden] = np.array([link.link not in forbidden for link in self.scenario.links], dtype=bool)
        mask = self._masks[forbidden]
        return mask & self.carries if self.weighs(offer) else mask

    def idle(self, link: Link) -> Obstacle | None:
        """What keeps a link from carrying any load: its own capacity, its corridor's, or its end that takes nothing in."""
        if link.capacity_t_per_day == 0 and link.link not in self.unknown_capacity:
            return Obstacle("links", link.link)
        if self.rules.nodes[link.destination].handling_t_per_day == 0:
            return Obstacle("nodes", link.destination)
        if link.corridor in self._gates and self._gates[link.corridor].capacity_t_per_day == 0:
            return Obstacle("corridors", link.corridor)
        return None

    def weighs(self, offer: Offer) -> bool:
        """Whether an offer loads what carries it."""
        return self.rules.items[offer.item].mass_t > 0

    def start(self, offer: Offer) -> Start:
        """Where and when an offer may leave."""
        times, opens = self.times, self.rules.opens(offer)
        first = times.periods if opens is None else times.grid.first_from(opens)
        return times.number[offer.place], first, times.last_until(offer.until)

    def earliest(self, offers: list[Offer], times: Timetable) -> NDArray[np.int64]:
        """First period in which any of these offers can be at each node: (nodes,)."""
        groups: dict[bytes, tuple[Bools, set[Start]]] = {}
        for offer in offers:
            mask = self.allowed(offer)
            groups.setdefault(mask.tobytes(), (mask, set()))[1].add(self.start(offer))
        best = np.full(len(times.number), times.periods, dtype=np.int64)
        for name, (mask, starts) in groups.items():
            key = (times, name, frozenset(starts))
            found = self._earliest.get(key)
            if found is None:
                found = times.earliest(starts, mask)
                if times is self.times:
                    self._earliest[key] = found
            best = np.minimum(best, found)
        return best

    def in_time(self, offers: list[Offer], goal: _Goal, times: Timetable | None = None) -> bool:
        """Whether any of these offers reaches a demand while it is useful."""
        times = times or self.times
        period = int(self.earliest(offers, times)[times.number[goal.place]])
        day = times.grid.last_day(period)
        return period < times.periods and (day <= goal.due or day < goal.latest_useful)


def _why(draft: Draft, ways: _Ways, offers: list[Offer], goal: _Goal) -> str:
    """Say why nothing reaches a demand: no path, no permitted path, closures, or too late."""
    times, place = ways.times, goal.place
    at = times.number[place]
    starts = sorted({offer.place for offer in offers})
    everywhere = np.ones(len(times.links), dtype=bool)
    if not times.ever([times.number[start] for start in starts], everywhere)[at]:
        stand = listed(starts, "node")
        return f"nothing can reach '{place}': no path of links leads there from {stand}, where what could serve it stands."
    if not any(times.ever([times.number[offer.place]], ways.allowed(offer))[at] for offer in offers):
        bars = "; ".join(_barriers(draft, ways, offers)[:NAMED])
        return f"nothing can reach '{place}': every path there is barred: {bars}."
    if causes := _causes(ways, offers, goal):
        return _closed(draft, ways, causes, goal)
    return _late(draft, ways, offers, goal)


def _barriers(draft: Draft, ways: _Ways, offers: list[Offer]) -> list[str]:
    """What bars the links out of where the offers can get to."""
    times, found = ways.times, set()
    for offer in offers:
        allowed = ways.allowed(offer)
        here = times.ever([times.number[offer.place]], allowed)
        for at in np.flatnonzero(~allowed & here[times.tail] & ~here[times.head]):
            link = times.links[at]
            cause = ways.rules.barrier(offer, link) or ways.idle(link)
            if cause:
                found.add(cause)
    return [_idle(draft, cause) if cause.kind in draft.tables else reason(draft, cause) for cause in sorted(found)]


def _idle(draft: Draft, cause: Obstacle) -> str:
    says = "can take nothing in" if cause.kind == "nodes" else "has no capacity"
    return f"{cause.kind[:-1]} {cause.key} ({where(draft, cause.kind, cause.key)}) {says}"


def _causes(ways: _Ways, offers: list[Offer], goal: _Goal) -> list[Closure]:
    """Fewest closures that together keep every offer away; none if it would be too late without any."""
    latest = max(goal.due, goal.latest_useful - ONE_DAY)
    causes = [c for c in ways.closures if c.first_day <= latest and c.last_day >= ways.times.start]
    if ways.in_time(offers, goal, Timetable(ways.scenario)):
        for closure in tuple(causes):
            others = [c for c in causes if c is not closure]
            if not ways.in_time(offers, goal, Timetable(ways.scenario, others)):
                causes = others
        return causes
    return []


def _closed(draft: Draft, ways: _Ways, causes: list[Closure], goal: _Goal) -> str:
    """Name the closures that keep every offer away."""
    latest = max(goal.due, goal.latest_useful - ONE_DAY)
    rows = where(draft, "closures", *(c.closure for c in causes))
    first, last = max(c.first_day for c in causes), min(c.last_day for c in causes)
    when = ""
    if last < latest:
        when = " in time"
    elif first > ways.times.start:
        when = f" after {first - ONE_DAY}"
    return f"nothing can reach '{goal.place}'{when}: {_closed_things(causes)} ({rows})."


def _closed_things(closures: list[Closure]) -> str:
    things = sorted({(list(ClosureOf).index(c.of), str(c.of), c.closes) for c in closures})
    kinds = list(dict.fromkeys(kind for _, kind, _ in things))
    said = " and ".join(listed([code for _, of, code in things if of == kind], kind) for kind in kinds)
    verb = {1: "is closed", 2: "are both closed"}.get(len(things), "are all closed")
    return f"{said} {verb}"


def _late(draft: Draft, ways: _Ways, offers: list[Offer], goal: _Goal) -> str:
    """Name the offer that could be there first, when, and what it waits for."""
    times = ways.times
    at = times.number[goal.place]
    periods = [(int(ways.earliest([offer], times)[at]), offer.offer, offer) for offer in offers[:MOST_OFFERS]]
    period, code, offer = min(periods, key=lambda entry: entry[:2])
    wait = ways.rules.waits(offer)[-1]
    when = f"on {times.grid.last_day(period)}" if period < times.periods else "only after the plan ends"
    opens = f"opens on {wait.day}"
    if wait.kind in ("caveat", "consent"):
        opens += f" ({wait.kind} {wait.key}: {where(draft, wait.kind + 's', wait.key)})"
    elif wait.kind == "order":
        opens += f" (ordered {offer.lead_days} days before)"
    return (
        f"nothing can reach '{goal.place}' before {goal.latest_useful}, when it is no longer useful:"
        f" the first, offer {code} ({where(draft, 'offers', code)}), {opens} and could be there {when}."
    )
