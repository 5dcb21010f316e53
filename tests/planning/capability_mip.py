"""One mixed-integer programme over everything at once, straight from docs/rules.md: the oracle of complete capabilities.

Cargo is followed offer by offer over a network of places and periods; people over every way through courses that is open to
them. It shares no code with the planner and is solved by another front of the solver. For small scenarios only.
"""

from __future__ import annotations

import math
from collections import defaultdict

from mainstay.model import Cohort, Requirement, Scenario, Stock

from .capability_flows import capacities, cargo, funds
from .capability_programme import Best, Name, Programme
from .capability_terms import Career, Terms


def full_mip(scenario: Scenario) -> Best:
    """
    Best score that any plan can attain, of 100, and a plan that attains it.

    Raises
    ------
    RuntimeError
        If the solver gives up.
    """
    terms = Terms(scenario)
    return programme(terms).solve(terms.asked)


def relaxation(scenario: Scenario) -> float:
    """Best score if whole numbers need not be whole."""
    terms = Terms(scenario)
    return programme(terms).solve(terms.asked, whole=False).score


def programme(terms: Terms) -> Programme:
    """Write the whole programme of a scenario."""
    out = Programme()
    capacities(out, terms)
    for offer in terms.scenario.offers:
        rates = {demand.key: rate for demand in terms.demands if (rate := terms.rate(offer, demand)) > 0}
        if rates:
            cargo(out, terms, offer, rates)
    for demand in terms.demands:
        if math.isfinite(demand.most):
            out.limit(demand.most, "demand", *demand.key)
    funds(out, terms)
    _packages(out, terms)
    _fleets(out, terms)
    _people(out, terms)
    _stocks(out, terms)
    return out


# --- packages ------------------------------------------------------------------------------------------------------


def _packages(out: Programme, terms: Terms) -> None:
    """Whole packages at each milestone, and what each needs: goods so far, crews then, bays from then on."""
    for row in terms.scenario.requirements:
        if not row.package:
            continue
        milestones = terms.milestones(row)
        share = 1.0 - terms.packages[row.package].partial_share
        out.limit(row.quantity, "packages", row.requirement)
        for m in milestones:
            gain = share * terms.points(row) / row.quantity * terms.worth(row, terms.last(m))
            z = out.add("package", row.requirement, m, gain=gain, upper=row.quantity, whole=True)
            out.put(z, 1.0, "packages", row.requirement)
            for part in terms.goods(row.package):
                for later in milestones:
                    if later >= m:
                        out.put(z, part.quantity, "goods", row.requirement, part.component, later)
            for skill, people in terms.crews(row.package).items():
                out.put(z, people, "crew", row.requirement, skill, m)
            for part in terms.chains(row.package):
                out.put(z, part.quantity, "chain", row.requirement, part.component, m)
                for shop in terms.scenario.repairs:
                    if part.item in shop.items:
                        held = out.add("reserve", row.requirement, part.component, shop.repair, m)
                        out.put(held, -1.0, "chain", row.requirement, part.component, m)
                        for later in range(m, terms.periods):
                            out.put(held, 1.0, "bays", shop.repair, later)


def _fleets(out: Programme, terms: Terms) -> None:
    """Each further kind of item in one fleet costs points."""
    kinds: dict[Name, list[Name]] = defaultdict(list)
    for name in list(out.rows):
        if name[0] == "kind":
            kinds[name[1]].append(name)  # type: ignore[index]
    for fleet, rows in kinds.items():
        further = out.add("further kinds", fleet, gain=-terms.settings.mixing_points)
        out.put(further, -1.0, "kinds", fleet)
        out.limit(1.0, "kinds", fleet)
        for name in rows:
            most = sum(terms.left(offer) for offer in terms.scenario.offers if offer.item == name[2])
            kind = out.add(*name, upper=1.0, whole=True)
            out.put(kind, -most, *name)
            out.put(kind, 1.0, "kinds", fleet)


# --- people --------------------------------------------------------------------------------------------------------


