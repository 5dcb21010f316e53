"""The page on a plan made anew: what changes for whom, why, and who must be told."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from mainstay.model import Change, ChangeKind

from .page import Head, Html, Sentence, beside, el, join, notes, page, section, table, told
from .stress_kinds import AnyReplan
from .stress_names import Names

LISTED = 40
"""Changes that the page lists for each party; the workbook has them all."""
SAME = (ChangeKind.KEPT, ChangeKind.MOVED)
URGENT = (ChangeKind.DROPPED, ChangeKind.CHANGED, ChangeKind.NEW)


def replan_page(replan: AnyReplan, names: Names, *, day: dt.date | None = None) -> str:
    """
    Make the page on a plan made anew.

    Parameters
    ----------
    replan
        The new plan and what became of each consignment.
    names
        Words and names.
    day
        From which it was made anew, if known.
    """
    words, settings = names.words, names.scenario.settings
    return page(
        words,
        words("change title"),
        told(words, answer(replan, names)),
        beside(_counts(replan, names), _told(replan, names), style="b"),
        *_parties(replan, names),
        section(words("method"), notes([words("method changes"), words("method score")]), name="method"),
        context=f"{settings.title or settings.name} · {words.day(settings.start, year=True)}",
        crumb=words("change crumb") if day is None else words("change crumb day", day=words.day(day, year=True)),
        basis=words("change score", score=words.points(replan.plan.score), bound=words.at_most(replan.plan.bound))
        + " "
        + words("change worth", before=words.points(replan.before), cost=words.points(replan.stability_cost)),
    )


def told_of(changes: AnyReplan | list[Change]) -> dict[str, list[Change]]:
    """Changes by party to be told, the party with most of them first; what stays as it was needs no telling."""
    rows = changes if isinstance(changes, list) else list(changes.changes)
    out: dict[str, list[Change]] = defaultdict(list)
    for row in rows:
        if row.kind not in SAME:
            for party in row.tell:
                out[party].append(row)
    return dict(sorted(out.items(), key=lambda entry: (-len(entry[1]), entry[0])))


def answer(replan: AnyReplan, names: Names) -> list[Sentence]:
    """Say how many consignments stay, change, come and go, and who must be told."""
    words = names.words
    counts = Counter(row.kind for row in replan.changes)
    said: list[Sentence] = [("change answer", {kind.value: words.number(counts[kind]) for kind in ChangeKind})]
    parties = list(told_of(replan))
    if not parties:
        return [*said, ("nobody told", {})]
    shown = ", ".join(names.party(code) for code in parties[:6])
    more = len(parties) - 6
    if more > 0:
        shown += " " + words("and more", n=words.number(more))
    return [*said, ("change tell", {"parties": shown})]


def _counts(replan: AnyReplan, names: Names) -> Html:
    words = names.words
    counts: dict[ChangeKind, list[float]] = {kind: [0, 0.0] for kind in ChangeKind}
    masses = {row.consignment: row.mass_t for row in replan.plan.tables.consignments}
    for row in replan.changes:
        counts[row.kind][0] += 1
        counts[row.kind][1] += masses.get(row.consignment, 0.0)
    heads = [Head(words("what changes")), Head(words("changes in all"), figures=True), Head(words("mass"), figures=True)]
    rows = [
        (
            kind_tag(kind, names),
            words.number(int(counts[kind][0])),
            "" if kind is ChangeKind.DROPPED else words.number(counts[kind][1], 1),
        )
        for kind in ChangeKind
    ]
    title = words("changes")
    return section(title, table(title, heads, rows, dense=True), name="changes")


def _parties(replan: AnyReplan, names: Names) -> list[Html]:
    """A section for each party that must be told."""
    words, out = names.words, []
    for at, (code, rows) in enumerate(told_of(replan).items(), 1):
        count = words("cases aux", shown=words.number(min(len(rows), LISTED)), count=words.number(len(rows)))
        caption = f"{names.party(code)} ({code})"
        heads = [
            Head(words("what changes")),
            Head(words("giver")),
            Head(words("recipient")),
            Head(words("quantity"), figures=True),
            Head(words("departs")),
            Head(words("arrives")),
            Head(words("why")),
        ]
        cells = [_cells(row, names) for row in sorted(rows, key=_order)[:LISTED]]
        out.append(section(caption, table(caption, heads, cells, dense=True), aux=count, name=f"tell-{at}"))
    return out


def _told(replan: AnyReplan, names: Names) -> Html:
    """Who must be told, with how many changes of each kind."""
    words, parties = names.words, told_of(replan)
    title = words("by party")
    if not parties:
        return section(title, el("p", words("nothing changes"), class_="none"), name="tell")
    links = [
        (
            el("a", names.party(code), href=f"#tell-{at}"),
            *(words.number(sum(row.kind is kind for row in rows)) for kind in URGENT),
        )
        for at, (code, rows) in enumerate(parties.items(), 1)
    ]
    heads = [Head(words("party")), *(Head(words(f"change {kind.value}"), figures=True) for kind in URGENT)]
    return section(title, table(title, heads, links, dense=True), note=words("by party note"), name="tell")


def _cells(row: Change, names: Names) -> tuple[str | Html, ...]:
    words = names.words
    offer = names.tables["offers"].get(row.offer)
    item = names.of("items", offer.item) if offer is not None else row.offer
    asked, where = names.asked(row.requirement), names.where(row.requirement)
    codes = " → ".join(code for code in dict.fromkeys((row.was, row.consignment)) if code)
    return (
        join([kind_tag(row.kind, names), el("small", codes, class_="nb")]),
        join([item, el("small", f"{names.party(row.party)} · {row.offer}")]),
        join([where if asked == item and where else asked, el("small", row.requirement)]),
        _both(words.quantity(row.quantity_before), words.quantity(row.quantity_after), row),
        _both(_day(row.departs_before, names), _day(row.departs_after, names), row),
        _both(_day(row.arrives_before, names), _day(row.arrives_after, names), row),
        row.why,
    )


def kind_tag(kind: ChangeKind, names: Names) -> Html:
    """Write what became of a consignment: solid for new ones, hollow for dropped ones."""
    style = {ChangeKind.NEW: "tag solid", ChangeKind.DROPPED: "tag hollow"}.get(kind, "tag")
    return el("span", names.words(f"change {kind.value}"), class_=style)


def _both(before: str, after: str, row: Change) -> Html:
    """Write a value before and now; only one of them where there is but one, or both are the same."""
    if row.kind is ChangeKind.NEW:
        return el("span", after, class_="nb")
    if row.kind is ChangeKind.DROPPED:
        return el("s", before, class_="nb")
    if before == after:
        return el("span", after, class_="nb")
    return join([el("s", before, class_="nb muted"), " ", el("b", after, class_="nb")])


def _day(day: dt.date | None, names: Names) -> str:
    return "–" if day is None else names.words.day(day)


def _order(row: Change) -> tuple[int, dt.date, str]:
    days = [day for day in (row.departs_after, row.departs_before) if day is not None]
    return URGENT.index(row.kind), min(days, default=dt.date.max), row.consignment or row.was
