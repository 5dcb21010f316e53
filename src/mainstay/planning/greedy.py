"""The spreadsheet rule: what a careful clerk would do, line by line, as a peer for the plan.

Requirements by priority, due day and code; for each its offers by distance, opening day and code; each sent by the quickest
permitted way that has room. See "The spreadsheet rule" in ``docs/rules.md``.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator

from mainstay.model import Channel, Consignment, Leg, Offer, Requirement, Scenario
from mainstay.model.rules import Rules, firm_enough, left

from .grid import Grid
from .quickest import FAR, Start, Way, Ways
from .room import Room

SPECK = 1e-9
"""Share of a quantity below which what is left of it is nothing."""


def greedy(scenario: Scenario) -> tuple[list[Consignment], list[Leg]]:
    """
    Plan by the spreadsheet rule.

    Deterministic, and independent of the order of rows. The plan keeps every rule that the planner keeps.

    Parameters
    ----------
    scenario
        Checked tables; codes that name nothing raise ``KeyError``.

    Returns
    -------
    consignments, legs
        In the order in which they are decided; a leg follows the one before it.
    """
    return Clerk(scenario).work()


class Clerk:
    """What the clerk knows and what he has given away so far."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.rules = Rules(scenario)
        self.grid = Grid.of(scenario.settings)
        self.links = sorted(scenario.links, key=lambda link: link.link)
        self.nodes = sorted(scenario.nodes, key=lambda node: node.node)
        self.number = {node.node: i for i, node in enumerate(self.nodes)}
        self.room = Room(scenario, self.grid, self.links, self.nodes)
        self.left = {offer.offer: left(offer) for offer in scenario.offers}
        self.purse = Purse(scenario, self.rules)
        self.ways = Ways(self.room, self.links, len(self.nodes))
        self._starts: dict[str, Start] = {}
        self.consignments: list[Consignment] = []
        self.legs: list[Leg] = []

    def work(self) -> tuple[list[Consignment], list[Leg]]:
        """Go through the requirements in their order."""
        for requirement in sorted(self.scenario.requirements, key=lambda row: (row.priority, row.due, row.requirement)):
            self._fill(requirement)
        return self.consignments, self.legs

    # --- one requirement -----------------------------------------------------------------------------------------

    def _fill(self, requirement: Requirement) -> None:
        limit = self._last_useful(requirement)
        place = self.number[requirement.place]
        missing = requirement.quantity
        for offer, rate in self._nearest_first(requirement):
            mass = self.rules.items[offer.item].mass_t
            while missing > 0 and (most := min(self.left[offer.offer], missing / rate, self.purse.buys(offer))) > 0:
                way = self.ways.quickest(self._start(offer), place, limit)
                if way is None:
                    break
                taken = self.ways.taken(self._start(offer), way)
                quantity = min(most, self.room.of(taken) / mass) if mass else most
                self.room.take(taken, quantity * mass)
                self.purse.pay(offer, quantity)
                self.left[offer.offer] = _rest(self.left[offer.offer], quantity, left(offer))
                missing = _rest(missing, quantity * rate, requirement.quantity)
                self._write(offer, requirement, way, quantity, quantity * rate, len(taken.stays))
        self.ways.forget()

    def _last_useful(self, requirement: Requirement) -> int:
        """Last period in which arrival is allowed; -1 if none is."""
        day = max(requirement.due, requirement.latest_useful - dt.timedelta(days=1))
        grid = self.grid
        return next((t for t in range(grid.periods - 1, -1, -1) if grid.last_day(t) <= day), -1)

    def _nearest_first(self, requirement: Requirement) -> Iterator[tuple[Offer, float]]:
        """Offers that may serve a requirement, by kilometres, day of opening and code."""
        place = self.number[requirement.place]
        order = []
        for offer, rate in self.rules.suppliers(requirement):
            if self.left[offer.offer] > 0:
                km = self.ways.km(self._start(offer).mask, place)[self.number[offer.place]]
                if km < FAR:
                    order.append((km, self.rules.opens(offer), offer.offer, offer, rate))
        yield from ((offer, rate) for *_, offer, rate in sorted(order, key=lambda entry: entry[:3]))

    def _start(self, offer: Offer) -> Start:
        """Where an offer stands and when it may leave."""
        if offer.offer not in self._starts:
            grid, day = self.grid, self.rules.opens(offer)
            assert day is not None  # an offer that is shut serves nobody
            self._starts[offer.offer] = Start(
                node=self.number[offer.place],
                ready=grid.first_from(day),
                last=grid.periods - 1 if offer.until is None else grid.last_until(offer.until),
                mask=self.ways.mask(self.rules.forbidden(offer)),
                heavy=self.rules.items[offer.item].mass_t > 0,
            )
        return self._starts[offer.offer]

    # --- records -------------------------------------------------------------------------------------------------

    def _write(self, offer: Offer, requirement: Requirement, way: Way, quantity: float, counts_for: float, waits: int) -> None:
        """Write a consignment and its legs."""
        grid, settings = self.grid, self.scenario.settings
        code = f"C{len(self.consignments) + 1:05d}"
        mass = quantity * self.rules.items[offer.item].mass_t
        links = [(self.links[a], leaves, leaves + self.room.lead[a]) for a, leaves in way.legs]
        for i, (link, leaves, arrives) in enumerate(links, start=1):
            self.legs.append(
                Leg(
                    consignment=code,
                    leg=i,
                    link=link.link,
                    mode=link.mode,
                    origin=link.origin,
                    destination=link.destination,
                    departs=grid.first_day(leaves),
                    arrives=grid.last_day(arrives),
                    mass_t=mass,
                )
            )
        day = grid.last_day(way.arrives)
        late = (requirement.latest_useful - requirement.due).days
        worth = 1.0 if day <= requirement.due else (requirement.latest_useful - day).days / late
        waiting = waits * grid.period_days * settings.waiting_eur_per_t_day
        self.consignments.append(
            Consignment(
                consignment=code,
                offer=offer.offer,
                party=offer.party,
                item=offer.item,
                requirement=requirement.requirement,
                origin=offer.place,
                destination=requirement.place,
                departs=grid.first_day(links[0][1]) if links else day,
                arrives=day,
                quantity=quantity,
                counts_for=counts_for,
                mass_t=mass,
                points=self.scenario.points(requirement) * counts_for / requirement.quantity * worth,
                transport_eur=mass * (sum(link.cost_eur_per_t for link, *_ in links) + waiting),
                purchase_eur=quantity * (offer.unit_cost_eur or 0.0) if offer.channel == Channel.PURCHASE else 0.0,
            )
        )


