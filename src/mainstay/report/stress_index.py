"""The page on all cases: what costs most, who carries what, and what to arrange beforehand."""

from __future__ import annotations

from collections.abc import Mapping

from mainstay.model import CaseKind, CaseLoss

from .dependence_map import MOST, carriers, draw_dependence
from .page import Head, Html, Sentence, el, figure, join, page, section, table, told
from .stress_case import guards_section, method_section
from .stress_kinds import AnyStress
from .stress_names import Names
from .tornado import caption_of, draw_tornado, drawn, interval, ranked

LISTED = 200
"""Cases that the page lists; the workbook has them all."""


def index_page(stress: AnyStress, names: Names, pages: Mapping[str, str]) -> str:
    """
    Make the page on all cases.

    Parameters
    ----------
    stress
        Cases and their tables.
    names
        Words and names.
    pages
        Addresses of the pages of single cases, by their names.
    """
    words, settings = names.words, names.scenario.settings
    solved = sum(row.solved for row in stress.cases)
    return page(
        words,
        words("stress title"),
        told(words, answer(stress, names)),
        _tornado(stress, names),
        _dependence(stress, names),
        guards_section(stress.guards, names),
        _table(stress, names, pages),
        method_section(names, any(row.kind is CaseKind.PARTY for row in stress.cases), solved == len(stress.cases)),
        context=f"{settings.title or settings.name} · {words.day(settings.start, year=True)}",
        crumb=words("stress crumb"),
        basis=words(
            "stress basis all" if solved == len(stress.cases) else "stress basis",
            score=words.points(stress.score),
            bound=words.at_most(stress.bound),
            solved=words.number(solved),
            cases=words.number(len(stress.cases)),
        ),
    )


def answer(stress: AnyStress, names: Names) -> list[Sentence]:
    """Say which case costs most, after planning again and before, and what would help most."""
    words = names.words
    if not stress.cases:
        return [("no cases", {})]
    worst = ranked(stress.cases)[0]
    before = max(stress.cases, key=lambda row: (row.loss_before, row.case))
    said: list[Sentence] = [
        (
            "worst is",
            {
                "cases": words.count("cases", len(stress.cases)),
                "loss": words.points(worst.loss),
                "base": words.points(stress.score),
                "what": names.case(worst),
            },
        ),
        ("worst before is", {"loss": words.points(before.loss_before), "what": names.case(before)}),
    ]
    if stress.guards:
        best = min(stress.guards, key=lambda row: row.rank)
        said.append(("guard helps", {"what": best.what or best.code, "cut": words.points(best.loss_cut)}))
    return said


def _tornado(stress: AnyStress, names: Names) -> Html | None:
    shown = drawn(stress.cases)
    if not shown:
        return None
    words = names.words
    caption = caption_of(stress.cases, names)
    rest = len(stress.cases) - len(shown)
    if rest:
        caption += " " + words("tornado rest", n=words.number(rest))
    count = words("cases aux", shown=words.number(len(shown)), count=words.number(len(stress.cases)))
    chart = figure(draw_tornado(stress.cases, names), caption, draw_tornado(stress.cases, names, slim=True))
    return section(words("cases title"), chart, note=words("cases note"), aux=count, name="cases")


def _dependence(stress: AnyStress, names: Names) -> Html | None:
    if not carriers(stress.dependence):
        return None
    words = names.words
    caption = words("dependence caption", level=words.number(stress.level))
    more = len(carriers(stress.dependence)) - MOST
    if more > 0:
        caption += " " + words("dependence rest", n=words.number(more))
    chart = figure(draw_dependence(stress.dependence, names), caption)
    return section(words("dependence"), chart, note=words("dependence note"), name="dependence")


def _table(stress: AnyStress, names: Names, pages: Mapping[str, str]) -> Html | None:
    words, title = names.words, names.words("cases table")
    rows = ranked(stress.cases)
    if not rows:
        return None
    heads = [Head(words("case")), Head(words("kind of case")), Head(words("day"))]
    keys = ("before", "after replanning", "certified interval", "requirements hit", "packages lost", "recovery days")
    heads += [Head(words(key), figures=True) for key in keys]
    cells = [_cells(row, names, pages) for row in rows[:LISTED]]
    count = words("cases aux", shown=words.number(len(cells)), count=words.number(len(rows)))
    return section(title, table(title, heads, cells, dense=True), note=words("cases note"), aux=count, name="table")


def _cells(row: CaseLoss, names: Names, pages: Mapping[str, str]) -> tuple[str | Html, ...]:
    words, name = names.words, names.case(row)
    after: Html = el("b", words.points(row.loss))
    if not row.solved:
        after = el("span", f"≈\u202f{words.points(row.loss)}", class_="soft", title=words("bracketed"))
    again = "" if row.loss < 0.005 and row.loss_before < 0.005 else "–"
    return (
        el("a", name, href=pages[row.case]) if row.case in pages else join([name]),
        el("span", words(f"kind {row.kind.value}"), class_="soft"),
        el("span", words.day(row.day), class_="nb"),
        words.points(row.loss_before),
        after,
        el("span", interval(row, names), class_="soft"),
        words.number(row.requirements_hit),
        words.number(row.packages_lost),
        words.number(row.recovery_days) if row.recovery_days is not None else again,
    )
