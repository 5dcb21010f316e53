"""``mainstay stress``: what is lost, when, and what replaces it, if something stops."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.contingency import Stress, stress
from mainstay.model import CaseHit, CaseLoss, Dependence, Guard, Scenario, Substitute
from mainstay.planning import resume as pick_up
from mainstay.report import Words, write_stress

from .campaigning import Dask, Resume, Workers, campaign, fit_for_results, say_written
from .cases import Typed, asked_cases
from .places import appearing, files_of_plan, find_plan
from .questions import Folder
from .run import Gap, Language, Said
from .screen import AsJson, Screen, counted, plain
from .watching import Watcher

STRESS_HELP = """Say what of PLAN is lost, when, and what replaces it, if something stops: before and after planning again.

Without a case it takes every contributor, node, link, corridor, fund and training site away alone, and every case of
contingencies.csv; it brackets what each loses, and plans those again that may lose most, so that their loss is certified.
--case asks for cases by name: of contingencies.csv, or as in "party USA" and "link X". --leaves and --closes, with --on and
--until, make up a case. A case on a later day is not foreseen: what the plan did before is a fact.

What is done is on disk: whatever ends a run, the same command with --resume goes on from there.

\b
Examples:
  mainstay stress out
  mainstay stress out --leaves USA --on 2026-03-01 --out without-usa
  mainstay stress out --closes BRIDGE --on 2030-04-05 --until 2030-04-08
  mainstay stress out --pairs --workers 2 --budget 5000000

