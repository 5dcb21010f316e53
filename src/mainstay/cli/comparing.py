"""``mainstay compare``: two plans side by side."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.contingency import Comparison, compare
from mainstay.exchange import load
from mainstay.model import Difference, ScenarioError
from mainstay.planning import Plan, plan, resume
from mainstay.planning.unfinished import is_unfinished
from mainstay.report import Words, write_comparison
from mainstay.report.text import rounded_up

from .campaigning import fit_for_results, say_written
from .places import appearing, files_of_plan, find_plan, find_scenario
from .run import Gap, Language, Limit, Said, say_remarks
from .screen import AsJson, Screen, counted, plain
from .watching import Watcher

COMPARE_HELP = """Set two plans side by side, need by need: what each attains, when, from whom, and why they differ.

A and B are each a folder that `mainstay plan` wrote, or a scenario (folder, workbook or bundled name), which is planned first.
Needs are matched by their codes; a need's points are of 100 asked in its own scenario, so the differences add up to the
difference of what the plans attain before transport. Says too which totals differ and who gives more or less.

\b
Examples:
  mainstay compare out out-without-the-bridge
  mainstay compare tutorial my-scenario --out compared
"""

FIGURES = (
    ("score", "score, of 100", 2),
    ("bound", "bound, of 100", 2),
    ("met_on_time", "requirements met whole and on time", 0),
    ("packages_in_service", "packages in service", 0),
    ("people_trained", "people trained", 0),
    ("consignments", "consignments", 0),
    ("tonnes", "tonnes moved", 0),
    ("transport_eur", "transport, EUR", 0),
    ("purchase_eur", "purchases, EUR", 0),
)
"""Totals that the screen shows: name in the summary, words, decimals."""
LISTED = 20
"""Most rows of a table on the screen; all of them are in the files and in the JSON."""


def compare_verb(
    a: Annotated[str, typer.Argument(metavar="A", help="Plan folder or scenario.", show_default=False)],
    b: Annotated[str, typer.Argument(metavar="B", help="Plan folder or scenario.", show_default=False)],
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for a page, a workbook, a chart and tables of it.")
    ] = None,
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Compare two plans."""
    screen = Screen(as_json)
    if out is not None:
        fit_for_results(out, "differences.csv")
    first, second = (side(said, screen, gap, time_limit) for said in (a, b))
    found = compare(first, second, names=(a, b))
    say_comparison(screen, found, Words(language))
    answer = comparison_as_json(found)
    if out is not None:
        with appearing(out, stale=files_of_plan(out)) as partial:
            written = write_comparison(partial, found, language=language)
            files = sorted(file.relative_to(partial).as_posix() for file in written)
        say_written(screen, out, files)
        answer |= {"folder": str(out), "files": files}
    screen.hand_out(answer)


def side(said: str, screen: Screen, gap: float | None, time_limit: float | None) -> Plan:
    """
    Pick up a plan folder, or plan a scenario.

    Raises
    ------
    ScenarioError
        If it is neither, or cannot be planned.
    """
    path = Path(said)
    if path.is_dir() and not (path / "scenario.toml").is_file() and (is_unfinished(path) or (path / "summary.json").is_file()):
        return resume(find_plan(path))
    scenario, problems = load(find_scenario(said))
    if scenario is None:
        raise ScenarioError(problems)
    say_remarks(screen, problems)
    with Watcher(f"planning {said}", target=gap if gap is not None else 5e-3) as watcher:
        made = plan(scenario, gap=gap, time_limit=time_limit, watch=watcher)
        if watcher.stopped:
            screen.tell(f"Stopped: {said} is compared by the best plan so far, with its gap.")
    return made


def say_comparison(screen: Screen, found: Comparison, words: Words) -> None:
    """Say which plan attains more, and where."""
    name_a, name_b = found.names
    screen.say(f"A: {name_a}, {_attains(found.a, words)}.")
    screen.say(f"B: {name_b}, {_attains(found.b, words)}.")
    screen.say()
    differing = [row for row in found.differences if row.difference_points or row.why]
    if not differing:
        screen.say("The two attain the same of every need.")
    else:
        more = sum(row.difference_points > 0 for row in differing)
        less = sum(row.difference_points < 0 for row in differing)
        screen.paragraph(
            f"Of {counted(len(found.differences), 'need')} B attains more of {more}, less of {less} and as much of the others."
        )
        screen.say()
        _say_needs(screen, differing, words)
    say_totals(screen, found, words)
    giving = [row for row in found.giving if abs(row.more_t) >= 0.05]
    if giving:
        screen.say("Who gives more or less:")
        screen.table(
            ("party", "A, t", "B, t", "B more, t"),
            [(row.party, *(words.number(x, 1) for x in (row.a_t, row.b_t, row.more_t))) for row in giving[:LISTED]],
        )
        _say_more(screen, len(giving))
        screen.say()


def _say_needs(screen: Screen, rows: Sequence[Difference], words: Words) -> None:
    screen.table(
        ("need", "what", "A, %", "B, %", "B more,\npoints", "A\narrives", "B\narrives", "A from", "B from", "why"),
        [
            (
                row.requirement,
                row.what,
                words.number(row.a_percent, 1),
                words.number(row.b_percent, 1),
                words.number(row.difference_points, 3),
                _day(words, row.a_arrives),
                _day(words, row.b_arrives),
                ", ".join(row.a_from),
                ", ".join(row.b_from),
                row.why,
            )
            for row in rows[:LISTED]
        ],
        left=(0, 1, 7, 8, 9),
    )
    _say_more(screen, len(rows))
    screen.say("Points of 100 asked, before transport.", faint=True)
    screen.say()


def say_totals(screen: Screen, found: Comparison, words: Words) -> None:
    """Set the totals of both plans side by side."""
    rows = []
    for name, said, decimals in FIGURES:
        if name in found.totals:
            one, other = found.totals[name]
            more = None if one is None or other is None else other - one
            rows.append((said, *("" if x is None else words.number(x, decimals) for x in (one, other, more))))
    screen.table(("", "A", "B", "B more"), rows)
    screen.say()


def _say_more(screen: Screen, number: int) -> None:
    """Say how many rows are not listed."""
    if number > LISTED:
        screen.say(f"... and {number - LISTED} more; all of them with --json or --out.", faint=True)


def _attains(made: Plan, words: Words) -> str:
    said = f"{words.number(made.score, 2)} of 100 points"
    if made.bound - made.score < 5e-5:
        return f"{said}, no plan can attain more"
    return f"{said}, no plan more than {words.number(rounded_up(made.bound, 2), 2)}"


def _day(words: Words, day: dt.date | None) -> str:
    return words.day(day) if day else "never"


def comparison_as_json(found: Comparison) -> dict[str, Any]:
    """Everything that is said of two plans, as one object."""
    return {
        **found.summary(),
        "totals": {name: {"a": one, "b": other} for name, (one, other) in found.totals.items()},
        **{name: [plain(row) for row in rows] for name, rows in found.tables().items()},
    }
