"""What if: cases that hit a plan, chance, planning again, and plans side by side."""

from .compare import Comparison, compare
from .results import Stress
from .stress import stress
from .strike import Struck, cases, single, strike

__all__ = [
    "Comparison",
    "Stress",
    "Struck",
    "cases",
    "compare",
    "single",
    "stress",
    "strike",
]
