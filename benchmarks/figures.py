"""Figures of several measurements: medians, ranges, ratios, exponents; never rounded in anybody's favour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from .journal import Journal
from .protocol import AGREE, Task

Figures = dict[str, Any]

Runs = dict[int, tuple[Task, Figures]]
"""Measurements of one kind, by seed."""


def less(x: float, digits: int = 3) -> str:
    """Write a number with so many digits, cut off: for what should be large."""
    return _cut(x, digits, math.floor)


def more(x: float, digits: int = 3) -> str:
    """Write a number with so many digits, rounded up: for what should be small."""
    return _cut(x, digits, math.ceil)


def _cut(x: float, digits: int, cut: Any) -> str:
    if x == 0 or not math.isfinite(x):
        return f"{x:g}"
    step = math.floor(math.log10(abs(x))) - digits + 1
    # ten more digits first: 0.3 / 0.1 is a little less than 3
    whole = cut(round(x / 10.0**step, 10))
    value = whole * 10.0**step
    return f"{value:.{max(0, -step)}f}" if 1e-2 <= abs(value) < 1e7 else f"{value:.{digits - 1}e}"


def median(xs: Sequence[float]) -> float:
    """Middle of some numbers; of an even number of them the mean of the two in the middle."""
    return float(np.median(np.asarray(xs, dtype=float)))


def spread(xs: Sequence[float | None], missing: str, digits: int = 3) -> str:
    """
    Write median and range of what should be small; ``None`` counts as greater than everything measured.

    Parameters
    ----------
    missing
        What to write for ``None``, like "> 60 s".
    """
    if not xs:
        return "-"
    known = [x for x in xs if x is not None]
    if not known:
        return missing
    middle = median([math.inf if x is None else x for x in xs])
    least, most = more(min(known), digits), more(max(known), digits) if len(known) == len(xs) else missing
    text = missing if math.isinf(middle) else more(middle, digits)
    return text if len(xs) == 1 or (least == most == text) else f"{text} ({least} to {most})"


def exponent(amounts: Sequence[float], seconds: Sequence[float]) -> tuple[float, float]:
    """
    Fit ``seconds = c amounts^e`` by least squares on logarithms.

    Returns
    -------
    exponent, error
        ``e``, and its standard error; the error is infinite for fewer than three points.
    """
    x, y = np.log(np.asarray(amounts)), np.log(np.asarray(seconds))
    x = x - x.mean()
    slope = float(x @ y / (x @ x))
    if len(x) < 3:
        return slope, math.inf
    rest = y - y.mean() - slope * x
    return slope, math.sqrt(float(rest @ rest) / (len(x) - 2) / float(x @ x))


def seconds_to(figures: Figures | None, gap: float, clock: str = "cpu_s") -> float | None:
    """Seconds until a plan was certified within a gap; ``None`` if none was."""
    reached = (figures or {}).get("to", {}).get(str(gap))
    return None if reached is None else float(reached[clock])


def of_size(tasks: Sequence[Task], journal: Journal, what: str, size: Any, **like: Any) -> Runs:
    """Measurements of one kind by seed, those that came to an end; what is not named in ``like`` may be anything."""
    out = {}
    for task in tasks:
        if task["what"] == what and task["size"] == size and all(task.get(k) == v for k, v in like.items()):
            figures = journal.figures(task)
            if figures is not None and "failed" not in figures:
                out[task["seed"]] = task, figures
    return out


def agrees(ours: Figures, peer: Figures) -> bool:
    """Whether a peer's objective is ours within ``AGREE``, and the bound that its prices give is as near."""
    if peer.get("points") is None:
        return False
    return abs(peer["points"] - ours["points"]) <= AGREE * abs(ours["points"]) and peer["gap"] <= AGREE


def ratios(ours: Runs, peers: Runs, gap: float, clock: str) -> list[Ratio]:
    """Seconds of a peer in seconds of the planner to a gap, for every seed that both were tried on."""
    out = []
    for seed in sorted(set(ours) & set(peers)):
        mine = seconds_to(ours[seed][1], gap, clock)
        task, peer = peers[seed]
        done = agrees(ours[seed][1], peer)
        took = peer["end"][clock] if "end" in peer else float(task["limit_s"])
        out.append(Ratio(seed, None if mine is None else took / mine, done))
    return out


class Ratio:
    """How many times as long a peer took; at least so many if it came to no result (``done`` is false), None if we did not."""

    def __init__(self, seed: int, times: float | None, done: bool):
        self.seed, self.times, self.done = seed, times, done


def ratio_text(found: Sequence[Ratio]) -> str:
    """Write median and range of ratios."""
    if not found:
        return "-"
    if any(r.times is None for r in found):
        return "no ratio: the planner did not get there on seed " + ", ".join(str(r.seed) for r in found if r.times is None)
    times = [r.times for r in found if r.times is not None]
    text = less(median(times)) + (f" ({less(min(times))} to {less(max(times))})" if len(times) > 1 else "")
    return text if all(r.done for r in found) else f"at least {text}"


def median_ratio(found: Sequence[Ratio]) -> float | None:
    """Return the median of ratios; None if the planner did not get there on some seed."""
    if not found or any(r.times is None for r in found):
        return None
    return median([r.times for r in found if r.times is not None])
