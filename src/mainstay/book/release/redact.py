"""Redacted records and exports: what a subject may have of them, and how much was left out.

How much, never what: neither names of fields nor ids of records. The count is taken over the whole of what was asked to be
exported before any filter on its content, because a count under a filter would answer questions about what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

import msgspec

from .label import Label, Policy, roll_up
from .may import Subject, may
from .policies import POLICIES
from .roles import Operation

Fields = Mapping[str, Any]


class Labelled(msgspec.Struct, frozen=True):
    """A record with its label, whose it is, and the labels of those fields that have one of their own.

    A field's own label comes on top of the record's: it can close the field, never open it.
    """

    fields: Fields
    label: Label | None
    owner: str
    sides: tuple[str, ...] = ()
    field_labels: Mapping[str, Label | None] = MappingProxyType({})


class Redacted(msgspec.Struct, frozen=True):
    """What may be had of a record, ``None`` if nothing may, and the names of the fields left out, for the audit trail alone."""

    fields: Fields | None
    left_out: tuple[str, ...]


class Export(msgspec.Struct, frozen=True):
    """Redacted records, how many records and single fields were left out, and the labels of the whole, one for each policy."""

    rows: tuple[Fields, ...]
    records_left_out: int
    fields_left_out: int
    labels: tuple[Label, ...]

    def notice(self) -> str:
        """Line that stands on the export."""
        if not self.records_left_out and not self.fields_left_out:
            return "Nothing was left out."
        return (
            f"Left out of this export, as not released to its holder: {_count(self.records_left_out, 'record')} and "
            f"{_count(self.fields_left_out, 'field')} of the other records."
        )


def redact(subject: Subject, operation: Operation, record: Labelled, *, policies: Mapping[str, Policy] = POLICIES) -> Redacted:
    """The record without those fields that the subject may not have; without any, if the record itself is closed."""

    def allowed(label: Label | None) -> bool:
        return bool(may(subject, operation, label, record.owner, record.sides, policies=policies))

    if not allowed(record.label):
        return Redacted(None, tuple(record.fields))
    closed = {name for name, label in record.field_labels.items() if name in record.fields and not allowed(label)}
    kept = {name: value for name, value in record.fields.items() if name not in closed}
    return Redacted(kept, tuple(name for name in record.fields if name in closed))


def export(
    subject: Subject,
    operation: Operation,
    records: Iterable[Labelled],
    *,
    wanted: Callable[[Fields], bool] = lambda fields: True,
    policies: Mapping[str, Policy] = POLICIES,
) -> Export:
    """
    Redact records for an export, and count what was left out.

    Parameters
    ----------
    operation
        The operation that the export is: ``need:export``.
    wanted
        Filter on what the subject may see of each record. It chooses among the rows; the counts are those without it.
    """
    rows: list[Fields] = []
    labels: list[Label] = []
    records_out = fields_out = 0
    for record in records:
        redacted = redact(subject, operation, record, policies=policies)
        if redacted.fields is None:
            records_out += 1
            continue
        fields_out += len(redacted.left_out)
        if wanted(redacted.fields):
            rows.append(redacted.fields)
            labels += [record.label] if record.label is not None else []
            labels += [own for name, own in record.field_labels.items() if own is not None and name in redacted.fields]
    used = sorted({label.policy for label in labels})
    whole = (roll_up([label for label in labels if label.policy == name], policies[name]) for name in used)
    return Export(tuple(rows), records_out, fields_out, tuple(whole))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
