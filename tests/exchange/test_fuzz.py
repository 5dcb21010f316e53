"""Whatever is in a file, a reader answers with problems or refuses with them; nothing else comes out, and it ends."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.exchange.kiel_workbook import workbook
from tests.exchange.small import capable, small
from tests.exchange.spoiling import spoil_folder, spoil_workbook

from mainstay.exchange import bundled, load, read_plan, write_folder, write_plan, write_workbook
from mainstay.exchange.kiel import import_kiel
from mainstay.model import ScenarioError
from mainstay.planning import plan

LONG = bool(os.environ.get("MAINSTAY_LONG"))
BLOCKS = 4


def seeds(block: int, few: int, many: int) -> range:
    """Seeds of a block: few of them, or many where time is given."""
    return range(block, many if LONG else few, BLOCKS)


def holds(path: Path) -> None:
    """A scenario is read whole or not at all, and what blocks is told."""
    scenario, problems = load(path)
    assert (scenario is None) == any(problem.blocks for problem in problems)
    assert all(problem.file and problem.message.strip() for problem in problems)


def refused(reader: Callable[[Path], object], path: Path) -> bool:
    """Whether a reader refuses a file; with problems, and in no other way."""
    try:
        reader(path)
    except ScenarioError as error:
        return bool(error.problems) or pytest.fail("refused without a word")
    return False


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A folder, a workbook, a plan and a sheet of the tracker, all sound."""
    home = tmp_path_factory.mktemp("sound")
    write_folder(small(), home / "small")
    write_folder(capable(), home / "capable")
    write_workbook(small(), home / "small.xlsx")
    shutil.copytree(bundled("tutorial"), home / "tutorial", ignore=shutil.ignore_patterns("expected"))
    write_plan(plan(small()), small(), home / "plan")
    workbook(home, {}, {"Items": "Leopard 2A4 tank"}, {"Type of Aid General": "Humanitarian"})
    return home


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_spoilt_folder_is_answered(sound, tmp_path, block):
    for seed in seeds(block, 200, 8000):
        rng = random.Random(seed)
        folder = tmp_path / str(seed)
        shutil.copytree(sound / rng.choice(("small", "capable", "tutorial")), folder)
        spoil_folder(rng, folder)
        holds(folder)
        shutil.rmtree(folder)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_spoilt_workbook_is_answered(sound, tmp_path, block):
    for seed in seeds(block, 80, 3000):
        file = tmp_path / f"{seed}.xlsx"
        shutil.copy(sound / "small.xlsx", file)
        spoil_workbook(random.Random(seed), file)
        holds(file)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_spoilt_plan_is_answered(sound, tmp_path, block):
    for seed in seeds(block, 60, 3000):
        folder = tmp_path / str(seed)
        shutil.copytree(sound / "plan", folder)
        spoil_folder(random.Random(seed), folder)
        refused(read_plan, folder)
        shutil.rmtree(folder)


@pytest.mark.parametrize("block", range(BLOCKS))
def test_a_spoilt_sheet_of_the_tracker_is_answered(sound, tmp_path, block):
    (source,) = (file for file in sound.glob("*.xlsx") if file.name != "small.xlsx")
    for seed in seeds(block, 80, 3000):
        file = tmp_path / f"{seed}.xlsx"
        shutil.copy(source, file)
        spoil_workbook(random.Random(seed), file)
        refused(import_kiel, file)
