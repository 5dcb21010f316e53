"""Which cases are meant by what was typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mainstay.contingency import cases, single
from mainstay.exchange import nearest
from mainstay.model import Basis, Event, EventOf, Row, Scenario

from .faults import fault

WAYS = {EventOf.NODE: "nodes", EventOf.LINK: "links", EventOf.CORRIDOR: "corridors"}
"""What can be closed, and its table."""


@dataclass(frozen=True)
class Typed:
    """What was typed of cases.

    Attributes
    ----------
    names
        Names of cases, of the scenario or of single elements (``party USA``).
    leaves, closes
        Codes of contributors that leave and of nodes, links or corridors that close, all of them in one case.
    on, until
        First and last day of it, as typed; empty: from the first day of the plan, for good.
    """

    names: Sequence[str] = ()
    leaves: Sequence[str] = ()
    closes: Sequence[str] = ()
    on: str = ""
    until: str = ""


def asked_cases(scenario: Scenario, typed: Typed) -> dict[str, tuple[Event, ...]]:
    """
    Return the cases that were asked for, by name; none if nothing was.

    Raises
    ------
    ScenarioError
        If a name, a code or a day is not one of the scenario's.
    """
    out: dict[str, tuple[Event, ...]] = {}
    if typed.names:
        known = single(scenario) | cases(scenario)
        for name in typed.names:
            if name not in known:
                raise fault("--case", f"no case '{name}'. {_remedy(name, known, list(cases(scenario)))}")
            out[name] = known[name]
    if typed.leaves or typed.closes:
        name, events = _one(scenario, typed)
        out[name] = events
    elif typed.on or typed.until:
        raise fault("--on" if typed.on else "--until", "a day of what? Say --leaves PARTY or --closes NODE, LINK or CORRIDOR.")
    return out


def _one(scenario: Scenario, typed: Typed) -> tuple[str, tuple[Event, ...]]:
    """Contributors that leave and ways that close, as one case."""
    first = day_of("--on", typed.on, scenario) if typed.on else None
    last = day_of("--until", typed.until, scenario) if typed.until else None
    if last is not None and not typed.closes:
        raise fault("--until", "only what closes opens again: say --closes, or leave it away.")
    if last is not None and last < (first or scenario.settings.start):
        raise fault("--until", f"{last} is before {first or scenario.settings.start}. Name a later day.")
    hits: list[tuple[EventOf, str, Row, dt.date | None]]
    hits = [(EventOf.PARTY, code, _party(scenario, code), None) for code in typed.leaves]
    hits += [(*_way(scenario, code), last) for code in typed.closes]
    day = f" on {first}" if first else ""
    name = ", ".join(f"{of} {code}" for of, code, _, _ in hits) + day + (f" until {last}" if last else "")
    return name, tuple(
        Event(
            event=f"{name}, {number}" if len(hits) > 1 else name,
            contingency=name,
            of=of,
            hits=code,
            first_day=first,
            last_day=end,
            source=row.source,
            basis=Basis.ASSUMPTION,
        )
        for number, (of, code, row, end) in enumerate(hits, 1)
    )


def _party(scenario: Scenario, code: str) -> Row:
    """Return the contributor of a code."""
    parties = scenario.by_key("parties")
    givers = [name.removeprefix("party ") for name in single(scenario) if name.startswith("party ")]
    if code not in parties:
        raise fault("--leaves", f"no party '{code}'. {_remedy(code, parties, givers)}")
    if code not in givers:
        raise fault("--leaves", f"'{code}' gives nothing here. {_remedy('', (), givers)}")
    row: Row = parties[code]
    return row


def _way(scenario: Scenario, said: str) -> tuple[EventOf, str, Row]:
    """Return the node, link or corridor of a code, or of a kind and a code."""
    kind, _, rest = said.partition(" ")
    tables = {of: scenario.by_key(table) for of, table in WAYS.items()}
    found = [(of, code) for of in WAYS for code in (said, rest if kind == of.value else "") if code in tables[of]]
    if not found:
        known = [code for rows in tables.values() for code in rows]
        raise fault("--closes", f"no node, link or corridor '{said}'. {_remedy(said, known, known)}")
    if len(found) > 1:
        either = " or ".join(f"'{of} {code}'" for of, code in found)
        raise fault("--closes", f"'{said}' is {' and '.join(f'a {of}' for of, _ in found)}. Say {either}.")
    of, code = found[0]
    return of, code, tables[of][code]


def day_of(option: str, said: str, scenario: Scenario) -> dt.date:
    """
    Day that was typed for an option.

    Raises
    ------
    ScenarioError
        If it is none, or lies outside of the plan.
    """
    try:
        day = dt.date.fromisoformat(said)
    except ValueError:
        raise fault(option, f"'{said}' is no day. Write it as {scenario.settings.start}.") from None
    last = scenario.end - dt.timedelta(days=1)
    if not scenario.settings.start <= day <= last:
        raise fault(option, f"{day} is not within the plan. Name a day from {scenario.settings.start} to {last}.")
    return day


def _remedy(said: str, known: Iterable[str], listed: Sequence[str]) -> str:
    """Nearest name, or those that there are."""
    if said and (near := nearest(said, known)):
        return f"Did you mean '{near}'?"
    shown = ", ".join(listed[:12]) + (", ..." if len(listed) > 12 else "")
    return f"There are: {shown}." if shown else "There are none."
