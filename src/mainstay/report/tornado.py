"""The tornado: what each case costs, the worst first, left as it was and after planning again, with certified intervals."""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import CaseLoss

from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, SLIM, Svg, cut, lines_of, scale, width_of

WIDTH, ROW = 900.0, 26.0
NAMES = 250.0
"""Width of the names of cases, pixels."""
HEAD = 72.0
"""Width beyond which the head of a column takes another line."""
MOST = 30
"""Cases that one chart holds."""
TINY = 0.005
"""Points of 100 below which a loss is not drawn."""


def ranked(cases: Sequence[CaseLoss]) -> list[CaseLoss]:
    """Cases by loss after planning again, the largest first; then by loss before."""
    return sorted(cases, key=lambda row: (-row.loss, -row.loss_before, row.case))


def drawn(cases: Sequence[CaseLoss]) -> list[CaseLoss]:
    """Cases of a chart: those that lose most, without those that lose nothing."""
    return [row for row in ranked(cases) if max(row.loss, row.loss_before) >= TINY][:MOST]


def draw_tornado(cases: Sequence[CaseLoss], names: Names, *, marked: str = "", slim: bool = False) -> Svg:
    """
    Draw the loss of each case: outline as it was, solid after planning again, a whisker over its certified interval.

    A case that was not solved has a pale dashed bar at its estimate, and the whisker spans its bracket.

    Parameters
    ----------
    cases
        Any order; those with the largest losses are drawn.
    names
        What cases are called.
    marked
        Case to stand out.
    slim
        Whether the chart is for a narrow screen: names stand over the bars, and intervals only in the table.
    """
    words, rows = names.words, drawn(cases)
    width = SLIM if slim else WIDTH
    heads = [lines_of(words(key), HEAD, AXIS) for key in ("before", "after replanning", "certified interval")]
    wide = [
        max([least, *(width_of(line, AXIS) for line in head)]) for head, least in zip(heads, (36.0, 42.0, 74.0), strict=True)
    ]
    kinds = max([width_of(words(f"kind {row.kind.value}"), AXIS) for row in rows], default=0.0) + 10
    left, right = NAMES + kinds + 8, width - sum(wide) - 2 * 14 - 14
    at = [width - wide[2] - wide[1] - 2 * 14, width - wide[2] - 14, width]
    tall, over = ROW, 0.0
    if slim:
        left, right, at, heads = 0.0, width - 8, [width - wide[1] - 14, width], heads[:2]
        tall, over = ROW + 16, 16.0
    top = 10.0 + 13 * max(len(head) for head in heads)
    bottom = top + tall * max(len(rows), 1)
    most = max([max(row.loss_before, row.loss, row.loss_high) for row in rows], default=1.0)
    step, _ = scale(most)
    per_point = (right - left) / most
    chart = Svg(width, bottom + 22, words("cases title"))
    for x, head in zip(at, heads, strict=True):
        for number, line in enumerate(reversed(head)):
            chart.text(x, top - 12 - 13 * number, line, tone="ink-3", align="right")
    decimals = 0 if step >= 1 else 1 if step >= 0.1 else 2
    for number in range(int(most / step + 1e-9) + 1):
        x = left + number * step * per_point
        chart.line([x, x], [top - 4, bottom])
        place = "left" if slim and not number else "center"
        chart.text(x, bottom + 12, words.number(-number * step, decimals), tone="ink-3", align=place)
    for number, row in enumerate(rows):
        y, bold = top + tall * number, row.case == marked
        if bold:
            chart.bar(0, y, width, y + tall, fill="accent-bg")
        middle = y + (13 if slim else ROW / 2)
        room = at[0] - 46 if slim else NAMES - 6
        chart.text(6 if bold else 0, middle, cut(names.bare(row), room, NAME, bold=bold), size=NAME, tone="ink", bold=bold)
        if not slim:
            chart.text(NAMES + kinds, middle, words(f"kind {row.kind.value}"), tone="ink-3", align="right")
        _bars(chart, row, names, left, y + over, per_point)
        chart.text(at[0], middle, words.points(row.loss_before), size=FIGURE, align="right")
        tone, text = ("ink", words.points(row.loss)) if row.solved else ("ink-3", "≈\u202f" + words.points(row.loss))
        chart.text(at[1], middle, text, size=FIGURE, tone=tone, bold=row.solved, align="right")
        if not slim:
            chart.text(at[2], middle, interval(row, names), tone="ink-3", align="right")
    return chart


def caption_of(cases: Sequence[CaseLoss], names: Names) -> str:
    """Say what the marks of the chart stand for, of those that it has."""
    keys = ["tornado caption", *(["tornado bracketed"] if not all(row.solved for row in drawn(cases)) else [])]
    return " ".join(names.words(key) for key in keys)


def interval(row: CaseLoss, names: Names) -> str:
    """Interval of a loss, its ends rounded outwards."""
    return f"{names.words.at_least(row.loss_low)}–{names.words.at_most(row.loss_high)}"


def _bars(chart: Svg, row: CaseLoss, names: Names, left: float, y: float, per_point: float) -> None:
    words = names.words
    says = (
        f"{names.case(row)}: {words('loss before')} {words.points(row.loss_before)}; "
        f"{words('loss after') if row.solved else words('loss estimate')} {words.points(row.loss)} ({interval(row, names)})"
    )
    before, after = left + row.loss_before * per_point, left + row.loss * per_point
    low, high = left + max(row.loss_low, 0.0) * per_point, left + row.loss_high * per_point
    if row.loss_before > 0:
        chart.bar(left, y + 6, max(before, left + 2), y + ROW - 6, fill="bg", edge="lose" if row.solved else "h-3", says=says)
    if row.loss > 0:
        if row.solved:
            chart.bar(left, y + 6, max(after, left + 1), y + ROW - 6, fill="lose", says=says)
        else:
            chart.bar(left, y + 6, max(after, left + 2), y + ROW - 6, fill="h-1", edge="h-3", dashes="3 2", says=says)
    if high - low > 1.5:
        tone = "ink" if row.solved else "ink-3"
        chart.line([low, high], [y + ROW / 2, y + ROW / 2], tone=tone, wide=1.2, dashes="" if row.solved else "2 2")
        for x in (low, high):
            chart.line([x, x], [y + ROW / 2 - 4, y + ROW / 2 + 4], tone=tone, wide=1.2)
