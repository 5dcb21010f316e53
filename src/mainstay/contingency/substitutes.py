"""Who and what replaces most of what a case takes away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from mainstay.model import EventOf, Substitute, SubstituteKind

from .answers import Answer, Question, Without, without
from .words import name_of

if TYPE_CHECKING:
    from .stress import _Team

TRIED = 4
"""Substitutes of a case that are tried: those that do most more than in what is left of the plan."""

KINDS = {SubstituteKind.PARTY: EventOf.PARTY, SubstituteKind.FUND: EventOf.FUND, SubstituteKind.LINK: EventOf.LINK}


def substitutes(team: _Team, questions: Sequence[Question], answers: Mapping[str, Answer]) -> tuple[Substitute, ...]:
    """
    Return the substitutes of some cases, those first that replace most.

    What one replaces is what the case earns less if it does no more than what is left of the plan asks of it, everything else
    being planned again; both by the same means.
    """
    tasks = []
    for question in questions:
        tasks.append(Without(question, "", ""))
        tasks += [Without(question, kind.value, code) for kind, code in _candidates(question, answers[question.name])]
    held = team.do(without, tasks, "substitutes")
    percent, scenario = team.given.case.percent, team.given.scenario
    out: list[Substitute] = []
    for question in questions:
        found = answers[question.name]
        rows = [(task, row) for task, row in zip(tasks, held, strict=True) if task.question.name == question.name]
        free = next(row for task, row in rows if not task.kind)
        least, most = max(found.points, free.points), min(found.bound, free.bound)
        mine = [
            (task, percent(max(0.0, free.points - row.points)), percent(max(0.0, least - row.bound)), row)
            for task, row in rows
            if task.kind
        ]
        mine.sort(key=lambda entry: (-entry[1], entry[0].kind, entry[0].code))
        for rank, (task, replaces, low, row) in enumerate(mine, 1):
            kind = SubstituteKind(task.kind)
            out.append(
                Substitute(
                    case=question.name,
                    rank=rank,
                    kind=kind,
                    code=task.code,
                    name=name_of(scenario, KINDS[kind], task.code),
                    replaces=replaces,
                    low=low,
                    high=percent(max(0.0, most - row.points)),
                    what=_what(found, kind, task.code, percent(1.0)),
                )
            )
    return tuple(out)


def _candidates(question: Question, found: Answer) -> list[tuple[SubstituteKind, str]]:
    """Parties and funds that do more than in what is left of the plan, and are not hit; and the link that carries most more."""
    hit = {event.hits for event in question.events}
    before, after = found.before, found.after
    more = [(points - before.given.get(code, 0.0), SubstituteKind.PARTY, code) for code, points in after.given.items()]
    more += [(points - before.funded.get(code, 0.0), SubstituteKind.FUND, code) for code, points in after.funded.items()]
    best = sorted(
        (entry for entry in more if entry[0] > 1e-6 and entry[2] not in hit),
        key=lambda entry: (-entry[0], entry[1].value, entry[2]),
    )
    links = sorted(
        ((t - found.before.carried_t.get(code, 0.0), code) for code, t in found.after.carried_t.items()),
        key=lambda entry: (-entry[0], entry[1]),
    )
    out = [(kind, code) for _, kind, code in best[:TRIED]]
    return out + [(SubstituteKind.LINK, code) for tonnes, code in links[:1] if tonnes > 1e-6]


def _what(found: Answer, kind: SubstituteKind, code: str, scale: float) -> str:
    """Say what more a substitute does."""
    if kind == SubstituteKind.LINK:
        more = found.after.carried_t.get(code, 0.0) - found.before.carried_t.get(code, 0.0)
        return f"carries {more:.4g} t more"
    table = "given" if kind == SubstituteKind.PARTY else "funded"
    more = getattr(found.after, table).get(code, 0.0) - getattr(found.before, table).get(code, 0.0)
    return f"its {'gifts' if kind == SubstituteKind.PARTY else 'purchases'} earn {more * scale:.3g} points of 100 more"
