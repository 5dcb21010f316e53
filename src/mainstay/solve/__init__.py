"""Linear programmes on arrays; nothing here knows what the numbers mean."""

from .lp import Answer, Method, Programme, Status, solve
from .pool import Pool
from .saddle import Saddle

__all__ = ["Answer", "Method", "Pool", "Programme", "Saddle", "Status", "solve"]
