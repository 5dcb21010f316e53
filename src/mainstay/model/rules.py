"""The rules of the field that need only records: who may serve what, from when, and over which links.

They are the sections "Which offer may serve which requirement", "Demands", "When an offer opens and shuts", "Procurement" and
"Where it may go" of ``docs/rules.md``. The checks of a scenario and the planner both ask here, so that none is written twice.
"""

from __future__ import annotations

import datetime as dt
import string
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol

import msgspec

from .assistance import Channel, Offer, Rung
from .catalogue import Equivalence, Item
from .network import Link, Mode, Node
from .scenario import Scenario
from .terms import Caveat, CaveatKind, Consent, ConsentState, Scope

RUNGS = tuple(Rung)
"""From the loosest to the firmest."""

MONTH = 30
"""Days from one tranche of a production to the next."""


class Asked(Protocol):
    """What an offer may serve: a requirement, or any other demand (see :mod:`mainstay.model.demands`)."""

    @property
    def requirement(self) -> str:
        """Code of the requirement that it belongs to; empty if to none."""

    @property
    def item(self) -> str:
        """What is asked for."""

    @property
    def place(self) -> str:
        """Where."""

    @property
    def recipient(self) -> str:
        """Who receives it."""

    @property
    def substitutes(self) -> bool:
        """Whether other items may stand in."""


class Obstacle(msgspec.Struct, frozen=True, order=True):
    """What keeps an offer from a requirement, a link or anyone.

    ``kind`` is ``item``, ``rung``, ``quantity``, ``reserved``, ``caveat``, ``consent``, ``purchase`` or ``hazard``;
    ``key`` is the code of the caveat, consent or fund, or of the node that lacks the licence; empty for the others.
    """

    kind: str
    key: str = ""


class Wait(msgspec.Struct, frozen=True, order=True):
    """What an offer waits for, and until which day. ``kind`` is ``available``, ``caveat``, ``consent`` or ``order``."""

    day: dt.date
    kind: str
    key: str = ""


def firm_enough(rung: Rung, lowest: Rung) -> bool:
    """Whether a gift on ``rung`` is planned with when ``lowest`` is the lowest that counts."""
    return RUNGS.index(rung) >= RUNGS.index(lowest)


def left(offer: Offer) -> float:
    """What is left of an offer, in the item's unit; 0 if its quantity is undisclosed."""
    return 0.0 if offer.quantity is None else max(0.0, offer.quantity - offer.handed_over)


def rates(equivalences: Iterable[Equivalence]) -> dict[tuple[str, str], float]:
    """Largest allowed ratio of each pair (given item, asked item); they do not chain."""
    out: dict[tuple[str, str], float] = {}
    for row in equivalences:
        if row.allowed:
            out[row.item, row.serves] = max(row.ratio, out.get((row.item, row.serves), 0.0))
    return out


def rate(index: dict[tuple[str, str], float], item: str, serves: str) -> float:
    """How many of what was asked one given unit counts for: 1 for the item itself, 0 if it is no substitute."""
    return 1.0 if item == serves else index.get((item, serves), 0.0)


def matches_item(caveat: Caveat, item: Item) -> bool:
    """Whether the filters of a caveat on items, classes of supply and lethal goods all match."""
    return (
        (not caveat.items or item.item in caveat.items)
        and (not caveat.supply_classes or item.supply_class in caveat.supply_classes)
        and (not caveat.lethal_only or item.lethal)
    )


def touches(caveat: Caveat, offer: Offer, item: Item) -> bool:
    """Whether a gift caveat touches an offer: it is the giver's own and all of its filters match."""
    return (
        caveat.scope == Scope.GIFT
        and caveat.party == offer.party
        and (not caveat.offers or offer.offer in caveat.offers)
        and matches_item(caveat, item)
    )


def consent_touches(consent: Consent, offer: Offer) -> bool:
    """Whether an offer may not move without this consent: all of its filters match."""
    return (
        (not consent.offers or offer.offer in consent.offers)
        and (not consent.donors or offer.party in consent.donors)
        and (not consent.items or offer.item in consent.items)
    )


def lets(caveat: Caveat, requirement: Asked, country: str) -> bool:
    """Whether a caveat that touches an offer lets it serve a requirement whose place lies in ``country``."""
    match caveat.kind:
        case CaveatKind.ONLY_RECIPIENT:
            return requirement.recipient in caveat.values
        case CaveatKind.ONLY_PLACE:
            return requirement.place in caveat.values or country in caveat.values
        case _:
            return not shuts_out(caveat)


def shuts_out(caveat: Caveat) -> bool:
    """Whether a caveat that touches an offer lets nobody have it: not cleared, or behind a backfill without a day."""
    return (caveat.kind == CaveatKind.PERSON and not caveat.cleared) or (
        caveat.kind == CaveatKind.AFTER_BACKFILL and caveat.day is None
    )


