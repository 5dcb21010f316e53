"""Who carries what: the level that each capability keeps without one contributor."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from mainstay.model import Dependence

from .stress_names import Names
from .svg import AXIS, FIGURE, NAME, Svg, cut, width_of

CELL, ROW = 34.0, 28.0
"""Width and height of a cell, pixels."""
NAMES = 216.0
HEADS = 24.0
WIDE = 620.0
"""Width of all cells beyond which a code is cut, pixels."""
MOST = 17
"""Contributors that one map holds."""
STEPS = (0.5, 5.0, 15.0, 30.0, 50.0)
"""Falls from which a cell is as dark as each step of the scale, points of a per cent; below the first it counts as none."""


def carriers(rows: Sequence[Dependence]) -> list[str]:
    """Contributors without whom a capability falls, the one without whom most falls first."""
    falls: dict[str, float] = defaultdict(float)
    for row in rows:
        falls[row.contributor] += max(row.base_level - row.level_without, 0.0) + (1000.0 if row.below else 0.0)
    return sorted((code for code, fall in falls.items() if fall >= STEPS[0]), key=lambda code: (-falls[code], code))


def draw_dependence(rows: Sequence[Dependence], names: Names, *, marked: str = "") -> Svg:
    """
    Draw the levels as a map: capabilities down, contributors across, the darker the further a level falls.

    A level below the one asked about has a heavy frame and a corner, so that it shows without colour.

    Parameters
    ----------
    rows
        Levels of capabilities without contributors, per cent.
    names
        What capabilities are called.
    marked
        Contributor to stand out.
    """
    words = names.words
    across = carriers(rows)[:MOST]
    cells = {(row.capability, row.contributor): row for row in rows}
    base = {row.capability: row.base_level for row in rows}
    worst = {code: max(row.base_level - row.level_without for row in rows if row.capability == code) for code in base}
    down = sorted(base, key=lambda code: (-worst[code], code))
    codes = max([width_of(code, AXIS, bold=True) for code in across], default=0.0)
    cell = max(CELL, min(codes + 6, WIDE / max(len(across), 1)))
    left = NAMES + 40
    bottom = HEADS + ROW * len(down)
    key = 5 * 52.0
    chart = Svg(max(left + cell * len(across), left + key) + 2, bottom + 34, words("dependence"))
    chart.text(left - 8, HEADS / 2, words("planned level"), tone="ink-3", align="right")
    for at, code in enumerate(across):
        x = left + cell * (at + 0.5)
        chart.text(x, HEADS / 2, cut(code, cell - 2, AXIS, bold=True), tone="ink", bold=True, align="center")
    for number, capability in enumerate(down):
        y = HEADS + ROW * number
        name = cut(names.capability(capability), NAMES - 8, NAME)
        chart.text(0, y + ROW / 2, name, size=NAME, tone="ink")
        chart.text(left - 8, y + ROW / 2, words.number(base[capability]), size=FIGURE, tone="ink-3", align="right")
        for at, code in enumerate(across):
            x = left + cell * at
            _cell(chart, cells.get((capability, code)), names, x, y, cell)
    if marked in across:
        x = left + cell * across.index(marked)
        chart.bar(x - 0.5, 1, x + cell - 1, bottom, edge="ink", wide=1.5)
    _key(chart, names, left, bottom + 12)
    return chart


def step_of(fall: float) -> int:
    """Step of the scale (1 to 5) for a fall, 0 for none."""
    return sum(fall >= least for least in STEPS)


def _cell(chart: Svg, row: Dependence | None, names: Names, x: float, y: float, cell: float) -> None:
    """Draw one cell: the level that is left."""
    words = names.words
    fall = 0.0 if row is None else row.base_level - row.level_without
    step = step_of(fall)
    if row is None or (step == 0 and not row.below):
        chart.bar(x, y, x + cell - 1.5, y + ROW - 1.5, fill="bg-2")
        chart.text(x + (cell - 1.5) / 2, y + ROW / 2, "·", tone="ink-3", align="center")
        return
    says = (
        f"{names.capability(row.capability)}, {names.party(row.contributor)}: "
        f"{words.percent(row.base_level)} → {words.percent(row.level_without)}"
    )
    step = max(step, 1)
    right, under = x + cell - 1.5, y + ROW - 1.5
    tone = f"hc-{step}"
    chart.bar(x, y, right, under, fill=f"h-{step}", says=says)
    chart.text(
        (x + right) / 2, y + ROW / 2, words.number(row.level_without), size=FIGURE, tone=tone, bold=row.below, align="center"
    )
    if row.below:
        chart.bar(x + 1, y + 1, right - 1, under - 1, edge=tone, wide=1.6)
        chart.area([right - 9, right - 1], [y + 1, y + 1], [y + 1, y + 9], fill=tone)


def _key(chart: Svg, names: Names, left: float, y: float) -> None:
    """Say from which fall on a cell is how dark."""
    words = names.words
    chart.text(left - 8, y + 4, words("falls by"), tone="ink-3", align="right")
    for at in range(5):
        x = left + 52 * at
        chart.bar(x, y, x + 48, y + 8, fill=f"h-{at + 1}")
        more = words.number(STEPS[at]) if at else words.number(STEPS[0], 1)
        chart.text(x, y + 16, f"≥\u202f{more}", tone="ink-3")
