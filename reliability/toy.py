"""Accounts of stock: a domain small enough to see through, for the journal's tests and the reliability commands."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from mainstay.book.journal import Draft, Entry, Order, Signer

AT = "2026-01-01T00:00:00+00:00"


class Put(msgspec.Struct, frozen=True):
    """Put something in an account; less than nothing takes it out."""

    account: str
    amount: int
    note: str = ""


class Move(msgspec.Struct, frozen=True):
    """Move from one account to another: two entries, or none."""

    origin: str
    to: str
    amount: int


class Stock(msgspec.Struct, frozen=True):
    amount: int = 0
    moves: int = 0


class StockRow(msgspec.Struct, frozen=True):
    account: str
    amount: int
    moves: int


class Said(msgspec.Struct):
    amount: int
    note: str = ""


class Refused(Exception):  # noqa: N818
    pass


_said = msgspec.json.Decoder(Said).decode


class Toy:
    tables: Mapping[str, type[msgspec.Struct]] = {"stock": StockRow}
    edition = "1"

    def stream(self, command: Put | Move) -> str:
        return command.account if isinstance(command, Put) else command.origin

    def decide(self, states: Mapping[str, Stock], command: Put | Move) -> Sequence[Draft]:
        origin = self.stream(command)
        taken = -command.amount if isinstance(command, Put) else command.amount
        if states[origin].amount - taken < 0:
            raise Refused(f"{origin}: {states[origin].amount}, not {taken}")
        if isinstance(command, Put):
            return [self._draft(origin, command.amount, command.note)]
        return [self._draft(origin, -command.amount), self._draft(command.to, command.amount)]

    def blank(self, stream: str) -> Stock:
        return Stock()

    def fold(self, state: Stock, entry: Entry) -> Stock:
        return Stock(state.amount + _said(entry.body).amount, state.moves + 1)

    def rows(self, stream: str, state: Stock) -> Mapping[str, Iterable[Any]]:
        return {"stock": [StockRow(stream, state.amount, state.moves)]}

    def _draft(self, account: str, amount: int, note: str = "") -> Draft:
        body: dict[str, Any] = {"amount": amount}
        return Draft(account, "stock.changed@1", body | {"note": note} if note else body, "open")


def signer(node: str = "alfa", seed: int = 1) -> Signer:
    return Signer(node, random.Random(seed).randbytes(32))


def orders(draw: random.Random, count: int, accounts: int = 5, prefix: str = "r") -> list[Order]:
    """Random commands: some refused, some stale, some repeated, some with a key that came before."""
    found: list[Order] = []
    for number in range(count):
        account = f"a{draw.randrange(accounts)}"
        command: Put | Move
        if draw.random() < 0.6:
            command = Put(account, draw.randint(-5, 9), draw.choice(["", "Київ", 'é\n"\\', "x" * draw.randrange(50)]))
        else:
            command = Move(account, f"a{draw.randrange(accounts)}", draw.randint(0, 9))
        chance = draw.random()
        if found and chance < 0.1:
            found.append(draw.choice(found))
            continue
        key = draw.choice(found).request if found and chance < 0.15 else f"{prefix}{number}"
        expected = draw.randrange(12) if chance > 0.85 else None
        at = f"2026-01-{1 + draw.randrange(28):02}T00:00:00.000000Z"
        found.append(Order(command, f"actor{draw.randrange(3)}", draw.choice(["PL", "UA", "FR"]), key, at, expected))
    return found
