"""Scenarios in files: folders of CSV tables and Excel workbooks, read, checked and written."""

from .datapackage import describe
from .folder import write_folder
from .plan_folder import AnyPlan, PlanTables, WrittenPlan, read_plan, write_plan
from .read import bundled, check, load, read
from .stress_folder import read_tables, write_tables
from .suggest import nearest
from .tables import read_table, write_table
from .template import new, readme
from .workbook import write_workbook

__all__ = [
    "AnyPlan",
    "PlanTables",
    "WrittenPlan",
    "bundled",
    "check",
    "describe",
    "load",
    "nearest",
    "new",
    "read",
    "read_plan",
    "read_table",
    "read_tables",
    "readme",
    "write_folder",
    "write_plan",
    "write_table",
    "write_tables",
    "write_workbook",
]
