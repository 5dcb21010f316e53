"""What if: cases that hit a plan, chance, planning again, and plans side by side."""

from .compare import Comparison, compare

__all__ = ["Comparison", "compare"]