def _people(out: Programme, terms: Terms) -> None:
    """Runs in whole numbers, people of every career in whole numbers, and where they are assigned."""
    for run in terms.runs:
        n = out.add("run", run.key, upper=run.training.most_runs, whole=True)
        out.put(n, -run.course.seats, "seats", run.key)
        out.put(n, run.course.least, "least", run.key)
        site = run.training.site
        for day in range(run.starts, run.ends + 1):
            out.put(n, run.course.instructors, "instructors", site, day)
            out.limit(terms.in_force(site, day)[1], "instructors", site, day)
            out.limit(terms.in_force(site, day)[0], "on course", site, day)
        if run.course.item:
            for day in {other.starts for other in terms.runs if other.training.site == site}:
                if run.starts <= day <= run.ends:
                    out.put(n, run.course.item_quantity, "gear", site, run.course.item, day)
                    out.limit(terms.unrated(run.course.item, run.place), "gear", site, run.course.item, day)
    units = terms.scenario.by_key("units")
    for cohort in terms.scenario.cohorts:
        out.limit(cohort.people, "people", cohort.cohort, ())
        unit = units[cohort.unit]
        for career in terms.careers(cohort):
            chain = tuple(run.key for run in career.runs)
            if career.runs:
                run = career.runs[-1]
                x = out.add("attend", cohort.cohort, chain, upper=cohort.people, whole=True)
                out.put(x, 1.0, "people", cohort.cohort, chain[:-1])
                out.put(x, -1.0, "people", cohort.cohort, chain)
                out.put(x, 1.0, "seats", run.key)
                out.put(x, -1.0, "least", run.key)
                for day in range(run.starts, run.ends + 1):
                    out.put(x, 1.0, "on course", run.training.site, day)
                for day in range(career.leaves, career.ready + 1):
                    out.put(x, 1.0, "away", unit.unit, day)
                    out.limit(unit.away_share * unit.people, "away", unit.unit, day)
            for row in terms.scenario.requirements:
                if row.package and terms.serves_unit(cohort, row):
                    _assigned(out, terms, cohort, career, row)


def _assigned(out: Programme, terms: Terms, cohort: Cohort, career: Career, row: Requirement) -> None:
    """People of a career, assigned to a requirement for any skill it needs that they know and have not lost."""
    chain = tuple(run.key for run in career.runs)
    for skill in terms.crews(row.package):
        for m in terms.milestones(row):
            if terms.fit(career, skill, terms.last(m)):
                a = out.add("assign", cohort.cohort, chain, skill, row.requirement, m, upper=cohort.people, whole=True)
                out.put(a, 1.0, "people", cohort.cohort, chain)
                out.put(a, -1.0, "crew", row.requirement, skill, m)


# --- stocks --------------------------------------------------------------------------------------------------------


def _stocks(out: Programme, terms: Terms) -> None:
    """What is issued in each step, out of what was there before; with a shelf life, out of which arrivals."""
    for stock in terms.scenario.stocks:
        wanted = terms.wanted(stock)
        if stock.per_day <= 0 or not sum(wanted):
            continue
        gain = terms.points(stock) / sum(wanted)
        for k, want in enumerate(wanted):
            arrived = ("arrived", stock.stock, k)
            column = out.add("taken in", stock.stock, k)
            out.put(column, 1.0, *arrived)
            out.balances.add(out.rows[arrived])
            issues = _issues(out, terms, stock, k) if stock.shelf_life_days is not None else []
            if not issues and stock.shelf_life_days is None:
                issues = [_issue(out, stock, k, len(wanted))]
            _level(out, stock, k, column, len(wanted))
            for issue in issues:
                out.gain[issue] = gain
                out.put(issue, 1.0, "wanted", stock.stock, k)
            out.limit(want, "wanted", stock.stock, k)


def _issues(out: Programme, terms: Terms, stock: Stock, k: int) -> list[int]:
    """Issues in a step out of each earlier arrival that has not expired by its end; the opening arrived the day before."""
    out.limit(stock.quantity, "taken", stock.stock, -1)
    issues = []
    for a in range(-1, k):
        arrived = terms.steps[a][1] if a >= 0 else -1
        if terms.steps[k][1] - arrived <= (stock.shelf_life_days or 0):
            issues.append(out.add("issue", stock.stock, k, a))
            out.put(issues[-1], 1.0, "taken", stock.stock, a)
    return issues


def _issue(out: Programme, stock: Stock, k: int, steps: int) -> int:
    """Issues in a step from the level before it, down to the floor; they make room below the ceiling."""
    issue = out.add("issue", stock.stock, k)
    for later in range(k, steps):
        out.put(issue, 1.0, "floor", stock.stock, later)
        if stock.ceiling is not None:
            out.put(issue, -1.0, "ceiling", stock.stock, later)
    return issue


def _level(out: Programme, stock: Stock, k: int, arrived: int, steps: int) -> None:
    """What arrives in a step can be issued in later ones, and fills the stock from this one on."""
    if stock.shelf_life_days is not None:
        out.put(arrived, -1.0, "taken", stock.stock, k)
        return
    out.limit(stock.quantity - stock.floor, "floor", stock.stock, k)
    for later in range(k + 1, steps):
        out.put(arrived, -1.0, "floor", stock.stock, later)
    if stock.ceiling is not None:
        out.limit(stock.ceiling - stock.quantity, "ceiling", stock.stock, k)
        for later in range(k, steps):
            out.put(arrived, 1.0, "ceiling", stock.stock, later)
