"""The import as a whole: a scenario of offers, the account of every row, the money, and their sums."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mainstay.model import (
    Basis,
    Item,
    Node,
    NodeKind,
    Offer,
    Party,
    PartyKind,
    Reliability,
    Scenario,
    Settings,
    Source,
)

from .account import AccountRow, AidKind, MoneyRow, Outcome
from .dates import FIRST
from .goods import SOURCE, Twin, items_of, twins
from .names import donors, fold
from .rows import FRACTION, account_for, wanted
from .sheet import read_sheet

SUPPORTED = "UKR"
SOURCES = (
    Source(
        source=SOURCE,
        title="Ukraine Support Tracker, item-level main data",
        publisher="Kiel Institute for the World Economy",
        url="https://www.ifw-kiel.de/topics/war-against-ukraine/ukraine-support-tracker/",
        reliability=Reliability.A,
    ),
    Source(
        source="assumption",
        title="No public source opened; working value",
        publisher="the importer",
        reliability=Reliability.F,
    ),
)
NO_DELIVERY = "units delivered are not disclosed, so all of it counts as outstanding"


@dataclass(frozen=True)
class KielImport:
    """
    What one sheet of the tracker became.

    Attributes
    ----------
    file
        Name of the workbook.
    scenario
        Parties, items, offers, stand-in nodes (seats of government) and sources; nothing is asked for in it.
    account
        One entry for every row of the sheet.
    money
        The rows that were set aside, with their sums.
    twins
        For items of the scenario that are one with an item of the fact catalogue: its code there, and how many of its units
        one unit is.
    """

    file: str
    scenario: Scenario
    account: tuple[AccountRow, ...]
    money: tuple[MoneyRow, ...]
    twins: Mapping[str, Twin]

    def counts(self) -> dict[Outcome, int]:
        """Rows by outcome; together they are all rows of the sheet."""
        found = Counter(row.outcome for row in self.account)
        return {outcome: found[outcome] for outcome in Outcome}

    def reasons(self) -> dict[tuple[Outcome, str], int]:
        """Rows by outcome and reason, most first."""
        return dict(Counter((row.outcome, row.reason) for row in self.account).most_common())

    def flags(self) -> dict[str, int]:
        """Rows by flag, most first; row numbers and counts in flags are left out."""
        return dict(Counter(_plain(flag) for row in self.account for flag in row.flags).most_common())

    def sums(self, *outcomes: Outcome) -> dict[tuple[str, AidKind], float]:
        """
        Return the allocated value in EUR, by donor as written and kind, over rows of these outcomes (none: over all).

        Values as published, those without a day spread over their packages. A value stands on the first row of its tranche
        and counts there, whatever became of the other rows.
        """
        total: dict[tuple[str, AidKind], float] = defaultdict(float)
        for row in self.account:
            if not outcomes or row.outcome in outcomes:
                total[row.donor, row.kind] += row.value_eur or 0.0
        return dict(total)


def import_kiel(file: str | Path) -> KielImport:
    """
    Import the item-level sheet of the Ukraine Support Tracker.

    Military and humanitarian rows that name an item become offers: 'Allocation' as allocation, 'Commitment' (at the tracker
    a mere announcement) as pledge. Their quantity is the units promised, their handed_over the units delivered; both stay as
    published. A day that is a phrase keeps the phrase and becomes an interval whose late end counts. Rows that are money, or
    name no item, are set aside with a reason and their value. Every row is accounted for.

    Parameters
    ----------
    file
        The workbook (.xlsx) with the stored results of its formulas.

    Returns
    -------
    KielImport
        A scenario that can be written and checked, and the account.

    Raises
    ------
    ScenarioError
        With every problem, if the file cannot be read whole or a row cannot be attributed to a donor and a kind of aid.
        Nothing is imported then.
    """
    sheet = read_sheet(file)
    items = items_of(line for line in sheet.lines if wanted(line))
    account = account_for(sheet, items)
    cutoff = max((row.latest for row in account if row.latest), default=FIRST)
    by_key = {item.item: item for item in items.values()}
    offers = tuple(_offer(row, by_key[row.item], cutoff) for row in account if row.offer)
    used = {row.party for row in account}
    scenario = Scenario(
        settings=Settings(
            name="kiel",
            title=f"Offers of the Ukraine Support Tracker ({Path(file).name})",
            supported=SUPPORTED,
            start=_month_after(cutoff),
        ),
        parties=_parties(used),
        items=tuple(sorted(items.values(), key=lambda item: item.item)),
        offers=offers,
        nodes=_nodes({offer.party for offer in offers}),
        sources=SOURCES,
    )
    known = twins()
    same = {item.item: known[name] for name, item in items.items() if name in known}
    money = tuple(_money(row) for row in account if row.outcome == Outcome.SET_ASIDE)
    return KielImport(Path(file).name, scenario, account, money, same)


def _offer(row: AccountRow, item: Item, cutoff: dt.date) -> Offer:
    """Offer of an account row. What has no day at all is available at the end of the tracker's period at the latest."""
    exact = row.quantity is None or row.quantity == int(row.quantity)
    notes = [f"tracker row {row.row}, {row.package}; place assumed"]
    if row.quantity is not None and row.handed_over is None:
        notes.append(NO_DELIVERY)
    if row.latest is None:
        notes.append("day unknown, so the end of the tracker's period")
    notes.extend(flag for flag in row.flags if not flag.startswith("value of the whole"))
    return Offer(
        offer=row.offer,
        party=row.party,
        item=row.item,
        quantity=row.quantity,
        unit=item.unit,
        handed_over=row.handed_over or 0.0,
        place=_place(row.party),
        available=row.latest or cutoff,
        available_from=row.earliest,
        available_text=row.day_text,
        rung=row.rung,
        series=row.package,
        source=SOURCE,
        basis=Basis.FACT if exact and row.latest and FRACTION not in row.flags else Basis.ESTIMATE,
        note="; ".join(notes),
    )


