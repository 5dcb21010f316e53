"""The figures that were asked for, and whether they are reached."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .figures import (
    Figures,
    agrees,
    exponent,
    less,
    median,
    median_ratio,
    more,
    of_size,
    ratio_text,
    ratios,
    seconds_to,
    spread,
)  # fmt: skip
from .journal import Journal
from .protocol import GAP, SEEDS, Task, growth


@dataclass(frozen=True)
class Verdict:
    """One line of what was asked for."""

    what: str
    least: str
    measured: str
    verdict: str


def verdicts(planned: Sequence[Task], journal: Journal) -> list[Verdict]:
    """Judge what has been measured; by medians, not by what is printed of them."""
    ours = {size: of_size(planned, journal, "planner", size, gap=GAP[size], packages=None) for size in SEEDS}
    ipx = of_size(planned, journal, "ipx", "M")
    out = []
    for gap, least, what in ((1e-4, 5.0, "M to 1e-4"), (1e-2, 15.0, "M, first plan certified within 1 %")):
        found = ratios(ours["M"], ipx, gap, "cpu_s")
        same = all(agrees(ours["M"][r.seed][1], ipx[r.seed][1]) for r in found)
        text = f"{ratio_text(found)} on {len(found)} seed(s), objectives agree: {'yes' if same else 'no'}"
        times = median_ratio(found)
        out.append(_judged(f"{what}, versus HiGHS interior point on arc-flow", f"{least:g} x", text, len(found),
                           SEEDS["M"], times is not None and times >= least and same))  # fmt: skip
    runs = [f for _, f in ours["L"].values()]
    for gap, most, what in ((1e-2, 30.0, "1 %"), (1e-3, 90.0, "1e-3")):
        seconds = [seconds_to(f, gap) for f in runs]
        good = bool(runs) and median([1e9 if s is None else s for s in seconds]) <= most
        over = "not reached"
        out.append(_judged(f"L, plan certified within {what}", f"{most:g} s CPU", spread(seconds, over) + " s", len(runs),
                           SEEDS["L"], good))  # fmt: skip
    peaks = [f["peak_mb"] for f in runs]
    small = max(peaks, default=1e9) < 700
    out.append(_judged("L, peak memory", "under 700 MB", spread(peaks, "") + " MB", len(runs), SEEDS["L"], small))
    runs = [f for _, f in ours["XL"].values()]
    ends = [seconds_to(f, 1e-2) for f in runs]
    text = f"{spread(ends, 'not reached:')} s CPU, {spread([f['peak_mb'] for f in runs], '')} MB"
    good = all(s is not None for s in ends) and all(f["peak_mb"] < 4000 for f in runs)
    out.append(_judged("XL to 1 %", "ends, under 4 GB", text, len(runs), SEEDS["XL"], good))
    arrays = of_size(planned, journal, "layer", "M", layer="arrays")
    for name, least in (("linopy", 15.0), ("pyomo", 50.0)):
        layer = of_size(planned, journal, "layer", "M", layer=name)
        times = [layer[s][1]["end"]["cpu_s"] / arrays[s][1]["end"]["cpu_s"] for s in sorted(set(layer) & set(arrays))]
        text = f"{less(median(times))} x" if times else "-"
        out.append(_judged(f"writing the arc-flow model of M, versus {name}", f"{least:g} x", text, len(times), 1,
                           bool(times) and median(times) >= least))  # fmt: skip
    pdlp = pdlp_runs(planned, journal, "M", 1)
    found = ratios(ours["M"], pdlp, 1e-4, "cpu_s")
    ratio = median_ratio(found)
    good, text = ratio is not None and ratio >= 2.0, f"{ratio_text(found)} on {len(found)} seed(s)"
    out.append(_judged("M to 1e-4, versus OR-tools PDLP at equal certified gap", "2 x", text, len(found), SEEDS["M"], good))
    return out + [_growing(planned, journal, what, points) for what, points in growth().items()]


def pdlp_runs(planned: Sequence[Task], journal: Journal, size: str, threads: int) -> dict[int, tuple[Task, Figures]]:
    """PDLP's runs by seed: the one at the greatest tolerance that agrees with ours, else that at the smallest."""
    ours = of_size(planned, journal, "planner", size, gap=GAP[size], packages=None)
    out: dict[int, tuple[Task, Figures]] = {}
    tolerances = sorted({t["tolerance"] for t in planned if t["what"] == "pdlp"}, reverse=True)
    for tolerance in tolerances:
        for seed, found in of_size(planned, journal, "pdlp", size, threads=threads, tolerance=tolerance).items():
            if seed not in out or seed not in ours or not agrees(ours[seed][1], out[seed][1]):
                out[seed] = found
    return out


def _growing(planned: Sequence[Task], journal: Journal, what: str, points: list[tuple[float, list[int]]]) -> Verdict:
    found = [(amount, f) for amount, size in points for _, f in of_size(planned, journal, "planner", size).values()]
    texts, good = [], bool(found)
    for gap, word in ((1e-2, "1 %"), (1e-3, "1e-3")):
        reached = [(amount, s) for amount, f in found if (s := seconds_to(f, gap)) is not None]
        good = good and len(reached) == len(found)
        if len(reached) < 2:
            texts.append(f"to {word}: -")
            continue
        slope, _ = exponent(*zip(*reached, strict=True))
        missed = "" if len(reached) == len(found) else f" ({len(found) - len(reached)} point(s) not reached)"
        texts.append(f"to {word}: {more(slope)}{missed}")
        good = good and slope < 1.3
    return _judged(f"growth of CPU seconds with {what}", "exponent below 1.3", "; ".join(texts), len(found), len(points), good)


def _judged(what: str, least: str, measured: str, count: int, wanted: int, good: bool) -> Verdict:
    if not count:
        return Verdict(what, least, "not measured", "-")
    verdict = "reached" if good else "falls short"
    return Verdict(what, least, measured, verdict if count >= wanted else f"{verdict}, on {count} of {wanted}")
