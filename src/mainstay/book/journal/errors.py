"""Why something was not written."""

from __future__ import annotations


class JournalError(Exception):
    """Nothing was written, and the message says why and what to do."""


class Stale(JournalError):
    """The stream has moved on since the caller looked: look again, then decide again."""

    def __init__(self, stream: str, expected: int, version: int):
        super().__init__(f"{stream}: expected at version {expected}, is at {version}; read it again and decide anew")
        self.stream = stream
        self.expected = expected
        self.version = version


class KeyReused(JournalError):
    """The idempotency key came before, with another command."""

    def __init__(self, request: str):
        super().__init__(f"request {request}: this key came before with another command; use a new key for a new command")
        self.request = request


class Stopped(JournalError):
    """
    The writer has stopped, for good: a disk or a database failed.

    Whether commands that were not answered are in the journal is not known until it is opened again; sent again with the same
    keys they get the answer that they should have had.
    """


class Busy(JournalError):
    """Another process writes to this base."""


class Damaged(JournalError):
    """What stands in the base is not what was written."""
