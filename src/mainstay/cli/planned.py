"""What is said of a plan that was made: the answer first, then what it rests on."""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mainstay.exchange import read, read_plan
from mainstay.model import Bottleneck, Problem, Scenario
from mainstay.planning import Plan
from mainstay.planning.checker import check_plan
from mainstay.report import Words, answer, basis, fulfilment
from mainstay.report.capability_text import capability_answer

from .screen import Screen, counted, problems_as_rows

LEAST_GAIN = 5e-4
"""Points of 100 below which an addition is not listed: it would read as 0.000."""


def verify(folder: Path, scenario: Path | None = None) -> tuple[list[Problem], int, int]:
    """Read a plan folder back and check it against its scenario: what was found, consignments and legs."""
    written = read_plan(folder)
    asked, tables = read(scenario or folder / "scenario"), written.tables
    found = check_plan(asked, written.consignments, written.legs, rest=tables, score=written.score)
    return found, len(written.consignments), len(written.legs)


def say_verdict(screen: Screen, found: Sequence[Problem], consignments: int, legs: int) -> None:
    """Say what the independent checker found."""
    rows = f"{counted(consignments, 'consignment')}, {counted(legs, 'leg')}"
    if not found:
        screen.paragraph(f"Independent check of the written files: {rows}, the score; every rule is kept.")
        return
    for problem in found:
        screen.tell(str(problem))
    screen.tell(f"Independent check of the written files: {counted(len(found), 'finding')}; do not use this plan.")


def say_plan(screen: Screen, plan: Plan, scenario: Scenario, language: str) -> None:
    """Say what a plan attains, by priority, what it does beside moving goods, and how it came about."""
    words = Words(language)
    said = answer(plan, scenario, language=language)
    screen.paragraph(said)
    if more := _beside(plan, scenario, said, language):
        screen.paragraph(" ".join(more))
    screen.paragraph(basis(plan, scenario, language=language), faint=True)
    screen.say()
    lines = fulfilment(scenario, plan.tables, plan.greedy_tables)
    screen.table(
        ("priority", "lines", "on\ntime", "late", "in\npart", "not\nat all", "points\nasked", "attained", "spreadsheet\nrule"),
        [
            (
                str(row.priority or "all"),
                *(words.number(n) for n in (row.lines, row.met.on_time, row.met.late, row.met.part, row.met.none)),
                *(words.number(x, 1) for x in (row.asked, row.attained, row.greedy or 0.0)),
            )
            for row in lines
        ],
    )
    screen.say("Points of 100 asked, before transport.", faint=True)
    screen.say()


def _beside(plan: Plan, scenario: Scenario, said: str, language: str) -> list[str]:
    """Sentences on waiting, training, stocks, repair, orders and fleets that the answer has not said, if there are any."""
    if not (scenario.packages or scenario.trainings or scenario.stocks or scenario.repairs):
        return []
    return [sentence for sentence in capability_answer(plan, scenario, language=language) if sentence not in said]


def say_run(screen: Screen, plan: Plan, folder: Path, files: Sequence[str], language: str, *, memory: bool) -> None:
    """Say how the plan was found, and where it is."""
    words = Words(language)
    gap = f"gap {100 * plan.gap:.3f} %" if math.isfinite(plan.gap) else "gap unknown"
    parts = [f"{plan.status}, {gap}", f"spreadsheet rule {words.number(plan.greedy_score, 2)}"]
    parts.append(counted(len(plan.tables.consignments), "consignment"))
    parts.append(f"planned in {plan.seconds:.1f} s")
    if memory and (peak := peak_memory_mib()):
        parts.append(f"peak memory {peak:.0f} MiB")
    screen.paragraph(f"Planning: {'; '.join(parts)}.")
    shown = [name for name in ("plan.xlsx", "map.svg", "map.png", "fulfilment.svg", "fulfilment.png") if name in files]
    screen.paragraph(f"Written to {folder}: {', '.join([*shown, 'tables (CSV), GeoJSON, calendars and the scenario'])}.")


def say_bottlenecks(screen: Screen, rows: Sequence[Bottleneck], language: str = "en") -> None:
    """List the additions that would help most."""
    words = Words(language)
    rows = [row for row in rows if row.gain >= LEAST_GAIN]
    if not rows:
        screen.say("No single addition that was tried would raise the score.")
        screen.say()
        return
    screen.say("What would help most, each alone:")
    screen.table(
        ("", "addition", "who", "from", "until", "gain", "certified\nbetween"),
        [
            (
                str(row.rank),
                row.addition,
                row.party,
                words.day(row.first_day) if row.first_day else "",
                words.day(row.last_day) if row.last_day else "",
                words.number(row.gain, 3),
                f"{words.number(row.gain_least, 3)} and {words.number(row.gain_most, 3)}",
            )
            for row in rows
        ],
        left=(1, 2),
    )
    screen.say("Gain in points of 100 asked, transport paid.", faint=True)
    screen.say()


def as_json(
    plan: Plan,
    scenario: Scenario,
    folder: Path,
    files: Sequence[str],
    findings: Sequence[Problem],
    remarks: Sequence[Problem],
    language: str,
) -> dict[str, Any]:
    """Everything that is said of a plan, as one object."""
    return {
        **plan.summary(),
        "answer": (said := answer(plan, scenario, language=language)),
        "also": _beside(plan, scenario, said, language),
        "basis": basis(plan, scenario, language=language),
        "seconds": plan.seconds,
        "peak_memory_mib": peak_memory_mib(),
        "by_priority": [
            {
                "priority": row.priority or None,
                "requirements": row.lines,
                "met_on_time": row.met.on_time,
                "met_late": row.met.late,
                "met_in_part": row.met.part,
                "not_met": row.met.none,
                "asked": row.asked,
                "attained": row.attained,
                "greedy": row.greedy,
            }
            for row in fulfilment(scenario, plan.tables, plan.greedy_tables)
        ],
        "bottlenecks": list(plan.tables.bottlenecks),
        "findings": problems_as_rows(findings),
        "remarks": problems_as_rows(remarks),
        "folder": str(folder),
        "files": list(files),
    }


def peak_memory_mib() -> float | None:
    """Most memory that this process has had, None where the system does not say."""
    try:
        import resource
    except ImportError:  # Windows
        return None
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (2**20 if sys.platform == "darwin" else 2**10)
