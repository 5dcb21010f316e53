"""A book without a database: commands are decided and folded, and every entry is kept."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict

from mainstay.book.journal.entry import GENESIS, Entry, canonical
from mainstay.book.ladder import (
    Allocate,
    Committed,
    Condition,
    Consign,
    Departed,
    EnteredService,
    HandedOver,
    ItemDescribed,
    Ladder,
    Merge,
    Offered,
    Pledged,
    Promised,
    Received,
    Refused,
    RequirementValidated,
    Return,
    Rung,
    Say,
    Split,
    State,
    fold,
)
from mainstay.model.assistance import Channel

START = dt.date(2026, 3, 1)
FOUNDER = "HQ"


class States(dict):
    """Blank where nothing was said."""

    def __missing__(self, stream):
        return State(stream)


class Book:
    """Takes commands like the journal's writer does, one entry after the other."""

    def __init__(self, node="wiesbaden"):
        self.node, self.ladder, self.states, self.entries = node, Ladder(FOUNDER), States(), []
        self.versions = defaultdict(int)

    def take(self, command, day=START, nation=FOUNDER):
        """Have a command decided, and its entries folded."""
        out = []
        for draft in self.ladder.decide(self.states, command):
            self.versions[draft.stream] += 1
            entry = Entry(
                self.node, len(self.entries) + 1, len(self.entries) + 1, (), draft.stream, self.versions[draft.stream],
                draft.kind, "officer", nation, draft.label, f"{day}T12:00:00.000000Z", f"r{len(self.entries)}", b"",
                canonical(draft.body), GENESIS, GENESIS,
            )  # fmt: skip
            self.entries.append(entry)
            self.states[draft.stream] = fold(self.states[draft.stream], entry)
            out.append(entry)
        return out

    def say(self, stream, what, day=None, nation=FOUNDER):
        """State something."""
        return self.take(Say(label="open", stream=stream, what=what), day or what.day, nation)


def word(kind=Committed, quantity=10.0, party="POL", day=START, by=None, **other):
    """A giver's word."""
    base = {"item": "HOWITZER", "unit": "piece", "place": "DEPOT", "available": START, "channel": Channel.STOCK}
    return kind(by=by or party, day=day, party=party, quantity=quantity, **{**base, **other})


def requirement(quantity=10.0):
    """A validated need."""
    return RequirementValidated(
        by=FOUNDER, day=START, item="HOWITZER", quantity=quantity, unit="piece", place="BORDER", recipient="UKR",
        due=START + dt.timedelta(60), latest_useful=START + dt.timedelta(120), priority=1,
    )  # fmt: skip


def received(place="NODE", day=START, **found):
    """A receipt."""
    return Received(by="NODE-OFFICE", day=day, place=place, **{"condition": Condition.READY, **found})


def handed_over(quantity, day=START, **other):
    """A hand-over."""
    return HandedOver(
        by=FOUNDER, day=day, place="BORDER", quantity=quantity, to="UKR", **{"condition": Condition.READY, **other}
    )


def consigned(quantity=10.0, serials=(), book=None):
    """A book in which consignment C1 of allocation A1 of gift G1 is made up."""
    book = book or Book()
    book.say("requirement/R1", requirement(quantity))
    book.say("gift/G1", word(quantity=quantity))
    by = {"label": "open", "by": FOUNDER, "day": START, "quantity": quantity}
    book.take(Allocate(allocation="A1", gift="G1", requirement="R1", **by))
    book.take(Consign(consignment="C1", allocation="A1", serials=serials, **by))
    return book


def described(**asks):
    """What is asked of the item."""
    return ItemDescribed(by=FOUNDER, day=START, unit="piece", **asks)


def random_command(draw: random.Random, day: dt.date):
    """Some command about few subjects, so that they meet; much of it is to be refused."""
    amount = draw.choice([1.0, 2.0, 3.0, 5.0, 0.1, 7.5, 20.0, -1.0])
    one, other = draw.choice("123"), draw.choice("123456")
    from_, into = (draw.choice("123456") for _ in range(2))
    place = draw.choice(["NODE", "BORDER", ""])
    base = {"label": "open", "by": FOUNDER, "day": day}
    move = {**base, "quantity": amount}

    def say(stream, what):
        return Say(label="open", stream=stream, what=what)

    cargo = f"consignment/{draw.choice('123456')}"
    promise = Promised(
        by=draw.choice(["POL", "HQ"]), day=day, rung=draw.choice([Rung.AT_NODE, Rung.HANDED_OVER, Rung.COMMITMENT]),
        quantity=amount, unit="piece", latest=day + dt.timedelta(draw.randrange(40)),
    )  # fmt: skip
    found = {key: draw.choice([0.0, 0.0, amount, 1.0]) for key in ("sound", "damaged", "short", "wrong")}
    return draw.choice(
        [
            lambda: say(f"requirement/{one}", requirement(abs(amount))),
            lambda: say(f"gift/{one}", word(draw.choice([Offered, Pledged, Committed]), 10 * amount, day=day)),
            lambda: Allocate(allocation=other, gift=one, requirement=draw.choice("123"), **move),
            lambda: Return(allocation=other, **move),
            lambda: Consign(consignment=draw.choice("123456"), allocation=other, **move),
            lambda: Split(consignment=from_, new=into, place=place, **move),
            lambda: Merge(consignment=from_, into=into, place=place, **base),
            lambda: say(cargo, received(place or "NODE", day, **found)),
            lambda: say(cargo, received(place or "NODE", day, **found)),
            lambda: say(cargo, handed_over(amount, day)),
            lambda: say(cargo, Departed(by="POL", day=day, place="DEPOT", quantity=amount)),
            lambda: say(cargo, EnteredService(by="UKR", day=day, for_unit="U1", quantity=amount, condition=Condition.READY)),
            lambda: say(f"gift/{one}", promise),
            lambda: say(cargo, promise),
        ]
    )()


def random_commands(seed: int, commands: int = 120):
    """Two consignments, then so many random commands; each with its day."""
    draw = random.Random(seed)
    base = {"label": "open", "by": FOUNDER, "day": START, "quantity": 20.0}
    for code in "12":
        yield Say(label="open", stream=f"requirement/{code}", what=requirement(30.0)), START
        yield Say(label="open", stream=f"gift/{code}", what=word(quantity=30.0)), START
        yield Allocate(allocation=code, gift=code, requirement=code, **base), START
        yield Consign(consignment=code, allocation=code, **base), START
    for step in range(commands):
        day = START + dt.timedelta(step // 3)
        yield random_command(draw, day), day


def random_book(seed: int, commands: int = 120):
    """The book after random commands, and how many of them were refused."""
    book, refused = Book(), 0
    for command, day in random_commands(seed, commands):
        try:
            book.take(command, day)
        except Refused:
            refused += 1
    return book, refused
