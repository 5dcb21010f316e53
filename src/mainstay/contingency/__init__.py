"""What if: cases that hit a plan, chance, planning again, and plans side by side."""

from .compare import Comparison, compare
from .strike import Struck, cases, single, strike

__all__ = [
    "Comparison",
    "Struck",
    "cases",
    "compare",
    "single",
    "strike",
]
