"""What planning again changes: consignment by consignment, why, and who must be told."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from mainstay.exchange import PlanTables
from mainstay.model import Change, ChangeKind, Consignment, Leg, Scenario, Serves
from mainstay.planning.build import Case

SAME = 1e-6
"""Relative difference of two quantities that are the same."""


@dataclass(frozen=True)
class Known:
    """
    What is known of the consignments of a plan when it is planned again.

    Attributes
    ----------
    day
        From which everything is planned anew.
    broken
        Consignments that can no longer go as planned, with the reason in words.
    late
        Those that should have left by the day, or been further on, and were not.
    """

    day: dt.date
    broken: Mapping[str, str]
    late: Collection[str]


@dataclass(frozen=True)
class _Sent:
    """A consignment with its legs."""

    row: Consignment
    legs: tuple[Leg, ...]

    @property
    def way(self) -> tuple[object, ...]:
        """Where it goes, and when."""
        return tuple((leg.link, leg.departs) for leg in self.legs)

    @property
    def served(self) -> tuple[object, ...]:
        """From whom, and what for."""
        return self.row.offer, self.row.serves, self.row.requirement, self.row.component

    def begun(self, day: dt.date) -> tuple[object, ...]:
        """From whom, and the legs that it has left on before a day."""
        return self.row.offer, *((leg.link, leg.departs) for leg in self.legs if leg.departs < day)


def altered(before: PlanTables, after: PlanTables, was: Scenario, now: Case, known: Known) -> tuple[Change, ...]:
    """
    Say what has become of each consignment of a plan in a new one, and which are new.

    Consignments are the same if they go the same way on the same days from the same offer for the same purpose; then those that
    have begun in the same way, and at last those of the same offer for the same purpose, are one that has changed.
    """
    old, new = _sent(before), _sent(after)
    pairs: list[tuple[_Sent, _Sent]] = []
    begun = [sent for sent in old if sent.row.departs < known.day]
    coming = [sent for sent in old if sent.row.departs >= known.day]
    free = _match(old, new, lambda s: (*s.served, s.way, s.row.arrives), pairs)
    free = _match(begun, free, lambda s: s.begun(known.day), pairs)
    free = _match(coming, free, lambda s: s.served, pairs)
    matched = {id(a) for a, _ in pairs}
    dropped = [sent for sent in old if id(sent) not in matched]
    why = _Reasons(was, now, known, free, dropped)
    out = [_change(a, b, known.day, why) for a, b in pairs]
    out += [_change(sent, None, known.day, why) for sent in dropped]
    out += [_change(None, sent, known.day, why) for sent in free]
    order = list(ChangeKind)
    return tuple(sorted(out, key=lambda row: (order.index(row.kind), row.was or "~", row.consignment)))


def _sent(tables: PlanTables) -> list[_Sent]:
    legs: dict[str, list[Leg]] = defaultdict(list)
    for leg in sorted(tables.legs, key=lambda leg: (leg.consignment, leg.leg)):
        legs[leg.consignment].append(leg)
    return [_Sent(row, tuple(legs[row.consignment])) for row in tables.consignments]


def _match(old: list[_Sent], new: list[_Sent], key, pairs: list[tuple[_Sent, _Sent]]) -> list[_Sent]:  # type: ignore[no-untyped-def]
    """Pair what has the same key, in the order of departure; returns what of the new ones is left."""
    taken = {id(a) for a, _ in pairs}
    waiting: dict[tuple[object, ...], list[_Sent]] = defaultdict(list)
    for sent in old:
        if id(sent) not in taken:
            waiting[key(sent)].append(sent)
    left = []
    for sent in new:
        mine = waiting.get(key(sent))
        if mine:
            near = min(range(len(mine)), key=lambda i: abs(mine[i].row.quantity - sent.row.quantity))
            pairs.append((mine.pop(near), sent))
        else:
            left.append(sent)
    return left


def _change(a: _Sent | None, b: _Sent | None, day: dt.date, why: _Reasons) -> Change:
    """Put one change into words."""
    some = b or a
    assert some is not None
    row = some.row
    same = a is not None and b is not None and a.served == b.served and a.way == b.way and a.row.arrives == b.row.arrives
    amount = same and a is not None and b is not None and abs(a.row.quantity - b.row.quantity) <= SAME * a.row.quantity
    if a is None:
        kind, reason = ChangeKind.NEW, why.new(some)
    elif b is None:
        kind, reason = ChangeKind.DROPPED, why.dropped(a)
    elif same and amount:
        kind, reason = (ChangeKind.MOVED if a.row.departs < day else ChangeKind.KEPT), ""
    else:
        kind, reason = ChangeKind.CHANGED, why.changed(a, b)
    still = kind in (ChangeKind.KEPT, ChangeKind.MOVED)
    return Change(
        kind=kind,
        consignment="" if b is None else b.row.consignment,
        was="" if a is None else a.row.consignment,
        offer=row.offer,
        party=row.party,
        requirement=row.requirement,
        quantity_before=0.0 if a is None else a.row.quantity,
        quantity_after=0.0 if b is None else b.row.quantity,
        departs_before=None if a is None else a.row.departs,
        departs_after=None if b is None else b.row.departs,
        arrives_before=None if a is None else a.row.arrives,
        arrives_after=None if b is None else b.row.arrives,
        why=reason,
        tell=() if still else why.tell(a, b),
    )


class _Reasons:
    """Looks for reasons, and for who must be told."""

    def __init__(self, was: Scenario, now: Case, known: Known, fresh: list[_Sent], dropped: list[_Sent]):
        self.was, self.now, self.known = was, now, known
        self.fresh, self.fallen = fresh, dropped
        self.before = {offer.offer for offer in was.offers}
        self.owner = {**_parties_of_places(was), **_parties_of_places(now.scenario)}
        self.asks = {**_parties_of_needs(was), **_parties_of_needs(now.scenario)}
        self.parties = {party.party for party in now.scenario.parties}

    def new(self, sent: _Sent) -> str:
        """Why a consignment is new."""
        if sent.row.offer not in self.before:
            return f"offer {sent.row.offer} is new"
        instead = [other.row.consignment for other in self.fallen if other.row.requirement == sent.row.requirement]
        if instead:
            return f"in place of {', '.join(sorted(instead)[:3])}"
        shared = self._beside(sent, self.fallen)
        return f"there is room where {shared} was to go" if shared else "more is attained with it"

    def dropped(self, sent: _Sent) -> str:
        """Why a consignment is dropped."""
        return self._broken(sent) or self._gave_way(sent) or "more is attained without it"

    def changed(self, a: _Sent, b: _Sent) -> str:
        """Why a consignment has changed."""
        if reason := self._broken(a):
            return reason
        if b.row.quantity < a.row.quantity * (1 - SAME) and (reason := self._gave_way(a)):
            return reason
        if a.row.requirement != b.row.requirement:
            return f"it is worth more for {b.row.requirement}"
        shared = self._beside(b, self.fallen)
        return f"there is room where {shared} was to go" if shared else "more is attained in this way"

    def _broken(self, sent: _Sent) -> str:
        code = sent.row.consignment
        if code in self.known.late:
            return "it was late: it had not moved as planned"
        return self.known.broken.get(code, "")

    def _gave_way(self, sent: _Sent) -> str:
        """For which new consignment it made room, on a link or at the need it was for."""
        for other in self.fresh:
            if other.row.requirement == sent.row.requirement and other.row.component == sent.row.component:
                return f"{other.row.consignment} takes its place"
        shared = self._beside(sent, self.fresh)
        return f"it made room for {shared}" if shared else ""

    @staticmethod
    def _beside(sent: _Sent, others: list[_Sent]) -> str:
        """One of some consignments that is on the same link on the same day."""
        mine = {(leg.link, leg.departs) for leg in sent.legs}
        return next((other.row.consignment for other in others if mine & set(other.way)), "")

    def tell(self, a: _Sent | None, b: _Sent | None) -> tuple[str, ...]:
        """Who gives, who asked, and whose nodes and shops are passed, before or now."""
        out: list[str] = []
        for sent in (a, b):
            if sent is None:
                continue
            row = sent.row
            places = [row.origin, *(leg.destination for leg in sent.legs), *(leg.link for leg in sent.legs)]
            out += [row.party, self.asks.get((row.serves, row.requirement), "")]
            out += [self.owner.get(place, "") for place in places]
        return tuple(dict.fromkeys(party for party in out if party in self.parties))


def _parties_of_places(scenario: Scenario) -> dict[str, str]:
    """Party of each node, by its country, and of each repair shop."""
    of_country: dict[str, str] = {}
    for party in sorted(scenario.parties, key=lambda party: party.party):
        if party.country:
            of_country.setdefault(party.country, party.party)
    out = {node.node: of_country[node.country] for node in scenario.nodes if node.country in of_country}
    return out | {shop.repair: shop.party for shop in scenario.repairs}


def _parties_of_needs(scenario: Scenario) -> dict[tuple[Serves, str], str]:
    """Who asked for what is served."""
    helped = scenario.settings.supported
    out: dict[tuple[Serves, str], str] = {}
    for row in scenario.requirements:
        out[Serves.REQUIREMENT, row.requirement] = out[Serves.COMPONENT, row.requirement] = row.recipient or helped
    out |= {(Serves.STOCK, stock.stock): stock.recipient or helped for stock in scenario.stocks}
    out |= {(Serves.TRAINING, site.site): site.party for site in scenario.sites}
    out |= {(Serves.REPAIR, shop.repair): shop.party for shop in scenario.repairs}
    return out
