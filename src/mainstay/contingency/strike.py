"""The world in a case: what is left of a scenario when events have hit it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from mainstay.model import Basis, Channel, Event, EventOf, Row, Scenario

from .world import World


@dataclass(frozen=True)
class Struck:
    """
    The world in a case.

    Attributes
    ----------
    scenario
        What is left, with restrictions from the day of each event on; :func:`mainstay.check` finds nothing in it that it does
        not find in the scenario, but for rows that can no longer be used.
    gone
        Offers of which nothing that is not handed over by the day counts any more, wherever it is.
    day
        Day on which the case is known: the first of its events' days, not before the plan's start.
    shops
        Repair shops in which no repair begins from a day after the plan's start on. The scenario has no field for that and
        keeps them; a shop that closes from the outset is not in it.
    """

    scenario: Scenario
    gone: Mapping[str, dt.date]
    day: dt.date
    shops: Mapping[str, dt.date] = field(default_factory=dict)


def strike(scenario: Scenario, events: Sequence[Event]) -> Struck:
    """
    Return the world in which events have happened; ``docs/contingency.md`` says what each of them takes.

    Parameters
    ----------
    scenario
        One that holds together; see :func:`mainstay.check`.
    events
        Those of one case, all of which happen. Codes that name nothing hit nothing.
    """
    start = scenario.settings.start
    world = World(scenario)
    for event in events:
        HITS[event.of](world, event, max(start, event.first_day or start))
    known = min((max(start, event.first_day or start) for event in events), default=start)
    return Struck(world.scenario, world.gone, known, world.shops)


def cases(scenario: Scenario) -> dict[str, tuple[Event, ...]]:
    """Return the named cases of a scenario with their events, in the order of the table."""
    out: dict[str, tuple[Event, ...]] = {}
    for event in scenario.contingencies:
        out[event.contingency] = (*out.get(event.contingency, ()), event)
    return out


def single(scenario: Scenario) -> dict[str, tuple[Event, ...]]:
    """
    Return a case for the loss of each contributor, node, link, corridor, fund and site, from the outset.

    A contributor is a party, other than the one that is helped, that has offers, contributions, funds, intakes, sites, repair
    shops, or consents to give. Cases are named by kind and code (``party USA``), and are assumptions.
    """
    helped = scenario.settings.supported
    gives = {row.party for row in scenario.offers} | {row.party for row in scenario.contributions}
    gives |= {row.party for row in scenario.intakes} | {row.party for row in scenario.sites}
    gives |= {row.party for row in scenario.repairs}
    gives |= {fund.administrator for fund in scenario.funds} | {consent.holder for consent in scenario.consents}
    hit: list[tuple[EventOf, str, Row]] = [
        *((EventOf.PARTY, row.party, row) for row in scenario.parties if row.party in gives - {helped}),
        *((EventOf.NODE, row.node, row) for row in scenario.nodes),
        *((EventOf.LINK, row.link, row) for row in scenario.links),
        *((EventOf.CORRIDOR, row.corridor, row) for row in scenario.corridors),
        *((EventOf.FUND, row.fund, row) for row in scenario.funds),
        *((EventOf.SITE, row.site, row) for row in scenario.sites),
    ]
    return {name: (event,) for of, code, row in hit for name, event in [_alone(of, code, row)]}


def _alone(of: EventOf, code: str, row: Row) -> tuple[str, Event]:
    name = f"{of} {code}"
    return name, Event(event=name, contingency=name, of=of, hits=code, source=row.source, basis=Basis.ASSUMPTION)


def _party(world: World, event: Event, day: dt.date) -> None:
    if event.slip_days:
        world.slip_offers(lambda offer: offer.party == event.hits, day, event.slip_days)
        return
    world.end_offers(lambda offer: offer.party == event.hits, day)
    world.end_contributions(event.hits, event.first_day or day)
    for fund in world.scenario.funds:
        if fund.administrator == event.hits:
            world.shrink_fund(fund.fund, day, 0.0)
    hosted = {site.site for site in world.scenario.sites if site.party == event.hits}
    world.shrink_intakes(lambda intake: intake.party == event.hits or intake.site in hosted, day, None, 0.0)
    world.end_shops(event.hits, day)
    world.refuse(lambda consent: consent.holder == event.hits, day, withdraw=False)


def _offer(world: World, event: Event, day: dt.date) -> None:
    if event.slip_days:
        world.slip_offers(lambda offer: offer.offer == event.hits, day, event.slip_days)
    elif event.share_left:
        world.shrink_offer(event.hits, event.share_left, day)
    else:
        world.end_offers(lambda offer: offer.offer == event.hits, day)


def _item(world: World, event: Event, day: dt.date) -> None:
    if event.slip_days:
        made = (Channel.PRODUCTION, Channel.PURCHASE)
        world.slip_offers(lambda offer: offer.item == event.hits and offer.channel in made, day, event.slip_days)


def _way(world: World, event: Event, day: dt.date) -> None:
    world.close(event, day)


def _fund(world: World, event: Event, day: dt.date) -> None:
    world.shrink_fund(event.hits, day, event.share_left)


def _site(world: World, event: Event, day: dt.date) -> None:
    world.shrink_intakes(lambda intake: intake.site == event.hits, day, event.last_day, event.share_left)


def _consent(world: World, event: Event, day: dt.date) -> None:
    world.refuse(lambda consent: consent.consent == event.hits, day, withdraw=True)


HITS: dict[EventOf, Callable[[World, Event, dt.date], None]] = {
    EventOf.PARTY: _party,
    EventOf.OFFER: _offer,
    EventOf.NODE: _way,
    EventOf.LINK: _way,
    EventOf.CORRIDOR: _way,
    EventOf.FUND: _fund,
    EventOf.SITE: _site,
    EventOf.ITEM: _item,
    EventOf.CONSENT: _consent,
}
"""What each kind of event does from a day on."""
