"""All choices besides ways: packages, crews, repair chains, stocks, equipment and spares on site, orders and fleets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mainstay.model import ComponentKind, Item, Offer, Scenario, Serves
from mainstay.model.demands import Demand, milestones, steps, wanted
from mainstay.model.grid import Grid
from mainstay.model.worth import worth

from .choices import Choices, Draft
from .problem import Floats, Ints
from .school import School, last_before
from .shops import lot_of


@dataclass(frozen=True)
class Goods:
    """What the choices need to know of the arrays: who serves what, with which money.

    Attributes
    ----------
    offers, tranche
        Offers of the arrays, and which tranche of its offer each is.
    amount : (offers,) lots
    price : (offers,) EUR per lot
    budget, budget_end : (offers,)
    budgets
        Number of budget rows.
    pair_offer, pair_need : (pairs,)
    """

    offers: tuple[Offer, ...]
    amount: Floats
    price: Floats
    budget: Ints
    budget_end: Ints
    budgets: int
    pair_offer: Ints
    pair_need: Ints


def complete(scenario: Scenario, grid: Grid, demands: tuple[Demand, ...], goods: Goods) -> Choices:
    """Write every choice of a scenario (canonical, holding together) besides ways."""
    return _Writer(scenario, grid, demands, goods).write()


class _Writer:
    """A draft, and what all of its parts look up."""

    def __init__(self, scenario: Scenario, grid: Grid, demands: tuple[Demand, ...], goods: Goods):
        self.scenario, self.grid, self.demands, self.goods = scenario, grid, demands, goods
        self.items: dict[str, Item] = scenario.by_key("items")
        self.number = {(d.serves, d.of, d.component): n for n, d in enumerate(demands)}
        self.draft = Draft(goods.budgets)
        periods = grid.periods
        self.arrival = np.full((len(demands), periods), -1, dtype=np.int32)
        self.order = np.full(len(goods.offers), -1, dtype=np.int32)
        self.fleet = np.full(len(goods.pair_offer), -1, dtype=np.int32)
        self.spares = np.full((len(scenario.repairs), periods), -1, dtype=np.int32)
        self.bays = np.full((len(scenario.repairs), periods), -1, dtype=np.int32)
        self.ends = [grid.last_day(t) for t in range(periods)]
        self.posts: dict[tuple[str, str], list[tuple[dt.date, int]]] = {}
        self.people: dict[tuple[str, str], float] = {}
        self.reserve: dict[int, list[tuple[int, int]]] = defaultdict(list)  # shop -> (period, column)

    def write(self) -> Choices:
        """Write them all."""
        self._packages()
        school = School(self.scenario, self.draft, self.posts, self.people)
        school.write(self._equipment)
        self._stocks()
        self._shops()
        self._orders()
        self._fleets()
        return self.draft.done(self.arrival, self.order, self.fleet, self.spares, self.bays)

    def _lots(self, item: str) -> float:
        return lot_of(self.items[item])

    # --- packages ---------------------------------------------------------------------------------------------

    def _packages(self) -> None:
        """Whole packages by milestone, and what each of them needs."""
        packages = self.scenario.by_key("packages")
        for requirement in self.scenario.requirements:
            if not requirement.package:
                continue
            code, package = requirement.requirement, packages[requirement.package]
            at = milestones(self.scenario, requirement)
            if not at:
                continue
            whole = (1 - package.partial_share) * self.scenario.points(requirement) / requirement.quantity
            most = float(requirement.quantity)
            total = self.draft.row("asked", code, capacity=most)
            numbers = []
            for t in at:
                share = worth(self.ends[t], requirement.due, requirement.latest_useful)
                z = self.draft.column("package", code, t, gain=whole * share, upper=most, whole=True)
                self.draft.put(total, z, 1.0)
                numbers.append(z)
            for component in self.scenario.components:
                if component.package != package.package:
                    continue
                if component.kind == ComponentKind.REPAIR_CHAIN:
                    self._chain(code, component.component, component.item, component.quantity, at, numbers, most)
                else:
                    each = component.quantity * self._lots(component.item)
                    self._goods(self.number[Serves.COMPONENT, code, component.component], each, at, numbers, most)
            need: dict[str, int] = defaultdict(int)
            for crew in self.scenario.crews:
                if crew.package == package.package:
                    need[crew.skill] += crew.people
            for skill, people in sorted(need.items()):
                rows = [self.draft.row("post", code, skill, t) for t in at]
                for row, z in zip(rows, numbers, strict=True):
                    self.draft.put(row, z, float(people))
                self.people[code, skill] = people * most
                self.posts[code, skill] = [(self.ends[t], row) for t, row in zip(at, rows, strict=True)]

    def _goods(self, n: int, each: float, at: tuple[int, ...], numbers: list[int], most: float) -> None:
        """Let packages take what has arrived for a component, and keep the rest for the next milestone."""
        before, kept = -1, -1
        for j, t in enumerate(at):
            row = self.draft.row("part", n, t)
            self.arrival[n, before + 1 : t + 1] = row
            self.draft.put(row, numbers[j], each)
            if kept >= 0:
                self.draft.put(row, kept, -1.0)
            if j + 1 < len(at):
                kept = self.draft.column("kept", n, t, upper=each * most)
                self.draft.put(row, kept, 1.0)
            before = t

    def _chain(
        self, code: str, component: str, item: str, each: float, at: tuple[int, ...], numbers: list[int], most: float
    ) -> None:
        """Reserve bays for packages from the milestone on."""
        shops = [(s, shop) for s, shop in enumerate(self.scenario.repairs) if item in shop.items]
        for t, z in zip(at, numbers, strict=True):
            row = self.draft.row("chain", code, component, t)
            self.draft.put(row, z, each)
            for s, shop in shops:
                column = self.draft.column("reserve", code, component, shop.repair, t, upper=min(shop.bays, each * most))
                self.draft.put(row, column, -1.0)
                self.reserve[s].append((t, column))

    # --- stocks -----------------------------------------------------------------------------------------------

    def _stocks(self) -> None:
        """Issues by step, out of what was there before the step began."""
        cut = steps(self.scenario.settings)
        step_of = [next(k for k, (first, last) in enumerate(cut) if first <= day <= last) for day in self.ends]
        for stock in self.scenario.stocks:
            if stock.per_day <= 0:
                continue
            n = self.number[Serves.STOCK, stock.stock, ""]
            lots = self._lots(stock.item)
            wants = [want * lots for want in wanted(stock, self.scenario.settings)]
            total = sum(wants)
            gain = self.scenario.points(stock) / total if total > 0 else 0.0
            if stock.shelf_life_days is not None:
                self._perishable(stock.stock, n, stock.quantity * lots, stock.shelf_life_days, wants, gain, step_of)
                continue
            spare = (stock.quantity - stock.floor) * lots
            room = spare + self.demands[n].quantity * lots if stock.ceiling is None else (stock.ceiling - stock.floor) * lots
            before = -1
            for k, want in enumerate(wants):
                row = self.draft.row("level", stock.stock, k, capacity=spare if k == 0 else 0.0)
                self.arrival[n, [t for t, of in enumerate(step_of) if of == k]] = row
                level = self.draft.column("level", stock.stock, k, upper=max(0.0, room))
                self.draft.put(row, level, 1.0)
                if before >= 0:
                    self.draft.put(row, before, -1.0)
                most = min(want, max(0.0, spare)) if k == 0 else want
                if most > 0:
                    issue = self.draft.column("issue", stock.stock, k, gain=gain, upper=most)
                    self.draft.put(row, issue, 1.0)
                    if before >= 0:
                        drawn = self.draft.row("drawn", stock.stock, k)
                        self.draft.put(drawn, issue, 1.0)
                        self.draft.put(drawn, before, -1.0)
                before = level

    def _perishable(
        self, code: str, n: int, opening: float, keeps: int, wants: list[float], gain: float, step_of: list[int]
    ) -> None:
        """Issues of what spoils: each batch that arrived in a step to each later step that it lasts."""
        cut = steps(self.scenario.settings)
        came = [self.grid.start - dt.timedelta(days=1), *(last for _, last in cut)]
        for a in range(len(cut)):
            self.arrival[n, [t for t, of in enumerate(step_of) if of == a]] = self.draft.row("batch", code, a)
        for k, want in enumerate(wants):
            if want <= 0:
                continue
            row = self.draft.row("wanted", code, k, capacity=want)
            for a in range(-1, k):
                if (cut[k][1] - came[a + 1]).days <= keeps:
                    column = self.draft.column("batch", code, a, k, gain=gain, upper=want)
                    self.draft.put(row, column, 1.0)
                    self.draft.put(self.draft.row("batch", code, a, capacity=opening if a < 0 else 0.0), column, 1.0)

    def _opening(self, place: str, item: str) -> float:
        """What lies at a place from the start, in stocks without a rate, in units."""
        return sum(s.quantity for s in self.scenario.stocks if (s.place, s.item) == (place, item) and s.per_day <= 0)

    def _equipment(self, site: str, item: str, days: list[dt.date]) -> tuple[float, list[int]]:
        """
        What a site has of an item that courses need, in units.

        Returns
        -------
        opening
            What is there from the start.
        arrived
            Column of what has arrived by each of the days (in their order), or -1 where nothing can have.
        """
        n = self.number.get((Serves.TRAINING, site, item))
        place = self.scenario.by_key("sites")[site].place
        if n is None:
            return self._opening(place, item), [-1] * len(days)
        lots, most = self._lots(item), self.demands[n].quantity
        out: list[int] = []
        before, since = -1, 0
        for day in days:
            t = last_before(self.grid, day)
            if t >= since:
                row = self.draft.row("equipment stock", n, t)
                self.arrival[n, since : t + 1] = row
                column = self.draft.column("equipment stock", n, t, upper=most)
                self.draft.put(row, column, lots)
                if before >= 0:
                    self.draft.put(row, before, -lots)
                before, since = column, t + 1
            out.append(before)
        return self._opening(place, item), out

    # --- repair -----------------------------------------------------------------------------------------------

    def _shops(self) -> None:
        """Bays and spares of each shop by period."""
        for s, shop in enumerate(self.scenario.repairs):
            self._bays(s, shop.repair, shop.bays)
            if not (shop.spares and shop.spares_quantity > 0):
                continue
            n = self.number.get((Serves.REPAIR, shop.repair, shop.spares))
            lots = self._lots(shop.spares)
            opening = lots * self._opening(shop.place, shop.spares)
            room = opening + (0.0 if n is None else self.demands[n].quantity * lots)
            before = -1
            for t in range(self.grid.periods):
                row = self.draft.row("spares", shop.repair, t, capacity=opening if t == 0 else 0.0)
                self.spares[s, t] = row
                if n is not None:
                    self.arrival[n, t] = row
                left = self.draft.column("spares", shop.repair, t, upper=room)
                self.draft.put(row, left, 1.0)
                if before >= 0:
                    self.draft.put(row, before, -1.0)
                before = left

    def _bays(self, s: int, code: str, bays: float) -> None:
        """A row for each period, and what packages have reserved by then."""
        reserved: dict[int, int] = {}
        before = -1
        for t in sorted({t for t, _ in self.reserve[s]}):
            row = self.draft.row("reserved", code, t)
            now = self.draft.column("reserved", code, t, upper=bays)
            self.draft.put(row, now, -1.0)
            if before >= 0:
                self.draft.put(row, before, 1.0)
            for at, column in self.reserve[s]:
                if at == t:
                    self.draft.put(row, column, 1.0)
            reserved[t] = before = now
        latest = -1
        for t in range(self.grid.periods):
            latest = reserved.get(t, latest)
            self.bays[s, t] = self.draft.row("bays", code, t, capacity=bays)
            if latest >= 0:
                self.draft.put(int(self.bays[s, t]), latest, 1.0)

    # --- money and fleets -------------------------------------------------------------------------------------

    def _orders(self) -> None:
        """Orders of at least a lot: what is ordered is paid, and no more leaves."""
        goods = self.goods
        tranches: dict[str, list[int]] = defaultdict(list)
        for o, offer in enumerate(goods.offers):
            if offer.least_order is not None and offer.least_order > 0 and goods.budget[o] >= 0:
                tranches[offer.offer].append(o)
        for code, mine in sorted(tranches.items()):
            o = mine[0]
            most = float(goods.amount[mine].sum())
            least = float(goods.offers[o].least_order or 0.0) * self._lots(goods.offers[o].item)
            ordered = self.draft.column("order", code, upper=most)
            placed = self.draft.column("placed", code, upper=1.0 if least <= most * (1 + 1e-12) else 0.0, whole=True)
            leaves, top, bottom = (self.draft.row(name, code) for name in ("leaves", "order most", "order least"))
            self.order[mine] = leaves
            self.draft.put(leaves, ordered, -1.0)
            self.draft.put(top, ordered, 1.0)
            self.draft.put(top, placed, -most)
            self.draft.put(bottom, ordered, -1.0)
            self.draft.put(bottom, placed, least)
            for budget in range(int(goods.budget[o]), int(goods.budget_end[o])):
                self.draft.pay(budget, ordered, float(goods.price[o]))

    def _fleets(self) -> None:
        """Types that travel to each fleet; the first one costs nothing."""
        each = self.scenario.settings.mixing_points
        if each <= 0:
            return
        fleet = {c.component for c in self.scenario.components if c.fleet}
        units = {row.requirement: row.for_unit for row in self.scenario.requirements}
        members: dict[tuple[str, str, str], list[int]] = defaultdict(list)
        for n, demand in enumerate(self.demands):
            if demand.serves == Serves.COMPONENT and demand.component in fleet:
                unit = units[demand.of]
                members["unit" if unit else "requirement", unit or demand.of, demand.item].append(n)
        for name, needs in sorted(members.items()):
            pairs = np.flatnonzero(np.isin(self.goods.pair_need, needs))
            types = sorted({self.goods.offers[self.goods.pair_offer[p]].item for p in pairs})
            if len(types) < 2:
                continue
            first = self.draft.column("first type", *name, gain=each, upper=1.0)
            some = self.draft.row("types", *name)
            self.draft.put(some, first, 1.0)
            for item in types:
                used = self.draft.column("type", *name, item, gain=-each, upper=1.0, whole=True)
                self.draft.put(some, used, -1.0)
                for n in needs:
                    mine = [
                        p
                        for p in pairs
                        if self.goods.pair_need[p] == n and self.goods.offers[self.goods.pair_offer[p]].item == item
                    ]
                    if mine:
                        row = self.draft.row("type", *name, item, n)
                        self.draft.put(row, used, -self.demands[n].quantity * self._lots(self.demands[n].item))
                        self.fleet[mine] = row
