"""The page on simulated executions: what the plan is likely to attain, and when."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping

from mainstay.model import Planned, RequirementChance, ServiceChance

from .fan_chart import MOST as MOST_FANS
from .fan_chart import SCORE, TOGETHER, Steps, draw_package_fans, draw_score_fans, fans_of, packages_of
from .fan_service import MOST as MOST_SERVICES
from .fan_service import draw_services, services_of
from .figures import earnings
from .page import Head, Html, Sentence, el, figure, join, notes, page, section, table, told
from .stress_kinds import AnySimulation, ScenarioPlan
from .stress_names import Names

LISTED = 120
"""Requirements that the page lists; the workbook has them all."""


def simulation_page(simulation: AnySimulation, names: Names, plan: Mapping[str, Steps]) -> str:
    """
    Make the page on simulated executions.

    Parameters
    ----------
    simulation
        Fans and chances.
    names
        Words and names.
    plan
        What the plan itself attains by day, from :func:`planned`.
    """
    words, settings = names.words, names.scenario.settings
    keys = ("method estimate", "method chance", "method planned", "method reviewed")
    return page(
        words,
        words("chance title"),
        told(words, answer(simulation, names)),
        _score(simulation, names, plan),
        _services(simulation, names),
        _packages(simulation, names, plan),
        _requirements(simulation, names),
        section(words("method"), notes([words(key) for key in keys]), name="method"),
        context=f"{settings.title or settings.name} · {words.day(settings.start, year=True)}",
        crumb=words("chance crumb"),
        basis=words(
            "chance basis",
            executions=words.count("executions", simulation.executions),
            seed=str(simulation.seed),
            error=" / ".join(words.points(value) for value in simulation.error) or words("unknown"),
        ),
    )


def planned(simulation: AnySimulation, plan: ScenarioPlan | None) -> dict[str, Steps]:
    """
    Return what the plan itself attains by day: points of 100 under ``score``, packages in service under their codes.

    Parameters
    ----------
    simulation
        Its packages have their days in the plan.
    plan
        For the points; ``None``: they are not known.
    """
    out: dict[str, Steps] = {}
    if plan is not None:
        whole = plan.scenario.asked_points or 1.0
        earned: dict[dt.date, float] = defaultdict(float)
        for earning in earnings(plan.scenario, plan.tables):
            earned[earning.day] += earning.points
        out[SCORE] = _running({day: 100 * points / whole for day, points in earned.items()})
    days: dict[str, Counter[dt.date]] = {}
    for pair in services_of(simulation.services):
        row = next(iter(pair.values()))
        if row.planned_day is not None:
            days.setdefault(row.package, Counter())[row.planned_day] += 1
    out |= {package: _running(counted) for package, counted in days.items()}
    return out


def _running(by_day: Mapping[dt.date, float]) -> list[tuple[dt.date, float]]:
    total, out = 0.0, []
    for day in sorted(by_day):
        total += by_day[day]
        out.append((day, total))
    return out


def answer(simulation: AnySimulation, names: Names) -> list[Sentence]:
    """Say what is attained on average and in nine executions of ten, as planned and reviewed."""
    words = names.words
    said: list[Sentence] = []
    for key, mean, (low, high) in zip(
        ("chance answer", "chance reviewed"), simulation.expected, simulation.likely, strict=False
    ):
        values: dict[str, object] = {"mean": words.points(mean, 1), "low": words.points(low, 1), "high": words.points(high, 1)}
        said.append((key, values | ({"plan": words.points(simulation.score, 1)} if not said else {})))
    mine = [row for row in simulation.requirements if row.planned is Planned.AS_PLANNED]
    if mine:
        likely = sum(row.in_time >= 0.5 for row in mine)
        said.append(("chance met", {"n": words.number(likely), "count": words.number(len(mine))}))
    return said


def _score(simulation: AnySimulation, names: Names, plan: Mapping[str, Steps]) -> Html | None:
    if not any(row.what == SCORE for row in simulation.fans):
        return None
    words = names.words
    charts = [draw_score_fans(simulation.fans, plan, names, slim=slim) for slim in (False, True)]
    chart = figure(charts[0], words("fan caption"), charts[1])
    return section(words("fan score"), chart, note=words("fan score note"), name="score")


def _packages(simulation: AnySimulation, names: Names, plan: Mapping[str, Steps]) -> Html | None:
    codes = packages_of(fans_of(simulation.fans), plan)
    if not codes:
        return None
    words = names.words
    caption = words("fan caption")
    if len(codes) > MOST_FANS:
        caption += " " + words("fan rest", n=words.number(len(codes) - MOST_FANS))
    shown = codes[:MOST_FANS]
    charts = []
    for at in range(0, len(shown), TOGETHER):
        some = shown[at : at + TOGETHER]
        wide, slim = (draw_package_fans(simulation.fans, plan, names, some, slim=slim) for slim in (False, True))
        charts.append(figure(wide, caption if at + TOGETHER >= len(shown) else "", slim))
    return section(words("fan packages"), *charts, name="packages")


def _services(simulation: AnySimulation, names: Names) -> Html | None:
    packages = services_of(simulation.services)
    if not packages:
        return None
    words, title = names.words, names.words("service days")
    caption = words("service days caption")
    if len(packages) > MOST_SERVICES:
        caption += " " + words("service rest", n=words.number(len(packages) - MOST_SERVICES))
    charts = [draw_services(simulation.services, names, slim=slim) for slim in (False, True)]
    chart = figure(charts[0], caption, charts[1])
    heads = [Head(words("capability")), Head(words("way")), Head(words("planned day"))]
    heads += [Head(words(key)) for key in ("early", "half by", "most by")]
    heads += [Head(words("probability"), figures=True)]
    rows = [_service(row, names) for pair in packages for row in (pair[way] for way in Planned if way in pair)]
    figures = el("details", el("summary", words("in figures")), table(title, heads, rows, dense=True))
    count = words("cases aux", shown=words.number(min(len(packages), MOST_SERVICES)), count=words.number(len(packages)))
    return section(title, chart, figures, note=words("service days note"), aux=count, name="services")


def _service(row: ServiceChance, names: Names) -> tuple[str | Html, ...]:
    words = names.words

    def day(value: dt.date | None) -> Html:
        return el("span", words("not within") if value is None else words.day(value, year=True), class_="nb")

    return (
        join([names.capability(row.package), el("small", f"{row.requirement} · {row.number}")]),
        words(row.planned.value),
        day(row.planned_day),
        day(row.p10),
        day(row.p50),
        day(row.p90),
        words.percent(100 * row.probability),
    )


def _requirements(simulation: AnySimulation, names: Names) -> Html | None:
    words, title = names.words, names.words("requirements chance")
    pairs: dict[str, dict[Planned, RequirementChance]] = {}
    for row in simulation.requirements:
        pairs.setdefault(row.requirement, {})[row.planned] = row
    if not pairs:
        return None
    ways = [way for way in Planned if any(way in pair for pair in pairs.values())]
    heads = [Head(words("need")), Head(words("place and due"))]
    for way in ways:
        tail = f", {words(way.value)}" if len(ways) > 1 else ""
        heads += [Head(words(key) + tail, figures=True) for key in ("in time", "in full", "expected")]
    heads += [Head(words("late p50"), figures=True), Head(words("late p90"), figures=True)]

    def cells(code: str, pair: Mapping[Planned, RequirementChance]) -> tuple[str | Html, ...]:
        out: list[str | Html] = [join([names.asked(code), el("small", code)]), el("span", names.where(code), class_="soft")]
        for way in ways:
            mine = pair.get(way)
            values = ("", "", "") if mine is None else (100 * mine.in_time, 100 * mine.in_full, mine.expected_percent)
            out += [value if isinstance(value, str) else words.number(value) for value in values]
        last = pair.get(ways[-1])
        late = (None, None) if last is None else (last.days_late_p50, last.days_late_p90)
        return (*out, *("–" if value is None else words.number(value) for value in late))

    def order(entry: tuple[str, Mapping[Planned, RequirementChance]]) -> tuple[float, float, str]:
        row = entry[1].get(ways[-1]) or next(iter(entry[1].values()))
        return row.in_time, row.expected_percent, entry[0]

    rows = [cells(code, pair) for code, pair in sorted(pairs.items(), key=order)]
    count = words("cases aux", shown=words.number(min(len(rows), LISTED)), count=words.number(len(rows)))
    content = table(title, heads, rows[:LISTED], dense=True)
    return section(title, content, note=words("least likely first"), aux=count, name="requirements")
