"""Many tasks: the same results whoever does them, none lost, whatever is killed, and none done twice after a journal."""

import json
import math
import os
import signal
import subprocess
import sys
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from tests.contingency import campaign_work as work

from mainstay.contingency.campaign import Stopped, WorkerLostError, processes, run
from mainstay.contingency.campaign_journal import Journal
from mainstay.model import ScenarioError

LONG = bool(os.environ.get("MAINSTAY_LONG"))
WEIGHTS = np.linspace(0.1, 1.0, 1000)
TASKS = list(range(12))


def same(found: list[work.Sums], others: list[work.Sums]) -> bool:
    """Whether two lists of sums are the same to the last bit."""
    return [(one.task, one.total.hex(), one.each.tobytes()) for one in found] == [
        (one.task, one.total.hex(), one.each.tobytes()) for one in others
    ]


@pytest.fixture(scope="module")
def here() -> list[work.Sums]:
    """The results of this process."""
    return run(work.sums, TASKS, data=WEIGHTS)


@pytest.fixture(scope="module")
def pool():
    """Two processes for the tests that leave them alive."""
    with processes(2) as executor:
        yield executor


def test_results_are_in_the_order_of_the_tasks():
    assert run(work.root, [9, 1, 4]) == [3, 1, 2]


def test_no_tasks_are_no_results(pool):
    assert run(work.root, [], executor=pool) == run(work.root, []) == []


def test_processes_and_threads_give_what_one_process_gives(here, pool):
    with ThreadPoolExecutor(3) as threads:
        for executor in (pool, threads):
            assert same(run(work.sums, TASKS, data=WEIGHTS, executor=executor), here)


def test_results_do_not_depend_on_the_order_in_which_tasks_end(here):
    class Backwards(Executor):
        """Does what it was given last first, and only when it has everything."""

        _max_workers = len(TASKS)

        def __init__(self):
            self.calls = []

        def submit(self, function, /, *args, **more):
            self.calls.append((future := Future(), function, args))
            if len(self.calls) == len(TASKS):
                for each, call, given in reversed(self.calls):
                    each.set_result(call(*given))
            return future

    assert same(run(work.sums, TASKS, data=WEIGHTS, executor=Backwards()), here)


def test_other_data_in_the_same_processes_is_other_data(pool):
    for factor in (1.0, 2.0):
        assert same(run(work.sums, TASKS, data=factor * WEIGHTS, executor=pool), run(work.sums, TASKS, data=factor * WEIGHTS))


def test_data_is_loaded_once_by_each_process(pool, tmp_path):
    assert run(work.with_loaded, TASKS, data=work.Loaded(str(tmp_path)), executor=pool) == [math.sqrt(n) for n in TASKS]
    marks = [file.read_text() for file in tmp_path.glob("loaded-*")]
    assert 1 <= len(marks) <= 2
    assert set(marks) == {"x"}


def test_progress_is_told_after_each_task_and_ends_at_one(pool):
    for executor in (None, pool):
        told = []
        run(work.root, TASKS, executor=executor, watch=lambda at, told=told: told.append(at.done))
        assert told[0] == 0
        assert told == sorted(told)
        assert {round(share * len(TASKS)) for share in told} == set(range(len(TASKS) + 1))


def test_an_exception_is_raised_as_it_is_and_names_its_task(pool):
    for executor in (None, pool):
        with pytest.raises(ArithmeticError, match="no root") as caught:
            run(work.refusing, TASKS, executor=executor)
        assert "in task 3" in caught.value.__notes__


# --- asked to stop ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", [0, 2])
def test_asked_to_stop_it_hands_over_what_is_done_and_goes_on_from_there(workers, pool, tmp_path):
    marks, journal, executor = tmp_path / "marks", tmp_path / "journal", pool if workers else None
    marks.mkdir()
    with pytest.raises(Stopped) as caught:
        run(work.noted, TASKS, data=str(marks), executor=executor, journal=journal, watch=lambda at: at.done >= 0.2)
    done = caught.value.results
    assert 0 < len(done) < len(TASKS)
    assert done == {place: math.sqrt(place) for place in done}
    assert run(work.noted, TASKS, data=str(marks), executor=executor, journal=journal) == [math.sqrt(n) for n in TASKS]
    assert {file.name: file.read_text() for file in marks.iterdir()} == {f"done-{task}": "x" for task in TASKS}


