"""The page of one case: what is lost, when, and what replaces it, before and after planning again."""

from __future__ import annotations

from collections.abc import Sequence

from mainstay.model import CaseHit, CaseKind, CaseLoss, Guard, Requirement, Stock, Substitute

from .dependence_map import draw_dependence
from .page import Head, Html, Sentence, beside, el, figure, join, notes, page, pairs, section, table, told
from .stress_curve import draw_curve
from .stress_kinds import AnyStress
from .stress_names import Names
from .tornado import caption_of, draw_tornado, drawn, ranked

FIRST_HITS, MOST_HITS = 12, 200
"""Requirements that a page shows at once, and that it lists; the workbook has them all."""


def case_page(stress: AnyStress, row: CaseLoss, names: Names, *, home: str = "") -> str:
    """
    Make the page of one case.

    Parameters
    ----------
    stress
        All cases and their tables.
    row
        The case.
    names
        Words and names.
    home
        Address of the page on all cases; empty if this is the only one.
    """
    words = names.words
    order = ranked(stress.cases)
    crumb = words(
        "case crumb",
        kind=words(f"kind {row.kind.value}"),
        rank=words.number(order.index(row) + 1),
        count=words.number(len(order)),
    )
    trail = join([crumb, " · ", el("a", words("all cases link"), href=home)]) if home else join([crumb])
    settings = names.scenario.settings
    return page(
        words,
        names.case(row),
        told(words, answer(stress, row, names)),
        _over_time(stress, row, names),
        hits_section(stress, row, names),
        packages_section(stress, row, names),
        substitutes_section([each for each in stress.substitutes if each.case == row.case], names),
        _among(stress, row, names),
        _carried(stress, row, names),
        guards_section(stress.guards, names),
        method_section(names, row.kind is CaseKind.PARTY, row.solved),
        context=f"{settings.title or settings.name} · {words.day(settings.start, year=True)}",
        crumb=trail,
        basis=words(
            "case basis",
            score=words.points(stress.score),
            bound=words.at_most(stress.bound),
            after=words("solved") if row.solved else words("bracketed"),
        ),
    )


def answer(stress: AnyStress, row: CaseLoss, names: Names) -> list[Sentence]:
    """Say what a case costs, what is won back, and when the plan has recovered."""
    words = names.words
    decimals = 1 if max(row.loss_before, row.loss) >= 0.95 else 2
    said: list[Sentence] = [
        (
            "falls named" if row.kind in (CaseKind.NAMED, CaseKind.PAIR) or names.case(row) == row.what else "falls",
            {
                "what": names.case(row),
                "day": words.day(row.day, year=True),
                "base": words.points(stress.score, decimals),
                "before": words.points(stress.score - row.loss_before, decimals),
            },
        )
    ]
    ends = {"low": words.at_least(row.loss_low), "high": words.at_most(row.loss_high)}
    if not row.solved:
        said.append(("only bracketed", {"loss": words.points(row.loss, decimals), **ends}))
    elif row.loss < 0.005:
        said.append(("nothing lost", {"high": ends["high"]}))
    else:
        loss = words.points(row.loss, decimals)
        won = {"saved": words.points(row.saved, decimals)} if row.saved >= 0.005 else {}
        said.append(("wins back" if won else "wins none", {"loss": loss, **won, **ends}))
    if row.recovers is not None and row.recovery_days is not None:
        day, days = words.day(row.recovers, year=True), words.count("days", row.recovery_days)
        said.append(("recovers", {"day": day, "days": days}))
    elif row.solved and row.loss >= 0.005:
        said.append(("never recovers", {}))
    return said


def _over_time(stress: AnyStress, row: CaseLoss, names: Names) -> Html:
    words = names.words
    small = _headline(stress, row, names)
    if row.case not in stress.curves:
        return small
    curve = stress.curves[row.case]
    chart = figure(draw_curve(curve, row, names), words("curve caption"), draw_curve(curve, row, names, slim=True))
    wide = section(words("points over time"), chart, note=words("points over time note"))
    return beside(wide, small)


