"""Ways of breaking a valid plan, each in one respect, to see whether the checker notices.

A kind of spoiling applies only where what it does is a genuine violation; stated figures follow along, so that nothing but
the violation itself gives it away.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import random
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec

from mainstay.model import Channel, Closure, Consignment, Leg, Mode, Offer, Requirement, Scenario, Serves
from mainstay.model.rules import Rules

change = msgspec.structs.replace
Spoiled = tuple[list[Consignment], list[Leg]]

EXPECTED: dict[str, tuple[str, ...]] = {
    "beyond supply": ("consignments.csv quantity",),
    "beyond demand": ("consignments.csv counts_for",),
    "below nothing": ("consignments.csv quantity",),
    "no number": ("consignments.csv quantity",),
    "over link": ("legs.csv departs",),
    "over node": ("legs.csv arrives",),
    "over corridor": ("legs.csv arrives",),
    "over store": ("consignments.csv mass_t",),
    "over fund": ("consignments.csv purchase_eur",),
    "leg missing": ("legs.csv leg", "consignments.csv destination"),
    "legs swapped": ("legs.csv link", "legs.csv departs"),
    "leg too quick": ("legs.csv arrives",),
    "leg too early": ("legs.csv departs",),
    "wrong link": ("legs.csv link", "consignments.csv destination"),
    "wrong mode": ("legs.csv mode",),
    "wrong leg origin": ("legs.csv origin",),
    "wrong leg mass": ("legs.csv mass_t",),
    "unknown link": ("legs.csv link",),
    "leg of nobody": ("legs.csv consignment",),
    "off the grid": ("legs.csv departs",),
    "before the opening": ("consignments.csv departs", "legs.csv departs"),
    "after until": ("consignments.csv departs",),
    "after the plan": ("legs.csv arrives",),
    "useless": ("consignments.csv arrives",),
    "late for full points": ("consignments.csv points",),
    "waits without store": ("consignments.csv consignment", "consignments.csv departs"),
    "kept without store": ("consignments.csv consignment",),
    "over what is shut": ("legs.csv departs", "legs.csv arrives"),
    "wrong day": ("consignments.csv departs",),
    "wrong party": ("consignments.csv party",),
    "wrong item": ("consignments.csv item",),
    "wrong origin": ("consignments.csv origin",),
    "unknown offer": ("consignments.csv offer",),
    "unknown requirement": ("consignments.csv requirement",),
    "doubled code": ("consignments.csv consignment",),
    "points inflated": ("consignments.csv points",),
    "counts inflated": ("consignments.csv counts_for",),
    "mass understated": ("consignments.csv mass_t",),
    "transport hidden": ("consignments.csv transport_eur",),
    "purchase hidden": ("consignments.csv purchase_eur",),
    "barred by item": ("consignments.csv requirement",),
    "barred by rung": ("consignments.csv offer",),
    "barred by quantity": ("consignments.csv quantity",),
    "barred by reserved": ("consignments.csv requirement",),
    "barred by caveat": ("consignments.csv requirement", "consignments.csv destination", "consignments.csv offer"),
    "barred by consent": ("consignments.csv offer",),
    "barred by purchase": ("consignments.csv offer", "consignments.csv item"),
    "link under caveat": ("legs.csv mode", "legs.csv origin", "legs.csv destination"),
    "link without licence": ("legs.csv origin", "legs.csv destination"),
}
"""Kinds of spoiling, and where the checker is to point (one of these)."""


def spoil(
    scenario: Scenario, consignments: Sequence[Consignment], legs: Sequence[Leg], rng: random.Random
) -> tuple[list[Consignment], list[Leg], str]:
    """Break a valid plan that is not empty in one of the kinds of :data:`EXPECTED`, and tell in which."""
    spoiler = Spoiler(scenario, list(consignments), list(legs), rng)
    kinds = list(EXPECTED)
    rng.shuffle(kinds)
    for kind in kinds:
        if spoiled := spoiler.break_(kind):
            return *spoiled, kind
    raise ValueError("an empty plan cannot be spoiled")


@dataclass
class Spoiler:
    """A plan and the ways of breaking it; each answers None where it would break nothing."""

    scenario: Scenario
    consignments: list[Consignment]
    legs: list[Leg]
    rng: random.Random

    def __post_init__(self) -> None:
        scenario = self.scenario
        self.rules = Rules(scenario)
        for table in ("offers", "requirements", "links", "nodes", "corridors"):
            setattr(self, table, scenario.by_key(table))
        self.start, self.days, self.step = scenario.settings.start, scenario.settings.days, scenario.settings.period_days
        self.periods = math.ceil(self.days / self.step)

    def break_(self, kind: str) -> Spoiled | None:
        """Break the plan in one kind, at a random row where that breaks a rule."""
        if kind.startswith("barred by "):
            return self.barred_offer(kind.removeprefix("barred by "))
        if kind.startswith("link "):
            return self.barred_link("hazard" if kind.endswith("licence") else "caveat")
        one: Callable[[Consignment, list[Leg]], Spoiled | None] = getattr(self, kind.replace(" ", "_"))
        rows = [row for row in self.consignments if row.serves == Serves.REQUIREMENT]
        self.rng.shuffle(rows)
        for row in rows:
            way = sorted((leg for leg in self.legs if leg.consignment == row.consignment), key=lambda leg: leg.leg)
            if spoiled := one(row, way):
                return spoiled
        return None

    # --- tools -----------------------------------------------------------------------------------------------------

    def first_day(self, period: int) -> dt.date:
        return self.start + dt.timedelta(days=period * self.step)

    def last_day(self, period: int) -> dt.date:
        return self.start + dt.timedelta(days=min((period + 1) * self.step, max(self.days, period * self.step + 1)) - 1)

    def period(self, day: dt.date) -> int:
        return (day - self.start).days // self.step

    def with_(self, row: Consignment, way: list[Leg], new: Consignment, new_way: list[Leg]) -> Spoiled:
        """Put a consignment and its legs in the place of another."""
        consignments = [new if old is row else old for old in self.consignments]
        return consignments, [leg for leg in self.legs if leg not in way] + new_way

    def restated(self, row: Consignment, way: list[Leg], **fields: object) -> Spoiled:
        return self.with_(row, way, change(row, **fields), way)

    def scaled(self, row: Consignment, way: list[Leg], factor: float) -> Spoiled:
        """Take more or less of the offer, with all figures in proportion."""
        figures = ("quantity", "counts_for", "mass_t", "points", "transport_eur", "purchase_eur")
        new = change(row, **{name: getattr(row, name) * factor for name in figures})
        return self.with_(row, way, new, [change(leg, mass_t=leg.mass_t * factor) for leg in way])

    def shifted(self, row: Consignment, way: list[Leg], by: int, first: int = 0) -> Spoiled:
        """Let legs from number ``first`` on leave and arrive some periods later, and earn what they then earn."""
        moved = [
            change(
                leg,
                departs=self.first_day(self.period(leg.departs) + by),
                arrives=self.last_day(self.period(leg.arrives) + by),
            )
            if i >= first
            else leg
            for i, leg in enumerate(way)
        ]
        new = change(row, departs=moved[0].departs, arrives=moved[-1].arrives)
        return self.with_(row, way, self.with_points(new), moved)

    def with_points(self, row: Consignment) -> Consignment:
        requirement = self.requirements[row.requirement]
        points = self.scenario.points(requirement) * row.counts_for / requirement.quantity
        return change(row, points=points * self.worth(requirement, row.arrives))

    @staticmethod
    def worth(requirement: Requirement, day: dt.date) -> float:
        if day <= requirement.due:
            return 1.0
        if day >= requirement.latest_useful:
            return 0.0
        return (requirement.latest_useful - day).days / (requirement.latest_useful - requirement.due).days

    def scaled_to(self, row: Consignment, way: list[Leg], tonnes: float) -> Spoiled | None:
        return self.scaled(row, way, tonnes / row.mass_t) if row.mass_t > 0 else None

    def other(self, options: Sequence[str], code: str) -> str | None:
        return self.rng.choice(others) if (others := [option for option in options if option != code]) else None

    # --- quantities ------------------------------------------------------------------------------------------------

    def beyond_supply(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        offer = self.offers[row.offer]
        others = sum(c.quantity for c in self.consignments if c.offer == row.offer and c is not row)
        return self.scaled(row, way, (1.01 * (offer.quantity - offer.handed_over) - others) / row.quantity)

    def beyond_demand(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        others = sum(c.counts_for for c in self.consignments if c.requirement == row.requirement and c is not row)
        return self.scaled(row, way, (1.01 * self.requirements[row.requirement].quantity - others) / row.counts_for)

    def below_nothing(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.scaled(row, way, -0.1)

    def no_number(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.scaled(row, way, math.nan)

    def over_link(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        link = self.links[self.rng.choice(way).link]
        return self.scaled_to(row, way, 1.01 * link.capacity_t_per_day * self.step)

    def over_node(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        limits = [self.nodes[leg.destination].handling_t_per_day for leg in way]
        limits = [limit for limit in limits if limit is not None]
        return self.scaled_to(row, way, 1.01 * self.rng.choice(limits) * self.step) if limits else None

    def over_corridor(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        gates = [corridor for leg in way if (corridor := self.links[leg.link].corridor)]
        return self.scaled_to(row, way, 1.01 * self.corridors[gates[0]].capacity_t_per_day * self.step) if gates else None

    def over_store(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        for before, after in itertools.pairwise(way):
            if self.period(after.departs) > self.period(before.arrives):
                return self.scaled_to(row, way, 1.01 * self.nodes[before.destination].storage_t)
        return None

    def over_fund(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if row.purchase_eur <= 0:
            return None
        fund = self.offers[row.offer].fund
        money = sum(c.amount_eur for c in self.scenario.contributions if c.fund == fund)
        return self.scaled(row, way, 1.01 * money / row.purchase_eur)

    # --- legs ------------------------------------------------------------------------------------------------------

    def leg_missing(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        gone = self.rng.randrange(len(way))
        return self.with_(row, way, row, way[:gone] + way[gone + 1 :])

    def legs_swapped(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if len(way) < 2:
            return None
        i = self.rng.randrange(len(way) - 1)
        first, second = way[i], way[i + 1]
        new = [*way[:i], change(second, leg=first.leg), change(first, leg=second.leg), *way[i + 2 :]]
        ends = change(row, departs=new[0].departs, arrives=new[-1].arrives)
        return self.with_(row, way, ends, new)

    def leg_too_quick(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        i = self.rng.randrange(len(way))
        new = list(way)
        new[i] = change(way[i], arrives=self.last_day(self.period(way[i].arrives) - 1))
        return self.with_(row, way, self.with_points(change(row, arrives=new[-1].arrives)), new)

    def leg_too_early(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if len(way) < 2:
            return None
        i = self.rng.randrange(1, len(way))
        gap = self.period(way[i].departs) - self.period(way[i - 1].arrives)
        return self.shifted(row, way, -gap - 1, first=i)

    def wrong_link(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        i = self.rng.randrange(len(way))
        others = [
            link for link in self.scenario.links if (link.origin, link.destination) != (way[i].origin, way[i].destination)
        ]
        if not others:
            return None
        link = self.rng.choice(others)
        new = change(way[i], link=link.link, mode=link.mode, origin=link.origin, destination=link.destination)
        return self.with_(row, way, row, [*way[:i], new, *way[i + 1 :]])

    def _leg_restated(self, row: Consignment, way: list[Leg], **fields: object) -> Spoiled | None:
        if not way:
            return None
        i = self.rng.randrange(len(way))
        return self.with_(row, way, row, [*way[:i], change(way[i], **fields), *way[i + 1 :]])

    def wrong_mode(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self._leg_restated(row, way, mode=Mode.SEA)  # no link of the random scenarios goes by sea

    def wrong_leg_origin(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.with_(row, way, row, [change(way[0], origin=way[0].destination), *way[1:]]) if way else None

    def wrong_leg_mass(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self._leg_restated(row, way, mass_t=row.mass_t * 1.01 + 0.01)

    def unknown_link(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self._leg_restated(row, way, link="L-unknown")

    def leg_of_nobody(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self._leg_restated(row, way, consignment="C-unknown")

    def off_the_grid(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way or self.step == 1 or self.period(way[0].departs) + 1 >= self.periods:
            return None
        day = way[0].departs + dt.timedelta(days=1)
        return self.with_(row, way, change(row, departs=day), [change(way[0], departs=day), *way[1:]])

    # --- days ------------------------------------------------------------------------------------------------------

    def before_the_opening(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        opens = self.rules.opens(self.offers[row.offer])
        early = self.period(max(opens, self.start) - dt.timedelta(days=1))
        return self.shifted(row, way, early - self.period(row.departs))

    def after_until(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        offer = self.offers[row.offer]
        if not way or offer.until is None or self.nodes[offer.place].storage_t:
            return None
        late = self.period(offer.until) + 1 - self.period(row.departs)
        return self.shifted(row, way, late) if self.period(row.arrives) + late < self.periods else None

    def after_the_plan(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.shifted(row, way, self.periods - self.period(row.arrives)) if way else None

    def useless(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        requirement = self.requirements[row.requirement]
        for late in range(1, self.periods - self.period(row.arrives)):
            day = self.last_day(self.period(row.arrives) + late)
            if way and day > requirement.due and day >= requirement.latest_useful:
                return self.shifted(row, way, late)
        return None

    def late_for_full_points(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way or self.period(row.arrives) + 1 >= self.periods:
            return None
        consignments, legs = self.shifted(row, way, 1)
        late = next(c for c in consignments if c.consignment == row.consignment)
        if row.points - late.points < 1e-3:
            return None
        return [change(c, points=row.points) if c is late else c for c in consignments], legs

    def waits_without_store(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if self.period(row.arrives) + 1 >= self.periods:
            return None
        for i in range(1, len(way)):
            if not self.nodes[way[i].origin].storage_t:
                return self.shifted(row, way, 1, first=i)
        return None

    def kept_without_store(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        later = self.period(row.arrives) + 1
        if not way or later >= self.periods or self.nodes[row.destination].storage_t:
            return None
        return self.with_(row, way, self.with_points(change(row, arrives=self.last_day(later))), way)

    def over_what_is_shut(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        if not way:
            return None
        for by in range(-self.period(row.departs), self.periods - self.period(row.arrives)):
            for leg in way:
                leaves, arrives = self.period(leg.departs) + by, self.period(leg.arrives) + by
                corridor = self.links[leg.link].corridor
                shut = self._shut(leaves, leg.link, leg.origin) or self._shut(arrives, leg.destination, corridor)
                if by and shut:
                    return self.shifted(row, way, by)
        return None

    def _shut(self, period: int, *codes: str) -> bool:
        """Whether one closure shuts one of these for the whole period."""

        def covers(closure: Closure) -> bool:
            return closure.first_day <= self.first_day(period) and closure.last_day >= self.last_day(period)

        return any(c.share_open == 0 and c.closes in codes and covers(c) for c in self.scenario.closures)

    def wrong_day(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, departs=row.departs + dt.timedelta(days=1))

    # --- codes and stated figures ----------------------------------------------------------------------------------

    def wrong_party(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, party=self.other([party.party for party in self.scenario.parties], row.party))

    def wrong_item(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        other = self.other([item.item for item in self.scenario.items], row.item)
        return self.restated(row, way, item=other) if other else None

    def wrong_origin(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, origin=self.other(list(self.nodes), row.origin))

    def unknown_offer(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, offer="O-unknown")

    def unknown_requirement(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, requirement="R-unknown")

    def doubled_code(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        code = self.other([c.consignment for c in self.consignments], row.consignment)
        if code is None:
            return None
        return self.with_(row, way, change(row, consignment=code), [change(leg, consignment=code) for leg in way])

    def points_inflated(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, points=row.points * 1.001 + 0.001)

    def counts_inflated(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, counts_for=row.counts_for * 1.001)

    def mass_understated(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, mass_t=row.mass_t * 0.999) if row.mass_t else None

    def transport_hidden(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, transport_eur=row.transport_eur * 0.999) if row.transport_eur else None

    def purchase_hidden(self, row: Consignment, way: list[Leg]) -> Spoiled | None:
        return self.restated(row, way, purchase_eur=0.0) if row.purchase_eur else None

    # --- consignments that must not be -----------------------------------------------------------------------------

    def barred_offer(self, kind: str) -> Spoiled | None:
        """Add a consignment of an offer that may not serve its requirement."""
        for offer, requirement in self._pairs():
            barrier = self.rules.obstacle(offer, requirement)
            if (
                barrier is not None
                and barrier.kind == kind
                and (path := self._path(offer.place, requirement.place)) is not None
            ):
                return self._added(offer, requirement, path)
        return None

    def barred_link(self, kind: str) -> Spoiled | None:
        """Add a consignment that goes over a link which may not carry it."""
        for offer, requirement in self._pairs():
            path = self._path(offer.place, requirement.place)
            if self.rules.obstacle(offer, requirement) is None and path:
                barriers = [self.rules.barrier(offer, self.links[link]) for link in path]
                if any(barrier is not None and barrier.kind == kind for barrier in barriers):
                    return self._added(offer, requirement, path)
        return None

    def _pairs(self) -> list[tuple[Offer, Requirement]]:
        asked = [requirement for requirement in self.scenario.requirements if requirement.item]
        pairs = [(offer, requirement) for offer in self.scenario.offers for requirement in asked]
        self.rng.shuffle(pairs)
        return pairs

    def _path(self, origin: str, destination: str) -> list[str] | None:
        """Fewest links from a place to another, whatever forbids them."""
        ways: dict[str, list[str]] = {origin: []}
        queue = deque([origin])
        while queue:
            here = queue.popleft()
            for link in self.scenario.links:
                if link.origin == here and link.destination not in ways:
                    ways[link.destination] = [*ways[here], link.link]
                    queue.append(link.destination)
        return ways.get(destination)

    def _added(self, offer: Offer, requirement: Requirement, path: list[str]) -> Spoiled:
        opens = max(self.start, *(wait.day for wait in self.rules.waits(offer)))
        t = -((self.start - opens).days // self.step)
        mass = self.rules.items[offer.item].mass_t
        departs, arrives, way = self.first_day(t) if path else self.last_day(t), self.last_day(t), []
        for i, link in enumerate((self.links[code] for code in path), start=1):
            hours = link.hours + self.nodes[link.destination].handling_hours
            there = t + max(1, math.ceil(hours / 24 / self.step))
            arrives = self.last_day(there)
            way.append(
                Leg(
                    consignment="C-new",
                    leg=i,
                    link=link.link,
                    mode=link.mode,
                    origin=link.origin,
                    destination=link.destination,
                    departs=self.first_day(t),
                    arrives=arrives,
                    mass_t=mass,
                )
            )
            t = there
        counts = self.rules.rate(offer.item, requirement.item)
        bought = (offer.unit_cost_eur or 0.0) if offer.channel == Channel.PURCHASE else 0.0
        new = Consignment(
            consignment="C-new",
            offer=offer.offer,
            party=offer.party,
            item=offer.item,
            requirement=requirement.requirement,
            origin=offer.place,
            destination=requirement.place,
            departs=departs,
            arrives=arrives,
            quantity=1.0,
            counts_for=counts,
            mass_t=mass,
            points=0.0,
            transport_eur=mass * sum(self.links[link].cost_eur_per_t for link in path),
            purchase_eur=bought,
        )
        return [*self.consignments, self.with_points(new)], [*self.legs, *way]
