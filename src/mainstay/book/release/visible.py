"""The same decision for many records: the labels that a subject may see, for lists, counts, searches, exports and streams.

:func:`visible` asks :func:`~mainstay.book.release.may.clears` once for each distinct label, a few hundred at most. What comes
out filters rows in Python (:meth:`Visible.sees`), in SQL of either database (:meth:`Visible.condition`) and in the row-level
security of PostgreSQL (:meth:`Visible.settings`, :func:`row_security`), which holds even where a query forgot to ask.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from .label import Label, Policy
from .may import Subject, clears, within
from .policies import POLICIES
from .roles import Operation, Reach, reach

NOTHING = "1 = 0"
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_LABEL_ID = re.compile(r"[0-9A-Za-z_-]+")


class Visible(msgspec.Struct, frozen=True):
    """What one subject may do one operation on: the labels that open, how far the role reaches, and for which nation."""

    labels: frozenset[str]
    reach: Reach
    nation: str

    def sees(self, label: str, owner: str, sides: Collection[str] = ()) -> bool:
        """Whether a record with the label of this id is in: the answer of :func:`~mainstay.book.release.may.may`."""
        return label in self.labels and within(self.reach, self.nation, owner, sides)

    def condition(self, label: str, owner: str, sides: Sequence[str] = ()) -> tuple[str, dict[str, str]]:
        """
        Condition for WHERE, with its named parameters (``:name``), for SQLite and PostgreSQL alike.

        Parameters
        ----------
        label, owner, sides
            Columns that hold the label id, the owner, and other parties; names may be qualified by a table.
        """
        if not self.labels or self.reach is Reach.NONE or (self.reach is not Reach.ALL and not self.nation):
            return NOTHING, {}
        parameters = {f"visible_{i}": name for i, name in enumerate(sorted(self.labels))}
        text = f"{_column(label)} IN ({', '.join(f':{name}' for name in parameters)})"
        if self.reach is not Reach.ALL:
            columns = [owner, *sides] if self.reach is Reach.SIDE else [owner]
            text += f" AND :visible_nation IN ({', '.join(map(_column, columns))})"
            parameters["visible_nation"] = self.nation
        return text, parameters

    def settings(self) -> dict[str, str]:
        """Settings that :func:`row_security` reads; each transaction sets them by ``SELECT set_config(name, value, true)``."""
        if odd := [name for name in sorted(self.labels) if not _LABEL_ID.fullmatch(name)]:
            raise ValueError(f"label id {odd[0]!r}: letters, digits, - and _ only")
        return {
            "app.visible": ",".join(sorted(self.labels)),
            "app.reach": str(int(self.reach)),
            "app.nation": self.nation,
        }


def visible(
    subject: Subject,
    operation: Operation,
    labels: Mapping[str, Label],
    *,
    policies: Mapping[str, Policy] = POLICIES,
) -> Visible:
    """What a subject may do an operation on, given every label in use by its id."""
    reached = reach(subject.roles, operation)
    opened = (name for name, label in labels.items() if clears(subject, label, policies=policies))
    return Visible(frozenset(opened if reached is not Reach.NONE else ()), reached, subject.nation)


def row_security(table: str, *, label: str, owner: str, sides: Sequence[str] = (), reader: str, writer: str) -> tuple[str, ...]:
    """
    Statements that make PostgreSQL itself hold back rows of a table.

    ``reader`` sees the rows that the settings of its transaction open, and none if they are not set; ``writer``, the role of
    the one writer, sees all, for folds must. FORCE binds the table's owner too. Neither role may be a superuser or have
    BYPASSRLS: those are bound by nothing.

    Parameters
    ----------
    table, label, owner, sides
        Table and its columns: label id, owner, other parties.
    reader, writer
        Roles of the database.
    """
    table, label, reader, writer = (_column(name) for name in (table, label, reader, writer))
    nation = "current_setting('app.nation', true)"
    reached = "current_setting('app.reach', true)"
    parties = ", ".join(map(_column, (owner, *sides)))
    seen = (
        f"{label} = ANY (string_to_array(current_setting('app.visible', true), ','))"
        f" AND ({reached} = '{int(Reach.ALL)}' OR {nation} <> '' AND ("
        f"{reached} = '{int(Reach.OWN)}' AND {_column(owner)} = {nation}"
        f" OR {reached} = '{int(Reach.SIDE)}' AND {nation} IN ({parties})))"
    )
    policy = table.replace(".", "_")
    return (
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY",
        f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY",
        f"DROP POLICY IF EXISTS {policy}_reader ON {table}",
        f"CREATE POLICY {policy}_reader ON {table} FOR SELECT TO {reader} USING ({seen})",
        f"DROP POLICY IF EXISTS {policy}_writer ON {table}",
        f"CREATE POLICY {policy}_writer ON {table} FOR ALL TO {writer} USING (true) WITH CHECK (true)",
    )


def _column(name: str) -> str:
    """A name that goes into SQL as it is: small letters, digits, underscores, parted by dots."""
    if not all(_NAME.fullmatch(part) for part in name.split(".")):
        raise ValueError(f"{name!r} is no name of a table, column or role: small letters, digits and _ only")
    return name
