"""The same random commands on SQLite and on a real PostgreSQL: the same answers, journals and projections, byte for byte.

python -m reliability.differential [--sequences 10000] [--seed 1] [--seconds 600]
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mainstay.book.journal import Projections, Store, Writer, verify

from .postgres import server
from .toy import Toy, orders, signer

SEQUENCES_TO_A_BASE = 50


@dataclass
class Compared:
    """What became of so many sequences."""

    sequences: int = 0
    commands: int = 0
    entries: int = 0
    refused: int = 0
    differences: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.sequences:,} sequences, {self.commands:,} commands ({self.refused:,} refused), {self.entries:,} entries: "
            f"{len(self.differences)} differences"
        )


def said(answers: list[Any]) -> list[Any]:
    """Answers in a form that can be compared: entries, or the kind and words of a refusal."""
    return [answer if isinstance(answer, tuple) else (type(answer).__name__, str(answer)) for answer in answers]


def contents(base: str | Path) -> tuple[list[Any], list[str], dict[str, list[tuple[Any, ...]]]]:
    """Entries, checkpoints and projections of a base, which is verified too."""
    store, projections = Store(base), Projections(Toy())
    try:
        verify(store, {"alfa": signer().verifier}, projections)
        with store.engine.connect() as connection:
            return list(store.entries()), store.heads("alfa"), projections.contents(connection)
    finally:
        store.close()


def run(sequences: int, seed: int, fresh: Callable[[], str], seconds: float | None = None) -> Compared:
    """Compare so many sequences, at most for so long; some to a base, one after the other, closed and opened in between."""
    found, start = Compared(), time.monotonic()
    while found.sequences < sequences and not found.differences and not (seconds and time.monotonic() - start > seconds):
        with tempfile.TemporaryDirectory() as folder:
            bases: list[str | Path] = [Path(folder) / "base.sqlite", fresh()]
            count = min(SEQUENCES_TO_A_BASE, sequences - found.sequences)
            opened: list[Writer] = []
            for number in range(found.sequences, found.sequences + count):
                draw = random.Random(f"{seed} {number}")
                if not opened or draw.random() < 0.1:
                    for writer in opened:
                        writer.close()
                    opened = [_open(base, f"{seed} {number}") for base in bases]
                made = orders(draw, draw.randint(1, 30), prefix=f"{number}-")
                cuts = sorted(draw.randrange(len(made) + 1) for _ in range(draw.randint(0, 4)))
                for low, high in zip([0, *cuts], [*cuts, len(made)], strict=True):
                    answers = [said(writer.submit_all(made[low:high])) for writer in opened]
                    found.refused += sum(not answer or isinstance(answer[0], str) for answer in answers[0])
                    if answers[0] != answers[1]:
                        found.differences.append(f"seed {seed}, sequence {number}: other answers")
                found.sequences += 1
                found.commands += len(made)
            for writer in opened:
                writer.close()
            one, other = (contents(base) for base in bases)
            found.entries += len(one[0])
            for name, mine, theirs in zip(("entries", "heads", "projections"), one, other, strict=True):
                if mine != theirs:
                    found.differences.append(f"seed {seed}, sequences to {found.sequences}: other {name}")
    return found


def _open(base: str | Path, seed: str) -> Writer:
    """A writer with salts from a seed: on both bases the same."""
    salts = random.Random(seed)
    return Writer(base, Toy(), signer(), salts=lambda: salts.randbytes(16))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sequences", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="stop after so long")
    given = parser.parse_args()
    with server() as fresh_base:
        result = run(given.sequences, given.seed, fresh_base, given.seconds)
    print(f"seed {given.seed}: {result}")
    print(*result.differences, sep="\n")
    sys.exit(bool(result.differences))
