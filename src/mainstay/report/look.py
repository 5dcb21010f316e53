"""The visual language of pictures: colours, type, and files that come out the same each time."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import matplotlib
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from mainstay.exchange.atomic import replacing

INK, INK_2, INK_3 = "#14191e", "#45505a", "#5f6a74"
LINE, LINE_2, GROUND, GROUND_3 = "#e0e4e7", "#c3cad0", "#ffffff", "#eceff1"
Q = ("#dbe7f3", "#a9c8e6", "#5b94cb", "#2a6db3", "#0d3f78")
"""Quantity, light to dark."""
FULL, FULL_CASE = "#c8371f", "#4a0f06"
ASKED, WORD, BOUND, THING, SERVICE = "#7d8891", "#ffffff", "#cfe0f1", "#2a6db3", "#0d2f57"
"""From words to things: what is asked, what is not yet there, what is there and waits, and what is in service."""
LATE, APART = "#b02a1a", "#d9820a"
"""Shortage and lateness; another plan to compare with."""
SEA, LAND, HOME, BORDER, UNIT_BORDER, WATER, LABEL = (
    "#e4ebf0",
    "#f5f5f2",
    "#ffffff",
    "#bcc3c9",
    "#dde1e4",
    "#d3e0ea",
    "#333c44",
)
TYPE = "DejaVu Sans"
"""Comes with matplotlib, so that pictures do not depend on the fonts of a machine; has Cyrillic and tabular figures."""
FACES = "'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', 'DejaVu Sans', Arial, sans-serif"
"""Faces of text in SVG; all of them run narrower than the one with which it was set, so that nothing collides."""
TITLE, TEXT, CAPTION, SMALL = 13.0, 9.0, 7.6, 7.0
"""Sizes in points."""

_lock = threading.Lock()  # matplotlib keeps its settings for the whole process


def save(figure: Figure, stem: Path, *, dpi: int = 150) -> list[Path]:
    """
    Write a figure as ``<stem>.svg`` and ``<stem>.png``, byte for byte the same for the same figure.

    Text in the SVG stays text, so that it can be searched, read aloud and translated.
    """
    files = [stem.with_suffix(".svg"), stem.with_suffix(".png")]
    settings: dict[Any, Any] = {"svg.hashsalt": "mainstay", "svg.fonttype": "none", "font.family": TYPE, "path.simplify": False}
    with _lock, matplotlib.rc_context(settings):
        with replacing(files[0]) as partial:
            FigureCanvasSVG(figure).print_svg(partial, metadata={"Date": None, "Creator": "mainstay"})
            text = partial.read_text("utf-8").replace(f"'{TYPE}'", FACES)
            partial.write_text(text, "utf-8")
        with replacing(files[1]) as partial:
            figure.set_dpi(dpi)
            FigureCanvasAgg(figure).print_png(partial, metadata={"Software": None})
    return files
