"""The movement clerk of the spreadsheet rule: line by line, the nearest offers first, over the quickest way with room."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from mainstay.model import Channel, Consignment, Leg, Offer, Scenario, Serves
from mainstay.model.assistance import Condition
from mainstay.model.demands import Demand, demands, milestones
from mainstay.model.rules import Rules
from mainstay.model.worth import worth

from .build import parts_of
from .clerk_purse import Purse, rest_of
from .clerk_routes import Routes, Trip
from .clerk_shelf import Shelf
from .clerk_shops import Workshops, opening
from .grid import Grid
from .quickest import FAR, Start
from .record import REPAIR
from .room import Room

SPECK = 1e-12
"""Share of what is wanted below which what fits is nothing."""


@dataclass(frozen=True)
class Supply:
    """An offer, or a tranche of one: from where and when it may leave, and how many of what is asked one unit counts for."""

    offer: Offer
    tranche: int
    start: Start
    rate: float

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others."""
        return self.offer.offer, self.tranche


@dataclass(frozen=True)
class Line:
    """A line of the sheet: so much of a demand, by a period; of a stock with a rate, what one step still wants."""

    demand: Demand
    quantity: float
    limit: int
    shelf: Shelf | None = None
    step: int = -1


class MovementClerk:
    """What the clerk knows and what he has given away so far."""

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.rules = Rules(scenario)
        self.grid = Grid.of(scenario.settings)
        self.links = sorted(scenario.links, key=lambda link: link.link)
        nodes = sorted(scenario.nodes, key=lambda node: node.node)
        self.number = {node.node: i for i, node in enumerate(nodes)}
        pieces = {item.mass_t for item in scenario.items if item.whole}
        self.room = Room(scenario, self.grid, self.links, nodes, pieces)
        self.shops = Workshops(scenario, self.grid)
        self.routes = Routes(self.room, self.links, self.number, self.shops)
        self.purse = Purse(scenario, self.rules)
        self.requirements = scenario.by_key("requirements")
        self.points = parts_of(scenario)
        self.left: dict[tuple[str, int], float] = {}
        self.had: dict[tuple[str, int], float] = {}
        self._starts: dict[str, list[tuple[dt.date, int, Start]]] = {}
        self._nearest: dict[str, list[Supply]] = {}
        self.consignments: list[Consignment] = []
        self.legs: list[Leg] = []

    def work(self) -> tuple[list[Consignment], list[Leg]]:
        """Go through the lines in their order."""
        for line in self._lines():
            self._fill(line)
        return self.consignments, self.legs

    # --- the sheet -----------------------------------------------------------------------------------------------

    def _lines(self) -> Iterator[Line]:
        """Lines: first what sites and shops need to begin with, then what is asked, by priority, due day and code."""
        wants = demands(self.scenario)
        yield from self._tools(wants)
        stocks = self.scenario.by_key("stocks")
        rows: list[tuple[int, dt.date, str, int, Line]] = []
        for demand in wants:
            if demand.serves in (Serves.REQUIREMENT, Serves.COMPONENT):
                row = self.requirements[demand.of]
                if demand.component:
                    limit = max(milestones(self.scenario, row), default=-1)
                else:
                    limit = self._last_useful(max(row.due, row.latest_useful - dt.timedelta(days=1)))
                rows.append((row.priority, row.due, demand.of, 0, Line(demand, demand.quantity, limit)))
            elif demand.serves == Serves.STOCK:
                stock = stocks[demand.of]
                shelf = Shelf(self.scenario, self.grid, stock)
                for k, (first, _) in enumerate(shelf.cut):
                    if k and shelf.wants[k] > 0:
                        line = Line(demand, shelf.wants[k], shelf.limit(k), shelf, k)
                        rows.append((stock.priority, first - dt.timedelta(days=1), demand.of, k, line))
        # components of one requirement stay in the order of their codes
        yield from (line for *_, line in sorted(rows, key=lambda row: row[:4]))

    def _tools(self, wants: tuple[Demand, ...]) -> Iterator[Line]:
        """Gear for one run of each course, and spares for all that could come to a shop, less what lies there."""
        courses = self.scenario.by_key("courses")
        run: dict[tuple[str, str], float] = defaultdict(float)
        for training in self.scenario.trainings:
            course = courses[training.course]
            run[training.site, course.item] = max(run[training.site, course.item], course.item_quantity)
        for demand in wants:
            if demand.serves in (Serves.TRAINING, Serves.REPAIR):
                asked = run[demand.of, demand.item] if demand.serves == Serves.TRAINING else demand.quantity
                missing = asked - opening(self.scenario, demand.place, demand.item)
                if missing > 0:
                    whole = self.rules.items[demand.item].whole
                    yield Line(demand, float(math.ceil(missing)) if whole else missing, self.grid.periods - 1)

    def _last_useful(self, day: dt.date) -> int:
        """Last period that is over by the end of a day; -1 if none is."""
        grid = self.grid
        return next((t for t in range(grid.periods - 1, -1, -1) if grid.last_day(t) <= day), -1)

    # --- one line ------------------------------------------------------------------------------------------------

    def _fill(self, line: Line) -> None:
        demand, shelf = line.demand, line.shelf
        place = self.number[demand.place]
        missing = line.quantity if shelf is None else shelf.missing(line.step)
        if missing <= 0 or line.limit < 0:
            return
        for supply in self._nearest_first(demand):
            offer, rate, item = supply.offer, supply.rate, self.rules.items[supply.offer.item]
            early = 0 if shelf is None else shelf.early(line.step)
            while missing > 0:
                most = min(self.left[supply.key], missing / rate, self.purse.buys(offer))
                if (most := _pieces(most) if item.whole else most) <= 0:
                    break
                broken = offer.condition == Condition.NEEDS_REPAIR
                trip = self.routes.quickest(supply.start, item, broken, place, line.limit, early)
                if trip is None:
                    break
                taken = self.routes.taken(trip)
                quantity = min(most, self.routes.fits(trip, taken, item.mass_t))
                if shelf:
                    quantity = min(quantity, shelf.room(trip.arrives, line.step) / rate)
                if (quantity := _pieces(quantity) if item.whole else quantity) <= SPECK * most:
                    if shelf is None:
                        break
                    early = shelf.later(trip.arrives, line.step)  # the store is full until then
                    continue
                self.routes.take(trip, taken, quantity, item.mass_t)
                self.purse.pay(offer, quantity)
                self.left[supply.key] = rest_of(self.left[supply.key], quantity, self.had[supply.key])
                self._write(supply, demand, trip, quantity, len(taken.stays))
                missing = rest_of(missing, quantity * rate, line.quantity)
                if shelf:
                    shelf.add(self.consignments[-1])
                    missing = shelf.missing(line.step)
        self.routes.ways.forget()

    def _nearest_first(self, demand: Demand) -> Iterator[Supply]:
        """Offers that may serve a demand and have something left, by kilometres, day of opening and code."""
        if demand.code not in self._nearest or demand.serves != Serves.STOCK:
            place, order = self.number[demand.place], []
            for offer, rate in self.rules.suppliers(demand):
                for opens, tranche, start in self._tranches(offer):
                    if (km := self.routes.ways.km(start.mask, start.node, place)) < FAR:
                        order.append((km, opens, offer.offer, Supply(offer, tranche, start, rate)))
            self._nearest[demand.code] = [supply for *_, supply in sorted(order, key=lambda entry: entry[:3])]
        yield from (supply for supply in self._nearest[demand.code] if self.left[supply.key] > 0)

    def _tranches(self, offer: Offer) -> list[tuple[dt.date, int, Start]]:
        """Days on which something of an offer opens, with where it stands and when it may leave."""
        if offer.offer not in self._starts:
            grid, item = self.grid, self.rules.items[offer.item]
            mask = self.routes.ways.mask(self.rules.forbidden(offer))
            last = grid.periods - 1 if offer.until is None else grid.last_until(offer.until)
            size = self.room.size(item.mass_t, item.whole)
            out = self._starts[offer.offer] = []
            for tranche, opens, units in self.rules.tranches(offer):
                start = Start(self.number[offer.place], grid.first_from(opens), last, mask, size)
                out.append((opens, tranche, start))
                self.left[offer.offer, tranche] = self.had[offer.offer, tranche] = units
        return self._starts[offer.offer]

    # --- records -------------------------------------------------------------------------------------------------

    def _write(self, supply: Supply, demand: Demand, trip: Trip, quantity: float, waits: int) -> None:
        """Write a consignment and its legs."""
        grid, settings, offer = self.grid, self.scenario.settings, supply.offer
        code = f"C{len(self.consignments) + 1:05d}"
        mass, counts_for = quantity * self.rules.items[offer.item].mass_t, quantity * supply.rate
        per_tonne, departs = 0.0, None
        for i, (link, mode, ends, (leaves, arrives), cost) in enumerate(self._steps(trip), start=1):
            per_tonne += cost
            departs = leaves if departs is None else departs
            self.legs.append(
                Leg(
                    consignment=code,
                    leg=i,
                    link=link,
                    mode=mode,
                    origin=ends[0],
                    destination=ends[1],
                    departs=grid.first_day(leaves),
                    arrives=grid.last_day(arrives),
                    mass_t=mass,
                )
            )
        day = grid.last_day(trip.arrives)
        points = 0.0
        if demand.requirement:
            row = self.requirements[demand.of]
            share = worth(day, row.due, row.latest_useful)
            points = self.points.get((demand.of, demand.component), 0.0) * counts_for / demand.quantity * share
        waiting = waits * grid.period_days * settings.waiting_eur_per_t_day
        repair = quantity * trip.repaired.shop.cost_eur if trip.repaired else 0.0
        self.consignments.append(
            Consignment(
                consignment=code,
                offer=offer.offer,
                party=offer.party,
                item=offer.item,
                serves=demand.serves,
                requirement=demand.of,
                component=demand.component,
                origin=offer.place,
                destination=demand.place,
                departs=day if departs is None else grid.first_day(departs),
                arrives=day,
                quantity=quantity,
                counts_for=counts_for,
                mass_t=mass,
                points=points,
                transport_eur=mass * (per_tonne + waiting) + repair,
                purchase_eur=quantity * (offer.unit_cost_eur or 0.0) if offer.channel == Channel.PURCHASE else 0.0,
            )
        )
        if demand.serves == Serves.REPAIR:
            self.shops.bring(demand.of, trip.arrives, counts_for)

    def _steps(self, trip: Trip) -> Iterator[tuple[str, str, tuple[str, str], tuple[int, int], float]]:
        """Legs of a trip: code, mode, ends, periods of leaving and arriving, and cost of a tonne."""
        yield from self._moves(trip.way.legs)
        if trip.repaired:
            shop, begins = trip.repaired.shop, trip.repaired.begins
            yield shop.repair, REPAIR, (shop.place, shop.place), (begins, begins + self.shops.takes[shop.repair]), 0.0
            yield from self._moves(trip.repaired.onward.legs)

    def _moves(self, legs: tuple[tuple[int, int], ...]) -> Iterator[tuple[str, str, tuple[str, str], tuple[int, int], float]]:
        for a, leaves in legs:
            link = self.links[a]
            yield (
                link.link,
                link.mode,
                (link.origin, link.destination),
                (leaves, leaves + self.room.lead[a]),
                link.cost_eur_per_t,
            )


def _pieces(quantity: float) -> float:
    """Whole pieces of a quantity."""
    return float(math.floor(quantity + 1e-9))
