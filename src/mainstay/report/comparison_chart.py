"""The needs of which two plans attain most differently."""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import Difference

from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, SLIM, Svg, cut, scale

WIDTH, ROW, NAMES = 860.0, 24.0, 360.0
MOST = 30
"""Needs that one chart holds."""
TINY = 0.005
"""Points of 100 below which a difference is not drawn."""


def differing(rows: Sequence[Difference]) -> list[Difference]:
    """Needs with a difference, the largest first."""
    mine = [row for row in rows if abs(row.difference_points) >= TINY]
    return sorted(mine, key=lambda row: (-abs(row.difference_points), row.requirement))


def draw_differences(rows: Sequence[Difference], names: Names, label: str, *, slim: bool = False) -> Svg:
    """
    Draw a bar for each need: solid to the right where the second plan attains more, an outline to the left where less.

    Parameters
    ----------
    rows
        Needs of both plans.
    names
        Words and names.
    label
        What the chart shows.
    slim
        Whether the chart is for a narrow screen: names stand over the bars.
    """
    shown = differing(rows)[:MOST]
    width, tall, over = (SLIM, ROW + 14, 14.0) if slim else (WIDTH, ROW, 0.0)
    left, right, top = (18.0, width - 18, 8.0) if slim else (NAMES, width - 64, 8.0)
    bottom = top + tall * len(shown)
    less = max([-row.difference_points for row in shown], default=0.0)
    more = max([row.difference_points for row in shown], default=0.0)
    step, _ = scale(max(less, more, 0.01), 3)
    below, above = (step * -(-max(side, 0.0) // step) for side in (less, more))
    per_point = (right - left) / max(below + above, step)
    zero = left + below * per_point
    chart = Svg(width, bottom + 22, label)
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    for number in range(-round(below / step), round(above / step) + 1):
        x = zero + number * step * per_point
        chart.line([x, x], [top - 4, bottom], tone="line-2" if number == 0 else "line")
        chart.text(x, bottom + 12, _signed(number * step, names, decimals), tone="ink-3", align="center")
    for number, row in enumerate(shown):
        y = top + tall * number
        middle, end = (y + 10, width - 56) if slim else (y + ROW / 2, NAMES - 12)
        chart.text(0, middle, cut(names.asked(row.requirement), end - 72, NAME), size=NAME, tone="ink")
        chart.text(end, middle, cut(row.requirement, 60, AXIS), tone="ink-3", align="right")
        y += over
        x = zero + row.difference_points * per_point
        says = f"{names.asked(row.requirement)}, {row.requirement}: {_signed(row.difference_points, names, 2)}"
        if row.difference_points > 0:
            chart.bar(zero, y + 5, max(x, zero + 1), y + ROW - 5, fill="gain", says=says)
        else:
            chart.bar(min(x, zero - 2), y + 5, zero, y + ROW - 5, fill="bg", edge="lose", says=says)
        tone = "gain" if row.difference_points > 0 else "lose"
        text = _signed(row.difference_points, names, 2)
        chart.text(width, middle, text, size=FIGURE, tone=tone, bold=True, align="right")
    return chart


def _signed(value: float, names: Names, decimals: int) -> str:
    text = names.words.number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text
