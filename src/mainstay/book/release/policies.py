"""The security policies that come with the house; others are data of the same form.

Names, tags, object identifiers and phrases of the NATO policy are those of its Security Policy Information File (version 88 of
6 May 2021, after ADatP-4774.2). NATO marks in English and French; it has no Ukrainian words, so none are made up here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from .label import Kind, Level, Policy, Tag

RELEASABLE_TO = "Releasable To"
ONLY = "Only"
SPECIAL = "Special Category Designators"
ADMINISTRATIVE = "Administrative"
CONTEXT = "Context"

NATO = Policy(
    name="NATO",
    uri="urn:oid:1.3.26.1.3.1",
    levels=(
        Level("UNCLASSIFIED", "NU", "NATO UNCLASSIFIED", "NATO SANS CLASSIFICATION"),
        Level("RESTRICTED", "NR", "NATO RESTRICTED", "NATO DIFFUSION RESTREINTE"),
        Level("CONFIDENTIAL", "NC", "NATO CONFIDENTIAL", "NATO CONFIDENTIEL"),
        Level("SECRET", "NS", "NATO SECRET", "NATO SECRET"),
        Level("TOP SECRET", "CTS", "COSMIC TOP SECRET", "COSMIC TRES SECRET"),
    ),
    tags=(
        Tag(SPECIAL, Kind.RESTRICTIVE, "urn:oid:1.3.26.1.4.1"),
        Tag(RELEASABLE_TO, Kind.PERMISSIVE, "urn:oid:1.3.26.1.4.2", parties=True),
        Tag(ADMINISTRATIVE, Kind.INFORMATIVE, "urn:oid:1.3.26.1.4.3"),
        Tag(CONTEXT, Kind.PERMISSIVE, "urn:oid:1.3.26.1.4.4"),
        Tag(ONLY, Kind.PERMISSIVE, "urn:oid:1.3.26.1.4.5", parties=True),
    ),
    release=RELEASABLE_TO,
    own="NATO",
)
"""The NATO policy: for its members, unless a label says to whom else."""

PUBLIC = Policy(name="PUBLIC", uri="", levels=(Level("UNMARKED", "", "PUBLIC"),))
"""What anybody may have who is cleared for this policy; the policy of open data."""

POLICIES: Mapping[str, Policy] = MappingProxyType({policy.name: policy for policy in (NATO, PUBLIC)})