def test_a_stop_before_the_first_task_does_nothing(pool, tmp_path):
    for executor in (None, pool):
        with pytest.raises(Stopped):
            run(work.noted, TASKS, data=str(tmp_path), executor=executor, watch=lambda at: True)
    assert list(tmp_path.iterdir()) == []


# --- killed ----------------------------------------------------------------------------------------------------

CAMPAIGN = """
import sys
from tests.contingency import campaign_work as work
from mainstay.contingency.campaign import processes, run

if __name__ == "__main__":
    folder, journal = sys.argv[1:]
    with processes(2) as pool:
        run(work.slowly, range(30), data=folder, executor=pool, journal=journal)
"""


def alive(process: int) -> bool:
    """Whether a process runs, other than as a leftover entry."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition, seconds: float = 300.0) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.fixture
def campaign(tmp_path):
    """A campaign in a process of its own, that has done some of its tasks and not all."""
    marks, journal = tmp_path / "marks", tmp_path / "journal"
    marks.mkdir()
    script = tmp_path / "campaign.py"
    script.write_text(CAMPAIGN)
    room = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "TMPDIR": str(tmp_path)}
    command = [sys.executable, str(script), str(marks), str(journal)]
    with subprocess.Popen(command, env=room, stderr=subprocess.DEVNULL, start_new_session=True) as running:
        try:
            until(lambda: running.poll() is not None or (journal.exists() and journal.read_bytes().count(b"\n") > 5))
            assert running.poll() is None
            yield running, marks, journal
        finally:
            running.kill()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks at processes as Linux shows them")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT])
def test_a_campaign_that_is_killed_goes_on_where_it_was_and_leaves_no_process_behind(campaign, number):
    running, marks, journal = campaign
    os.killpg(running.pid, number) if number == signal.SIGINT else running.kill()  # Ctrl-C is sent to all of them
    running.wait(30)
    workers = [int(file.name.removeprefix("begun-")) for file in marks.glob("begun-*")]
    assert len(workers) == 2
    until(lambda: not any(map(alive, workers)), 20)
    assert list(journal.parent.glob("mainstay-*")) == []
    kept = journal.read_bytes().splitlines(keepends=True)
    known = {json.loads(line)["result"] for line in kept[1:] if line.endswith(b"\n")}
    assert 5 <= len(known) < 30
    for file in marks.glob("done-*"):
        file.unlink()
    assert run(work.slowly, range(30), data=str(marks), journal=journal) == [math.sqrt(n) for n in range(30)]
    assert {math.sqrt(int(file.name.removeprefix("done-"))) for file in marks.glob("done-*")}.isdisjoint(known)
    assert journal.read_bytes().startswith(b"".join(line for line in kept if line.endswith(b"\n")))


@pytest.mark.parametrize("own", [True, False])
def test_a_worker_killed_in_mid_run_loses_nothing(own, tmp_path):
    executor = processes(2) if own else ProcessPoolExecutor(2)
    with executor:
        found = run(work.once_deadly, range(20), data=str(tmp_path), executor=executor)
    assert (tmp_path / "killed").exists()
    assert found == [math.sqrt(task) for task in range(20)]


def test_a_task_that_kills_every_worker_is_named_and_the_others_are_kept(tmp_path):
    journal = tmp_path / "journal"
    with processes(1) as executor, pytest.raises(WorkerLostError, match=r"workers die doing .*work\.deadly on 5, again"):
        run(work.deadly, range(8), data=str(tmp_path), executor=executor, journal=journal)
    assert (tmp_path / "tries").read_text() == "xxx"
    assert len(journal.read_bytes().splitlines()) > 5  # the tasks before it


# --- the journal -----------------------------------------------------------------------------------------------


@pytest.fixture
def journal(tmp_path) -> Path:
    """A journal of all tasks."""
    run(work.sums, TASKS, data=WEIGHTS, journal=tmp_path / "journal")
    return tmp_path / "journal"


def test_what_is_read_back_is_the_same_to_the_last_digit(here, journal):
    before = journal.read_bytes()
    assert same(run(work.sums, TASKS, data=WEIGHTS, journal=journal), here)
    assert journal.read_bytes() == before


def test_floats_that_json_has_no_words_for_are_kept_too(tmp_path):
    for _ in range(2):
        found = run(work.special, range(5), journal=tmp_path / "journal")
        assert [value.hex() for value in found[-1]] == [value.hex() for value in work.special(4)]


def test_wherever_a_journal_is_torn_what_was_whole_counts_and_the_rest_is_done_again(here, journal):
    whole = journal.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    cuts = (
        range(len(whole)) if os.environ.get("MAINSTAY_LONG") else [0, 1, 40, *range(len(whole) - len(last) - 1, len(whole), 9)]
    )
    for cut in cuts:
        journal.write_bytes(whole[:cut])
        assert same(run(work.sums, TASKS, data=WEIGHTS, journal=journal), here)
        assert journal.read_bytes() == whole


def test_a_longer_list_of_tasks_does_only_what_is_new(tmp_path):
    marks = tmp_path / "marks"
    marks.mkdir()
    for number in (4, 8):
        run(work.noted, range(number), data=str(marks), journal=tmp_path / "journal")
    assert {file.read_text() for file in marks.iterdir()} == {"x"}


@pytest.mark.parametrize(
    ("function", "data", "said"),
    [
        (work.root, None, "function tests.contingency.campaign_work.sums, not tests.contingency.campaign_work.root"),
        (work.sums, WEIGHTS * (1 + 2**-52), "the same function on other data"),
    ],
)
def test_a_journal_of_another_question_is_refused_with_a_remedy_and_left_alone(function, data, said, journal):
    before = journal.read_bytes()
    with pytest.raises(ScenarioError) as caught:
        run(function, TASKS, data=data, journal=journal)
    assert str(caught.value).startswith(f"{journal}, row 1: the journal of another question: ")
    assert said in str(caught.value)
    assert str(caught.value).endswith("Name another file, or delete this one to begin anew.")
    assert journal.read_bytes() == before


@pytest.mark.parametrize("text", ["my notes", "my notes\n", '{"score": 3}\n', "[1]\n", "\n", '{"journal":2}\nrest'])
def test_a_file_that_is_no_journal_is_refused_and_left_alone(text, tmp_path):
    file = tmp_path / "notes"
    file.write_text(text)
    with pytest.raises(ScenarioError, match="Name another file"):
        run(work.root, TASKS, journal=file)
    assert file.read_text() == text


def test_a_row_that_was_spoiled_is_named(journal):
    rows = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*rows[:3], b"spoiled\n", *rows[4:]]))
    with pytest.raises(ScenarioError, match=r"journal, row 4: cannot be read\. Delete this row"):
        run(work.sums, TASKS, data=WEIGHTS, journal=journal)


LOCK = """
import fcntl, sys
with open(sys.argv[1], "a") as stream:
    fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no locks between processes there")
