"""The ladder in the journal: a file that is written, read again, rebuilt and verified."""

import contextlib

from tests.book.ladder.record import FOUNDER, random_book, random_commands

from mainstay.book.journal import Projections, Signer, Store, Writer, verify
from mainstay.book.ladder import Ladder, Refused, fold_all


def test_the_journal_takes_what_the_ladder_decides_and_keeps_every_word_of_it(tmp_path):
    """The same commands lead to the same book with a database as without; rebuilt tables are those that grew."""
    signer = Signer("wiesbaden", bytes(32))
    ladder = Ladder(FOUNDER)
    with Writer(tmp_path / "book.db", ladder, signer) as writer:
        for step, (command, day) in enumerate(random_commands(3)):
            with contextlib.suppress(Refused):
                writer.submit(command, "officer", FOUNDER, f"r{step}", f"{day}T12:00:00Z")
    store = Store(tmp_path / "book.db")
    entries = list(store.entries())
    assert verify(store, {"wiesbaden": signer.verifier}, Projections(ladder)) == len(entries)
    alone, _ = random_book(3)
    assert [(e.stream, e.kind, e.body) for e in entries] == [(e.stream, e.kind, e.body) for e in alone.entries]
    assert fold_all(entries) == dict(alone.states)
