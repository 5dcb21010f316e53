"""Scenario in, plan out: ``plan(scenario)`` is where to begin."""

from .bottlenecks import bottlenecks
from .explain import Explanation, explain
from .plan import Plan, plan
from .progress import Progress, Watch
from .unfinished import Safekeeping, pick_up
from .warm import resume

__all__ = ["Explanation", "Plan", "Progress", "Safekeeping", "Watch", "bottlenecks", "explain", "pick_up", "plan", "resume"]
