"""Which measurements are taken, in which order, and what each is allowed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import astuple, replace
from typing import Any

from .instances import SIZES

Task = dict[str, Any]

SEEDS = {"S": 5, "M": 5, "L": 3, "XL": 1}

GAP = {"S": 1e-4, "M": 1e-4, "L": 1e-4, "XL": 1e-2}
"""Certified gap at which the planner stops; when it had greater ones is told by the same run."""

LIMIT = {"S": 60, "M": 100, "L": 150, "XL": 300}
"""Seconds on the wall after which the planner answers with what it has."""

PEER_LIMIT = {"S": 100, "M": 300, "L": 60}
"""Seconds on the wall after which a peer is said to have no result."""

PDLP_LIMIT = 40
"""The same of PDLP, which at M comes near soon and then takes minutes to the tolerance asked for."""

IPX_TOLERANCE = 1e-4
"""Optimality tolerance of the interior point: looser than its own 1e-8 and faster by an eighth on S, and enough to agree."""

PDLP_TOLERANCES = (1e-4, 1e-5)
"""Tolerances of PDLP; the second on S where the first does not agree (on M 3e-4 leaves a gap of 1.9e-3, 1e-4 takes minutes)."""

AGREE = 1e-4
"""Relative difference up to which two objectives are the same."""

PACKAGES = {"packages": 60, "course_starts": 40}

GROWTH_LIMIT = 60

PEERS = ("ipx", "pdlp", "linopy", "pyomo")

ALSO = ("packages", "growth")


def growth() -> dict[str, list[tuple[float, list[int]]]]:
    """Sizes from M on in which one thing grows: by what grows, its amount and the numbers of the size."""
    m = SIZES["M"]
    out: dict[str, list[tuple[float, list[int]]]] = {"offers x needs": [], "periods": [], "links": []}
    for factor in (0.5, 0.71, 1.0, 1.41, 2.0):
        size = replace(m, offers=round(m.offers * factor), needs=round(m.needs * factor))
        out["offers x needs"].append((float(size.offers * size.needs), list(astuple(size))))
    # from 52 on, journeys take as many more periods as there are: the same half year or year in finer periods
    for periods in (52, 104, 156, 208):
        out["periods"].append((float(periods), list(astuple(replace(m, periods=periods)))))
    for links in (100, 140, 200, 280, 400):
        out["links"].append((float(links), list(astuple(replace(m, links=links)))))
    return out


def tasks(sizes: Collection[str], seeds: int, peers: Collection[str], also: Collection[str]) -> list[Task]:
    """
    List the measurements of a run; what is compared stands side by side, so that the machine is in the same state.

    Parameters
    ----------
    sizes
        Of ``SIZES``.
    seeds
        Seeds of each size, never more than ``SEEDS`` says.
    peers, also
        Of ``PEERS`` and ``ALSO``.
    """
    out: list[Task] = []
    for size in (s for s in SIZES if s in sizes):
        for seed in range(min(seeds, SEEDS[size])):
            one = {"size": size, "seed": seed}
            out.append({"what": "planner", **one, "gap": GAP[size], "limit_s": LIMIT[size]})
            # at L and XL the whole model is tried once: it comes to nothing, or takes longer than all the rest
            if "ipx" in peers and (size in ("S", "M") or (size == "L" and seed == 0)):
                out.append({"what": "ipx", **one, "tolerance": IPX_TOLERANCE, "limit_s": PEER_LIMIT[size]})
            if "pdlp" in peers and size in ("S", "M"):
                out.append({"what": "pdlp", **one, "tolerance": PDLP_TOLERANCES[0], "threads": 1, "limit_s": PDLP_LIMIT})
                if seed == 0:
                    out.append({**out[-1], "threads": 2})
            layers = [p for p in peers if p in ("linopy", "pyomo")]
            if layers and size in ("S", "M") and seed < 3:
                out += [{"what": "layer", "layer": name, **one, "limit_s": PEER_LIMIT[size]} for name in ("arrays", *layers)]
    if "packages" in also and "M" in sizes:
        for seed in range(min(seeds, 2)):
            out.append({"what": "planner", "size": "M", "seed": seed, "gap": 5e-3, "limit_s": 120, **PACKAGES})
    if "growth" in also and "M" in sizes:
        for amounts in growth().values():
            out += [{"what": "planner", "size": size, "seed": 0, "gap": 1e-3, "limit_s": GROWTH_LIMIT} for _, size in amounts]
    return out


def again(task: Task, figures: dict[str, Any], points: float | None) -> Task | None:
    """Return the task with a smaller tolerance if a PDLP answer on S does not agree with these points, if there is one."""
    if task["what"] != "pdlp" or task["size"] != "S" or figures.get("points") is None or points is None:
        return None
    smaller = [tolerance for tolerance in PDLP_TOLERANCES if tolerance < task["tolerance"]]
    if not smaller or (abs(figures["points"] - points) <= AGREE * points and figures["gap"] <= AGREE):
        return None
    return {**task, "tolerance": smaller[0]}


def name_of(task: Task) -> str:
    """Say in a line what a task measures."""
    size = task["size"] if isinstance(task["size"], str) else "x".join(map(str, task["size"]))
    what = task.get("layer", task["what"])
    more = f" to {task['gap']:g}" if "gap" in task else ""
    more += f" at {task['tolerance']:g} with {task['threads']} thread(s)" if what == "pdlp" else ""
    more += " with packages" if "packages" in task else ""
    return f"{size} seed {task['seed']}: {what}{more}"
