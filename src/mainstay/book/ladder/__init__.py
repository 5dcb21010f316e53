"""The ladder: statements from a need to service in a unit, and everything that follows from them."""

from .ascent import Descent, Step, descent, steps_of
from .authority import FOUNDING, rule
from .cargo import Departed, EnteredService, Filled, HandedOver, Received, Released
from .commands import Allocate, AnyCommand, Command, Consign, Merge, Return, Say, Split
from .consignments import AtNode, Cargo, Keeping, cargo_of, custody
from .contradictions import Contradiction, contradictions, unmatched
from .decide import decide
from .domain import Ladder
from .duplicates import Duplicate, counted_elsewhere, duplicates
from .fold import FoldError, Said, State, blank, fold, fold_all
from .gifts import Allocated, Gift, allocated_of, gift_of
from .inventories import Inventory, inventories
from .matters import Act, Claim, DuplicateJudged, Empowered, InventoryAsked, InventoryTaken, ItemDescribed
from .picture import Picture, picture
from .promises import Lateness, Promise, lateness, ledger, overdue, quantile
from .refused import Refused
from .rungs import GIVEN, MOVED, WORDS, Rung
from .statements import (
    AllocationMade,
    Committed,
    Condition,
    Drawn,
    NeedStated,
    Offered,
    Pledged,
    Promised,
    RequirementValidated,
    Returned,
    Statement,
    ValueBasis,
    Valued,
)
from .subjects import BELONGS, KINDS, Subject, kind_of
from .valuation import Value, value_on, values_of

__all__ = [
    "BELONGS",
    "FOUNDING",
    "GIVEN",
    "KINDS",
    "MOVED",
    "WORDS",
    "Act",
    "Allocate",
    "Allocated",
    "AllocationMade",
    "AnyCommand",
    "AtNode",
    "Cargo",
    "Claim",
    "Command",
    "Committed",
    "Condition",
    "Consign",
    "Contradiction",
    "Departed",
    "Descent",
    "Drawn",
    "Duplicate",
    "DuplicateJudged",
    "Empowered",
    "EnteredService",
    "Filled",
    "FoldError",
    "Gift",
    "HandedOver",
    "Inventory",
    "InventoryAsked",
    "InventoryTaken",
    "ItemDescribed",
    "Keeping",
    "Ladder",
    "Lateness",
    "Merge",
    "NeedStated",
    "Offered",
    "Picture",
    "Pledged",
    "Promise",
    "Promised",
    "Received",
    "Refused",
    "Released",
    "RequirementValidated",
    "Return",
    "Returned",
    "Rung",
    "Said",
    "Say",
    "Split",
    "State",
    "Statement",
    "Step",
    "Subject",
    "Value",
    "ValueBasis",
    "Valued",
    "allocated_of",
    "blank",
    "cargo_of",
    "contradictions",
    "counted_elsewhere",
    "custody",
    "decide",
    "descent",
    "duplicates",
    "fold",
    "fold_all",
    "gift_of",
    "inventories",
    "kind_of",
    "lateness",
    "ledger",
    "overdue",
    "picture",
    "quantile",
    "rule",
    "steps_of",
    "unmatched",
    "value_on",
    "values_of",
]