def _headline(stress: AnyStress, row: CaseLoss, names: Names) -> Html:
    words = names.words

    def lost(value: float, percent: float) -> Html:
        return join([el("b", words.points(value)), el("small", words("of the plan", percent=words.number(percent, 1)))])

    ends = words("between", low=words.at_least(row.loss_low), high=words.at_most(row.loss_high))
    rows: list[tuple[str, str | Html]] = [
        (words("base"), words.points(stress.score)),
        (words("loss before"), lost(row.loss_before, row.loss_before_percent)),
        (words("won back"), words.points(row.saved)),
        (words("loss after") if row.solved else words("loss estimate"), lost(row.loss, row.loss_percent)),
        (words("certified interval"), ends),
        (
            words("bracket"),
            words("between", low=words.at_least(row.bracket_low), high=words.at_most(row.bracket_high)),
        ),
        (words("requirements hit"), words.number(row.requirements_hit)),
        (words("packages hit"), words.number(row.packages_hit)),
        (words("packages lost"), words.number(row.packages_lost)),
    ]
    again = words("not within")
    if row.recovers is not None and row.recovery_days is not None:
        again = f"{words.count('days', row.recovery_days)}, {words.day(row.recovers, year=True)}"
    rows.append((words("time to recover"), join([again, el("small", words("recovery note"))])))
    return section(words("headline"), pairs(rows), note=words("headline note"))


def lost_points(hit: CaseHit, names: Names) -> float:
    """Points of 100 that stay lost of a requirement or stock, planned again."""
    return names.weight(hit.requirement) * (hit.base_percent - hit.after_percent) / 100


def hits_of(stress: AnyStress, row: CaseLoss, names: Names) -> list[CaseHit]:
    """What a case does to requirements and stocks, that which stays lost most first."""
    mine = [hit for hit in stress.hits if hit.case == row.case]
    return sorted(
        mine,
        key=lambda hit: (
            -lost_points(hit, names),
            -names.weight(hit.requirement) * (hit.base_percent - hit.before_percent),
            hit.requirement,
        ),
    )


def hits_section(stress: AnyStress, row: CaseLoss, names: Names) -> Html:
    """Make the table of requirements and stocks that lose, worst first."""
    words, hits = names.words, hits_of(stress, row, names)
    title, note = words("what is lost"), words("worst first")
    if not hits:
        return section(title, el("p", words("no hits"), class_="none"))
    heads = [
        Head(words("need")),
        Head(words("place and due")),
        Head(words("base percent"), figures=True),
        Head(words("before percent"), figures=True),
        Head(words("after percent"), figures=True),
        Head(words("lost points"), figures=True),
    ]
    rows = [
        (
            _what(hit.requirement, names),
            _soft(names.where(hit.requirement)),
            words.number(hit.base_percent),
            _fallen(hit.before_percent, hit.base_percent, names),
            _fallen(hit.after_percent, hit.base_percent, names),
            el("b", words.points(lost_points(hit, names))),
        )
        for hit in hits[:MOST_HITS]
    ]
    count = words("cases aux", shown=words.number(min(len(rows), FIRST_HITS)), count=words.number(len(hits)))
    first = table(title, heads, rows[:FIRST_HITS], dense=True)
    rest = None
    if len(rows) > FIRST_HITS:
        more = words("more hits", n=words.number(len(rows) - FIRST_HITS))
        rest = el("details", el("summary", more), table(more, heads, rows[FIRST_HITS:], dense=True))
    return section(title, first, rest, note=note, aux=count, name="requirements")


def packages_section(stress: AnyStress, row: CaseLoss, names: Names) -> Html | None:
    """Make the table of packages that do not come into service, most first; nothing if none is hit."""
    words = names.words
    hits = [
        hit
        for hit in hits_of(stress, row, names)
        if min(hit.packages_before, hit.packages_after) < hit.packages_base or hit.packages_after > hit.packages_base
    ]
    if not hits:
        return None
    hits.sort(key=lambda hit: (hit.packages_after - hit.packages_base, hit.packages_before - hit.packages_base))
    title = words("what is lost in packages")
    heads = [Head(words("capability")), Head(words("place and due"))]
    heads += [Head(words(key), figures=True) for key in ("base", "before", "after replanning")]
    rows = [
        (
            _what(hit.requirement, names),
            _soft(names.where(hit.requirement)),
            words.number(hit.packages_base),
            _fallen(hit.packages_before, hit.packages_base, names),
            _fallen(hit.packages_after, hit.packages_base, names),
        )
        for hit in hits
    ]
    sums = [sum(getattr(hit, name) for hit in hits) for name in ("packages_base", "packages_before", "packages_after")]
    total = (words("total"), "", *(words.number(value) for value in sums))
    return section(title, table(title, heads, rows, total=total, dense=True), note=words("worst first"), name="packages")


