"""Scenario in, plan out: ``plan(scenario)`` is where to begin."""

from .bottlenecks import bottlenecks
from .explain import Explanation, explain
from .plan import Plan, plan
from .progress import Progress, Watch
from .warm import resume

__all__ = ["Explanation", "Plan", "Progress", "Watch", "bottlenecks", "explain", "plan", "resume"]
