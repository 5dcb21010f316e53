"""mainstay: plan, explain and check the help that many nations give to one.

>>> import mainstay as ms
>>> scenario = ms.read(ms.bundled("tutorial"))
>>> plan = ms.plan(scenario)
>>> round(plan.score, 2)
89.25
"""

from mainstay.exchange import bundled, check, load, new, read, write_folder, write_workbook
from mainstay.model import Scenario, ScenarioError
from mainstay.planning import Explanation, Plan, Progress, bottlenecks, explain, plan, resume
from mainstay.planning.checker import check_plan
from mainstay.report import answer
from mainstay.report import write as report

__version__ = "0.1.0"

__all__ = [
    "Explanation",
    "Plan",
    "Progress",
    "Scenario",
    "ScenarioError",
    "answer",
    "bottlenecks",
    "bundled",
    "check",
    "check_plan",
    "explain",
    "load",
    "new",
    "plan",
    "read",
    "report",
    "resume",
    "write_folder",
    "write_workbook",
]
