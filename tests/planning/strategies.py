"""Random small scenarios that stress every rule of planning, for hypothesis and for plain seeded loops.

Both draw through the same few questions (a whole number, one of several, yes or no), so that they make the same kind of
scenario. The simplest answer stands first: hypothesis shrinks towards it.
"""

from __future__ import annotations

import datetime as dt
import itertools
import random
from collections.abc import Sequence
from typing import Any, Protocol

from hypothesis import strategies as st

from mainstay.model import (
    Basis,
    Caveat,
    CaveatKind,
    Channel,
    Closure,
    ClosureOf,
    Consent,
    ConsentState,
    Contribution,
    Corridor,
    Equivalence,
    Fund,
    Item,
    Link,
    Mode,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Reliability,
    Requirement,
    Rung,
    Scenario,
    Scope,
    Settings,
    Source,
    SupplyClass,
)

START = dt.date(2026, 3, 2)
COUNTRIES = ("AAA", "BBB", "CCC")
MADE = {"source": "S1", "basis": Basis.ASSUMPTION}
MODES = (Mode.ROAD, Mode.RAIL, Mode.AIR)


class Dice(Protocol):
    """Whatever answers the questions of the generator."""

    def whole(self, least: int, most: int) -> int: ...

    def among(self, options: Sequence[Any]) -> Any: ...

    def maybe(self, percent: int) -> bool: ...


