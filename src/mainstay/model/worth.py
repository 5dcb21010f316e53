"""What an arrival is worth by its day."""

from __future__ import annotations

import datetime as dt


def worth(arrival: dt.date, due: dt.date, latest: dt.date) -> float:
    """Share of its points that a unit earns on arrival: 1 until due, then falling in a line to 0 at latest; -1 if too late."""
    if arrival <= due:
        return 1.0
    if arrival >= latest:
        return -1.0
    return (latest - arrival).days / (latest - due).days
