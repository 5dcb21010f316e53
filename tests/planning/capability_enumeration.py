"""Every choice of whole numbers in turn, and a plain linear programme for the rest: the check of the oracle itself.

Where the oracle follows flows, this one lists every timed way of every offer; where it has people in whole numbers, this one
lets every single person choose a career and an assignment. For scenarios of a few people and days.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator

import numpy as np
from scipy.optimize import linprog

from mainstay.model import Channel, ClosureOf, Requirement, Scenario, Stock

from .capability_listing import Packages, Runs, TooLargeError, Way, all_ways, crowds, milestones
from .capability_terms import Demand, Terms

Row = tuple[Hashable, ...]
NEAR = 1e-9
SCALE = 1000.0
EXACT = {"primal_feasibility_tolerance": 1e-10, "dual_feasibility_tolerance": 1e-10}


def enumerate_best(scenario: Scenario) -> float:
    """
    Best score of 100 over all choices of whole numbers.

    Raises
    ------
    TooLargeError
        If there are too many to list.
    """
    terms = Terms(scenario)
    ways = list(all_ways(terms))
    cases: set[tuple[Runs, Packages]] = set()
    for runs, most in crowds(terms):
        for packages in itertools.product(*(range(n + 1) for n in most)):
            if _within(terms, packages):
                cases.add((runs, packages))
    kinds = _fleet_kinds(terms, ways)
    orders = [offer for offer in scenario.offers if offer.channel == Channel.PURCHASE and offer.least_order is not None]
    count = len(cases) * 2 ** len(orders) * math.prod(2 ** len(items) - 1 for items in kinds.values())
    if count > 3000:
        raise TooLargeError(f"{count} programmes")
    best = -math.inf
    for (runs, packages), ordered in itertools.product(sorted(cases), itertools.product((False, True), repeat=len(orders))):
        for chosen in itertools.product(*(_subsets(items) for items in kinds.values())):
            placed = {offer.offer for offer, yes in zip(orders, ordered, strict=True) if yes}
            rest = Rest(terms, ways, dict(zip(kinds, chosen, strict=True)), placed, runs, packages)
            points = rest.best()
            mixed = terms.settings.mixing_points * sum(len(items) - 1 for items in chosen)
            best = max(best, points + _in_service(terms, packages) - mixed)
    return 100 * best / terms.asked


def _subsets(items: frozenset[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(items) + 1):
        yield from (frozenset(chosen) for chosen in itertools.combinations(sorted(items), size))


# --- packages ------------------------------------------------------------------------------------------------------


def _within(terms: Terms, packages: Packages) -> bool:
    """Whether no requirement gets more packages than it asks for."""
    given: Counter[str] = Counter()
    for (row, _), n in zip(milestones(terms), packages, strict=True):
        given[row.requirement] += n
    return all(given[row.requirement] <= row.quantity for row in terms.scenario.requirements)


def _in_service(terms: Terms, packages: Packages) -> float:
    """Points of packages in service, without those of their parts."""
    total = 0.0
    for (row, m), n in zip(milestones(terms), packages, strict=True):
        share = 1 - terms.packages[row.package].partial_share
        total += n * share * terms.points(row) / row.quantity * terms.worth(row, terms.last(m))
    return total


def _fleet(row: Requirement, item: str) -> Row:
    return (row.for_unit or f"only {row.requirement}", item)


def _fleet_kinds(terms: Terms, ways: list[Way]) -> dict[Row, frozenset[str]]:
    """Kinds of items that could come together in each fleet."""
    out: dict[Row, set[str]] = defaultdict(set)
    for way in ways:
        if fleet := _fleet_of(terms, way):
            out[fleet].add(way.offer.item)
    return {fleet: frozenset(items) for fleet, items in out.items()}


def _fleet_of(terms: Terms, way: Way) -> Row | None:
    part = terms.scenario.by_key("components").get(way.demand.component)
    if part is None or not part.fleet:
        return None
    return _fleet(terms.scenario.by_key("requirements")[way.demand.code], part.item)


# --- the rest ------------------------------------------------------------------------------------------------------


class Rest:
    """What remains when all whole numbers are chosen: a linear programme over ways, bays kept, issues and orders."""

    def __init__(
        self,
        terms: Terms,
        ways: list[Way],
        kinds: dict[Row, frozenset[str]],
        placed: set[str],
        runs: Runs,
        packages: Packages,
    ):
        self.terms, self.scenario = terms, terms.scenario
        self.at_most: dict[Row, list[tuple[int, float]]] = defaultdict(list)
        self.most: dict[Row, float] = {}
        self.gain: list[float] = []
        self.bounds: list[tuple[float, float | None]] = []
        self.whole: list[int] = []
        self.ways = [way for way in ways if (fleet := _fleet_of(terms, way)) is None or way.offer.item in kinds[fleet]]
        for way in self.ways:
            self._way(way)
        self._supply(placed)
        self._limits()
        self._packages(packages)
        self._gear(runs)
        for stock in self.scenario.stocks:
            if stock.per_day > 0 and sum(terms.wanted(stock)) > 0:
                self._stock(stock)

    def _column(self, gain: float, low: float = 0.0, high: float | None = None) -> int:
        self.gain.append(gain)
        self.bounds.append((low, high))
        return len(self.gain) - 1

    def _way(self, way: Way) -> None:
        terms, mass = self.terms, self.terms.items[way.offer.item].mass_t
        eur = mass * sum(link.cost_eur_per_t for link, _ in way.moves)
        eur += mass * len(way.waits) * terms.length * terms.settings.waiting_eur_per_t_day
        eur += sum(shop.cost_eur for shop, _ in way.repairs)
        column = self._column(way.rate * way.demand.gain[way.arrives] - eur * terms.euro)
        if terms.items[way.offer.item].whole:
            self.whole.append(column)
        loads: Counter[Row] = Counter()
        for link, t in way.moves:
            there = t + terms.lead(link)
            loads["link", link.link, t] += mass
            loads["node", link.destination, there] += mass
            loads["corridor", link.corridor, there] += mass
        for place, t in way.waits:
            loads["store", place, t] += mass
        for shop, t in way.repairs:
            for s in range(t, t + terms.periods_of(shop.days)):
                loads["bays", shop.repair, s] += 1
        for row, load in loads.items():
            self.at_most[row].append((column, float(load)))

    def _supply(self, placed: set[str]) -> None:
        """What leaves each offer, month by month, and its money."""
        terms = self.terms
        spent: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
        for offer in self.scenario.offers:
            mine = [(j, way) for j, way in enumerate(self.ways) if way.offer is offer]
            if offer.per_month is not None:
                opens = terms.opens(offer)
                for day in sorted({way.departs for _, way in mine}):
                    row = ("month", offer.offer, day)
                    self.at_most[row] = [(j, 1.0) for j, way in mine if way.departs <= day]
                    self.most[row] = offer.per_month * (1 + (day - opens) // 30)
            row = ("offer", offer.offer)
            self.at_most[row] = [(j, 1.0) for j, _ in mine]
            self.most[row] = terms.left(offer)
            if offer.channel != Channel.PURCHASE:
                continue
            paying = [j for j, _ in mine]
            if offer.least_order is not None:
                low, high = (offer.least_order, terms.left(offer)) if offer.offer in placed else (0.0, 0.0)
                paying = [self._column(0.0, low, high)]
                self.at_most[row].append((paying[0], -1.0))
                self.most[row] = 0.0
            spent[offer.fund] += [(terms.paid(offer), j, offer.unit_cost_eur or 0.0) for j in paying]
        for fund, payments in spent.items():
            for day in sorted({day for day, _, _ in payments}):
                self.at_most["fund", fund, day] = [(j, eur) for when, j, eur in payments if when <= day]
                self.most["fund", fund, day] = terms.money(fund, day)

    def _limits(self) -> None:
        terms = self.terms
        handling = {node.node: node.handling_t_per_day for node in self.scenario.nodes}
        capacity = {link.link: link.capacity_t_per_day for link in self.scenario.links}
        gates = {gate.corridor: gate.capacity_t_per_day for gate in self.scenario.corridors}
        for row in list(self.at_most):
            match row:
                case ("link", str(code), int(t)):
                    self.most[row] = capacity[code] * sum(terms.open_days(ClosureOf.LINK, code, t))
                case ("node", str(code), int(t)):
                    tonnes = handling[code]
                    self.most[row] = math.inf if tonnes is None else tonnes * sum(terms.open_days(ClosureOf.NODE, code, t))
                case ("corridor", str(code), int(t)):
                    self.most[row] = gates[code] * sum(terms.open_days(ClosureOf.CORRIDOR, code, t)) if code else math.inf
                case ("store", str(code), int()):
                    self.most[row] = terms.nodes[code].storage_t or 0.0
        for demand in terms.demands:
            self.at_most["demand", *demand.key] = self._arrived(demand, terms.periods)
            self.most["demand", *demand.key] = demand.most
        for shop in self.scenario.repairs:
            for t in range(terms.periods):
                self.at_most["bays", shop.repair, t] += []
                self.most["bays", shop.repair, t] = shop.bays
                if shop.spares:
                    demand = next(d for d in terms.demands if d.serves == "repair" and d.code == shop.repair)
                    begun = [
                        (j, shop.spares_quantity)
                        for j, way in enumerate(self.ways)
                        if any(at.repair == shop.repair and when <= t for at, when in way.repairs)
                    ]
                    self.at_most["spares", shop.repair, t] = [*begun, *((j, -r) for j, r in self._arrived(demand, t))]
                    self.most["spares", shop.repair, t] = terms.unrated(shop.spares, shop.place)

    def _arrived(self, demand: Demand, until: int) -> list[tuple[int, float]]:
        """What counts for a demand of all that arrives in periods up to one."""
        return [(j, w.rate) for j, w in enumerate(self.ways) if w.demand.key == demand.key and w.arrives <= until]

    def _packages(self, packages: Packages) -> None:
        """Goods arrived and bays kept for the packages that were chosen."""
        terms, sofar = self.terms, Counter[str]()
        for (row, m), n in zip(milestones(terms), packages, strict=True):
            sofar[row.requirement] += n
            for part in terms.goods(row.package):
                demand = next(d for d in terms.demands if d.code == row.requirement and d.component == part.component)
                name = ("goods", row.requirement, part.component, m)
                self.at_most[name] = [(j, -r) for j, r in self._arrived(demand, m)]
                self.most[name] = -part.quantity * sofar[row.requirement]
            for part in terms.chains(row.package):
                name = ("chain", row.requirement, part.component, m)
                self.most[name] = -part.quantity * n
                for shop in self.scenario.repairs:
                    if part.item in shop.items:
                        column = self._column(0.0)
                        self.at_most[name].append((column, -1.0))
                        for t in range(m, terms.periods):
                            self.at_most["bays", shop.repair, t].append((column, 1.0))

    def _gear(self, runs: Runs) -> None:
        """What courses under way need of each item, on each day of each of them."""
        terms = self.terms
        by_key = {run.key: run for run in terms.runs}
        need: Counter[tuple[str, str, int]] = Counter()
        for training, starts, n in runs:
            run = by_key[training, starts]
            for day in range(run.starts, run.ends + 1):
                if run.course.item:
                    need[run.training.site, run.course.item, day] += run.course.item_quantity * n
        for (site, item, day), quantity in need.items():
            demand = next(d for d in terms.demands if d.serves == "training" and d.code == site and d.item == item)
            there = [t for t in range(terms.periods) if terms.last(t) <= day]
            self.at_most["gear", site, item, day] = [(j, -r) for j, r in self._arrived(demand, max(there, default=-1))]
            self.most["gear", site, item, day] = terms.unrated(item, demand.place) - quantity

    def _stock(self, stock: Stock) -> None:
        """Issues of each step, out of lots of one age each; without a shelf life a lot never expires."""
        terms, wanted = self.terms, self.terms.wanted(stock)
        demand = next(d for d in terms.demands if d.serves == "stock" and d.code == stock.stock)
        ends = [end for _, end in terms.steps]
        lots: dict[int, list[tuple[int, float]]] = {-1: []}
        for j, rate in self._arrived(demand, terms.periods):
            lots.setdefault(terms.step_of(terms.last(self.ways[j].arrives)), []).append((j, -rate))
        life = math.inf if stock.shelf_life_days is None else stock.shelf_life_days
        issued: dict[tuple[int, int], int] = {}
        for a in lots:
            for k in range(a + 1, len(wanted)):
                if ends[k] - (ends[a] if a >= 0 else -1) <= life:
                    issued[a, k] = self._column(terms.points(stock) / sum(wanted))
            self.at_most["lot", stock.stock, a] = [*lots[a], *((j, 1.0) for (b, _), j in issued.items() if b == a)]
            self.most["lot", stock.stock, a] = 0.0 if a >= 0 else stock.quantity
        for k, want in enumerate(wanted):
            self.at_most["want", stock.stock, k] = [(j, 1.0) for (_, s), j in issued.items() if s == k]
            self.most["want", stock.stock, k] = want
            if stock.shelf_life_days is None:
                before = [entry for a, entries in lots.items() if a < k for entry in entries]
                out = [(j, 1.0) for (_, s), j in issued.items() if s <= k]
                self.at_most["floor", stock.stock, k] = [*before, *out]
                self.most["floor", stock.stock, k] = stock.quantity - stock.floor
                if stock.ceiling is not None:
                    now = [entry for a, entries in lots.items() if a <= k for entry in entries]
                    self.at_most["ceiling", stock.stock, k] = [(j, -v) for j, v in (*now, *out)]
                    self.most["ceiling", stock.stock, k] = stock.ceiling - stock.quantity

    def best(self) -> float:
        """Points of the best way to do it; -inf if it cannot be done. Whole pieces are tried one by one."""
        rows = [name for name in self.at_most if math.isfinite(self.most[name])]
        matrix = np.zeros((len(rows), len(self.gain)))
        for i, name in enumerate(rows):
            for j, value in self.at_most[name]:
                matrix[i, j] += value
        right = np.array([self.most[name] for name in rows])
        if not self.gain:
            return 0.0 if (right >= -NEAR).all() else -math.inf
        found, open_ = -math.inf, [list(self.bounds)]
        while open_:
            bounds = open_.pop()
            made = linprog(-SCALE * np.array(self.gain), A_ub=matrix, b_ub=right, bounds=bounds, options=EXACT)
            if made.status == 2:
                continue
            assert made.status == 0, made.message
            if -made.fun / SCALE <= found + 1e-12:
                continue
            split = next((j for j in self.whole if abs(made.x[j] - round(made.x[j])) > 1e-7), None)
            if split is None:
                found = -made.fun / SCALE
                continue
            low, high = bounds[split]
            below, above = list(bounds), list(bounds)
            below[split], above[split] = (low, math.floor(made.x[split])), (math.ceil(made.x[split]), high)
            open_ += [below, above]
        return found
