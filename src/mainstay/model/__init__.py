"""The vocabulary: immutable records, their fields, and nothing that reads or computes."""

from .assistance import (
    Caveat,
    CaveatKind,
    Channel,
    Consent,
    ConsentState,
    Contribution,
    Fund,
    Offer,
    Requirement,
    Rung,
    Scope,
)
from .catalogue import Equivalence, Item, SupplyClass
from .fields import Column, Field, Record, fields, key_of
from .network import Closure, ClosureOf, Corridor, Link, Mode, Node, NodeKind
from .parties import Party, PartyKind
from .plan import (
    PLAN_TABLES,
    Bottleneck,
    Consignment,
    Flow,
    Leg,
    NodeDay,
    Reason,
    Task,
    Unmet,
)
from .problems import Problem, ScenarioError
from .provenance import Basis, Reliability, Row, Source
from .scenario import TABLES, Scenario, Settings

__all__ = [
    "PLAN_TABLES",
    "TABLES",
    "Basis",
    "Bottleneck",
    "Caveat",
    "CaveatKind",
    "Channel",
    "Closure",
    "ClosureOf",
    "Column",
    "Consent",
    "ConsentState",
    "Consignment",
    "Contribution",
    "Corridor",
    "Equivalence",
    "Field",
    "Flow",
    "Fund",
    "Item",
    "Leg",
    "Link",
    "Mode",
    "Node",
    "NodeDay",
    "NodeKind",
    "Offer",
    "Party",
    "PartyKind",
    "Problem",
    "Reason",
    "Record",
    "Reliability",
    "Requirement",
    "Row",
    "Rung",
    "Scenario",
    "ScenarioError",
    "Scope",
    "Settings",
    "Source",
    "SupplyClass",
    "Task",
    "Unmet",
    "fields",
    "key_of",
]
