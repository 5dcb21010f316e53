"""What a column of a table is: unit, limits, words in three languages, and what it refers to."""

from __future__ import annotations

import datetime as dt
import enum
import types
import typing
from dataclasses import dataclass, replace
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

import msgspec


@dataclass(frozen=True)
class Column:
    """Metadata of one field, merged from the markers in its ``Annotated`` type.

    Attributes
    ----------
    unit
        Unit of the figure as written in tables (``"t/day"``), empty for text.
    above, least, most
        Limits of a figure: strictly above, at least, at most.
    en, fr, uk
        What the column says, in the three languages of the house.
    refers
        Table whose first column holds the allowed values.
    key
        Whether the column identifies the row.
    """

    unit: str = ""
    above: float | None = None
    least: float | None = None
    most: float | None = None
    en: str = ""
    fr: str = ""
    uk: str = ""
    refers: str = ""
    key: bool = False


def column(
    unit: str = "",
    *,
    above: float | None = None,
    least: float | None = None,
    most: float | None = None,
) -> Column:
    """Marker: unit and limits of a figure."""
    return Column(unit=unit, above=above, least=least, most=most)


def about(en: str, fr: str = "", uk: str = "") -> Column:
    """Marker: what the column says, in English, French and Ukrainian."""
    return Column(en=en, fr=fr, uk=uk)


def refers(table: str) -> Column:
    """Marker: each value is a key of ``table``."""
    return Column(refers=table)


def key() -> Column:
    """Marker: the column identifies the row."""
    return Column(key=True)


class Record(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """One row of a table: immutable, compared by value."""


@dataclass(frozen=True)
class Field:
    """One column of a table with everything that files, templates and checks need to know.

    ``kind`` is ``text``, ``number``, ``integer``, ``date``, ``yes/no`` or ``choice``; ``many`` tells a list written with
    semicolons; ``required`` that an empty cell is a fault; ``default`` what an empty cell means.
    """

    name: str
    kind: str
    column: Column
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = True
    default: Any = None


def merge(markers: typing.Iterable[Column]) -> Column:
    """Put several markers of one field together; a later marker completes an earlier one."""
    out = Column()
    for marker in markers:
        said = {k: v for k, v in vars(marker).items() if v is not None and v is not False and v != ""}
        out = replace(out, **said)
    return out


@cache
def fields(record: type[Record]) -> tuple[Field, ...]:
    """Columns of a record class as tables show them, with kind, limits and words.

    Raises
    ------
    TypeError
        If a field has a type that no table cell can hold.
    """
    hints = get_type_hints(record, include_extras=True)
    out = []
    for info in msgspec.structs.fields(record):
        base, markers = _unwrap(hints[info.name])
        kind, choices, many = _kind(base, f"{record.__name__}.{info.name}")
        required = info.default is msgspec.NODEFAULT and info.default_factory is msgspec.NODEFAULT
        default = None if required else info.default
        out.append(Field(info.name, kind, merge(markers), choices, many, required, default))
    own = record.__annotations__  # a table opens with its own columns; where a row comes from stands at its end
    return tuple(sorted(out, key=lambda field: field.name not in own))


def key_of(record: type[Record]) -> str:
    """Name of the column that identifies a row of ``record``."""
    return next(field.name for field in fields(record) if field.column.key)


def _unwrap(hint: Any) -> tuple[Any, list[Column]]:
    """Type and markers of an annotation, looking through ``Annotated`` and ``X | None``."""
    markers: list[Column] = []
    while True:
        if get_origin(hint) is Annotated:
            hint, *extra = get_args(hint)
            markers = [m for m in extra if isinstance(m, Column)] + markers
        elif get_origin(hint) in (types.UnionType, typing.Union):
            hint = next(arg for arg in get_args(hint) if arg is not type(None))
        else:
            return hint, markers


def _kind(base: Any, where: str) -> tuple[str, tuple[str, ...], bool]:
    if get_origin(base) is tuple:
        kind, choices, _ = _kind(_unwrap(get_args(base)[0])[0], where)
        return kind, choices, True
    if isinstance(base, type):
        if issubclass(base, enum.Enum):
            return "choice", tuple(str(member.value) for member in base), False
        for type_, name in (
            (bool, "yes/no"),
            (int, "integer"),
            (float, "number"),
            (dt.date, "date"),
            (str, "text"),
        ):
            if issubclass(base, type_):
                return name, (), False
    raise TypeError(f"{where}: no table cell can hold {base!r}")


Key = Annotated[str, column()]
Text = str
Day = dt.date
Tonnes = Annotated[float, column("t", least=0)]
TonnesPerDay = Annotated[float, column("t/day", least=0)]
Hours = Annotated[float, column("h", least=0, most=17_544)]
"""At most 731 days, the longest plan."""
Kilometres = Annotated[float, column("km", least=0)]
Euros = Annotated[float, column("EUR", least=0)]
EurosPerTonne = Annotated[float, column("EUR/t", least=0)]
Days = Annotated[int, column("days", least=0, most=3_660)]
"""At most ten years; more is a slip, and leads beyond the calendar."""
MANY = 10_000_000
"""Most people of one row; more is a slip."""
