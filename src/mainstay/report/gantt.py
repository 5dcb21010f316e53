"""Crews and equipment of every package on one page: what comes when, what waits for what, and the day it is whole."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Assignment, Attendance, Consignment, CrewRole, Scenario

from .axis import Axis, last_day
from .canvas import EDGE, Canvas, broken, fitted, foot_height, head_height, heading, rule
from .capabilities import PEOPLE, PackageLine, arrivals, goods_of, package_lines
from .capability_text import packages_answer, waits_answer
from .labels import short, text_size
from .look import BOUND, CAPTION, INK, INK_2, INK_3, LATE, SERVICE, SMALL, TEXT, THING, WORD
from .words import Words

WIDTH = 960.0
NAMES, LAST = 206.0, 256.0
"""Widths of what stands left and right of the lanes."""
ROW, LANE, PAD = 23.0, 6.0, 2.5
"""Height of a requirement, of one of its three lanes, and above and below them."""

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Lane:
    """One of the lanes of a requirement: what moves or is trained, when it comes, and while it waits."""

    moving: tuple[Span, ...]
    came: tuple[dt.date, ...]
    waiting: tuple[Span, ...]
    nothing: bool


def draw_gantt(plan: AnyPlan, scenario: Scenario, stem: Path, *, language: str = "en") -> list[Path]:
    """
    Draw goods, crews and maintainers of every requirement for packages as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What comes and who is trained when, and what was asked.
    stem
        Files to write, without suffix.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    lines = package_lines(plan, scenario)
    head = broken(f"{packages_answer(lines, words)} {waits_answer(lines, plan, words)}".strip(), WIDTH)
    caption = [
        *broken(words("gantt caption"), WIDTH, CAPTION),
        scenario.settings.title or scenario.settings.name,
    ]
    top = head_height(head) + 46
    canvas = Canvas(WIDTH, top + ROW * len(lines) + 14 + foot_height(caption))
    heading(canvas, words("title gantt"), head, caption)
    axis = Axis(scenario.settings.start, last_day(scenario), EDGE + NAMES, WIDTH - EDGE - LAST)
    _Page(canvas, axis, plan, scenario, words).draw(lines, top)
    return canvas.save(stem)


