"""``mainstay replan``: a plan made anew from what has really moved."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.contingency import Replanned, read_actual, replan
from mainstay.model import Change, ChangeKind
from mainstay.planning import resume as pick_up
from mainstay.report import Words, write, write_replan
from mainstay.report.text import rounded_up

from .cases import day_of
from .faults import REFUTED, fault
from .places import appearing, files_of_plan, find_plan, fit_for_plan
from .planned import say_verdict, verify
from .questions import Folder, quantity
from .run import Gap, Language, Limit, Said
from .screen import AsJson, Screen, counted, plain, problems_as_rows
from .watching import Watcher

REPLAN_HELP = """Plan on from PLAN: what moved is a fact, what leaves soon stays, other changes cost what the scenario says.

--actual names a folder with the tables that have changed since, any of them, and movements.csv with what really moved; without
it everything before the day moved as planned. The new plan goes into DIR with a list of what changes, for whom, why, and who
must be told, and is checked again, from its files, by code that shares nothing with the planner.

\b
Examples:
  mainstay replan out --actual reports --from 2030-04-05
  mainstay replan out --from 2030-04-05 --out replanned

\b
Exit codes: 0 planned, 2 nothing was planned, 3 the check found a fault, 130 aborted.
"""

CHANGES = "changes"
"""Folder within that of the new plan for what changes."""
LISTED = 20
"""Most rows of a table on the screen; all of them are in the files and in the JSON."""


def replan_verb(
    folder: Folder,
    since: Annotated[str, typer.Option("--from", metavar="DATE", help="First day that is planned anew.", show_default=False)],
    actual: Annotated[
        Path | None, typer.Option("--actual", metavar="DIR", help="Folder with tables that have changed, and movements.csv.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the new plan; made if need be.")] = Path(
        "replanned"
    ),
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Plan anew from a day on."""
    screen = Screen(as_json)
    before = pick_up(find_plan(folder))
    day = day_of("--from", since, before.scenario)
    if out.absolute() == folder.absolute():
        raise fault("--out", f"{out} holds the plan that is planned anew. Name another folder.")
    fit_for_plan(out)
    told = None if actual is None else read_actual(actual, before)
    with appearing(out, swapped=("scenario",), stale=files_of_plan(out)) as partial:
        with Watcher(f"planning {folder} anew", target=gap if gap is not None else 5e-3) as watcher:
            found = replan(before, told, day, gap=gap, time_limit=time_limit, watch=watcher)
            if watcher.stopped:
                screen.tell("Stopped: this is the best plan so far, with its gap.")
        found.plan.save(partial)
        with Watcher("writing", stoppable=False) as watcher:
            written = write(found.plan, found.plan.scenario, partial, language=language, watch=watcher)
            written += write_replan(partial / CHANGES, found, language=language, day=day)
        files = sorted(file.relative_to(partial).as_posix() for file in written)
    findings, consignments, legs = verify(out)
    fresh = [problem for problem in findings if problem not in found.findings]
    say_replanned(screen, found, Words(language))
    if findings and not fresh:
        screen.paragraph(f"Independent check of the written files: {counted(len(findings), 'finding')}, all by what has moved:")
        for problem in findings:
            screen.say(f"  {problem}")
    else:
        say_verdict(screen, fresh, consignments, legs)
    screen.say(f"Written to {out}: the new plan, and {CHANGES}/ with what changes.")
    screen.hand_out(replanned_as_json(found) | {"findings": problems_as_rows(findings), "folder": str(out), "files": files})
    if fresh:
        raise typer.Exit(REFUTED)


def say_replanned(screen: Screen, found: Replanned, words: Words) -> None:
    """Say what the new plan attains, what changes, and who must be told."""
    n, made = words.number, found.plan
    kept = f" Changing less gave up {n(found.stability_cost, 2)} of them." if found.stability_cost >= 0.005 else ""
    screen.paragraph(
        f"Planned anew from {words.day(found.day, year=True)} on: {n(made.score, 2)} of 100 points, where the plan had "
        f"{n(found.before, 2)}; with what has moved and is committed no plan attains more than "
        f"{n(rounded_up(made.bound, 2), 2)}.{kept}"
    )
    kinds = Counter(row.kind for row in found.changes)
    said = ", ".join(f"{kinds[kind]} {kind.value}" for kind in ChangeKind if kinds[kind])
    screen.say(f"Consignments: {said or 'none'}.")
    screen.say()
    say_changes(screen, [row for row in found.changes if row.kind not in (ChangeKind.KEPT, ChangeKind.MOVED)], words)
    say_tell(screen, found.tell)


def say_changes(screen: Screen, rows: Sequence[Change], words: Words) -> None:
    """List what changes."""
    if not rows:
        screen.say("Nothing changes.")
        return
    screen.say("What changes:")
    screen.table(
        ("", "consignment", "offer", "who", "for", "quantity", "arrives", "why"),
        [
            (
                row.kind.value,
                row.consignment or row.was,
                row.offer,
                row.party,
                row.requirement,
                _from_to(*(quantity(words, x) if x else "" for x in (row.quantity_before, row.quantity_after))),
                _from_to(*(words.day(x) if x else "" for x in (row.arrives_before, row.arrives_after))),
                row.why,
            )
            for row in rows[:LISTED]
        ],
        left=(0, 1, 2, 3, 4, 7),
    )
    if len(rows) > LISTED:
        screen.say(f"... and {len(rows) - LISTED} more; all of them in the files and with --json.", faint=True)
    screen.say()


def say_tell(screen: Screen, tell: Mapping[str, Sequence[Change]]) -> None:
    """Say who must be told of how much."""
    if tell:
        who = ", ".join(f"{party} of {counted(len(rows), 'change')}" for party, rows in sorted(tell.items()))
        screen.paragraph(f"To be told: {who}.")
        screen.say()


def _from_to(before: str, after: str) -> str:
    """Write a value before and after, once if they are the same."""
    return before or after if before == after or not (before and after) else f"{before} \N{RIGHTWARDS ARROW} {after}"


def replanned_as_json(found: Replanned) -> dict[str, Any]:
    """Everything that is said of a new plan, as one object."""
    return {**found.summary(), "changes": [plain(row) for row in found.changes]}
