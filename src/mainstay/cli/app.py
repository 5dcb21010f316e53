"""The verbs put together, and the entry of the script."""

from __future__ import annotations

import io
import signal
import sys
from types import FrameType
from typing import Annotated

import typer

from .comparing import COMPARE_HELP, compare_verb
from .faults import Verbs
from .importing import KIEL_HELP, kiel_verb
from .questions import EXPLAIN_HELP, VERIFY_HELP, explain_verb, verify_verb
from .replanning import REPLAN_HELP, replan_verb
from .run import DEMO_HELP, PLAN_HELP, demo_verb, plan_verb
from .simulating import SIMULATE_HELP, simulate_verb
from .stressing import STRESS_HELP, stress_verb
from .tables import CHECK_HELP, CONVERT_HELP, NEW_HELP, SCENARIOS_HELP, check_verb, convert_verb, new_verb, scenarios_verb

HELP = """Plan, explain and check the help that many nations give to one.

\b
Begin with:
  mainstay demo                     a plan of half a year of support
  mainstay plan tutorial            one that can be followed with pencil and paper
  mainstay new my-scenario          one of your own

Every verb takes --json, and says more with --help.
"""

SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 128}

app = typer.Typer(
    name="mainstay",
    cls=Verbs,
    help=HELP,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)


def _version(value: bool) -> None:
    if value:
        from mainstay import __version__

        typer.echo(f"mainstay {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    pass


app.command("plan", help=PLAN_HELP, short_help="Plan a scenario and write the plan into a folder.")(plan_verb)
app.command("demo", help=DEMO_HELP, short_help="Plan half a year of support for Ukraine, with everything.")(demo_verb)
app.command("explain", help=EXPLAIN_HELP, short_help="Say why a requirement is not met, and what would help.")(explain_verb)
app.command("stress", help=STRESS_HELP, short_help="Say what is lost if something stops, and what replaces it.")(stress_verb)
app.command("simulate", help=SIMULATE_HELP, short_help="Say how likely a plan is to hold.")(simulate_verb)
app.command("replan", help=REPLAN_HELP, short_help="Plan on from what has really moved.")(replan_verb)
app.command("compare", help=COMPARE_HELP, short_help="Set two plans side by side, need by need.")(compare_verb)
app.command("check", help=CHECK_HELP, short_help="List every problem of a scenario.")(check_verb)
app.command("verify", help=VERIFY_HELP, short_help="Check a plan folder with the independent checker.")(verify_verb)
app.command("new", help=NEW_HELP, short_help="Write an empty scenario that explains itself.")(new_verb)
app.command("convert", help=CONVERT_HELP, short_help="Turn a folder into a workbook, or back.")(convert_verb)
app.command("scenarios", help=SCENARIOS_HELP, short_help="List the bundled scenarios.")(scenarios_verb)

imports = typer.Typer(
    help="Make a scenario out of published data; see `mainstay import kiel --help`.\n\n\b\nExample:\n"
    "  mainstay import kiel tracker.xlsx --into offers",
    no_args_is_help=True,
    rich_markup_mode=None,
)
imports.command("kiel", help=KIEL_HELP, short_help="Ukraine Support Tracker (Kiel Institute).")(kiel_verb)


@imports.callback()
def _imports() -> None:
    pass


app.add_typer(imports, name="import", short_help="Make a scenario out of published data.")


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter shows another, and nothing breaks
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) is signal.SIG_DFL:  # not one that somebody chose to ignore
            signal.signal(number, _terminated)
    app()


def _terminated(number: int, frame: FrameType | None) -> None:
    """End so that half-written folders are taken away."""
    raise SystemExit(128 + number)
