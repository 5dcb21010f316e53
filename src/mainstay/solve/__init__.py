"""Linear programmes on arrays; nothing here knows what the numbers mean."""

from .lp import Answer, Method, Programme, Status, solve
from .pool import Pool

__all__ = ["Answer", "Method", "Pool", "Programme", "Status", "solve"]
