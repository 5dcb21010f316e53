"""The capability calendar: packages in service against what was asked, all together and by kind."""

from __future__ import annotations

from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario

from .axis import Axis, last_day
from .canvas import EDGE, Canvas, broken, fitted, foot_height, head_height, heading, rule
from .capabilities import KindRow, calendar, package_lines
from .capability_text import apart_answer, packages_answer
from .look import APART, ASKED, CAPTION, INK, INK_2, INK_3, LINE, SERVICE, SMALL, TEXT, Q
from .words import Words

WIDTH = 804.0
NAMES, TOTALS = 180.0, 108.0
"""Widths of the column of kinds, and of the two columns with totals."""
BARS, ROW = 120.0, 17.0
"""Height of the bars of all packages, and of a row of the table by kind."""


def draw_service(plan: AnyPlan, scenario: Scenario, stem: Path, *, language: str = "en") -> list[Path]:
    """
    Draw packages in service by step of the plan, of all and of each kind, as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What comes into service when, and what was asked.
    stem
        Files to write, without suffix.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    lines = package_lines(plan, scenario)
    spans, rows = calendar(lines, scenario)
    head = broken(f"{packages_answer(lines, words)} {apart_answer(plan, words)}".strip(), WIDTH)
    wide = (spans[0][1] - spans[0][0]).days + 1
    caption = [
        *broken(words("service caption", days=wide) + f" {words('shade')}.", WIDTH, CAPTION),
        scenario.settings.title or scenario.settings.name,
    ]
    top = head_height(head) + 34
    height = top + BARS + 48 + ROW * len(rows) + 12 + foot_height(caption)
    canvas = Canvas(WIDTH, height)
    heading(canvas, words("title service"), head, caption)
    axis = Axis(scenario.settings.start, last_day(scenario), EDGE + NAMES, WIDTH - EDGE - TOTALS)
    edges = [axis.begin(first) for first, _ in spans] + [axis.right]
    _bars(canvas, axis, edges, rows[-1], words, top, plan.summary().get("apart_packages"))
    _table(canvas, axis, edges, rows, words, scenario, top + BARS + 34)
    return canvas.save(stem)


def _bars(canvas: Canvas, axis: Axis, edges: list[float], whole: KindRow, words: Words, top: float, apart: object) -> None:
    """Draw what is asked dashed and what is in service solid, one bar a column."""
    ground = top + BARS
    most = max(*whole.asked, *whole.in_service, 1)
    step = next(step for power in (1, 10, 100, 1000, 10_000) for part in (1, 2, 5) if (step := part * power) * 4 >= most)
    full = step * -(-most // step)
    per_package = BARS / full

    for level in range(0, full + 1, step):
        y = ground - level * per_package
        canvas.line([axis.left, axis.right], [y, y], tone=LINE)
        canvas.text(axis.left - 6, y, words.number(level), tone=INK_3, align="right")
    canvas.text(EDGE, top - 20, words("service bars"), size=TEXT, tone=INK, bold=True)
    _key(canvas, words, EDGE, top + 8, apart)
    for at, (asked, served) in enumerate(zip(whole.asked, whole.in_service, strict=True)):
        gap = min(3.0, (edges[at + 1] - edges[at]) * 0.14)
        left, right = edges[at] + gap, edges[at + 1] - gap
        if asked:
            canvas.bar(left, ground - asked * per_package, right, ground, edge=ASKED, wide=0.9, dashes=(2.2, 1.6))
        if served:
            canvas.bar(left, ground - served * per_package, right, ground, fill=SERVICE, over=4)
        middle = (left + right) / 2
        if asked and (at == 0 or asked != whole.asked[at - 1] or at + 1 == len(whole.asked)):
            over = max(asked, served) * per_package
            canvas.text(middle, ground - over - 6, words.number(asked), tone=INK_3, align="center")
        if served * per_package >= 11:
            canvas.text(middle, ground - 7, words.number(served), tone="#ffffff", bold=True, align="center")
    if isinstance(apart, int | float):
        y = ground - apart * per_package
        canvas.line([edges[-2], axis.right + 12], [y, y], tone=APART, wide=2.2, over=7)
        canvas.text(axis.right + 16, y, words.number(apart), tone=APART, bold=True, size=TEXT - 0.6)


def _key(canvas: Canvas, words: Words, x: float, y: float, apart: object) -> None:
    """Say what outline, bar and line stand for, beside the bars."""
    canvas.bar(x, y - 4.5, x + 14, y + 4.5, edge=ASKED, wide=0.9, dashes=(2.2, 1.6))
    canvas.text(x + 20, y, words("asked by then"))
    canvas.bar(x, y + 10.5, x + 14, y + 19.5, fill=SERVICE)
    canvas.text(x + 20, y + 15, words("in service"))
    if isinstance(apart, int | float):
        canvas.line([x, x + 14], [y + 30, y + 30], tone=APART, wide=2.2)
        for row, line in enumerate(broken(words("planned apart"), NAMES - 20, SMALL)):
            canvas.text(x + 20, y + 30 + 9.5 * row, line)


def _table(
    canvas: Canvas, axis: Axis, edges: list[float], rows: tuple[KindRow, ...], words: Words, scenario: Scenario, top: float
) -> None:
    """Write the packages in service of every kind, the more of its total the darker."""
    packages = scenario.by_key("packages")
    bottom = top + ROW * len(rows)
    canvas.days(axis, words, top - 12, top)
    canvas.text(EDGE, top - 8, words("by kind"), size=TEXT, tone=INK, bold=True)
    asked_at, served_at = WIDTH - EDGE - 56, WIDTH - EDGE
    canvas.text(asked_at, top - 8, words("asked in all"), tone=INK_3, align="right")
    canvas.text(served_at, top - 8, words("served in all"), tone=INK_3, align="right")
    for at, row in enumerate(rows):
        y, whole = top + ROW * at, not row.kind
        rule(canvas, y, strong=whole)
        middle = y + ROW / 2
        name = words.name(packages.get(row.kind), row.kind) if row.kind else words("all kinds")
        name = fitted(name, NAMES - 8, SMALL + 0.6, bold=whole)
        canvas.text(EDGE, middle, name, size=SMALL + 0.6, tone=INK, bold=whole)
        for column, served in enumerate(row.in_service):
            left, right = edges[column], edges[column + 1]
            shade = _shade(served / row.total if row.total else 0.0)
            if served and not whole:
                canvas.bar(left + 0.7, y + 2, right - 0.7, y + ROW - 2, fill=Q[shade], over=3)
            light = served and not whole and shade >= 3
            tone = "#ffffff" if light else INK if served else INK_3
            text = words.number(served) if served or row.asked[column] else "·"
            canvas.text((left + right) / 2, middle, text, tone=tone, align="center", bold=whole and served > 0)
        late = row.in_service[-1] < row.total
        canvas.text(asked_at, middle, words.number(row.total), size=SMALL + 0.6, tone=INK_2, align="right", bold=whole)
        canvas.text(
            served_at, middle, words.number(row.in_service[-1]), size=SMALL + 0.6, tone=INK, align="right", bold=whole or late
        )
    rule(canvas, bottom, strong=True)


def _shade(share: float) -> int:
    """Step of the scale for a share of what is asked: the darkest for all of it."""
    return 4 if share >= 1 else 3 if share >= 0.75 else 2 if share >= 0.5 else 1 if share >= 0.25 else 0