\b
Exit codes: 0 done, 2 nothing was asked, 130 stopped before it was done.
"""

LISTED = 20
"""Most rows of a table on the screen; all of them are in the files and in the JSON."""


def stress_verb(
    folder: Folder,
    case: Annotated[list[str] | None, typer.Option("--case", metavar="NAME", help="A case by name; may be repeated.")] = None,
    leaves: Annotated[
        list[str] | None, typer.Option("--leaves", metavar="PARTY", help="A contributor that leaves; may be repeated.")
    ] = None,
    closes: Annotated[
        list[str] | None,
        typer.Option("--closes", metavar="CODE", help="A node, link or corridor that closes; may be repeated."),
    ] = None,
    on: Annotated[str, typer.Option("--on", metavar="DATE", help="Day of it; by default from the outset.")] = "",
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Last day of a closure; by default for good.")] = "",
    pairs: Annotated[bool, typer.Option("--pairs", help="Take pairs of those that lose most, too.")] = False,
    level: Annotated[
        float, typer.Option("--level", metavar="PERCENT", min=0.0, max=100.0, help="Level below which a capability depends.")
    ] = 80.0,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="EUR", min=0.0, help="Money for guards against the worst case.")
    ] = None,
    gap: Gap = None,
    workers: Workers = 1,
    dask: Dask = "",
    resume: Resume = False,
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the results; made if need be.")] = Path(
        "stress"
    ),
    language: Said = Language.EN,
    as_json: AsJson = False,
) -> None:
    """Stress a plan."""
    screen = Screen(as_json)
    plan = pick_up(find_plan(folder))
    asked = asked_cases(plan.scenario, Typed(case or (), leaves or (), closes or (), on, until))
    fit_for_results(out, "cases.csv")
    with campaign(out, screen, workers=workers, dask=dask, resume=resume) as team:
        with Watcher(f"stressing {folder}", kept=True) as watcher:
            found = stress(
                plan,
                cases=asked or None,
                pairs=pairs,
                level=level,
                budget_eur=budget,
                gap=gap,
                watch=watcher,
                executor=team.executor,
                journal=team.journal,
            )
        with appearing(out, stale=files_of_plan(out)) as partial:
            written = write_stress(partial, found, language=language)
            files = sorted(file.relative_to(partial).as_posix() for file in written)
    say_stress(screen, found, Words(language))
    say_written(screen, out, files)
    screen.hand_out(stress_as_json(found) | {"folder": str(out), "files": files})


def say_stress(screen: Screen, found: Stress, words: Words) -> None:
    """Say what the cases lose, and what may be done about it."""
    rows = sorted(found.cases, key=lambda row: (-row.loss, -row.loss_before, row.case))
    if len(rows) == 1:
        say_case(screen, rows[0], found, words)
    else:
        say_cases(screen, rows, words)
    say_substitutes(screen, found.substitutes, words, several=len(rows) > 1)
    say_dependence(screen, found.dependence)
    say_guards(screen, found.guards, words)


def say_case(screen: Screen, row: CaseLoss, found: Stress, words: Words) -> None:
    """Say what one case loses, and which needs it hits."""
    n = words.number
    screen.paragraph(
        f"{row.what or row.case}, known on {words.day(row.day, year=True)}: {n(row.loss_before, 2)} points of 100 are lost if "
        f"nothing is planned again ({n(row.loss_before_percent, 1)} % of the plan). Planning again saves {n(row.saved, 2)}: "
        f"{n(row.loss, 2)} stay lost ({n(row.loss_percent, 1)} %), {_certain(row, words)}."
    )
    hit = f"{counted(row.requirements_hit, 'need')} and {counted(row.packages_hit, 'package')} are hit"
    if not row.packages_hit:
        hit = f"{counted(row.requirements_hit, 'need')} {'is' if row.requirements_hit == 1 else 'are'} hit"
    lost = f", {counted(row.packages_lost, 'package')} for good" if row.packages_hit else ""
    level = "95 % of what the plan has attained by the same day"
    if row.recovers is None:
        back = f"what is attained is not back at {level} before the plan ends"
    elif row.recovery_days == 0:
        back = f"what is attained stays at {level} or more"
    else:
        after = counted(row.recovery_days or 0, "day")
        back = f"what is attained is back at {level} from {words.day(row.recovers, year=True)}, after {after}"
    screen.paragraph(f"{hit}{lost}; {back}.")
    screen.say()
    say_hits(screen, [hit for hit in found.hits if hit.case == row.case], found.scenario, words)


def say_hits(screen: Screen, rows: Sequence[CaseHit], scenario: Scenario, words: Words) -> None:
    """List the needs that a case hits, those first that lose most points for good."""
    if not rows:
        return
    known = scenario.by_key("stocks") | scenario.by_key("requirements")

    def lost(row: CaseHit) -> tuple[float, float, str]:
        points = scenario.points(known[row.requirement])
        return (
            points * (row.after_percent - row.base_percent),
            points * (row.before_percent - row.base_percent),
            row.requirement,
        )

    rows = sorted(rows, key=lost)
    some = any(row.packages_base for row in rows[:LISTED])
    screen.say(f"Needs hit, per cent of their points{' and packages in service' if some else ''}:")
    screen.table(
        ("need", "what", "plan", "before\nplanning\nagain", "after", *(("packages", "before", "after") if some else ())),
        [
            (
                row.requirement,
                known[row.requirement].item or known[row.requirement].package,
                *(words.number(x, 1) for x in (row.base_percent, row.before_percent, row.after_percent)),
                *(_packages(row) if some else ()),
            )
            for row in rows[:LISTED]
        ],
        left=(0, 1),
    )
    _say_more(screen, len(rows))
    screen.say()


def _packages(row: CaseHit) -> tuple[str, ...]:
    """Packages in service in the plan, before and after planning again; nothing where none are planned."""
    return tuple(str(x) if row.packages_base else "" for x in (row.packages_base, row.packages_before, row.packages_after))


def say_cases(screen: Screen, rows: Sequence[CaseLoss], words: Words) -> None:
    """List cases, those first that lose most."""
    solved = sum(row.solved for row in rows)
    certain = f"{solved} planned again and certified, the others bracketed" if solved < len(rows) else "all planned again"
    screen.say(f"{counted(len(rows), 'case')}, {certain}; those that lose most:")
    screen.table(
        (
            "case",
            "what",
            "day",
            "before\nplanning\nagain",
            "after",
            "after,\n%",
            "certified\nbetween",
            "needs\nhit",
            "packages\nlost",
            "back",
        ),
        [
            (
                row.case,
                row.what,
                words.day(row.day),
                words.number(row.loss_before, 2),
                ("" if row.solved else "\N{ALMOST EQUAL TO}") + words.number(row.loss, 2),
                words.number(row.loss_percent, 1),
                _between(row, words),
                str(row.requirements_hit),
                str(row.packages_lost),
                words.day(row.recovers) if row.recovers else "not",
            )
            for row in rows[:LISTED]
        ],
        left=(0, 1),
    )
    _say_more(screen, len(rows))
    screen.say("Loss in points of 100 asked; \N{ALMOST EQUAL TO} estimated within its bracket.", faint=True)
    screen.say()


def say_substitutes(screen: Screen, rows: Sequence[Substitute], words: Words, *, several: bool) -> None:
    """List what replaces most of what cases take."""
    if not rows:
        return
    what = "what those that lose most take" if several else "it"
    screen.say(f"What replaces most of {what}, each by planning again without it:")
    screen.table(
        (*(("case",) if several else ()), "", "kind", "code", "name", "replaces", "certified\nbetween", "what"),
        [
            (
                *((row.case,) if several else ()),
                str(row.rank),
                row.kind.value,
                row.code,
                row.name,
                words.number(row.replaces, 3),
                f"{words.number(row.low, 3)} and {words.number(row.high, 3)}",
                row.what,
            )
            for row in rows[:LISTED]
        ],
        left=(0, 2, 3, 4, 7) if several else (1, 2, 3, 6),
    )
    _say_more(screen, len(rows))
    screen.say()


def say_dependence(screen: Screen, rows: Sequence[Dependence]) -> None:
    """Say which capabilities depend on whom."""
    depends: dict[str, list[str]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row.capability, row.level_without, row.contributor)):
        if row.below:
            depends[row.capability].append(f"{row.contributor} ({row.level_without:.0f} %)")
    if not depends:
        return
    screen.say("Capabilities that fall below the level without one contributor (what is left of them):")
    screen.table(("capability", "without"), [(code, ", ".join(who)) for code, who in depends.items()], left=(0, 1))
    screen.say()


def say_guards(screen: Screen, rows: Sequence[Guard], words: Words) -> None:
    """List what would cut the worst case, arranged beforehand."""
    if not rows:
        return
    screen.say("What arranged beforehand would cut the worst case most:")
    screen.table(
        ("", "chosen", "what", "cost, EUR", "cuts", "worst case\nwithout", "with"),
        [
            (
                str(row.rank),
                "yes" if row.chosen else "",
                row.what,
                words.number(row.cost_eur),
                *(words.number(x, 3) for x in (row.loss_cut, row.worst_before, row.worst_after)),
            )
            for row in rows[:LISTED]
        ],
        left=(1, 2),
    )
    _say_more(screen, len(rows))
    if any(row.chosen for row in rows):
        screen.say("Worst case with those chosen: with all of them.", faint=True)
    screen.say()


def _certain(row: CaseLoss, words: Words) -> str:
    """Say between which figures the loss lies, and how sure that is."""
    low, high = (words.number(x, 2) for x in (row.loss_low, row.loss_high))
    return f"certified between {low} and {high}" if row.solved else f"an estimate: somewhere between {low} and {high}"


def _between(row: CaseLoss, words: Words) -> str:
    return f"{words.number(row.loss_low, 2)} and {words.number(row.loss_high, 2)}"


def _say_more(screen: Screen, number: int) -> None:
    """Say how many rows are not listed."""
    if number > LISTED:
        screen.say(f"... and {number - LISTED} more; all of them in the files and with --json.", faint=True)


def stress_as_json(found: Stress) -> dict[str, Any]:
    """Everything that is said of cases, as one object."""
    return {
        **found.summary(),
        "cases": [plain(row) for row in found.cases],
        "hits": [plain(row) for row in found.hits],
        "substitutes": [plain(row) for row in found.substitutes],
        "dependence": [plain(row) for row in found.dependence],
        "guards": [plain(row) for row in found.guards],
    }
