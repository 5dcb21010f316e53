"""Cases hit something that is there, in a way that means something; chances are figures that can hold together."""

from __future__ import annotations

from mainstay.model import Chance, ChanceOf, Channel, Event, EventOf, Mode

from ..cells import as_text
from ..draft import Draft, Table
from ..suggest import did_you_mean
from .codes import codes, missing

TABLE_OF = {
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
"""Table whose codes an event may hit."""
MEANS = {
    "last_day": {EventOf.NODE, EventOf.LINK, EventOf.CORRIDOR, EventOf.SITE},
    "share_left": {EventOf.NODE, EventOf.LINK, EventOf.CORRIDOR, EventOf.FUND, EventOf.SITE, EventOf.OFFER},
    "slip_days": {EventOf.ITEM, EventOf.OFFER, EventOf.PARTY},
}
"""What may be hit by an event that fills a column."""
ONLY = {
    "party": {ChanceOf.OFFERS},
    "channel": {ChanceOf.OFFERS},
    "mode": {ChanceOf.LINKS},
    "country": {ChanceOf.LINKS},
    "fails": {ChanceOf.OFFERS, ChanceOf.COURSES},
    "late": {ChanceOf.OFFERS},
    "late_days_median": {ChanceOf.OFFERS},
    "late_days_p90": {ChanceOf.OFFERS},
    "closes_per_year": {ChanceOf.LINKS},
    "closed_days_median": {ChanceOf.LINKS},
    "closed_days_p90": {ChanceOf.LINKS},
}
"""What a row of chances may be about that fills a column."""
DAYS = (("late", "late_days_median", "late_days_p90"), ("closes_per_year", "closed_days_median", "closed_days_p90"))
"""How often, and the median and 90th percentile of how long."""


def check_contingencies(draft: Draft) -> None:
    """Each event hits a row that is there, and says only what means something for it."""
    table = draft.tables["contingencies"]
    known = {of: codes(draft.tables[name]) for of, name in TABLE_OF.items()}
    for index, event in table.each("of", "hits"):
        to = draft.tables[TABLE_OF[event.of]]
        if not to.torn and event.hits not in known[event.of]:
            table.say(index, "hits", missing(event.hits, to, known[event.of]))
    helped = draft.settings.rows[0].supported if draft.settings.sound(0, "supported") else ""
    for index, event in table.each("of"):
        for column, may in MEANS.items():
            if getattr(event, column) and event.of not in may and table.sound(index, column):
                others = ", ".join(of for of in EventOf if of in may)
                table.say(index, column, f"means nothing for '{event.of}', only for: {others}. Leave it out.")
        of, _, code = event.contingency.partition(" ")
        if table.sound(index, "contingency") and of in known and code in known[EventOf(of)]:
            message = f"'{event.contingency}' is the name of the case in which that {of} alone is lost. Write another name."
            table.say(index, "contingency", message)
        if event.of == EventOf.PARTY and helped and event.hits == helped and table.sound(index, "hits"):
            table.say(index, "hits", f"'{helped}' is the party that is helped. Name a contributor.")
        if table.sound(index, "share_left", "slip_days"):
            _changes(table, index, event)
    _days(draft, table)


def _changes(table: Table, index: int, event: Event) -> None:
    """Note an event that leaves everything as it is."""
    if event.of == EventOf.ITEM and not event.slip_days:
        table.say(index, "slip_days", "0, but an item's production slips by some days. Say by how many.")
    elif event.slip_days and event.share_left and event.of == EventOf.OFFER:
        table.say(index, "share_left", "stands beside slip_days. Write two rows: one for what slips, one for what shrinks.")
    elif event.share_left == 1 and event.of in MEANS["share_left"]:
        table.say(index, "share_left", "1: all of it is left, and nothing changes. Write less.")


def _days(draft: Draft, table: Table) -> None:
    for index, event in table.each("first_day", "last_day"):
        if event.first_day and event.last_day and event.first_day > event.last_day:
            table.say(index, "last_day", f"{event.last_day} is before first_day {event.first_day}.")
    if not draft.settings.sound(0, "start", "days"):
        return
    start, end = draft.settings.rows[0].start, draft.scenario().end
    for index, event in table.each("first_day", "last_day"):
        if event.first_day and event.first_day >= end:
            table.say(index, "first_day", f"{event.first_day} is after the plan, which ends before {end}.", blocks=False)
        elif event.last_day and event.last_day < start:
            table.say(index, "last_day", f"{event.last_day} is before the plan, which starts on {start}.", blocks=False)


def check_chances(draft: Draft) -> None:
    """Chances say only what means something for offers, links or courses, once for each, with spreads that can be."""
    table = draft.tables["chances"]
    seen: dict[tuple[str, ...], int] = {}
    for index, row in table.each("of"):
        for column, may in ONLY.items():
            if getattr(row, column) and row.of not in may and table.sound(index, column):
                others = ", ".join(of for of in ChanceOf if of in may)
                table.say(index, column, f"means nothing for '{row.of}', only for: {others}. Leave it out.")
        _words(draft, table, index, row)
        for often, median, p90 in DAYS:
            if table.sound(index, often, median, p90):
                _spread(table, index, row, often, median, p90)
        if table.sound(index, "party", "channel", "mode", "country"):
            filters = (row.of, row.party, row.channel, row.mode, row.country)
            if filters in seen:
                where = table.numbers[seen[filters]]
                table.say(index, "", f"says the same of the same as row {where}: which one counts? Keep one of them.")
            seen.setdefault(filters, index)


def _words(draft: Draft, table: Table, index: int, row: Chance) -> None:
    """Note a channel, mode or country that no offer or link could have."""
    for column, words in (("channel", list(Channel)), ("mode", list(Mode))):
        value = getattr(row, column)
        if value and value not in words and table.sound(index, column):
            remedy = did_you_mean(value, words, f"It is one of: {', '.join(words)}.")
            table.say(index, column, f"no {column} '{value}'. {remedy}")
    nodes = draft.tables["nodes"]
    if row.country and table.sound(index, "country") and nodes.whole("country"):
        countries = {node.country for node in nodes.rows}
        if row.country not in countries:
            remedy = did_you_mean(row.country, countries, "Write the ISO 3166-1 alpha-3 code of one that has nodes.")
            table.say(index, "country", f"no node lies in '{row.country}'. {remedy}", blocks=False)


def _spread(table: Table, index: int, row: Chance, often: str, median: str, p90: str) -> None:
    """Note delays or closures without length, and a 90th percentile below the median."""
    how_often, half, tenth = (getattr(row, column) for column in (often, median, p90))
    if how_often and not half:
        table.say(index, median, f"0, but {often} is {as_text(how_often)}. Say how long half of them last at least.")
    elif tenth < half:
        table.say(
            index,
            p90,
            f"{as_text(tenth)} is below {median} {as_text(half)}. One in ten lasts longer than this, half longer than that.",
        )
