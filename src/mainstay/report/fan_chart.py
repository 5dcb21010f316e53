"""Fans: what simulated executions attain by day, beside what the plan says."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mainstay.model import FanDay, Planned

from .axis import Axis
from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, SLIM, Svg, cut, scale, width_of

WIDTH, GAP = 860.0, 20.0
HIGH, LOW = 214.0, 84.0
"""Height of the plot of the score, and of those of packages."""
WAYS = (Planned.AS_PLANNED, Planned.REVIEWED)
SCORE = "score"
MOST, TOGETHER = 24, 10
"""Kinds of packages that a report draws, and that stand in one chart, so that it fits onto a sheet."""
Steps = Sequence[tuple[dt.date, float]]
Fans = dict[tuple[str, Planned], list[FanDay]]


def fans_of(rows: Sequence[FanDay]) -> Fans:
    """Fans by what they tell and how the plan is carried out; days ascend."""
    out: Fans = defaultdict(list)
    for row in sorted(rows, key=lambda row: row.day):
        out[row.what, row.planned].append(row)
    return dict(out)


def packages_of(fans: Fans, plan: Mapping[str, Steps]) -> list[str]:
    """Packages with fans, the one of which most are to come into service first."""
    most: dict[str, float] = defaultdict(float)
    for (what, _), rows in fans.items():
        if what != SCORE:
            most[what] = max(most[what], max((row.p95 for row in rows), default=0.0), max_of(plan.get(what, ())))
    return sorted(most, key=lambda code: (-most[code], code))


def max_of(line: Steps) -> float:
    """Largest value of a line."""
    return max((value for _, value in line), default=0.0)


def draw_score_fans(rows: Sequence[FanDay], plan: Mapping[str, Steps], names: Names, *, slim: bool = False) -> Svg:
    """
    Draw the fans of the score side by side: the plan carried out as it is, and with reviews.

    Parameters
    ----------
    rows
        Quantiles by day.
    plan
        What the plan attains by day, by ``score`` and code of package; one that is not known is not drawn.
    names
        Words, and first and last day of the plan.
    slim
        Whether the chart is for a narrow screen: one fan over the other.
    """
    fans, words = fans_of(rows), names.words
    ways = [way for way in WAYS if (SCORE, way) in fans] or list(WAYS[:1])
    across = 1 if slim else len(ways)
    width, tall = SLIM if slim else WIDTH, HIGH + 58
    chart = Svg(width, tall * len(ways) / across, words("fan score"))
    tail = width_of("100.0", FIGURE, bold=True) + 10
    wide = (width - GAP * (across - 1)) / across
    most = max([max_of(plan.get(SCORE, ()))] + [row.p95 for way in ways for row in fans.get((SCORE, way), ())])
    for at, way in enumerate(ways):
        left, top = at % across * (wide + GAP), at // across * tall
        box = Box(left + 30, left + wide - tail, top + 30, top + 30 + HIGH, most)
        chart.text(left + 30, top + 10, words(way.value), size=NAME, tone="ink", bold=True)
        _Fan(chart, box, names).draw(fans.get((SCORE, way), []), plan.get(SCORE, ()), decimals=1, lines=5)
    return chart


def draw_package_fans(
    rows: Sequence[FanDay], plan: Mapping[str, Steps], names: Names, codes: Sequence[str], *, slim: bool = False
) -> Svg:
    """
    Draw the fans of packages in service, a pair for each kind: the plan carried out as it is, and with reviews.

    Takes what :func:`draw_score_fans` takes, and which packages; on a narrow screen one pair stands over the other.
    """
    fans, words = fans_of(rows), names.words
    across = 1 if slim else 2
    width, tall = SLIM if slim else WIDTH, LOW + 62
    wide, tail = (width - (2 * across - 1) * GAP) / (2 * across), 20.0
    chart = Svg(width, tall * -(-len(codes) // across) + 2, words("fan packages"))
    for number, code in enumerate(codes):
        column, line = number % across, number // across
        left, top = column * 2 * (wide + GAP), tall * line
        title = cut(names.capability(code), 2 * wide + GAP - 4, NAME, bold=True)
        chart.text(left, top + 10, title, size=NAME, tone="ink", bold=True)
        most = max([max_of(plan.get(code, ()))] + [row.p95 for way in WAYS for row in fans.get((code, way), ())] + [1.0])
        for at, way in enumerate(WAYS):
            start = left + at * (wide + GAP)
            chart.text(start + 20, top + 27, words(way.value), tone="ink-3")
            box = Box(start + 20, start + wide - tail, top + 38, top + 38 + LOW - 6, most)
            _Fan(chart, box, names).draw(fans.get((code, way), []), plan.get(code, ()), decimals=0, lines=2)
    return chart


@dataclass(frozen=True)
class Box:
    """Where a fan stands, pixels, and the value at least as high as anything in it."""

    left: float
    right: float
    top: float
    ground: float
    most: float


class _Fan:
    """One fan."""

    def __init__(self, chart: Svg, box: Box, names: Names):
        self.chart, self.box, self.names = chart, box, names
        scenario = names.scenario
        self.axis = Axis(scenario.settings.start, scenario.end - dt.timedelta(days=1), box.left, box.right)

    def draw(self, rows: Sequence[FanDay], plan: Steps, *, decimals: int, lines: int) -> None:
        chart, box, words = self.chart, self.box, self.names.words
        step, self.full = scale(box.most, lines)
        if decimals == 0 and step < 1:
            step, self.full = 1.0, float(max(1, round(box.most + 0.499)))
        for number in range(round(self.full / step) + 1):
            y = self.high(number * step)
            chart.line([box.left, box.right], [y, y], tone="line-2" if number == 0 else "line")
            chart.text(box.left - 5, y, words.number(number * step, 0 if step >= 1 else 1), tone="ink-3", align="right")
        chart.days(self.axis, words, box.top, box.ground)
        if rows:
            xs = self.xs(rows)
            self.band(xs, [row.p05 for row in rows], [row.p95 for row in rows], "q-1")
            self.band(xs, [row.p25 for row in rows], [row.p75 for row in rows], "q-2")
            chart.line(xs, [self.high(value) for value in _twice([row.p50 for row in rows])], tone="q-5", wide=2)
        if plan:
            xs, values = [box.left], [0.0]
            for day, value in plan:
                xs += [self.axis.end(day)] * 2
                values += [values[-1], value]
            chart.line(
                [*xs, box.right], [self.high(value) for value in [*values, values[-1]]], tone="ink", wide=1.3, dashes="4 3"
            )
        self.ends(rows, plan, decimals)

    def ends(self, rows: Sequence[FanDay], plan: Steps, decimals: int) -> None:
        """Write the last figures: of the plan above the median, unless they are the same."""
        chart, box, words = self.chart, self.box, self.names.words
        last = rows[-1].p50 if rows else None
        x = box.right + 5
        texts = []
        if last is not None:
            chart.dot(box.right, self.high(last), 3, fill="q-5")
            texts.append((self.high(last), words.number(last, decimals), "q-5", True))
        if plan:
            value = plan[-1][1]
            if not (texts and texts[0][1] == words.number(value, decimals)):
                texts.append((self.high(value), words.number(value, decimals), "ink-3", False))
        texts.sort()
        for at, (y, text, tone, bold) in enumerate(texts):
            apart = max(y, texts[at - 1][0] + 13) if at else y
            chart.text(x, apart, text, size=FIGURE if decimals else AXIS, tone=tone, bold=bold)

    def high(self, value: float) -> float:
        return self.box.ground - value / self.full * (self.box.ground - self.box.top)

    def xs(self, rows: Sequence[FanDay]) -> list[float]:
        xs = [self.axis.end(row.day) for row in rows]
        return [xs[0], *(x for each in xs[1:] for x in (each, each)), self.box.right]

    def band(self, xs: list[float], lower: list[float], upper: list[float], fill: str) -> None:
        low, high = ([self.high(value) for value in _twice(side)] for side in (lower, upper))
        self.chart.area(xs, low, high, fill=fill)


def _twice(values: list[float]) -> list[float]:
    return [value for value in values for _ in range(2)]
