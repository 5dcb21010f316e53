"""``mainstay simulate``: how likely a plan is to hold."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.contingency import Simulation, simulate
from mainstay.contingency.needs import Need, needs
from mainstay.model import FanDay, Planned, RequirementChance, ServiceChance
from mainstay.planning import resume as pick_up
from mainstay.report import Words, write_simulation

from .campaigning import Dask, Resume, Workers, campaign, fit_for_results, say_written
from .places import appearing, files_of_plan, find_plan
from .questions import Folder
from .run import Language, Said
from .screen import AsJson, Screen, counted, plain
from .watching import Watcher

SIMULATE_HELP = """Carry PLAN out many times at random, and say how likely each requirement is to be met in time.

Pledges fail or come late, links close and courses are cancelled by the rows of chances.csv; what no row matches is certain.
Each execution is made twice with the same chance: as planned, and reviewed, when every so many days what failed or is late is
replaced by a rule of thumb. The same seed gives the same result, however the work is spread.

What is done is on disk: whatever ends a run, the same command with --resume goes on from there.

\b
Examples:
  mainstay simulate out
  mainstay simulate out --executions 5000 --review-days 14 --workers 2

\b
Exit codes: 0 done, 2 nothing was simulated, 130 stopped before it was done.
"""

SEEN = 5e-3
"""Points of 100 below which what chance takes would read as 0.00."""
LISTED = 20
"""Most rows of a table on the screen; all of them are in the files and in the JSON."""


def simulate_verb(
    folder: Folder,
    executions: Annotated[int, typer.Option("--executions", metavar="N", min=1, help="How many times.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", metavar="N", min=0, help="Of the chances drawn.")] = 0,
    review_days: Annotated[
        int, typer.Option("--review-days", metavar="DAYS", min=0, help="Days between two reviews; 0: no reviews.")
    ] = 30,
    workers: Workers = 1,
    dask: Dask = "",
    resume: Resume = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results; made if need be.")] = Path(
        "simulation"
    ),
    language: Said = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Simulate a plan."""
    screen = Screen(as_json)
    plan = pick_up(find_plan(folder))
    fit_for_results(out, "fans.csv")
    if not plan.scenario.chances:
        screen.tell("The scenario has no chances (chances.csv): nothing fails, and every execution is the plan.")
    with campaign(out, screen, workers=workers, dask=dask, resume=resume) as team:
        with Watcher(f"simulating {folder}", kept=True) as watcher:
            found = simulate(
                plan,
                executions=executions,
                seed=seed,
                review_days=review_days or None,
                watch=watcher,
                executor=team.executor,
                journal=team.journal,
            )
        with appearing(out, stale=files_of_plan(out)) as partial:
            written = write_simulation(partial, found, language=language, plan=plan)
            files = sorted(file.relative_to(partial).as_posix() for file in written)
    say_simulation(screen, found, list(needs(plan, plan.scenario).values()), Words(language))
    say_written(screen, out, files)
    screen.hand_out(simulation_as_json(found) | {"folder": str(out), "files": files})


def say_simulation(screen: Screen, found: Simulation, known: Sequence[Need], words: Words) -> None:
    """Say how the score spreads, and which requirements and packages are least sure."""
    n = words.number
    screen.say(
        f"{counted(found.executions, 'execution')}, seed {found.seed}; if all goes as planned the score is {n(found.score, 2)}."
    )
    for kind, mean, error in zip(Planned, found.expected, found.error, strict=False):
        sure = f" \N{PLUS-MINUS SIGN} {n(error, 2)} (standard error)" if math.isfinite(error) else ""
        screen.say(f"Expected score {kind.value}: {n(mean, 2)}{sure}.")
    screen.say()
    screen.say("Score at the end, at most so much in 5, 25, ... of 100 executions:")
    screen.table(
        ("", "5", "25", "50", "75", "95", "mean"),
        [
            (row.planned.value, *(n(x, 2) for x in (row.p05, row.p25, row.p50, row.p75, row.p95, row.mean)))
            for row in _ends(found.fans)
            if row.what == "score"
        ],
    )
    screen.say()
    say_requirements(screen, found.requirements, known, words)
    say_services(screen, found.services, words)


