"""A plan picked up again from its folder, with all that its solve had found, so that questions need no new solve."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from mainstay.exchange import read
from mainstay.exchange.plan_folder import WrittenPlan, read_plan
from mainstay.model import Leg, ScenarioError
from mainstay.model import Problem as Fault

from .build import Case, build
from .engine import Outcome
from .kept import FILE
from .plan import Plan, assemble
from .problem import Floats
from .ways import LEGS, Ways


def resume(folder: str | Path) -> Plan:
    """
    Read a plan folder, so that its plan answers questions as if it had just been made.

    Questions are solved from the ways and prices kept beside the plan; without them the first one takes as long as planning.

    Raises
    ------
    ScenarioError
        If the folder is not a plan's, or its scenario was changed since.
    """
    folder = Path(folder)
    written = read_plan(folder)
    scenario = read(folder / "scenario")
    case = build(scenario)
    ways, lots = _as_ways(case, written)
    pool, price = _kept(folder, case)
    points_per_score = case.asked_points / 100.0
    outcome = Outcome(
        ways=ways,
        lots=lots,
        points=written.score * points_per_score,
        bound=written.bound * points_per_score,
        price=np.zeros(len(case.problem.capacity)) if price is None else price,
        status=written.status,
        pool=ways if pool is None else Ways.join([ways, pool]),
        rounds=0 if price is None else 1,
        columns=len(ways),
    )
    plan = assemble(case, outcome, str(written.said.get("method", "columns")), written.seconds)
    if abs(plan.score - written.score) > 1e-6 * max(1.0, abs(written.score)):
        said = f"{written.score:g}, but its consignments and scenario give {plan.score:g}: one was changed. Plan it again"
        raise ScenarioError([Fault("summary.json", 0, "score", said)])
    return plan.with_bottlenecks(written.tables.bottlenecks)


def _as_ways(case: Case, written: WrittenPlan) -> tuple[Ways, Floats]:
    """Turn written consignments and legs back into amounts on ways."""
    problem, grid = case.problem, case.grid
    offer_no = {offer.offer: o for o, offer in enumerate(case.offers)}
    need_no = {row.requirement: n for n, row in enumerate(case.requirements)}
    link_no = {link.link: a for a, link in enumerate(case.links)}
    pair_no = {(int(o), int(n)): p for p, (o, n) in enumerate(zip(problem.pair_offer, problem.pair_need, strict=True))}
    legs: dict[str, list[Leg]] = defaultdict(list)
    for leg in sorted(written.legs, key=lambda leg: (leg.consignment, leg.leg)):
        legs[leg.consignment].append(leg)
    rows = written.consignments
    zero, none = np.zeros(len(rows), dtype=np.int32), np.full((len(rows), LEGS), -1, dtype=np.int32)
    ways = Ways(zero, zero.copy(), zero.copy(), zero.copy(), none, none.copy())
    lots = np.zeros(len(rows))
    try:
        for w, row in enumerate(rows):
            o, steps = offer_no[row.offer], legs[row.consignment]
            ways.pair[w] = pair_no[o, need_no[row.requirement]]
            leaves = [grid.last_until(leg.departs) for leg in steps]
            ways.arrives[w] = grid.last_until(row.arrives)
            ways.begins[w] = min(leaves[0] if leaves else ways.arrives[w], problem.last[problem.source[o]])
            ways.legs[w] = len(steps)
            ways.link[w, : len(steps)] = [link_no[leg.link] for leg in steps]
            ways.leaves[w, : len(steps)] = leaves
            lots[w] = row.quantity * case.lot[o]
    except KeyError as missing:
        said = f"the scenario beside it has no {missing} that a plan could use: it was changed since. Plan it again"
        raise ScenarioError([Fault("consignments.csv", 0, "", said)]) from None
    return ways, lots


def _kept(folder: Path, case: Case) -> tuple[Ways | None, np.ndarray | None]:
    """Ways and prices kept beside a plan; nothing if there are none, or if they belong to another problem."""
    file = folder / FILE
    if not file.is_file():
        return None, None
    try:
        with file.open("rb") as stream, np.load(stream) as kept:
            data = {name: kept[name] for name in kept.files}
        price = data.pop("price")
        number, longest = data["link"].shape
        table = {name: np.full((number, LEGS), -1, dtype=np.int32) for name in ("link", "leaves")}
        for name, wide in table.items():
            wide[:, :longest] = data[name]
        ways = Ways(data["pair"], data["begins"], data["arrives"], data["legs"], table["link"], table["leaves"])
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError):
        return None, None
    problem = case.problem
    fits = len(price) == len(problem.capacity) and len(ways) > 0
    fits = fits and int(ways.pair.max()) < problem.pairs and int(ways.link.max()) < problem.network.links
    return (ways, price) if fits else (None, None)
