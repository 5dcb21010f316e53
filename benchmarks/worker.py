"""One measurement in a process of its own: ``python -m benchmarks.worker '{"what": "planner", ...}'`` prints its figures."""

from __future__ import annotations

import json
import sys
from typing import Any


def run(task: dict[str, Any]) -> dict[str, Any]:
    """Take one measurement here and now; imports only what it needs."""
    if task["what"] in ("planner", "compile"):
        from . import planner

        return planner.measure(task) if task["what"] == "planner" else planner.load()
    from . import peers

    return {"ipx": peers.interior_point, "pdlp": peers.pdlp, "layer": peers.layer}[task["what"]](task)


if __name__ == "__main__":
    figures = run(json.loads(sys.argv[1]))
    print("\n" + json.dumps(figures, allow_nan=False))
