"""What a folder of results says of itself: its summary, and the files that belong to it."""

from __future__ import annotations

import json
import math
import platform
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import msgspec

from mainstay.model import Problem

RUN_ONLY = ("seconds", "started", "finished")
"""Entries of a summary that differ from run to run: they go to ``run.json``."""
ANEW = "Write the plan anew."


def versions() -> dict[str, str]:
    """Versions of what a plan depends on."""
    out = {"python": platform.python_version()}
    for name in ("mainstay", "highspy", "numpy", "scipy", "numba"):
        try:
            out[name] = version(name)
        except PackageNotFoundError:
            continue
    return out


def listed_in(folder: Path) -> set[str]:
    """Files that an earlier summary lists, without any that would lie outside of the folder."""
    said = read_json(folder / "summary.json", []) if (folder / "summary.json").is_file() else {}
    names = said.get("files", [])
    if not isinstance(names, list):
        return set()
    return {name for name in names if isinstance(name, str) and not Path(name).is_absolute() and ".." not in Path(name).parts}


def read_json(file: Path, problems: list[Problem], remedy: str = ANEW) -> dict[str, Any]:
    """Object that a file holds; empty, with a problem noted, if it holds none."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        problems.append(Problem(file.name, 0, "", f"not in {file.parent}. {remedy}"))
        return {}
    except OSError as error:
        problems.append(Problem(file.name, 0, "", f"cannot be read ({error.strerror}). {remedy}"))
        return {}
    except (ValueError, RecursionError) as error:  # not its grammar or not UTF-8, figures beyond any length, endless lists
        problems.append(Problem(file.name, 0, "", f"not JSON: {error}. {remedy}"))
        return {}
    if not isinstance(found, dict):
        problems.append(Problem(file.name, 0, "", f"holds no object. {remedy}"))
        return {}
    return found


def as_summary(value: Any) -> str:
    """Write a summary as JSON, the same for the same value."""
    return json.dumps(_plain(value), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _plain(value: Any) -> Any:
    """Value as JSON can carry it: what is no finite figure becomes null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if hasattr(value, "__dataclass_fields__"):
        return _plain(asdict(value))
    if isinstance(value, bool | int | str) or value is None:
        return value
    if hasattr(value, "item"):  # a NumPy figure
        return _plain(value.item())
    return msgspec.to_builtins(value)


def timeless(said: Mapping[str, Any]) -> dict[str, Any]:
    """Summary without what differs from run to run."""
    return {
        key: timeless(value) if isinstance(value, Mapping) else value
        for key, value in said.items()
        if key not in RUN_ONLY and not key.endswith("_seconds")
    }
