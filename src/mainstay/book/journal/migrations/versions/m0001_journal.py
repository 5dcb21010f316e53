"""The journal, its answers, heads and labels, and what projections were made with."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
KEPT = ("entry", "request", "head", "label")


def upgrade() -> None:
    """Make the tables, and the guards that keep what is in them."""
    text, data = sa.Text, sa.LargeBinary
    op.create_table(
        "entry",
        sa.Column("position", BIG, primary_key=True, autoincrement=False),
        *_needed(BIG, "node_seq", "lamport", "version"),
        *_needed(text, "node", "saw", "stream", "kind", "actor", "nation", "label", "at", "request"),
        *_needed(data, "salt", "body", "prev", "hash"),
        sa.UniqueConstraint("node", "node_seq"),
        sa.UniqueConstraint("stream", "version", "node"),
        sqlite_strict=True,
    )
    op.create_table(
        "request",
        sa.Column("request", text, primary_key=True),
        *_needed(text, "node"),
        *_needed(data, "digest", "seal"),
        *_needed(BIG, "first", "entries"),
        sqlite_strict=True,
        sqlite_with_rowid=False,
    )
    op.create_table(
        "head",
        sa.Column("node", text, primary_key=True),
        sa.Column("size", BIG, primary_key=True, autoincrement=False),
        *_needed(data, "peaks"),
        *_needed(text, "checkpoint"),
        sqlite_strict=True,
    )
    op.create_table("label", sa.Column("id", text, primary_key=True), *_needed(data, "body"), sqlite_strict=True)
    op.create_table("folded", sa.Column("name", text, primary_key=True), *_needed(text, "value"), sqlite_strict=True)
    for statement in _guards(op.get_bind().dialect.name):
        op.execute(statement)


def _needed(kind: Any, *names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, kind, nullable=False) for name in names]


def _guards(dialect: str) -> list[str]:
    """The SQL that makes the database itself refuse to change or delete what was written."""
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table}: what was written stays as it was written'); END"
            for table in KEPT
            for act in ("UPDATE", "DELETE")
        ]
    function = (
        "CREATE FUNCTION journal_stays() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%: what was written stays as it was written', TG_TABLE_NAME; END $$"
    )
    triggers = [
        f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION journal_stays()"
        for table in KEPT
    ]
    return [function, *triggers, *(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC" for table in KEPT)]
