"""The chart of fulfilment by priority over time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario

from .axis import tick_label, ticks
from .figures import Made, over_time
from .look import CAPTION, INK, INK_2, INK_3, LINE, LINE_2, SMALL, TITLE, save
from .text import answer
from .words import Words
from .wrap import wrapped

WIDTH, HEIGHT = 640.0, 400.0
"""Of the sheet, points; higher by a line for each line of the answer above two."""
PLOT = HEIGHT - 58 - 72
"""Height of the plot, points."""
TONES = ("#0d3f78", "#2a6db3", "#5b94cb", "#86b1da", "#a9c8e6")
"""Priority 1 to 5: the same blue, the more urgent the darker."""
STROKES = (2.6, 2.2, 1.9, 1.6, 1.4)

Steps = list[tuple[dt.date, float]]
"""Days with the share attained by then, %."""


def draw_fulfilment(
    plan: AnyPlan,
    scenario: Scenario,
    stem: Path,
    *,
    greedy: Made | None = None,
    language: str = "en",
) -> list[Path]:
    """
    Draw the share of the points of each priority attained so far, day by day, as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What arrives when, and what was asked.
    stem
        Files to write, without suffix.
    greedy
        Tables, or consignments, of the spreadsheet rule, drawn dashed.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    said = wrapped(answer(plan, scenario, language=language), WIDTH - 24, 8.6)
    high = HEIGHT + 12 * max(len(said) - 2, 0)
    figure = Figure(figsize=(WIDTH / 72, high / 72), facecolor="white")
    axes = figure.add_axes((34 / WIDTH, 58 / high, (WIDTH - 34 - 150) / WIDTH, PLOT / high))
    lines = over_time(scenario, plan.tables)
    others = None if greedy is None else over_time(scenario, greedy)
    first, last = scenario.settings.start, scenario.end - dt.timedelta(days=1)
    axes.set_xlim(date2num(first), date2num(last))
    axes.set_ylim(0, 100)
    for level in (0, 25, 50, 75, 100):
        axes.axhline(level, color=LINE_2 if level == 0 else LINE, lw=0.8, zorder=1)
    axes.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100\u202f%"])
    days = ticks(first, last)
    labels = ["\n".join((name, year or " ")) for name, year in (tick_label(day, days, words) for day in days)]
    axes.set_xticks([date2num(day) for day in days], labels)
    axes.tick_params(length=0, labelsize=SMALL + 0.5, labelcolor=INK_3, pad=5)
    for side in axes.spines.values():
        side.set_visible(False)
    for priority, steps in sorted(lines.items(), reverse=True):
        tone, stroke = TONES[priority - 1], STROKES[priority - 1]
        if others is not None:
            _line(axes, others[priority], tone, 1.2, dashes=(3.0, 2.0))
        _line(axes, steps, tone, stroke)
    _name(axes, lines, others, words, PLOT)
    heading = scenario.settings.title or scenario.settings.name
    figure.text(12 / WIDTH, 1 - 20 / high, words("chart title"), size=TITLE, weight="bold", color=INK)
    for row, text in enumerate(said):
        figure.text(12 / WIDTH, 1 - (36 + 12 * row) / high, text, size=8.6, color=INK_2)
    caption = words("chart caption") + (f" {words('chart dashed')}" if others is not None else "")
    figure.text(12 / WIDTH, 24 / high, caption, size=CAPTION, color=INK_3)
    figure.text(12 / WIDTH, 12 / high, heading, size=CAPTION, color=INK_3)
    return save(figure, stem)


def _line(axes: Axes, steps: Steps, tone: str, stroke: float, dashes: tuple[float, float] | None = None) -> None:
    """Draw a staircase: what has arrived stays."""
    style: dict[str, Any] = {} if dashes is None else {"dashes": [part * 1.2 / stroke for part in dashes]}
    axes.plot(
        [date2num(day) for day, _ in steps],
        [share for _, share in steps],
        drawstyle="steps-post",
        color=tone,
        lw=stroke,
        solid_joinstyle="round",
        zorder=2 if dashes else 3,
        **style,
    )


def _name(axes: Axes, lines: dict[int, Steps], others: dict[int, Steps] | None, words: Words, high: float) -> None:
    """Write each line's name and last figure at its end, apart from each other."""
    ends = sorted(((steps[-1][1], priority) for priority, steps in lines.items()), key=lambda end: (end[0], -end[1]))
    for (share, priority), y in zip(ends, spread([share for share, _ in ends], 1200 / high, 0.0, 100.0), strict=True):
        text = f"{words('priority')} {priority}"
        right = axes.get_xlim()[1]
        per_point = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (WIDTH - 34 - 150)
        axes.plot(
            [right, right + 9 * per_point, right + 13 * per_point],
            [share, y, y],
            color=TONES[priority - 1],
            lw=STROKES[priority - 1],
            clip_on=False,
            solid_joinstyle="round",
            zorder=3,
        )
        figures = words.number(share, 1)
        if others is not None:
            figures += f" ({words.number(others[priority][-1][1], 1)})"
        axes.annotate(
            text,
            (right, y),
            (17, 0),
            textcoords="offset points",
            va="center_baseline",
            size=8.4,
            color=INK,
            weight="bold",
            annotation_clip=False,
        )
        axes.annotate(
            figures,
            (right, y),
            (140, 0),
            textcoords="offset points",
            va="center_baseline",
            ha="right",
            size=8.4,
            color=INK,
            annotation_clip=False,
        )


def spread(values: list[float], apart: float, least: float, most: float) -> list[float]:
    """Move ascending values so that they are ``apart`` and within limits, as little as possible."""
    out: list[float] = []
    for value in values:
        out.append(max(value, out[-1] + apart) if out else max(value, least))
    if out and out[-1] > most:
        out[-1] = most
        for index in range(len(out) - 2, -1, -1):
            out[index] = min(out[index], out[index + 1] - apart)
    return out