def substitutes_section(rows: list[Substitute], names: Names) -> Html:
    """Make the table of what stands in, the largest contribution first."""
    words, title = names.words, names.words("substitutes")
    if not rows:
        return section(title, el("p", words("no substitutes"), class_="none"), name="substitutes")
    heads = [
        Head(words("rank"), figures=True),
        Head(words("replaced by")),
        Head(words("kind of case")),
        Head(words("how")),
        Head(words("replaces"), figures=True),
        Head(words("certified interval"), figures=True),
    ]
    cells = [
        (
            words.number(row.rank),
            el("b", _element(row, names)),
            _soft(words(f"kind {row.kind.value}")),
            row.what,
            el("span", f"+{words.points(row.replaces)}", class_="up"),
            _soft(words("between", low=words.at_least(row.low), high=words.at_most(row.high))),
        )
        for row in sorted(rows, key=lambda row: row.rank)
    ]
    return section(title, table(title, heads, cells), note=words("substitutes note"), name="substitutes")


def guards_section(guards: Sequence[Guard], names: Names) -> Html | None:
    """Make the table of what to arrange beforehand; nothing if nothing was computed."""
    rows = sorted(guards, key=lambda row: row.rank)
    if not rows:
        return None
    words, title = names.words, names.words("guards")
    heads = [
        Head(words("rank"), figures=True),
        Head(words("arranged")),
        Head(words("kind of case")),
        Head(words("cut"), figures=True),
        Head(words("worst"), figures=True),
        Head(words("cost m"), figures=True),
        Head(words("chosen head")),
    ]
    cells = [
        (
            words.number(row.rank),
            join([row.what or row.code, el("small", row.code)]),
            _soft(words(f"kind {row.kind.value}")),
            el("b", words.points(row.loss_cut)),
            f"{words.points(row.worst_before)} – {words.points(row.worst_after)}",
            million(row.cost_eur, names),
            el("span", words("yes"), class_="tag solid") if row.chosen else _soft(words("no")),
        )
        for row in rows
    ]
    return section(title, table(title, heads, cells), note=words("guards note"), name="guards")


def million(value: float, names: Names) -> str:
    """Euros in millions, with a decimal where they are few; what costs nothing says so."""
    if abs(value) < 0.5:
        return names.words("free")
    share = value / 1e6
    return names.words.number(share, 0 if share >= 99.5 else 1 if share >= 0.95 else 3)


def method_section(names: Names, cargo: bool, solved: bool) -> Html:
    """Say what is certified, and what is estimated."""
    words = names.words
    keys = ["method before", "method after"]
    keys += [*([] if solved else ["method bracket"]), *(["method cargo"] if cargo else [])]
    return section(words("method"), notes([words(key) for key in keys]), name="method")


def _among(stress: AnyStress, row: CaseLoss, names: Names) -> Html | None:
    """Make the chart of all cases with this one marked."""
    if len(stress.cases) < 2:
        return None
    words, shown = names.words, drawn(stress.cases)
    chart = draw_tornado(stress.cases, names, marked=row.case)
    count = words("cases aux", shown=words.number(len(shown)), count=words.number(len(stress.cases)))
    slim = draw_tornado(stress.cases, names, marked=row.case, slim=True)
    content = figure(chart, caption_of(stress.cases, names), slim)
    return section(words("cases title"), content, note=words("cases note"), aux=count, name="cases")


def _carried(stress: AnyStress, row: CaseLoss, names: Names) -> Html | None:
    """Make the map of who carries what, for a contributor."""
    code = row.case.removeprefix("party ")
    if row.kind is not CaseKind.PARTY or not any(each.contributor == code for each in stress.dependence):
        return None
    words = names.words
    chart = draw_dependence(stress.dependence, names, marked=code)
    caption = words("dependence caption", level=words.number(stress.level))
    return section(words("dependence"), figure(chart, caption), note=words("dependence note"), name="dependence")


def _what(code: str, names: Names) -> Html:
    row = names.line(code)
    tail = code
    if isinstance(row, Requirement):
        tail += f" · {names.words('priority')} {row.priority}"
    elif isinstance(row, Stock):
        tail += f" · {names.words('kind stock')}"
    return join([names.asked(code), el("small", tail)])


def _element(row: Substitute, names: Names) -> str:
    name = names.element(row.kind.value, row.code)
    return row.name if name == row.code and row.name else name


def _soft(text: str) -> Html:
    return el("span", text, class_="soft")


def _fallen(value: float, base: float, names: Names) -> Html:
    """Write a figure, marked where it is below what the plan has."""
    text = names.words.number(value)
    return el("span", text, class_="down") if value < base - 0.5 else join([text])
