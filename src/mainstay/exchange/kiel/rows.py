"""From the lines of the sheet to the account: what each row says, and what becomes of it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from mainstay.model import Item, Problem, Rung, ScenarioError

from ..suggest import TWINS, did_you_mean
from .account import AccountRow, AidKind, Outcome
from .dates import month_name, read_day
from .figures import Figure, Told, amount, read_figure
from .names import PACKAGE, Donor, clean, code, donors, fold
from .sheet import HEADERS, Line, Sheet, repeated

RUNGS = {"allocation": Rung.ALLOCATION, "commitment": Rung.PLEDGE}
"""The tracker's 'commitment' is an announcement, which the field calls a pledge; its allocation names what is given."""

FINANCIAL = "financial aid is money, not goods"
SUM = "announces a sum and names no item"
PURCHASE = "pays for purchases and names no item"
TRAINING = "training, and names no item"
NO_ITEM = "allocates a sum and names no item"
SERVICE = "overhaul of what was given before, no goods"

LOOK_ALIKE = "letter in the ID that only looks Latin"
ODD_ID = "ID of an unusual shape"
USED_TWICE = "allocation ID that names another tranche too"
WHOLE_TRANCHE = "value of the whole tranche of {} rows"
WRONG_CURRENCY = "stored in the wrong currency: units times prices in USD, taken for {}"
WRONG_CURRENCY_PACKAGE = "package value stored in the wrong currency: units times prices in USD, taken for {}"
SPREAD = "value without a day, spread over its package"
SAME_CELLS = "same in every cell as row {}"
SAME_ITEM = "same package, day, item, units and allocation as row {}"
FRACTION = "fraction of a unit: share of a joint donation"
NO_UNITS = "units are '{}', which is no quantity"
UNITS_WITHOUT_ITEM = "units without an item"
OVER = "more units delivered than promised: taken as all"
WITHOUT = "delivered units without promised units"
PRICE_TEXT = "price written as text"
MONTH = "month code outside of the day or its interval"


@dataclass(frozen=True)
class Recognised:
    """A line with what was read in it before anything was decided."""

    line: Line
    donor: Donor
    kind: AidKind
    rung: Rung


def account_for(sheet: Sheet, items: dict[str, Item]) -> tuple[AccountRow, ...]:
    """
    Account for every line of the sheet, in its order.

    Raises
    ------
    ScenarioError
        If a donor, a kind of aid or a type of donation is not known; nothing is guessed there, since sums hang on it.
    """
    lines = sheet.lines
    known = _recognise(sheet)
    flags = _flags_between(lines)
    numbers: Counter[str] = Counter()
    rows = []
    for told in known:
        stem = code(told.line["allocation"]) if told.rung == Rung.ALLOCATION else f"{code(told.line['package'])}-pledge"
        row = _account(told, items, flags[told.line.row])
        if row.outcome != Outcome.SET_ASIDE:
            numbers[stem] += 1
            row = msgspec.structs.replace(row, offer=f"{stem}-{numbers[stem]}")
        rows.append(row)
    return tuple(rows)


def wanted(line: Line) -> bool:
    """Whether a line names goods: an item, and no overhaul of what was given before."""
    return line["item"] not in ("", ".") and not _service(line) and fold(line["kind"]) != AidKind.FINANCIAL


def _recognise(sheet: Sheet) -> list[Recognised]:
    """Donor, kind and rung of every line, or every problem with them."""
    problems, out = [], []
    for line in sheet.lines:
        donor = donors().get(fold(line["donor"]))
        kind = next((kind for kind in AidKind if kind == fold(line["kind"])), None)
        rung = RUNGS.get(fold(line["donation"]))
        if not donor:
            remedy = did_you_mean(line["donor"], [d.donor for d in donors().values()], "Write a donor that is known.")
            problems.append(Problem(sheet.name, line.row, HEADERS["donor"], f"no donor '{line['donor']}' is known. {remedy}"))
        if not kind:
            kinds = [str(kind).capitalize() for kind in AidKind]
            remedy = did_you_mean(line["kind"], kinds, f"Write {', '.join(kinds[:-1])} or {kinds[-1]}.")
            problems.append(Problem(sheet.name, line.row, HEADERS["kind"], f"'{line['kind']}' is no kind of aid. {remedy}"))
        if not rung:
            remedy = did_you_mean(line["donation"], ["Allocation", "Commitment"], "Write Allocation or Commitment.")
            message = f"'{line['donation']}' is no type of donation. {remedy}"
            problems.append(Problem(sheet.name, line.row, HEADERS["donation"], message))
        if donor and kind and rung:
            out.append(Recognised(line, donor, kind, rung))
    if problems:
        raise ScenarioError(problems)
    return out


