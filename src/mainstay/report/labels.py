"""Labels that do not collide: each takes the best free place around its point, the most important first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in points."""


def text_size(text: str, size: float, *, bold: bool = False, family: str = "DejaVu Sans") -> tuple[float, float]:
    """Width and height of a line of text in points."""
    font = FontProperties(family=family, size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width), size * 1.12


@dataclass
class Plate:
    """A sheet on which boxes must not overlap.

    Attributes
    ----------
    width, height
        Of the sheet, points.
    taken
        Boxes that are occupied.
    marks
        Points (n, 2) that a label had better not cover, such as those along lines.
    """

    width: float
    height: float
    taken: list[Box] = field(default_factory=list)
    marks: np.ndarray = field(default_factory=lambda: np.empty((0, 2)))

    def take(self, box: Box) -> None:
        """Occupy a box."""
        self.taken.append(box)

    def free(self, box: Box) -> bool:
        """Whether a box lies on the sheet and touches no other."""
        left, bottom, right, top = box
        if left < 2 or bottom < 2 or right > self.width - 2 or top > self.height - 2:
            return False
        return all(right <= a or left >= c or top <= b or bottom >= d for a, b, c, d in self.taken)

    def covered(self, box: Box) -> int:
        """How many marks a box would cover."""
        if not len(self.marks):
            return 0
        left, bottom, right, top = box
        x, y = self.marks[:, 0], self.marks[:, 1]
        return int(((x > left) & (x < right) & (y > bottom) & (y < top)).sum())

    def place(self, point: tuple[float, float], size: tuple[float, float], gap: float) -> Box | None:
        """Take and return the best free box of a size around a point, or None."""
        best, least = None, np.inf
        for order, box in enumerate(_around(point, size, gap)):
            if self.free(box):
                cost = self.covered(box) + 0.3 * order
                if cost < least:
                    best, least = box, cost
        if best is not None:
            self.take(best)
        return best

    def first_free(self, boxes: Iterable[Box], *, most_covered: int) -> Box | None:
        """Take and return the first free box that covers few marks, or None."""
        for box in boxes:
            if self.free(box) and self.covered(box) <= most_covered:
                self.take(box)
                return box
        return None


def _around(point: tuple[float, float], size: tuple[float, float], gap: float) -> Iterable[Box]:
    """Boxes around a point: right, left, above, below, then the corners; near ones before far ones."""
    (x, y), (w, h) = point, size
    for far in (gap, gap + 5):
        lefts_bottoms = (
            (x + far, y - h / 2),
            (x - far - w, y - h / 2),
            (x - w / 2, y + far),
            (x - w / 2, y - far - h),
            (x + far * 0.7, y + far * 0.7),
            (x + far * 0.7, y - far * 0.7 - h),
            (x - far * 0.7 - w, y + far * 0.7),
            (x - far * 0.7 - w, y - far * 0.7 - h),
        )
        for left, bottom in lefts_bottoms:
            yield (left, bottom, left + w, bottom + h)


SHAPE_TELLS = {"international", "airport", "railhead", "yard", "port"}
"""Words at the end of a name that the shape of its mark says already."""


def short(name: str, most: int = 28) -> str:
    """Name without what stands in brackets, after a comma or a slash, or is told by the mark; cut at ``most`` characters."""
    text = name.split(" (")[0].split(",")[0].split(" / ")[0].split(" International ")[0].strip()
    while " " in text and text.rsplit(" ", 1)[1].casefold() in SHAPE_TELLS:
        text = text.rsplit(" ", 1)[0]
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
