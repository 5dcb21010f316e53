"""The page of results, from finished measurements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from . import machine
from .figures import (
    Figures,
    agrees,
    exponent,
    less,
    median,
    more,
    of_size,
    ratio_text,
    ratios,
    seconds_to,
    spread,
)  # fmt: skip
from .instances import SIZES
from .journal import Journal
from .planner import GAPS
from .protocol import (
    GAP,
    GROWTH_LIMIT,
    IPX_TOLERANCE,
    LIMIT,
    PACKAGES,
    PDLP_LIMIT,
    PDLP_TOLERANCES,
    PEER_LIMIT,
    Task,
    growth,
    name_of,
)  # fmt: skip
from .verdicts import pdlp_runs, verdicts

PROTOCOL = f"""
Every measurement has a process of its own; those of one instance follow each other. CPU seconds are those of all threads.
The planner starts from the arrays of the instance, and one run to the least gap tells when it had the others; only gaps of
plans that can be carried out count, and every final plan is walked again link by link. Peers start from the same arrays, and
the time to write their model is theirs. Interior point: without crossover, tolerance {IPX_TOLERANCE:g}; PDLP: tolerance
{PDLP_TOLERANCES[0]:g}, on S {PDLP_TOLERANCES[1]:g} where that does not agree. Figures are median (least to most) over the
seeds. Times and gaps are rounded up, ratios are cut off. Limits on the wall: planner
{", ".join(f"{size} {limit} s" for size, limit in LIMIT.items())}, growth {GROWTH_LIMIT} s, peers
{", ".join(f"{size} {limit} s" for size, limit in PEER_LIMIT.items())}, PDLP {PDLP_LIMIT} s. At L the whole model is tried on
one seed, at XL on none.
""".strip()

LONG = ("1e-4", "1e-3", "0.5 %", "1 %")
GAP_WORDS = dict(zip(sorted(GAPS), LONG, strict=True))


def write(planned: Sequence[Task], journal: Journal, missing: Sequence[str]) -> str:
    """Write the page in Markdown."""
    parts = [
        _head(planned, journal, missing),
        _asked(planned, journal),
        _planner(planned, journal),
        _peers(planned, journal),
        _layers(planned, journal),
        _growth(planned, journal),
        _packages(planned, journal),
        _everything(planned, journal),
    ]
    return "\n".join(part.strip() + "\n" for part in parts if part.strip())


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Write a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


def in_words(figures: Figures) -> str:
    """Say in half a line what a measurement gave."""
    if "failed" in figures:
        return f"failed: {figures['failed']}"
    if "end" not in figures or figures.get("points", 0.0) is None:
        return figures.get("status", "no result") if "end" not in figures else f"no result ({figures['status']})"
    text = f"{more(figures['end']['cpu_s'])} s CPU, {more(figures['end']['wall_s'])} s wall, {more(figures['peak_mb'])} MB"
    if "gap" in figures:
        text += ", no gap" if figures["gap"] is None else f", gap {more(figures['gap'], 2)}"
    return text


def best_points(journal: Journal, task: Task) -> float | None:
    """Return what the planner attained on the instance of a task, if it has been measured."""
    like = {"what": "planner", "size": task["size"], "seed": task["seed"]}
    if not isinstance(task["size"], str):  # drawn for growth alone
        return None
    figures = journal.figures({**like, "gap": GAP[task["size"]], "limit_s": LIMIT[task["size"]]})
    return None if figures is None else figures.get("points")


def _head(planned: Sequence[Task], journal: Journal, missing: Sequence[str]) -> str:
    entries = [e for e in map(journal.entry, planned) if e is not None and "load" in e]
    loads = [e["load"] for e in entries]
    days = sorted({e["started"][:10] for e in entries}) or [dt.datetime.now(dt.UTC).date().isoformat()]
    facts = [
        ("date", " to ".join(dict.fromkeys((days[0], days[-1])))),
        *machine.describe().items(),
        ("versions", ", ".join(f"{k} {v}" for k, v in machine.versions().items())),
        ("other load", f"{min(loads):.1f} to {max(loads):.1f} processes at the start of a measurement" if loads else "-"),
        ("code", journal.code),
    ]
    failed = [f"- {name}: not installed" for name in missing]
    failed += [f"- {name_of(t)}: failed, {f['failed']}" for t in planned if (f := journal.figures(t)) and "failed" in f]
    return "\n".join((
        "# Results of `make bench`",
        "",
        "Written by `python -m benchmarks`, not by hand. How it is done and read: [docs/benchmarks.md](../docs/benchmarks.md).",
        "",
        "## Machine",
        "",
        table(("", ""), facts),
        *(["Left out:", "", *failed, ""] if failed else []),
        "## Protocol",
        "",
        PROTOCOL,
    ))  # fmt: skip


def _asked(planned: Sequence[Task], journal: Journal) -> str:
    rows = [(v.what, v.least, v.measured, v.verdict) for v in verdicts(planned, journal)]
    return "## What was asked for\n\n" + table(("figure", "at least", "measured", ""), rows)


def _planner(planned: Sequence[Task], journal: Journal) -> str:
    rows = []
    for size in SIZES:
        found = of_size(planned, journal, "planner", size, gap=GAP[size], packages=None)
        if not found:
            continue
        runs = [f for _, f in found.values()]
        over = "not reached"
        rows += [
            (f"**{size}**, {len(found)} seed(s)", "CPU s", "wall s"),
            ("drawing the arrays", *(spread([f["build"][c] for f in runs], "") for c in CLOCKS)),
            ("first plan", *(spread([f["first"] and f["first"][c] for f in runs], over) for c in CLOCKS)),
            *(
                (f"certified within {GAP_WORDS[gap]}", *(spread([seconds_to(f, gap, c) for f in runs], over) for c in CLOCKS))
                for gap in (1e-2, 1e-3, 1e-4)
                if gap >= GAP[size]
            ),
            ("end", *(spread([f["end"][c] for f in runs], "") for c in CLOCKS)),
            ("gap of the first plan, at the end", spread([f["first"] and f["first"]["gap"] for f in runs], "none", 2),
             spread([f["gap"] for f in runs], "none", 2)),
            ("peak memory, MB, and that of an idle process", spread([f["peak_mb"] for f in runs], ""),
             spread([f["base_mb"] for f in runs], "")),
            ("columns, rounds", spread([f["columns"] for f in runs], ""), spread([f["rounds"] for f in runs], "")),
        ]  # fmt: skip
    return "## The planner\n\n" + table(("", "", ""), rows) if rows else ""


CLOCKS = ("cpu_s", "wall_s")


def _peers(planned: Sequence[Task], journal: Journal) -> str:
    rows = []
    for size in SIZES:
        ours = of_size(planned, journal, "planner", size, gap=GAP[size], packages=None)
        kinds = {
            "HiGHS interior point": of_size(planned, journal, "ipx", size),
            "PDLP, 1 thread": pdlp_runs(planned, journal, size, 1),
            "PDLP, 2 threads": pdlp_runs(planned, journal, size, 2),
        }
        for name, found in kinds.items():
            if not found:
                continue
            runs = [f for _, f in found.values()]
            limit = f"> {PDLP_LIMIT if 'PDLP' in name else PEER_LIMIT[size]} s"
            done = [f if f.get("points") is not None else None for f in runs]
            apart = [
                abs(f["points"] - ours[s][1]["points"]) / ours[s][1]["points"]
                for s, (_, f) in found.items()
                if s in ours and f.get("points") is not None
            ]
            same = sum(s in ours and agrees(ours[s][1], f) for s, (_, f) in found.items())
            rows.append((
                f"{size}: {name}", spread([f and f["end"]["cpu_s"] for f in done], limit),
                spread([f and f["end"]["wall_s"] for f in done], limit),
                spread([f and f["gap"] for f in done], "none", 2), spread(apart, "", 2), f"{same} of {len(found)}",
                spread([f.get("peak_mb") for f in runs], "unknown"),
                *(f"{ratio_text(ratios(ours, found, gap, 'cpu_s'))}; {ratio_text(ratios(ours, found, gap, 'wall_s'))}"
                  for gap in (1e-4, 1e-2)),
            ))  # fmt: skip
    head = ("", "CPU s", "wall s", "certified gap", "objectives apart", "agree within 1e-4", "peak MB",
            "ratio to our 1e-4 (CPU; wall)", "ratio to our 1 % (CPU; wall)")  # fmt: skip
    text = (
        "The gap is that of the peer's objective and the bound that its own prices prove by our bound function; amounts that"
        " exceed a capacity within the peer's tolerance are not held against it, and make a gap below 0 possible.\n"
    )
    return f"## Peers on the arc-flow model\n\n{text}\n{table(head, rows)}" if rows else ""


def _layers(planned: Sequence[Task], journal: Journal) -> str:
    rows = []
    for size in SIZES:
        arrays = of_size(planned, journal, "layer", size, layer="arrays")
        for name in ("arrays", "linopy", "pyomo"):
            found = of_size(planned, journal, "layer", size, layer=name)
            if not found:
                continue
            runs = [f for _, f in found.values()]
            both = sorted(set(found) & set(arrays))
            times = [found[s][1]["end"]["cpu_s"] / arrays[s][1]["end"]["cpu_s"] for s in both]
            whole = [_with_pruning(found[s][1]) / _with_pruning(arrays[s][1]) for s in both]
            rows.append((
                f"{size}: {name}", *(spread([f["end"][c] for f in runs], "") for c in CLOCKS),
                spread([f["peak_mb"] - f["base_mb"] for f in runs], ""), less(median(times)) if times else "-",
                spread([f["pruning"]["cpu_s"] for f in runs], ""), less(median(whole)) if whole else "-",
            ))  # fmt: skip
    head = ("", "CPU s", "wall s", "memory added, MB", "ratio to arrays", "index sets, CPU s", "ratio with index sets")
    text = "From the same index sets, which say what columns there are, to a HiGHS model that is ready to run.\n"
    return f"## Writing the arc-flow model\n\n{text}\n{table(head, rows)}" if rows else ""


def _with_pruning(figures: Figures) -> float:
    return float(figures["pruning"]["cpu_s"] + figures["end"]["cpu_s"])


def _growth(planned: Sequence[Task], journal: Journal) -> str:
    rows = []
    for what, points in growth().items():
        found = [(amount, f) for amount, size in points for _, f in of_size(planned, journal, "planner", size).values()]
        if not found:
            continue
        for gap in (1e-2, 1e-3):
            reached = [(amount, s) for amount, f in found if (s := seconds_to(f, gap)) is not None]
            fit = "-"
            if len(reached) > 1:
                slope, error = exponent(*zip(*reached, strict=True))
                fit = f"{slope:.2f} +- {error:.2f}, {len(reached)} of {len(found)} points"
            each = ", ".join(f"{amount:g}: {_or(seconds_to(f, gap), 'not reached')}" for amount, f in found)
            rows.append((what, GAP_WORDS[gap], fit, each))
    text = "M with one thing changed at a time, seed 0. Exponent of CPU seconds, with its standard error, by least squares.\n"
    return f"## Growth\n\n{text}\n{table(('of', 'to', 'exponent', 'CPU s at each amount'), rows)}" if rows else ""


def _packages(planned: Sequence[Task], journal: Journal) -> str:
    found = of_size(planned, journal, "planner", "M", **PACKAGES)
    rows = []
    for seed, (_, f) in found.items():
        to = [_or(seconds_to(f, 5e-3, c), "not reached") for c in CLOCKS]
        gap = "none" if f["gap"] is None else more(f["gap"], 2)
        rows.append((str(seed), *to, *(more(f["end"][c]) for c in CLOCKS), gap, more(f["peak_mb"])))
    head = ("seed", "to 0.5 %: CPU s", "wall s", "end: CPU s", "wall s", "gap", "peak MB")
    text = f"M with {PACKAGES['packages']} packages and {PACKAGES['course_starts']} course starts, in whole numbers.\n"
    return f"## Packages and courses\n\n{text}\n{table(head, rows)}" if rows else ""


def _everything(planned: Sequence[Task], journal: Journal) -> str:
    rows = []
    for task in planned:
        f = journal.figures(task)
        if f is None or "failed" in f:
            continue
        to = " / ".join(_or(seconds_to(f, gap), "-") for gap in (1e-2, 1e-3, 1e-4)) if "to" in f else ""
        end = f.get("end", {})
        rows.append((
            name_of(task), *(more(end[c], 4) if end else "-" for c in CLOCKS), to,
            "-" if f.get("points") is None else f"{f['points']:.2f}", "-" if f.get("bound") is None else f"{f['bound']:.2f}",
            "-" if f.get("gap") is None else more(f["gap"], 2), more(f["peak_mb"], 4) if "peak_mb" in f else "-",
            str(f.get("status", "")).removeprefix("TERMINATION_REASON_").lower(),
        ))  # fmt: skip
    head = ("", "CPU s", "wall s", "CPU s to 1 % / 1e-3 / 1e-4", "objective", "bound", "gap", "peak MB", "status")
    return "## Every measurement\n\n" + table(head, rows) if rows else ""


def _or(x: float | None, otherwise: str) -> str:
    return otherwise if x is None else more(x)
