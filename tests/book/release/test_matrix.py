"""The authorization matrix, complete: roles x parties x labels x operations x owners; singly, in lists, counts, exports."""

from __future__ import annotations

import itertools

import msgspec
import pytest

from mainstay.book.release import GRANTS, Labelled, Operation, Role, Subject, export, label_id, may, visible

from .cases import LABELS, PEOPLE, REACHES, RECORDS, authority
from .oracle import permits

TABLE = authority()
KNOWN = {label_id(label): label for label in LABELS.values() if label is not None}


def test_every_operation_has_a_row_and_every_role_a_column():
    """A new operation without a row fails here."""
    assert set(TABLE) == {(role.value, operation.value) for role in Role for operation in Operation}
    assert set(TABLE.values()) <= set(REACHES)


@pytest.mark.parametrize("role", Role)
def test_the_roles_grant_what_the_table_says(role):
    granted = {operation.value: int(GRANTS[role].get(operation, 0)) for operation in Operation}
    assert granted == {operation.value: REACHES[TABLE[role.value, operation.value]] for operation in Operation}


def people(role: Role) -> list[Subject]:
    return [msgspec.structs.replace(person, roles=frozenset({role})) for person in PEOPLE]


@pytest.mark.parametrize("role", Role)
def test_every_cell_is_what_the_oracle_says(role):
    told = 0
    for subject, operation, label, (owner, sides) in itertools.product(people(role), Operation, LABELS.values(), RECORDS):
        expected = permits(TABLE, subject, operation.value, label, owner, sides)
        assert bool(may(subject, operation, label, owner, sides)) is expected, (subject, operation, label, owner, sides)
        told += expected
    assert told > 0, "a matrix of nothing but no proves nothing"


@pytest.mark.parametrize("role", Role)
def test_lists_counts_and_searches_hold_exactly_what_single_checks_allow(role):
    rows = [(label_id(label), label, *record) for label in KNOWN.values() for record in RECORDS]
    for subject, operation in itertools.product(people(role), Operation):
        seen = visible(subject, operation, KNOWN)
        listed = [row for row in rows if seen.sees(row[0], row[2], row[3])]
        assert listed == [row for row in rows if permits(TABLE, subject, operation.value, row[1], row[2], row[3])]


@pytest.mark.parametrize("role", Role)
def test_exports_hold_exactly_what_single_checks_allow_and_count_the_rest(role):
    rows = [({"n": n}, label, *record) for n, (label, record) in enumerate(itertools.product(LABELS.values(), RECORDS))]
    labelled = [Labelled(*row) for row in rows]
    for subject, operation in itertools.product(people(role), [o for o in Operation if o.endswith(":export")]):
        out = export(subject, operation, labelled)
        allowed = tuple(fields for fields, label, *of in rows if permits(TABLE, subject, operation.value, label, *of))
        assert out.rows == allowed
        assert out.records_left_out == len(rows) - len(allowed)


def test_two_roles_give_what_either_gives():
    for pair in itertools.combinations(Role, 2):
        for subject, (owner, sides) in itertools.product(PEOPLE[:5:2], RECORDS):
            both = msgspec.structs.replace(subject, roles=frozenset(pair))
            for operation in Operation:
                label = LABELS["ukr-nu"]
                assert bool(may(both, operation, label, owner, sides)) is permits(
                    TABLE, both, operation.value, label, owner, sides
                )
