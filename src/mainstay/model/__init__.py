"""The vocabulary: immutable records, their fields, and nothing that reads or computes."""

from .assistance import Channel, Condition, Offer, Requirement, Rung
from .capability import Assignment, Attendance, Capability, Order, Readiness, Reservation, StockLevel, TrainingRun
from .catalogue import Equivalence, Item, SupplyClass
from .fields import Column, Field, Record, fields, key_of
from .funds import Contribution, Fund
from .network import Closure, ClosureOf, Corridor, Link, Mode, Node, NodeKind
from .packages import Component, ComponentKind, Crew, CrewRole, Package
from .parties import Party, PartyKind
from .plan import (
    PLAN_TABLES,
    Bottleneck,
    Consignment,
    Flow,
    Leg,
    NodeDay,
    Reason,
    Serves,
    Task,
    Unmet,
)
from .problems import Problem, ScenarioError
from .provenance import Basis, Reliability, Row, Source
from .scenario import TABLES, Scenario, Settings
from .stocks import Repair, Stock
from .terms import Caveat, CaveatKind, Consent, ConsentState, Scope
from .training import Cohort, Course, Intake, Site, Skill, Training, Unit

__all__ = [
    "PLAN_TABLES",
    "TABLES",
    "Assignment",
    "Attendance",
    "Basis",
    "Bottleneck",
    "Capability",
    "Caveat",
    "CaveatKind",
    "Channel",
    "Closure",
    "ClosureOf",
    "Cohort",
    "Column",
    "Component",
    "ComponentKind",
    "Condition",
    "Consent",
    "ConsentState",
    "Consignment",
    "Contribution",
    "Corridor",
    "Course",
    "Crew",
    "CrewRole",
    "Equivalence",
    "Field",
    "Flow",
    "Fund",
    "Intake",
    "Item",
    "Leg",
    "Link",
    "Mode",
    "Node",
    "NodeDay",
    "NodeKind",
    "Offer",
    "Order",
    "Package",
    "Party",
    "PartyKind",
    "Problem",
    "Readiness",
    "Reason",
    "Record",
    "Reliability",
    "Repair",
    "Requirement",
    "Reservation",
    "Row",
    "Rung",
    "Scenario",
    "ScenarioError",
    "Scope",
    "Serves",
    "Settings",
    "Site",
    "Skill",
    "Source",
    "Stock",
    "StockLevel",
    "SupplyClass",
    "Task",
    "Training",
    "TrainingRun",
    "Unit",
    "Unmet",
    "fields",
    "key_of",
]