def test_two_campaigns_never_write_to_one_journal(journal):
    command = [sys.executable, "-c", LOCK, str(journal)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        with pytest.raises(ScenarioError, match="another campaign is writing to it"):
            run(work.sums, TASKS, data=WEIGHTS, journal=journal)
        other.stdin.close()
    with Journal(journal, work.sums, WEIGHTS):
        refused = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
        assert "BlockingIOError" in refused.stderr


def test_a_function_that_does_not_say_what_it_returns_is_refused_before_it_is_called(tmp_path):
    with pytest.raises(TypeError, match="unsaid must say what it returns"):
        run(work.unsaid, TASKS, journal=tmp_path / "journal")
    assert not (tmp_path / "journal").exists()


def test_a_result_of_another_kind_is_not_written(tmp_path):
    with pytest.raises(TypeError, match="mistaken does not return what it says"):
        run(work.mistaken, TASKS, journal=tmp_path / "journal")
    assert len((tmp_path / "journal").read_bytes().splitlines()) == 1


def test_two_tasks_that_are_the_same_are_refused(tmp_path):
    with pytest.raises(ValueError, match="tasks 0 and 2 are the same to the journal: 4"):
        run(work.root, [4, 5, 4], journal=tmp_path / "journal")


def test_a_key_says_what_counts_as_the_same_task(tmp_path):
    for tasks in ([4, 9], [104, 109]):
        assert run(work.root, tasks, journal=tmp_path / "journal", key=lambda task: task % 100) == [2, 3]
