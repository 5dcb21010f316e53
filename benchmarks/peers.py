"""One run of a peer on one instance, on the arc-flow model, with the certificate that its prices give."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from .arcflow import Model, in_arrays, index_sets
from .layers import LAYERS, passed
from .measure import Watch, peak_mb
from .planner import problem_of
from .recheck import certified

ROOT = Path(__file__).parents[1]


def interior_point(task: dict[str, Any]) -> dict[str, Any]:
    """HiGHS' interior point without crossover, until ``task["tolerance"]`` or ``task["limit_s"]``."""
    problem = problem_of(task)
    base = peak_mb()
    watch = Watch()
    model = in_arrays(index_sets(problem))
    highs = passed(model)
    build = watch.read()
    options = {"solver": "ipx", "run_crossover": "off", "threads": 1, "ipm_optimality_tolerance": task["tolerance"]}
    for name, value in (options | {"time_limit": float(task["limit_s"])}).items():
        highs.setOptionValue(name, value)
    highs.run()
    end, peak = watch.read(), peak_mb()
    solution = highs.getSolution()
    out = {"build": build, "end": end, "peak_mb": peak, "base_mb": base, "model": _size(model)}
    out["status"] = highs.modelStatusToString(highs.getModelStatus())
    if not solution.value_valid or not solution.dual_valid or end["wall_s"] >= task["limit_s"]:
        return out | {"points": None}
    x, dual = np.asarray(solution.col_value), np.asarray(solution.row_dual)
    return out | _judged(model, x, certified(problem, model.price(problem, dual)))


def pdlp(task: dict[str, Any]) -> dict[str, Any]:
    """OR-tools' PDLP in a process of its own, with ``task["threads"]``, until ``task["tolerance"]`` or ``task["limit_s"]``."""
    problem = problem_of(task)
    watch = Watch()
    model = in_arrays(index_sets(problem))
    build = watch.read()
    with tempfile.TemporaryDirectory() as folder:
        given, answer = Path(folder, "model.npz"), Path(folder, "answer.npz")
        matrix = model.matrix
        arrays = {"value": matrix.data, "index": matrix.indices, "start": matrix.indptr}
        np.savez(given, cost=model.cost, most=model.most, lower=model.lower, upper=model.upper, **arrays)
        options = json.dumps({name: task[name] for name in ("tolerance", "threads", "limit_s")})
        command = [sys.executable, "-m", "benchmarks.pdlp_alone", str(given), str(answer), options]
        ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        if ran.returncode:
            raise RuntimeError(ran.stderr.strip().splitlines()[-1])
        figures = json.loads(ran.stdout.splitlines()[-1])
        with np.load(answer) as data:
            x, dual = data["x"], data["dual"]
    seconds = {k: build[k] + figures["build"][k] + figures["solve"][k] for k in ("cpu_s", "wall_s")}
    out = {"build": build, "end": seconds, "peak_mb": figures["peak_mb"], "status": figures["status"], "model": _size(model)}
    if "OPTIMAL" not in figures["status"]:
        return out | {"points": None}
    return out | _judged(model, x, certified(problem, model.price(problem, dual)))


def layer(task: dict[str, Any]) -> dict[str, Any]:
    """Write the arc-flow model with one of ``LAYERS`` and hand it to HiGHS, from the index sets on."""
    problem = problem_of(task)
    watch = Watch()
    sets = index_sets(problem)
    pruning = watch.read()
    LAYERS[task["layer"]](index_sets(problem_of({"size": [60, 60, 16, 36, 26, 4], "seed": 0})))  # what is imported late is in
    base = peak_mb()
    watch = Watch()
    highs = LAYERS[task["layer"]](sets)
    end = watch.read()
    size = [highs.getNumRow(), highs.getNumCol(), highs.getNumNz()]
    return {"pruning": pruning, "end": end, "base_mb": base, "peak_mb": peak_mb(), "model": size}


def _size(model: Model) -> list[int]:
    return [*model.matrix.shape, model.matrix.nnz]


def _judged(model: Model, x: np.ndarray, bound: float) -> dict[str, float]:
    points = -float(model.cost @ x)
    return {"points": points, "bound": bound, "gap": (bound - points) / points, "violation": model.violation(x)}
