"""Finished measurements, a line each: what a run that was interrupted need not repeat."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .protocol import Task

ROOT = Path(__file__).parents[1]

MEASURING = (
    *("instances", "capability_instances", "arcflow", "layers", "peers", "pdlp_alone"),
    *("planner", "recheck", "measure", "worker"),
)
"""Files of this folder that figures depend on."""


def code_in_force() -> str:
    """Fingerprint of all code and versions that figures depend on: those of other code are never taken for this one's."""
    from .machine import versions

    rooms = ("src/mainstay/planning/*.py", "src/mainstay/solve/*.py")
    files = [file for room in rooms for file in sorted(ROOT.glob(room))] + [
        ROOT / f"benchmarks/{name}.py" for name in MEASURING
    ]
    digest = hashlib.sha256(json.dumps(versions()).encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


class Journal:
    """A file of finished measurements; each is on the disk before the next begins."""

    def __init__(self, file: Path, code: str, *, fresh: bool = False):
        self.file, self.code = file, code
        self.found: dict[str, dict[str, Any]] = {}
        file.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            file.unlink(missing_ok=True)
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            try:
                entry = json.loads(line)
            except json.JSONDecodeError:  # cut off when the run was killed
                continue
            if entry["code"] == code:
                self.found[_key(entry["task"])] = entry

    def figures(self, task: Task) -> dict[str, Any] | None:
        """Return what was measured, None if it was not."""
        entry = self.found.get(_key(task))
        return None if entry is None else entry["figures"]

    def entry(self, task: Task) -> dict[str, Any] | None:
        """Return what was measured, with when and under which load."""
        return self.found.get(_key(task))

    def add(self, task: Task, figures: dict[str, Any], **about: Any) -> None:
        """Write down one measurement."""
        entry = {"code": self.code, "task": task, "figures": figures, **about}
        self.found[_key(task)] = entry
        whole = not self.file.exists() or not self.file.stat().st_size or self.file.read_bytes().endswith(b"\n")
        with self.file.open("a", encoding="utf-8") as out:
            out.write(("" if whole else "\n") + json.dumps(entry) + "\n")
            out.flush()
            os.fsync(out.fileno())


def _key(task: Task) -> str:
    return json.dumps(task, sort_keys=True)
