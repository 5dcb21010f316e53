"""The known code that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

TWINS = str.maketrans("АВЕКМНОРСТХІЈУЅавекмнорстхіјуѕ", "ABEKMHOPCTXIJYSabekmhopctxijys")
"""Cyrillic letters that look like Latin ones: in a code the slip is invisible."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """
    Known word nearest to what was written, or None if none is near.

    Case, spaces, hyphens and letters that only look alike count for nothing; up to a third of the letters may be
    wrong, missing, superfluous or swapped. Of two equally near the first in the alphabet is taken.
    """
    shape = _shape(word)
    most = max(1, len(shape) // 3)
    best: tuple[int, str] | None = None
    for candidate in sorted(known):
        other = _shape(candidate)
        limit = most if best is None else best[0] - 1
        if limit < 0:
            break
        if abs(len(other) - len(shape)) > limit:
            continue
        steps = _steps(shape, other, limit)
        if steps <= limit and steps < max(len(shape), len(other)):
            best = (steps, candidate)
    return best[1] if best else None


def did_you_mean(word: str, known: Iterable[str], otherwise: str) -> str:
    """Close a message: the nearest known word, or else another remedy."""
    near = nearest(word, known)
    if near is None:
        return otherwise
    twins = " Some of its letters are Cyrillic." if word.translate(TWINS) != word and near.isascii() else ""
    return f"Did you mean '{near}'?{twins}"


def _shape(word: str) -> str:
    return "".join(c for c in word.translate(TWINS).casefold() if c not in " -_./")


def _steps(a: str, b: str, limit: int) -> int:
    """Single-letter changes and swaps of neighbours that lead from a to b; anything above the limit once it is passed."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        older, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            step = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                step = min(step, older[j - 2] + 1)
            row.append(step)
        if min(row) > limit:
            return limit + 1
    return row[-1]