class SeededDice:
    """Answers from a seeded generator."""

    def __init__(self, seed: int):
        self._random = random.Random(seed)

    def whole(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def among(self, options: Sequence[Any]) -> Any:
        return self._random.choice(options)

    def maybe(self, percent: int) -> bool:
        return self._random.randrange(100) < percent


class DrawnDice:
    """Answers drawn by hypothesis."""

    def __init__(self, draw: st.DrawFn):
        self._draw = draw

    def whole(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def among(self, options: Sequence[Any]) -> Any:
        return self._draw(st.sampled_from(options))

    def maybe(self, percent: int) -> bool:
        return self._draw(st.integers(0, 99)) >= 100 - percent


@st.composite
def small_scenarios(draw: st.DrawFn) -> Scenario:
    """Scenarios of up to 7 nodes, 12 links, 14 days, 5 offers and 5 requirements, with every rule in play."""
    return Maker(DrawnDice(draw)).scenario()


def random_scenario(seed: int) -> Scenario:
    """Return the scenario of a seed; of the same kind as :func:`small_scenarios`."""
    return Maker(SeededDice(seed)).scenario()


class Maker:
    """Makes one scenario, table by table."""

    def __init__(self, dice: Dice):
        self.dice = dice
        self.days = max(dice.whole(6, 14), dice.whole(6, 14))

    def scenario(self) -> Scenario:
        """Make all tables."""
        dice = self.dice
        self.settings = Settings(
            name="small",
            supported="SUP",
            start=START,
            days=self.days,
            period_days=dice.among((1, 1, 1, 2, 3)),
            lowest_rung=dice.among((Rung.OFFER, Rung.OFFER, Rung.OFFER, Rung.OFFER, Rung.PLEDGE, Rung.COMMITMENT)),
            points_per_million_eur=dice.among((0.1, 0.0, 1000.0, 5000.0)),
            waiting_eur_per_t_day=dice.among((1.0, 0.0, 20.0)),
        )
        self.items = self._items()
        self.nodes = self._nodes()
        self.corridors = self._corridors()
        self.links = self._links()
        self.requirements = self._requirements()
        self.funds, self.contributions = self._funds()
        self.offers = self._offers()
        return Scenario(
            settings=self.settings,
            parties=self._parties(),
            items=self.items,
            equivalences=self._equivalences(),
            requirements=self.requirements,
            offers=self.offers,
            caveats=self._caveats(),
            consents=self._consents(),
            funds=self.funds,
            contributions=self.contributions,
            nodes=self.nodes,
            links=self.links,
            corridors=self.corridors,
            closures=self._closures(),
            sources=(Source(source="S1", title="made up", publisher="the tests", reliability=Reliability.F),),
        )

    def _day(self, least: int, most: int) -> dt.date:
        return START + dt.timedelta(days=self.dice.whole(least, most))

    def _some(self, options: Sequence[Any]) -> tuple[Any, ...]:
        """One or two of several."""
        chosen = (self.dice.among(options), self.dice.among(options))
        return tuple(dict.fromkeys(chosen))

    def _parties(self) -> tuple[Party, ...]:
        states = [Party(party=c, name=c, kind=PartyKind.STATE, country=c, **MADE) for c in COUNTRIES]
        others = [
            Party(party="SUP", name="supported", kind=PartyKind.SUPPORTED, country="CCC", **MADE),
            Party(party="ORG", name="an organisation", kind=PartyKind.ORGANISATION, **MADE),
        ]
        return tuple(states + others)

    def _items(self) -> tuple[Item, ...]:
        dice = self.dice
        masses = (1.0, 0.5, 2.5, 0.0)
        return tuple(
            Item(
                item=f"I{i}",
                name=f"item {i}",
                supply_class=dice.among((SupplyClass.V, SupplyClass.III)),
                unit="piece",
                mass_t=masses[dice.whole(0, 2)] if dice.maybe(85) else 0.0,
                hazard=dice.among(("1.1D", "1.4S", "3")) if dice.maybe(20) else "",
                lethal=dice.maybe(40),
                **MADE,
            )
            for i in range(1, dice.whole(1, 3) + 1)
        )

    def _equivalences(self) -> tuple[Equivalence, ...]:
        dice, codes = self.dice, [item.item for item in self.items]
        pairs = [(given, asked) for given in codes for asked in codes if given != asked]
        rows = [pair for pair in pairs if dice.maybe(50)]
        if rows and dice.maybe(25):
            rows.append(rows[0])  # two rows of one pair: the larger ratio counts
        return tuple(
            Equivalence(
                equivalence=f"E{i}",
                item=given,
                serves=asked,
                ratio=dice.among((1.0, 0.5, 2.0, 0.8)),
                allowed=dice.maybe(85),
                **MADE,
            )
            for i, (given, asked) in enumerate(rows, start=1)
        )

    def _nodes(self) -> tuple[Node, ...]:
        dice = self.dice
        return tuple(
            Node(
                node=f"N{i}",
                name=f"node {i}",
                country=dice.among(COUNTRIES),
                kind=NodeKind.LOGISTICS_NODE,
                lat=50.0,
                lon=20.0 + i,
                handling_t_per_day=float(5 * dice.whole(1, 8)) if dice.maybe(35) else None,
                handling_hours=float(dice.among((0, 0, 0, 6, 24))),
                storage_t=dice.among((None, None, 5.0, 10.0, 500.0, 0.0)),
                hazards=dice.among((("all",), ("all",), ("all",), ("1.1", "1.4", "3"), ("1.4S", "3"), ("none",))),
                **MADE,
            )
            for i in range(1, dice.whole(3, 7) + 1)
        )

    def _corridors(self) -> tuple[Corridor, ...]:
        dice = self.dice
        return tuple(
            Corridor(corridor=f"G{i}", name=f"gate {i}", capacity_t_per_day=float(5 * dice.whole(1, 6)), **MADE)
            for i in range(1, dice.whole(0, 2) + 1)
        )

    def _links(self) -> tuple[Link, ...]:
        """A way through all nodes from the first to the last, then others, among them ways back."""
        dice, codes = self.dice, [node.node for node in self.nodes]
        ends = list(itertools.pairwise(codes))
        while len(ends) < 12 and dice.maybe(75):
            origin, destination = dice.among(codes), dice.among(codes)
            if dice.maybe(50):
                origin, destination = min(origin, destination), max(origin, destination)
            if origin != destination:
                ends.append((origin, destination))
        return tuple(
            Link(
                link=f"L{i:02d}",
                origin=origin,
                destination=destination,
                mode=dice.among(MODES),
                km=float(10 * dice.whole(0, 30)),
                hours=float(dice.among((6, 12, 12, 24, 24, 30, 60))),
                capacity_t_per_day=float(5 * dice.whole(1, 6)) if dice.maybe(93) else 0.0,
                cost_eur_per_t=float(10 * dice.whole(0, 10)),
                corridor=dice.among(self.corridors).corridor if self.corridors and dice.maybe(40) else "",
                **MADE,
            )
            for i, (origin, destination) in enumerate(ends, start=1)
        )

    def _requirements(self) -> tuple[Requirement, ...]:
        dice, out = self.dice, []
        for i in range(1, max(dice.whole(1, 5), dice.whole(1, 5)) + 1):
            due = max(dice.whole(3, self.days), dice.whole(3, self.days))
            out.append(
                Requirement(
                    requirement=f"R{i}",
                    item=dice.among(self.items).item,
                    quantity=float(5 * dice.whole(1, 12)),
                    unit="piece",
                    place=self._late_node() if dice.maybe(90) else dice.among(self.nodes).node,
                    due=START + dt.timedelta(days=due),
                    latest_useful=START + dt.timedelta(days=due + dice.among((4, 0, 1, 2, 8))),
                    priority=dice.whole(1, 5),
                    points=dice.among((1.0, 2.0, 0.5)),
                    recipient=dice.among(("SUP", "SUP", "ORG")),
                    **MADE,
                )
            )
        return tuple(out)

    def _late_node(self) -> str:
        """One of the nodes towards the end of the way through all."""
        return self.nodes[-1 - self.dice.whole(0, (len(self.nodes) - 2) // 2)].node

    def _early_node(self) -> str:
        return self.nodes[self.dice.whole(0, (len(self.nodes) - 2) // 2)].node

    def _funds(self) -> tuple[tuple[Fund, ...], tuple[Contribution, ...]]:
        dice = self.dice
        funds = tuple(
            Fund(
                fund=f"F{i}",
                name=f"fund {i}",
                administrator="ORG",
                items=self._some([item.item for item in self.items]) if dice.maybe(30) else (),
                **MADE,
            )
            for i in range(1, dice.whole(0, 2) + 1)
        )
        contributions = tuple(
            Contribution(
                contribution=f"K{fund.fund}{i}",
                fund=fund.fund,
                party=dice.among(COUNTRIES),
                amount_eur=float(100 * dice.whole(1, 20)),
                available=self._day(-3, 6),
                rung=dice.among(tuple(reversed(Rung))),
                **MADE,
            )
            for fund in funds
            for i in range(1, dice.whole(0, 3) + 1)
        )
        return funds, contributions

    def _offers(self) -> tuple[Offer, ...]:
        dice, out = self.dice, []
        asked = [requirement.item for requirement in self.requirements]
        for i in range(1, max(dice.whole(1, 5), dice.whole(1, 5)) + 1):
            opens = dice.among((0, 0, 1, 1, 2, 3, -4, 6))
            quantity = float(5 * dice.whole(1, 12)) if dice.maybe(95) else None
            purchase = bool(self.funds) and dice.maybe(40)
            out.append(
                Offer(
                    offer=f"O{i}",
                    party=dice.among(COUNTRIES),
                    item=dice.among(asked) if dice.maybe(75) else dice.among(self.items).item,
                    quantity=quantity,
                    unit="piece",
                    handed_over=min(quantity, 5.0 * dice.whole(1, 4)) if quantity and dice.maybe(15) else 0.0,
                    place=self._early_node() if dice.maybe(90) else dice.among(self.nodes).node,
                    available=START + dt.timedelta(days=opens),
                    until=START + dt.timedelta(days=max(0, opens) + dice.whole(0, 5)) if dice.maybe(30) else None,
                    channel=Channel.PURCHASE if purchase else Channel.STOCK,
                    rung=dice.among((Rung.ALLOCATION, Rung.COMMITMENT, Rung.PLEDGE, Rung.OFFER)),
                    fund=dice.among(self.funds).fund if purchase and dice.maybe(95) else "",
                    unit_cost_eur=float(10 * dice.whole(0, 10)) if purchase and dice.maybe(95) else None,
                    reserved_for=self._some([row.requirement for row in self.requirements]) if dice.maybe(15) else (),
                    **MADE,
                )
            )
        return tuple(out)

    def _caveats(self) -> tuple[Caveat, ...]:
        dice, out = self.dice, []
        for i in range(1, (dice.whole(1, 4) if dice.maybe(60) else 0) + 1):
            kind = dice.among(tuple(CaveatKind))
            territory = kind == CaveatKind.NO_TRANSIT and dice.maybe(60)
            out.append(
                Caveat(
                    caveat=f"V{i}",
                    party=dice.among((*COUNTRIES, "ORG") if territory else COUNTRIES),
                    scope=Scope.TERRITORY if territory else Scope.GIFT,
                    offers=() if territory or dice.maybe(70) else self._some([offer.offer for offer in self.offers]),
                    items=() if dice.maybe(60) else self._some([item.item for item in self.items]),
                    supply_classes=(dice.among(("III", "V")),) if dice.maybe(20) else (),
                    lethal_only=dice.maybe(30),
                    kind=kind,
                    values=self._values(kind),
                    day=self._day(0, 6)
                    if kind == CaveatKind.NOT_BEFORE or (kind == CaveatKind.AFTER_BACKFILL and dice.maybe(70))
                    else None,
                    cleared=dice.maybe(50),
                    **MADE,
                )
            )
        return tuple(out)

    def _values(self, kind: CaveatKind) -> tuple[str, ...]:
        codes = [node.node for node in self.nodes]
        match kind:
            case CaveatKind.NO_TRANSIT:
                return self._some([*COUNTRIES, *codes])
            case CaveatKind.NO_MODE:
                return (self.dice.among(MODES).value,)
            case CaveatKind.ONLY_RECIPIENT:
                return (self.dice.among(("SUP", "ORG")),)
            case CaveatKind.ONLY_PLACE:
                return self._some([*COUNTRIES, *codes])
            case CaveatKind.AFTER_BACKFILL:
                return ("something in return",)
        return ()

    def _consents(self) -> tuple[Consent, ...]:
        dice, out = self.dice, []
        for i in range(1, (dice.whole(1, 3) if dice.maybe(45) else 0) + 1):
            by = dice.among(("offers", "donors", "items"))
            codes = {
                "offers": [offer.offer for offer in self.offers],
                "donors": list(COUNTRIES),
                "items": [item.item for item in self.items],
            }
            state = dice.among((*ConsentState, ConsentState.GIVEN, ConsentState.PENDING))
            filters = {by: self._some(codes[by])}
            if by != "donors" and dice.maybe(30):
                filters["donors"] = self._some(COUNTRIES)
            out.append(
                Consent(
                    consent=f"T{i}",
                    holder="ORG",
                    state=state,
                    lead_days=dice.whole(0, 5),
                    asked=self._day(-6, 2) if state == ConsentState.PENDING and dice.maybe(70) else None,
                    decided=self._day(-6, 4) if state == ConsentState.GIVEN and dice.maybe(70) else None,
                    **filters,
                    **MADE,
                )
            )
        return tuple(out)

    def _closures(self) -> tuple[Closure, ...]:
        dice, out = self.dice, []
        things = {
            ClosureOf.LINK: [link.link for link in self.links],
            ClosureOf.NODE: [node.node for node in self.nodes],
            ClosureOf.CORRIDOR: [corridor.corridor for corridor in self.corridors],
        }
        for i in range(1, (dice.whole(1, 4) if dice.maybe(60) else 0) + 1):
            of = dice.among([of for of, codes in things.items() if codes])
            first = dice.whole(-2, self.days)
            out.append(
                Closure(
                    closure=f"X{i}",
                    of=of,
                    closes=dice.among(things[of]),
                    first_day=START + dt.timedelta(days=first),
                    last_day=START + dt.timedelta(days=first + dice.whole(0, 5)),
                    share_open=dice.among((0.0, 0.5, 0.2)),
                    **MADE,
                )
            )
        return tuple(out)
