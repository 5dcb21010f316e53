"""Random events that hit a scenario: every kind, dated or not, whole or in part."""

from __future__ import annotations

import datetime as dt
import random

from mainstay.model import Basis, Event, EventOf, Scenario

KEYS = {
    EventOf.PARTY: "parties",
    EventOf.OFFER: "offers",
    EventOf.NODE: "nodes",
    EventOf.LINK: "links",
    EventOf.CORRIDOR: "corridors",
    EventOf.FUND: "funds",
    EventOf.SITE: "sites",
    EventOf.ITEM: "items",
    EventOf.CONSENT: "consents",
}
PARTIAL = (EventOf.NODE, EventOf.LINK, EventOf.CORRIDOR, EventOf.FUND, EventOf.SITE, EventOf.OFFER)
SLIPS = (EventOf.ITEM, EventOf.OFFER, EventOf.PARTY)
CLOSES = (EventOf.NODE, EventOf.LINK, EventOf.CORRIDOR, EventOf.SITE)


def random_events(scenario: Scenario, seed: int, most: int = 3) -> tuple[Event, ...]:
    """Return one to ``most`` events on codes that are there, such as the checks let pass."""
    rng = random.Random(seed)
    kinds = [of for of, table in KEYS.items() if getattr(scenario, table)]
    return tuple(_event(scenario, rng, number, rng.choice(kinds)) for number in range(rng.randint(1, most)))


def _event(scenario: Scenario, rng: random.Random, number: int, of: EventOf) -> Event:
    codes = sorted(set(scenario.by_key(KEYS[of])) - {scenario.settings.supported})
    days = scenario.settings.days
    first = None if rng.random() < 0.4 else scenario.settings.start + dt.timedelta(days=rng.randint(-3, days))
    last = None
    if of in CLOSES and rng.random() < 0.5:
        last = (first or scenario.settings.start) + dt.timedelta(days=rng.randint(0, days // 2))
    slips = of == EventOf.ITEM or (of in SLIPS and rng.random() < 0.4)
    return Event(
        event=f"E{number}",
        contingency="case",
        of=of,
        hits=rng.choice(codes),
        first_day=first,
        last_day=last,
        share_left=rng.choice((0.0, 0.25, 0.7)) if of in PARTIAL and not slips else 0.0,
        slip_days=rng.randint(1, days // 2) if slips else 0,
        source=scenario.sources[0].source,
        basis=Basis.ASSUMPTION,
    )
