"""The tracker's offers on the network and the requirements of another scenario."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import msgspec

from mainstay.model import TABLES, Item, Node, NodeKind, Offer, Scenario, fields, key_of

from .names import donors
from .result import NO_DELIVERY, KielImport

KINDS = (NodeKind.DEPOT, NodeKind.AIRPORT, NodeKind.SEAPORT, NodeKind.RAILHEAD)
"""Where a gift is taken to stand, first choice first, if the network has no offers of its donor."""


@dataclass(frozen=True)
class Placed:
    """
    The scenario, and what was left out of it.

    Attributes
    ----------
    scenario
        The network with the tracker's offers in place of its own.
    placed
        Offers taken over.
    in_catalogue
        How many of them are of an item of the network's own catalogue.
    delivery_unknown
        How many of them have no figure for what was delivered.
    without_quantity, handed_over, nowhere
        Offers left out: units not disclosed, handed over whole, and no node that could be their donor's.
    dropped
        Rows of the network that named only offers that are no longer there, as ``table: code``.
    """

    scenario: Scenario
    placed: int
    in_catalogue: int
    delivery_unknown: int
    without_quantity: int
    handed_over: int
    nowhere: int
    dropped: tuple[str, ...]

    def lines(self) -> list[str]:
        """Print-ready account."""
        out = [
            f"{self.placed:,} offers placed on '{self.scenario.settings.name}', {self.in_catalogue:,} of them of its own items",
            f"  {self.delivery_unknown:,} of them without a figure for what was delivered: all of it counts as outstanding",
            f"{self.without_quantity:,} left out: units not disclosed",
            f"{self.handed_over:,} left out: handed over whole",
        ]
        if self.nowhere:
            out.append(f"{self.nowhere:,} left out: the network has no node for their donor")
        if self.dropped:
            out.append(f"{len(self.dropped):,} rows of the network left out, for they named only its own offers:")
            out.append(f"  {', '.join(self.dropped)}")
        return out


def onto(network: Scenario, imported: KielImport) -> Scenario:
    """Give a scenario the tracker's offers in place of its own; see :func:`place`, which also says what was left out."""
    return place(network, imported).scenario


def place(network: Scenario, imported: KielImport, *, delivery_stated: bool = False) -> Placed:
    """
    Put the tracker's offers onto the network and the requirements of a scenario.

    All else of the scenario stays: requirements, funds, consents, caveats. A caveat, consent or other row that named only
    offers of the scenario goes with them, since without its filter it would touch everything. What is outstanding is the
    units promised less those delivered; an offer without units, or handed over whole, is left out. An item that is one with
    an item of the scenario (same code in the fact catalogue) takes its code and unit, every other brings its own row.

    The tracker does not say where a gift stands. It is placed at the node that most of its donor's offers in the scenario
    use; without any, at a depot, airport, seaport or railhead in its country (in this order) from which a link leads; else
    at a logistics node outside of the supported country. The row says that this is an assumption.

    Parameters
    ----------
    network
        A scenario with nodes.
    imported
        Result of :func:`import_kiel`.
    delivery_stated
        Leave out, too, what has no figure for units delivered (most of the humanitarian rows).
    """
    places = _Places(network)
    own = {item.item: item for item in network.items}
    brought = {item.item: item for item in imported.scenario.items}
    left: Counter[str] = Counter()
    offers: list[Offer] = []
    for offer in imported.scenario.offers:
        unknown = NO_DELIVERY in offer.note
        if offer.quantity is None:
            left["without quantity"] += 1
        elif offer.handed_over >= offer.quantity:
            left["handed over"] += 1
        elif delivery_stated and unknown:
            left["unknown"] += 1
        elif not (where := places.of(offer.party)):
            left["nowhere"] += 1
        else:
            left["placed unknown"] += unknown
            offers.append(_moved(offer, where, imported, own))
    kept, dropped = _without_offers(network)
    scenario = kept.replace(
        offers=tuple(offers),
        items=_more(network.items, (brought[key] for key in sorted({offer.item for offer in offers} - own.keys()))),
        parties=_more(
            network.parties,
            (party for party in imported.scenario.parties if party.party in {offer.party for offer in offers}),
        ),
        sources=_more(network.sources, imported.scenario.sources),
    )
    return Placed(
        scenario=scenario,
        placed=len(offers),
        in_catalogue=sum(offer.item in own for offer in offers),
        delivery_unknown=left["placed unknown"],
        without_quantity=left["without quantity"],
        handed_over=left["handed over"],
        nowhere=left["nowhere"],
        dropped=dropped,
    )


