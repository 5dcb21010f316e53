"""Arrivals as calendars: one for each node, and one of all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import Path

from icalendar import Calendar, Event

from mainstay.exchange.atomic import replacing
from mainstay.exchange.datapackage import slug
from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Consignment, Leg, Scenario

from .words import Words

ITEMS, LINES = 4, 40
"""Items named in a summary and consignments named in a description; what is more is counted."""
SITES = "training-"
"""How the names of the calendars of training sites begin."""


def write_calendars(plan: AnyPlan, scenario: Scenario, folder: Path, *, language: str = "en") -> list[Path]:
    """
    Write ``calendars/<node>.ics`` for every node with arrivals, and ``all.ics``.

    One all-day event a node and day. Its UID depends on scenario, node and day alone, so that importing the calendar of a
    newer plan changes events in place; its DTSTAMP is the first day of the plan, so that the same plan gives the same bytes.

    Parameters
    ----------
    plan, scenario
        Whose arrivals, and the names of what arrives.
    folder
        Folder of the plan.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    arrivals: dict[str, dict[dt.date, list[Leg]]] = defaultdict(lambda: defaultdict(list))
    for leg in plan.tables.legs:
        if leg.mode not in ("transfer", "repair") or leg.origin != leg.destination:
            arrivals[leg.destination][leg.arrives].append(leg)
    consignments = {row.consignment: row for row in plan.tables.consignments}
    nodes = scenario.by_key("nodes")
    teller = _Teller(scenario, consignments, words)
    written: list[Path] = []
    everything: list[tuple[dt.date, str, Event]] = []
    names = file_names(arrivals)
    for node in sorted(arrivals):
        name = words.name(nodes.get(node), node)
        events = [teller.event(node, name, day, legs) for day, legs in sorted(arrivals[node].items())]
        file = folder / "calendars" / f"{names[node]}.ics"
        write_calendar(file, events, words("arrivals at", name=name), scenario)
        written.append(file)
        everything += [(day, node, teller.event(node, name, day, legs, whole=False)) for day, legs in arrivals[node].items()]
    everything.sort(key=lambda entry: entry[:2])
    file = folder / "calendars" / "all.ics"
    write_calendar(file, [event for _, _, event in everything], words("all arrivals"), scenario)
    return [*written, file]


def file_names(codes: Iterable[str], *, prefix: str = "", taken: Collection[str] = ("all", "training")) -> dict[str, str]:
    """
    File names for codes, made of small letters, figures and hyphens; no two alike, and none that is taken.

    Names begin with ``prefix``; without one, none begins as those of training sites do.
    """
    out: dict[str, str] = {}
    used = set(taken)
    for code in sorted(codes):
        name = prefix + slug(code).lstrip(".")
        if not prefix and name.startswith(SITES):
            name = f"node-{name}"
        while name == prefix or name in used:
            name = f"{name}-{hashlib.sha256(code.encode()).hexdigest()[:6]}"
        used.add(name)
        out[code] = name
    return out


class _Teller:
    """Turns the arrivals of one day at one node into an event."""

    def __init__(self, scenario: Scenario, consignments: dict[str, Consignment], words: Words):
        self.scenario, self.consignments, self.words = scenario, consignments, words
        self.items = scenario.by_key("items")

    def event(self, node: str, name: str, day: dt.date, legs: list[Leg], *, whole: bool = True) -> Event:
        """Return the event; with ``whole`` its description names every consignment."""
        known = [(leg, self.consignments[leg.consignment]) for leg in legs if leg.consignment in self.consignments]
        said = self.words(
            "from parties",
            mass=self.words.least(sum(leg.mass_t for leg in legs)),
            parties=", ".join(sorted({row.party for _, row in known})),
            items=self._items([row for _, row in known]),
        )
        text = f"{self.scenario.settings.name}|{node}|{day.isoformat()}"
        return event_of(
            self.scenario,
            uid=hashlib.sha256(text.encode()).hexdigest()[:32],
            days=(day, day),
            summary=said if whole else f"{name}: {said}",
            place=name,
            description=self._lines(known) if whole else "",
        )

    def _items(self, rows: list[Consignment]) -> str:
        quantities: dict[str, float] = defaultdict(float)
        masses: dict[str, float] = defaultdict(float)
        for row in rows:
            quantities[row.item] += row.quantity
            masses[row.item] += row.mass_t
        order = sorted(quantities, key=lambda item: (-masses[item], item))
        named = [f"{self.words.quantity(quantities[item])} × {self._name(item)}" for item in order[:ITEMS]]
        if len(order) > ITEMS:
            named.append(self.words("and more", n=len(order) - ITEMS))
        return ", ".join(named)

    def _lines(self, known: list[tuple[Leg, Consignment]]) -> str:
        known = sorted(known, key=lambda pair: (-pair[0].mass_t, pair[0].consignment, pair[0].leg))
        w = self.words
        lines = [
            f"{row.consignment}: {w.quantity(row.quantity)} × {self._name(row.item)}, {w.least(leg.mass_t)} {w('t')},"
            f" {row.party}, {leg.origin} → {leg.destination} ({w.fixed(str(leg.mode))}), {row.requirement}"
            for leg, row in known[:LINES]
        ]
        if len(known) > LINES:
            lines.append(self.words("and more", n=len(known) - LINES))
        return "\n".join(lines)

    def _name(self, item: str) -> str:
        return self.words.name(self.items.get(item), item)


def event_of(
    scenario: Scenario, *, uid: str, days: tuple[dt.date, dt.date], summary: str, place: str, description: str = ""
) -> Event:
    """Return an event over whole days, the first and the last; its DTSTAMP is the first day of the plan."""
    event = Event()
    event.add("uid", f"{uid}@mainstay")
    event.add("dtstamp", dt.datetime.combine(scenario.settings.start, dt.time(), dt.UTC))
    event.add("dtstart", days[0])
    event.add("dtend", days[1] + dt.timedelta(days=1))
    event.add("summary", summary)
    event.add("location", place)
    if description:
        event.add("description", description)
    event.add("transp", "TRANSPARENT")
    return event


def write_calendar(file: Path, events: list[Event], name: str, scenario: Scenario) -> None:
    """Write events under the name of a calendar."""
    calendar = Calendar()
    calendar.add("prodid", "-//mainstay//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", f"{name} ({scenario.settings.name})")
    for event in events:
        calendar.add_component(event)
    with replacing(file) as partial:
        partial.write_bytes(calendar.to_ical())