def _money(row: AccountRow) -> MoneyRow:
    return MoneyRow(
        row=row.row,
        party=row.party,
        kind=row.kind,
        purpose=row.purpose,
        rung=row.rung,
        package=row.package,
        latest=row.latest,
        amount_eur=row.value_eur,
        package_eur=row.package_eur,
        reason=row.reason,
    )


def _parties(used: Iterable[str]) -> tuple[Party, ...]:
    """Return the donors and the supported nation."""
    parties = {
        donor.party: Party(
            party=donor.party,
            name=donor.name,
            kind=donor.kind,
            country=donor.country,
            source=SOURCE,
            basis=Basis.FACT,
        )
        for donor in donors().values()
        if donor.party in used
    }
    ukraine = Party(
        party=SUPPORTED, name="Ukraine", kind=PartyKind.SUPPORTED, country=SUPPORTED, source=SOURCE, basis=Basis.FACT
    )
    return (ukraine, *(parties[party] for party in sorted(parties)))


def _nodes(used: Iterable[str]) -> tuple[Node, ...]:
    """Stand-in nodes: the tracker says nothing of where a gift stands, so it stands at its donor's seat of government."""
    seats = {donor.party: donor for donor in donors().values()}
    return tuple(
        Node(
            node=_place(party),
            name=seats[party].place,
            country=seats[party].country or _country_of(seats[party].place),
            kind=NodeKind.DEPOT,
            lat=seats[party].lat,
            lon=seats[party].lon,
            hazards=("all",),
            source="assumption",
            basis=Basis.ASSUMPTION,
            note="stands in for wherever the donor's gifts are; the tracker does not say",
        )
        for party in sorted(used)
    )


def _country_of(place: str) -> str:
    """Country of the seat of an organisation that has none of its own."""
    return next(donor.country for donor in donors().values() if donor.country and fold(donor.place) == fold(place))


def _place(party: str) -> str:
    return f"SEAT_{party}"


def _month_after(day: dt.date) -> dt.date:
    return dt.date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _plain(flag: str) -> str:
    """Flag without the figure that tells one case from another."""
    head, _, last = flag.rpartition(" ")
    if last.isdigit():
        return f"{head} ..."
    return "value of the whole tranche of ... rows" if flag.startswith("value of the whole tranche") else flag
