"""Training as calendars: one for each site with its runs and the equipment due there, and one of all."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from pathlib import Path

from icalendar import Event

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Attendance, Consignment, Scenario, Serves, TrainingRun

from .calendars import SITES, event_of, file_names, write_calendar
from .words import Words


def write_site_calendars(plan: AnyPlan, scenario: Scenario, folder: Path, *, language: str = "en") -> list[Path]:
    """
    Write ``calendars/training-<site>.ics`` for every site that the plan uses, and ``training.ics``; none without training.

    One event a run, over all of its days, and one for each day on which equipment is due. Its UID depends on scenario, site,
    day and training alone, so that importing the calendar of a newer plan changes events in place.

    Parameters
    ----------
    plan, scenario
        Whose runs, and the names of courses, sites and units.
    folder
        Folder of the plan.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    teller = _Teller(plan, scenario, words)
    events: dict[str, list[tuple[dt.date, str, str]]] = defaultdict(list)
    made: dict[tuple[str, dt.date, str], tuple[Event, Event]] = {}
    for run in plan.tables.runs:
        made[run.site, run.starts, run.training] = (teller.run(run), teller.run(run, named=True))
        events[run.site].append((run.starts, run.site, run.training))
    due: dict[tuple[str, dt.date], list[Consignment]] = defaultdict(list)
    for row in plan.tables.consignments:
        if row.serves == Serves.TRAINING:
            due[row.requirement, row.arrives].append(row)
    for (site, day), rows in due.items():
        made[site, day, ""] = (teller.equipment(site, day, rows), teller.equipment(site, day, rows, named=True))
        events[site].append((day, site, ""))
    if not events:
        return []
    written, names = [], file_names(events, prefix=SITES, taken=())
    for site in sorted(events):
        file = folder / "calendars" / f"{names[site]}.ics"
        own = [made[code, day, what][0] for day, code, what in sorted(events[site])]
        write_calendar(file, own, words("courses at", name=teller.site(site)), scenario)
        written.append(file)
    every = sorted(entry for entries in events.values() for entry in entries)
    file = folder / "calendars" / "training.ics"
    write_calendar(file, [made[code, day, what][1] for day, code, what in every], words("all courses"), scenario)
    return [*written, file]


class _Teller:
    """Turns runs, and the equipment of a day, into events."""

    def __init__(self, plan: AnyPlan, scenario: Scenario, words: Words):
        self.scenario, self.words = scenario, words
        self.sites, self.courses = scenario.by_key("sites"), scenario.by_key("courses")
        self.units, self.items, self.nodes = scenario.by_key("units"), scenario.by_key("items"), scenario.by_key("nodes")
        self.attending: dict[str, list[Attendance]] = defaultdict(list)
        for row in plan.tables.attendances:
            self.attending[row.run].append(row)

    def site(self, code: str) -> str:
        """Name of a site."""
        return self.words.name(self.sites.get(code), code)

    def run(self, run: TrainingRun, *, named: bool = False) -> Event:
        """Return the event of a run; ``named`` opens with the name of its site."""
        w = self.words
        course = self.courses.get(run.course)
        said = w("run event", course=w.name(course, run.course), people=w.number(run.people), runs=w.number(run.runs))
        lines = [
            w(
                "cohort line",
                unit=w.name(self.units.get(row.unit), row.unit),
                cohort=row.cohort,
                people=w.number(row.people),
                leaves=w.day(row.leaves),
                ready=w.day(row.ready),
            )
            for row in sorted(self.attending[run.run], key=lambda row: (row.unit, row.cohort, row.attendance))
        ]
        lines.append(w("instructors line", n=w.number(run.instructors), parties=self._lenders(run) or w("nobody")))
        if course is not None and course.item:
            item = w.name(self.items.get(course.item), course.item)
            lines.append(w("equipment line", quantity=w.quantity(course.item_quantity * run.runs), item=item))
        return self._event(run.site, run.training, run.starts, run.ends, said, "\n".join(lines), named)

    def equipment(self, site: str, day: dt.date, rows: list[Consignment], *, named: bool = False) -> Event:
        """Return the event of the equipment that is due at a site on a day."""
        w = self.words
        rows = sorted(rows, key=lambda row: row.consignment)
        named_rows = [f"{w.quantity(row.quantity)} × {w.name(self.items.get(row.item), row.item)}" for row in rows]
        lines = [f"{row.consignment}: {text}, {row.party}" for row, text in zip(rows, named_rows, strict=True)]
        said = w("equipment due", items=", ".join(named_rows))
        return self._event(site, "", day, day, said, "\n".join(lines), named)

    def _lenders(self, run: TrainingRun) -> str:
        """Parties whose intakes are in force on a day of the run."""
        return ", ".join(
            sorted(
                {
                    row.party
                    for row in self.scenario.intakes
                    if row.site == run.site and row.first_day <= run.ends and row.last_day >= run.starts
                }
            )
        )

    def _event(self, site: str, what: str, first: dt.date, last: dt.date, said: str, text: str, named: bool) -> Event:
        code = f"{self.scenario.settings.name}|training|{site}|{what}|{first.isoformat()}"
        return event_of(
            self.scenario,
            uid=hashlib.sha256(code.encode()).hexdigest()[:32],
            days=(first, last),
            summary=f"{self.site(site)}: {said}" if named else said,
            place=self._place(site),
            description=text,
        )

    def _place(self, site: str) -> str:
        place = getattr(self.sites.get(site), "place", "")
        name = self.words.name(self.nodes.get(place), place)
        return f"{self.site(site)}, {name}" if name else self.site(site)
