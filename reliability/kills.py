"""Kill -9 at random moments: nothing that was acknowledged is lost, and nothing is half there.

A child writes and tells every answer through a pipe; the parent kills it in mid-work, opens the base and looks.

    python -m reliability.kills [--kills 10000] [--seed 1] [--seconds 60]
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from mainstay.book.journal import Order, Projections, Store, Writer, instant, verify

from .toy import AT, Move, Put, Toy, signer

THREADS = 4


@dataclass
class Kills:
    """What became of so many kills."""

    kills: int = 0
    acknowledged: int = 0
    entries: int = 0
    lost: int = 0
    half: int = 0
    damaged: int = 0

    def faults(self) -> int:
        return self.lost + self.half + self.damaged

    def __str__(self) -> str:
        return (
            f"{self.kills:,} kills: {self.acknowledged:,} commands acknowledged, {self.entries:,} entries; "
            f"{self.lost} acknowledged and lost, {self.half} half there, {self.damaged} bases damaged"
        )


def child(base: Path, seed: int, pipe: int) -> None:
    """Write until killed: several threads, two accounts to a command; every answer's key goes down the pipe."""
    writer = Writer(base, Toy(), signer())

    def work(thread: int) -> None:
        draw = random.Random(f"{seed} {thread}")
        number = 0
        while True:
            keys = [f"{seed}-{thread}-{number + k}" for k in range(draw.choice((1, 1, 2, 20)))]
            number += len(keys)
            made = []
            for key in keys:
                name = f"a{draw.randrange(50)}"
                put = Put(name, draw.randint(1, 9), "x" * draw.randrange(300))
                made.append(Order(put if draw.random() < 0.5 else Move(name, name + "b", 0), "ann", "PL", key, instant(AT)))
            for key, answer in zip(keys, writer.submit_all(made), strict=True):
                if not isinstance(answer, tuple):
                    os._exit(3)
                os.write(pipe, f"{key} {len(answer)}\n".encode())

    threads = [threading.Thread(target=work, args=(k,)) for k in range(THREADS)]
    for thread in threads:
        thread.start()
    threads[0].join()


def one(base: Path, seed: int, draw: random.Random) -> dict[str, int]:
    """Have a child killed; the keys that it acknowledged, with their numbers of entries."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(read)
        try:
            child(base, seed, write)
        finally:
            os._exit(4)
    os.close(write)
    until = time.monotonic() + draw.random() ** 2 * 0.12  # from the first answer on: as it opens, too
    if draw.random() < 0.9:
        select.select([read], [], [], 30)
        until = time.monotonic() + draw.random() ** 2 * 0.05
    said = b""
    while (left := until - time.monotonic()) > 0:
        if select.select([read], [], [], left)[0]:
            part = os.read(read, 65_536)
            if not part:
                break
            said += part
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    while part := os.read(read, 65_536):
        said += part
    os.close(read)
    if not os.WIFSIGNALED(status):
        raise RuntimeError(f"the child ended by itself, with {os.waitstatus_to_exitcode(status)}")
    whole = said[: said.rfind(b"\n") + 1].decode()
    return {key: int(count) for key, count in (line.split() for line in whole.splitlines())}


def run(kills: int, seed: int, seconds: float | None = None, each: int = 200) -> Kills:
    """Kill so often, at most for so long; a new base after so many kills."""
    draw, found, start = random.Random(seed), Kills(), time.monotonic()
    over = False
    while found.kills < kills and not over:
        with tempfile.TemporaryDirectory() as folder:
            base = Path(folder) / "base.sqlite"
            Writer(base, Toy(), signer()).close()
            known: dict[str, int] = {}
            for _ in range(min(each, kills - found.kills)):
                new = one(base, draw.getrandbits(32), draw)
                found.kills += 1
                found.acknowledged += len(new)
                known |= new
                look(base, new, found, whole=draw.random() < 0.1)
                over = seconds is not None and time.monotonic() - start > seconds
                if over:
                    break
            found.entries += look(base, known, found, whole=True)
    return found


def look(base: Path, known: dict[str, int], found: Kills, *, whole: bool) -> int:
    """Hold the base to what was acknowledged; the number of its entries. Wholly, it is verified and folded too."""
    store = Store(base)
    try:
        with store.engine.connect() as connection:
            rows = connection.exec_driver_sql("SELECT request, count(*) FROM entry GROUP BY request").all()
            stock = connection.exec_driver_sql("SELECT sum(moves) FROM stock").scalar() or 0
            wanted = connection.exec_driver_sql("SELECT request, entries FROM request").all()
        there = {str(request): int(count) for request, count in rows}
        found.lost += sum(there.get(key) != count for key, count in known.items())
        found.half += there != {str(request): int(count) for request, count in wanted if count}
        found.half += int(stock) != sum(there.values())
        if whole:
            try:
                verify(store, {"alfa": signer().verifier}, Projections(Toy()))
            except Exception:
                found.damaged += 1
        return sum(there.values())
    finally:
        store.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seconds", type=float, help="stop after so long")
    given = parser.parse_args()
    result = run(given.kills, given.seed, given.seconds)
    print(f"seed {given.seed}: {result}")
    sys.exit(bool(result.faults()))
