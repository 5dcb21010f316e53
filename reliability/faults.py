"""Power cuts and failing disks: nothing acknowledged is lost, nothing is half there, and the writer stops.

    python -m reliability.faults [--cuts 100000] [--failures 10000] [--seed 1] [--synchronous FULL] [--seconds 600]

With ``--synchronous OFF`` (or NORMAL) power cuts must lose something: that is how it is seen that the harness can find a loss.
"""

from __future__ import annotations

import argparse
import itertools
import logging
import random
import shutil
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from mainstay.book.journal import Order, Stopped, Writer, instant

from .disk import Disk, Driver, after_a_cut
from .kills import Kills, look
from .toy import AT, Move, Put, Toy, signer

logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL)  # connections that cannot be closed are what is tried here
_NUMBER = itertools.count(1)
# One connection and no shared memory, so that every byte that counts passes through the disk; checkpoints come often.
SETTINGS = {"locking_mode": "EXCLUSIVE", "wal_autocheckpoint": "12"}


@dataclass
class Faults(Kills):
    """What became of so many cuts or failures (``kills`` counts them)."""

    runs: int = 0

    def __str__(self) -> str:
        return (
            f"{self.kills:,} in {self.runs:,} runs: {self.acknowledged:,} times a command acknowledged before; "
            f"{self.lost} lost, {self.half} half there, {self.damaged} bases damaged"
        )


def work(draw: random.Random) -> list[list[Order]]:
    """Commands in groups."""
    groups = []
    for group in range(draw.randint(4, 10)):
        made = []
        for number in range(draw.choice((1, 1, 1, 2, 8))):
            name = f"a{draw.randrange(6)}"
            put = Put(name, draw.randint(1, 9), "x" * draw.randrange(400))
            command = put if draw.random() < 0.6 else Move(name, name + "b", 0)
            made.append(Order(command, "ann", "PL", f"{group}-{number}", instant(AT)))
        groups.append(made)
    return groups


def start(folder: Path) -> dict[str, bytes]:
    """The files of an empty base."""
    base = folder / "base.sqlite"
    Writer(base, Toy(), signer()).close()
    return {"base.sqlite": base.read_bytes()}


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    """Write the files into an empty folder; the base among them."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder / "base.sqlite"


def do(base: Path, disk: Disk, groups: list[list[Order]], settings: dict[str, str]) -> dict[str, int]:
    """Work on that disk until it is done or the writer stops; what was acknowledged, also in the log of the disk."""
    known: dict[str, int] = {}
    try:
        writer = Writer(base, Toy(), signer(), settings=settings, driver=Driver(disk))
    except Exception:
        if not disk.failed:
            raise
        return known
    try:
        for group in groups:
            for order, answer in zip(group, writer.submit_all(group), strict=True):
                if isinstance(answer, tuple):
                    known[order.request] = len(answer)
                    disk.log.append(("", "answer", order.request, len(answer)))
    except Stopped:
        if not disk.failed:
            raise
    finally:
        try:
            writer.close()
        except Exception:
            if not disk.failed:
                raise
    return known


def cuts(count: int, seed: int, synchronous: str = "FULL", seconds: float | None = None, each: int = 200) -> Faults:
    """Cut power so often, at random moments of random runs."""
    draw, found, begun = random.Random(seed), Faults(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = start(folder)
        while found.kills < count and not (seconds and time.monotonic() - begun > seconds):
            disk = Disk(f"cut{next(_NUMBER)}")
            do(lay(folder / "run", files), disk, work(draw), SETTINGS | {"synchronous": synchronous})
            found.runs += 1
            for _ in range(min(each, count - found.kills)):
                done = disk.log[: draw.randrange(len(disk.log) + 1)]
                known = {call[2]: call[3] for call in done if call[1] == "answer"}
                found.kills += 1
                found.acknowledged += len(known)
                check(lay(folder / "image", after_a_cut(files, done, draw)), known, found)
                if seconds and time.monotonic() - begun > seconds:
                    break
            disk.unregister()
    return found


def failures(count: int, seed: int, seconds: float | None = None, step: int = 1) -> Faults:
    """Let every call of a run, or every so-manieth, fail in its turn; then open the base on a sound disk and send all again."""
    draw, found, begun = random.Random(seed), Faults(), time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = start(folder)
        while found.kills < count:
            groups = work(draw)
            found.runs += 1
            for call in itertools.count(1, step):
                disk = Disk(f"failing{next(_NUMBER)}")
                disk.fail_at, disk.for_good = call, draw.random() < 0.5
                base = lay(folder / "run", files)
                known = do(base, disk, groups, SETTINGS)
                disk.unregister()
                if not disk.failed:
                    break
                found.kills += 1
                found.acknowledged += len(known)
                check(base, known, found)
                with Writer(base, Toy(), signer()) as writer:
                    again = {o.request: len(a) for g in groups for o, a in zip(g, writer.submit_all(g), strict=True)}  # type: ignore[arg-type]
                check(base, again, found)
                if found.kills >= count or (seconds and time.monotonic() - begun > seconds):
                    return found
    return found


def check(base: Path, known: dict[str, int], found: Faults) -> None:
    """Hold a base to what was acknowledged; one that cannot be read is damaged."""
    try:
        look(base, known, found, whole=True)
    except Exception:
        found.damaged += 1


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=100_000)
    parser.add_argument("--failures", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--synchronous", choices=("FULL", "NORMAL", "OFF"), default="FULL")
    parser.add_argument("--seconds", type=float, help="stop each part after so long")
    given = parser.parse_args()
    of_power = cuts(given.cuts, given.seed, given.synchronous, given.seconds)
    print(f"seed {given.seed}, power cuts with {given.synchronous}: {of_power}", flush=True)
    of_disk = failures(given.failures, given.seed, given.seconds)
    print(f"seed {given.seed}, failing calls: {of_disk}")
    sys.exit(bool(of_power.faults() + of_disk.faults()))
