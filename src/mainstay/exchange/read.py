"""Reading a scenario, wherever it is kept, with every problem at once."""

from __future__ import annotations

from pathlib import Path

from mainstay.model import Problem, Scenario, ScenarioError

from .checks import examine
from .draft import Draft
from .folder import read_folder
from .sheets import read_workbook


def read(path: str | Path) -> Scenario:
    """
    Read a scenario from a folder or a workbook.

    Raises
    ------
    ScenarioError
        With every problem found, if any of them keeps it from being planned with.
    """
    scenario, problems = load(path)
    if scenario is None:
        raise ScenarioError(problems)
    return scenario


def load(path: str | Path) -> tuple[Scenario | None, list[Problem]]:
    """
    Read a scenario from a folder or a workbook, with every problem found.

    Parameters
    ----------
    path
        Folder with ``scenario.toml`` and CSV tables, or a file that ends in ``.xlsx``.

    Returns
    -------
    scenario, problems
        The scenario is None if any problem blocks; it is never half of what was read.
    """
    draft = _draft(Path(path))
    if isinstance(draft, Problem):
        return None, [draft]
    problems = examine(draft)
    if any(problem.blocks for problem in problems):
        return None, problems
    return draft.scenario(), problems


def check(scenario: str | Path | Scenario) -> list[Problem]:
    """
    Every problem of a scenario: in a folder, in a workbook, or in memory (rows numbered as in the folder it would make).

    Problems that do not block are rows that hold together but cannot be used: places that nothing reaches, parts of
    the network cut off from the rest, offers that nobody may have.
    """
    if isinstance(scenario, Scenario):
        return examine(Draft.of(scenario))
    return load(scenario)[1]


def bundled(name: str) -> Path:
    """
    Folder of a scenario that comes with mainstay.

    Raises
    ------
    ScenarioError
        If there is none of this name; those that there are are named.
    """
    home = Path(__file__).parents[1] / "scenarios"
    known = sorted(toml.parent.name for toml in home.glob("*/scenario.toml"))
    if name not in known:
        raise ScenarioError([Problem(name, 0, "", f"no bundled scenario. There are: {', '.join(known) or 'none'}.")])
    return home / name


def _draft(path: Path) -> Draft | Problem:
    if path.is_dir():
        return read_folder(path)
    if not path.exists():
        return Problem(str(path), 0, "", "not there. Name a folder with scenario.toml, or a workbook (.xlsx).")
    if path.suffix.lower() not in (".xlsx", ".xlsm"):
        return Problem(str(path), 0, "", "neither a folder nor a workbook. Save it as 'Excel workbook (.xlsx)'.")
    return read_workbook(path)
