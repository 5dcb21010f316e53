"""Flip one byte of what a base keeps: every flip is found.

Two ways: a byte of a value of the journal (entries, answers, heads, labels), written past all guards; and a byte anywhere in
the file, which is found, or changes nothing that anybody can read.

    python -m reliability.flips [--flips 10000] [--seed 1] [--seconds 600]
"""

from __future__ import annotations

import argparse
import random
import shutil
import sqlite3
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mainstay.book.journal import Damaged, Projections, Store, Writer, verify

from .toy import Toy, orders, signer

KEPT = ("entry", "request", "head", "label")


@dataclass
class Flips:
    """What became of so many flips."""

    values: int = 0
    places: int = 0
    without_effect: int = 0
    missed: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.values:,} bytes of values and {self.places:,} bytes of the file flipped: {len(self.missed)} not found; "
            f"{self.without_effect:,} of those in the file changed nothing that can be read"
        )


def made(folder: Path, seed: int) -> Path:
    """A base with some entries, closed, with nothing left in the log beside it."""
    base = folder / "base.sqlite"
    draw = random.Random(seed)
    with Writer(base, Toy(), signer(), salts=lambda: draw.randbytes(16)) as writer:
        writer.label({"classification": "open", "releasable": ["PL", "UA"]})
        for part in range(4):
            writer.submit_all(orders(draw, 15, prefix=f"{part}-"))
    return base


def found(base: Path) -> bool:
    """Whether the check of the base finds fault."""
    try:
        store = Store(base)
    except Exception:  # it cannot even be opened
        return True
    try:
        verify(store, {"alfa": signer().verifier}, Projections(Toy()))
    except Damaged:
        return True
    finally:
        store.close()
    return False


def read(base: Path) -> Any:
    """All that a base says."""
    with sqlite3.connect(f"file:{base}?mode=ro&immutable=1", uri=True) as connection:
        connection.text_factory = bytes
        return [connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2").fetchall() for table in (*KEPT, "stock")]


def flip_value(base: Path, draw: random.Random) -> str:
    """Change one bit of one value of one row, as somebody would who has the file; says where."""
    with sqlite3.connect(base) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        sizes = [connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in KEPT]
        table = draw.choices(KEPT, sizes)[0]
        place = draw.randrange(sizes[KEPT.index(table)])
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2 LIMIT 1 OFFSET {place}")
        row = cursor.fetchone()
        names = [column[0] for column in cursor.description]
        column = draw.randrange(len(names))
        value, flipped = row[column], row[column]
        while flipped == value:
            if isinstance(value, int):
                flipped = value ^ 1 << draw.randrange(40)
            else:
                data = bytearray(value.encode() if isinstance(value, str) else value)
                if not data:
                    column = draw.randrange(len(names))
                    value = flipped = row[column]
                    continue
                data[draw.randrange(len(data))] ^= 1 << draw.randrange(7 if isinstance(value, str) else 8)
                flipped = bytes(data)
                if isinstance(value, str):
                    try:
                        flipped = flipped.decode()
                    except UnicodeDecodeError:
                        flipped = value
        keys = " AND ".join(f'"{name}" IS ?' for name in names)
        connection.execute(f'UPDATE OR IGNORE {table} SET "{names[column]}" = ? WHERE {keys}', (flipped, *row))
        changed = connection.execute("SELECT changes()").fetchone()[0]
    connection.close()
    return f"{table}.{names[column]} {value!r} -> {flipped!r}" if changed else ""


def flip_place(base: Path, draw: random.Random) -> str:
    """Change one bit of the file; says where."""
    data = bytearray(base.read_bytes())
    place = draw.randrange(len(data))
    data[place] ^= 1 << draw.randrange(8)
    base.write_bytes(data)
    return f"byte {place}"


def run(flips: int, seed: int, seconds: float | None = None) -> Flips:
    """Flip so often, half of it in values and half anywhere in the file; at most for so long."""
    draw, result, start = random.Random(seed), Flips(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source, base = made(folder, seed), folder / "flipped.sqlite"
        if found(source):
            raise AssertionError("the base is damaged before anything was flipped")
        said = read(source)
        for number in range(flips):
            if seconds and time.monotonic() - start > seconds:
                break
            for rest in folder.glob("flipped.sqlite*"):
                rest.unlink()
            shutil.copyfile(source, base)
            if number % 2 == 0:
                where = flip_value(base, draw)
                result.values += bool(where)
                if where and not found(base):
                    result.missed.append(f"seed {seed}, flip {number}: {where}")
                continue
            where = flip_place(base, draw)
            result.places += 1
            if found(base):
                continue
            try:
                same = read(base) == said
            except (sqlite3.Error, UnicodeDecodeError) as error:
                same, where = False, f"{where}: {error}"
            result.without_effect += same
            if not same:
                result.missed.append(f"seed {seed}, flip {number}: {where}")
    return result


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--flips", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="stop after so long")
    given = parser.parse_args()
    outcome = run(given.flips, given.seed, given.seconds)
    print(f"seed {given.seed}: {outcome}")
    print(*outcome.missed, sep="\n")
    sys.exit(bool(outcome.missed))
