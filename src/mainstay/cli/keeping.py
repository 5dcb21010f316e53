"""The best plan so far, kept in its folder while it is planned; gone when the plan is there, or when somebody aborts."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from mainstay.model import Scenario
from mainstay.planning import Safekeeping
from mainstay.planning.unfinished import FOLDER, PLAN

from .faults import fault, in_words
from .places import undisturbed
from .screen import Screen


@contextmanager
def kept_safe(out: Path, scenario: Scenario, screen: Screen, *, going_on: bool = False) -> Iterator[Safekeeping]:
    """
    Keep the best plan so far in ``out`` while the block runs.

    When the block ends well, what was kept goes. Whatever else ends it leaves it there, but for an abort, which leaves the
    folder as it was before.

    Parameters
    ----------
    going_on
        Whether there is one already: then an abort leaves the best so far too.
    """
    out = out.absolute()
    made = [folder for folder in (out, *out.parents) if not folder.exists()]  # deepest first
    if not going_on:
        shutil.rmtree(out / FOLDER, ignore_errors=True)  # of a run that had no plan yet
    try:
        best = Safekeeping(out, scenario)
    except OSError as error:
        _remove(out / FOLDER, made)
        raise fault(out, f"cannot be written: {(error.strerror or 'refused').lower()}. Name another place.") from error
    keeps = True
    try:
        yield best
        keeps = False
    except KeyboardInterrupt:
        keeps = going_on
        raise
    finally:
        with undisturbed():
            best.close()
            if best.refused is not None:
                screen.tell(f"The best plan so far could not be kept: {in_words(best.refused).message}")
            if keeps and (going_on or (best.folder / PLAN).is_file()):
                screen.tell(f"The best plan so far is kept. Go on with: mainstay plan --resume {out}")
            else:
                _remove(best.folder, made)


def _remove(folder: Path, made: list[Path]) -> None:
    """Take away what was kept, its plan first, and the folders made for it that are empty."""
    with suppress(OSError):
        (folder / PLAN).unlink()
    shutil.rmtree(folder, ignore_errors=True)
    with suppress(OSError):
        for empty in made:
            empty.rmdir()
