"""How many people could be trained for a requirement by a day if all others keep what they have, and what holds back more."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

import numpy as np

from mainstay.model import Cohort, Reason, Requirement, Serves, Training
from mainstay.model.schooling import Schooling, Seat
from mainstay.solve import Programme, solve

from .build import Case
from .lacking import Finding, listed
from .problem import Floats
from .record import Record

DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Held:
    """
    What holds back more people, in words, and the days on which more of it would help.

    ``kind`` is ``seats``, ``instructors``, ``people``, ``away``, ``runs``, ``equipment`` or ``language``; ``key`` the code of
    the site, cohort, unit or training (of equipment, site and item: ``site/item``). ``also``: with more of the one, seats or
    instructors, the site would be short of the other.
    """

    kind: str
    key: str
    first_day: dt.date
    last_day: dt.date
    text: str
    also: bool = False


@dataclass(frozen=True)
class Trainable:
    """Most people of a skill that a requirement could have by a day, and what holds back more.

    ``seats`` and ``instructors`` are those of one run of a course that teaches it.
    """

    asked: int
    most: int
    held: tuple[Held, ...]
    seats: int
    instructors: int

    @property
    def short(self) -> int:
        """People who are missing."""
        return max(0, self.asked - self.most)

    @property
    def staff(self) -> int:
        """Instructors of the runs that would train them."""
        return self.instructors * -(-self.short // max(1, self.seats))


class Schoolroom:
    """The training of a plan, asked for room for more; what all questions share is worked out once."""

    def __init__(self, case: Case, record: Record, taken: Floats):
        self.case, self.rules = case, Schooling(case.scenario)
        choices = case.problem.choices
        self.taken: Floats = np.where(choices.whole, np.round(taken), taken)
        self.shared = choices.matrix[len(case.problem.budget_eur) :].tocsc()
        self.column: dict[str, list[int]] = defaultdict(list)
        for j, what in enumerate(choices.what):
            self.column[str(what[0])].append(j)
        self._stock(record)
        self.cohort_of: dict[int, str] = {}
        for j in self.column["attend"]:
            self.cohort_of[j] = choices.what[j][1].before.cohort  # type: ignore[attr-defined]
        for j in self.column["crew"]:
            self.cohort_of[j] = choices.what[j][1].cohort  # type: ignore[attr-defined]
        self.crews: dict[tuple[str, str], list[int]] = defaultdict(list)
        for j in self.column["crew"]:
            self.crews[str(choices.what[j][2]), str(choices.what[j][3])].append(j)

    def _stock(self, record: Record) -> None:
        """Count as on site all that has arrived there; a choice may count less, where less is enough."""
        came: dict[tuple[str, str], list[tuple[int, float]]] = defaultdict(list)
        for row in record.consignments:
            if row.serves == Serves.TRAINING:
                came[row.requirement, row.component].append((self.case.grid.last_until(row.arrives), row.counts_for))
        for j in self.column["equipment stock"]:
            what: Any = self.case.problem.choices.what[j]
            demand = self.case.demands[what[1]]
            self.taken[j] = sum(amount for at, amount in came[demand.of, demand.component] if at <= what[2])

    @cached_property
    def on_site(self) -> dict[tuple[str, dt.date], tuple[float, float]]:
        """People and instructors at each site on each day."""
        out: dict[tuple[str, dt.date], tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
        choices = self.case.problem.choices
        for kind, which in (("attend", 0), ("run", 1)):
            for j in self.column[kind]:
                if self.taken[j] <= 1e-9:
                    continue
                what: Any = choices.what[j]
                training, start = what[1:3] if which else (what[1].training, what[1].start)
                course = self.rules.course_of(training)
                each = float(course.instructors if which else 1) * float(self.taken[j])
                for i in range(course.days):
                    key = (self.rules.trainings[training].site, start + i * DAY)
                    people, staff = out[key]
                    out[key] = (people, staff + each) if which else (people + each, staff)
        return out

    def could(self, requirement: Requirement, skill: str, asked: int, by: dt.date) -> Trainable | None:
        """
        Work out the most people that could be there by a day; None if nobody could be, whatever others do without.

        All assignments of others stay as they are; who attends which run may be arranged anew.
        """
        what: Any = self.case.problem.choices.what
        mine = [j for j in self.crews[requirement.requirement, skill] if what[j][4] <= by]
        if not mine:
            return None
        cohorts = {self.cohort_of[j] for j in mine}
        free = sorted(mine + [j for j in self.column["attend"] if self.cohort_of[j] in cohorts] + self.column["run"])
        matrix, choices = self.shared[:, free].tocsr(), self.case.problem.choices
        fixed = self.taken.copy()
        fixed[free] = 0.0
        fixed[self.crews[requirement.requirement, skill]] = 0.0  # whoever comes later could come now
        rows = np.flatnonzero(np.diff(matrix.indptr) > 0)
        post = ("post", requirement.requirement, skill)
        rows = np.array([r for r in rows.tolist() if choices.row_names[r][:3] != post], dtype=np.int64)
        room = choices.capacity[rows] - (self.shared @ fixed)[rows] + 1e-6
        is_mine = np.isin(free, mine)
        upper = np.where(np.isin(free, self.column["run"]), choices.upper[free], np.inf)  # the rows say the same of the others
        programme = Programme(np.where(is_mine, -1.0, 1e-7), matrix[rows].tocsc(), room, lower=np.zeros(len(free)), upper=upper)
        answer = solve(programme)
        if not answer.usable:
            return None
        found = float(answer.x[is_mine].sum())
        priced = [choices.row_names[rows[i]] for i in np.flatnonzero(answer.price > 1e-5)]
        whole = Programme(
            programme.cost, programme.matrix, room, lower=programme.lower, upper=programme.upper, whole=choices.whole[free]
        )
        exact = solve(whole, gap=0.0, nodes=200)
        most = round(float(exact.x[is_mine].sum())) if exact.usable else int(found + 1e-6)
        stays = [what[j][1] for j in free if what[j][0] == "attend" and what[j][1].after.ready <= by]
        courses = [course for s in stays if (course := self.rules.course_of(s.training)).skill == skill]
        least = min((course.least for course in courses), default=1)
        staff = max((course.instructors for course in courses), default=0)
        held = self._held(priced, stays, least, staff) if most < asked else ()
        seats = max((course.seats for course in courses), default=1)
        return Trainable(asked, most, tuple(held), seats, staff)

    # --- what holds back ----------------------------------------------------------------------------------------

    def _held(self, priced: list[tuple[Hashable, ...]], stays: list[Seat], least: int, staff: int) -> list[Held]:
        """Say what the rows that hold back more are, in the order of a training coordinator's questions."""
        days: dict[tuple[str, str], list[dt.date]] = defaultdict(list)
        for name in priced:
            what: tuple[Any, ...] = name
            match what[0]:
                case "people" if not what[1].taught:
                    days["people", what[1].cohort].append(what[1].ready)
                case "seats" | "instructors" | "away":
                    days[what[0], what[1]].append(what[2])
                case "equipment":
                    days["equipment", f"{what[1]}/{what[2]}"].append(what[3])
                case "run seats" | "run least":
                    days["runs", what[1]].append(what[2])
        out: list[Held] = []
        others = any(kind in ("seats", "instructors", "equipment", "away") for kind, _ in days)
        order = ("people", "seats", "instructors", "equipment", "away", "runs")
        for kind, key in sorted(days, key=lambda k: (order.index(k[0]), k[1])):
            found = sorted(days[kind, key])
            match kind:
                case "seats" | "instructors":
                    out += self._site(kind, key, found, stays, (least, max(1, staff)))
                case "people":
                    cohort = self.rules.cohorts[key]
                    said = f"no more people in cohort {key} ({cohort.people})"
                    out.append(Held(kind, key, cohort.first_day, cohort.last_day, said))
                case "equipment":
                    site, item = key.split("/", 1)
                    said = f"{item} at {site} all in use {_days(found[0], found[-1])}"
                    out.append(Held(kind, key, found[0], found[-1], said))
                case "away":
                    unit = next(row for row in self.case.scenario.units if row.unit == key)
                    most = f"{unit.away_share * unit.people:g} of {unit.people}"
                    said = f"unit {key} may have {most} people away at a time"
                    out.append(Held(kind, key, found[0], found[-1], said))
                case _ if not others:
                    training = self.rules.trainings[key]
                    seats = self.rules.course_of(key).seats * training.most_runs
                    said = f"{key} has {seats} seats a start {_days(found[0], found[-1])}"
                    out.append(Held(kind, key, found[0], found[-1], said))
        return out

    def _site(self, kind: str, site: str, tight: list[dt.date], stays: list[Seat], needs: tuple[int, int]) -> list[Held]:
        """Stretches of days, around those that hold back, on which a site has no room for another course or instructor."""
        which, start = (0 if kind == "seats" else 1), self.rules.first
        days = [start + i * DAY for i in range((self.rules.last - start).days + 1)]
        full = [day for day in days if self._left(site, day)[which] < needs[which] and self._open(site, day)]
        runs = []
        for _, run in groupby(enumerate(full), key=lambda pair: (pair[1] - start).days - pair[0]):
            members = [day for _, day in run]
            if any(members[0] <= day <= members[-1] for day in tight):
                runs.append((members[0], members[-1]))
        out = []
        for first, last in runs or [(tight[0], tight[-1])]:
            over = [stay for s in stays if (stay := self._stay(s, site)) and stay[0] <= last and first <= stay[1]]
            begins = min((a for a, _ in over), default=first)
            ends = max((b for _, b in over), default=last)
            other = min(self._left(site, begins + i * DAY)[1 - which] for i in range((ends - begins).days + 1))
            said = self._said(kind, site, first, last) if runs else self._few(kind, site, begins, ends)
            out.append(Held(kind, site, begins, ends, said, also=other < needs[1 - which]))
        return out

    def _left(self, site: str, day: dt.date) -> tuple[float, float]:
        """Seats and instructors that are left at a site on a day."""
        seats, staff = self.rules.in_force(site, day)
        people, busy = self.on_site[site, day]
        return seats - people, staff - busy

    def _stay(self, seat: Seat, site: str) -> tuple[dt.date, dt.date] | None:
        """First and last day of a course at a site; None if it is at another."""
        if self.rules.trainings[seat.training].site != site:
            return None
        return seat.start, seat.start + (self.rules.course_of(seat.training).days - 1) * DAY

    def _said(self, kind: str, site: str, first: dt.date, last: dt.date) -> str:
        which = 0 if kind == "seats" else 1
        most = max(self.rules.in_force(site, first + i * DAY)[which] for i in range((last - first).days + 1))
        if most == 0:
            return f"no {kind} at {site} {_days(first, last)}"
        return f"{kind} at {site} {'full' if which == 0 else 'all taken'} {_days(first, last)}"

    def _few(self, kind: str, site: str, first: dt.date, last: dt.date) -> str:
        which = 0 if kind == "seats" else 1
        most = min(self.rules.in_force(site, first + i * DAY)[which] for i in range((last - first).days + 1))
        return f"only {most} {kind if most != 1 else kind[:-1]} at {site} {_days(first, last)}"

    def _open(self, site: str, day: dt.date) -> bool:
        """Whether a training of the site could be under way on a day."""
        return any(
            row.first_day <= day <= row.last_day + (self.rules.course_of(row.training).days - 1) * DAY
            for row in self.case.scenario.trainings
            if row.site == site
        )

    # --- nobody at all ------------------------------------------------------------------------------------------

    def nobody(self, requirement: Requirement, skill: str, asked: int, by: dt.date) -> tuple[Finding, tuple[Held, ...]]:
        """Say why nobody can have a skill for a requirement by a day, and which languages hold them back."""
        rules = self.rules
        units = {requirement.for_unit} if requirement.for_unit else {row.unit for row in self.case.scenario.cohorts}
        cohorts = [row for row in self.case.scenario.cohorts if row.unit in units]

        def said(detail: str, helps: str, held: tuple[Held, ...] = ()) -> tuple[Finding, tuple[Held, ...]]:
            return Finding(Reason.TRAINING, f"0 of {asked} people can be trained by {by}; {detail}", helps), held

        if not cohorts:
            of = f" of unit {requirement.for_unit}" if requirement.for_unit else ""
            return said(f"no cohort{of}", f"a cohort{of}")
        if later := self.crews[requirement.requirement, skill]:
            ready = min(self.case.problem.choices.what[j][1].ready for j in later)  # type: ignore[attr-defined]
            return said(f"the first are ready on {ready}", f"an earlier start of a course in {skill}, or a later due day")
        courses = sorted(row.course for row in rules.courses.values() if row.skill == skill)
        if not courses:
            return said(f"no course teaches {skill}", f"a course in {skill}")
        trainings = [row for row in self.case.scenario.trainings if row.course in courses]
        if not trainings:
            return said(f"no site offers {listed(courses)}", f"a site that offers {listed(courses)}")
        return said(*self._barred(skill, cohorts, trainings))

    def _barred(
        self, skill: str, cohorts: list[Cohort], trainings: list[Training]
    ) -> tuple[str, str] | tuple[str, str, tuple[Held, ...]]:
        """What keeps all of some cohorts from all of some trainings: language, links, prerequisites, days, or fading."""
        rules, names = self.rules, listed([row.training for row in trainings])
        pairs = [(c, t) for c in cohorts for t in trainings]
        spoken = [(c, t) for c, t in pairs if rules.speaks(t, c)]
        if not spoken:
            tongues = listed(sorted({tongue for t in trainings for tongue in t.languages}))
            text = f"{names} taught in {tongues}, which no cohort speaks"
            held = tuple(Held("language", t.training, t.first_day, t.last_day, text) for t in trainings)
            return text, f"interpreters at {names}", held
        near = [(c, t) for c, t in spoken if rules.travel(c.place, rules.sites[t.site].place) is not None]
        if not near:
            return f"no links lead from the cohorts to {names}", f"a link to the site of {names}"
        what = self.case.problem.choices.what
        seats: list[Seat] = [what[j][1] for j in self.column["attend"]]  # type: ignore[misc]
        taught = {(s.before.cohort, rules.course_of(s.training).skill) for s in seats}

        def lacks(cohort: Cohort, training: Training) -> list[str]:
            needed = set(rules.course_of(training.training).prerequisites) - set(cohort.skills)
            return sorted(p for p in needed if (cohort.cohort, p) not in taught)

        able = [(c, t) for c, t in near if not lacks(c, t)]
        if not able:
            missing = listed(sorted({skill for c, t in near for skill in lacks(c, t)}))
            return f"no cohort knows {missing}, which {names} asks for", f"a course in {missing}"
        if not any((c.cohort, skill) in taught for c, _ in able):
            first, last = min(c.first_day for c, _ in able), max(c.last_day for c, _ in able)
            return f"no start of {names} fits the cohorts' days ({first} to {last})", f"an earlier start of {names}"
        if (fade := rules.fade.get(skill)) is not None:
            return f"{skill} fades {fade} days after the course", f"a later start of {names}"
        return f"no start of {names} ends in time", f"an earlier start of {names}"


def _days(first: dt.date, last: dt.date) -> str:
    return f"on {first}" if first == last else f"from {first} to {last}"
