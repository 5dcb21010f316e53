"""The page on two plans side by side, need by need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from mainstay.model import Difference

from .comparison_chart import MOST, differing, draw_differences
from .page import Head, Html, Sentence, beside, el, figure, join, notes, page, section, table, told
from .stress_kinds import AnyComparison
from .stress_names import Names
from .stress_words import STRESS_WORDS

LISTED = 120
"""Needs and contributors that the page lists; the workbook has them all."""
WHOLE = (
    "consignments",
    "packages",
    "met_on_time",
    "met_late",
    "met_in_part",
    "not_met",
    "tonnes",
    "transport_eur",
    "purchase_eur",
)


def comparison_page(comparison: AnyComparison, names: Names) -> str:
    """
    Make the page on two plans.

    Parameters
    ----------
    comparison
        Both plans and where they differ.
    names
        Words, and names of both scenarios.
    """
    words, settings = names.words, names.scenario.settings
    a, b = comparison.names
    plans = {"a": a, "b": b}
    figures = {
        "score_a": words.points(comparison.a.score),
        "score_b": words.points(comparison.b.score),
    }
    return page(
        words,
        words("compare title", **plans),
        told(words, answer(comparison, names)),
        _chart(comparison, names),
        beside(_totals(comparison, names), _givers(comparison, names), style="b"),
        _needs(comparison, names),
        section(words("method"), notes([words("method compare"), words("method plans")]), name="method"),
        context=f"{settings.title or settings.name} · {words.day(settings.start, year=True)}",
        crumb=words("compare crumb"),
        basis=words(
            "compare basis",
            **plans,
            **figures,
            bound_a=words.at_most(comparison.a.bound),
            bound_b=words.at_most(comparison.b.bound),
        ),
    )


def answer(comparison: AnyComparison, names: Names) -> list[Sentence]:
    """Say what each attains, and how many needs get more, less and the same."""
    words, rows = names.words, comparison.differences
    a, b = comparison.names
    more = sum(row.difference_points > 0 for row in rows)
    less = sum(row.difference_points < 0 for row in rows)
    return [
        (
            "compare answer",
            {
                "a": a,
                "b": b,
                "score_a": words.points(comparison.a.score),
                "score_b": words.points(comparison.b.score),
                "difference": signed(comparison.b.score - comparison.a.score, names),
            },
        ),
        (
            "compare needs",
            {
                "b": b,
                "count": words.number(len(rows)),
                "more": words.number(more),
                "less": words.number(less),
                "same": words.number(len(rows) - more - less),
            },
        ),
    ]


def signed(value: float, names: Names, decimals: int = 2) -> str:
    """Write a difference with its sign."""
    text = names.words.number(value, decimals)
    return f"+{text}" if value > 0 and text.strip("0.,") else text


def _chart(comparison: AnyComparison, names: Names) -> Html:
    words, rows = names.words, differing(comparison.differences)
    title = words("compare chart")
    if not rows:
        return section(title, el("p", words("same in both"), class_="none"))
    a, b = comparison.names
    count = words("cases aux", shown=words.number(min(len(rows), MOST)), count=words.number(len(rows)))
    charts = [draw_differences(rows, names, title, slim=slim) for slim in (False, True)]
    chart = figure(charts[0], words("compare caption", a=a, b=b), charts[1])
    return section(title, chart, note=words("compare chart note", b=b), aux=count, name="chart")


def _totals(comparison: AnyComparison, names: Names) -> Html:
    words = names.words
    rows = []
    for name, (one, other) in comparison.totals.items():
        if f"total {name}" not in STRESS_WORDS:
            continue
        decimals = 0 if name in WHOLE else 2
        change = "" if one is None or other is None else signed(other - one, names, decimals)
        values = ("–" if value is None else words.number(value, decimals) for value in (one, other))
        rows.append((words(f"total {name}"), *values, change))
    title = words("compare totals")
    heads = [Head(words("figure")), *(Head(name, figures=True) for name in comparison.names)]
    return section(title, table(title, [*heads, Head("±", figures=True)], rows, dense=True), name="totals")


def _givers(comparison: AnyComparison, names: Names) -> Html:
    words, rows = names.words, comparison.giving
    title = words("compare givers")
    heads = [Head(words("party"))]
    heads += [Head(words("in tonnes", name=name), figures=True) for name in comparison.names]
    heads += [Head(words("more tonnes"), figures=True)]
    cells = [
        (
            names.party(row.party),
            words.number(row.a_t),
            words.number(row.b_t),
            el("b", signed(row.more_t, names, 0)),
        )
        for row in rows[:LISTED]
        if abs(row.more_t) >= 0.5
    ]
    if not cells:
        return section(title, el("p", words("same in both"), class_="none"))
    return section(title, table(title, heads, cells, dense=True), note=words("compare givers note"), name="givers")


def _needs(comparison: AnyComparison, names: Names) -> Html | None:
    words, rows = names.words, differing(comparison.differences)
    if not rows:
        return None
    title = words("compare table")
    heads = [Head(words("need"))]
    heads += [Head(words("in percent", name=name), figures=True) for name in comparison.names]
    heads += [Head(words("difference"), figures=True)]
    heads += [Head(words("arrives in", name=name)) for name in comparison.names]
    heads += [Head(words("from in", name=name)) for name in comparison.names]
    heads += [Head(words("why"))]
    cells = [_cells(row, names) for row in rows[:LISTED]]
    count = words("cases aux", shown=words.number(len(cells)), count=words.number(len(comparison.differences)))
    return section(title, table(title, heads, cells, dense=True), note=words("compare note"), aux=count, name="needs")


def _cells(row: Difference, names: Names) -> tuple[str | Html, ...]:
    words = names.words

    def share(value: float | None) -> str:
        return "–" if value is None else words.number(value)

    def day(value: dt.date | None) -> Html:
        return el("span", "–" if value is None else words.day(value), class_="nb")

    style = "up" if row.difference_points > 0 else "down"
    return (
        join([names.asked(row.requirement), el("small", f"{row.requirement} · {names.where(row.requirement)}")]),
        share(row.a_percent),
        share(row.b_percent),
        el("span", signed(row.difference_points, names), class_=style),
        day(row.a_arrives),
        day(row.b_arrives),
        _givers_of(row.a_from),
        _givers_of(row.b_from),
        row.why,
    )


def _givers_of(codes: Sequence[str]) -> Html:
    return el("span", ", ".join(codes[:5]) + (" …" if len(codes) > 5 else ""), class_="cc") if codes else join(["–"])
