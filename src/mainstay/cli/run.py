"""``mainstay plan`` and ``mainstay demo``."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import Annotated

import typer

from mainstay.exchange import load
from mainstay.model import Problem, ScenarioError
from mainstay.planning import Plan, bottlenecks, plan
from mainstay.report import write

from .faults import REFUTED
from .places import appearing, files_of_plan, find_scenario, fit_for_plan
from .planned import as_json, say_bottlenecks, say_plan, say_run, say_verdict, verify
from .screen import AsJson, Screen, counted
from .watching import Watcher


class Language(enum.StrEnum):
    """Of sentences, headings and captions."""

    EN = "en"
    FR = "fr"
    UK = "uk"


PLAN_HELP = """Plan SCENARIO and write the plan into a folder.

SCENARIO is a folder with scenario.toml, a workbook (.xlsx), or the name of a bundled scenario (see `mainstay scenarios`).
It is checked first; if anything keeps it from being planned with, every problem is listed and nothing is written. The plan
comes with a bound that no plan can exceed, and is checked again, from its files, by code that shares nothing with the planner.
Ctrl-C stops with the best plan so far and its gap; a second Ctrl-C aborts and leaves the folder as it was.

\b
Examples:
  mainstay plan tutorial --out out
  mainstay plan needs.xlsx --out out --gap 0.01 --time-limit 60 --bottlenecks

\b
Exit codes: 0 planned, 2 nothing was planned, 3 the check found a fault, 130 aborted.
"""
DEMO_HELP = """Plan the bundled scenario ukraine-support, with everything.

The same as `mainstay plan ukraine-support --bottlenecks`: half a year of support from 48 states, built from the public
record. Says what the plan attains, what would help most, how long it took and how much memory, and ends. Planning takes
seconds to a minute; what would help takes some minutes more, as each addition is solved again (--no-bottlenecks skips it).

\b
Example:
  mainstay demo --out out
"""

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the plan; made if need be.")]
Gap = Annotated[
    float | None,
    typer.Option(
        "--gap",
        metavar="SHARE",
        min=0.0,
        help="Stop when score and bound are this close, relatively; by default at 0.001, "
        "or at 0.005 for a large scenario with whole numbers.",
    ),
]
Limit = Annotated[
    float | None, typer.Option("--time-limit", metavar="SECONDS", min=0.0, help="Stop planning after so many seconds.")
]
Said = Annotated[Language, typer.Option("--language", help="Of sentences, headings and captions.")]
Ask = Annotated[bool, typer.Option("--bottlenecks/--no-bottlenecks", help="Solve again for what would help most.")]


def plan_verb(
    scenario: Annotated[str, typer.Argument(metavar="SCENARIO", help="Folder, workbook or bundled name.", show_default=False)],
    out: Out = Path("out"),
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    bottlenecks: Ask = False,
    as_json: AsJson = False,
) -> None:
    """Plan a scenario."""
    carry_out(scenario, out, gap, time_limit, language, bottlenecks, Screen(as_json), memory=False)


def demo_verb(
    out: Out = Path("out"),
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    bottlenecks: Ask = True,
    as_json: AsJson = False,
) -> None:
    """Plan the largest bundled scenario."""
    carry_out("ukraine-support", out, gap, time_limit, language, bottlenecks, Screen(as_json), memory=True)


def carry_out(
    said: str,
    out: Path,
    gap: float | None,
    time_limit: float | None,
    language: str,
    ask: bool,
    screen: Screen,
    *,
    memory: bool,
) -> None:
    """Check, plan, write, check again, and say what came of it."""
    scenario, problems = load(find_scenario(said))
    if scenario is None:
        raise ScenarioError(problems)
    fit_for_plan(out)
    with appearing(out, swapped=("scenario",), stale=files_of_plan(out)) as partial:
        say_remarks(screen, problems)
        with Watcher(f"planning {scenario.settings.name}", target=gap if gap is not None else 5e-3) as watcher:
            made = plan(scenario, gap=gap, time_limit=time_limit, watch=watcher)
            stopped = watcher.stopped
        if stopped:
            screen.tell(
                "Stopped: this is the best plan so far, with its gap." + (" Bottlenecks were not asked." if ask else "")
            )
        elif ask:
            made = with_bottlenecks(made, screen)
        made.save(partial)
        with Watcher("writing", stoppable=False) as watcher:
            written = write(made, scenario, partial, language=language, watch=watcher)
        files = sorted(file.relative_to(partial).as_posix() for file in written)
    found, consignments, legs = verify(out)
    say_plan(screen, made, scenario, language)
    if made.tables.bottlenecks or (ask and not stopped):
        say_bottlenecks(screen, made.tables.bottlenecks, language)
    say_verdict(screen, found, consignments, legs)
    say_run(screen, made, out, files, language, memory=memory)
    screen.hand_out(as_json(made, scenario, out, files, found, problems, language))
    if found:
        raise typer.Exit(REFUTED)


def with_bottlenecks(made: Plan, screen: Screen) -> Plan:
    """Plan with the additions that would help most; after Ctrl-C, of those tried so far."""
    with Watcher("bottlenecks") as watcher:
        rows = bottlenecks(made, watch=watcher)
        if watcher.stopped:
            screen.tell("Stopped: bottlenecks of the additions tried so far.")
    return made.with_bottlenecks(rows)


def say_remarks(screen: Screen, problems: list[Problem]) -> None:
    """List what cannot be used."""
    if problems:
        screen.tell(f"{counted(len(problems), 'row')} cannot be used, planned without:")
        for problem in problems:
            screen.tell(f"  {problem}")
        screen.tell("")
