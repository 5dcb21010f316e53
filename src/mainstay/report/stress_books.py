"""Workbooks of cases, executions, changes and comparisons: the same figures as the pages, to be sorted and filtered."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mainstay.exchange.atomic import replacing

from .change_page import answer as change_answer
from .comparison_page import answer as comparison_answer
from .fan_page import answer as fan_answer
from .page import Sentence, said
from .sheet import Book, Col
from .stress_case import hits_of, lost_points
from .stress_index import answer as stress_answer
from .stress_kinds import AnyComparison, AnyReplan, AnySimulation, AnyStress
from .stress_names import Names
from .tornado import ranked


@dataclass(frozen=True)
class Page:
    """A sheet: key of its name, columns as key of their head with their kind, and rows."""

    name: str
    columns: Sequence[tuple[str, str]]
    rows: Sequence[Sequence[Any]]


def write_book(
    file: Path, names: Names, title: str, sentences: Sequence[Sentence], notes: Sequence[str], pages: Sequence[Page]
) -> Path:
    """
    Write a workbook: the answer first, then a sheet for each table that has rows.

    Text is written as text, so that nothing in a table can become a formula. The same figures give the same bytes.
    """
    words, settings = names.words, names.scenario.settings
    with replacing(file) as partial:
        book = Book(str(partial), settings.start, title)
        try:
            summary = book.name(words("summary"))
            sheet = book.sheet(summary, title, said(words, sentences), page=words("page"))
            sheet.text(settings.title or settings.name, book.quiet)
            for note in notes:
                sheet.paragraph(note, across=9)
            counts = [(words(page.name), len(page.rows)) for page in pages]
            sheet.table([Col(words("index")), Col(words("rows"), "count")], counts, freeze=False)
            for page in pages:
                text = words(page.name)
                columns = [Col(_head(key, words), kind) for key, kind in page.columns]
                book.sheet(book.name(text), text, page=words("page"), back=summary).table(columns, page.rows)
        finally:
            book.close()
    return file


def stress_book(stress: AnyStress, names: Names, file: Path) -> Path:
    """Write the workbook of cases."""
    words = names.words
    cases = [
        (
            row.case, names.case(row), words(f"kind {row.kind.value}"), row.day, row.loss_before, row.loss_before_percent,
            row.saved, row.loss, row.loss_percent, row.loss_low, row.loss_high, row.bracket_low, row.bracket_high,
            words("yes") if row.solved else words("no"), row.requirements_hit, row.packages_hit, row.packages_lost,
            row.recovers, row.recovery_days,
        )
        for row in ranked(stress.cases)
    ]  # fmt: skip
    hits = [
        (
            row.case, hit.requirement, names.asked(hit.requirement), names.where(hit.requirement), hit.base_percent,
            hit.before_percent, hit.after_percent, lost_points(hit, names), hit.packages_base, hit.packages_before,
            hit.packages_after,
        )
        for row in ranked(stress.cases)
        for hit in hits_of(stress, row, names)
    ]  # fmt: skip
    substitutes = [
        (
            row.case, row.rank, words(f"kind {row.kind.value}"), row.code, row.name, row.what, row.replaces, row.low, row.high,
        )
        for row in sorted(stress.substitutes, key=lambda row: (row.case, row.rank))
    ]  # fmt: skip
    dependence = [
        (
            row.capability, names.capability(row.capability), row.contributor, names.party(row.contributor), row.base_level,
            row.level_without, row.level_drop_percent, words("yes") if row.below else words("no"),
        )
        for row in stress.dependence
    ]  # fmt: skip
    guards = [
        (
            row.rank, words(f"kind {row.kind.value}"), row.code, row.what, row.cost_eur, row.loss_cut, row.worst_before,
            row.worst_after, words("yes") if row.chosen else words("no"),
        )
        for row in sorted(stress.guards, key=lambda row: row.rank)
    ]  # fmt: skip
    pages = [
        Page(
            "cases table",
            [
                ("code", "text"), ("case", "words"), ("kind of case", "text"), ("day", "day"), ("loss before", "points"),
                ("loss before %", "points"), ("won back", "points"), ("loss after", "points"), ("loss after %", "points"),
                ("gain least", "points"), ("gain most", "points"), ("bracket least", "points"), ("bracket most", "points"),
                ("solved head", "text"), ("requirements hit", "count"), ("packages hit", "count"), ("packages lost", "count"),
                ("recovered", "day"), ("recovery days", "count"),
            ],
            cases,
        ),
        Page(
            "what is lost",
            [
                ("code", "text"), ("requirement", "text"), ("need", "words"), ("place and due", "words"),
                ("base percent", "points"), ("before percent", "points"), ("after percent", "points"),
                ("lost points", "points"), ("packages base", "count"), ("packages before", "count"),
                ("packages after", "count"),
            ],
            hits,
        ),
        Page(
            "substitutes",
            [
                ("code", "text"), ("rank", "count"), ("kind of case", "text"), ("code of", "text"), ("replaced by", "words"),
                ("how", "words"), ("replaces", "points"), ("gain least", "points"), ("gain most", "points"),
            ],
            substitutes,
        ),
        Page(
            "dependence",
            [
                ("code of", "text"), ("capability", "words"), ("party", "text"), ("contributor", "words"),
                ("base percent", "points"), ("level without", "points"), ("drop", "points"), ("below head", "text"),
            ],
            dependence,
        ),
        Page(
            "guards",
            [
                ("rank", "count"), ("kind of case", "text"), ("code of", "text"), ("arranged", "words"), ("cost", "eur"),
                ("cut", "points"), ("worst before", "points"), ("worst after", "points"), ("chosen head", "text"),
            ],
            guards,
        ),
    ]  # fmt: skip
    notes = [words(key) for key in ("method before", "method after", "method bracket", "method cargo")]
    return write_book(file, names, words("stress title"), stress_answer(stress, names), notes, pages)


def simulation_book(simulation: AnySimulation, names: Names, file: Path) -> Path:
    """Write the workbook of executions."""
    words = names.words
    fans = [
        (row.what, words(row.planned.value), row.day, row.p05, row.p25, row.p50, row.p75, row.p95, row.mean)
        for row in simulation.fans
    ]
    requirements = [
        (
            row.requirement, names.asked(row.requirement), names.where(row.requirement), words(row.planned.value),
            100 * row.in_time, 100 * row.in_full, row.expected_percent, row.days_late_p50, row.days_late_p90,
        )
        for row in simulation.requirements
    ]  # fmt: skip
    services = [
        (
            row.requirement, row.package, names.capability(row.package), row.number, words(row.planned.value),
            row.planned_day, row.p10, row.p50, row.p90, 100 * row.probability,
        )
        for row in simulation.services
    ]  # fmt: skip
    quantiles = [(f"{share}\u202f%", "points") for share in (5, 25, 50, 75, 95)]
    pages = [
        Page("fans", [("what", "text"), ("way", "text"), ("day", "day"), *quantiles, ("mean", "points")], fans),
        Page(
            "requirements chance",
            [
                ("requirement", "text"), ("need", "words"), ("place and due", "words"), ("way", "text"), ("in time", "points"),
                ("in full", "points"), ("expected", "points"), ("late p50", "points"), ("late p90", "points"),
            ],
            requirements,
        ),
        Page(
            "services",
            [
                ("requirement", "text"), ("code of", "text"), ("capability", "words"), ("number", "count"), ("way", "text"),
                ("planned day", "day"), ("early", "day"), ("half by", "day"), ("most by", "day"), ("probability %", "points"),
            ],
            services,
        ),
    ]  # fmt: skip
    notes = [words(key) for key in ("method estimate", "method chance", "method planned", "method reviewed")]
    return write_book(file, names, words("chance title"), fan_answer(simulation, names), notes, pages)


def replan_book(replan: AnyReplan, names: Names, file: Path) -> Path:
    """Write the workbook of changes: all of them, and a line for each party to be told of each."""
    words = names.words
    columns = [
        ("what changes", "text"), ("was", "text"), ("now", "text"), ("offer", "text"), ("giver", "words"),
        ("requirement", "text"), ("need", "words"), ("quantity before", "t"), ("quantity after", "t"),
        ("departs before", "day"), ("departs after", "day"), ("arrives before", "day"), ("arrives after", "day"),
        ("why", "words"), ("tell", "words"),
    ]  # fmt: skip

    def cells(row: Any) -> tuple[Any, ...]:
        return (
            words(f"change {row.kind.value}"), row.was, row.consignment, row.offer, names.party(row.party), row.requirement,
            names.asked(row.requirement), row.quantity_before, row.quantity_after, row.departs_before, row.departs_after,
            row.arrives_before, row.arrives_after, row.why, ", ".join(row.tell),
        )  # fmt: skip

    rows = [cells(row) for row in replan.changes]
    each = [
        (code, names.party(code), *cells(row))
        for row in replan.changes
        for code in row.tell
        if row.kind.value not in ("kept", "moved")
    ]
    each.sort(key=lambda row: row[0])
    pages = [Page("changes", columns, rows), Page("by party", [("party", "text"), ("contributor", "words"), *columns], each)]
    notes = [words(key) for key in ("method changes", "method score")]
    return write_book(file, names, words("change title"), change_answer(replan, names), notes, pages)


def comparison_book(comparison: AnyComparison, names: Names, file: Path) -> Path:
    """Write the workbook of two plans."""
    words = names.words
    a, b = comparison.names
    needs = [
        (
            row.requirement, names.asked(row.requirement), names.where(row.requirement), row.a_percent, row.b_percent,
            row.difference_points, row.a_arrives, row.b_arrives, ", ".join(row.a_from), ", ".join(row.b_from), row.why,
        )
        for row in comparison.differences
    ]  # fmt: skip
    giving = [(row.party, names.party(row.party), row.a_t, row.b_t, row.more_t) for row in comparison.giving]
    pages = [
        Page(
            "differences",
            [
                ("requirement", "text"), ("need", "words"), ("place and due", "words"), (words("in percent", name=a), "points"),
                (words("in percent", name=b), "points"), ("difference", "points"), (words("arrives in", name=a), "day"),
                (words("arrives in", name=b), "day"), (words("from in", name=a), "words"), (words("from in", name=b), "words"),
                ("why", "words"),
            ],
            needs,
        ),
        Page(
            "giving",
            [
                ("party", "text"), ("contributor", "words"), (words("in tonnes", name=a), "t"),
                (words("in tonnes", name=b), "t"), ("more tonnes", "t"),
            ],
            giving,
        ),
    ]  # fmt: skip
    notes = [words(key) for key in ("method compare", "method plans")]
    title = words("compare title", a=a, b=b)
    return write_book(file, names, title, comparison_answer(comparison, names), notes, pages)


def _head(key: str, words: Callable[[str], str]) -> str:
    """Words of a head; one that is no key stands for itself."""
    try:
        return words(key)
    except KeyError:
        return key
