"""The benchmark from its user's end: a short run writes the page, and a second one repeats nothing."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from benchmarks.journal import Journal
from benchmarks.protocol import PDLP_TOLERANCES, SEEDS, again, growth, tasks

HOME = Path(__file__).parents[2]


def bench(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "benchmarks", "--out", str(folder / "R.md"), "--log", str(folder / "log.jsonl"), *options]
    return subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300)


SHORT = ("--sizes", "S", "--seeds", "1", "--peers", "ipx", "--also", "")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a short run: size S, one seed, the interior point on the arc-flow model as peer."""
    folder = tmp_path_factory.mktemp("bench")
    done = bench(folder, *SHORT)
    assert done.returncode == 0, done.stderr
    return folder


def test_a_short_run_measures_planner_and_peer_and_they_agree(ran: Path):
    ours, peer = (json.loads(line) for line in (ran / "log.jsonl").read_text("utf-8").splitlines())
    assert (ours["task"]["what"], peer["task"]["what"]) == ("planner", "ipx")
    assert ours["figures"]["gap"] <= 1e-4
    assert peer["figures"]["gap"] <= 1e-4
    assert abs(ours["figures"]["points"] / peer["figures"]["points"] - 1) <= 1e-4
    for figures in (ours["figures"], peer["figures"]):
        assert figures["end"]["cpu_s"] > 0
        assert figures["peak_mb"] > 0
    assert "| 1 of 1 |" in (ran / "R.md").read_text("utf-8")


def test_a_second_run_repeats_nothing_and_writes_the_same_page(ran: Path):
    before = (ran / "R.md").read_bytes(), (ran / "log.jsonl").read_bytes()
    again_ = bench(ran, *SHORT)
    assert again_.stdout.count("(measured before)") == 2
    assert ((ran / "R.md").read_bytes(), (ran / "log.jsonl").read_bytes()) == before


def test_the_page_names_no_place(ran: Path):
    """Neither host nor folder is anybody's business."""
    import platform

    text = (ran / "R.md").read_text("utf-8")
    assert str(HOME) not in text
    assert not re.search(rf"\b{re.escape(platform.node())}\b", text)


def test_an_unknown_name_is_refused_with_what_there_is(tmp_path: Path):
    done = bench(tmp_path, "--sizes", "S,XXL", "--peers", "cplex")
    assert done.returncode == 2
    assert "--sizes: no 'XXL'; there are S, M, L, XL" in done.stderr
    assert "--peers: no 'cplex'; there are ipx, pdlp, linopy, pyomo" in done.stderr


def test_a_line_cut_off_by_a_kill_loses_only_itself(tmp_path: Path):
    """A run that is killed while it writes goes on with everything that was whole."""
    file = tmp_path / "log.jsonl"
    first, second = {"what": "planner", "seed": 0}, {"what": "planner", "seed": 1}
    Journal(file, "code").add(first, {"points": 1.0})
    with file.open("a", encoding="utf-8") as out:
        out.write('{"code": "code", "task": {"wh')
    journal = Journal(file, "code")
    assert journal.figures(first) == {"points": 1.0}
    journal.add(second, {"points": 2.0})
    read = Journal(file, "code")
    assert (read.figures(first), read.figures(second)) == ({"points": 1.0}, {"points": 2.0})


def test_figures_of_other_code_are_not_taken_for_this_ones(tmp_path: Path):
    task = {"what": "planner", "seed": 0}
    Journal(tmp_path / "log.jsonl", "before").add(task, {"points": 1.0})
    assert Journal(tmp_path / "log.jsonl", "after").figures(task) is None
    assert Journal(tmp_path / "log.jsonl", "before", fresh=True).figures(task) is None


def test_the_whole_protocol_has_the_seeds_that_were_asked_for():
    """Five at S and M, three at L, one at XL; and no measurement twice."""
    everything = tasks(list(SEEDS), 5, ["ipx", "pdlp", "linopy", "pyomo"], ["packages", "growth"])
    for size, seeds in (("S", 5), ("M", 5), ("L", 3), ("XL", 1)):
        own = [t for t in everything if t["what"] == "planner" and t["size"] == size and "packages" not in t]
        assert [t["seed"] for t in own] == list(range(seeds))
    keys = [json.dumps(t, sort_keys=True) for t in everything]
    assert len(keys) == len(set(keys))


def test_every_growth_has_four_points_at_least_and_changes_one_thing():
    for what, points in growth().items():
        assert len(points) >= 4
        assert len({amount for amount, _ in points}) == len(points)
        columns = {"offers x needs": {0, 1}, "periods": {4}, "links": {3}}[what]
        varied = {i for i in range(6) if len({size[i] for _, size in points}) > 1}
        assert varied == columns


def test_pdlp_is_asked_for_more_only_where_it_does_not_agree():
    task = {"what": "pdlp", "size": "S", "tolerance": PDLP_TOLERANCES[0]}
    assert again(task, {"points": 100.0, "gap": 1e-5}, 100.005) is None
    assert again(task, {"points": 100.0, "gap": 2e-4}, 100.0) == {**task, "tolerance": PDLP_TOLERANCES[1]}
    assert again(task, {"points": 99.9, "gap": 1e-5}, 100.0) == {**task, "tolerance": PDLP_TOLERANCES[1]}
    assert again({**task, "tolerance": PDLP_TOLERANCES[-1]}, {"points": 99.9, "gap": 1e-5}, 100.0) is None
