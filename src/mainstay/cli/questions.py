"""``mainstay explain`` and ``mainstay verify``: what a plan folder answers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from mainstay.exchange import nearest
from mainstay.model import Serves, Stock
from mainstay.planning import Explanation, Plan, explain, resume
from mainstay.planning.explain import Help
from mainstay.report import Words

from .faults import REFUTED, fault
from .places import find_plan, find_scenario
from .planned import LEAST_GAIN, say_bottlenecks, say_verdict, verify
from .run import with_bottlenecks
from .screen import AsJson, Screen, counted, plain, problems_as_rows
from .watching import Watcher

EXPLAIN_HELP = """Say why REQUIREMENT is not met whole and on time, and what would help.

PLAN is a folder that `mainstay plan` wrote. REQUIREMENT is the code of a requirement, of goods or of packages, or of a stock.
Says the reason, what becomes of each offer that could serve it, the way that the first unused one would take and what is full
there, and, by solving again, what each addition would bring: to the whole score and to the requirement; for packages, how many
days sooner they are in service. Without REQUIREMENT it lists those that are not met; with --bottlenecks, what would help the
plan most.

\b
Examples:
  mainstay explain out REQ-2
  mainstay explain out --bottlenecks
"""
VERIFY_HELP = """Check a plan folder against its scenario, with code that shares nothing with the planner.

Recomputes supply, demand, caveats, dates, routes, capacities, money and the score from the written tables alone, against the
scenario in the folder or the one given with --scenario.

\b
Examples:
  mainstay verify out
  mainstay verify out --scenario my-scenario