def leave_day(consent: Consent, start: dt.date) -> dt.date | None:
    """Day on which a consent is there, or is expected; None if it was refused."""
    lead = dt.timedelta(days=consent.lead_days)
    match consent.state:
        case ConsentState.GIVEN:
            return consent.decided or start
        case ConsentState.PENDING:
            return max(start, (consent.asked or start) + lead)
        case ConsentState.NOT_ASKED:
            return start + lead
        case _:
            return None


def division(hazard: str) -> str:
    """UN hazard division without the compatibility letter: ``1.1D`` -> ``1.1``."""
    return hazard.rstrip(string.ascii_letters)


def licensed(node: Node, hazard: str) -> bool:
    """Whether a node may take in an item of this hazard (empty: none)."""
    return not hazard or bool({"all", hazard, division(hazard)} & set(node.hazards))


class Rules:
    """Answers of the rules for one scenario; what is asked often is worked out once.

    Built for a scenario that holds together: codes that name nothing raise ``KeyError``.
    """

    def __init__(self, scenario: Scenario):
        self.scenario = scenario
        self.start = scenario.settings.start
        self.items: dict[str, Item] = scenario.by_key("items")
        self.nodes: dict[str, Node] = scenario.by_key("nodes")
        self.funds = scenario.by_key("funds")
        self._rates = rates(scenario.equivalences)
        countries = {party.party: party.country for party in scenario.parties}
        self._gift: dict[str, list[Caveat]] = defaultdict(list)
        self._territory: list[tuple[Caveat, str]] = []
        for caveat in scenario.caveats:
            if caveat.scope == Scope.GIFT:
                self._gift[caveat.party].append(caveat)
            elif caveat.kind == CaveatKind.NO_TRANSIT and countries.get(caveat.party):
                self._territory.append((caveat, countries[caveat.party]))
        self._offers: dict[str, list[Offer]] = defaultdict(list)
        for offer in scenario.offers:
            self._offers[offer.item].append(offer)
        self._givers: dict[str, list[tuple[str, float]]] = defaultdict(list)
        for (item, serves), ratio in self._rates.items():
            if item != serves:
                self._givers[serves].append((item, ratio))
        self._caveats: dict[str, tuple[Caveat, ...]] = {}
        self._consents: dict[str, tuple[Consent, ...]] = {}
        self._shut: dict[str, Obstacle | None] = {}
        self._masks: dict[tuple[object, ...], dict[str, Obstacle]] = {}
        self._links: dict[tuple[object, ...], frozenset[str]] = {}

    def rate(self, item: str, serves: str) -> float:
        """How many of ``serves`` one unit of ``item`` counts for; 0 if it is no substitute."""
        return rate(self._rates, item, serves)

    def caveats(self, offer: Offer) -> tuple[Caveat, ...]:
        """Gift caveats that touch an offer, in the order of the table."""
        if offer.offer not in self._caveats:
            item = self.items[offer.item]
            self._caveats[offer.offer] = tuple(c for c in self._gift[offer.party] if touches(c, offer, item))
        return self._caveats[offer.offer]

    def consents(self, offer: Offer) -> tuple[Consent, ...]:
        """Consents that touch an offer, in the order of the table."""
        if offer.offer not in self._consents:
            self._consents[offer.offer] = tuple(c for c in self.scenario.consents if consent_touches(c, offer))
        return self._consents[offer.offer]

    # --- who may serve what ----------------------------------------------------------------------------------

    def shut(self, offer: Offer) -> Obstacle | None:
        """What keeps an offer from everyone, whoever asks; None if someone may have it."""
        if offer.offer not in self._shut:
            self._shut[offer.offer] = self._find_shut(offer)
        return self._shut[offer.offer]

    def _find_shut(self, offer: Offer) -> Obstacle | None:
        if not firm_enough(offer.rung, self.scenario.settings.lowest_rung):
            return Obstacle("rung")
        if left(offer) <= 0:
            return Obstacle("quantity")
        for caveat in self.caveats(offer):
            if shuts_out(caveat):
                return Obstacle("caveat", caveat.caveat)
        for consent in self.consents(offer):
            if consent.state == ConsentState.REFUSED:
                return Obstacle("consent", consent.consent)
        if offer.channel == Channel.PURCHASE:
            fund = self.funds.get(offer.fund)
            if fund is None or offer.unit_cost_eur is None or (fund.items and offer.item not in fund.items):
                return Obstacle("purchase", offer.fund)
        return None

    def obstacle(self, offer: Offer, requirement: Asked) -> Obstacle | None:
        """What forbids an offer to serve a requirement, the item first; None if it may."""
        if not self.rate(offer.item, requirement.item):
            return Obstacle("item")
        if offer.item != requirement.item and not requirement.substitutes:
            return Obstacle("item")
        if shut := self.shut(offer):
            return shut
        if offer.reserved_for and requirement.requirement not in offer.reserved_for:
            return Obstacle("reserved")
        country = self.nodes[requirement.place].country
        for caveat in self.caveats(offer):
            if not lets(caveat, requirement, country):
                return Obstacle("caveat", caveat.caveat)
        return None

    def compatible(self, offer: Offer, requirement: Asked) -> float:
        """Rate at which an offer may serve a requirement; 0 if it may not."""
        return 0.0 if self.obstacle(offer, requirement) else self.rate(offer.item, requirement.item)

    def of_item(self, requirement: Asked) -> Iterator[tuple[Offer, float]]:
        """Offers of an item that serves a requirement, with the rate, whether or not they may."""
        yield from ((offer, 1.0) for offer in self._offers[requirement.item])
        if not requirement.substitutes:
            return
        for item, ratio in self._givers[requirement.item]:
            yield from ((offer, ratio) for offer in self._offers[item])

    def suppliers(self, requirement: Asked) -> Iterator[tuple[Offer, float]]:
        """Offers that may serve a requirement, with the rate."""
        for offer, ratio in self.of_item(requirement):
            if self.obstacle(offer, requirement) is None:
                yield offer, ratio

    # --- from when -------------------------------------------------------------------------------------------

    def waits(self, offer: Offer) -> list[Wait]:
        """All that an offer waits for, the latest last; what shuts it out for good is not among them."""
        out = [Wait(offer.available, "available")]
        for caveat in self.caveats(offer):
            if caveat.day and caveat.kind in (CaveatKind.NOT_BEFORE, CaveatKind.AFTER_BACKFILL):
                out.append(Wait(caveat.day, "caveat", caveat.caveat))
        for consent in self.consents(offer):
            if day := leave_day(consent, self.start):
                out.append(Wait(day, "consent", consent.consent))
        if offer.channel == Channel.PURCHASE and offer.lead_days > 0:
            out.append(Wait(self.start + dt.timedelta(days=offer.lead_days), "order", offer.fund))
        return sorted(out)

    def opens(self, offer: Offer) -> dt.date | None:
        """Day on which an offer opens; None if a caveat or a refused consent shuts it out for good."""
        shut = self.shut(offer)
        if shut and shut.kind in ("caveat", "consent"):
            return None
        return self.waits(offer)[-1].day

    def ordered(self, offer: Offer) -> dt.date:
        """Day on which a purchase that somebody may have is ordered and paid."""
        return self.waits(offer)[-1].day - dt.timedelta(days=offer.lead_days)

    def tranches(self, offer: Offer) -> Iterator[tuple[int, dt.date, float]]:
        """Yield what comes out of an offer that somebody may have: number of the tranche, day on which it opens, units."""
        opens, rest, number = self.waits(offer)[-1].day, left(offer), 0
        each = rest if offer.per_month is None or offer.channel == Channel.STOCK else offer.per_month
        while rest > 1e-12 * each > 0 and opens < self.scenario.end:
            yield number, opens, min(each, rest)
            opens, rest, number = opens + dt.timedelta(days=MONTH), rest - each, number + 1

    # --- over which links ------------------------------------------------------------------------------------

    def closed_modes(self, offer: Offer) -> dict[str, Obstacle]:
        """Modes that no link of an offer's way may have, each with the caveat that forbids it."""
        out: dict[str, Obstacle] = {}
        for caveat in self.caveats(offer):
            if caveat.kind == CaveatKind.NO_MODE:
                for mode in Mode:
                    if mode in caveat.values:
                        out.setdefault(str(mode), Obstacle("caveat", caveat.caveat))
        return out

    def closed_nodes(self, offer: Offer) -> dict[str, Obstacle]:
        """Nodes at which no link of an offer's way may end, nor start unless it stands there; each with the reason."""
        item = self.items[offer.item]
        transit = tuple(c for c in self.caveats(offer) if c.kind == CaveatKind.NO_TRANSIT)
        mask = (item.item, tuple(caveat.caveat for caveat in transit))
        if mask not in self._masks:
            bans = [(caveat.caveat, frozenset(caveat.values)) for caveat in transit]
            bans += [(c.caveat, frozenset((land,))) for c, land in self._territory if matches_item(c, item)]
            closed: dict[str, Obstacle] = {}
            for node in self.nodes.values():
                ban = next((key for key, values in bans if values & {node.node, node.country}), None)
                if ban is not None:
                    closed[node.node] = Obstacle("caveat", ban)
                elif not licensed(node, item.hazard):
                    closed[node.node] = Obstacle("hazard", node.node)
            self._masks[mask] = closed
        return self._masks[mask]

    def barrier(self, offer: Offer, link: Link) -> Obstacle | None:
        """What forbids a link to carry an offer; None if it may."""
        if barrier := self.closed_modes(offer).get(link.mode):
            return barrier
        closed = self.closed_nodes(offer)
        if barrier := closed.get(link.destination):
            return barrier
        return closed.get(link.origin) if link.origin != offer.place else None

    def forbidden(self, offer: Offer) -> frozenset[str]:
        """Codes of the links that may not carry an offer."""
        modes, nodes = self.closed_modes(offer), self.closed_nodes(offer)
        mask = (frozenset(modes), frozenset(nodes), offer.place if offer.place in nodes else "")
        if mask not in self._links:
            self._links[mask] = frozenset(
                link.link
                for link in self.scenario.links
                if link.mode in modes or link.destination in nodes or (link.origin in nodes and link.origin != offer.place)
            )
        return self._links[mask]
