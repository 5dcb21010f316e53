"""The best plan so far, on disk while a run goes on, so that whatever ends the run loses nothing."""

from __future__ import annotations

import hashlib
import threading
from importlib.metadata import version
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import msgspec
import numpy as np
from numpy.typing import NDArray

from mainstay.exchange import read, write_folder
from mainstay.exchange.atomic import replacing
from mainstay.model import Problem as Fault
from mainstay.model import Scenario, ScenarioError

from .build import canonical
from .kept import packed, unpacked
from .outcome import Outcome, relative_gap

FOLDER = "unfinished"
"""Folder within a plan folder that holds the scenario and the best plan of a run that has not ended."""

PLAN = "best.npz"
"""Its best plan, with bound, prices and ways; always whole."""

EVERY = 2.0
"""Seconds between two writings, at the least."""


class Safekeeping:
    """
    Writes the best plan so far into a plan folder as it comes, beside the solve; the last one always.

    Call it with each better plan (it is a :data:`.clock.Keeper`), and close it at the end. It never changes what is solved, and
    a disk that refuses does not end the run: see ``refused``.

    Parameters
    ----------
    folder
        Plan folder; made if need be.
    scenario
        What is planned; written at once, so that the folder speaks for itself.

    Attributes
    ----------
    folder
        Where it writes: ``unfinished`` in the plan folder.
    refused
        What the system said when the best plan could not be written; ``None`` if it could.
    """

    def __init__(self, folder: str | Path, scenario: Scenario):
        self.folder = Path(folder) / FOLDER
        self.refused: OSError | None = None
        self._digest, self._scale = _digest(scenario), 100.0 / (scenario.asked_points or 1.0)
        write_folder(scenario, self.folder / "scenario")
        self._latest: Outcome | None = None
        self._ends = self._hurries = self._writes = False
        self._change = threading.Condition()
        self._writer = threading.Thread(target=self._write, name="safekeeping", daemon=True)
        self._writer.start()

    def __call__(self, outcome: Outcome) -> None:
        """Have a plan written in place of the one before."""
        with self._change:
            self._latest = outcome
            self._change.notify_all()

    def flush(self) -> None:
        """Write what is still to be written, now."""
        with self._change:
            self._hurries = True
            self._change.notify_all()
            self._change.wait_for(lambda: self._latest is None and not self._writes)
            self._hurries = False

    def close(self) -> None:
        """Write what is still to be written, and end."""
        with self._change:
            self._ends = True
            self._change.notify_all()
        self._writer.join()

    def _write(self) -> None:
        while True:
            with self._change:
                self._change.wait_for(lambda: self._latest is not None or self._ends)
                outcome, self._latest = self._latest, None
                self._writes = outcome is not None
            if outcome is None:
                return
            try:
                self._put(outcome)
                self.refused = None
            except OSError as error:
                self.refused = error
            with self._change:
                self._writes = False
                self._change.notify_all()
                self._change.wait_for(lambda: self._ends or (self._hurries and self._latest is not None), EVERY)

    def _put(self, outcome: Outcome) -> None:
        figures = np.array([outcome.points, outcome.bound, outcome.points * self._scale, outcome.rounds], dtype=np.float64)
        with replacing(self.folder / PLAN) as file, file.open("wb") as stream:
            np.savez(
                stream,
                allow_pickle=False,
                **packed(outcome.pool),
                **packed(outcome.ways, "plan_"),
                lots=outcome.lots,
                taken=outcome.taken,
                price=outcome.price,
                figures=figures,
                digest=np.frombuffer(self._digest, dtype=np.uint8),
            )


def is_unfinished(folder: Path) -> bool:
    """Whether a folder holds a run that has not ended, and no plan that was finished."""
    return (folder / FOLDER / "scenario").is_dir() and not (folder / "summary.json").is_file()


def described(folder: Path) -> str:
    """What an unfinished plan is, and how to finish it."""
    try:
        points, bound, score, _ = _arrays(folder / FOLDER / PLAN)["figures"].tolist()
    except (OSError, EOFError, BadZipFile, ValueError, KeyError):
        state = "a run that did not end, and had no plan yet"
    else:
        state = f"an unfinished plan: score {score:.2f} of 100, gap {100 * relative_gap(points, bound):.3g} %"
    return f"{state}. Go on with: mainstay plan --resume {folder}"


def pick_up(folder: str | Path) -> tuple[Scenario, Outcome | None]:
    """
    Return the scenario of a run that did not end, and its best plan, to go on from; ``None`` if it had none yet.

    Raises
    ------
    ScenarioError
        If the folder holds no such run, or what it holds was changed or spoiled.
    """
    folder = Path(folder)
    if not (folder / FOLDER / "scenario").is_dir():
        raise ScenarioError([Fault(str(folder), 0, "", "no unfinished plan in it: there is nothing to go on with.")])
    scenario, file = read(folder / FOLDER / "scenario"), folder / FOLDER / PLAN
    if not file.is_file():
        return scenario, None
    try:
        data = _arrays(file)
        points, bound, _, rounds = data["figures"].tolist()
        found = Outcome(
            *(unpacked(data, "plan_"), data["lots"], points, bound, data["price"], "stopped"),
            *(unpacked(data), round(rounds), len(data["pair"]), data["taken"]),
        )
        mine = data["digest"].tobytes() == _digest(scenario)
    except (OSError, EOFError, BadZipFile, ValueError, KeyError, TypeError):
        raise ScenarioError([Fault(str(file), 0, "", "cannot be read. Delete it to plan anew.")]) from None
    if not mine:
        said = "is of another scenario than the one beside it, or of another version of mainstay. Delete it to plan anew."
        raise ScenarioError([Fault(str(file), 0, "", said)])
    return scenario, found


def _arrays(file: Path) -> dict[str, NDArray[Any]]:
    with file.open("rb") as stream, np.load(stream) as kept:
        return {name: kept[name] for name in kept.files}


def _digest(scenario: Scenario) -> bytes:
    """Tell two scenarios apart, whatever the order of their rows, and two versions of the planner."""
    return hashlib.sha256(version("mainstay").encode() + msgspec.json.encode(canonical(scenario))).digest()