\b
Exit codes: 0 every rule is kept, 2 it could not be read, 3 findings.
"""

Folder = Annotated[Path, typer.Argument(metavar="PLAN", help="Folder that `mainstay plan` wrote.", show_default=False)]


def explain_verb(
    folder: Folder,
    requirement: Annotated[
        str, typer.Argument(metavar="[REQUIREMENT]", help="Code of a requirement or stock.", show_default=False)
    ] = "",
    bottlenecks: Annotated[bool, typer.Option("--bottlenecks", help="What would help the plan most.")] = False,
    as_json: AsJson = False,
) -> None:
    """Explain a plan."""
    screen = Screen(as_json)
    made = resume(find_plan(folder))
    known = {row.requirement for row in made.scenario.requirements}
    known |= {row.stock for row in made.scenario.stocks if row.per_day > 0}
    if requirement and requirement not in known:
        near = nearest(requirement, known)
        remedy = f"Did you mean '{near}'?" if near else f"`mainstay explain {folder}` lists those that are not met."
        raise fault(folder, f"no requirement '{requirement}'. {remedy}")
    answer: dict[str, Any] = {}
    if requirement:
        with Watcher(f"explaining {requirement}") as watcher:
            found = explain(made, requirement, watch=watcher)
            if watcher.stopped:
                screen.tell("Stopped: what was tried so far.")
        say_explanation(screen, made, found)
        answer |= explanation_as_json(found)
    if bottlenecks:
        if not made.tables.bottlenecks:
            made = with_bottlenecks(made, screen)
        say_bottlenecks(screen, made.tables.bottlenecks)
        answer["bottlenecks"] = list(made.tables.bottlenecks)
    if not requirement and not bottlenecks:
        say_unmet(screen, made, folder)
        answer["unmet"] = [plain(row) for row in made.tables.unmet]
    screen.hand_out(answer)


def say_unmet(screen: Screen, made: Plan, folder: Path) -> None:
    """List the requirements that are not met whole and on time, and the stocks that issue too little."""
    rows = made.tables.unmet
    if not rows:
        screen.say("Every requirement is met whole and on time.")
        return
    words = Words("en")
    stocks = sum(row.serves == Serves.STOCK for row in rows)
    short = f", {counted(stocks, 'stock')} short of what is wanted" if stocks else ""
    met = f"{counted(len(rows) - stocks, 'requirement')} not met whole and on time"
    screen.say(f"{met}{short}, the most points missing first:")
    what = "item or package" if any(row.package for row in rows) else "item"
    screen.table(
        ("requirement", what, "place", "due", "asked", "planned", "on time", "missing", "reason"),
        [
            (
                *(row.requirement, row.item or row.package, row.place, words.day(row.due)),
                *(quantity(words, x) for x in (row.asked, row.planned, row.on_time)),
                words.number(row.missing, 2),
                row.reason.value,
            )
            for row in rows
        ],
        left=(0, 1, 2, 8),
    )
    screen.say(f"Why one is not met, and what would help: mainstay explain {folder} {rows[0].requirement}", faint=True)


def say_explanation(screen: Screen, made: Plan, found: Explanation) -> None:
    """Say why a requirement is not met, or a stock runs short, and what would help."""
    missed, words = found.unmet, Words("en")
    _say_state(screen, found)
    if missed is not None:
        screen.paragraph(f"Why: {missed.reason.value}" + (f": {missed.detail}" if missed.detail else "") + ".")
    screen.say()
    if found.offers:
        screen.say("Offers that could serve it:")
        screen.table(("offer", "what becomes of it"), found.offers, left=(0, 1))
        screen.say()
    elif missed is not None:
        screen.say("No offer is of an item that could serve it.\n")
    if found.route:
        screen.paragraph(f"The way of the first one with something left: {' > '.join(found.route)}.")
        full = "; ".join(found.blocked)
        screen.paragraph(f"Full on it: {full}." if full else "Nothing on it is full.")
        screen.say()
    if found.helps and missed is not None:
        packages = bool(missed.package)
        then = ("in\nservice", "on\ntime", "all in\nservice", "days\nsooner") if packages else ("then\nuseful", "then\non time")
        again = any(help_.planned is not None for help_ in found.helps)
        screen.say(f"What would help, each alone, {'solved again' if again else 'by the difference of two bounds'}:")
        screen.table(
            ("addition", "who", "gain", "certified\nbetween", *(then if again else ())),
            [
                (
                    *(help_.tried.addition.text, help_.tried.addition.party),
                    words.number(help_.tried.gain.found, 3),
                    f"{words.number(help_.tried.gain.least, 3)} and {words.number(help_.tried.gain.most, 3)}",
                    *(quantity(words, x) for x in (help_.planned, help_.on_time) if x is not None),
                    *(_service(words, help_) if packages and again else ()),
                )
                for help_ in found.helps
            ],
            left=(0, 1),
        )
        unit = "packages" if packages else found.requirement.unit
        quantities = f"; quantities in {unit} of {quantity(words, missed.asked)} asked" if again else ""
        screen.say(f"Gain in points of 100 asked{quantities}.", faint=True)
        for help_ in found.helps:
            if help_.said and help_.tried.gain.found > LEAST_GAIN:
                screen.paragraph(f"{help_.said}.")


def _say_state(screen: Screen, found: Explanation) -> None:
    """Say what was asked, and what comes of it."""
    row, missed, words = found.requirement, found.unmet, Words("en")
    if isinstance(row, Stock):
        code, asked = row.stock, f"{words.quantity(row.per_day)} {row.unit} of {row.item} a day at {row.place}"
        met = f"{code} issues all that is wanted: {asked}."
    else:
        code, what = row.requirement, row.item or row.package
        whom = f" for {row.for_unit}" if row.for_unit else ""
        unit = "packages" if row.package and row.quantity > 1 else row.unit
        asked = f"{words.quantity(row.quantity)} {unit} of {what}{whom} at {row.place} by {words.day(row.due, year=True)}"
        met = f"{code} is met whole and on time: {asked}."
    if missed is None:
        screen.paragraph(met)
        return
    if isinstance(row, Stock):
        comes = f"{quantity(words, missed.planned)} of {quantity(words, missed.asked)} wanted are issued"
    elif missed.package:
        comes = f"{quantity(words, missed.planned)} come into service, {quantity(words, missed.on_time)} by the due day"
    else:
        comes = f"{quantity(words, missed.planned)} arrive while useful, {quantity(words, missed.on_time)} by the due day"
    points = f"{words.number(missed.missing, 2)} points of 100 are missing"
    screen.paragraph(f"{code}, priority {row.priority}: {asked}. {comes}; {points}.")


def _service(words: Words, help_: Help) -> tuple[str, str]:
    """Day on which the last package is in service, and how many days sooner that is."""
    then = words.day(help_.in_service) if help_.in_service else "never"
    if help_.in_service is None or help_.tried.addition.kind == "requirement":  # with another due day there is no sooner
        return then, ""
    return then, "never before" if help_.days is None else words.number(help_.days)


def explanation_as_json(found: Explanation) -> dict[str, Any]:
    """Everything that is said of a requirement, as one object."""
    return {
        "requirement": found.requirement,
        "met": found.unmet is None,
        "unmet": found.unmet,
        "offers": [{"offer": offer, "becomes": said} for offer, said in found.offers],
        "route": found.route,
        "blocked": found.blocked,
        "helps": [
            {
                "kind": help_.tried.addition.kind,
                "what": help_.tried.addition.what,
                "addition": help_.tried.addition.text,
                "party": help_.tried.addition.party,
                "first_day": _iso(help_.tried.addition.first_day),
                "last_day": _iso(help_.tried.addition.last_day),
                "gain": help_.tried.gain.found,
                "gain_least": help_.tried.gain.least,
                "gain_most": help_.tried.gain.most,
                "planned": help_.planned,
                "on_time": help_.on_time,
                "in_service": _iso(help_.in_service),
                "in_service_without": _iso(help_.before),
                "days_sooner": help_.days,
                "said": help_.said,
            }
            for help_ in found.helps
        ],
    }


def verify_verb(
    folder: Folder,
    scenario: Annotated[
        str, typer.Option("--scenario", metavar="SCENARIO", help="Another scenario than the one in the folder.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Check a plan with the independent checker."""
    screen = Screen(as_json)
    found, consignments, legs = verify(find_plan(folder), find_scenario(scenario) if scenario else None)
    say_verdict(screen, found, consignments, legs)
    screen.hand_out({"plan": str(folder), "consignments": consignments, "legs": legs, "findings": problems_as_rows(found)})
    if found:
        raise typer.Exit(REFUTED)


def quantity(words: Words, value: float) -> str:
    """Quantity without the noise of a solver's last digits."""
    return words.quantity(float(f"{value:.6g}"))


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