def _account(told: Recognised, items: dict[str, Item], between: Sequence[str]) -> AccountRow:
    line = told.line
    when = read_day(line["day"])
    units, delivered, price = (read_figure(line[name]) for name in ("units", "delivered", "price"))
    quantity, handed_over, unit_flags = _units(units, delivered)
    named = line["item"] not in ("", ".")
    item = items.get(fold(line["item"])) if wanted(line) else None
    outcome, reason = _decide(told, item, quantity, line["units"])
    flags = [*between, *when.flags, *_id_flags(line), *_value_flags(line), *unit_flags]
    if not named and units.told == Told.NUMBER:
        flags.append(UNITS_WITHOUT_ITEM)
    if price.comma:
        flags.append(PRICE_TEXT)
    month = month_name(line["month"])
    if month and when.latest and not f"{when.earliest or when.latest:%Y-%m}" <= month <= f"{when.latest:%Y-%m}":
        flags.append(MONTH)
    return AccountRow(
        row=line.row,
        outcome=outcome,
        reason=reason,
        party=told.donor.party,
        donor=line["donor"],
        kind=told.kind,
        purpose=line["purpose"],
        rung=told.rung,
        package=code(line["package"]),
        allocation=code(line["allocation"]) if told.rung == Rung.ALLOCATION else "",
        item=item.item if item else "",
        name=line["item"] if named else "",
        quantity=quantity,
        handed_over=handed_over,
        day_text=when.phrase,
        earliest=when.earliest,
        latest=when.latest,
        month=month,
        currency=line["currency"],
        value=amount(line["value"]),
        allocated_eur=amount(line["allocated_eur"]),
        value_eur=amount(line["value_eur"]),
        package_eur=amount(line["package_eur"]),
        flags=tuple(dict.fromkeys(flags)),
        link=line["link"] if line["link"] != "." else "",
    )


def _decide(told: Recognised, item: Item | None, quantity: float | None, units: str) -> tuple[Outcome, str]:
    """What becomes of a row, and why."""
    if told.kind == AidKind.FINANCIAL:
        return Outcome.SET_ASIDE, FINANCIAL
    if item:
        if quantity is not None:
            return Outcome.IMPORTED, ""
        undisclosed = read_figure(units).told == Told.UNDISCLOSED
        return Outcome.WITHOUT_QUANTITY, "units undisclosed" if undisclosed else "units not stated"
    if _service(told.line):
        return Outcome.SET_ASIDE, SERVICE
    if told.rung == Rung.PLEDGE:
        return Outcome.SET_ASIDE, SUM
    purpose = fold(told.line["purpose"])
    if "funding" in purpose or "facility" in purpose:
        return Outcome.SET_ASIDE, PURCHASE
    if purpose == "training":
        return Outcome.SET_ASIDE, TRAINING
    return Outcome.SET_ASIDE, NO_ITEM


def _service(line: Line) -> bool:
    return fold(line["sub_type"]) == "overhaul/repair"


def _units(units: Figure, delivered: Figure) -> tuple[float | None, float | None, list[str]]:
    """Units promised and delivered; a delivered figure never stands alone and never exceeds the promised one."""
    flags = []
    quantity, handed_over = units.value, delivered.value
    if quantity is not None and quantity <= 0:
        flags.append(NO_UNITS.format(f"{quantity:g}"))
        quantity = None
    elif units.told == Told.UNREAD:
        flags.append(NO_UNITS.format("text"))
    if handed_over is not None and handed_over < 0:
        flags.append(NO_UNITS.format(f"{handed_over:g} delivered"))
        handed_over = None
    if handed_over is not None and quantity is None:
        flags.append(WITHOUT)
        handed_over = None
    if quantity is not None and handed_over is not None and handed_over > quantity:
        flags.append(OVER)
        handed_over = quantity
    if any(figure is not None and figure != int(figure) for figure in (quantity, handed_over)):
        flags.append(FRACTION)
    return quantity, handed_over, flags


def _id_flags(line: Line) -> list[str]:
    flags = []
    if any(clean(line[name]).translate(TWINS) != line[name] for name in ("package", "allocation")):
        flags.append(LOOK_ALIKE)
    if not PACKAGE.fullmatch(code(line["package"])):
        flags.append(ODD_ID)
    return flags


def _value_flags(line: Line) -> list[str]:
    """Note values that were summed up in USD and then divided by the rate of another currency."""
    flags = []
    if line["currency"] not in ("", "USD") and amount(line["given"]) is None:
        if amount(line["value"]) is not None:
            flags.append(WRONG_CURRENCY.format(line["currency"]))
        if amount(line["total"]) is not None:
            flags.append(WRONG_CURRENCY_PACKAGE.format(line["currency"]))
    if amount(line["undated"]) == 1:
        flags.append(SPREAD)
    return flags


def _flags_between(lines: Sequence[Line]) -> dict[int, list[str]]:
    """Flags that only other rows show: repetitions, tranches of one ID, values that stand for several rows."""
    flags: dict[int, list[str]] = {line.row: [] for line in lines}
    same = {line.row: first.row for line, first in repeated(lines)}
    first_of: dict[tuple[str, ...], int] = {}
    tranches: dict[tuple[str, str, str], int] = Counter(_tranche(line) for line in lines)
    days: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for line in lines:
        if fold(line["donation"]) == "allocation":
            days[code(line["allocation"])].add((code(line["package"]), line["day"]))
    for line in lines:
        mine = flags[line.row]
        if line.row in same:
            mine.append(SAME_CELLS.format(same[line.row]))
        elif wanted(line):
            key = (*_tranche(line), fold(line["item"]), line["units"])
            if key in first_of:
                mine.append(SAME_ITEM.format(first_of[key]))
            first_of.setdefault(key, line.row)
        if fold(line["donation"]) != "allocation":
            continue
        if len(days[code(line["allocation"])]) > 1:
            mine.append(USED_TWICE)
        if amount(line["value"]) is not None and tranches[_tranche(line)] > 1:
            mine.append(WHOLE_TRANCHE.format(tranches[_tranche(line)]))
    return flags


def _tranche(line: Line) -> tuple[str, str, str]:
    """Return what identifies a tranche: its own ID alone is given twice."""
    return code(line["package"]), code(line["allocation"]), line["day"]
