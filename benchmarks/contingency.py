"""Contingencies on a seeded instance: how long brackets take, how well they rank, what a certified loss costs.

Every contributor (offers are given to contributors by lot), every link, every hub and border node falls away, one at a time.
All are bracketed; some, drawn by lot, are certified to the reference gap, and of these the first few are timed at the gap of a
report, warm from the base plan and cold.

    python -m benchmarks.contingency --size M --seed 1
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass

import numpy as np
from scipy.stats import spearmanr

from mainstay.contingency.certify import certify
from mainstay.contingency.screen import Bracket, Screen
from mainstay.planning.hits import Hit, of_node, of_offers, of_road, removed
from mainstay.planning.levels import solve
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Problem

from .instances import SIZES, instance

CONTRIBUTORS = 26
"""As many as give to the largest aid effort on public record, about."""

BASE, REPORTED, REFERENCE = 1e-4, 1e-3, 3e-4
"""Gaps of the base plan, of a case as it is reported, and of those that brackets are compared with."""

WIDE = 3e-4
"""Loss, as a share of the base plan, below which the reference cannot tell two cases apart."""


@dataclass(frozen=True)
class Case:
    """One thing that falls away."""

    kind: str
    number: int
    hit: Hit


def cases(problem: Problem, seed: int) -> list[Case]:
    """Every contributor, link, hub and border node (nodes that links both enter and leave)."""
    net = problem.network
    owner = np.random.default_rng(seed).integers(0, CONTRIBUTORS, problem.offers)
    inner = np.intersect1d(net.tail, net.head)
    return [
        *(Case("contributor", i, of_offers(problem, np.flatnonzero(owner == i).astype(np.int32))) for i in range(CONTRIBUTORS)),
        *(Case("link", a, of_road(problem, a)) for a in range(net.roads)),
        *(Case("node", int(v), of_node(problem, int(v))) for v in inner),
    ]


def timed(screen: Screen, listed: list[Case]) -> tuple[list[Bracket], np.ndarray]:
    """Bracket all cases; CPU seconds of each."""
    out, seconds = [], []
    for case in listed:
        began = time.process_time()
        out.append(screen.bracket(case.hit))
        seconds.append(time.process_time() - began)
    return out, np.array(seconds)


def _said(cpu: list[float]) -> str:
    return f"median {np.median(cpu):.1f}, mean {np.mean(cpu):.1f}, most {np.max(cpu):.1f}" if cpu else "none"


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", choices=sorted(SIZES), default="M")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--certified", type=int, default=40, help="cases compared with a certified loss")
    parser.add_argument("--timed", type=int, default=10, help="of these, cases timed warm and cold")
    asked = parser.parse_args()
    problem = instance(asked.size, asked.seed)
    began = time.process_time()
    base = solve(problem, BASE, vertex=False)
    print(f"{asked.size}, seed {asked.seed}: base plan to {base.gap:.1e} in {time.process_time() - began:.1f} s CPU")

    listed = cases(problem, asked.seed)
    Screen(problem, base).bracket(listed[-1].hit)  # compile, if nobody has
    began = time.process_time()
    screen = Screen(problem, base)
    print(f"screen laid out in {time.process_time() - began:.2f} s CPU; {len(listed)} cases")
    found, seconds = timed(screen, listed)
    print(f"{'':12} {'cases':>6} {'ms a case':>10} {'most':>6}   width of the bracket, % of the base plan: median, most")
    for kind in dict.fromkeys(case.kind for case in listed):
        mine = [i for i, case in enumerate(listed) if case.kind == kind]
        width = [100 * (found[i].high - found[i].low) / base.points for i in mine]
        of = 1e3 * seconds[mine]
        print(f"{kind:12} {len(mine):6} {of.mean():10.2f} {of.max():6.2f}   {np.median(width):.2f}, {np.max(width):.2f}")

    drawn = np.random.default_rng(asked.seed).permutation(len(listed))[: asked.certified]
    _compare(problem, base, [listed[i] for i in drawn], [found[i] for i in drawn])
    _time(problem, base, [listed[i] for i in drawn[: asked.timed]])


def _compare(problem: Problem, base: Outcome, listed: list[Case], found: list[Bracket]) -> None:
    """Rank correlation of brackets with losses certified to the reference gap."""
    loss, outside = [], 0
    for case, bracket in zip(listed, found, strict=True):
        case_plan = certify(problem, case.hit, base, REFERENCE)
        loss.append(base.points - case_plan.points)
        outside += not (bracket.low <= case_plan.bound and bracket.high >= case_plan.points)
    told = np.array(loss) > WIDE * base.points
    ends = {
        "estimate": [b.estimate for b in found],
        "lower end": [b.low for b in found],
        "upper end": [b.high for b in found],
    }
    print(
        f"rank correlation with the loss certified to {REFERENCE:.0e}, {len(loss)} cases ({told.sum()} with a loss that shows):"
    )
    for name, value in ends.items():
        drop = base.points - np.array(value)
        print(
            f"  {name:10} {spearmanr(loss, drop).statistic:.3f} ({spearmanr(np.array(loss)[told], drop[told]).statistic:.3f})"
        )
    print(f"  certified intervals outside their bracket: {outside}; largest loss {100 * max(loss) / base.points:.2f} %")


def _time(problem: Problem, base: Outcome, listed: list[Case]) -> None:
    """CPU seconds of certified cases, warm and cold, at the gap of a report."""
    warm, cold = [], []
    for case in listed:
        began = time.process_time()
        certify(problem, case.hit, base, REPORTED)
        warm.append(time.process_time() - began)
        began = time.process_time()
        solve(removed(problem, case.hit), REPORTED, vertex=False)
        cold.append(time.process_time() - began)
    print(f"CPU seconds a case certified to {REPORTED:.0e}, {len(warm)} cases: warm {_said(warm)}; cold {_said(cold)}")


if __name__ == "__main__":
    main()