def _moved(offer: Offer, where: Node, imported: KielImport, own: dict[str, Item]) -> Offer:
    """Offer at its node, in the item and unit of the catalogue if the item is there."""
    note = f"{offer.note}; stands at {where.node} by assumption"
    twin = imported.twins.get(offer.item)
    if not twin or twin.item not in own or offer.quantity is None:
        return msgspec.structs.replace(offer, place=where.node, note=note)
    if twin.factor != 1:
        note += f"; one of the tracker's units is {twin.factor:.4g} {own[twin.item].unit}"
    return msgspec.structs.replace(
        offer,
        place=where.node,
        item=twin.item,
        unit=own[twin.item].unit,
        quantity=offer.quantity * twin.factor,
        handed_over=offer.handed_over * twin.factor,
        note=note,
    )


class _Places:
    """Which node of a network is taken for a donor's."""

    def __init__(self, network: Scenario):
        self.nodes = network.by_key("nodes")
        self.supported = network.settings.supported
        self.lead = {link.origin for link in network.links}
        self.used: dict[str, Counter[str]] = {}
        for offer in network.offers:
            self.used.setdefault(offer.party, Counter())[offer.place] += 1
        self.country = {party.party: party.country for party in network.parties}
        self.found: dict[str, Node | None] = {}

    def of(self, party: str) -> Node | None:
        """Node of a party, or None if the network has none for it."""
        if party not in self.found:
            self.found[party] = self._find(party)
        return self.found[party]

    def _find(self, party: str) -> Node | None:
        used = {node: number for node, number in self.used.get(party, Counter()).items() if node in self.nodes}
        if used:
            return self._node(min(used, key=lambda node: (-used[node], node)))
        country = self.country.get(party) or next((d.country for d in donors().values() if d.party == party), "")
        if country:
            for kind in KINDS:
                if at := self._first(kind, lambda node: node.country == country):
                    return at
        return self._first(NodeKind.LOGISTICS_NODE, lambda node: node.country != self.supported)

    def _first(self, kind: NodeKind, fits: Any) -> Node | None:
        """First node of a kind, by code, that fits and from which a link leads."""
        codes = sorted(code for code, node in self.nodes.items() if node.kind == kind and fits(node) and code in self.lead)
        return self._node(codes[0]) if codes else None

    def _node(self, code: str) -> Node:
        node: Node = self.nodes[code]
        return node


def _without_offers(network: Scenario) -> tuple[Scenario, tuple[str, ...]]:
    """Network without its offers and without what only they gave a meaning to, and the codes of those rows."""
    tables: dict[str, Any] = {}
    dropped: list[str] = []
    for name, record in TABLES.items():
        naming = [field for field in fields(record) if field.column.refers == "offers"]
        if not naming:
            continue
        gone = [row for row in getattr(network, name) if any(getattr(row, field.name) for field in naming)]
        tables[name] = tuple(row for row in getattr(network, name) if row not in gone)
        dropped += [f"{name}: {getattr(row, key_of(record))}" for row in gone]
    return network.replace(**tables), tuple(dropped)


def _more(rows: tuple[Any, ...], extra: Iterable[Any]) -> tuple[Any, ...]:
    """Rows, and those of the others whose key is not there yet."""
    out = {getattr(row, key_of(type(row))): row for row in rows}
    return (*rows, *(row for row in extra if getattr(row, key_of(type(row))) not in out))
