"""``python -m benchmarks``: take the measurements that are missing, then write the page of results."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer

from . import page
from .instances import SIZES
from .journal import ROOT, Journal, code_in_force
from .machine import installed
from .protocol import ALSO, PEERS, SEEDS, Task, again, name_of, tasks

SLACK = {"planner": 240}
"""Seconds on the wall beyond its limit after which a measurement is ended: for drawing, building, proving. 60 for others."""


def main(
    sizes: Annotated[str, typer.Option(help=f"of {','.join(SIZES)}")] = ",".join(SIZES),
    seeds: Annotated[int, typer.Option(min=1, help="of each size; never more than the protocol has")] = max(SEEDS.values()),
    peers: Annotated[str, typer.Option(help=f"of {','.join(PEERS)}; '' for none")] = ",".join(PEERS),
    also: Annotated[str, typer.Option(help=f"of {','.join(ALSO)}, with size M; '' for none")] = ",".join(ALSO),
    out: Annotated[Path, typer.Option(help="page of results")] = ROOT / "benchmarks/RESULTS.md",
    log: Annotated[Path, typer.Option(help="finished measurements; a run that was interrupted goes on from there")] = ROOT
    / "out/bench.jsonl",
    fresh: Annotated[bool, typer.Option("--fresh", help="repeat what has been measured")] = False,
) -> None:
    """Measure the planner and its peers, each measurement in a process of its own, and write the page of results."""
    unknown = [
        f"{option}: no '{name}'; there are {', '.join(known)}"
        for option, given, known in (("--sizes", sizes, SIZES), ("--peers", peers, PEERS), ("--also", also, ALSO))
        for name in _list(given)
        if name not in known
    ]
    if unknown:
        typer.echo("\n".join(unknown), err=True)
        raise typer.Exit(2)
    missing = [peer for peer in _list(peers) if not installed(peer)]
    code = code_in_force()
    journal = Journal(log, code, fresh=fresh)
    planned = tasks(_list(sizes), seeds, [p for p in _list(peers) if p not in missing], _list(also))
    for peer in missing:
        typer.echo(f"{peer}: not installed; it is left out")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # whoever ends the run ends what it has started
    try:
        _measure(planned, journal)
    except KeyboardInterrupt:
        typer.echo(
            f"\nInterrupted; {len(journal.found)} measurements are in {log}. The same command goes on from there.", err=True
        )
        raise typer.Exit(130) from None
    if code_in_force() != code:
        typer.echo("The code was changed during the run: its figures belong to more than one version.", err=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page.write(planned, journal, missing), "utf-8")
    typer.echo(f"{out} is written.")


def _measure(planned: list[Task], journal: Journal) -> None:
    """Take what is missing, in order; a PDLP answer that does not agree leads to one more measurement."""
    begun = time.monotonic()
    if any(journal.figures(task) is None for task in planned):
        run({"what": "compile", "limit_s": 240})
    at = 0
    while at < len(planned):
        task = planned[at]
        at += 1
        figures = journal.figures(task)
        said = f"[{at}/{len(planned)}] {name_of(task)}"
        if figures is None or "failed" in figures:
            load = os.getloadavg()[0]
            started = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
            figures = run(task, said)
            journal.add(task, figures, started=started, load=round(load, 2))
            typer.echo(f"{said}: {page.in_words(figures)}  ({time.monotonic() - begun:.0f} s in all)")
        else:
            typer.echo(f"{said}: {page.in_words(figures)}  (measured before)")
        next_ = again(task, figures, page.best_points(journal, task))
        if next_ is not None and next_ not in planned:
            planned.insert(at, next_)


def run(task: Task, said: str = "") -> dict[str, Any]:
    """Take one measurement in a process of its own; what goes wrong there is a figure too."""
    command = [sys.executable, "-m", "benchmarks.worker", json.dumps(task)]
    began = time.monotonic()
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0
    ) as child:
        try:
            while True:
                try:
                    told, wrong = child.communicate(timeout=1.0)
                    break
                except subprocess.TimeoutExpired:
                    if sys.stdout.isatty():
                        print(f"\r{said} ... {time.monotonic() - began:.0f} s", end="\r", flush=True)
                    if time.monotonic() - began > task["limit_s"] + SLACK.get(task["what"], 60):
                        _end(child)
                        return {"status": f"no result in {task['limit_s']} s", "points": None}
        except BaseException:
            _end(child)
            raise
    if child.returncode:
        return {"failed": (wrong.strip().splitlines() or [f"ended with {child.returncode}"])[-1]}
    return json.loads(told.splitlines()[-1])


def _end(child: subprocess.Popen[str]) -> None:
    """End a measurement and whatever it has started itself."""
    with contextlib.suppress(ProcessLookupError):  # whoever interrupts may have ended it already
        os.killpg(child.pid, 15)
    try:
        child.wait(timeout=5)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)


def _list(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


if __name__ == "__main__":
    typer.run(main)
