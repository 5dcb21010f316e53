"""How fast a base of many entries is written, read and checked.

python -m reliability.speed [--entries 1000000] [--commands 1000]
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from mainstay.book.journal import Order, Projections, Store, Writer, past, verify

from .toy import AT, Put, Toy, signer


def orders_of(count: int, accounts: int) -> Iterator[Order]:
    """One entry each, spread evenly over the accounts."""
    for number in range(count):
        command = Put(f"account-{number % accounts:06}", 1 + number % 7, "received at the depot, counted, two pallets short")
        yield Order(command, "clerk", "PL", f"request-{number:08}", AT.replace("+00:00", ".000000Z"))


def append(base: Path, count: int, group: int, accounts: int) -> tuple[float, float]:
    """Seconds to write, by the clock and of processor; commands are made outside."""
    writer = Writer(base, Toy(), signer())
    clock = cpu = 0.0
    source = orders_of(count, accounts)
    try:
        for low in range(0, count, group):
            orders = [next(source) for _ in range(min(group, count - low))]
            start, used = time.perf_counter(), time.process_time()
            writer.submit_all(orders)
            clock += time.perf_counter() - start
            cpu += time.process_time() - used
    finally:
        writer.close()
    return clock, cpu


def measure(entries: int, group: int) -> dict[str, str]:
    """What was measured, by name."""
    accounts = max(1, entries // 10)
    found: dict[str, str] = {}

    def say(name: str, text: str) -> None:
        found[name] = text
        print(f"{name:<24} {text}", flush=True)

    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "base.sqlite"
        clock, cpu = append(base, entries, group, accounts)
        say(
            "append",
            f"{entries / clock:,.0f} entries/s, {entries / cpu:,.0f}/s of processor ({entries:,} at {group:,} a commit)",
        )
        say("size", f"{base.stat().st_size / entries:,.0f} bytes an entry, with answers, projections and heads")
        projections, key = Projections(Toy()), signer()
        store = Store(base)
        with store.engine.connect() as connection:
            times = []
            for account in random.Random(1).sample(range(accounts), min(200, accounts)):
                start = time.perf_counter()
                past(connection, projections, AT.replace("+00:00", ".000000Z"), f"account-{account:06}")
                times.append(1e3 * (time.perf_counter() - start))
            say("as of, one subject", f"median {statistics.median(times):.2f} ms, worst of {len(times)} {max(times):.2f} ms")
        start, used = time.perf_counter(), time.process_time()
        writer = Writer(base, Toy(), key)
        say("open to write", f"{1e3 * (time.perf_counter() - start):.0f} ms")
        start, used = time.perf_counter(), time.process_time()
        writer.rebuild()
        say("rebuild", f"{time.perf_counter() - start:.2f} s, {time.process_time() - used:.2f} s of processor")
        writer.close()
        start, used = time.perf_counter(), time.process_time()
        verify(store, {key.node: key.verifier})
        say("verify the journal", f"{time.perf_counter() - start:.2f} s, {time.process_time() - used:.2f} s of processor")
        store.close()
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=1_000_000)
    parser.add_argument("--commands", type=int, default=1_000, help="to a commit")
    given = parser.parse_args()
    measure(given.entries, given.commands)
