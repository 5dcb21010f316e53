"""One run of the planner on one instance: when it had which gap, and what it took."""

from __future__ import annotations

import math
import time
from typing import Any

from mainstay.planning.engine import Clock
from mainstay.planning.levels import solve
from mainstay.planning.problem import Problem
from mainstay.planning.progress import Progress

from .capability_instances import with_packages
from .instances import SIZES, Size, draw
from .measure import Watch, peak_mb
from .recheck import NotAPlanError, certified, recheck

GAPS = (1e-2, 5e-3, 1e-3, 1e-4)

RELAXED = ("pricing", "weeks", "blocks")
"""Stages that tell of no plan yet, or of one on blocks of time that days might not allow; all others tell of plans.

Where something must be a whole number, only the end does: until then parts of packages count.
"""

SMALL = Size(60, 60, 16, 36, 26, 4)
"""Solved once before anything is measured, so that compiled code is loaded."""


def problem_of(task: dict[str, Any]) -> Problem:
    """Draw the instance of a task; ``size`` is a name of ``SIZES`` or the numbers of a :class:`Size`."""
    size = task["size"]
    problem = draw(SIZES[size] if isinstance(size, str) else Size(*size), task["seed"])
    if "packages" in task:
        problem = with_packages(problem, task["seed"], task["packages"], task["course_starts"])
    return problem


def load() -> dict[str, Any]:
    """Have everything compiled and kept, so that the first measurement has not the memory of a compiler."""
    plain = draw(SMALL, 0)
    for problem in (plain, with_packages(plain, 0, 3, 8)):
        recheck(problem, solve(problem, 1e-2))
    return {}


def measure(task: dict[str, Any]) -> dict[str, Any]:
    """
    Solve an instance to ``task["gap"]`` within ``task["limit_s"]`` seconds on the wall.

    Returns
    -------
    figures
        ``build`` (drawing the arrays), ``first`` (plan), ``to`` (by gap: a plan was certified within it), ``end``: seconds;
        ``points``, ``bound``, ``gap``, ``status``, ``columns``, ``rounds``, ``peak_mb``, ``excess``.

    Raises
    ------
    NotAPlanError
        If an answer cannot be carried out, does not earn what it says, or anything told on the way exceeds what is proven.
    """
    solve(draw(SMALL, 0), 1e-3)
    base = peak_mb()
    watch = Watch()
    problem = problem_of(task)
    build = watch.read()
    told: list[dict[str, Any]] = []

    def listen(progress: Progress) -> None:
        told.append({"stage": progress.stage, "points": progress.score, "bound": progress.bound, **watch.read()})
        clock.told = -math.inf  # tell everything, not twice a second

    clock = Clock(watch=listen, deadline=time.perf_counter() + task["limit_s"])
    watch = Watch()
    outcome = solve(problem, task["gap"], clock)
    end, peak = watch.read(), peak_mb()
    told.append({"stage": "done", "points": outcome.points, "bound": outcome.bound, **end})
    points, excess = recheck(problem, outcome)
    if abs(points - outcome.points) > 1e-6 * abs(points) or excess > 1e-6:
        raise NotAPlanError(f"{outcome.points} points were told, {points} are earned, with an excess of {excess}")
    plans = [t for t in told if t["stage"] not in RELAXED and t["points"] > 0]
    if problem.whole:
        plans = [t for t in plans if t["stage"] == "done"]
    if any(t["points"] > outcome.bound * (1 + 1e-9) for t in plans):
        raise NotAPlanError("more was told on the way than can be earned")
    if not problem.whole and not certified(problem, outcome.price) <= outcome.bound * (1 + 1e-6):
        raise NotAPlanError("the prices do not prove the bound")
    return {
        "build": build,
        "first": {k: plans[0][k] for k in ("cpu_s", "wall_s")} | {"gap": _gap(plans[0])} if plans else None,
        "to": {str(gap): next((_seconds(t) for t in plans if _gap(t) <= gap), None) for gap in GAPS},
        "end": end,
        "points": outcome.points,
        "bound": outcome.bound,
        "gap": outcome.gap if math.isfinite(outcome.gap) else None,
        "status": outcome.status,
        "columns": outcome.columns,
        "rounds": outcome.rounds,
        "peak_mb": peak,
        "base_mb": base,
        "excess": excess,
        "path": _path(plans),
    }


def _path(plans: list[dict[str, Any]]) -> list[list[Any]]:
    """Stage, CPU seconds and gap of each plan that was nearer by a tenth than the one before."""
    out: list[list[Any]] = []
    for told in plans:
        if math.isfinite(_gap(told)) and (not out or _gap(told) < 0.9 * out[-1][2]):
            out.append([told["stage"], told["cpu_s"], _gap(told)])
    return out


def _gap(told: dict[str, Any]) -> float:
    return (told["bound"] - told["points"]) / told["points"]


def _seconds(told: dict[str, Any]) -> dict[str, float]:
    return {"cpu_s": told["cpu_s"], "wall_s": told["wall_s"]}
