"""What became of every row of the sheet, and the money that is no goods."""

from __future__ import annotations

import enum
from typing import Annotated

from mainstay.model import Record, Rung
from mainstay.model.fields import Day, Key, about, column, key, refers


class AidKind(enum.StrEnum):
    """The tracker's three kinds of aid."""

    MILITARY = "military"
    HUMANITARIAN = "humanitarian"
    FINANCIAL = "financial"


class Outcome(enum.StrEnum):
    """What an import made of a row."""

    IMPORTED = "imported"
    WITHOUT_QUANTITY = "imported without quantity"
    SET_ASIDE = "set aside"


class AccountRow(Record, frozen=True, kw_only=True):
    """One row of the sheet: what it says, what became of it, and what a reader should know of it."""

    row: Annotated[int, key(), column(least=1), about("row of the sheet, as a spreadsheet numbers it")]
    outcome: Annotated[Outcome, about("imported, imported without quantity, or set aside")]
    reason: Annotated[str, about("why it was set aside, or why it has no quantity")] = ""
    offer: Annotated[Key, refers("offers"), about("the offer it became")] = ""
    party: Annotated[Key, refers("parties"), about("donor")]
    donor: Annotated[str, about("donor as the tracker writes it")]
    kind: Annotated[AidKind, about("military, humanitarian or financial")]
    purpose: Annotated[str, about("the tracker's specific type of aid")] = ""
    rung: Annotated[Rung, about("allocation for the tracker's 'Allocation', pledge for its 'Commitment'")]
    package: Annotated[str, about("the tracker's ID of the announcement, in Latin letters")]
    allocation: Annotated[str, about("the tracker's ID of the tranche, empty for a commitment")] = ""
    item: Annotated[Key, refers("items"), about("item it became")] = ""
    name: Annotated[str, about("item as the tracker writes it")] = ""
    quantity: Annotated[float | None, column("item's unit", above=0), about("units promised")] = None
    handed_over: Annotated[float | None, column("item's unit", least=0), about("units delivered, if stated")] = None
    day_text: Annotated[str, about("the day as a phrase, if it is no date")] = ""
    earliest: Annotated[Day | None, about("early end of its interval, if it is one")] = None
    latest: Annotated[Day | None, about("the day, or the late end of its interval; empty if unknown")] = None
    month: Annotated[str, about("the tracker's own estimate of the month, as in 2022-03")] = ""
    currency: Annotated[str, about("currency of the published value, ISO 4217")] = ""
    value: Annotated[
        float | None, column("currency"), about("value of the tranche as published, in its currency, on its first row")
    ] = None
    allocated_eur: Annotated[float | None, column("EUR"), about("the same in euros, as published")] = None
    value_eur: Annotated[
        float | None, column("EUR"), about("the same with what has no day spread over its package, as published")
    ] = None
    package_eur: Annotated[
        float | None, column("EUR"), about("value of the whole package, on its first row; never add it to the others")
    ] = None
    flags: Annotated[tuple[str, ...], about("traps met in the row")] = ()
    link: Annotated[str, about("the first source that the tracker names")] = ""


class MoneyRow(Record, frozen=True, kw_only=True):
    """A row that is money, or goods of which only the value is known."""

    row: Annotated[int, key(), column(least=1), about("row of the sheet, as a spreadsheet numbers it")]
    party: Annotated[Key, refers("parties"), about("donor")]
    kind: Annotated[AidKind, about("military, humanitarian or financial")]
    purpose: Annotated[str, about("the tracker's specific type of aid")] = ""
    rung: Annotated[Rung, about("how firm it is")]
    package: Annotated[str, about("the tracker's ID of the announcement")]
    latest: Annotated[Day | None, about("day, or the late end of its interval; empty if unknown")] = None
    amount_eur: Annotated[
        float | None, column("EUR"), about("allocated, as published; empty if no value stands in the row")
    ] = None
    package_eur: Annotated[float | None, column("EUR"), about("announced for the whole package, as published")] = None
    reason: Annotated[str, about("why it is no offer of goods")]
