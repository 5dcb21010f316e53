"""Every timed way of every offer, and everything that all people could do: lists, for scenarios where they are short."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from mainstay.model import ClosureOf, Cohort, Link, Offer, Repair, Requirement

from .capability_terms import Career, Demand, Run, Terms

Packages = tuple[int, ...]
"""How many come into service at each milestone of each requirement, in the order of :func:`milestones`."""
Runs = tuple[tuple[str, int, int], ...]
"""Training, start day and how many in parallel."""
MOST_WAYS = 6000
MOST_CHOICES = 60_000


class TooLargeError(ValueError):
    """The scenario has more ways or choices than can be listed."""


def milestones(terms: Terms) -> list[tuple[Requirement, int]]:
    """All milestones of all requirements for packages."""
    return [(row, m) for row in terms.scenario.requirements if row.package for m in terms.milestones(row)]


# --- people --------------------------------------------------------------------------------------------------------


def crowds(terms: Terms) -> Iterator[tuple[Runs, Packages]]:
    """Yield each feasible choice of all people: parallel runs (training, start day, how many) and packages they can man."""
    marks = milestones(terms)
    needs = [terms.crews(row.package) for row, _ in marks]
    places = [(i, skill) for i, need in enumerate(needs) for skill in sorted(need)]
    cohorts = terms.scenario.cohorts
    choices = [_cohort_choices(terms, cohort, places, marks) for cohort in cohorts]
    if math.prod(len(c) for c in choices) > MOST_CHOICES:
        raise TooLargeError(f"{math.prod(len(c) for c in choices)} choices of people")
    found: dict[Runs, set[Packages]] = defaultdict(set)
    for combination in itertools.product(*choices):
        people: Counter[Run] = Counter()
        away: Counter[tuple[str, int]] = Counter()
        manned = [0] * len(places)
        for cohort, (careers, assigned) in zip(cohorts, combination, strict=True):
            for career, n in careers:
                for run in career.runs:
                    people[run] += n
                for day in career.away:
                    away[cohort.unit, day] += n
            for place in assigned:
                manned[place] += 1
        runs = {run: -(-n // run.course.seats) for run, n in people.items()}
        if not (_run_together(terms, people, runs) and _may_be_away(terms, away)):
            continue
        most = tuple(
            min([int(row.quantity), *(manned[places.index((i, skill))] // n for skill, n in needs[i].items())])
            for i, (row, _) in enumerate(marks)
        )
        found[tuple(sorted((*run.key, n) for run, n in runs.items()))].add(most)
    for key, all_most in found.items():
        yield from ((key, most) for most in all_most)


def _cohort_choices(
    terms: Terms, cohort: Cohort, places: list[tuple[int, str]], marks: list[tuple[Requirement, int]]
) -> list[tuple[tuple[tuple[Career, int], ...], tuple[int, ...]]]:
    """All that the people of a cohort can do between them: careers with their numbers, and places taken."""
    lives: list[tuple[Career, int]] = []
    for career in terms.careers(cohort):
        lives.append((career, -1))
        for p, (i, skill) in enumerate(places):
            row, m = marks[i]
            if terms.serves_unit(cohort, row) and terms.fit(career, skill, terms.last(m)):
                lives.append((career, p))
    if math.comb(len(lives) + cohort.people - 1, cohort.people) > MOST_CHOICES:
        raise TooLargeError(f"{len(lives)} lives of {cohort.people} people")
    seen = {}
    for crowd in itertools.combinations_with_replacement(lives, cohort.people):
        careers = Counter(career for career, _ in crowd if career.runs)
        taken = tuple(sorted(p for _, p in crowd if p >= 0))
        ordered = tuple(sorted(careers.items(), key=lambda entry: [run.key for run in entry[0].runs]))
        seen[tuple((tuple(run.key for run in c.runs), n) for c, n in ordered), taken] = (ordered, taken)
    return list(seen.values())


def _run_together(terms: Terms, people: Counter[Run], runs: dict[Run, int]) -> bool:
    """Whether seats, least people, parallel runs and instructors allow these people on these runs."""
    for run, n in runs.items():
        if n > run.training.most_runs or people[run] < run.course.least * n:
            return False
    for site in terms.scenario.sites:
        here = [run for run in runs if run.training.site == site.site]
        for day in {day for run in here for day in range(run.starts, run.ends + 1)}:
            now = [run for run in here if run.starts <= day <= run.ends]
            seats, instructors = terms.in_force(site.site, day)
            if sum(people[run] for run in now) > seats or sum(run.course.instructors * runs[run] for run in now) > instructors:
                return False
    return True


def _may_be_away(terms: Terms, away: Counter[tuple[str, int]]) -> bool:
    most = {unit.unit: unit.away_share * unit.people for unit in terms.scenario.units}
    return all(n <= most[unit] + 1e-9 for (unit, _), n in away.items())


# --- ways ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Way:
    """One timed way of an offer to a demand.

    ``moves`` and ``repairs`` are pairs of what is used and the period in which it begins; ``waits`` of place and period.
    """

    offer: Offer
    demand: Demand
    rate: float
    moves: tuple[tuple[Link, int], ...]
    repairs: tuple[tuple[Repair, int], ...]
    waits: tuple[tuple[str, int], ...]
    departs: int
    arrives: int


def all_ways(terms: Terms) -> Iterator[Way]:
    """Every timed way of every offer to every demand it may serve."""
    count = 0
    for offer in terms.scenario.offers:
        for demand in terms.demands:
            rate = terms.rate(offer, demand)
            if rate > 0 and len(terms.window(offer)):
                for way in _ways(terms, offer, demand, rate):
                    count += 1
                    if count > MOST_WAYS:
                        raise TooLargeError("too many ways")
                    yield way


def _ways(terms: Terms, offer: Offer, demand: Demand, rate: float) -> Iterator[Way]:
    """Walk from the owner: without a leg, or leg by leg with the waits between."""
    window, store = terms.window(offer), terms.nodes[offer.place].storage_t
    shops = [shop for shop in terms.scenario.repairs if offer.item in shop.items]
    links = terms.links(offer)

    def owned(t: int) -> list[tuple[str, int]] | None:
        """Waits of what has not moved by a period; None if it cannot be there."""
        if t in window:
            return []
        return [(offer.place, s) for s in range(window[-1], t)] if t > window[-1] and store else None

    def walk(place: str, t: int, fit: bool, moves: Any, repairs: Any, waits: Any, moved: int) -> Iterator[Way]:
        later = range(t, terms.periods if terms.nodes[place].storage_t or moved < 0 else t + 1)
        if moved >= 0 and fit and place == demand.place:
            for there in later:
                if there <= demand.until:
                    stood = (*waits, *((place, s) for s in range(t, there)))
                    yield Way(offer, demand, rate, moves, repairs, stood, moved, there)
        for leaves in later:
            if moved < 0:
                standing = owned(leaves)
                if standing is None:
                    continue
                kept, first = tuple(standing), terms.first(leaves)
            else:
                kept, first = (*waits, *((place, s) for s in range(t, leaves))), moved
            for link in links:
                there = leaves + terms.lead(link)
                if link.origin == place and there <= demand.until and _passes(terms, link, leaves, there):
                    yield from walk(link.destination, there, fit, (*moves, (link, leaves)), repairs, kept, first)
            for shop in () if fit else shops:
                there = leaves + terms.periods_of(shop.days)
                if shop.place == place and there <= demand.until:
                    yield from walk(place, there, True, moves, (*repairs, (shop, leaves)), kept, first)

    if not terms.broken(offer) and offer.place == demand.place:
        for t in range(demand.until + 1):
            standing = owned(t)
            if standing is not None:
                yield Way(offer, demand, rate, (), (), tuple(standing), terms.last(t), t)
    yield from walk(offer.place, window[0], not terms.broken(offer), (), (), (), -1)


def _passes(terms: Terms, link: Link, leaves: int, there: int) -> bool:
    ends = ((link.origin, leaves), (link.destination, there))
    uses = [(ClosureOf.LINK, link.link, leaves), *((ClosureOf.NODE, node, t) for node, t in ends)]
    if link.corridor:
        uses.append((ClosureOf.CORRIDOR, link.corridor, there))
    return all(max(terms.open_days(*use)) > 0 for use in uses)
