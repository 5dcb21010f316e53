"""Why a requirement is not met whole and on time: the first cause that binds, found without solving anything again."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from mainstay.model import Offer, Reason, Requirement, Unmet
from mainstay.model.rules import Obstacle, left

from .alone import Alone, Loads, alone, full_on, loads_of, planned
from .build import Case
from .engine import Outcome
from .record import Record

WHOLE = 1 - 1e-6
"""Share of a requirement from which it counts as whole."""

_BY_OBSTACLE = {
    "rung": Reason.NO_OFFER,
    "quantity": Reason.NO_OFFER,
    "item": Reason.NO_OFFER,
    "reserved": Reason.SHARED,
    "caveat": Reason.CAVEAT,
    "consent": Reason.CONSENT,
    "purchase": Reason.FUND,
}


def unmet(case: Case, record: Record, outcome: Outcome) -> tuple[Unmet, ...]:
    """Return every requirement that is not met whole and on time, the most points missing first."""
    finder = _Finder(case, record, outcome)
    useful, on_time, points = planned(case, record)
    out = []
    for n, row in enumerate(case.requirements):
        if on_time[n] >= row.quantity * WHOLE:
            continue
        missing = max(0.0, case.percent(case.scenario.points(row) - points[n]))
        reason, detail, helps = finder.why(n, row)
        out.append(
            Unmet(
                requirement=row.requirement,
                item=row.item,
                place=row.place,
                priority=row.priority,
                due=row.due,
                asked=row.quantity,
                planned=float(useful[n]),
                on_time=float(on_time[n]),
                missing=float(f"{missing:.9g}"),
                reason=reason,
                detail=detail,
                helps=helps,
            )
        )
    return tuple(sorted(out, key=lambda row: (-row.missing, row.requirement)))


class _Finder:
    """Looks for reasons; what all requirements share is worked out once."""

    def __init__(self, case: Case, record: Record, outcome: Outcome):
        self.case = case
        self.alone: Alone = alone(case)
        self.loads: Loads = loads_of(case, outcome.ways, outcome.lots)
        self.offer_no = {offer.offer: o for o, offer in enumerate(case.offers)}
        problem = case.problem
        self.pair = {(int(o), int(n)): p for p, (o, n) in enumerate(zip(problem.pair_offer, problem.pair_need, strict=True))}
        self.used: dict[str, float] = defaultdict(float)
        self.taken: dict[str, set[str]] = defaultdict(set)
        self.spent = np.zeros(len(problem.budget_eur))
        for row in record.consignments:
            self.used[row.offer] += row.quantity
            self.taken[row.offer].add(row.requirement)
            o = self.offer_no[row.offer]
            if problem.budget[o] >= 0:
                self.spent[problem.budget[o] : problem.budget_end[o]] += row.purchase_eur

    def why(self, n: int, row: Requirement) -> tuple[Reason, str, str]:
        """Reason, its detail and what would help, for one requirement."""
        rules = self.case.rules
        unit = row.unit
        offers = sorted(rules.of_item(row), key=lambda pair: pair[0].offer)
        given = [(offer, rate) for offer, rate in offers if left(offer) > 0]
        total = sum(rate * left(offer) for offer, rate in given)
        undisclosed = [offer.offer for offer, _ in offers if offer.quantity is None]
        if total < row.quantity * WHOLE:
            detail = f"offered {_number(total)} of {_number(row.quantity)} {unit}"
            if undisclosed:
                detail += f"; quantity undisclosed: {_list(undisclosed)}"
            return Reason.NO_OFFER, detail, f"{_number(row.quantity - total)} {unit} more from anybody by {row.due}"
        barred = [(offer, rate, rules.obstacle(offer, row)) for offer, rate in given]
        may = [(offer, rate) for offer, rate, obstacle in barred if obstacle is None]
        if sum(rate * left(offer) for offer, rate in may) < row.quantity * WHOLE:
            return self._barred([(offer, rate, o) for offer, rate, o in barred if o is not None])
        return self._moving(n, row, may)

    def _barred(self, barred: list[tuple[Offer, float, Obstacle]]) -> tuple[Reason, str, str]:
        """Offers there are, but caveats, consents or money keep them back: name what keeps back most."""
        by: dict[tuple[str, str], float] = defaultdict(float)
        which: dict[tuple[str, str], list[str]] = defaultdict(list)
        for offer, rate, obstacle in barred:
            by[obstacle.kind, obstacle.key] += rate * left(offer)
            which[obstacle.kind, obstacle.key].append(offer.offer)
        kind, key = max(sorted(by), key=lambda k: by[k])
        detail = "; ".join(f"{k[0]} {k[1]} keeps back {_list(which[k])}".replace("  ", " ") for k in sorted(by))
        helps = {
            "caveat": f"clear or lift caveat {key}",
            "consent": f"turn the refusal of consent {key}",
            "purchase": f"a fund that may buy {_list(which[kind, key])}",
            "reserved": f"release {_list(which[kind, key])} from its reservation",
        }.get(kind, f"firmer promises of {_list(which[kind, key])}")
        return _BY_OBSTACLE[kind], detail, helps

    def _moving(self, n: int, row: Requirement, may: list[tuple[Offer, float]]) -> tuple[Reason, str, str]:
        """Enough may be given: look at ways, days, money, capacity, and who else took it."""
        case, arrival = self.case, self.alone.arrival
        pairs = {offer.offer: self.pair[self.offer_no[offer.offer], n] for offer, _ in may}
        reached = [(offer, rate) for offer, rate in may if self.alone.reached(pairs[offer.offer])]
        if sum(rate * left(offer) for offer, rate in reached) < row.quantity * WHOLE:
            cut = [offer.offer for offer, _ in may if (offer, _) not in reached]
            return (
                Reason.UNREACHABLE,
                f"no permitted links lead from {_list(sorted({o.place for o, _ in may if o.offer in cut}))} to {row.place}"
                f" for {_list(cut)}",
                f"a link into {row.place}, or a licence or leave to pass, for {_list(cut)}",
            )
        due = case.grid.last_until(row.due) if row.due >= case.grid.start else -1
        if due >= 0 and case.grid.last_day(due) > row.due:
            due -= 1
        timely = [(o, r) for o, r in reached if 0 <= arrival[pairs[o.offer]] <= due]
        if sum(rate * left(offer) for offer, rate in timely) < row.quantity * WHOLE:
            return self._late(row, [(o, r) for o, r in reached if (o, r) not in timely], pairs)
        return self._contended(n, row, timely, pairs)

    def _late(self, row: Requirement, late: list[tuple[Offer, float]], pairs: dict[str, int]) -> tuple[Reason, str, str]:
        """Too little can be there by the due day: because of a consent, a caveat, or the offers themselves."""
        rules, said, waits = self.case.rules, [], defaultdict[tuple[str, str], float](float)
        for offer, rate in late:
            wait = rules.waits(offer)[-1]
            t = int(self.alone.arrival[pairs[offer.offer]])
            when = f"arrives {self.case.grid.last_day(t)} at the earliest" if t >= 0 else "arrives too late to be useful"
            why = "" if wait.kind == "available" else f", waits for {wait.kind} {wait.key}"
            said.append(f"{offer.offer} can leave {wait.day}{why}, {when}")
            waits[wait.kind, wait.key] += rate * left(offer)
        kind, key = max(sorted(waits), key=lambda k: waits[k])
        if kind == "consent":
            return Reason.CONSENT, "; ".join(said), f"an earlier answer on consent {key}"
        if kind == "caveat":
            return Reason.CAVEAT, "; ".join(said), f"an earlier day in caveat {key}"
        return Reason.TOO_LATE, "; ".join(said), f"{_list([o.offer for o, _ in late])} earlier, or a later due day"

    def _contended(
        self, n: int, row: Requirement, timely: list[tuple[Offer, float]], pairs: dict[str, int]
    ) -> tuple[Reason, str, str]:
        """Enough could be there by itself: the fund, the way or the offers themselves went to others."""
        case = self.case
        spare = [(offer, left(offer) - self.used[offer.offer]) for offer, _ in timely]
        spare = [(offer, quantity) for offer, quantity in spare if quantity > left(offer) * 1e-6]
        if not spare:
            others = sorted({r for o, _ in timely for r in self.taken[o.offer] if r != row.requirement})
            return (
                Reason.SHARED,
                f"{_list([o.offer for o, _ in timely])} went to {_list(others)}",
                f"more {row.item} from anybody by {row.due}",
            )
        broke = [offer for offer, _ in spare if offer.fund and self._spent_out(offer)]
        if len(broke) == len(spare):
            funds = sorted({offer.fund for offer in broke})
            return (
                Reason.FUND,
                f"{_list(funds)} is spent; {_list([o.offer for o in broke])} stays unbought",
                (f"more money in {_list(funds)}"),
            )
        first = min((offer for offer, _ in spare if offer not in broke), key=lambda o: self.alone.arrival[pairs[o.offer]])
        pair = pairs[first.offer]
        way = self.alone.way(pair)
        ready, last = int(case.problem.ready[case.problem.source[case.problem.pair_offer[pair]]]), case.grid.last_until(row.due)
        full = full_on(case, self.loads, way, ready, last)
        route = " - ".join([first.place, *(case.links[a].destination for a in way.link[0, : way.legs[0]].tolist())])
        if not full:
            return (
                Reason.NOT_WORTH,
                f"{first.offer} could go {route}, but costs more than it earns, or less than the gap of the plan",
                "a smaller gap, or cheaper transport",
            )
        longest = max(full, key=lambda f: ((f.last_day - f.first_day).days, f.kind, f.key))
        return (
            Reason.CAPACITY,
            f"{first.offer} would go {route}; full: " + "; ".join(str(f) for f in full[:6]) + (" ..." if full[6:] else ""),
            f"more capacity of {longest}",
        )

    def _spent_out(self, offer: Offer) -> bool:
        """Whether the money that could pay for an offer is all spent, on the day on which it is paid or on a later one."""
        problem, o = self.case.problem, self.offer_no[offer.offer]
        rows = slice(int(problem.budget[o]), int(problem.budget_end[o]))
        return bool((self.spent[rows] >= problem.budget_eur[rows] * WHOLE).any())


def _number(value: float) -> str:
    """Write a quantity for people."""
    return f"{value:,.6g}".replace(",", " ")


def _list(names: list[str], most: int = 5) -> str:
    """Write some names, and how many more there are."""
    return ", ".join(names[:most]) + (f" and {len(names) - most} more" if len(names) > most else "")
