"""What is lost, when, and what replaces it: every case bracketed, those that matter planned again and certified."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec

from mainstay.model import CaseKind, CaseLoss, Event, Scenario
from mainstay.planning import Plan, Watch
from mainstay.planning.plan import default_gap
from mainstay.planning.progress import silent
from mainstay.planning.resolve import too_large

from .answers import Answer, Bracketed, Given, Question, answer, bracket
from .campaign import run
from .dependence import dependence
from .guards import guards
from .losses import curve, hits, loss_of
from .results import Stress
from .shares import shares
from .strike import cases as named_cases
from .strike import single
from .substitutes import substitutes
from .words import kind_of, said

MATTERS = 0.01
"""Share of the plan's score that a case is thought to lose from which on it is planned again."""

SOLVED, EASILY = 12, 30
"""Cases planned again at the most, those first that are thought to lose most, of a large scenario with whole
numbers and of others; those asked for by name always are."""

ANEW = 6
"""Cases of many in which packages of a large scenario are chosen anew, those first that are thought to lose most."""

PAIRED = 8
"""Cases, those first that lose most, of which all pairs are taken."""

ASKED = 3
"""Cases asked for up to which a large scenario is planned again from the ground; beyond, once at known prices."""

Events = tuple[Event, ...]


def stress(
    plan: Plan,
    *,
    cases: Mapping[str, Events] | None = None,
    pairs: bool = False,
    level: float = 80.0,
    budget_eur: float | None = None,
    gap: float | None = None,
    watch: Watch = silent,
    executor: Executor | None = None,
    journal: str | Path | None = None,
) -> Stress:
    """
    Say what a plan loses in cases, before and after planning again.

    Parameters
    ----------
    plan
        As made by :func:`mainstay.plan`, or picked up from its folder.
    cases
        Events of each case by its name; all of them are planned again. ``None``: the loss of each contributor, node, link,
        corridor, fund and site, and the cases of ``contingencies.csv``; those that may lose most are planned again.
    pairs
        Whether to take pairs of those that lose most, too.
    level
        Per cent of its points below which a capability counts as fallen.
    budget_eur
        Money for guards against the worst cases; ``None``: guards are not looked for.
    gap
        Relative gap to which a case is planned again; ``None``: that of planning.
    executor, journal
        Who does the work, and the file in which it is kept; see :func:`.campaign.run`.

    Raises
    ------
    ValueError
        If the plan has no arrays to start from.
    Stopped
        If ``watch`` asked to stop; what is in the journal is not lost.
    """
    if plan.case is None or plan.outcome is None:
        raise ValueError("the plan has no arrays to start from: plan its scenario again, or pick its folder up")
    began = time.perf_counter()
    given = Given(plan.case.scenario, plan.outcome, default_gap(plan.case) if gap is None else gap)
    team = _Team(given, executor, journal, watch)
    table = _table(plan.scenario, cases)
    found = _Found(plan.scenario, table, team.brackets([Question(name, events) for name, events in table.items()]))
    found.solve(team, _worth_solving(found, given, asked=cases is not None), asked=cases is not None and len(cases) <= ASKED)
    if pairs:
        more = _pairs(found, given)
        found.table |= more
        found.brackets |= team.brackets([Question(name, events) for name, events in more.items()])
        worst = sorted(more, key=lambda name: found.brackets[name].estimate)[:PAIRED]
        found.solve(team, worst, asked=False)
    return _put_together(plan, found, team, level, budget_eur, began)


@dataclass
class _Team:
    """Who does the work."""

    given: Given
    executor: Executor | None
    journal: str | Path | None
    watch: Watch

    def do(self, function: Callable[[Given, Any], Any], tasks: list[Any], stage: str) -> list[Any]:
        """Do tasks, and keep what is found."""
        file = None if self.journal is None else Path(self.journal).with_suffix(f".{function.__name__}.jsonl")
        return run(*(function, tasks), data=self.given, executor=self.executor, journal=file, watch=self.watch, stage=stage)

    def brackets(self, questions: list[Question]) -> dict[str, Bracketed]:
        """Bracket cases."""
        return {row.name: row for row in self.do(bracket, questions, "brackets")}


