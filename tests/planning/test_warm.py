"""A plan picked up from its folder is the plan that was saved, and answers as it did."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from mainstay import exchange
from mainstay.model import ScenarioError
from mainstay.planning import Plan, bottlenecks, explain, plan, resume
from mainstay.planning.kept import FILE

from .proofs import same
from .strategies import random_scenario

SEEDS = (3, 4, 6, 10, 16, 17, 20, 21)  # random scenarios without anything that a reader would refuse


def tutorial() -> Plan:
    return plan(exchange.read(exchange.bundled("tutorial")))


def saved(made: Plan, folder: Path) -> Path:
    made.save(folder)
    return folder


@pytest.mark.parametrize("method", ["arc-flow", "columns"])
@pytest.mark.parametrize("seed", SEEDS)
def test_what_was_saved_comes_back(seed: int, method: str, tmp_path: Path):
    """Tables, figures and status are the same after a round through the folder."""
    made = plan(random_scenario(seed), method=method)
    again = resume(saved(made, tmp_path))
    assert again.tables == made.tables
    assert (again.status, again.method) == (made.status, made.method)
    for figure in ("score", "bound", "attained", "greedy_score"):
        assert getattr(again, figure) == pytest.approx(getattr(made, figure), rel=1e-9, abs=1e-12)
    assert again.gap == pytest.approx(made.gap, abs=1e-9)
    assert again.scenario == made.scenario


def test_the_ways_and_prices_found_come_back(tmp_path: Path):
    """Prices to the bit, and every way, for questions that start from them."""
    made = plan(random_scenario(4), method="columns")
    again = resume(saved(made, tmp_path))
    assert made.outcome is not None
    assert again.outcome is not None
    assert (again.outcome.price == made.outcome.price).all()
    assert set(made.outcome.pool.names()) <= set(again.outcome.pool.names())
    assert again.outcome.rounds == 1


def test_it_answers_as_it_did(tmp_path: Path):
    """Bottlenecks and explanations of a plan picked up are those of the plan itself."""
    made = tutorial()
    again = resume(saved(made, tmp_path))
    for ours, theirs in zip(bottlenecks(made), bottlenecks(again), strict=True):
        assert (ours.kind, ours.what, ours.addition) == (theirs.kind, theirs.what, theirs.addition)
        assert ours.gain == pytest.approx(theirs.gain, abs=1e-6)
    code = made.tables.unmet[0].requirement
    ours, theirs = explain(made, code), explain(again, code)
    assert (ours.unmet, ours.offers, ours.route, ours.blocked) == (theirs.unmet, theirs.offers, theirs.route, theirs.blocked)
    assert [h.tried.addition.text for h in ours.helps] == [h.tried.addition.text for h in theirs.helps]


@pytest.mark.parametrize("spoil", ["gone", "empty", "cut off", "of another plan", "not numbers"])
def test_without_what_was_kept_it_still_answers(spoil: str, tmp_path: Path):
    """start.npz lost or spoiled: the answer takes longer and is the same."""
    made = tutorial()
    folder = saved(made, tmp_path)
    match spoil:
        case "gone":
            (folder / FILE).unlink()
        case "empty":
            (folder / FILE).write_bytes(b"")
        case "cut off":
            (folder / FILE).write_bytes((folder / FILE).read_bytes()[:100])
        case "of another plan":
            shutil.copy(saved(plan(random_scenario(4)), tmp_path / "other") / FILE, folder / FILE)
        case "not numbers":
            with (folder / FILE).open("wb") as stream:
                np.savez(stream, price=np.array(["a"]), link=np.zeros(3))
    again = resume(folder)
    assert again.tables == made.tables
    code = made.tables.unmet[0].requirement
    expected = [(h.tried.addition.text, same(h.tried.gain.found)) for h in explain(made, code).helps]
    assert [(h.tried.addition.text, h.tried.gain.found) for h in explain(again, code).helps] == expected


def test_bottlenecks_are_kept_with_the_plan(tmp_path: Path):
    """Asked once and saved, they come back without being solved again."""
    made = tutorial()
    known = made.with_bottlenecks(bottlenecks(made))
    assert known.tables.bottlenecks
    assert resume(saved(known, tmp_path)).tables.bottlenecks == known.tables.bottlenecks


def edited(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_a_scenario_that_lost_an_offer_is_refused(tmp_path: Path):
    """An offer that the plan uses is gone from the scenario beside it: said, with the remedy."""
    made = tutorial()
    folder = saved(made, tmp_path)
    used = made.tables.consignments[0].offer
    file = folder / "scenario" / "offers.csv"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(f"{used},")]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        resume(folder)
    assert "was changed since. Plan it again" in str(caught.value) or used in str(caught.value)


def test_a_scenario_whose_points_changed_is_refused(tmp_path: Path):
    """Other weights give the same consignments another score: said, with both scores and the remedy."""
    folder = saved(tutorial(), tmp_path)
    file = folder / "scenario" / "requirements.csv"
    head, one, *others = file.read_text(encoding="utf-8").splitlines()
    cells = one.split(",")
    cells[head.split(",").index("points")] = "7"
    file.write_text("\n".join([head, ",".join(cells), *others]) + "\n", encoding="utf-8")
    with pytest.raises(ScenarioError, match=r"summary.json, score: .* one was changed. Plan it again"):
        resume(folder)


def test_a_summary_that_was_touched_is_refused(tmp_path: Path):
    """A score that its consignments do not give is not believed."""
    folder = saved(tutorial(), tmp_path)
    summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    score = summary["plan"]["score"] if "plan" in summary else summary["score"]
    edited(folder / "summary.json", str(score), str(score + 1))
    with pytest.raises(ScenarioError, match="Plan it again"):
        resume(folder)


def test_a_folder_that_is_no_plan_is_refused(tmp_path: Path):
    """A scenario's folder, or an empty one, is said to be no plan."""
    with pytest.raises(ScenarioError):
        resume(tmp_path)
    with pytest.raises(ScenarioError):
        resume(exchange.bundled("tutorial"))
