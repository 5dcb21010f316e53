"""What campaigns in the tests compute, where other processes find it."""

import math
import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True)
class Sums:
    """What a chunk of draws comes to."""

    task: int
    total: float
    each: NDArray[np.float64]


def sums(weights: NDArray[np.float64], task: int) -> Sums:
    """Draws that depend on the task alone."""
    drawn = np.random.Generator(np.random.Philox(key=[7, task])).lognormal(size=len(weights))
    return Sums(task, float(drawn @ weights), drawn[:3] / 3)


def root(task: int) -> float:
    return math.sqrt(task)


def noted(folder: str, task: int) -> float:
    """Leave a mark for each time that a task is done."""
    with (Path(folder) / f"done-{task}").open("a") as stream:
        stream.write("x")
    return math.sqrt(task)


def slowly(folder: str, task: int) -> float:
    """Leave the number of the process that does a task, and take a while."""
    mark = Path(folder) / f"begun-{os.getpid()}"
    mark.touch()
    time.sleep(0.1)
    return noted(folder, task)


def once_deadly(folder: str, task: int) -> float:
    """Task 5 kills its worker the first time."""
    mark = Path(folder) / "killed"
    if task == 5 and not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return math.sqrt(task)


def deadly(folder: str, task: int) -> float:
    """Task 5 kills its worker whenever it is tried."""
    if task == 5:
        with (Path(folder) / "tries").open("a") as stream:
            stream.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.02)
    return math.sqrt(task)


def refusing(task: int) -> float:
    if task == 3:
        raise ArithmeticError("no root")
    return math.sqrt(task)


def mistaken(task: int) -> float:
    return str(task)  # type: ignore[return-value]


def unsaid(task):
    return task


def special(task: int) -> list[float]:
    return [math.nan, math.inf, -0.0, 0.1 + 0.2, 5e-324][: task + 1]


@dataclass(frozen=True)
class Loaded:
    """Data by the process that loads it: a mark for each time."""

    folder: str

    def __reduce__(self):
        return _load, (self.folder,)


def _load(folder: str) -> Loaded:
    with (Path(folder) / f"loaded-{os.getpid()}").open("a") as stream:
        stream.write("x")
    return Loaded(folder)


def with_loaded(data: Loaded, task: int) -> float:
    time.sleep(0.01)
    return math.sqrt(task)