class Purse:
    """What the funds have, by the days on which purchases are paid."""

    def __init__(self, scenario: Scenario, rules: Rules):
        days: dict[str, set[dt.date]] = defaultdict(set)
        self._opens: dict[str, dt.date] = {}
        for offer in scenario.offers:
            if offer.channel == Channel.PURCHASE and rules.shut(offer) is None and (day := rules.opens(offer)):
                self._opens[offer.offer] = day
                days[offer.fund].add(day)
        self._days = {fund: sorted(of_fund) for fund, of_fund in days.items()}
        self._had = {fund: [self._paid_in(scenario, fund, day) for day in of_fund] for fund, of_fund in self._days.items()}
        self._has = {fund: list(had) for fund, had in self._had.items()}

    @staticmethod
    def _paid_in(scenario: Scenario, fund: str, day: dt.date) -> float:
        rows = (row for row in scenario.contributions if row.fund == fund and row.available <= day)
        # added up exactly, so that the order of rows decides nothing
        return math.fsum(row.amount_eur for row in rows if firm_enough(row.rung, scenario.settings.lowest_rung))

    def buys(self, offer: Offer) -> float:
        """How much of an offer the money that is left can buy; infinite if it need not be bought."""
        if offer.channel != Channel.PURCHASE or not offer.unit_cost_eur:
            return FAR
        return min(self._has[offer.fund][self._since(offer) :]) / offer.unit_cost_eur

    def pay(self, offer: Offer, quantity: float) -> None:
        """Pay a purchase on the day on which its offer opens; what is spent then is not there later."""
        if offer.channel != Channel.PURCHASE or not offer.unit_cost_eur:
            return
        has, had = self._has[offer.fund], self._had[offer.fund]
        for i in range(self._since(offer), len(has)):
            has[i] = _rest(has[i], quantity * offer.unit_cost_eur, had[i])

    def _since(self, offer: Offer) -> int:
        return bisect_left(self._days[offer.fund], self._opens[offer.offer])


def _rest(before: float, taken: float, whole: float) -> float:
    """What is left after something is taken; a speck of the whole is nothing."""
    rest = before - taken
    return rest if rest > SPECK * whole else 0.0
