"""Why goods do not reach a demand whole and on time: the first cause that binds, found without solving anything again."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from mainstay.model import Channel, Consignment, Offer, Reason
from mainstay.model.demands import Demand
from mainstay.model.rules import Obstacle, left

from .alone import Alone, Loads, alone, full_on, stops
from .build import Case
from .problem import Ints
from .record import Record

WHOLE = 1 - 1e-6
"""Share of a quantity from which it counts as whole."""

SPENT = "spent"
"""What is said of money that is all spent."""

_BY_OBSTACLE = {
    "rung": Reason.NO_OFFER,
    "quantity": Reason.NO_OFFER,
    "item": Reason.NO_OFFER,
    "reserved": Reason.SHARED,
    "caveat": Reason.CAVEAT,
    "consent": Reason.CONSENT,
    "purchase": Reason.FUND,
}


@dataclass(frozen=True)
class Finding:
    """A cause: its reason, the detail in words, and what would help.

    ``most`` is the most that could be had if nothing else were short, where that is known.
    """

    reason: Reason
    detail: str
    helps: str
    most: float = 0.0


@dataclass(frozen=True)
class Want:
    """What is wanted of a demand: so much of it, by a day.

    ``whole``: less than all of it is of no use, as of a component. ``has`` is what the plan brings by that day.
    """

    demand: Demand
    unit: str
    quantity: float
    due: dt.date
    whole: bool = False
    has: float = 0.0


class Finder:
    """Looks for reasons; what all demands share is worked out once."""

    def __init__(self, case: Case, record: Record, loads: Loads):
        self.case = case
        self.alone: Alone = alone(case)
        self.loads = loads
        problem = case.problem
        self.tranches: dict[str, list[int]] = defaultdict(list)
        for o, offer in enumerate(case.offers):
            self.tranches[offer.offer].append(o)
        self.units: dict[str, list[float]] = {}
        self.need = {(demand.serves, demand.of, demand.component): n for n, demand in enumerate(case.demands)}
        self.pair = {(int(o), int(n)): p for p, (o, n) in enumerate(zip(problem.pair_offer, problem.pair_need, strict=True))}
        self.used: dict[str, float] = defaultdict(float)
        self.taken: dict[str, set[str]] = defaultdict(set)
        self.sent: dict[tuple[object, ...], list[Consignment]] = defaultdict(list)
        for row in record.consignments:
            self.sent[row.offer, row.serves, row.requirement, row.component].append(row)
            self.used[row.offer] += row.quantity
            self.taken[row.offer].add(row.requirement)

    def why(self, want: Want) -> Finding:
        """Find why a demand does not get what is wanted of it."""
        rules, unit, row = self.case.rules, want.unit, want.demand
        offers = sorted(rules.of_item(row), key=lambda pair: pair[0].offer)
        given = [(offer, rate) for offer, rate in offers if left(offer) > 0]
        total = sum(rate * left(offer) for offer, rate in given)
        undisclosed = [offer.offer for offer, _ in offers if offer.quantity is None]
        if total < want.quantity * WHOLE:
            detail = f"offered {number(total)} of {number(want.quantity)} {unit}"
            if undisclosed:
                detail += f"; quantity undisclosed: {listed(undisclosed)}"
            helps = f"{number(want.quantity - total)} {unit} more from anybody by {want.due}"
            return Finding(Reason.NO_OFFER, detail, helps, total)
        barred = [(offer, rate, rules.obstacle(offer, row)) for offer, rate in given]
        may = [(offer, rate) for offer, rate, obstacle in barred if obstacle is None]
        most = sum(rate * left(offer) for offer, rate in may)
        if most < want.quantity * WHOLE:
            return self._barred([(offer, rate, o) for offer, rate, o in barred if o is not None], most)
        return self._moving(want, may)

    def _barred(self, barred: list[tuple[Offer, float, Obstacle]], most: float) -> Finding:
        """Offers there are, but caveats, consents or money keep them back: name what keeps back most."""
        by: dict[tuple[str, str], float] = defaultdict(float)
        which: dict[tuple[str, str], list[str]] = defaultdict(list)
        for offer, rate, obstacle in barred:
            by[obstacle.kind, obstacle.key] += rate * left(offer)
            which[obstacle.kind, obstacle.key].append(offer.offer)
        kind, key = max(sorted(by), key=lambda k: by[k])
        detail = "; ".join(f"{k[0]} {k[1]} keeps back {listed(which[k])}".replace("  ", " ") for k in sorted(by))
        helps = {
            "caveat": f"clear or lift caveat {key}",
            "consent": f"turn the refusal of consent {key}",
            "purchase": f"a fund that may buy {listed(which[kind, key])}",
            "reserved": f"release {listed(which[kind, key])} from its reservation",
            "item": f"{listed(which[kind, key])} allowed as a substitute",
        }.get(kind, f"firmer promises of {listed(which[kind, key])}")
        return Finding(_BY_OBSTACLE[kind], detail, helps, most)

    # --- ways and days ------------------------------------------------------------------------------------------

    def _pairs(self, offer: Offer, n: int) -> list[tuple[int, float]]:
        """Pairs of an offer's tranches with a demand, and the units of each tranche."""
        if offer.offer not in self.units:
            self.units[offer.offer] = [units for _, _, units in self.case.rules.tranches(offer)]
        units = self.units[offer.offer]
        return [(self.pair[o, n], units[self.case.tranche[o]]) for o in self.tranches[offer.offer] if (o, n) in self.pair]

    def _first(self, offer: Offer, n: int) -> int:
        """Pair of the tranche that can be there first; of those that cannot at all, the first."""
        arrival = self.alone.arrival
        pairs = [pair for pair, _ in self._pairs(offer, n)]
        return min(pairs, key=lambda p: (arrival[p] < 0, arrival[p], p))

    def _due(self, day: dt.date) -> int:
        """Last period that is over by a day, -1 if none is."""
        grid = self.case.grid
        due = grid.last_until(day) if day >= grid.start else -1
        return due - 1 if due >= 0 and grid.last_day(due) > day else due

    def _moving(self, want: Want, may: list[tuple[Offer, float]]) -> Finding:
        """Enough may be given: look at ways, days, money, capacity, and who else took it."""
        n, place = self.need[want.demand.serves, want.demand.of, want.demand.component], want.demand.place
        known = [(offer, rate) for offer, rate in may if self._pairs(offer, n)]  # others open after the plan
        reached = [(o, rate) for o, rate in known if any(self.alone.reached(p) for p, _ in self._pairs(o, n))]
        most = sum(rate * left(offer) for offer, rate in may if (offer, rate) not in known or (offer, rate) in reached)
        if most < want.quantity * WHOLE:
            cut = [pair[0] for pair in known if pair not in reached]
            return Finding(
                Reason.UNREACHABLE,
                f"no permitted links lead from {listed(sorted({o.place for o in cut}))} to {place}"
                f" for {listed([o.offer for o in cut])}",
                f"a link into {place}, or a licence or leave to pass, for {listed([o.offer for o in cut])}",
                most,
            )
        due, arrival = self._due(want.due), self.alone.arrival
        timely = {o.offer: sum(u for p, u in self._pairs(o, n) if 0 <= arrival[p] <= due) for o, _ in reached}
        most = sum(rate * timely[offer.offer] for offer, rate in reached)
        if most < want.quantity * WHOLE:
            late = [(o, r) for o, r in may if timely.get(o.offer, 0.0) < left(o) * WHOLE]
            return self._late(want, n, late, most)
        return self._contended(want, n, [(o, r) for o, r in reached if timely[o.offer] > 0], timely)

    def _late(self, want: Want, n: int, late: list[tuple[Offer, float]], most: float) -> Finding:
        """Too little can be there by the due day: because of a consent, a caveat, or the offers themselves."""
        rules, said, waits = self.case.rules, [], defaultdict[tuple[str, str], float](float)
        for offer, rate in late:
            wait = rules.waits(offer)[-1]
            pairs = self._pairs(offer, n)
            t = int(self.alone.arrival[self._first(offer, n)]) if pairs else -1
            when = f"arrives {self.case.grid.last_day(t)} at the earliest" if t >= 0 else "arrives too late to be useful"
            why = "" if wait.kind == "available" else f", waits for {wait.kind} {wait.key}"
            if offer.per_month is not None and offer.channel != Channel.STOCK and left(offer) > offer.per_month:
                when = f"gives {number(offer.per_month)} {offer.unit} a month, {when}"
            said.append(f"{offer.offer} can leave {wait.day}{why}, {when}")
            waits[wait.kind, wait.key] += rate * left(offer)
        kind, key = max(sorted(waits), key=lambda k: waits[k])
        detail = "; ".join(said)
        if kind == "consent":
            return Finding(Reason.CONSENT, detail, f"an earlier answer on consent {key}", most)
        if kind == "caveat":
            return Finding(Reason.CAVEAT, detail, f"an earlier day in caveat {key}", most)
        return Finding(Reason.TOO_LATE, detail, f"{listed([o.offer for o, _ in late])} earlier, or a later due day", most)

    # --- what went to others, money, capacity ----------------------------------------------------------------------

    def _contended(self, want: Want, n: int, timely: list[tuple[Offer, float]], units: dict[str, float]) -> Finding:
        """Enough could be there by itself: the fund, the way or the offers themselves went to others."""
        spare = [(offer, rate, min(units[offer.offer], left(offer) - self._gone(want, offer))) for offer, rate in timely]
        spare = [entry for entry in spare if entry[2] > left(entry[0]) * 1e-6]
        rest = want.has + sum(rate * quantity for _, rate, quantity in spare)
        if not spare or (want.whole and rest < want.quantity * WHOLE):
            others = sorted({r for o, _ in timely for r in self.taken[o.offer] if r != want.demand.of})
            detail = f"{listed([o.offer for o, _ in timely])} went to {listed(others)}"
            if spare:
                detail += f"; {number(rest)} of {number(want.quantity)} {want.unit} are left"
            return Finding(Reason.SHARED, detail, f"more {want.demand.item} from anybody by {want.due}", rest)
        broke = {offer.offer: said for offer, _, _ in spare if offer.fund and (said := self._broke(offer))}
        if len(broke) == len(spare):
            funds = sorted({offer.fund for offer, _, _ in spare})
            orders = sorted({text for text in broke.values() if text != SPENT})
            detail = "; ".join(orders) if orders else f"{listed(funds)} is spent; {listed(list(broke))} stays unbought"
            return Finding(Reason.FUND, detail, f"more money in {listed(funds)}", want.has)
        arrival = self.alone.arrival
        first = min((offer for offer, _, _ in spare if offer.offer not in broke), key=lambda o: arrival[self._first(o, n)])
        return self._full(want, first, self._first(first, n))

    def _gone(self, want: Want, offer: Offer) -> float:
        """What of an offer went to others, or came here by the day wanted; what comes here late could come in time."""
        demand = want.demand
        mine = self.sent[offer.offer, demand.serves, demand.of, demand.component]
        return self.used[offer.offer] - sum(row.quantity for row in mine if row.arrives > want.due)

    def _full(self, want: Want, offer: Offer, pair: int) -> Finding:
        """Find what is full on the way of an offer that has something left."""
        case = self.case
        way = self.alone.way(pair)
        ready = int(case.problem.ready[case.problem.source[case.problem.pair_offer[pair]]])
        last = case.grid.last_until(want.due)
        mass = case.rules.items[offer.item].mass_t / case.rules.rate(offer.item, want.demand.item)
        full = full_on(case, self.loads, way, ready, last, (want.quantity - want.has) * mass if want.whole else 0.0)
        route = " - ".join(stops(case, way))
        if not full:
            detail = f"{offer.offer} could go {route}, but costs more than it earns, or less than the gap of the plan"
            return Finding(Reason.NOT_WORTH, detail, "a smaller gap, or cheaper transport", want.quantity)
        longest = max(full, key=lambda f: ((f.last_day - f.first_day).days, f.kind, f.key))
        return Finding(
            Reason.REPAIR if longest.kind.endswith("of shop") else Reason.CAPACITY,
            f"{offer.offer} would go {route}; full: " + "; ".join(str(f) for f in full[:6]) + (" ..." if full[6:] else ""),
            f"more {longest}" if longest.kind.endswith("of shop") else f"more capacity of {longest}",
            want.has,
        )

    def _broke(self, offer: Offer) -> str:
        """Say whether the money that could pay for an offer is spent, or is less than its least order; empty if neither."""
        problem = self.case.problem
        rows = money_rows(self.case, self.tranches[offer.offer][0])
        spent, money = self.loads.budget[rows], problem.budget_eur[rows]
        if (spent >= money * WHOLE).any():
            return SPENT
        least = (offer.least_order or 0.0) * (offer.unit_cost_eur or 0.0)
        room = float((money - spent).min(initial=np.inf))
        if offer.least_order and not self.used[offer.offer] and room < least * WHOLE:
            least_order = f"least order of {offer.offer} is {number(offer.least_order)} {offer.unit}, EUR {number(least)}"
            return f"{least_order}; {offer.fund} has EUR {number(room)} left"
        return ""


def money_rows(case: Case, o: int) -> Ints:
    """Rows of the budgets that a purchase (its number in the arrays) draws on, itself or by its order."""
    problem, choices = case.problem, case.problem.choices
    if problem.budget[o] >= 0:
        return np.arange(int(problem.budget[o]), int(problem.budget_end[o]), dtype=np.int32)
    if choices.order[o] < 0:
        return np.zeros(0, dtype=np.int32)
    column = choices.what.index(("order", case.offers[o].offer))
    rows = choices.matrix.indices[choices.matrix.indptr[column] : choices.matrix.indptr[column + 1]]
    return np.asarray(rows[rows < len(problem.budget_eur)], dtype=np.int32)


def number(value: float) -> str:
    """Write a quantity for people."""
    return f"{value:,.6g}".replace(",", " ")


def people(value: int) -> str:
    """Write a number of people."""
    return f"{value} {'person' if value == 1 else 'people'}"


def seats(value: int) -> str:
    """Write a number of seats."""
    return f"{value} {'seat' if value == 1 else 'seats'}"


def bays(value: float) -> str:
    """Write a number of bays."""
    return f"{number(value)} {'bay' if value == 1 else 'bays'}"


def listed(names: list[str], most: int = 5) -> str:
    """Write some names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
