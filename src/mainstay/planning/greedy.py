"""The spreadsheet rule: what a careful clerk would do, line by line, as a peer for the plan.

Requirements by priority, due day and code; for each its offers by distance, opening day and code; each sent by the quickest
permitted way that has room. See "The spreadsheet rule" in ``docs/rules.md``.
"""

from __future__ import annotations

import datetime as dt
import heapq
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mainstay.model import Channel, Consignment, Leg, Offer, Requirement, Scenario
from mainstay.model.rules import Rules, firm_enough, left

from .grid import Grid
from .room import Room, Taken

FAR = math.inf
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


@dataclass(frozen=True)
class Way:
    """A timed path: index of the link and period of departure of each leg; ``begins`` is where the offer stops standing."""

    begins: int
    arrives: int
    legs: tuple[tuple[int, int], ...]


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
        self._masks: dict[frozenset[str], int] = {}
        self._out: list[list[list[int]]] = []
        self._into: list[list[list[int]]] = []
        self._to: dict[tuple[int, int], tuple[list[float], list[float]]] = {}
        self._soonest: dict[tuple[int, ...], int] = {}
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
            while missing > 0 and self.left[offer.offer] > 0:
                way = self._quickest(offer, place, limit)
                most = min(self.left[offer.offer], missing / rate, self.purse.buys(offer))
                if way is None or most <= 0:
                    break
                mass = self.rules.items[offer.item].mass_t
                taken = self._taken(offer, way)
                quantity = min(most, self.room.of(taken) / mass if mass else FAR)
                self.room.take(taken, quantity * mass)
                self.purse.pay(offer, quantity)
                self.left[offer.offer] = _rest(self.left[offer.offer], quantity, left(offer))
                missing = _rest(missing, quantity * rate, requirement.quantity)
                self._write(offer, requirement, way, quantity, quantity * rate, taken)
            if missing <= 0:
                return

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
                km = self._towards(self._mask(offer), place)[1][self.number[offer.place]]
                if km < FAR:
                    order.append((km, self.rules.opens(offer), offer.offer, offer, rate))
        yield from ((offer, rate) for *_, offer, rate in sorted(order, key=lambda entry: entry[:3]))

    # --- ways ----------------------------------------------------------------------------------------------------

    def _mask(self, offer: Offer) -> int:
        """Number of the set of links that an offer may use."""
        banned = self.rules.forbidden(offer)
        if banned not in self._masks:
            self._masks[banned] = len(self._masks)
            out: list[list[int]] = [[] for _ in self.nodes]
            into: list[list[int]] = [[] for _ in self.nodes]
            for a, link in enumerate(self.links):
                if link.link not in banned:
                    out[self.room.tail[a]].append(a)
                    into[self.room.head[a]].append(a)
            self._out.append(out)
            self._into.append(into)
        return self._masks[banned]

    def _towards(self, mask: int, place: int) -> tuple[list[float], list[float]]:
        """Fewest periods, and fewest kilometres, from every node to a place over permitted links."""
        if (mask, place) not in self._to:
            lengths = ([float(lead) for lead in self.room.lead], [link.km for link in self.links])
            periods, km = (self._shortest(mask, place, length) for length in lengths)
            self._to[mask, place] = periods, km
        return self._to[mask, place]

    def _shortest(self, mask: int, place: int, length: list[float]) -> list[float]:
        into, tail = self._into[mask], self.room.tail
        best = [FAR] * len(self.nodes)
        best[place] = 0.0
        heap = [(0.0, place)]
        while heap:
            far, node = heapq.heappop(heap)
            if far > best[node]:
                continue
            for a in into[node]:
                if far + length[a] < best[tail[a]]:
                    best[tail[a]] = far + length[a]
                    heapq.heappush(heap, (best[tail[a]], tail[a]))
        return best

    def _quickest(self, offer: Offer, place: int, limit: int) -> Way | None:
        """Find the way that arrives first while there is room, not after period ``limit``."""
        day = self.rules.opens(offer)
        if day is None:
            return None
        ready = self.grid.first_from(day)
        last = self.grid.periods - 1 if offer.until is None else self.grid.last_until(offer.until)
        origin, mask = self.number[offer.place], self._mask(offer)
        heavy = self.rules.items[offer.item].mass_t > 0
        # room only shrinks, so that nothing arrives earlier than it once did
        asked = (origin, ready, last, mask, place, int(heavy))
        if ready > last or self._soonest.get(asked, ready) > limit:
            return None
        way = self._search(origin, ready, last, mask, place, heavy, limit)
        self._soonest[asked] = limit + 1 if way is None else way.arrives
        return way

    def _search(self, origin: int, ready: int, last: int, mask: int, place: int, heavy: bool, limit: int) -> Way | None:
        """Search best first over nodes and periods: earliest arrival, then earliest departure, then kilometres, legs and codes."""
        togo = self._towards(mask, place)[0]
        if ready + togo[origin] > limit:
            return None
        if origin == place:
            return Way(ready, ready, ())
        room, out = self.room, self._out[mask]
        full = room.full if heavy else room.shut
        lead, head, links = room.lead, room.head, self.links
        periods = self.grid.periods
        # entries: arrival hoped for, departure, km, legs, state, link taken, state before; a standing offer is -1 - period
        heap: list[tuple[float, int, float, int, int, int, int]] = [
            (ready + togo[origin], ready, 0.0, 0, -1 - ready, -1, -1 - ready)
        ]
        came: dict[int, tuple[int, int]] = {}
        while heap:
            hoped, departs, km, legs, state, link, before = heapq.heappop(heap)
            if state in came:
                continue
            came[state] = (before, link)
            if state < 0:
                node, t = origin, -1 - state
                departs = t
                if t < last and t + 1 + togo[origin] <= limit:
                    heapq.heappush(heap, (hoped + 1, t + 1, 0.0, 0, state - 1, -1, state))
                waits = t == last
            else:
                node, t = divmod(state, periods)
                waits = True
                if node == place:
                    return self._trace(came, state, t)
            for a in out[node]:
                there = t + lead[a]
                hope = there + togo[head[a]]
                if hope <= limit and not full[a][t]:
                    entry = (hope, departs, km + links[a].km, legs + 1, head[a] * periods + there, a, state)
                    heapq.heappush(heap, entry)
            if waits and t + 1 + togo[node] <= limit and room.stores(node, t, heavy):
                leaves = t + 1 if legs == 0 else departs
                heapq.heappush(heap, (t + 1 + togo[node], leaves, km, legs, node * periods + t + 1, -1, state))
        return None

    def _trace(self, came: dict[int, tuple[int, int]], state: int, arrives: int) -> Way:
        legs = []
        while state >= 0:
            before, a = came[state]
            if a >= 0:
                leaves = -1 - before if before < 0 else before % self.grid.periods
                legs.append((a, leaves))
            state = before
        return Way(-1 - state, arrives, tuple(reversed(legs)))

    def _taken(self, offer: Offer, way: Way) -> Taken:
        """What a way takes: links left on, nodes and gates arrived at, stores waited in."""
        stays = []
        node, t = self.number[offer.place], way.begins
        for a, leaves in way.legs:
            stays += [(node, p) for p in range(t, leaves)]
            node, t = self.room.head[a], leaves + self.room.lead[a]
        return Taken(way.legs, tuple(stays))

    # --- records -------------------------------------------------------------------------------------------------

    def _write(
        self, offer: Offer, requirement: Requirement, way: Way, quantity: float, counts_for: float, taken: Taken
    ) -> None:
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
        waiting = len(taken.stays) * grid.period_days * settings.waiting_eur_per_t_day
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
