"""What if: cases that hit a plan, chance, planning again, and plans side by side."""

from .actual import Actual, read_actual
from .chance import Simulation, simulate
from .compare import Comparison, compare
from .replan import Replanned, replan
from .results import Stress
from .stress import stress
from .strike import Struck, cases, single, strike

__all__ = [
    "Actual",
    "Comparison",
    "Replanned",
    "Simulation",
    "Stress",
    "Struck",
    "cases",
    "compare",
    "read_actual",
    "replan",
    "simulate",
    "single",
    "stress",
    "strike",
]
