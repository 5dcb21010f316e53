"""Figures and days that cannot be together in one row, or not with the row they refer to."""

from __future__ import annotations

import datetime as dt
import re

from mainstay.model import Basis, Channel, ConsentState, Reliability, Requirement, Row

from ..cells import as_text
from ..draft import Draft, Table

DENSEST_T_PER_M3 = 25.0
"""Above any metal that is shipped; a figure beyond it is a slip of unit."""
HAZARD = re.compile(r"1\.[1-6][A-HJ-LNS]?|2\.[1-3]|3|4\.[1-3]|5\.[12]|6\.[12]|7|8|9")
"""UN classes and divisions of dangerous goods; in class 1 with the compatibility group."""


def check_sources(draft: Draft) -> None:
    """A fact names a source that was opened: none that cannot be judged."""
    grades = {source.source: source.reliability for _, source in draft.tables["sources"].each("source", "reliability")}
    for table in draft.tables.values():
        if not issubclass(table.record, Row):
            continue
        for index, row in table.each("source", "basis"):
            if row.basis == Basis.FACT and grades.get(row.source) == Reliability.F:
                message = (
                    f"a fact needs a source that was opened; '{row.source}' has the reliability F."
                    " Name another source, or write 'estimate' or 'assumption'."
                )
                table.say(index, "basis", message)


def check_dates(draft: Draft) -> None:
    """Days stand in their order, and what is due is not due after the plan."""
    tables = draft.tables
    _ordered(tables["requirements"], "due", "latest_useful")
    _ordered(tables["offers"], "available", "until", blame="until")
    _ordered(tables["offers"], "available_from", "available")
    for name in ("closures", "intakes", "trainings", "cohorts", "stocks"):
        _ordered(tables[name], "first_day", "last_day", blame="last_day")
    _ordered(tables["consents"], "asked", "decided", blame="decided")
    if draft.settings.sound(0, "start", "days"):
        start, end = draft.settings.rows[0].start, draft.scenario().end
        for index, row in tables["requirements"].each("due", "latest_useful"):
            _inside(tables["requirements"], index, row, start, end)
    for index, consent in tables["consents"].each("state", "decided"):
        if consent.decided and consent.state in (ConsentState.PENDING, ConsentState.NOT_ASKED):
            message = f"{consent.decided}, but the state is '{consent.state}'. Write 'given' or 'refused', or no day."
            tables["consents"].say(index, "decided", message)


def _inside(table: Table, index: int, row: Requirement, start: dt.date, end: dt.date) -> None:
    """A list may begin with what is overdue, which is told; it may not ask for what nobody could judge inside the plan."""
    if row.due >= end:
        message = f"{row.due} is outside of the plan, which covers {start} to {as_text(end - dt.timedelta(days=1))}."
        table.say(index, "due", message)
    elif row.due < start and row.latest_useful <= start:
        message = f"{row.latest_useful}, but the plan starts on {start}: nothing can arrive while it is useful."
        table.say(index, "latest_useful", message, blocks=False)
    elif row.due < start:
        message = f"{row.due} is overdue when the plan starts on {start}: it can no longer earn its full points."
        table.say(index, "due", message, blocks=False)


def _ordered(table: Table, early: str, late: str, *, blame: str = "") -> None:
    """Note the rows in which the early day is after the late one, in the column to blame (the early one)."""
    for index, row in table.each(early, late):
        first, second = getattr(row, early), getattr(row, late)
        if first and second and first > second:
            if blame == late:
                table.say(index, late, f"{second} is before {early} {first}.")
            else:
                table.say(index, early, f"{first} is after {late} {second}.")


def check_quantities(draft: Draft) -> None:
    """What was handed over is part of the offer, and a purchase says from which fund and at what cost."""
    offers = draft.tables["offers"]
    for index, offer in offers.each("quantity", "handed_over"):
        if offer.quantity is not None and offer.handed_over > offer.quantity:
            over, whole = as_text(offer.handed_over), as_text(offer.quantity)
            offers.say(index, "handed_over", f"{over} is more than the quantity {whole}.")
    for index, offer in offers.each("channel"):
        if offer.channel != Channel.PURCHASE:
            continue
        if not offer.fund and offers.sound(index, "fund"):
            offers.say(index, "fund", "empty, but a purchase names the fund that pays.")
        if offer.unit_cost_eur is None and offers.sound(index, "unit_cost_eur"):
            offers.say(index, "unit_cost_eur", "empty, but a purchase says what one unit costs.")


def check_units(draft: Draft) -> None:
    """Units are the item's, masses fit their volumes, and hazards and countries are codes that exist."""
    items, nodes = draft.tables["items"], draft.tables["nodes"]
    units = {row.item: (row.unit, items.numbers[i]) for i, row in items.each("item", "unit")}
    for table in (draft.tables["requirements"], draft.tables["offers"], draft.tables["stocks"]):
        for index, row in table.each("item", "unit"):
            unit, number = units.get(row.item, (row.unit, 0))
            if row.unit != unit and not getattr(row, "package", ""):
                message = f"'{row.unit}' is not the unit of {row.item}, which is '{unit}' ({items.file}, row {number})."
                table.say(index, "unit", message)
    for index, item in items.each("mass_t", "volume_m3"):
        if item.volume_m3 is not None and item.mass_t > DENSEST_T_PER_M3 * item.volume_m3:
            mass, volume = as_text(item.mass_t), as_text(item.volume_m3)
            message = f"{mass} t in {volume} m3 is denser than any cargo ({DENSEST_T_PER_M3:g} t/m3). Check the units."
            items.say(index, "mass_t", message)
    for index, item in items.each("hazard"):
        if item.hazard and not HAZARD.fullmatch(item.hazard):
            items.say(index, "hazard", f"'{item.hazard}' is no UN hazard division, as in 1.1D, 3 or 5.1.")
    for index, node in nodes.each("hazards"):
        for entry in node.hazards:
            if entry not in ("all", "none") and not HAZARD.fullmatch(entry):
                message = f"'{entry}' is no UN hazard division, as in 1.1 or 3. Or write 'all', or 'none'."
                nodes.say(index, "hazards", message)
        if "none" in node.hazards and len(node.hazards) > 1:
            nodes.say(index, "hazards", "'none' beside others. Write 'none' alone, or leave it out.")
    for table in (nodes, draft.tables["parties"]):
        for index, row in table.each("country"):
            if row.country and not re.fullmatch("[A-Z]{3}", row.country):
                message = f"'{row.country}' is no ISO 3166-1 alpha-3 code. Write three capital letters, as in POL."
                table.say(index, "country", message)
