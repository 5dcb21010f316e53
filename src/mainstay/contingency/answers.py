"""One case answered: bracketed, or planned again; what a worker of a campaign does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import msgspec
import numpy as np

from mainstay.model import Consent, Contribution, Event, EventOf, Offer, Scenario
from mainstay.planning.build import Case, build
from mainstay.planning.clock import Clock
from mainstay.planning.hits import Hit, of_gate, of_node, of_road
from mainstay.planning.labels import Labels
from mainstay.planning.lattice import relaxed_bound
from mainstay.planning.mend import How
from mainstay.planning.oracle import arc_flow
from mainstay.planning.outcome import Outcome
from mainstay.planning.problem import Problem

from .screen import Screen
from .shares import Shares, shares
from .standing import Standing, again, stand
from .strike import strike


class Question(msgspec.Struct, frozen=True):
    """A case to be answered."""

    name: str
    events: tuple[Event, ...]
    how: str = "hold"


class Bracketed(msgspec.Struct, frozen=True):
    """Points that a case earns: as it stands, and between which values it lies if it is planned again."""

    name: str
    before: float
    low: float
    high: float
    estimate: float
    left: Shares | None = None


class Answer(msgspec.Struct, frozen=True):
    """A case that was planned again: points as it stands and after, the bound of all plans, and what is earned by whom."""

    name: str
    day: dt.date
    points_before: float
    points: float
    bound: float
    before: Shares
    after: Shares


@dataclass(frozen=True)
class Given:
    """What all answers need: a scenario, its plan in arrays, and the gap to which cases are solved."""

    scenario: Scenario
    outcome: Outcome
    gap: float

    def __getstate__(self) -> dict[str, object]:
        """Hand on what was given alone: the rest is worked out again in no time."""
        return {name: self.__dict__[name] for name in self.__dataclass_fields__}

    @cached_property
    def case(self) -> Case:
        """The scenario in arrays."""
        return build(self.scenario)

    @cached_property
    def screen(self) -> Screen:
        """The plan, ready to bracket cases."""
        return Screen(self.case.problem, self.outcome)

    def stand(self, events: Sequence[Event]) -> Standing:
        """Carry the plan over into a case."""
        return stand(self.case, self.outcome, strike(self.scenario, events))

    def clock(self) -> Clock:
        """Return a clock that nobody watches."""
        return Clock(self.case.percent(1.0))


def bracket(given: Given, question: Question) -> Bracketed:
    """Bracket a case without solving it."""
    hit = hit_of(given.case, question.events)
    if hit is not None:
        found = given.screen.bracket(hit)
        before, lots, taken = given.screen.standing(hit)
        left = shares(given.case, given.outcome.ways, lots, taken) if before < given.outcome.points * (1 - 1e-9) else None
        return Bracketed(question.name, before, found.low, found.high, found.estimate, left)
    standing = given.stand(question.events)
    high = min(_bound(standing), given.outcome.bound)
    low = standing.before.points
    high = max(low, high)
    left = shares(standing.case, standing.before.ways, standing.before.lots, standing.before.taken)
    return Bracketed(question.name, low, low, high, 0.5 * (low + high), left)


def answer(given: Given, question: Question) -> Answer:
    """Plan a case again."""
    standing = given.stand(question.events)
    return _answered(given, standing, question)


def _answered(given: Given, standing: Standing, question: Question) -> Answer:
    how: How = "settle" if question.how == "settle" else "choose" if question.how == "choose" else "hold"
    found = again(standing, given.gap, given.clock(), how)
    before = standing.before
    bound = max(found.points, min(found.bound, given.outcome.bound))
    return Answer(
        question.name,
        standing.struck.day,
        before.points,
        found.points,
        bound,
        shares(standing.case, before.ways, before.lots, before.taken),
        shares(standing.case, found.ways, found.lots, found.taken),
    )


class Without(msgspec.Struct, frozen=True):
    """A case in which a party or fund gives, or a link carries, no more than in what is left of the plan; nobody, if empty."""

    question: Question
    kind: str
    code: str


class Candidate(msgspec.Struct, frozen=True):
    """Something that could be arranged beforehand: rows that the scenario gains, and what it costs."""

    kind: str
    code: str
    what: str
    cost_eur: float
    offers: tuple[Offer, ...] = ()
    consents: tuple[Consent, ...] = ()
    contributions: tuple[Contribution, ...] = ()


class Held(msgspec.Struct, frozen=True):
    """Points of a case without a substitute: attained, and at most."""

    points: float
    bound: float


def without(given: Given, asked: Without) -> Held:
    """Plan a case again while a party, fund or link does no more than what remains of the plan asks of it."""
    standing = given.stand(asked.question.events)
    held = replace(standing, rest=replace(standing.rest, problem=held_to(standing, asked.kind, asked.code)))
    found = again(held, given.gap, given.clock(), "hold" if asked.question.how == "hold" else "choose")
    return Held(found.points, max(found.points, min(found.bound, given.outcome.bound)))


class Guarded(msgspec.Struct, frozen=True):
    """A case with something arranged beforehand: rows of tables that are new, or replace those of the same key."""

    question: Question
    more: tuple[Candidate, ...]


class Left(msgspec.Struct, frozen=True):
    """Points of a case, and what they consist of."""

    points: float
    after: Shares


def guarded(given: Given, asked: Guarded) -> Left:
    """Plan a case again with something arranged beforehand."""
    scenario = given.scenario
    for more in asked.more:
        scenario = scenario.replace(
            offers=(*scenario.offers, *more.offers),
            contributions=(*scenario.contributions, *more.contributions),
            consents=tuple({row.consent: row for row in (*scenario.consents, *more.consents)}.values()),
        )
    standing = stand(given.case, given.outcome, strike(scenario, asked.question.events))
    found = again(standing, given.gap, given.clock(), "hold" if asked.question.how == "hold" else "choose")
    return Left(found.points, shares(standing.case, found.ways, found.lots, found.taken))


def held_to(standing: Standing, kind: str, code: str) -> Problem:
    """Return the problem of what is left, with a party, fund or link held to what remains of the plan."""
    problem, case, known = standing.rest.problem, standing.case, standing.known
    if not kind:
        return problem
    offer = problem.pair_offer[known.ways.pair]
    if kind == "link":
        net = problem.network
        number = next(a for a, row in enumerate(case.links) if row.link == code)
        load = np.zeros_like(net.link_t[number])
        tonnes = problem.load[problem.source[offer]] * known.lots
        on = (known.ways.link >= 0) & (net.road_of[known.ways.link] == number)
        for w, leg in zip(*np.nonzero(on), strict=True):
            load[known.ways.leaves[w, leg]] += tonnes[w]
        link_t = net.link_t.copy()
        link_t[number] = np.minimum(link_t[number], load)
        return replace(problem, network=replace(net, link_t=link_t))
    used = np.bincount(offer, known.lots, minlength=problem.offers)
    mine = np.array([row.fund == code if kind == "fund" else row.party == code and not row.fund for row in case.offers])
    owner = np.array([case.problem.pair_offer[p] for p in standing.rest.pair_of], dtype=np.int64)
    of = np.zeros(problem.offers, dtype=np.int64)
    of[problem.pair_offer] = owner
    return replace(problem, amount=np.where(mine[of], np.minimum(problem.amount, used), problem.amount))


def hit_of(case: Case, events: Sequence[Event]) -> Hit | None:
    """Return what events take from the arrays, if all of them shut a link, node or corridor for good."""
    start, tables = case.grid.start, {"link": case.links, "node": case.nodes, "corridor": case.scenario.corridors}
    out = Hit()
    for event in events:
        kind = str(event.of.value)
        whole = event.share_left == 0 and event.last_day is None and (event.first_day is None or event.first_day <= start)
        if event.of not in (EventOf.LINK, EventOf.NODE, EventOf.CORRIDOR) or not whole:
            return None
        number = next((i for i, row in enumerate(tables[kind]) if getattr(row, kind) == event.hits), None)
        if number is not None:
            out |= {"link": of_road, "node": of_node, "corridor": of_gate}[kind](case.problem, number)
    return out


def _bound(standing: Standing) -> float:
    """Bound all plans of a case at the prices that are known, without solving."""
    problem, rest = standing.rest.problem, standing.rest
    if not problem.pairs:  # nothing moves; what is there may still be issued
        return rest.points + rest.sunk + (arc_flow(problem).bound if len(problem.choices) else 0.0)
    found = relaxed_bound(problem, Labels(problem), standing.known.price)
    return rest.points + rest.sunk + found
