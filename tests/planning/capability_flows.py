"""Goods in the oracle: what moves, waits, is repaired and serves, offer by offer and period by period."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from mainstay.model import Channel, ClosureOf, Link, Offer, Repair, Requirement

from .capability_programme import Name, Programme
from .capability_terms import Demand, Terms

State = tuple[str, bool, str, int]
"""Where cargo is: ``own`` (never moved) or ``on`` (its way); fit for use; place; period."""


def capacities(out: Programme, terms: Terms) -> None:
    """Right-hand sides of links, nodes, corridors, stores, bays and spares, all periods."""
    scenario = terms.scenario
    for t in range(terms.periods):
        for link in scenario.links:
            out.limit(link.capacity_t_per_day * sum(terms.open_days(ClosureOf.LINK, link.link, t)), "link", link.link, t)
        for gate in scenario.corridors:
            opened = sum(terms.open_days(ClosureOf.CORRIDOR, gate.corridor, t))
            out.limit(gate.capacity_t_per_day * opened, "corridor", gate.corridor, t)
        for node in scenario.nodes:
            handling = math.inf if node.handling_t_per_day is None else node.handling_t_per_day
            opened = sum(terms.open_days(ClosureOf.NODE, node.node, t))
            out.limit(handling * opened if opened else 0.0, "node", node.node, t)
            out.limit(node.storage_t or 0.0, "storage", node.node, t)
        for shop in scenario.repairs:
            out.limit(shop.bays, "bays", shop.repair, t)
            if shop.spares:
                out.limit(terms.unrated(shop.spares, shop.place), "spares", shop.repair, t)


def cargo(out: Programme, terms: Terms, offer: Offer, rates: dict[Name, float]) -> None:
    """Columns of one offer: leave the owner, go, wait, be repaired, serve. Only what leads from the owner to a demand."""
    window = terms.window(offer)
    sources: list[State] = [("own", not terms.broken(offer), offer.place, t) for t in window]
    network = _Network(terms, offer, [d for d in terms.demands if d.key in rates], window)
    arcs: dict[State, list[tuple[State | None, Name]]] = {}
    heap = list(sources)
    while heap:
        state = heap.pop()
        if state not in arcs:
            arcs[state] = list(network.onward(state))
            heap += [head for head, _ in arcs[state] if head is not None]
    useful: set[State] = set()
    for state in sorted(arcs, key=lambda s: (-s[3], s[0])):  # later first; a period's last first
        if any(head is None or head in useful for head, _ in arcs[state]):
            useful.add(state)
    whole = terms.items[offer.item].whole
    for state in sources:
        if state in useful:
            column = out.add("leave", offer.offer, state[3], whole=whole)
            out.put(column, -1.0, "balance", offer.offer, state)
            out.put(column, 1.0, "offer", offer.offer)
            if offer.channel == Channel.PURCHASE and offer.least_order is None:
                _pay(out, terms, offer, column)
    for state in useful:
        out.balances.add(out.rows.setdefault(("balance", offer.offer, state), len(out.rows)))
        for head, name in arcs[state]:
            if head is None or head in useful:
                column = out.add(*name, offer.offer, state, whole=whole)
                out.put(column, 1.0, "balance", offer.offer, state)
                if head is not None:
                    out.put(column, -1.0, "balance", offer.offer, head)
                _load(out, terms, offer, column, name, state, rates)
    _order(out, terms, offer)


@dataclass
class _Network:
    """Where cargo of one offer may go from where it is."""

    terms: Terms
    offer: Offer
    demands: list[Demand]
    window: range

    def __post_init__(self) -> None:
        self.links = self.terms.links(self.offer)
        self.shops = [shop for shop in self.terms.scenario.repairs if self.offer.item in shop.items]

    def onward(self, state: State) -> Iterator[tuple[State | None, Name]]:
        """Next states (None: it serves) and names of the columns that lead there."""
        kind, fit, place, t = state
        terms = self.terms
        if kind == "own":
            yield ("on", fit, place, t), ("go",)
        if fit:
            for demand in self.demands:
                if demand.place == place and t <= demand.until:
                    yield None, ("serve", demand.key)
        stored = bool(terms.nodes[place].storage_t) and t + 1 < terms.periods
        if stored and (kind == "on" or (kind == "own" and t >= self.window[-1])):
            yield (kind, fit, place, t + 1), ("wait",)
        if kind == "own":
            return
        for link in self.links:
            there = t + terms.lead(link)
            if link.origin == place and there < terms.periods and self._open(link, t, there):
                yield ("on", fit, link.destination, there), ("move", link.link)
        for shop in self.shops:
            there = t + terms.periods_of(shop.days)
            if not fit and shop.place == place and there < terms.periods:
                yield ("on", True, place, there), ("repair", shop.repair)

    def _open(self, link: Link, t: int, there: int) -> bool:
        of = [(ClosureOf.LINK, link.link, t), (ClosureOf.NODE, link.origin, t), (ClosureOf.NODE, link.destination, there)]
        gates = [(ClosureOf.CORRIDOR, link.corridor, there)] if link.corridor else []
        return all(any(self.terms.open_days(*one)) for one in (*of, *gates))


def _load(out: Programme, terms: Terms, offer: Offer, column: int, name: Name, state: State, rates: dict[Name, float]) -> None:
    """What one unit on one stretch takes, feeds, costs and earns."""
    kind, _, place, t = state
    mass = terms.items[offer.item].mass_t
    match name:
        case ("wait",):
            out.gain[column] = -terms.settings.waiting_eur_per_t_day * terms.length * mass * terms.euro
            if mass > 0:
                out.put(column, mass, "storage", place, t)
        case ("go",):
            _left(out, terms, offer, column, terms.first(t))
        case ("move", code):
            link = next(link for link in terms.scenario.links if link.link == code)
            out.gain[column] = -link.cost_eur_per_t * mass * terms.euro
            if mass > 0:
                there = t + terms.lead(link)
                out.put(column, mass, "link", code, t)
                if terms.nodes[link.destination].handling_t_per_day is not None:
                    out.put(column, mass, "node", link.destination, there)
                if link.corridor:
                    out.put(column, mass, "corridor", link.corridor, there)
        case ("repair", code):
            _repaired(out, terms, next(shop for shop in terms.scenario.repairs if shop.repair == code), column, t)
        case ("serve", key):
            if kind == "own":
                _left(out, terms, offer, column, terms.last(t))
            demand = next(demand for demand in terms.demands if demand.key == key)
            _serves(out, terms, offer, demand, column, t, rates[demand.key])


def _repaired(out: Programme, terms: Terms, shop: Repair, column: int, t: int) -> None:
    """A repair begun in a period takes a bay while it lasts, and spares from then on."""
    out.gain[column] = -shop.cost_eur * terms.euro
    for during in range(t, t + terms.periods_of(shop.days)):
        out.put(column, 1.0, "bays", shop.repair, during)
    if shop.spares:
        for later in range(t, terms.periods):
            out.put(column, shop.spares_quantity, "spares", shop.repair, later)


def _serves(out: Programme, terms: Terms, offer: Offer, demand: Demand, column: int, t: int, rate: float) -> None:
    """What arrives in a period counts from then on for whatever its demand is."""
    out.gain[column] = rate * demand.gain[t]
    if math.isfinite(demand.most):
        out.put(column, rate, "demand", *demand.key)
    match demand.serves:
        case "component":
            row = next(row for row in terms.scenario.requirements if row.requirement == demand.code)
            for m in terms.milestones(row):
                if t <= m:
                    out.put(column, -rate, "goods", demand.code, demand.component, m)
            part = next(part for part in terms.scenario.components if part.component == demand.component)
            if part.fleet:
                out.put(column, 1.0, "kind", fleet_of(row, part.item), offer.item)
        case "stock":
            out.put(column, -rate, "arrived", demand.code, terms.step_of(terms.last(t)))
        case "training":
            for day in sorted({run.starts for run in terms.runs if run.training.site == demand.code}):
                if terms.last(t) <= day:
                    out.put(column, -rate, "gear", demand.code, demand.item, day)
        case "repair":
            for later in range(t, terms.periods):
                out.put(column, -rate, "spares", demand.code, later)


# --- what leaves, orders, money ------------------------------------------------------------------------------------


def _left(out: Programme, terms: Terms, offer: Offer, column: int, day: int) -> None:
    """Count what leaves on a day against what its maker can deliver by then."""
    if offer.per_month is None:
        return
    opens = terms.opens(offer)
    for end in range(opens + 29, opens + 30 * 40, 30):  # the last day of each month counted from its opening
        if day <= end and end - 29 < terms.days:
            out.put(column, 1.0, "month", offer.offer, end)
            out.limit(offer.per_month * (1 + (end - opens) // 30), "month", offer.offer, end)


def _order(out: Programme, terms: Terms, offer: Offer) -> None:
    """What leaves is at most what is left; with a least order, at most what is ordered."""
    left = terms.left(offer)
    if offer.channel != Channel.PURCHASE or offer.least_order is None:
        out.limit(left, "offer", offer.offer)
        return
    ordered, made = out.add("ordered", offer.offer, upper=left), out.add("order", offer.offer, upper=1.0, whole=True)
    out.put(ordered, -1.0, "offer", offer.offer)
    out.put(ordered, 1.0, "most ordered", offer.offer)
    out.put(made, -left, "most ordered", offer.offer)
    out.put(ordered, -1.0, "least ordered", offer.offer)
    out.put(made, offer.least_order, "least ordered", offer.offer)
    _pay(out, terms, offer, ordered)


def _pay(out: Programme, terms: Terms, offer: Offer, column: int) -> None:
    """One unit bought is paid for on the day of its order: it counts on that day and on every later one with a payment."""
    for day in terms.pay_days(offer.fund):
        if day >= terms.paid(offer):
            out.put(column, offer.unit_cost_eur or 0.0, "fund", offer.fund, day)


def funds(out: Programme, terms: Terms) -> None:
    """For each fund and each day on which it may have to pay: what is there by then."""
    for fund in terms.scenario.funds:
        for day in terms.pay_days(fund.fund):
            out.limit(terms.money(fund.fund, day), "fund", fund.fund, day)


def fleet_of(row: Requirement, item: str) -> Name:
    """Name of the fleet that a component of a requirement belongs to."""
    return ("unit", row.for_unit, item) if row.for_unit else ("requirement", row.requirement, item)
