"""Days of supply: one small chart for each stock that is used up at a rate."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario, Stock, StockLevel

from .axis import Axis, last_day
from .canvas import EDGE, Canvas, broken, fitted, foot_height, head_height, heading
from .capability_text import stocks_answer
from .labels import short, text_size
from .look import ASKED, CAPTION, FULL, INK, INK_2, INK_3, LATE, LINE, LINE_2, SMALL, THING, Q
from .words import Words

WIDTH = 804.0
ACROSS, MOST = 3, 36
"""Charts beside each other, and most of them on a page."""
GAP, PANEL, PLOT = 26.0, 112.0, 66.0
"""Between two charts, height of one, and of its plot."""


@dataclass(frozen=True)
class Supply:
    """A stock and its steps; ``lost`` are points of 100 that its shortages cost."""

    stock: Stock
    steps: tuple[StockLevel, ...]
    lost: float

    @property
    def share(self) -> float | None:
        """Issued of wanted over the whole plan; None if nothing is wanted."""
        wanted = sum(step.wanted for step in self.steps)
        return sum(step.issued for step in self.steps) / wanted if wanted else None


def supplies(plan: AnyPlan, scenario: Scenario) -> tuple[Supply, ...]:
    """Return every stock with a rate, that with the largest loss of points first."""
    steps: dict[str, list[StockLevel]] = defaultdict(list)
    for level in plan.tables.stock_levels:
        steps[level.stock].append(level)
    out = []
    for stock in scenario.stocks:
        if stock.per_day > 0 and steps[stock.stock]:
            mine = tuple(sorted(steps[stock.stock], key=lambda step: step.day))
            supply = Supply(stock, mine, 0.0)
            lost = 100 * scenario.points(stock) * (1 - (1.0 if supply.share is None else supply.share))
            out.append(Supply(stock, mine, lost / (scenario.asked_points or 1.0)))
    return tuple(sorted(out, key=lambda supply: (-supply.lost, supply.stock.stock)))


def draw_stocks(plan: AnyPlan, scenario: Scenario, stem: Path, *, language: str = "en") -> list[Path]:
    """
    Draw level, floor, ceiling, days of supply and shortage of each stock with a rate as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What is in stock when, and what is wanted of it.
    stem
        Files to write, without suffix.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    stocks = supplies(plan, scenario)
    head = broken(stocks_answer(plan, words), WIDTH)
    text = words("stocks caption")
    if len(stocks) > MOST:
        text += " " + words("stocks more", n=len(stocks) - MOST)
    caption = [*broken(text, WIDTH, CAPTION), scenario.settings.title or scenario.settings.name]
    top = head_height(head) + 30
    rows = -(-min(len(stocks), MOST) // ACROSS)
    canvas = Canvas(WIDTH, top + rows * PANEL + foot_height(caption) + 8)
    heading(canvas, words("title stocks"), head, caption)
    _key(canvas, words, top - 20)
    wide = (WIDTH - 2 * EDGE - (ACROSS - 1) * GAP) / ACROSS
    for at, supply in enumerate(stocks[:MOST]):
        left = EDGE + (at % ACROSS) * (wide + GAP)
        _Panel(canvas, supply, scenario, words, left, top + at // ACROSS * PANEL, wide).draw()
    return canvas.save(stem)


class _Panel:
    """The chart of one stock."""

    def __init__(self, canvas: Canvas, supply: Supply, scenario: Scenario, words: Words, left: float, top: float, wide: float):
        self.canvas, self.supply, self.scenario, self.words = canvas, supply, scenario, words
        self.left, self.right, self.top, self.ground = left, left + wide, top, top + 30 + PLOT
        stock, steps = supply.stock, supply.steps
        peaks = [max(step.opening, step.closing) for step in steps]
        highest = max(*peaks, stock.floor, *(step.wanted - step.issued for step in steps), stock.per_day)
        if stock.ceiling is not None and stock.ceiling < 3 * highest:
            highest = max(highest, stock.ceiling)
        self.full = 1.08 * highest
        labels = [words.quantity(highest), "0"]
        self.axis = Axis(
            scenario.settings.start,
            last_day(scenario),
            left + max(text_size(label, SMALL)[0] for label in labels) + 5,
            self.right - 26,
        )
        self.highest = highest

    def y(self, value: float) -> float:
        """Height of a quantity."""
        return self.ground - min(value / self.full, 1.0) * PLOT

    def draw(self) -> None:
        canvas, axis, words, stock = self.canvas, self.axis, self.words, self.supply.stock
        self._title()
        canvas.days(axis, words, self.top + 30, self.ground, names=False)
        for value in (0.0, self.highest):
            canvas.line([axis.left, axis.right], [self.y(value)] * 2, tone=LINE_2 if not value else LINE)
            canvas.text(axis.left - 4, self.y(value), words.quantity(value), tone=INK_3, align="right")
            days = f"{words.number(value / stock.per_day)} {words('days short')}"
            canvas.text(axis.right + 4, self.y(value), days, tone=INK_3)
        ends = [self._last(step.day) for step in self.supply.steps]
        xs, ys = [axis.left], [self.y(self.supply.steps[0].opening)]
        for step, end in zip(self.supply.steps, ends, strict=True):
            xs.append(axis.end(end))
            ys.append(self.y(step.closing))
            short = step.wanted - step.issued
            if short > 1e-6 * max(step.wanted, 1.0):
                canvas.bar(
                    axis.begin(step.day) + 0.5, self.y(short), axis.end(end) - 0.5, self.ground,
                    fill="#ffffff", edge=FULL, wide=0.7, hatch="//////", over=4,
                )  # fmt: skip
        canvas.axes.fill_between(xs, ys, self.ground, color=Q[0], lw=0, zorder=2)
        canvas.line(xs, ys, tone=THING, wide=1.5, over=6)
        if stock.floor > 0:
            canvas.line([axis.left, axis.right], [self.y(stock.floor)] * 2, tone=INK_2, wide=0.9, dashes=(1.5, 1.5), over=5)
        if stock.ceiling is not None and stock.ceiling <= self.full:
            canvas.line([axis.left, axis.right], [self.y(stock.ceiling)] * 2, tone=ASKED, wide=0.9, dashes=(5, 2), over=5)
        first, last = axis.first, axis.last
        canvas.text(axis.left, self.ground + 7, words.day(first), tone=INK_3)
        canvas.text(axis.right, self.ground + 7, words.day(last), tone=INK_3, align="right")

    def _title(self) -> None:
        """Write item and place, and the share that is issued."""
        canvas, words, stock = self.canvas, self.words, self.supply.stock
        items, nodes = self.scenario.by_key("items"), self.scenario.by_key("nodes")
        share = self.supply.share
        text = (
            "" if share is None else words("share issued", share=words.number(100 * share, 1 if 0.99 < share < 0.9995 else 0))
        )
        room = self.right - self.left - text_size(text, SMALL + 0.8, bold=True)[0] - 8
        name = words.name(items.get(stock.item), stock.item)
        canvas.text(self.left, self.top + 6, fitted(name, room, SMALL + 0.8, bold=True), size=SMALL + 0.8, tone=INK, bold=True)
        tone = LATE if share is not None and share < 0.9995 else INK
        canvas.text(self.right, self.top + 6, text, size=SMALL + 0.8, tone=tone, bold=True, align="right")
        lowest = min(step.closing for step in self.supply.steps) / stock.per_day
        rate = f"{words.quantity(stock.per_day)} {stock.unit} / {words('days short')}"
        tail = f" · {rate} · {words('lowest')} {words.number(lowest)} {words('days short')}"
        place = short(words.name(nodes.get(stock.place), stock.place), 60)
        place = fitted(place, self.right - self.left - text_size(tail, SMALL)[0])
        canvas.text(self.left, self.top + 16, place + tail, tone=INK_3)

    def _last(self, day: dt.date) -> dt.date:
        """Last day of the step that begins on a day."""
        return min(day + dt.timedelta(days=self.scenario.settings.step_days - 1), self.axis.last)


def _key(canvas: Canvas, words: Words, y: float) -> None:
    """Say what each line stands for."""
    x = EDGE
    for name, tone, dashes in (("level", THING, None), ("floor", INK_2, (1.5, 1.5)), ("ceiling", ASKED, (5.0, 2.0))):
        canvas.line([x, x + 18], [y, y], tone=tone, wide=1.5 if dashes is None else 0.9, dashes=dashes)
        canvas.text(x + 23, y, words(name))
        x += 23 + text_size(words(name), SMALL)[0] + 16
    canvas.bar(x, y - 4.5, x + 18, y + 4.5, fill="#ffffff", edge=FULL, wide=0.7, hatch="//////")
    canvas.text(x + 23, y, words("not issued"))
