"""The account as lines to print."""

from __future__ import annotations

from collections import Counter

from .account import AidKind, Outcome
from .result import KielImport


def account_lines(result: KielImport) -> list[str]:
    """
    Print-ready account of an import.

    Rows by outcome and reason (which add up to the rows of the sheet), traps met, and a table by donor with the rows of each
    outcome and the sums in billion EUR of each kind of aid, as published.
    """
    counts = result.counts()
    lines = [f"{result.file}: {len(result.account):,} rows"]
    for outcome in Outcome:
        lines.append(f"  {counts[outcome]:>6,}  {outcome.value}")
        for (of, reason), number in result.reasons().items():
            if of == outcome and reason:
                lines.append(f"          {number:>6,}  {reason}")
    offers = result.scenario.offers
    stated = [row for row in result.account if row.quantity is not None and row.offer]
    open_ = [row for row in stated if row.quantity is not None and (row.handed_over or 0.0) < row.quantity]
    unknown = sum(row.handed_over is None for row in open_)
    lines.append("")
    lines.append(
        f"{len(offers):,} offers of {len(result.scenario.items):,} items, {len(result.twins):,} of them in the catalogue"
    )
    lines.append(f"{len(stated) - len(open_):,} of them handed over whole, {len(open_) - unknown:,} in part or not at all;")
    lines.append(f"of {unknown:,} the tracker does not say what was delivered")
    phrases = sum(bool(row.day_text) for row in result.account)
    without = sum(row.latest is None for row in result.account)
    lines.append(f"{phrases:,} days are phrases; {without:,} days are unknown")
    lines += ["", "What a reader should know:"]
    lines += [f"  {number:>6,}  {flag}" for flag, number in result.flags().items()]
    lines += ["", *_donor_table(result)]
    return lines


def _donor_table(result: KielImport) -> list[str]:
    """Rows and EUR billion by donor, largest first, and their totals."""
    rows = Counter((row.donor, row.outcome) for row in result.account)
    sums = result.sums()
    donors = sorted({row.donor for row in result.account})
    totals = {donor: sum(sums.get((donor, kind), 0.0) for kind in AidKind) for donor in donors}
    head = f"{'donor':28}{'imported':>9}{'no units':>9}{'aside':>7}" + "".join(f"{kind.value:>14}" for kind in AidKind)
    out = [head + f"{'EUR bn':>10}"]
    for donor in sorted(donors, key=lambda name: (-totals[name], name)):
        counted = [rows[donor, outcome] for outcome in Outcome]
        amounts = [sums.get((donor, kind), 0.0) for kind in AidKind]
        out.append(_line(donor, counted, amounts))
    every = [sum(rows[donor, outcome] for donor in donors) for outcome in Outcome]
    out.append(_line("all", every, [sum(sums.get((donor, kind), 0.0) for donor in donors) for kind in AidKind]))
    return out


def _line(name: str, counted: list[int], amounts: list[float]) -> str:
    cells = f"{name:28.28}{counted[0]:>9,}{counted[1]:>9,}{counted[2]:>7,}"
    return cells + "".join(f"{eur / 1e9:>14.3f}" for eur in amounts) + f"{sum(amounts) / 1e9:>10.3f}"
