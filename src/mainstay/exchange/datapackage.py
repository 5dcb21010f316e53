"""The description of a scenario folder for other programs: a Frictionless Data Package."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from mainstay.model import TABLES, Field, Record, Settings, Source, fields, key_of

from .cells import SEPARATOR, words

TYPES = {
    "text": "string",
    "number": "number",
    "integer": "integer",
    "date": "date",
    "yes/no": "boolean",
    "choice": "string",
}


def describe(tables: Iterable[str], settings: Settings | None = None, sources: Iterable[Source] = ()) -> dict[str, Any]:
    """
    Describe CSV tables as a tabular data package (version 1, which all tools read).

    Lists joined with semicolons are strings there; what they refer to stands in the words, as a foreign key cannot
    hold lists.

    Parameters
    ----------
    tables
        Names of the tables that the folder holds.
    settings
        Give name and title.
    sources
        Publications that the figures rest on.
    """
    names = [name for name in TABLES if name in set(tables)]
    package: dict[str, Any] = {
        "profile": "tabular-data-package",
        "name": slug(settings.name) if settings else "scenario",
    }
    if settings and settings.title:
        package["title"] = settings.title
    cited = [{"title": s.title, "path": s.url} if _address(s.url) else {"title": s.title} for s in sources if s.title]
    if cited:
        package["sources"] = cited
    package["resources"] = [resource(name, TABLES[name], TABLES, names) for name in names]
    return package


def resource(name: str, record: type[Record], tables: Mapping[str, type[Record]], present: Iterable[str]) -> dict[str, Any]:
    """Describe one CSV table; foreign keys lead to the tables that are present."""
    doc = (record.__doc__ or "").strip().split("\n")[0]
    schema: dict[str, Any] = {"fields": [_field(field) for field in fields(record)], "missingValues": [""]}
    if any(field.column.key for field in fields(record)):
        schema["primaryKey"] = key_of(record)
    keys = [
        {
            "fields": field.name,
            "reference": {"resource": field.column.refers, "fields": key_of(tables[field.column.refers])},
        }
        for field in fields(record)
        if field.column.refers in present and not field.many
    ]
    if keys:
        schema["foreignKeys"] = keys
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "title": doc.rstrip("."),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": schema,
    }


def _field(field: Field) -> dict[str, Any]:
    column = field.column
    said = words(field)
    if field.many:
        said += f"; several joined with '{SEPARATOR} '"
        if column.refers:
            said += f", each a code of {column.refers}"
    if column.above is not None:
        said += f"; above {column.above:g}"
    out: dict[str, Any] = {
        "name": field.name,
        "type": "string" if field.many else TYPES[field.kind],
        "description": said,
    }
    if column.unit:
        out["unit"] = column.unit
    if others := {language: words(field, language) for language in ("fr", "uk") if getattr(column, language)}:
        out["descriptions"] = others
    if field.kind == "yes/no":
        out |= {"trueValues": ["yes"], "falseValues": ["no"]}
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.choices and not field.many:
        constraints["enum"] = list(field.choices)
    if not field.many:
        least = column.least if column.least is not None else column.above
        if least is not None:
            constraints["minimum"] = _figure(least, field)
        if column.most is not None:
            constraints["maximum"] = _figure(column.most, field)
    if column.key:
        constraints["unique"] = True
    if constraints:
        out["constraints"] = constraints
    return out


def _figure(limit: float, field: Field) -> float:
    return int(limit) if field.kind == "integer" or float(limit).is_integer() else limit


def _address(url: str) -> bool:
    return re.match(r"https?://\S+$", url) is not None


def slug(name: str) -> str:
    """Name of a package: small Latin letters, figures, dots, hyphens and underscores."""
    return re.sub(r"[^a-z0-9._-]+", "-", name.casefold()).strip("-") or "scenario"


def as_json(package: Mapping[str, Any]) -> str:
    """Write a package description, the same for the same scenario."""
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
