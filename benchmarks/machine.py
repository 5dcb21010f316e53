"""What a run was measured on: enough to compare, nothing that names the machine."""

from __future__ import annotations

import os
import platform
from importlib import metadata
from pathlib import Path

LIBRARIES = ("numpy", "scipy", "numba", "highspy", "ortools", "linopy", "xarray", "pandas", "pyomo")


def versions() -> dict[str, str]:
    """Versions of Python and of all libraries that are compared or computed with."""
    out = {"Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            out[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            out[name] = "not installed"
    return out


def installed(peer: str) -> bool:
    """Whether the package of a peer is there."""
    return versions().get({"ipx": "highspy", "pdlp": "ortools"}.get(peer, peer)) != "not installed"


def describe() -> dict[str, str]:
    """Describe processor, memory and system."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    out = {"processor": _processor(), "cores": str(cores)}
    try:
        out["memory"] = f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
    except (ValueError, OSError):
        out["memory"] = "unknown"
    out["system"] = f"{platform.system()} {platform.release().split('-')[0]}, {platform.machine()}"
    return out


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text("utf-8", "replace").splitlines():
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.processor() or "unknown"
