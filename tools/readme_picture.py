"""The pictures of the front page: the map and the chart of the plan for ukraine-support.

    python tools/readme_picture.py

Plans, draws with what `mainstay.report` draws for everyone, and keeps the pictures small with a palette of 256 colours.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from PIL import Image  # comes with matplotlib

import mainstay as ms
from mainstay.report import draw_fulfilment, draw_map

FOLDER = Path(__file__).parents[1] / "docs" / "img"
LARGEST = 500_000
"""Bytes of one picture."""


def main() -> None:
    scenario = ms.read(ms.bundled("ukraine-support"))
    plan = ms.plan(scenario)
    print(ms.answer(plan, scenario))
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        flow = draw_map(plan, scenario, Path(folder) / "map")[1]
        chart = draw_fulfilment(plan, scenario, Path(folder) / "chart", greedy=plan.greedy_consignments)[1]
        shrink(flow, FOLDER / "ukraine-support-map.png")
        shrink(chart, FOLDER / "ukraine-support-fulfilment.png")


def shrink(picture: Path, to: Path) -> None:
    """Write a picture with a palette, without dithering, which would blur the type."""
    with Image.open(picture) as image:
        few = image.convert("RGB").quantize(256, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        few.save(to, optimize=True)
    size = to.stat().st_size
    print(f"{to.name}: {size:,} bytes")
    if size > LARGEST:
        raise SystemExit(f"{to.name} is over {LARGEST:,} bytes: draw it smaller.")


if __name__ == "__main__":
    main()
