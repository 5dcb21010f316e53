"""How a verb ends that cannot go on: every problem, what was not done, an exit code, and never a traceback."""

from __future__ import annotations

import errno
import json
import os
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from mainstay.model import Problem, ScenarioError

from .screen import counted, problems_as_rows

BAD_INPUT, REFUTED, INTERNAL, ABORTED = 2, 3, 70, 130
"""Exit codes: input that cannot be used, a plan that breaks a rule, an error of mainstay itself, Ctrl-C twice."""
TRACEBACK = "MAINSTAY_TRACEBACK"
"""Environment variable that shows where an internal error was."""
CLOSING = {
    "plan": "nothing was planned",
    "demo": "nothing was planned",
    "check": "nothing was checked",
    "explain": "nothing was explained",
    "stress": "nothing was asked",
    "simulate": "nothing was simulated",
    "replan": "nothing was planned",
    "compare": "nothing was compared",
    "verify": "nothing was verified",
    "scenarios": "nothing was listed",
}
"""What did not happen, by verb."""
OTHERWISE = "nothing was written"


class Verbs(TyperGroup):
    """The verbs; whatever goes wrong in one of them ends in words and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run a verb and answer its faults."""
        try:
            return super().invoke(ctx)
        except ScenarioError as error:
            refuse(ctx, error.problems)
        except (typer.Exit, typer.Abort, BrokenPipeError):
            raise
        except OSError as error:
            show_where()
            refuse(ctx, [in_words(error)])
        except Exception as error:
            if hasattr(error, "format_message"):  # a slip in the command itself; the parser says what
                raise
            show_where()
            said = " ".join(f"{type(error).__name__}: {error}".split())
            give_up(ctx, f"internal error: {said}; run with {TRACEBACK}=1 to see where", INTERNAL)


def refuse(ctx: Any, problems: Sequence[Problem]) -> None:
    """Print every problem, those that block first, and what was not done, and exit with 2."""
    problems = sorted(problems, key=lambda problem: not problem.blocks)
    for problem in problems:
        typer.echo(str(problem) if problem.blocks else f"{problem} (does not block)", err=True)
    closing = f"{counted(len(problems), 'problem')}; {CLOSING.get(ctx.invoked_subcommand, OTHERWISE)}."
    give_up(ctx, closing, BAD_INPUT, problems)


def give_up(ctx: Any, said: str, code: int, problems: Sequence[Problem] = ()) -> None:
    """Print a last line, as JSON too if that was asked for, and exit."""
    typer.echo(said, err=True)
    if ctx.meta.get("json"):
        answer = {"error": said, "problems": problems_as_rows(problems), "exit": code}
        typer.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    raise typer.Exit(code)


def show_where() -> None:
    """Print the traceback of what is being handled, for those who asked for it."""
    if os.environ.get(TRACEBACK):
        typer.echo(traceback.format_exc(), err=True)


def fault(where: str | Path, message: str) -> ScenarioError:
    """One problem of a file, a folder or an argument."""
    return ScenarioError([Problem(str(where), 0, "", message)])


def in_words(error: OSError) -> Problem:
    """What the operating system refused, and what helps."""
    where = str(error.filename2 or error.filename or "the disk")
    match error.errno:
        case errno.ENOENT:
            said = "not there."
        case errno.EACCES | errno.EPERM:
            said = "no permission. Change its rights, or name another place."
        case errno.EROFS:
            said = "cannot be written to: read-only. Name another place."
        case errno.ENOSPC | errno.EDQUOT:
            said = "no space left. Free some, or name a place on another disk."
        case errno.EISDIR:
            said = "a folder, not a file."
        case errno.ENOTDIR | errno.EEXIST:
            said = "a file stands where a folder is needed. Name another place."
        case errno.ENAMETOOLONG:
            said = "the name is too long. Name a shorter one."
        case _:
            said = f"{error.strerror or error}."
    return Problem(where, 0, "", said)
