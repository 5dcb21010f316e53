"""What goes to whom: answers to standard output, remarks and progress to standard error, or one JSON object instead."""

from __future__ import annotations

import json
import math
import textwrap
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
import typer
from rich import box
from rich.console import Console
from rich.table import Table

from mainstay.model import Problem

READABLE = 84
"""Letters after which a sentence wraps on a terminal."""
UNKNOWN_WIDTH = 160
"""Width of tables that go into a file or a pipe, where nobody's window limits them."""


def _note(context: typer.Context, value: bool) -> bool:
    context.meta["json"] = value  # so that whoever answers a fault knows
    return value


AsJson = Annotated[bool, typer.Option("--json", callback=_note, is_eager=True, help="Print one JSON object instead of text.")]


@dataclass(frozen=True)
class Screen:
    """Where a verb puts its words; with ``json`` only :meth:`hand_out` reaches standard output."""

    json: bool = False

    def say(self, text: str = "", *, faint: bool = False) -> None:
        """Print a line of the answer, as it is."""
        if not self.json:
            typer.secho(text, dim=faint or None)

    def tell(self, text: str) -> None:
        """Print a line beside the answer."""
        typer.echo(text, err=True)

    def paragraph(self, text: str, *, faint: bool = False) -> None:
        """Print sentences, wrapped where a person reads them."""
        self.say(wrapped(text), faint=faint)

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]], *, left: Sequence[int] = (0,)) -> None:
        """Print rows under a head; columns are figures, right-aligned, but for those counted in ``left``."""
        if self.json:
            return
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 1, 0, 0))
        for number, name in enumerate(head):
            text = number in left  # wraps where it must; a figure never does
            table.add_column(name, justify="left" if text else "right", overflow="fold", no_wrap=not text, vertical="top")
        for row in rows:
            table.add_row(*row)
        console = Console(markup=False, highlight=False, emoji=False)
        if console.is_terminal:
            console.print(table)
            return
        console.width = UNKNOWN_WIDTH
        with console.capture() as caught:
            console.print(table)
        for line in caught.get().splitlines():
            typer.echo(line.rstrip())

    def hand_out(self, answer: Mapping[str, Any]) -> None:
        """Print the answer as JSON, if that was asked for."""
        if self.json:
            typer.echo(json.dumps(plain(answer), ensure_ascii=False, indent=2, allow_nan=False))


def wrapped(text: str) -> str:
    """Text in lines for a person on a terminal, in one line for a file or a pipe."""
    console = Console()
    if not console.is_terminal:
        return text
    return textwrap.fill(text, min(READABLE, console.width), break_long_words=False, break_on_hyphens=False)


def plain(value: Any) -> Any:
    """Value as JSON can carry it; what is no finite figure becomes null."""
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, bool | int | str):
        return str(value) if type(value) not in (bool, int, str, type(None)) else value
    if hasattr(value, "__fspath__"):
        return str(value)
    return plain(msgspec.to_builtins(value))


def counted(number: int, one: str, many: str = "") -> str:
    """Number with its noun: ``1 problem``, ``1 204 consignments``."""
    digits = f"{number:,}".replace(",", "\u202f")
    return f"{digits} {one if number == 1 else many or one + 's'}"


def problems_as_rows(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Problems as JSON objects."""
    return [msgspec.to_builtins(problem) for problem in problems]
