from __future__ import annotations

import random
import sqlite3
import threading
from typing import ClassVar

import msgspec
import pytest
from reliability.toy import AT, Move, Put, Refused, Stock, StockRow, Toy, orders, signer

from mainstay.book.journal import (
    Busy,
    Damaged,
    JournalError,
    KeyReused,
    Order,
    Projections,
    Stale,
    Stopped,
    Store,
    Upcasters,
    Writer,
    instant,
    past,
    verify,
)  # fmt: skip


def put(writer, amount, request, account="a", **more):
    return writer.submit(Put(account, amount), "ann", "PL", request, AT, **more)


def stock(base):
    with sqlite3.connect(base) as connection:
        return dict(connection.execute("SELECT account, amount FROM stock"))


def test_a_command_is_in_the_journal_and_in_the_projection_when_it_is_answered(writer, base):
    put(writer, 5, "r1")
    (first, second) = writer.submit(Move("a", "b", 3), "ann", "PL", "r2", AT)
    assert (first.stream, first.version, second.stream, second.version) == ("a", 2, "b", 1)
    assert second.prev == first.hash
    assert stock(base) == {"a": 2, "b": 3}


def test_a_refused_command_leaves_nothing(writer, base):
    with pytest.raises(Refused):
        put(writer, -1, "r1")
    assert stock(base) == {}
    assert len(put(writer, 1, "r1")) == 1, "the key of a refused command is free"


def test_the_same_request_gets_the_first_answer_and_writes_nothing(writer, base):
    first = put(writer, 5, "r1")
    put(writer, 5, "r2")
    assert put(writer, 5, "r1") == first
    writer.close()
    with Writer(base, Toy(), signer()) as again:
        assert put(again, 5, "r1", expect_version=0) == first
    assert stock(base) == {"a": 10}


def test_the_same_request_with_another_command_or_person_is_refused(writer):
    put(writer, 5, "r1")
    with pytest.raises(KeyReused):
        put(writer, 6, "r1")
    with pytest.raises(KeyReused):
        writer.submit(Put("a", 5), "bob", "PL", "r1", AT)
    answers = writer.submit_all([Order(Put("b", n), "ann", "PL", "r2", instant(AT)) for n in (1, 2)])
    assert isinstance(answers[1], KeyReused)


def test_a_stale_version_is_refused_and_the_current_one_is_not(writer):
    put(writer, 5, "r1", expect_version=0)
    with pytest.raises(Stale, match="at 1"):
        put(writer, 5, "r2", expect_version=0)
    put(writer, 5, "r3", expect_version=1)


