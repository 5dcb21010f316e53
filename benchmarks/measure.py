"""What a process has used so far: processor seconds, wall seconds, memory."""

from __future__ import annotations

import resource
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Watch:
    """Seconds since it was made, of all threads together and on the clock on the wall."""

    cpu_began: float = field(default_factory=time.process_time)
    wall_began: float = field(default_factory=time.perf_counter)

    def read(self) -> dict[str, float]:
        return {"cpu_s": time.process_time() - self.cpu_began, "wall_s": time.perf_counter() - self.wall_began}


def peak_mb() -> float:
    """Most memory that this process has had at a time, in 10^6 bytes.

    ``ru_maxrss`` would count what the process that started this one had at that moment, so it is asked only where there is no
    ``/proc``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        for line in status.read_text("ascii", "replace").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6
