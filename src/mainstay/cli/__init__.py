"""The command line: ``mainstay plan``, ``check``, ``explain`` and the rest. Thin: no rule of the field is written here."""

from .app import app, main

__all__ = ["app", "main"]
