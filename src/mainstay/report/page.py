"""A page that needs nothing but itself: semantic HTML with its style within, for a screen in light and dark, and for paper."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from mainstay.exchange.atomic import replacing

from .svg import Svg, hatch
from .words import Words

Sentence = tuple[str, dict[str, object]]
"""Key of words, and the values that are set into them."""
VOID = {"meta", "br", "col"}


class Html(str):
    """Text that is markup already; all other text is escaped on its way into a page."""

    __slots__ = ()


@dataclass(frozen=True)
class Head:
    """Head of a column; figures stand to the right."""

    text: str
    figures: bool = False


def el(tag: str, *children: str | Html | None, **attributes: str | None) -> Html:
    """
    Make an element.

    Parameters
    ----------
    tag
        Its name.
    children
        Text, which is escaped, or markup from this function.
    attributes
        Their values, escaped; ``None`` leaves one out. A trailing underscore falls away and others become hyphens.
    """
    pairs = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{clean(value)}"' for name, value in attributes.items() if value is not None
    )
    if tag in VOID:
        return Html(f"<{tag}{pairs}>")
    return Html(f"<{tag}{pairs}>{join(children)}</{tag}>")


def join(children: Iterable[str | Html | None]) -> Html:
    """Put children together; text is escaped."""
    return Html("".join(child if isinstance(child, Html) else clean(child) for child in children if child is not None))


def clean(text: str) -> str:
    """Text without control characters, escaped for content and attributes."""
    return escape("".join(sign for sign in str(text) if sign in "\t\n" or sign >= " "), quote=True)


def told(words: Words, sentences: Iterable[Sentence]) -> Html:
    """Return sentences with their figures in bold, with spaces between them."""
    parts = [
        Html(clean(words(key)).format(**{name: el("b", str(value)) for name, value in values.items()}))
        for key, values in sentences
    ]
    return Html(" ".join(parts))


def said(words: Words, sentences: Iterable[Sentence]) -> str:
    """Return sentences as plain text."""
    return " ".join(words(key, **values) for key, values in sentences)


def table(
    caption: str,
    heads: Sequence[Head],
    rows: Iterable[Sequence[str | Html]],
    *,
    total: Sequence[str | Html] | None = None,
    dense: bool = False,
    marked: int | None = None,
) -> Html:
    """
    Make a table whose first column names its rows.

    Parameters
    ----------
    caption
        What it holds, read aloud but not shown: the heading of its section says it on screen.
    heads, rows
        Columns, and cells for each of them.
    total
        A last row of sums.
    dense
        Whether rows are low.
    marked
        Number of the row that is meant, counted from 0.
    """
    head = el("tr", *(el("th", each.text, scope="col", class_="n" if each.figures else None) for each in heads))

    def row(cells: Sequence[str | Html], style: str | None) -> Html:
        first, *others = cells
        rest = [el("td", cell, class_="n" if each.figures else None) for cell, each in zip(others, heads[1:], strict=True)]
        return el("tr", el("th", first, scope="row", class_="n" if heads[0].figures else None), *rest, class_=style)

    body = [row(cells, "sel" if at == marked else None) for at, cells in enumerate(rows)]
    foot = [] if total is None else [el("tfoot", row(total, "sum"))]
    inner = el(
        "table",
        el("caption", caption, class_="vh"),
        el("thead", head),
        el("tbody", *body),
        *foot,
        class_=" ".join(["dense"] * dense + ["many"] * (len(heads) > 4)) or None,
    )
    return el("div", inner, class_="scroll", role="region", aria_label=caption, tabindex="0")


def section(title: str, *children: str | Html | None, note: str = "", aux: str | Html = "", name: str | None = None) -> Html:
    """Make a section: a rule and a heading, with a note beside it, over its content."""
    parts = [el("h2", title), el("p", note) if note else None, el("span", aux, class_="aux") if aux else None]
    return el("section", el("header", *parts), *children, class_="sec", id=name)


def figure(chart: Svg, caption: str, slim: Svg | None = None) -> Html:
    """Take a chart into the page; a narrow screen has the slim one, or scrolls the chart by itself if there is none."""
    plates = [el("div", Html(chart.inline()), class_="plate", tabindex="0", role="group", aria_label=chart.label)]
    if slim is not None:
        plates = [el("div", Html(chart.inline()), class_="plate wide"), el("div", Html(slim.inline()), class_="plate slim")]
    return el("figure", *plates, el("figcaption", caption) if caption else None, class_="fig")


def beside(*sections: Html | None, style: str = "a") -> Html:
    """Put sections beside each other where there is room: ``a`` a wide one first, ``b`` equal ones."""
    return el("div", *sections, class_=f"cols {style}")


def pairs(rows: Iterable[tuple[str, str | Html]]) -> Html:
    """Make a list of figures with what they are."""
    return el("dl", *(el("div", el("dt", name), el("dd", value)) for name, value in rows), class_="kv")


def notes(lines: Iterable[str | Html]) -> Html:
    """Make a list of remarks."""
    return el("ul", *(el("li", line) for line in lines), class_="notes")


def page(
    words: Words,
    title: str,
    answer: Html,
    *content: Html | None,
    context: str,
    crumb: str | Html = "",
    basis: str = "",
    foot: str = "",
) -> str:
    """
    Make a whole page.

    Parameters
    ----------
    words
        In its language.
    title, answer
        What it is about, and one to three sentences that answer it.
    content
        Sections.
    context
        What is planned, beside the name of the product.
    crumb, basis, foot
        Lines over the title, under the answer and at the end.
    """
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", name="viewport", content="width=device-width,initial-scale=1"),
        el("meta", name="color-scheme", content="light dark"),
        el("meta", name="generator", content="mainstay"),
        el("title", f"{title} · mainstay"),
        el("style", Html(style())),
    )
    brand = Html(
        '<svg width="16" height="18" viewBox="0 0 16 18" fill="none" stroke="currentColor" stroke-width="1.7"'
        ' aria-hidden="true"><path d="M5 1v16M1.5 17h13M5 2.2L14 16.4M5 9l4.6.4"/></svg>mainstay'
    )
    top = el("header", el("span", brand, class_="brand"), el("span", context, class_="ctx"), class_="top")
    opening = [
        el("p", crumb, class_="crumb") if crumb else None,
        el("h1", title),
        el("p", answer, class_="answer"),
        el("p", basis, class_="basis") if basis else None,
    ]
    body = el(
        "body",
        Html(hatch()),
        el("a", words("skip"), class_="vh", href="#main"),
        top,
        el("main", *opening, *content, id="main"),
        el("footer", foot) if foot else None,
    )
    return "<!doctype html>\n" + el("html", head, body, lang=words.language) + "\n"


def write_page(file: Path, text: str) -> Path:
    """Write a page, whole or not at all."""
    with replacing(file) as partial:
        partial.write_text(text, "utf-8")
    return file


@cache
def style() -> str:
    """Return the style of every page."""
    text: Any = files("mainstay.report").joinpath("data/page.css").read_text("utf-8")
    return str(text)
