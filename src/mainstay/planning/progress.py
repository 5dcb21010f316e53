"""What a computation tells while it runs, and how it is asked to stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Progress:
    """State of a computation.

    Attributes
    ----------
    stage
        What is being done, in a word or two.
    seconds
        Since it began.
    score, bound
        Best plan so far and upper bound, of 100; NaN while there is none.
    gap
        Relative distance between them; infinity while either is missing.
    done
        Share of a stage whose length is known, else NaN.
    """

    stage: str
    seconds: float
    score: float = float("nan")
    bound: float = float("nan")
    gap: float = float("inf")
    done: float = float("nan")


Watch = Callable[[Progress], bool | None]
"""Called about twice a second and at the end of every stage; answering True asks to stop with what there is."""


def silent(progress: Progress) -> None:
    """Watch nothing."""
