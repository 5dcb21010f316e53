"""Runs of many tasks: who does them, where what is done is kept, and the folder that their results go to."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from mainstay.contingency.campaign import Stopped, dask_executor, processes
from mainstay.planning.unfinished import FOLDER, PLAN, described, is_unfinished

from .faults import ABORTED, fault
from .places import occupied, undisturbed
from .screen import Screen, counted

JOURNAL = f"{FOLDER}/tasks.jsonl"
"""In a folder of results: what is done of a run that has not ended. What has several kinds of tasks keeps more files there."""

Workers = Annotated[
    int, typer.Option("--workers", metavar="N", min=1, help="Processes of this machine to spread the work over.")
]
Dask = Annotated[
    str, typer.Option("--dask", metavar="ADDRESS", help="Spread the work over a Dask cluster, as in tcp://host:8786.")
]
Resume = Annotated[bool, typer.Option("--resume", help="Go on with a run that did not end; name the same --out.")]


@dataclass(frozen=True)
class Team:
    """Who does the tasks (None: this process) and the file, or the first of the files, that keeps what they have done."""

    executor: Executor | None
    journal: Path


@contextmanager
def campaign(out: Path, screen: Screen, *, workers: int, dask: str, resume: bool) -> Iterator[Team]:
    """
    Hand out workers and a journal for the tasks of the block.

    What is done when the block ends otherwise than well stays in the journal, so that ``--resume`` goes on from there. It is
    gone when the block ends well.

    Raises
    ------
    ScenarioError
        If there is a journal and nobody asked to go on, or the other way round; if there is no such cluster.
    """
    journal = out / JOURNAL
    if dask and workers > 1:
        raise fault("--workers", "--dask has the workers of its cluster. Leave one of the two away.")
    if resume and not _journals(journal):
        raise fault("--resume", f"there is no run to go on with in {out}. Leave it away, or name the folder with --out.")
    if _journals(journal) and not resume:
        anew = f"to begin anew, delete {journal.parent}, or name another folder"
        raise fault(out, f"holds a run that did not end. Go on with --resume; {anew}.")
    made = [folder for folder in (out, *out.parents) if not folder.exists()]  # deepest first
    try:
        with _executor(workers, dask) as executor:
            yield Team(executor, journal)
    except Stopped as stopped:
        screen.tell(f"Stopped: {len(stopped.results)} of {counted(stopped.tasks, 'task')} are done.")
        _say_kept(screen, journal, made, resume)
        raise typer.Exit(ABORTED) from None
    except BaseException:
        with undisturbed():
            _say_kept(screen, journal, made, resume)
        raise
    shutil.rmtree(journal.parent, ignore_errors=True)


@contextmanager
def _executor(workers: int, dask: str) -> Iterator[Executor | None]:
    if dask:
        with dask_executor(dask) as cluster:
            yield cluster
    elif workers > 1:
        with processes(workers) as pool:
            yield pool
    else:
        yield None


def _journals(journal: Path) -> list[Path]:
    """Files that keep what is done."""
    return sorted(journal.parent.glob("*.jsonl"))


def _say_kept(screen: Screen, journal: Path, made: Sequence[Path], going_on: bool) -> None:
    """Say that what is done is kept; if nothing is, take away what this run made for it."""
    with suppress(OSError):
        if any(file.read_bytes().count(b"\n") > 1 for file in _journals(journal)):  # the first line is no result
            screen.tell(f"What is done is kept in {journal.parent}. Go on with the same command and --resume.")
            return
    if going_on:
        return
    shutil.rmtree(journal.parent, ignore_errors=True)
    with suppress(OSError):
        for folder in made:
            folder.rmdir()


def say_written(screen: Screen, folder: Path, files: Sequence[str]) -> None:
    """Say where results are: the page first, then workbooks and charts, tables without their names."""
    pages = sum(name.endswith(".html") for name in files)
    others = [name for name in files if name.endswith((".xlsx", ".svg"))]
    more = f" with {counted(pages - 1, 'page')} more" if pages > 1 else ""
    shown = others if len(others) <= 6 else [name for name in others if name.endswith(".xlsx")] + ["charts (SVG)"]
    screen.paragraph(f"Written to {folder}: {', '.join([f'index.html{more}', *shown, 'tables (CSV)'])}.")


def fit_for_results(folder: Path, table: str) -> None:
    """
    Refuse a folder in which results would be written over something else.

    Parameters
    ----------
    folder
        Where they are to go.
    table
        File that tells a folder of earlier results of this kind, which may be written over.

    Raises
    ------
    ScenarioError
        If it is a file, or holds anything but earlier results of this kind.
    """
    if folder.exists() and not folder.is_dir():
        raise fault(folder, "a file, not a folder. Name another one with --out.")
    if (folder / "scenario.toml").is_file():
        raise fault(folder, "holds a scenario. Name another folder with --out.")
    if is_unfinished(folder) or (folder / FOLDER / PLAN).is_file():
        raise fault(folder, f"{described(folder)}, or name another folder with --out.")
    if (folder / "consignments.csv").is_file():
        raise fault(folder, "holds a plan. Name another folder with --out.")
    if occupied(folder, besides=FOLDER) and not ((folder / "summary.json").is_file() and (folder / table).is_file()):
        raise fault(folder, "holds other files. Name an empty folder, or one with earlier results of this kind, with --out.")
