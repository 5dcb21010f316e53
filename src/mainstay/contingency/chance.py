"""Thousands of executions of a written plan: what comes of it when promises slip, links close and courses are cancelled."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mainstay.model import Chance, FanDay, RequirementChance, Scenario, ServiceChance
from mainstay.planning import Plan
from mainstay.planning.build import build
from mainstay.planning.problem import Ints
from mainstay.planning.progress import Watch, silent

from .campaign import run
from .draws import Odds, Own, draw, odds
from .execution import as_planned, room_of
from .fans import Executed, fans, quantile, requirement_chances, service_chances
from .outturn import Outturn, outturn
from .programme import Programme, programme
from .review import Book, News, book_of, reviewed

TOGETHER = 50
"""Executions that a worker is given at a time."""


@dataclass(frozen=True)
class Simulation:
    """
    What comes of a plan by chance.

    Attributes
    ----------
    scenario
        What is planned.
    executions, seed
        How many, and from which seed they were drawn.
    review_days
        Days from one review to the next; ``None``: none were held.
    score
        Of the plan itself, if all goes as planned.
    expected, error
        Mean score of the executions and its standard error, of 100: as planned and, if there are reviews, reviewed.
    likely
        5th and 95th percentile of the score, likewise.
    fans, requirements, services
        Tables.
    seconds
        Wall-clock time.
    """

    scenario: Scenario
    executions: int
    seed: int
    review_days: int | None
    score: float
    expected: tuple[float, ...]
    error: tuple[float, ...]
    likely: tuple[tuple[float, float], ...]
    fans: tuple[FanDay, ...]
    requirements: tuple[RequirementChance, ...]
    services: tuple[ServiceChance, ...]
    seconds: float = field(default=0.0, compare=False)

    def summary(self) -> dict[str, Any]:
        """Figures that open every report; the same seed gives the same summary, whoever computed it."""
        out: dict[str, Any] = {
            "scenario": self.scenario.settings.name,
            "score": self.score,
            "executions": self.executions,
            "seed": self.seed,
            "review_days": self.review_days,
            "chances": len(self.scenario.chances),
        }
        for name, way in zip(("", "_reviewed"), range(len(self.expected)), strict=False):
            out[f"expected_score{name}"] = self.expected[way]
            out[f"standard_error{name}"] = self.error[way]
            out[f"score_p05{name}"], out[f"score_p95{name}"] = self.likely[way]
        return out


@dataclass(frozen=True)
class Study:
    """All that executions need; handed to each worker once.

    Attributes
    ----------
    ends : (periods,) days
        Last day of each period, counted from the first of the plan.
    every, step
        Periods from one review to the next, 0 for none, and of a step.
    """

    programme: Programme
    odds: Odds
    book: Book
    ends: Ints
    seed: int
    every: int
    step: int


def simulate(
    plan: Plan,
    *,
    executions: int = 1000,
    seed: int = 0,
    review_days: int | None = 30,
    chances: Iterable[Chance] | None = None,
    own: Own | None = None,
    executor: Executor | None = None,
    watch: Watch = silent,
    journal: Path | None = None,
) -> Simulation:
    """
    Carry out a plan many times, as chance has it.

    Each execution draws by itself, so the result is the same to the last digit whoever computes it. As planned, nothing is
    changed: cargo moves as in :mod:`.execution`. Reviewed, other offers stand in for what failed or is late, by the rule of
    thumb of :mod:`.review`. Both meet the same luck.

    Parameters
    ----------
    plan
        A plan with its scenario and tables.
    executions
        How often; at least 1.
    seed
        Of the draws; at least 0.
    review_days
        Days from one review to the next. ``None``: no reviews.
    chances
        Instead of the table of the scenario.
    own
        Distributions of single offers, trainings and links, such as from a history; they go before the table.
    executor
        Who computes; see :func:`mainstay.contingency.campaign.run`. ``None``: this process.
    watch
        Told how far it is, and asked whether to stop.
    journal
        File in which finished executions are kept, so that a killed simulation goes on from it.

    Raises
    ------
    ValueError
        If there are no executions, the seed is below 0 or the days between reviews are not above 0.
    KeyError
        If the plan's tables are not of its scenario.
    Stopped
        If ``watch`` asked to stop; see :func:`mainstay.contingency.campaign.run`.
    """
    if executions < 1 or seed < 0 or (review_days is not None and review_days < 1):
        raise ValueError(f"{executions} executions from seed {seed} with reviews every {review_days} days cannot be")
    began = time.perf_counter()
    study = study_of(plan, seed=seed, review_days=review_days, chances=chances, own=own)
    tasks = [(first, min(first + TOGETHER, executions)) for first in range(0, executions, TOGETHER)]
    parts = run(execute, tasks, data=study, executor=executor, journal=journal, watch=watch, stage="executions")
    executed, scenario = Executed.join(parts), plan.scenario if plan.case is None else plan.case.scenario
    packages, asked = study.programme.packages, scenario.asked_points or 1.0
    final = 100.0 * executed.score[:, :, -1] / asked
    error = final.std(axis=0, ddof=1) / math.sqrt(executions) if executions > 1 else np.full(final.shape[1], np.inf)
    return Simulation(
        scenario=plan.scenario,
        executions=executions,
        seed=seed,
        review_days=review_days,
        score=plan.score,
        expected=tuple(final.mean(axis=0).tolist()),
        error=tuple(error.tolist()),
        likely=tuple(zip(quantile(final, 0.05).tolist(), quantile(final, 0.95).tolist(), strict=True)),
        fans=fans(scenario, packages, executed),
        requirements=requirement_chances(scenario, study.programme.asked, executed),
        services=service_chances(scenario, packages, executed),
        seconds=time.perf_counter() - began,
    )


def study_of(
    plan: Plan,
    *,
    seed: int = 0,
    review_days: int | None = 30,
    chances: Iterable[Chance] | None = None,
    own: Own | None = None,
) -> Study:
    """Put a plan and its chances into arrays; parameters as of :func:`simulate`."""
    case = build(plan.scenario) if plan.case is None else plan.case
    arrays = programme(case, plan.tables, None if plan.outcome is None else plan.outcome.ways.pair)
    luck = odds(case, plan.tables, case.scenario.chances if chances is None else chances, own)
    grid = case.grid
    return Study(
        programme=arrays,
        odds=luck,
        book=book_of(arrays.net, arrays.goods, arrays.moves),
        ends=np.array([(grid.last_day(t) - grid.start).days for t in range(grid.periods)], dtype=np.int32),
        seed=seed,
        every=0 if review_days is None else math.ceil(review_days / grid.period_days),
        step=math.ceil(case.scenario.settings.step_days / grid.period_days),
    )


def execute(study: Study, numbers: tuple[int, int]) -> Executed:
    """Carry out the executions from the first number to before the second."""
    outturns = [_execute(study, number) for number in range(*numbers)]
    stacked = ([np.stack([way[i] for way in ways]) for ways in outturns] for i in range(len(Outturn._fields)))
    return Executed(*(np.stack(one) for one in stacked))


def _execute(study: Study, number: int) -> list[Outturn]:
    """One execution as planned and, if there are reviews, once more with them."""
    arrays = study.programme
    net, goods, moves = arrays.net, arrays.goods, arrays.moves
    luck = draw(study.odds, study.seed, number, arrays.period_days, arrays.days)
    out = []
    for every in dict.fromkeys((0, study.every)):
        room = room_of(net, luck.road, luck.first, luck.end, arrays.period_days, arrays.days)
        if every:
            news = News(luck.ready, luck.fails)
            cargo = reviewed(net, goods, moves, arrays.byways, room, news, study.book, every, study.step)
        else:
            cargo = as_planned(net, goods, moves, room, luck.ready)
        counted = (arrays.school, arrays.packages, arrays.stocks, cargo, room.paid, luck.cancelled, study.ends)
        out.append(outturn(goods, *counted, len(arrays.asked)))
    return out
