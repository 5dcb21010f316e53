"""Executions of a plan by chance: how long a thousand take, and what a second process gains.

The plan is read from its folder (``mainstay demo --out FOLDER`` makes one). Everything is counted once from the start of this
program on; then the executions alone, by processes that have begun and hold the arrays already, one and several in turn.

    python -m benchmarks.simulation FOLDER --executions 1000 --processes 2
"""

from __future__ import annotations

import argparse
import statistics
import time
from pathlib import Path

STARTED = time.perf_counter()

from mainstay.contingency.campaign import processes, run  # noqa: E402
from mainstay.contingency.chance import TOGETHER, Simulation, Study, execute, simulate, study_of  # noqa: E402
from mainstay.contingency.fans import Executed  # noqa: E402
from mainstay.planning import Plan, resume  # noqa: E402


def whole(folder: Path, executions: int) -> tuple[Plan, Simulation]:
    """Carry a plan out in this process, and tell the seconds of each part."""
    began = time.perf_counter()
    plan = resume(folder)
    read = time.perf_counter()
    found = simulate(plan, executions=executions)
    ended = time.perf_counter()
    print(f"libraries loaded          {began - STARTED:7.2f} s")
    print(f"plan read                 {read - began:7.2f} s")
    print(f"{executions} executions           {ended - read:7.2f} s, both ways, with tables")
    print(f"in all                    {ended - STARTED:7.2f} s, processor time {time.process_time():.2f} s")
    print("score {score:.3f}; expected as planned {expected[0]:.3f}".format(**vars(found)))
    return plan, found


def alone(study: Study, executions: int, number: int, rounds: int) -> list[float]:
    """Seconds of the executions alone, by so many processes that have done some before."""
    tasks = [(first, min(first + TOGETHER, executions)) for first in range(0, executions, TOGETHER)]
    seconds = []
    with processes(number) as executor:
        expected: Executed | None = None
        for turn in range(rounds + 1):
            began = time.perf_counter()
            found = Executed.join(run(execute, tasks, data=study, executor=executor))
            if turn:  # before, processes begin and read what is compiled
                seconds.append(time.perf_counter() - began)
            if expected is not None and any((a != b).any() for a, b in zip(found, expected, strict=True)):
                raise RuntimeError("two runs differ")
            expected = found
    return seconds


def main() -> None:
    """Run from the command line."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("folder", type=Path)
    asked.add_argument("--executions", type=int, default=1000)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    plan, _ = whole(given.folder, given.executions)
    study = study_of(plan)
    median = {}
    for number in (1, given.processes):
        seconds = alone(study, given.executions, number, given.rounds)
        median[number] = statistics.median(seconds)
        said = ", ".join(f"{second:.2f}" for second in seconds)
        print(f"{number} process(es): {said} s; median {median[number]:.2f} s")
    print(f"{given.processes} processes are {median[1] / median[given.processes]:.2f} times as fast as one")


if __name__ == "__main__":
    main()
