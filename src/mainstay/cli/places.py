"""Which scenario or plan is meant by what was typed, and folders that appear whole or stay as they were."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mainstay.exchange import bundled, nearest
from mainstay.model import TABLES
from mainstay.planning.unfinished import FOLDER, PLAN, described, is_unfinished

from .faults import fault

HOME = Path(__file__).parents[1] / "scenarios"


def bundled_names() -> list[str]:
    """Names of the scenarios that come with mainstay."""
    return sorted(toml.parent.name for toml in HOME.glob("*/scenario.toml"))


def find_scenario(said: str) -> Path:
    """
    Path of a scenario: a folder, a workbook, or the name of a bundled one.

    Raises
    ------
    ScenarioError
        If it is none of them; the nearest name is suggested.
    """
    path = Path(said)
    names = bundled_names()
    if is_unfinished(path) and not (path / "scenario.toml").is_file():
        raise fault(said, described(path))
    if path.exists() and not (path.is_dir() and said in names and not (path / "scenario.toml").is_file()):
        return path
    if said in names:
        return bundled(said)
    if said != path.name or path.suffix:
        raise fault(said, "not there. Name a folder with scenario.toml, a workbook (.xlsx), or a bundled scenario.")
    near = nearest(said, names) or next((name for name in names if said and name.startswith(said.lower())), None)
    known = f"There are: {', '.join(names)}."
    remedy = f"Did you mean '{near}'? {known}" if near else known
    raise fault(said, f"no such file or folder, and no bundled scenario. {remedy}")


def find_plan(said: Path) -> Path:
    """
    Folder of a plan.

    Raises
    ------
    ScenarioError
        If it is not there, or holds no plan.
    """
    if not said.exists():
        raise fault(said, "not there. Name the folder that `mainstay plan` wrote.")
    if not said.is_dir():
        raise fault(said, "a file. Name the folder that `mainstay plan` wrote.")
    if is_unfinished(said):
        raise fault(said, described(said))
    if not (said / "summary.json").is_file():
        if (said / "scenario.toml").is_file():
            raise fault(said, f"a scenario, not a plan. Plan it first: mainstay plan {said} --out FOLDER")
        raise fault(said, "no plan in it: summary.json is missing. Name the folder that `mainstay plan` wrote.")
    return said


def fit_for_plan(folder: Path) -> None:
    """
    Refuse a folder in which a plan would be written over something else.

    Raises
    ------
    ScenarioError
        If it is a file, holds a scenario or an unfinished plan, or holds files and no plan.
    """
    if folder.exists() and not folder.is_dir():
        raise fault(folder, "a file, not a folder. Name another one with --out.")
    if (folder / "scenario.toml").is_file():
        raise fault(folder, "holds a scenario, whose files the plan would write over. Name another folder with --out.")
    if (folder / FOLDER / PLAN).is_file():
        said = f"{described(folder)}, or name another folder with --out; to plan anew, delete {folder / FOLDER}."
        raise fault(folder, said)
    if occupied(folder, besides=FOLDER) and not (folder / "summary.json").is_file():
        raise fault(folder, "holds files and no plan. Name an empty folder, or one with an earlier plan, with --out.")


def occupied(folder: Path, besides: str = "") -> bool:
    """Whether a folder holds anything that is not hidden, besides one name."""
    return folder.is_dir() and any(not file.name.startswith(".") and file.name != besides for file in folder.iterdir())


@contextmanager
def appearing(
    folder: Path, *, swapped: Sequence[str] = (), stale: Sequence[str] = (), within: Path | None = None
) -> Iterator[Path]:
    """
    Hand out a temporary folder whose files take their places in ``folder`` when the block ends well, and are gone if not.

    It lies within ``folder``, or beside it if that is not there yet: on the same disk, so that taking their places needs no
    room and is over at once. Files of ``folder`` that are not named here stay as they are.

    Parameters
    ----------
    folder
        Made if need be.
    swapped
        Folders in it that are replaced as a whole.
    stale
        Files in it that go if the new ones do not have them.
    within
        Where else the temporary folder lies, on the same disk; whoever removes that removes what a killed run left.
    """
    folder = folder.absolute()
    home = within or folder
    while not home.exists():
        home = home.parent
    partial = home / f".mainstay-{secrets.token_hex(4)}.partial"
    try:
        partial.mkdir()
    except OSError as error:
        raise fault(folder, f"cannot be written: {(error.strerror or 'refused').lower()}. Name another place.") from error
    try:
        yield partial
        with undisturbed():
            _publish(partial, folder, swapped, stale)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _publish(partial: Path, folder: Path, swapped: Sequence[str], stale: Sequence[str]) -> None:
    if not folder.exists():
        folder.parent.mkdir(parents=True, exist_ok=True)
        os.replace(partial, folder)
        return
    for name in swapped:
        if (folder / name).is_dir() and (partial / name).is_dir():
            os.replace(folder / name, partial / f".old-{name}")
            os.replace(partial / name, folder / name)
    new = {
        file.relative_to(partial): file
        for file in partial.rglob("*")
        if file.is_file() and not file.relative_to(partial).parts[0].startswith(".old-")
    }
    if Path("summary.json") in new:
        (folder / "summary.json").unlink(missing_ok=True)  # until all of the new plan is there, there is none
    for place in sorted(new, key=lambda place: (place.name == "summary.json", place)):  # with a summary a plan is whole
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        os.replace(new[place], folder / place)
    for gone in {Path(name) for name in stale} - set(new):
        (folder / gone).unlink(missing_ok=True)


def files_of_plan(folder: Path) -> tuple[str, ...]:
    """Files that an earlier plan left in a folder, by its summary; none that would lie outside of it."""
    try:
        said = json.loads((folder / "summary.json").read_text("utf-8"))
        names = [name for name in said.get("files", ()) if isinstance(name, str)]
    except (OSError, ValueError, AttributeError, TypeError):
        return ()
    return tuple(name for name in names if not Path(name).is_absolute() and ".." not in Path(name).parts)


TABLE_FILES = tuple(f"{name}.csv" for name in TABLES)
"""Files of a scenario that an import replaces."""


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no Ctrl-C fall between two files that belong together."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
