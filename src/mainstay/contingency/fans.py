"""From many executions to fans by day, and to the probabilities of requirements and of packages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from mainstay.model import FanDay, Planned, RequirementChance, Scenario, ServiceChance
from mainstay.model.grid import Grid
from mainstay.planning.problem import Floats, Ints

from .readied import Packages

PLANNED = (Planned.AS_PLANNED, Planned.REVIEWED)
"""In the order in which executions are kept."""

SCORE = "score"
"""What the fan of the score is called."""


class Executed(NamedTuple):
    """What came of some executions, in their order; *ways* are as planned and, if there are reviews, reviewed.

    Attributes
    ----------
    score : (executions, ways, periods) points
        Attained by the end of each period, transport and mixed fleets paid.
    service : (executions, ways, packages asked for)
        Period at whose end each comes into service, -1 if never.
    met : (executions, ways, rows)
        Period at whose end each requirement or stock is met in full, -1 if never.
    earned : (executions, ways, rows) points
        Of each requirement or stock, before transport.
    """

    score: Floats
    service: Ints
    met: Ints
    earned: Floats

    @staticmethod
    def join(parts: list[Executed]) -> Executed:
        """Put executions one behind the other."""
        return Executed(*(np.concatenate([part[i] for part in parts]) for i in range(len(Executed._fields))))


def quantile(values: Floats, share: float) -> Floats:
    """Least of the values that at least a share of them do not exceed, over the first axis: a value that did come up."""
    return np.asarray(np.quantile(values, share, axis=0, method="inverted_cdf"))


def fans(scenario: Scenario, packages: Packages, executed: Executed) -> tuple[FanDay, ...]:
    """Fan of the score, and of the packages of each kind that are in service, by the last day of each period."""
    asked = scenario.asked_points or 1.0
    kinds = _kinds(scenario, packages)
    out: list[FanDay] = []
    for w in range(executed.score.shape[1]):
        out += _fan(scenario, SCORE, w, 100.0 * executed.score[:, w] / asked)
        for kind in sorted(set(kinds)):
            service = executed.service[:, w, [k == kind for k in kinds]]
            out += _fan(scenario, kind, w, _in_service(service, executed.score.shape[2]))
    return tuple(out)


def _in_service(service: Ints, periods: int) -> Floats:
    """Packages in service at the end of each period: (executions, periods)."""
    began = np.zeros((len(service), periods + 1))
    for column in service.T:
        np.add.at(began, (np.arange(len(service)), np.where(column < 0, periods, column)), 1.0)
    return np.asarray(np.cumsum(began[:, :periods], axis=1))


def _kinds(scenario: Scenario, packages: Packages) -> list[str]:
    """Which package each of those asked for is."""
    sizes = np.diff(packages.unit_start).tolist()
    rows = packages.row.tolist()
    return [scenario.requirements[row].package for row, size in zip(rows, sizes, strict=True) for _ in range(size)]


def _fan(scenario: Scenario, what: str, way: int, values: Floats) -> Iterator[FanDay]:
    """Rows of one fan; values : (executions, periods)."""
    grid = Grid.of(scenario.settings)
    levels = [quantile(values, share).tolist() for share in (0.05, 0.25, 0.5, 0.75, 0.95)]
    mean = values.mean(axis=0).tolist()
    for t in range(grid.periods):
        p05, p25, p50, p75, p95 = (level[t] for level in levels)
        day = grid.last_day(t)
        yield FanDay(what=what, planned=PLANNED[way], day=day, p05=p05, p25=p25, p50=p50, p75=p75, p95=p95, mean=mean[t])


def requirement_chances(scenario: Scenario, asked: Floats, executed: Executed) -> tuple[RequirementChance, ...]:
    """
    Tell how likely each requirement and each stock with a rate is met.

    Parameters
    ----------
    asked : (rows,) points
    """
    grid = Grid.of(scenario.settings)
    last = np.array([(grid.last_day(t) - grid.start).days for t in range(grid.periods)])
    due: list[dt.date | None] = [row.due for row in scenario.requirements]
    codes = [row.requirement for row in scenario.requirements]
    for stock in scenario.stocks:
        if stock.per_day > 0:
            due.append(None)
            codes.append(stock.stock)
    out: list[RequirementChance] = []
    for i, code in enumerate(codes):
        by = due[i]
        for w in range(executed.met.shape[1]):
            met = executed.met[:, w, i]
            late = last[met[met >= 0]].astype(np.float64)
            late = np.zeros(len(late)) if by is None else np.maximum(0.0, late - (by - grid.start).days)
            out.append(
                RequirementChance(
                    requirement=code,
                    planned=PLANNED[w],
                    in_time=float((late <= 0).sum() / len(met)),
                    in_full=float(len(late) / len(met)),
                    expected_percent=float(100.0 * executed.earned[:, w, i].mean() / asked[i]) if asked[i] > 0 else 0.0,
                    days_late_p50=float(quantile(late, 0.5)) if len(late) else None,
                    days_late_p90=float(quantile(late, 0.9)) if len(late) else None,
                )
            )
    return tuple(out)


def service_chances(scenario: Scenario, packages: Packages, executed: Executed) -> tuple[ServiceChance, ...]:
    """Tell when each package asked for comes into service, and how likely."""
    grid = Grid.of(scenario.settings)
    out: list[ServiceChance] = []
    for r, row in enumerate(packages.row.tolist()):
        requirement = scenario.requirements[row]
        begin, end = packages.at_start[r], packages.at_start[r + 1]
        first = int(packages.unit_start[r])
        for k in range(int(packages.unit_start[r + 1]) - first):
            planned = [t for t, n in zip(packages.at[begin:end], packages.planned[begin:end], strict=True) if n > k]
            for w in range(executed.service.shape[1]):
                service = executed.service[:, w, first + k]
                came = np.sort(np.where(service < 0, grid.periods, service))
                days = [int(quantile(came, share)) for share in (0.1, 0.5, 0.9)]
                p10, p50, p90 = (grid.last_day(t) if t < grid.periods else None for t in days)
                out.append(
                    ServiceChance(
                        requirement=requirement.requirement,
                        package=requirement.package,
                        number=k + 1,
                        planned=PLANNED[w],
                        planned_day=grid.last_day(int(planned[0])) if planned else None,
                        p10=p10,
                        p50=p50,
                        p90=p90,
                        probability=float((service >= 0).mean()),
                    )
                )
    return tuple(out)
