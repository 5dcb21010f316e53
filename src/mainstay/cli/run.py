"""``mainstay plan`` and ``mainstay demo``."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from mainstay.exchange import load
from mainstay.model import Problem, Scenario, ScenarioError
from mainstay.planning import Plan, bottlenecks, pick_up, plan
from mainstay.planning.outcome import Outcome
from mainstay.report import write

from .faults import REFUTED, fault
from .keeping import kept_safe
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

While it plans, the best plan so far is on disk, in DIR/unfinished: whatever ends the run, --resume DIR goes on from there, and
writes the plan into DIR. With --time-limit 0 it writes the best one as it is. A plan that is finished leaves nothing there.

\b
Examples:
  mainstay plan tutorial --out out
  mainstay plan needs.xlsx --out out --gap 0.01 --time-limit 60 --bottlenecks
  mainstay plan --resume out

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
    scenario: Annotated[
        str, typer.Argument(metavar="[SCENARIO]", help="Folder, workbook or bundled name.", show_default=False)
    ] = "",
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder for the plan; made if need be.  [default: out]")
    ] = None,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="DIR", help="Go on from the best plan of a run that did not end.")
    ] = None,
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    bottlenecks: Ask = False,
    as_json: AsJson = False,
) -> None:
    """Plan a scenario."""
    how = How(gap, time_limit, language, bottlenecks)
    if resume is None:
        if not scenario:
            raise typer.BadParameter("missing: name a scenario, or an unfinished plan with --resume", param_hint="SCENARIO")
        carry_out(scenario, out or Path("out"), how, Screen(as_json), memory=False)
        return
    if scenario or out is not None:
        raise fault("--resume", "goes on with the scenario in its folder, and writes there. Leave SCENARIO and --out away.")
    asked, start = pick_up(resume)
    make(asked, [], resume, how, Screen(as_json), memory=False, start=start, going_on=True)


def demo_verb(
    out: Out = Path("out"),
    gap: Gap = None,
    time_limit: Limit = None,
    language: Said = Language.EN,
    bottlenecks: Ask = True,
    as_json: AsJson = False,
) -> None:
    """Plan the largest bundled scenario."""
    carry_out("ukraine-support", out, How(gap, time_limit, language, bottlenecks), Screen(as_json), memory=True)


@dataclass(frozen=True)
class How:
    """What was said of how to plan."""

    gap: float | None
    time_limit: float | None
    language: str
    ask: bool


def carry_out(said: str, out: Path, how: How, screen: Screen, *, memory: bool) -> None:
    """Check a scenario, and make its plan."""
    scenario, problems = load(find_scenario(said))
    if scenario is None:
        raise ScenarioError(problems)
    fit_for_plan(out)
    make(scenario, problems, out, how, screen, memory=memory)


def make(
    scenario: Scenario,
    problems: list[Problem],
    out: Path,
    how: How,
    screen: Screen,
    *,
    memory: bool,
    start: Outcome | None = None,
    going_on: bool = False,
) -> None:
    """Plan, write, check again, and say what came of it."""
    ask, language = how.ask, how.language
    with (
        kept_safe(out, scenario, screen, going_on=going_on) as best,
        appearing(out, swapped=("scenario",), stale=files_of_plan(out), within=best.folder) as partial,
    ):
        say_remarks(screen, problems)
        with Watcher(f"planning {scenario.settings.name}", target=how.gap if how.gap is not None else 5e-3) as watcher:
            made = plan(scenario, gap=how.gap, time_limit=how.time_limit, watch=watcher, keeper=best, start=start)
            stopped = watcher.stopped
        best.flush()
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
    if memory and scenario.contingencies:
        case = scenario.contingencies[0].contingency
        screen.say(f"What is lost if it goes otherwise: mainstay stress {out} --case '{case}'", faint=True)
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
