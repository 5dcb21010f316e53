"""When packages come into service: from the day of one execution in ten to that of nine in ten, against the day in the plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mainstay.model import Planned, ServiceChance

from .axis import Axis
from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, SLIM, Svg, cut, width_of

WIDTH, ROW, NAMES = 860.0, 30.0, 290.0
MOST = 32
"""Packages that one chart holds."""
Pair = dict[Planned, ServiceChance]


def services_of(rows: Sequence[ServiceChance]) -> list[Pair]:
    """Packages with what becomes of them as planned and reviewed, the least likely first."""
    pairs: dict[tuple[str, int], Pair] = {}
    for row in rows:
        pairs.setdefault((row.requirement, row.number), {})[row.planned] = row
    return sorted(pairs.values(), key=_order)


def draw_services(rows: Sequence[ServiceChance], names: Names, *, slim: bool = False) -> Svg:
    """
    Draw a row for each package: bars from one execution in ten to nine in ten, dots at half, a diamond at the planned day.

    The upper, pale bar is of the plan carried out as it is, the lower of that with reviews. A bar whose end no execution
    reaches runs into an arrow.

    Parameters
    ----------
    rows
        Days of packages.
    names
        Words, names of packages, first and last day of the plan.
    slim
        Whether the chart is for a narrow screen: names stand over the bars.
    """
    words, scenario = names.words, names.scenario
    packages = services_of(rows)[:MOST]
    heads = [words(way.value) for way in Planned]
    wide = [max(width_of(head, AXIS), 34.0) for head in heads]
    width, tall, over = (SLIM, ROW + 16, 18.0) if slim else (WIDTH, ROW, 0.0)
    left, right = (4.0, width - 14) if slim else (NAMES, width - sum(wide) - 14 - 26)
    axis = Axis(scenario.settings.start, scenario.end - dt.timedelta(days=1), left, right)
    top = 22.0
    bottom = top + tall * len(packages)
    chart = Svg(width, bottom + 22, words("service days"))
    at = [width - wide[1] - 14, width]
    for x, head in zip(at, heads, strict=True):
        chart.text(x, 9, head, tone="ink-3", align="right")
    chart.days(axis, words, top, bottom)
    for number, pair in enumerate(packages):
        y = top + tall * number
        chart.line([0, width], [y, y])
        any_row = next(iter(pair.values()))
        code = f"{any_row.requirement} · {any_row.number}"
        if slim:
            room = at[0] - 48 - width_of(code, AXIS)
            name = cut(names.capability(any_row.package), room, NAME)
            chart.text(0, y + 12, name, size=NAME, tone="ink")
            chart.text(width_of(name, NAME) + 6, y + 12.5, code, tone="ink-3")
        else:
            chart.text(0, y + 10, cut(names.capability(any_row.package), NAMES - 12, NAME), size=NAME, tone="ink")
            chart.text(0, y + 23, code, tone="ink-3")
        middle = y + (12 if slim else ROW / 2)
        y += over
        for lane, way in enumerate(Planned):
            if way in pair:
                _lane(chart, pair[way], names, axis, y + 9 + 12 * lane, pale=lane == 0)
                share = words.percent(100 * pair[way].probability)
                chart.text(at[lane], middle, share, size=FIGURE, tone="ink" if lane else "ink-2", align="right")
        if any_row.planned_day is not None:
            says = f"{words('planned day')}: {words.day(any_row.planned_day, year=True)}"
            chart.diamond(axis.end(any_row.planned_day), y + ROW / 2, 5, fill="c-2", says=says)
    chart.line([0, width], [bottom, bottom])
    return chart


def _lane(chart: Svg, row: ServiceChance, names: Names, axis: Axis, y: float, *, pale: bool) -> None:
    words = names.words
    tone, fill = ("q-4", "q-2") if pale else ("q-5", "q-4")

    def said(day: dt.date | None) -> str:
        return words("not within") if day is None else words.day(day, year=True)

    says = f"{words(row.planned.value)}: {said(row.p10)} – {said(row.p50)} – {said(row.p90)}"
    if row.p10 is None:
        chart.text(axis.right, y, words("not within"), tone="late", align="right", halo=True)
        return
    left = axis.end(row.p10)
    right = axis.right if row.p90 is None else axis.end(row.p90)
    chart.bar(left - 1, y - 3.5, max(right, left + 1) + 1, y + 3.5, fill=fill, says=says)
    if row.p90 is None:
        chart.line([axis.right + 1, axis.right + 10], [y, y], tone="late", wide=1.5)
        chart.line([axis.right + 6, axis.right + 10, axis.right + 6], [y - 4, y, y + 4], tone="late", wide=1.5)
    if row.p50 is not None:
        chart.dot(axis.end(row.p50), y, 4.5, fill=tone, says=says)


def _order(pair: Pair) -> tuple[float, dt.date, str, int]:
    row = pair.get(Planned.REVIEWED) or next(iter(pair.values()))
    likely = min(each.probability for each in pair.values())
    return (likely, row.planned_day or dt.date.max, row.requirement, row.number)
