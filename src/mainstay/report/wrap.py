"""Text in lines of a width."""

from __future__ import annotations

from .labels import text_size


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines that are at most ``width`` points wide at ``size`` points, at spaces that may break."""
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        longer = f"{line} {word}".strip()
        if line and text_size(longer, size)[0] > width:
            lines.append(line)
            line = word
        else:
            line = longer
    return [*lines, line] if line else lines
