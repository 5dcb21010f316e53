"""The training calendar: seats taken by site and week, and the runs of every course."""

from __future__ import annotations

from pathlib import Path

from mainstay.exchange.plan_folder import AnyPlan
from mainstay.model import Scenario, TrainingRun

from .axis import Axis, last_day
from .canvas import EDGE, Canvas, broken, fitted, foot_height, head_height, heading, rule
from .labels import text_size
from .look import CAPTION, FULL, INK, INK_2, INK_3, SMALL, THING, Q
from .seats import SiteCalendar, packed, site_calendars
from .words import Words

WIDTH = 804.0
NAMES, TOTALS = 240.0, 44.0
"""Widths of the column of names, and of that with the number of people."""
SITE, RUN, GAP = 18.0, 10.0, 7.0
"""Height of a site's row of weeks, of a line of runs, and between two sites."""
TIGHT = 0.995
"""Share of seats from which a site counts as full."""


def draw_training(plan: AnyPlan, scenario: Scenario, stem: Path, *, language: str = "en") -> list[Path]:
    """
    Draw seats and runs of every training site that the plan uses as ``<stem>.svg`` and ``<stem>.png``.

    Parameters
    ----------
    plan, scenario
        What runs where and when, and the seats that are lent.
    stem
        Files to write, without suffix.
    language
        ``en``, ``fr`` or ``uk``.
    """
    words = Words(language)
    sites = site_calendars(plan, scenario)
    weeks = sites[0].weeks
    head = broken(training_answer(sites, words), WIDTH)
    wide = (weeks[0].last - weeks[0].first).days + 1
    caption = [
        *broken(words("training caption", days=wide), WIDTH, CAPTION),
        scenario.settings.title or scenario.settings.name,
    ]
    top = head_height(head) + 26
    canvas = Canvas(WIDTH, top + sum(_height(site) for site in sites) + 10 + foot_height(caption))
    heading(canvas, words("title training"), head, caption)
    axis = Axis(scenario.settings.start, last_day(scenario), EDGE + NAMES, WIDTH - EDGE - TOTALS)
    canvas.text(EDGE, top - 8, words("site"), tone=INK_3)
    canvas.text(WIDTH - EDGE, top - 8, words("people"), tone=INK_3, align="right")
    canvas.days(axis, words, top - 2, canvas.height - foot_height(caption) - 12)
    y = top
    for site in sites:
        _site(canvas, axis, site, scenario, words, y)
        y += _height(site)
    rule(canvas, y, strong=True)
    return canvas.save(stem)


def training_answer(sites: tuple[SiteCalendar, ...], words: Words) -> str:
    """Say how many places on courses are taken, in how many runs at how many sites, and how many of the seats are used."""
    taken = sum(week.taken for site in sites for week in site.weeks)
    in_force = sum(week.in_force for site in sites for week in site.weeks)
    return words(
        "training answer",
        people=words.number(sum(site.people for site in sites)),
        runs=words.number(sum(site.runs for site in sites)),
        sites=words.number(len(sites)),
        share=words.number(100 * taken / in_force if in_force else 0.0),
    )


def _height(site: SiteCalendar) -> float:
    return SITE + RUN * sum(_lines(runs) for _, runs in site.courses) + GAP


def _lines(runs: tuple[TrainingRun, ...]) -> int:
    return 1 + max(line for line, _ in packed(runs))


def _site(canvas: Canvas, axis: Axis, site: SiteCalendar, scenario: Scenario, words: Words, top: float) -> None:
    """Draw a site: its weeks, and below them the runs of each of its courses."""
    courses = scenario.by_key("courses")
    rule(canvas, top, strong=True)
    name = site.site.name if site.site else site.code
    host = site.site.party if site.site else ""
    middle = top + SITE / 2
    shown = fitted(name, NAMES - 14 - text_size(host, SMALL)[0], SMALL + 0.8, bold=True)
    canvas.text(EDGE, middle, shown, size=SMALL + 0.8, tone=INK, bold=True)
    after = EDGE + text_size(shown, SMALL + 0.8, bold=True)[0] + 6
    canvas.text(after, middle, host, tone=INK_3)
    canvas.text(WIDTH - EDGE, middle, words.number(site.people), size=SMALL + 0.6, tone=INK, bold=True, align="right")
    for week in site.weeks:
        left, right = axis.begin(week.first), axis.end(week.last)
        share = week.share
        if share is None:
            canvas.text((left + right) / 2, middle, "·", tone=INK_3, align="center")
            continue
        full = share >= TIGHT
        fill = "#ffffff" if full or not week.taken else Q[_shade(share)]
        edge = FULL if full else "none"
        canvas.bar(left + 0.7, top + 2.5, right - 0.7, top + SITE - 2.5, fill=fill, edge=edge, wide=1.1)
        tone = FULL if full else "#ffffff" if week.taken and _shade(share) >= 3 else INK if week.taken else INK_3
        text = words.number(100 * share)
        canvas.text((left + right) / 2, middle, text, size=SMALL - 0.4, tone=tone, align="center", bold=full)
    y = top + SITE
    for course, runs in site.courses:
        name = words.name(courses.get(course), course)
        canvas.text(EDGE + 8, y + RUN / 2, fitted(name, NAMES - 16, SMALL), tone=INK_2)
        canvas.text(WIDTH - EDGE, y + RUN / 2, words.number(sum(run.people for run in runs)), tone=INK_2, align="right")
        for line, run in packed(runs):
            _run(canvas, axis, run, words, y + RUN * line)
        y += RUN * _lines(runs)


def _run(canvas: Canvas, axis: Axis, run: TrainingRun, words: Words, top: float) -> None:
    left, right = axis.begin(run.starts), axis.end(run.ends)
    canvas.bar(left + 0.4, top + 0.8, right - 0.4, top + RUN - 0.8, fill=Q[0], edge=THING, wide=0.7)
    text = words.number(run.people) + (f" / {words.number(run.runs)}×" if run.runs > 1 else "")
    shown = next((each for each in (text, words.number(run.people)) if text_size(each, SMALL - 0.6)[0] < right - left - 3), "")
    canvas.text((left + right) / 2, top + RUN / 2, shown, size=SMALL - 0.6, tone=INK, align="center")


def _shade(share: float) -> int:
    """Step of the scale for a share of the seats."""
    return 3 if share >= 0.8 else 2 if share >= 0.6 else 1 if share >= 0.3 else 0