def say_requirements(screen: Screen, rows: Sequence[RequirementChance], known: Sequence[Need], words: Words) -> None:
    """List requirements and stocks, those first of which chance takes most points."""
    chances: dict[str, dict[Planned, RequirementChance]] = {}
    for row in rows:
        chances.setdefault(row.requirement, {})[row.planned] = row
    kinds = [kind for kind in Planned if any(kind in pair for pair in chances.values())]
    lost = [(need, _lost(need, chances.get(need.code, {}))) for need in known]
    unsure = sorted((pair for pair in lost if pair[1] >= SEEN), key=lambda pair: (-pair[1], pair[0].code))
    if not unsure:
        screen.say("Chance takes nothing from any requirement.")
        screen.say()
        return
    screen.say(
        "Where chance takes most: per cent of points planned and expected, and of executions in which it is met in full:"
    )
    heads = [f"{kind.value},\n{what}" for kind in kinds for what in ("expected", "in time", "in full")]
    screen.table(
        ("requirement", "planned", *heads, "takes,\npoints"),
        [
            (
                need.code,
                words.number(need.percent, 1),
                *(cell for kind in kinds for cell in _chances(chances[need.code].get(kind), words)),
                words.number(points, 2),
            )
            for need, points in unsure[:LISTED]
        ],
    )
    _say_more(screen, len(unsure))
    screen.say("Points of 100 asked, as planned less expected if nothing is reviewed.", faint=True)
    screen.say()


def _lost(need: Need, chances: Mapping[Planned, RequirementChance]) -> float:
    """Points of 100 that chance takes of a need, if nothing is reviewed."""
    row = chances.get(Planned.AS_PLANNED)
    return 0.0 if row is None else need.asked * (need.percent - row.expected_percent) / 100.0


def _chances(row: RequirementChance | None, words: Words) -> tuple[str, str, str]:
    if row is None:
        return "", "", ""
    return words.number(row.expected_percent, 1), words.number(100 * row.in_time, 1), words.number(100 * row.in_full, 1)


def say_services(screen: Screen, rows: Sequence[ServiceChance], words: Words) -> None:
    """List packages by when they come into service, the least likely first."""
    if not rows:
        return
    rows = sorted(rows, key=lambda row: (row.probability, row.requirement, row.number, row.planned))
    screen.say("Packages in service, day by which in so many of 100 executions; the least likely first:")
    screen.table(
        ("requirement", "package", "number", "", "planned", "10", "50", "90", "ever,\n%"),
        [
            (
                row.requirement,
                row.package,
                str(row.number),
                row.planned.value,
                *(_day(words, day) for day in (row.planned_day, row.p10, row.p50, row.p90)),
                words.number(100 * row.probability, 1),
            )
            for row in rows[:LISTED]
        ],
        left=(0, 1, 3),
    )
    _say_more(screen, len(rows))
    screen.say()


def _ends(rows: Iterable[FanDay]) -> list[FanDay]:
    """Last day of each fan."""
    last: dict[tuple[str, Planned], FanDay] = {}
    for row in rows:
        key = row.what, row.planned
        if key not in last or row.day > last[key].day:
            last[key] = row
    return list(last.values())


def _day(words: Words, day: dt.date | None) -> str:
    return words.day(day) if day else ""


def _say_more(screen: Screen, number: int) -> None:
    """Say how many rows are not listed."""
    if number > LISTED:
        screen.say(f"... and {number - LISTED} more; all of them in the files and with --json.", faint=True)


def simulation_as_json(found: Simulation) -> dict[str, Any]:
    """Everything that is said of executions, as one object."""
    return {
        **plain(found.summary()),
        "fans": [plain(row) for row in found.fans],
        "requirements": [plain(row) for row in found.requirements],
        "services": [plain(row) for row in found.services],
    }
