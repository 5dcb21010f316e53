"""The promise ledger: every day that was ever promised, what came of it, and how late such promises turn out to be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Literal

import msgspec

from mainstay.model.assistance import Channel

from .ascent import Descent, descent, steps_of
from .consignments import exceeds
from .fold import State
from .gifts import gift_of
from .rungs import MOVED, Rung
from .statements import Promised
from .subjects import Subject, split

_BEARERS = (Subject.GIFT, Subject.ALLOCATION, Subject.CONSIGNMENT)


class Promise(msgspec.Struct, frozen=True):
    """
    All that was promised for one rung of one subject, as of a day.

    Attributes
    ----------
    stream, rung, party, channel, item, unit
        What was promised, and of whose gift.
    said
        Every promise in the order in which it was made; none is left out.
    reached
        What was reached on the rung by that day, in the item's unit.
    kept
        Day on which as much was reached as the last promise says; None if not yet.
    late_days
        Days from the last day of the *first* promise to the day on which it was kept, or to the day of the ledger if it was
        not; below 0 if early.
    """

    stream: str
    rung: Rung
    party: str
    channel: Channel
    item: str
    unit: str
    said: tuple[Promised, ...]
    reached: float
    kept: dt.date | None
    late_days: int

    @property
    def first(self) -> dt.date:
        """By when it was promised at first."""
        return self.said[0].latest

    @property
    def latest(self) -> dt.date:
        """By when it is promised now."""
        return self.said[-1].latest

    @property
    def slips(self) -> tuple[int, ...]:
        """Days by which each new promise moved the one before; below 0 if it was brought forward."""
        return tuple((b.latest - a.latest).days for a, b in zip(self.said, self.said[1:], strict=False))


def ledger(states: Mapping[str, State], day: dt.date) -> tuple[Promise, ...]:
    """Every promise made by a day, by subject and rung."""
    tree = descent(states)
    out = []
    for stream in sorted(states):
        if split(stream)[0] in _BEARERS:
            said = [one for one in states[stream].of(Promised) if one.day <= day]
            for rung in sorted({one.rung for one in said}, key=tuple(Rung).index):
                out += _promise(states, tree, stream, rung, tuple(one for one in said if one.rung is rung), day)
    return tuple(out)


def _promise(
    states: Mapping[str, State], tree: Descent, stream: str, rung: Rung, said: tuple[Promised, ...], day: dt.date
) -> list[Promise]:
    gift = states.get(tree.gift.get(stream, ""))
    word = gift_of(gift).word if gift else None
    if word is None:
        return []
    reached, kept = 0.0, None
    for when, quantity in sorted(_reached(states, tree, stream, rung)):
        if when <= day:
            reached = reached + quantity if rung in MOVED or rung is Rung.ALLOCATION else quantity
            if kept is None and not exceeds(said[-1].quantity, reached):
                kept = when
    late = ((kept or day) - said[0].latest).days
    return [Promise(stream, rung, word.party, word.channel, word.item, word.unit, said, reached, kept, late)]


def _reached(states: Mapping[str, State], tree: Descent, stream: str, rung: Rung) -> list[tuple[dt.date, float]]:
    """Days and quantities on a rung of a subject and of what became of it; at a node, of the node that most of it reached."""
    steps = [
        step for one in tree.line(stream) if one in states for step in steps_of(states[one])
        if step.rung is rung and step.quantity is not None
    ]  # fmt: skip
    if rung is Rung.AT_NODE and steps:
        by_place: dict[str, float] = {}
        for step in steps:
            by_place[step.place] = by_place.get(step.place, 0.0) + (step.quantity or 0.0)
        place = max(sorted(by_place), key=lambda one: by_place[one])
        steps = [step for step in steps if step.place == place]
    return [(step.day, step.quantity or 0.0) for step in steps]


def overdue(promises: Iterable[Promise], day: dt.date) -> tuple[Promise, ...]:
    """Promises whose present day has passed and that were not kept, the longest overdue first."""
    late = [one for one in promises if one.kept is None and one.latest < day]
    return tuple(sorted(late, key=lambda one: (one.latest, one.stream, one.rung)))


class Lateness(msgspec.Struct, frozen=True):
    """
    How late promises of one group turn out to be, in days after the day first promised.

    Attributes
    ----------
    group
        Giver, channel or item.
    cases, kept, open
        Number of promises: all, kept, and neither kept nor given up.
    in_time
        Share kept by the day first promised, of those whose day has come or that were kept; None if there is none.
    p10, p50, p90
        Days by which a tenth, half and nine tenths are kept; None if the promises say nothing of that yet.
    """

    group: str
    cases: int
    kept: int
    open: int
    in_time: float | None
    p10: int | None
    p50: int | None
    p90: int | None


def lateness(promises: Iterable[Promise], by: Literal["party", "channel", "item"]) -> tuple[Lateness, ...]:
    """
    Empirical distributions of lateness by giver, channel or item.

    Promises that are open count as what they are, later than today: the distribution is the product-limit estimate (Kaplan
    and Meier, Nonparametric estimation from incomplete observations, JASA 53, 1958, section 2), so that leaving them out
    does not make a giver look prompt.
    """
    groups: dict[str, list[Promise]] = {}
    for one in promises:
        groups.setdefault(str(getattr(one, by)), []).append(one)
    return tuple(_lateness(group, groups[group]) for group in sorted(groups))


def _lateness(group: str, promises: list[Promise]) -> Lateness:
    kept = [one.late_days for one in promises if one.kept is not None]
    still = [one.late_days for one in promises if one.kept is None]
    due = len(kept) + sum(days > 0 for days in still)
    in_time = sum(days <= 0 for days in kept) / due if due else None
    return Lateness(
        group, len(promises), len(kept), len(still), in_time, *(quantile(kept, still, share) for share in (0.1, 0.5, 0.9))
    )


def quantile(kept: Iterable[int], still: Iterable[int], share: float) -> int | None:
    """
    Days by which a share of promises is kept; None if so many are open that this is not known.

    Parameters
    ----------
    kept
        Lateness of promises that were kept, days.
    still
        Lateness so far of those that are open, days: they are later than that.
    share
        Between 0 and 1.
    """
    done, waiting = sorted(kept), sorted(still)
    left = 1.0
    for days in sorted(set(done)):
        at_risk = sum(one >= days for one in done) + sum(one >= days for one in waiting)
        left *= 1 - done.count(days) / at_risk
        if 1 - left >= share - 1e-12:
            return days
    return None
