"""Files appear whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(file: Path) -> Iterator[Path]:
    """Hand out a temporary sibling that takes the place of ``file`` when the block ends well, and is gone if not."""
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f".{file.stem}-{secrets.token_hex(4)}.partial{file.suffix}")
    try:
        yield partial
        os.replace(partial, file)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def staging(folder: Path) -> Iterator[Path]:
    """Hand out a temporary sibling folder; when the block ends well its files take their places in ``folder``.

    A folder that is not there yet, or is empty, appears at once with all of its files. Into one that has files, they move
    only after all of them were written.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = folder.with_name(f".{folder.name}-{secrets.token_hex(4)}.partial")
    partial.mkdir()
    try:
        yield partial
        if not folder.exists() or not any(folder.iterdir()):
            os.replace(partial, folder)
        else:
            for file in sorted(partial.iterdir()):
                os.replace(file, folder / file.name)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
