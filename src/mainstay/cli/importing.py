"""``mainstay import``: scenarios out of what the world has."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from mainstay.exchange import read, write_folder, write_table
from mainstay.exchange.kiel import AccountRow, MoneyRow, account_lines, import_kiel, place

from .faults import fault
from .places import TABLE_FILES, appearing, find_scenario, occupied
from .screen import AsJson, Screen
from .tables import counts

KIEL_HELP = """Import the item-level sheet of the Ukraine Support Tracker (Kiel Institute).

Every row becomes an offer or is set aside with a reason; the account says which, and is kept in DIR/account. With --network the
offers are placed on the network and the requirements of another scenario, and DIR is ready to plan; without it DIR holds offers
only. Quantities count as outstanding where the tracker does not say what was delivered, unless --delivered-stated-only.

\b
Examples:
  mainstay import kiel tracker.xlsx --into offers
  mainstay import kiel tracker.xlsx --into combined --network ukraine-support
  mainstay plan combined --out out
"""
ACCOUNT = "account"
"""Folder for the account, apart from the scenario's tables."""


def kiel_verb(
    file: Annotated[Path, typer.Argument(metavar="FILE.xlsx", help="Workbook of the tracker.", show_default=False)],
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder for the scenario.", show_default=False)],
    network: Annotated[
        str, typer.Option("--network", metavar="SCENARIO", help="Network and requirements on which to place the offers.")
    ] = "",
    delivered_stated_only: Annotated[
        bool, typer.Option("--delivered-stated-only", help="Leave out what has no figure for what was delivered.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Write into a folder that is not empty.")] = False,
    as_json: AsJson = False,
) -> None:
    """Import the Ukraine Support Tracker."""
    screen = Screen(as_json)
    if into.exists() and not into.is_dir():
        raise fault(into, "a file, not a folder. Name another one with --into.")
    if occupied(into) and not force:
        raise fault(into, "not empty. Name another folder with --into, or write over its tables with --force.")
    if delivered_stated_only and not network:
        raise fault("--delivered-stated-only", "chooses what is placed on a network. Name one with --network.")
    base = read(find_scenario(network)) if network else None
    imported = import_kiel(file)
    lines = account_lines(imported)
    scenario = imported.scenario
    placed = place(base, imported, delivery_stated=delivered_stated_only) if base else None
    if placed:
        scenario = placed.scenario
        lines += ["", *placed.lines()]
    with appearing(into, stale=TABLE_FILES) as partial:
        write_folder(scenario, partial)
        write_table(partial / ACCOUNT / "account.csv", imported.account, AccountRow)
        write_table(partial / ACCOUNT / "money.csv", imported.money, MoneyRow)
        (partial / ACCOUNT / "account.txt").write_text("\n".join(lines) + "\n", "utf-8")
    for line in lines:
        screen.say(line)
    screen.say()
    screen.say(f"Written to {into}: the scenario, and {ACCOUNT}/ with account.csv, money.csv and account.txt.")
    if placed:
        screen.say(f"Next: mainstay plan {into} --out FOLDER")
    screen.hand_out(
        {
            "file": str(file),
            "folder": str(into),
            "rows": len(imported.account),
            "outcomes": {outcome.value: number for outcome, number in imported.counts().items()},
            "reasons": [
                {"outcome": outcome.value, "reason": reason, "rows": number}
                for (outcome, reason), number in imported.reasons().items()
            ],
            "flags": imported.flags(),
            "allocated_eur": [
                {"donor": donor, "kind": kind.value, "eur": eur} for (donor, kind), eur in imported.sums().items()
            ],
            "tables": counts(scenario),
            "placed": None
            if placed is None
            else {
                "offers": placed.placed,
                "in_catalogue": placed.in_catalogue,
                "delivery_unknown": placed.delivery_unknown,
                "without_quantity": placed.without_quantity,
                "handed_over": placed.handed_over,
                "nowhere": placed.nowhere,
                "dropped": placed.dropped,
            },
        }
    )
