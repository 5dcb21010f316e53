"""Tables of the journal, for both databases."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Integer, LargeBinary, MetaData, Table, Text, UniqueConstraint

META = MetaData()

BIG = BigInteger().with_variant(Integer(), "sqlite")
"""64 bits: SQLite's strict tables know them as INTEGER."""

ENTRY = Table(
    "entry",
    META,
    Column("position", BIG, primary_key=True, autoincrement=False),  # order of arrival at this base
    Column("node", Text, nullable=False),
    Column("node_seq", BIG, nullable=False),
    Column("lamport", BIG, nullable=False),
    Column("saw", Text, nullable=False),
    Column("stream", Text, nullable=False),
    Column("version", BIG, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("nation", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("request", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("prev", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    UniqueConstraint("node", "node_seq"),
    UniqueConstraint("stream", "version", "node"),
    sqlite_strict=True,
)

# The answer to every command: its entries are those of the node from first on.
REQUEST = Table(
    "request",
    META,
    Column("request", Text, primary_key=True),
    Column("digest", LargeBinary, nullable=False),
    Column("node", Text, nullable=False),
    Column("first", BIG, nullable=False),
    Column("entries", BIG, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    sqlite_strict=True,
    sqlite_with_rowid=False,
)

HEAD = Table(
    "head",
    META,
    Column("node", Text, primary_key=True),
    Column("size", BIG, primary_key=True, autoincrement=False),
    Column("peaks", LargeBinary, nullable=False),
    Column("checkpoint", Text, nullable=False),
    sqlite_strict=True,
)

LABEL = Table(
    "label",
    META,
    Column("id", Text, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)

# What the projections were made from and with: rebuilt when it is another.
FOLDED = Table(
    "folded",
    META,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
    sqlite_strict=True,
)
