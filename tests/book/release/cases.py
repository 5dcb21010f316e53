"""Parties, people, labels and strategies that the tests of release share."""

from __future__ import annotations

import csv
import os
import string
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from mainstay.book.release import NATO, Category, Clearance, Kind, Label, Operation, Role, Subject

SPECIAL, TO, ONLY, ADMIN = "Special Category Designators", "Releasable To", "Only", "Administrative"
LEVELS = [level.name for level in NATO.levels]


def restrictive(*values: str) -> Category:
    return Category(Kind.RESTRICTIVE, SPECIAL, values)


def to(*values: str) -> Category:
    return Category(Kind.PERMISSIVE, TO, values)


def only(*values: str) -> Category:
    return Category(Kind.PERMISSIVE, ONLY, values)


def handling(*values: str) -> Category:
    return Category(Kind.INFORMATIVE, ADMIN, values)


def nato(classification: str, *categories: Category) -> Label:
    return Label("NATO", classification, categories)


ATOMAL = Category(Kind.RESTRICTIVE, SPECIAL, ("ATOMAL",))

# One label for each way in which a label can be opened or stay shut.
LABELS: dict[str, Label | None] = {
    "public": Label("PUBLIC", "UNMARKED"),
    "members-nu": nato("UNCLASSIFIED"),
    "members-ns": nato("SECRET"),
    "ukr-nu": NATO.label("UNCLASSIFIED", releasable_to=["UKR"]),
    "ukr-nr": NATO.label("RESTRICTED", releasable_to=["UKR"]),
    "ukr-ns": NATO.label("SECRET", releasable_to=["UKR"]),
    "cts": nato("TOP SECRET", to("NATO", "UKR", "CHE")),
    "atomal": nato("RESTRICTED", ATOMAL, to("NATO", "UKR")),
    "two-special": nato("RESTRICTED", restrictive("ATOMAL", "CRYPTO"), to("NATO", "UKR")),
    "deu-ukr-only": nato("RESTRICTED", only("DEU", "UKR")),
    "both": nato("RESTRICTED", to("NATO", "UKR"), only("DEU", "CHE")),
    "nobody": nato("UNCLASSIFIED", to()),
    "medical": nato("UNCLASSIFIED", handling("MEDICAL"), to("NATO", "UKR", "CHE")),
    "context": nato("UNCLASSIFIED", Category(Kind.PERMISSIVE, "Context", ("UKRAINE",)), to("NATO", "UKR")),
    "wrong-kind": nato("UNCLASSIFIED", Category(Kind.INFORMATIVE, TO, ("NATO", "UKR"))),
    "unknown-tag": nato("UNCLASSIFIED", Category(Kind.RESTRICTIVE, "Project", ("MAINSTAY",)), to("NATO", "UKR")),
    "unknown-policy": Label("XYZ", "SECRET"),
    "unknown-level": nato("VERY SECRET"),
    "none": None,
}


def person(nation: str, clearance: str, *roles: Role, held: tuple[Category, ...] = (), groups: tuple[str, ...] = ()) -> Subject:
    both = (Clearance("PUBLIC", "UNMARKED"), Clearance("NATO", clearance, held))
    return Subject(f"{nation} {clearance}", nation, frozenset(roles), both, frozenset(groups))


# One person for each party and clearance; the matrix gives each of them each role.
PEOPLE = [
    person("DEU", "SECRET", groups=("NATO",)),
    person("DEU", "UNCLASSIFIED", groups=("NATO",)),
    person("NSATU", "TOP SECRET", held=(restrictive("ATOMAL", "CRYPTO"),), groups=("NATO",)),
    person("NSATU", "RESTRICTED", held=(ATOMAL, Category(Kind.PERMISSIVE, "Context", ("UKRAINE",))), groups=("NATO",)),
    person("UKR", "SECRET"),
    person("UKR", "RESTRICTED", held=(Category(Kind.PERMISSIVE, "Context", ("UKRAINE",)), to("GEO"))),
    person("CHE", "RESTRICTED", groups=("PFP",)),
    person("POL", "UNKNOWN LEVEL", groups=("NATO",)),
    Subject("nobody's", "", groups=frozenset({"NATO"}), clearances=(Clearance("NATO", "SECRET"),)),
    Subject("not cleared", "DEU", groups=frozenset({"NATO"})),
]
RECORDS = [("DEU", ("UKR",)), ("UKR", ()), ("NSATU", ("DEU", "CHE")), ("", ("",))]
"""Owner and sides of records; the last belongs to nobody."""

REACHES = {"no": 0, "own": 1, "side": 2, "all": 3}


def authority() -> dict[tuple[str, str], str]:
    """(role, operation) -> no, own, side or all, as ``authority.csv`` has it."""
    with (Path(__file__).parent / "authority.csv").open(encoding="utf-8", newline="") as file:
        return {(role, row["operation"]): row[role] for row in csv.DictReader(file) for role in row if role != "operation"}


TRICKY = ("EU Commission", "NATO", "UKR", "DEU", "ONLY", "RELEASABLE TO X", "A - B ONLY", "RELEASABLE", "-", "TO", "É'/.-Ї")
texts = st.one_of(st.sampled_from(TRICKY), st.text(string.ascii_letters + string.digits + "-", min_size=1, max_size=5))
known_tags = st.sampled_from([(tag.name, tag.kind) for tag in NATO.tags])
any_tags = st.one_of(known_tags, st.tuples(texts, st.sampled_from(Kind)))
label_values = st.lists(st.one_of(st.sampled_from(["NATO", "UKR", "DEU", "ATOMAL", "CRYPTO"]), texts), max_size=2).map(tuple)


@st.composite
def labels(draw: st.DrawFn, tags: st.SearchStrategy[tuple[str, Kind]] = any_tags) -> Label:
    """Labels of the NATO policy: mostly with its own tags, sometimes with others."""
    chosen = dict(draw(st.lists(tags, max_size=3)))
    categories = tuple(Category(kind, tag, draw(label_values)) for tag, kind in chosen.items())
    return NATO.complete(Label("NATO", draw(st.sampled_from(LEVELS)), categories))


@st.composite
def subjects(draw: st.DrawFn) -> Subject:
    held = draw(st.lists(st.builds(lambda t, v: Category(t[1], t[0], v), known_tags, label_values), max_size=3))
    clearance = Clearance("NATO", draw(st.sampled_from(LEVELS)), tuple(held))
    roles = draw(st.frozensets(st.sampled_from(Role), max_size=3))
    groups = draw(st.frozensets(st.sampled_from(["NATO", "PFP", "UKR"]), max_size=2))
    return Subject("x", draw(st.sampled_from(["DEU", "UKR", "CHE", ""])), roles, (clearance,), groups)


operations = st.sampled_from(Operation)
LONG = bool(os.environ.get("MAINSTAY_LONG"))
drawn = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], **({"max_examples": 20_000} if LONG else {}))
"""How randomised tests of this room run: by the profile in force, or long; never by the clock of a busy machine."""
