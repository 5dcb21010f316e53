"""Points over time in one case: as planned, left as it was, and planned again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from mainstay.model import CaseLoss, Curve

from .axis import Axis
from .chart import spread
from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, SLIM, Svg, scale, width_of

WIDTH, HEIGHT, PLOT = 720.0, 292.0, 230.0
LEFT = 34.0
Steps = Sequence[tuple[dt.date, float]]
"""Days in order, with points of 100 attained up to and with that day."""
Line = tuple[str, Steps, str, float, str, str]
"""Key of its name, values, tone, width, dashes, and key of what lies under it."""


def draw_curve(curve: Curve, row: CaseLoss, names: Names, *, slim: bool = False) -> Svg:
    """
    Draw the three lines of a case over the days of the plan, with what is won back tinted and what stays lost hatched.

    Parameters
    ----------
    curve
        Points of 100 attained so far, by day.
    row
        The case: its day is marked.
    names
        Words, and first and last day of the plan.
    slim
        Whether the chart is for a narrow screen: names stand under it.
    """
    words, settings = names.words, names.scenario.settings
    last = names.scenario.end - dt.timedelta(days=1)
    lines: list[Line] = [
        ("as planned", curve.base, "ink", 1.6, "5 3", ""),
        ("re-planned", curve.after, "gain", 2.4, "", "stay lost"),
        ("left as it was", curve.before, "lose", 2.0, "", "can be regained"),
    ]
    sides = {"stay lost": _gap(curve.base, curve.after), "can be regained": _gap(curve.after, curve.before)}
    told = {side: words(side, points=words.points(gap, 1)) for side, gap in sides.items() if gap >= 0.05}
    labels = [(words(name), told.get(side, "")) for name, *_, side in lines]
    names_wide = max(max(width_of(text, NAME), width_of(side, AXIS)) for text, side in labels)
    figures = width_of("100.0", NAME, bold=True)
    right = SLIM - figures - 16 if slim else WIDTH - names_wide - figures - 28
    axis = Axis(settings.start, last, LEFT, right)
    step, most = scale(max([points for _, line, *_ in lines for _, points in line], default=1.0), 5)
    ground = 16 + PLOT
    chart = Svg(SLIM if slim else WIDTH, HEIGHT + (66 if slim else 0), f"{words('points over time')}: {names.case(row)}")

    def high(points: float) -> float:
        return ground - points / most * PLOT

    for number in range(round(most / step) + 1):
        y = high(number * step)
        chart.line([LEFT, right], [y, y], tone="line-2" if number == 0 else "line")
        chart.text(LEFT - 6, y, words.number(number * step, 0 if step >= 1 else 1), tone="ink-3", align="right")
    chart.days(axis, words, 16, ground)
    days = sorted({day for line in (curve.base, curve.before, curve.after) for day, _ in line} | {settings.start, last})
    days = [day for day in days if settings.start <= day <= last]
    xs, base, before, after = _staircase(days, axis, [curve.base, curve.before, curve.after])
    chart.area(
        xs, [high(v) for v in after], [high(max(a, b)) for a, b in zip(after, base, strict=True)], fill="hatch", solid=0.6
    )
    lower = [high(v) for v in before]
    chart.area(xs, lower, [high(max(a, b)) for a, b in zip(after, before, strict=True)], fill="q-2", solid=0.75)
    for values, (_, _, tone, wide, dashes, _) in zip((base, after, before), lines, strict=True):
        chart.line(xs, [high(value) for value in values], tone=tone, wide=wide, dashes=dashes)
    if settings.start <= row.day <= last:
        x = axis.begin(row.day)
        chart.line([x, x], [8, ground], tone="ink", dashes="2 2")
        text = words("case day", day=words.day(row.day))
        aside = x + 6 + width_of(text, AXIS, bold=True) <= right
        chart.text(x + 6 if aside else x - 6, 10, text, tone="ink", bold=True, halo=True, align="left" if aside else "right")
    ends = [(values[-1], *rest) for values, rest in zip((base, after, before), zip(lines, labels, strict=True), strict=True)]
    _ends(chart, ends, names, right, high, figures, slim)
    return chart


def _ends(
    chart: Svg,
    ends: Sequence[tuple[float, Line, tuple[str, str]]],
    names: Names,
    right: float,
    high: Callable[[float], float],
    figures: float,
    slim: bool,
) -> None:
    """Write each line's last figure and name beside its end, apart from each other; names under the chart where it is slim."""
    order = sorted(ends, key=lambda end: -end[0])
    heights = spread([high(end[0]) for end in order], 16.0 if slim else 29.0, 12.0, 16 + PLOT - 8)
    for at, ((value, (_, _, tone, wide, dashes, _), (name, side)), y) in enumerate(zip(order, heights, strict=True)):
        chart.dot(right, high(value), 3.5, fill=tone)
        if abs(y - high(value)) > 4:
            chart.line([right + 5, right + 12], [high(value), y], tone=tone, wide=0.8)
        chart.text(right + 14 + figures, y, names.words.number(value, 1), size=NAME, tone=tone, bold=True, align="right")
        if slim:
            y = HEIGHT + 2 + 20 * at
            chart.line([LEFT, LEFT + 24], [y, y], tone=tone, wide=wide, dashes=dashes)
            chart.text(LEFT + 32, y, f"{name} · {side}" if side else name, size=FIGURE, tone="ink")
            continue
        chart.text(right + 22 + figures, y, name, size=NAME, tone="ink")
        if side:
            chart.text(right + 22 + figures, y + 14, side, tone="ink-3")


def _gap(upper: Steps, lower: Steps) -> float:
    return max((upper[-1][1] if upper else 0.0) - (lower[-1][1] if lower else 0.0), 0.0)


def _staircase(
    days: Sequence[dt.date], axis: Axis, lines: Sequence[Steps]
) -> tuple[list[float], list[float], list[float], list[float]]:
    """Corners of staircases over the same days: what has arrived by a day counts from its end."""
    xs = [axis.left]
    out = [[0.0] for _ in lines]
    level = [0.0 for _ in lines]
    at = [0 for _ in lines]
    for day in days:
        x = axis.end(day)
        xs += [x, x]
        for number, line in enumerate(lines):
            out[number].append(level[number])
            while at[number] < len(line) and line[at[number]][0] <= day:
                level[number] = line[at[number]][1]
                at[number] += 1
            out[number].append(level[number])
    return xs, out[0], out[1], out[2]
