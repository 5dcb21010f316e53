"""Seeded instances with packages and courses: some needs belong together, and what they make up waits for crews."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np

from mainstay.model.schooling import Pool
from mainstay.planning.choices import Draft
from mainstay.planning.problem import Floats, Problem

from .instances import SLOPE

START = dt.date(2026, 1, 5)
"""First day of the first period; a period is a week."""

WEEK = dt.timedelta(days=7)

COURSES = 4

INSTRUCTORS = 3
"""Instructors in each slot, shared by all courses; a run of a course takes 1 or 2 of them."""

FILLED = 0.9
"""Share of each of its needs that must have arrived for a package to be whole."""

SUPPLY = 0.8
"""People whom all runs together can train, as a share of those whom all packages need."""

MILESTONES = (0, 2, 4, 6)
"""Periods after the due one at which a package may be whole."""


def with_packages(problem: Problem, seed: int, packages: int = 60, course_starts: int = 40) -> Problem:
    """
    Put needs of an instance together to packages that are worth more when they are whole and crewed.

    A package is 3 to 5 needs at one destination, due at about the same time; they keep their own points. Whole and crewed by
    its due period it earns 0.3 to 0.6 of these points on top of them, less if later. It takes 2 to 5 people of one of four
    courses. A run of a course takes one of the equal slots and trains a fixed number of people, who are ready on the last
    day of the slot and stay with their package.

    Parameters
    ----------
    problem
        An instance without choices; its periods are weeks.
    seed
    packages
        How many there are at the most: fewer if the needs do not suffice.
    course_starts
        Course runs to decide on, each a whole number: those of each of the four courses in each slot.
    """
    rng = np.random.default_rng(seed)
    periods, slots = problem.network.periods, course_starts // COURSES
    draft = Draft(len(problem.budget_eur))
    arrival = np.full((problem.needs, periods), -1, dtype=np.int32)
    groups = _groups(problem, rng, packages)
    points = _points(problem)
    skill = rng.integers(0, COURSES, len(groups))
    people = rng.integers(2, 6, len(groups))
    instructors = 1 + np.arange(COURSES) % 2
    trained = np.ceil(SUPPLY * people.sum() * instructors / (slots * INSTRUCTORS))
    pools = _runs(draft, instructors, trained, slots, periods // slots)
    for g, needs in enumerate(groups):
        code = f"P{g:02d}"
        due = int(_due(problem)[needs].max())
        at = [due + late for late in MILESTONES if due + late < periods]
        bonus = float(points[needs].sum() * rng.uniform(0.3, 0.6))
        whole = draft.row("asked", code, capacity=1.0)
        numbers = []
        for t in at:
            z = draft.column("package", code, t, gain=bonus * (1.0 - SLOPE * (t - due)), upper=1.0, whole=True)
            draft.put(whole, z, 1.0)
            numbers.append(z)
        for n in needs.tolist():
            _goods(draft, arrival, n, FILLED * problem.asked[n], at, numbers)
        for t, z in zip(at, numbers, strict=True):
            _crew(draft, pools[skill[g]], code, t, z, int(people[g]))
    none = np.zeros((0, periods), dtype=np.int32)
    no_offer, no_pair = np.full(problem.offers, -1, dtype=np.int32), np.full(problem.pairs, -1, dtype=np.int32)
    return replace(problem, known=draft.done(arrival, no_offer, no_pair, none, none))


def _points(problem: Problem) -> Floats:
    """Points of each need when it is filled on time: (needs,)."""
    each = np.zeros(problem.needs)
    np.maximum.at(each, problem.pair_need, problem.value / problem.rate)
    return np.asarray(each * problem.asked)


def _due(problem: Problem) -> np.ndarray:
    """Due period of each need: (needs,)."""
    return np.asarray((problem.worth >= 1.0).sum(axis=1) - 1)


def _groups(problem: Problem, rng: np.random.Generator, packages: int) -> list[np.ndarray]:
    """Needs of each package: neighbours by due period at one destination, of those that some offer may serve."""
    served = np.bincount(problem.pair_need, minlength=problem.needs) > 0
    due = _due(problem)
    groups = []
    for place in np.unique(problem.place):
        mine = np.flatnonzero((problem.place == place) & served)
        mine = mine[np.argsort(due[mine], kind="stable")]
        while len(mine) >= 3:
            count = int(rng.integers(3, 6))
            groups.append(mine[:count])
            mine = mine[count:]
    groups = [needs for needs in groups if len(needs) >= 3]
    chosen = rng.permutation(len(groups))[:packages]
    return [groups[g] for g in sorted(chosen.tolist())]


def _runs(draft: Draft, instructors: np.ndarray, trained: Floats, slots: int, length: int) -> list[list[Pool]]:
    """Add the runs of each course in each slot; returns the pools of people that they train, by course."""
    pools: list[list[Pool]] = [[] for _ in range(len(trained))]
    for slot in range(slots):
        start, ready = START + slot * length * WEEK, START + (slot + 1) * length * WEEK - dt.timedelta(days=1)
        room = draft.row("instructors", "site", start, capacity=float(INSTRUCTORS))
        for course, takes in enumerate(instructors.tolist()):
            name = f"course {course}"
            pool = Pool(f"{name} from {start}", frozenset((name,)), ready)
            run = draft.column("run", name, start, upper=float(INSTRUCTORS // takes), whole=True)
            draft.put(room, run, float(takes))
            draft.put(draft.row("people", pool), run, -float(trained[course]))
            pools[course].append(pool)
    return pools


def _goods(draft: Draft, arrival: np.ndarray, need: int, each: float, at: list[int], numbers: list[int]) -> None:
    """Let a package take what has arrived for one of its needs, and keep the rest for the next milestone."""
    before, kept = -1, -1
    for j, t in enumerate(at):
        row = draft.row("part", need, t)
        arrival[need, before + 1 : t + 1] = row
        draft.put(row, numbers[j], each)
        if kept >= 0:
            draft.put(row, kept, -1.0)
        if j + 1 < len(at):
            kept = draft.column("kept", need, t, upper=each)
            draft.put(row, kept, 1.0)
        before = t


def _crew(draft: Draft, pools: list[Pool], code: str, period: int, package: int, people: int) -> None:
    """Let a package take its crew from the people who are ready by the last day of a period."""
    day = START + (period + 1) * WEEK - dt.timedelta(days=1)
    post = draft.row("post", code, "crew", period)
    draft.put(post, package, float(people))
    for pool in pools:
        if pool.ready <= day:
            crew = draft.column("crew", pool, code, "crew", day, upper=float(people), whole=True)
            draft.put(draft.row("people", pool), crew, 1.0)
            draft.put(post, crew, -1.0)
