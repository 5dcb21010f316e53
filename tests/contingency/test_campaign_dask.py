"""A Dask cluster gives what one process gives, to the last digit, even when one of its workers is killed."""

import json
import math
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from tests.contingency import campaign_work as work

from mainstay.contingency.campaign import Stopped, WorkerLostError, dask_executor, run
from mainstay.model import ScenarioError

pytest.importorskip("distributed")

LONG = bool(os.environ.get("MAINSTAY_LONG"))
TASKS = range(400 if LONG else 60)
WEIGHTS = np.linspace(0.1, 1.0, 100_000)
HERE = "127.0.0.1"


class Cluster:
    """A scheduler and workers, each a process of its own on this machine."""

    def __init__(self, folder: Path, **settings: str):
        mine = {"PYTHONPATH": str(Path(__file__).parents[2]), "DASK_TEMPORARY_DIRECTORY": str(folder)}
        self.folder, self.room = folder, {**os.environ, **mine, **settings}
        self.log = (folder / "log").open("ab")
        self.workers: list[subprocess.Popen[bytes]] = []
        known = folder / "scheduler.json"
        where = ("--host", HERE, "--port", "0", "--scheduler-file", str(known))
        self.scheduler = self._start("scheduler", "--no-dashboard", *where)
        end = time.monotonic() + 60
        while not known.exists():
            assert time.monotonic() < end
            assert self.scheduler.poll() is None
            time.sleep(0.05)
        self.address = json.loads(known.read_text())["address"]

    def worker(self) -> subprocess.Popen[bytes]:
        alone = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(self.folder))
        self.workers.append(self._start("worker", self.address, *alone))
        return self.workers[-1]

    def close(self) -> None:
        for process in (*self.workers, self.scheduler):
            process.kill()
            process.wait()
        self.log.close()

    def _start(self, kind: str, *words: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dask", kind, *words]
        return subprocess.Popen(command, env=self.room, cwd=self.folder, stdout=self.log, stderr=self.log)


@pytest.fixture(scope="module")
def here() -> list[work.Sums]:
    """The results of this process."""
    return run(work.sums, TASKS, data=WEIGHTS)


@pytest.fixture
def cluster(tmp_path) -> Iterator[Cluster]:
    """Two workers; a task is given up when the first of its workers has died, and not when the fourth has."""
    made = Cluster(tmp_path, DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES="0")
    try:
        made.worker()
        made.worker()
        yield made
    finally:
        made.close()


def same(found: list[work.Sums], others: list[work.Sums]) -> bool:
    """Whether two lists of sums are the same to the last bit."""
    return [(one.task, one.total.hex(), one.each.tobytes()) for one in found] == [
        (one.task, one.total.hex(), one.each.tobytes()) for one in others
    ]


def at(share: float, action):
    """Watch that does something once, when a share of the tasks is done."""
    done = []

    def watch(progress):
        if progress.done >= share and not done:
            done.append(progress.done)
            action()

    return watch


def test_a_worker_killed_in_mid_run_changes_no_digit(cluster, here):
    with dask_executor(cluster.address) as executor:
        assert same(run(work.sums, TASKS, data=WEIGHTS, executor=executor, watch=at(0.3, cluster.workers[0].kill)), here)
    cluster.workers[0].wait()
    assert cluster.workers[1].poll() is None


def test_when_all_workers_die_those_who_come_later_go_on_with_what_is_left(cluster, here, tmp_path):
    """With the data too, that only the dead ones had."""

    def replace():
        for process in cluster.workers:
            process.kill()
            process.wait()
        cluster.worker()

    with dask_executor(cluster.address) as executor:
        found = run(work.sums, TASKS, data=WEIGHTS, executor=executor, journal=tmp_path / "journal", watch=at(0.3, replace))
    assert same(found, here)
    assert same(run(work.sums, TASKS, data=WEIGHTS, journal=tmp_path / "journal", watch=lambda at: at.done < 1), here)


def test_a_scheduler_that_dies_is_named_and_what_was_done_is_kept(cluster, here, tmp_path):
    journal = tmp_path / "journal"
    with (
        dask_executor(cluster.address) as executor,
        pytest.raises(ScenarioError, match=re.escape(f"{cluster.address}: the scheduler is gone. Start it again")),
    ):
        run(work.sums, TASKS, data=WEIGHTS, executor=executor, journal=journal, watch=at(0.3, cluster.scheduler.kill))
    assert len(journal.read_bytes().splitlines()) > 0.3 * len(TASKS)
    assert same(run(work.sums, TASKS, data=WEIGHTS, journal=journal), here)


def test_a_task_that_kills_every_worker_is_named(cluster, tmp_path):
    with (
        dask_executor(cluster.address) as executor,
        pytest.raises(WorkerLostError, match=r"workers die doing .*work\.deadly on 5, again"),
    ):
        run(work.deadly, range(8), data=str(tmp_path), executor=executor)
    assert (tmp_path / "tries").read_text() == "xx"


def test_asked_to_stop_it_hands_over_what_is_done(cluster):
    with dask_executor(cluster.address) as executor, pytest.raises(Stopped) as caught:
        run(work.root, TASKS, executor=executor, watch=lambda at: at.done >= 0.2)
    done = caught.value.results
    assert 0.2 * len(TASKS) <= len(done) < len(TASKS)
    assert done == {place: math.sqrt(place) for place in done}


def test_where_no_scheduler_answers_the_message_says_so(monkeypatch):
    monkeypatch.setattr("mainstay.contingency.campaign_workers.ANSWERS", 0.5)
    for address in ("tcp://127.0.0.1:1", "nonsense://x", "no address"):
        with pytest.raises(ScenarioError, match=f"Dask at {address}: no scheduler answers there. Start one"):
            dask_executor(address)
