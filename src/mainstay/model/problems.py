"""Faults of data: where, what, remedy; all of them at once."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec


class Problem(msgspec.Struct, frozen=True, order=True):
    """One thing that is wrong with a table.

    Attributes
    ----------
    file
        File or sheet, as the user knows it (``offers.csv``).
    row
        Row as a spreadsheet numbers it (the header is row 1); 0 if it concerns the whole file.
    column
        Column, empty if it concerns the whole row.
    message
        What is wrong and what would be right, without a final full stop unless it is a sentence.
    blocks
        Whether nothing can be planned before it is mended. A row that merely cannot be used (a place that nothing
        reaches, an offer that no caveat lets anyone use) does not block.
    """

    file: str
    row: int
    column: str
    message: str
    blocks: bool = True

    def __str__(self) -> str:
        place = [self.file]
        if self.row:
            place.append(f"row {self.row}")
        if self.column:
            place.append(self.column)
        return f"{', '.join(place)}: {self.message}"


class ScenarioError(ValueError):
    """A scenario that cannot be used, with every problem found."""

    def __init__(self, problems: Iterable[Problem]):
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))
