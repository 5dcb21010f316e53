"""The journal: entries, chains, signed heads, one writer, and everything that is folded from them."""

from .batch import Order
from .domain import Domain
from .entry import Draft, Entry, canonical, instant, leaf_data, leaf_hash
from .errors import Busy, Damaged, JournalError, KeyReused, Stale, Stopped
from .heads import Head, HeadError, Signer, Verifier
from .projections import Projections, past
from .store import Store, label_id
from .tree import consistency_proof, consistent, included, inclusion_proof, root_of
from .upcast import Upcasters
from .verify import verify
from .writer import Writer

__all__ = [
    "Busy",
    "Damaged",
    "Domain",
    "Draft",
    "Entry",
    "Head",
    "HeadError",
    "JournalError",
    "KeyReused",
    "Order",
    "Projections",
    "Signer",
    "Stale",
    "Stopped",
    "Store",
    "Upcasters",
    "Verifier",
    "Writer",
    "canonical",
    "consistency_proof",
    "consistent",
    "included",
    "inclusion_proof",
    "instant",
    "label_id",
    "leaf_data",
    "leaf_hash",
    "past",
    "root_of",
    "verify",
]