class _Page:
    """One page on its way."""

    def __init__(self, canvas: Canvas, axis: Axis, plan: AnyPlan, scenario: Scenario, words: Words):
        self.canvas, self.axis, self.scenario, self.words = canvas, axis, scenario, words
        self.units, self.nodes = scenario.by_key("units"), scenario.by_key("nodes")
        self.lanes = _Lanes(plan, scenario)
        self.day_at = axis.right + 14
        self.decides_at = self.day_at + 62
        self.goods_at, self.people_at = WIDTH - EDGE - 34, WIDTH - EDGE

    def draw(self, lines: tuple[PackageLine, ...], top: float) -> None:
        canvas, w = self.canvas, self.words
        self._key(top - 34)
        y = top - 8
        canvas.text(EDGE, y, w("package"), tone=INK_3)
        canvas.text(self.day_at, y, w("served in all"), tone=INK_3)
        canvas.text(self.decides_at, y, w("decides"), tone=INK_3)
        canvas.text(self.goods_at, y, w("wait goods"), tone=INK_3, align="right")
        canvas.text(self.people_at, y, w("wait people"), tone=INK_3, align="right")
        canvas.days(self.axis, w, top - 2, top + ROW * len(lines))
        for at, line in enumerate(lines):
            y = top + ROW * at
            rule(canvas, y, strong=at == 0)
            self._names(line, y)
            self._row(line, y)
            self._outcome(line, y)
        rule(canvas, top + ROW * len(lines), strong=True)

    def _names(self, line: PackageLine, y: float) -> None:
        """Write what is asked: package, how many, for whom, where."""
        w, row = self.words, line.requirement
        name = w.name(line.package, row.package)
        name = fitted(f"{line.asked} × {name}" if line.asked > 1 else name, NAMES - 10, SMALL + 0.8, bold=True)
        self.canvas.text(EDGE, y + 8, name, size=SMALL + 0.8, tone=INK, bold=True)
        unit = short(getattr(self.units.get(row.for_unit), "name", row.for_unit), 40)
        place = short(w.name(self.nodes.get(row.place), row.place), 60)
        whom = " · ".join(text for text in (row.requirement, unit, place) if text)
        self.canvas.text(EDGE, y + 17, fitted(whom, NAMES - 10, SMALL - 0.4), size=SMALL - 0.4, tone=INK_3)

    def _row(self, line: PackageLine, y: float) -> None:
        """Draw the three lanes, the packages in service behind them and the due day over them."""
        canvas, axis = self.canvas, self.axis
        for at, lane in enumerate(self.lanes.of(line)):
            upper = y + PAD + LANE * at
            self._lane(lane, upper + 0.5, upper + LANE - 0.5)
        so_far, due = 0, line.requirement.due
        due_at = axis.end(due)
        for at, (day, count) in enumerate(line.served):
            so_far += count
            left = axis.end(day)
            right = axis.end(line.served[at + 1][0]) if at + 1 < len(line.served) else axis.right
            middle, half = y + ROW / 2, (ROW - 2 * PAD) / 2 * (so_far / line.asked) ** 0.5
            canvas.bar(left, middle - half, max(right, left + 2.5), middle + half, fill=SERVICE, over=5)
            text = self.words("n of m", n=so_far, m=line.asked) if line.asked > 1 else self.words("in service")
            wide = text_size(text, SMALL - 0.4)[0]
            start = left + 4 if not left - 3 < due_at < left + wide + 8 else due_at + 4
            if start + wide + 2 < right:
                canvas.text(start, middle, text, size=SMALL - 0.4, tone="#ffffff", over=12)
        if axis.first <= due <= axis.last:
            late = line.by(due) < line.asked
            canvas.line([due_at, due_at], [y + 1, y + ROW - 1], tone=WORD, wide=2.6, over=7)
            canvas.line(
                [due_at, due_at], [y + 1, y + ROW - 1], tone=LATE if late else INK_2, wide=1.1, dashes=(1.6, 1.2), over=8
            )

    def _lane(self, lane: Lane, upper: float, lower: float) -> None:
        canvas, axis = self.canvas, self.axis
        for first, last in lane.waiting:
            canvas.bar(axis.end(first), upper + 0.6, axis.end(last), lower - 0.6, fill=BOUND, over=2)
        for first, last in lane.moving:
            canvas.bar(
                axis.begin(first), upper, max(axis.end(last), axis.begin(first) + 2), lower, fill=WORD, edge=THING, over=3
            )
        for day in lane.came:
            x = axis.end(day)
            canvas.line([x, x], [upper - 0.3, lower + 0.3], tone=THING, wide=1.8, over=4)
        if lane.nothing:
            canvas.bar(axis.left, upper, axis.right, lower, edge=LATE, wide=0.7, dashes=(2.4, 1.8), over=3)

    def _outcome(self, line: PackageLine, y: float) -> None:
        """Write when it is in service, what decides it, and how long goods and people wait."""
        canvas, w, middle = self.canvas, self.words, y + ROW / 2
        whole = line.in_service >= line.asked
        late = line.by(line.requirement.due) < line.asked
        if line.day is None:
            canvas.mark(self.day_at + 3, middle, "D", 4.6, fill=LATE)
            canvas.text(
                self.day_at + 10, middle, w.number(0) + f" / {w.number(line.asked)}", tone=LATE, bold=True, size=TEXT - 1
            )
        else:
            text = w.day(line.day) + ("" if whole else f" · {line.in_service}/{line.asked}")
            canvas.text(self.day_at, middle, text, tone=LATE if late else INK, bold=True, size=SMALL + 0.4)
        parts = line.deciding()
        kinds = list(dict.fromkeys(part.kind for part in parts))
        missing = bool(line.missing())
        text = ", ".join(w.fixed(kind) for kind in kinds[:2])
        if missing:
            part = parts[0]
            text = f"{w.fixed(part.kind)} {w('n of m', n=w.quantity(part.planned), m=w.quantity(part.asked))}"
        room = self.goods_at - 34 - self.decides_at
        canvas.text(self.decides_at, middle, fitted(text, room, SMALL), tone=LATE if missing else INK_2)
        for x, days in ((self.goods_at, line.goods_wait), (self.people_at, line.people_wait)):
            if days is not None:
                canvas.text(x, middle, f"{w.number(days)} {w('days short')}", tone=INK_2, align="right")

    def _key(self, y: float) -> None:
        """Say what each kind of bar stands for."""
        canvas, w, x = self.canvas, self.words, EDGE
        canvas.bar(x, y - 3, x + 18, y + 3, fill=WORD, edge=THING)
        x = self._say(x + 18, y, w("moving"))
        canvas.line([x + 2, x + 2], [y - 3.5, y + 3.5], tone=THING, wide=1.8)
        x = self._say(x + 4, y, w("came"))
        canvas.bar(x, y - 2.5, x + 18, y + 2.5, fill=BOUND)
        x = self._say(x + 18, y, w("waits"))
        canvas.bar(x, y - 5, x + 18, y + 5, fill=SERVICE)
        x = self._say(x + 18, y, w("in service"))
        canvas.bar(x, y - 3, x + 18, y + 3, edge=LATE, wide=0.7, dashes=(2.4, 1.8))
        x = self._say(x + 18, y, w("nothing planned"))
        canvas.line([x + 2, x + 2], [y - 6, y + 6], tone=INK_2, wide=1.1, dashes=(1.6, 1.2))
        x = self._say(x + 4, y, w("due day"))
        canvas.line([x + 2, x + 2], [y - 6, y + 6], tone=LATE, wide=1.1, dashes=(1.6, 1.2))
        self._say(x + 4, y, w("due, late"))

    def _say(self, x: float, y: float, text: str) -> float:
        self.canvas.text(x + 5, y, text)
        return x + 5 + text_size(text, SMALL)[0] + 16


