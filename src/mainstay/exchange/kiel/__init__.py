"""Import of the Ukraine Support Tracker (Kiel Institute), item level: every row imported or accounted for."""

from .account import AccountRow, AidKind, MoneyRow, Outcome
from .lines import account_lines
from .onto import Placed, onto, place
from .result import KielImport, import_kiel

__all__ = [
    "AccountRow",
    "AidKind",
    "KielImport",
    "MoneyRow",
    "Outcome",
    "Placed",
    "account_lines",
    "import_kiel",
    "onto",
    "place",
]
