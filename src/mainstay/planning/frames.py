"""Records as frames."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from mainstay.model import Record, fields

KINDS = {"number": pl.Float64, "integer": pl.Int64, "date": pl.Date, "yes/no": pl.Boolean}
"""Types of columns that are not text."""


def frame_of(record: type[Record], rows: Sequence[Record]) -> pl.DataFrame:
    """Put records of one kind into a frame with typed columns, empty or not."""
    schema = {f.name: KINDS.get(f.kind, pl.String) for f in fields(record)}
    data = {n: [getattr(row, n) for row in rows] for n in schema}
    return pl.DataFrame({n: [str(v) if schema[n] == pl.String else v for v in vs] for n, vs in data.items()}, schema=schema)