class _Lanes:
    """The lanes of each requirement, from the tables of a plan."""

    def __init__(self, plan: AnyPlan, scenario: Scenario):
        self.end = last_day(scenario)
        self.arrived = arrivals(plan.tables.consignments)
        self.goods = goods_of(scenario)
        self.attended = {row.attendance: row for row in plan.tables.attendances}
        self.assigned: dict[str, list[Assignment]] = defaultdict(list)
        for row in plan.tables.assignments:
            self.assigned[row.requirement].append(row)
        self.crew = {(row.package, row.skill) for row in scenario.crews if row.role is CrewRole.CREW}
        self.roles = {(row.package, row.role) for row in scenario.crews}

    def of(self, line: PackageLine) -> tuple[Lane, Lane, Lane]:
        """Goods, crews and maintainers of a requirement."""
        package = line.requirement.package
        missing = line.missing()
        people = bool(missing) and missing[0].kind in PEOPLE
        crew = [row for row in self.assigned[line.requirement.requirement] if (package, row.skill) in self.crew]
        others = [row for row in self.assigned[line.requirement.requirement] if (package, row.skill) not in self.crew]
        return (
            self._goods(line),
            self._people(line, crew, asked=people and (package, CrewRole.CREW) in self.roles),
            self._people(line, others, asked=people and (package, CrewRole.MAINTAINER) in self.roles),
        )

    def _goods(self, line: PackageLine) -> Lane:
        """One bar from the first departure to the last arrival, a mark for each arrival, and then the wait."""
        key = line.requirement.requirement
        came: list[Consignment] = []
        for component in self.goods[line.requirement.package]:
            came += self.arrived.get((key, component.component), [])
        if not came:
            return Lane((), (), (), bool(self.goods[line.requirement.package]))
        first, last = min(row.departs for row in came), max(row.arrives for row in came)
        until = line.day or self.end
        waiting = ((last, until),) if until > last else ()
        return Lane(((first, last),), tuple(sorted({row.arrives for row in came})), waiting, False)

    def _people(self, line: PackageLine, rows: list[Assignment], *, asked: bool) -> Lane:
        """Each course as a bar from leaving to being ready, and the wait of those who were ready first."""
        if not rows:
            return Lane((), (), (), asked)
        moving: set[Span] = set()
        ready: list[Span] = []
        for row in rows:
            attended: Attendance | None = self.attended.get(row.attendance)
            ready.append((row.day - dt.timedelta(days=row.idle_days), row.day))
            while attended is not None:
                moving.add((attended.leaves, attended.ready))
                attended = self.attended.get(attended.after)
        waiting = tuple(sorted({span for span in ready if span[1] > span[0]}))
        return Lane(tuple(sorted(moving)), tuple(sorted({last for _, last in moving})), waiting, False)