def test_many_threads_at_once_get_each_its_own_answer(writer, base):
    found = {}

    def work(name):
        for n in range(20):
            found[name, n] = put(writer, 1, f"{name}-{n}")[0].version

    threads = [threading.Thread(target=work, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found.values()) == list(range(1, 161))
    assert stock(base) == {"a": 160}


class Unwilling(Toy):
    """Gives a row that the database cannot take, for one account."""

    def rows(self, stream, state):
        return {"stock": [StockRow(stream, None if stream == "bad" else state.amount, state.moves)]}


def test_a_row_that_the_database_refuses_costs_its_own_command_only(base):
    with Writer(base, Unwilling(), signer()) as writer:
        make = [Order(Put(name, 1), "ann", "PL", name, instant(AT)) for name in ("a", "bad", "c")]
        answers = writer.submit_all(make)
        assert [isinstance(answer, tuple) for answer in answers] == [True, False, True]
        assert isinstance(answers[1], JournalError)
        put(writer, 1, "later")
    assert stock(base) == {"a": 2, "c": 1}
    assert verify(Store(base), {"alfa": signer().verifier}, Projections(Unwilling())) == 3


def test_nothing_written_can_be_changed_or_taken_away(writer, base):
    put(writer, 5, "r1")
    writer.label({"classification": "open"})
    writer.close()
    connection = sqlite3.connect(base)
    connection.execute("PRAGMA recursive_triggers = ON")
    for table, column in (("entry", "hash"), ("request", "seal"), ("head", "peaks"), ("label", "id")):
        for act in (
            f"UPDATE {table} SET {column} = {column}",
            f"DELETE FROM {table}",
            f"REPLACE INTO {table} SELECT * FROM {table}",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="stays as it was written"):
                connection.execute(act)
    connection.close()


def test_one_process_writes(writer, base):
    with pytest.raises(Busy, match="another process"):
        Writer(base, Toy(), signer())


def test_after_a_failure_of_the_disk_the_writer_stops_and_a_new_one_goes_on(base):
    writer = Writer(base, Toy(), signer())
    put(writer, 5, "r1")
    writer._engine.dispose()
    writer._engine.raw_connection().driver_connection.execute("PRAGMA query_only = ON")
    with pytest.raises(Stopped, match="readonly"):
        put(writer, 5, "r2")
    with pytest.raises(Stopped):
        put(writer, 5, "r3")
    writer.close()
    with Writer(base, Toy(), signer()) as again:
        assert put(again, 5, "r2")[0].version == 2


def test_the_projection_is_what_the_journal_gives_after_random_commands(writer, base):
    for seed in range(20):
        writer.submit_all(orders(random.Random(seed), 40, prefix=f"{seed}-"))
    before = stock(base)
    assert writer.rebuild() > 400
    assert stock(base) == before


def test_a_past_day_is_as_it_was_then(writer, base):
    for day in range(1, 6):
        writer.submit(Put("a", day), "ann", "PL", f"r{day}", f"2026-01-0{day}T12:00:00Z")
    with Store(base).engine.connect() as connection:
        seen = [past(connection, writer.projections, instant(f"2026-01-0{d}T23:00:00Z"), "a")["a"].amount for d in range(1, 6)]
        everything = past(connection, writer.projections, instant("2026-01-03T23:00:00Z"))
    assert seen == [1, 3, 6, 10, 15]
    assert everything == {"a": Stock(6, 3)}


def test_time_does_not_run_backwards_in_the_journal(writer):
    writer.submit(Put("a", 1), "ann", "PL", "r1", "2026-01-02T00:00:00Z")
    assert writer.submit(Put("a", 1), "ann", "PL", "r2", "2026-01-01T00:00:00Z")[0].at == "2026-01-02T00:00:00.000000Z"


def test_the_projections_of_another_edition_are_made_anew_on_opening(writer, base):
    put(writer, 5, "r1")
    writer.close()

    class Row(msgspec.Struct):
        double: int

    class Next(Toy):
        tables: ClassVar = {"doubled": Row}
        edition = "2"

        def rows(self, stream, state):
            return {"doubled": [Row(2 * state.amount)]}

    with Writer(base, Next(), signer()), sqlite3.connect(base) as connection:
        assert connection.execute("SELECT double FROM doubled").fetchall() == [(10,)]
        assert not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'stock'").fetchall()
    Writer(base, Toy(), signer()).close()


def test_old_entries_are_folded_in_todays_form(writer, base):
    put(writer, 5, "r1")
    writer.close()

    class Tens(Toy):
        edition = "2"

        def _draft(self, account, amount, note=""):
            return msgspec.structs.replace(super()._draft(account, amount, note), kind="stock.changed@2")

    upcast = Upcasters({"stock.changed@1": lambda body: body | {"amount": body["amount"] * 10}})
    with Writer(base, Tens(), signer(), upcast=upcast) as again:
        put(again, 5, "r2")
        assert stock(base) == {"a": 55}
    assert verify(Store(base), {"alfa": signer().verifier}, Projections(Tens(), upcast)) == 2
    Writer(base, Toy(), signer()).close()


def test_a_journal_without_its_last_entry_is_refused(writer, base):
    put(writer, 5, "r1")
    put(writer, 5, "r2")
    writer.close()
    copy = base.with_name("cut.sqlite")
    with sqlite3.connect(base) as source, sqlite3.connect(copy) as to:
        source.backup(to)
        to.execute("DROP TRIGGER entry_delete")
        to.execute("DELETE FROM entry WHERE position = 2")
    with pytest.raises(Damaged, match="the last head is over 2"):
        Writer(copy, Toy(), signer())
    with pytest.raises(Damaged, match="entry 2 is not there"):
        verify(Store(copy), {"alfa": signer().verifier})


def test_a_label_is_recorded_once_and_found_by_its_id(writer, base):
    first = writer.label({"b": 1, "a": [2]})
    assert writer.label({"a": [2], "b": 1}) == first
    assert Store(base).label(first) == {"a": [2], "b": 1}


def test_the_migrated_tables_are_those_of_the_code(writer):
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    from mainstay.book.journal.schema import META

    with Store(writer.url).engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": lambda name, kind, _: name != "stock"})
        assert compare_metadata(context, META) == []
