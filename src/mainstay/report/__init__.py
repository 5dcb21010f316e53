"""What comes out of a plan: tables, a workbook, GeoJSON, calendars, a map and a chart, and the answer in sentences.

What comes out of cases, of simulated executions, of a plan made anew and of two plans side by side: a page that prints, charts,
a workbook and tables each.
"""

from mainstay.exchange.plan_folder import AnyPlan

from . import text
from .chart import draw_fulfilment
from .figures import Fulfilment, fulfilment
from .files import write
from .flowmap import draw_map
from .stress_files import write_comparison, write_replan, write_simulation, write_stress
from .text import answer, basis
from .words import LANGUAGES, Words

__all__ = [
    "LANGUAGES",
    "AnyPlan",
    "Fulfilment",
    "Words",
    "answer",
    "basis",
    "draw_fulfilment",
    "draw_map",
    "fulfilment",
    "text",
    "write",
    "write_comparison",
    "write_replan",
    "write_simulation",
    "write_stress",
]
