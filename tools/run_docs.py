"""Runs the Python of a page and compares, or writes, the outputs shown in it.

    python tools/run_docs.py README.md docs/*.md            # compare
    python tools/run_docs.py docs/tutorial.md --write       # refresh the outputs

Every block marked ``python`` runs, in one namespace per page and in a folder of its own that is thrown away. As in a notebook,
a block shows what it prints and then its last expression. What it shows stands in the block marked ``text`` right after it.
"""

from __future__ import annotations

import ast
import contextlib
import difflib
import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

FENCE = "```"


@dataclass(frozen=True)
class Block:
    """A block of Python on a page: its first line and what stands between the fences, with the output shown after it.

    ``shown`` is None where no output block follows; lines are counted from 0, ``end`` is the first line behind both blocks.
    """

    line: int
    code: str
    code_end: int
    shown: str | None
    end: int


def blocks(text: str) -> list[Block]:
    """Find the Python blocks of a page, in their order."""
    lines = text.split("\n")
    out, at = [], 0
    while at < len(lines):
        if not lines[at].startswith(FENCE):
            at += 1
            continue
        kind, end = lines[at].removeprefix(FENCE).strip(), _closing(lines, at)
        if kind == "python":
            code = "\n".join(lines[at + 1 : end])
            after = end + 1
            while after < len(lines) and not lines[after].strip():
                after += 1
            if after < len(lines) and lines[after].strip() == FENCE + "text":
                last = _closing(lines, after)
                out.append(Block(at + 1, code, end + 1, "\n".join(lines[after + 1 : last]), last + 1))
                at = last + 1
                continue
            out.append(Block(at + 1, code, end + 1, None, end + 1))
        at = end + 1
    return out


def _closing(lines: list[str], opening: int) -> int:
    for at in range(opening + 1, len(lines)):
        if lines[at].strip() == FENCE:
            return at
    raise ValueError(f"line {opening + 1}: the block is never closed. Close it with {FENCE}")


def run(code: str, names: dict[str, Any], where: str) -> str:
    """Run one block and return what it shows."""
    tree = ast.parse(code, where)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        exec(compile(tree, where, "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), where, "eval"), names)
            if value is not None:
                print(repr(value))
    return "\n".join(line.rstrip() for line in shown.getvalue().rstrip().split("\n"))


def outputs(text: str, name: str) -> list[tuple[Block, str]]:
    """Run all blocks of a page; each with what it shows now."""
    names: dict[str, Any] = {"__name__": "__main__"}
    out = []
    # A page may change how frames are shown; the next one begins as it would alone.
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder), pl.Config():
        for block in blocks(text):
            # Empty lines before the code make a traceback name the line of the page.
            out.append((block, run("\n" * block.line + block.code, names, name)))
    return out


def differences(text: str, name: str) -> str:
    """What a page shows and what its code shows now, as a difference; empty if they agree."""
    out: list[str] = []
    for block, now in outputs(text, name):
        if now != (block.shown or ""):
            shown = (block.shown or "").split("\n")
            where = f"{name}, line {block.line}"
            out += difflib.unified_diff(shown, now.split("\n"), f"{where}: as shown", f"{where}: as run", lineterm="")
    return "\n".join(out)


def refreshed(text: str, name: str) -> str:
    """Return a page with its outputs as they are now; a block that shows nothing loses its output block."""
    lines = text.split("\n")
    for block, now in reversed(outputs(text, name)):
        if now != (block.shown or ""):
            lines[block.code_end : block.end] = ["", FENCE + "text", *now.split("\n"), FENCE] if now else []
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    write = "--write" in arguments
    wrong = 0
    for name in (each for each in arguments if each != "--write"):
        page = Path(name)
        text = page.read_text("utf-8")
        if write:
            page.write_text(refreshed(text, name), "utf-8")
        elif said := differences(text, name):
            print(said)
            wrong += 1
    if wrong:
        print(f"\n{wrong} pages differ. If the new outputs are right: python tools/run_docs.py --write <page>", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