@dataclass
class _Found:
    """What has been found of cases so far."""

    scenario: Scenario
    table: dict[str, Events]
    brackets: dict[str, Bracketed]
    answers: dict[str, Answer] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)

    def solve(self, team: _Team, names: list[str], *, asked: bool) -> None:
        """Plan cases again."""
        much = (1 - MATTERS) * team.given.outcome.points
        worst = sorted((name for name in names if self.brackets[name].before < much), key=self.points)[:ANEW]
        how = {name: "choose" if name in worst else "hold" for name in names}
        tasks = [Question(name, self.table[name], "settle" if asked else how[name]) for name in names]
        self.questions |= {task.name: task for task in tasks}
        self.answers |= {row.name: row for row in team.do(answer, tasks, "planning again")}

    def points(self, name: str) -> float:
        """Points that a case earns, as far as is known."""
        return self.answers[name].points if name in self.answers else self.brackets[name].estimate


def _table(scenario: Scenario, cases: Mapping[str, Events] | None) -> dict[str, Events]:
    """All cases to be asked."""
    return dict(cases) if cases is not None else single(scenario) | named_cases(scenario)


def _worth_solving(found: _Found, given: Given, *, asked: bool) -> list[str]:
    """Cases to be planned again, those first that are thought to lose most."""
    order = sorted(found.table, key=lambda name: (found.brackets[name].estimate, name))
    if asked:
        return order
    named = set(named_cases(found.scenario))
    enough = (1 - MATTERS) * given.outcome.points
    worth = [name for name in order if name not in named and found.brackets[name].estimate < enough]
    return [*[name for name in order if name in named], *worth[: SOLVED if too_large(given.case) else EASILY]]


def _pairs(found: _Found, given: Given) -> dict[str, Events]:
    """Pairs of the cases of one event that lose most."""
    alone = [name for name, events in found.table.items() if len(events) == 1 and found.points(name) < given.outcome.points]
    worst = sorted(alone, key=lambda name: (found.points(name), name))[:PAIRED]
    return {f"{a} + {b}": (*found.table[a], *found.table[b]) for a, b in combinations(worst, 2)}


def _put_together(plan: Plan, found: _Found, team: _Team, level: float, budget_eur: float | None, began: float) -> Stress:
    """Make tables of what was found."""
    given, case = team.given, team.given.case
    base = shares(case, given.outcome.ways, given.outcome.lots, given.outcome.taken)
    kinds = _kinds(found)
    rows = [
        loss_of(given, base, found.brackets[name], found.answers.get(name), kinds[name], said(found.scenario, events))
        for name, events in found.table.items()
    ]
    rows.sort(key=lambda row: (-row.loss, -row.loss_before, row.case))
    solved = [row.case for row in rows if row.solved]
    few = too_large(case) and len(rows) > ASKED
    asked = [found.questions[name] for name in solved[: 1 if few else ASKED]]
    if few:  # one case of many: by the quicker means
        asked = [msgspec.structs.replace(question, how="hold") for question in asked]
    replaced = substitutes(team, asked, found.answers)
    against = () if budget_eur is None else guards(team, asked, budget_eur)
    return Stress(
        scenario=plan.scenario,
        score=plan.score,
        bound=plan.bound,
        cases=tuple(rows),
        hits=tuple(row for name in _order(rows) for row in hits(given, base, found.brackets[name], found.answers.get(name))),
        substitutes=replaced,
        dependence=dependence(given, base, found.brackets, found.answers, found.table, level),
        guards=against,
        curves={name: curve(given, base, found.answers[name]) for name in solved},
        level=level,
        seconds=time.perf_counter() - began,
    )


def _order(rows: list[CaseLoss]) -> list[str]:
    return [row.case for row in rows]


def _kinds(found: _Found) -> dict[str, CaseKind]:
    """Kind of each case."""
    named = set(named_cases(found.scenario))
    return {
        name: kind_of(events, named=name in named, pair=" + " in name and len(events) > 1)
        for name, events in found.table.items()
    }
